"""Mail: letters that are put down with what causes them, and handed to a mail server by a chore."""
