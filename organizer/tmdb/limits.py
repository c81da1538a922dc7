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
_RETURN = 1 / 10
_BELOW = 0.95
_CATCHING_UP = 0.25

log = logging.getLogger(__name__)


class Rate:
    """The requests a second that the service seems to allow: found by asking a little faster until it says 429.

    It starts at four fifths of the most that is wanted, and grows by a fortieth for every second without a 429.
    What was answered in the second before one is what the service allows: it goes on a little below that, and looks
    for the limit again ever more slowly, since each 429 costs all of them a pause. Where less than half of the rate
    was answered the second was no whole one, and says little: half the rate, then, from where it comes back sooner.
    Nor does it say much when nobody had to wait for a turn: then it goes back a little.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self._least = min(SLOWEST, most)
        self.value = max(self._least, 0.8 * most)
        self._growth = self._probing = _GROWTH
        self._limit: float | None = None  # as far as it is known
        self._answered = 0
        self._answers: deque[float] = deque(maxlen=1024)

    def answered(self, now: float) -> None:
        """One answer that was not a 429; ``now`` in seconds."""
        self._answers.append(now)
        self._answered += 1
        if self._answered >= self.value:  # a second's worth
            self._answered = 0
            near = self._limit is not None and self.value >= 0.9 * self._limit
            self.value = min(self._most, self.value * (1 + (self._probing if near else self._growth)))

    def refused(self, now: float, *, full: bool) -> None:
        """A 429, the first after a pause; ``full`` when there was more to ask than the rate lets through."""
        served = sum(1 for answer in self._answers if answer > now - 1)
        if served and not full:
            self.value = max(self._least, _BELOW * self.value)
        elif served < self.value / 2:
            self._growth = _RETURN
            self.value = max(self._least, self.value / 2)
        else:
            self._probing = max(_GROWTH / 50, self._probing / 30)
            self._limit = min(self.value, served)
            self.value = max(self._least, _BELOW * self._limit)
        self._answered = 0


class Pace:
    """Lets one after the other through, in even steps of the rate that is valid when each comes.

    Late ones may catch up on a quarter of a second, but no second sees more than the rate. (A bucket that holds a
    second's worth lets through twice the rate in the first, which is over TMDB's limit.)
    """

    def __init__(self) -> None:
        self._next: float | None = None
        self._leaving: deque[float] = deque(maxlen=1024)
        self.full = False
        """Whether the last one had to wait."""

    async def turn(self, rate: float) -> None:
        """Wait until it is this one's turn."""
        now = asyncio.get_running_loop().time()
        mine = now if self._next is None else max(self._next, now - _CATCHING_UP)
        in_a_second = max(1, round(rate))
        if len(self._leaving) >= in_a_second:
            mine = max(mine, self._leaving[-in_a_second] + 1.0)
        self._next = mine + 1 / rate
        self._leaving.append(max(mine, now))
        self.full = mine > now
        if mine > now:
            await asyncio.sleep(mine - now)

    def begin_anew(self) -> None:
        """Nobody is late: after a pause as many as were held up would leave at once, and be refused again."""
        self._next = None


class Gate:
    """Every question passes here. After a 429 all wait, and the rate falls."""

    def __init__(self, concurrency: int, rate: float, *, clock: Clock, sleep: Sleep) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._rate = Rate(rate)
        self._pace = Pace()
        self._clock = clock
        self._sleep = sleep
        self._paused_until = clock()
        self._held = False

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
            self._rate.refused(self._clock(), full=self._pace.full)
            if seconds >= LONG_PAUSE:
                log.warning("TMDB wants a pause: asking again in %.0f seconds, then %.0f a second", seconds, self.rate)
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        self._held = True

    def answered(self) -> None:
        """The service is content: after a while, go a little faster."""
        self._rate.answered(self._clock())

    async def _wait_out_pause(self) -> None:
        while left := self.pause_left:
            await self._sleep(left)
            if not self.pause_left and self._held:
                self._held = False
                self._pace.begin_anew()
