"""The operating system's calls that read or change a disk, one method each: a test can fail or kill any of them.

Nothing else in the engine changes a person's files, and no call here replaces a file: the one ``os.rename`` is for
file systems that know neither ``RENAME_NOREPLACE`` nor hard links, and only ever lands on our own empty reservation.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
from functools import cache
from typing import Any

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_FICLONE = 0x40049409  # linux/fs.h; the reflink of btrfs, xfs, bcachefs
_PRIVATE = 0o600
NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _libc_call(name: str, *arguments: Any, path: str, other: str | None = None) -> None:
    """Call a function of the C library that Python does not offer; ENOSYS when it is missing there too."""
    function = getattr(_libc(), name, None)
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), path, None, other)
    if function(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), path, None, other)


class Disk:
    """The real disk. Every method raises OSError as the kernel does; none follows a symbolic link at the last name."""

    # ------------------------------------------------------------------------------------------- names

    def rename_noreplace(self, source: str, target: str) -> None:
        """Rename; EEXIST when the target exists; EINVAL, ENOSYS or ENOTSUP where that cannot be promised."""
        _libc_call(
            "renameat2",
            _AT_FDCWD,
            os.fsencode(source),
            _AT_FDCWD,
            os.fsencode(target),
            _RENAME_NOREPLACE,
            path=source,
            other=target,
        )

    def rename_onto_reservation(self, source: str, target: str) -> None:
        """Rename over a name that ``reserve`` has made: the last fall-back, never called for anything else."""
        os.rename(source, target)

    def reserve(self, path: str) -> None:
        """Make an empty file, or EEXIST."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE))

    def link(self, source: str, target: str) -> None:
        """Give a file a second name, or EEXIST."""
        os.link(source, target, follow_symlinks=False)

    def symlink(self, text: str, target: str) -> None:
        """Make a symbolic link that reads ``text``, or EEXIST."""
        os.symlink(text, target)

    def unlink(self, path: str) -> None:
        """Take a name away."""
        os.unlink(path)

    # ------------------------------------------------------------------------------------------- folders

    def mkdir(self, path: str, mode: int = 0o777) -> None:
        """Make a folder; the umask, setgid bit and default ACL of its parent apply."""
        os.mkdir(path, mode)

    def rmdir(self, path: str) -> None:
        """Remove an empty folder, and only an empty one."""
        os.rmdir(path)

    def listdir(self, path: str) -> list[str]:
        """The names in a folder."""
        return os.listdir(path)

    def sync_folder(self, path: str) -> None:
        """Make the names in a folder durable. File systems that cannot sync a folder (EINVAL) need none."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self.fsync(descriptor)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
        finally:
            os.close(descriptor)

    # ------------------------------------------------------------------------------------------- looking

    def lstat(self, path: str) -> os.stat_result:
        """What a name is, without following it."""
        return os.lstat(path)

    def readlink(self, path: str) -> str:
        """What a symbolic link reads."""
        return os.readlink(path)

    def may_change(self, path: str) -> bool:
        """Whether names in a folder can be changed, as far as permissions and a read-only mount tell."""
        return os.access(path, os.W_OK | os.X_OK)

    def is_mount(self, path: str) -> bool:
        """Whether a folder is the root of a mounted file system."""
        return os.path.ismount(path)

    def free(self, path: str) -> int | None:
        """Bytes that may be written to the file system of a folder without being root; None when it does not say."""
        try:
            found = os.statvfs(path)
        except OSError:
            return None
        return found.f_bavail * found.f_frsize if found.f_blocks else None

    # ------------------------------------------------------------------------------------------- contents

    def open_source(self, path: str) -> int:
        """Open for reading."""
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)

    def create(self, path: str) -> int:
        """Make a file that only its owner can read and open it for reading and writing, or EEXIST."""
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, _PRIVATE)

    def close(self, descriptor: int) -> None:
        """Close."""
        os.close(descriptor)

    def fstat(self, descriptor: int) -> os.stat_result:
        """What an open file is."""
        return os.fstat(descriptor)

    def read(self, descriptor: int, count: int) -> bytes:
        """At most ``count`` bytes; none at the end."""
        return os.read(descriptor, count)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write; returns how many bytes the kernel took, which may be fewer."""
        return os.write(descriptor, data)

    def seek(self, descriptor: int, offset: int) -> None:
        """Move to an offset from the start."""
        os.lseek(descriptor, offset, os.SEEK_SET)

    def truncate(self, descriptor: int, size: int) -> None:
        """Set the size: the tail of a sparse copy."""
        os.ftruncate(descriptor, size)

    def allocate(self, descriptor: int, size: int) -> None:
        """Take the space beforehand, so that a full disk shows before the bytes flow; ENOTSUP where that cannot be.

        Not ``posix_fallocate``: the C library imitates that with a write into every block where the kernel cannot.
        """
        _libc_call(
            "fallocate",
            ctypes.c_int(descriptor),
            ctypes.c_int(0),
            ctypes.c_int64(0),
            ctypes.c_int64(size),
            path=str(descriptor),
        )

    def clone(self, target: int, source: int) -> None:
        """Share the blocks of an open file (FICLONE): instant, and ENOTSUP or EXDEV where the file system cannot."""
        fcntl.ioctl(target, _FICLONE, source)

    def fsync(self, descriptor: int) -> None:
        """Make contents durable. A failure is final: the pages are clean after it, so a second try would lie."""
        os.fsync(descriptor)

    def forget_cache(self, descriptor: int) -> None:
        """Drop the cached pages, so that the next read comes from the disk."""
        with contextlib.suppress(OSError, AttributeError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    # ------------------------------------------------------------------------------------------- metadata

    def set_mode(self, path: int | str, mode: int) -> None:
        """Set permissions."""
        os.chmod(path, mode)

    def set_owner(self, path: int | str, uid: int, gid: int) -> None:
        """Set owner and group; seldom allowed."""
        os.chown(path, uid, gid)

    def set_times(self, path: int | str, accessed_ns: int, modified_ns: int) -> None:
        """Set the times, in nanoseconds."""
        os.utime(path, ns=(accessed_ns, modified_ns))

    def list_attributes(self, descriptor: int) -> list[str]:
        """The names of extended attributes."""
        return os.listxattr(descriptor)

    def attribute(self, descriptor: int, name: str) -> bytes:
        """An extended attribute."""
        return os.getxattr(descriptor, name)

    def set_attribute(self, descriptor: int, name: str, value: bytes) -> None:
        """Set an extended attribute."""
        os.setxattr(descriptor, name, value)
