"""PlanScreen: what would happen to the approved files. Applying exists only here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from organizer.cancellation import CancelToken
from organizer.config.schema import LibrarySettings
from organizer.display import human_size, safe_text
from organizer.errors import OrganizerError
from organizer.model import ConflictChoice, OperationStatus, Plan, ReviewRow
from organizer.transfer.apply import Execution
from organizer.transfer.journal import Journal
from tui.actions import Place, bindings_of
from tui.carrying import Carrying
from tui.desk import Desk
from tui.elide import fit, fit_left, fit_name
from tui.glyphs import Glyphs
from tui.phrases import counted
from tui.plan_lines import LineKind, PlanLine, count_replaced, plan_lines, summary, verb
from tui.screens.apply import ApplyScreen, Job
from tui.screens.confirm import Choice, Confirm
from tui.screens.library import LibraryDialog
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView, Piece
from tui.widgets.status_line import Mood, StatusLine

_STYLES = {
    LineKind.HEADING: "lines--heading",
    LineKind.FOLDER: "lines--strong",
    LineKind.WARNING: "lines--warning",
    LineKind.CONFLICT: "lines--problem",
    LineKind.REASON: "lines--muted",
    LineKind.STAYS: "lines--muted",
}


_BOTH_FOR_ALL = "all"
_RESOLVE = (
    Choice(("s",), "skip it", ConflictChoice.SKIP),
    Choice(("b",), "keep both", ConflictChoice.KEEP_BOTH),
    Choice(("r",), "replace it", ConflictChoice.REPLACE),
    Choice(("B",), "both for all", _BOTH_FOR_ALL),
    Choice(("escape", "q"), "back", ""),
)


class PlanList(LineView):
    """The lines of a plan."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._lines: Sequence[PlanLine] = ()

    @property
    def current(self) -> PlanLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    def show(self, lines: Sequence[PlanLine], source: str = "") -> None:
        """Show these lines, with the cursor on the file of this path if it is among them."""
        self._lines = lines
        self.lines_changed(keep=0)
        places = (i for i, line in enumerate(lines) if line.operation and line.operation.source == source)
        self.move_to(next(places, 0))

    def next_of(self, kind: LineKind) -> bool:
        """To the next line of a kind, around the end. Answers whether there is one."""
        count = len(self._lines)
        for distance in range(1, count + 1):
            index = (self.cursor + distance) % count
            if self._lines[index].kind is kind:
                self.move_to(index)
                return True
        return False

    def can_stand_on(self, index: int) -> bool:
        """Only on a line that is about a file."""
        return self._lines[index].operation is not None

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        return self._lines[index]

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        line, cut = self._lines[index], self._glyphs.ellipsis
        style = _STYLES.get(line.kind, "")
        if line.kind is LineKind.READY:
            room = width - 8
            new = max(16, room * 58 // 100)
            return [
                ("   ", ""),
                (fit_name(line.text, new, cut), ""),
                (f" {self._glyphs.back} ", "lines--muted"),
                (fit_name(line.old, max(0, room - new), cut), "lines--muted"),
            ]
        if line.kind is LineKind.CONFLICT:
            return [(f" {self._glyphs.warning} ", style), (fit_left(line.text, width - 4, cut), style)]
        if line.kind is LineKind.WARNING:
            return [(f" {self._glyphs.warning} ", style), (fit(line.text, width - 4, cut), style)]
        if line.kind is LineKind.STAYS:
            room = width - 6
            name = max(16, room * 6 // 10)
            return [
                ("   ", ""),
                (fit_left(line.text, name, cut), ""),
                ("  ", ""),
                (fit(line.old, room - name, cut), style),
            ]
        indent = "   " if line.kind is LineKind.REASON else " "
        return [(indent + fit(line.text, width - len(indent), cut), style)]


class PlanScreen(Watched, Screen[str | None]):
    """Shows the plan; y carries it out after a question.

    Answers the id of a run that the person wants taken back at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.PLAN)
    AUTO_FOCUS = "#plan"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plan: Plan | None = None
        self._chosen = ""
        self._list = PlanList(desk.glyphs, id="plan")
        self._status = StatusLine(desk.glyphs, id="plan-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Static("", id="plan-summary", markup=False)
        yield self._list
        with Vertical(id="plan-detail"):
            yield Static("", id="plan-old", markup=False)
            yield Static("", id="plan-new", markup=False)
        yield self._status
        yield KeyHints(Place.PLAN, Place.APP)

    def on_mount(self) -> None:
        """Make the plan; without a library, ask for it first."""
        self._list.border_title = "Plan"
        self._list.empty = ("Making the plan.",)
        if self._desk.library is None:
            self.action_library()
        else:
            self._make()

    # -- the plan

    @work(thread=True, group="plan", exclusive=True, exit_on_error=False, name="making the plan")
    def _make(self) -> None:
        """Planning looks at the disk, so it is done on a thread."""
        from organizer.naming import NameStyle
        from organizer.planning import make_plan

        desk, library = self._desk, self._desk.library
        if library is None:
            return
        rows: Sequence[ReviewRow] = desk.planned_rows()
        try:
            plan = make_plan(
                rows,
                library,
                action=desk.settings.library.action,
                style=NameStyle.of(desk.settings),
                approved=lambda row: row.decision.approves,
                source_roots=desk.roots,
                choices=desk.choices,
                left_out=tuple(desk.store.left_out),
                junk=desk.settings.library.junk,
            )
        except OrganizerError as error:
            self.call_later(self._status.say, error.sentence(), Mood.PROBLEM)
            return
        self.call_later(self._show, plan)

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self.query_one("#plan-summary", Static).update(Content(summary(plan)))
        self._list.empty = ("Nothing would be done.",)
        self._list.show(plan_lines(plan), self._chosen)
        conflicts = plan.counts()[OperationStatus.CONFLICT]
        if conflicts:
            self._status.say(
                f"{counted(conflicts, 'file')} in conflict: {{plan.resolve}} chooses what becomes of them.",
                Mood.WARNING,
            )
        elif plan.ready:
            self._status.say("Nothing has been touched. {plan.apply} carries the plan out.")

    @on(LineView.Moved)
    def _moved(self) -> None:
        line = self._list.current
        operation = line.operation if line else None
        old = f"{operation.source}  {human_size(operation.size)}" if operation else ""
        new = (operation.target or operation.reason or "") if operation else ""
        for name, sign, text in (("#plan-old", " ", old), ("#plan-new", self._desk.glyphs.arrow, new)):
            shown = fit_left(safe_text(text), max(1, self.size.width - 5), self._desk.glyphs.ellipsis)
            self.query_one(name, Static).update(Content(f"{sign} {shown}"))

    # -- what a person does

    @work(group="ask", exclusive=True, exit_on_error=False, name="applying the plan")
    async def action_apply(self) -> None:
        """Carry the plan out, after a question."""
        plan = self._plan
        if plan is None or not plan.ready:
            self._status.say("There is nothing to do.", Mood.WARNING)
            return
        size = human_size(sum(op.size for op in plan.ready))
        files = counted(len(plan.ready), "file")
        replaced = count_replaced(plan)
        safe = "What is replaced goes to the trash" if replaced else "Nothing is overwritten"
        question = (
            f"{files}, {size}, will be {verb(plan.action)} now{replaced}. {safe}; {{review.history}} can undo it. Go?"
        )
        if await self.app.push_screen_wait(Confirm(question)) != "yes":
            return
        job = _job(plan, self._desk.settings.library)
        self.dismiss(await self.app.push_screen_wait(ApplyScreen(self._desk, job)))

    def action_next_conflict(self) -> None:
        """To the next conflict."""
        if not self._list.next_of(LineKind.CONFLICT):
            self._status.say("There is no conflict.")

    def action_resolve(self) -> None:
        """Choose what to do with the conflict under the cursor; a companion goes with its video."""
        line = self._list.current
        operation = line.operation if line else None
        video = (operation.companion_of or operation.source) if operation else ""
        if operation is None or (operation.status is not OperationStatus.CONFLICT and video not in self._desk.choices):
            self._status.say("There is nothing to choose here: ] goes to the next conflict.")
            return

        def choose(answer: str | None) -> None:
            if answer:
                self._resolve(video, answer)

        why = safe_text(operation.reason or "")
        self.app.push_screen(Confirm("What is done with this file?", more=why, choices=_RESOLVE), choose)

    def _resolve(self, video: str, answer: str) -> None:
        """Plan again with what was chosen for one video, or for all that are in conflict."""
        if answer == _BOTH_FOR_ALL:
            plan = self._plan
            conflicts = [op for op in plan.operations if op.status is OperationStatus.CONFLICT] if plan else []
            self._desk.choices |= {op.companion_of or op.source: ConflictChoice.KEEP_BOTH for op in conflicts}
        else:
            self._desk.choices[video] = ConflictChoice(answer)
        self._chosen = video
        self._make()

    @work(group="ask", exclusive=True, exit_on_error=False, name="choosing the library")
    async def action_library(self) -> None:
        """Ask for the library's folder; without one there is no plan."""
        desk = self._desk
        root = await self.app.push_screen_wait(LibraryDialog(desk.settings.library.root, desk.roots, desk.glyphs))
        if root:
            try:
                self._desk.use_library(root)
            except OrganizerError as error:  # it is used all the same, only not remembered
                self._status.say(error.sentence(), Mood.PROBLEM)
            self._make()
        elif self._desk.library is None:
            self.dismiss(None)

    def action_back(self) -> None:
        """Back to the review."""
        self.dismiss(None)


def _job(plan: Plan, wanted: LibrarySettings) -> Job:
    from organizer.transfer.apply import carry_out

    def carry(journal: Journal, token: CancelToken, carrying: Carrying) -> Execution:
        return carry_out(
            plan,
            journal,
            token,
            carrying,
            remove_empty_folders=wanted.remove_empty_folders,
            symlinks=wanted.symlinks,
        )

    return Job(f"Files are {verb(plan.action)}", carry, len(plan.ready), sum(op.size for op in plan.ready))
