"""Copies of an earlier run, on the command line: planned once, and again only when they are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

from .conftest import Call


def test_what_was_copied_is_not_copied_again(online: Call, tmp_path: Path, downloads: Path) -> None:
    library = tmp_path / "library"
    arguments = (downloads, "--library", library, "--action", "copy", "--json")
    first = online("apply", *arguments, "--yes")
    assert first.objects[-1]["summary"]["done"] == 3
    (downloads / "Heat.1995.1080p.BluRay.mkv").rename(downloads / "heat, the good one (1995).mkv")
    (downloads / "Heat.1995.1080p.BluRay.en.srt").rename(downloads / "heat, the good one (1995).en.srt")

    plan = {Path(row["source"]).name: row for row in online("plan", *arguments).objects if "source" in row}
    film = plan["heat, the good one (1995).mkv"]
    assert film["status"] == "unchanged"
    assert film["reason"].startswith("copied on ")
    assert film["reason"].endswith(f"to {film['target']}")
    assert {plan[name]["status"] for name in ("heat, the good one (1995).en.srt", "Lost.S01E03.720p.HDTV.mkv")} == {
        "unchanged"
    }
    again = online("apply", *arguments, "--yes")
    assert again.objects[-1]["summary"]["done"] == 0

    shutil.rmtree(library / "Movies")
    (library / "Movies").mkdir()
    once_more = {Path(row["source"]).name: row for row in online("plan", *arguments).objects if "source" in row}
    assert once_more["Lost.S01E03.720p.HDTV.mkv"]["status"] == "unchanged"
    assert once_more["heat, the good one (1995).mkv"]["status"] != "unchanged"
