"""Which searches were made, for whatever name: the answer to one may hold what another question would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from organizer.matching.similarity import ARTICLES, normal
from organizer.model import CandidateType

MOST = 10_000  # titles; of more the oldest are forgotten
WORDS = 12  # of a longer title only the first ones are looked at


@dataclass(frozen=True, slots=True)
class Question:
    """A search that was sent. ``same``: its title was this one, however it was spelt; else it has fewer words."""

    title: str
    year: int | None
    same: bool


class Asked:
    """Remembers questions, not answers: these are in the cache, or on their way."""

    def __init__(self) -> None:
        self._spelt: dict[tuple[CandidateType, str], dict[int | None, str]] = {}

    def note(self, kind: CandidateType, title: str, year: int | None) -> None:
        """To be called when a search is sent, not when it is answered: others wait for it then."""
        self._spelt.setdefault((kind, normal(title)), {}).setdefault(year, title)
        if len(self._spelt) > MOST:
            del self._spelt[next(iter(self._spelt))]

    def has(self, kind: CandidateType, title: str) -> bool:
        """Whether a title was searched for, with any year or none."""
        return (kind, normal(title)) in self._spelt

    def holding(self, kind: CandidateType, title: str, year: int | None) -> Iterator[Question]:
        """The questions whose answer may hold the one to this: those of the same title first, then of parts of it."""
        whole = normal(title)
        for part in (whole, *_parts(whole)):
            spelt = self._spelt.get((kind, part), {})
            for known in dict.fromkeys((None, year)):
                if known in spelt:
                    yield Question(spelt[known], known, same=part == whole)


def _parts(whole: str) -> Iterator[str]:
    """The runs of words in a title, long ones first; an article alone is none."""
    words = whole.split()[:WORDS]
    for length in range(min(len(words), WORDS), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if " ".join(run) != whole and not ARTICLES.issuperset(run):
                yield " ".join(run)
