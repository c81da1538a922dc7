"""The folders that hold rows, with their counts: one number for a folder, and the way up to its root."""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from organizer.display import fold
from organizer.hash_index import HashIndex
from organizer.store.codes import STATES, Tally
from organizer.store.folder_paths import Paths, Roots
from organizer.store.placing import with_more

_STATES = len(STATES)
_NONE = 0xFFFFFFFF


class Folders:
    """Every folder from those that hold rows up to their roots; its number never changes.

    A folder is known by its path and its root: the same path below two roots is two folders. ``counts`` holds, for
    each folder, how many rows are in it or below it in each state.
    """

    def __init__(self) -> None:
        self.roots = Roots()
        self.paths = Paths(self.roots)
        self._parents = array("I")
        self._youngest = array("I")  # of the folders below each one; the others by ``_older``
        self._older = array("I")
        self._tops: list[int] = []
        self._counts = _Counts()
        self._twins: dict[str, list[int]] = {}
        self._index = HashIndex(lambda start, end: map(hash, self.paths.between(start, end)))
        self._ranks = array("I")
        self._sorted = array("I")  # the folders in the order of the ranks

    def __len__(self) -> int:
        return len(self.paths)

    def number(self, path: str, root: str) -> int:
        """The number of a folder, new or known; what is above it is taken in as well."""
        return self.numbers((path,), root)[0]

    def numbers(self, paths: Sequence[str], root: str) -> array[int]:
        """The numbers of many folders below one root; each costs some 2 µs."""
        self._index.reach(len(self.paths))
        known, roots, find = self.paths, self.roots, self._index.find
        several = any(other != root for other in roots.values)
        numbers: dict[str, int] = {}
        fresh: list[str] = []
        parents = array("I")
        first = len(self.paths)

        def known_as(path: str) -> int:
            number = numbers.get(path, -1)
            if number < 0:
                number = find(hash(path), lambda n: known[n] == path and roots[n] == root)
            return number

        def is_twin(path: str) -> bool:
            return several and find(hash(path), lambda n: known[n] == path) >= 0

        def number_of(path: str) -> int:
            missing: list[str] = []
            number = known_as(path)
            while number < 0:
                missing.append(path)
                above = path.rpartition(os.sep)[0] or os.sep
                if path in {root, above}:
                    break
                path, number = above, known_as(above)
            numbers[path] = number
            for path in reversed(missing):
                parents.append(number if number >= 0 else _NONE)
                numbers[path] = number = first + len(fresh)
                fresh.append(path)
                if is_twin(path):
                    self._twins.setdefault(path, []).append(number)
            return number

        found = array("I", map(number_of, paths))
        self._add(fresh, root, parents)
        return found

    def _add(self, paths: Sequence[str], root: str, parents: Sequence[int]) -> None:
        first = len(self.paths)
        self.roots.add(root, len(paths))
        self.paths.extend(paths, root)
        self._parents.extend(parents)
        self._youngest.extend([_NONE] * len(paths))
        for number, parent in enumerate(parents, first):
            if parent == _NONE:
                self._tops.append(number)
                self._older.append(_NONE)
            else:
                self._older.append(self._youngest[parent])
                self._youngest[parent] = number

    def firsts(self, paths: Iterable[str]) -> list[int]:
        """The number of the folder with each path that was found first, or -1."""
        self._index.reach(len(self.paths))
        return self._index.places(paths, self.paths)

    def all(self, path: str) -> Sequence[int]:
        """The numbers of the folder below each root that it was found below."""
        (number,) = self.firsts((path,))
        return () if number < 0 else (number, *self._twins.get(path, ()))

    def tops(self) -> list[str]:
        """The folders that are below no other one, sorted."""
        return sorted({path for path in self._top_paths() if not self._above(path)})

    def children(self, path: str, since: int = 0) -> set[str]:
        """The folders directly below one, about 0.5 µs each.

        ``since`` leaves those out that were known when there were so many folders; roots below others are always there.
        """
        found = self._roots_below(path)
        for number in self.all(path):
            child = self._youngest[number]
            while child != _NONE and child >= since:
                found.add(self.paths[child])
                child = self._older[child]
        return found

    def has_children(self, path: str) -> bool:
        """Whether any folder is directly below one."""
        return any(self._youngest[number] != _NONE for number in self.all(path)) or bool(self._roots_below(path))

    def _roots_below(self, path: str) -> set[str]:
        """The roots that lie directly in a folder, which is a known one."""
        return {inner for inner in self._top_paths() if os.path.dirname(inner) == path != inner}

    def _top_paths(self) -> list[str]:
        """The folders without one above them that has the same root."""
        return [self.paths[number] for number in self._tops]

    def _above(self, path: str) -> str:
        """The folder above one, if it is known: a root may lie in another one."""
        above = os.path.dirname(path)
        return above if above != path and self.firsts((above,))[0] >= 0 else ""

    def below(self, path: str) -> list[bool]:
        """For each folder whether it is this one or below it."""
        prefix = path.rstrip(os.sep) + os.sep
        return [known == path or known.startswith(prefix) for known in self.paths]

    def relative(self, number: int) -> str:
        """The path below the root, without slashes at its ends; empty for the root."""
        path, root = self.paths[number], self.roots[number]
        return path[len(root) :].strip(os.sep) if path.startswith(root) else path

    def ranks(self) -> array[int]:
        """The place of each folder in the order of the paths below the roots. Some 40 ms for 50,000 new ones."""
        count = len(self.paths)
        if len(self._ranks) != count:
            self._sorted = with_more(self._sorted, count, lambda number: fold(self.relative(number)), self._labels)
            self._ranks = array("I", bytes(4 * count))
            for rank, number in enumerate(self._sorted):
                self._ranks[number] = rank
        return self._ranks

    def _labels(self) -> list[str]:
        return fold("\0".join([self.relative(number) for number in range(len(self.paths))])).split("\0")

    @property
    def twins(self) -> int:
        """How many folders have the path of another one, below another root."""
        return sum(len(numbers) for numbers in self._twins.values())

    def count(self, number: int, state: int, step: int) -> None:
        """Note that ``step`` rows more of this folder are in a state."""
        self._counts.make_room(len(self.paths))
        while number != _NONE:
            self._counts.add(number, state, step)
            number = self._parents[number]

    def tally(self, path: str) -> Tally | None:
        """How many rows are below a folder, by tier and decision."""
        numbers = self.all(path)
        if not numbers:
            return None
        found: Tally = Counter()
        for known in numbers:
            for state, count in self._counts.of(known):
                found[STATES[state]] += count
        return found

    def state(self, path: str) -> Hashable:
        """Something that is another one when the counts of a folder are others; far sooner had than ``tally``."""
        return tuple(state for number in self.all(path) for state in self._counts.of(number))


