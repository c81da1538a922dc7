"""Choices that are remembered, by keys: a fix for a title, the order of a show, and both taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from organizer.errors import TmdbUnreachable
from organizer.model import (
    Action,
    Alias,
    AliasScope,
    CandidateType,
    CarriedOut,
    Decision,
    FileIdentity,
    MediaFile,
    Parse,
    ReviewRow,
    Tier,
    Verdict,
)
from organizer.store.aliases import AliasBook
from tests.tui.test_review_screen import Review, review, until
from tests.tui.world import (
    LANTERN,
    NAMED,
    FakeEngine,
    bridge_to,
    decided,
    episode_parse,
    filled_store,
    make_desk,
    media,
    verdict,
)
from tui.desk import Desk
from tui.screens.orders import OrderDialog
from tui.screens.review import ReviewScreen
from tui.widgets.detail import DetailPane
from tui.widgets.status_line import StatusLine
from tui.widgets.tally import TallyLine

UNKNOWN: tuple[tuple[MediaFile, Parse, Verdict], ...] = tuple(
    (media(f"shows/Lntrn.S01E{n:02d}.mkv"), parse, verdict(Tier.NONE, parse))
    for n in range(1, 4)
    for parse in (episode_parse("Lntrn", 1, n),)
)
FIRST, KITE = "Lntrn.S01E01.mkv", "Paper.Kite.1999.1080p.mkv"


def taught_desk(engine: FakeEngine | None = None) -> tuple[Desk, AliasBook]:
    """A review of three files of a title that TMDB does not know, beside the others."""
    engine = engine or FakeEngine()
    desk = make_desk(filled_store((*NAMED, *UNKNOWN)), bridge_to(engine), roots=())
    engine.aliases = desk.aliases
    return desk, desk.aliases


def row_of(it: Review, name: str) -> ReviewRow:
    return next(row for row in it.store if row.file.name == name)


def matched(it: Review) -> list[str]:
    return [row.file.name for row in it.store if row.file.name.startswith("Lntrn") and row.tier is Tier.SURE]


async def fix(it: Review, *keys: str) -> None:
    """Take Lantern Village for the first file of the unknown title."""
    await it.go_to(FIRST)
    await it.press("m")
    await until(it, lambda: "result" in it.app.screen.query_one("#fix-status", StatusLine).text)
    await it.press(*keys, "enter")
    await until(it, lambda: it.store.decision_count(Decision.FIXED) > 0)


async def test_a_fix_of_a_series_is_remembered_and_decides_the_other_files_at_once() -> None:
    desk, book = taught_desk()
    async with review(desk) as it:
        await fix(it)
        await until(it, lambda: len(matched(it)) == 3)
        assert book.all() == [Alias(AliasScope.TITLE, "series lntrn", CandidateType.TV, 501, "Lantern Village", 2016)]
        assert decided(it.store, Decision.FIXED) == [FIRST]  # the others are matched, and still for the person to say
        assert it.said == "1 file fixed: Lantern Village. u takes it back. 2 other files of that title matched again."


async def test_the_dialog_says_what_is_remembered_and_ctrl_r_changes_it() -> None:
    desk, book = taught_desk()
    async with review(desk) as it:
        await it.go_to(FIRST)
        await it.press("m")
        box = it.app.screen.query_one("#fix")
        assert str(box.border_subtitle) == "remembered for all names of “Lntrn”"
        await it.press("ctrl+r")
        assert str(box.border_subtitle) == "not remembered"
        await it.press("escape")
        await fix(it, "ctrl+r")
        assert book.all() == []
        assert matched(it) == [FIRST]


async def test_a_fix_of_a_film_is_remembered_only_when_asked_for() -> None:
    desk, book = taught_desk()
    async with review(desk) as it:
        await it.go_to("The Quiet Harbour.mkv")
        await it.press("m")
        await until(it, lambda: "result" in it.app.screen.query_one("#fix-status", StatusLine).text)
        await it.press("enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)
        assert book.all() == []


async def test_taking_the_fix_back_forgets_it_and_taking_it_again_remembers_it() -> None:
    desk, book = taught_desk()
    async with review(desk) as it:
        await fix(it)
        await until(it, lambda: len(matched(it)) == 3)
        await it.press("u")
        await until(it, lambda: matched(it) == [])
        assert book.all() == []
        await it.press("U")
        await until(it, lambda: len(matched(it)) == 3)
        assert len(book.all()) == 1


async def test_the_same_fix_made_twice_and_taken_back_twice_leaves_nothing_behind() -> None:
    desk, book = taught_desk()
    async with review(desk) as it:
        await fix(it)
        await it.go_to(FIRST)
        await it.press("d")
        assert it.store.decision_count(Decision.FIXED) == 0
        await fix(it)
        await it.press("u", "u")
        assert len(book.all()) == 1
        await it.press("u")
        assert book.all() == []


async def test_taking_a_fix_back_brings_an_earlier_alias_back() -> None:
    desk, book = taught_desk()
    earlier = Alias(AliasScope.TITLE, "series lntrn", CandidateType.TV, 7, "Lint Roller", 1990)
    book.add(earlier)
    async with review(desk) as it:
        await fix(it)
        assert [alias.tmdb_id for alias in book.all()] == [LANTERN.tmdb_id]
        await it.press("u")
        await it.settle()
        assert book.all() == [earlier]


async def test_a_book_that_cannot_be_written_is_said_and_the_fix_stands(tmp_path: Path) -> None:
    broken = tmp_path / "aliases.db"
    broken.write_bytes(b"no database" * 200)
    engine = FakeEngine()
    desk = make_desk(filled_store((*NAMED, *UNKNOWN)), bridge_to(engine), roots=())
    desk.aliases = AliasBook(broken)
    async with review(desk) as it:
        await fix(it)
        await until(it, lambda: "Aliases cannot be kept" in it.said)
        assert decided(it.store, Decision.FIXED) == [FIRST]


# -- episode orders


async def opened(it: Review) -> OrderDialog:
    await it.go_to("Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv")
    await it.press("O")
    dialog = it.app.screen
    assert isinstance(dialog, OrderDialog)
    await until(it, lambda: "orders" in dialog.query_one("#orders-status", StatusLine).text)
    return dialog


def numbers(it: Review) -> list[int]:
    matches = [row.verdict.match for row in it.store if row.verdict and row.file.name.startswith("Lantern")]
    return [match.episodes[0].number for match in matches if match]


async def test_an_order_is_taken_for_the_whole_show_as_one_step_and_remembered() -> None:
    async with review() as it:
        dialog = await opened(it)
        assert "would be s01e05 Chapter 5" in str(dialog.query_one("#orders-example").render())
        await it.press("enter")
        assert it.on(ReviewScreen)
        assert numbers(it) == [5, 4, 3, 2, 1, 6]
        assert it.store.decision_count(Decision.FIXED) == 5
        assert "5 files of Lantern Village read in DVD order. u takes it back. 1 file left as before" in it.said
        assert [(alias.key, alias.order) for alias in it.desk.aliases.all()] == [("series lantern village", "dvd")]
        await it.press("u")
        assert numbers(it) == [1, 2, 3, 4, 5, 6]
        assert it.store.decision_count(Decision.FIXED) == 0
        assert it.desk.aliases.all() == []


async def test_escape_leaves_the_order_as_it_is() -> None:
    async with review() as it:
        await opened(it)
        await it.press("escape")
        assert it.on(ReviewScreen)
        assert numbers(it) == [1, 2, 3, 4, 5, 6]
        assert it.desk.aliases.all() == []


async def test_a_film_has_no_order() -> None:
    async with review() as it:
        await it.go_to(KITE)
        await it.press("O")
        assert it.on(ReviewScreen)
        assert it.said == "▲ There is no series here whose episodes have an order."


async def test_what_tmdb_cannot_answer_is_said_in_the_dialog() -> None:
    engine = FakeEngine(refuses=TmdbUnreachable("TMDB does not answer", hint="check the network"))
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await it.go_to("Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv")
        await it.press("O")
        await until(it, lambda: "check the network" in it.app.screen.query_one("#orders-status", StatusLine).text)
        await it.press("enter", "escape")
        assert numbers(it) == [1, 2, 3, 4, 5, 6]


async def test_fixing_again_keeps_the_order_that_was_chosen_for_the_show() -> None:
    desk, book = taught_desk()
    book.add(Alias(AliasScope.TITLE, "series lntrn", CandidateType.TV, 501, "Lantern Village", 2016, "dvd"))
    async with review(desk) as it:
        await fix(it)
        assert [alias.order for alias in book.all()] == ["dvd"]


# -- earlier runs


def carried(path: str, _: FileIdentity) -> CarriedOut | None:
    """The film was copied long ago; nothing else was."""
    when = datetime(2026, 11, 2, 12, tzinfo=UTC)
    return (
        CarriedOut(Action.COPY, "/media/Movies/Paper Kite (1999)/Paper Kite (1999).mkv", when) if KITE in path else None
    )


def desk_after_a_copy() -> Desk:
    desk = make_desk(filled_store(NAMED, before=carried))
    desk.before = carried
    return desk


async def test_a_file_of_an_earlier_run_is_done_and_the_detail_says_what_was_done() -> None:
    async with review(desk_after_a_copy()) as it:
        await it.go_to(KITE)
        await until(it, lambda: "copied on 2026-11-02 to" in it.screen.query_one(DetailPane).text)
        assert "goes to" not in it.screen.query_one(DetailPane).text
        assert "1 done" in it.screen.query_one(TallyLine).text


async def test_a_file_of_an_earlier_run_is_in_no_bulk_and_can_be_opened_again() -> None:
    async with review(desk_after_a_copy()) as it:
        await it.press("A", "y")
        assert KITE not in decided(it.store, Decision.APPROVED)
        await it.go_to(KITE)
        await it.press("d")
        assert row_of(it, KITE).decision is Decision.PENDING
        await it.press("a")
        assert KITE in decided(it.store, Decision.APPROVED)


async def test_a_run_taken_back_in_the_history_opens_its_files_again() -> None:
    async with review(desk_after_a_copy()) as it:
        it.desk.brought_back([row_of(it, KITE).file.path])
        assert row_of(it, KITE).decision is Decision.PENDING
