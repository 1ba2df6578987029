"""What happened in shops: events that people mark, so that a change in the figures has a reason beside it."""
