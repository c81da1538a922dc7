"""Rows become drafts: what is approved gets its target; parts, versions and extras of one title are told apart."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from organizer.display import fold, safe_text
from organizer.errors import NamingError
from organizer.model import (
    Action,
    Decision,
    Library,
    Match,
    MediaType,
    OperationStatus,
    ParsedName,
    Preset,
    ReviewRow,
    Tier,
)
from organizer.naming import NAME_LIMIT, companion_names, is_numbered, target
from organizer.planning.disk import DiskView, Spellings, nearest_folder
from organizer.planning.draft import Draft

_KEPT = 20  # numbers of extras that are recognised beyond those of this plan


@dataclass(slots=True)
class Claim:
    """A row that is to get a name, and what tells it apart from others of the same title."""

    row: ReviewRow
    match: Match
    parsed: ParsedName
    label: str = ""
    number: int = 1
    problem: str = ""

    @property
    def source(self) -> str:
        """The video."""
        return self.row.file.path


@dataclass(slots=True)
class Namer:
    """Names claims below one library. Asks the disk only how long a name may be, and how folders are spelled."""

    library: Library
    preset: Preset
    ids: bool
    disk: DiskView
    spellings: Spellings
    warnings: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    _limits: dict[str, int] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)

    def root(self, kind: MediaType) -> str:
        """The library folder for a type."""
        return self.library.movies if kind is MediaType.MOVIE else self.library.tv

    def limit(self, root: str) -> int:
        """Bytes that a name below the root may have."""
        if root not in self._limits:
            self._limits[root] = self.disk.name_limit(nearest_folder(root, self.disk))
        return self._limits[root]

    def path(self, claim: Claim, *, label: str | None = None, part: int | None = None, number: int = 0) -> str:
        """The absolute target of a claim; with ``label``, ``part`` or ``number`` another one than its own."""
        parsed = claim.parsed if part is None else replace(claim.parsed, part=part)
        root = self.root(claim.match.type)
        made = target(
            claim.match,
            parsed,
            self.preset,
            ids=self.ids,
            extension=os.path.splitext(claim.source)[1],
            label=claim.label if label is None else label,
            number=number or claim.number,
            limit=max(143, self.limit(root)),
        )
        return os.path.join(self._folder(root, made.folders), made.stem + made.extension)

    def _folder(self, root: str, folders: Sequence[str]) -> str:
        """The target folder, spelled as it stands there already or as the plan spelled it first."""
        path = root
        for name in folders:
            key = fold(os.path.join(path, name))
            if key not in self._folders:
                existing = self.spellings.of(self.disk.realpath(path), name)
                self._folders[key] = os.path.join(path, existing[0] if existing else name)
            path = self._folders[key]
        return path


def draft_rows(
    rows: Iterable[ReviewRow], namer: Namer, action: Action, approved: Callable[[ReviewRow], bool]
) -> list[list[Draft]]:
    """A group of drafts for each row, in the order of the rows: the video, then its companions."""
    judged = [(row, _verdict_on(row, approved)) for row in rows]
    claims = {row.id: _claim(row) for row, (status, _) in judged if status is OperationStatus.READY}
    _tell_apart([claim for claim in claims.values() if claim], namer)
    groups = [
        _group(row, status, reason, claims.get(row.id) or _claim(row), namer, action)
        for row, (status, reason) in judged
    ]
    if namer.numbered:
        count = f"{len(namer.numbered)} subtitles" if len(namer.numbered) > 1 else "1 subtitle"
        shown = safe_text(namer.numbered[0])
        namer.warnings.append(f"{count} of the same language as another one of the film got a number: {shown}")
    return groups


def _verdict_on(row: ReviewRow, approved: Callable[[ReviewRow], bool]) -> tuple[OperationStatus, str]:
    if row.decision is Decision.SKIPPED:
        return OperationStatus.SKIPPED, "skipped by you"
    if row.decision is Decision.IGNORED:
        return OperationStatus.SKIPPED, "ignored by you"
    if row.verdict is None:
        return OperationStatus.UNMATCHED, "not matched yet"
    if row.verdict.match is None:
        return OperationStatus.UNMATCHED, "; ".join(("no match", *row.verdict.reasons[:1]))
    if not approved(row):
        return OperationStatus.BELOW_CONFIDENCE, f"needs a person: {row.verdict.tier}, {row.verdict.confidence:.0%}"
    return OperationStatus.READY, ""


def _claim(row: ReviewRow) -> Claim | None:
    if row.verdict is None or row.verdict.match is None:
        return None
    parsed = row.parse.parsed if row.parse else ParsedName(row.file.path)
    return Claim(row, row.verdict.match, parsed)


def _tell_apart(claims: Sequence[Claim], namer: Namer) -> None:
    _settle_parts(claims, namer)
    places: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        try:
            places[fold(namer.path(claim))].append(claim)
        except NamingError as error:
            claim.problem = error.sentence()
    for same in places.values():
        if same[0].parsed.extra:
            _number_extras(same, namer)
        else:
            _label_versions(same, namer)


def _settle_parts(claims: Sequence[Claim], namer: Namer) -> None:
    """A part that stands alone loses its number: Plex does not play a lone pt1 (plex-naming, split files)."""
    films: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.parsed.part is not None:
            films[_title_key(claim)].append(claim)
    for parts in films.values():
        numbers = {claim.parsed.part for claim in parts}
        if len(parts) == 1:
            alone = parts[0]
            if not _stands_at(alone, namer, part=alone.parsed.part):
                alone.parsed = replace(alone.parsed, part=None)
        elif numbers != set(range(min(n or 0 for n in numbers), max(n or 0 for n in numbers) + 1)):
            namer.warnings.append(f"{parts[0].match.label}: a part seems to be missing between those found")


def _title_key(claim: Claim) -> object:
    match, parsed = claim.match, claim.parsed
    episodes = tuple((e.season, e.number) for e in match.episodes)
    return match.type, match.tmdb_id, episodes, fold(parsed.edition or ""), parsed.extra, parsed.screen_size


def _stands_at(claim: Claim, namer: Namer, *, part: int | None = None, label: str | None = None) -> bool:
    """Whether the file is already where that name would put it: then it keeps it, and a second run changes nothing."""
    try:
        path = namer.path(claim, part=part, label=label)
    except NamingError:
        return False
    return _place(path, namer.disk) == _place(claim.source, namer.disk)


def _place(path: str, disk: DiskView) -> str:
    folder, name = os.path.split(path)
    return os.path.join(disk.realpath(folder), name)


def _label_versions(same: Sequence[Claim], namer: Namer) -> None:
    """Copies of one film in different sizes are versions: the server shows them as one item with a choice."""
    sizes = [claim.parsed.screen_size for claim in same]
    if len(same) == 1:
        size = sizes[0]
        if size and _stands_at(same[0], namer, label=size):
            same[0].label = size
    elif all(sizes) and len(set(sizes)) == len(sizes):
        for claim, size in zip(same, sizes, strict=True):
            claim.label = size or ""


def _number_extras(same: Sequence[Claim], namer: Namer) -> None:
    """The first has no number. One that stands at a numbered place already keeps it."""
    free = dict.fromkeys(range(1, len(same) + _KEPT))
    places = {_place(namer.path(same[0], number=number), namer.disk): number for number in free}
    waiting = []
    for claim in same:
        kept = places.get(_place(claim.source, namer.disk))
        if kept in free:
            claim.number = kept
            del free[kept]
        else:
            waiting.append(claim)
    for claim, number in zip(waiting, list(free), strict=False):
        claim.number = number


def _group(
    row: ReviewRow, status: OperationStatus, reason: str, claim: Claim | None, namer: Namer, action: Action
) -> list[Draft]:
    """The drafts of one row; companions share the fate of the video."""
    path: str | None = None
    if claim is not None and not claim.problem:
        try:
            path = namer.path(claim)
        except NamingError as error:
            claim.problem = error.sentence()
    if claim is not None and claim.problem and status is OperationStatus.READY:
        status, reason = OperationStatus.CONFLICT, claim.problem
    root = namer.root(claim.match.type) if claim else ""
    names = _companion_paths(row, path, root, namer, warn=status is OperationStatus.READY)
    verdict = row.verdict
    return [
        Draft(
            source=source,
            target=goal,
            action=action,
            group=row.id,
            root=root,
            identity=identity,
            companion_of=of,
            confidence=verdict.confidence if verdict else 0.0,
            tier=verdict.tier if verdict else Tier.NONE,
            status=status,
            reason=reason or None,
        )
        for source, goal, identity, of in [
            (row.file.path, path, row.file.identity, None),
            *((c.path, goal, c.identity, row.file.path) for c, goal in zip(row.file.companions, names, strict=True)),
        ]
    ]


def _companion_paths(row: ReviewRow, path: str | None, root: str, namer: Namer, *, warn: bool) -> Sequence[str | None]:
    companions = row.file.companions
    if path is None:
        return [None] * len(companions)
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    names = companion_names(stem, companions, preset=namer.preset, limit=min(NAME_LIMIT, namer.limit(root)))
    alike = sum(is_numbered(n, stem, c) for n, c in zip(names, companions, strict=True))
    namer.numbered += [stem] * (alike if warn else 0)
    return [os.path.join(folder, n) for n in names]
