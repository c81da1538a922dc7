"""Backups and exports of the journal: one a day, the last seven, and the way on when the journal is damaged."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.errors import JournalDamaged, JournalError
from organizer.transfer.backup import KEPT, back_up, backups
from organizer.transfer.export import export
from organizer.transfer.journal import Journal
from organizer.transfer.undo import undo
from tests.engine.transfer_support import LATIN, Stage, apply, furnish, new_stage, snapshot


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def a_run(stage: Stage) -> None:
    apply(stage, stage.plan([way for way in furnish(stage) if way[2] in {1, 2}]))


def a_backup(stage: Stage) -> Path:
    stage.journal().close()
    (found,) = backups(stage.journal_path)
    return found


def test_the_first_writer_of_a_day_makes_a_private_copy(stage: Stage) -> None:
    a_run(stage)
    assert backups(stage.journal_path) == [], "an empty journal needs none"
    copy = a_backup(stage)
    moment = copy.stat().st_mtime_ns
    stage.journal().close()
    assert a_backup(stage).stat().st_mtime_ns == moment
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Journal.open(copy, write=False) as journal:
        assert [run.done for run in journal.runs()] == [4]
    assert sorted(path.name for path in copy.parent.iterdir() if ".new" in path.name) == []


def test_the_last_seven_are_kept(stage: Stage) -> None:
    a_run(stage)
    folder = stage.journal_path.parent
    for day in range(1, 10):
        (folder / f"journal-2020-01-{day:02}.db").write_bytes(b"old")
    (folder / "journal-of-mine.db").write_bytes(b"not ours")
    stage.journal().close()
    found = backups(stage.journal_path)
    assert len(found) == KEPT
    assert found[-1].name == "journal-2020-01-04.db"
    assert (folder / "journal-of-mine.db").exists()


def test_a_backup_that_was_cut_short_is_made_anew(stage: Stage) -> None:
    a_run(stage)
    copy = a_backup(stage)
    copy.rename(copy.with_name(copy.name + ".new"))
    os.truncate(copy.with_name(copy.name + ".new"), 5000)
    with Journal.open(a_backup(stage), write=False) as journal:
        assert len(journal.runs()) == 1
    assert not copy.with_name(copy.name + ".new").exists()


def test_a_folder_without_room_for_a_backup_does_not_stop_the_work(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    a_run(stage)

    class Full:
        def execute(self, statement: str, values: tuple[str, ...] = ()) -> sqlite3.Cursor:
            if statement.startswith("VACUUM"):
                raise sqlite3.OperationalError("database or disk is full")
            return sqlite3.connect(stage.journal_path).execute(statement, values)

    back_up(Full(), stage.journal_path)  # type: ignore[arg-type]
    assert "disk is full" in caplog.text
    assert [path.name for path in stage.journal_path.parent.iterdir() if "-20" in path.name] == []


# ------------------------------------------------------------------------------------------- damage


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 300)


def _tear(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(b"\xaa" * (path.stat().st_size // 2))


def _empty(path: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize("damage", [_garbage, _tear, _empty])
def test_a_damaged_journal_is_refused_names_its_backup_and_can_be_read_from_it(
    stage: Stage, damage: Callable[[Path], None]
) -> None:
    a_run(stage)
    copy = a_backup(stage)
    damage(stage.journal_path)
    for name in ("-wal", "-shm"):
        Path(f"{stage.journal_path}{name}").unlink(missing_ok=True)
    before = snapshot(stage.tree)
    for write in (True, False):
        with pytest.raises(JournalDamaged, match="damaged") as caught:
            stage.journal(write=write)
        assert str(copy) in caught.value.hint
        assert caught.value.backup == str(copy)
    journal, problem = Journal.read(stage.journal_path)
    with journal:
        assert problem is not None
        assert [run.done for run in journal.runs()] == [4]
    assert snapshot(stage.tree) == before


def test_the_way_on_that_the_hint_names_works(stage: Stage) -> None:
    ways = furnish(stage)
    before = snapshot(stage.tree)
    apply(stage, stage.plan(ways))
    copy = a_backup(stage)
    _garbage(stage.journal_path)
    aside = stage.journal_path.with_name("damaged")
    stage.journal_path.rename(aside)
    stage.journal_path.write_bytes(copy.read_bytes())
    with stage.journal() as journal:
        list(undo(journal, None, CancelToken()))
    assert snapshot(stage.tree) == before


def test_a_backup_that_is_damaged_too_is_passed_over(stage: Stage) -> None:
    a_run(stage)
    copy = a_backup(stage)
    older = copy.with_name("journal-2020-01-01.db")
    older.write_bytes(copy.read_bytes())
    _garbage(copy)
    _garbage(stage.journal_path)
    journal, _ = Journal.read(stage.journal_path)
    with journal:
        assert len(journal.runs()) == 1
    _garbage(older)
    with pytest.raises(JournalError):
        Journal.read(stage.journal_path)


def test_an_empty_file_without_backups_is_a_fresh_start(stage: Stage) -> None:
    stage.journal_path.parent.mkdir()
    stage.journal_path.touch()
    for write in (False, True):
        with stage.journal(write=write) as journal:
            assert journal.runs() == []


def test_a_journal_of_the_first_version_is_brought_up_to_date(stage: Stage) -> None:
    ways = furnish(stage)
    before = snapshot(stage.tree)
    apply(stage, stage.plan(ways))
    with sqlite3.connect(stage.journal_path) as connection:
        connection.executescript("DROP TABLE twin; PRAGMA user_version=1;")
    connection.close()
    with stage.journal(write=False) as journal:
        assert len(journal.runs()) == 1
    with stage.journal() as journal:
        list(undo(journal, None, CancelToken()))
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- export


def test_the_export_has_every_run_and_operation(stage: Stage) -> None:
    plan = stage.plan([way for way in furnish(stage) if way[2] in {2, 6}], replacing=True)
    apply(stage, plan)
    with stage.journal(write=False) as journal:
        lines = [json.loads(json.dumps(value)) for value in export(journal)]
    run, *operations = lines
    assert run["run"] == "1"
    assert run["source_roots"] == [stage.source()]
    assert [os.path.basename(line["source"]) for line in operations] == [LATIN, "clash.srt", "clash.mkv"]
    assert {line["state"] for line in operations} == {"done"}
    assert operations[2]["replaced"]["size"] == len(b"the one that was there")
    assert os.path.exists(operations[2]["replaced"]["trash"])
