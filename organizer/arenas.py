"""What a process that works for hours does about its memory: one pool for all threads, no search through what stays."""

from __future__ import annotations

import gc

# malloc.h of glibc
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_LARGE = 32 * 1024  # bytes


def share_one() -> None:
    """Let all threads that start from now on take memory from one pool.

    glibc gives each thread a pool of its own, so that threads need not wait for each other. Python's threads take
    turns anyhow, and what each pool keeps for itself comes to some 4 MB in a scan. What is large (an answer, a file
    that is read whole) stays outside the pool for good, and goes back to the system when it is let go; glibc would
    take ever more of it into the pool, which then has holes. Does nothing with another C library.
    """
    import ctypes  # a command that scans nothing does without

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)


def keep_loaded() -> None:
    """Leave all that was loaded until now, and is no garbage, out of every further search for garbage.

    Modules and screens live as long as the process, and looking through them again and again stops every thread, the
    interface's too, for 0.1 s every three seconds of a scan. The one look that this takes finds 2 MB: each class with
    slots is made twice.
    """
    gc.collect()
    gc.freeze()
