"""Which file a name means: the looks that every change and every repair are decided by."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass

from organizer.display import fold
from organizer.identities import identity_of, known_time
from organizer.model import FileIdentity
from organizer.transfer.disk import Disk


@dataclass(frozen=True, slots=True)
class Meta:
    """What a copy has to carry over besides the bytes. Times in nanoseconds."""

    mode: int
    uid: int
    gid: int
    mtime_ns: int


def meta_of(status: os.stat_result) -> Meta:
    """The metadata in a stat result."""
    return Meta(stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid, known_time(status.st_mtime_ns))


def look(disk: Disk, path: str) -> os.stat_result | None:
    """``lstat``, or None when there is nothing of that name. Other errors are raised: not knowing is not absence."""
    try:
        return disk.lstat(path)
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return None
        raise


def is_inode(status: os.stat_result | None, identity: FileIdentity) -> bool:
    """Whether a look shows the same file, perhaps with other contents: enough to move a name, never to delete it.

    Where inode numbers say nothing a file has to be unchanged, and any folder is the folder: only empty ones go.
    """
    if status is None:
        return False
    inode = identity_of(status).inode
    if inode and identity.inode:
        return inode == identity.inode
    return stat.S_ISDIR(status.st_mode) or is_unchanged(status, identity)


def is_one_entry(disk: Disk, one: str, other: str) -> bool:
    """Whether two names that differ in case only are one entry of a folder: hard links of those names would be two.

    Inodes do not tell: exfat-fuse has another one for each spelling.
    """
    folder, name = os.path.split(one)
    if folder != os.path.dirname(other) or fold(name) != fold(os.path.basename(other)):
        return False
    return len([entry for entry in disk.listdir(folder) if fold(entry) == fold(name)]) == 1


def is_unchanged(status: os.stat_result | None, identity: FileIdentity) -> bool:
    """Whether a look shows the same file with nothing done to it."""
    return status is not None and identity_of(status).same_file(identity)
