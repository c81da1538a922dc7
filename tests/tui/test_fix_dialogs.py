"""The dialogs that fix a match: which files they are for, what they show before Enter, what they ask only once."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from organizer.errors import TmdbUnreachable
from organizer.model import Decision
from organizer.store.aliases import AliasBook
from organizer.store.view import Grouping
from tests.tui.test_review_screen import HARBOUR, PHONE, Review, review, until
from tests.tui.world import NAMED, FakeEngine, bridge_to, filled_store, make_desk
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.widgets.status_line import StatusLine

SECOND = "Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv"


def text_of(it: Review, selector: str) -> str:
    return str(it.app.screen.query_one(selector, Static).content)


def status(it: Review, selector: str) -> str:
    return it.app.screen.query_one(selector, StatusLine).text


async def searched(it: Review) -> None:
    await it.press("m")
    await until(it, lambda: it.on(FixMatch) and "result" in status(it, "#fix-status"))


async def numbering(it: Review, *keys: str) -> None:
    await it.press("e")
    await until(it, lambda: it.on(EpisodeDialog))
    it.app.screen.query_one(Input).value = ""
    await it.press(*keys)


def episodes(it: Review) -> list[tuple[int, int]]:
    matches = [row.verdict.match for row in it.store if row.decision is Decision.FIXED and row.verdict]
    return [(e.season, e.number) for match in matches if match for e in match.episodes]


# -- which files


async def test_one_key_widens_a_fix_from_the_file_to_its_season_and_show() -> None:
    async with review(make_desk(filled_store(NAMED[:6]))) as it:
        await it.go_to(SECOND)
        await searched(it)
        assert text_of(it, "#fix-subject") == f"for this file: {SECOND}"
        await it.press("ctrl+g")
        assert text_of(it, "#fix-subject").startswith("for season 1 of Lantern Village, 6 files: Lantern")
        await it.press("enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 6)


async def test_marks_come_first_and_the_file_is_one_key_away() -> None:
    async with review() as it:
        await it.go_to(SECOND)
        await it.press("space", "space")
        await searched(it)
        assert text_of(it, "#fix-subject").startswith("for the 2 marked files: ")
        await it.press("ctrl+g", "enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 1)


async def test_a_group_is_fixed_as_a_whole_remembered_and_forgotten_with_the_undo() -> None:
    book = AliasBook(None)
    engine = FakeEngine(aliases=book)
    desk = make_desk(filled_store(NAMED[:6]), bridge_to(engine), roots=())
    desk.aliases = book
    async with review(desk, by=Grouping.TITLE) as it:
        it.rows.move_to(0)
        await searched(it)
        assert text_of(it, "#fix-subject").startswith("for all of Lantern Village, 6 files: ")
        assert str(it.app.screen.query_one("#fix").border_subtitle) == "remembered for all names of “Lantern Village”"
        await it.press("down", "down", "down", "enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 6 and bool(book.all()))
        await it.press("u")
        await until(it, lambda: book.all() == [])
        assert it.store.decision_count(Decision.FIXED) == 0


async def test_marks_of_two_titles_are_both_remembered() -> None:
    book = AliasBook(None)
    desk = make_desk(bridge=bridge_to(FakeEngine(aliases=book)), roots=())
    desk.aliases = book
    async with review(desk) as it:
        for name in (SECOND, HARBOUR):
            await it.go_to(name)
            await it.press("space")
        await searched(it)
        subtitle = str(it.app.screen.query_one("#fix").border_subtitle)
        assert subtitle == "remembered for all names of “Lantern Village” and 1 other title"
        await it.press("enter")
        await until(it, lambda: len(book.all()) == 2)
        await it.press("u")
        await until(it, lambda: book.all() == [])


# -- the search


async def test_a_text_that_was_searched_for_is_not_asked_again() -> None:
    engine = FakeEngine()
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await searched(it)
        line = it.app.screen.query_one("#fix-text", Input)
        for text in ("tide", "The Quiet Harbour", "  tide "):
            line.value = text
            await until(
                it, lambda: "result" in status(it, "#fix-status") and "Searching" not in status(it, "#fix-status")
            )
            await it.pilot.pause(0.4)
        asked = [call[0] for call in engine.asked if call[0] != "about"]
        assert asked == ["The Quiet Harbour", "tide"]


async def test_typing_replaces_the_title_that_is_there() -> None:
    async with review() as it:
        await searched(it)
        await it.press(*"tide")
        assert it.app.screen.query_one("#fix-text", Input).value == "tide"


async def test_what_tells_candidates_apart_is_below_the_list() -> None:
    async with review() as it:
        await searched(it)
        await until(it, lambda: "2h05m" in text_of(it, "#fix-overview"))
        assert text_of(it, "#fix-overview").splitlines()[0] == "film · 2h05m · Drama · tmdb 602"


async def test_a_search_that_failed_is_asked_again_by_enter_and_shows_nothing_old() -> None:
    engine = FakeEngine()
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await searched(it)
        engine.refuses = TmdbUnreachable("TMDB does not answer", hint="check the network")
        it.app.screen.query_one("#fix-text", Input).value = "other"
        await until(it, lambda: "Enter asks again" in status(it, "#fix-status"))
        assert text_of(it, "#fix-overview") == ""
        engine.refuses = None
        await it.press("enter")
        await until(it, lambda: "3 results" in status(it, "#fix-status"))


@pytest.mark.parametrize(("text", "said"), [("tt0133093", "under that id"), ("nothing", "try fewer words")])
async def test_nothing_found_says_what_to_do(text: str, said: str) -> None:
    async with review(make_desk(bridge=bridge_to(FakeEngine(results=())), roots=())) as it:
        await it.press("m")
        it.app.screen.query_one("#fix-text", Input).value = text
        await until(it, lambda: said in status(it, "#fix-status"))
        assert "Ctrl+T" in status(it, "#fix-status")


# -- numbers


async def test_the_preview_says_what_the_files_become_before_enter() -> None:
    async with review(make_desk(filled_store(NAMED[:6]))) as it:
        await it.go_to(SECOND)
        await numbering(it, *"+1")
        await until(it, lambda: "S01E02 → S01E03 Chapter 3" in text_of(it, "#episode-preview"))
        await it.press("ctrl+g")
        await until(it, lambda: "and 1 more file" in text_of(it, "#episode-preview"))
        assert text_of(it, "#episode-subject") == "for season 1 of Lantern Village, 6 files"
        await it.press("enter")
        await until(it, lambda: it.store.decision_count(Decision.FIXED) == 6)
        assert episodes(it) == [(1, n) for n in range(2, 8)]


async def test_a_mistake_is_said_and_nothing_is_taken() -> None:
    async with review() as it:
        await it.go_to(SECOND)
        await numbering(it, *"pilot", "enter")
        assert it.on(EpisodeDialog)
        assert "That is no episode: type 2x03" in status(it, "#episode-status")


async def test_a_file_without_a_series_names_the_key_that_finds_one() -> None:
    async with review() as it:
        await it.go_to(PHONE)
        await numbering(it, *"1x01", "enter")
        assert "m searches for one" in status(it, "#episode-status")


async def test_without_tmdb_the_preview_says_so() -> None:
    engine = FakeEngine(refuses=TmdbUnreachable("TMDB does not answer", hint="check the network"))
    async with review(make_desk(bridge=bridge_to(engine), roots=())) as it:
        await it.go_to(SECOND)
        await numbering(it, *"1x05")
        await until(it, lambda: "check the network" in status(it, "#episode-status"))
