"""From score, gap and caps to a tier: what a person may do with a match."""

from __future__ import annotations

from organizer.config.schema import MatchingSettings
from organizer.model import Tier


def tier_of(score: float, gap: float, *, capped: bool, exists: bool, settings: MatchingSettings) -> Tier:
    """The tier. ``capped`` bars ``sure``; an episode that TMDB does not have (``exists`` False) bars ``likely`` too.

    ``gap`` is the lead over the runner-up: two candidates that are equally good are ambiguous, however good they are.
    """
    if score < settings.none_score:
        return Tier.NONE
    if not exists or score < settings.likely_score or gap < settings.likely_gap:
        return Tier.AMBIGUOUS
    if capped or score < settings.sure_score or gap < settings.sure_gap:
        return Tier.LIKELY
    return Tier.SURE
