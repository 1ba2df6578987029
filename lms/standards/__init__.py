"""The Book of Standards: how people here want to serve others, clause by clause, each with an id for ever."""
