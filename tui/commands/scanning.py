"""Running the pipeline for a command: streaming what is matched, with progress, until it is done or stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from organizer import arenas
from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.display import human_duration
from organizer.errors import OrganizerError
from organizer.model import EarlierRuns, ReviewRow, Verdict
from organizer.pipeline import (
    FilesMatched,
    FilesRecalled,
    FoldersRecalled,
    Pipeline,
    PipelineEvent,
    StageFailed,
    Statistics,
)
from organizer.session import Session
from organizer.state.basis import Basis, basis_of
from organizer.state.details import Details
from organizer.store.aliases import AliasBook
from organizer.store.codes import Kind
from organizer.store.review import ReviewStore
from tui.commands.interrupts import signals_cancel
from tui.commands.output import Output
from tui.phrases import pause_text

if TYPE_CHECKING:
    import httpx

_TICK = 0.1
# After a signal, requests under way get this long; then they are dropped rather than waited for.
_GRACE = 1.0

RowListener = Callable[[ReviewRow], None]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan came to. ``failure`` says why it ended early, if it did; what was found before is in the store."""

    store: ReviewStore
    work: Statistics
    failure: OrganizerError | None
    cancelled: bool
    before: EarlierRuns | None = None


@dataclass(frozen=True, slots=True)
class Scanner:
    """The conditions of a scan: settings, where TMDB's answers are kept, who answers instead of the network, and what
    the person taught, and what earlier runs have carried out.
    """

    settings: Settings
    cache_file: Path | None
    out: Output
    token: CancelToken
    offline: bool = False
    transport: httpx.AsyncBaseTransport | None = None
    aliases: AliasBook | None = None
    before: EarlierRuns | None = None
    state: Path | None = None

    def scan(self, roots: Sequence[str], on_matched: RowListener | None = None) -> Scanned:
        """Find, read and match. ``on_matched`` is called as each file is. Blocks; a signal ends it soon.

        Expected failures are in the answer, except those of the start (the cache, the key's form), which are raised.
        """
        arenas.share_one()
        basis = cache(lambda: basis_of(self.settings, self.aliases.all() if self.aliases else ()))
        collector = _Collector(ReviewStore(details=Details(self.state, basis), before=self.before), on_matched)
        with signals_cancel(self.token, insist=True):
            try:
                return asyncio.run(self._scan(roots, collector, basis))
            except BaseExceptionGroup as group:
                raise _first(group) from group

    async def _scan(self, roots: Sequence[str], collector: _Collector, basis: Callable[[], Basis]) -> Scanned:
        session = Session(
            self.settings,
            self.cache_file,
            offline=self.offline,
            transport=self.transport,
            aliases=self.aliases,
            state=self.state,
            basis=basis,
        )
        async with session:
            pipeline = session.pipeline(roots, collector, self.token)
            try:
                await self._drive(pipeline)
            finally:
                collector.release()
                collector.store.flush()
            return Scanned(collector.store, pipeline.statistics, collector.failure, self.token.cancelled, self.before)

    async def _drive(self, pipeline: Pipeline) -> None:
        work = asyncio.create_task(pipeline.run())
        while not work.done():
            await asyncio.wait({work}, timeout=_TICK)
            self.out.progress.show(_progress(pipeline))
            if self.out.broken:
                self.token.cancel()
            if self.token.cancelled:
                await asyncio.wait({work}, timeout=_GRACE)
                work.cancel()
        self.out.progress.clear()
        with suppress(asyncio.CancelledError):
            await work


class _Collector:
    """The pipeline's sink: into a store, and each matched row to whoever listens."""

    def __init__(self, store: ReviewStore, on_matched: RowListener | None) -> None:
        self.store = store
        self.failure: OrganizerError | None = None
        self._on_matched = on_matched
        self._held: dict[int, None] = {}

    def __call__(self, event: PipelineEvent) -> None:
        self.store.take(event)
        if isinstance(event, FilesMatched):
            self._told(event.verdicts)
        elif isinstance(event, FilesRecalled):
            self._told((path, known.verdict) for path, known in event.files if known.verdict)
        elif isinstance(event, FoldersRecalled):
            self._held.update(dict.fromkeys(self.store.rows_of(event.segment)))
        elif isinstance(event, StageFailed):
            self.failure = self.failure or event.error

    def release(self) -> None:
        """Tell of what was held back until the scan has ended.

        Of episodes, because which order a series follows shows when all of its files are matched; of folders that are
        as they were, because reading them back from the disk would hold up the walk.
        """
        for row_id in self._held:
            self._tell(row_id)
        self._held.clear()

    def _told(self, verdicts: Iterable[tuple[str, Verdict]]) -> None:
        for path, _ in verdicts:
            row_id = self.store.find(path)
            if row_id is not None:
                self._hold_or_tell(row_id)

    def _hold_or_tell(self, row_id: int) -> None:
        if self.store.brief(row_id).kind is Kind.EPISODE:
            self._held[row_id] = None
        else:
            self._tell(row_id)

    def _tell(self, row_id: int) -> None:
        if self._on_matched:
            self._on_matched(self.store[row_id])


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first, out of the groups that tasks wrap it in."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _progress(pipeline: Pipeline) -> str:
    counters, tmdb = pipeline.counters, pipeline.tmdb
    parts = [f"{counters.found:,} found", f"{counters.parsed:,} read", f"{counters.matched:,} matched"]
    if pause := pause_text(tmdb):
        return "  ".join([*parts, pause])
    if counters.rate >= 1:
        parts.append(f"{counters.rate:.0f}/s")
    if (eta := counters.eta) is not None:
        parts.append(f"{human_duration(eta)} left")
    parts.append(f"TMDB {tmdb.requests:,} asked, {tmdb.saved:,} saved")
    return "  ".join(parts)
