"""The pipeline: discovery, parsing and matching as workers side by side, streaming into a sink."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.errors import OrganizerError, TmdbError, TmdbOffline
from organizer.model import LeftOut, MediaFile, Parse, Tier, Verdict
from organizer.tmdb.statistics import TmdbStatistics

if TYPE_CHECKING:
    from organizer.discovery import Found

_LOG = logging.getLogger(__name__)

# Discovery runs ahead of parsing by at most this many batches: found rows show at once, memory stays flat.
_QUEUE = 64
# A batch that is not full goes to the parsers after this long, so that the first rows are not kept waiting.
_BATCH_SECONDS = 0.05
_RATE_WINDOW = 5.0


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Discovery read some folders."""

    files: tuple[MediaFile, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesParsed:
    """Names were read; by path."""

    parses: tuple[tuple[str, Parse], ...]


@dataclass(frozen=True, slots=True)
class FilesMatched:
    """Matching has spoken of some files; by path."""

    verdicts: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True, slots=True)
class StageFailed:
    """A stage ended early: ``error`` says why. What the stages before it found is kept."""

    stage: str
    error: OrganizerError


@dataclass(frozen=True, slots=True)
class PipelineFinished:
    """Everything that could be done is done, or the token was cancelled."""

    cancelled: bool


PipelineEvent = FilesFound | FilesParsed | FilesMatched | StageFailed | PipelineFinished
Sink = Callable[[PipelineEvent], None]


class Parser(Protocol):
    """Whoever reads names: the pool of processes, or a test."""

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        """One reading for each path, in order."""
        ...


class Judge(Protocol):
    """Whoever says what a file is: the matcher, or a test."""

    async def match(self, parse: Parse) -> Verdict:
        """The verdict; raises TmdbError when nobody could be asked."""
        ...


