"""Keys that arrive all at once, as over a slow line, mean the same as keys that are typed one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from organizer.model import Decision
from tests.tui.world import decided, filled_store, make_app, make_desk
from tui.app import OrganizerApp
from tui.desk import Desk
from tui.screens.fix_match import FixMatch
from tui.screens.review import ReviewScreen
from tui.widgets.review_list import ReviewList


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[OrganizerApp, Desk, Pilot[int]]]:
    desk = make_desk(filled_store())
    app = make_app(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield app, desk, pilot


async def burst(app: OrganizerApp, pilot: Pilot[int], text: str) -> None:
    """All keys in one go; returns when the app holds none back any more."""
    for character in text:
        app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
    while app.holding:
        await pilot.pause(0.05)
    await pilot.pause(0.05)


async def test_a_menu_gets_the_key_that_was_typed_right_after_its_own() -> None:
    async with opened() as (app, desk, pilot):
        await burst(app, pilot, "fs")
        shown = app.screen.query_one(ReviewList).order
        assert isinstance(app.screen, ReviewScreen)
        assert {desk.store[row].tier for row in shown} == {"sure"}


async def test_a_whole_sentence_of_keys_is_understood() -> None:
    async with opened() as (app, desk, pilot):
        sure = [row.file.name for row in desk.store if row.tier == "sure"]
        await burst(app, pilot, "fsAyff")
        assert isinstance(app.screen, ReviewScreen)
        assert sorted(decided(desk.store, Decision.APPROVED)) == sorted(sure)
        assert len(app.screen.query_one(ReviewList).order) == len(desk.store)


async def test_what_is_typed_after_the_search_key_goes_into_the_search() -> None:
    async with opened() as (app, _, pilot):
        await burst(app, pilot, "/esamp")  # e would ask for an episode, s skip, a approve, m search, p plan
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.query_one("#filter-input", Input).value == "esamp"


async def test_what_is_typed_after_fix_match_goes_into_its_search() -> None:
    async with opened() as (app, _, pilot):
        await burst(app, pilot, "jmlantern")
        assert isinstance(app.screen, FixMatch)
        assert "lantern" in app.screen.query(Input).first().value


async def test_keys_are_let_go_although_a_screen_that_goes_away_takes_its_callbacks_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (app, _, _):
        monkeypatch.setattr(ReviewScreen, "_invoke_later", lambda *_: None)
        monkeypatch.setattr(FixMatch, "_invoke_later", lambda *_: None)
        for key in "jml":
            app.post_message(events.Key(key, key))
        for _ in range(100):
            if isinstance(app.screen, FixMatch) and not app.holding:
                break
            await asyncio.sleep(0.02)
        assert isinstance(app.screen, FixMatch)
        assert not app.holding


@pytest.mark.parametrize("keys", ["pj", "jjjkk"])
async def test_keys_that_lead_nowhere_hold_nothing_for_long(keys: str) -> None:
    async with opened() as (app, _, pilot):
        before = app.screen.query_one(ReviewList).cursor
        await burst(app, pilot, keys)
        assert not app.holding
        assert app.screen.query_one(ReviewList).cursor == before + 1
