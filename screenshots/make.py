"""Makes the pictures in this folder from the demo library: the real app, scanning, matching and planning.

    python -m screenshots.make [NAME ...]

Each picture is an SVG as Textual draws it and a PNG of the same. PNGs need the fonts DejaVu Sans Mono and, for the
names in Chinese and Japanese, Noto Sans CJK.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from organizer.config.library import library_of
from organizer.config.schema import Settings
from organizer.demo.tmdb import DemoTransport
from organizer.session import Session
from organizer.store.review import ReviewStore
from tui.app import OrganizerApp
from tui.bridge import EngineBridge
from tui.commands.demo import demo_folder, demo_places, demo_settings
from tui.desk import Desk
from tui.glyphs import UNICODE
from tui.screens.apply import ApplyScreen

HERE = Path(__file__).parent
NARROW, NORMAL = (80, 24), (120, 40)
_FONT = "DejaVu Sans Mono"
_TITLE = "pmo demo"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the size of the terminal, and the keys that lead to it from the finished scan."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    theme: str = "pmo-dark"

    @property
    def stem(self) -> str:
        """``review-120x40``."""
        return f"{self.name}-{self.size[0]}x{self.size[1]}"


_APPROVED = ("f", "s", "A", "y", "f", "f")
_FILM = ("slash", *"type:film tier:ambiguous", "enter", "equals_sign", "j")
SHOTS = (
    Shot("review", NORMAL, ("l", "j", "l", "j", "j", "j")),
    Shot("review", NARROW, ("j",)),
    Shot("review-light", NORMAL, _FILM, theme="pmo-light"),
    Shot("review-folders", NORMAL, ("b", "l", "j")),
    Shot("why", NORMAL, (*_FILM, "w")),
    Shot("fix-match", NORMAL, (*_FILM, "m")),
    Shot("plan", NORMAL, (*_APPROVED, "p", "pagedown", "pagedown")),
    Shot("plan", NARROW, (*_APPROVED, "p")),
    Shot("report", NORMAL, (*_APPROVED, "p", "y", "y")),
    Shot("history", NORMAL, (*_APPROVED, "p", "y", "y", "escape", "H")),
    Shot("settings", NORMAL, ("comma", *"jjjj", "l", *"jjj", "l")),
    Shot("settings", NARROW, ("comma", *"jjjjjjj", "l")),
    Shot("statistics", NORMAL, ("S",)),
    Shot("left-out", NORMAL, ("L",)),
    Shot("help", NORMAL, ("question_mark",)),
)


def make_app(folder: str, theme: str) -> tuple[OrganizerApp, Desk]:
    """The app on the demo library in ``folder``, and what its screens share."""
    settings = demo_settings(Settings(), folder)

    def bridge(wanted: Settings, offline: bool) -> EngineBridge:
        return EngineBridge(lambda: Session(wanted, None, offline=offline, transport=DemoTransport()))

    roots = settings.library.sources
    library = library_of(settings.library)
    desk = Desk(settings, demo_places(folder), roots, library, ReviewStore(), UNICODE, bridge, demo=True)
    return OrganizerApp(desk, theme=theme), desk


async def settled(bridge: EngineBridge, seconds: float = 300.0) -> None:
    """Wait until the scan is over and its last results are on the screen."""
    async with asyncio.timeout(seconds):
        while bridge.counters is None or bridge.scanning:  # noqa: ASYNC110 - the engine's thread tells nobody
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


async def carried(app: OrganizerApp, seconds: float = 120.0) -> None:
    """Wait until no file is under way any more."""
    async with asyncio.timeout(seconds):
        while isinstance(app.screen, ApplyScreen) and app.screen.running:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)


async def take(shot: Shot) -> str:
    """The SVG of one picture."""
    with demo_folder() as folder:
        app, desk = make_app(folder, shot.theme)
        async with app.run_test(size=shot.size) as pilot:
            await settled(desk.bridge)
            for key in shot.keys:
                await pilot.press(key)
                await pilot.pause(0.3)
                await carried(app)
            await asyncio.sleep(0.6)
            await pilot.pause()
            return app.export_screenshot(title=_TITLE).replace(folder, "/tmp/demo")  # noqa: S108 - only shown


def to_png(svg: str) -> bytes:
    """The same picture as pixels."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, font_family=_FONT, monospace_family=_FONT))


def main() -> None:
    names = sys.argv[1:]
    for shot in [s for s in SHOTS if not names or s.stem in names]:
        svg = asyncio.run(take(shot))
        (HERE / f"{shot.stem}.svg").write_text(svg, encoding="utf-8")
        (HERE / f"{shot.stem}.png").write_bytes(to_png(svg))
        print(shot.stem)


if __name__ == "__main__":
    main()
