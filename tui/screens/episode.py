"""EpisodeDialog: which episodes some files are, said by the person, with a look at what that makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from organizer.display import safe_text
from organizer.errors import OrganizerError
from organizer.model import Candidate, CandidateType, EpisodeRef, Match, MediaType, Parse, ReviewRow, Verdict
from tui.actions import Place, bindings_of
from tui.bridge import EngineBridge
from tui.elide import fit_name
from tui.episode_line import FORMS, episodes_now, named, read_line
from tui.glyphs import Glyphs
from tui.keyed import keymap_at
from tui.phrases import candidate_text, counted, episode_code
from tui.reach import Reach, next_reach
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.status_line import Mood, StatusLine

_DEBOUNCE = 0.06
_SHOWN = 5  # files in the preview
_NAME = 30  # columns for a file's name in it


@dataclass(frozen=True, slots=True)
class Episodes:
    """The answer: the series, and each row's name read as the person said."""

    candidate: Candidate
    parses: dict[int, Parse]


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


class EpisodeDialog(Watched, ModalScreen[Episodes | None]):
    """Answers the numbers for the files of one reach, the first of ``known`` at the start."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.EPISODE)

    def __init__(
        self, bridge: EngineBridge, glyphs: Glyphs, known: Sequence[Reach], row_of: Callable[[int], ReviewRow]
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._glyphs = glyphs
        self._known = known
        self._row_of = row_of
        self._reach = known[0]
        self._rows = [row_of(i) for i in self._reach.ids]
        self._series = series_of(self._rows[0])
        self._seen: dict[tuple[str, Reach], Mapping[int, Verdict]] = {}
        self._timer: Timer | None = None
        self._status = StatusLine(glyphs, id="episode-status")
        self._hints = KeyHints(Place.EPISODE)

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="episode", classes="dialog"):
            yield Static("", id="episode-subject", markup=False)
            yield Static(Content(candidate_text(self._series) if self._series else ""), id="episode-series")
            yield LineInput(self._numbers(), placeholder=FORMS, id="episode-text")
            yield Static("", id="episode-preview", markup=False)
            yield Static(Content(f"Type {FORMS}."), id="episode-advice")
            yield self._status
            yield self._hints

    def on_mount(self) -> None:
        """Say which files and which series it is about."""
        self.query_one("#episode").border_title = "Season and episode"
        if len(self._known) < 2:
            self._hints.hide("episode.reach")
        if self._series is None:
            fill = keymap_at(self).fill
            self.query_one("#episode-series", Static).update(
                Content(fill("no series yet: {review.fix} in the review searches for one first"))
            )
        self._show_reach()

    def _show_reach(self) -> None:
        self._rows = [self._row_of(i) for i in self._reach.ids]
        first = safe_text(self._rows[0].file.name)
        subject = first if len(self._rows) == 1 else f"for {self._reach.words}"
        self.query_one("#episode-subject", Static).update(Content(subject))
        self._look_soon(0)

    def _numbers(self) -> str:
        season, episodes = episodes_now(self._rows[0])
        if not episodes or len(self._rows) > 1:
            return ""
        first, last = episodes[0], episodes[-1]
        return f"{1 if season is None else season}x{first:02d}" + (f"-{last:02d}" if last != first else "")

    # -- the preview

    @on(Input.Changed)
    def _typed(self) -> None:
        self._look_soon(_DEBOUNCE)

    def _look_soon(self, delay: float) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(delay or 0.01, self._look)

    @work(group="preview", exclusive=True, exit_on_error=False, name="looking at episodes")
    async def _look(self) -> None:
        text = self.query_one(Input).value.strip()
        parses = self._parses(text, quiet=True)
        if not parses or self._series is None:
            self._show_preview({}, {})
            return
        key = (text, self._reach)
        try:
            if key not in self._seen:
                self._seen[key] = await self._bridge.choose(parses, self._series)
        except OrganizerError as error:
            self._show_preview(parses, {})
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        self._show_preview(parses, self._seen[key])

    def _show_preview(self, parses: Mapping[int, Parse], verdicts: Mapping[int, Verdict]) -> None:
        rows = {row.id: row for row in self._rows}
        lines = [self._line(rows[i], verdicts.get(i)) for i in list(parses)[:_SHOWN]] if verdicts else []
        more = len(parses) - _SHOWN
        if lines and more > 0:
            lines.append(f"and {counted(more, 'more file', 'more files')}")
        self.query_one("#episode-preview", Static).update(Content("\n".join(lines)))
        if verdicts:
            self._say_doubts(list(verdicts.values()), len(self._rows) - len(parses))

    def _line(self, row: ReviewRow, verdict: Verdict | None) -> str:
        season, numbers = episodes_now(row)
        before = episode_code(tuple(EpisodeRef(season or 0, n, "") for n in numbers)) if season is not None else ""
        before = before or (f"#{numbers[0]}" if numbers else "no number")
        name = fit_name(safe_text(row.file.name), _NAME, self._glyphs.ellipsis)
        return f"{name} {before} {self._glyphs.arrow} {_becomes(verdict)}"

    def _say_doubts(self, verdicts: Sequence[Verdict], left: int) -> None:
        lost = [v for v in verdicts if v.match is None]
        strange = [v for v in verdicts if v.match and any(not _is_known(e) for e in v.match.episodes)]
        if lost:
            self._status.say(f"{counted(len(lost), 'file')} would be left: {lost[0].reasons[0]}.", Mood.WARNING)
        elif strange:
            self._status.say(f"{counted(len(strange), 'file')}: {strange[0].reasons[0]}.", Mood.WARNING)
        elif left:
            self._status.say(f"{counted(left, 'file')} without a number would be left.", Mood.WARNING)
        else:
            self._status.say("")

    # -- what a person does

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take what was typed, when it can be understood."""
        parses = self._parses(self.query_one(Input).value, quiet=False)
        if parses and self._series is not None:
            self.dismiss(Episodes(self._series, parses))

    def _parses(self, text: str, *, quiet: bool) -> dict[int, Parse]:
        """What is typed, for each row; nothing, and a sentence unless nothing is typed yet, when it cannot be."""
        if self._series is None:
            self._status.say("There is no series to number: {review.fix} searches for one.", Mood.WARNING)
            return {}
        if quiet and not text:
            self._status.say("")
            return {}
        try:
            return named(read_line(text), self._rows)
        except OrganizerError as error:
            self._status.say(f"{error.sentence()}.", Mood.WARNING)
            return {}

    def action_reach(self) -> None:
        """Number other files: this one, the marked, the season, the show."""
        self._reach = next_reach(self._known, self._reach)
        self._show_reach()

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)


def _becomes(verdict: Verdict | None) -> str:
    match = verdict.match if verdict else None
    if match is None:
        return "nothing that TMDB has"
    titles = " + ".join(safe_text(e.title) for e in match.episodes if e.title)
    return f"{episode_code(match.episodes)} {titles}".rstrip()


def _is_known(episode: EpisodeRef) -> bool:
    """TMDB gives every episode that it has a title or a day."""
    return bool(episode.title or episode.air_date)
