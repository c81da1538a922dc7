"""Tiers, decisions, stages and kinds as numbers of one byte, as the columns hold them."""

from __future__ import annotations

from collections import Counter
from enum import IntEnum
from typing import Final

from organizer.model import CompanionKind, Decision, MediaType, RowStage, Tier

Tally = Counter[tuple[Tier | None, Decision]]
"""How many rows are in each tier (None: not matched yet) with each decision."""

TIERS: tuple[Tier | None, ...] = (None, Tier.SURE, Tier.LIKELY, Tier.AMBIGUOUS, Tier.NONE)
DECISIONS = tuple(Decision)
STAGES = tuple(RowStage)
STATES = tuple((tier, decision) for tier in TIERS for decision in DECISIONS)

_STATE_CODES = {pair: code for code, pair in enumerate(STATES)}


class Kind(IntEnum):
    """What a row is: by its match, or without one by its name."""

    UNKNOWN = 0
    FILM = 1
    EPISODE = 2

    @classmethod
    def of(cls, found: MediaType | None) -> Kind:
        """The code of a media type."""
        return cls.UNKNOWN if found is None else cls.FILM if found is MediaType.MOVIE else cls.EPISODE


class Flag:
    """Bits of what else is true of a row; plain numbers: an enum's ``&`` costs 3 µs, and there are many rows."""

    MATCH: Final = 1
    PARSE: Final = 2
    EXTRA: Final = 4
    SUBTITLE: Final = 8
    NFO: Final = 16
    ARTWORK: Final = 32
    OTHER: Final = 64
    VERDICT: Final = 128  # matching has spoken

    @staticmethod
    def of_companion(kind: CompanionKind) -> int:
        """The bit that says that a row has a companion of this kind."""
        return _COMPANION_FLAGS[kind]


_COMPANION_FLAGS = {
    CompanionKind.SUBTITLE: Flag.SUBTITLE,
    CompanionKind.NFO: Flag.NFO,
    CompanionKind.ARTWORK: Flag.ARTWORK,
    CompanionKind.OTHER: Flag.OTHER,
}
COMPANIONS = Flag.SUBTITLE | Flag.NFO | Flag.ARTWORK | Flag.OTHER


def state_code(tier: Tier | None, decision: Decision) -> int:
    """The code of a tier with a decision."""
    return _STATE_CODES[tier, decision]
