"""Reading one folder: its entries sorted into videos, companions, folders to enter, and what is left out."""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from organizer.buffered import Buffered, Made
from organizer.discovery.names import Ending, Endings, folder_left_out, unfinished_names, why_not_media
from organizer.identities import identity_from, known_time
from organizer.model import CompanionKind, FileIdentity, LeftOut, LeftOutReason

PRINT_BYTES = 16
_FACTS = 5


class Entry(NamedTuple):
    """A video or a possible companion, looked at once by ``lstat``. ``kind`` is None for a video.

    ``ending`` is how many letters its ending has, with the dot. There may be thousands in one folder: what follows from
    the path is not kept.
    """

    path: str
    ending: int
    identity: FileIdentity
    kind: CompanionKind | None = None

    @property
    def name(self) -> str:
        """Its own name."""
        return os.path.basename(self.path)

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return os.path.basename(self.path[: -self.ending])


class Folder(NamedTuple):
    """A folder to enter, and which one it is on the disk: a bind mount shows one folder twice."""

    path: str
    device: int
    inode: int

    @property
    def name(self) -> str:
        """Its own name."""
        return os.path.basename(self.path)


class Folders(Made[Folder]):
    """The folders inside one, in 60 bytes each: there may be tens of thousands, and they wait until they are read."""

    def __init__(self, within: str) -> None:
        self.names = Buffered()
        self._within = within.rstrip("/") + "/"
        self._devices = array("Q")
        self._inodes = array("Q")

    def __len__(self) -> int:
        return len(self.names)

    def _at(self, number: int) -> Folder:
        return Folder(self._within + self.names[number], self._devices[number], self._inodes[number])

    def append(self, name: str, device: int, inode: int) -> None:
        """One more."""
        self._devices.append(device)
        self._inodes.append(inode)
        self.names.append(name)


class Media:
    """What may be media in a folder, as ``lstat`` saw it, in 0.2 kB each: there may be thousands."""

    __slots__ = ("_facts", "_times", "names")

    def __init__(self) -> None:
        self.names: list[str] = []
        self._facts = array("Q")  # mode, inode, device, links and size of each
        self._times = array("q")

    def append(self, name: str, status: os.stat_result) -> None:
        """One more."""
        self.names.append(name)
        self._facts.extend((*status[:4], status.st_size))
        self._times.append(known_time(status.st_mtime_ns))

    def sort(self) -> None:
        """Put them in the order of their names."""
        if len(self.names) < 2:
            return
        order = sorted(range(len(self.names)), key=self.names.__getitem__)
        self.names = [self.names[place] for place in order]
        self._facts = array(
            "Q", chain.from_iterable(self._facts[_FACTS * place : _FACTS * (place + 1)] for place in order)
        )
        self._times = array("q", [self._times[place] for place in order])

    def all(self) -> tuple[list[str], bytes, bytes]:
        """Everything by which another one shows."""
        return self.names, self._facts.tobytes(), self._times.tobytes()

    def glanced(self) -> int:
        """What ``glance`` says of all of them."""
        return hash(tuple([_glanced(tuple(four), size, mtime_ns) for *four, size, mtime_ns in self._rows()]))

    def take(self) -> Iterator[tuple[str, FileIdentity]]:
        """Name and identity of each, which is let go for it."""
        before = 0
        self.names.reverse()
        for mode, inode, device, links, size, mtime_ns in self._rows():
            before = before if device == before else device  # one number for all of them, and not one each
            yield self.names.pop(), identity_from((mode, inode, before, links), size, mtime_ns)

    def _rows(self) -> Iterator[tuple[int, ...]]:
        facts = iter(self._facts)
        return zip(facts, facts, facts, facts, facts, self._times, strict=True)


class Look(NamedTuple):
    """What is in a folder, and a digest of it.

    Two looks with the same print are taken for the same folder: it covers all names, and of what may be media
    everything by which a changed file shows. It is empty, and never the same, when a file could not be looked at:
    ``unread`` has the names of those, each with the system's words. ``media`` is what may be media, sorted;
    ``folders`` are the names of those inside, ``inodes`` what they are numbered, and ``others`` the entries that are
    neither.
    """

    others: list[os.DirEntry[str]]
    folders: list[str]
    inodes: array[int]
    print: bytes
    media: Media
    unread: Sequence[tuple[str, str]]


@dataclass(slots=True)
class Listing:
    """What one folder holds, each list sorted by name. ``left_out`` grows while the entries are settled."""

    path: str
    videos: list[Entry] = field(default_factory=list)
    companions: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    folders: Folders = field(init=False)

    def __post_init__(self) -> None:
        self.folders = Folders(self.path)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return os.path.basename(self.path)


