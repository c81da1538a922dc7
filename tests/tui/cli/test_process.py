"""The program as a process: what it imports, how it ends on signals, a closed pipe and a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from organizer.demo.library import build_library
from organizer.demo.tmdb import Faults, serve
from tui.commands.rehearsal import read_tree

from .conftest import Call

HEAVY = {"textual", "httpx", "guessit", "rebulk", "asyncio"}


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Children that hear SIGINT: a shell without job control has whatever it runs in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Heard(list[str]):
    """A list that says when it holds something."""

    def __init__(self) -> None:
        super().__init__()
        self.something = threading.Event()

    def append(self, item: str) -> None:
        super().append(item)
        self.something.set()


def start(*argv: object, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui", *map(str, argv)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **(env or {})},
    )  # fmt: skip


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["history"], ["parse", "--help"], ["config", "show"]])
def test_what_needs_nothing_heavy_imports_nothing_heavy(home: Path, argv: list[str]) -> None:
    code = f"import sys; from tui.__main__ import main; main({argv!r}); sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert not HEAVY & {name.partition(".")[0] for name in done.stderr.split()}
    assert done.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_a_scan_with_what_was_found(home: Path, downloads: Path, number: signal.Signals) -> None:
    with serve(faults=Faults(latency=30)) as server:
        server.asked = heard = Heard()
        process = start("scan", downloads, "--json", env={"TMDB_BASE_URL": server.url, "TMDB_ACCESS_TOKEN": "t"})
        assert heard.something.wait(20)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    objects = [json.loads(line) for line in out.splitlines()]
    assert objects[-1]["summary"]["stopped"] == "interrupted"
    assert len([found for found in objects if "path" in found]) == 4


def test_a_signal_while_names_are_typed_ends_quietly(home: Path) -> None:
    code = "import sys; from tui.__main__ import main; print('ready', flush=True); sys.exit(main(['parse', '--json']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    _, err = process.communicate(timeout=20)
    assert process.returncode in {130, -signal.SIGTERM}  # the latter when it came before the handler was there
    assert "Traceback" not in err


def test_a_reader_that_goes_away_ends_a_scan_without_a_word(home: Path, tmp_path: Path) -> None:
    build_library(str(tmp_path / "in"), count=40)
    with serve() as server:
        process = start("scan", tmp_path / "in", "--json", env={"TMDB_BASE_URL": server.url, "TMDB_ACCESS_TOKEN": "t"})
        assert process.stdout
        assert process.stdout.readline().startswith('{"path"')
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == ""
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_apply_that_is_cut_short_can_be_taken_back(online: Call, tmp_path: Path, number: signal.Signals) -> None:
    build_library(str(tmp_path / "in"), count=60)
    before = read_tree(str(tmp_path / "in"))
    process = start("apply", tmp_path / "in", "--library", tmp_path / "lib", "--yes", "--json")
    assert process.stdout
    for line in process.stdout:
        if '"result": "done"' in line:
            process.send_signal(number)
            break
    rest = [json.loads(line) for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait(timeout=60)
    if number is signal.SIGTERM:
        assert process.returncode == 130
        assert rest[-1]["summary"]["skipped"] > 0
    assert online("recover").status == 0
    assert online("undo").status == 0
    assert read_tree(str(tmp_path / "in")) == before


def test_the_version_is_said(home: Path) -> None:
    process = start("--version")
    out, _ = process.communicate(timeout=20)
    assert out.startswith("plex-media-organizer ")
    assert process.returncode == 0
