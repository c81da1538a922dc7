"""Running the pipeline for a command: streaming what is matched, with progress, until it is done or stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.display import human_duration
from organizer.errors import OrganizerError
from organizer.model import EarlierRuns, ReviewRow
from organizer.pipeline import FilesFound, FilesMatched, FilesParsed, Pipeline, PipelineEvent, StageFailed
from organizer.session import Session
from organizer.store.aliases import AliasBook
from organizer.store.review import ReviewStore
from organizer.tmdb.statistics import TmdbStatistics
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
    statistics: TmdbStatistics
    seconds: float
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

    def scan(self, roots: Sequence[str], on_matched: RowListener | None = None) -> Scanned:
        """Find, read and match. ``on_matched`` is called as each file is. Blocks; a signal ends it soon.

        Expected failures are in the answer, except those of the start (the cache, the key's form), which are raised.
        """
        collector = _Collector(on_matched, self.before)
        with signals_cancel(self.token, insist=True):
            try:
                return asyncio.run(self._scan(roots, collector))
            except BaseExceptionGroup as group:
                raise _first(group) from group

    async def _scan(self, roots: Sequence[str], collector: _Collector) -> Scanned:
        session = Session(
            self.settings, self.cache_file, offline=self.offline, transport=self.transport, aliases=self.aliases
        )
        async with session:
            pipeline = session.pipeline(roots, collector, self.token)
            await self._drive(pipeline)
            return Scanned(
                collector.store,
                pipeline.tmdb,
                pipeline.counters.elapsed,
                collector.failure,
                self.token.cancelled,
                self.before,
            )

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

    def __init__(self, on_matched: RowListener | None, before: EarlierRuns | None) -> None:
        self.store = ReviewStore(before=before)
        self.failure: OrganizerError | None = None
        self._on_matched = on_matched
        self._ids: dict[str, int] = {}

    def __call__(self, event: PipelineEvent) -> None:
        if isinstance(event, FilesFound):
            before = len(self.store)
            self.store.add(event.files, event.left_out)
            self._ids.update((self.store[i].file.path, i) for i in range(before, len(self.store)))
        elif isinstance(event, FilesParsed):
            self.store.set_parses(event.parses)
        elif isinstance(event, FilesMatched):
            self.store.set_verdicts(event.verdicts)
            if self._on_matched:
                for path, _ in event.verdicts:
                    self._on_matched(self.store[self._ids[path]])
        elif isinstance(event, StageFailed):
            self.failure = self.failure or event.error


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
