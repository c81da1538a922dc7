"""Every screen at both sizes: in every look, with nothing to show, after a mistake, and with names that hardly fit."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.screen import Screen

import tui.screens
from tests.snapshots.scenes import EMPTY, EVERY_SCREEN, LONG_NAMES, WRONG, Scene
from tests.snapshots.stage import SIZES, SMALLEST, THEMES, Compare, settled
from tests.tui.world import make_app

Size = tuple[int, int]


@pytest.fixture
def seen(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Compare:
    """Whether the scene looks like its picture."""

    def compare(scene: Scene, size: Size, look: str = "dark") -> bool:
        if look == "no-colour":
            monkeypatch.setenv("NO_COLOR", "1")
        desk = scene.desk(tmp_path, monkeypatch, ascii_only=look == "ascii")
        app = make_app(desk, theme=THEMES[look], ask_for_key=scene.ask_for_key)
        before = settled(*scene.keys, then=scene.then, after=scene.after, on=scene.on)
        return snap_compare(app, terminal_size=size, run_before=before)

    return compare


@SIZES
@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("name", EVERY_SCREEN)
def test_look(seen: Compare, name: str, look: str, size: Size) -> None:
    assert seen(EVERY_SCREEN[name], size, look)


@SIZES
@pytest.mark.parametrize("name", EMPTY)
def test_empty(seen: Compare, name: str, size: Size) -> None:
    assert seen(EMPTY[name], size)


@SIZES
@pytest.mark.parametrize("name", WRONG)
def test_wrong(seen: Compare, name: str, size: Size) -> None:
    assert seen(WRONG[name], size)


@SIZES
@pytest.mark.parametrize("name", LONG_NAMES)
def test_long_and_wide_names(seen: Compare, name: str, size: Size) -> None:
    assert seen(LONG_NAMES[name], size)


@pytest.mark.parametrize("name", ["review", "fix", "episode", "orders", "name", "conflict", "history", "tiers"])
def test_smallest(seen: Compare, name: str) -> None:
    assert seen(EVERY_SCREEN[name], SMALLEST)


def screens_below(kind: type[object]) -> Iterator[type[object]]:
    for below in kind.__subclasses__():
        yield below
        yield from screens_below(below)


def test_no_screen_is_without_a_picture() -> None:
    for module in pkgutil.iter_modules(tui.screens.__path__):
        importlib.import_module(f"tui.screens.{module.name}")
    ours = {kind for kind in screens_below(Screen) if kind.__module__.startswith("tui.")}
    whole = {kind for kind in ours if not kind.__subclasses__()}
    assert whole - {scene.on for scene in EVERY_SCREEN.values()} == set()
