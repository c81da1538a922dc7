"""The review by keys: what each action does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from organizer.errors import TmdbRefused, TmdbUnreachable
from organizer.model import Decision, Tier
from organizer.pipeline import StageFailed
from organizer.store.groups import GroupKind
from organizer.store.review import ReviewStore
from organizer.store.view import Grouping
from tests.tui.world import (
    HARBOUR_OLD,
    LEFT_OUT,
    NAMED,
    FakeEngine,
    StillBridge,
    bridge_to,
    decided,
    events_of,
    filled_store,
    make_app,
    make_desk,
)
from tui.app import OrganizerApp
from tui.desk import Desk
from tui.screens.confirm import Confirm
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.left_out import LeftOutScreen
from tui.screens.plan import PlanScreen
from tui.screens.review import ReviewScreen
from tui.screens.sheet import SheetLines
from tui.screens.welcome import WelcomeScreen
from tui.widgets.detail import DetailPane
from tui.widgets.filter_bar import FilterBar
from tui.widgets.folder_tree import FolderTree
from tui.widgets.hints import KeyHints
from tui.widgets.review_list import FIRST_FOLDS, ReviewList
from tui.widgets.status_line import Banner, StatusLine

HARBOUR, PHONE, TIDE = "The Quiet Harbour.mkv", "VID_0042.mp4", "high tide at noon (2008).avi"


@dataclass
class Review:
    """The review under a pilot."""

    app: OrganizerApp
    pilot: Pilot[int]
    desk: Desk

    @property
    def store(self) -> ReviewStore:
        return self.desk.store

    @property
    def screen(self) -> ReviewScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReviewScreen)
        return screen

    @property
    def rows(self) -> ReviewList:
        return self.screen.query_one(ReviewList)

    @property
    def here(self) -> str:
        """The file under the cursor."""
        assert self.rows.row_id is not None
        return self.store[self.rows.row_id].file.name

    @property
    def shown(self) -> Sequence[str]:
        return [self.store[i].file.name for i in self.rows.order]

    @property
    def said(self) -> str:
        return self.screen.query_one("#status", StatusLine).text

    def on(self, screen: type) -> bool:
        return isinstance(self.app.screen, screen)

    def focuses(self, widget: object) -> bool:
        return self.screen.focused is widget

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.pilot.pause()

    async def go_to(self, name: str) -> None:
        self.rows.move_to(self.shown.index(name))
        await self.pilot.pause()


@asynccontextmanager
async def review(
    desk: Desk | None = None, size: tuple[int, int] = (120, 40), *, by: Grouping = Grouping.FLAT
) -> AsyncIterator[Review]:
    """The review with its rows gathered like this: flat, so that each key is about one file."""
    desk = desk or make_desk()
    app = make_app(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        it = Review(app, pilot, desk)
        if isinstance(app.screen_stack[0], ReviewScreen) and by is not it.rows.grouping:
            it.screen.gather(by, FIRST_FOLDS)
            await it.settle()
        yield it


# -- deciding


async def test_what_needs_a_person_comes_first() -> None:
    async with review() as it:
        assert it.shown[:3] == [HARBOUR, PHONE, TIDE]
        assert it.here == HARBOUR


async def test_a_approves_and_goes_on() -> None:
    async with review() as it:
        await it.press("a")
        assert decided(it.store, Decision.APPROVED) == [HARBOUR]
        assert it.here == PHONE


async def test_a_says_what_to_do_where_there_is_no_match() -> None:
    async with review() as it:
        await it.go_to(PHONE)
        await it.press("a")
        assert it.store.decision_count(Decision.APPROVED) == 0
        assert "m searches" in it.said
        assert it.here == PHONE


@pytest.mark.parametrize(("key", "decision"), [("s", Decision.SKIPPED), ("i", Decision.IGNORED)])
async def test_s_and_i_leave_a_file_and_go_on(key: str, decision: Decision) -> None:
    async with review() as it:
        await it.press(key)
        assert decided(it.store, decision) == [HARBOUR]
        assert it.here == PHONE


async def test_d_opens_a_file_again_and_stays() -> None:
    async with review() as it:
        await it.press("a", "k", "d")
        assert it.store.decision_count(Decision.APPROVED) == 0
        assert it.here == HARBOUR


async def test_u_takes_the_decision_back_and_shows_it_and_shift_u_decides_again() -> None:
    async with review() as it:
        await it.press("a", "j", "j", "u")
        assert it.store.decision_count(Decision.APPROVED) == 0
        assert it.here == HARBOUR
        await it.press("U")
        assert decided(it.store, Decision.APPROVED) == [HARBOUR]
        await it.press("u", "u")
        assert it.said.endswith("Nothing to take back.")


async def test_capital_a_asks_first_and_says_what_is_ambiguous() -> None:
    async with review() as it:
        await it.press("A")
        assert it.on(Confirm)
        text = " ".join(str(widget.render()) for widget in it.app.screen.query("Static"))
        assert "Approve 9 files? 7 sure, 1 likely, 1 ambiguous." in text
        assert "1 of them could as well be something else." in text
        await it.press("n")
        assert it.store.decision_count(Decision.APPROVED) == 0


@pytest.mark.parametrize(("answer", "count"), [("y", 9), ("w", 8)])
async def test_capital_a_approves_all_or_all_but_the_ambiguous(answer: str, count: int) -> None:
    async with review() as it:
        await it.press("A", answer)
        assert it.store.decision_count(Decision.APPROVED) == count
        await it.press("u")
        assert it.store.decision_count(Decision.APPROVED) == 0


async def test_a_stray_key_answers_no_question() -> None:
    async with review() as it:
        await it.press("A", "x", "space", "enter", "a")
        assert it.on(Confirm)
        assert it.store.decision_count(Decision.APPROVED) == 0


async def test_capital_a_reaches_only_what_is_shown() -> None:
    async with review() as it:
        await it.press("f", "s", "A", "y")
        assert it.store.decision_count(Decision.APPROVED) == 7
        assert HARBOUR not in decided(it.store, Decision.APPROVED)


# -- marks


async def test_marks_take_the_place_of_the_cursor_and_are_dropped_after() -> None:
    async with review() as it:
        await it.press("space", "j", "space")
        assert "2 marked" in it.screen.query_one(KeyHints).text
        await it.press("s")
        assert sorted(decided(it.store, Decision.SKIPPED)) == sorted([HARBOUR, TIDE])
        assert it.rows.marked == set()


async def test_a_range_is_decided_as_one() -> None:
    async with review() as it:
        await it.press("g", "v", "j", "j", "i")
        assert sorted(decided(it.store, Decision.IGNORED)) == sorted([HARBOUR, PHONE, TIDE])
        await it.press("u")
        assert it.store.decision_count(Decision.IGNORED) == 0


async def test_asterisk_inverts_and_escape_drops() -> None:
    async with review() as it:
        await it.press("space", "asterisk")
        assert len(it.rows.marked) == len(NAMED) - 1
        await it.press("escape")
        assert it.rows.marked == set()


async def test_asterisk_leaves_what_is_decided_alone() -> None:
    async with review() as it:
        await it.press("2")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)
        await it.press("asterisk", "s")
        assert decided(it.store, Decision.FIXED) == [HARBOUR]
        assert it.store.decision_count(Decision.SKIPPED) == len(NAMED) - 1


# -- another match


async def test_a_digit_takes_a_candidate_without_a_dialog() -> None:
    async with review() as it:
        await it.press("2")
        row = next(row for row in it.store if row.file.name == HARBOUR)
        assert row.decision is Decision.FIXED
        assert row.verdict is not None
        assert row.verdict.match is not None
        assert row.verdict.match.tmdb_id == HARBOUR_OLD.tmdb_id
        assert it.here == PHONE


async def test_a_digit_without_a_candidate_says_so() -> None:
    async with review() as it:
        await it.press("7")
        assert "no candidate 7" in it.said


async def test_m_searches_for_what_the_name_says_and_enter_takes_the_result() -> None:
    engine = FakeEngine()
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await it.press("m")
        assert it.on(FixMatch)
        await until(it, lambda: bool(engine.asked))
        assert engine.asked[0][0] == "The Quiet Harbour"
        await until(it, lambda: "result" in it.app.screen.query_one("#fix-status", StatusLine).text)
        await it.press("down", "enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)
        row = next(row for row in it.store if row.decision is Decision.FIXED)
        assert row.verdict is not None
        assert row.verdict.match is not None
        assert row.verdict.match.tmdb_id == HARBOUR_OLD.tmdb_id


async def test_enter_never_takes_a_result_of_an_older_search() -> None:
    async with review() as it:
        await it.press("m")
        await until(it, lambda: "result" in it.app.screen.query_one("#fix-status", StatusLine).text)
        await it.pilot.press("x", "enter")
        assert it.on(FixMatch)
        await until(it, lambda: "result" in it.app.screen.query_one("#fix-status", StatusLine).text)
        assert it.store.decision_count(Decision.FIXED) == 0


async def test_a_search_that_fails_says_why_and_can_be_closed() -> None:
    engine = FakeEngine(refuses=TmdbUnreachable("TMDB does not answer", hint="check the network"))
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await it.press("m")
        await until(it, lambda: "check the network" in it.app.screen.query_one("#fix-status", StatusLine).text)
        await it.press("escape")
        assert it.on(ReviewScreen)


async def test_e_numbers_a_file() -> None:
    async with review() as it:
        await it.go_to("Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv")
        await it.press("e")
        assert it.on(EpisodeDialog)
        await it.press(*"2x05", "enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)
        row = next(row for row in it.store if row.decision is Decision.FIXED)
        assert row.verdict is not None
        assert row.verdict.match is not None
        assert [(e.season, e.number) for e in row.verdict.match.episodes] == [(2, 5)]


# -- what is shown


async def test_f_and_a_letter_show_one_tier_and_escape_shows_all() -> None:
    async with review() as it:
        await it.press("f", "question_mark")
        assert it.shown == [HARBOUR]
        await it.press("escape")
        assert len(it.shown) == len(NAMED)


async def test_t_goes_through_the_tiers() -> None:
    async with review() as it:
        counts = []
        for _ in range(5):
            await it.press("t")
            counts.append(len(it.shown))
        assert counts == [1, 1, 1, 7, len(NAMED)]


async def test_slash_finds_words_and_enter_goes_to_the_list() -> None:
    async with review() as it:
        await it.press("slash", *"paper", "enter")
        await until(it, lambda: it.shown == ["Paper.Kite.1999.1080p.mkv"])
        assert it.focuses(it.rows)
        await it.press("escape")
        assert len(it.shown) == len(NAMED)


async def test_escape_in_the_search_clears_it() -> None:
    async with review() as it:
        await it.press("slash", *"zzz")
        await until(it, lambda: it.shown == [])
        await it.press("escape")
        await until(it, lambda: len(it.shown) == len(NAMED))
        assert not it.screen.query_one(FilterBar).display


async def test_o_changes_the_order_and_keeps_the_row() -> None:
    async with review() as it:
        await it.go_to(TIDE)
        await it.press("o")
        assert it.shown[:3] == [TIDE, "Paper.Kite.1999.1080p.mkv", HARBOUR]
        assert it.here == TIDE
        assert "by name" in it.said


async def test_brackets_jump_between_questions_only() -> None:
    async with review() as it:
        seen = [it.here]
        for _ in range(3):
            await it.press("right_square_bracket")
            seen.append(it.here)
        assert seen == [HARBOUR, PHONE, TIDE, HARBOUR]
        await it.press("left_square_bracket")
        assert it.here == TIDE


async def test_tab_goes_through_the_panes() -> None:
    async with review() as it:
        await it.press("tab")
        assert it.focuses(it.screen.query_one(DetailPane))
        await it.press("tab")
        assert it.focuses(it.screen.query_one(FolderTree))
        await it.press("tab")
        assert it.focuses(it.rows)


async def test_a_folder_filters_the_list_and_again_shows_all() -> None:
    async with review() as it:
        it.screen.query_one(FolderTree).focus()
        await it.press("j", "j", "enter")
        assert set(it.shown) == {HARBOUR, TIDE, "Paper.Kite.1999.1080p.mkv"}
        await it.press("enter")
        assert len(it.shown) == len(NAMED)


async def test_folders_fold_and_unfold() -> None:
    async with review() as it:
        tree = it.screen.query_one(FolderTree)
        tree.focus()
        await it.press("j", "h")
        assert tree.line_count() == 2
        await it.press("l")
        assert tree.line_count() == 5
        await it.press("G", "h")
        assert tree.cursor == 1


async def test_the_folders_count_what_is_open_by_tier() -> None:
    async with review() as it:
        tree = it.screen.query_one(FolderTree)
        assert "?1 ✖1 ~1 ✔7" in tree.render_line(0).text
        await it.press("A", "y")
        assert "✖1" in tree.render_line(0).text
        assert "✔7" not in tree.render_line(0).text


async def test_narrow_screens_show_the_folders_on_a_key() -> None:
    async with review(size=(80, 24)) as it:
        tree = it.screen.query_one(FolderTree)
        assert not tree.region
        await it.press("T")
        assert tree.region
        assert it.focuses(tree)
        await it.press("T")
        assert not tree.region
        assert it.focuses(it.rows)


async def test_capital_d_hides_the_detail() -> None:
    async with review() as it:
        await it.press("D")
        assert not it.screen.query_one(DetailPane).region


async def test_the_detail_follows_the_cursor() -> None:
    async with review() as it:
        await it.go_to(TIDE)
        await until(it, lambda: "High Tide at Noon (2007)" in it.screen.query_one(DetailPane).text)
        text = it.screen.query_one(DetailPane).text
        assert "Movies/High Tide at Noon (2007) {tmdb-604}/" in text
        assert "title 88% alike" in text


# -- other screens


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("question_mark", HelpScreen),
        ("L", LeftOutScreen),
        ("H", HistoryScreen),
        ("K", WelcomeScreen),
    ],
)
async def test_a_key_opens_a_screen_and_escape_closes_it(key: str, screen: type) -> None:
    async with review() as it:
        await it.press(key)
        assert it.on(screen)
        await it.press("escape")
        assert it.on(ReviewScreen)


async def test_the_left_out_are_listed_with_their_reason() -> None:
    async with review() as it:
        await it.press("L")
        lines = it.app.screen.query_one("#sheet", SheetLines)
        text = "\n".join(lines.render_line(y).text for y in range(8))
        assert LEFT_OUT[0].path in text
        assert "system folder: 1 entry" in text


async def test_p_without_an_approval_says_what_to_do() -> None:
    async with review() as it:
        await it.press("p")
        assert it.on(ReviewScreen)
        assert "Nothing is approved yet" in it.said


async def test_p_opens_the_plan_and_q_leaves_it_untouched() -> None:
    async with review() as it:
        await it.press("A", "y", "p")
        assert it.on(PlanScreen)
        await it.press("q")
        assert it.on(ReviewScreen)


async def test_r_scans_again() -> None:
    engine = FakeEngine(events_of())
    async with review(make_desk(ReviewStore(), bridge_to(engine))) as it:
        await until(it, lambda: len(it.store) == len(NAMED))
        await it.press("r")
        await until(it, lambda: engine.scans == 2)


async def test_the_palette_does_what_the_key_does() -> None:
    async with review() as it:
        await it.press("ctrl+p")
        await it.press(*"left out")
        await it.pilot.pause(0.3)
        await it.press("enter")
        await until(it, lambda: it.on(LeftOutScreen))


async def test_q_leaves() -> None:
    async with review() as it:
        await it.press("q")
        assert it.app.return_value == 0


# -- what goes wrong


@pytest.mark.parametrize("size", [(120, 40), (60, 24)])
async def test_a_failure_is_a_banner_with_the_way_out_and_rows_stay_decidable(size: tuple[int, int]) -> None:
    failed = StageFailed("matching", TmdbUnreachable("TMDB does not answer", hint="check the network"))
    async with review(make_desk(bridge=StillBridge(failed=failed)), size) as it:
        await until(it, lambda: it.screen.query_one(Banner).display)
        await it.settle()
        assert it.screen.query_one(Banner).size.height == it.screen.query_one(Banner).text.count("\n") + 1
        text = it.screen.query_one(Banner).text.replace("\n", " ")
        assert "TMDB does not answer: check the network. r tries again." in text
        await it.press("a")
        assert decided(it.store, Decision.APPROVED) == [HARBOUR]


async def test_a_refused_key_can_be_replaced() -> None:
    failed = StageFailed("matching", TmdbRefused("TMDB refuses the key"))
    async with review(make_desk(bridge=StillBridge(failed=failed))) as it:
        await until(it, lambda: "K enters another key" in it.screen.query_one(Banner).text)


async def test_without_folders_the_list_says_how_to_begin() -> None:
    async with review(make_desk(ReviewStore(), roots=())) as it:
        text = " ".join(it.rows.render_line(y).text for y in range(it.rows.size.height))
        assert "No folder to scan." in text


async def test_rows_that_come_while_the_person_decides_do_not_move_the_cursor_row() -> None:
    store = filled_store(NAMED[:8])
    async with review(make_desk(store)) as it:
        await it.go_to(TIDE)
        it.screen.on_key(None)  # type: ignore[arg-type]
        file, parse, said = NAMED[8]
        store.add([file])
        store.set_parses([(file.path, parse)])
        store.set_verdicts([(file.path, said)])
        it.screen._stale, it.screen._next_sort = True, 0.0
        it.screen.tick()
        await it.settle()
        assert it.here == TIDE
        assert it.shown[0] == HARBOUR
        assert store.tier_count(Tier.AMBIGUOUS) == 1


async def until(it: Review, ready: Callable[[], bool], tries: int = 100) -> None:
    """Wait for something that a timer or another thread brings."""
    for _ in range(tries):
        if ready():
            return
        await it.pilot.pause(0.02)
    assert ready()


def asked(it: Review) -> str:
    """The question at the foot of the screen."""
    assert it.on(Confirm)
    return str(it.app.screen.query_one("#confirm-question", Static).render())


@pytest.mark.parametrize("key", ["m", "e", "n"])
async def test_a_title_typed_where_there_is_nothing_to_type_into_decides_nothing(key: str) -> None:
    async with review(by=Grouping.TITLE) as it:
        while it.rows.group is None or it.rows.group.kind is not GroupKind.FILMS:
            await it.press("j")
        await it.press(key, *"quiet harbour is a deed", "escape")
        assert not it.on(Confirm)
        assert it.store.decision_count(Decision.PENDING) == len(it.store)


async def test_a_group_of_different_films_is_opened_when_it_is_asked_what_they_are() -> None:
    async with review(by=Grouping.TITLE) as it:
        while it.rows.group is None or it.rows.group.kind is not GroupKind.FILMS:
            await it.press("j")
        await it.press("-", "m")
        assert asked(it) == "These are different works: each is a question of its own."
        before = it.rows.line_count()
        await it.press("enter")
        assert it.rows.line_count() > before


async def test_a_query_that_cannot_be_read_stays_to_be_mended() -> None:
    async with review() as it:
        await it.press("plus", *"tier:odd", "enter")
        assert it.screen.focused is it.screen.query_one("#filter-input")
        assert "tier" in it.said
        await it.press(*["backspace"] * 3, *"none", "enter")
        assert it.focuses(it.rows)
        assert len(it.rows.marked) == 1


@pytest.mark.parametrize("text", ["year:", "!tier:", "  "])
async def test_a_query_that_asks_nothing_marks_nothing(text: str) -> None:
    async with review() as it:
        await it.press("plus", *("space" if sign == " " else sign for sign in text), "enter")
        assert it.rows.marked == set()
