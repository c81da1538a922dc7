"""Reading a plan from a file in either of its forms: JSON Lines, or the text that people edit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from organizer.model import Library, Plan
from organizer.planning.disk import DiskView
from organizer.planning.reread import read_plan as read_json_plan
from organizer.planning.text import read_text_plan


def read_plan(lines: Iterable[str], *, library: Library | None = None, disk: DiskView | None = None) -> Plan:
    """The plan; JSON when the first line with anything in it begins with a brace. Raises UsageError."""
    rest = iter(lines)
    before: list[str] = []
    for line in rest:
        before.append(line)
        if line.strip():
            break
    everything = chain(before, rest)
    if before and before[-1].lstrip().startswith("{"):
        return read_json_plan(everything, library=library, disk=disk)
    return read_text_plan(everything, library=library, disk=disk)
