"""The bridge: what crosses between the engine's thread and the interface's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

import pytest

from organizer.errors import OrganizerError, TmdbRefused
from organizer.model import CandidateType
from organizer.pipeline import FilesMatched, PipelineFinished, StageFailed
from organizer.store.review import ReviewStore, StoreChange
from tests.tui.world import (
    HARBOUR_NEW,
    LANTERN,
    NAMED,
    FakeEngine,
    bridge_to,
    episode_parse,
    events_of,
    film_parse,
)
from tui.bridge import EngineBridge

Told = list[StageFailed | PipelineFinished]


@contextmanager
def running(bridge: EngineBridge) -> Iterator[EngineBridge]:
    bridge.start()
    try:
        yield bridge
    finally:
        bridge.close()


def first_word(bridge: EngineBridge, store: ReviewStore) -> Told:
    """Drain until there is something to tell the person."""
    told: Told = []
    until = time.monotonic() + 30
    while not told:
        assert time.monotonic() < until
        told = bridge.drain_into(store)
    return told


def drained(
    bridge: EngineBridge, store: ReviewStore, ready: Callable[[], bool]
) -> list[StageFailed | PipelineFinished]:
    """Drain until something is so."""
    told: Told = []
    until = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < until
        told += bridge.drain_into(store)
        time.sleep(0.005)
    return told + bridge.drain_into(store)


def test_a_scan_ends_up_in_the_store() -> None:
    store = ReviewStore()
    with running(bridge_to(FakeEngine(events_of()))) as bridge:
        bridge.scan(["/in"])
        told = drained(bridge, store, lambda: len(store) == len(NAMED) and not bridge.scanning)
    assert told == [PipelineFinished(cancelled=False)]
    assert all(row.verdict is not None for row in store)
    assert len(store.left_out) == 2


def test_matches_that_come_one_by_one_are_one_change() -> None:
    store, changes = ReviewStore(), list[StoreChange]()
    with running(bridge_to(FakeEngine(events_of()))) as bridge:
        bridge.scan(["/in"])
        _wait(lambda: bridge.counters is not None and not bridge.scanning)
        store.subscribe(changes.append)
        bridge.drain_into(store, seconds=5)
    assert [len(change.rows) for change in changes] == [len(NAMED)] * 3


def test_what_an_old_run_still_brings_is_dropped() -> None:
    store = ReviewStore()
    engine = FakeEngine(events_of(), endless=True)
    with running(bridge_to(engine)) as bridge:
        bridge.scan(["/in"])
        _wait(lambda: engine.scans == 1)
        engine.events, engine.endless = events_of(NAMED[:2]), False
        bridge.scan(["/in"])
        told = drained(bridge, store, lambda: engine.scans == 2 and not bridge.scanning)
    assert [row.file.path for row in store] == [file.path for file, _, _ in NAMED[:2]]
    assert told == [PipelineFinished(cancelled=False)]


def test_one_tick_takes_no_longer_than_it_may() -> None:
    store = ReviewStore()
    rows = events_of()
    with running(bridge_to(FakeEngine([*rows[:2], *[rows[-1]] * 200_000]))) as bridge:
        bridge.scan(["/in"])
        _wait(lambda: bridge.counters is not None and not bridge.scanning)
        started = time.thread_time()  # of this thread alone: a busy machine takes its time from all
        bridge.drain_into(store)
        assert time.thread_time() - started < 0.5
        assert bridge.waiting
        assert drained(bridge, store, lambda: not bridge.waiting)


async def test_searching_and_choosing_answer_on_this_loop() -> None:
    engine = FakeEngine()
    async with open_bridge(engine) as bridge:
        assert HARBOUR_NEW in await bridge.search("harbour", CandidateType.MOVIE, 2018)
        verdicts = await bridge.choose({4: episode_parse("x", 1, 2), 9: episode_parse("x", 1, 3)}, LANTERN)
    assert engine.asked == [("harbour", CandidateType.MOVIE, 2018)]
    assert [(i, v.match.episodes[0].number) for i, v in verdicts.items() if v.match] == [(4, 2), (9, 3)]


async def test_a_refusal_reaches_the_person_who_asked() -> None:
    async with open_bridge(FakeEngine(refuses=TmdbRefused("TMDB refuses the key"))) as bridge:
        with pytest.raises(TmdbRefused):
            await bridge.choose({0: film_parse("x")}, HARBOUR_NEW)
        with pytest.raises(TmdbRefused):
            await bridge.check()


def test_an_engine_that_cannot_open_is_a_failed_start() -> None:
    class Broken(AbstractAsyncContextManager[FakeEngine]):
        async def __aenter__(self) -> FakeEngine:
            raise OrganizerError("The cache cannot be opened")

        async def __aexit__(self, *_: object) -> None:
            """Never opened."""

    store = ReviewStore()
    with running(EngineBridge(Broken)) as bridge:
        bridge.scan(["/in"])
        told = first_word(bridge, store)
    assert isinstance(told[0], StageFailed)
    assert str(told[0].error) == "The cache cannot be opened"


def test_a_bug_in_a_scan_is_a_sentence_and_not_the_end() -> None:
    class Broken(FakeEngine):
        def pipeline(self, *_arguments: object) -> object:  # type: ignore[override]
            raise RuntimeError("boom")

    store = ReviewStore()
    with running(bridge_to(Broken())) as bridge:
        bridge.scan(["/in"])
        told = first_word(bridge, store)
    assert isinstance(told[0], StageFailed)
    assert "boom" not in told[0].error.sentence()


def test_closing_takes_less_than_a_second_while_a_scan_is_under_way() -> None:
    engine = FakeEngine(endless=True)
    bridge = bridge_to(engine)
    bridge.start()
    bridge.scan(["/in"])
    _wait(lambda: engine.scans == 1)
    started = time.monotonic()
    bridge.close()
    assert time.monotonic() - started < 1.0


def test_a_closed_bridge_says_so() -> None:
    bridge = bridge_to(FakeEngine())
    bridge.start()
    bridge.close()
    with pytest.raises(OrganizerError):
        bridge.scan(["/in"])


def test_events_keep_their_order_when_they_are_merged() -> None:
    store = ReviewStore()
    first, second = events_of(NAMED[:1]), events_of(NAMED[1:2])
    with running(bridge_to(FakeEngine([*first, *second]))) as bridge:
        bridge.scan(["/in"])
        drained(bridge, store, lambda: len(store) == 2 and not bridge.scanning)
    assert [row.verdict for row in store] == [said for _, _, said in NAMED[:2]]
    assert isinstance(first[-1], FilesMatched)


@asynccontextmanager
async def open_bridge(engine: FakeEngine) -> AsyncIterator[EngineBridge]:
    bridge = bridge_to(engine)
    bridge.start()
    try:
        yield bridge
    finally:
        await asyncio.to_thread(bridge.close)


def _wait(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < until
        time.sleep(0.005)
