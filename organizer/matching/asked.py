"""Which searches were made, for whatever name: the answer to one may hold what another question would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from organizer.matching.similarity import ARTICLES, normal
from organizer.model import CandidateType

MOST = 10_000  # titles; of more the oldest are forgotten
WORDS = 12  # of a longer title only the first ones are looked at
_PLAIN = "\0"  # asked for without a year, by its words as they are: so are nine of ten, and one string does for all


@dataclass(frozen=True, slots=True)
class Question:
    """A search that was sent. ``same``: its title was this one, however it was spelt; else it has fewer words."""

    title: str
    year: int | None
    same: bool


class Asked:
    """Remembers questions, not answers: these are in the cache, or on their way."""

    def __init__(self) -> None:
        self._spelt: dict[int, str] = {}  # years and spellings in one string, by a hash: 130 bytes a title, not 500

    def note(self, kind: CandidateType, title: str, year: int | None) -> None:
        """To be called when a search is sent, not when it is answered: others wait for it then."""
        words = normal(title)
        key, spelt = _key(kind, words), self._spellings(kind, words)
        if year in spelt:
            return
        spelt[year] = title.replace("\0", " ")
        held = "\0".join(f"{known or ''}\0{'' if _is_plain(name, words) else name}" for known, name in spelt.items())
        self._spelt[key] = _PLAIN if held == _PLAIN else held
        if len(self._spelt) > MOST:
            del self._spelt[next(iter(self._spelt))]

    def has(self, kind: CandidateType, title: str) -> bool:
        """Whether a title was searched for, with any year or none."""
        return _key(kind, normal(title)) in self._spelt

    def holding(self, kind: CandidateType, title: str, year: int | None) -> Iterator[Question]:
        """The questions whose answer may hold the one to this: those of the same title first, then of parts of it.

        One with a year shows no namesakes of other years. So it serves only a title of one word, which gets none of
        them, and one that was asked for without a year too.
        """
        whole = normal(title)
        for part in (whole, *_parts(whole)):
            spelt = self._spellings(kind, part)
            if None in spelt:
                yield Question(spelt[None], None, same=part == whole)
            if year in spelt and year is not None and (is_one_word(title) or (part == whole and None in spelt)):
                yield Question(spelt[year], year, same=part == whole)

    def _spellings(self, kind: CandidateType, words: str) -> dict[int | None, str]:
        """How a title was spelt when it was searched for with each of some years."""
        held = self._spelt.get(_key(kind, words))
        if held is None:
            return {}
        said = held.split("\0")
        return {int(year) if year else None: title or words for year, title in zip(said[::2], said[1::2], strict=True)}


def is_one_word(title: str) -> bool:
    """Whether a title is one word, but for articles."""
    return len(telling(title)) == 1


def telling(title: str) -> list[str]:
    """The words of a title, but for articles."""
    return [word for word in normal(title).split() if word not in ARTICLES]


def _key(kind: CandidateType, words: str) -> int:
    """Two titles of one hash would cost a question whose answer is at hand, and no more."""
    return hash((kind, words))


def _is_plain(title: str, words: str) -> bool:
    """Whether a title is its words but for capitals, which tell no two questions apart."""
    return title.casefold() == words


def _parts(whole: str) -> Iterator[str]:
    """The runs of words in a title, long ones first; an article alone is none."""
    words = whole.split()[:WORDS]
    for length in range(min(len(words), WORDS), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if " ".join(run) != whole and not ARTICLES.issuperset(run):
                yield " ".join(run)
