"""Folders that will let no file in or out, told before gigabytes are copied for nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from organizer.display import safe_text
from organizer.model import Action
from organizer.planning.disk import DiskView
from organizer.planning.draft import Draft


def closed_folders(ready: Iterable[tuple[Draft, str]], disk: DiskView) -> list[str]:
    """A sentence for each way in which folders are closed. The drafts come with the nearest folder of their target.

    One question for each folder; what the system says here a network disk may contradict later.
    """
    into: Counter[str] = Counter()
    out_of: Counter[str] = Counter()
    for draft, standing in ready:
        into[standing] += 1
        if draft.action is Action.MOVE:
            out_of[os.path.dirname(draft.source)] += 1
    return [
        *_sentences(into, disk, "get in", "check its owner and mount"),
        *_sentences(out_of, disk, "be moved away", "choose copy or a link"),
    ]


def _sentences(folders: Counter[str], disk: DiskView, what: str, advice: str) -> list[str]:
    closed = Counter({folder: count for folder, count in folders.items() if not disk.may_change(folder)})
    fixed = Counter({folder: count for folder, count in closed.items() if disk.is_read_only(folder)})
    return [
        f"{_files(found)} cannot {what}: {_named(found)} {cause}, so {advice}"
        for found, cause in [
            (closed - fixed, "may not be changed by you"),
            (fixed, "is on a read-only file system"),
        ]
        if found
    ]


def _files(folders: Counter[str]) -> str:
    return "1 file" if folders.total() == 1 else f"{folders.total()} files"


def _named(folders: Counter[str]) -> str:
    first = safe_text(next(iter(folders)))
    return first if len(folders) == 1 else f"{first} (like {len(folders) - 1} more)"
