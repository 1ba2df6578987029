"""What head office and managers read: scores, knowledge, a clause from all sides, exports."""
