"""Junk: what releases bring along and nobody plays or reads. Told by name and content, put away only when asked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from organizer.config.schema import SUBTITLE_EXTENSIONS
from organizer.discovery.names import is_subtitle_folder
from organizer.display import fold
from organizer.model import TRASH_FOLDER, Action, CompanionKind, LeftOut, LeftOutReason, ReviewRow, Role
from organizer.planning.disk import DiskView
from organizer.planning.draft import Draft
from organizer.planning.folders_of_rows import by_folder

_ENDINGS = frozenset({
    ".url", ".website", ".webloc", ".lnk", ".sfv", ".md5", ".sha1", ".sha256", ".nzb", ".srr", ".srs", ".diz",
    ".torrent",
})  # fmt: skip
_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_SUBTITLES = tuple(f".{ending}" for ending in SUBTITLE_EXTENSIONS)
_PICTURES = frozenset({".jpg", ".jpeg", ".png"})
_PROOF_FOLDERS = frozenset({"proof", "proofs", "screens", "screenshots", "screencaps"})
_TEXT_LIMIT = 32 << 10  # bytes: a subtitle of a film has more, an advertisement less
_HEAD = 4 << 10  # bytes that show whether a text is one with times
_URL_LIMIT = 400  # bytes: an NFO that holds no more than an address is read by Kodi
# MicroDVD {1}{25}, MPL2 [12][34], SubRip and TMPlayer 0:00:01, Sami and SSA by their tags.
_TIMED = re.compile(rb"\{\d+\}\s*\{\d*\}|\[\d+\]\s*\[\d*\]|\d\d?:\d\d:\d\d|<sami|\[script info\]|webvtt", re.IGNORECASE)


def is_junk(item: LeftOut, disk: DiskView, stems: frozenset[str]) -> bool:
    """Whether a file that discovery passed over is junk; in doubt it is not.

    ``stems`` are the folded names, without endings, of the videos in its folder: a text called like one may be its
    subtitle, as any in a folder of subtitles may. A sample is one that discovery took for one: named so, and small.
    """
    folder, name = os.path.split(item.path)
    lower = name.lower()
    stem, ending = os.path.splitext(lower)
    if lower.endswith(_SUBTITLES):
        return False
    if item.reason is LeftOutReason.SAMPLE:
        return True
    if item.reason is LeftOutReason.ORPHAN:
        proof = ending in _PICTURES and os.path.basename(folder).lower() in _PROOF_FOLDERS
        return proof or (ending == ".nfo" and _is_release_note(item.path, disk))
    if item.reason is LeftOutReason.HIDDEN:
        return lower in _NAMES
    if item.reason is not LeftOutReason.NOT_MEDIA:
        return False
    if ending != ".txt":
        return ending in _ENDINGS or lower in _NAMES
    if is_subtitle_folder(os.path.basename(folder)) or any(fold(stem).startswith(video) for video in stems):
        return False
    found = disk.lstat(item.path)
    return found is not None and found.st_size <= _TEXT_LIMIT and not _TIMED.search(disk.beginning(item.path, _HEAD))


def _is_release_note(path: str, disk: DiskView) -> bool:
    """An NFO of a release, and not one of a media server (XML) or one that is only an address."""
    text = disk.beginning(path, _HEAD).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return len(text) > _URL_LIMIT and not text.startswith(b"<")


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """An NFO that discovery gave to a video and that no server reads. ``video`` is the row's number."""

    item: LeftOut
    video: int


def part_with_notes(rows: Iterable[ReviewRow], disk: DiskView) -> tuple[tuple[ReviewRow, ...], tuple[ReleaseNote, ...]]:
    """The rows without the release notes among their companions, and these. Reads the beginning of each NFO."""
    kept: list[ReviewRow] = []
    notes: list[ReleaseNote] = []
    for row in rows:
        found = [c for c in row.file.companions if c.kind is CompanionKind.NFO and _is_release_note(c.path, disk)]
        others = tuple(companion for companion in row.file.companions if companion not in found)
        kept.append(replace(row, file=replace(row.file, companions=others)) if found else row)
        notes += [
            ReleaseNote(LeftOut(c.path, LeftOutReason.ORPHAN, "a release note", c.identity), row.id) for c in found
        ]
    return tuple(kept), tuple(notes)


