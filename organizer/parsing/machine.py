"""What this machine, or the container on it, can spare for worker processes."""

from __future__ import annotations

import os

_MEGABYTE = 1024 * 1024


def cores() -> int:
    """The cores that this process may use: fewer than the machine has, in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spare_megabytes(meminfo: str = "/proc/meminfo", group: str = "/sys/fs/cgroup") -> int | None:
    """Memory that can be had without swapping, within the limit of the container; None where nobody says."""
    known = [spare for spare in (_of_machine(meminfo), _of_group(group)) if spare is not None]
    return min(known, default=None)


def _of_machine(meminfo: str) -> int | None:
    try:
        with open(meminfo, encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) // 1024
    except (OSError, ValueError, IndexError):
        return None
    return None


def _of_group(group: str) -> int | None:
    """Of a cgroup (version 2). What its files hold in the page cache counts as used, so this is on the careful side."""
    try:
        limit, used = (_number(os.path.join(group, name)) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):  # no group, or "max": no limit
        return None
    return max(0, limit - used) // _MEGABYTE


def _number(path: str) -> int:
    with open(path, encoding="ascii") as file:
        return int(file.read())
