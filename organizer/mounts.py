"""What file system a folder lies on, from ``/proc/self/mountinfo``."""

from __future__ import annotations

import os
from collections.abc import Collection

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone"})
# Of these the kernel alone keeps the times of a folder, and any new, lost or renamed entry changes them (POSIX).
# Network drives, FUSE (mergerfs shows the time of one branch) and overlays promise less.
_KEEPS_TIMES = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "jfs", "tmpfs"})


def _unescape(field: str) -> str:
    r"""Undo the octal escapes of mountinfo (``\040`` for a blank)."""
    return os.fsdecode(os.fsencode(field).decode("unicode_escape").encode("latin-1"))


def _rows() -> list[list[str]]:
    try:
        with open("/proc/self/mountinfo", errors="surrogateescape") as table:
            return [line.split() for line in table]
    except OSError:
        return []


def devices_of(kinds: Collection[str]) -> frozenset[int]:
    """The numbers of the devices with a mounted file system of one of these types, as ``st_dev`` has them."""
    numbers = (row[2].split(":") for row in _rows() if row[row.index("-") + 1] in kinds)
    return frozenset(os.makedev(int(major), int(minor)) for major, minor in numbers)


def file_system_of(path: str) -> str:
    """The type of the file system that holds the nearest existing folder of ``path``; empty when it cannot be known."""
    wanted = os.path.realpath(path)
    best, kind = "", ""
    for row in _rows():
        point = _unescape(row[4])
        inside = wanted == point or wanted.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):  # of two mounts on one point the later hides the earlier
            best, kind = point, row[row.index("-") + 1]
    return kind


def on_network(path: str) -> bool:
    """Whether a path lies on a network file system, where SQLite's WAL is unsafe (sqlite.org/wal.html)."""
    return file_system_of(path) in _NETWORK


def keeps_times(path: str) -> bool:
    """Whether a folder there shows by its own times that an entry was added, taken away or renamed."""
    return file_system_of(path) in _KEEPS_TIMES
