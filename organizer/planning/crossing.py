"""Which files of a plan go to another disk: they are copied there, whatever the action says."""

from __future__ import annotations

import os

from organizer.model import Operation, Plan, Role
from organizer.planning.disk import Disk, DiskView, is_below, nearest_folder


def crossing(plan: Plan, disk: DiskView | None = None) -> frozenset[str]:
    """The sources of READY operations whose target is on another disk, by device numbers. Reads one folder's status
    for each folder of the library and of the trash: what is mounted within one is not seen here.
    """
    view = disk or Disk()
    devices = {root: _device(root, view) for root in plan.roots}
    return frozenset(
        operation.source
        for operation in plan.ready
        if operation.identity and operation.identity.device != devices.get(_root(operation, plan))
    )


def within_library(plan: Plan) -> frozenset[str]:
    """The sources of READY operations that are in the library already, and get another place or name there."""
    roots = [os.path.normpath(root) for root in plan.library.roots]
    stay = [op for op in plan.ready if op.role is not Role.JUNK]
    return frozenset(op.source for op in stay if any(is_below(op.source, root) for root in roots))


def _root(operation: Operation, plan: Plan) -> str:
    found = (root for root in plan.roots if is_below(operation.target or "", os.path.normpath(root)))
    return max(found, key=len, default="")


def _device(folder: str, disk: DiskView) -> int:
    found = disk.lstat(nearest_folder(disk.realpath(folder), disk))
    return found.st_dev if found else 0
