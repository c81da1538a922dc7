"""From score, gap and caps to a tier: what a person may do with a match."""

from __future__ import annotations

from organizer.config.schema import MatchingSettings
from organizer.model import Tier, Verdict


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


def tier_again(verdict: Verdict, was: MatchingSettings, now: MatchingSettings) -> Tier:
    """The tier that a verdict made with the thresholds ``was`` would have with ``now``. What barred it then bars it
    still. Below the old ``none_score`` nothing was kept, so that lowering it shows less than a new match would.
    """
    if verdict.match is None:
        return verdict.tier
    score, gap, tier = verdict.score, verdict.gap, verdict.tier
    exists = tier is not Tier.AMBIGUOUS or tier_of(score, gap, capped=True, exists=True, settings=was) is tier
    capped = tier is not Tier.SURE and tier_of(score, gap, capped=False, exists=True, settings=was) is Tier.SURE
    return tier_of(score, gap, capped=capped, exists=exists, settings=now)
