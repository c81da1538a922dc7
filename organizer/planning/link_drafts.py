"""Symbolic links that stand in the library: what an earlier run linked is there, and stays as it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from organizer.config.schema import VIDEO_EXTENSIONS
from organizer.identities import identity_of
from organizer.model import Action, LeftOut, LeftOutReason, Library, OperationStatus, Role
from organizer.planning.disk import DiskView, is_below
from organizer.planning.draft import Draft

_VIDEOS = frozenset(f".{ending}" for ending in VIDEO_EXTENSIONS)


class LinkDrafts:
    """Drafts for links to regular files below a library folder, all UNCHANGED.

    Discovery follows no link, so that nothing is matched for them; but the library holds them, and a plan that called
    them left over would call its own result that.
    """

    def __init__(self, left_out: Iterable[LeftOut], library: Library, disk: DiskView, action: Action) -> None:
        self._action = action
        self._found: list[tuple[str, str, os.stat_result]] = []
        roots = {root: disk.realpath(root) for root in library.roots}
        for item in left_out:
            if item.reason is not LeftOutReason.SYMLINK:
                continue
            place = disk.realpath(os.path.dirname(item.path))
            root = next((root for root, real in roots.items() if place == real or is_below(place, real)), "")
            own, target = disk.lstat(item.path), disk.lstat(disk.realpath(item.path)) if root else None
            if own is not None and target is not None and stat.S_ISREG(target.st_mode):
                self._found.append((item.path, root, own))

    def drafts(self, first_group: int) -> list[Draft]:
        """A draft for each, in a group of its own."""
        return [
            Draft(
                source=path,
                target=path,
                action=self._action,
                group=first_group + number,
                root=root,
                identity=identity_of(status),
                status=OperationStatus.UNCHANGED,
                reason="a link in the library, which stays as it is",
                role=Role.VIDEO if os.path.splitext(path)[1].lower() in _VIDEOS else Role.FOLDER,
            )
            for number, (path, root, status) in enumerate(self._found)
        ]
