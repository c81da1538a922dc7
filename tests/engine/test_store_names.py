"""Names written by hand in the store: they go with the match, with the decision, and with the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.model import Decision, Tier, Verdict
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore
from tests.engine.test_store import HEAT, OTHER, filled, media, verdict

NAME = "Heat/Heat (long).mkv"


def test_a_name_approves_the_file_and_is_taken_back_as_one() -> None:
    store = filled(Tier.LIKELY)
    assert store.write_target(0, NAME, "name it")
    assert (store[0].written, store[0].decision) == (NAME, Decision.APPROVED)
    assert store.undoable == "name it"
    store.undo()
    assert (store[0].written, store[0].decision) == ("", Decision.PENDING)
    store.redo()
    assert (store[0].written, store[0].decision) == (NAME, Decision.APPROVED)


def test_an_empty_name_leaves_the_decision_and_is_taken_back_too() -> None:
    store = filled(Tier.SURE)
    store.write_target(0, NAME)
    assert store.write_target(0, "")
    assert (store[0].written, store[0].decision) == ("", Decision.APPROVED)
    assert not store.write_target(0, "")
    store.undo()
    assert store[0].written == NAME


def test_what_has_no_match_gets_no_name() -> None:
    store = filled(Tier.NONE)
    assert not store.write_target(0, NAME)
    assert store.undoable is None


def test_a_name_holds_for_its_match_only_and_comes_back_with_it() -> None:
    store = filled(Tier.SURE)
    store.write_target(0, NAME)
    store.fix({0: Verdict(Tier.SURE, OTHER, 1.0)})
    assert store[0].written == ""
    store.undo()
    assert store[0].written == NAME


def undecide(store: ReviewStore) -> None:
    store.decide([0], Decision.PENDING)


def skip(store: ReviewStore) -> None:
    store.decide([0], Decision.SKIPPED)


def fix_before(store: ReviewStore) -> None:
    store.fix({0: Verdict(Tier.SURE, OTHER, 1.0)})
    store.write_target(0, "Other.mkv")


@pytest.mark.parametrize(
    ("then", "name", "decision"),
    [
        (lambda store: None, NAME, Decision.APPROVED),
        (undecide, NAME, Decision.PENDING),
        (skip, NAME, Decision.SKIPPED),
        (fix_before, "Other.mkv", Decision.FIXED),
        (lambda store: store.write_target(0, ""), "", Decision.APPROVED),
    ],
    ids=["approved", "undecided", "skipped", "fixed", "taken back"],
)
def test_a_name_outlives_a_start(
    tmp_path: Path, then: Callable[[ReviewStore], object], name: str, decision: Decision
) -> None:
    first = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    first.write_target(0, NAME)
    then(first)
    second = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    assert (second[0].written, second[0].decision) == (name, decision)


def test_a_name_waits_for_its_match_at_the_next_start(tmp_path: Path) -> None:
    filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db")).write_target(0, NAME)
    store = ReviewStore(DecisionMemory(tmp_path / "d.db"))
    file = media("/in/0/0.mkv")
    store.add([file])
    assert store[0].written == ""
    store.decide([0], Decision.SKIPPED)  # saved while nothing is matched yet: the name is kept with it
    store.set_verdicts([(file.path, verdict(match=HEAT))])
    assert store[0].written == NAME
    again = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    assert (again[0].written, again[0].decision) == (NAME, Decision.SKIPPED)


def test_a_file_that_was_carried_away_leaves_no_name(tmp_path: Path) -> None:
    store = filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))
    store.write_target(0, NAME)
    store.forget([store[0].file.path])
    assert filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))[0].written == ""


def test_decisions_of_an_older_version_are_read(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "d.db") as old:
        old.execute(
            "CREATE TABLE decision (path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
            " decision TEXT NOT NULL, match TEXT, inode TEXT, identity INTEGER) WITHOUT ROWID"
        )
    old.close()
    filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db")).write_target(0, NAME)
    assert filled(Tier.SURE, memory=DecisionMemory(tmp_path / "d.db"))[0].written == NAME
