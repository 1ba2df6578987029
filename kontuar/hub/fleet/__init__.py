"""The fleet: nodes that have joined, how they join, and how far each has come."""
