"""ReviewList and LineView: places, marks, and what a key costs."""

from __future__ import annotations

import time
from array import array
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.console import RenderableType
from textual.app import App, ComposeResult
from textual.screen import Screen

from organizer.model import Decision, MediaFile, Tier
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.review import ReviewStore, StoreChange
from tests.tui.world import NAMED, filled_store, film_parse, media, verdict
from tui.appearance import extra_variables
from tui.glyphs import UNICODE
from tui.paths import style_sheets
from tui.widgets.review_list import ReviewList


class ListApp(App[None]):
    """One list and the real style sheets."""

    CSS_PATH = list(style_sheets())  # noqa: RUF012 - as Textual declares it

    def __init__(self, store: ReviewStore) -> None:
        super().__init__()
        self.store = store
        self.list = ReviewList(store, UNICODE, set(), id="list")
        self.written = 0
        self.laid_out = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return extra_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.show(self.store.order(RowFilter(), SortOrder.NAME))
        self.list.focus()
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)

    def _laid_out(self, _screen: Screen[object]) -> None:
        self.laid_out += 1

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """A test has no terminal, so what would be sent there is counted here, as truecolour."""
        segments = getattr(renderable, "render_segments", None)
        if segments is not None:
            self.written += len(segments(self.console).encode())
        super()._display(screen, renderable)


def plain_store(count: int) -> ReviewStore:
    store = ReviewStore()
    first = media("a.mkv")
    files = [MediaFile(f"/in/{n // 200:04d}/film {n:06d}.mkv", "/in", first.identity) for n in range(count)]
    store.add(files)
    return store


@asynccontextmanager
async def shown(store: ReviewStore, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[ListApp, ReviewList]]:
    app = ListApp(store)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, app.list


async def press(app: ListApp, *keys: str) -> None:
    from textual.pilot import Pilot

    await Pilot(app).press(*keys)


# -- what it costs


async def test_a_hundred_thousand_rows_are_on_the_screen_at_once() -> None:
    store = plain_store(100_000)
    order = store.order(RowFilter(), SortOrder.NAME)
    async with shown(ReviewStore()) as (app, lines):
        lines._store = store
        started = time.perf_counter()
        lines.show(order)
        await _painted(app)
        assert time.perf_counter() - started < 1.5  # 0.06 s on a quiet machine
        assert "film 000000.mkv" in lines.render_line(0).text


async def test_a_cursor_step_writes_two_lines_and_a_change_of_one_row_writes_one() -> None:
    async with shown(plain_store(5_000)) as (app, lines):
        app.written = 0
        await press(app, "j")
        assert 0 < app.written < 1_300
        app.written = 0
        app.store.decide([2], Decision.SKIPPED)
        lines.rows_changed({2})
        await _painted(app)
        assert 0 < app.written < 1_000


async def test_a_held_key_costs_about_a_kilobyte_each() -> None:
    async with shown(plain_store(5_000)) as (app, _):
        app.written = 0
        for _ in range(40):
            await press(app, "j")
        assert 300 < app.written / 40 < 1_400


async def test_what_cannot_be_seen_is_not_painted() -> None:
    async with shown(plain_store(5_000)) as (app, lines):
        app.written = 0
        lines.rows_changed({4_000})
        await _painted(app)
        assert app.written == 0


async def test_rows_that_come_below_the_window_paint_no_line_and_lay_nothing_out() -> None:
    store = plain_store(5_000)
    order = store.order(RowFilter(), SortOrder.NAME)
    async with shown(store) as (app, lines):
        lines.show(order[:4_000])
        await _painted(app)
        app.written = app.laid_out = 0
        lines.show(order)
        await _painted(app)
        assert lines.max_scroll_y == 5_000 - lines.size.height
        assert lines.vertical_scrollbar.window_virtual_size == 5_000
        assert app.written < 1_000  # the bar at the side; the window would be 5,000
        assert app.laid_out == 0


async def test_a_list_that_outgrows_its_window_gets_a_bar_and_one_that_shrinks_loses_it() -> None:
    store = plain_store(100)
    order = store.order(RowFilter(), SortOrder.NAME)
    async with shown(store) as (app, lines):
        for count in (5, 100, 3, 24, 23, 100):
            lines.show(order[:count])
            await _painted(app)
            assert lines.show_vertical_scrollbar == (count > lines.container_size.height), count


async def test_a_list_that_shrinks_shows_its_last_page() -> None:
    store = plain_store(500)
    order = store.order(RowFilter(), SortOrder.NAME)
    async with shown(store) as (app, lines):
        await press(app, "G")
        lines.show(order[:60])
        await _painted(app)
        assert lines.scroll_offset.y == lines.max_scroll_y == 60 - lines.size.height
        assert "film 000059" in lines.render_line(lines.size.height - 1).text


async def _painted(app: ListApp) -> None:
    from textual.pilot import Pilot

    await Pilot(app).pause()


# -- the cursor


