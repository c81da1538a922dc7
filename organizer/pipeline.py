"""The pipeline: discovery, parsing and matching as workers side by side, streaming into a sink."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.counters import Counters, Stage, Statistics
from organizer.errors import OrganizerError, TmdbError, TmdbOffline
from organizer.events import (
    FilesFound,
    FilesMatched,
    FilesParsed,
    FilesRecalled,
    FoldersRecalled,
    PipelineEvent,
    PipelineFinished,
    ScanKept,
    Sink,
    StageFailed,
)
from organizer.gathering import Folder, Gathering, ShowFiles, folders_of, says_the_same, settled
from organizer.model import CompanionKind, LeftOut, MediaFile, MediaType, Parse, Tier, Verdict
from organizer.state.kept import Kept, Renewal, Walked, Walks
from organizer.state.recall import Recalled
from organizer.state.segments import Segment
from organizer.store.codes import STATES
from organizer.tmdb.statistics import TmdbStatistics

if TYPE_CHECKING:
    from organizer.discovery import Found

__all__ = [
    "Counters",
    "FilesFound",
    "FilesMatched",
    "FilesParsed",
    "FilesRecalled",
    "FoldersRecalled",
    "Judge",
    "Memory",
    "Parser",
    "Pipeline",
    "PipelineEvent",
    "PipelineFinished",
    "ScanKept",
    "Sink",
    "StageFailed",
    "Statistics",
    "reading_path",
]

_LOG = logging.getLogger(__name__)

# Discovery runs ahead of parsing by at most this many batches: found rows show at once, memory stays flat.
_QUEUE = 16
# A batch that is not full goes on after this long, so that the first rows are not kept waiting.
_BATCH_SECONDS = 0.05
_MATCHED = 64  # verdicts in one event, at most
_FOUND = 256  # files in one event, at most
# Names are read five times as fast as TMDB answers: what is found waits as names, not as readings.
_AHEAD = 64  # readings, of 10 kB each


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

    async def settle(self, files: Sequence[tuple[str, Parse, Verdict]]) -> Mapping[str, Verdict]:
        """The changed verdicts of the files of one series, all of which are matched; never raises TmdbError."""
        ...


class Memory(Protocol):
    """Whoever knows what an earlier scan found: the state, or a test."""

    def files(self, files: Sequence[MediaFile]) -> dict[str, Recalled]:
        """What is known of these files, by path. Called from one thread at a time, not always the same."""
        ...

    def kept(self, roots: Sequence[str]) -> Kept:
        """The folders that an earlier scan of these roots has left."""
        ...


class Pipeline:
    """One scan of some folders.

    ``sink`` is called on the loop that runs ``run``; it must only hand over (append to a deque, change a store that
    this thread owns). Events of one file come in the order found, recalled or parsed, matched; a folder's names are
    matched once all of them are read. Expected failures arrive as StageFailed, once; whatever was found before stays.
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
        memory: Memory | None = None,
    ) -> None:
        self.counters = Counters()
        self._roots = roots
        self._settings = settings
        self._parser = parser
        self._judge = judge
        self._sink = sink
        self._token = token
        self._statistics = statistics
        self._memory = memory
        self._gathering = Gathering()
        self._to_parse: asyncio.Queue[list[MediaFile] | None] = asyncio.Queue(_QUEUE)
        self._to_match: asyncio.Queue[tuple[str, Parse] | None] = asyncio.Queue(_AHEAD)
        self._verdicts: list[tuple[str, Verdict]] = []
        self._flushing: asyncio.TimerHandle | None = None
        self._fresh_shows: set[int] = set()
        self._shows = ShowFiles()
        self._failed = False
        self._walked = Walks()
        self._renewal: Renewal | None = None

    @property
    def tmdb(self) -> TmdbStatistics:
        """Requests and hits so far."""
        return self._statistics() if self._statistics else TmdbStatistics()

    @property
    def statistics(self) -> Statistics:
        """What the scan has come to so far."""
        return self.counters.statistics(self.tmdb)

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
            self._flush()
            self._shows.close()
            if self._renewal is not None and not self._token.cancelled and self._memory:
                self._sink(ScanKept(self._renewal))
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

        counters = self.counters
        counters.began(Stage.DISCOVERY)
        waiting: list[MediaFile] = []
        size = self._settings.parsing.batch
        since = time.monotonic()
        whole = False
        kept = await asyncio.to_thread(self._memory.kept, self._roots) if self._memory else Kept(())
        source = _Source(
            discover(self._roots, self._settings.discovery, self._token, kept if self._memory else None), self._memory
        )
        try:
            while not self._token.cancelled:
                batch = await asyncio.to_thread(source.take, size)
                if batch is None:
                    break
                self._tell_of(batch)
                self._folders_recalled(kept.ready())
                waiting.extend(await self._open(batch.folders))
                del batch  # what is read of its folders would be held until the next one comes
                if len(waiting) >= size or time.monotonic() - since > _BATCH_SECONDS:
                    await self._hand_over(waiting, size)
                    since = time.monotonic()
            whole = not self._token.cancelled
        except OrganizerError as error:
            self._fail("discovery", error)
        except asyncio.CancelledError:
            self._token.cancel()  # the thread that reads folders sees only the token
            raise
        finally:
            await asyncio.to_thread(source.close)
        self._folders_recalled(kept.ready())
        rests = kept.rest()
        self._folders_recalled(rests)
        if not self._token.cancelled and whole:
            self._renewal = kept.renewal(self._roots, rests, self._walked)
        await self._hand_over(waiting, size)
        counters.discovering = False
        counters.worked(Stage.DISCOVERY)
        await self._to_parse.put(None)

    def _tell_of(self, batch: _Batch) -> None:
        self.counters.found += len(batch.found.files)
        self.counters.left_out += len(batch.found.left_out)
        self.counters.expect(*batch.progress)
        self._walked.extend(batch.walked)
        for piece in _pieces(batch.found):
            self._sink(piece)

    async def _open(self, folders: Sequence[Folder]) -> list[MediaFile]:
        """Tell what is known of some folders, and answer the files whose names must be read."""
        recalled: list[tuple[str, Recalled]] = []
        unread: list[MediaFile] = []
        whole: list[Folder] = []
        for folder in folders:
            for path, known in folder.recalled.items():
                if not known.moved:
                    folder.parses[path] = known.parse
                    recalled.append((path, known))
            missing = folder.unread
            if missing:
                self._gathering.open(folder)
                unread.extend(missing)
            else:
                whole.append(folder)
        if recalled:
            self._recalled(recalled)
        for folder in whole:
            await self._settle_folder(folder)
        return unread

    def _recalled(self, recalled: Sequence[tuple[str, Recalled]]) -> None:
        counters = self.counters
        counters.parsed += len(recalled)
        counters.recalled_parses += len(recalled)
        for _, known in recalled:
            if known.verdict is not None:
                self._count(known.verdict)
                counters.recalled_verdicts += 1
        self._sink(FilesRecalled(tuple(recalled)))

    def _folders_recalled(self, segments: Sequence[Segment]) -> None:
        counters = self.counters
        for segment in segments:
            rows = len(segment.names)
            counters.found += rows
            counters.parsed += rows
            counters.matched += rows
            counters.recalled_parses += rows
            counters.recalled_verdicts += rows
            counters.left_out += sum(map(len, segment.left_out.values()))
            for state, count in Counter(segment.codes["state"]).items():
                if (tier := STATES[state][0]) is not None:
                    counters.tiers[tier] += count
            self._sink(FoldersRecalled(segment))

    async def _hand_over(self, files: list[MediaFile], size: int) -> None:
        """Let names be read, soon or later. Empties ``files`` as it goes: a folder may hold thousands."""
        files.reverse()
        while files:
            batch = files[-size:]
            del files[-size:]
            await self._to_parse.put(batch[::-1])

    # -- parsing: a few batches in flight, so that cancelling is quick

    async def _parse(self) -> None:
        limit = asyncio.Semaphore(max(2, self._settings.parsing.workers or 4))
        async with asyncio.TaskGroup() as group:
            while (batch := await self._to_parse.get()) is not None:
                if self._token.cancelled:
                    continue
                await limit.acquire()
                group.create_task(self._parse_batch(batch, limit))
        # Not when this task is cancelled: matching is then too, and nobody makes room in a full queue.
        await self._to_match.put(None)

    async def _parse_batch(self, batch: list[MediaFile], limit: asyncio.Semaphore) -> None:
        """Read names; the next batch has to wait until these have found room to be matched."""
        self.counters.began(Stage.PARSING)
        try:
            parses = await self._parser.parse([reading_path(file) for file in batch])
            found = tuple((file.path, parse) for file, parse in zip(batch, parses, strict=True))
            self.counters.parsed += len(found)
            self.counters.worked(Stage.PARSING)
            self._sink(FilesParsed(found))
            for path, parse in found:
                if folder := self._gathering.take(path, parse):
                    await self._settle_folder(folder)
        finally:
            limit.release()

    async def _settle_folder(self, folder: Folder) -> None:
        """All names of a folder are read: see what they say together, and go on with what is not known yet."""
        found = settled(folder) if not _has_nfo(folder) else await asyncio.to_thread(settled, folder)
        changed = tuple((path, parse) for path, parse in found if parse != folder.parses[path])
        if changed:
            self._sink(FilesParsed(changed))
        for path, parse in found:
            known = folder.recalled.get(path)
            if known and known.verdict and says_the_same(known.parse, parse):
                self._remember(path, parse, known.verdict)
                if known.moved:
                    self.counters.recalled_verdicts += 1
                    self._matched(path, known.verdict)
                continue
            await self._to_match.put((path, parse))

    # -- matching: as many files at once as keep the requests going

    async def _match(self) -> None:
        limit = asyncio.Semaphore(self._settings.tmdb.concurrency * 4)
        async with asyncio.TaskGroup() as group:
            while (item := await self._to_match.get()) is not None:
                if self._token.cancelled or self._failed:
                    continue
                await limit.acquire()
                group.create_task(self._match_one(*item, limit))
        await self._settle_shows()

    async def _match_one(self, path: str, parse: Parse, limit: asyncio.Semaphore) -> None:
        self.counters.began(Stage.MATCHING)
        try:
            if self._token.cancelled or self._failed:
                return
            verdict = await self._judge.match(parse)
        except TmdbOffline as error:  # of this file only: the cache may well know the next one
            verdict = Verdict(Tier.NONE, reasons=(f"not looked up: {error}",))
            self._count(verdict)
            self._sink(FilesMatched(((path, verdict),), lasting=False))
            return
        except TmdbError as error:
            self._fail("matching", error)
            return
        finally:
            limit.release()
            self.counters.worked(Stage.MATCHING)
        self._remember(path, parse, verdict, fresh=True)
        self._matched(path, verdict)

    def _matched(self, path: str, verdict: Verdict) -> None:
        """Tell of a verdict soon: many of them become one event."""
        self._count(verdict)
        self._verdicts.append((path, verdict))
        if len(self._verdicts) >= _MATCHED:
            self._flush()
        elif self._flushing is None:
            self._flushing = asyncio.get_running_loop().call_later(_BATCH_SECONDS, self._flush)

    def _count(self, verdict: Verdict) -> None:
        self.counters.matched += 1
        self.counters.tiers[verdict.tier] += 1

    def _flush(self) -> None:
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        if self._verdicts:
            verdicts, self._verdicts = tuple(self._verdicts), []
            self._sink(FilesMatched(verdicts))

    # -- series: the order that their numbers follow shows when all files are there

    def _remember(self, path: str, parse: Parse, verdict: Verdict, *, fresh: bool = False) -> None:
        match = verdict.match
        if match is None or match.type is not MediaType.EPISODE:
            return
        self._shows.add(match.tmdb_id, path, parse, verdict)
        if fresh:
            self._fresh_shows.add(match.tmdb_id)

    async def _settle_shows(self) -> None:
        for show_id in self._fresh_shows:
            if self._token.cancelled or self._failed:
                return
            files = list(self._shows.of(show_id))
            tiers = {path: verdict.tier for path, _, verdict in files}
            for path, verdict in (await self._judge.settle(files)).items():
                self.counters.matched -= 1
                self.counters.tiers[tiers[path]] -= 1
                self._matched(path, verdict)
        self.counters.worked(Stage.MATCHING)
        self._flush()

    def _fail(self, stage: str, error: OrganizerError) -> None:
        if not self._failed:
            _LOG.warning("%s stopped: %s", stage, error)
            self._failed = stage == "matching"
            self._sink(StageFailed(stage, error))


