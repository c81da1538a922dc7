"""Many names read at once: worker processes when they pay, a gentle thread when they cannot be had."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import resource_tracker
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import Self

from organizer.config.schema import ParsingSettings
from organizer.model import Parse
from organizer.parsing.engine import parse_each, parse_names
from organizer.parsing.guess import guess

# A thread that reads names holds the interpreter's lock; after each name it lets a waiting loop run (seconds).
_PAUSE = 0.002

_NICENESS = 10

# A worker looks this often whether its pool was left (seconds), and then has this long for the name it is at.
_LOOK = 0.5
_LAST_NAME = 2.0

# What starting a process can fail with: no memory, no semaphores, a standard error without a file descriptor.
_CANNOT_START = (OSError, ValueError, RuntimeError, ImportError)

# A pool that broke (a killed worker) is started anew this many times; then a thread does the rest.
_RESTARTS = 1


class ParserPool:
    """Reads batches of names without holding up the loop that asks.

    The first ``settings.in_sequence`` names are read in a thread; processes start when more are asked for, and at most
    ``workers + 2`` batches are with them at once. Nothing is lost when a worker is killed: its batch is read here.
    Belongs to one loop; leave the ``async with`` to stop the workers, which takes no longer than the name they are at.
    """

    def __init__(self, settings: ParsingSettings) -> None:
        self._workers = settings.workers or _cores()
        self._in_sequence = settings.in_sequence
        self._asked = 0
        self._restarts = _RESTARTS
        self._processes: Processes | None = None
        self._closed = threading.Event()
        self._slots = asyncio.Semaphore(self._workers + 2)
        self._here = asyncio.Semaphore(1)

    @staticmethod
    def prepare() -> None:
        """To be called before a terminal app takes standard error: processes cannot be started afterwards else.

        Cheap: it starts the small tracker process of ``multiprocessing``, if it is not running, and imports nothing.
        """
        with contextlib.suppress(*_CANNOT_START):
            resource_tracker.ensure_running()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        if self._processes is not None:
            self._processes.close()
            self._processes = None

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        """One batch, in its order. Waits for a free place; never raises for a name.

        Work that is under way when the pool is left is abandoned: its callers get ``CancelledError``.
        """
        self._asked += len(paths)
        if self._asked <= self._in_sequence:
            found = await self._parse_here(paths)
        else:
            async with self._slots:
                found = await self._parse_there(paths)
        self._check_open()
        return found

    async def _parse_there(self, paths: Sequence[str]) -> list[Parse]:
        self._check_open()
        processes = self._running()
        if processes is not None:
            try:
                return await asyncio.wrap_future(processes.submit(paths))
            except _CANNOT_START:  # the pool is broken, or its processes could not be started
                self._check_open()
                self._give_up(processes)
        return await self._parse_here(paths)

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise asyncio.CancelledError("the pool was left")

    def _running(self) -> Processes | None:
        """The processes, started on first use; None when they cannot be had."""
        if self._processes is None and self._restarts >= 0:
            try:
                self._processes = Processes(self._workers)
            except _CANNOT_START:
                self._restarts = -1
        return self._processes

    def _give_up(self, broken: Processes) -> None:
        """Several batches learn of one break; the first of them counts it."""
        if self._processes is broken:
            broken.close()
            self._processes = None
            self._restarts -= 1

    async def _parse_here(self, paths: Sequence[str]) -> list[Parse]:
        async with self._here:
            return await asyncio.to_thread(self._gently, paths)

    def _gently(self, paths: Sequence[str]) -> list[Parse]:
        found = []
        for parse in parse_each(paths):
            found.append(parse)
            if self._closed.is_set():
                break
            time.sleep(_PAUSE)
        return found


class Processes:
    """Worker processes that read names. They are niced, ignore ctrl+c, and die with their parent."""

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")  # fork would copy a process with threads
        self._closed = context.Event()
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_start_worker, initargs=(self._closed,)
        )

    def submit(self, paths: Sequence[str]) -> Future[list[Parse]]:
        """A batch for the next free worker."""
        return self._executor.submit(_parse_in_worker, tuple(paths))

    def close(self) -> None:
        """Drop what has not begun; a worker stops after the name it is at. Returns at once."""
        self._closed.set()
        self._executor.shutdown(wait=False, cancel_futures=True)


def parse_many(paths: Sequence[str], settings: ParsingSettings) -> Iterator[Parse]:
    """The parses of all paths, in their order, as they are ready; in processes above ``settings.in_sequence`` names."""
    if len(paths) <= settings.in_sequence:
        yield from parse_each(paths)
        return
    workers = settings.workers or _cores()
    batches = iter([paths[start : start + settings.batch] for start in range(0, len(paths), settings.batch)])
    try:
        processes = Processes(min(workers, -(-len(paths) // settings.batch)))
    except _CANNOT_START:
        yield from parse_each(paths)
        return
    try:
        yield from _streamed(processes, batches, workers + 2)
    finally:
        processes.close()


def _streamed(processes: Processes, batches: Iterator[Sequence[str]], at_once: int) -> Iterator[Parse]:
    waiting: deque[tuple[Sequence[str], Future[list[Parse]] | None]] = deque()
    for batch in batches:
        waiting.append((batch, _submitted(processes, batch)))
        if len(waiting) >= at_once:
            yield from _answer(*waiting.popleft())
    while waiting:
        yield from _answer(*waiting.popleft())


def _submitted(processes: Processes, batch: Sequence[str]) -> Future[list[Parse]] | None:
    try:
        return processes.submit(batch)
    except _CANNOT_START:
        return None


def _answer(batch: Sequence[str], future: Future[list[Parse]] | None) -> list[Parse]:
    """What the worker says of a batch; what this process says, when the worker is gone."""
    try:
        return future.result() if future else parse_names(batch)
    except BrokenExecutor:
        return parse_names(batch)


def _cores() -> int:
    """The cores that this process may use: fewer than the machine has, in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# ---------------------------------------------------------------------------------------- in a worker process


class _Worker:
    """What a worker process knows."""

    closed: Event | None = None


def _start_worker(closed: Event) -> None:
    _Worker.closed = closed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    threading.Thread(target=_die_with_pool, args=(closed,), daemon=True).start()
    guess("Warm.Up.S01E01.720p.mkv")


def _die_with_pool(closed: Event) -> None:
    """End with the parent, however it dies: the queue of work would not tell. And end some time after the pool.

    A worker that is started while another's death is dealt with is one that the executor forgets to end; it then waits
    for that worker for ever when Python ends (CPython 3.11, and 3.12 before it took its lock there).
    """
    parent = multiprocessing.parent_process()
    while parent is not None and parent.is_alive() and not closed.is_set():
        parent.join(_LOOK)
    if parent is not None:
        if parent.is_alive():
            parent.join(_LAST_NAME)
        os._exit(1)


def _parse_in_worker(paths: tuple[str, ...]) -> list[Parse]:
    found = []
    for parse in parse_each(paths):
        found.append(parse)
        if _Worker.closed is not None and _Worker.closed.is_set():
            break
    return found
