"""What a name says: its readings, each with where it came from and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class MediaType(StrEnum):
    """What a name says the file is."""

    MOVIE = "movie"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class ParsedName:
    """One reading of a path: the ``parse`` object of the JSON contract, plus ids found in the name.

    ``season`` holds one number, or several for a season pack, or none. ``date`` is ``YYYY-MM-DD``.
    ``extra`` is the Plex kind: trailer, deleted, featurette, behindthescenes, interview, scene, short, other.
    """

    path: str
    type: MediaType | None = None
    title: str | None = None
    year: int | None = None
    season: tuple[int, ...] = ()
    episode: tuple[int, ...] = ()
    absolute_episode: int | None = None
    date: str | None = None
    episode_title: str | None = None
    part: int | None = None
    edition: str | None = None
    alternative_title: str | None = None
    screen_size: str | None = None
    source: str | None = None
    video_codec: str | None = None
    release_group: str | None = None
    extra: str | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    tvdb_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The object of the ``parse`` command, keys in the order of the contract."""
        season: int | list[int] | None = list(self.season) or None
        if isinstance(season, list) and len(season) == 1:
            season = season[0]
        return {
            "path": self.path,
            "type": self.type.value if self.type else None,
            "title": self.title,
            "year": self.year,
            "season": season,
            "episode": list(self.episode) or None,
            "absolute_episode": self.absolute_episode,
            "date": self.date,
            "episode_title": self.episode_title,
            "part": self.part,
            "edition": self.edition,
            "alternative_title": self.alternative_title,
            "screen_size": self.screen_size,
            "source": self.source,
            "video_codec": self.video_codec,
            "release_group": self.release_group,
            "extra": self.extra,
        }


class Origin(StrEnum):
    """Where a hypothesis came from."""

    PATH = "path"
    LEAF = "file name"
    REPAIRED = "repaired name"
    ANCHOR = "text before the number"
    FOLDER = "folder"
    VARIANT = "other reading"
    ID = "id in the name"
    SIBLINGS = "files beside it"
    KNOWN = "the title that is known"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of a path and how much it is worth, from 0 to 1."""

    parsed: ParsedName
    origin: Origin
    weight: float


@dataclass(frozen=True, slots=True)
class Parse:
    """What a path says: the reading taken by default, and every reading worth asking TMDB about, best first.

    ``hypotheses`` is empty only when the name is no film or episode (``parsed.type`` is None). ``doubts`` say in
    sentences what in the path contradicts that reading; with one of them no match is ``sure``. ``own_title`` is what
    the file is called where its folder is called something else, so that the title may have come from there.
    """

    parsed: ParsedName
    hypotheses: tuple[Hypothesis, ...] = ()
    doubts: tuple[str, ...] = ()
    own_title: str | None = None
