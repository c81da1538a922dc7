"""Which language a title is shown in: the person's, else the fall-back, else the original's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from organizer.tmdb.records import Season, Title, rows_in, text_in


@dataclass(frozen=True, slots=True)
class Languages:
    """``wanted`` and ``fallback`` as TMDB writes them (``xx-YY``); ``originals`` asks for original episode titles too.

    TMDB itself falls back to the original, field by field, and never to another translation (reference: its
    "Languages" page), so the choice is made from the translations that come with the details.
    """

    wanted: str
    fallback: str = ""
    originals: bool = False

    @property
    def other(self) -> str:
        """The fall-back where it is another language than the wanted one, else empty."""
        return "" if _code(self.fallback) == _code(self.wanted) else self.fallback

    @property
    def key(self) -> str:
        """What tells answers apart in the cache."""
        return f"{self.wanted}>{self.other}" if self.other else self.wanted

    def may_lack(self, title: Title) -> bool:
        """Whether a search row shows the original title although a translation into the fall-back may exist."""
        if title.detailed or not self.other or title.title != title.original_title:
            return False
        return title.original_language not in {"", _code(self.wanted), _code(self.other)}

    def localised(self, title: Title, body: Mapping[str, Any]) -> Title:
        """A details answer with its title chosen: what TMDB has translated stays."""
        if title.title != title.original_title or title.original_language == _code(self.wanted):
            return title
        found = _translated(body, self.wanted)
        if not found and self.other and title.original_language != _code(self.other):
            found = _translated(body, self.other)
        return replace(title, title=found) if found else title

    def original_of(self, language: str) -> str:
        """The language to ask original episode titles in; empty where those are the ones at hand."""
        return language if self.originals and language and language != _code(self.wanted) else ""


def filled(season: Season, other: Season | None) -> Season:
    """The season with titles that it lacks taken from another language's answer."""
    if other is None:
        return season
    titles = {e.number: e.title for e in other.episodes}
    episodes = tuple(e if e.title else replace(e, title=titles.get(e.number, "")) for e in season.episodes)
    return replace(season, episodes=episodes)


def with_originals(season: Season, other: Season | None) -> Season:
    """The season with the original titles of its episodes, from the answer in that language."""
    titles = {e.number: e.title for e in other.episodes} if other else {}
    episodes = tuple(replace(e, original_title=titles.get(e.number, "")) for e in season.episodes)
    return replace(season, episodes=episodes)


def _code(language: str) -> str:
    return language.partition("-")[0]


def _translated(body: Mapping[str, Any], language: str) -> str:
    """The title in that language, of its own country first; empty where nobody has translated it."""
    translations = body.get("translations")
    rows = rows_in(translations.get("translations")) if isinstance(translations, Mapping) else []
    code, _, country = language.partition("-")
    rows = [row for row in rows if row.get("iso_639_1") == code]
    for row in sorted(rows, key=lambda row: row.get("iso_3166_1") != country):
        data = row.get("data")
        if isinstance(data, Mapping) and (found := text_in(data.get("title")) or text_in(data.get("name"))):
            return found
    return ""
