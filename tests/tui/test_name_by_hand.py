"""The name of a file in the library, written in the review: checked while it is typed, shown, taken back."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from organizer.model import Decision
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore
from organizer.store.view import Grouping
from tests.tui.test_review_screen import HARBOUR, PHONE, Review, asked, review, until
from tests.tui.world import LEFT_OUT, NAMED, make_desk
from tui.screens.name_dialog import NameDialog
from tui.screens.review import ReviewScreen
from tui.widgets.detail import DetailPane
from tui.widgets.status_line import StatusLine

KITE = "Paper.Kite.1999.1080p.mkv"
PROPOSED = "Paper Kite (1999) {tmdb-603}/Paper Kite (1999) {tmdb-603}.mkv"


def store_with_memory(folder: Path) -> ReviewStore:
    store = ReviewStore(DecisionMemory(folder / "decisions.db"))
    store.add([file for file, _, _ in NAMED], LEFT_OUT)
    store.set_parses((file.path, parse) for file, parse, _ in NAMED)
    store.set_verdicts((file.path, found) for file, _, found in NAMED)
    return store


async def open_for(it: Review, name: str = KITE) -> Input:
    await it.go_to(name)
    await it.press("n")
    await until(it, lambda: it.on(NameDialog))
    return it.app.screen.query_one(Input)


def written(it: Review, name: str = KITE) -> tuple[str, Decision]:
    row = next(row for row in it.store if row.file.name == name)
    return row.written, row.decision


async def test_n_opens_the_proposed_name_and_enter_approves_the_file_under_another() -> None:
    async with review() as it:
        line = await open_for(it)
        assert line.value == PROPOSED
        assert line.value[line.cursor_position :] == ".mkv"  # the ending stays, so what is typed goes before it
        line.value = "Kites/Paper Kite.mkv"
        await it.press("enter")
        assert written(it) == ("Kites/Paper Kite.mkv", Decision.APPROVED)
        assert it.said == "Approved under the name that you wrote. u takes it back."
        await it.go_to(KITE)
        await until(it, lambda: "✎ Movies/Kites/" in it.screen.query_one(DetailPane).text)
        await it.press("u")
        assert written(it) == ("", Decision.PENDING)


async def test_what_is_no_name_is_said_while_it_is_typed_and_not_taken() -> None:
    async with review() as it:
        line = await open_for(it)
        line.value = "../outside.mkv"
        await it.press("enter")
        assert it.on(NameDialog)
        assert "empty or of dots" in it.app.screen.query_one("#name-status", StatusLine).text
        await it.press("escape")
        assert it.on(ReviewScreen)
        assert written(it) == ("", Decision.PENDING)


async def test_an_empty_line_takes_the_proposed_name_again() -> None:
    async with review() as it:
        line = await open_for(it)
        line.value = "Mine"
        await it.press("enter")
        assert written(it)[0] == "Mine.mkv"
        line = await open_for(it)
        assert line.value == "Mine.mkv"
        line.value = ""
        await it.press("enter")
        assert written(it) == ("", Decision.APPROVED)
        assert "proposed name counts again" in it.said


async def test_the_proposed_name_left_as_it_is_changes_nothing() -> None:
    async with review() as it:
        await open_for(it)
        await it.press("enter")
        assert written(it) == ("", Decision.PENDING)
        assert it.said == "The name stays as it was."


async def test_another_match_ends_the_name_and_says_so() -> None:
    async with review() as it:
        line = await open_for(it, HARBOUR)
        line.value = "Mine"
        await it.press("enter")
        await it.go_to(HARBOUR)
        await it.press("2")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)
        assert written(it, HARBOUR) == ("", Decision.FIXED)
        assert "name that you wrote" in it.said


async def test_a_group_and_a_file_without_a_match_get_no_name() -> None:
    async with review(by=Grouping.TITLE) as it:
        it.rows.move_to(0)
        await it.press("n")
        assert asked(it) == "A name is written for one file."
    async with review() as it:
        await it.go_to(PHONE)
        await it.press("n")
        assert asked(it) == "There is no match to name: m searches for one."


async def test_a_written_name_is_there_at_the_next_start(tmp_path: Path) -> None:
    async with review(make_desk(store_with_memory(tmp_path))) as it:
        line = await open_for(it)
        line.value = "Kites/Mine"
        await it.press("enter")
    async with review(make_desk(store_with_memory(tmp_path))) as it:
        assert written(it) == ("Kites/Mine.mkv", Decision.APPROVED)
