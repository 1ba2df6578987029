"""Rules that exist in Python and in JavaScript, each with one table of cases that both run."""
