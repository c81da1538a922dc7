"""How many questions may be under way, how many requests leave in a second, and the pause that all keep after a 429."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]

LONGEST_PAUSE = 60.0
SLOWEST = 2.0
RECOVERY = 100  # answers without a 429 until the rate grows again


class Gate:
    """Every question passes here. After a 429 all wait, and the rate halves: the real limit may be below ours.

    The bucket holds a tenth of a second, so that no second sees more than 1.1 times the rate. (With one of a whole
    second, the first would see twice the rate, which is over TMDB's limit of about 50.)
    """

    def __init__(self, concurrency: int, rate: float, *, clock: Clock, sleep: Sleep) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._allowed = self._rate = rate
        self._bucket = _bucket(rate)
        self._clock = clock
        self._sleep = sleep
        self._paused_until = clock()
        self._answered = 0

    @property
    def rate(self) -> float:
        """Requests a second that leave now, at most."""
        return self._rate

    @asynccontextmanager
    async def slot(self, still_wanted: Callable[[], None]) -> AsyncIterator[None]:
        """Room for one question with all its tries, so that a service in trouble has few callers and not all.

        ``still_wanted`` may raise: it is called when there is room, so that thousands who queue for a service that
        turned out to be gone leave at once.
        """
        async with self._slots:
            still_wanted()
            yield

    async def turn(self) -> None:
        """Wait until one request may leave."""
        await self._wait_out_pause()
        await self._bucket.acquire()
        while self._clock() < self._paused_until:  # a 429 came while this one stood at the bucket
            await self._wait_out_pause()
            await self._bucket.acquire()

    def pause(self, seconds: float) -> None:
        """Nobody passes for so long. Several 429 at once (all that were under way) slow down once."""
        now = self._clock()
        if now >= self._paused_until:
            self._set_rate(max(self._rate / 2, min(SLOWEST, self._allowed)))
        self._paused_until = max(self._paused_until, now + min(seconds, LONGEST_PAUSE))
        self._answered = 0

    def answered(self) -> None:
        """The service is content: after a while, go a little faster again."""
        self._answered += 1
        if self._answered >= RECOVERY and self._rate < self._allowed:
            self._set_rate(min(self._allowed, self._rate * 1.25))
            self._answered = 0

    async def _wait_out_pause(self) -> None:
        while (left := self._paused_until - self._clock()) > 0:
            await self._sleep(left)

    def _set_rate(self, rate: float) -> None:
        self._rate = rate
        self._bucket = _bucket(rate)


def _bucket(rate: float) -> AsyncLimiter:
    from aiolimiter import AsyncLimiter  # only who asks pays for it

    size = max(1.0, rate / 10)
    return AsyncLimiter(size, size / rate)
