"""Enrolment: how a tablet comes to belong to a shop, and how it is let go."""