def _has_nfo(folder: Folder) -> bool:
    return any(companion.kind is CompanionKind.NFO for file in folder.files for companion in file.companions)


def reading_path(file: MediaFile) -> str:
    """The part of a file's path that is read: below its root, and the root's own name where that says something.

    Who scans ``~/tv/Lost/Season 1`` means Lost; who scans ``~/downloads`` or ``~/in`` means no film of that name.
    """
    from organizer.parsing.folders import FolderKind, names_title, read_folder

    above, name = os.path.split(file.root)
    if read_folder(name).kind in {FolderKind.SEASON, FolderKind.EXTRAS, FolderKind.DISC}:
        return os.path.join(os.path.basename(above), name, file.relative)
    return os.path.join(name, file.relative) if names_title(name, file.relative) else file.relative


def _pieces(found: FilesFound) -> Iterator[FilesFound]:
    """A folder may hold thousands of files: whoever takes them in does it bit by bit."""
    yield FilesFound(found.files[:_FOUND], found.left_out)
    for start in range(_FOUND, len(found.files), _FOUND):
        yield FilesFound(found.files[start : start + _FOUND])


@dataclass(frozen=True, slots=True)
class _Batch:
    found: FilesFound
    folders: tuple[Folder, ...]
    walked: tuple[Walked, ...]
    progress: tuple[int, int]


