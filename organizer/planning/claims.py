"""A row that is to get a name, and the names below one library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from organizer.display import fold
from organizer.model import Companion, Library, Match, MediaType, ParsedName, ReviewRow, Shelf
from organizer.naming import NameStyle, RelativeTarget, by_hand, companion_names, is_right, target
from organizer.naming.folder_files import folder_file_name, read_folder_file
from organizer.planning.disk import DiskView, Spellings, is_below, nearest_folder
from organizer.planning.quality import Quality, quality_of
from organizer.planning.subtitles import settled


@dataclass(slots=True)
class Claim:
    """A row that is to get a name, and what tells it apart from others of the same title.

    ``avoid`` are folded names that its companions may not get. ``problem`` says why no name would be right, ``note``
    what there is to know of the one it gets.
    """

    row: ReviewRow
    match: Match
    parsed: ParsedName
    shelf: Shelf = Shelf.MAIN
    label: str = ""
    number: int = 1
    avoid: frozenset[str] = frozenset()
    problem: str = ""
    note: str = ""

    @property
    def quality(self) -> Quality:
        """What is known of how good it is."""
        return quality_of(self.parsed, self.row.file.size)

    @property
    def source(self) -> str:
        """The video."""
        return self.row.file.path


@dataclass(slots=True)
class Namer:
    """Names claims below one library. Asks the disk only how long a name may be, and how folders are spelled."""

    library: Library
    style: NameStyle
    disk: DiskView
    spellings: Spellings
    warnings: list[str] = field(default_factory=list)
    _limits: dict[str, int] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)
    _settled: dict[int, tuple[Companion, ...]] = field(default_factory=dict)
    _paths: dict[tuple[object, ...], str] = field(default_factory=dict)

    def root(self, claim: Claim) -> str:
        """The library folder for a claim."""
        return self.library.root(claim.match.type, claim.shelf)

    def limit(self, root: str) -> int:
        """Bytes that a name below the root may have: the disk's limit, or that of the settings where it is lower."""
        if root not in self._limits:
            allowed = self.disk.name_limit(nearest_folder(root, self.disk))
            self._limits[root] = min(allowed, self.style.naming.name_limit)
        return self._limits[root]

    def path(self, claim: Claim, *, label: str | None = None, part: int | None = None, number: int = 0) -> str:
        """The absolute target of a claim; with ``label``, ``part`` or ``number`` another one than its own."""
        parsed = claim.parsed
        if parsed.path != claim.source or part is not None:
            parsed = replace(parsed, path=claim.source, part=parsed.part if part is None else part)
        label, number = claim.label if label is None else label, number or claim.number
        key = claim.row.id, self.root(claim), parsed, label, number
        if key not in self._paths:  # asked several times for each claim
            self._paths[key] = self._path(claim, parsed, label, number)
        return self._paths[key]

    def _path(self, claim: Claim, parsed: ParsedName, label: str, number: int) -> str:
        root = self.root(claim)
        if claim.row.written:  # a label or a number is no part of what the person wrote
            own = by_hand(claim.row.written, claim.match.type, claim.source, limit=self.limit(root))
            return os.path.join(self._folder(root, own.folders), own.stem + own.extension)
        made = target(claim.match, parsed, self.style, label=label, number=number, limit=self.limit(root))
        path = os.path.join(self._folder(root, made.folders), made.stem + made.extension)
        return self._standing(made, path, claim, parsed, label, number) or path

    def paths(self, claim: Claim) -> tuple[str, ...]:
        """The target of the video and those of its companions, in their order. Raises ``NamingError``."""
        path = self.path(claim)
        folder, name = os.path.split(path)
        names = companion_names(
            os.path.splitext(name)[0],
            self._companions(claim),
            preset=self.style.preset,
            limit=self.limit(self.root(claim)),
            taken=claim.avoid,
            episode=claim.match.type is MediaType.EPISODE,
        )
        return path, *(
            self._own_place(companion, folder, claim) or os.path.join(folder, name)
            for companion, name in zip(claim.row.file.companions, names, strict=True)
        )

    def _own_place(self, companion: Companion, folder: str, claim: Claim) -> str:
        """The path of a ``poster.jpg`` in the film's folder: servers read it there by this name too, so it keeps it."""
        standing, name = os.path.split(companion.path)
        stem, ending = os.path.splitext(name)
        file = None if claim.parsed.extra or claim.match.type is not MediaType.MOVIE else read_folder_file(stem)
        if file is None or self.place(standing) != self.place(folder):
            return ""
        _, kept = folder_file_name(file, None, ending.lstrip("."), self.style.preset)
        return os.path.join(folder, name) if kept == name else ""

    def _companions(self, claim: Claim) -> tuple[Companion, ...]:
        """The companions with what their names do not say; looked at once."""
        if claim.row.id not in self._settled:
            known = claim.row.file.companions
            self._settled[claim.row.id] = settled(known, self.style.subtitle_language, self.disk)
        return self._settled[claim.row.id]

    def _standing(
        self, made: RelativeTarget, path: str, claim: Claim, parsed: ParsedName, label: str, number: int
    ) -> str:
        """The claim's own path where it stands in the library under a name that is right too; else empty."""
        root = self.root(claim)
        place, real = self.place(claim.source), self.disk.realpath(root)
        if not is_below(place, real) or place == self.place(path):
            return ""
        below = os.path.relpath(place, real)
        right = is_right(below, made, claim.match, parsed, self.style, label=label, number=number)
        return os.path.join(root, below) if right else ""

    def place(self, path: str) -> str:
        """The path with the links above its last name resolved."""
        folder, name = os.path.split(path)
        return os.path.join(self.disk.realpath(folder), name)

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
