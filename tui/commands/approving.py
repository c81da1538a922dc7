"""What is approved without a person: the tier ``sure``, or what ``--min-confidence`` says."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.model import ReviewRow, Tier
from tui.commands.context import Context

_BY_CONFIDENCE = {Tier.SURE, Tier.LIKELY}


def add_option(parser: ArgumentParser) -> None:
    """``--min-confidence``."""
    parser.add_argument(
        "--min-confidence",
        metavar="X",
        help="Approve sure and likely matches from this confidence on, from 0 to 1 (default: the sure ones).",
    )


def minimum(context: Context) -> float | None:
    """What the option says. Raises UsageError."""
    text = context.arguments.min_confidence
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise UsageError(f'--min-confidence is "{safe_text(text)}", but must be a number from 0 to 1')
    return value


def rule(least: float | None) -> Callable[[ReviewRow], bool]:
    """Whether a row is approved; never one that is ambiguous or has no match, however confident."""

    def approved(row: ReviewRow) -> bool:
        verdict = row.verdict
        if verdict is None or verdict.match is None:
            return False
        if least is None:
            return verdict.tier is Tier.SURE
        return verdict.tier in _BY_CONFIDENCE and verdict.confidence >= least

    return approved
