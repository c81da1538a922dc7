"""What will probably go wrong, or surprise: links across disks, missing room, long copies, seeding torrents."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from organizer.display import human_duration, human_size, safe_text
from organizer.model import Action, Library
from organizer.planning.disk import DiskView, nearest_folder
from organizer.planning.draft import Draft
from organizer.planning.links import broken_links
from organizer.planning.permissions import closed_folders

_RATE = 100_000_000  # bytes a second, written and read back: a hard disk, or a gigabit network
_WORTH_SAYING = 5  # seconds


def foresee(drafts: Sequence[Draft], library: Library, disk: DiskView) -> list[str]:
    """Sentences for a person. Predictions by device numbers: only carrying out tells (bind mounts, mergerfs)."""
    ready = [(draft, _standing_folder(draft, disk)) for draft in drafts if draft.ready and draft.identity]
    far = [(draft, folder) for draft, folder in ready if _device(folder, disk) != _own_device(draft)]
    return [
        *_missing_roots((draft for draft, _ in ready), library, disk),
        *_impossible_links(draft for draft, _ in far),
        *_room(ready, far, disk),
        *closed_folders(ready, disk),
        *_moves_far(draft for draft, _ in far),
        *_copies((draft for draft, _ in ready), {id(draft) for draft, _ in far}),
        *_further_names((draft for draft, _ in ready), {id(draft) for draft, _ in far}),
        *broken_links((draft for draft, _ in ready), disk),
    ]


def _missing_roots(ready: Iterable[Draft], library: Library, disk: DiskView) -> list[str]:
    """Folders that the run would make far from those that are there: one may be on a disk that is not."""
    missing = {root for root in library.roots if disk.lstat(disk.realpath(root)) is None}
    there = set(library.roots) - missing
    near = there | {os.path.dirname(root) for root in there}
    missing = {root for root in missing if there and os.path.dirname(root) not in near}
    wanted = Counter(draft.root for draft in ready if draft.root in missing)
    return [
        f"{safe_text(root)} is not there yet and would be made, for {'1 file' if count == 1 else f'{count} files'}: is "
        "its disk mounted?"
        for root, count in wanted.items()
    ]


def _standing_folder(draft: Draft, disk: DiskView) -> str:
    return nearest_folder(disk.realpath(os.path.dirname(draft.target or "")), disk)


def _device(folder: str, disk: DiskView) -> int:
    found = disk.lstat(folder)
    return found.st_dev if found else 0


def _own_device(draft: Draft) -> int:
    return draft.identity.device if draft.identity else 0


def _size(drafts: Iterable[Draft]) -> int:
    return sum(draft.identity.size for draft in drafts if draft.identity)


def _impossible_links(far: Iterable[Draft]) -> list[str]:
    kinds: dict[Action, int] = defaultdict(int)
    for draft in far:
        kinds[draft.action] += 1
    return [
        f"{_files(kinds[action])} on another disk than the library: a {action} is impossible there, so choose copy, "
        "move or symlink"
        for action in (Action.HARDLINK, Action.REFLINK)
        if kinds[action]
    ]


def _moves_far(far: Iterable[Draft]) -> list[str]:
    moved = [draft for draft in far if draft.action is Action.MOVE]
    if not moved:
        return []
    size = human_size(_size(moved))
    text = f"{_files(len(moved))} to go to another disk ({size}): copied and checked first, then removed here"
    return [text + _time(_size(moved))]


def _copies(ready: Iterable[Draft], far: set[int]) -> list[str]:
    copied = [draft for draft in ready if draft.action is Action.COPY]
    time = _time(_size(copied))
    if not time:
        return []
    away = sum(id(draft) in far for draft in copied)
    where = f", {away} of them to another disk" if 0 < away < len(copied) else " to another disk" if away else ""
    return [f"{_files(len(copied))} to be copied{where} ({human_size(_size(copied))}){time}"]


def _time(size: int) -> str:
    """How long that takes, with the rate that was assumed; empty for what nobody waits for."""
    seconds = size / _RATE
    return f"; about {human_duration(seconds)} at {human_size(_RATE)}/s" if seconds >= _WORTH_SAYING else ""


def _room(ready: Sequence[tuple[Draft, str]], far: Sequence[tuple[Draft, str]], disk: DiskView) -> list[str]:
    copied = [(d, f) for d, f in ready if d.action is Action.COPY]
    copied += [(d, f) for d, f in far if d.action is Action.MOVE]
    needed: dict[int, int] = defaultdict(int)
    folders: dict[int, str] = {}
    for draft, folder in copied:
        device = _device(folder, disk)
        needed[device] += _size([draft])
        folders.setdefault(device, folder)
    found = []
    for device, folder in folders.items():
        free = disk.free(folder)
        if free is not None and needed[device] > free:
            room = f"{human_size(needed[device])} are needed, {human_size(free)} are free"
            found.append(f"Not enough room at {safe_text(folder)}: {room}")
    return found


def _further_names(ready: Iterable[Draft], far: set[int]) -> list[str]:
    linked = [d for d in ready if d.action is Action.MOVE and d.identity and d.identity.links > 1]
    if not linked:
        return []
    away = sum(id(draft) in far for draft in linked)
    note = f"; {away} of them go to another disk, which frees no room here" if away else ""
    return [f"{_files(len(linked))} known under further names (hard links, as of seeding torrents), which stay{note}"]


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
