"""Which rows are shown, and in which order."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from organizer.display import fold
from organizer.model import Decision, ReviewRow, Tier

# What costs the person most comes first; what is not matched yet has no place among the questions.
_COST = {Tier.AMBIGUOUS: 0, Tier.NONE: 1, Tier.LIKELY: 2, Tier.SURE: 3, None: 4}


class SortOrder(StrEnum):
    """The orders of the review list."""

    NEED = "need"
    NAME = "name"
    TITLE = "title"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What the review list is limited to; an empty set or text limits nothing.

    ``folder`` is a whole path: rows in it and below it. ``text`` is found in the path or the matched title,
    without regard to case; several words must all be found.
    """

    tiers: frozenset[Tier] = frozenset()
    decisions: frozenset[Decision] = frozenset()
    folder: str = ""
    text: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered out at all."""
        return bool(self.tiers or self.decisions or self.folder or self.text.strip())

    def predicate(self) -> Callable[[ReviewRow], bool]:
        """A test for one row, with everything that is the same for all rows worked out once."""
        tiers, decisions = self.tiers, self.decisions
        words = fold(self.text).split()
        folder = self.folder.rstrip(os.sep)
        below = folder + os.sep

        def passes(row: ReviewRow) -> bool:
            if tiers and row.tier not in tiers:
                return False
            if decisions and row.decision not in decisions:
                return False
            if folder and not row.file.path.startswith(below):
                return False
            if not words:
                return True
            match = row.verdict.match if row.verdict else None
            text = fold(f"{row.file.relative} {match.label if match else ''}")
            return all(word in text for word in words)

        return passes


def sort_key(row: ReviewRow, order: SortOrder) -> tuple[object, ...]:
    """What rows are compared by. The path comes last everywhere, so that an order is always the same."""
    path = fold(row.file.path)
    if order is SortOrder.NAME:
        return (path,)
    match = row.verdict.match if row.verdict else None
    title = fold(match.title) if match else "\U0010ffff"  # unmatched rows after all titles
    place = (title, (match.year or 0) if match else 0, (match.season or 0) if match else 0)
    number = match.episodes[0].number if match and match.episodes else 0
    if order is SortOrder.TITLE:
        return (*place, number, path)
    if order is SortOrder.SCORE:
        return (row.verdict.confidence if row.verdict else 2.0, path)
    decided = row.decision is not Decision.PENDING
    return (decided, _COST[row.tier], *place, number, path)
