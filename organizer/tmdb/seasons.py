"""Seasons asked for at about the same time, by whomever, gathered into requests of twenty."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from organizer.tmdb.records import Season

IN_ONE_REQUEST = 20  # TMDB, "Append to response": the 21st is an error 27

Fetch = Callable[[int, tuple[int, ...]], Coroutine[Any, Any, Mapping[int, Season]]]


class _Batch:
    __slots__ = ("numbers", "task")

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.task: asyncio.Task[Mapping[int, Season]]


class SeasonBatches:
    """Collects for one turn of the loop, then fetches; a season under way is waited for, not asked for again.

    A waiter that is cancelled disturbs nobody: the batch goes on for the others and for the cache.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._under_way: dict[tuple[int, int], _Batch] = {}
        self._collecting: dict[int, _Batch] = {}

    def is_under_way(self, show_id: int, number: int) -> bool:
        """Whether somebody is asking for the season now."""
        return (show_id, number) in self._under_way

    async def ask(self, show_id: int, numbers: Iterable[int]) -> Mapping[int, Season]:
        """Those of the seasons that exist."""
        wanted = set(numbers)
        batches = {self._batch(show_id, number) for number in sorted(wanted)}
        answers = await asyncio.gather(*(asyncio.shield(batch.task) for batch in batches))
        return {number: season for answer in answers for number, season in answer.items() if number in wanted}

    async def close(self) -> None:
        """Cancel what is under way and wait until it has ended."""
        tasks = [batch.task for batch in set(self._under_way.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _batch(self, show_id: int, number: int) -> _Batch:
        batch = self._under_way.get((show_id, number)) or self._collecting.get(show_id)
        if batch is None:
            batch = self._collecting[show_id] = _Batch()
            batch.task = asyncio.create_task(self._run(show_id, batch))
            batch.task.add_done_callback(lambda task: self._land(show_id, batch, task))
        if (show_id, number) not in self._under_way:
            self._under_way[show_id, number] = batch
            batch.numbers.append(number)
            if len(batch.numbers) == IN_ONE_REQUEST:
                del self._collecting[show_id]
        return batch

    async def _run(self, show_id: int, batch: _Batch) -> Mapping[int, Season]:
        await asyncio.sleep(0)  # all files of a series wake up in the same turn, when its details have come
        if self._collecting.get(show_id) is batch:
            del self._collecting[show_id]
        return await self._fetch(show_id, tuple(batch.numbers))

    def _land(self, show_id: int, batch: _Batch, task: asyncio.Task[Mapping[int, Season]]) -> None:
        for number in batch.numbers:
            del self._under_way[show_id, number]
        if self._collecting.get(show_id) is batch:  # cancelled before it began
            del self._collecting[show_id]
        if not task.cancelled():
            task.exception()  # looked at, in case all waiters have left
