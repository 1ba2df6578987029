"""The customer: surveys and responses."""