class _Source:
    """Discovery's generator, read by one thread at a time: a cancelled wait leaves its thread reading."""

    def __init__(self, found: Generator[Found, None, None], memory: Memory | None) -> None:
        self._found = found
        self._memory = memory
        self._lock = threading.Lock()

    def take(self, size: int) -> _Batch | None:
        """Up to about ``size`` files, or fewer after a short time; None at the end. Blocks: for a thread."""
        files: list[MediaFile] = []
        folders: list[Folder] = []
        left_out: list[LeftOut] = []
        walked: list[Walked] = []
        progress = 0, 0
        count = 0
        started = time.monotonic()
        with self._lock:
            for part in self._found:
                progress = part.read, part.ahead
                left_out.extend(part.left_out)
                if part.seen:
                    walked.append(Walked(part.seen, len(part.files), part.left_out))
                if part.files:
                    count += len(part.files)
                    files.extend(part.files)
                    folders.extend(folders_of(part.files, self._memory.files(part.files) if self._memory else {}))
                if count >= size or time.monotonic() - started > _BATCH_SECONDS:
                    break
            else:
                if not folders and not left_out and not walked:
                    return None
        return _Batch(FilesFound(tuple(files), tuple(left_out)), tuple(folders), tuple(walked), progress)

    def close(self) -> None:
        """End discovery's threads."""
        with self._lock:
            self._found.close()
