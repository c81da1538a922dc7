"""``--leftovers``, ``--junk`` and a library that is not there yet, on real files; undo brings all of it back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Call
from .test_contract import contents, summary

FILM = "Heat.1995.1080p.BluRay"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A film with what releases bring along."""
    folder = tmp_path / "in" / FILM
    folder.mkdir(parents=True)
    for name in (f"{FILM}.mkv", f"{FILM}.en.srt", "visit.url", "RARBG.txt", "terms.pdf"):
        (folder / name).write_text(name)
    return tmp_path / "in"


def test_what_stays_is_listed_with_size_and_reason(online: Call, release: Path, tmp_path: Path) -> None:
    called = online("plan", release, "--library", tmp_path / "lib", "--json", "--leftovers")
    left = {os.path.basename(found["leftover"]): found for found in called.objects if "leftover" in found}
    assert {name: (found["size"], found["junk"]) for name, found in left.items()} == {
        "RARBG.txt": (9, True),
        "visit.url": (9, True),
        "terms.pdf": (9, False),
    }
    assert all(found["reason"] == "not a media file" for found in left.values())
    assert (summary(called)["leftovers"], summary(called)["leftover_bytes"]) == (3, 27)
    assert not [found for found in online("plan", release, "--library", tmp_path / "lib", "--json").objects
                if "leftover" in found]  # fmt: skip


def test_people_are_told_how_much_stays(online: Call, release: Path, tmp_path: Path) -> None:
    told = online("plan", release, "--library", tmp_path / "lib").out
    assert "3 entries (27 B) stay in the source folders, 2 of them junk (--junk trash puts it away)." in told
    assert "terms.pdf" not in told
    assert "terms.pdf" in online("plan", release, "--library", tmp_path / "lib", "--leftovers").out


def test_junk_and_a_new_library_come_and_go_with_the_run(online: Call, release: Path, tmp_path: Path) -> None:
    before = contents(release)
    called = online(
        "apply", release, "--library", tmp_path / "lib", "--junk", "trash", "--yes", "--json", "--leftovers"
    )
    assert summary(called)["failed"] == 0
    assert [os.path.basename(found["leftover"]) for found in called.objects if "leftover" in found] == ["terms.pdf"]
    assert (release / ".pmo-trash" / "junk-1" / FILM / "RARBG.txt").is_file()
    assert (tmp_path / "lib" / "Movies").is_dir()
    assert online("undo").status == 0
    assert contents(release) == before
    assert not (tmp_path / "lib").exists()


def test_the_way_to_be_rid_of_junk_is_said_where_there_is_one(online: Call, release: Path, tmp_path: Path) -> None:
    (release / ".pmo-trash").touch()  # so that it stays although it was asked for
    asked = online("plan", release, "--library", tmp_path / "lib", "--junk", "trash").out
    assert "2 of them junk." in asked
    copied = online("plan", release, "--library", tmp_path / "lib", "--action", "copy").out
    assert "2 of them junk." in copied


def test_a_library_that_is_not_there_is_told_before_applying(
    online: Call, release: Path, tmp_path: Path, config: Callable[[str], Path]
) -> None:
    assert (
        f"{tmp_path}/lib is not there: applying makes it" in online("plan", release, "--library", tmp_path / "lib").out
    )
    refused = online("plan", release, "--library", tmp_path / "a" / "b").out
    assert f"Note: Applying would be refused: The folder {tmp_path}/a/b cannot be made" in refused
    config(f'[library]\nroot = "{tmp_path}/gone"\n')
    found = summary(online("plan", release, "--json"))
    assert [warning for warning in found["warnings"] if "is its disk mounted?" in warning]


def test_an_unknown_word_for_junk_is_refused(online: Call, release: Path) -> None:
    called = online("plan", release, "--junk", "burn")
    assert called.status == 2
    assert "keep" in called.err


def test_a_library_far_below_what_is_there_is_not_made(online: Call, release: Path, tmp_path: Path) -> None:
    called = online("apply", release, "--library", tmp_path / "a" / "b", "--yes")
    assert called.status == 2
    assert "cannot be made" in called.err
    assert not (tmp_path / "a").exists()
