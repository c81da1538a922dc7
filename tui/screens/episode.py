"""EpisodeDialog: which season and episode a file is, said by the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from organizer.display import safe_text
from organizer.model import (
    Candidate,
    CandidateType,
    Hypothesis,
    Match,
    MediaType,
    Origin,
    Parse,
    ReviewRow,
)
from tui.actions import Place, bindings_of
from tui.glyphs import Glyphs
from tui.phrases import candidate_text, counted
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.status_line import Mood, StatusLine

_WRITTEN = re.compile(r"s?(\d{1,4})\s*[xe]\s*(\d{1,4})(?:\s*-\s*e?(\d{1,4}))?", re.IGNORECASE)
_SHIFT = re.compile(r"([+-]\d{1,4})")
_MOST_EPISODES = 30


@dataclass(frozen=True, slots=True)
class Episodes:
    """The answer: the series, and each row's name read as the person said."""

    candidate: Candidate
    parses: dict[int, Parse]


def read_numbers(text: str) -> tuple[int, tuple[int, ...]] | None:
    """``2x03``, ``S02E03`` or ``2x03-05`` as season and episodes; None when it is neither."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    season, first = int(found[1]), int(found[2])
    last = int(found[3]) if found[3] else first
    if not first <= last < first + _MOST_EPISODES:
        return None
    return season, tuple(range(first, last + 1))


def numbered(parse: Parse, season: int, episodes: tuple[int, ...]) -> Parse:
    """The parse as if the name said these numbers and nothing else about them."""
    parsed = replace(
        parse.parsed,
        type=MediaType.EPISODE,
        season=(season,),
        episode=episodes,
        absolute_episode=None,
        date=None,
        episode_title=None,
    )
    return Parse(parsed, (Hypothesis(parsed, Origin.LEAF, 1.0),))


def series_of(row: ReviewRow) -> Candidate | None:
    """The series that a row is taken for, or the first that is proposed."""
    verdict = row.verdict
    if verdict is None:
        return None
    match = verdict.match
    series = [c for c in verdict.candidates if c.type is CandidateType.TV]
    if match is None or match.type is not MediaType.EPISODE:
        return series[0] if series else None
    return next((c for c in series if c.tmdb_id == match.tmdb_id), _candidate(match))


def _candidate(match: Match) -> Candidate:
    return Candidate(CandidateType.TV, match.tmdb_id, match.title, match.original_title, match.year, 1.0)


class EpisodeDialog(ModalScreen[Episodes | None]):
    """Answers the numbers for one row, or for several a shift (``+1``) or the first number to count on from."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.ASK)

    def __init__(self, glyphs: Glyphs, rows: Sequence[ReviewRow]) -> None:
        super().__init__()
        self._rows = rows
        self._series = series_of(rows[0])
        self._status = StatusLine(glyphs, id="episode-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="episode", classes="dialog"):
            yield Static(Content(self._subject()), id="episode-subject")
            yield LineInput(self._numbers(), placeholder="2x03, 2x03-04 or +1", id="episode-text")
            yield Static(Content(self._advice()), id="episode-advice")
            yield self._status
            yield KeyHints(Place.ASK)

    def on_mount(self) -> None:
        """Say which series it is about."""
        self.query_one("#episode").border_title = "Season and episode"

    def _subject(self) -> str:
        name = safe_text(self._rows[0].file.name)
        files = name if len(self._rows) == 1 else f"{name} and {counted(len(self._rows) - 1, 'other file')}"
        series = candidate_text(self._series) if self._series else "no series yet: m searches for one first"
        return f"{files}\n{series}"

    def _advice(self) -> str:
        if len(self._rows) == 1:
            return "2x03 or S02E03; 2x03-04 for two in one file; +1 and -1 shift."
        return "2x03 numbers the files from there in the order of their names; +1 and -1 shift each."

    def _numbers(self) -> str:
        parsed = self._rows[0].parse.parsed if self._rows[0].parse else None
        if parsed is None or not parsed.episode:
            return ""
        first, last = parsed.episode[0], parsed.episode[-1]
        season = parsed.season[0] if parsed.season else 1
        return f"{season}x{first:02d}" + (f"-{last:02d}" if last != first else "")

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take what was typed, when it can be understood."""
        value = self.query_one(Input).value
        parses = self._parses(value)
        if self._series is None:
            self._status.say("There is no series to number: {review.fix} searches for one.", Mood.WARNING)
        elif parses is None:
            self._status.say("That is neither 2x03 nor a shift as +1.", Mood.WARNING)
        else:
            self.dismiss(Episodes(self._series, parses))

    def _parses(self, text: str) -> dict[int, Parse] | None:
        rows = sorted(self._rows, key=lambda row: row.file.path)
        shift = _SHIFT.fullmatch(text.strip())
        if shift:
            return _shifted(rows, int(shift[1]))
        read = read_numbers(text)
        if read is None:
            return None
        season, episodes = read
        step = len(episodes)
        return {
            row.id: numbered(row.parse, season, tuple(e + place * step for e in episodes))
            for place, row in enumerate(rows)
            if row.parse is not None
        }

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)


def _shifted(rows: Sequence[ReviewRow], shift: int) -> dict[int, Parse] | None:
    """Every row's episodes moved on by ``shift``; None when one would come before the first."""
    found: dict[int, Parse] = {}
    for row in rows:
        numbers = _current(row)
        if row.parse is None or numbers is None:
            continue
        season, episodes = numbers
        if episodes[0] + shift < 0:
            return None
        found[row.id] = numbered(row.parse, season, tuple(e + shift for e in episodes))
    return found or None


def _current(row: ReviewRow) -> tuple[int, tuple[int, ...]] | None:
    match = row.verdict.match if row.verdict else None
    if match is not None and match.episodes:
        return match.episodes[0].season, tuple(e.number for e in match.episodes)
    parsed = row.parse.parsed if row.parse else None
    if parsed is None or not parsed.episode:
        return None
    return (parsed.season[0] if parsed.season else 1), parsed.episode
