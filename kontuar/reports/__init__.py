"""Reports: what is read across trades: scores over time, knowledge, a clause from all sides, exports."""
