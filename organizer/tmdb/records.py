"""TMDB's answers as typed values: only what matching, naming and the screens use.

Trusts no field to be there or of its type (tmdb.md 4: nullable strings, empty dates, unknown keys); text is cut to
500 characters because it is hostile input that ends up in layouts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organizer.model import CandidateType

TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Title:
    """A film or series as a search row or a details answer gives it.

    ``date`` is ``YYYY-MM-DD`` or None. ``titles`` are all further titles TMDB knows (alternative and translated),
    empty in a search row: ``detailed`` tells the two apart. ``seasons`` maps season number to episode count, for
    series with details only; season 0 are the specials.
    """

    type: CandidateType
    id: int
    title: str
    original_title: str
    date: str | None = None
    overview: str = ""
    popularity: float = 0.0
    votes: int = 0
    original_language: str = ""
    countries: tuple[str, ...] = ()
    genres: tuple[int, ...] = ()
    runtime: int | None = None
    imdb_id: str | None = None
    tvdb_id: int | None = None
    titles: tuple[str, ...] = ()
    seasons: tuple[tuple[int, int], ...] = ()
    ended: bool = False
    detailed: bool = False

    @property
    def year(self) -> int | None:
        """The year of the first release or first airing."""
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of a season. Look it up by number, never by place (tmdb.md 1.18)."""

    season: int
    number: int
    title: str
    air_date: str | None = None
    runtime: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season with its episodes in TMDB's order."""

    show_id: int
    number: int
    episodes: tuple[Episode, ...]

    def episode(self, number: int) -> Episode | None:
        """The episode of that number, or None when TMDB has none."""
        return next((e for e in self.episodes if e.number == number), None)


def _text(value: Any) -> str:
    return value.strip()[:TEXT_LIMIT] if isinstance(value, str) else ""


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) < 1e15 else None


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _date(value: Any) -> str | None:
    text = _text(value)[:10]
    return text if len(text) == 10 and text[:4].isdecimal() and text[:4] != "0000" else None


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _more_titles(row: Mapping[str, Any]) -> tuple[str, ...]:
    alternative = row.get("alternative_titles")
    translations = row.get("translations")
    found: list[str] = []
    if isinstance(alternative, Mapping):  # "titles" for films, "results" for series (tmdb.md 1.17)
        entries = _rows(alternative.get("titles")) + _rows(alternative.get("results"))
        found.extend(_text(entry.get("title")) for entry in entries)
    if isinstance(translations, Mapping):
        for entry in _rows(translations.get("translations")):
            data = entry.get("data")
            if isinstance(data, Mapping):
                found.append(_text(data.get("title")) or _text(data.get("name")))
    return tuple(dict.fromkeys(t for t in found if t))


def read_title(row: Mapping[str, Any], kind: CandidateType, *, detailed: bool = False) -> Title | None:
    """A search row or a details answer, or None when it has no usable id or no title at all."""
    movie = kind is CandidateType.MOVIE
    number = _whole(row.get("id"))
    original = _text(row.get("original_title" if movie else "original_name"))
    title = _text(row.get("title" if movie else "name")) or original
    if number is None or number <= 0 or not title:
        return None
    external = row.get("external_ids")
    ids = external if isinstance(external, Mapping) else {}
    countries = row.get("origin_country")
    genres = [_whole(g.get("id")) for g in _rows(row.get("genres"))] or (
        [_whole(g) for g in row["genre_ids"]] if isinstance(row.get("genre_ids"), list) else []
    )
    seasons = [(_whole(s.get("season_number")), _whole(s.get("episode_count")) or 0) for s in _rows(row.get("seasons"))]
    return Title(
        type=kind,
        id=number,
        title=title,
        original_title=original or title,
        date=_date(row.get("release_date" if movie else "first_air_date")),
        overview=_text(row.get("overview")),
        popularity=_number(row.get("popularity")),
        votes=_whole(row.get("vote_count")) or 0,
        original_language=_text(row.get("original_language")),
        countries=tuple(_text(c) for c in countries if _text(c)) if isinstance(countries, list) else (),
        genres=tuple(g for g in genres if g is not None),
        runtime=_whole(row.get("runtime")) or None,
        imdb_id=_text(row.get("imdb_id")) or _text(ids.get("imdb_id")) or None,
        tvdb_id=_whole(ids.get("tvdb_id")),
        titles=_more_titles(row) if detailed else (),
        seasons=tuple((n, c) for n, c in seasons if n is not None),
        ended=_text(row.get("status")) in {"Ended", "Canceled", "Released"},
        detailed=detailed,
    )


def read_season(body: Mapping[str, Any], show_id: int) -> Season | None:
    """A season answer, or None when it names no season."""
    number = _whole(body.get("season_number"))
    if number is None:
        return None
    episodes = []
    for row in _rows(body.get("episodes")):
        episode = _whole(row.get("episode_number"))
        if episode is not None:
            episodes.append(
                Episode(
                    number,
                    episode,
                    _text(row.get("name")),
                    _date(row.get("air_date")),
                    _whole(row.get("runtime")),
                )
            )
    return Season(show_id, number, tuple(episodes))
