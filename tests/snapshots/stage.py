"""What every picture needs: sizes, looks, and a screen that has come to rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from textual.pilot import Pilot

from tui.app import OrganizerApp

Compare = Callable[..., bool]
NARROW, WIDE, SMALLEST = (80, 24), (120, 40), (60, 15)
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
THEMES = {
    "dark": "pmo-dark",
    "light": "pmo-light",
    "16-colours": "ansi-dark",
    "no-colour": "ansi-dark",
    "ascii": "pmo-dark",
}
"""The looks that people have, with the theme of each; without colour ``NO_COLOR`` is set too."""


def settled(
    *keys: str,
    then: Callable[[OrganizerApp], object] | None = None,
    after: Sequence[str] = (),
    on: type | None = None,
) -> Callable[[Pilot[int]], object]:
    """Press keys, do something, press those ``after``, and wait until the screen stands still.

    ``on`` is the screen that has to be there.
    """

    async def wait(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, OrganizerApp)
        await stand_still(pilot)
        for key in keys:
            await pilot.press(key)
        if then is not None:
            await stand_still(pilot)
            then(app)
            await stand_still(pilot)
        for key in after:
            await pilot.press(key)
        await stand_still(pilot)
        assert on is None or isinstance(app.screen, on)

    return wait


async def stand_still(pilot: Pilot[int]) -> None:
    """Three looks in a row at the same screen, farther apart than any delay of the app but the search's."""
    seen: list[str] = []
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        assert len(seen) < 60, "the screen does not come to rest"
        await pilot.pause(0.07)
        seen.append("\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips()))
