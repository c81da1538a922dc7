"""What one thread still has to read: folders by themselves, and all those of a large one without an object for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from organizer.discovery.folder import Folders, Listing


class Task(NamedTuple):
    """A folder to read.

    ``trusted``: that it is the one of that number was known, and not looked at. ``named``: only its name is known.
    """

    folder: str
    root: str
    device: int = 0
    inode: int = 0
    trusted: bool = False
    named: bool = False
    listing: Listing | None = None  # read already: a Subs folder that turned out to hold videos


class ToDo:
    """The tasks of one thread, the newest first."""

    def __init__(self, first: Task) -> None:
        self._stack: list[Task | Iterator[Task]] = [first]
        self._count = 1

    def __len__(self) -> int:
        return self._count

    def append(self, task: Task) -> None:
        """One more."""
        self._stack.append(task)
        self._count += 1

    def extend(self, tasks: Iterable[Task]) -> None:
        """Some more."""
        for task in tasks:
            self.append(task)

    def enter(self, folders: Folders, root: str, passed: Collection[int]) -> None:
        """All folders inside one, but those whose numbers were ``passed`` over. Each becomes a task in its turn."""
        fresh = (
            Task(folder.path, root, folder.device, folder.inode)
            for number, folder in enumerate(folders)
            if number not in passed
        )
        self._stack.append(fresh)
        self._count += len(folders) - len(passed)

    def pop(self) -> Task:
        """The next one. Raises ``IndexError`` when there is none."""
        while True:
            newest = self._stack[-1]
            if isinstance(newest, Task):
                self._stack.pop()
                self._count -= 1
                return newest
            if (task := next(newest, None)) is not None:
                self._count -= 1
                return task
            self._stack.pop()
