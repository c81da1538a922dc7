"""The pieces of a name, each cleaned by itself: a colon in a title must not see what surrounds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from organizer.errors import NamingError
from organizer.model import Characters, EpisodeRef, Match, ParsedName
from organizer.naming.characters import clean
from organizer.naming.style import NameStyle
from organizer.naming.titles import episode_title_of, title_of

_NUMBERS_LIMIT = 100  # bytes: S01E01E02E03... of a file with dozens of episodes is no name
_ID_TAG = re.compile(r"[\[{(]\s*(?:tmdb|imdb|tvdb)(?:id)?\s*[-=][^\])}]*[\])}]?|[{]\s*edition-[^}]*}?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[\s,:]*(?:\(\d+\)|(?:part|pt\.?)\s*(?:\d+|[ivx]+)|\((?:part|pt\.?)\s*(?:\d+|[ivx]+)\))$", re.IGNORECASE
)


class Wording:
    """What may be written of one file in one style."""

    def __init__(self, match: Match, parsed: ParsedName, style: NameStyle) -> None:
        self._match = match
        self._parsed = parsed
        self._style = style

    def plain(self, text: str | None) -> str:
        """Cleaned, and without what a server would take for one of our own tags."""
        return _plain(text, self._style.naming.characters) if text else ""

    def titles(self) -> Iterator[str]:
        """The title and what can stand for it, best first, each with a letter or a digit; none where none has any."""
        match = self._match
        year = f"({match.year})" if match.year else ""
        for title in (title_of(match, self._style.titles), match.title, match.original_title):
            found = self.plain(title).removesuffix(year).rstrip()
            if has_letter(found):
                yield found

    def date(self) -> str:
        """``2012-01-05`` of a daily show that is known by its dates."""
        episodes = self._match.episodes
        if not self._match.date_based or len(episodes) != 1:
            return ""
        return episodes[0].air_date or self._parsed.date or ""

    def numbers(self) -> str:
        """Season and episodes as the server reads them. Raises ``NamingError``: a gap is a question, not a range."""
        scheme = self._style.scheme
        episodes = sorted({(e.season, e.number) for e in self._match.episodes})
        if not episodes:
            raise NamingError("No episode is known", hint="choose season and episode")
        season, first = episodes[0]
        if [*episodes] != [(season, first + step) for step in range(len(episodes))]:
            named = ", ".join(f"S{s:02d}E{e:02d}" for s, e in episodes)
            raise NamingError(
                f"{named} do not follow each other, and a range would claim what lies between",
                hint="split the file, or choose its episodes",
            )
        rest = episodes[1:] if scheme.every_episode else episodes[1:][-1:]
        more = "".join(scheme.episode_more.format(episode) for _, episode in rest)
        if len(more) > _NUMBERS_LIMIT:
            raise NamingError(f"{len(episodes)} episodes are too many for one name", hint="split the file")
        return self._style.numbers(scheme.episode.format(season, first) + more)

    def episode_title(self) -> str:
        """One title; those of several joined, or what they share when they are parts: ``Pilot (1)``, ``Pilot (2)``."""
        found = [
            self.plain(episode_title_of(episode, self._style.titles)) for episode in _in_order(self._match.episodes)
        ]
        titles = [title for title in dict.fromkeys(found) if title]
        if len(titles) < 2:
            return titles[0] if titles else ""
        shared = {_NUMBERED.sub("", title) for title in titles}
        return shared.pop() if len(shared) == 1 and "" not in shared else " & ".join(titles)

    def season(self) -> int:
        """The season that the file belongs to; specials are season 0, which all four servers read as such."""
        episodes = _in_order(self._match.episodes)
        return (episodes[0].season if episodes else self._match.season) or 0


@lru_cache(maxsize=512)  # one title is in the names of a whole series
def _plain(text: str, policy: Characters) -> str:
    return clean(_ID_TAG.sub("", text).replace("{", "(").replace("}", ")"), policy)


def nameless(tmdb_id: object) -> str:
    """What stands for a title of which nothing can be written."""
    return f"tmdb-{tmdb_id}"


def has_letter(text: str) -> bool:
    """Whether anything in the text can be read."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _in_order(episodes: Sequence[EpisodeRef]) -> list[EpisodeRef]:
    return sorted(episodes, key=lambda episode: (episode.season, episode.number))
