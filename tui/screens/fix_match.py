"""FixMatch: a search of TMDB as you type, for the right film or series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from organizer.display import safe_text
from organizer.errors import OrganizerError
from organizer.model import Candidate, CandidateType, MediaType, ReviewRow
from tui.actions import Place, bindings_of
from tui.bridge import EngineBridge
from tui.elide import fit
from tui.glyphs import Glyphs
from tui.phrases import counted, percent
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.lines import LineView, Piece
from tui.widgets.status_line import Mood, StatusLine

_DEBOUNCE = 0.3  # a request is worth a pause in typing
_KINDS: tuple[CandidateType | None, ...] = (None, CandidateType.MOVIE, CandidateType.TV)
_KIND_WORDS = {None: "films and series", CandidateType.MOVIE: "films", CandidateType.TV: "series"}
_YEAR = re.compile(r"(?:18|19|20)\d\d")


class Results(LineView):
    """The candidates found. The search keeps the focus, so the cursor always looks alive."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self.candidates: Sequence[Candidate] = ()

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Show these."""
        self.candidates = candidates
        self.lines_changed(keep=0)

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self.candidates)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        return self.candidates[index]

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        candidate = self.candidates[index]
        kind = "film  " if candidate.type is CandidateType.MOVIE else "series"
        title = safe_text(candidate.title)
        original = ""
        if candidate.original_title and candidate.original_title != candidate.title:
            original = f"  {safe_text(candidate.original_title)}"
        country = "/".join(candidate.countries[:2])
        room = width - 27
        return [
            (f" {candidate.year or '':>4}  ", "lines--strong"),
            (f"{kind}  ", "lines--muted"),
            (fit(title + original, room, self._glyphs.ellipsis), ""),
            (f" {fit(safe_text(country), 5)}", "lines--muted"),
            (f"{percent(candidate.score):>5} ", "lines--muted"),
        ]

    def _cursor_class(self, index: int) -> str:
        return "lines--cursor" if index == self.cursor else ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The answer: the candidate that the person took, and whether names of the same title are to follow it."""

    candidate: Candidate
    remember: bool


class FixMatch(Watched, ModalScreen[Fixed | None]):
    """Answers what the person took, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.FIX)
    AUTO_FOCUS = "#fix-text"

    def __init__(self, bridge: EngineBridge, glyphs: Glyphs, rows: Sequence[ReviewRow]) -> None:
        super().__init__()
        self._bridge = bridge
        self._glyphs = glyphs
        self._rows = rows
        self._timer: Timer | None = None
        self._settled = False
        self._asked: tuple[str, str, CandidateType | None] | None = None
        self._kind: CandidateType | None = None
        self._results = Results(glyphs, id="fix-results")
        self._status = StatusLine(glyphs, id="fix-status")
        parsed = rows[0].parse.parsed if rows[0].parse else None
        self._title = (parsed.title or "") if parsed else ""
        self._year = str(parsed.year) if parsed and parsed.year else ""
        if parsed and parsed.type is not None:
            self._kind = CandidateType.MOVIE if parsed.type is MediaType.MOVIE else CandidateType.TV
        # A series has more files to come; two films of one title may well be two films.
        self._remember = self._kind is CandidateType.TV

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="fix", classes="dialog"):
            yield Static(Content(self._subject()), id="fix-subject")
            with Horizontal(id="fix-query"):
                yield LineInput(safe_text(self._title), placeholder="title, TMDB or IMDb id, or address", id="fix-text")
                yield LineInput(self._year, placeholder="year", id="fix-year", max_length=4)
                yield Label(_KIND_WORDS[self._kind], id="fix-kind")
            yield self._results
            yield Static("", id="fix-overview", markup=False)
            yield self._status
            yield KeyHints(Place.FIX)

    def on_mount(self) -> None:
        """Search for what the name says."""
        self.query_one("#fix").border_title = "Fix match"
        self._show_remember()
        self._search_soon(0)

    def _show_remember(self) -> None:
        names = f"names of “{safe_text(self._title)}”" if self._title else "this name"
        words = f"remembered for all {names}" if self._title else f"remembered for {names}"
        self.query_one("#fix").border_subtitle = Content(words if self._remember else "not remembered")

    def _subject(self) -> str:
        name = safe_text(self._rows[0].file.name)
        more = len(self._rows) - 1
        return f"{name} and {counted(more, 'other file')}" if more else name

    # -- searching

    @on(Input.Changed)
    def _typed(self) -> None:
        self._settled = self._wanted() == self._asked
        self._search_soon(_DEBOUNCE)

    def _wanted(self) -> tuple[str, str, CandidateType | None]:
        text = self.query_one("#fix-text", Input).value.strip()
        return text, self.query_one("#fix-year", Input).value.strip(), self._kind

    def _search_soon(self, delay: float) -> None:
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(delay or 0.01, self._search)

    @work(group="search", exclusive=True, exit_on_error=False, name="searching")
    async def _search(self) -> None:
        wanted = self._wanted()
        if wanted == self._asked:  # an input tells of its first value too
            return
        self._asked = wanted
        text, year, kind = wanted
        if not text:
            self._show((), "Type a title, or paste an id or an address of TMDB or IMDb.")
            return
        self._status.say("Searching.")
        try:
            found = await self._bridge.search(text, kind, int(year) if _YEAR.fullmatch(year) else None)
        except OrganizerError as error:
            self._asked = None
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        words = counted(len(found), "result") if found else "Nothing found: try fewer words, another year or Ctrl+T."
        self._show(found, words)

    def _show(self, found: Sequence[Candidate], words: str) -> None:
        self._settled = self._wanted() == self._asked
        self._results.show(found)
        self._status.say(words)
        self._show_overview()

    @on(LineView.Moved)
    def _show_overview(self) -> None:
        candidate = self._current()
        text = ""
        if candidate is not None:
            text = safe_text(candidate.overview) or "TMDB has no description."
        self.query_one("#fix-overview", Static).update(Content(text))

    def _current(self) -> Candidate | None:
        candidates = self._results.candidates
        return candidates[self._results.cursor] if self._results.cursor < len(candidates) else None

    # -- what a person does

    @on(LineView.Chosen)
    def action_take(self) -> None:
        """Take the result under the cursor; never one of an older search than what the line says."""
        candidate = self._current()
        if candidate is not None and self._settled:
            self.dismiss(Fixed(candidate, self._remember))
        else:
            self._search_soon(0)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_take()

    def action_kind(self) -> None:
        """Search for the other kind."""
        self._kind = _KINDS[(_KINDS.index(self._kind) + 1) % len(_KINDS)]
        self.query_one("#fix-kind", Label).update(_KIND_WORDS[self._kind])
        self._settled = False
        self._search_soon(0)

    def action_remember(self) -> None:
        """Remember the choice, or do not."""
        self._remember = not self._remember
        self._show_remember()

    def action_down(self) -> None:
        """The next result."""
        self._results.action_down()

    def action_up(self) -> None:
        """The previous result."""
        self._results.action_up()

    def action_page_down(self) -> None:
        """A page of results down."""
        self._results.action_page_down()

    def action_page_up(self) -> None:
        """A page of results up."""
        self._results.action_page_up()

    def action_cancel(self) -> None:
        """Close without a change."""
        self.dismiss(None)
