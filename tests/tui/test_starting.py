"""The first start, the themes, and what nobody expected."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Input

from organizer.config.schema import Settings, TmdbSettings
from organizer.errors import TmdbRefused
from tests.tui.world import FakeEngine, bridge_to, make_app, make_desk
from tui.app import DEMO, OrganizerApp
from tui.appearance import choose_theme, extra_variables, own_themes
from tui.bridge import EngineBridge
from tui.desk import Desk
from tui.glyphs import ASCII, UNICODE, Glyphs, State
from tui.screens.confirm import Confirm
from tui.screens.problem import ProblemDialog
from tui.screens.review import ReviewScreen
from tui.screens.welcome import WelcomeScreen
from tui.widgets.status_line import Banner, StatusLine

KEY = "0123456789abcdef" * 2


async def until(pilot: Pilot[int], ready: Callable[[], bool]) -> None:
    for _ in range(100):
        if ready():
            return
        await pilot.pause(0.02)
    assert ready()


async def on(pilot: Pilot[int], app: OrganizerApp, screen: type) -> None:
    await until(pilot, lambda: isinstance(app.screen, screen) and bool(app.screen.children))
    await pilot.pause()


def keyless_desk(folder: Path, engine: FakeEngine) -> Desk:
    desk = make_desk(bridge=bridge_to(engine), folder=folder, roots=())
    desk.settings = Settings()
    desk.make_bridge = lambda _settings, _offline: bridge_to(engine)
    return desk


def welcome_text(app: OrganizerApp) -> str:
    return app.screen.query_one("#welcome-status", StatusLine).text


# -- the key


async def test_a_good_key_is_checked_stored_for_its_owner_only_and_used(tmp_path: Path) -> None:
    engine = FakeEngine()
    desk = keyless_desk(tmp_path, engine)
    app = make_app(desk, ask_for_key=True)
    async with app.run_test() as pilot:
        await on(pilot, app, WelcomeScreen)
        app.screen.query_one(Input).value = KEY
        await pilot.press("enter")
        await on(pilot, app, ReviewScreen)
    assert engine.asked == [("check",)]
    assert desk.settings.tmdb.api_key == KEY
    assert KEY in desk.places.config_file.read_text()
    assert desk.places.config_file.stat().st_mode & 0o077 == 0


async def test_a_refused_key_is_said_and_not_stored(tmp_path: Path) -> None:
    desk = keyless_desk(tmp_path, FakeEngine(refuses=TmdbRefused("TMDB refuses this key", hint="check it")))
    app = make_app(desk, ask_for_key=True)
    async with app.run_test() as pilot:
        await on(pilot, app, WelcomeScreen)
        app.screen.query_one(Input).value = KEY
        await pilot.press("enter")
        await until(pilot, lambda: "TMDB refuses this key: check it" in welcome_text(app))
        assert KEY not in app.export_screenshot()
    assert not desk.places.config_file.exists()


@pytest.mark.parametrize(("typed", "said"), [("hello", "neither an API read access token"), ("", "Paste the token")])
async def test_what_is_no_key_is_not_even_sent(tmp_path: Path, typed: str, said: str) -> None:
    engine = FakeEngine()
    app = make_app(keyless_desk(tmp_path, engine), ask_for_key=True)
    async with app.run_test() as pilot:
        await on(pilot, app, WelcomeScreen)
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        await until(pilot, lambda: said in welcome_text(app))
    assert engine.asked == []


@pytest.mark.parametrize(("key", "status"), [("ctrl+t", DEMO), ("escape", 0)])
async def test_without_a_key_there_is_the_demo_or_the_door(tmp_path: Path, key: str, status: int) -> None:
    app = make_app(keyless_desk(tmp_path, FakeEngine()), ask_for_key=True)
    async with app.run_test() as pilot:
        await on(pilot, app, WelcomeScreen)
        await pilot.press(key)
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == status


async def test_offline_goes_on_with_an_offline_engine(tmp_path: Path) -> None:
    desk = keyless_desk(tmp_path, FakeEngine())
    asked: list[bool] = []

    def make_bridge(_settings: Settings, offline: bool) -> EngineBridge:
        asked.append(offline)
        return bridge_to(FakeEngine())

    desk.make_bridge = make_bridge
    app = make_app(desk, ask_for_key=True)
    async with app.run_test() as pilot:
        await on(pilot, app, WelcomeScreen)
        await pilot.press("ctrl+o")
        await on(pilot, app, ReviewScreen)
    assert asked == [True]


async def test_the_demo_keeps_its_key_and_library_out_of_the_settings(tmp_path: Path) -> None:
    desk = keyless_desk(tmp_path, FakeEngine())
    desk.demo = True
    desk.keep_credential(KEY)
    desk.use_library(str(tmp_path))
    assert not desk.places.config_file.exists()
    assert desk.library is not None


async def test_a_token_takes_the_place_of_a_key(tmp_path: Path) -> None:
    desk = keyless_desk(tmp_path, FakeEngine())
    desk.settings = replace(desk.settings, tmdb=TmdbSettings(api_key=KEY))
    desk.use_credential("aaa.bbb.ccc")
    desk.bridge.close()
    assert (desk.settings.tmdb.access_token, desk.settings.tmdb.api_key) == ("aaa.bbb.ccc", "")


# -- looks


@pytest.mark.parametrize(
    ("wanted", "environ", "colours", "theme"),
    [
        ("pmo-dark", {}, "truecolor", "pmo-dark"),
        ("pmo-dark", {}, "256", "pmo-dark"),
        ("pmo-dark", {}, "standard", "ansi-dark"),
        ("pmo-dark", {}, None, "ansi-dark"),
        ("pmo-light", {"NO_COLOR": ""}, "truecolor", "ansi-light"),
        ("pmo-dark", {"NO_COLOR": "1"}, "truecolor", "ansi-dark"),
        ("nord", {}, "truecolor", "nord"),
        ("ansi-light", {}, "truecolor", "ansi-light"),
    ],
)
def test_the_theme_suits_the_terminal(wanted: str, environ: dict[str, str], colours: str | None, theme: str) -> None:
    assert choose_theme(wanted, environ, colours) == theme


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_every_theme_of_textual_has_our_variables(theme: Theme) -> None:
    own = {name for theme in own_themes() for name in theme.variables}
    found = extra_variables(theme)
    assert {name for name in own if name.startswith("state-")} <= set(found)
    assert all(found.values())


@pytest.mark.parametrize("theme", own_themes(), ids=lambda theme: theme.name)
def test_every_text_of_our_themes_can_be_read(theme: Theme) -> None:
    texts = {k: v for k, v in theme.variables.items() if k.startswith("state-") or k in {"muted", "marked"}}
    texts |= {"foreground": theme.foreground or "", "primary": theme.primary}
    for ground in (theme.background, theme.surface, theme.panel):
        for name, colour in texts.items():
            assert contrast(Color.parse(colour), Color.parse(ground or "")) >= 4.5, (name, ground)
    cursor = theme.variables
    assert contrast(Color.parse(cursor["cursor-foreground"]), Color.parse(cursor["cursor-background"])) >= 4.5


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = []
    for value in colour.rgb:
        share = value / 255
        parts.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_state_has_a_sign_of_its_own_one_column_wide(glyphs: Glyphs) -> None:
    signs = glyphs.states
    assert set(signs) == set(State)
    assert len(set(signs.values())) == len(State)
    assert all(cell_len(sign) == 1 for sign in signs.values())


def test_the_ascii_set_is_ascii() -> None:
    assert all(sign.isascii() for sign in ASCII.states.values())
    fields = [getattr(ASCII, name) for name in ASCII.__slots__ if name != "states"]
    assert all(sign.isascii() for sign in fields)


async def test_nothing_but_ascii_reaches_an_ascii_screen() -> None:
    app = make_app(make_desk(ascii_only=True))
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("", "question_mark", "escape", "A", "n", "m", "escape", "a", "p", "q", "H", "q"):
            if key:
                await pilot.press(key)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            text = "\n".join(strip.text for strip in strips)
            assert text.isascii(), (key, {c for c in text if not c.isascii()})


# -- what nobody expected


async def test_a_question_that_comes_while_the_app_leaves_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    app = make_app(make_desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        asyncio.get_running_loop().call_soon(app.push_screen, Confirm("Sure?"))  # as a thread that was slow
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_an_unexpected_error_is_a_sentence_and_the_app_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FakeEngine):
        async def search(self, *_arguments: object, **_more: object) -> tuple[()]:
            raise RuntimeError("boom")

    app = make_app(make_desk(bridge=bridge_to(Broken()), folder=tmp_path, roots=()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("j", "m")  # the file below the heading of its group
        await on(pilot, app, ProblemDialog)
        shown = " ".join(str(widget.render()) for widget in app.screen.query("Static"))
        assert "Traceback" not in shown
        assert str(tmp_path) in shown
        await pilot.press("escape", "escape")
        await on(pilot, app, ReviewScreen)
    assert "boom" in caplog.text


async def test_leaving_ends_the_engine_within_a_second() -> None:
    engine = FakeEngine(endless=True)
    app = make_app(make_desk(bridge=bridge_to(engine)))
    async with app.run_test() as pilot:
        await until(pilot, lambda: engine.scans == 1)
        started = time.monotonic()
        await pilot.press("q")
    assert time.monotonic() - started < 2
    assert app.return_value == 0


async def test_a_warning_about_the_settings_stays_on_the_screen() -> None:
    desk = make_desk()
    desk.warnings = ("Others can read the settings file: chmod 600 it",)
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query_one("#banner", Banner).display)
        assert "chmod 600" in app.screen.query_one("#banner", Banner).text


def test_before_the_first_frame_nothing_is_imported_that_it_does_not_show() -> None:
    code = "import sys, tui.app, organizer.session; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("guessit", "httpx", "tomlkit", "organizer.planning", "organizer.transfer", "organizer.naming",
             "organizer.discovery", "tui.screens.plan", "tui.screens.settings")  # fmt: skip
    assert [name for name in done.stdout.split() if name.startswith(heavy)] == []
