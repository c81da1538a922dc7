"""Keys that the settings change: what is accepted, what each mistake is told, and where the new keys are seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from organizer.config.load import load
from organizer.errors import ConfigError
from organizer.model import Decision
from tests.tui.world import decided, make_app, make_desk
from tui.actions import ACTIONS, Place
from tui.app import OrganizerApp
from tui.keymap import _ONE_SCREEN, Keymap, canonical, footer_of, key_name, keymap_of
from tui.screens.help import help_lines
from tui.widgets.hints import KeyHints
from tui.widgets.status_line import StatusLine

APPROVE = next(action for action in ACTIONS if action.id == "review.approve")


def written(tmp_path: Path, text: str) -> Keymap:
    """The keymap of a settings file."""
    path = tmp_path / "config.toml"
    path.write_text(f"[keys]\n{text}\n", encoding="utf-8")
    return keymap_of(load(path, {}, {}).settings.keys)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('"review.approve" = "y"', ("y",)),
        ('"review.approve" = "y space"\n"review.mark" = "x"', ("y", "space")),
        ('"review.approve" = "y, Ctrl+Y"', ("y", "ctrl+y")),
        ('"review.approve" = ["y", "F2"]', ("y", "f2")),
        ('review.approve = "y"', ("y",)),
        ('"review.approve" = ","\n"review.settings" = "Z"', (",",)),
        ('"review.approve" = "comma"\n"review.settings" = "Z"', (",",)),
        ('"review.approve" = "!"', ("!",)),
        ('"review.approve" = "shift+y Del F12"', ("Y", "delete", "f12")),
        ('"review.approve" = "Ctrl+I"\n"review.next-pane" = "W"', ("tab",)),
        ('"review.approve" = ""', ()),
    ],
)
def test_keys_are_written_as_people_write_them(tmp_path: Path, text: str, keys: tuple[str, ...]) -> None:
    assert written(tmp_path, text).keys(APPROVE) == keys


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('"review.aprove" = "y"', 'unknown action "review.aprove": did you mean "review.approve"?'),
        ('"nothing.at-all-like-it" = "y"', "pmo keys lists all actions"),
        ('"review.approve" = "s"', "In the review the key s would be that of review.approve and of review.skip"),
        ('"review.approve" = "down"', "In the review the key Down would be that of lines.down and of review.approve"),
        ('"review.approve" = "q"', "review.approve and of app.leave"),
        ('"plan.apply" = "c"', "In the plan the key c would be that of plan.apply and of plan.resolve"),
        ('"review.approve" = "hyper+y"', '"hyper+y", wanted for "review.approve"'),
        ('"review.pick" = "x y"', "it needs 9, one for each candidate"),
        ('"review.approve" = 3', "is no text"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_it(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        written(tmp_path, text)
    assert caught.value.exit_status == 2
    said = caught.value.sentence()
    assert sentence in said
    assert "\n" not in said


def test_one_key_may_mean_different_things_on_different_screens(tmp_path: Path) -> None:
    assert written(tmp_path, '"plan.apply" = "a"').changed == {"plan.apply": ("a",)}


def test_two_actions_may_swap_their_keys(tmp_path: Path) -> None:
    keymap = written(tmp_path, '"review.approve" = "s"\n"review.skip" = "a"')
    assert keymap.for_textual() == {"review.approve": "s", "review.skip": "a"}


def test_the_table_itself_has_no_clash_and_every_key_a_name() -> None:
    everything = tuple((action.id, tuple(canonical(key) or "" for key in action.keys)) for action in ACTIONS)
    keymap = keymap_of(everything)
    assert all(keymap.text(action) == Keymap().text(action) for action in ACTIONS)
    names = [name for action in ACTIONS for name in Keymap().text(action).split()]
    assert not any("_" in name for name in names if len(name) > 1)


def test_every_place_is_on_a_screen_whose_keys_are_compared() -> None:
    assert set().union(*(places for _, places in _ONE_SCREEN)) == set(Place)


@pytest.mark.parametrize(("key", "name"), [("ctrl+d", "Ctrl+D"), ("pagedown", "PgDn"), ("shift+tab", "Shift+Tab")])
def test_names_of_keys(key: str, name: str) -> None:
    assert key_name(key) == name
    assert canonical(name) == key


def test_help_and_footer_show_the_keys_in_force() -> None:
    keymap = keymap_of((("review.approve", ("y", "ctrl+y")), ("review.skip", ())))
    labels = {line.label: line.text for line in help_lines(keymap)}
    assert labels["y Ctrl+Y"] == APPROVE.help
    assert "review.skip" not in {action.id for action in footer_of([Place.REVIEW], keymap)}


def app_with(*keys: tuple[str, tuple[str, ...]]) -> OrganizerApp:
    desk = make_desk()
    desk.settings = replace(desk.settings, keys=keys)
    return make_app(desk)


async def test_a_changed_key_works_and_its_old_one_is_dead() -> None:
    app = app_with(("review.approve", ("y",)), ("review.undo", ("z",)), ("app.leave", ("X",)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("b", "b", "a", "q", "ctrl+q", "u")  # each file by itself
        store = app._desk.store
        assert decided(store, Decision.APPROVED) == []
        await pilot.press("y")
        assert len(decided(store, Decision.APPROVED)) == 1
        await pilot.pause()
        assert "z takes it back" in app.screen.query_one("#status", StatusLine).text
        assert app.screen.query_one("#hints", KeyHints).text.startswith("y approve")
        await pilot.press("z")
        assert decided(store, Decision.APPROVED) == []


async def test_digits_can_be_other_keys_too() -> None:
    app = app_with(("review.pick", tuple("!$%&()#<>")))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("b", "b", "exclamation_mark")  # each file by itself
        await pilot.app.workers.wait_for_complete()
        assert len(decided(app._desk.store, Decision.FIXED)) == 1


async def test_an_action_without_a_key_is_still_in_the_palette() -> None:
    app = app_with(("review.rescan", ()))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("r")
        assert "Scanning" not in app.screen.query_one("#status", StatusLine).text
        await pilot.press("ctrl+p", *"scan again")
        await pilot.pause(0.4)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "Scanning again" in app.screen.query_one("#status", StatusLine).text
