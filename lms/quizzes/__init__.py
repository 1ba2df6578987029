"""Quizzes: what people know of the Book and of the goods, asked on the tablet and marked alike everywhere."""
