"""The seasons of one language: from the cache where they can be, else gathered into requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from organizer.tmdb.cache import Lifetime, TmdbCache
from organizer.tmdb.fetch import Fetch, Found
from organizer.tmdb.questions import QuestionKeys
from organizer.tmdb.records import Season, Title
from organizer.tmdb.seasons import SeasonBatches
from organizer.tmdb.stored import Answer


class SeasonShelf:
    """Answers for seasons, each asked for once. ``stale`` takes answers of the cache however old they are."""

    def __init__(self, fetch: Fetch, cache: TmdbCache, keys: QuestionKeys, *, stale: bool) -> None:
        self._fetch = fetch
        self._cache = cache
        self._keys = keys
        self._stale = stale
        self._batches = SeasonBatches(self._ask)

    def known(self, show_id: int, numbers: Collection[int]) -> dict[int, Answer]:
        """What the cache says of these; a season that is under way is not known yet."""
        found = {number: self._cached(show_id, number) for number in numbers}
        return {number: answer for number, answer in found.items() if answer is not None}

    def joins(self, show_id: int, numbers: Collection[int]) -> bool:
        """Whether all of them are under way already."""
        return all(self._batches.is_under_way(show_id, number) for number in numbers)

    async def ask(self, show_id: int, numbers: Collection[int]) -> Mapping[int, Season]:
        """Those of the seasons that exist, from TMDB."""
        return await self._batches.ask(show_id, numbers)

    def keep(self, show_id: int, found: Found) -> None:
        """Keep the seasons that came along with something."""
        lifetime = Lifetime.DETAILS if lasting(found.title) else Lifetime.AIRING
        for number in found.asked:
            answer = Answer(season=found.seasons.get(number))
            self._cache.put(self._keys.season(show_id, number), answer, lifetime)

    async def close(self) -> None:
        """Cancel what is under way."""
        await self._batches.close()

    async def _ask(self, show_id: int, numbers: tuple[int, ...]) -> Mapping[int, Season]:
        found = await self._fetch.seasons(show_id, numbers)
        self.keep(show_id, found)
        return found.seasons

    def _cached(self, show_id: int, number: int) -> Answer | None:
        if self._batches.is_under_way(show_id, number):
            return None
        return self._cache.get(self._keys.season(show_id, number), stale=self._stale)


def lasting(title: Title | None) -> bool:
    """Whether nothing new comes: a series that has ended."""
    return title is not None and title.ended
