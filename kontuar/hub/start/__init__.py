"""The start: three doors, and the guided first start of a new installation."""
