"""The matcher: asks TMDB what the readings of a name propose, and says what the file is and how sure that is."""

from __future__ import annotations

from organizer.config.schema import MatchingSettings
from organizer.model import Candidate, CandidateType, Parse, Verdict
from organizer.tmdb.lookup import Lookup


class Matcher:
    """Matches one parse at a time; files of one series share its questions through the lookup.

    All methods raise TmdbError when nobody could be asked; that TMDB knows nothing is an answer.
    """

    def __init__(self, lookup: Lookup, settings: MatchingSettings) -> None:
        self._lookup = lookup
        self._settings = settings

    async def match(self, parse: Parse) -> Verdict:
        """The verdict on a file."""
        raise NotImplementedError

    async def search(
        self, text: str, kind: CandidateType | None = None, year: int | None = None, parse: Parse | None = None
    ) -> tuple[Candidate, ...]:
        """Candidates for what a person typed, best first: a title, a TMDB or IMDb id, or a pasted address.

        ``kind`` None asks for films and series. Scores are those against ``parse`` where it is given.
        """
        raise NotImplementedError

    async def choose(self, parse: Parse, candidate: Candidate) -> Verdict:
        """The verdict when a person says that it is this candidate; its episodes are looked up.

        The match is None only when a series was chosen for a file whose episode TMDB does not have:
        ``reasons`` say so.
        """
        raise NotImplementedError
