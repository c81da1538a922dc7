"""TMDB's answers as typed values: only what matching, naming and the screens use.

Trusts no field to be there or of its type (strings may be null, dates empty, keys unknown), so reading never raises.
Text is hostile input that ends up in layouts and names: cut to 500 characters, on one line, without lone surrogates.
Control characters stay in it: ``organizer.display`` and ``organizer.naming`` know what each place can bear.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organizer.model import CandidateType
from organizer.tmdb.labels import is_label

TEXT_LIMIT = 500
TITLES_LIMIT = 300  # every one is compared with every file that asks; the most translated films have about 150
_SURROGATE = re.compile("[\ud800-\udfff]")  # in JSON "\ud800" is legal; in a path it would turn into a raw byte
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IMDB_ID = re.compile(r"tt[0-9]{5,10}")
_OVER = frozenset({"Ended", "Canceled", "Released"})


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
    """One episode of a season. Look it up by number, never by place: numbers need not start at 1.

    ``title`` is empty where TMDB only has a label for it (``Episode 5``).
    """

    season: int
    number: int
    title: str
    air_date: str | None = None
    runtime: int | None = None
    original_title: str = ""


@dataclass(frozen=True, slots=True)
class Season:
    """A season with its episodes in TMDB's order."""

    show_id: int
    number: int
    episodes: tuple[Episode, ...]

    def episode(self, number: int) -> Episode | None:
        """The episode of that number, or None when TMDB has none."""
        return next((e for e in self.episodes if e.number == number), None)


def text_in(value: Any) -> str:
    """A text on one line, cut to the limit; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(_SURROGATE.sub("\ufffd", value[: 4 * TEXT_LIMIT]).split())[:TEXT_LIMIT].rstrip()


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return None
    return int(value) if value == int(value) else None


def count_in(value: Any) -> int | None:
    """A number that counts or numbers something: never negative."""
    number = _whole(value)
    return number if number is not None and number >= 0 else None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return 0.0
    return float(value) if math.isfinite(value) else 0.0


def _date(value: Any) -> str | None:
    text = text_in(value)[:10]  # release_dates sends whole timestamps
    if not _DATE.fullmatch(text) or text < "1000":
        return None
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text


def _imdb_id(*values: Any) -> str | None:
    return next((v for v in values if isinstance(v, str) and _IMDB_ID.fullmatch(v)), None)


def _runtime(row: Mapping[str, Any]) -> int | None:
    usual = row.get("episode_run_time")  # series give a list, often empty
    return count_in(row.get("runtime")) or (count_in(usual[0]) if isinstance(usual, list) and usual else None) or None


def rows_in(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; none for anything else."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(text_in, value))) if isinstance(value, list) else ()


def _genres(row: Mapping[str, Any]) -> tuple[int, ...]:
    """Genre ids: objects in a details answer, plain numbers in a search row."""
    plain = row.get("genre_ids")
    ids = [count_in(genre.get("id")) for genre in rows_in(row.get("genres"))]
    ids = ids or ([count_in(genre) for genre in plain] if isinstance(plain, list) else [])
    return tuple(genre for genre in ids if genre is not None)


def _seasons(row: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    pairs = (
        (count_in(s.get("season_number")), count_in(s.get("episode_count")) or 0) for s in rows_in(row.get("seasons"))
    )
    return tuple((number, episodes) for number, episodes in pairs if number is not None)


def _more_titles(row: Mapping[str, Any]) -> tuple[str, ...]:
    alternative = row.get("alternative_titles")
    translations = row.get("translations")
    found: list[str] = []
    if isinstance(alternative, Mapping):  # "titles" for films, "results" for series in TMDB's API
        entries = rows_in(alternative.get("titles")) + rows_in(alternative.get("results"))
        found.extend(text_in(entry.get("title")) for entry in entries)
    if isinstance(translations, Mapping):
        for entry in rows_in(translations.get("translations")):
            data = entry.get("data")
            if isinstance(data, Mapping):
                found.append(text_in(data.get("title")) or text_in(data.get("name")))
    return tuple(dict.fromkeys(t for t in found if t))[:TITLES_LIMIT]


def read_title(row: Mapping[str, Any], kind: CandidateType, *, detailed: bool = False) -> Title | None:
    """A search row or a details answer, or None when it has no usable id or no title at all."""
    movie = kind is CandidateType.MOVIE
    number = _whole(row.get("id"))
    original = text_in(row.get("original_title" if movie else "original_name"))
    title = text_in(row.get("title" if movie else "name")) or original
    if number is None or number <= 0 or not title:
        return None
    external = row.get("external_ids")
    ids = external if isinstance(external, Mapping) else {}
    return Title(
        type=kind,
        id=number,
        title=title,
        original_title=original or title,
        date=_date(row.get("release_date" if movie else "first_air_date")),
        overview=text_in(row.get("overview")),
        popularity=_number(row.get("popularity")),
        votes=count_in(row.get("vote_count")) or 0,
        original_language=text_in(row.get("original_language")),
        countries=_texts(row.get("origin_country")),
        genres=_genres(row),
        runtime=_runtime(row),
        imdb_id=_imdb_id(row.get("imdb_id"), ids.get("imdb_id")),
        tvdb_id=count_in(ids.get("tvdb_id")) or None,
        titles=_more_titles(row) if detailed else (),
        seasons=_seasons(row),
        ended=text_in(row.get("status")) in _OVER,
        detailed=detailed,
    )


def read_season(body: Mapping[str, Any], show_id: int) -> Season | None:
    """A season answer, or None when it names no season. Of two episodes with one number both are kept."""
    number = count_in(body.get("season_number"))
    if number is None:
        return None
    episodes = (episode_in(row, number) for row in rows_in(body.get("episodes")))
    return Season(show_id, number, tuple(e for e in episodes if e is not None))


def episode_in(row: Mapping[str, Any], season: int) -> Episode | None:
    """An episode's row, or None when it has no number."""
    number = count_in(row.get("episode_number"))
    if number is None:
        return None
    aired, runtime = _date(row.get("air_date")), count_in(row.get("runtime")) or None
    name = text_in(row.get("name"))
    return Episode(season, number, "" if is_label(name, number) else name, aired, runtime)
