"""Another name where one is taken: a version's label, an extra's or a companion's number."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from organizer.display import fold
from organizer.errors import NamingError
from organizer.model import ConflictChoice, OperationStatus, Role
from organizer.naming import version_labels
from organizer.planning.claims import Claim
from organizer.planning.draft import Draft, Obstacle
from organizer.planning.naming_rows import RowDrafts
from organizer.planning.occupants import Occupants

_EXTRAS = range(1, 100)
_HOLDING = frozenset({OperationStatus.READY, OperationStatus.UNCHANGED, OperationStatus.CONFLICT})


Held = dict[str, set[str]]  # names that the plan gives away, by their folders; all folded


@dataclass(frozen=True, slots=True)
class _Variant:
    label: str = ""
    number: int = 1
    avoid: frozenset[str] = frozenset()

    def give(self, claim: Claim) -> None:
        claim.label, claim.number, claim.avoid = self.label, self.number, self.avoid


class KeepingBoth:
    """Gives the claims for which KEEP_BOTH was chosen names that are free, each claim once."""

    def __init__(self, rows: RowDrafts) -> None:
        self._rows = rows
        self._namer = rows.namer
        self._occupants = Occupants(rows.namer.disk, {})
        self._seen: set[int] = set()

    def rename(self, drafts: Sequence[Draft]) -> bool:
        """Change the claims behind checked drafts; whether any was changed, so that drafting is due again.

        The first of several files of one plan keeps the plain name when that is free. One whose content is there
        already, under the plain name or a label, stays in conflict with that: copying twice must not make two copies.
        """
        groups: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            groups[draft.group].append(draft)
        crowded = self._crowded(drafts, {Obstacle.TAKEN, Obstacle.RIVAL}) or self._crowded(drafts, {Obstacle.STAYS})
        held: Held = defaultdict(set)
        for draft in drafts:
            if draft.target and draft.status in _HOLDING and draft.group not in crowded:
                self._hold(draft.target, held, video=draft.role is Role.VIDEO)
        self._seen.update(crowded)
        changed = [self._rename_group(groups[group], self._rows.claims[group], held) for group in crowded]
        return any(changed)

    def _crowded(self, drafts: Sequence[Draft], obstacles: set[Obstacle]) -> list[int]:
        wanted = [d for d in drafts if d.choice is ConflictChoice.KEEP_BOTH and d.obstacle in obstacles]
        return list(dict.fromkeys(draft.group for draft in wanted if draft.group not in self._seen))

    def _rename_group(self, group: Sequence[Draft], claim: Claim, held: Held) -> bool:
        before = _Variant(claim.label, claim.number, claim.avoid)
        own = {self._namer.place(draft.source) for draft in group}
        for variant in self._variants(group[0], claim, held, own):
            variant.give(claim)
            try:
                paths = self._namer.paths(claim)
            except NamingError:
                break
            free = self._has_free_stem(paths[0], held, own) and all(self._is_free(path, held, own) for path in paths)
            if free or (group[0].obstacle and self._holds_the_same(group[0], paths[0], own)):
                self._hold(paths[0], held, video=True)
                for path in paths[1:]:
                    self._hold(path, held)
                return variant != before
        before.give(claim)
        return False

    def _variants(self, video: Draft, claim: Claim, held: Held, own: AbstractSet[str]) -> Iterator[_Variant]:
        """Ever other names; for the companions alone when the video's own name is free."""
        if not video.obstacle:
            folder = os.path.dirname(self._namer.path(claim))
            yield _Variant(claim.label, claim.number, self._names_taken(folder, held, own))
        elif claim.parsed.extra:
            yield from (_Variant(number=number) for number in _EXTRAS)
        else:
            yield from map(_Variant, ("", *version_labels(claim.parsed)))

    # ------------------------------------------------------------------------------------------- what is free

    def _key(self, path: str) -> tuple[str, str]:
        folder, name = os.path.split(self._namer.place(path))
        return fold(folder), fold(name)

    def _hold(self, path: str, held: Held, *, video: bool = False) -> None:
        folder, name = self._key(path)
        held[folder].add(name)
        if video:  # no other video may have its stem; no name has a slash
            held[folder].add(os.path.splitext(name)[0] + "/")

    def _standing(self, path: str, own: AbstractSet[str]) -> list[str]:
        """The files that have the name already, in any letters, but for the group's own."""
        folder, name = os.path.split(self._namer.place(path))
        paths = [os.path.join(folder, standing) for standing in self._namer.spellings.of(folder, name)]
        return [standing for standing in paths if standing not in own]

    def _is_free(self, path: str, held: Held, own: AbstractSet[str]) -> bool:
        folder, name = self._key(path)
        return name not in held[folder] and not self._standing(path, own)

    def _has_free_stem(self, path: str, held: Held, own: AbstractSet[str]) -> bool:
        folder, name = self._key(path)
        real, exact = os.path.split(self._namer.place(path))
        twins = (os.path.join(real, twin) for twin in self._namer.spellings.twins(real, exact))
        return f"{os.path.splitext(name)[0]}/" not in held[folder] and all(twin in own for twin in twins)

    def _holds_the_same(self, video: Draft, path: str, own: AbstractSet[str]) -> bool:
        return any(self._occupants.is_same(video, standing) for standing in self._standing(path, own))

    def _names_taken(self, folder: str, held: Held, own: AbstractSet[str]) -> frozenset[str]:
        real = self._namer.disk.realpath(folder)
        standing = (name for name in self._namer.disk.names(real) if os.path.join(real, name) not in own)
        return frozenset({*map(fold, standing), *held[fold(real)]})
