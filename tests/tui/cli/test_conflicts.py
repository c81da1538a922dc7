"""``--on-conflict`` on real files: what is skipped, kept beside or replaced, and that undo brings all of it back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from .conftest import Call, Called
from .test_contract import by_name, contents, summary

HEAT = "Movies/Heat (1995) {tmdb-949}/Heat (1995) {tmdb-949}"
FILM, SUBTITLE = "Heat.1995.1080p.BluRay.mkv", "Heat.1995.1080p.BluRay.en.srt"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """One that has the film already, in another version with a subtitle of its own."""
    film = tmp_path / "lib" / f"{HEAT}.mkv"
    film.parent.mkdir(parents=True)
    film.write_bytes(b"the old film")
    film.with_suffix(".en.srt").write_bytes(b"the old subtitle")
    return tmp_path / "lib"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def undone(online: Call) -> Called:
    called = online("undo", "--json")
    assert called.status == 0, called.out
    return called


def test_a_taken_target_is_skipped_unless_something_else_is_said(online: Call, downloads: Path, library: Path) -> None:
    before = contents(library)
    for option in ([], ["--on-conflict", "skip"]):
        plan = by_name(online("plan", downloads, "--library", library, "--json", *option), "source")
        assert (plan[FILM]["status"], plan[SUBTITLE]["status"]) == ("conflict", "conflict")
        assert "another file is there" in plan[FILM]["reason"]
    applied = online("apply", downloads, "--library", library, "--yes")
    assert "another file is there" in applied.out
    assert contents(library).items() >= before.items()
    assert (downloads / FILM).exists()


def test_both_are_kept_under_names_that_are_unchanged_afterwards(online: Call, downloads: Path, library: Path) -> None:
    before = contents(downloads), contents(library)
    wanted = ["--library", library, "--on-conflict", "keep-both", "--yes", "--json"]
    assert summary(online("apply", downloads, *wanted))["failed"] == 0
    heat = {f"{os.path.basename(HEAT)}{label}.{ending}" for label in ("", " - 1080p") for ending in ("mkv", "en.srt")}
    assert heat <= names(library)
    again = by_name(online("plan", library, "--library", library, "--json"), "source")
    assert {again[name]["status"] for name in heat} == {"unchanged"}
    undone(online)
    assert (contents(downloads), contents(library)) == before


def test_what_was_replaced_comes_back_on_undo(online: Call, downloads: Path, library: Path) -> None:
    before = contents(downloads), contents(library)
    new = (downloads / FILM).read_bytes()
    called = online("apply", downloads, "--library", library, "--on-conflict", "replace", "--yes", "--json")
    assert by_name(called, "source")[FILM]["result"] == "done"
    assert (library / f"{HEAT}.mkv").read_bytes() == new
    assert not (downloads / FILM).exists()
    undone(online)
    assert (contents(downloads), contents(library)) == before


def test_a_plan_says_what_it_replaces_and_a_file_of_it_replaces_no_other(
    online: Call, downloads: Path, library: Path, tmp_path: Path
) -> None:
    old = library / f"{HEAT}.mkv"
    called = online("plan", downloads, "--library", library, "--on-conflict", "replace", "--json")
    assert by_name(called, "source")[FILM]["replaces"] == {
        "size": 12, "mtime_ns": old.stat().st_mtime_ns, "inode": old.stat().st_ino,
    }  # fmt: skip
    plan = tmp_path / "plan.jsonl"
    plan.write_text(called.out)
    old.write_bytes(b"changed meanwhile")
    applied = by_name(online("apply", "--plan", plan, "--yes", "--json"), "source")
    assert applied[FILM]["result"] == "skipped"
    assert "is not the file any more" in applied[FILM]["error"]
    assert old.read_bytes() == b"changed meanwhile"

    plan.write_text(online("plan", downloads, "--library", library, "--on-conflict", "replace", "--json").out)
    applied = by_name(online("apply", "--plan", plan, "--yes", "--json"), "source")
    assert applied[FILM]["result"] == "done"
    assert old.read_bytes() != b"changed meanwhile"
    undone(online)
    assert old.read_bytes() == b"changed meanwhile"


def test_the_question_says_how_many_are_replaced(
    online: Call, downloads: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.commands.context.Context.interactive", True)
    called = online("apply", downloads, "--library", library, "--on-conflict", "replace", stdin=b"n\n")
    assert ", replacing 2 files? [y/N]" in called.out + called.err


def test_a_person_reads_what_is_replaced(online: Call, downloads: Path, library: Path) -> None:
    called = online("plan", downloads, "--library", library, "--on-conflict", "replace")
    assert "replaces the file there (12 B), which goes to the trash" in called.out


def test_what_cannot_be_chosen_is_refused(online: Call, downloads: Path, library: Path, tmp_path: Path) -> None:
    called = online("plan", downloads, "--library", library, "--on-conflict", "overwrite")
    assert called.status == 2
    assert "must be one of skip, keep-both, replace" in called.err
    (tmp_path / "plan").write_text(json.dumps({"summary": {}}))
    called = online("apply", "--plan", tmp_path / "plan", "--on-conflict", "replace", "--yes")
    assert called.status == 2
    assert "says itself what it replaces" in called.err
