"""Releases: what a place should have, signed and numbered, and how a node takes it over."""
