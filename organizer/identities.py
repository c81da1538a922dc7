"""Which file a look at a path means, on disks too that make their inode numbers up."""

from __future__ import annotations

import os
import stat
import time
from typing import Any

from organizer.model import FileIdentity
from organizer.mounts import devices_of

# FAT has no inodes: the kernel numbers its files anew after each mount, and whenever it has forgotten one. So does
# exfat-fuse, whose type (fuseblk) does not tell it from ntfs-3g; sshfs and rclone number what they come across.
_MAKES_UP = frozenset({"vfat", "msdos", "exfat", "fuseblk", "fuse.exfat", "fuse.sshfs", "fuse.rclone"})
_LASTING = 5.0  # seconds that the table of mounts is taken for true: another disk may come under the number of one
_LATEST = 2**63 - 1  # ns since the epoch


class _Devices:
    """The devices of now whose inode numbers say nothing."""

    def __init__(self) -> None:
        self._numbers: frozenset[int] = frozenset()
        self._read_at = float("-inf")

    def makes_up(self, device: int) -> bool:
        """Whether files of that device have another inode number the next time."""
        now = time.monotonic()
        if now - self._read_at > _LASTING:
            self._numbers, self._read_at = devices_of(_MAKES_UP), now
        return device in self._numbers


_DEVICES = _Devices()


def known_time(time_ns: int) -> int:
    """A time of a file as it is kept. ext4 counts until 2446, eight bytes of nanoseconds until 2262: later is then."""
    return min(time_ns, _LATEST)


def identity_of(status: os.stat_result) -> FileIdentity:
    """The identity in an ``lstat``. Its inode is 0 where that number would not be found again.

    A file with several names keeps it: the names of one file are told by it.
    """
    return identity_from(status[:4], status.st_size, status.st_mtime_ns)


def identity_from(status: tuple[Any, ...], size: int, mtime_ns: int) -> FileIdentity:
    """The same, of which only mode, inode, device and number of links are at hand, in that order, and these two."""
    mode, inode, device, links = status
    lasting = links > 1 and not stat.S_ISDIR(mode)
    number = inode if lasting or not _DEVICES.makes_up(device) else 0
    return FileIdentity(device, number, size, known_time(mtime_ns), links)
