"""Matching: hypotheses and TMDB become candidates with scores and reasons, and these a tier."""
