"""The client: every question once, from the cache where it can be, from TMDB where it must be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from organizer.config.schema import TmdbSettings
from organizer.display import safe_text
from organizer.errors import TmdbOffline
from organizer.model import CandidateType
from organizer.tmdb.address import read_address, read_language
from organizer.tmdb.asking import Service
from organizer.tmdb.cache import Lifetime, TmdbCache
from organizer.tmdb.fetch import Fetch
from organizer.tmdb.inflight import InFlight
from organizer.tmdb.languages import Languages, filled, with_originals
from organizer.tmdb.limits import Clock, Sleep
from organizer.tmdb.orders import GROUP_ID, EpisodeOrder, OrderRow
from organizer.tmdb.questions import (
    QuestionKeys,
    external_source,
    query_words,
    query_year,
    season_numbers,
    valid_id,
)
from organizer.tmdb.records import Season, Title
from organizer.tmdb.seasons import IN_ONE_REQUEST
from organizer.tmdb.shelf import SeasonShelf, lasting
from organizer.tmdb.statistics import TmdbStatistics
from organizer.tmdb.stored import Answer

if TYPE_CHECKING:
    import httpx

ONLINE = "run once without --offline"


class TmdbClient:
    """Answers a ``Lookup``. To be used on one event loop; does nothing on the network before the first question.

    ``offline``: from the cache alone, however old; what is not there raises ``TmdbOffline``. Raises ``ConfigError`` for
    an address or a language that cannot be one; a missing or wrong key is ``TmdbRefused`` at the first question.
    ``fallback`` is the language of titles that have no translation, ``originals`` asks for the original titles of
    episodes too. ``sleep`` and ``clock`` (monotonic seconds) carry every wait between tries.
    """

    def __init__(
        self, settings: TmdbSettings, cache: TmdbCache, *, language: str = "en-US", fallback: str = "",
        originals: bool = False, offline: bool = False,
        transport: httpx.AsyncBaseTransport | None = None, sleep: Sleep = asyncio.sleep, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        address = read_address(settings.base_url)
        self._languages = Languages(read_language(language), read_language(fallback) if fallback else "", originals)
        self._host = address.host
        self._cache = cache
        self._offline = offline
        self._source = address.source
        self._keys = QuestionKeys(address.source, self._languages.key)
        self._service = Service(settings, address, transport=transport, sleep=sleep, clock=clock)
        self._fetch = Fetch(self._service, address.host, self._languages)
        self._flights: InFlight[Answer] = InFlight()
        self._shelves: dict[str, SeasonShelf] = {}
        self._cache_hits = 0
        self._joined = 0

    def __repr__(self) -> str:
        return f"TmdbClient({self._host}, {self._languages.wanted}{', offline' if self._offline else ''})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Cancel what is under way, close the connections, write the cache's counts. The cache stays open."""
        await self._flights.close()
        for shelf in self._shelves.values():
            await shelf.close()
        await self._service.close()
        self._cache.flush()

    @property
    def statistics(self) -> TmdbStatistics:
        """The counts of now."""
        service = self._service
        return TmdbStatistics(
            service.requests, self._cache_hits, self._joined, service.rate_limited, service.retries, service.rate,
            service.pause_left,
        )  # fmt: skip

    async def check(self) -> None:
        """Whether TMDB can be reached and takes the key: ``TmdbUnreachable`` or ``TmdbRefused`` when not."""
        if self._offline:
            raise TmdbOffline("TMDB is not asked while offline", hint=ONLINE)
        await self._fetch.check()

    async def search(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...]:
        """See ``Lookup.search``."""
        query, year = query_words(title), query_year(year)
        if not query:
            return ()
        key = self._keys.search(kind, query, year)

        async def ask() -> Answer:
            return self._keep(key, Answer(await self._fetch.search(kind, query, year)), Lifetime.SEARCH)

        return (await self._answer(key, ask, f"the search for {query!r}")).titles

    async def at_hand(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...] | None:
        """See ``Lookup.at_hand``."""
        query, year = query_words(title), query_year(year)
        key = self._keys.search(kind, query, year)
        if key in self._flights or self._cache.get(key, stale=self._offline) is not None:
            return await self.search(kind, title, year)
        return None

    async def find(self, external_id: str) -> tuple[Title, ...]:
        """See ``Lookup.find``. An id of no known form is answered with nothing, unasked."""
        source = external_source(external_id)
        if source is None:
            return ()
        key = self._keys.key("find", external_id)

        async def ask() -> Answer:
            return self._keep(key, Answer(await self._fetch.find(external_id, source)), Lifetime.SEARCH)

        return (await self._answer(key, ask, f"the id {external_id}")).titles

    async def details(
        self, kind: CandidateType, tmdb_id: int, *, with_seasons: Collection[int] = ()
    ) -> Title | None:  # fmt: skip
        """See ``Lookup.details``."""
        if not valid_id(tmdb_id):
            return None
        key = self._keys.details(kind, tmdb_id)
        seasons = season_numbers(with_seasons) if kind is CandidateType.TV else ()

        async def ask() -> Answer:
            shelf = self._shelf(self._languages.wanted)
            known = shelf.known(tmdb_id, seasons)
            found = await self._fetch.details(kind, tmdb_id, [number for number in seasons if number not in known])
            shelf.keep(tmdb_id, found)
            lifetime = Lifetime.DETAILS if kind is CandidateType.MOVIE or lasting(found.title) else Lifetime.AIRING
            return self._keep(key, Answer((found.title,) if found.title else ()), lifetime)

        titles = (await self._answer(key, ask, f"{kind.value} {tmdb_id}")).titles
        return titles[0] if titles else None

    async def series(self, show_id: int, seasons: Collection[int]) -> Title | None:
        """See ``Lookup.series``."""
        if not valid_id(show_id):
            return None
        details = self._cache.get(self._keys.details(CandidateType.TV, show_id), stale=self._offline)
        if details is not None:
            self._cache_hits += 1
            return details.titles[0] if details.titles else None
        key = self._keys.key("series", show_id)

        async def ask() -> Answer:
            shelf = self._shelf(self._languages.wanted)
            found = await self._fetch.seasons(show_id, season_numbers(seasons)[:IN_ONE_REQUEST])
            shelf.keep(show_id, replace(found, asked=tuple(found.seasons)))  # the list tells of those that are not
            lifetime = Lifetime.DETAILS if lasting(found.title) else Lifetime.AIRING
            return self._keep(key, Answer((found.title,) if found.title else ()), lifetime)

        titles = (await self._answer(key, ask, f"tv {show_id}")).titles
        return titles[0] if titles else None

    async def localised(self, title: Title) -> Title:
        """See ``Lookup.localised``."""
        if not self._languages.may_lack(title):
            return title
        return await self.details(title.type, title.id) or title

    async def seasons(self, show_id: int, numbers: Collection[int]) -> Mapping[int, Season]:
        """See ``Lookup.seasons``. Counts as one question, however many seasons it is about."""
        wanted = season_numbers(numbers) if valid_id(show_id) else ()
        found = await self._seasons_in(self._languages.wanted, show_id, wanted)
        untitled = [n for n, season in found.items() if not all(e.title for e in season.episodes)]
        if untitled and self._languages.other:
            others = await self._seasons_in(self._languages.other, show_id, untitled)
            found = {number: filled(season, others.get(number)) for number, season in found.items()}
        if found and self._languages.originals:
            found = await self._with_originals(show_id, found)
        return found

    async def orders(self, show_id: int) -> tuple[OrderRow, ...]:
        """See ``Lookup.orders``."""
        if not valid_id(show_id):
            return ()
        key = self._keys.key("orders", show_id)

        async def ask() -> Answer:
            return self._keep(key, Answer(orders=await self._fetch.orders(show_id)), Lifetime.AIRING)

        return (await self._answer(key, ask, f"the episode orders of series {show_id}")).orders

    async def order(self, group_id: str) -> EpisodeOrder | None:
        """See ``Lookup.order``."""
        if not GROUP_ID.fullmatch(group_id):
            return None
        key = self._keys.key("order", group_id)

        async def ask() -> Answer:
            return self._keep(key, Answer(order=await self._fetch.order(group_id)), Lifetime.AIRING)

        return (await self._answer(key, ask, f"the episode order {group_id}")).order

    async def _with_originals(self, show_id: int, found: Mapping[int, Season]) -> Mapping[int, Season]:
        show = await self.details(CandidateType.TV, show_id)
        language = show.original_language if show else ""
        if show and language == self._languages.wanted.partition("-")[0]:
            return {number: with_originals(season, season) for number, season in found.items()}
        asked = self._languages.original_of(language)
        others = await self._seasons_in(asked, show_id, tuple(found)) if asked else {}
        return {number: with_originals(season, others.get(number)) for number, season in found.items()}

    async def _seasons_in(self, language: str, show_id: int, wanted: Collection[int]) -> Mapping[int, Season]:
        shelf = self._shelf(language)
        known = shelf.known(show_id, wanted)
        found = {number: answer.season for number, answer in known.items() if answer.season}
        unknown = [number for number in wanted if number not in known]
        if not unknown:
            self._cache_hits += bool(wanted)
            return found
        if self._offline:
            raise self._not_cached(f"season {unknown[0]} of series {show_id}")
        self._joined += shelf.joins(show_id, unknown)
        return {**found, **await shelf.ask(show_id, unknown)}

    def _shelf(self, language: str) -> SeasonShelf:
        """Seasons in a language. Those in the wanted one are kept whole: gaps are filled when they are read."""
        if language not in self._shelves:
            keys = QuestionKeys(self._source, language)
            fetch = Fetch(self._service, self._host, Languages(language))
            self._shelves[language] = SeasonShelf(fetch, self._cache, keys, stale=self._offline)
        return self._shelves[language]

    async def _answer(self, key: str, ask: Callable[[], Coroutine[Any, Any, Answer]], what: str) -> Answer:
        if key in self._flights:
            self._joined += 1
        elif (cached := self._cache.get(key, stale=self._offline)) is not None:
            self._cache_hits += 1
            return cached
        elif self._offline:
            raise self._not_cached(what)
        return await self._flights.join(key, ask)

    def _keep(self, key: str, answer: Answer, lifetime: Lifetime) -> Answer:
        self._cache.put(key, answer, lifetime)
        return answer

    def _not_cached(self, what: str) -> TmdbOffline:
        return TmdbOffline(f"The cache does not know {safe_text(what)}", hint=ONLINE)
