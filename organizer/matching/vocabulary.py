"""The words of the titles that TMDB has shown so far: a word that is not among them may be misspelt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from organizer.hash_index import Numbers
from organizer.matching.similarity import normal
from organizer.model import CandidateType
from organizer.tmdb.records import Title

LARGE = 1_000  # words
MOST = 50_000  # titles of each kind
SHORT = 4  # letters; a shorter word is a slip away from many
COMMON = 3  # of the titles seen, which are a tenth of all as a rule
_EIGHT_BYTES = 2**64 - 1  # TMDB's ids take four; another server's may be anything
_APOSTROPHE = re.compile(r"['’`´]")  # "Ocean's" does not make "oceans" a known word


class Vocabulary:
    """Grows with every answer. It only chooses what to ask next, so that what is called sure never depends on it."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()  # in how many titles
        self._letters: set[str] = set()
        self._seen: dict[CandidateType, Numbers] = defaultdict(Numbers)

    def note(self, titles: Iterable[Title]) -> None:
        """Remember the words of some rows."""
        for title in titles:
            seen = self._seen[title.type]
            if len(seen) < MOST and seen.add(title.id & _EIGHT_BYTES):
                both = f"{title.title} {title.original_title}"
                words = set(normal(_APOSTROPHE.sub(" ", both)).split())
                self._words.update(words)
                self._letters.update(*words)

    @property
    def large(self) -> bool:
        """Whether a word that it lacks is a rare one."""
        return len(self._words) >= LARGE

    def holds(self, word: str) -> bool:
        """Whether a title was seen with that word, as ``normal`` writes it."""
        return word in self._words

    def is_common(self, word: str) -> bool:
        """Whether so many titles have that word that a search for it may find more than a page."""
        return self._words[word] >= COMMON

    def meant_by(self, word: str) -> str | None:
        """The known word that an unknown one is a slip away from: the commonest of them, or None.

        A letter lost, doubled, swapped or mistaken; not at the end, where words of many languages bend.
        """
        if len(word) < SHORT or word.isdecimal() or self.holds(word):
            return None
        near = (known for known in slips(word, self._letters) if known in self._words)
        meant = [known for known in near if len(known) >= SHORT and not _bends(word, known)]
        return max(meant, key=lambda known: (self._words[known], known)) if meant else None

    def is_spelt_well(self, words: Iterable[str]) -> bool:
        """Whether all words are known ones: then it is not the spelling for which nothing was found."""
        return self.large and all(map(self.holds, words))


def slips(word: str, letters: Iterable[str]) -> set[str]:
    """Everything that one letter lost, added, mistaken, or swapped with the next makes of a word, itself left out.

    Some 60 for each letter of a word in Latin script: far fewer than there are known words to compare it with.
    """
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {before + rest[1:] for before, rest in cuts if rest}
    found |= {before + rest[1] + rest[0] + rest[2:] for before, rest in cuts if len(rest) > 1}
    for letter in letters:
        found |= {before + letter + rest for before, rest in cuts}
        found |= {before + letter + rest[1:] for before, rest in cuts if rest}
    return found - {word}


def _bends(one: str, other: str) -> bool:
    """Whether two words differ in their last letter only: ``runs`` and ``run``, ``ragazze`` and ``ragazzi``."""
    short = min(len(one), len(other)) - (len(one) == len(other))
    return one[:short] == other[:short]
