"""Which operations of a run a person means when they name files and folders."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence

from organizer.transfer.folders import is_below
from organizer.transfer.records import Entry


def select(entries: Sequence[Entry], only: Collection[str]) -> tuple[list[Entry], list[str]]:
    """The entries that the paths mean, in their own order, and the paths that mean none.

    A path is an old or a new name. A video brings its whole group along, a companion only itself, and a folder all
    that was or is below it.
    """
    chosen: set[int] = set()
    groups: set[int] = set()
    lost = []
    for path in only:
        wanted = os.path.abspath(path)
        meant = [entry for entry in entries if _is_meant(entry, wanted)]
        if not meant:
            lost.append(path)
        chosen.update(entry.id for entry in meant)
        groups.update(_groups(meant))
    return [entry for entry in entries if entry.id in chosen or entry.group in groups], lost


def _is_meant(entry: Entry, path: str) -> bool:
    return any(name == path or is_below(name, path) for name in (entry.source, entry.target))


def _groups(entries: Iterable[Entry]) -> set[int]:
    return {entry.group for entry in entries if entry.companion_of is None}