async def test_leaving_the_window_jumps_three_quarters_of_a_page() -> None:
    async with shown(plain_store(500)) as (app, lines):
        height = lines.scrollable_content_region.height
        lines.move_to(height)
        assert lines.scroll_offset.y == height - height // 4
        lines.move_to(lines.scroll_offset.y - 1)
        assert lines.scroll_offset.y == max(0, lines.cursor - height * 3 // 4)
        await _painted(app)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["j", "j", "k"], 1),
        (["down", "down", "up"], 1),
        (["G"], 499),
        (["G", "g"], 0),
        (["end", "home"], 0),
        (["k"], 0),
        (["G", "j"], 499),
    ],
)
async def test_keys_move_the_cursor(keys: Sequence[str], place: int) -> None:
    async with shown(plain_store(500)) as (app, lines):
        await press(app, *keys)
        assert lines.cursor == place
        assert lines.cursor in lines.window


@pytest.mark.parametrize(("down", "up"), [("pagedown", "pageup"), ("ctrl+d", "ctrl+u")])
async def test_pages_keep_the_cursor_in_the_window(down: str, up: str) -> None:
    async with shown(plain_store(500)) as (app, lines):
        await press(app, down, down)
        there = lines.cursor
        assert there > 15
        assert lines.cursor in lines.window
        await press(app, up)
        assert lines.cursor < there


async def test_the_cursor_keeps_to_its_row_when_the_order_changes() -> None:
    async with shown(filled_store()) as (_, lines):
        lines.move_to(4)
        row = lines.row_id
        lines.show(array("I", reversed(lines.order)))
        assert lines.row_id == row


async def test_without_following_the_cursor_keeps_to_its_line() -> None:
    async with shown(filled_store()) as (_, lines):
        lines.move_to(4)
        lines.show(array("I", reversed(lines.order)), follow=False)
        assert lines.cursor == 4


async def test_a_list_that_shrinks_keeps_its_cursor_inside() -> None:
    async with shown(plain_store(100)) as (_, lines):
        lines.move_to(99)
        lines.show(array("I", [3, 4, 5]))
        assert lines.cursor == 2
        lines.show(array("I"))
        assert lines.row_id is None


async def test_an_empty_list_takes_every_key() -> None:
    async with shown(ReviewStore()) as (app, lines):
        await press(app, "j", "k", "G", "g", "pagedown", "pageup", "ctrl+d")
        assert lines.cursor == 0


async def test_a_resized_list_shows_its_cursor() -> None:
    async with shown(plain_store(200)) as (app, lines):
        from textual.pilot import Pilot

        lines.move_to(20)
        await Pilot(app).resize_terminal(60, 12)
        await Pilot(app).pause()
        assert lines.cursor in lines.window


# -- marks


async def test_a_range_marks_everything_between() -> None:
    async with shown(plain_store(50)) as (_, lines):
        lines.move_to(3)
        lines.toggle_range()
        lines.move_to(6)
        assert lines.marked == set(lines.order[3:7])
        lines.toggle_range()
        lines.move_to(20)
        assert lines.marked == set(lines.order[3:7])


async def test_inverting_marks_swaps_what_is_shown_only() -> None:
    async with shown(plain_store(10)) as (_, lines):
        lines.toggle_mark()
        lines.show(array("I", range(5)))
        lines.invert_marks()
        assert lines.marked == {1, 2, 3, 4}


async def test_without_marks_a_decision_is_about_the_cursor() -> None:
    async with shown(plain_store(10)) as (_, lines):
        lines.move_to(2)
        assert lines.targets() == [lines.order[2]]
        lines.toggle_mark()
        lines.move_to(5)
        assert lines.targets() == [lines.order[2]]


# -- what it says


async def test_a_line_says_state_name_title_and_score() -> None:
    async with shown(filled_store(), (100, 24)) as (_, lines):
        texts = [lines.render_line(y).text for y in range(len(NAMED))]
        kite = next(text for text in texts if "Paper.Kite" in text)
        assert "✔ sure" in kite
        assert "Paper Kite (1999)" in kite
        assert "99%" in kite


@pytest.mark.parametrize(
    "name",
    [
        "[/b] x.mkv",
        "[@click=app.bell]x[/].mkv",
        "\x1b[31mred\x1b[0m.mkv",
        "a\u202egpj.mkv",
        "bad\udcff.mkv",
        "two\nlines.mkv",
    ],
)
async def test_a_hostile_name_is_only_text(name: str) -> None:
    parse = film_parse(name)
    from tests.tui.world import film

    said = verdict(Tier.SURE, parse, film(1, name, 1999, 0.99, name))
    async with shown(filled_store([(media(name), parse, said)]), (100, 24)) as (_, lines):
        text = lines.render_line(0).text
        assert text.isprintable()
        assert "\x1b" not in text


async def test_every_line_fills_the_width_with_wide_names() -> None:
    name = "灯台守の村の長い長い長い長い長い物語 第十二話 😀.mkv"
    parse = film_parse("灯台守の村")
    from tests.tui.world import film

    rows = [(media(name), parse, verdict(Tier.SURE, parse, film(1, "灯台守の村" * 6, 1999, 0.99)))]
    for width in (40, 61, 80, 120):
        async with shown(filled_store(rows), (width, 24)) as (_, lines):
            strip = lines.render_line(0)
            assert strip.cell_length == lines.scrollable_content_region.width


def test_a_store_tells_which_rows_changed() -> None:
    store, heard = filled_store(), list[StoreChange]()
    store.subscribe(heard.append)
    store.decide([0, 1], Decision.APPROVED)
    assert heard == [StoreChange(frozenset({0, 1}))]
