"""Export: answers taken home. A table (columns and pages of rows) goes through a format, whichever of each."""
