"""PlanScreen: what would happen to the approved files. Applying exists only here."""

from __future__ import annotations

import asyncio
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
from organizer.model import Action, ConflictChoice, Junk, Operation, OperationStatus, Plan, ReviewRow
from organizer.transfer.apply import Execution
from organizer.transfer.journal import Journal
from tui.actions import Place, bindings_of
from tui.carrying import Carrying
from tui.desk import Desk
from tui.elide import fit_left
from tui.phrases import counted
from tui.plan_lines import LineKind, PlanLine, Remarks, folded_at_first, plan_lines
from tui.plan_words import count_junk, count_replaced, remark, summary, verb
from tui.screens.apply import ApplyScreen, Job
from tui.screens.confirm import Choice, Confirm
from tui.screens.library import LibraryDialog
from tui.screens.plan_text import edited_plan, write_plan
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.lines import LineView
from tui.widgets.plan_list import PlanList
from tui.widgets.status_line import Mood, StatusLine

_BOTH_FOR_ALL = "all"
_RESOLVE = (
    Choice(("s",), "skip it", ConflictChoice.SKIP),
    Choice(("b",), "keep both", ConflictChoice.KEEP_BOTH),
    Choice(("r",), "replace it", ConflictChoice.REPLACE),
    Choice(("B",), "both for all", _BOTH_FOR_ALL),
    Choice(("escape", "q"), "back", ""),
)


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
        self._remarks = Remarks()
        self._edited = False
        self._flat = False
        self._chosen = ""
        self._junk = desk.settings.library.junk
        self._list = PlanList(desk.glyphs, id="plan")
        self._status = StatusLine(desk.glyphs, id="plan-status")
        self._hints = KeyHints(Place.PLAN, Place.APP)

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Static("", id="plan-summary", markup=False)
        yield self._list
        with Vertical(id="plan-detail"):
            yield Static("", id="plan-old", markup=False)
            yield Static("", id="plan-new", markup=False)
            yield Static("", id="plan-why", markup=False)
        yield self._status
        yield self._hints

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
                junk=self._junk,
                before=desk.before,
            )
        except OrganizerError as error:
            self.call_later(self._status.say, error.sentence(), Mood.PROBLEM)
            return
        self.call_later(self._show, plan, _remarks(plan), edited=False)

    def _show(self, plan: Plan, remarks: Remarks, *, edited: bool) -> None:
        self._plan, self._remarks, self._edited = plan, remarks, edited
        self.query_one("#plan-summary", Static).update(Content(summary(plan)))
        self._list.empty = ("Nothing would be done.",)
        self._show_lines()
        conflicts = plan.counts()[OperationStatus.CONFLICT]
        nothing = () if plan.ready else ("plan.apply",)
        self._hints.hide(*nothing, *(() if conflicts or self._desk.choices else ("plan.resolve", "plan.next-conflict")))
        if edited:
            self._status.say("As you wrote it. Nothing has been touched: {plan.apply} carries it out.")
        elif conflicts:
            self._status.say(
                f"{counted(conflicts, 'file')} in conflict: {{plan.resolve}} chooses what becomes of them.",
                Mood.WARNING,
            )
        elif words := count_junk(plan):
            self._status.say(f"{words} {{plan.junk}} leaves it where it is.")
        elif plan.ready:
            self._status.say("Nothing has been touched. {plan.apply} carries the plan out.")

    def _show_lines(self) -> None:
        """Draw the plan, with the cursor on the file that was under it or was decided."""
        if self._plan is None:
            return
        lines = plan_lines(self._plan, self._remarks, flat=self._flat)
        self._list.show(lines, folded_at_first(lines), self._wanted)
        title = "Plan, edited by hand" if self._edited else "Plan"
        self._list.border_title = f"{title} {self._desk.glyphs.dot} {'list' if self._flat else 'tree'}"

    def _wanted(self, line: PlanLine) -> bool:
        return _source(line) == self._chosen if self._chosen else line.kind is LineKind.CONFLICT

    @on(LineView.Moved)
    def _moved(self) -> None:
        line = self._list.current
        operation = line.operation if line else None
        old, new, why = "", "", ""
        if operation is not None:
            old = f"{operation.source}  {human_size(operation.size)}{self._remark(operation)}"
            new = operation.target or ""
            why = "" if operation.status is OperationStatus.READY else operation.reason or ""
        elif line is not None and line.kind is LineKind.FOLDER:
            new = line.key.partition(":")[2]
        elif line is not None and line.kind is LineKind.STAYS:
            old, why = line.text, line.old
        elif line is not None and line.kind is LineKind.WARNING:
            why = line.text
        arrow = self._desk.glyphs.arrow if operation is not None and operation.target else " "
        for name, sign, text in (("#plan-old", " ", old), ("#plan-new", arrow, new)):
            shown = fit_left(safe_text(text), max(1, self.size.width - 5), self._desk.glyphs.ellipsis)
            part = self.query_one(name, Static)
            part.display = line is None or line.kind is not LineKind.WARNING  # which may need all the room
            part.update(Content(f"{sign} {shown}"))
        self.query_one("#plan-why", Static).update(Content(safe_text(why)))

    def _remark(self, operation: Operation) -> str:
        """What else happens to a file."""
        words = [known] if (known := remark(operation)) else []
        if operation.source in self._remarks.crossing:
            words.append("to another disk")
        if operation.source in self._remarks.within:
            words.append("in the library already")
        return f"  ({', '.join(words)})" if words else ""

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
        job = _job(plan, self._desk.settings.library, self._desk.new_folders)
        self.dismiss(await self.app.push_screen_wait(ApplyScreen(self._desk, job)))

    def action_next_conflict(self) -> None:
        """To the next conflict."""
        if not self._list.next_of(lambda line: line.kind is LineKind.CONFLICT):
            self._status.say("There is no conflict.")

    def action_resolve(self) -> None:
        """Choose what to do with the conflict under the cursor; a companion goes with its video."""
        line = self._list.current
        operation = line.operation if line else None
        if self._edited:
            self._status.say("This plan was edited by hand: {plan.edit} changes it again.", Mood.WARNING)
            return
        video = (operation.companion_of or operation.source) if operation else ""
        if operation is None or (operation.status is not OperationStatus.CONFLICT and video not in self._desk.choices):
            self._status.say("There is nothing to choose here: {plan.next-conflict} goes to the next conflict.")
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

    def action_junk(self) -> None:
        """Let the junk go to the trash with this plan, or stay."""
        plan = self._plan
        if self._edited:
            self._status.say("This plan was edited by hand: {plan.edit} changes it again.", Mood.WARNING)
        elif plan is None or not (plan.trash or any(item.junk for item in plan.leftovers)):
            self._status.say("There is no junk in the source folders.")
        elif plan.action is not Action.MOVE:
            self._status.say("The junk stays: only a move clears the source folders.", Mood.WARNING)
        else:
            self._junk = Junk.KEEP if self._junk is Junk.TRASH else Junk.TRASH
            self._make()

    def action_view(self) -> None:
        """As a tree, or as a list."""
        line = self._list.current
        self._chosen = _source(line) if line else ""
        self._flat = not self._flat
        self._show_lines()

    @work(group="ask", exclusive=True, exit_on_error=False, name="editing the plan")
    async def action_edit(self) -> None:
        """Open the plan in the person's editor."""
        plan = self._plan
        if plan is None or not plan.operations:
            self._status.say("There is nothing to edit.", Mood.WARNING)
            return
        try:
            edited = await edited_plan(self.app, plan)
        except OrganizerError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        if edited is None:
            self._status.say("The plan is as it was.")
        else:
            self._show(edited, await asyncio.to_thread(_remarks, edited), edited=True)

    def action_write(self) -> None:
        """Write the plan into a file."""
        if self._plan is None:
            return
        try:
            path = write_plan(self._desk.places.data / "plans", self._plan)
        except OrganizerError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
        else:
            self._status.say(f"Written. Edit it, then: pmo apply --plan {path}")

    def action_back(self) -> None:
        """Back to the review."""
        self.dismiss(None)


def _source(line: PlanLine) -> str:
    return line.operation.source if line.operation else ""


def _remarks(plan: Plan) -> Remarks:
    from organizer.planning.crossing import crossing, within_library

    return Remarks(crossing(plan), within_library(plan))


def _job(plan: Plan, wanted: LibrarySettings, new_folders: Sequence[str]) -> Job:
    from organizer.transfer.apply import carry_out

    def carry(journal: Journal, token: CancelToken, carrying: Carrying) -> Execution:
        return carry_out(
            plan,
            journal,
            token,
            carrying,
            remove_empty_folders=wanted.remove_empty_folders,
            symlinks=wanted.symlinks,
            new_folders=new_folders,
        )

    return Job(f"Files are {verb(plan.action)}", carry, len(plan.ready), sum(op.size for op in plan.ready))
