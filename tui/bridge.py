"""EngineBridge: the engine on its own thread and loop; what it finds comes over ten times a second."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from organizer import arenas
from organizer.cancellation import CancelToken
from organizer.errors import OrganizerError
from organizer.model import Candidate, CandidateType, Parse, Verdict
from organizer.pipeline import (
    Counters,
    FilesMatched,
    PipelineEvent,
    PipelineFinished,
    Sink,
    StageFailed,
)
from organizer.store.review import ReviewStore
from organizer.tmdb.statistics import TmdbStatistics

if TYPE_CHECKING:
    from organizer.matching.about import About
    from organizer.matching.orders import Filed, OrderFit

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

# What the interface may spend on taking results in at once, three times a tick: a key waits no longer for it.
_PORTION_SECONDS = 0.008
_LEAVE_SECONDS = 1.0
_MERGED = 50


class Scan(Protocol):
    """One run of the pipeline."""

    counters: Counters

    @property
    def tmdb(self) -> TmdbStatistics:
        """Requests and hits so far."""
        ...

    async def run(self) -> None:
        """Do all of it."""
        ...


class Searcher(Protocol):
    """Whoever answers what a person asks about a match."""

    async def search(
        self, text: str, kind: CandidateType | None = None, year: int | None = None
    ) -> tuple[Candidate, ...]:
        """Candidates for a text, best first."""
        ...

    async def about(self, candidate: Candidate) -> About | None:
        """What else is known of a candidate."""
        ...

    async def choose(self, parse: Parse, candidate: Candidate) -> Verdict:
        """The verdict when a person says that it is this candidate."""
        ...

    async def match(self, parse: Parse) -> Verdict:
        """The verdict on a file."""
        ...

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        """How well each order of a series fits these files."""
        ...


class Checker(Protocol):
    """Whoever says whether the key is good."""

    async def check(self) -> None:
        """Raises TmdbError when it is not."""
        ...


class Engine(Protocol):
    """What the bridge needs of ``organizer.session.Session``."""

    @property
    def matcher(self) -> Searcher:
        """Answers searches."""
        ...

    @property
    def client(self) -> Checker:
        """Asks TMDB."""
        ...

    def pipeline(self, roots: Sequence[str], sink: Sink, token: CancelToken) -> Scan:
        """A scan of these folders."""
        ...


OpenEngine = Callable[[], AbstractAsyncContextManager[Engine]]


class EngineBridge:
    """Runs one engine on a thread of its own, so that a terminal that stalls cannot stall the scan.

    ``scan`` numbers its runs: what an old run still brings is dropped. ``drain_into`` and all awaitable methods
    belong to the interface's thread. ``close`` cancels and waits a second at most: the thread is a daemon, and
    the engine holds nothing that a killed process would lose.
    """

    def __init__(self, open_engine: OpenEngine) -> None:
        self._open_engine = open_engine
        self._events: deque[tuple[int, PipelineEvent]] = deque()
        self._run = 0
        self._token = CancelToken()
        self._scan: Scan | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine: asyncio.Future[Engine] | None = None
        self._leave: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)

    # -- from the interface

    def start(self) -> None:
        """Start the thread; the engine opens in the background."""
        self._thread.start()
        self._ready.wait()

    def scan(self, roots: Sequence[str]) -> None:
        """Scan these folders; a scan that is under way is cancelled."""
        self.cancel()
        self._token = CancelToken()
        self._run += 1
        self._submit(self._carry_scan(self._run, tuple(roots), self._token))

    def cancel(self) -> None:
        """Stop the scan; what it has found stays."""
        self._token.cancel()

    @property
    def counters(self) -> Counters | None:
        """How far the scan is; None before the first."""
        return self._scan.counters if self._scan else None

    @property
    def tmdb(self) -> TmdbStatistics:
        """Requests and hits so far."""
        return self._scan.tmdb if self._scan else TmdbStatistics()

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way."""
        return self._scan is not None and not self._scan.counters.finished

    @property
    def waiting(self) -> bool:
        """Whether something that was found is not in the store yet."""
        return bool(self._events)

    def drain_into(self, store: ReviewStore, seconds: float = _PORTION_SECONDS) -> list[StageFailed | PipelineFinished]:
        """Move what was found into the store, for at most about ``seconds``; the rest waits for the next call.

        Answers what the person has to be told.
        """
        told: list[StageFailed | PipelineFinished] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until and (event := self._next()) is not None:
            if isinstance(event, StageFailed | PipelineFinished):
                told.append(event)
            else:
                store.take(event)
        return told

    async def search(self, text: str, kind: CandidateType | None, year: int | None) -> tuple[Candidate, ...]:
        """Candidates for what a person typed. Raises TmdbError."""

        async def ask(engine: Engine) -> tuple[Candidate, ...]:
            return await engine.matcher.search(text, kind, year)

        return await self._ask(ask)

    async def about(self, candidate: Candidate) -> About | None:
        """What else TMDB says of a candidate; None when it has no such entry any more. Raises TmdbError."""

        async def ask(engine: Engine) -> About | None:
            return await engine.matcher.about(candidate)

        return await self._ask(ask)

    async def choose(self, parses: Mapping[int, Parse], candidate: Candidate) -> dict[int, Verdict]:
        """The verdicts for these rows when a person says that all are this candidate. Raises TmdbError."""

        async def ask(engine: Engine) -> dict[int, Verdict]:
            found = await asyncio.gather(*(engine.matcher.choose(parse, candidate) for parse in parses.values()))
            return dict(zip(parses, found, strict=True))

        return await self._ask(ask)

    async def match(self, parses: Mapping[int, Parse]) -> dict[int, Verdict]:
        """The verdicts on these rows, now that something was taught. Raises TmdbError."""

        async def ask(engine: Engine) -> dict[int, Verdict]:
            found = await asyncio.gather(*(engine.matcher.match(parse) for parse in parses.values()))
            return dict(zip(parses, found, strict=True))

        return await self._ask(ask)

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        """How well each order of a series fits these files, with what each would change. Raises TmdbError."""

        async def ask(engine: Engine) -> tuple[OrderFit, ...]:
            return await engine.matcher.order_fits(show_id, files)

        return await self._ask(ask)

    async def check(self) -> None:
        """Whether TMDB takes the key. Raises TmdbError when not."""

        async def ask(engine: Engine) -> None:
            await engine.client.check()

        await self._ask(ask)

    def close(self) -> None:
        """Cancel everything and leave; a second at most."""
        self.cancel()
        if self._loop is not None and self._leave is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._leave.set)
            self._thread.join(_LEAVE_SECONDS)

    # -- on the engine's thread

    def _work(self) -> None:
        try:
            asyncio.run(self._sit())
        except Exception:  # noqa: BLE001 - the end of a thread: nobody is left to handle it, so it is logged
            _LOG.exception("the engine's thread ended")
        finally:
            self._ready.set()

    async def _sit(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._engine = self._loop.create_future()
        self._leave = asyncio.Event()
        self._ready.set()
        try:
            async with self._open_engine() as engine:
                arenas.keep_loaded()
                self._engine.set_result(engine)
                await self._leave.wait()
        except OrganizerError as error:
            self._engine.set_exception(error)
            await self._leave.wait()

    async def _carry_scan(self, run: int, roots: tuple[str, ...], token: CancelToken) -> None:
        def sink(event: PipelineEvent) -> None:
            self._events.append((run, event))

        try:
            engine = await self._opened()
            if token.cancelled:
                return
            scan = engine.pipeline(roots, sink, token)
            self._scan = scan
            await scan.run()
        except OrganizerError as error:
            sink(StageFailed("start", error))
            sink(PipelineFinished(cancelled=False))
        except Exception:  # noqa: BLE001 - the worker's boundary: logged here, told to the person as a sentence
            _LOG.exception("the scan ended unexpectedly")
            problem = OrganizerError(
                "The scan ended unexpectedly", hint="the log file says why; {review.rescan} scans again"
            )
            sink(StageFailed("scan", problem))
            sink(PipelineFinished(cancelled=False))

    async def _opened(self) -> Engine:
        if self._engine is None:
            raise OrganizerError("The engine is not running")
        return await asyncio.shield(self._engine)

    async def _ask(self, question: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
        """Ask on the engine's loop, and wait on this one. Cancelling the wait cancels the question."""

        async def ask() -> T:
            return await question(await self._opened())

        return await asyncio.wrap_future(self._submit(ask()))

    def _submit(self, work: Coroutine[Any, Any, T]) -> Any:
        if self._loop is None or self._loop.is_closed():
            work.close()
            raise OrganizerError("The engine is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _next(self) -> PipelineEvent | None:
        """The next event of this run. Matches come one by one: many of them in a row become one change of the store."""
        while self._events:
            run, event = self._events.popleft()
            if run != self._run:
                continue
            if not isinstance(event, FilesMatched):
                return event
            verdicts = list(event.verdicts)
            while self._events and len(verdicts) < _MERGED:
                run, following = self._events[0]
                if run != self._run or not isinstance(following, FilesMatched) or following.lasting != event.lasting:
                    break
                verdicts.extend(following.verdicts)
                self._events.popleft()
            return FilesMatched(tuple(verdicts), event.lasting)
        return None
