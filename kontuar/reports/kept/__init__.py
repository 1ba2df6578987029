"""Kept views: a results page with what is chosen on it, kept under a name, shared, mailed, and shown on a wall."""
