"""The review's state: the rows with their decisions, and the memory that outlives a start."""
