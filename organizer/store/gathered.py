"""What each row is gathered by, and its place in a show: kept, and made anew only for rows that changed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from organizer.store.codes import DECISIONS, Flag, Kind

if TYPE_CHECKING:
    from organizer.store.columns import Columns

_SHIFT = 3
_HASH = (1 << 61) - 1
_WAITING = len(DECISIONS)  # states below are of rows that matching has not spoken of


class By(IntEnum):
    """What a group by title is made of, in the order in which equals come."""

    SHOW = 0
    FILMS = 1
    GUESS = 2
    FOLDER = 3
    WAITING = 4


_SHOW, _FILMS, _GUESS, _FOLDER, _NONE_YET = (by.value for by in By)  # plain numbers: an enum's ``|`` costs a µs


def taken_apart(key: int) -> tuple[By, int]:
    """What kind of group a key is of, and which: the show's id, the tier, a hash of the title, or the folder."""
    return By(key & ((1 << _SHIFT) - 1)), key >> _SHIFT


class Gathered:
    """Keys and places of all rows. 16 bytes a row; 60 ms for 100,000 new rows, then nothing but for what changed."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._keys = array("Q")
        self._places = array("q")
        self._stale: set[int] = set()

    def touch(self, row_id: int) -> None:
        """Another match, title or tier."""
        if row_id < len(self._keys):
            self._stale.add(row_id)

    def keys(self) -> Sequence[int]:
        """For each row the group by title that it is in (``taken_apart``). Do not change it."""
        self._catch_up()
        return self._keys

    def places(self) -> Sequence[int]:
        """For each row season and episode as one number to sort by. Do not change it."""
        self._catch_up()
        return self._places

    def _catch_up(self) -> None:
        if self._stale:
            rows = list(self._stale)
            self._stale.clear()
            for row_id, key, place in zip(rows, self._keys_of(rows), self._places_of(rows), strict=True):
                self._keys[row_id] = key
                self._places[row_id] = place
        known = len(self._keys)
        if known < len(self._columns):
            fresh = range(known, len(self._columns))
            self._keys.extend(self._keys_of(fresh))
            self._places.extend(self._places_of(fresh))

    def _places_of(self, rows: Sequence[int]) -> Iterable[int]:
        season, episode = (_picked(column, rows) for column in (self._columns.season, self._columns.episode))
        return [(one << 32) + other for one, other in zip(season, episode, strict=True)]

    def _keys_of(self, rows: Sequence[int]) -> Iterable[int]:
        columns = self._columns
        folded, film = columns.titles.folded, Kind.FILM
        picked = (
            _picked(column, rows)
            for column in (
                columns.state, columns.flags, columns.kind, columns.tmdb_id, columns.title, columns.folder,
            )
        )  # fmt: skip
        found = []
        for state, flags, kind, tmdb_id, title, folder in zip(*picked, strict=True):
            if state < _WAITING:
                key = _NONE_YET
            elif not flags & Flag.MATCH:
                key = (hash(folded[title]) & _HASH) << _SHIFT | _GUESS if title else folder << _SHIFT | _FOLDER
            elif kind == film:
                key = (state // _WAITING) << _SHIFT | _FILMS
            else:
                key = tmdb_id << _SHIFT | _SHOW
            found.append(key)
        return found


def _picked(column: Sequence[int], rows: Sequence[int]) -> Sequence[int]:
    return column[rows.start : rows.stop] if isinstance(rows, range) else [column[row_id] for row_id in rows]
