"""The command line called in this process, with folders of its own and no key unless a test sets one."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from organizer.demo.tmdb import Server, serve
from tui.__main__ import main


@dataclass(frozen=True, slots=True)
class Called:
    """What a call came to."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines; fails when anything else is there."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


Call = Callable[..., Called]


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where settings, state and cache of the test lie: ``config``, ``data``, ``cache``."""
    folder = tmp_path_factory.mktemp("home")
    for variable in ("TMDB_ACCESS_TOKEN", "TMDB_API_KEY", "TMDB_BASE_URL", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    for name in ("config", "data", "cache"):
        monkeypatch.setenv(f"PMO_{name.upper()}_DIR", str(folder / name))
    return folder


@pytest.fixture
def pmo(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the program: ``pmo("scan", folder, stdin=b"", env={})``."""

    def call(*argv: object, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Called:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            status = main([os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in argv])
        out, err = capsys.readouterr()
        return Called(status, out, err)

    return call


@pytest.fixture
def config(home: Path) -> Callable[[str], Path]:
    """Writes the settings file."""

    def write(text: str) -> Path:
        path = home / "config" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    return write


@pytest.fixture(scope="session")
def tmdb() -> Iterator[Server]:
    """The demo's TMDB, as a server on loopback."""
    with serve() as server:
        yield server


@pytest.fixture
def online(pmo: Call, tmdb: Server, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the program with a key and that TMDB."""
    monkeypatch.setenv("TMDB_BASE_URL", tmdb.url)
    monkeypatch.setenv("TMDB_ACCESS_TOKEN", "token-of-a-test")
    return pmo


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Two sure ones (one with a subtitle), an ambiguous one, an unknown one that is not UTF-8, and no media."""
    folder = tmp_path / "downloads"
    for name in (
        "Heat.1995.1080p.BluRay.mkv",
        "Heat.1995.1080p.BluRay.en.srt",
        "Lost/Lost.S01E03.720p.HDTV.mkv",
        "Dune.mkv",
        os.fsdecode(b"qw\xffpzt.mkv"),
        "notes.txt",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(name) * 100)
    return folder
