"""Trees, plans and unreliable disks for the tests of transfer."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from organizer import identities
from organizer.cancellation import CancelToken
from organizer.identities import identity_of
from organizer.model import Action, FileIdentity, Library, Operation, OperationStatus, Outcome, Plan, Role
from organizer.transfer.apply import carry_out
from organizer.transfer.disk import Disk
from organizer.transfer.journal import Journal
from organizer.transfer.trash import TRASH

OLD = 1_500_000_000_000_000_000  # 2017: no clock of a test makes it by chance
LATIN = os.fsdecode(b"caf\xe9.mkv")


def identity(path: str) -> FileIdentity:
    return identity_of(os.lstat(path))


# ------------------------------------------------------------------------------------------------- trees


def write(path: str, content: bytes, mode: int = 0o644) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, mode)


def age(root: str) -> None:
    """Give everything below a root its own old time, folders after what is in them."""
    moment = OLD
    for folder, _, names in os.walk(root, topdown=False):
        for path in [*(os.path.join(folder, name) for name in sorted(names)), folder]:
            moment += 1_000_000_007
            os.utime(path, ns=(moment, moment), follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a tree, with all that undo promises to give back."""

    kind: int
    mode: int
    mtime_ns: int
    content: bytes
    twins: tuple[str, ...]


def snapshot(root: str) -> dict[str, Seen]:
    """The tree below a root: names, kinds, permissions, times, bytes, and which names are one file."""
    names: dict[tuple[int, int], list[str]] = {}
    found: dict[str, tuple[os.stat_result, bytes]] = {}
    for folder, folders, files in os.walk(root):
        for path in [folder, *(os.path.join(folder, name) for name in (*folders, *files))]:
            status = os.lstat(path)
            content = b""
            if stat.S_ISREG(status.st_mode):
                content = Path(path).read_bytes()
                names.setdefault((status.st_dev, status.st_ino), []).append(os.path.relpath(path, root))
            elif stat.S_ISLNK(status.st_mode):
                content = os.fsencode(os.readlink(path))
            found[os.path.relpath(path, root)] = (status, content)
    return {
        name: Seen(
            stat.S_IFMT(status.st_mode),
            stat.S_IMODE(status.st_mode),
            0 if stat.S_ISLNK(status.st_mode) else status.st_mtime_ns,
            content,
            tuple(sorted(set(names.get((status.st_dev, status.st_ino), [])))),
        )
        for name, (status, content) in found.items()
    }


def contents(root: str) -> dict[str, bytes]:
    """Regular files only: path below the root -> bytes."""
    return {name: seen.content for name, seen in snapshot(root).items() if stat.S_ISREG(seen.kind)}


def is_private(name: str) -> bool:
    """Whether it is a name that only a run under way has. The trash is there to stay."""
    return os.path.basename(name).startswith(".pmo-") and os.path.basename(name) != TRASH


# ------------------------------------------------------------------------------------------------- plans


@dataclass(frozen=True, slots=True)
class Stage:
    """A temporary world: a folder of downloads, a library, a journal beside them."""

    home: str

    @property
    def tree(self) -> str:
        return os.path.join(self.home, "tree")

    def source(self, *names: str) -> str:
        return os.path.join(self.tree, "in", *names)

    def target(self, *names: str) -> str:
        return os.path.join(self.tree, "lib", *names)

    @property
    def new_folders(self) -> list[str]:
        """The folder of a second library, which is not there until a run makes it."""
        return [os.path.join(self.tree, "new")]

    @property
    def journal_path(self) -> Path:
        return Path(self.home, "state", "journal.db")

    def journal(self, *, write: bool = True) -> Journal:
        return Journal.open(self.journal_path, write=write)

    def watched_journal(self, disk: BadDisk) -> WatchedJournal:
        journal = WatchedJournal.open(self.journal_path, write=True)
        journal.disk = disk if disk.kill else None
        return journal

    def plan(
        self, ways: Sequence[tuple[str, str, int]], action: Action = Action.MOVE, *, replacing: bool = False
    ) -> Plan:
        """A plan from (source, target, group); the first of a group is the video, the others its companions.

        With ``replacing`` whatever stands at a target and is no source itself is to be replaced.
        """
        sources = {source for source, _, _ in ways}
        videos: dict[int, str] = {}
        operations = []
        for source, target, group in ways:
            video = videos.setdefault(group, source)
            operations.append(
                Operation(
                    source,
                    target,
                    action,
                    OperationStatus.READY,
                    group,
                    identity=identity(source),
                    companion_of=None if video == source else video,
                    replaces=identity(target)
                    if replacing and target not in sources and os.path.lexists(target)
                    else None,
                )
            )
        return Plan(
            tuple(operations),
            Library(self.target("Movies"), self.target("TV Shows")),
            action,
            source_roots=(self.source(),),
        )


