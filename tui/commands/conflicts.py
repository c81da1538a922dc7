"""What is done where two files meet: ``--on-conflict``."""

from __future__ import annotations

from argparse import ArgumentParser

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.model import ConflictChoice
from tui.commands.context import Context


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
