"""Other orders of a series' episodes, which TMDB calls episode groups, as typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from organizer.tmdb.records import Episode, count_in, episode_in, rows_in, text_in

GROUP_ID = re.compile(r"[0-9a-fA-F]{1,64}")
ORDERS_LIMIT = 100
_ENDS_IN_NUMBER = re.compile(r"(?:^|\D)(\d{1,4})$")
_SPECIALS = re.compile(r"specials?|extras?", re.IGNORECASE)


class OrderKind(IntEnum):
    """TMDB's types of episode groups, by its own numbers."""

    ORIGINAL = 1
    ABSOLUTE = 2
    DVD = 3
    DIGITAL = 4
    STORY = 5
    PRODUCTION = 6
    TV = 7


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as the listing of a series names it. The counts can disagree with what the order then holds."""

    id: str
    name: str
    kind: OrderKind
    episodes: int = 0
    groups: int = 0


@dataclass(frozen=True, slots=True)
class OrderGroup:
    """One season (disc, volume, arc) of an order: its number, 0 for specials, and its episodes in their places.

    ``episodes`` keep TMDB's aired numbers; the number in this order is the place, counted from 1.
    """

    number: int
    name: str
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class EpisodeOrder:
    """An order with everything in it."""

    id: str
    name: str
    kind: OrderKind
    groups: tuple[OrderGroup, ...]


def read_orders(body: Mapping[str, Any]) -> tuple[OrderRow, ...]:
    """The orders of a listing; one without an id that can be asked for, or of no known kind, is left out."""
    found = (_order_row(row) for row in rows_in(body.get("results"))[:ORDERS_LIMIT])
    return tuple(row for row in found if row is not None)


def read_order(body: Mapping[str, Any]) -> EpisodeOrder | None:
    """An order, or None when it has no id or no episodes."""
    row = _order_row(body)
    if row is None:
        return None
    groups = [_group(entry, place) for place, entry in enumerate(rows_in(body.get("groups")))]
    kept = _numbered([group for group in groups if group.episodes])
    return EpisodeOrder(row.id, row.name, row.kind, kept) if kept else None


def order_row(row: OrderRow) -> dict[str, Any]:
    """The row that ``read_orders`` reads as this one again."""
    counts = {"episode_count": row.episodes, "group_count": row.groups}
    return {"id": row.id, "name": row.name, "type": row.kind.value, **counts}


def order_body(order: EpisodeOrder) -> dict[str, Any]:
    """The body that ``read_order`` reads as this order again."""
    groups = [
        {
            "order": group.number,
            "name": group.name,
            "episodes": [
                {
                    "order": place,
                    "season_number": e.season,
                    "episode_number": e.number,
                    "name": e.title,
                    "air_date": e.air_date,
                    "runtime": e.runtime,
                }
                for place, e in enumerate(group.episodes)
            ],
        }
        for group in order.groups
    ]
    return {"id": order.id, "name": order.name, "type": order.kind.value, "groups": groups}


def _order_row(row: Mapping[str, Any]) -> OrderRow | None:
    known, kind = row.get("id"), count_in(row.get("type"))
    if not isinstance(known, str) or not GROUP_ID.fullmatch(known) or kind not in set(OrderKind):
        return None
    name = text_in(row.get("name")) or OrderKind(kind).name.title()
    return OrderRow(
        known, name, OrderKind(kind), count_in(row.get("episode_count")) or 0, count_in(row.get("group_count")) or 0
    )


def _group(row: Mapping[str, Any], place: int) -> OrderGroup:
    number = count_in(row.get("order"))
    placed = []
    for at, entry in enumerate(rows_in(row.get("episodes"))):
        season = count_in(entry.get("season_number"))
        episode = episode_in(entry, season) if season is not None else None
        if episode is not None:
            order = count_in(entry.get("order"))
            placed.append((at if order is None else order, at, episode))
    episodes = tuple(episode for _, _, episode in sorted(placed, key=lambda one: one[:2]))
    return OrderGroup(place if number is None else number, text_in(row.get("name")), episodes)


def _numbered(groups: list[OrderGroup]) -> tuple[OrderGroup, ...]:
    """The groups by number. ``order`` is the season's number as a rule; people who start it at 0 without specials say
    the number in the name: ``Season 1``, ``Volume 2``. Those names count when each has a number of its own.
    """
    named = [0 if _SPECIALS.fullmatch(group.name) else _number_in(group.name) for group in groups]
    if all(number is not None for number in named) and len(set(named)) == len(named):
        groups = [replace(g, number=n) for g, n in zip(groups, named, strict=True) if n is not None]
    elif any(group.number == 0 for group in groups) and not any(_SPECIALS.search(group.name) for group in groups):
        groups = [replace(group, number=group.number + 1) for group in groups]
    return tuple(sorted(groups, key=lambda group: group.number))


def _number_in(name: str) -> int | None:
    found = _ENDS_IN_NUMBER.search(name.strip())
    return int(found[1]) if found else None
