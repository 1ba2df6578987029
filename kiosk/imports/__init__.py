"""Imports: responses that were collected elsewhere, brought in as facts like any other, and taken back whole."""
