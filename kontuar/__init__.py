"""Kontuar: what the kiosk and the learning stand on, and what brings them together."""

__version__ = "0.1.0"
