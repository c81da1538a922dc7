"""Search over the catalogue, by the rules that are known of TMDB's.

Every word of the query has to be found in one of the titles (original, translated, alternative), whatever the case,
the accents and the punctuation. Rows are ordered by how well the text fits, then by popularity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from organizer.demo.catalogue import Work, catalogue
from organizer.model import CandidateType

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "&": " and "})


@dataclass(frozen=True, slots=True)
class _Indexed:
    work: Work
    titles: tuple[tuple[tuple[str, ...], frozenset[str]], ...]


def words(text: str) -> tuple[str, ...]:
    """The words of a title or query, folded: lower case, no accents, no punctuation."""
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return tuple(_WORD.findall("".join(letter for letter in flat if not unicodedata.combining(letter))))


def _findable(title: str) -> frozenset[str]:
    """The words a title answers to: ``Ocean's`` is ``ocean``, ``s`` and ``oceans``; ``WALL·E`` is also ``walle``."""
    glued = ("".join(words(piece)) for piece in title.split())
    return frozenset(words(title)) | frozenset(word for word in glued if word)


@cache
def _index() -> tuple[_Indexed, ...]:
    return tuple(
        _Indexed(work, tuple((words(title), _findable(title)) for title in dict.fromkeys(work.all_titles())))
        for work in catalogue().works()
    )


def _fit(entry: _Indexed, wanted: tuple[str, ...]) -> int:
    """How well the best title fits: 3 equal, 2 begins with it, 1 holds every word, 0 not at all."""
    best, needed = 0, frozenset(wanted)
    for title, findable in entry.titles:
        if not needed <= findable:
            continue
        if title == wanted or "".join(title) == "".join(wanted):
            return 3
        best = max(best, 2 if title[: len(wanted)] == wanted else 1)
    return best


def search(query: str, kinds: Iterable[CandidateType]) -> list[Work]:
    """The works of those kinds that match, best first. A query without a single word finds nothing."""
    wanted, among = words(query), frozenset(kinds)
    if not wanted:
        return []
    fits = ((_fit(entry, wanted), entry.work) for entry in _index() if entry.work.kind in among)
    found = [(fit, work) for fit, work in fits if fit]
    return [work for _fit_, work in sorted(found, key=lambda pair: (-pair[0], -pair[1].popularity, pair[1].id))]


def released_in(work: Work, year: int) -> bool:
    """Whether any country's release is of that year: what ``year`` of a film search asks."""
    dates = (work.date, *(work.releases or {}).values())
    return any(date.startswith(f"{year:04}") for date in dates)


def aired_in(work: Work, year: int) -> bool:
    """Whether it, or any of its episodes, first aired in that year: what ``year`` of a series search asks."""
    dates = (work.date, *(episode.air_date or "" for episode in work.episodes()))
    return any(date.startswith(f"{year:04}") for date in dates)
