"""What stays in the source folders: ``--leftovers``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence

from organizer.display import human_size
from organizer.model import Action, Leftover, Plan
from tui.commands.context import Context
from tui.commands.wording import below
from tui.phrases import counted


def add_option(parser: ArgumentParser) -> None:
    """``--leftovers``."""
    parser.add_argument(
        "--leftovers",
        action="store_true",
        help="List everything that stays in the source folders, with its size and the reason.",
    )


def show(context: Context, left: Iterable[Leftover], roots: Sequence[str]) -> None:
    """Write each when the option is given: an object, or two lines."""
    if not context.arguments.leftovers:
        return
    for item in left:
        context.out.object(item.to_json())
        context.out.line(f"{'left over':<16}  {below(item.path, roots)}")
        size = "a folder" if item.size is None else human_size(item.size)
        reason = item.detail or item.reason
        context.out.line(f"{'':18}{size}, {reason}{'; junk' if item.junk else ''}")


def counted_up(left: Sequence[Leftover], plan: Plan) -> str:
    """``12 files (340 MB) stay in the source folders, 3 of them junk.``; empty for none.

    How to be rid of the junk is said where that was not asked for, and where the plan would do it.
    """
    if not left:
        return ""
    size = human_size(sum(item.size or 0 for item in left))
    stay = "stays" if len(left) == 1 else "stay"
    junk = sum(item.junk for item in left)
    advice = " (--junk trash puts it away)" if plan.action is Action.MOVE and not plan.trash else ""
    more = f", {junk:,} of them junk{advice}" if junk else ""
    return f"{counted(len(left), 'entry', 'entries')} ({size}) {stay} in the source folders{more}."
