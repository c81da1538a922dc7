"""The questions about one name: few, none twice, and none whose answer another answer already holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from organizer.matching.asked import Asked, telling
from organizer.matching.scoring import shows
from organizer.matching.similarity import normal
from organizer.matching.vocabulary import Vocabulary
from organizer.matching.wishes import Wishes
from organizer.model import CandidateType, ParsedName
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Title

PAGE = 20  # TMDB, "Search": rows of a page
MOST = 5  # searches for one name; those that go on finding nothing never found the right one later


@dataclass(frozen=True, slots=True)
class Rows:
    """What a search answered. ``complete``: nothing that it would find is missing, so what is not here is not there."""

    titles: tuple[Title, ...] = ()
    complete: bool = False


class Inquiry:
    """Searches for the readings of one name.

    A search finds what has every word of the question in one of its titles, so a complete answer to ``Harbour`` holds
    the one to ``Harbour Lights`` too. Years are left out at first: one question then serves every file of that title,
    with a year, without one and with one that is off, and shows the namesakes.
    """

    def __init__(
        self, lookup: Lookup, vocabulary: Vocabulary, asked: Asked, wishes: Wishes, most: int = MOST
    ) -> None:  # fmt: skip
        self._lookup = lookup
        self._wishes = wishes
        self.vocabulary = vocabulary
        self._before = asked
        self._left = most
        self._answers: list[tuple[CandidateType, frozenset[str], Rows]] = []
        self._asked: dict[tuple[CandidateType, str, int | None], Rows] = {}

    def begins_with_year(self, title: str) -> bool:
        """Whether a film's year is asked for at once: a title of one common word has more bearers than a page has rows.

        Not where that title was asked for before: then one question without a year serves all other years.
        Before enough titles were seen to tell, every word may be a common one.
        """
        words = telling(title)
        if len(words) != 1 or (self.vocabulary.large and not self.vocabulary.is_common(words[0])):
            return False
        return not self._before.has(CandidateType.MOVIE, title)

    async def at_hand(self, kind: CandidateType, title: str, year: int | None) -> AsyncIterator[Rows]:
        """The answers to other names' questions that may hold the one to this, without a request.

        What is not in them may be there all the same: only what they have counts. An answer to fewer words must be
        complete, or a namesake may be missing, and of it remains what has all words. It does not serve where it holds
        a rival: one of about that year that shows no title that it was found by, and may have one of all these words.
        """
        same: tuple[Title, ...] = ()
        for question in self._before.holding(kind, title, year):
            found = await self._lookup.at_hand(kind, question.title, question.year)
            if found is None:
                continue
            complete = len(found) < PAGE
            if question.same:
                same = tuple({row.id: row for row in (*same, *found)}.values())
                yield Rows(same, complete)
            elif complete:
                rest = (row for row in found if not shows(row, title))
                if not any(_is_of_about(row, year) for row in rest):
                    yield Rows(tuple(row for row in found if shows(row, title)), complete)

    async def search(self, kind: CandidateType, title: str, year: int | None = None) -> Rows:
        """The rows for a title; those of any year where they are all known. Nothing when enough was asked."""
        words = frozenset(normal(title.replace("'", " ")).split())
        for known, asked, rows in self._answers:
            if known is kind and asked <= words:
                return rows
        key = kind, title.casefold(), year
        if key not in self._asked:
            if not self._left:
                return Rows()
            self._left -= 1
            self._before.note(kind, title, year)
            found = await self._lookup.search(kind, title, year)
            self.vocabulary.note(found)
            rows = self._asked[key] = Rows(found, len(found) < PAGE)
            if rows.complete and year is None:
                self._answers.append((kind, words, rows))
        return self._asked[key]

    async def details(self, title: Title, parsed: ParsedName) -> Title:
        """All titles of a row; of a series with the seasons that are wanted next, in the same request."""
        seasons = self._wishes.of(parsed) if title.type is CandidateType.TV else ()
        known = await self._lookup.details(title.type, title.id, with_seasons=seasons)
        return replace(known, votes=title.votes) if known else title  # rows are compared: some servers count in none


def _is_of_about(row: Title, year: int | None) -> bool:
    return year is None or row.year is None or abs(row.year - year) <= 1
