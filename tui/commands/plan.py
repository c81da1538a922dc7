"""``pmo plan``: what would go where, and why not; changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace

from organizer.config.schema import Settings
from organizer.display import human_size, safe_text
from organizer.errors import TmdbError, UsageError
from organizer.model import ConflictChoice, Library, Operation, OperationStatus, Plan
from organizer.naming import NameStyle
from organizer.planning import check_library, make_plan, plan_summary, plan_text
from tui.commands import approving, conflicts, leftovers
from tui.commands.context import Context
from tui.commands.interrupts import EXIT_INTERRUPTED
from tui.commands.new_file import write_new
from tui.commands.output import Output
from tui.commands.scan import status as scan_status
from tui.commands.scan import stopped
from tui.commands.scanning import Scanned
from tui.commands.wording import below, listed
from tui.plan_words import count_junk, remark

NEEDS_PERSON = {OperationStatus.CONFLICT, OperationStatus.UNMATCHED, OperationStatus.BELOW_CONFIDENCE}


def arguments(parser: ArgumentParser) -> None:
    """``--min-confidence``, ``--on-conflict``, ``--leftovers`` and ``--text``."""
    parser.add_argument(
        "--text",
        metavar="FILE",
        help="Write the plan into this new file too, as text to edit for pmo apply --plan FILE; - is standard output.",
    )
    approving.add_option(parser)
    conflicts.add_option(parser)
    leftovers.add_option(parser)


def run(context: Context) -> int:
    """Scan, approve, plan, and write the plan. A scan that was cut short is planned as far as it came."""
    least, choice = approving.minimum(context), conflicts.chosen(context)
    roots, library = prepare(context)
    found = context.scanner().scan(roots)
    plan = _with_library(context, plan_of(found, library, context.settings, roots, least, choice))
    if context.arguments.text == "-":
        for line in plan_text(plan).splitlines():
            context.out.line(line)
    else:
        show_plan(context.out, plan)
        leftovers.show(context, plan.leftovers, plan.source_roots)
        show_summary(context.out, plan, found)
    if context.arguments.text not in {None, "-"}:
        write_new(context.arguments.text, plan_text(plan).splitlines())
        name = safe_text(context.arguments.text)
        context.out.say(f"The plan is in {name}: edit it, then pmo apply --plan {name}")
    status = scan_status(context.out, found)
    return status if status in {EXIT_INTERRUPTED, TmdbError.exit_status} else plan_status(plan)


def _with_library(context: Context, plan: Plan) -> Plan:
    """The plan with a warning where its library is not there: applying makes it, or refuses to."""
    if not plan.ready:
        return plan
    try:
        made = context.new_folders(plan.library)
    except UsageError as error:
        return replace(plan, warnings=(*plan.warnings, f"Applying would be refused: {error.sentence()}"))
    sentences = [f"The folder {safe_text(folder)} is not there: applying makes it" for folder in made]
    return replace(plan, warnings=(*plan.warnings, *sentences))


def prepare(context: Context) -> tuple[tuple[str, ...], Library]:
    """The folders and the library, checked against each other, and a key to ask with: before anything takes long."""
    roots = context.roots()
    library = context.library()
    check_library(library, roots)
    context.check_naming()
    context.require_credential()
    return roots, library


def plan_of(
    found: Scanned,
    library: Library,
    settings: Settings,
    roots: Sequence[str],
    least: float | None = None,
    choice: ConflictChoice = ConflictChoice.SKIP,
) -> Plan:
    """The plan for what is approved without a person (see ``approving``), with one choice for all conflicts."""
    return make_plan(
        found.store,
        library,
        action=settings.library.action,
        style=NameStyle.of(settings),
        approved=approving.rule(least),
        source_roots=roots,
        default_choice=choice,
        before=found.before,
        left_out=found.store.left_out,
        junk=settings.library.junk,
    )


def plan_status(plan: Plan) -> int:
    """1 when something in the plan needs a person."""
    return 1 if any(operation.status in NEEDS_PERSON for operation in plan.operations) else 0


def show_plan(out: Output, plan: Plan) -> None:
    """Write each operation: an object, or two lines."""
    for operation in plan.operations:
        out.object(operation.to_json())
        show_operation(out, operation, plan)


def show_operation(out: Output, operation: Operation, plan: Plan) -> None:
    """What happens to a file, or why nothing does."""
    if operation.status is OperationStatus.UNCHANGED and not out.verbose:
        return
    out.line(f"{operation.status.value:<16}  {below(operation.source, plan.source_roots)}")
    if operation.reason:
        out.line(f"{'':18}{operation.reason}")
    if operation.target and operation.status in {OperationStatus.READY, OperationStatus.CONFLICT}:
        out.line(f"{'':18}{operation.action.value} to {operation.target}")
    if known := remark(operation):
        out.line(f"{'':18}{known}")


def show_summary(out: Output, plan: Plan, found: Scanned | None = None) -> None:
    """Write the counts, and the warnings of the plan."""
    summary = plan_summary(plan)["summary"]
    if found:
        summary |= {
            "files": len(found.store),
            "left_out": len(found.store.left_out),
            "seconds": round(found.work.seconds, 3),
            "tmdb": found.work.tmdb.to_json(),
            "stopped": stopped(found.failure, cancelled=found.cancelled),
        }
    out.object({"summary": summary})
    out.line()
    counts = listed((number, status.value) for status, number in plan.counts().items())
    out.line(f"{counts}; {human_size(sum(operation.size for operation in plan.ready))} to {plan.action.value}.")
    for sentence in filter(None, (count_junk(plan), leftovers.counted_up(plan.leftovers, plan))):
        out.line(sentence)
    for warning in plan.warnings:
        out.line(f"Note: {warning}")
