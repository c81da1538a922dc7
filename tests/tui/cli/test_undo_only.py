"""``pmo undo --only``: one file or folder of a run, and the form of symbolic links."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from .conftest import Call


def applied(online: Call, downloads: Path, library: Path, *more: str) -> str:
    called = online("apply", downloads, "--library", library, "--yes", "--json", *more)
    return str(called.objects[-1]["summary"]["run"])


def test_a_video_comes_back_with_its_subtitle_and_the_rest_stays(online: Call, downloads: Path, tmp_path: Path) -> None:
    run = applied(online, downloads, tmp_path / "lib")
    heat = downloads / "Heat.1995.1080p.BluRay.mkv"
    checked = online("undo", run, "--check", "--only", heat, "--json")
    assert checked.status == 0
    assert checked.objects[-1] == {"summary": {"possible": 2, "impossible": 0}}
    undone = online("undo", run, "--only", heat, "--json")
    assert undone.status == 0
    assert undone.objects[-1]["summary"]["done"] == 2
    assert heat.exists()
    assert heat.with_suffix(".en.srt").exists()
    assert not (downloads / "Lost").exists()
    assert online("history", "--json").objects[0]["state"] == "partial"
    assert online("undo", "--only", downloads / "Lost", "--only", downloads / "Lost").status == 0
    assert (downloads / "Lost/Lost.S01E03.720p.HDTV.mkv").exists()
    assert online("history", "--json").objects[0]["state"] == "undone"


def test_a_path_that_no_run_knows_is_named(online: Call, downloads: Path, tmp_path: Path) -> None:
    applied(online, downloads, tmp_path / "lib")
    called = online("undo", "--only", tmp_path / "nowhere.mkv")
    assert called.status == 2
    assert "nowhere.mkv" in called.err


def test_relative_links_are_made_where_they_are_wished(
    online: Call, config: Callable[[str], Path], downloads: Path, tmp_path: Path
) -> None:
    config('[library]\nsymlinks = "relative"\n')
    applied(online, downloads, tmp_path / "lib", "--action", "symlink")
    links = [path for path in (tmp_path / "lib").rglob("*") if path.is_symlink()]
    assert links
    assert all(not os.path.isabs(path.readlink()) and path.exists() for path in links)
