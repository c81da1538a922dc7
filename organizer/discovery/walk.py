"""Walking the roots with threads on one queue, each folder handed over as soon as it is settled."""

from __future__ import annotations

import errno
import os
import queue
import stat
import threading
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings
from organizer.discovery.folder import Folder, Listing, Look, glance, look, read_folder
from organizer.discovery.found import Found, Known
from organizer.discovery.names import Endings, folder_left_out, is_subtitle_folder
from organizer.discovery.noted import Noted, note, seen_as, shown_by
from organizer.discovery.settle import settle
from organizer.discovery.todo import Task, ToDo
from organizer.hash_index import Numbers
from organizer.model import LeftOut, LeftOutReason
from organizer.mounts import keeps_times

FEW_THREADS = 1  # a second one on a warm local disk only takes the interpreter's lock from the first
MANY_THREADS = 16  # more gains little, and servers of network drives and spinning disks suffer
SLOW_FOLDER = 0.0003  # seconds a folder may wait beyond its CPU time: a local disk's stay below, a network's never do
MEASURED = 8  # folders between two looks at the waits
_MEGABYTE = 1024 * 1024
_GATHER = 0.004  # seconds: whoever waits for each folder by itself takes the lock from those who read
_LOOK = 0.1  # seconds between two looks at the token while nothing arrives
_AHEAD = 512  # files and folders that wait for whoever iterates: names are read slower, and each file takes 1 kB
_SHARED = (
    512  # folders that wait for any thread: the others wait with the one that found them, in a fifth of the memory
)
_TWICE = "the same folder as another one, which was read"
_PATIENCE = 2.0  # seconds a closing generator waits for a thread: one that hangs on a dead mount is left behind


def discover(
    roots: Sequence[str], settings: DiscoverySettings, token: CancelToken, known: Known | None = None
) -> Generator[Found, None, None]:
    """Read everything below the roots (as ``check_roots`` gives them) and hand it over folder by folder.

    A folder comes whole: its videos with all their companions, those of its ``Subs`` folder included. Folders come
    in no fixed order; within one everything is sorted. A folder reached twice (overlapping roots, bind mounts) is
    handed over once; below overlapping roots the outer one is the ``root`` of a file. Links are not followed.
    What ``known`` recognises is walked through, but not handed over.

    Nothing raises for what is on the disk: what cannot be read is a ``LeftOut``. Closing the generator, or cancelling
    the token, ends the threads; after a cancel what was read until then has been handed over.
    """
    walk = _Walk(settings, token, known)
    try:
        for phase in _phases(roots):
            if not token.cancelled:
                yield from walk.run(phase)
    finally:
        walk.close()


def _phases(roots: Sequence[str]) -> Iterator[list[str]]:
    """Outer roots first, then those inside them, which the outer ones may have passed over (hidden folders)."""
    rest = list(dict.fromkeys(roots))
    while rest:
        outer = [root for root in rest if not any(_is_below(root, other) for other in rest)]
        yield outer
        rest = [root for root in rest if root not in outer]


def _is_below(path: str, folder: str) -> bool:
    return path != folder and path.startswith(f"{folder.rstrip('/')}/")


def _is_unsure(found: Found) -> bool:
    """Whether the folder may be another one at the next look although nothing in it has changed."""
    return any(gone.reason in {LeftOutReason.UNREADABLE, LeftOutReason.LOOP} for gone in found.left_out)


def _held_up() -> float:
    """How long, in seconds, a thread that sleeps for no time waits for the interpreter's lock: 0.1 ms if it is free."""
    started = time.perf_counter()
    time.sleep(0)
    return time.perf_counter() - started


def _size(found: Found) -> int:
    return 1 + len(found.files)


class _Stopped(Exception):
    """The consumer is gone or cancelled: the folder under way is dropped."""


