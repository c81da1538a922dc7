"""What discovery finds: videos with their companions, and what was left out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which file a path meant when it was looked at, by ``lstat``: sizes in bytes, time in nanoseconds.

    ``device`` is for predictions and for telling hard links apart only: it changes at a remount. ``inode`` is 0 where
    the disk has no lasting number for its files (exFAT).
    """

    device: int
    inode: int
    size: int
    mtime_ns: int
    links: int = 1

    def same_file(self, other: FileIdentity) -> bool:
        """Whether nothing happened to the file between two looks (device left out on purpose)."""
        same = self.inode == other.inode or not (self.inode and other.inode)
        return same and (self.size, self.mtime_ns) == (other.size, other.mtime_ns)


class CompanionKind(StrEnum):
    """What a file is that goes with a video."""

    SUBTITLE = "subtitle"
    ARTWORK = "artwork"
    NFO = "nfo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that goes where its video goes.

    ``language`` is ISO 639-1 where one exists, else 639-2 (``en``, ``pt-BR``), or None when the name does not say;
    ``flags`` are of ``forced``, ``sdh``, ``cc``, ``default``, in the order in which Plex wants them.
    ``label`` is what follows the video's stem in the name (``-poster``, ``.chapters``), for all but subtitles.
    """

    path: str
    kind: CompanionKind
    identity: FileIdentity
    language: str | None = None
    flags: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A video found below ``root``, with everything that goes with it."""

    path: str
    root: str
    identity: FileIdentity
    companions: tuple[Companion, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the video alone."""
        return self.identity.size

    @property
    def folder(self) -> str:
        """The folder that holds the video."""
        return os.path.dirname(self.path)

    @property
    def name(self) -> str:
        """The last component of the path."""
        return os.path.basename(self.path)

    @property
    def relative(self) -> str:
        """The path below the root: what the person thinks of as the name."""
        return os.path.relpath(self.path, self.root)


class LeftOutReason(StrEnum):
    """Why something found on the disk is neither a media file nor a companion."""

    SAMPLE = "sample"
    SYSTEM_FOLDER = "system folder"
    HIDDEN = "hidden"
    UNFINISHED = "unfinished download"
    UNREADABLE = "unreadable"
    LOOP = "symlink loop"
    SYMLINK = "symlink"
    SPECIAL = "not a regular file"
    ORPHAN = "companion without a video"
    SHARED = "of a whole folder"
    NOT_MEDIA = "not a media file"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that was passed over. ``detail`` is a sentence for a person, or empty.

    What is SHARED (the poster of a show, ``tvshow.nfo``) is given its place by planning, which knows all the videos of
    the folder; ``identity`` is there for it.
    """

    path: str
    reason: LeftOutReason
    detail: str = ""
    identity: FileIdentity | None = None
