"""``pmo history``: the runs in the journal, newest first."""

from __future__ import annotations

from organizer.display import human_size
from organizer.model import Run, RunState
from organizer.transfer.journal import Journal
from tui.commands.context import Context
from tui.phrases import counted


def run(context: Context) -> int:
    """List them; a start without a journal has none."""
    with Journal.open(context.places.journal, write=False) as journal:
        runs = journal.runs()
    for one in runs:
        context.out.object(one.to_json())
        context.out.line(describe(one))
    if not runs:
        context.out.line("No runs yet.")
    return 1 if any(one.state is RunState.INTERRUPTED for one in runs) else 0


def describe(one: Run) -> str:
    """A run in a line."""
    when = one.started.astimezone().strftime("%Y-%m-%d %H:%M")
    parts = [counted(one.operations, "operation"), human_size(one.bytes)]
    parts += [f"{number} {word}" for number, word in ((one.failed, "failed"), (one.undone, "undone")) if number]
    return f"{one.id}  {when}  {one.action.value:<8}  {one.state.value:<11}  " + ", ".join(parts)
