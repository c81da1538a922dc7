"""Settings by keys: values, what is told at once, saving with everything else of the file kept, and leaving."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from organizer.config.load import Origin, OriginKind, load
from organizer.config.schema import MatchingSettings
from organizer.matching.tiers import tier_again
from organizer.model import Action, Tier
from tests.tui.test_files_by_keys import Hand
from tests.tui.world import NAMED, FakeEngine, bridge_to, events_of, make_app, make_desk
from tui.desk import Desk
from tui.screens.confirm import Confirm
from tui.screens.review import ReviewScreen
from tui.screens.settings import SettingsScreen, TierCounts
from tui.settings_draft import GROUPS, SettingsDraft
from tui.widgets.settings_list import SettingsList

FILE = """\
# mine
[library]
root = "/media"   # the big disk
action = "move"

[tmdb]
rate = 40.0
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a settings file that has comments."""
    desk = make_desk(folder=tmp_path)
    desk.settings_file.parent.mkdir()
    desk.settings_file.write_text(FILE)
    return desk


@asynccontextmanager
async def settings_shown(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hand]:
    app = make_app(desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        it = Hand(app, pilot)
        await it.press("comma")
        await it.see(SettingsScreen)
        yield it


def go_to(it: Hand, name: str) -> SettingsList:
    lines = it.app.screen.query_one(SettingsList)
    lines.move_to(lines._names.index(name))
    return lines


def below(it: Hand) -> str:
    samples = it.app.screen.query_one("#settings-samples", Static)
    return f"{samples.render()} {it.app.screen.query_one(TierCounts).text}"


async def test_every_setting_of_the_screen_can_be_stood_on_and_is_explained(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        for name in (name for names in GROUPS.values() for name in names):
            go_to(it, name)
            await it.pilot.pause()
            assert str(it.app.screen.query_one("#settings-help", Static).render()).strip()


async def test_a_choice_is_stepped_through_and_the_sample_follows(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        go_to(it, "library.preset")
        assert "{tmdb-" in below(it)
        await it.press("l")
        assert "[tmdbid-" in below(it)
        assert "w saves" in it.status("#settings-status")
        await it.press("h")
        assert "{tmdb-" in below(it)
        assert "as it was" in it.status("#settings-status")


async def test_saving_keeps_comments_and_takes_effect(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        go_to(it, "library.action")
        await it.press("space", "w")
        await it.see(ReviewScreen)
        await it.until(lambda: "Settings saved" in it.status("#status"))
        assert desk.settings.library.action is Action.COPY
    text = desk.settings_file.read_text()
    assert text.startswith("# mine\n")
    assert "# the big disk" in text
    assert 'action = "copy"' in text
    assert load(desk.settings_file, {}, {}).settings.library.action is Action.COPY


async def test_leaving_keeps_everything_as_it_was_after_a_question(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        go_to(it, "interface.theme")
        await it.press("l")
        await it.until(lambda: it.app.theme.endswith("-light"))
        await it.press("escape")
        await it.see(Confirm)
        await it.press("n")
        await it.see(SettingsScreen)
        await it.press("q")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ReviewScreen)
        await it.until(lambda: it.app.theme.endswith("-dark"))
    assert desk.settings_file.read_text() == FILE
    assert desk.settings.interface.theme == "pmo-dark"


async def test_without_a_change_nothing_is_asked_or_written(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        await it.press("w")
        assert "Nothing was changed" in it.status("#settings-status")
        await it.press("escape")
        await it.see(ReviewScreen)
    assert desk.settings_file.read_text() == FILE


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("library.root", "media", "root must be a folder, absolute or starting with ~"),
        ("library.language", "english", "language must be a language as TMDB writes it"),
        ("matching.sure_score", "1.2", "sure score must be a number from 0.5 to 1"),
        ("matching.likely_score", "0.99", "out of order"),
        ("tmdb.rate", "fast", "rate must be a number"),
        ("naming.movie_file", "{{ title", "naming.movie_file"),
    ],
)
async def test_a_wrong_value_is_told_in_place_and_not_taken(desk: Desk, name: str, typed: str, said: str) -> None:
    async with settings_shown(desk) as it:
        lines = go_to(it, name)
        before = lines._draft.value(name)
        await it.press("enter")
        it.app.screen.query_one(Input).value = typed
        await it.pilot.pause()
        assert said in it.status("#settings-status")
        await it.press("enter")
        assert said in it.status("#settings-status")
        assert it.app.focused is it.app.screen.query_one(Input)
        await it.press("escape")
        assert lines._draft.value(name) == before
        assert isinstance(it.app.screen, SettingsScreen)


async def test_a_template_shows_its_names_while_it_is_typed(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        go_to(it, "naming.movie_file")
        await it.press("enter")
        it.app.screen.query_one(Input).value = "{{ title }} - {{ year }}"
        await it.until(lambda: "The Keeper - Return - 2009.mkv" in below(it))
        await it.press("escape")
        assert "The Keeper - Return - 2009.mkv" not in below(it)


async def test_thresholds_count_the_files_of_each_tier_at_once(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        before = below(it)
        assert "7 sure" in before
        go_to(it, "matching.sure_score")
        await it.press("enter")
        it.app.screen.query_one(Input).value = "0.985"
        await it.until(lambda: "1 sure" in below(it))
        assert "7 likely" in below(it)


async def test_what_a_flag_or_the_environment_says_is_shown_as_such_and_not_changed(desk: Desk) -> None:
    desk.origins = {"library.action": Origin(OriginKind.FLAG, "--action")}
    async with settings_shown(desk) as it:
        lines = go_to(it, "library.action")
        assert "from --action" in "".join(text for text, _ in lines.draw(lines.cursor, 78))
        await it.press("l", "d", "enter")
        assert "counts for more than the file" in it.status("#settings-status")
        assert lines._draft.changed == {}


async def test_after_new_thresholds_files_are_matched_again(tmp_path: Path) -> None:
    engine = FakeEngine(events=events_of(NAMED))
    desk = make_desk(bridge=bridge_to(engine), folder=tmp_path)
    desk.make_bridge = lambda _settings, _offline: bridge_to(engine)
    async with settings_shown(desk) as it:
        await it.until(lambda: engine.scans == 1)
        go_to(it, "matching.likely_gap")
        await it.press("l", "w")
        await it.see(ReviewScreen)
        await it.until(lambda: engine.scans == 2)
        assert desk.settings.matching.likely_gap == pytest.approx(0.05)


async def test_a_file_that_cannot_be_written_is_told_and_the_changes_stay_on_the_screen(desk: Desk) -> None:
    desk.settings_file.write_text("broken [")
    async with settings_shown(desk) as it:
        go_to(it, "library.action")
        await it.press("l", "w")
        assert "The settings file" in it.status("#settings-status")
        assert isinstance(it.app.screen, SettingsScreen)
    assert desk.settings.library.action is Action.MOVE


async def test_the_default_comes_back_on_a_key(desk: Desk) -> None:
    async with settings_shown(desk) as it:
        lines = go_to(it, "library.root")
        await it.press("d")
        assert lines._draft.changed == {"library.root": ""}


def test_no_setting_of_the_screen_is_a_secret() -> None:
    draft = SettingsDraft(make_desk().settings, {}, ("pmo-dark",))
    assert not any("key" in name or "token" in name for names in GROUPS.values() for name in names)
    assert all(draft.text(name) is not None for names in GROUPS.values() for name in names)


def test_tiers_are_what_they_were_with_the_same_thresholds() -> None:
    same = MatchingSettings()
    for _, _, verdict in NAMED:
        assert tier_again(verdict, same, same) is verdict.tier
    strict = MatchingSettings(sure_score=1.0)
    assert {tier_again(verdict, same, strict) for _, _, verdict in NAMED} == {Tier.LIKELY, Tier.AMBIGUOUS, Tier.NONE}
