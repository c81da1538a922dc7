"""Asking until there is an answer: retries with back-off, and the two reasons to ask no more."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from organizer.config.schema import TmdbSettings
from organizer.errors import TmdbRefused, TmdbUnreachable
from organizer.tmdb.address import Address
from organizer.tmdb.auth import read_credential
from organizer.tmdb.breaker import Breaker
from organizer.tmdb.exchange import Body, Exchange, Passing
from organizer.tmdb.limits import LONGEST_PAUSE, Clock, Gate, Sleep

if TYPE_CHECKING:
    import httpx
    from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

FIRST_WAIT = 0.5
LONGEST_WAIT = 16.0
SHORTEST_PAUSE = 1.0  # TMDB has sent "Retry-After: 0", and 429 without any
NO_NETWORK = "check the network, or use --offline to work from the cache alone"


class Service:
    """The service at one address. Connects at the first question, so that making one costs nothing."""

    def __init__(
        self, settings: TmdbSettings, address: Address, *, transport: httpx.AsyncBaseTransport | None = None,
        sleep: Sleep = asyncio.sleep, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._address = address
        self._transport = transport
        self._sleep = sleep
        self._gate = Gate(settings.concurrency, settings.rate, clock=clock, sleep=sleep)
        self._breaker = Breaker(clock)
        self._exchange: Exchange | None = None
        self._refusal: TmdbRefused | None = None
        self.requests = 0
        self.retries = 0
        self.rate_limited = 0

    @property
    def rate(self) -> float:
        """Requests a second that may leave now."""
        return self._gate.rate

    @property
    def pause_left(self) -> float:
        """Seconds for which the service has asked to be left alone."""
        return self._gate.pause_left

    async def get(self, path: str, parameters: Mapping[str, str], *, listing: str = "") -> Body | None:
        """What ``Exchange.get`` gives, after as many tries as it takes.

        ``TmdbRefused`` for a bad key: from then on always, unasked. ``TmdbUnreachable`` after all retries: then at
        once for everybody, until an answer comes again. ``TooLarge`` is the caller's.
        """
        async with self._gate.slot(self._check_hope):
            retrying = self._retrying()
            try:
                body: Body | None = await retrying(self._attempt, path, parameters, listing)
            except Passing as failure:
                self._breaker.exhausted()
                said = str(failure)
            else:
                self._breaker.answered()
                self._gate.answered()
                return body
            finally:
                retrying.iter_state.reset()  # it refers to itself: 2 kB that only a search for garbage would find
        raise TmdbUnreachable(f"TMDB at {self._address.host} {said}", hint=NO_NETWORK)

    async def close(self) -> None:
        """Close the connections."""
        if self._exchange is not None:
            await self._exchange.close()
            self._exchange = None

    async def _attempt(self, path: str, parameters: Mapping[str, str], listing: str) -> Body | None:
        exchange = self._open()
        await self._gate.turn()
        self._check_hope()
        if not self._breaker.claim():
            raise self._gone()
        self.requests += 1
        try:
            return await exchange.get(path, parameters, listing=listing)
        except TmdbRefused as refusal:
            self._refusal = refusal
            raise
        except Passing as failure:
            if failure.limited:
                self.rate_limited += 1
                self._gate.pause(failure.wait or SHORTEST_PAUSE)
            raise

    def _check_hope(self) -> None:
        """Raises when asking is known to be in vain."""
        if self._refusal is not None:
            raise TmdbRefused(str(self._refusal), hint=self._refusal.hint)
        if self._breaker.open:
            raise self._gone()

    def _gone(self) -> TmdbUnreachable:
        return TmdbUnreachable(f"TMDB at {self._address.host} does not answer", hint=NO_NETWORK)

    def _open(self) -> Exchange:
        if self._exchange is None:
            settings = self._settings
            self._exchange = Exchange(
                self._address, read_credential(settings), connections=settings.concurrency,
                timeout=settings.timeout, transport=self._transport,
            )  # fmt: skip
        return self._exchange

    def _retrying(self) -> AsyncRetrying:
        from tenacity import AsyncRetrying, stop_after_attempt  # only who asks pays for it

        return AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(self._settings.retries + 1),
            wait=_wait,
            retry=_when_passing(),
            before_sleep=self._count_retry,
            reraise=True,
        )

    def _count_retry(self, _: RetryCallState) -> None:
        self.retries += 1


@cache
def _when_passing() -> retry_if_exception_type:
    """One for all requests: each refers to itself."""
    from tenacity import retry_if_exception_type

    return retry_if_exception_type(Passing)


def _wait(state: RetryCallState) -> float:
    """What the service asks for, else 0.5, 1, 2, 4 … seconds; up to a quarter more, so that not all come at once."""
    error = state.outcome.exception() if state.outcome else None
    doubled = 2.0 ** (state.attempt_number - 1)
    wait = FIRST_WAIT * doubled
    if isinstance(error, Passing):
        wait = SHORTEST_PAUSE * doubled if error.limited else wait
        wait = max(min(wait, LONGEST_WAIT), min(error.wait or 0.0, LONGEST_PAUSE))
    return wait * random.uniform(1.0, 1.25)
