"""The last look before the first change: what cannot work is refused while nothing has been touched."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping, Sequence

from organizer.errors import TransferError
from organizer.transfer.disk import NOT_SUPPORTED, Disk
from organizer.transfer.folders import ancestors, is_below
from organizer.transfer.identity import is_unchanged, look
from organizer.transfer.refusals import explain, shown
from organizer.transfer.tasks import Task, TaskKind
from organizer.transfer.trash import root_of
from organizer.transfer.workshop import Workshop

_PLAN_AGAIN = "plan again"
_IMPOSSIBLE = NOT_SUPPORTED | {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTTY}

_LINKS = {TaskKind.HARDLINK: "hard link", TaskKind.REFLINK: "reflink", TaskKind.SYMLINK: "symbolic link"}


class Preflight:
    """Looks at every task of a run once. The probes it makes are journalled and taken back like any change."""

    def __init__(self, disk: Disk, shop: Workshop, roots: Sequence[str]) -> None:
        self._disk = disk
        self._shop = shop
        self._roots = roots
        self._real_roots = [os.path.realpath(root) for root in roots]
        self._real: dict[str, str] = {}
        self._changeable: dict[str, bool] = {}
        self._possible: dict[tuple[TaskKind, int, str], bool] = {}

    def refusals(self, tasks: Sequence[Task]) -> Mapping[int, str]:
        """The sentence for each operation that cannot be carried out as it was planned."""
        found: dict[int, str] = {}
        vacated = {task.source for task in tasks if task.kind is TaskKind.MOVE}
        targets: set[str] = set()
        sources: set[str] = set()
        for task in tasks:
            reason = (
                self._reason_in_plan(task, sources, targets)
                or self._reason_in_path(task)
                or self._reason_on_disk(task, vacated)
                or self._reason_of_permission(task)
                or self._reason_of_disk(task)
            )
            if reason:
                found[task.op] = reason
            sources.add(task.source)
            targets.add(task.target)
        return found

    def _reason_in_plan(self, task: Task, sources: set[str], targets: set[str]) -> str:
        if task.target in targets:
            return f"another file of this run has the target {shown(task.target)}: rename one of the two"
        if task.kind is TaskKind.MOVE and task.source in sources:
            return f"{shown(task.source)} is planned twice: plan again"
        return ""

    def _reason_in_path(self, task: Task) -> str:
        """A target outside the library: an edited plan, or a link that was put in its way."""
        target = task.target
        plain = os.path.isabs(target) and os.path.normpath(target) == target
        if not plain or not any(is_below(target, root) for root in self._roots):
            return f"the target {shown(target)} is not inside the library: plan again"
        if target.startswith(task.source + "/"):
            return f"the target {shown(target)} would lie inside the file itself"
        real = self._real_parent(target)
        if not any(real == root or is_below(real, root) for root in self._real_roots):
            return f"the target {shown(target)} leads out of the library through a symbolic link: remove the link"
        return ""

    def _real_parent(self, target: str) -> str:
        folder = os.path.dirname(target)
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder)
        return self._real[folder]

    def _reason_on_disk(self, task: Task, vacated: set[str]) -> str:
        try:
            source = look(self._disk, task.source)
            target = look(self._disk, task.target)
        except OSError as error:
            return explain(error, task.source).sentence()
        if source is None:
            return f"{shown(task.source)} is not there any more: {_PLAN_AGAIN}"
        if not is_unchanged(source, task.identity):
            return f"{shown(task.source)} has changed since it was planned: {_PLAN_AGAIN}"
        if not stat.S_ISREG(source.st_mode):
            return f"{shown(task.source)} is not a regular file: leave it out"
        if target is None and task.replaces is not None:
            return f"{shown(task.target)}, which was to be replaced, is not there any more: {_PLAN_AGAIN}"
        if target is None or task.target in vacated or task.changes_case_only:
            return ""  # of a change of case alone the unit makes sure
        if os.path.samestat(source, target):
            return f"{shown(task.target)} is a hard link of the same file already: nothing to do"
        if task.replaces is None:
            return f"{shown(task.target)} exists: nothing is overwritten; rename one of the two, or skip this file"
        if is_unchanged(target, task.replaces) and not stat.S_ISDIR(target.st_mode):
            return ""
        return f"{shown(task.target)} is not the file any more that was to be replaced: {_PLAN_AGAIN}"

    def _reason_of_permission(self, task: Task) -> str:
        """Before gigabytes are copied whose source then cannot be removed."""
        folders = [self._standing(task.target)]
        if task.replaces is not None:
            folders.append(root_of(task.target, self._roots))
        if task.kind is TaskKind.MOVE:
            folders.append(os.path.dirname(task.source))
        for folder in folders:
            if folder not in self._changeable:
                self._changeable[folder] = self._disk.may_change(folder)
            if not self._changeable[folder]:
                return f"no permission to change the folder {shown(folder)}: check its owner, permissions and mount"
        return ""

    def _standing(self, path: str) -> str:
        """The nearest folder above a path that exists."""
        return next((folder for folder in ancestors(path) if look(self._disk, folder) is not None), os.sep)

    # ------------------------------------------------------------------------------------------- probes

    def _reason_of_disk(self, task: Task) -> str:
        what = _LINKS.get(task.kind)
        if what is None:
            return ""
        folder = self._standing(task.target)
        key = (task.kind, task.identity.device, folder)
        if key not in self._possible:
            self._possible[key] = self._probe(task, folder)
        if self._possible[key]:
            return ""
        apart = "" if task.kind is TaskKind.SYMLINK else "they are on different file systems or "
        return (
            f"no {what} of {shown(task.source)} can be made in {shown(folder)}, because {apart}this file system has"
            " none: choose another action"
        )

    def _probe(self, task: Task, folder: str) -> bool:
        """Try it once under a private name. Errors other than "impossible" are for the operation itself to meet."""
        private = self._shop.ledger.private_name(folder, "probe")
        self._shop.ledger.start_unit([])
        possible = True
        try:
            if task.kind is TaskKind.HARDLINK:
                self._shop.steps.link(None, task.source, private, task.identity, "")
            elif task.kind is TaskKind.SYMLINK:
                self._shop.steps.symlink(None, task.source, private, "")
            else:
                self._shop.steps.copy(None, task.source, private, task.identity, None, clone=True)
        except OSError as error:
            possible = error.errno not in _IMPOSSIBLE
        except TransferError:
            pass  # the file changed at this moment: its own check will say so
        self._shop.reversal.reverse_all()
        self._shop.ledger.note_times()
        return possible
