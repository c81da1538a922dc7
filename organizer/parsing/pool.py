"""Many names read at once: in worker processes when they pay, in a gentle thread when they cannot be had."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from organizer.config.schema import ParsingSettings
from organizer.model import MediaType, Parse
from organizer.parsing.machine import cores, spare_megabytes
from organizer.parsing.tasks import Again, Batch, Task
from organizer.parsing.workers import Readings, WorkerGone, Workers

# A thread that reads names holds the interpreter's lock; after each name it lets a waiting loop run (seconds).
_PAUSE = 0.002

# A scan that begins with a few names mostly has more of them within this time (seconds). It is not worth loading
# guessit into this process, which costs 20 MB for as long as it lives, when a worker is needed anyhow.
_SETTLING = 0.15

# Below this many names a second worker saves less than three seconds, and costs 26 MB.
_MANY = 4000
# A worker reads some 500 names a second, TMDB answers 50 questions: more workers than these only wait.
_MOST = 4
_SPARE = 400  # megabytes that must be left before more than one worker is started unasked

# What starting a process can fail with: no memory, no right to, no Python.
_CANNOT_START = (OSError, ValueError)

# Workers that die are replaced this many times; then a thread does the rest.
_REPLACED = 3


class ParserPool:
    """Reads batches of names without holding up the loop that asks.

    Up to ``settings.in_sequence`` names are read in a thread; one process starts when more are asked for, further ones
    when there are thousands. At most ``workers + 2`` batches are with them at once. Nothing is lost when a worker is
    killed: another one reads what it had, or else this process. Belongs to one loop; leave the ``async with`` to end
    the workers, at once.
    """

    def __init__(self, settings: ParsingSettings) -> None:
        self._settings = settings
        self._most = settings.workers or min(cores(), _MOST)
        self._asked = 0
        self._wanted = settings.workers or 1
        self._more = asyncio.Event()
        self._settled = False
        self._workers: Workers | None = None
        self._starts = self._most + _REPLACED
        self._closed = threading.Event()
        self._slots = asyncio.Semaphore(self._most + 2)
        self._here = asyncio.Semaphore(1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        if self._workers is not None:
            self._workers.close()

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        """One batch, in its order. Waits for a free place; never raises for a name.

        Work that is under way when the pool is left is abandoned: its callers get ``CancelledError``.
        """
        if not self._settings.workers and self._asked < _MANY <= self._asked + len(paths):
            self._wanted = _worthwhile(_MANY)
        self._asked += len(paths)
        task = Batch(tuple(paths))
        if await self._are_few():
            return await self._read_here(task)
        async with self._slots:
            return await self._read_there(task)

    async def again(self, path: str, titles: Sequence[str], kind: MediaType | None) -> Parse:
        """``read_again``, before the batches that have no place yet: a match waits for it."""
        task = Again(path, tuple(titles), kind)
        read = self._read_there if self._more.is_set() else self._read_here
        [found] = await read(task)
        return found

    async def _are_few(self) -> bool:
        """Whether no more names than can be read here have been asked for, nor seem to come."""
        if self._asked > self._settings.in_sequence:
            self._more.set()
        elif not self._settled:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait(), _SETTLING)
            self._settled = True
        return not self._more.is_set()

    async def _read_there(self, task: Task) -> list[Parse]:
        for _ in range(2):  # a batch that takes two workers with it is not given to a third
            self._check_open()
            if (readings := self._submitted(task)) is None:
                break
            try:
                found = await asyncio.wrap_future(readings)
            except WorkerGone:
                continue
            self._check_open()
            return found
        self._check_open()
        return await self._read_here(task)

    def _submitted(self, task: Task) -> Readings | None:
        """None when there is no worker, and none can be had."""
        self._workers = self._workers or Workers()
        with contextlib.suppress(*_CANNOT_START):
            while self._workers.living < self._wanted and self._starts > 0:
                self._starts -= 1
                self._workers.start()
        try:
            return self._workers.submit(task)
        except WorkerGone:
            return None

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise asyncio.CancelledError("the pool was left")

    async def _read_here(self, task: Task) -> list[Parse]:
        async with self._here:
            found = await asyncio.to_thread(self._gently, task)
        self._check_open()
        return found

    def _gently(self, task: Task) -> list[Parse]:
        found = []
        for parse in task.read():
            found.append(parse)
            if self._closed.is_set():
                break
            time.sleep(_PAUSE)
        return found


def parse_many(paths: Sequence[str], settings: ParsingSettings) -> Iterator[Parse]:
    """The parses of all paths, in their order, as they are ready; in processes above ``settings.in_sequence`` names."""
    if len(paths) <= settings.in_sequence:
        yield from Batch(tuple(paths)).read()
        return
    size = settings.batch
    batches = [Batch(tuple(paths[start : start + size])) for start in range(0, len(paths), size)]
    workers = Workers()
    try:
        with contextlib.suppress(*_CANNOT_START):
            for _ in range(min(settings.workers or _worthwhile(len(paths)), len(batches))):
                workers.start()
        yield from _streamed(workers, batches)
    finally:
        workers.close()


def _streamed(workers: Workers, batches: Sequence[Batch]) -> Iterator[Parse]:
    at_once = workers.living + 2
    waiting: deque[tuple[Batch, Readings | None]] = deque()
    for batch in batches:
        waiting.append((batch, _asked(workers, batch)))
        if len(waiting) >= at_once:
            yield from _answer(*waiting.popleft())
    while waiting:
        yield from _answer(*waiting.popleft())


def _asked(workers: Workers, batch: Batch) -> Readings | None:
    try:
        return workers.submit(batch)
    except WorkerGone:
        return None


def _answer(batch: Batch, readings: Readings | None) -> Iterator[Parse]:
    """What the worker says of a batch; what this process says, when the worker is gone."""
    if readings is not None:
        with contextlib.suppress(WorkerGone):
            return iter(readings.result())
    return batch.read()


def _worthwhile(names: int) -> int:
    """How many workers so many names are worth, when nobody says."""
    if names < _MANY:
        return 1
    spare = spare_megabytes()
    return 1 if spare is not None and spare < _SPARE else min(cores(), _MOST)
