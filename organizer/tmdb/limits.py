"""How many questions may be under way, how many requests leave in a second, and the pause that all keep after a 429."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]

LONGEST_PAUSE = 60.0
LONG_PAUSE = 5.0  # a person who waits longer than this is told why
SLOWEST = 2.0
_GROWTH = 1 / 40
_CATCHING_UP = 0.25

log = logging.getLogger(__name__)


class Rate:
    """The requests a second that the service seems to allow: found by asking a little faster until it says 429.

    It starts at four fifths of the most that is wanted, and grows by a fortieth for every second without a 429.
    After one it goes back a little below where it was refused, and looks for the limit again ever more slowly: each
    429 costs all of them a pause. One that comes soon after another means that the limit is far away: half, then.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self._least = min(SLOWEST, most)
        self.value = max(self._least, 0.8 * most)
        self._refused: float | None = None
        self._growth = _GROWTH
        self._answered = 0
        self._since_refused = 0

    def answered(self) -> None:
        """One answer that was not a 429."""
        self._answered += 1
        self._since_refused += 1
        if self._answered >= self.value:  # a second's worth
            self._answered = 0
            near = self._refused is not None and self.value >= 0.9 * self._refused
            self.value = min(self._most, self.value * (1 + (self._growth if near else _GROWTH)))

    def refused(self) -> None:
        """A 429, the first after a pause."""
        soon = self._refused is not None and self._since_refused < 2 * self.value
        if not soon:
            self._growth = max(_GROWTH / 50, self._growth / 30)
        self._refused = self.value
        self.value = max(self._least, self.value * (0.5 if soon else 0.95))
        self._answered = self._since_refused = 0


class Pace:
    """Lets one after the other through, in even steps of the rate that is valid when each comes.

    Late ones may catch up on a quarter of a second, but no second sees more than the rate. (A bucket that holds a
    second's worth lets through twice the rate in the first, which is over TMDB's limit.)
    """

    def __init__(self) -> None:
        self._next = 0.0
        self._leaving: deque[float] = deque(maxlen=1024)

    async def turn(self, rate: float) -> None:
        """Wait until it is this one's turn."""
        now = asyncio.get_running_loop().time()
        mine = max(self._next, now - _CATCHING_UP)
        in_a_second = max(1, round(rate))
        if len(self._leaving) >= in_a_second:
            mine = max(mine, self._leaving[-in_a_second] + 1.0)
        self._next = mine + 1 / rate
        self._leaving.append(max(mine, now))
        if mine > now:
            await asyncio.sleep(mine - now)


class Gate:
    """Every question passes here. After a 429 all wait, and the rate falls."""

    def __init__(self, concurrency: int, rate: float, *, clock: Clock, sleep: Sleep) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._rate = Rate(rate)
        self._pace = Pace()
        self._clock = clock
        self._sleep = sleep
        self._paused_until = clock()

    @property
    def rate(self) -> float:
        """Requests a second that leave now, at most."""
        return self._rate.value

    @property
    def pause_left(self) -> float:
        """Seconds for which nobody may ask any more; 0 when all may."""
        return max(0.0, self._paused_until - self._clock())

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
        await self._pace.turn(self.rate)
        while self.pause_left:  # a 429 came while this one waited for its turn
            await self._wait_out_pause()
            await self._pace.turn(self.rate)

    def pause(self, seconds: float) -> None:
        """Nobody passes for so long. Several 429 at once (all that were under way) slow down once."""
        seconds = min(seconds, LONGEST_PAUSE)
        if not self.pause_left:
            self._rate.refused()
            if seconds >= LONG_PAUSE:
                log.warning("TMDB wants a pause: asking again in %.0f seconds, then %.0f a second", seconds, self.rate)
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def answered(self) -> None:
        """The service is content: after a while, go a little faster."""
        self._rate.answered()

    async def _wait_out_pause(self) -> None:
        while left := self.pause_left:
            await self._sleep(left)
