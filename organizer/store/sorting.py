"""The orders of the rows, kept sorted: what changed is put in its new place, and only much of it sorts all again."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from organizer.display import fold
from organizer.model import Decision, Tier
from organizer.store.codes import DECISIONS, STATES, Flag
from organizer.store.columns import Columns

# Finding one row's place takes about 17 keys among 100,000 rows; sorting all takes one for each.
_SHARE = 24


class Ordering:
    """Ids of all rows, sorted by a key that each row has. ``key`` is asked for one row, ``sort`` sorts all of them."""

    def __init__(self, key: Callable[[int], Any], sort: Callable[[], array[int]]) -> None:
        self._key = key
        self._sort = sort
        self._ids = array("I")
        self._stale: set[int] = set()
        self._all_stale = False

    def touch(self, ids: Iterable[int]) -> None:
        """The keys of these rows are others, or the rows are new."""
        if not self._all_stale:
            self._stale.update(ids)
            if len(self._stale) * _SHARE > len(self._ids):
                self._all_stale = True
                self._stale.clear()

    def ids(self) -> array[int]:
        """The rows in order. Do not change it."""
        if self._all_stale:
            self._ids = self._sort()
        elif self._stale:
            self._ids = self._placed()
        else:
            return self._ids
        self._stale.clear()
        self._all_stale = False
        return self._ids

    def _placed(self) -> array[int]:
        stale, key = self._stale, self._key
        old = min(stale) < len(self._ids)
        rest = array("I", [i for i in self._ids if i not in stale]) if old else self._ids
        placed = array("I")
        start = 0
        for row_id in sorted(stale, key=key):
            end = bisect_right(rest, key(row_id), start, key=key)
            placed.extend(rest[start:end])
            placed.append(row_id)
            start = end
        placed.extend(rest[start:])
        return placed


class Orders:
    """By path, and by place: title, year, season, episode, then path. Rows without a match come last, by path."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._ranks: Sequence[int] = ()
        self.by_path = Ordering(self._path_key, self._sort_by_path)
        self.by_place = Ordering(self._place_key, self._sort_by_place)

    def added(self, ids: Iterable[int]) -> None:
        """These rows are new."""
        fresh = list(ids)
        self.by_path.touch(fresh)
        self.by_place.touch(fresh)

    def matched(self, ids: Iterable[int]) -> None:
        """The matches of these rows are others."""
        self.by_place.touch(ids)

    def places(self) -> array[int]:
        """The rows by place. Do not change it."""
        self._ranks = self._columns.titles.ranks()
        return self.by_place.ids()

    def _path_key(self, row_id: int) -> str:
        return fold(self._columns.path(row_id))

    def _sort_by_path(self) -> array[int]:
        columns = self._columns
        folders = [fold(f"{path.rstrip('/')}/") for path in columns.folders.paths]
        names = fold("\0".join(columns.names)).split("\0")
        keys = [folders[folder] + name for folder, name in zip(columns.folder, names, strict=True)]
        return array("I", sorted(range(len(keys)), key=keys.__getitem__))

    def _place_key(self, row_id: int) -> tuple[int | str, ...]:
        columns = self._columns
        if not columns.flags[row_id] & Flag.MATCH:
            return (len(self._ranks), 0, 0, 0, self._path_key(row_id))
        return (
            self._ranks[columns.title[row_id]],
            columns.year[row_id],
            max(0, columns.season[row_id]),
            max(0, columns.episode[row_id]),
            self._path_key(row_id),
        )

    def _sort_by_place(self) -> array[int]:
        """By one number each: the place of the title, 16 bits of year and season each, 32 of the episode."""
        columns, ranks, last = self._columns, self._ranks, len(self._ranks)
        found = [
            ranks[title] << 64 | year << 48 | (season << 32 if season > 0 else 0) | (max(0, episode))
            if flags & Flag.MATCH
            else last << 64
            for flags, title, year, season, episode in zip(
                columns.flags, columns.title, columns.year, columns.season, columns.episode, strict=True
            )
        ]
        return array("I", sorted(self.by_path.ids(), key=found.__getitem__))


# What costs the person most comes first; what is not matched yet has no place among the questions.
_COST = {Tier.AMBIGUOUS: 0, Tier.NONE: 1, Tier.LIKELY: 2, Tier.SURE: 3, None: 4}
_NEEDS = bytes(_COST[tier] + (0 if decision is Decision.PENDING else len(_COST)) for tier, decision in STATES)


def needs(columns: Columns) -> bytes:
    """For each row how much it needs the person: 0 most (undecided and ambiguous), 9 least."""
    return bytes(columns.state).translate(_NEEDS.ljust(256, b"\0"))


def by_need(ids: Iterable[int], columns: Columns) -> array[int]:
    """Rows that are sorted already, what needs the person first."""
    need = needs(columns)
    heaps: list[list[int]] = [[] for _ in range(2 * len(_COST))]
    put = [heap.append for heap in heaps]
    for row_id in ids:
        put[need[row_id]](row_id)
    found = array("I")
    for heap in heaps:
        found.extend(heap)
    return found


def by_score(ids: Iterable[int], columns: Columns) -> array[int]:
    """Rows that are sorted already, the lowest score first; what matching has not spoken of comes last."""
    state, confidence = columns.state, columns.confidence
    keys = [score if tier >= len(DECISIONS) else 2.0 for tier, score in zip(state, confidence, strict=True)]
    return array("I", sorted(ids, key=keys.__getitem__))