def look(path: str, endings: Endings) -> Look:
    """List a folder: one ``scandir``, and one ``lstat`` for what may be media.

    Raises ``OSError`` when the folder cannot be listed to its end: half a listing would part companions from videos.
    """
    others: list[os.DirEntry[str]] = []
    folders: list[str] = []
    inodes = array("Q")
    media = Media()
    plain: list[str] = []
    unread: list[tuple[str, str]] = []
    may_be_media, lstat = endings.last_parts, os.lstat
    with os.scandir(path) as scan:
        for entry in scan:  # the hot loop of a rescan: a µs here is a tenth of it
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(name)
                inodes.append(entry.inode())
            elif not entry.is_file(follow_symlinks=False):  # a link or a pipe, where a file may have been
                others.append(entry)
                plain.append(f"{name}//{entry.inode()}")
            elif name.rpartition(".")[2].lower() in may_be_media:
                try:
                    media.append(name, lstat(entry.path))
                except OSError as error:
                    unread.append((name, error.strerror or ""))
            else:
                others.append(entry)
                plain.append(name)
    media.sort()
    plain.sort()
    held = marshal.dumps((media.all(), sorted(folders), plain), 2)
    print_ = b"" if unread else blake2b(held, digest_size=PRINT_BYTES).digest()
    return Look(others, folders, inodes, print_, media, unread)


def glance(path: str, names: Sequence[str]) -> int:
    """A digest of what these entries of a folder are, without listing it; the same in every process.

    Raises ``OSError`` when one cannot be looked at.
    """
    within = path.rstrip("/") + "/"
    held = []
    for name in names:  # the hot loop of a rescan on a local disk
        status = os.lstat(within + name)
        held.append(_glanced(status[:4], status.st_size, known_time(status.st_mtime_ns)))
    return hash(tuple(held))


def _glanced(status: tuple[int, ...], size: int, mtime_ns: int) -> int:
    return hash((status, size, mtime_ns))  # of numbers alone, which hash to the same everywhere


def read_folder(path: str, found: Look, endings: Endings) -> Listing:
    """Sort what was seen of a folder: one ``lstat`` more for each folder inside; opens nothing.

    Takes media and folders out of what was seen, so that each is let go as it is read: there may be thousands.
    """
    listing = Listing(path)
    within = path.rstrip("/") + "/"
    unfinished = unfinished_names(chain(found.media.names, (entry.name for entry in found.others), found.folders))
    for name, identity in found.media.take():
        if (gone := _passed_over(name, unfinished)) is None:
            _sort_file(within + name, name, identity, listing, endings)
        else:
            listing.left_out.append(LeftOut(within + name, gone))
    folders = found.folders
    folders.sort(reverse=True)
    while folders:
        name = folders.pop()
        try:
            _sort_folder(within + name, name, listing)
        except OSError as error:
            listing.left_out.append(LeftOut(within + name, LeftOutReason.UNREADABLE, error.strerror or ""))
    listing.left_out += [LeftOut(within + name, LeftOutReason.UNREADABLE, said) for name, said in found.unread]
    for entry in found.others:
        try:
            listing.left_out.append(_other(entry, unfinished))
        except OSError as error:
            listing.left_out.append(LeftOut(entry.path, LeftOutReason.UNREADABLE, error.strerror or ""))
    return listing


def _passed_over(name: str, unfinished: set[str]) -> LeftOutReason | None:
    if name.startswith("."):
        return LeftOutReason.HIDDEN
    return LeftOutReason.UNFINISHED if name in unfinished else None


def _other(entry: os.DirEntry[str], unfinished: set[str]) -> LeftOut:
    """What is neither media nor a folder, with the reason."""
    if entry.is_symlink():
        return _link(entry)
    if not entry.is_file(follow_symlinks=False):
        return LeftOut(entry.path, LeftOutReason.SPECIAL, "a pipe, socket or device, never opened")
    if gone := _passed_over(entry.name, unfinished):
        return LeftOut(entry.path, gone)
    return LeftOut(entry.path, LeftOutReason.NOT_MEDIA, why_not_media(entry.name))


def _sort_folder(path: str, name: str, listing: Listing) -> None:
    if reason := folder_left_out(name):
        listing.left_out.append(LeftOut(path, *reason))
        return
    status = os.lstat(path)
    listing.folders.append(name, status.st_dev, status.st_ino)


def _sort_file(path: str, name: str, identity: FileIdentity, listing: Listing, endings: Endings) -> None:
    named = endings.read(name)
    if named.ending is Ending.OTHER:
        listing.left_out.append(LeftOut(path, LeftOutReason.NOT_MEDIA, why_not_media(name)))
        return
    found = Entry(path, len(name) - len(named.stem), identity, named.kind)
    (listing.videos if named.ending is Ending.VIDEO else listing.companions).append(found)


def _link(entry: os.DirEntry[str]) -> LeftOut:
    """The link itself, read but not followed: what it leads to may be a dead mount, on which a ``stat`` hangs."""
    folder = os.path.dirname(entry.path)
    target = os.path.normpath(os.path.join(folder, os.readlink(entry.path)))
    if f"{entry.path}/".startswith(f"{target.rstrip('/')}/"):
        return LeftOut(entry.path, LeftOutReason.LOOP, "a link to a folder that holds it, not followed")
    return LeftOut(entry.path, LeftOutReason.SYMLINK, "a link, not followed")
