"""The rate that a service allows is found, whatever way it counts, in time that passes only here."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from organizer.config.schema import TmdbSettings
from organizer.tmdb.address import read_address
from organizer.tmdb.asking import Service
from organizer.tmdb.exchange import Exchange, Passing

_QUESTIONS = 800
_AT_ONCE = 64  # as many files as the pipeline matches at once


class _Waiting(selectors.SelectSelector):
    """Nothing is waited for: the clock is put forward instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._waiting = _Waiting()
        super().__init__(self._waiting)

    def time(self) -> float:
        return self._waiting.now


def any_second(allowed: int) -> Callable[[float], bool]:
    """So many requests in any second; those that are refused do not count."""
    recent: deque[float] = deque()

    def allows(now: float) -> bool:
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= allowed:
            return False
        recent.append(now)
        return True

    return allows


def each_second(allowed: int) -> Callable[[float], bool]:
    """So many requests in each second of the clock."""
    counted = {"second": -1, "requests": 0}

    def allows(now: float) -> bool:
        if int(now) != counted["second"]:
            counted.update(second=int(now), requests=0)
        counted["requests"] += 1
        return counted["requests"] <= allowed

    return allows


def small_bucket(allowed: int) -> Callable[[float], bool]:
    """The mean of so many, and no more than five at once."""
    bucket = {"tokens": 5.0, "since": 0.0}

    def allows(now: float) -> bool:
        bucket["tokens"] = min(5.0, bucket["tokens"] + (now - bucket["since"]) * allowed)
        bucket["since"] = now
        if bucket["tokens"] < 1:
            return False
        bucket["tokens"] -= 1
        return True

    return allows


class _Server:
    """In the place of an ``Exchange``: answers after about ``latency`` seconds, or with 429."""

    def __init__(self, allows: Callable[[float], bool], latency: float) -> None:
        self._allows = allows
        self._latency = latency
        self._dice = random.Random(1)

    async def get(self, path: str, parameters: Mapping[str, str], *, listing: str = "") -> dict[str, Any]:
        _ = path, parameters, listing
        half = self._latency * self._dice.uniform(0.7, 1.3) / 2
        await asyncio.sleep(half)
        allowed = self._allows(asyncio.get_running_loop().time())
        await asyncio.sleep(half)
        if not allowed:
            raise Passing("answers 429", limited=True, wait=1.0)
        return {}


async def _ask_all(server: _Server) -> float:
    loop = asyncio.get_running_loop()
    service = Service(TmdbSettings(access_token="token"), read_address("http://127.0.0.1:1/3"), clock=loop.time)
    service._exchange = cast("Exchange", server)
    room = asyncio.Semaphore(_AT_ONCE)

    async def ask() -> None:
        async with room:
            await service.get("configuration", {})

    await asyncio.gather(*(ask() for _ in range(_QUESTIONS)))
    return loop.time()


@pytest.mark.parametrize("latency", [0.005, 0.05, 0.15])
@pytest.mark.parametrize("allowed", [20, 40, 45])
@pytest.mark.parametrize("counting", [any_second, each_second, small_bucket])
def test_the_rate_that_is_allowed_is_found_and_kept(
    counting: Callable[[int], Callable[[float], bool]], allowed: int, latency: float
) -> None:
    with asyncio.Runner(loop_factory=_Loop) as runner:
        seconds = runner.run(_ask_all(_Server(counting(allowed), latency)))
    assert seconds <= 1.1 * _QUESTIONS / allowed + 3


@pytest.mark.parametrize("latency", [0.05, 0.15])
def test_a_service_that_refuses_nothing_is_asked_at_the_most_that_is_wanted(latency: float) -> None:
    with asyncio.Runner(loop_factory=_Loop) as runner:
        seconds = runner.run(_ask_all(_Server(lambda _: True, latency)))
    assert seconds <= _QUESTIONS / 45
