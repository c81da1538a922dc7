"""Questions in the one form in which they are sent, compared and cached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from organizer.display import fold
from organizer.model import CandidateType

QUERY_LIMIT = 200
HIGHEST_ID = 2**31 - 1
HIGHEST_SEASON = 9999  # years serve as season numbers
_INSIDE = "\u02bc"  # a letter to Unicode: the apostrophe that is part of a word
_BETWEEN = "\u02bd"  # another one: the sign that stands for a word
_KEPT = "·\u200c\u200d"  # WALL·E; joiners inside Persian and Indic words
_AND = re.compile(r"(?<=\w) & (?=\w)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class QuestionKeys:
    """The keys of the cache. Each starts with whose answer it is and in which language."""

    source: str
    language: str

    def key(self, *parts: str | int | None) -> str:
        """A key for a question of these parts. A tab parts them: no part can hold one."""
        return "\t".join((self.source, self.language, *("" if part is None else str(part) for part in parts)))

    def search(self, kind: CandidateType, query: str, year: int | None) -> str:
        """Case does not tell two searches apart."""
        return self.key("search", kind.value, fold(query), year)

    def details(self, kind: CandidateType, tmdb_id: int) -> str:
        """The key of a details answer."""
        return self.key("details", kind.value, tmdb_id)

    def season(self, show_id: int, number: int) -> str:
        """The key of one season."""
        return self.key("season", show_id, number)


def kind_of(key: str) -> str:
    """What a key asks about: ``search``, ``find``, ``details``, ``season`` ..."""
    parts = key.split("\t", 3)
    return parts[2] if len(parts) > 2 else ""


def query_words(title: str) -> str:
    """The words of a title parted by single spaces, or nothing when it has no letter and no digit.

    TMDB wants every word found in a title and takes punctuation for part of a word. Marks are kept: in many scripts
    a vowel is one. So are apostrophes inside words and ``&`` between them: whoever answers reads ``Ocean's`` and
    ``Fast & Furious`` as it reads its own titles.
    """
    text = unicodedata.normalize("NFC", title[: 4 * QUERY_LIMIT])
    letters = (_letter(character) for character in _AND.sub(_BETWEEN, _APOSTROPHE.sub(_INSIDE, text)))
    words = "".join(letters).replace(_INSIDE, "'").replace(_BETWEEN, " & ").split()
    query = ""
    for word in words:
        if len(query) + len(word) >= QUERY_LIMIT:
            break
        query = f"{query} {word}" if query else word
    return query if any(unicodedata.category(character)[0] in "LN" for character in query) else ""


def _letter(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LNM" or character in _KEPT:
        return character
    return "" if category == "Cf" else " "


def query_year(year: int | None) -> int | None:
    """The year if TMDB takes it: four digits."""
    return year if year is not None and 1000 <= year <= 9999 else None


def valid_id(tmdb_id: int) -> bool:
    """Whether it can go into a path: an id is a positive number."""
    return 0 < tmdb_id <= HIGHEST_ID


def season_numbers(numbers: Collection[int]) -> tuple[int, ...]:
    """Those that can be asked, each once, in order."""
    return tuple(sorted({n for n in numbers if 0 <= n <= HIGHEST_SEASON}))


def external_source(external_id: str) -> str | None:
    """The parameter that ``/find`` wants with an id: IMDb's start with ``tt``, TheTVDB's are digits alone."""
    if re.fullmatch(r"tt[0-9]{5,10}", external_id):
        return "imdb_id"
    return "tvdb_id" if re.fullmatch(r"[0-9]{1,9}", external_id) else None
