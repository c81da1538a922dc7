"""ScanProgress: how far the scan is; one line where there is little room, a small panel where there is more."""

from __future__ import annotations

from typing import ClassVar

from organizer.display import human_duration
from organizer.pipeline import Counters
from organizer.tmdb.statistics import TmdbStatistics
from tui.glyphs import Glyphs
from tui.phrases import counted, pause_text
from tui.widgets.lines import Piece
from tui.widgets.pieces import PieceWidget

_SHORTEST_BAR = 6


class ScanProgress(PieceWidget):
    """Shows counters that it is handed ten times a second; it repaints when a number that is shown differs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "progress--label",
        "progress--value",
        "progress--bar",
        "progress--rest",
        "progress--note",
    }

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs

    def show(self, counters: Counters | None, tmdb: TmdbStatistics, note: str = "") -> None:
        """Show these numbers; ``note`` stands in for the rate when the scan was stopped."""
        if counters is None:
            self.set_pieces([(note or "Nothing scanned yet.", "progress--note")])
        elif self.size.height <= 1:
            self.set_pieces(self._line(counters, tmdb, note))
        else:
            self.set_pieces(self._panel(counters, tmdb, note))

    def _line(self, counters: Counters, tmdb: TmdbStatistics, note: str) -> list[Piece]:
        if counters.finished:
            return [
                (f"{note or self._ended(counters)}  ", "progress--value"),
                (f"TMDB {tmdb.requests:,} asked, {tmdb.saved:,} from cache", "progress--label"),
            ]
        share = f" {self._share(counters):>4}  {counters.matched:,}/{counters.found:,}  {self._pace(counters, tmdb)}  "
        asked = (f"TMDB {tmdb.requests:,}  cache {tmdb.saved:,}", f"TMDB {tmdb.requests:,}", "")
        room = self.size.width - len(share) - _SHORTEST_BAR
        shown = next(text for text in asked if len(text) <= max(0, room))
        bar = self._bar(counters, max(_SHORTEST_BAR, min(16, self.size.width - len(share) - len(shown))))
        return [*bar, (share, "progress--value"), (shown, "progress--label")]

    def _panel(self, counters: Counters, tmdb: TmdbStatistics, note: str) -> list[Piece]:
        width = self.size.width
        rows: list[list[Piece]] = [
            [*self._bar(counters, max(4, width - 5)), (f" {self._share(counters):>4}", "progress--value")],
            self._pair("found", counters.found, "left out", counters.left_out),
            [("parsed ", "progress--label"), (f"{counters.parsed:,}", "progress--value")],
            [("matched ", "progress--label"), (f"{counters.matched:,}", "progress--value")],
            self._pair("TMDB", tmdb.requests, "cache", tmdb.saved),
        ]
        ending = note or (self._ended(counters) if counters.finished else self._pace(counters, tmdb))
        rows.append([(ending, "progress--note")])
        return [piece for row in rows for piece in (*row, ("\n", ""))][:-1]

    def _pair(self, one: str, first: int, two: str, second: int) -> list[Piece]:
        half = max(12, self.size.width // 2)
        found: list[Piece] = []
        for label, value in ((one, first), (two, second)):
            text = f"{value:,}"
            space = max(1, half - len(label) - len(text) - 1)
            found += [(f"{label} ", "progress--label"), (text + " " * space, "progress--value")]
        return found

    def _bar(self, counters: Counters, width: int) -> list[Piece]:
        done = 0 if not counters.expected else width * counters.matched // counters.expected
        if counters.finished and counters.matched == counters.found:
            done = width
        return [
            (self._glyphs.bar_full * done, "progress--bar"),
            (self._glyphs.bar_empty * (width - done), "progress--rest"),
        ]

    def _share(self, counters: Counters) -> str:
        if not counters.expected:
            return "100%" if counters.finished else "0%"
        return f"{100 * counters.matched // counters.expected}%"

    def _pace(self, counters: Counters, tmdb: TmdbStatistics) -> str:
        if pause := pause_text(tmdb):
            return pause
        eta = counters.eta
        left = "" if eta is None else f", {human_duration(eta)} left"
        return f"{counters.rate:,.0f} files/s{left}"

    def _ended(self, counters: Counters) -> str:
        return f"{counted(counters.matched, 'file')} in {human_duration(counters.elapsed)}"
