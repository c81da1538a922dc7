"""The counts at the top: they fit, whatever they are."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from organizer.model import Decision, Tier
from organizer.pipeline import Counters
from organizer.store.codes import Tally
from organizer.tmdb.statistics import TmdbStatistics
from tui.appearance import extra_variables
from tui.glyphs import UNICODE
from tui.paths import style_sheets
from tui.widgets.progress import ScanProgress
from tui.widgets.tally import TallyLine

HUGE: Tally = Counter(
    {
        (Tier.SURE, Decision.PENDING): 184_210,
        (Tier.LIKELY, Decision.PENDING): 12_412,
        (Tier.AMBIGUOUS, Decision.PENDING): 11_118,
        (Tier.NONE, Decision.PENDING): 10_036,
        (Tier.SURE, Decision.APPROVED): 20_024,
        (None, Decision.PENDING): 50_000,
    }
)


class OneWidget(App[None]):
    CSS_PATH = list(style_sheets())  # noqa: RUF012 - as Textual declares it

    def __init__(self, widget: TallyLine | ScanProgress) -> None:
        super().__init__()
        self._widget = widget

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return extra_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self._widget


@pytest.mark.parametrize("width", [70, 80, 100, 120, 160])
async def test_every_count_is_shown_at_every_width(width: int) -> None:
    line = TallyLine(UNICODE)
    async with OneWidget(line).run_test(size=(width, 24)):
        line.show(HUGE, done=20_000)
        assert cell_len(line.text.rstrip()) <= width - 2
        for count in ("184,210", "12,412", "11,118", "10,036", "24", "20,000"):
            assert count in line.text


async def test_done_files_are_no_longer_decided_ones() -> None:
    line = TallyLine(UNICODE)
    async with OneWidget(line).run_test(size=(160, 24)):
        line.show(HUGE, done=20_000)
        assert "■ 24 decided" in line.text
        assert "● 20,000 done" in line.text
        assert "· 50,000 waiting" in line.text


@pytest.mark.parametrize(("width", "height"), [(28, 6), (78, 1)])
async def test_progress_fits_with_a_hundred_thousand_files(width: int, height: int) -> None:
    progress = ScanProgress(UNICODE, id="progress")
    numbers = Counters(found=284_210, left_out=12_345, parsed=200_000, matched=184_210, started=0.0)
    numbers._marks = [(0.0, 0), (5.0, 700)]
    async with OneWidget(progress).run_test(size=(width + 4, 30)) as pilot:
        progress.styles.width, progress.styles.height = width + 4, height + 2
        if height == 1:
            progress.styles.border, progress.styles.height = ("none", "black"), 1
        await pilot.pause()
        progress.show(numbers, TmdbStatistics(requests=12_345, cache_hits=998_877))
        lines = progress.text.split("\n")
        assert len(lines) <= height
        assert all(cell_len(line) <= width + 2 for line in lines), lines
