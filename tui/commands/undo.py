"""``pmo undo``: takes a run back, or says what could be."""

from __future__ import annotations

from argparse import ArgumentParser

from organizer.errors import UsageError
from organizer.transfer.journal import Journal
from organizer.transfer.undo import UndoCheck, check_undo, undo
from tui.commands.carrying import RunProgress, run_status, show_outcomes, show_run
from tui.commands.context import Context
from tui.commands.recover import recovered_journal
from tui.phrases import counted


def arguments(parser: ArgumentParser) -> None:
    """``--check`` and ``--only``."""
    parser.add_argument("--check", action="store_true", help="Only say what can be taken back, and why not.")
    parser.add_argument(
        "--only",
        metavar="PATH",
        action="append",
        help="Take back this file alone, a video with what belongs to it, or all of this folder; may be repeated.",
    )


def run(context: Context) -> int:
    """Take back the run that was named, or the last one that has anything left."""
    words = context.arguments.words
    if len(words) > 1:
        raise UsageError("One run can be taken back at a time", hint="pmo history lists them")
    chosen = words[0] if words else None
    only = context.arguments.only
    return _check(context, chosen, only) if context.arguments.check else _undo(context, chosen, only)


def _undo(context: Context, chosen: str | None, only: list[str] | None) -> int:
    with recovered_journal(context) as journal:
        progress = RunProgress(context.out, len(check_undo(journal, chosen, only=only)))
        execution = undo(journal, chosen, context.token, progress, only=only)
        tally = show_outcomes(context.out, execution, context.token)
    show_run(context.out, execution.run_id, tally, undone=True)
    return run_status(context.out, tally, context.token, undone=True)


def _check(context: Context, chosen: str | None, only: list[str] | None) -> int:
    with Journal.open(context.places.journal, write=False) as journal:
        found = check_undo(journal, chosen, only=only)
    for one in found:
        _show(context, one)
    possible = sum(one.possible for one in found)
    context.out.object({"summary": {"possible": possible, "impossible": len(found) - possible}})
    context.out.line(f"{possible:,} of {counted(len(found), 'operation')} can be taken back.")
    return 0 if possible == len(found) else 1


def _show(context: Context, one: UndoCheck) -> None:
    context.out.object(
        {
            "source": one.source,
            "target": one.target,
            "action": one.action.value,
            "possible": one.possible,
            "reason": one.reason,
        }
    )
    if not one.possible:
        context.out.line(f"no   {one.target}")
        context.out.line(f"     {one.reason}")
    elif context.out.verbose:
        context.out.line(f"yes  {one.target}")
