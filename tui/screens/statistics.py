"""StatisticsScreen: what the scan came to, or has come to so far."""

from __future__ import annotations

from tui.desk import Desk
from tui.screens.sheet import Sheet
from tui.statistics_lines import LABEL, statistics_lines

_EVERY = 0.5  # seconds: these are numbers to read, not a progress bar


class StatisticsScreen(Sheet):
    """Reads the counters twice a second; a line is painted again when a number in it differs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Statistics", (), desk.glyphs, label_width=LABEL)
        self._desk = desk

    def on_mount(self) -> None:
        """Show them, and follow the scan."""
        super().on_mount()
        self._follow()
        self.set_interval(_EVERY, self._follow)

    def _follow(self) -> None:
        bridge = self._desk.bridge
        work = bridge.counters.statistics(bridge.tmdb) if bridge.counters else None
        self._lines.renew(statistics_lines(work, self._desk.store.tally, self._desk.glyphs))
