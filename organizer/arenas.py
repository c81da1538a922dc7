"""One pool of memory for all threads of a process that works for hours."""

from __future__ import annotations

_M_ARENA_MAX = -8  # malloc.h of glibc


def share_one() -> None:
    """Let all threads that start from now on take memory from one pool.

    glibc gives each thread a pool of its own, so that threads need not wait for each other. Python's threads take
    turns anyhow, and what each pool keeps for itself comes to some 4 MB in a scan. Does nothing with another C library.
    """
    import ctypes  # a command that scans nothing does without

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
