"""What a scan came to, as lines: where the time went, what was not done twice, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping

from organizer.counters import Statistics
from organizer.model import Decision
from organizer.store.codes import Tally
from tui.glyphs import Glyphs
from tui.phrases import TIER_WORDS, counted, seconds_text
from tui.screens.sheet import SheetLine

LABEL = 14
_BAR = 24
_DECIDED = {
    Decision.APPROVED: "approved",
    Decision.FIXED: "fixed",
    Decision.SKIPPED: "skipped",
    Decision.IGNORED: "ignored",
    Decision.PENDING: "open",
}


def statistics_lines(work: Statistics | None, tally: Tally, glyphs: Glyphs) -> list[SheetLine]:
    """Everything, by heading; ``tally`` counts the decisions."""
    if work is None:
        return [SheetLine("Nothing was scanned yet.")]
    return [
        *_section("Scan", _scan(work)),
        *_section("Where the time went (the stages overlap)", _stages(work, glyphs)),
        *_section("Not done twice", _saved(work)),
        *_section("TMDB", _tmdb(work)),
        *_section("How sure", _bars({TIER_WORDS[tier]: count for tier, count in work.tiers.items()}, glyphs)),
        *_section("Decided", _bars(_decisions(tally), glyphs)),
    ]


def _section(title: str, rows: Mapping[str, str]) -> list[SheetLine]:
    heading = SheetLine(title, style="lines--heading")
    return [heading, *(SheetLine(text, label) for label, text in rows.items()), SheetLine("")]


def _scan(work: Statistics) -> dict[str, str]:
    rate = f", {work.matched / work.seconds:,.0f} files a second" if work.seconds >= 1 else ""
    return {
        "files": f"{work.found:,} found, {work.left_out:,} left out",
        "matched": f"{work.matched:,}",
        "time": f"{seconds_text(work.seconds)}{rate}",
    }


def _stages(work: Statistics, glyphs: Glyphs) -> dict[str, str]:
    most = max(work.stages.values(), default=0.0)
    return {
        stage.value: f"{seconds_text(seconds):>7}  {_bar(seconds, most, glyphs)}"
        for stage, seconds in work.stages.items()
    }


def _saved(work: Statistics) -> dict[str, str]:
    return {
        "names": f"{_part(work.recalled_parses, work.parsed)} known from an earlier scan",
        "matches": f"{_part(work.recalled_verdicts, work.matched)} known from an earlier scan",
        "requests": f"{work.tmdb.saved:,} not needed: {work.tmdb.cache_hits:,} answers from the cache, "
        f"{work.tmdb.joined:,} asked by another file at that moment",
    }


def _tmdb(work: Statistics) -> dict[str, str]:
    tmdb = work.tmdb
    questions = tmdb.requests - tmdb.retries + tmdb.saved
    rows = {
        "questions": f"{questions:,}",
        "requests": f"{tmdb.requests:,}",
        "cache hits": _part(tmdb.cache_hits, questions),
    }
    if tmdb.rate:
        rows["rate"] = f"up to {tmdb.rate:,.0f} requests a second"
    if tmdb.rate_limited or tmdb.retries:
        rows["refused"] = f"{tmdb.rate_limited:,} as too fast; {counted(tmdb.retries, 'request')} sent again"
    return rows


def _bars(counts: Mapping[str, int], glyphs: Glyphs) -> dict[str, str]:
    most = max(counts.values(), default=0)
    return {word: f"{count:>7,}  {_bar(count, most, glyphs)}" for word, count in counts.items()}


def _decisions(tally: Tally) -> dict[str, int]:
    return {
        word: sum(count for (_, decided), count in tally.items() if decided is decision)
        for decision, word in _DECIDED.items()
    }


def _part(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,} ({count / whole:.0%})" if whole else "0"


def _bar(value: float, most: float, glyphs: Glyphs) -> str:
    return glyphs.bar_full * round(_BAR * value / most) if most > 0 else ""
