"""What is done where two files meet: ``--on-conflict``."""

from __future__ import annotations

from argparse import ArgumentParser

from organizer.display import human_size, safe_text
from organizer.errors import UsageError
from organizer.model import ConflictChoice, Operation, Plan
from tui.commands.context import Context
from tui.phrases import counted


def add_option(parser: ArgumentParser) -> None:
    """``--on-conflict``."""
    parser.add_argument(
        "--on-conflict",
        metavar="WHAT",
        help="Where a target is taken: skip the file (default); keep-both, under a further name that servers show as a "
        "version; or replace what is there, which goes to a trash folder and comes back on undo.",
    )


def chosen(context: Context) -> ConflictChoice:
    """What the option says. Raises UsageError."""
    text = context.arguments.on_conflict
    try:
        return ConflictChoice(text or ConflictChoice.SKIP)
    except ValueError as error:
        raise UsageError(
            f'--on-conflict is "{safe_text(text)}", but must be one of {", ".join(ConflictChoice)}'
        ) from error


def replacing(operation: Operation) -> str:
    """What an operation replaces, for a line below its target; empty for nothing."""
    if operation.replaces is None:
        return ""
    return f"replaces the file there ({human_size(operation.replaces.size)}), which goes to the trash"


def count_replaced(plan: Plan) -> str:
    """``, replacing 2 files``, for a question; empty for none."""
    count = sum(operation.replaces is not None for operation in plan.ready)
    return f", replacing {counted(count, 'file')}" if count else ""
