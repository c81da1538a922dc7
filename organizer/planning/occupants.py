"""Who stands at a target: what is said of it, and whether it may be replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping

from organizer.display import human_size, safe_text
from organizer.identities import identity_of
from organizer.model import Action, ConflictChoice
from organizer.planning.disk import DiskView
from organizer.planning.draft import Draft
from organizer.planning.likeness import SAME, Likeness
from organizer.planning.quality import Quality, better, quality_of_name

_ADDING = frozenset({Action.COPY, Action.REFLINK})  # a second run would find its own result, and replace it


class Occupants:
    """The files at the targets of a plan. ``planned`` are its sources, by their place."""

    def __init__(self, disk: DiskView, planned: Mapping[str, Draft]) -> None:
        self._disk = disk
        self._planned = planned

    def problem(self, draft: Draft, path: str, *, exact: bool) -> str:
        """Why the draft cannot have the place; empty when it was chosen to replace what is there.

        ``exact`` says whether the occupant's name is the target's, not only alike when case is ignored.
        """
        if draft.choice is not ConflictChoice.REPLACE:
            return self._taken(draft, path)
        return self._irreplaceable(draft, path, exact=exact)

    def _taken(self, draft: Draft, path: str) -> str:
        found = self._disk.lstat(path)
        name = safe_text(os.path.basename(path))
        if found is None or draft.identity is None:
            return f"{name} exists there already"
        if stat.S_ISDIR(found.st_mode):
            return f"a folder named {name} stands there"
        if not stat.S_ISREG(found.st_mode):
            return f"{name} stands there, which is no regular file"
        mine = draft.identity.size
        if found.st_size != mine:
            sizes = f"{human_size(found.st_size)}; yours has {human_size(mine)}"
            which = better(draft.quality, self._quality(path, found.st_size))
            return f"another file is there: {name}, {sizes}{which and f', and {which}'}"
        match self._disk.likeness(draft.source, path):
            case Likeness.SAME:
                return f"the same file is already there: {name}"
            case Likeness.PROBABLE:
                return f"the same file is already there: {name}, by its size, beginning and end"
            case Likeness.DIFFERENT:
                return f"another file is there: {name}, of the same size and with other content"
        return f"{name} exists there already, of the same size"

    def _quality(self, path: str, size: int) -> Quality:
        planned = self._planned.get(path)
        return planned.quality if planned else quality_of_name(os.path.basename(path), size)

    def twin(self, draft: Draft, path: str) -> str:
        """What is said of a video that stands there under the same name but for its ending."""
        found = self._disk.lstat(path)
        name = safe_text(os.path.basename(path))
        if draft.choice is ConflictChoice.REPLACE:
            return f"{name} stands there, and only a file of exactly the same name is replaced"
        size = found.st_size if found else 0
        if self.is_same(draft, path):
            return f"the same file is already there: {name}"
        words = f"{human_size(size)}; yours has {human_size(draft.quality.size)}"
        which = better(draft.quality, self._quality(path, size))
        return f"{name} is there under the same name but for its ending, {words}{which and f', and {which}'}"

    def _irreplaceable(self, draft: Draft, path: str, *, exact: bool) -> str:
        found = self._disk.lstat(path)
        name = safe_text(os.path.basename(path))
        if found is None or not stat.S_ISREG(found.st_mode):
            return f"{name} stands there, and only a regular file is replaced"
        if not exact:
            return f"{name} stands there, and only a file of exactly the same name is replaced"
        planned = self._planned.get(path)
        if planned is not None and planned.ready:
            return f"{name} stands there and is still needed by this plan"
        if planned is not None and not draft.named:
            return f"{name} stands there and is a file of this plan too: choose which one gets the place"
        if draft.expects is not None and not identity_of(found).same_file(draft.expects):
            return f"{name} is not the file any more that was to be replaced"
        if draft.action in _ADDING and self.is_same(draft, path):
            return f"the same file is already there: {name}"
        return ""

    def is_same(self, draft: Draft, path: str) -> bool:
        """Whether the regular file at a path holds what the draft's source holds, as far as was looked."""
        found = self._disk.lstat(path)
        alike = found is not None and stat.S_ISREG(found.st_mode) and draft.identity is not None
        if not alike or found is None or draft.identity is None or found.st_size != draft.identity.size:
            return False
        return self._disk.likeness(draft.source, path) in SAME
