"""ReviewScreen: what a person decides in the review, and the screens that are opened from it.

Those screens are imported where they are opened: with what plans and moves files they are as much code as Textual,
and the first frame needs none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import work

from organizer.errors import OrganizerError
from organizer.model import Candidate, Decision, Parse, ReviewRow
from organizer.store.groups import GroupKind
from organizer.store.review import Step
from tui.deciding import Route, bulk_of, said
from tui.phrases import counted
from tui.reach import Reach, reaches
from tui.screens.confirm import NO, YES, Choice, Confirm
from tui.screens.remembering import ReviewRemembering
from tui.widgets.status_line import Mood

BACK = Choice(("escape", "enter"), "back", "")
OPEN = Choice(("enter",), "open the group", "open")
_CARRIED = "This was carried out already: {review.history} takes that back."
_MANY_WORKS = frozenset({GroupKind.FILMS, GroupKind.FOLDER, GroupKind.WAITING})


class ReviewScreen(ReviewRemembering):
    """The main screen."""

    _last: Callable[[], None] | None = None

    # -- deciding

    def _targets(self) -> list[int]:
        """The marks, the row, or of the group under the cursor what is undecided."""
        ids = [i for i in self._list.targets() if i not in self._desk.done]
        if self._list.group is None or self._list.marked:
            return ids
        return [i for i in ids if self._store.decision(i) is Decision.PENDING]

    def _many_works(self) -> bool:
        """Whether the cursor is on a group of different films or series, which have no answer in common."""
        group = self._list.group
        return group is not None and not self._list.marked and group.kind in _MANY_WORKS

    async def _cannot(self, why: str, choice: Choice = BACK) -> bool:
        """Say why there is nothing to type into, and let no letter through: typed ahead, a title would decide files.

        Answers whether the person chose another thing than to go back.
        """
        choices = (choice,) if choice is BACK else (choice, BACK)
        answer = await self.app.push_screen_wait(Confirm(why, choices=choices))
        return answer != BACK.value

    async def _asks_one_work(self) -> bool:
        """Whether what is under the cursor can have one answer; where it cannot, its group is opened if wanted."""
        if not self._many_works():
            return True
        if await self._cannot("These are different works: each is a question of its own.", OPEN):
            self._list.action_unfold()
        return False

    def _decide(self, decision: Decision) -> None:
        self._last = lambda: self._decide(decision)
        ids = self._targets()
        if not ids:
            self.say("Everything in this group is decided: {review.reject} opens it again.")
            return
        if (
            decision.approves
            and self._list.group is not None
            and not self._list.marked
            and bulk_of(self._store, ids).ambiguous
        ):
            self._approve_asking(ids)
            return
        changed = self._store.decide(ids, decision)
        if changed or len(ids) > 1:
            self._after(said(decision, changed, len(ids)), step=True)
        elif decision.approves and self._store.decision(ids[0]) is Decision.PENDING:
            self.say("There is no match to approve: {review.fix} searches, {review.ignore} ignores.", Mood.WARNING)
        else:
            self._after("", step=decision is not Decision.PENDING)

    def _after(self, sentence: str, *, step: bool) -> None:
        """Say what was decided, drop the marks and go on."""
        bulk = bool(self._list.marked)
        self._list.clear_marks()
        self._hints.note("")
        self._paint()
        if sentence:
            self.say(sentence)
        if step and not bulk:
            self._step()

    def _step(self) -> None:
        line = Route(self._store, self._list.outline, self._desk.done).next_pending(self._list.cursor)
        if line is not None:
            self._list.move_to(line)
        elif len(self._store) and not self._desk.bridge.scanning:
            self.say("Everything shown here is decided: {review.plan} shows the plan.")

    def action_approve(self) -> None:
        """Approve the row or the marks."""
        self._decide(Decision.APPROVED)

    def action_skip(self) -> None:
        """Skip the row or the marks."""
        self._decide(Decision.SKIPPED)

    def action_ignore(self) -> None:
        """Ignore the row or the marks."""
        self._decide(Decision.IGNORED)

    def action_repeat(self) -> None:
        """Do what was decided last to the row, the group or the marks here."""
        if self._last is None:
            self.say("Nothing was decided yet that could be repeated.", Mood.WARNING)
        else:
            self._last()

    def action_reject(self) -> None:
        """Open the row, the group or the marks again."""
        self._last = self.action_reject
        ids = [i for i in self._list.targets() if i not in self._desk.done]
        changed = self._store.decide(ids, Decision.PENDING, "open again")
        self._after(said(Decision.PENDING, changed, changed) if changed else "It is open already.", step=False)

    def action_approve_all(self) -> None:
        """Approve what is shown, after a question."""
        self._approve_asking([i for i in self._list.order if i not in self._desk.done])

    @work(group="ask", exclusive=True, exit_on_error=False, name="approving")
    async def _approve_asking(self, ids: Sequence[int]) -> None:
        """Approve these after a question; what is ambiguous only after a plain word about it."""
        bulk = bulk_of(self._store, ids)
        if not bulk.ids:
            self.say("Nothing shown here can be approved: no match, or decided already.", Mood.WARNING)
            return
        more, choices = "", [YES, NO]
        if bulk.ambiguous:
            more = f"{len(bulk.ambiguous):,} of them could as well be something else."
            without = [Choice(("w",), "without those", "without")] if bulk.unambiguous else []
            choices = [Choice(("y",), "yes, all", "yes"), *without, NO]
        answer = await self.app.push_screen_wait(Confirm(bulk.sentence(), more=more, choices=choices))
        taken = {"yes": bulk.ids, "without": bulk.unambiguous}.get(answer, ())
        if taken:
            changed = self._store.decide(taken, Decision.APPROVED, f"approve {counted(len(taken), 'file')}")
            self._after(said(Decision.APPROVED, changed, changed), step=True)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._travel(self._unlearn(self._store.undo()), "Taken back", "Nothing to take back.")

    def action_redo(self) -> None:
        """Decide again."""
        self._travel(self._learn_again(self._store.redo()), "Decided again", "Nothing to decide again.")

    def _travel(self, step: Step | None, done: str, nothing: str) -> None:
        if step is None:
            self.say(nothing, Mood.WARNING)
            return
        self._paint()
        if len(step) == 1:
            self._list.go_to(step.ids[0])
        self.say(f"{done}: {step.label}, {counted(len(step), 'file')}.")

    # -- marks

    def action_mark(self) -> None:
        """Mark and step."""
        ranged = self._list.range_start is not None
        self._list.toggle_mark()
        self._note_marks()
        if not ranged:
            self._list.action_down()

    def action_range(self) -> None:
        """Open or close a range."""
        self._list.toggle_range()
        self._note_marks()

    def action_invert(self) -> None:
        """Invert the marks."""
        self._list.invert_marks()
        self._note_marks()

    # -- another match

    def action_pick(self, number: int) -> None:
        """Take the candidate with this number of the row under the cursor, for it or for all marks."""
        if self._many_works():
            self.say("These are different works: {folds.unfold} opens the group, each is a question of its own.")
            return
        row_id = self._spokesman()
        verdict = self._store[row_id].verdict if row_id is not None else None
        if verdict is None or number > len(verdict.candidates):
            self.say(f"There is no candidate {number} here.", Mood.WARNING)
            return
        self._take_again(verdict.candidates[number - 1])

    def _take_again(self, candidate: Candidate) -> None:
        self._last = lambda: self._take_again(candidate)
        ids = self._targets()
        if ids:
            self._take(candidate, ids)

    @work(group="ask", exclusive=True, exit_on_error=False, name="fixing a match")
    async def action_fix(self) -> None:
        """Search for another match."""
        from tui.screens.fix_match import FixMatch

        if not (known := await self._reaches()):
            return
        dialog = FixMatch(self._desk.bridge, self._desk.glyphs, known, self._store.__getitem__)
        answer = await self.app.push_screen_wait(dialog)
        if answer is not None:
            self._last = lambda: self._take_again(answer.candidate)
            self._take(answer.candidate, list(answer.ids), remember=answer.remember)

    async def _reaches(self) -> list[Reach]:
        """The files that a fix may be for, from under the cursor; where there are none the person was told why."""
        if not await self._asks_one_work():
            return []
        at = self._list
        known = reaches(self._store, self._desk.done, row_id=at.row_id, group=at.group, marked=at.marked)
        if not known:
            await self._cannot(_CARRIED if self._spokesman() is not None else "There is no file here.")
        return known

    @work(group="ask", exclusive=True, exit_on_error=False, name="numbering an episode")
    async def action_episode(self) -> None:
        """Say which episodes these files are."""
        from tui.screens.episode import EpisodeDialog

        if not (known := await self._reaches()):
            return
        dialog = EpisodeDialog(self._desk.bridge, self._desk.glyphs, known, self._store.__getitem__)
        answer = await self.app.push_screen_wait(dialog)
        if answer is not None:
            self._take(answer.candidate, list(answer.parses), answer.parses)

    @work(group="ask", exclusive=True, exit_on_error=False, name="naming a file")
    async def action_name(self) -> None:
        """Write the name of the file under the cursor."""
        from tui.proposal import proposed, root_of
        from tui.screens.name_dialog import NameDialog

        row_id = self._list.row_id
        if row_id is None:
            if await self._cannot("A name is written for one file.", OPEN):
                self._list.action_unfold()
            return
        row = self._store[row_id]
        match = row.verdict.match if row.verdict else None
        place = proposed(row, self._desk.settings)
        if row_id in self._desk.done or row.decision is Decision.DONE:
            await self._cannot(_CARRIED)
        elif match is None:
            await self._cannot("There is no match to name: {review.fix} searches for one.")
        else:
            root = root_of(row, self._desk.library) or "the library"
            dialog = NameDialog(self._desk.glyphs, row, match, place.path if place else "", root)
            answer = await self.app.push_screen_wait(dialog)
            if answer is not None:
                self._take_name(row, answer)

    def _take_name(self, row: ReviewRow, target: str) -> None:
        label = f"name {row.file.name}" if target else f"proposed name of {row.file.name}"
        if not self._store.write_target(row.id, target, label):
            self.say("The name stays as it was.")
            return
        words = "Approved under the name that you wrote." if target else "The proposed name counts again."
        self._after(f"{words} {{review.undo}} takes it back.", step=bool(target))

    @work(group="take", exit_on_error=False, name="looking a match up")
    async def _take(
        self, candidate: Candidate, ids: list[int], parses: dict[int, Parse] | None = None, *, remember: bool = False
    ) -> None:
        known = {i: self._store[i].parse for i in ids}
        asked = parses or {i: parse for i, parse in known.items() if parse is not None}
        if not asked:
            self.say("The name was not read yet: wait a moment.", Mood.WARNING)
            return
        self.say(f"Looking up {candidate.title} for {counted(len(asked), 'file')}.")
        try:
            verdicts = await self._desk.bridge.choose(asked, candidate)
        except OrganizerError as error:
            self.say(error.sentence(), Mood.PROBLEM)
            return
        label = f"take {candidate.title}"
        written = [i for i in verdicts if self._store.written(i)]
        changed = self._store.fix(verdicts, label)
        refused = [verdict for verdict in verdicts.values() if verdict.match is None]
        sentence = f"{counted(changed, 'file')} fixed: {candidate.title}. {{review.undo}} takes it back."
        if refused:
            why = refused[0].reasons[0] if refused[0].reasons else "no such episode"
            sentence = f"{counted(len(refused), 'file')} not fixed: {why}. {{review.episode}} sets the episode."
        if ended := [i for i in written if not self._store.written(i)]:
            sentence = f"{sentence} {counted(len(ended), 'name')} that you wrote went with the old match."
        self._after(sentence, step=bool(changed))
        if changed and remember:
            self._remember([self._store[i] for i, found in verdicts.items() if found.match], candidate, sentence)

    # -- other screens

    def action_left_out(self) -> None:
        """List what was left out."""
        from tui.screens.left_out import LeftOutScreen

        self.app.push_screen(LeftOutScreen(self._store.left_out, self._desk.glyphs))

    @work(group="ask", exclusive=True, exit_on_error=False, name="entering a key")
    async def action_credential(self) -> None:
        """Enter another key, and scan with it."""
        from tui.screens.welcome import Start, WelcomeScreen

        if await self.app.push_screen_wait(WelcomeScreen(self._desk, first=False)) is Start.KEY:
            self.scan()

    @work(group="ask", exclusive=True, exit_on_error=False, name="changing settings")
    async def action_settings(self) -> None:
        """Change settings; what has to be matched again is."""
        from tui.screens.settings import SettingsScreen, after_saving

        saved = await self.app.push_screen_wait(SettingsScreen(self._desk))
        if saved is None:
            return
        await asyncio.to_thread(self._desk.use_settings, saved.settings, reconnect=saved.reconnect)
        if saved.rematch:
            self.scan()
        self._came_back()
        self.say(after_saving(saved))

    def action_plan(self) -> None:
        """Show the plan."""
        if not self._store.decision_count(Decision.APPROVED, Decision.FIXED):
            self.say(
                "Nothing is approved yet: {review.approve} approves a file, {review.approve-all} everything shown.",
                Mood.WARNING,
            )
            return
        self._open_plan()

    @work(group="ask", exclusive=True, exit_on_error=False, name="planning")
    async def _open_plan(self) -> None:
        from tui.screens.plan import PlanScreen
        from tui.screens.undoing import take_back

        run_id = await self.app.push_screen_wait(PlanScreen(self._desk))
        self._came_back()
        if run_id is None:
            return
        try:
            self.say(await take_back(self.app, self._desk, run_id))
        except OrganizerError as error:
            self.say(error.sentence(), Mood.PROBLEM)
        self._came_back()

    def action_history(self) -> None:
        """Show the runs so far."""
        from tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self._desk), self._came_back)

    def action_statistics(self) -> None:
        """Show what the scan came to."""
        from tui.screens.statistics import StatisticsScreen

        self.app.push_screen(StatisticsScreen(self._desk))

    def action_rescan(self) -> None:
        """Scan again."""
        self.scan()
        self.say("Scanning again; decisions stay.")

    def _came_back(self, _answer: object = None) -> None:
        """Files may have been carried away or brought back."""
        self._list.refresh()
        self._paint_counts()
        self._show_detail_soon()
