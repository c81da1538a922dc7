"""The statistics: numbers of the scan and of the decisions, on the screen and after a headless run."""

from __future__ import annotations

from dataclasses import replace

from organizer.counters import Counters, Stage, StageTime
from organizer.model import Decision, Tier
from organizer.tmdb.statistics import TmdbStatistics
from tests.tui.test_files_by_keys import Hand
from tests.tui.world import StillBridge, filled_store, make_app, make_desk
from tui.glyphs import ASCII
from tui.phrases import timing_text
from tui.screens.review import ReviewScreen
from tui.screens.sheet import SheetLines
from tui.screens.statistics import StatisticsScreen
from tui.statistics_lines import statistics_lines

TMDB = TmdbStatistics(requests=412, cache_hits=5000, joined=788, rate_limited=2, retries=12, rate=45.0)


def counted_scan() -> Counters:
    """4,812 files in 12 seconds, most of them known."""
    counters = Counters(
        found=4812, left_out=31, parsed=4812, matched=4812, recalled_parses=4300, recalled_verdicts=4280
    )
    counters.started, counters.ended, counters.finished = 100.0, 112.0, True
    counters.tiers.update({Tier.SURE: 4200, Tier.LIKELY: 400, Tier.AMBIGUOUS: 112, Tier.NONE: 100})
    for stage, ended in zip(Stage, (0.6, 8.1, 12.0), strict=True):
        counters.stages[stage] = StageTime(0.0, ended)
    return counters


def test_the_lines_say_what_was_asked_and_what_was_not() -> None:
    store = filled_store()
    store.decide([0, 1], Decision.APPROVED)
    lines = statistics_lines(counted_scan().statistics(TMDB), store.tally, ASCII)
    said = {line.label: line.text for line in lines}
    assert said["files"] == "4,812 found, 31 left out"
    assert said["time"] == "12.0s, 401 files a second"
    assert said["names"] == "4,300 of 4,812 (89%) known from an earlier scan"
    assert said["questions"] == "6,188"
    assert said["cache hits"] == "5,000 of 6,188 (81%)"
    assert said["matching"].split() == ["12.0s", "#" * 24]
    assert said["approved"].split()[0] == "2"
    assert said["sure"].split()[0] == "4,200"


def test_nothing_scanned_is_a_sentence() -> None:
    assert [line.text for line in statistics_lines(None, filled_store().tally, ASCII)] == ["Nothing was scanned yet."]


def test_a_scan_that_found_nothing_divides_by_nothing() -> None:
    empty = Counters(started=1.0, ended=1.0, finished=True)
    assert statistics_lines(empty.statistics(TmdbStatistics()), filled_store().tally, ASCII)


def test_the_same_in_a_line() -> None:
    assert timing_text(counted_scan().statistics(TMDB)) == (
        "4,812 files in 12.0s, 401 a second; discovery 0.6s, parsing 8.1s, matching 12.0s (they overlap)."
    )


async def test_the_screen_follows_the_scan_without_losing_its_place() -> None:
    bridge = StillBridge()
    bridge._numbers = replace(counted_scan(), found=100)
    app = make_app(make_desk(bridge=bridge))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        it = Hand(app, pilot)
        await it.press("S")
        await it.see(StatisticsScreen)
        lines = app.screen.query_one(SheetLines)
        assert "100 found" in lines.render_line(1).text
        await it.press("G")
        at = lines.cursor
        bridge._numbers = replace(counted_scan(), found=200)
        await it.until(lambda: "200 found" in "".join(text for text, _ in lines.draw(1, 80)))
        assert lines.cursor == at
        await it.press("escape")
        await it.see(ReviewScreen)
