"""What customers answered: the response fact, its readings and scores."""
