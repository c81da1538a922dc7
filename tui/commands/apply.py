"""``pmo apply``: plans, asks, and carries the plan out; or carries out a plan from a file."""

from __future__ import annotations

from argparse import ArgumentParser

from organizer.config.load import OriginKind
from organizer.display import human_size, safe_text
from organizer.errors import UsageError
from organizer.model import ConflictChoice, OperationStatus, Plan, Result
from organizer.planning import leftovers_after, read_plan
from organizer.transfer.apply import carry_out
from organizer.transfer.journal import Journal
from tui.commands import approving, conflicts, leftovers
from tui.commands.carrying import RunProgress, Tally, run_status, show_outcomes, show_run
from tui.commands.context import LIBRARY_SETTINGS, Context
from tui.commands.interrupts import EXIT_INTERRUPTED
from tui.commands.output import Output
from tui.commands.plan import plan_of, plan_status, prepare, show_operation, show_summary
from tui.commands.recover import recovered_journal
from tui.phrases import counted
from tui.plan_words import count_replaced

_CONFLICTS = 20  # that are written before a run: a page


def arguments(parser: ArgumentParser) -> None:
    """``--yes``, ``--plan``, ``--min-confidence``, ``--on-conflict`` and ``--leftovers``."""
    parser.add_argument("--yes", action="store_true", help="Do not ask first.")
    parser.add_argument(
        "--plan", metavar="FILE", help="Carry out the plan in this file, which pmo plan --json or --text wrote."
    )
    approving.add_option(parser)
    conflicts.add_option(parser)
    leftovers.add_option(parser)


def run(context: Context) -> int:
    """Recover, plan, ask, carry out."""
    least, choice = approving.minimum(context), conflicts.chosen(context)
    written = context.arguments.plan is not None
    _ = context.settings  # what is mistyped comes first
    if written:
        _from_file(context)
    else:
        context.roots()
    if not context.arguments.yes and not context.interactive:
        raise UsageError(
            "Nobody can be asked whether to go on, because standard input is no terminal",
            hint="look at pmo plan first, then use --yes",
        )
    with recovered_journal(context) as journal:
        # Recovery may have settled what the file was checked against: it is looked at once more.
        plan = _from_file(context) if written else _from_scan(context, least, choice)
        if plan is None:
            return EXIT_INTERRUPTED
        return _carry_out(context, journal, plan)


def _from_file(context: Context) -> Plan:
    if context.arguments.words:
        raise UsageError("A plan names its own files", hint="leave the folders away, or leave --plan away")
    if context.arguments.on_conflict:
        raise UsageError("A plan says itself what it replaces", hint="use --on-conflict with pmo plan instead")
    given = any(context.loaded.origins[name].kind is OriginKind.FLAG for name in LIBRARY_SETTINGS)
    library = context.library() if given else None  # else the one that the plan was made for
    path = context.arguments.plan
    shown = safe_text(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            return read_plan(file, library=library)
    except OSError as error:
        raise UsageError(f"The plan {shown} cannot be read ({error.strerror})", hint="check the path") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The plan {shown} is not UTF-8 text", hint="write it again with pmo plan") from error


def _from_scan(context: Context, least: float | None, choice: ConflictChoice) -> Plan | None:
    """The plan, or None when the person stopped the scan. What could not be asked of TMDB stops everything:
    half a library would be organised as if the rest were unknown.
    """
    roots, library = prepare(context)
    found = context.scanner().scan(roots)
    if found.failure:
        context.out.say("Nothing was changed.")
        raise found.failure
    if found.cancelled:
        context.out.say("Interrupted; nothing was changed, and TMDB's answers are kept.")
        return None
    return plan_of(found, library, context.settings, roots, least, choice)


def _carry_out(context: Context, journal: Journal, plan: Plan) -> int:
    if not context.out.as_json:
        show_summary(context.out, plan)
    if plan.ready and not context.arguments.yes and not _agreed(context, plan):
        context.out.say("Nothing was changed.")
        return 0
    new_folders = context.new_folders(plan.library) if plan.ready else ()
    passed = show_passed_over(context.out, plan)
    if not plan.ready:
        context.out.line("Nothing is ready to be carried out.")
        leftovers.show(context, plan.leftovers, plan.source_roots)
        show_run(context.out, None, Tally(passed_over=passed))
        return plan_status(plan)
    progress = RunProgress(context.out, len(plan.ready), sum(operation.size for operation in plan.ready))
    wishes = context.settings.library
    execution = carry_out(
        plan,
        journal,
        context.token,
        progress,
        remove_empty_folders=wishes.remove_empty_folders,
        symlinks=wishes.symlinks,
        new_folders=new_folders,
    )
    tally = show_outcomes(context.out, execution, context.token)
    tally.passed_over = passed
    left = leftovers_after(plan, tally.stayed)
    leftovers.show(context, left, plan.source_roots)
    show_run(context.out, execution.run_id, tally)
    if left:
        context.out.line(leftovers.counted_up(left, plan))
    return run_status(context.out, tally, context.token) or plan_status(plan)


def show_passed_over(out: Output, plan: Plan) -> int:
    """Write what the plan does not carry out, as skipped with the reason; answers how many these are."""
    passed = [operation for operation in plan.operations if operation.status is not OperationStatus.READY]
    _show_conflicts(out, plan)
    for operation in passed:
        out.object(
            {
                "source": operation.source,
                "target": operation.target,
                "action": operation.action.value,
                "result": Result.SKIPPED.value,
                "error": operation.reason,
                "companion_of": operation.companion_of,
                "warnings": [],
                "status": operation.status.value,
            }
        )
        if out.verbose:
            show_operation(out, operation, plan)
    return len(passed)


def _show_conflicts(out: Output, plan: Plan) -> None:
    """Write what is in conflict, and why."""
    if out.verbose:  # all that is passed over is written anyway
        return
    found = [operation for operation in plan.operations if operation.status is OperationStatus.CONFLICT]
    for operation in found[:_CONFLICTS]:
        show_operation(out, operation, plan)
    if len(found) > _CONFLICTS:
        out.line(f"{len(found) - _CONFLICTS:,} more are in conflict: pmo plan lists all of them.")


def _agreed(context: Context, plan: Plan) -> bool:
    size = human_size(sum(operation.size for operation in plan.ready))
    files = f"{counted(len(plan.ready), 'file')} ({size}){count_replaced(plan)}"
    return context.out.ask(f"{plan.action.value.capitalize()} {files}? [y/N] ").strip().lower() in {"y", "yes"}