@contextmanager
def new_stage(where: str | None = None) -> Iterator[Stage]:
    """In memory where that can be: few tests need a real disk, and all of them sync."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    home = tempfile.mkdtemp(prefix="pmo-transfer-", dir=where or memory)
    try:
        os.makedirs(os.path.join(home, "tree", "in"))
        os.makedirs(os.path.join(home, "tree", "lib", "Movies"))
        yield Stage(home)
    finally:
        shutil.rmtree(home)


def furnish(stage: Stage, *, links: bool = True, junk: bool = False) -> list[tuple[str, str, int]]:
    """A tree with all that is awkward, and its ways: companions, twins, a chain, a swap, a conflict, odd names.

    Nothing in the conflicting group may move; everything else may.
    """
    source, target = stage.source, stage.target
    write(source("Heron.2011", "heron.mkv"), b"heron " * 400, 0o640)
    write(source("Heron.2011", "heron.en.srt"), b"heron subtitles")
    write(source("Heron.2011", "Subs", "heron.idx"), b"heron index", 0o600)
    write(source("other", "stays.txt"), b"nobody asked for this")
    if junk:
        write(source("other", "visit.url"), b"get more there")
    write(source("other", LATIN), b"a name of another age")
    write(source("other", "empty.mkv"), b"")
    write(source("seed", "twin one.mkv"), b"two names, one file")
    os.link(source("seed", "twin one.mkv"), source("seed", "twin two.mkv"))
    os.link(source("seed", "twin one.mkv"), source("seed", "seeding.mkv"))  # in no plan, and stays
    write(source("clash", "clash.mkv"), b"the newcomer")
    write(source("clash", "clash.srt"), b"the newcomer's words")
    write(target("Movies", "Clash (2001)", "Clash (2001).mkv"), b"the one that was there")
    for name in "abc":
        write(target("Movies", "Row", f"{name}.mkv"), f"in the row: {name}".encode())
    for name in "xy":
        write(target("Movies", "Swap", f"{name}.mkv"), f"swapped: {name}".encode())
    write(target("Movies", "case.mkv"), b"only the case changes")
    os.chmod(source("Heron.2011", "Subs"), 0o750)
    age(stage.tree)
    heron = target("Movies", "Heron (2011)")
    row, swap = target("Movies", "Row"), target("Movies", "Swap")
    return [
        (source("Heron.2011", "heron.mkv"), f"{heron}/Heron (2011).mkv", 1),
        (source("Heron.2011", "heron.en.srt"), f"{heron}/Heron (2011).en.srt", 1),
        (source("Heron.2011", "Subs", "heron.idx"), f"{heron}/Heron (2011).idx", 1),
        (source("other", LATIN), target("Movies", os.fsdecode(b"caf\xe9 (1990)"), LATIN), 2),
        (source("other", "empty.mkv"), target("Movies", "Empty (2000)", "Empty (2000).mkv"), 3),
        (source("seed", "twin one.mkv"), target("TV Shows", "Twin", "one.mkv"), 4),
        (source("seed", "twin two.mkv"), target("TV Shows", "Twin", "two.mkv"), 5),
        (source("clash", "clash.srt"), target("Movies", "Clash (2001)", "Clash (2001).srt"), 6),
        (source("clash", "clash.mkv"), target("Movies", "Clash (2001)", "Clash (2001).mkv"), 6),
        *(
            (f"{row}/{a}.mkv", f"{row}/{b}.mkv", 7 + i)
            for i, (a, b) in enumerate([("a", "b"), ("b", "c"), ("c", "d")])
            if links
        ),
        *((f"{swap}/{a}.mkv", f"{swap}/{b}.mkv", 10 + i) for i, (a, b) in enumerate([("x", "y"), ("y", "x")]) if links),
        *([(target("Movies", "case.mkv"), target("Movies", "CASE.mkv"), 12)] if links else []),
    ]


def with_junk(stage: Stage, plan: Plan) -> Plan:
    """The plan with its series in a new library, and a file that goes into the trash of its source folder."""
    old, new = stage.target("TV Shows"), os.path.join(stage.new_folders[0], "TV Shows")
    trash = stage.source(TRASH)
    operations = [replace(op, target=(op.target or "").replace(old, new)) for op in plan.operations]
    source = stage.source("other", "visit.url")
    operations.append(
        Operation(
            source,
            os.path.join(trash, "junk-1", "other", "visit.url"),
            Action.MOVE,
            OperationStatus.READY,
            99,
            identity=identity(source),
            role=Role.JUNK,
        )
    )
    return replace(plan, operations=tuple(operations), library=Library(plan.library.movies, new), trash=(trash,))


def apply(stage: Stage, plan: Plan, disk: Disk | None = None) -> list[Outcome]:
    with stage.journal() as journal:
        return list(carry_out(plan, journal, CancelToken(), disk=disk))


# ------------------------------------------------------------------------------------------------- disks


class WatchedDisk(Disk):
    """Calls ``before_call(number, name, arguments)`` before every call, numbered from 1."""

    def __init__(self) -> None:
        self.calls = 0

    def before_call(self, number: int, name: str, arguments: tuple[Any, ...]) -> None:
        """For subclasses."""


def _watched(name: str) -> Callable[..., Any]:
    plain = getattr(Disk, name)

    def call(self: WatchedDisk, *arguments: Any) -> Any:
        self.calls += 1
        self.before_call(self.calls, name, arguments)
        return plain(self, *arguments)

    return call


CALLS = tuple(name for name, value in vars(Disk).items() if callable(value) and not name.startswith("_"))
for _name in CALLS:
    setattr(WatchedDisk, _name, _watched(_name))

LOOKS = frozenset(
    {
        "lstat",
        "listdir",
        "readlink",
        "is_mount",
        "may_change",
        "free",
        "open_source",
        "close",
        "fstat",
        "read",
        "seek",
        "forget_cache",
    }
    | {"list_attributes", "attribute"}
)
CHANGES = tuple(name for name in CALLS if name not in LOOKS)


@dataclass
class Quirks:
    """What a disk cannot do: move between the two halves of the tree, rename without replacing, link, number files."""

    two_devices: str = ""
    no_noreplace: bool = False
    no_links: bool = False
    no_inodes: bool = False

    def refuse(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "rename_noreplace" and self.no_noreplace:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if name == "link" and self.no_links:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        if self.two_devices and name in {"rename_noreplace", "link", "rename_onto_reservation"}:
            halves = {path.startswith(self.two_devices) for path in arguments}
            if len(halves) == 2:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


UNNUMBERED = 0x7FFF_FFFF
"""The device of a disk that makes its inode numbers up."""
_makes_up = identities._DEVICES.makes_up
identities._DEVICES.makes_up = lambda device: device == UNNUMBERED or _makes_up(device)  # type: ignore[method-assign]


class BadDisk(WatchedDisk):
    """Fails or kills at the n-th call, or from it on; with quirks besides."""

    def __init__(
        self,
        quirks: Quirks | None = None,
        *,
        at: int = 0,
        code: int | None = None,
        lasting: bool = False,
        kill: bool = False,
        hook: Callable[[str, tuple[Any, ...]], None] | None = None,
    ) -> None:
        super().__init__()
        self.quirks = quirks or Quirks()
        self.at = at
        self.code = code
        self.lasting = lasting
        self.kill = kill
        self.hook = hook
        self.fired = False
        self.seen = 0

    def before_call(self, number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if not self.kill or name in CHANGES:
            self.tick(name, arguments)
        self.quirks.refuse(name, arguments)

    def lstat(self, path: str) -> os.stat_result:
        return self._renumbered(super().lstat(path))

    def fstat(self, descriptor: int) -> os.stat_result:
        return self._renumbered(super().fstat(descriptor))

    def _renumbered(self, status: os.stat_result) -> os.stat_result:
        """As after a mount of its own: each disk has other numbers for the same files."""
        if not self.quirks.no_inodes or (status.st_nlink > 1 and stat.S_ISREG(status.st_mode)):
            return status
        values = (status.st_mode, (status.st_ino ^ id(self)) & 0xFFFFFFFF, UNNUMBERED, *status[3:])
        times = {name: getattr(status, name) for name in ("st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blocks")}
        return os.stat_result(values, times)

    def tick(self, name: str, arguments: tuple[Any, ...] = ()) -> None:
        """One more moment at which it may strike: for a kill, changes and commits; else every call."""
        self.seen += 1
        if self.at and (self.seen == self.at or (self.lasting and self.seen > self.at)):
            self._strike(name, arguments)

    def _strike(self, name: str, arguments: tuple[Any, ...]) -> None:
        self.fired = True
        if self.hook is not None:
            self.hook(name, arguments)
        if self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.code is not None and name not in {"close", "is_mount", "may_change", "forget_cache"}:
            raise OSError(self.code, os.strerror(self.code))


class WatchedJournal(Journal):
    """Tells a disk of every commit, before and after it, so that a kill can strike there too."""

    disk: BadDisk | None = None

    def _commit(self, more: Iterable[tuple[str, tuple[Any, ...]]]) -> int:
        if self.disk is not None:
            self.disk.tick("before commit")
        number = super()._commit(more)
        if self.disk is not None:
            self.disk.tick("after commit")
        return number


def in_child(work: Callable[[], object]) -> bool:
    """Run ``work`` in a forked process; whether it lived to the end. An exception there is one here."""
    child = os.fork()
    if child == 0:
        status = 3
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001  # the child must never return into the test runner
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    _, result = os.waitpid(child, 0)
    if os.WIFEXITED(result) and os.WEXITSTATUS(result) != 0:
        raise AssertionError("the child process failed with an exception")
    return os.WIFEXITED(result)


def by_result(outcomes: Sequence[Outcome]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.result.value, []).append(os.path.basename(outcome.source))
    return found
