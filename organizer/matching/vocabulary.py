"""The words of the titles that TMDB has shown so far: a word that is not among them may be misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from organizer.matching.similarity import normal
from organizer.tmdb.records import Title

LARGE = 1_000  # words
MOST = 100_000
_APOSTROPHE = re.compile(r"['’`´]")  # "Ocean's" does not make "oceans" a known word


class Vocabulary:
    """Grows with every answer. It only chooses what to ask next, so that what is called sure never depends on it."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._years: dict[str, int] = {}

    def note(self, titles: Iterable[Title]) -> None:
        """Remember the words of some rows."""
        if len(self._words) < MOST:
            for title in titles:
                self._words.update(normal(_APOSTROPHE.sub(" ", title.title)).split())
                self._words.update(normal(_APOSTROPHE.sub(" ", title.original_title)).split())

    @property
    def large(self) -> bool:
        """Whether a word that it lacks is a rare one."""
        return len(self._words) >= LARGE

    def holds(self, word: str) -> bool:
        """Whether a title was seen with that word, as ``normal`` writes it."""
        return word in self._words

    def first_year(self, title: str, year: int) -> int:
        """The year in which a film of that title was first looked for, from now on this one if there was none."""
        return self._years.setdefault(title, year)

    def is_spelt_well(self, words: Iterable[str]) -> bool:
        """Whether all words are known ones: then it is not the spelling for which nothing was found."""
        return self.large and all(map(self.holds, words))