class _Counts:
    """How many rows of each folder are in each state.

    Most folders have rows in one state only, or hold a single row: that is one number of four bytes. Others have one
    for each state, 200 bytes.
    """

    def __init__(self) -> None:
        self._alike = array("I")  # the count and the state of all rows, or nothing
        self._mixed: dict[int, array[int]] = {}

    def make_room(self, folders: int) -> None:
        """There are so many folders now."""
        missing = folders - len(self._alike)
        if missing > 0:
            self._alike.frombytes(bytes(missing * self._alike.itemsize))

    def add(self, number: int, state: int, step: int) -> None:
        """``step`` rows more, or fewer, of a folder are in a state."""
        cells = self._mixed.get(number)
        if cells is None:
            count, held = divmod(self._alike[number], _STATES)
            if not count or held == state:
                self._alike[number] = (count + step) * _STATES + state
                return
            cells = self._mixed[number] = array("I", bytes(_STATES * self._alike.itemsize))
            cells[held] = count
            self._alike[number] = 0
        cells[state] += step
        if not cells[state]:
            self._join(number, cells)

    def of(self, number: int) -> Sequence[tuple[int, int]]:
        """States and counts of a folder, where there are any, by state."""
        cells = self._mixed.get(number)
        if cells is not None:
            return [(state, count) for state, count in enumerate(cells) if count]
        count, state = divmod(self._alike[number], _STATES) if number < len(self._alike) else (0, 0)
        return [(state, count)] if count else ()

    def _join(self, number: int, cells: array[int]) -> None:
        """Go back to one number where all rows are in one state again."""
        total = sum(cells)
        state = next((state for state, count in enumerate(cells) if count == total), None)
        if state is not None:
            self._alike[number] = total * _STATES + state
            del self._mixed[number]


class FolderTallies(Mapping[str, Tally]):
    """The counts of each folder by its path, as they are now; what it gives away is a copy.

    ``tops``, ``children`` and ``has_children`` are those of ``Folders``; ``state`` is another one when the counts of a
    folder are others.
    """

    def __init__(
        self, folders: Folders, tally: Callable[[str], Tally | None], state: Callable[[str], Hashable]
    ) -> None:
        self._folders = folders
        self._tally = tally
        self.tops = folders.tops
        self.children = folders.children
        self.has_children = folders.has_children
        self.state = state

    def __len__(self) -> int:
        return len(self._folders) - self._folders.twins

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self._folders.paths) if self._folders.twins else self._folders.paths)

    def __getitem__(self, path: str) -> Tally:
        found = self._tally(path)
        if found is None:
            raise KeyError(path)
        return found

    @property
    def known(self) -> int:
        """How many folders there are, the same path below another root included: what ``since`` counts in."""
        return len(self._folders)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._folders.firsts((path,))[0] >= 0
