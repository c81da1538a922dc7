"""Files that another program is writing just now: downloads, recordings, unpacking."""

from __future__ import annotations

import fcntl
import os
import signal
import time

_FRESH = 10 * 60.0  # seconds since the last change in which a file is worth opening to ask the kernel


class Writers:
    """Asks the system who writes. The table of open files is read once, at the first question."""

    def __init__(self) -> None:
        self._open: dict[str, list[str]] | None = None

    def hold(self, path: str, mtime_ns: int) -> bool:
        """Whether somebody has this regular file open for writing; False also where that cannot be known.

        Programs of one's own user (for root: all) are seen in ``/proc``. Those of others are seen by asking for a read
        lease, which needs the file to be one's own; that opens the file, so it is done for fresh files only.
        """
        if self._open is None:
            self._open = _open_files()
        if any(_is_written(entry) for entry in self._open.get(path, ())):
            return True
        return time.time() - mtime_ns / 1e9 < _FRESH and _refuses_lease(path)


def _open_files() -> dict[str, list[str]]:
    """Where each open path is found: ``/proc/PID/fdinfo/N``."""
    found: dict[str, list[str]] = {}
    for process in _names("/proc"):
        if process.isdigit():
            for number in _names(f"/proc/{process}/fd"):
                try:
                    path = os.readlink(f"/proc/{process}/fd/{number}")
                except OSError:  # closed meanwhile
                    continue
                if path.startswith("/") and not path.startswith(("/dev/", "/proc/")):
                    found.setdefault(path, []).append(f"/proc/{process}/fdinfo/{number}")
    return found


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # another user's process, or one that ended
        return []


def _is_written(entry: str) -> bool:
    try:
        with open(entry, encoding="ascii", errors="replace") as lines:
            flags = next((line.split()[1] for line in lines if line.startswith("flags:")), "0")
    except OSError:
        return False
    return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY


def _refuses_lease(path: str) -> bool:
    """Whether the kernel refuses a read lease because of a writer (fcntl(2): EAGAIN)."""
    if not hasattr(fcntl, "F_SETLEASE"):  # Linux alone has leases
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Whoever opens the file in this moment breaks the lease; by default that sends SIGIO, which would end us.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # not our file, or a file system without leases
        return False
    finally:
        os.close(descriptor)
    return False
