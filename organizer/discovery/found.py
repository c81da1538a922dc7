"""What discovery hands over: the result of reading one folder."""

from __future__ import annotations

from dataclasses import dataclass

from organizer.model import LeftOut, MediaFile


@dataclass(frozen=True, slots=True)
class Found:
    """Videos of one folder, companions complete, and what was passed over there; both sorted by path.

    Every regular file below a root is in exactly one ``Found``: as a video, as a companion of one video, or as
    a ``LeftOut`` (itself, or one of the folders above it).
    """

    files: tuple[MediaFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
