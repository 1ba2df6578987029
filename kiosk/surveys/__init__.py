"""Surveys: what is asked, and of whom next."""
