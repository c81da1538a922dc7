"""Planning: approved matches become a plan with its conflicts. Pure but for looks at the disk; touches nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from organizer.planning.disk import Disk, DiskView
    from organizer.planning.leftovers import leftovers_after
    from organizer.planning.library import check_library
    from organizer.planning.make import make_plan
    from organizer.planning.reading import read_plan
    from organizer.planning.reread import plan_summary
    from organizer.planning.text import Mistake, PlanTextError, plan_text, read_text_plan

__all__ = [
    "Disk",
    "DiskView",
    "Mistake",
    "PlanTextError",
    "check_library",
    "leftovers_after",
    "make_plan",
    "plan_summary",
    "plan_text",
    "read_plan",
    "read_text_plan",
]

_MODULES = {
    "Disk": "disk",
    "DiskView": "disk",
    "Mistake": "text",
    "PlanTextError": "text",
    "check_library": "library",
    "leftovers_after": "leftovers",
    "make_plan": "make",
    "plan_summary": "reread",
    "plan_text": "text",
    "read_plan": "reading",
    "read_text_plan": "text",
}


def __getattr__(name: str) -> Any:
    """Each from its module at the first use: a scan asks only for the shelf of a match, and does without 30 modules."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
