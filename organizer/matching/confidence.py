"""How likely a match is right: from its score and its lead to a share of right ones, as it was measured.

A score adds up reasons; it is no probability. Two films of one title and year both score 0.99, and either is right half
of the time. So what is shown, filtered by and asked for (``--min-confidence``) is read from the table below. It was
measured on some 32,000 names of catalogues of 64,000 films and 480 series, against several kinds of search; to measure
it again: ``python -m benchmarks.accuracy --large --bands``.
"""

from __future__ import annotations

from organizer.model import Tier

SURE = 0.995  # 99.98 % were right; the rest is room for catalogues that are not like the measured one
NO_SUCH_EPISODE = 0.30  # the series is mostly right, the number as it stands is not

# From this score on: with at least this lead, so many are right.
_BANDS: tuple[tuple[float, tuple[tuple[float, float], ...]], ...] = (
    (0.93, ((0.30, 0.98), (0.10, 0.95), (0.04, 0.89), (0.01, 0.85), (0.0, 0.60))),
    (0.90, ((0.30, 0.93), (0.10, 0.82), (0.04, 0.72), (0.01, 0.65), (0.0, 0.42))),
    (0.80, ((0.30, 0.92), (0.10, 0.80), (0.04, 0.68), (0.01, 0.60), (0.0, 0.42))),
    (0.70, ((0.10, 0.30), (0.0, 0.15))),
    (0.50, ((0.30, 0.10), (0.0, 0.03))),
    (0.0, ((0.0, 0.02),)),
)


def confidence_of(score: float, gap: float, tier: Tier, *, exists: bool) -> float:
    """From 0 to 1; 1 only for an id in the name. ``exists``: TMDB has what the name says."""
    if tier is Tier.SURE:
        return max(SURE, score)
    if not exists:
        return min(NO_SUCH_EPISODE, score)
    bands = next(bands for least, bands in _BANDS if score >= least)
    return next(share for least, share in bands if gap >= least or least == 0.0)
