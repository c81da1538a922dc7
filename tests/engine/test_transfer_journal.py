"""The journal: written before each change, one writer, and it refuses what it cannot trust."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from organizer.cancellation import CancelToken
from organizer.errors import JournalBusy, JournalError
from organizer.model import Action, FileIdentity, RunState
from organizer.transfer import database
from organizer.transfer.apply import carry_out
from organizer.transfer.journal import Journal
from organizer.transfer.recover import recover
from organizer.transfer.rows import identity_columns, signed, unsigned
from organizer.transfer.undo import undo
from tests.engine.transfer_support import (
    LATIN,
    BadDisk,
    Quirks,
    Stage,
    WatchedDisk,
    apply,
    furnish,
    in_child,
    new_stage,
    snapshot,
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


class Auditor(BadDisk):
    """Before each change that names a path, looks through a second connection whether that was announced."""

    def __init__(self, stage: Stage, quirks: Quirks) -> None:
        super().__init__(quirks)
        self.reader = sqlite3.connect(f"{stage.journal_path.as_uri()}?mode=ro", uri=True)
        self.unannounced: list[str] = []

    def before_call(self, number: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name in {"rename_noreplace", "rename_onto_reservation", "link", "symlink"}:
            self._audit(name, arguments[1])
        elif name in {"unlink", "rmdir", "mkdir", "create", "reserve"}:
            self._audit(name, arguments[0])
        elif name == "set_times" and isinstance(arguments[0], str):
            self._find(name, "SELECT 1 FROM folder WHERE path=?", os.fsencode(arguments[0]))
        super().before_call(number, name, arguments)

    def _audit(self, name: str, path: str) -> None:
        where = os.fsencode(path)
        self._find(
            name,
            "SELECT 1 FROM step WHERE state IN ('intent', 'reversing') AND (a=? OR b=? OR private=?)",
            *(where, where, where),
        )

    def _find(self, name: str, statement: str, *values: bytes) -> None:
        if not self.reader.execute(statement, values).fetchall():
            self.unannounced.append(f"{name} {values[0]!r}")


QUIRKS: dict[str, Callable[[Stage], Quirks]] = {
    "one disk": lambda stage: Quirks(),
    "two disks": lambda stage: Quirks(stage.source()),
    "no NOREPLACE": lambda stage: Quirks(no_noreplace=True),
    "no NOREPLACE, no links": lambda stage: Quirks(no_noreplace=True, no_links=True),
}


@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY, Action.HARDLINK, Action.SYMLINK])
@pytest.mark.parametrize("kind", QUIRKS)
def test_every_change_is_in_the_journal_before_it_is_made(stage: Stage, kind: str, action: Action) -> None:
    ways = furnish(stage, links=action is Action.MOVE)
    with stage.journal() as journal:
        auditor = Auditor(stage, QUIRKS[kind](stage))
        outcomes = list(carry_out(stage.plan(ways, action), journal, CancelToken(), disk=auditor))
        if any(outcome.result.value == "done" for outcome in outcomes):
            list(undo(journal, None, CancelToken(), disk=auditor))
    assert auditor.calls > 20
    assert auditor.unannounced == []


@pytest.mark.parametrize("room", [0, 30_000, 60_000])
def test_a_full_disk_under_the_journal_stops_the_run_and_loses_nothing(stage: Stage, room: int) -> None:
    plan = stage.plan(furnish(stage))
    before = snapshot(stage.tree)

    def work() -> None:
        with stage.journal() as journal:
            execution = carry_out(plan, journal, CancelToken())
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            limit = os.path.getsize(f"{stage.journal_path}-wal") + room
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            with pytest.raises(JournalError, match="cannot be written"):
                list(execution)
            os._exit(0)

    assert in_child(work)
    with stage.journal() as journal:
        assert not recover(journal).reported
        if journal.undoable():
            list(undo(journal, None, CancelToken()))
    assert snapshot(stage.tree) == before


@pytest.mark.parametrize("moment", [1, 4, 9, 15, 22, 31])
def test_a_failing_commit_loses_nothing(stage: Stage, moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = furnish(stage)
    before = snapshot(stage.tree)
    calls = 0
    plain = Journal._commit

    def commit(self: Journal, more: Any) -> int:
        nonlocal calls
        calls += 1
        if calls > moment:
            raise JournalError("The journal cannot be written (database or disk is full)")
        return plain(self, more)

    with stage.journal() as journal:
        plan = stage.plan(ways)
        with monkeypatch.context() as patch:
            patch.setattr(Journal, "_commit", commit)
            with pytest.raises(JournalError):
                list(carry_out(plan, journal, CancelToken(), disk=BadDisk(Quirks(stage.source()))))
        journal._pending.clear()
    with stage.journal() as journal:
        assert not recover(journal, disk=BadDisk(Quirks(stage.source()))).reported
        if journal.undoable():
            list(undo(journal, None, CancelToken(), disk=BadDisk(Quirks(stage.source()))))
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- one writer


def test_a_second_writer_is_told_and_a_reader_may_look(stage: Stage) -> None:
    with stage.journal():
        with pytest.raises(JournalBusy, match="Another instance"):
            stage.journal()
        with stage.journal(write=False) as reader:
            assert reader.runs() == []


def test_the_lock_dies_with_its_process(stage: Stage) -> None:
    def work() -> None:
        journal = stage.journal()
        os.kill(os.getpid(), 9)
        journal.close()

    assert not in_child(work)
    stage.journal().close()


# ------------------------------------------------------------------------------------------- what is refused


def _garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 300)


def _torn(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xaa" * (size // 2))


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={database.VERSION + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_garbage, "cannot be used"),
        (_torn, "damaged|cannot be used|cannot be read"),
        (_foreign, "not a journal"),
        (_newer, "newer version"),
    ],
)
@pytest.mark.parametrize("writing", [True, False])
def test_a_journal_that_cannot_be_trusted_is_refused_and_kept(
    stage: Stage, damage: Callable[[Path], None], words: str, writing: bool
) -> None:
    apply(stage, stage.plan(furnish(stage)))
    damage(stage.journal_path)
    bytes_before = stage.journal_path.read_bytes()
    with pytest.raises(JournalError, match=words) as caught:
        stage.journal(write=writing)
    assert caught.value.hint
    assert stage.journal_path.read_bytes() == bytes_before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be kept"):
        Journal.open(tmp_path / "file" / "journal.db", write=True)


def test_looking_at_a_missing_journal_makes_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "nowhere" / "journal.db", write=False) as journal:
        assert journal.runs() == []
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------- what it holds


def test_the_journal_is_durable_private_and_ours(stage: Stage) -> None:
    with stage.journal() as journal:
        row = {
            name: journal._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "application_id", "foreign_keys")
        }
    assert row == {
        "journal_mode": "wal",
        "synchronous": 2,
        "application_id": database.APPLICATION_ID,
        "foreign_keys": 1,
    }
    assert stat.S_IMODE(stage.journal_path.stat().st_mode) == 0o600


def test_paths_are_bytes(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] == 2]
    apply(stage, stage.plan(ways))
    (stored,) = sqlite3.connect(stage.journal_path).execute("SELECT source FROM op").fetchone()
    assert stored == os.fsencode(ways[0][0])
    assert LATIN.encode("utf-8", "surrogateescape") in stored


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_inode_numbers_use_all_bits(number: int) -> None:
    assert unsigned(signed(number)) == number
    connection = sqlite3.connect(":memory:")
    columns = identity_columns(FileIdentity(number, number, 1, 2))
    assert connection.execute("SELECT ?, ?, ?, ?, ?", columns).fetchone() == columns


def test_history_tells_the_newest_first_with_sums(stage: Stage) -> None:
    ways = furnish(stage)
    apply(stage, stage.plan([way for way in ways if way[2] == 2]))
    apply(stage, stage.plan([way for way in ways if way[2] == 6]))
    with stage.journal(write=False) as journal:
        newest, oldest = journal.runs()
    assert (newest.id, newest.state, newest.done, newest.failed, newest.bytes) == ("2", RunState.PARTIAL, 0, 1, 0)
    assert (oldest.id, oldest.state, oldest.done, oldest.bytes) == ("1", RunState.COMPLETE, 1, 21)
    assert oldest.roots == (stage.source(),)


def test_an_untouched_disk_counts_every_call() -> None:
    disk = WatchedDisk()
    disk.lstat("/")
    disk.sync_folder("/dev/shm" if os.path.isdir("/dev/shm") else "/tmp")
    assert disk.calls == 3


def test_a_full_disk_asks_for_room_and_not_for_another_journal() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count=2")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.executescript("CREATE TABLE one (a); CREATE TABLE two (a); CREATE TABLE three (a);")
    assert "make room" in database.hint_of(full.value)
    with pytest.raises(sqlite3.OperationalError) as closed:
        sqlite3.connect("/dev/null/journal.db")
    assert "permissions" in database.hint_of(closed.value)
