"""What discovery hands over: the result of reading one folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from organizer.model import LeftOut, MediaFile


@dataclass(frozen=True, slots=True)
class Seen:
    """A folder as it was seen. As long as ``print`` is the same, so is all that follows from what it holds.

    ``device`` and ``inode`` are the folder's own; ``changed`` is its own time (``st_ctime_ns``) if that shows any later
    change of its entries, else 0. ``media`` and ``below`` are the names of what may be media and of the folders that
    were entered, each joined by slashes; ``media`` is empty when it is the names of the videos that were handed over.
    ``glance`` is of ``media``, and 0 where folders do not keep their times.
    """

    folder: str
    root: str
    device: int
    inode: int
    print: bytes
    changed: int = 0
    glance: int = 0
    media: str = ""
    below: str = ""


Before = tuple[Sequence[str], int, Sequence[str]]
"""What a folder held, to be compared where its own time says that its entries are the same: ``media``, ``glance`` and
``below`` of ``Seen``."""


@dataclass(frozen=True, slots=True)
class Found:
    """Videos of one folder, companions complete, and what was passed over there; both sorted by path.

    Every regular file below a root is in exactly one ``Found``: as a video, as a companion of one video, or as
    a ``LeftOut`` (itself, or one of the folders above it). ``seen`` is None when the same may not follow from the
    same look another time. ``read`` and ``ahead`` are about how many folders have been read by then, and how many more
    are known: what a scan guesses from how much is to come.
    """

    files: tuple[MediaFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    seen: Seen | None = None
    read: int = 0
    ahead: int = 0


class Known(Protocol):
    """Whoever remembers the folders of an earlier walk. Called from several threads."""

    def same(self, folder: str, root: str, print_: bytes, changed: int) -> bool:
        """Whether the folder is as it was then; if so, it is not handed over again. ``changed`` as in ``Seen``."""
        ...

    def identity(self, folder: str) -> tuple[int, int] | None:
        """Device and inode of the folder as it was then."""
        ...

    def before(self, folder: str, root: str, status: os.stat_result) -> Before | None:
        """What the folder held, if its entries are the same by this ``lstat`` of it."""
        ...

    def stands(self, folder: str) -> None:
        """The folder is as it was in ``before``: it is not handed over again."""
        ...
