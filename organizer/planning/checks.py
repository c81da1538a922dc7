"""Conflicts, found before anything is touched: taken targets, shared targets, files in the way, links out."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Sequence

from organizer.display import fold, safe_text
from organizer.model import Action, OperationStatus
from organizer.planning.disk import DiskView, Spellings, identity_of, is_below, nearest_folder
from organizer.planning.draft import Draft

PATH_LIMIT = 4096  # bytes, with the closing NUL, of a path on Linux


def check(drafts: Sequence[Draft], disk: DiskView, spellings: Spellings) -> None:
    """Take out of READY everything that cannot be carried out as planned, whole groups together.

    After it no two READY drafts share a target (names that differ only in case or in NFC and NFD count as one, on
    every file system), every target is free or will be, and its folder lies really below its root. What stands in
    its place already is UNCHANGED.
    """
    _Check(drafts, disk, spellings).run()


class _Check:
    def __init__(self, drafts: Sequence[Draft], disk: DiskView, spellings: Spellings) -> None:
        self._disk = disk
        self._spellings = spellings
        self._drafts = [draft for draft in drafts if draft.ready]
        self._groups: dict[int, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            self._groups[draft.group].append(draft)
        self._leaving: dict[str, Draft] = {}

    def run(self) -> None:
        for draft in self._drafts:
            problem = self._source_problem(draft) or self._target_problem(draft)
            if problem:
                draft.end(OperationStatus.CONFLICT, problem)
        self._leaving = {
            self._place(d.source): d for d in self._drafts if d.action is Action.MOVE and d.ready and not self._stays(d)
        }
        for draft in self._drafts:
            if draft.ready:
                self._look_at_place(draft)
        self._refuse_shared_targets()
        self._spread()

    # -------------------------------------------------------------------------------------- one draft by itself

    def _source_problem(self, draft: Draft) -> str:
        found = self._disk.lstat(draft.source)
        if found is None:
            return "the file is not there any more"
        if not stat.S_ISREG(found.st_mode):
            return "is no regular file any more"
        fresh, planned = identity_of(found), draft.identity
        draft.identity = fresh
        if planned is not None and not fresh.same_file(planned):
            return "changed since it was looked at: is it still being written?"
        return ""

    def _target_problem(self, draft: Draft) -> str:
        target, root = draft.target or "", draft.root
        if "\0" in target or os.path.normpath(target) != target or not is_below(target, os.path.normpath(root)):
            return "the target is not inside the library"
        real_root, real = self._disk.realpath(root), self._disk.realpath(os.path.dirname(target))
        if real != real_root and not is_below(real, real_root):
            return "a link in the library leads out of it"
        nearest = nearest_folder(real, self._disk)
        found = self._disk.lstat(nearest)
        if found is not None and not stat.S_ISDIR(found.st_mode):
            return f"{safe_text(nearest)} is not a folder, and one is needed there"
        return self._length_problem(target, root, nearest)

    def _length_problem(self, target: str, root: str, nearest: str) -> str:
        limit = self._disk.name_limit(nearest)
        longest = max(len(os.fsencode(name)) for name in os.path.relpath(target, root).split("/"))
        if longest > limit:
            return f"a name in the target has {longest} bytes; the disk allows {limit}"
        return "the whole path is too long for the system" if len(os.fsencode(target)) >= PATH_LIMIT else ""

    # ------------------------------------------------------------------------------------------ who stands there

    def _place(self, path: str) -> str:
        folder, name = os.path.split(path)
        return os.path.join(self._disk.realpath(folder), name)

    def _stays(self, draft: Draft) -> bool:
        return self._place(draft.source) == self._place(draft.target or "")

    def _look_at_place(self, draft: Draft) -> None:
        folder, name = os.path.split(self._place(draft.target or ""))
        own = self._place(draft.source)
        for standing in self._spellings.of(folder, name):
            path = os.path.join(folder, standing)
            if path == own:
                if standing == name:
                    draft.end(OperationStatus.UNCHANGED, "already in its place")
                    return
                if draft.action is not Action.MOVE:  # two names that some file systems take for one
                    draft.end(OperationStatus.UNCHANGED, "there already in other letters, which only a move changes")
                    return
            elif self._is_same_file(draft, path):
                draft.end(OperationStatus.UNCHANGED, "the same file is linked there already")
                return
            elif (leaving := self._leaving.get(path)) is not None:
                draft.waits_for.append(leaving)
            else:
                draft.end(OperationStatus.CONFLICT, self._taken(draft, path))
                return

    def _is_same_file(self, draft: Draft, path: str) -> bool:
        found = self._disk.lstat(path)
        if found is None or draft.identity is None:
            return False
        if stat.S_ISLNK(found.st_mode):
            return draft.action is Action.SYMLINK and self._disk.realpath(path) == self._disk.realpath(draft.source)
        return bool(found.st_ino) and (found.st_dev, found.st_ino) == (draft.identity.device, draft.identity.inode)

    def _taken(self, draft: Draft, path: str) -> str:
        found = self._disk.lstat(path)
        name = safe_text(os.path.basename(path))
        if found is not None and stat.S_ISDIR(found.st_mode):
            return f"a folder named {name} stands there"
        if found is not None and draft.identity is not None and found.st_size == draft.identity.size:
            return f"{name} exists there already, of the same size"
        return f"{name} exists there already"

    # --------------------------------------------------------------------------------------------- all together

    def _key(self, path: str) -> str:
        return fold(self._place(path))

    def _refuse_shared_targets(self) -> None:
        """Two sources with one target, or a target that another one needs as a folder: nobody gets it."""
        wanted: dict[str, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            if draft.ready or draft.status is OperationStatus.UNCHANGED:
                wanted[self._key(draft.target or "")].append(draft)
        for rivals in wanted.values():
            if len(rivals) > 1:
                for draft in rivals:
                    if draft.ready:
                        draft.end(OperationStatus.CONFLICT, _rivals(draft, rivals))
        for draft in self._drafts:
            folder = os.path.dirname(draft.target or "")
            while draft.ready and is_below(folder, draft.root):
                if self._key(folder) in wanted:
                    draft.end(OperationStatus.CONFLICT, "another file of the plan gets the name of its folder")
                folder = os.path.dirname(folder)

    def _spread(self) -> None:
        """A conflict takes its group with it, and whatever waited for one of them to move away."""
        waiting: dict[Draft, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            for other in draft.waits_for:
                waiting[other].append(draft)
        stuck = [draft for draft in self._drafts if draft.status is OperationStatus.CONFLICT]
        stuck += [d for d in waiting if d.status is OperationStatus.UNCHANGED]
        while stuck:
            draft = stuck.pop()
            name = safe_text(os.path.basename(draft.source))
            if draft.status is OperationStatus.CONFLICT:
                for other in self._groups[draft.group]:
                    if other.ready:
                        other.end(OperationStatus.CONFLICT, f"goes together with {name}, which is in conflict")
                        stuck.append(other)
            for other in waiting.get(draft, ()):
                if other.ready:
                    other.end(OperationStatus.CONFLICT, f"{name} stands there and stays")
                    stuck.append(other)


def _rivals(draft: Draft, rivals: Sequence[Draft]) -> str:
    others = [rival for rival in rivals if rival is not draft]
    first = others[0]
    mine, its = draft.identity, first.identity
    name = safe_text(os.path.basename(first.source))
    if mine and its and (mine.device, mine.inode) == (its.device, its.inode):
        return f"is a second name (hard link) of {name}, and both would get one target"
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"would get the same target as {name}{more}"
