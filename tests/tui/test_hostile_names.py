"""The program on a real terminal, over a folder of names that try to command it: none of their bytes get through."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

HOSTILE = (
    b"\x1b]52;c;ZXZpbA==\x07Clip.1999.mkv",
    b"\x1b[31mRed.1999.mkv",
    "\u009d0;title\u009c C1 (1999).mkv".encode(),
    "\u202egpj.Turned (1999).mkv".encode(),
    b"\xff\xfe\xfd Latin (1999).mkv",
    b"new\nline (1999).mkv",
    b"[bold]Markup[] (1999).mkv",
    b"$(touch owned) (1999).mkv",
)
PAYLOADS = (b"\x1b]52", b"\x1b[31mRed", "\u009d0".encode(), b"\x9d0;", "\u202eg".encode(), b"\xff\xfe", b"new\nline")
KEYS = b"jjjjjjjjL", b"\x1b", b"pHq", b"/(", b"\x1b", b"m", b"\x1b", b"D\t"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "downloads"
    found.mkdir()
    for name in HOSTILE:
        Path(os.fsdecode(os.path.join(os.fsencode(found), name))).write_bytes(b"x")
    return found


def environment(tmp_path: Path) -> dict[str, str]:
    own = {f"PMO_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    return {**os.environ, **own, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}


def shown(arguments: list[str], environ: dict[str, str]) -> tuple[bytes, int]:
    """All that the app writes to its terminal while keys are pressed, and how it ended when the line dropped."""
    pid, screen = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "tui", *arguments], environ)
    written = _read_until(screen, b"Turned", 30.0)
    for keys in KEYS:
        os.write(screen, keys)
        written += _read_until(screen, b"", 0.4)
    os.kill(pid, signal.SIGHUP)
    written += _read_until(screen, b"\x1b[?1049l", 5.0)
    os.close(screen)
    return written, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _read_until(screen: int, wanted: bytes, seconds: float) -> bytes:
    found = b""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not (wanted and wanted in found):
        if select.select([screen], [], [], 0.05)[0]:
            try:
                found += os.read(screen, 65536)
            except OSError:  # the other side is gone
                break
    return found


def test_no_name_commands_the_terminal(folder: Path, tmp_path: Path) -> None:
    written, status = shown(["--offline", "--library", str(tmp_path / "media"), str(folder)], environment(tmp_path))
    assert b"Turned" in written
    assert [payload for payload in PAYLOADS if payload in written] == []
    assert b"Traceback" not in written
    assert status == 128 + signal.SIGHUP
