"""Reading one folder: its entries sorted into videos, companions, folders to enter, and what is left out."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

from organizer.discovery.names import Ending, Endings, folder_left_out, unfinished_names, why_not_media
from organizer.identities import identity_of
from organizer.model import CompanionKind, FileIdentity, LeftOut, LeftOutReason

PRINT_BYTES = 16
_NAME = attrgetter("name")


class Entry(NamedTuple):
    """A video or a possible companion, looked at once by ``lstat``. ``kind`` is None for a video."""

    path: str
    name: str
    stem: str
    identity: FileIdentity
    kind: CompanionKind | None = None


class Folder(NamedTuple):
    """A folder to enter, and which one it is on the disk: a bind mount shows one folder twice."""

    path: str
    name: str
    device: int
    inode: int


class Look(NamedTuple):
    """The entries of a folder, unsorted; those of them that are folders; and a digest of what it holds.

    Two looks with the same print are taken for the same folder: it covers all names, and of what may be media
    everything by which a changed file shows. It is empty, and never the same, when a file could not be looked at.
    ``held`` is what it was made of, sorted.
    """

    entries: list[os.DirEntry[str]]
    folders: list[os.DirEntry[str]]
    print: bytes
    held: Sequence[tuple[Any, ...]]

    def media(self) -> tuple[list[str], int]:
        """The names of what may be media, sorted, and what ``glance`` says of them."""
        names = [one[0] for one in self.held if len(one) > 1]
        return names, hash(tuple([one[1:] for one in self.held if len(one) > 1]))


@dataclass(slots=True)
class Listing:
    """What one folder holds, each list sorted by name. ``left_out`` grows while the entries are settled."""

    path: str
    videos: list[Entry] = field(default_factory=list)
    companions: list[Entry] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return os.path.basename(self.path)


def look(path: str, endings: Endings) -> Look:
    """List a folder: one ``scandir``, and one ``lstat`` for what may be media, which the entries keep.

    Raises ``OSError`` when the folder cannot be listed to its end: half a listing would part companions from videos.
    """
    entries = list_folder(path)
    folders: list[os.DirEntry[str]] = []
    held: list[tuple[Any, ...]] = []
    may_be_media = endings.last_parts
    print_ = None
    for entry in entries:  # the hot loop of a rescan: a µs here is a tenth of it
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry)
            held.append((name + "/",))
        elif name.rpartition(".")[2].lower() in may_be_media:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                print_ = b""
                continue
            held.append((name, status[:4], status.st_size, status.st_mtime_ns))  # mode, inode, device, links
        elif entry.is_file(follow_symlinks=False):
            held.append((name,))
        else:  # a link or a pipe where a folder or a file of that name may have been
            held.append((f"{name}//{entry.inode()}",))
    if print_ is None:
        held.sort()
        print_ = blake2b(marshal.dumps(held, 2), digest_size=PRINT_BYTES).digest()
    return Look(entries, folders, print_, held)


def glance(path: str, names: Sequence[str]) -> int:
    """A digest of what these entries of a folder are, without listing it; the same in every process.

    Raises ``OSError`` when one cannot be looked at.
    """
    within = path.rstrip("/") + "/"
    held = []
    for name in names:  # the hot loop of a rescan on a local disk
        status = os.lstat(within + name)
        held.append((status[:4], status.st_size, status.st_mtime_ns))
    return hash(tuple(held))  # of numbers alone, which hash to the same everywhere


def list_folder(path: str) -> list[os.DirEntry[str]]:
    """The entries of a folder, unsorted. Raises ``OSError`` when it cannot be listed to its end."""
    with os.scandir(path) as scan:
        return list(scan)


def read_folder(path: str, found: list[os.DirEntry[str]], endings: Endings) -> Listing:
    """Sort the entries of a folder: one ``lstat`` for each video, companion and folder; opens nothing.

    Takes them out of the list, each as it is read: it holds its ``lstat``, which is 1 kB.
    """
    found.sort(key=_NAME, reverse=True)
    listing = Listing(path)
    unfinished = unfinished_names(entry.name for entry in found)
    while found:
        entry = found.pop()
        try:
            _sort_in(entry, listing, unfinished, endings)
        except OSError as error:
            listing.left_out.append(LeftOut(entry.path, LeftOutReason.UNREADABLE, error.strerror or ""))
    return listing


def _sort_in(entry: os.DirEntry[str], listing: Listing, unfinished: set[str], endings: Endings) -> None:
    if entry.is_dir(follow_symlinks=False):
        _sort_folder(entry, listing)
    elif entry.is_symlink():
        listing.left_out.append(_link(entry))
    elif not entry.is_file(follow_symlinks=False):
        listing.left_out.append(LeftOut(entry.path, LeftOutReason.SPECIAL, "a pipe, socket or device, never opened"))
    elif entry.name.startswith("."):
        listing.left_out.append(LeftOut(entry.path, LeftOutReason.HIDDEN))
    elif entry.name in unfinished:
        listing.left_out.append(LeftOut(entry.path, LeftOutReason.UNFINISHED))
    else:
        _sort_file(entry, listing, endings)


def _sort_folder(entry: os.DirEntry[str], listing: Listing) -> None:
    if reason := folder_left_out(entry.name):
        listing.left_out.append(LeftOut(entry.path, *reason))
        return
    status = entry.stat(follow_symlinks=False)
    listing.folders.append(Folder(entry.path, entry.name, status.st_dev, status.st_ino))


def _sort_file(entry: os.DirEntry[str], listing: Listing, endings: Endings) -> None:
    named = endings.read(entry.name)
    if named.ending is Ending.OTHER:
        listing.left_out.append(LeftOut(entry.path, LeftOutReason.NOT_MEDIA, why_not_media(entry.name)))
        return
    identity = identity_of(entry.stat(follow_symlinks=False))
    found = Entry(entry.path, entry.name, named.stem, identity, named.kind)
    (listing.videos if named.ending is Ending.VIDEO else listing.companions).append(found)


def _link(entry: os.DirEntry[str]) -> LeftOut:
    """The link itself, read but not followed: what it leads to may be a dead mount, on which a ``stat`` hangs."""
    folder = os.path.dirname(entry.path)
    target = os.path.normpath(os.path.join(folder, os.readlink(entry.path)))
    if f"{entry.path}/".startswith(f"{target.rstrip('/')}/"):
        return LeftOut(entry.path, LeftOutReason.LOOP, "a link to a folder that holds it, not followed")
    return LeftOut(entry.path, LeftOutReason.SYMLINK, "a link, not followed")
