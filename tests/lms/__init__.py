"""The employee's rooms: the Book and the quizzes."""
