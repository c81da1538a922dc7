"""Every action of the table by its keys: pressed where it lives, each key reaches the method that does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from organizer.transfer.apply import Execution
from tests.tui.test_actions import HOMES
from tests.tui.test_files_by_keys import Hand
from tests.tui.world import make_app, make_desk
from tui.actions import ACTIONS, Place, UserAction, actions_of
from tui.app import OrganizerApp
from tui.screens.apply import ApplyScreen, Job
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.name_dialog import NameDialog
from tui.screens.orders import OrderDialog
from tui.screens.plan import PlanScreen
from tui.screens.review import ReviewScreen
from tui.screens.settings import SettingsScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.folder_tree import FolderTree

# Where a field for text has the focus, Enter is the field's: it submits, and the screen hears of that.
BY_THE_FIELD = {"ask.accept", "episode.accept", "welcome.check", "fix.take"}

Opening = tuple[type, tuple[str, ...], Callable[[OrganizerApp], object] | None]


def push_plan(app: OrganizerApp) -> None:
    app.push_screen(PlanScreen(app._desk))


def push_apply(app: OrganizerApp) -> None:
    app.push_screen(ApplyScreen(app._desk, Job("Nothing", lambda *_: Execution("1", (_ for _ in ())), 0, 0)))


def push_welcome(app: OrganizerApp) -> None:
    app.push_screen(WelcomeScreen(app._desk))


def push_orders(app: OrganizerApp) -> None:
    verdict = app._desk.store[0].verdict
    assert verdict is not None
    assert verdict.match is not None
    app.push_screen(OrderDialog(app._desk.bridge, app._desk.glyphs, verdict.match, ()))


OPENINGS: dict[Place, Opening] = {
    Place.APP: (ReviewScreen, (), None),
    Place.LINES: (ReviewScreen, (), None),
    Place.REVIEW: (ReviewScreen, (), None),
    Place.TREE: (ReviewScreen, (), lambda app: app.screen.query_one(FolderTree).focus()),
    Place.FOLDS: (PlanScreen, (), push_plan),
    Place.FIX: (FixMatch, ("j", "m"), None),
    Place.PLAN: (PlanScreen, (), push_plan),
    Place.APPLY: (ApplyScreen, (), push_apply),
    Place.HISTORY: (HistoryScreen, ("H",), None),
    Place.SETTINGS: (SettingsScreen, ("comma",), None),
    Place.SHEET: (HelpScreen, ("question_mark",), None),
    Place.ORDERS: (OrderDialog, (), push_orders),
    Place.EPISODE: (EpisodeDialog, ("j", "e"), None),
    Place.ASK: (NameDialog, ("j", "n"), None),
    Place.WELCOME: (WelcomeScreen, (), push_welcome),
}


def test_every_place_is_opened() -> None:
    assert set(OPENINGS) == set(Place)


def heard(monkeypatch: pytest.MonkeyPatch, home: type, actions: list[UserAction], calls: list[str]) -> None:
    """From now on these actions are only noted."""

    def note(action: UserAction) -> Callable[..., None]:
        return lambda _self, *numbers: calls.append(f"{action.id}{numbers[0] if numbers else ''}")

    for action in actions:
        monkeypatch.setattr(home, f"action_{action.action}", note(action))


async def opened(place: Place, pilot: Pilot[int]) -> type:
    screen, keys, then = OPENINGS[place]
    app = pilot.app
    assert isinstance(app, OrganizerApp)
    it = Hand(app, pilot)
    await it.press(*keys)
    if then is not None:
        then(app)
    await it.see(screen)
    await pilot.pause(0.2)  # what the screen reads at first has been read
    return screen


def home_of(place: Place, screen: type) -> type:
    """The class whose methods are called: that of the screen, or of the list in it."""
    if place in {Place.REVIEW, Place.PLAN, Place.APPLY, Place.HISTORY, Place.SETTINGS, Place.SHEET, Place.ORDERS}:
        return screen
    return HOMES[place][0]


@pytest.mark.parametrize("place", Place)
async def test_every_key_of_a_place_does_what_the_table_says(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(PlanScreen, "_make", lambda _self: None)
    rows = [action for action in actions_of(place) if action.id not in BY_THE_FIELD]
    app = make_app(make_desk(folder=tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = await opened(place, pilot)
        calls: list[str] = []
        heard(monkeypatch, home_of(place, screen), rows, calls)
        for action in rows:
            for digit, key in enumerate(action.keys, 1):
                calls.clear()
                await pilot.press(key)
                for _ in range(200):  # a key that leads elsewhere holds back those after it for a moment
                    if calls and not app.holding:
                        break
                    await pilot.pause(0.02)
                assert calls == [f"{action.id}{digit if action.digits else ''}"], key


def test_the_field_hands_on_only_what_tests_of_their_own_press() -> None:
    assert {action.id for action in ACTIONS} >= BY_THE_FIELD
