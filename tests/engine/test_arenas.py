"""The pool of memory that all threads share, asked of the C library of a real process."""

from __future__ import annotations

import subprocess
import sys

import pytest

# glibc's report names each arena that was made: "Arena 0:", "Arena 1:" ... The threads live until it is written.
_REPORT = """
import ctypes, sys, threading
from organizer import arenas
if sys.argv[1] == "shared":
    arenas.share_one()
taken, over = threading.Barrier(5), threading.Event()
def take():
    kept = [bytearray(4000) for _ in range(100)]
    taken.wait()
    over.wait()
for _ in range(4):
    threading.Thread(target=take).start()
taken.wait()
ctypes.CDLL(None).malloc_stats()
over.set()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the arenas of glibc")
def test_threads_share_one_pool_of_memory() -> None:
    arenas = {
        how: subprocess.run([sys.executable, "-c", _REPORT, how], capture_output=True, text=True, check=True).stderr
        for how in ("each", "shared")
    }
    if "Arena 0" not in arenas["each"]:
        pytest.skip("not glibc")
    assert "Arena 1" in arenas["each"]
    assert "Arena 1" not in arenas["shared"]
