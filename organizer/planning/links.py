"""Symbolic links beside the sources that will lead nowhere once these have moved."""

from __future__ import annotations

import os
from collections.abc import Iterable

from organizer.display import safe_text
from organizer.model import Action
from organizer.planning.disk import DiskView
from organizer.planning.draft import Draft


def broken_links(ready: Iterable[Draft], disk: DiskView) -> list[str]:
    """One sentence, or none. Looks into the folders of moved files only, one listing each: not through the disk."""
    moved = {
        os.path.join(disk.realpath(os.path.dirname(draft.source)), os.path.basename(draft.source))
        for draft in ready
        if draft.action is Action.MOVE
    }
    broken = [
        os.path.join(folder, name)
        for folder in sorted(set(map(os.path.dirname, moved)))
        for name, goal in sorted(disk.links(folder).items())
        if goal in moved
    ]
    if not broken:
        return []
    count = "1 link leads" if len(broken) == 1 else f"{len(broken)} links lead"
    return [f"{count} to a file that moves, and will lead nowhere: {safe_text(broken[0])}"]
