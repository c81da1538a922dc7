"""What a server can do wrong, over real HTTP: each is retried, told, or taken for an answer, and no key gets out."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from organizer.errors import ConfigError, OrganizerError, TmdbRefused, TmdbUnreachable
from organizer.model import CandidateType
from organizer.tmdb.cache import TmdbCache
from organizer.tmdb.client import TmdbClient
from organizer.tmdb.exchange import read_wait
from organizer.tmdb.limits import Gate
from tests.engine.tmdb_server import KEY, TOKEN, FakeTime, Reply, failure, film, in_turn, listing, settings, stage

MOVIE, TV = CandidateType.MOVIE, CandidateType.TV
BAD_KEY = failure(401, 7, "Invalid API key: You must be granted a valid key.")
LIMITED = failure(429, 25, "Your request count is over the allowed limit.")


@pytest.mark.parametrize(
    "bad",
    [
        failure(500, 11, "Internal error: Something went wrong, contact TMDb."),
        Reply(502, b"<html>Bad gateway</html>"),
        failure(503, 9, "Service offline: This service is temporarily offline, try again later."),
        failure(504, 24, "Your request to the backend server timed out. Try again."),
        LIMITED,
        Reply(429, b"<html>slow down</html>"),
        Reply(body=b"<html>Welcome to the hotel</html>"),
        Reply(body=b'{"results": [{"id": 1, "ti'),
        Reply(body=b"[" * 100_000),
        Reply(body=["no object"]),
        Reply(body={"results": None}),
        Reply(body={"results": [film()]}, missing=500),
        Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=lambda reply: f"{reply.status}-{str(reply.body)[:12]}",
)
async def test_a_failure_that_may_pass_is_tried_again(bad: Reply) -> None:
    async with stage(in_turn(bad, bad, listing(film()))) as on:
        assert len(await on.client.search(MOVIE, "Lantern")) == 1
        statistics = on.client.statistics
    assert (statistics.requests, statistics.retries) == (3, 2)
    assert statistics.rate_limited == (2 if bad.status == 429 else 0)
    assert on.time.slept[0] >= 0.5


async def test_an_answer_that_does_not_come_is_given_up_and_asked_for_again() -> None:
    async with stage(in_turn(Reply(hangs=True), listing(film())), timeout=0.1) as on:
        assert len(await on.client.search(MOVIE, "Lantern")) == 1
    assert len(on.server.asked) == 2


async def test_a_refused_connection_is_a_sentence_with_the_way_out() -> None:
    time = FakeTime()
    chosen = settings("http://127.0.0.1:1/3", retries=2)
    async with TmdbClient(chosen, TmdbCache(None, chosen), sleep=time.sleep, clock=time.clock) as client:
        with pytest.raises(TmdbUnreachable, match=r"127\.0\.0\.1:1 cannot be reached") as error:
            await client.search(MOVIE, "Lantern")
        assert "--offline" in error.value.hint
        assert client.statistics.requests == 3


async def test_a_wrong_key_is_said_at_once_and_nothing_is_asked_afterwards() -> None:
    async with stage(in_turn(BAD_KEY)) as on:
        with pytest.raises(TmdbRefused, match="Invalid API key"):
            await on.client.search(MOVIE, "Lantern")
        with pytest.raises(TmdbRefused, match="Invalid API key"):
            await on.client.details(TV, 77)
        with pytest.raises(TmdbRefused):
            await on.client.check()
        assert len(on.server.asked) == 1
        assert on.time.slept == []


async def test_hundreds_who_wait_while_the_key_is_refused_never_ask() -> None:
    async with stage(in_turn(BAD_KEY), concurrency=4) as on:
        work = [on.client.search(MOVIE, f"Film {n}") for n in range(300)]
        errors = await asyncio.gather(*work, return_exceptions=True)
        assert {type(error) for error in errors} == {TmdbRefused}
        assert len(on.server.asked) <= 4


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (failure(500, 44, "The ID is invalid."), ()),
        (failure(422, 5, "Invalid parameters: Your request parameters are incorrect."), ()),
        (failure(400, 22, "Invalid page."), ()),
        (failure(405, 42, "Not supported."), ()),
    ],
)
async def test_a_question_that_is_turned_down_is_not_retried_and_has_no_answer(
    reply: Reply, expected: tuple[()], caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(in_turn(reply)) as on:
        assert await on.client.search(MOVIE, "Lantern") == expected
        assert len(on.server.asked) == 1
    assert "turned a question down" in caplog.text


@pytest.mark.parametrize(
    "reply",
    [
        Reply(301, headers={"Location": "http://127.0.0.1:1/elsewhere"}),
        Reply(302, b"<html>log in</html>", headers={"Location": "/login"}),
        Reply(403, b"<html>forbidden</html>"),
        failure(404, 34, "The resource you requested could not be found."),
        Reply(body=b"x" * 9_000_000),
    ],
    ids=lambda reply: str(reply.status),
)
async def test_what_is_not_tmdb_is_named_and_neither_followed_nor_retried(reply: Reply) -> None:
    async with stage(in_turn(reply)) as on:
        with pytest.raises(TmdbUnreachable) as error:
            await on.client.search(MOVIE, "Lantern")
        assert "base_url" in error.value.hint
        assert len(on.server.asked) == 1


async def test_retry_after_is_kept_by_everybody() -> None:
    replies = [failure(429, 25, "Over the limit.", Retry_After="7")]
    async with stage(lambda _: replies.pop() if replies else listing(), concurrency=1) as on:
        start = on.time.now
        await asyncio.gather(*(on.client.search(MOVIE, f"Film {n}") for n in range(5)))
        assert on.time.now - start >= 7
        assert max(on.time.slept) <= 7 * 1.25
        assert on.client.statistics.rate_limited == 1


@pytest.mark.parametrize(("header", "shortest", "longest"), [("0", 1, 1.25), ("86400", 60, 75), ("soon", 1, 1.25)])
async def test_a_retry_after_of_nothing_or_of_a_day_is_put_right(header: str, shortest: float, longest: float) -> None:
    async with stage(in_turn(failure(429, 25, "Over the limit.", Retry_After=header), listing())) as on:
        await on.client.search(MOVIE, "Lantern")
    assert shortest <= max(on.time.slept) <= longest


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0), ("0", None), (None, None), ("", None), ("-5", None), ("1.5", None), ("٣", None),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30.0), ("Wed, 31 Dec 2025 23:59:00 GMT", None), ("9" * 50, 999999999.0),
        ("Thu, 01 Jan 2026 00:00:30 -0000", 30.0), ("Thu, 99 Jan 2026 00:00:30 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert read_wait(value, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def gate_at(most: float) -> tuple[Gate, FakeTime]:
    time = FakeTime()
    return Gate(4, most, clock=time.clock, sleep=time.sleep), time


async def test_the_rate_grows_to_the_most_that_is_wanted() -> None:
    gate, _ = gate_at(50.0)
    assert gate.rate == 40.0
    for _ in range(1000):
        gate.answered()
    assert gate.rate == 50.0


async def test_several_429_at_once_lower_the_rate_once() -> None:
    gate, _ = gate_at(50.0)
    for _ in range(16):
        gate.pause(1.0)
    assert gate.rate == 20.0


async def test_a_429_without_an_answer_before_it_halves_the_rate_but_never_below_the_slowest() -> None:
    gate, time = gate_at(50.0)
    rates = []
    for _ in range(8):
        gate.pause(1.0)
        time.now += 2.0
        rates.append(gate.rate)
    assert rates[:3] == [20.0, 10.0, 5.0]
    assert rates[-1] == 2.0


async def test_a_429_while_nobody_waits_for_a_turn_is_no_measure_of_the_limit() -> None:
    gate, _ = gate_at(50.0)
    for _ in range(5):
        await gate.turn()
        gate.answered()
        await asyncio.sleep(0.03)
    gate.pause(1.0)
    assert gate.rate == 38.0


async def test_a_long_pause_is_told_and_seen(caplog: pytest.LogCaptureFixture) -> None:
    gate, time = gate_at(50.0)
    gate.pause(1.0)
    assert caplog.text == ""
    time.now += 1.0
    gate.pause(40.0)
    assert gate.pause_left == 40.0
    assert "asking again in 40 seconds" in caplog.text
    time.now += 40.0
    assert gate.pause_left == 0.0


async def test_a_proxy_is_not_asked_for_a_server_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with stage(in_turn(listing(film())), retries=0) as on:
        assert len(await on.client.search(MOVIE, "Lantern")) == 1


async def test_a_proxy_that_cannot_be_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://nowhere")
    chosen = settings("http://tmdb.invalid/3")
    async with TmdbClient(chosen, TmdbCache(None, chosen)) as client:
        with pytest.raises(ConfigError, match="proxy"):
            await client.search(MOVIE, "Lantern")


async def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    replies = [Reply(500)] * 3
    async with stage(lambda _: replies.pop() if replies else listing(film()), retries=2) as on:
        work = [on.client.search(MOVIE, "Lantern") for _ in range(5)]
        errors = await asyncio.gather(*work, return_exceptions=True)
        assert {type(error) for error in errors} == {TmdbUnreachable}
        assert len(await on.client.search(MOVIE, "Lantern")) == 1


async def test_when_the_service_is_gone_all_who_wait_fail_at_once_and_later_it_is_looked_for_again() -> None:
    up = [False]
    async with stage(lambda _: listing(film()) if up[0] else Reply(503), concurrency=4, retries=3) as on:
        work = [on.client.search(MOVIE, f"Film {n}") for n in range(1000)]
        errors = await asyncio.gather(*work, return_exceptions=True)
        assert {type(error) for error in errors} == {TmdbUnreachable}
        assert len(on.server.asked) <= 4 * 4 + 2 * 4  # four at once, and two that came after the first two
        up[0] = True
        asked = len(on.server.asked)
        with pytest.raises(TmdbUnreachable):
            await on.client.search(MOVIE, "Film 1")
        assert len(on.server.asked) == asked
        on.time.now += 31
        assert len(await on.client.search(MOVIE, "Film 1")) == 1
        assert len(await on.client.search(MOVIE, "Film 2")) == 1


async def test_while_the_service_is_gone_one_question_in_thirty_seconds_looks_again() -> None:
    async with stage(in_turn(Reply(503)), retries=0) as on:
        for n in range(3):
            with pytest.raises(TmdbUnreachable):
                await on.client.search(MOVIE, f"Film {n}")
        on.time.now += 31
        await asyncio.gather(*(on.client.search(MOVIE, f"Film {n}") for n in range(50)), return_exceptions=True)
        assert len(on.server.asked) == 4


async def _error(question: Awaitable[object]) -> OrganizerError | None:
    try:
        await question
    except OrganizerError as error:
        return error
    return None


@pytest.mark.parametrize("secret", [{"access_token": TOKEN}, {"access_token": "", "api_key": KEY}], ids=["v4", "v3"])
@pytest.mark.parametrize(
    "reply",
    [
        BAD_KEY, LIMITED, failure(500, 11, "Failed."), Reply(body=b"<html>"), Reply(hangs=True), listing(film()),
        Reply(302, headers={"Location": "/x"}), failure(422, 5, "No."), Reply(body={}, missing=9),
    ],
    ids=lambda reply: str(reply.status),
)  # fmt: skip
async def test_no_key_in_any_error_log_repr_or_file(
    reply: Reply, secret: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    written = io.StringIO()
    cache = TmdbCache(tmp_path / "tmdb.db", settings())
    async with stage(in_turn(reply), cache=cache, retries=1, timeout=0.05, **secret) as on:
        for question in (
            on.client.search(MOVIE, "Lantern", 1987),
            on.client.details(TV, 77),
            on.client.seasons(77, [1]),
        ):
            error = await _error(question)
            if error is not None:
                logging.getLogger("test").error("asked", exc_info=error)
                written.write(
                    "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format())
                )
                written.write(repr(error) + error.sentence())
                assert not hasattr(error.__context__, "request")
        written.write(repr(on.client) + repr(on.client.statistics))
        assert on.server.asked
    cache.close()
    written.write(caplog.text)
    everything = written.getvalue().encode() + b"".join(file.read_bytes() for file in tmp_path.iterdir())  # noqa: ASYNC240
    assert KEY.encode() not in everything
    assert TOKEN.encode() not in everything
