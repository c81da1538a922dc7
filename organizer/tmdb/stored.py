"""Answers as the JSON text that the cache file keeps: the reduced records, in TMDB's own shape.

What comes out of the file goes through the same readers as what comes from the network, so a damaged or foreign row
is at worst a miss, never a value of a wrong type.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organizer.model import CandidateType
from organizer.tmdb.orders import EpisodeOrder, OrderRow, order_body, order_row, read_order, read_orders
from organizer.tmdb.records import Season, Title, read_season, read_title


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question came to: titles (search, find, and details with one at most), a season, or episode orders."""

    titles: tuple[Title, ...] = ()
    season: Season | None = None
    orders: tuple[OrderRow, ...] = ()
    order: EpisodeOrder | None = None

    @property
    def empty(self) -> bool:
        """Whether TMDB has nothing of the kind."""
        return not (self.titles or self.season or self.orders or self.order)

    @property
    def size(self) -> int:
        """What it takes in memory, in records of some 300 bytes: a film is one, a season has one for each episode."""
        further = sum(len(title.titles) for title in self.titles) // 4
        episodes = len(self.season.episodes) if self.season else 0
        placed = sum(len(group.episodes) for group in self.order.groups) if self.order else 0
        return 1 + len(self.titles) + further + episodes + len(self.orders) + placed


def to_text(answer: Answer) -> str:
    """JSON in ASCII: a lone surrogate cannot be written to SQLite as text."""
    row: dict[str, Any] = {}
    if answer.titles:
        row["titles"] = [title_row(title) for title in answer.titles]
    if answer.season:
        row["season"] = season_row(answer.season)
    if answer.orders:
        row["orders"] = {"results": [order_row(order) for order in answer.orders]}
    if answer.order:
        row["order"] = order_body(answer.order)
    return json.dumps(row, separators=(",", ":"))


def from_text(text: str) -> Answer | None:
    """The answer again, or None when the text is not one."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("titles", []), list):
        return None
    titles = [_title(entry) for entry in row.get("titles", [])]
    season = _season(row.get("season"))
    orders = read_orders(row["orders"]) if isinstance(row.get("orders"), Mapping) else ()
    order = read_order(row["order"]) if isinstance(row.get("order"), Mapping) else None
    damaged = ("season" in row and season is None) or ("orders" in row and not orders) or ("order" in row and not order)
    if None in titles or damaged:
        return None
    return Answer(tuple(t for t in titles if t is not None), season, orders, order)


def title_row(title: Title) -> dict[str, Any]:
    """The row that ``read_title`` reads as this title again; what is empty is left out."""
    movie = title.type is CandidateType.MOVIE
    row: dict[str, Any] = {
        "media_type": title.type.value,
        "id": title.id,
        "title" if movie else "name": title.title,
        "original_title" if movie else "original_name": title.original_title,
        "release_date" if movie else "first_air_date": title.date,
        "overview": title.overview,
        "popularity": title.popularity,
        "vote_count": title.votes,
        "original_language": title.original_language,
        "origin_country": list(title.countries),
        "genre_ids": list(title.genres),
        "runtime": title.runtime,
        "imdb_id": title.imdb_id,
        "external_ids": {"tvdb_id": title.tvdb_id} if title.tvdb_id else None,
        "alternative_titles": {"titles": [{"title": t} for t in title.titles]} if title.titles else None,
        "seasons": [{"season_number": n, "episode_count": count} for n, count in title.seasons],
        "status": "Ended" if title.ended else None,
        "detailed": title.detailed,
    }
    return {key: value for key, value in row.items() if value}


def season_row(season: Season) -> dict[str, Any]:
    """The row that ``read_season`` reads as this season again."""
    episodes = [
        {"episode_number": e.number, "name": e.title, "air_date": e.air_date, "runtime": e.runtime}
        for e in season.episodes
    ]
    return {"show_id": season.show_id, "season_number": season.number, "episodes": episodes}


def _title(row: Any) -> Title | None:
    if not isinstance(row, Mapping) or row.get("media_type") not in {kind.value for kind in CandidateType}:
        return None
    return read_title(row, CandidateType(row["media_type"]), detailed=row.get("detailed") is True)


def _season(row: Any) -> Season | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("show_id"), int):
        return None
    return read_season(row, row["show_id"])
