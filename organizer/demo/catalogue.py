"""The embedded catalogue: films and series written down for the demo, as typed values.

The facts (titles, years, ids, episode titles) are TMDB's where they are well known; the overviews are written for this
project. Works and ids from ``INVENTED_FROM`` on exist nowhere else. Air dates of long seasons are spaced evenly from
the first one: good enough to be looked up by, not to be quoted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from organizer.model import CandidateType

INVENTED_FROM = 900_000
"""Ids above this one are no TMDB ids: these works are made up, or their real id was not known for certain."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a work is called in one language. An empty text is not translated."""

    title: str
    overview: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueEpisode:
    """One episode. ``titles`` maps a language to the title; a language that is missing has none."""

    id: int
    season: int
    number: int
    air_date: str | None
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CatalogueSeason:
    """One season; 0 are the specials. The first episode's number need not be 1."""

    id: int
    number: int
    episodes: tuple[CatalogueEpisode, ...]

    def episode(self, number: int) -> CatalogueEpisode | None:
        """The episode of that number."""
        return next((episode for episode in self.episodes if episode.number == number), None)


@dataclass(frozen=True, slots=True)
class EpisodeGroup:
    """Another order of a series: ``type`` as TMDB counts them (1 aired, 2 absolute, 3 DVD, ...).

    ``groups`` holds a name and the (season, number) of each episode, in order.
    """

    id: str
    name: str
    type: int
    groups: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A film or a series. ``seasons`` and ``groups`` are empty for films, ``releases`` and ``runtime`` for series."""

    kind: CandidateType
    id: int
    original_title: str
    language: str
    translations: Mapping[str, Translation]
    alternatives: tuple[tuple[str, str], ...]
    date: str
    countries: tuple[str, ...]
    genres: tuple[int, ...]
    popularity: float
    votes: int
    average: float
    imdb_id: str | None = None
    tvdb_id: int | None = None
    runtime: int = 0
    releases: Mapping[str, str] | None = None
    collection: tuple[int, str] | None = None
    seasons: tuple[CatalogueSeason, ...] = ()
    groups: tuple[EpisodeGroup, ...] = ()
    ended: bool = True

    @property
    def year(self) -> int:
        """The year of the first release or first airing."""
        return int(self.date[:4])

    @property
    def english_title(self) -> str:
        """The title in English, or the original one."""
        return self.title_in("en-US")

    def title_in(self, language: str) -> str:
        """The title as TMDB localises it: translated, else the original, never English by default."""
        code = language.partition("-")[0]
        found = self.translations.get(language) or self.translations.get(code)
        return self.original_title if code == self.language or not found else found.title or self.original_title

    def overview_in(self, language: str) -> str:
        """The overview in that language, or nothing at all."""
        found = self.translations.get(language) or self.translations.get(language.partition("-")[0])
        return found.overview if found else ""

    def all_titles(self) -> Iterator[str]:
        """Every title a search may find it by."""
        yield self.original_title
        yield from (translation.title for translation in self.translations.values() if translation.title)
        yield from (title for _country, title in self.alternatives)

    def season(self, number: int) -> CatalogueSeason | None:
        """The season of that number."""
        return next((season for season in self.seasons if season.number == number), None)

    def episodes(self) -> Iterator[CatalogueEpisode]:
        """Every episode, the specials too, in the order of the seasons."""
        for season in self.seasons:
            yield from season.episodes


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All works, films and series apart: their ids are two number spaces."""

    films: Mapping[int, Work]
    series: Mapping[int, Work]

    def works(self) -> Iterator[Work]:
        """Films, then series."""
        yield from self.films.values()
        yield from self.series.values()


@cache
def catalogue() -> Catalogue:
    """The catalogue, read from the two data files at the first call and kept."""
    films = (_film(row) for row in _rows("films.json"))
    series = (_series(row) for row in _rows("series.json"))
    return Catalogue({film.id: film for film in films}, {show.id: show for show in series})


def _rows(name: str) -> list[dict[str, Any]]:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    return rows


def _common(row: Mapping[str, Any], kind: CandidateType) -> dict[str, Any]:
    language = row.get("language", "en")
    return {
        "kind": kind,
        "id": row["id"],
        "original_title": row.get("original", row["title"]),
        "language": language,
        "translations": {"en": Translation(row["title"], row["overview"]), **_translations(row)},
        "alternatives": tuple((country, title) for country, title in row.get("alternatives", ())),
        "countries": tuple(row.get("countries", ("US",))),
        "genres": tuple(row["genres"]),
        "popularity": row["popularity"],
        "votes": row["votes"],
        "average": row["average"],
        "imdb_id": row.get("imdb"),
    }


def _translations(row: Mapping[str, Any]) -> dict[str, Translation]:
    found = row.get("translations", {})
    return {code: Translation(text) if isinstance(text, str) else Translation(*text) for code, text in found.items()}


def _film(row: Mapping[str, Any]) -> Work:
    collection = row.get("collection")
    return Work(
        date=row["date"],
        runtime=row["runtime"],
        releases=row.get("releases", {}),
        collection=(collection[0], collection[1]) if collection else None,
        **_common(row, CandidateType.MOVIE),
    )


def _series(row: Mapping[str, Any]) -> Work:
    seasons = tuple(_season(row["id"], entry) for entry in row["seasons"])
    first = next(season for season in seasons if season.number > 0).episodes[0]
    return Work(
        date=first.air_date or "",
        tvdb_id=row.get("tvdb"),
        runtime=row["runtime"],
        seasons=seasons,
        groups=tuple(_group(entry) for entry in row.get("groups", ())),
        ended=row.get("ended", True),
        **_common(row, CandidateType.TV),
    )


def _season(show: int, row: Mapping[str, Any]) -> CatalogueSeason:
    number = row["number"]
    count = row.get("count") or len(row["titles"])
    start = row.get("start", 1)
    names = {"en": row.get("titles", ()), **row.get("translations", {})}
    dates = _dates(row, count)
    season_id = (
        show * 1000 + number
    )  # ids of seasons and episodes are this catalogue's own: only their uniqueness counts
    return CatalogueSeason(
        season_id,
        number,
        tuple(
            CatalogueEpisode(
                season_id * 1000 + place,
                number,
                start + place,
                dates[place],
                {code: titles[place] for code, titles in names.items() if place < len(titles)},
            )
            for place in range(count)
        ),
    )


def _dates(row: Mapping[str, Any], count: int) -> list[str]:
    """The air dates: written down one by one, or the first one and the days between two."""
    if "dates" in row:
        return list(row["dates"])
    first, step = date.fromisoformat(row["first"]), row.get("step", 7)
    return [(first + timedelta(days=step * place)).isoformat() for place in range(count)]


def _group(row: Mapping[str, Any]) -> EpisodeGroup:
    groups = tuple((name, tuple((pair[0], pair[1]) for pair in pairs)) for name, pairs in row["groups"])
    return EpisodeGroup(row["id"], row["name"], row["type"], groups)