@dataclass(slots=True)
class Counters:
    """How far the pipeline has come. Written by its loop only; reading from another thread is safe."""

    found: int = 0
    left_out: int = 0
    parsed: int = 0
    matched: int = 0
    discovering: bool = True
    finished: bool = False
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    _marks: list[tuple[float, int]] = field(default_factory=list)

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or until the end."""
        return (self.ended or time.monotonic()) - self.started

    def mark(self) -> None:
        """Note how many are matched now; ``rate`` looks back over these."""
        now = time.monotonic()
        self._marks.append((now, self.matched))
        while self._marks[0][0] < now - _RATE_WINDOW and len(self._marks) > 2:
            self._marks.pop(0)

    @property
    def rate(self) -> float:
        """Files a second: over the last seconds while it runs, over everything when it has ended."""
        if self.finished or len(self._marks) < 2:
            return self.matched / self.elapsed if self.elapsed > 0 else 0.0
        (then, before), (now, after) = self._marks[0], self._marks[-1]
        return (after - before) / (now - then) if now > then else 0.0

    @property
    def eta(self) -> float | None:
        """Seconds that the files found so far will still take; None while that cannot be said."""
        left = self.found - self.matched
        if self.finished or left <= 0:
            return 0.0 if not self.discovering else None
        return left / self.rate if self.rate > 0 else None


class Pipeline:
    """One scan of some folders.

    ``sink`` is called on the loop that runs ``run``; it must only hand over (append to a deque, change a store that
    this thread owns). Events of one file come in the order found, parsed, matched. Expected failures arrive as
    StageFailed, once; whatever was found before stays.
    """

    def __init__(
        self,
        roots: Sequence[str],
        settings: Settings,
        parser: Parser,
        judge: Judge,
        sink: Sink,
        token: CancelToken,
        statistics: Callable[[], TmdbStatistics] | None = None,
    ) -> None:
        self.counters = Counters()
        self._roots = roots
        self._settings = settings
        self._parser = parser
        self._judge = judge
        self._sink = sink
        self._token = token
        self._statistics = statistics
        self._to_parse: asyncio.Queue[list[MediaFile] | None] = asyncio.Queue(_QUEUE)
        self._to_match: asyncio.Queue[tuple[str, Parse] | None] = asyncio.Queue()
        self._failed = False

    @property
    def tmdb(self) -> TmdbStatistics:
        """Requests and hits so far."""
        return self._statistics() if self._statistics else TmdbStatistics()

    async def run(self) -> None:
        """Do all of it. Returns when everything is done or soon after the token was cancelled."""
        watch = asyncio.create_task(self._watch())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._discover())
                group.create_task(self._parse())
                group.create_task(self._match())
        finally:
            watch.cancel()
            self.counters.finished = True
            self.counters.ended = time.monotonic()
            self._sink(PipelineFinished(cancelled=self._token.cancelled))

    async def _watch(self) -> None:
        while True:
            self.counters.mark()
            await asyncio.sleep(0.5)

    # -- discovery: a thread reads folders, the loop hands batches on

    async def _discover(self) -> None:
        from organizer.discovery import discover

        waiting: list[MediaFile] = []
        size = self._settings.parsing.batch
        since = time.monotonic()
        source = _Source(discover(self._roots, self._settings.discovery, self._token))
        try:
            while not self._token.cancelled:
                batch = await asyncio.to_thread(source.take, size)
                if batch is None:
                    break
                self._sink(batch)
                self.counters.found += len(batch.files)
                self.counters.left_out += len(batch.left_out)
                waiting.extend(batch.files)
                if len(waiting) >= size or time.monotonic() - since > _BATCH_SECONDS:
                    await self._hand_over(waiting, size)
                    waiting, since = [], time.monotonic()
        except OrganizerError as error:
            self._fail("discovery", error)
        except asyncio.CancelledError:
            self._token.cancel()  # the thread that reads folders sees only the token
            raise
        finally:
            await asyncio.to_thread(source.close)
        await self._hand_over(waiting, size)
        self.counters.discovering = False
        await self._to_parse.put(None)

    async def _hand_over(self, files: list[MediaFile], size: int) -> None:
        for start in range(0, len(files), size):
            await self._to_parse.put(files[start : start + size])

    # -- parsing: a few batches in flight, so that cancelling is quick

    async def _parse(self) -> None:
        limit = asyncio.Semaphore(max(2, self._settings.parsing.workers or 4))
        try:
            async with asyncio.TaskGroup() as group:
                while (batch := await self._to_parse.get()) is not None:
                    if self._token.cancelled:
                        continue
                    await limit.acquire()
                    group.create_task(self._parse_batch(batch, limit))
        finally:
            await self._to_match.put(None)

    async def _parse_batch(self, batch: list[MediaFile], limit: asyncio.Semaphore) -> None:
        try:
            parses = await self._parser.parse([reading_path(file) for file in batch])
        finally:
            limit.release()
        found = tuple((file.path, parse) for file, parse in zip(batch, parses, strict=True))
        self.counters.parsed += len(found)
        self._sink(FilesParsed(found))
        for item in found:
            await self._to_match.put(item)

    # -- matching: as many files at once as keep the requests going

    async def _match(self) -> None:
        limit = asyncio.Semaphore(self._settings.tmdb.concurrency * 4)
        async with asyncio.TaskGroup() as group:
            while (item := await self._to_match.get()) is not None:
                if self._token.cancelled or self._failed:
                    continue
                await limit.acquire()
                group.create_task(self._match_one(*item, limit))

    async def _match_one(self, path: str, parse: Parse, limit: asyncio.Semaphore) -> None:
        try:
            if self._token.cancelled or self._failed:
                return
            verdict = await self._judge.match(parse)
        except TmdbOffline as error:  # of this file only: the cache may well know the next one
            verdict = Verdict(Tier.NONE, reasons=(f"not looked up: {error}",))
        except TmdbError as error:
            self._fail("matching", error)
            return
        finally:
            limit.release()
        self.counters.matched += 1
        self._sink(FilesMatched(((path, verdict),)))

    def _fail(self, stage: str, error: OrganizerError) -> None:
        if not self._failed:
            _LOG.warning("%s stopped: %s", stage, error)
            self._failed = stage == "matching"
            self._sink(StageFailed(stage, error))


def reading_path(file: MediaFile) -> str:
    """The part of a file's path that is read: below its root, and the root's own name where that says something.

    Who scans ``~/tv/Lost/Season 1`` means Lost; who scans ``~/downloads`` does not mean a film of that name.
    """
    from organizer.parsing.folders import FolderKind, read_folder

    above, name = os.path.split(file.root)
    kind = read_folder(name).kind
    if kind in {FolderKind.SEASON, FolderKind.EXTRAS, FolderKind.DISC}:
        return os.path.join(os.path.basename(above), name, file.relative)
    return os.path.join(name, file.relative) if kind is FolderKind.TITLE else file.relative


class _Source:
    """Discovery's generator, read by one thread at a time: a cancelled wait leaves its thread reading."""

    def __init__(self, found: Generator[Found, None, None]) -> None:
        self._found = found
        self._lock = threading.Lock()

    def take(self, size: int) -> FilesFound | None:
        """Up to about ``size`` files, or fewer after a short time; None at the end. Blocks: for a thread."""
        files: list[MediaFile] = []
        left_out: list[LeftOut] = []
        started = time.monotonic()
        with self._lock:
            for part in self._found:
                files.extend(part.files)
                left_out.extend(part.left_out)
                if len(files) >= size or time.monotonic() - started > _BATCH_SECONDS:
                    break
            else:
                return FilesFound(tuple(files), tuple(left_out)) if files or left_out else None
        return FilesFound(tuple(files), tuple(left_out))

    def close(self) -> None:
        """End discovery's threads."""
        with self._lock:
            self._found.close()
