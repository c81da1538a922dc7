"""``pmo history``: the runs in the journal, newest first; or all of it as JSON Lines in a file."""

from __future__ import annotations

from argparse import ArgumentParser

from organizer.display import human_size, safe_text
from organizer.model import Run, RunState
from organizer.transfer.export import export
from organizer.transfer.journal import Journal
from tui.commands.context import Context
from tui.commands.new_file import write_new
from tui.commands.output import json_line
from tui.phrases import counted


def arguments(parser: ArgumentParser) -> None:
    """``--export``."""
    parser.add_argument(
        "--export",
        metavar="FILE",
        help="Write all runs and operations into this new file as JSON Lines; - is standard output.",
    )


def run(context: Context) -> int:
    """List them; a start without a journal has none. Status 1 when a run was interrupted or the journal is damaged."""
    journal, damage = Journal.read(context.places.journal)
    with journal:
        if damage is not None:
            context.out.error(f"{damage.sentence()}. This is what the backup holds; what came after it is missing.")
        status = _export(context, journal) if context.arguments.export else _list(context, journal.runs())
    return 1 if damage is not None else status


def _list(context: Context, runs: list[Run]) -> int:
    for one in runs:
        context.out.object(one.to_json())
        context.out.line(describe(one))
    if not runs:
        context.out.line("No runs yet.")
    return 1 if any(one.state is RunState.INTERRUPTED for one in runs) else 0


def _export(context: Context, journal: Journal) -> int:
    """Write the journal out. JSON escapes what could harm a terminal, so standard output gets the very same bytes."""
    name = context.arguments.export
    if name == "-":
        for value in export(journal):
            context.out.exported(value)
        return 0
    written = write_new(name, (json_line(value) for value in export(journal)))
    context.out.say(f"{counted(written, 'line')} written to {safe_text(name)}.")
    return 0


def describe(one: Run) -> str:
    """A run in a line."""
    when = one.started.astimezone().strftime("%Y-%m-%d %H:%M")
    parts = [counted(one.operations, "operation"), human_size(one.bytes)]
    parts += [f"{number} {word}" for number, word in ((one.failed, "failed"), (one.undone, "undone")) if number]
    return f"{one.id}  {when}  {one.action.value:<8}  {one.state.value:<11}  " + ", ".join(parts)
