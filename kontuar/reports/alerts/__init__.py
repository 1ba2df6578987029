"""Alerts: evidence that a shop got worse or is below its target, kept, shown, and told to those who can do something."""
