"""``pmo history``: exports, a journal that another instance writes, and one that is damaged."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from organizer.transfer.journal import Journal

from .conftest import Call


@pytest.fixture
def applied(online: Call, downloads: Path, tmp_path: Path) -> Call:
    """After a run of three operations."""
    online("apply", downloads, "--library", tmp_path / "lib", "--yes")
    return online


def test_the_export_is_one_object_for_each_run_and_operation(applied: Call, tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    assert applied("history", "--export", file).status == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [("source" in line, line["run"]) for line in lines] == [(False, "1"), *[(True, "1")] * 3]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert applied("history", "--export", "-").out == file.read_text()
    assert applied("history", "--export", "-", "--json").out == file.read_text()


def test_an_export_overwrites_nothing(applied: Call, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    called = applied("history", "--export", file)
    assert called.status == 2
    assert "exists already" in called.err
    assert file.read_text() == "mine"
    assert applied("history", "--export", tmp_path / "no" / "folder").status == 2


def test_while_another_instance_writes_the_history_can_be_read(
    applied: Call, home: Path, downloads: Path, tmp_path: Path
) -> None:
    with Journal.open(home / "data" / "journal.db", write=True):
        assert applied("history", "--json").objects[0]["done"] == 3
        assert applied("undo", "--check").status == 0
        for command in (("undo",), ("recover",), ("apply", downloads, "--library", tmp_path / "lib", "--yes")):
            called = applied(*command)
            assert called.status == 2
            assert "Another instance of the program is changing files" in called.err
            assert "wait until it has finished" in called.err
    assert applied("undo").status == 0


def test_a_damaged_journal_is_shown_from_its_backup_and_nothing_is_changed(
    applied: Call, home: Path, downloads: Path, tmp_path: Path
) -> None:
    applied("undo", "--only", downloads / "Lost")  # opens the journal a second time: there is something to back up
    (home / "data" / "journal.db").write_bytes(b"torn to pieces" * 500)
    called = applied("history", "--json")
    assert called.status == 1
    assert called.objects[0]["run"] == "1"
    (backup,) = (home / "data").glob("journal-*.db")
    assert backup.name in called.err
    for command in (("undo",), ("recover",), ("apply", downloads, "--library", tmp_path / "lib", "--yes")):
        called = applied(*command)
        assert called.status == 2
        assert "is damaged" in called.err
        assert backup.name in called.err


def test_an_undo_says_what_was_taken_back(applied: Call) -> None:
    assert "Run 1: 3 taken back" in applied("undo").out
