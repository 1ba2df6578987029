"""The employee: standards and quizzes."""
