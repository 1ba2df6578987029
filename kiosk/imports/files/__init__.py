"""Files as people have them: CSV in any shape and workbooks, read line by line."""