class _Walk:
    """The threads, their queue, and the folders seen. Results go to the thread that iterates ``run``."""

    def __init__(self, settings: DiscoverySettings, token: CancelToken, known: Known | None) -> None:
        self._endings = Endings(settings)
        self._sample_bytes = settings.sample_megabytes * _MEGABYTE
        self._fixed = settings.threads
        self._token = token
        self._known = known
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Found | BaseException | None] = queue.SimpleQueue()
        self._room = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._pending = 0
        self._todos: list[ToDo] = []  # of all threads
        self._waiting = 0  # files and folders in the results
        self._read = 0  # about: threads may count at once
        self._seen: defaultdict[int, Numbers] = defaultdict(Numbers)  # inodes by device
        self._plain: dict[str, int] = {}  # the device of each root whose folders keep their times
        self._waits: list[float] = []
        self._closed = False

    def run(self, roots: Sequence[str]) -> Iterator[Found]:
        """Everything below the roots that was not seen before."""
        with self._lock:
            self._pending += 1  # holds the end back until all roots are queued
        for root in roots:
            self._enter_root(root)
        self._start(self._fixed or FEW_THREADS)
        self._finish_one()
        yield from iter(self._next, None)  # which, unlike a variable, does not hold a large folder until the next one

    def close(self) -> None:
        """End the threads. One that hangs in the kernel is left to die with the process."""
        with self._lock:
            self._closed = True
        for _ in self._threads:
            self._tasks.put(None)
        deadline = time.monotonic() + _PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    @property
    def _stopped(self) -> bool:
        return self._closed or self._token.cancelled

    def _next(self) -> Found | None:
        while True:
            if self._results.empty():
                time.sleep(_GATHER)
            try:
                result = self._results.get(timeout=_LOOK)
            except queue.Empty:
                if self._token.cancelled:
                    return None
                continue
            if isinstance(result, BaseException):
                raise result
            if result is not None:
                with self._lock:
                    self._waiting -= _size(result)
                if self._waiting < _AHEAD // 2 and not self._room.is_set():
                    self._room.set()
            return result

    def _give(self, found: Found) -> None:
        with self._lock:
            self._waiting += _size(found)
        self._results.put(found)

    def _enter_root(self, root: str) -> None:
        try:
            status = os.stat(root)
        except OSError as error:
            self._give(Found(left_out=(LeftOut(root, LeftOutReason.UNREADABLE, error.strerror or ""),)))
            return
        if self._known is not None and keeps_times(root):
            self._plain[root] = status.st_dev
        if self._first_time(status.st_dev, status.st_ino):
            self._put(Task(root, root, status.st_dev, status.st_ino))

    def _first_time(self, device: int, inode: int) -> bool:
        """Whether the folder was not entered before, under whatever path."""
        if not inode:  # some FUSE file systems number nothing
            return True
        with self._lock:
            return self._seen[device].add(inode)

    def _put(self, task: Task) -> None:
        with self._lock:
            self._pending += 1
        self._tasks.put(task)

    def _finish_one(self) -> None:
        with self._lock:
            self._pending -= 1
            last = self._pending == 0
        if last:
            self._results.put(None)

    def _start(self, count: int) -> None:
        with self._lock:
            for number in range(len(self._threads), 0 if self._closed else count):
                thread = threading.Thread(target=self._work, name=f"discovery-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._settle_below(task)
            except _Stopped:
                pass
            except BaseException as error:  # noqa: BLE001 - raised again in the thread that iterates
                self._results.put(error)
            finally:
                self._finish_one()

    def _settle_below(self, task: Task) -> None:
        """A folder, and what is below it: by this thread alone, as long as there is no other one to share with."""
        own = ToDo(task)
        self._todos.append(own)
        try:
            while own:
                while len(self._threads) > 1 and len(own) > 1 and self._tasks.qsize() < _SHARED:
                    self._put(own.pop())
                self._wait_for_room()
                self._settle(own.pop(), own)
        finally:
            self._todos.remove(own)

    def _wait_for_room(self) -> None:
        """Go on when not too much waits, or nobody takes it any more."""
        while self._waiting >= _AHEAD and not self._stopped:
            self._room.clear()
            self._room.wait(_LOOK)

    def _settle(self, task: Task, own: ToDo) -> None:
        try:
            self._settle_folder(task, own)
        except OSError as error:
            self._give(Found(left_out=(LeftOut(task.folder, LeftOutReason.UNREADABLE, error.strerror or ""),)))

    def _settle_folder(self, task: Task, own: ToDo) -> None:
        if task.listing is not None:
            self._hand_over(task, task.listing, None, own)
            return
        changed = None
        if task.root in self._plain and self._known is not None:
            now = time.time_ns()
            status = os.lstat(task.folder)
            if task.named:
                if not self._is_entered(task, status):
                    return
                task = Task(task.folder, task.root, status.st_dev, status.st_ino)
            if status.st_dev == self._plain[task.root]:
                if self._is_as_before(task, status, self._known, own):
                    return
                changed = shown_by(status, now)
        found = self._look(task.folder)
        if self._known is not None and self._is_known(task, found, changed or 0, self._known, own):
            return
        if task.trusted and not self._is_its_own(task):
            return
        noted = note(found, changed)
        self._hand_over(task, read_folder(task.folder, found, self._endings), noted, own)

    def _hand_over(self, task: Task, listing: Listing, noted: Noted | None, own: ToDo) -> None:
        """Settle a folder."""
        below = list(self._descend(listing, task.root, own)) if listing.folders else []
        settled = settle(listing, below, task.root, self._sample_bytes)
        if noted and noted.print and not below and not _is_unsure(settled):
            seen = seen_as(task, noted, listing, settled.files)
        else:
            seen = None
        self._read += 1
        if seen or settled.files or settled.left_out:
            ahead = self._tasks.qsize() + sum(map(len, self._todos))
            self._give(Found(settled.files, settled.left_out, seen, self._read, ahead))

    def _is_entered(self, task: Task, status: os.stat_result) -> bool:
        """Whether what has the name is a folder that was not entered yet."""
        if not stat.S_ISDIR(status.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), task.folder)
        first = self._first_time(status.st_dev, status.st_ino)
        if not first:
            self._give(Found(left_out=(LeftOut(task.folder, LeftOutReason.LOOP, _TWICE),)))
        return first

    def _is_as_before(self, task: Task, status: os.stat_result, known: Known, own: ToDo) -> bool:
        """Whether the folder's own time says that no entry has changed, and a glance at each file the same of it."""
        before = known.before(task.folder, task.root, status)
        if before is None:
            return False
        if self._stopped:
            raise _Stopped
        media, glanced, below = before
        try:
            if glance(task.folder, media) != glanced:
                return False
        except OSError:
            return False
        known.stands(task.folder)
        within = task.folder.rstrip("/") + "/"
        own.extend(Task(within + name, task.root, named=True) for name in below)
        return True

    def _is_known(self, task: Task, found: Look, changed: int, known: Known, own: ToDo) -> bool:
        """Whether nothing has changed here; then the folders inside are noted, and nothing else."""
        if not found.folders or known.identity(task.folder) is None:
            return known.same(task.folder, task.root, found.print, changed)
        inside: list[Task] = []
        gone: list[LeftOut] = []
        within = task.folder.rstrip("/") + "/"
        for name, inode in zip(found.folders, found.inodes, strict=True):
            path = within + name
            # A folder that was entered the last time, and has the number that it had then, is entered without a look.
            identity = known.identity(path)
            if identity is not None and identity[1] == inode:
                inside.append(Task(path, task.root, *identity, trusted=True))
            elif is_subtitle_folder(name):
                return False
            elif folder_left_out(name) is None:
                try:
                    status = os.lstat(path)
                except OSError as error:
                    gone.append(LeftOut(path, LeftOutReason.UNREADABLE, error.strerror or ""))
                else:
                    inside.append(Task(path, task.root, status.st_dev, status.st_ino))
        if not known.same(task.folder, task.root, found.print, changed):
            return False
        for inner in inside:
            if self._first_time(inner.device, inner.inode):
                own.append(inner)
            else:
                gone.append(LeftOut(inner.folder, LeftOutReason.LOOP, _TWICE))
        if gone:
            self._give(Found(left_out=tuple(gone)))
        return True

    def _is_its_own(self, task: Task) -> bool:
        """Whether a folder that was trusted is not one that is read elsewhere: something may be mounted there now."""
        status = os.lstat(task.folder)
        same = (status.st_dev, status.st_ino) == (task.device, task.inode)
        if same or self._first_time(status.st_dev, status.st_ino):
            return True
        self._give(Found(left_out=(LeftOut(task.folder, LeftOutReason.LOOP, _TWICE),)))
        return False

    def _descend(self, listing: Listing, root: str, own: ToDo) -> Iterator[Listing]:
        """Note the folders inside; read the subtitle folders at once, and hand back those without videos."""
        passed: set[int] = set()
        for number, folder in enumerate(listing.folders):
            if not self._is_new(folder, listing):
                passed.add(number)
            elif is_subtitle_folder(folder.name):
                passed.add(number)
                yield from self._subtitles(folder, listing, root, own, depth=1)
        own.enter(listing.folders, root, passed)

    def _subtitles(self, folder: Folder, parent: Listing, root: str, own: ToDo, depth: int) -> Iterator[Listing]:
        try:
            listing = read_folder(folder.path, self._look(folder.path), self._endings)
        except OSError as error:
            parent.left_out.append(LeftOut(folder.path, LeftOutReason.UNREADABLE, error.strerror or ""))
            return
        if listing.videos:
            own.append(Task(folder.path, root, folder.device, folder.inode, listing=listing))
            return
        for inner in listing.folders:
            if not self._is_new(inner, listing):
                continue
            if depth < 2:  # Subs/<name of the video>/2_English.srt, and no deeper
                yield from self._subtitles(inner, listing, root, own, depth + 1)
            else:
                own.append(Task(inner.path, root, inner.device, inner.inode))
        yield listing

    def _is_new(self, folder: Folder, listing: Listing) -> bool:
        """Whether a folder was not entered before; a second way to one is noted."""
        first = self._first_time(folder.device, folder.inode)
        if not first:
            listing.left_out.append(LeftOut(folder.path, LeftOutReason.LOOP, _TWICE))
        return first

    def _look(self, path: str) -> Look:
        """All that a disk is asked for."""
        if self._closed or self._token.cancelled:
            raise _Stopped
        if self._fixed or len(self._threads) >= MANY_THREADS:
            return look(path, self._endings)
        started, worked = time.perf_counter(), time.thread_time()
        found = look(path, self._endings)
        worked = time.thread_time() - worked
        self._measure(time.perf_counter() - started - worked)
        return found

    def _measure(self, wait: float) -> None:
        """More threads when folders wait for something: that is a network, or a disk far away.

        The lower quartile is asked, not the median: some folders of a fast disk are slow too. What was spent waiting
        for the rest of this process says nothing.
        """
        if wait > SLOW_FOLDER and _held_up() > SLOW_FOLDER:
            return
        self._waits.append(wait)
        if len(self._waits) < MEASURED:
            return
        waits, self._waits = self._waits, []  # a thread that is just started may come here at the same time
        if len(waits) >= MEASURED and sorted(waits)[len(waits) // 4] > SLOW_FOLDER:
            self._start(MANY_THREADS)
