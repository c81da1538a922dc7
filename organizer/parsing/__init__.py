"""Parsing: a path becomes scored hypotheses of what its name says. The only place that imports guessit, lazily."""
