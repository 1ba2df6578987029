"""The log: who did what, in sentences."""
