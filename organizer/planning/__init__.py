"""Planning: approved matches become a plan with its conflicts. Pure but for looks at the disk; touches nothing."""

from organizer.planning.crossing import crossing, within_library
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
    "crossing",
    "leftovers_after",
    "make_plan",
    "plan_summary",
    "plan_text",
    "read_plan",
    "read_text_plan",
    "within_library",
]
