"""Which rows are shown, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from organizer.model import Decision, Tier
from organizer.store.codes import STATES
from organizer.store.columns import Columns
from organizer.store.masks import Mask, both, by_code, by_number
from organizer.store.query import parse_query


class SortOrder(StrEnum):
    """The orders of the review list."""

    NEED = "need"
    NAME = "name"
    TITLE = "title"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What the review list is limited to; an empty set or text limits nothing.

    ``folder`` is a whole path: rows in it and below it. ``text`` is a query in the language of
    ``organizer.store.query``; bare words must all be found in the path or the title, without regard to case.
    """

    tiers: frozenset[Tier] = frozenset()
    decisions: frozenset[Decision] = frozenset()
    folder: str = ""
    text: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered out at all."""
        return bool(self.tiers or self.decisions or self.folder or self.text.strip())

    def mask(self, columns: Columns) -> Mask | None:
        """Which rows pass; None when all do. Raises QueryError when ``text`` cannot be read."""
        masks = []
        if self.tiers or self.decisions:
            wanted = [
                code
                for code, (tier, decision) in enumerate(STATES)
                if (not self.tiers or tier in self.tiers) and (not self.decisions or decision in self.decisions)
            ]
            masks.append(by_code(columns.state, wanted))
        if self.folder:
            masks.append(by_number(columns.folder, columns.folders.below(self.folder)))
        if self.text.strip():
            masks.append(parse_query(self.text).mask(columns))
        found: Mask | None = None
        for mask in masks:
            found = mask if found is None else both(found, mask)
        return found
