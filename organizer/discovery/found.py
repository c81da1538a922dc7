"""What discovery hands over: the result of reading one folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from organizer.model import LeftOut, MediaFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A folder as it was seen. As long as ``print`` is the same, so is all that follows from what it holds.

    ``device`` and ``inode`` are the folder's own.
    """

    folder: str
    root: str
    device: int
    inode: int
    print: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """Videos of one folder, companions complete, and what was passed over there; both sorted by path.

    Every regular file below a root is in exactly one ``Found``: as a video, as a companion of one video, or as
    a ``LeftOut`` (itself, or one of the folders above it). ``seen`` is None when the same may not follow from the
    same look another time.
    """

    files: tuple[MediaFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    seen: Seen | None = None


class Known(Protocol):
    """Whoever remembers the folders of an earlier walk. Called from several threads."""

    def same(self, folder: str, root: str, print_: bytes) -> bool:
        """Whether the folder is as it was then; if so, it is not handed over again."""
        ...

    def identity(self, folder: str) -> tuple[int, int] | None:
        """Device and inode of the folder as it was then."""
        ...
