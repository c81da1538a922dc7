"""The orders of the rows, kept sorted: what changed is put in its new place, and only much of it sorts all again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

from organizer.display import fold
from organizer.model import Decision, Tier
from organizer.store.codes import DECISIONS, STATES, Flag
from organizer.store.columns import Columns
from organizer.store.placing import SHARE, placed_among


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
            if len(self._stale) * SHARE > len(self._ids):
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
        rest = array("I", (i for i in self._ids if i not in stale)) if old else self._ids
        return placed_among(rest, stale, key)


class Orders:
    """By path, and by place: title, year, season, episode, then path. Rows without a match come last, by path.

    By path means folder by folder, what lies in a folder before what lies in the folders below it.
    """

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

    def _path_key(self, row_id: int) -> tuple[str, str]:
        columns = self._columns
        return _folder_key(columns.folders.paths[columns.folder[row_id]]), fold(columns.names[row_id])

    def _sort_by_path(self) -> array[int]:
        """The folders are sorted, and the rows of each: whole paths of 100,000 rows would take 40 MB for a moment."""
        columns = self._columns
        ranks = _ranked([_folder_key(path) for path in columns.folders.paths])
        places = array("I", map(ranks.__getitem__, columns.folder))
        ids, starts = _dealt(range(len(places)), places, len(ranks))
        names = columns.names
        for start, end in pairwise(starts):
            if end - start > 1:
                ids[start:end] = array("I", sorted(ids[start:end], key=lambda row_id: fold(names[row_id])))
        return ids

    def _place_key(self, row_id: int) -> tuple[int | tuple[str, str], ...]:
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
        """Title by title, and the rows of each: a number for each row would take 9 MB for 100,000, for a moment."""
        columns, ranks, last = self._columns, self._ranks, len(self._ranks)
        titles = zip(columns.title, columns.flags, strict=True)
        places = array("I", (ranks[title] if flags & Flag.MATCH else last for title, flags in titles))
        ids, starts = _dealt(self.by_path.ids(), places, last)  # those without a match stay as they are
        years, seasons, episodes = columns.year, columns.season, columns.episode

        def place_in_title(row_id: int) -> tuple[int, int, int]:
            return years[row_id], max(0, seasons[row_id]), max(0, episodes[row_id])

        for start, end in pairwise(starts):
            if end - start > 1:
                ids[start:end] = array("I", sorted(ids[start:end], key=place_in_title))
        return ids


def _dealt(ids: Iterable[int], places: Sequence[int], count: int) -> tuple[array[int], array[int]]:
    """Ids by their places from 0 to ``count``, those of one place in their order, and where each place starts."""
    starts = array("I", bytes(4 * (count + 2)))
    for place in places:
        starts[place + 1] += 1
    starts = array("I", accumulate(starts))
    ends, dealt = starts[:-1], array("I", bytes(4 * len(places)))
    for one in ids:
        place = places[one]
        dealt[ends[place]] = one
        ends[place] += 1
    return dealt, starts[:-1]


def _folder_key(path: str) -> str:
    return fold(f"{path.rstrip('/')}/")


def _ranked(keys: Sequence[str]) -> array[int]:
    """The place of each key when all are sorted; equal ones have the same."""
    ranks = array("I", bytes(4 * len(keys)))
    rank, before = -1, None
    for number in sorted(range(len(keys)), key=keys.__getitem__):
        if keys[number] != before:
            rank, before = rank + 1, keys[number]
        ranks[number] = rank
    return ranks


# What costs the person most comes first; what is not matched yet has no place among the questions.
_COST = {Tier.AMBIGUOUS: 0, Tier.NONE: 1, Tier.LIKELY: 2, Tier.SURE: 3, None: 4}
_NEEDS = bytes(_COST[tier] + (0 if decision is Decision.PENDING else len(_COST)) for tier, decision in STATES)


def needs(columns: Columns) -> bytes:
    """For each row how much it needs the person: 0 most (undecided and ambiguous), 9 least."""
    return bytes(columns.state).translate(_NEEDS.ljust(256, b"\0"))


def by_need(ids: Iterable[int], columns: Columns) -> array[int]:
    """Rows that are sorted already, what needs the person first."""
    need = needs(columns)
    heaps = [array("I") for _ in range(2 * len(_COST))]
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
