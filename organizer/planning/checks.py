"""Conflicts, found before anything is touched: taken targets, shared targets, files in the way, links out."""

from __future__ import annotations

import os
import stat
import time
from collections import defaultdict
from collections.abc import Sequence

from organizer.display import fold, safe_text
from organizer.identities import identity_of
from organizer.model import Action, ConflictChoice, OperationStatus, Role
from organizer.planning.disk import DiskView, Spellings, is_below, nearest_folder
from organizer.planning.draft import Draft, Obstacle
from organizer.planning.likeness import Likeness
from organizer.planning.occupants import Occupants
from organizer.planning.quality import better

PATH_LIMIT = 4096  # bytes, with the closing NUL, of a path on Linux
_FRESH = 120 * 10**9  # nanoseconds since the last change in which a file of another size is one that grows
_TAKEN_OUT = {OperationStatus.CONFLICT: "is in conflict", OperationStatus.SKIPPED: "is skipped"}
_WRITTEN = "is still being written"
_FORSAKEN = "stays with the videos of its folder, which stay"


def check(drafts: Sequence[Draft], disk: DiskView, spellings: Spellings) -> None:
    """Take out of READY everything that cannot be carried out as planned, whole groups together.

    After it no two READY drafts share a target (names that differ only in case or in NFC and NFD count as one, on
    every file system), every target is free or will be, and its folder lies really below its root. What stands in
    its place already is UNCHANGED. Where REPLACE was chosen, a regular file of exactly the target's name may be there,
    and the draft says which. Two files of one plan share no target even then: the one that was named gets it.
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
        self._places: dict[str, str] = {}  # asked for several times for each path
        self._occupants = Occupants(disk, {self._place(draft.source): draft for draft in drafts})

    def run(self) -> None:
        for draft in self._drafts:
            problem = self._source_problem(draft) or self._target_problem(draft)
            if problem:
                draft.end(OperationStatus.CONFLICT, problem)
        self._leaving = {
            self._place(d.source): d for d in self._drafts if d.action is Action.MOVE and d.ready and not self._stays(d)
        }
        for draft in sorted(self._drafts, key=lambda draft: not self._stays(draft)):
            if draft.ready:
                self._look_at_place(draft)
        self._refuse_shared_targets()
        self._spread()
        while forsaken := [draft for draft in self._drafts if draft.ready and draft.forsaken]:
            for draft in forsaken:
                draft.end(OperationStatus.SKIPPED, _FORSAKEN)
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
            grows = fresh.size != planned.size and time.time_ns() - fresh.mtime_ns < _FRESH
            return _WRITTEN if grows else "changed since it was looked at: is it still being written?"
        return _WRITTEN if self._disk.is_being_written(self._place(draft.source), fresh.mtime_ns) else ""

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
        if path not in self._places:
            folder, name = os.path.split(path)
            self._places[path] = os.path.join(self._disk.realpath(folder), name)
        return self._places[path]

    def _stays(self, draft: Draft) -> bool:
        return self._place(draft.source) == self._place(draft.target or "")

    def _look_at_place(self, draft: Draft) -> None:
        folder, name = os.path.split(self._place(draft.target or ""))
        own = self._place(draft.source)
        if not self._stays(draft) and (problem := self._twin_problem(draft, folder, name, own)):
            draft.end(OperationStatus.CONFLICT, problem, Obstacle.TAKEN)
            return
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
            elif problem := self._occupants.problem(draft, path, exact=standing == name):
                draft.end(OperationStatus.CONFLICT, problem, Obstacle.TAKEN)
                return
            elif (found := self._disk.lstat(path)) is not None:
                draft.replaces = identity_of(found)

    def _twin_problem(self, draft: Draft, folder: str, name: str, own: str) -> str:
        """Of a video that stands there as ``a.avi`` where this one would be ``a.mkv``, and will not leave.

        What means to leave is waited for: it may turn out to stay.
        """
        if draft.role is not Role.VIDEO:
            return ""
        twins = [os.path.join(folder, twin) for twin in self._spellings.twins(folder, name)]
        path = next((twin for twin in twins if twin != own and twin not in self._leaving), "")
        if path:
            return self._occupants.twin(draft, path)
        draft.waits_for += [self._leaving[twin] for twin in twins if twin != own]
        return ""

    def _is_same_file(self, draft: Draft, path: str) -> bool:
        found = self._disk.lstat(path)
        if found is None or draft.identity is None:
            return False
        if stat.S_ISLNK(found.st_mode):
            return draft.action is Action.SYMLINK and self._disk.realpath(path) == self._disk.realpath(draft.source)
        return bool(found.st_ino) and (found.st_dev, found.st_ino) == (draft.identity.device, draft.identity.inode)

    # --------------------------------------------------------------------------------------------- all together

    def _key(self, path: str) -> str:
        return fold(self._place(path))

    def _refuse_shared_targets(self) -> None:
        """Two sources with one target: who was named gets it, else nobody. Nobody gets what others need as a folder."""
        wanted: dict[str, list[Draft]] = defaultdict(list)
        stems: dict[str, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            if draft.ready or draft.status is OperationStatus.UNCHANGED or draft.obstacle is Obstacle.TAKEN:
                key = self._key(draft.target or "")
                wanted[key].append(draft)
                if draft.role is Role.VIDEO:
                    stems[os.path.splitext(key)[0]].append(draft)
        for rivals in (*wanted.values(), *stems.values()):
            if len(rivals) > 1:
                _settle(rivals, self._disk)
        for draft in self._drafts:
            folder = os.path.dirname(draft.target or "")
            while draft.ready and is_below(folder, draft.root):
                if any(other.obstacle is not Obstacle.TAKEN for other in wanted.get(self._key(folder), ())):
                    draft.end(OperationStatus.CONFLICT, "another file of the plan gets the name of its folder")
                folder = os.path.dirname(folder)

    def _spread(self) -> None:
        """Who is taken out takes its group along, and whatever waited for one of them to move away."""
        waiting: dict[Draft, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            for other in draft.waits_for:
                waiting[other].append(draft)
        stuck = [draft for draft in self._drafts if draft.status in _TAKEN_OUT]
        stuck += [d for d in waiting if d.status is OperationStatus.UNCHANGED]
        while stuck:
            draft = stuck.pop()
            name = safe_text(os.path.basename(draft.source))
            if fate := _TAKEN_OUT.get(draft.status):
                for other in self._groups[draft.group]:
                    if other.ready:
                        other.end(draft.status, f"goes together with {name}, which {fate}")
                        stuck.append(other)
            for other in waiting.get(draft, ()):
                if other.ready:
                    other.end(OperationStatus.CONFLICT, f"{name} stands there and stays", Obstacle.STAYS)
                    stuck.append(other)


def _settle(rivals: Sequence[Draft], disk: DiskView) -> None:
    """Of several with one target the one that was named gets it; all are in conflict when none was, or several."""
    contending = [draft for draft in rivals if draft.obstacle is not Obstacle.TAKEN]
    named = [draft for draft in rivals if draft.ready and draft.named and draft.choice is ConflictChoice.REPLACE]
    winners = named if len(named) == 1 else [draft for draft in contending if draft.ready and len(contending) == 1]
    for draft in rivals:
        if draft in winners:
            continue
        stays = draft.status is OperationStatus.UNCHANGED
        if winners and (stays or draft.choice is not ConflictChoice.KEEP_BOTH):
            name = safe_text(os.path.basename(winners[0].source))
            draft.end(OperationStatus.SKIPPED, f"{name} was chosen for the place that both would get")
        elif draft.ready:
            draft.end(OperationStatus.CONFLICT, _rivals(draft, contending, disk), Obstacle.RIVAL)


def _rivals(draft: Draft, rivals: Sequence[Draft], disk: DiskView) -> str:
    """What the other one is, and which is the better: what a person has to know to choose."""
    others = [rival for rival in rivals if rival is not draft]
    first = others[0]
    mine, its = draft.identity, first.identity
    name = safe_text(os.path.basename(first.source))
    if mine and its and mine.inode and (mine.device, mine.inode) == (its.device, its.inode):
        return f"is a second name (hard link) of {name}, and both would get one target"
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    if mine and its and mine.size == its.size:
        match disk.likeness(draft.source, first.source):
            case Likeness.SAME:
                return f"has the same content as {name}{more}: one is enough"
            case Likeness.PROBABLE:
                return f"has the same size, beginning and end as {name}{more}: one is enough"
    if draft.role is not Role.VIDEO:
        return f"would get the same target as {name}{more}"
    alike = draft.quality.known == first.quality.known
    unsaid = "the names say no difference" if alike else "the names do not say which is better"
    which = better(draft.quality, first.quality) or unsaid
    return f"would get the same target as {name}{more} ({first.quality.words}; yours: {draft.quality.words}): {which}"
