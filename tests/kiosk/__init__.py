"""The customer's side: surveys and what was answered."""