class JunkDrafts:
    """Drafts that carry junk into a trash folder of its own source root. ``notes`` go when their video does."""

    def __init__(
        self,
        left_out: Iterable[LeftOut],
        notes: Sequence[ReleaseNote],
        rows: Sequence[ReviewRow],
        roots: Sequence[str],
        disk: DiskView,
    ) -> None:
        self._disk = disk
        self._videos = {note.item.path: note.video for note in notes}
        self._roots = sorted({os.path.normpath(root) for root in roots}, key=len, reverse=True)
        candidates = [item for item in left_out if disk.lstat(item.path) is not None]
        self._stems = _stems(rows)
        self.junk = [
            item for item in candidates if is_junk(item, disk, self._stems.get(os.path.dirname(item.path), frozenset()))
        ]
        self.junk += [note.item for note in notes]
        above = {folder for item in self.junk for folder in self._folders(item.path)}
        self._below = by_folder(rows, above)
        self._trash: dict[str, str] = {}

    @property
    def folders(self) -> tuple[str, ...]:
        """The trash folders that drafts were made for."""
        return tuple(dict.fromkeys(os.path.dirname(folder) for folder in self._trash.values()))

    def drafts(self, videos: Sequence[Draft], first_group: int) -> list[Draft]:
        """A draft for each piece of junk; each stays where a video of its release folder stays."""
        by_row = {draft.group: draft for draft in videos if draft.role is Role.VIDEO}
        found: list[Draft] = []
        for item in self.junk:
            root = self._root(item.path)
            trash = self._trash_of(root) if root else ""
            if not trash:
                continue
            found.append(
                Draft(
                    source=item.path,
                    target=os.path.join(trash, os.path.relpath(item.path, root)),
                    action=Action.MOVE,
                    group=first_group + len(found),
                    root=os.path.dirname(trash),
                    identity=item.identity,
                    role=Role.JUNK,
                    follows=[by_row[row] for row in self._beside(item.path) if row in by_row],
                )
            )
        return found

    def _root(self, path: str) -> str:
        return next((root for root in self._roots if path.startswith(f"{root.rstrip('/')}/")), "")

    def _folders(self, path: str) -> list[str]:
        """The folders above a path up to its source root, the nearest first."""
        root, folder = self._root(path), os.path.dirname(path)
        found: list[str] = []
        while root and len(folder) >= len(root):
            found.append(folder)
            folder = os.path.dirname(folder)
        return found

    def _beside(self, path: str) -> Sequence[int]:
        """The rows of the videos it came with: of the one it was named after, else of those nearest to it."""
        if path in self._videos:
            return (self._videos[path],)
        return [row.id for row in self._nearest(path)]

    def _nearest(self, path: str) -> Sequence[ReviewRow]:
        """The videos of the nearest folder that has any; of a root only those right in it."""
        for folder in self._folders(path):
            rows = self._below.get(folder, ())
            if folder in self._roots:
                return [row for row in rows if row.file.folder == folder] if folder == os.path.dirname(path) else ()
            if rows:
                return rows
        return ()

    def _trash_of(self, root: str) -> str:
        """A folder in the trash of a source root that no earlier run has used."""
        if root not in self._trash:
            trash = os.path.join(root, TRASH_FOLDER)
            used = self._disk.names(trash)
            number = next(n for n in range(1, len(used) + 2) if f"junk-{n}" not in used)
            self._trash[root] = os.path.join(trash, f"junk-{number}")
        return self._trash[root]


def _stems(rows: Iterable[ReviewRow]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.file.folder, set()).add(fold(os.path.splitext(row.file.name)[0]))
    return {folder: frozenset(stems) for folder, stems in found.items()}
