"""Keys that no other test presses for what they do: repeating, unmarking, results of a search, leaving."""

from __future__ import annotations

import threading
from collections.abc import Generator
from pathlib import Path

from textual.widgets import Input, Label

from organizer.cancellation import CancelToken
from organizer.model import Action, Decision, Outcome, Result
from organizer.transfer.apply import Execution
from organizer.transfer.journal import Journal
from tests.tui.test_files_by_keys import hand
from tests.tui.test_fix_dialogs import SECOND, numbering, searched
from tests.tui.test_review_screen import HARBOUR, PHONE, Review, review, until
from tests.tui.world import decided, make_desk
from tui.screens.apply import ApplyScreen, Job
from tui.screens.fix_match import Results
from tui.screens.library import LibraryDialog
from tui.screens.plan import PlanScreen
from tui.screens.review import ReviewScreen


def results(it: Review) -> Results:
    return it.app.screen.query_one(Results)


async def test_a_full_stop_decides_again_what_was_decided_last() -> None:
    async with review() as it:
        await it.go_to(PHONE)
        await it.press("i")
        await it.go_to(HARBOUR)
        await it.press(".")
        assert decided(it.store, Decision.IGNORED) == [HARBOUR, PHONE]


async def test_a_query_unmarks_what_it_means() -> None:
    async with review() as it:
        await it.press("plus", *"lantern", "enter")
        marked = len(it.rows.marked)
        await it.press("_", *"e02", "enter")
        assert len(it.rows.marked) == marked - 1


async def test_the_arrows_and_pages_go_through_the_results_while_the_search_has_the_focus() -> None:
    async with review() as it:
        await it.go_to(HARBOUR)
        await searched(it)
        found = results(it)
        for key, place in (("down", 1), ("up", 0), ("pagedown", 2), ("pageup", 0)):
            await it.press(key)
            assert found.cursor == place
        assert isinstance(it.app.focused, Input)


async def test_ctrl_t_searches_among_series_and_among_both() -> None:
    async with review() as it:
        await it.go_to(HARBOUR)
        await searched(it)
        kinds = []
        for _ in range(3):
            await it.press("ctrl+t")
            kinds.append(str(it.app.screen.query_one("#fix-kind", Label).render()))
        assert kinds == ["series", "films and series", "films"]


async def test_esc_closes_the_numbers_without_a_change() -> None:
    async with review() as it:
        await it.go_to(SECOND)
        await numbering(it, *"1x05", "escape")
        assert it.on(ReviewScreen)
        assert it.store.decision_count(Decision.FIXED) == 0


async def test_b_in_the_plan_asks_for_the_library() -> None:
    async with review() as it:
        await it.press("A", "y", "p")
        await until(it, lambda: it.on(PlanScreen))
        await it.press("b")
        await until(it, lambda: it.on(LibraryDialog))
        await it.press("escape")
        assert it.on(PlanScreen)


def endless(token: CancelToken, stopped: threading.Event) -> Generator[Outcome, None, None]:
    """One file, and then what would never end if nobody stopped it."""
    yield Outcome("/in/a.mkv", "/media/a.mkv", Action.MOVE, Result.DONE)
    if token.wait(30):
        stopped.set()


async def test_c_stops_a_run_that_is_under_way(tmp_path: Path) -> None:
    stopped = threading.Event()

    def work(_journal: Journal, token: CancelToken, *_rest: object) -> Execution:
        return Execution("1", endless(token, stopped))

    async with hand(make_desk(folder=tmp_path)) as it:
        it.app.push_screen(ApplyScreen(it.app._desk, Job("Files are moved", work, 2, 2)))
        await it.see(ApplyScreen)
        await it.press("c")
        await it.until(stopped.is_set)
        await it.until(lambda: "Cancelled" in it.status("#apply-status"))


async def test_ctrl_c_leaves_at_once_even_from_a_field() -> None:
    async with review() as it:
        await it.press("slash", *"tide", "ctrl+c")
        assert it.app.return_code == 130
