"""What planning may ask a disk: listings and looks, remembered for one plan. Nothing here changes anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import Protocol

from organizer.config.schema import VIDEO_EXTENSIONS
from organizer.display import fold
from organizer.naming import NAME_LIMIT
from organizer.planning.likeness import Comparison, Likeness
from organizer.planning.writers import Writers

_VIDEOS = frozenset(f".{ending}" for ending in VIDEO_EXTENSIONS)
_EFFECTIVE = os.access in os.supports_effective_ids


class DiskView(Protocol):
    """The questions of planning. All answers may be as old as the view: make a new one for each plan."""

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder; none when it is not there or cannot be read."""

    def lstat(self, path: str) -> os.stat_result | None:
        """The path itself, links not followed; None when nothing is there."""

    def realpath(self, path: str) -> str:
        """The path with all links resolved and as the disk spells it, as far as it exists."""

    def free(self, folder: str) -> int | None:
        """Bytes that may be written below an existing folder; None when the disk does not say."""

    def name_limit(self, folder: str) -> int:
        """Bytes that a name in an existing folder may have."""

    def may_change(self, folder: str) -> bool:
        """Whether names may be added to an existing folder and taken from it."""

    def is_read_only(self, folder: str) -> bool:
        """Whether the file system of an existing folder takes no changes from anybody."""

    def links(self, folder: str) -> Mapping[str, str]:
        """The symbolic links in a folder, each with the path that it leads to, as far as that exists."""

    def likeness(self, one: str, other: str) -> Likeness:
        """Whether two regular files of one size hold the same. Reads them, within bounds."""

    def beginning(self, path: str, count: int) -> bytes:
        """The first bytes of a regular file; none when it cannot be read."""

    def is_being_written(self, path: str, mtime_ns: int) -> bool:
        """Whether another program has a regular file open for writing, where that can be known."""


class Disk:
    """The real disk. One ``listdir`` for each folder asked about, one ``lstat`` for each path."""

    def __init__(self) -> None:
        self._comparison = Comparison()
        self._alike: dict[tuple[str, str], Likeness] = {}
        self._writers = Writers()
        self._changeable: dict[str, bool] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._stats: dict[str, os.stat_result | None] = {}
        self._real: dict[str, str] = {}

    def names(self, folder: str) -> frozenset[str]:
        """See ``DiskView``."""
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def lstat(self, path: str) -> os.stat_result | None:
        """See ``DiskView``."""
        if path not in self._stats:
            try:
                self._stats[path] = os.lstat(path)
            except (OSError, ValueError):
                self._stats[path] = None
        return self._stats[path]

    def realpath(self, path: str) -> str:
        """See ``DiskView``. Asked for folders, of which many share their parents: those are resolved once."""
        if path not in self._real:
            above, name = os.path.split(path)
            if not name or above == path:
                self._real[path] = os.path.realpath(path)
            else:
                folder = self.realpath(above)
                candidate = os.path.join(folder, name)
                found = self.lstat(candidate)
                if found is not None:
                    candidate = os.path.join(folder, self._spelled(folder, name))
                link = found is not None and stat.S_ISLNK(found.st_mode)
                self._real[path] = os.path.realpath(candidate) if link else candidate
        return self._real[path]

    def _spelled(self, folder: str, name: str) -> str:
        """The name of what is there: on exFAT or a share ``movies`` may have been asked for as ``Movies``."""
        if name in (names := self.names(folder)):
            return name
        alike = [entry for entry in names if fold(entry) == fold(name)]
        return alike[0] if len(alike) == 1 else name

    def free(self, folder: str) -> int | None:
        """See ``DiskView``. What an ordinary user may write: blocks kept for root do not count."""
        try:
            answer = os.statvfs(folder)
        except OSError:
            return None
        return answer.f_bavail * answer.f_frsize

    def name_limit(self, folder: str) -> int:
        """See ``DiskView``. Never more than 255: some network disks promise what their server does not hold."""
        try:
            return min(NAME_LIMIT, os.pathconf(folder, "PC_NAME_MAX"))
        except OSError:
            return NAME_LIMIT

    def may_change(self, folder: str) -> bool:
        """See ``DiskView``. By the kernel's word, which network disks may contradict."""
        if folder not in self._changeable:
            self._changeable[folder] = os.access(folder, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE)
        return self._changeable[folder]

    def is_read_only(self, folder: str) -> bool:
        """See ``DiskView``."""
        try:
            return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
        except OSError:
            return False

    def links(self, folder: str) -> Mapping[str, str]:
        """See ``DiskView``. Listings say which names are links, so that only these are looked at."""
        try:
            with os.scandir(folder) as entries:
                found = [entry.name for entry in entries if entry.is_symlink()]
        except OSError:
            return {}
        return {name: os.path.realpath(os.path.join(folder, name)) for name in found}

    def likeness(self, one: str, other: str) -> Likeness:
        """See ``DiskView``."""
        if (one, other) not in self._alike:
            self._alike[one, other] = self._comparison.of(one, other)
        return self._alike[one, other]

    def beginning(self, path: str, count: int) -> bytes:
        """See ``DiskView``."""
        found = self.lstat(path)
        if found is None or not stat.S_ISREG(found.st_mode):
            return b""
        try:
            with open(path, "rb", buffering=0) as file:
                return file.read(count)
        except OSError:
            return b""

    def is_being_written(self, path: str, mtime_ns: int) -> bool:
        """See ``DiskView``."""
        return self._writers.hold(path, mtime_ns)


class Spellings:
    """Which names in a folder a careless file system, or a share, takes for a given one (case, NFC and NFD)."""

    def __init__(self, disk: DiskView) -> None:
        self._disk = disk
        self._folded: dict[str, dict[str, list[str]]] = {}
        self._videos: dict[str, dict[str, list[str]]] = {}

    def of(self, folder: str, name: str) -> list[str]:
        """The names there that equal ``name`` when folded; sorted, the exact one first."""
        if folder not in self._folded:
            known = self._folded[folder] = {}
            for entry in sorted(self._disk.names(folder)):
                known.setdefault(fold(entry), []).append(entry)
        return sorted(self._folded[folder].get(fold(name), ()), key=lambda entry: entry != name)

    def twins(self, folder: str, name: str) -> list[str]:
        """The videos there whose names equal ``name`` when folded but for the ending, which differs."""
        if folder not in self._videos:
            known = self._videos[folder] = {}
            for entry in sorted(self._disk.names(folder)):
                stem, ending = os.path.splitext(entry)
                if ending.lower() in _VIDEOS:
                    known.setdefault(fold(stem), []).append(entry)
        stem = fold(os.path.splitext(name)[0])
        return [entry for entry in self._videos[folder].get(stem, ()) if fold(entry) != fold(name)]


def nearest_folder(path: str, disk: DiskView) -> str:
    """The path, or the first folder above it that exists."""
    while disk.lstat(path) is None:
        above = os.path.dirname(path)
        if above == path:
            break
        path = above
    return path


def is_below(path: str, folder: str) -> bool:
    """Whether a normalised path lies strictly inside a folder."""
    return path != folder and path.startswith(f"{folder.rstrip('/')}/")
