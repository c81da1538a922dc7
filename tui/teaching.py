"""Teaching: what a decision makes the book of aliases remember, and how that is taken back with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from organizer.display import fold
from organizer.matching.similarity import normal
from organizer.model import Alias, Candidate, Decision, Match, MediaType, Parse, ReviewRow
from organizer.store.aliases import AliasBook, alias_for, title_key
from organizer.store.codes import Flag
from organizer.store.review import ReviewStore, Step


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one decision taught: the aliases it made, and those that stood in their place before."""

    made: tuple[Alias, ...]
    before: tuple[Alias, ...]


class Teaching:
    """Remembers choices in the book, and forgets them when the decision they came with is taken back."""

    def __init__(self, book: AliasBook) -> None:
        self._book = book
        self._lessons: dict[int, Lesson] = {}

    def learn(
        self, step: int, rows: Iterable[ReviewRow], candidate: Candidate, order: str | None = None
    ) -> tuple[Alias, ...]:
        """Remember the candidate for the title of each row, with the order of its numbers where that was chosen.

        ``step`` is the number of the decision. Raises OrganizerError when the book cannot be written.
        """
        rows = tuple(rows)
        known = {(alias.scope, alias.key): alias for alias in self._book.all()}
        made: dict[tuple[str, str], Alias] = {}
        for row in rows:
            if row.parse is not None:
                alias = alias_for(row.parse, candidate, order)
                earlier = known.get((alias.scope, alias.key))
                if order is None and earlier and (earlier.type, earlier.tmdb_id) == (alias.type, alias.tmdb_id):
                    alias = earlier  # the order that was chosen for the show stays
                made[alias.scope, alias.key] = alias
        for alias in made.values():
            self._book.add(alias)
        lesson = Lesson(tuple(made.values()), tuple(known[key] for key in made if key in known))
        self._lessons[step] = lesson
        return lesson.made

    def unlearn(self, step: Step | None) -> bool:
        """The decision was taken back: so is what it taught. Answers whether it had taught anything."""
        lesson = self._lessons.get(step.number) if step else None
        if lesson is None:
            return False
        for alias in lesson.made:
            self._book.remove(alias)
        for alias in lesson.before:
            self._book.add(alias)
        return True

    def learn_again(self, step: Step | None) -> bool:
        """The decision was taken again."""
        lesson = self._lessons.get(step.number) if step else None
        if lesson is None:
            return False
        for alias in lesson.made:
            self._book.add(alias)
        return True


def concerned(store: ReviewStore, rows: Iterable[ReviewRow]) -> dict[int, Parse]:
    """The undecided rows, matched already, whose names have the same title as one of these: to be matched again.

    A whole row costs 60 µs, so only those are looked at whose path has the longest word of a title in it.
    """
    titles = {title_key(row.parse.parsed): row.parse.parsed.title or "" for row in rows if row.parse}
    titles.pop("", None)
    words = {max(re.findall(r"\w+", text), key=len, default="") for title in titles.values() for text in _spelt(title)}
    masks = [store.columns.texts.in_path(word, whole=True) for word in words if word]
    found: dict[int, Parse] = {}
    for row_id in range(len(store)):
        undecided = store.decision(row_id) is Decision.PENDING and store.tier(row_id) is not None
        if undecided and any(mask[row_id] for mask in masks):
            parse = store[row_id].parse
            if parse is not None and title_key(parse.parsed) in titles:
                found[row_id] = parse
    return found


def _spelt(title: str) -> tuple[str, str]:
    """A title as it stands in paths, and without accents."""
    return fold(title), normal(title)


def of_show(store: ReviewStore, match: Match | None, done: Iterable[int]) -> list[ReviewRow]:
    """All rows that are taken for episodes of the same series and were not carried away; none for a film."""
    if match is None or match.type is not MediaType.EPISODE:
        return []
    gone, columns = set(done), store.columns
    ids = [row_id for row_id, tmdb_id in enumerate(columns.tmdb_id) if tmdb_id == match.tmdb_id and row_id not in gone]
    rows = (store[row_id] for row_id in ids if columns.flags[row_id] & Flag.MATCH)
    return [
        row for row in rows if row.parse is not None and _same_show(row.verdict.match if row.verdict else None, match)
    ]


def _same_show(one: Match | None, other: Match) -> bool:
    return one is not None and (one.type, one.tmdb_id) == (other.type, other.tmdb_id)
