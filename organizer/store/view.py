"""How a person looks at the review: filter, order, groups, folds and place, kept for each set of roots."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from organizer.model import Decision, Tier
from organizer.store.filters import RowFilter, SortOrder


class Grouping(StrEnum):
    """What the rows of the list are gathered by."""

    FLAT = "flat"
    TITLE = "title"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Folds:
    """Which groups are open, by their keys: all of them or none, but for the ``others``."""

    open: bool = False
    others: frozenset[str] = frozenset()

    def is_open(self, key: str) -> bool:
        """Whether the rows of this group are shown."""
        return self.open is not (key in self.others)

    def toggled(self, key: str) -> Folds:
        """The same with this group the other way round."""
        return Folds(self.open, self.others ^ {key})


@dataclass(frozen=True, slots=True)
class ViewState:
    """``cursor`` is the path of a row or the key of a group, or empty."""

    limit: RowFilter = RowFilter()
    order: SortOrder = SortOrder.NEED
    grouping: Grouping = Grouping.FLAT
    folds: Folds = Folds()
    cursor: str = ""

    def to_text(self) -> str:
        """As JSON."""
        return json.dumps({
            "tiers": sorted(self.limit.tiers),
            "decisions": sorted(self.limit.decisions),
            "folder": self.limit.folder,
            "text": self.limit.text,
            "order": self.order.value,
            "grouping": self.grouping.value,
            "open": self.folds.open,
            "others": sorted(self.folds.others),
            "cursor": self.cursor,
        })  # fmt: skip

    @classmethod
    def from_text(cls, text: str) -> ViewState:
        """What ``to_text`` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        found: dict[str, Any] = json.loads(text)
        limit = RowFilter(
            frozenset(map(Tier, found["tiers"])),
            frozenset(map(Decision, found["decisions"])),
            str(found["folder"]),
            str(found["text"]),
        )
        folds = Folds(bool(found["open"]), frozenset(map(str, found["others"])))
        return cls(limit, SortOrder(found["order"]), Grouping(found["grouping"]), folds, str(found["cursor"]))


def roots_key(roots: Iterable[str]) -> str:
    """The name of a set of roots."""
    return json.dumps(sorted(roots))
