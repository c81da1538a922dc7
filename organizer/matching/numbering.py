"""How an order numbers the episodes of a series: from the numbers in a name to TMDB's own, aired ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from organizer.model import EpisodeRef, ParsedName
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.orders import EpisodeOrder, OrderKind, OrderRow
from organizer.tmdb.records import Episode, Season, Title

AIRED, ABSOLUTE, DVD = "aired", "absolute", "dvd"
KIND_WORDS = {
    OrderKind.ORIGINAL: "original air dates",
    OrderKind.ABSOLUTE: "absolute order",
    OrderKind.DVD: "DVD order",
    OrderKind.DIGITAL: "digital order",
    OrderKind.STORY: "story order",
    OrderKind.PRODUCTION: "production order",
    OrderKind.TV: "TV order",
}


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order that a person may choose. ``key`` is what ``Match.order`` and an alias keep; ``group`` TMDB's id."""

    key: str
    name: str
    episodes: int
    group: str | None = None
    kind: OrderKind | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """``places`` leads from season and number in this order to the episode, ``running`` has all but the specials."""

    choice: OrderChoice
    places: Mapping[tuple[int, int], EpisodeRef]
    running: tuple[EpisodeRef, ...]

    @property
    def key(self) -> str:
        """What ``Match.order`` says."""
        return self.choice.key

    def read(self, parsed: ParsedName) -> tuple[EpisodeRef, ...] | None:
        """The episodes that a name means in this order; None when one is not there or the name has no number."""
        numbers = numbers_in(parsed)
        if len(parsed.season) == 1:
            found = [self.places.get((parsed.season[0], number)) for number in numbers]
        else:
            found = [self.running[n - 1] if 0 < n <= len(self.running) else None for n in numbers]
        refs = tuple(ref for ref in found if ref is not None)
        return refs if refs and len(refs) == len(numbers) else None

    def places_of(self, parsed: ParsedName) -> tuple[tuple[int, int], ...] | None:
        """The aired season and number of each episode that a name means in this order."""
        refs = self.read(parsed)
        return None if refs is None else tuple((ref.season, ref.number) for ref in refs)


def numbers_in(parsed: ParsedName) -> tuple[int, ...]:
    """The episode numbers of a name that an order can say something about; none for dates, extras and packs."""
    if len(parsed.season) > 1 or (parsed.date and not parsed.episode):
        return ()
    if parsed.episode:
        return parsed.episode
    counted = parsed.absolute_episode is not None and not parsed.season
    return (parsed.absolute_episode,) if counted and parsed.absolute_episode is not None else ()


def aired(show: Title, seasons: Mapping[int, Season]) -> Numbering:
    """TMDB's own order, of the seasons at hand; numbers without a season are counted through all of them."""
    places = {(e.season, e.number): ref_of(e) for season in seasons.values() for e in season.episodes}
    choice = OrderChoice(AIRED, "aired order", sum(count for number, count in show.seasons if number))
    return Numbering(choice, places, _counted(seasons))


def absolute(show: Title, seasons: Mapping[int, Season]) -> Numbering:
    """Numbers that run on over the seasons: ``S01E27`` or ``S02E27`` for the second of season 2. Needs all seasons."""
    running = _counted(seasons)
    places: dict[tuple[int, int], EpisodeRef] = {}
    for number, ref in enumerate(running, start=1):
        places[1, number] = places[ref.season, number] = ref
    choice = OrderChoice(ABSOLUTE, "absolute order", sum(count for number, count in show.seasons if number))
    return Numbering(choice, places, running)


def grouped(choice: OrderChoice, order: EpisodeOrder) -> Numbering:
    """The numbers of a TMDB episode group."""
    places: dict[tuple[int, int], EpisodeRef] = {}
    running: list[EpisodeRef] = []
    for group in order.groups:
        refs = [ref_of(episode) for episode in group.episodes]
        places |= {(group.number, place): ref for place, ref in enumerate(refs, start=1)}
        running.extend(refs if group.number else ())
    if len(order.groups) == 1:  # whatever its number, it is all there is
        running = [ref_of(episode) for episode in order.groups[0].episodes]
        places |= {(1, place): ref for place, ref in enumerate(running, start=1)}
    return Numbering(replace(choice, episodes=len(running)), places, tuple(running))


def choices_in(rows: Iterable[OrderRow]) -> tuple[OrderChoice, ...]:
    """The orders of a listing. The only DVD order is called ``dvd``; all others go by TMDB's id."""
    rows = tuple(rows)
    discs = sum(row.kind is OrderKind.DVD for row in rows)
    return tuple(
        OrderChoice(
            DVD if row.kind is OrderKind.DVD and discs == 1 else row.id,
            _name_of(row),
            row.episodes,
            row.id,
            row.kind,
        )
        for row in rows
    )


async def numbering_of(lookup: Lookup, show: Title, key: str) -> Numbering | None:
    """The order of that key, or None when the series has none such. At most two requests, one more for its seasons."""
    if key in {AIRED, ABSOLUTE}:
        seasons = await lookup.seasons(show.id, [number for number, _ in show.seasons])
        return aired(show, seasons) if key == AIRED else absolute(show, seasons)
    choice = next((c for c in choices_in(await lookup.orders(show.id)) if key in {c.key, c.group}), None)
    order = await lookup.order(choice.group) if choice and choice.group else None
    return grouped(choice, order) if choice and order else None


def ref_of(episode: Episode) -> EpisodeRef:
    """An episode of TMDB as a match holds it."""
    return EpisodeRef(episode.season, episode.number, episode.title, episode.air_date, episode.original_title)


def _name_of(row: OrderRow) -> str:
    """``DVD order``, and what people call it where that says more: ``DVD order “Remastered”``."""
    words = KIND_WORDS[row.kind]
    said = row.name.casefold()
    plain = {words.casefold(), row.kind.name.casefold(), f"{row.kind.name} order".casefold(), "original air date"}
    return words if said in plain else f"{words} “{row.name}”"


def _counted(seasons: Mapping[int, Season]) -> tuple[EpisodeRef, ...]:
    return tuple(
        ref_of(episode)
        for number in sorted(seasons)
        if number
        for episode in sorted(seasons[number].episodes, key=lambda e: e.number)
    )
