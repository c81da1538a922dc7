"""Demo: an embedded catalogue, a library of messy names made from it, and a TMDB that answers from it."""
