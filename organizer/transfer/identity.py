"""Which file a name means: the looks that every change and every repair are decided by."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass

from organizer.model import FileIdentity
from organizer.transfer.disk import Disk


@dataclass(frozen=True, slots=True)
class Meta:
    """What a copy has to carry over besides the bytes. Times in nanoseconds."""

    mode: int
    uid: int
    gid: int
    mtime_ns: int


def identity_of(status: os.stat_result) -> FileIdentity:
    """The identity in a stat result."""
    return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_nlink)


def meta_of(status: os.stat_result) -> Meta:
    """The metadata in a stat result."""
    return Meta(stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid, status.st_mtime_ns)


def look(disk: Disk, path: str) -> os.stat_result | None:
    """``lstat``, or None when there is nothing of that name. Other errors are raised: not knowing is not absence."""
    try:
        return disk.lstat(path)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        raise


def is_inode(status: os.stat_result | None, identity: FileIdentity) -> bool:
    """Whether a look shows the same file, perhaps with other contents: enough to move a name, never to delete it."""
    return status is not None and status.st_ino == identity.inode


def is_unchanged(status: os.stat_result | None, identity: FileIdentity) -> bool:
    """Whether a look shows the same file with nothing done to it."""
    return status is not None and identity_of(status).same_file(identity)
