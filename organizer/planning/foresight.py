"""What will probably go wrong, or surprise: links across disks, missing room, seeding torrents."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence

from organizer.display import human_size, safe_text
from organizer.model import Action
from organizer.planning.disk import DiskView, nearest_folder
from organizer.planning.draft import Draft


def foresee(drafts: Sequence[Draft], disk: DiskView) -> list[str]:
    """Sentences for a person. Predictions by device numbers: only carrying out tells (bind mounts, mergerfs)."""
    ready = [(draft, _standing_folder(draft, disk)) for draft in drafts if draft.ready and draft.identity]
    far = [(draft, folder) for draft, folder in ready if _device(folder, disk) != _own_device(draft)]
    return [*_impossible_links(d for d, _ in far), *_moves_far(d for d, _ in far), *_room(ready, far, disk),
            *_further_names((d for d, _ in ready), {id(d) for d, _ in far})]  # fmt: skip


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
    return [f"{_files(len(moved))} to go to another disk ({size}): copied and checked first, then removed here"]


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
