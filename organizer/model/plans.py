"""What would happen: the library, and the operations of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from organizer.model.files import FileIdentity
from organizer.model.matches import Tier
from organizer.model.names import MediaType


class Action(StrEnum):
    """What is done with each file."""

    MOVE = "move"
    COPY = "copy"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"
    REFLINK = "reflink"


class SymlinkForm(StrEnum):
    """What a symbolic link reads: the whole path, or the way from its own folder (good where a mount moves)."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Preset(StrEnum):
    """A naming scheme of a media server."""

    PLEX = "plex"
    JELLYFIN = "jellyfin"
    EMBY = "emby"
    KODI = "kodi"


class TitleStyle(StrEnum):
    """Which title names are made from. BOTH is ``Original [Local]``, where the two differ."""

    LOCALISED = "localised"
    ORIGINAL = "original"
    BOTH = "both"


class Shelf(StrEnum):
    """Which of the folders for its type a film or series goes to, where there are several."""

    MAIN = ""
    ANIME = "anime"
    KIDS = "kids"
    UHD = "uhd"


@dataclass(frozen=True, slots=True)
class Library:
    """Where things go: absolute folders for films and for series, and for what may have folders of its own.

    An empty one of those means that its films or series go with the others.
    """

    movies: str
    tv: str
    anime_movies: str = ""
    anime_tv: str = ""
    kids_movies: str = ""
    kids_tv: str = ""
    uhd_movies: str = ""
    uhd_tv: str = ""

    @property
    def folders(self) -> Mapping[str, str]:
        """The folders by the names of their settings, without those of shelves that have none."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: folder for name, folder in found.items() if folder or name in {"movies", "tv"}}

    @property
    def roots(self) -> tuple[str, ...]:
        """All folders, without repetition."""
        return tuple(dict.fromkeys(self.folders.values()))

    def root(self, kind: MediaType, shelf: Shelf = Shelf.MAIN) -> str:
        """The folder for a type and a shelf; empty when that shelf has none of its own."""
        name = "movies" if kind is MediaType.MOVIE else "tv"
        return getattr(self, f"{shelf}_{name}" if shelf else name)  # type: ignore[no-any-return]


class OperationStatus(StrEnum):
    """What the plan says of a file. Only READY ones are carried out."""

    READY = "ready"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    UNMATCHED = "unmatched"
    BELOW_CONFIDENCE = "below-confidence"
    SKIPPED = "skipped"


class Role(StrEnum):
    """What a file of a plan is: FOLDER ones belong to a whole film, show or season (a poster, ``tvshow.nfo``)."""

    VIDEO = "video"
    COMPANION = "companion"
    FOLDER = "folder"
    JUNK = "junk"


class Junk(StrEnum):
    """What becomes of release leftovers that nobody plays or reads: they stay, or go into a trash folder."""

    KEEP = "keep"
    TRASH = "trash"


TRASH_FOLDER = ".pmo-trash"  # hidden, in a library folder or a source folder: what a run put away and undo brings back


class ConflictChoice(StrEnum):
    """What a person wants where a target is taken, or wanted by two files.

    KEEP_BOTH gives the newcomer another name that the server reads as a version. REPLACE takes the place of the file
    there, which goes into the trash; of two files of one plan it takes the one that it was said of.
    """

    SKIP = "skip"
    KEEP_BOTH = "keep-both"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Operation:
    """One file of a plan. ``group`` ties a video to its companions: they succeed or fail as one.

    ``target`` is absolute, and None where nothing was matched. ``identity`` is what the source was when it was
    planned: it is looked at again before it is touched. ``reason`` is a sentence for all statuses but READY.
    ``replaces`` is the file at the target that a person chose to replace: exactly that one goes into the trash, whence
    undo brings it back, and the source takes its name. None, as by default, means that nothing may be at the target.
    ``note`` is a sentence about one that is READY, where there is something to know (a version beside another).
    """

    source: str
    target: str | None
    action: Action
    status: OperationStatus
    group: int
    identity: FileIdentity | None = None
    reason: str | None = None
    confidence: float = 0.0
    tier: Tier = Tier.NONE
    companion_of: str | None = None
    replaces: FileIdentity | None = None
    role: Role = Role.VIDEO
    note: str = ""

    @property
    def size(self) -> int:
        """Bytes of the source when it was planned."""
        return self.identity.size if self.identity else 0

    def to_json(self) -> dict[str, Any]:
        """The ``plan`` object of the JSON contract, with what a later ``apply --plan`` needs to look again."""
        found: dict[str, Any] = {
            "source": self.source,
            "target": self.target,
            "action": self.action.value,
            "status": self.status.value,
            "reason": self.reason,
            "confidence": round(self.confidence, 4),
            "tier": self.tier.value,
            "companion_of": self.companion_of,
            "group": self.group,
            "role": self.role.value,
            "note": self.note or None,
        }
        if self.identity:
            found |= {
                "size": self.identity.size,
                "mtime_ns": self.identity.mtime_ns,
                "inode": self.identity.inode,
            }
        if self.replaces:
            found["replaces"] = {
                "size": self.replaces.size,
                "mtime_ns": self.replaces.mtime_ns,
                "inode": self.replaces.inode,
            }
        return found


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file or folder that will still be in a source folder when the plan is carried out.

    ``reason`` is a word of ``LeftOutReason`` or ``OperationStatus``, ``detail`` a sentence or empty. ``size`` in bytes,
    None for a folder that was not entered. ``junk``: by name and content nothing that anybody plays or reads.
    """

    path: str
    size: int | None
    reason: str
    detail: str = ""
    junk: bool = False

    def to_json(self) -> dict[str, Any]:
        """The ``leftover`` object of ``plan --leftovers``."""
        return {
            "leftover": self.path,
            "size": self.size,
            "reason": self.reason,
            "detail": self.detail or None,
            "junk": self.junk,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Operations in the order in which they are safe to carry out.

    ``source_roots`` are the folders that were scanned: clean-up of emptied folders never leaves or removes them.
    ``leftovers`` is what stays in them, sorted by path; ``trash`` the folders that junk goes into.
    """

    operations: tuple[Operation, ...]
    library: Library
    action: Action
    source_roots: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    trash: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders that targets are in: those of the library, and those for junk."""
        return (*self.library.roots, *self.trash)

    @property
    def ready(self) -> tuple[Operation, ...]:
        """What would be carried out."""
        return tuple(op for op in self.operations if op.status is OperationStatus.READY)

    def counts(self) -> Mapping[OperationStatus, int]:
        """How many operations are in each status; every status is a key."""
        found = dict.fromkeys(OperationStatus, 0)
        for op in self.operations:
            found[op.status] += 1
        return found
