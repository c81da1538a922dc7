"""What a process that works for hours does about its memory: one pool for all threads, no search through what stays."""

from __future__ import annotations

import gc

# malloc.h of glibc
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_LARGE = 32 * 1024  # bytes

_NEWEST = 700  # objects between two looks at what is new: Python's own number
_YOUNG = 1  # such looks between two at what was left of them; 10 of them would hold all threads up for 5 ms
_OLD = 50  # of those between two looks at everything


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
    slots is made twice. What is newer is looked through in smaller portions, and what has lasted a while rarely: a
    scan makes hardly any garbage that is not let go at once.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEWEST, _YOUNG, _OLD)
