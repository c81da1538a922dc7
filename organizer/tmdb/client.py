"""The client: every question once, from the cache where it can be, from TMDB where it must be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from organizer.config.schema import TmdbSettings
from organizer.display import safe_text
from organizer.errors import TmdbOffline
from organizer.model import CandidateType
from organizer.tmdb.address import read_address, read_language
from organizer.tmdb.asking import Service
from organizer.tmdb.cache import Lifetime, TmdbCache
from organizer.tmdb.fetch import Fetch, Found
from organizer.tmdb.inflight import InFlight
from organizer.tmdb.limits import Clock, Sleep
from organizer.tmdb.questions import (
    QuestionKeys,
    external_source,
    query_words,
    query_year,
    season_numbers,
    valid_id,
)
from organizer.tmdb.records import Season, Title
from organizer.tmdb.seasons import SeasonBatches
from organizer.tmdb.statistics import TmdbStatistics
from organizer.tmdb.stored import Answer

if TYPE_CHECKING:
    import httpx

ONLINE = "run once without --offline"


class TmdbClient:
    """Answers a ``Lookup``. To be used on one event loop; does nothing on the network before the first question.

    ``offline``: from the cache alone, however old; what is not there raises ``TmdbOffline``. Raises ``ConfigError`` for
    an address or a language that cannot be one; a missing or wrong key is ``TmdbRefused`` at the first question.
    ``sleep`` and ``clock`` (monotonic seconds) carry every wait between tries.
    """

    def __init__(
        self, settings: TmdbSettings, cache: TmdbCache, *, language: str = "en-US", offline: bool = False,
        transport: httpx.AsyncBaseTransport | None = None, sleep: Sleep = asyncio.sleep, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        address = read_address(settings.base_url)
        code = read_language(language)
        self._host = address.host
        self._cache = cache
        self._offline = offline
        self._keys = QuestionKeys(address.source, code)
        self._service = Service(settings, address, transport=transport, sleep=sleep, clock=clock)
        self._fetch = Fetch(self._service, address.host, code)
        self._flights: InFlight[Answer] = InFlight()
        self._batches = SeasonBatches(self._fetch_seasons)
        self._cache_hits = 0
        self._joined = 0

    def __repr__(self) -> str:
        return f"TmdbClient({self._host}, {self._keys.language}{', offline' if self._offline else ''})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Cancel what is under way, close the connections, write the cache's counts. The cache stays open."""
        await self._flights.close()
        await self._batches.close()
        await self._service.close()
        self._cache.flush()

    @property
    def statistics(self) -> TmdbStatistics:
        """The counts of now."""
        service = self._service
        return TmdbStatistics(
            service.requests, self._cache_hits, self._joined, service.rate_limited, service.retries
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
            found = await self._fetch.details(kind, tmdb_id, self._unknown_seasons(tmdb_id, seasons))
            self._keep_seasons(tmdb_id, found)
            lasting = kind is CandidateType.MOVIE or _lasting(found.title)
            answer = Answer((found.title,) if found.title else ())
            return self._keep(key, answer, Lifetime.DETAILS if lasting else Lifetime.AIRING)

        titles = (await self._answer(key, ask, f"{kind.value} {tmdb_id}")).titles
        return titles[0] if titles else None

    async def seasons(self, show_id: int, numbers: Collection[int]) -> Mapping[int, Season]:
        """See ``Lookup.seasons``. Counts as one question, however many seasons it is about."""
        wanted = season_numbers(numbers) if valid_id(show_id) else ()
        known = {number: self._cached_season(show_id, number) for number in wanted}
        unknown = [number for number, answer in known.items() if answer is None]
        found = {number: answer.season for number, answer in known.items() if answer and answer.season}
        if not unknown:
            self._cache_hits += bool(wanted)
            return found
        if self._offline:
            raise self._not_cached(f"season {unknown[0]} of series {show_id}")
        self._joined += all(self._batches.is_under_way(show_id, number) for number in unknown)
        return {**found, **await self._batches.ask(show_id, unknown)}

    async def _answer(self, key: str, ask: Callable[[], Coroutine[Any, Any, Answer]], what: str) -> Answer:
        if key in self._flights:
            self._joined += 1
        elif (cached := self._cache.get(key, stale=self._offline)) is not None:
            self._cache_hits += 1
            return cached
        elif self._offline:
            raise self._not_cached(what)
        return await self._flights.join(key, ask)

    async def _fetch_seasons(self, show_id: int, numbers: tuple[int, ...]) -> Mapping[int, Season]:
        found = await self._fetch.seasons(show_id, numbers)
        self._keep_seasons(show_id, found)
        return found.seasons

    def _cached_season(self, show_id: int, number: int) -> Answer | None:
        if self._batches.is_under_way(show_id, number):
            return None
        return self._cache.get(self._keys.season(show_id, number), stale=self._offline)

    def _unknown_seasons(self, show_id: int, numbers: tuple[int, ...]) -> list[int]:
        return [number for number in numbers if self._cached_season(show_id, number) is None]

    def _keep_seasons(self, show_id: int, found: Found) -> None:
        lifetime = Lifetime.DETAILS if _lasting(found.title) else Lifetime.AIRING
        for number in found.asked:
            self._keep(self._keys.season(show_id, number), Answer(season=found.seasons.get(number)), lifetime)

    def _keep(self, key: str, answer: Answer, lifetime: Lifetime) -> Answer:
        self._cache.put(key, answer, lifetime)
        return answer

    def _not_cached(self, what: str) -> TmdbOffline:
        return TmdbOffline(f"The cache does not know {safe_text(what)}", hint=ONLINE)


def _lasting(title: Title | None) -> bool:
    """Whether nothing new comes: a series that has ended."""
    return title is not None and title.ended
