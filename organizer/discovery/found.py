"""What discovery hands over: the result of reading one folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from organizer.model import LeftOut, MediaFile


@dataclass(frozen=True, slots=True)
class Found:
    """Videos of one folder, companions complete, and what was passed over there; both sorted by path.

    Every regular file below a root is in exactly one ``Found``: as a video, as a companion of one video, or as
    a ``LeftOut`` (itself, or one of the folders above it).

    ``print`` is a digest of all that this follows from: as long as it is the same, so is the rest. Empty when that
    cannot be said.
    """

    files: tuple[MediaFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    folder: str = ""
    root: str = ""
    print: bytes = b""


class Known(Protocol):
    """Whoever remembers the folders of an earlier walk."""

    def same(self, folder: str, root: str, print_: bytes) -> bool:
        """Whether the folder is as it was then; if so, it is not handed over again. Called from several threads."""
        ...
