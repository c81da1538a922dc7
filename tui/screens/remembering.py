"""ReviewRemembering: the order of a show's episodes, and what the review remembers of the person's choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work

from organizer.errors import OrganizerError
from organizer.model import Candidate, CandidateType, Match, ReviewRow
from organizer.store.review import Step
from tui.desk import Desk
from tui.phrases import counted
from tui.screens.browsing import ReviewBrowsing
from tui.teaching import Teaching, concerned, of_show
from tui.widgets.status_line import Mood

if TYPE_CHECKING:
    from organizer.matching.orders import OrderFit


class ReviewRemembering(ReviewBrowsing):
    """What is chosen here is known the next time; taking the decision back forgets it again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._teaching = Teaching(desk.aliases)

    @work(group="ask", exclusive=True, exit_on_error=False, name="choosing an episode order")
    async def action_orders(self) -> None:
        """Choose the order that the numbers of a show's files follow."""
        from tui.screens.orders import OrderDialog

        row_id = self._spokesman()
        verdict = self._store[row_id].verdict if row_id is not None else None
        match = verdict.match if verdict else None
        rows = of_show(self._store, match, self._desk.done)
        if match is None or not rows:
            self.say("There is no series here whose episodes have an order.", Mood.WARNING)
            return
        files = [(row.file.path, row.parse, row.verdict) for row in rows if row.parse and row.verdict]
        chosen = await self.app.push_screen_wait(OrderDialog(self._desk.bridge, self._desk.glyphs, match, files))
        if chosen is not None:
            self._take_order(match, rows, chosen)

    def _take_order(self, match: Match, rows: Sequence[ReviewRow], chosen: OrderFit) -> None:
        label = f"{chosen.choice.name} of {match.title}"
        verdicts = {row.id: chosen.verdicts[row.file.path] for row in rows if row.file.path in chosen.verdicts}
        fixed = self._store.fix(verdicts, label)
        series = Candidate(CandidateType.TV, match.tmdb_id, match.title, match.original_title, match.year, 1.0)
        self._paint()
        left = len(rows) - fixed
        sentence = (
            f"{counted(fixed, 'file')} of {match.title} read in {chosen.choice.name}. {{review.undo}} takes it back."
        )
        if left:
            sentence = f"{sentence} {counted(left, 'file')} left as before: not in that order."
        self.say(sentence)
        if fixed:
            kept = [row for row in rows if row.id in verdicts]
            self._remember(kept, series, sentence, order=chosen.choice.key)

    def _remember(
        self, rows: Sequence[ReviewRow], candidate: Candidate, sentence: str, *, order: str | None = None
    ) -> None:
        """Keep what was decided last for names of the same title, and let it decide the undecided ones here at once.

        ``sentence`` is what was said of it, and goes on being shown.
        """
        try:
            self._teaching.learn(self._store.last_step, rows, candidate, order)
        except OrganizerError as error:
            self.say(error.sentence(), Mood.PROBLEM)
        else:
            self._match_again(rows, sentence)

    def _unlearn(self, step: Step | None) -> Step | None:
        """What was taught with a decision goes with it."""
        return self._retaught(step, self._teaching.unlearn)

    def _learn_again(self, step: Step | None) -> Step | None:
        """And comes back with it."""
        return self._retaught(step, self._teaching.learn_again)

    def _retaught(self, step: Step | None, change: Callable[[Step | None], bool]) -> Step | None:
        try:
            if change(step) and step is not None:
                self._match_again([self._store[row_id] for row_id in step.ids])
        except OrganizerError as error:
            self.say(error.sentence(), Mood.PROBLEM)
        return step

    @work(group="again", exit_on_error=False, name="matching names of the same title")
    async def _match_again(self, rows: Sequence[ReviewRow], sentence: str = "") -> None:
        parses = concerned(self._store, rows)
        if not parses:
            return
        try:
            verdicts = await self._desk.bridge.match(parses)
        except OrganizerError as error:
            self.say(error.sentence(), Mood.PROBLEM)
            return
        self._store.set_verdicts((self._store[row_id].file.path, found) for row_id, found in verdicts.items())
        self._paint()
        self.say(f"{sentence} {counted(len(verdicts), 'other file')} of that title matched again.".lstrip())
