"""Mappings: which column of a file is which answer, and what its codes mean."""
