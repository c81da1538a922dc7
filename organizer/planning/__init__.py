"""Planning: approved matches become a plan with its conflicts. Pure but for looks at the disk; touches nothing."""

from organizer.planning.disk import Disk, DiskView
from organizer.planning.leftovers import leftovers_after
from organizer.planning.library import check_library
from organizer.planning.make import make_plan
from organizer.planning.reread import plan_summary, read_plan

__all__ = ["Disk", "DiskView", "check_library", "leftovers_after", "make_plan", "plan_summary", "read_plan"]
