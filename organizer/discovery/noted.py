"""What is kept of a look at a folder, so that the next scan can see whether anything has changed there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from organizer.discovery.folder import Listing, Look
from organizer.discovery.found import Seen
from organizer.discovery.names import is_subtitle_folder
from organizer.discovery.todo import Task
from organizer.model import MediaFile

TICK = 100_000_000  # ns: the clock of a file system ticks every 10 ms at most; before that a change may not show
_SECOND_TICK = 2_000_000_000  # ns: of those that count whole seconds


def shown_by(status: os.stat_result, now: int) -> int:
    """The time of a folder, if any change of its entries from ``now`` on (ns) shows in it; else 0."""
    changed = status.st_ctime_ns
    return changed if now - changed > (TICK if changed % 1_000_000_000 else _SECOND_TICK) else 0


class Noted(NamedTuple):
    """What is kept of a look: its print, and where the folder's own time shows its changes that time (0: not yet), the
    names of what may be media, and a digest of what these are.
    """

    print: bytes
    changed: int | None
    names: Sequence[str]
    glanced: int


def note(found: Look, changed: int | None) -> Noted:
    """What to keep of a look; ``changed`` is the answer of ``shown_by``, None where folders do not keep their times."""
    return Noted(
        found.print, changed, *((found.media.names[:], found.media.glanced()) if changed is not None else ((), 0))
    )


def seen_as(task: Task, noted: Noted, listing: Listing, videos: Iterable[MediaFile]) -> Seen:
    """The folder as the next scan has to find it again, after these videos of it were handed over."""
    print_, changed, names, glanced = noted
    if changed is None or any(is_subtitle_folder(name) for name in listing.folders.names):
        return Seen(task.folder, task.root, task.device, task.inode, print_)
    media = "" if names == [os.path.basename(video.path) for video in videos] else "/".join(names)
    below = "/".join(listing.folders.names)
    return Seen(task.folder, task.root, task.device, task.inode, print_, changed, glanced, media, below)
