"""Whether what is to be copied fits: the sum for each file system, before the first change."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable

from organizer.display import human_size
from organizer.transfer.disk import Disk
from organizer.transfer.folders import ancestors
from organizer.transfer.identity import look
from organizer.transfer.refusals import shown
from organizer.transfer.tasks import Task, TaskKind


def shortage(disk: Disk, tasks: Iterable[Task]) -> str:
    """The sentence for the first file system that is too small for its copies, or nothing.

    A prediction, which errs on the side of trying: renames and links need nothing, a file with holes only what it
    holds, and a disk that does not say how much is free is believed to have room. Blocks that are
    reserved for root count as taken.
    """
    needed: dict[int, int] = defaultdict(int)
    folders: dict[int, str] = {}
    linked: set[tuple[int, int]] = set()
    standing: dict[str, tuple[str, int]] = {}
    for task in tasks:
        if task.kind not in {TaskKind.MOVE, TaskKind.COPY}:
            continue
        parent = os.path.dirname(task.target)
        if parent not in standing:
            standing[parent] = _standing(disk, task.target)
        folder, device = standing[parent]
        needed[device] += _bytes(disk, task, device, linked)
        folders.setdefault(device, folder)
    return _sentence(disk, needed, folders)


def _standing(disk: Disk, path: str) -> tuple[str, int]:
    """The nearest folder above a path that is there, and its device."""
    for folder in ancestors(path):
        status = look(disk, os.path.realpath(folder))
        if status is not None:
            return folder, status.st_dev
    return os.sep, 0


def _bytes(disk: Disk, task: Task, device: int, linked: set[tuple[int, int]]) -> int:
    """What a task writes on a device. Of several names of one file that are moved only the first is copied."""
    status = look(disk, task.source)
    if status is None:
        return 0
    if task.kind is TaskKind.MOVE:
        if status.st_dev == device or (status.st_dev, status.st_ino) in linked:
            return 0
        linked.add((status.st_dev, status.st_ino))
    return min(status.st_size, status.st_blocks * 512)


def _sentence(disk: Disk, needed: dict[int, int], folders: dict[int, str]) -> str:
    for device, size in needed.items():
        free = disk.free(folders[device]) if size else None
        if free is not None and size > free:
            room = f"{human_size(size)} are to be copied and {human_size(free)} are free"
            return f"there is not enough room at {shown(folders[device])}: {room}"
    return ""
