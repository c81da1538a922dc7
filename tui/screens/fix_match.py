"""FixMatch: a search of TMDB as you type, for the right film or series."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

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
from organizer.matching.queries import read_query
from organizer.model import Candidate, CandidateType, MediaType, ReviewRow
from tui.actions import Place, bindings_of
from tui.bridge import EngineBridge
from tui.elide import fit
from tui.glyphs import Glyphs
from tui.phrases import about_text, counted, percent
from tui.reach import Reach, next_reach
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.lines import LineView, Piece
from tui.widgets.status_line import Mood, StatusLine

if TYPE_CHECKING:
    from organizer.matching.about import About

_DEBOUNCE = 0.3  # a request is worth a pause in typing
_ABOUT = 0.06  # a held key must not ask about every result that it passes
_MANY = 200  # files whose titles are looked at, to say what would be remembered
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
    """The answer: the candidate that the person took, for which rows, and whether names of the same title follow."""

    candidate: Candidate
    ids: tuple[int, ...]
    remember: bool


class FixMatch(Watched, ModalScreen[Fixed | None]):
    """Answers what the person took, or None. ``known`` are the files that it may be for; the first is at the start.

    What was asked once is not asked again while the dialog is open.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.FIX)
    AUTO_FOCUS = "#fix-text"

    def __init__(
        self, bridge: EngineBridge, glyphs: Glyphs, known: Sequence[Reach], row_of: Callable[[int], ReviewRow]
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._glyphs = glyphs
        self._known = known
        self._row_of = row_of
        self._reach = known[0]
        self._found: dict[tuple[str, str, CandidateType | None], Sequence[Candidate]] = {}
        self._abouts: dict[tuple[CandidateType, int], About] = {}
        self._timer: Timer | None = None
        self._about_timer: Timer | None = None
        self._settled = False
        self._asked: tuple[str, str, CandidateType | None] | None = None
        self._kind: CandidateType | None = None
        self._results = Results(glyphs, id="fix-results")
        self._status = StatusLine(glyphs, id="fix-status")
        self._hints = KeyHints(Place.FIX)
        first = row_of(known[0].ids[0]).parse
        parsed = first.parsed if first else None
        self._title = (parsed.title or "") if parsed else ""
        self._year = str(parsed.year) if parsed and parsed.year else ""
        if parsed and parsed.type is not None:
            self._kind = CandidateType.MOVIE if parsed.type is MediaType.MOVIE else CandidateType.TV
        # A series has more files to come; two films of one title may well be two films.
        self._remember = self._kind is CandidateType.TV

    def compose(self) -> ComposeResult:
        """The widgets."""
        with Vertical(id="fix", classes="dialog"):
            yield Static("", id="fix-subject", markup=False)
            with Horizontal(id="fix-query"):
                yield LineInput(safe_text(self._title), placeholder="title, TMDB or IMDb id, or address", id="fix-text")
                yield LineInput(self._year, placeholder="year", id="fix-year", max_length=4)
                yield Label(_KIND_WORDS[self._kind], id="fix-kind")
            yield self._results
            yield Static("", id="fix-overview", markup=False)
            yield self._status
            yield self._hints

    def on_mount(self) -> None:
        """Search for what the name says."""
        self.query_one("#fix").border_title = "Fix match"
        if len(self._known) < 2:
            self._hints.hide("fix.reach")
        self._show_reach()
        self._search_soon(0)

    def _show_reach(self) -> None:
        first = safe_text(self._row_of(self._reach.ids[0]).file.name)
        more = len(self._reach.ids) - 1
        subject = f"for {self._reach.words}: {first}" + (f" and {counted(more, 'other')}" if more else "")
        self.query_one("#fix-subject", Static).update(Content(subject))
        self._show_remember()

    def _show_remember(self) -> None:
        self.query_one("#fix").border_subtitle = Content(self._names() if self._remember else "not remembered")

    def _names(self) -> str:
        parses = (self._row_of(i).parse for i in self._reach.ids[:_MANY])
        titles = list(dict.fromkeys(parse.parsed.title or "" for parse in parses if parse))
        if not any(titles):
            return "remembered for this name" if len(self._reach.ids) == 1 else "remembered for these names"
        first = safe_text(next(filter(None, titles)))
        more = f" and {counted(len(titles) - 1, 'other title')}" if len(titles) > 1 else ""
        return f"remembered for all names of “{first}”{more}"

    # -- searching

    @on(Input.Changed)
    def _typed(self) -> None:
        self._settled = self._wanted() == self._asked
        self._search_soon(0 if self._wanted() in self._found else _DEBOUNCE)

    def _wanted(self) -> tuple[str, str, CandidateType | None]:
        text = " ".join(self.query_one("#fix-text", Input).value.split())
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
        if wanted not in self._found:
            self._status.say("Searching.")
            try:
                answer = await self._bridge.search(text, kind, int(year) if _YEAR.fullmatch(year) else None)
            except OrganizerError as error:
                self._asked = None
                self._results.show(())  # those shown are of another text
                self._show_overview()
                self._status.say(f"{error.sentence()}. {{fix.take}} asks again.", Mood.PROBLEM)
                return
            self._found[wanted] = answer
        found = self._found[wanted]
        self._show(found, counted(len(found), "result") if found else _nothing(text))

    def _show(self, found: Sequence[Candidate], words: str) -> None:
        self._settled = self._wanted() == self._asked
        self._results.show(found)
        self._status.say(words)
        self._show_overview()

    @on(LineView.Moved)
    def _show_overview(self) -> None:
        candidate = self._current()
        self.query_one("#fix-overview", Static).update(Content(self._overview(candidate) if candidate else ""))
        if self._about_timer:
            self._about_timer.stop()
        if candidate is not None and (candidate.type, candidate.tmdb_id) not in self._abouts:
            self._about_timer = self.set_timer(_ABOUT, self._look_up)

    def _overview(self, candidate: Candidate) -> str:
        known = self._abouts.get((candidate.type, candidate.tmdb_id))
        overview = safe_text((known and known.overview) or candidate.overview) or "TMDB has no description."
        return f"{about_text(candidate, known, self._glyphs.dot)}\n{overview}"

    @work(group="about", exclusive=True, exit_on_error=False, name="looking up a result")
    async def _look_up(self) -> None:
        """What the search does not say of the result under the cursor. Without an answer its line stays shorter."""
        candidate = self._current()
        if candidate is None:
            return
        try:
            known = await self._bridge.about(candidate)
        except OrganizerError:
            return
        if known is not None:
            self._abouts[candidate.type, candidate.tmdb_id] = known
            if candidate is self._current():
                self._show_overview()

    def _current(self) -> Candidate | None:
        candidates = self._results.candidates
        return candidates[self._results.cursor] if self._results.cursor < len(candidates) else None

    # -- what a person does

    @on(LineView.Chosen)
    def action_take(self) -> None:
        """Take the result under the cursor; never one of an older search than what the line says."""
        candidate = self._current()
        if candidate is not None and self._settled:
            self.dismiss(Fixed(candidate, self._reach.ids, self._remember))
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

    def action_reach(self) -> None:
        """Fix other files: this one, the marked, the season, the show."""
        self._reach = next_reach(self._known, self._reach)
        self._show_reach()

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


def _nothing(text: str) -> str:
    """Why there is no result, and the way out."""
    if not read_query(text).title:
        return "TMDB has nothing under that id; {fix.kind} looks among other kinds."
    return "Nothing found: try fewer words, no year, {fix.kind}."
