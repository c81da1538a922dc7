"""Reach: the files that a fix is for, as the person may choose them: this one, the marked, its season, its show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from organizer.display import safe_text
from organizer.model import Decision
from organizer.store.columns import NO_NUMBER
from organizer.store.gathered import By, taken_apart
from organizer.store.groups import Group, GroupKind
from organizer.store.review import ReviewStore
from tui.phrases import counted


@dataclass(frozen=True, slots=True)
class Reach:
    """Some rows by their ids, and what a person calls them: ``season 2 of Lantern Village, 8 files``."""

    words: str
    ids: tuple[int, ...]


def reaches(
    store: ReviewStore, done: Collection[int], *, row_id: int | None, group: Group | None, marked: Collection[int]
) -> list[Reach]:
    """What may be chosen from under the cursor, the nearest first; no two of the same files, none without files.

    Wider than the file itself only undecided ones are meant, or all where the file or every one is decided already.
    """
    asked = _Asked(store, done)
    found: dict[frozenset[int], Reach] = {}
    for reach in asked.all(row_id, group, marked):
        if reach.ids:
            found.setdefault(frozenset(reach.ids), reach)
    return list(found.values())


class _Asked:
    def __init__(self, store: ReviewStore, done: Collection[int]) -> None:
        self._store = store
        self._done = done

    def all(self, row_id: int | None, group: Group | None, marked: Collection[int]) -> Iterator[Reach]:
        if marked:
            ids = tuple(sorted(i for i in marked if self._is_here(i)))
            yield Reach(f"the {counted(len(ids), 'marked file')}", ids)
        if row_id is not None and self._is_here(row_id):
            yield Reach("this file", (row_id,))
            yield from self._around(row_id, of_season=True)
        elif group is not None and not marked:
            rows = self._meant(group.rows)
            if group.kind is GroupKind.SEASON and rows:
                yield from self._around(rows[0], of_season=True)
            elif group.kind in {GroupKind.SHOW, GroupKind.GUESS} and rows:
                yield from self._around(rows[0], of_season=False)

    def _around(self, row_id: int, *, of_season: bool) -> Iterator[Reach]:
        """The season and the show of a row, or all files that were read as the same title."""
        columns = self._store.columns
        keys = columns.gathered.keys()
        kind, _ = taken_apart(keys[row_id])
        if kind not in {By.SHOW, By.GUESS}:
            return
        title = safe_text(columns.titles[columns.title[row_id]])
        same = [i for i, key in enumerate(keys) if key == keys[row_id]]
        if of_season:
            number = columns.season[row_id]
            ids = self._meant((i for i in same if columns.season[i] == number), row_id)
            season = "files without a season" if number == NO_NUMBER else f"season {number}" if number else "specials"
            yield Reach(f"{season} of {title}, {counted(len(ids), 'file')}", ids)
        ids = self._meant(same, row_id)
        words = f"all of {title}" if kind is By.SHOW else f"all that is read as “{title}”"
        yield Reach(f"{words}, {counted(len(ids), 'file')}", ids)

    def _meant(self, rows: Iterable[int], row_id: int | None = None) -> tuple[int, ...]:
        here = [i for i in rows if self._is_here(i)]
        open_ = tuple(i for i in here if self._store.decision(i) is Decision.PENDING)
        decided = row_id is not None and self._store.decision(row_id) is not Decision.PENDING
        return tuple(here) if decided or not open_ else open_

    def _is_here(self, row_id: int) -> bool:
        return row_id not in self._done and self._store.decision(row_id) is not Decision.DONE


def next_reach(known: Sequence[Reach], now: Reach) -> Reach:
    """The one after this one, around the end."""
    return known[(known.index(now) + 1) % len(known)]
