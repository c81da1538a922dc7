"""What a file is: candidates of TMDB, the match taken, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from organizer.model.names import MediaType


class CandidateType(StrEnum):
    """TMDB's two kinds; their ids are separate number spaces: film 1398 is not series 1398."""

    MOVIE = "movie"
    TV = "tv"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film or series proposed for a file. ``score`` from 0 to 1; ``reasons`` say where it comes from.

    ``runtime`` is in minutes.
    """

    type: CandidateType
    tmdb_id: int
    title: str
    original_title: str
    year: int | None
    score: float
    reasons: tuple[str, ...] = ()
    overview: str = ""
    countries: tuple[str, ...] = ()
    popularity: float = 0.0
    runtime: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The entry of ``candidates`` in the ``scan`` object."""
        return {
            "type": self.type.value,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "year": self.year,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True)
class EpisodeRef:
    """One episode as TMDB numbers it. ``air_date`` is ``YYYY-MM-DD`` or None.

    ``original_title`` is known only where the settings want original titles.
    """

    season: int
    number: int
    title: str
    air_date: str | None = None
    original_title: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The identity taken for a file: a film, or a series with episodes.

    A series match may hold no episodes only for an extra of the show (a trailer, a featurette). ``order`` is the order
    in which the numbers of the *name* were read (``aired``, ``absolute``, ``dvd`` or the id of a TMDB episode group);
    ``episodes`` are always TMDB's aired ones. ``genres`` are TMDB's ids, ``original_language`` is ISO 639-1,
    ``countries`` are ISO 3166-1: routing goes by them.
    """

    type: MediaType
    tmdb_id: int
    title: str
    original_title: str
    year: int | None
    season: int | None = None
    episodes: tuple[EpisodeRef, ...] = ()
    order: str = "aired"
    date_based: bool = False
    genres: tuple[int, ...] = ()
    original_language: str = ""
    countries: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Title and year for a person: ``Heat (1995)``."""
        return f"{self.title} ({self.year})" if self.year else self.title

    def same_as(self, other: Match | None) -> bool:
        """Whether both mean the same film or the same episodes, whatever the titles say."""
        return other is not None and self.identity == other.identity

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two matches the same: kind, id and episode numbers."""
        return self.type, self.tmdb_id, tuple((e.season, e.number) for e in self.episodes)

    def to_json(self) -> dict[str, Any]:
        """The ``match`` object of the JSON contract."""
        found: dict[str, Any] = {
            "type": self.type.value,
            "tmdb_id": self.tmdb_id,
            "title": self.title,
            "original_title": self.original_title,
            "year": self.year,
        }
        if self.type is MediaType.EPISODE:
            found["season"] = self.season
            found["episodes"] = [{"season": e.season, "number": e.number, "title": e.title} for e in self.episodes]
            found["order"] = self.order
        return found


class Tier(StrEnum):
    """What a person may do with a match: press one key, look, choose, or search."""

    SURE = "sure"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching says of a file: the match taken (None in tier ``none``), how sure, why, and the others.

    ``confidence`` is how likely the match is right, 0 to 1, as measured; it is read from the ``score``, 0 to 1, which
    adds up the reasons, and from the ``gap``, its lead over the runner-up.
    """

    tier: Tier
    match: Match | None = None
    confidence: float = 0.0
    gap: float = 1.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
