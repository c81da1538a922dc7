"""Each question as a request to TMDB, and the answer as records. No cache, no joining: one call, one request."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from organizer.errors import TmdbUnreachable
from organizer.model import CandidateType
from organizer.tmdb.asking import Service
from organizer.tmdb.exchange import WRONG_ADDRESS, Body, TooLarge
from organizer.tmdb.languages import Languages
from organizer.tmdb.orders import EpisodeOrder, OrderRow, read_order, read_orders
from organizer.tmdb.records import Season, Title, read_season, read_title
from organizer.tmdb.seasons import IN_ONE_REQUEST

MORE = ("alternative_titles", "translations", "external_ids")
SEASONS_WITH_DETAILS = IN_ONE_REQUEST - len(MORE)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What a request about one film or series gave. ``asked`` are the seasons it settles: those not found are not."""

    title: Title | None = None
    seasons: Mapping[int, Season] = field(default_factory=dict)
    asked: tuple[int, ...] = ()


class Fetch:
    """Asks one service in one language; titles without a translation are chosen by ``languages``."""

    def __init__(self, service: Service, host: str, languages: Languages) -> None:
        self._service = service
        self._host = host
        self._languages = languages

    async def check(self) -> None:
        """Whether the key is good: the cheapest request there is, or a search where a stand-in has no such page."""
        if await self._get("authentication", {}) is None:
            await self.search(CandidateType.MOVIE, "check", None)

    async def search(self, kind: CandidateType, query: str, year: int | None) -> tuple[Title, ...]:
        """The first page. ``year`` counts every release of a film and every episode of a series.

        It is the wider of TMDB's two parameters (``primary_release_year`` and ``first_air_date_year`` are the others):
        a name carries the year of any country, or of a season, and one question is to cost one request.
        """
        parameters = {"query": query, "include_adult": "false", "page": "1"}
        if year is not None:
            parameters["year"] = str(year)
        try:
            body = await self._get(f"search/{kind.value}", parameters, listing="results")
        except TooLarge:
            raise self._too_large() from None
        if body is None:
            raise TmdbUnreachable(f"{self._host} has no search, so it is not TMDB", hint=WRONG_ADDRESS)
        return _titles(body.get("results"), kind)

    async def find(self, external_id: str, source: str) -> tuple[Title, ...]:
        """The films, then the series, of an outside id."""
        try:
            body = await self._get(f"find/{external_id}", {"external_source": source}) or {}
        except TooLarge:
            raise self._too_large() from None
        films, series = body.get("movie_results"), body.get("tv_results")
        return _titles(films, CandidateType.MOVIE) + _titles(series, CandidateType.TV)

    async def details(self, kind: CandidateType, tmdb_id: int, seasons: Sequence[int] = ()) -> Found:
        """All titles and ids, and as many of the seasons as one request takes."""
        numbers = tuple(seasons[:SEASONS_WITH_DETAILS]) if kind is CandidateType.TV else ()
        path = f"{kind.value}/{tmdb_id}"
        try:
            body = await self._get(path, _append((*MORE, *_names(numbers))))
        except TooLarge:
            if not numbers:
                raise self._too_large() from None
            return await self.details(kind, tmdb_id)
        title = read_title(body, kind, detailed=True) if body is not None else None
        if body is None or title is None:
            return Found()
        return Found(self._languages.localised(title, body), _appended(body, numbers, tmdb_id), numbers)

    async def orders(self, show_id: int) -> tuple[OrderRow, ...]:
        """The other orders that people have made for a series."""
        body = await self._whole(f"tv/{show_id}/episode_groups")
        return read_orders(body) if body is not None else ()

    async def order(self, group_id: str) -> EpisodeOrder | None:
        """One of them with its episodes."""
        body = await self._whole(f"tv/episode_group/{group_id}")
        return read_order(body) if body is not None else None

    async def _whole(self, path: str) -> Body | None:
        """A body that cannot be asked for in parts; one too large to be read counts as none."""
        try:
            return await self._get(path, {})
        except TooLarge:
            log.warning("%s is too large to be read", path)
            return None

    async def seasons(self, show_id: int, numbers: tuple[int, ...]) -> Found:
        """At most twenty seasons. In two halves when they are too large for one body."""
        try:
            body = await self._get(f"tv/{show_id}", _append(_names(numbers)))
        except TooLarge:
            return await self._in_halves(show_id, numbers)
        if body is None:  # no such series; or a service that lets one missing season sink the others
            body = await self._get(f"tv/{show_id}", {})
        if body is None:
            return Found(asked=numbers)
        show = read_title(body, CandidateType.TV)
        found = _appended(body, numbers, show_id)
        listed = {number for number, _ in show.seasons} if show else set()
        for number in listed.intersection(numbers).difference(found):  # listed yet not appended: ask for it alone
            season = await self._alone(show_id, number)
            found |= {number: season} if season else {}
        return Found(show, found, numbers)

    async def _in_halves(self, show_id: int, numbers: tuple[int, ...]) -> Found:
        if len(numbers) == 1:
            log.warning("Season %d of series %d is too large to be read", numbers[0], show_id)
            return Found()
        middle = len(numbers) // 2
        first = await self.seasons(show_id, numbers[:middle])
        second = await self.seasons(show_id, numbers[middle:])
        return Found(first.title or second.title, {**first.seasons, **second.seasons}, first.asked + second.asked)

    async def _alone(self, show_id: int, number: int) -> Season | None:
        try:
            body = await self._get(f"tv/{show_id}/season/{number}", {})
        except TooLarge:
            return None
        return read_season(body, show_id) if body is not None else None

    async def _get(self, path: str, parameters: Mapping[str, str], *, listing: str = "") -> Body | None:
        return await self._service.get(path, {"language": self._languages.wanted, **parameters}, listing=listing)

    def _too_large(self) -> TmdbUnreachable:
        return TmdbUnreachable(f"{self._host} sends more than TMDB ever does", hint=WRONG_ADDRESS)


def _titles(rows: Any, kind: CandidateType) -> tuple[Title, ...]:
    if not isinstance(rows, list):
        return ()
    titles = (read_title(row, kind) for row in rows if isinstance(row, Mapping))
    return tuple(title for title in titles if title is not None)


def _names(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"season/{number}" for number in numbers)


def _append(names: Iterable[str]) -> dict[str, str]:
    return {"append_to_response": ",".join(names)}


def _appended(body: Body, numbers: Iterable[int], show_id: int) -> dict[int, Season]:
    found = {}
    for number in numbers:
        row = body.get(f"season/{number}")
        season = read_season(row, show_id) if isinstance(row, Mapping) else None
        if season is not None and season.number == number:
            found[number] = season
    return found
