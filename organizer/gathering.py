"""Gathering what belongs together until it is whole, the parses of a folder or the files of a series: then its names
say more together than each alone.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from organizer.model import CompanionKind, MediaFile, Parse
from organizer.state.recall import Recalled

_HEAP = 256  # videos
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(slots=True)
class Folder:
    """The videos of one folder: what is known of each, in the order of discovery.

    Of a folder with more than 256 it is those whose names begin with the same ``word``: all of them at once would be
    matched only when the last one is read, and be held until then, 3 kB each.
    """

    files: tuple[MediaFile, ...]
    recalled: dict[str, Recalled]
    word: str = ""
    parses: dict[str, Parse] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all names are read."""
        return len(self.parses) == len(self.files)

    @property
    def unread(self) -> list[MediaFile]:
        """The files whose names must be read."""
        return [file for file in self.files if file.path not in self.parses]


def folders_of(files: tuple[MediaFile, ...], recalled: Mapping[str, Recalled]) -> Iterator[Folder]:
    """The videos of one folder as one, or in parts where they are very many. ``recalled`` is of all, by path."""
    if len(files) <= _HEAP:
        yield Folder(files, dict(recalled))
        return
    parts: defaultdict[str, list[MediaFile]] = defaultdict(list)
    for file in files:
        parts[_first_word(file.name)].append(file)
    for word, part in parts.items():
        yield Folder(tuple(part), {file.path: recalled[file.path] for file in part if file.path in recalled}, word)


def _first_word(name: str) -> str:
    """What neighbours in a series have in common, if the number comes first too; never empty."""
    found = _WORD.search(name)
    return "#" if found is None or found[0].isdigit() else found[0].casefold()


class Gathering:
    """The folders that are not whole yet, by their paths and, where they are taken in parts, their words."""

    def __init__(self) -> None:
        self._folders: dict[tuple[str, str], Folder] = {}
        self._parted: set[str] = set()

    def open(self, folder: Folder) -> None:
        """Wait for the parses of a folder."""
        path = folder.files[0].folder
        self._folders[path, folder.word] = folder
        if folder.word:
            self._parted.add(path)

    def take(self, path: str, parse: Parse) -> Folder | None:
        """Take in a parse; answers the folder if it is whole now."""
        above, name = os.path.split(path)
        key = above, _first_word(name) if above in self._parted else ""
        folder = self._folders[key]
        folder.parses[path] = parse
        if not folder.whole:
            return None
        del self._folders[key]
        return folder


class ShowPaths:
    """The files of each series, by its id: 50 bytes a file, for all episodes of a library are held to its end."""

    def __init__(self) -> None:
        self._names: defaultdict[int, defaultdict[str, bytearray]] = defaultdict(lambda: defaultdict(bytearray))

    def add(self, show_id: int, path: str) -> None:
        """Take in a file."""
        folder, name = os.path.split(path)
        self._names[show_id][folder] += os.fsencode(name) + b"\0"

    def of(self, show_id: int) -> Iterator[str]:
        """The paths of the series' files, folder by folder."""
        for folder, names in self._names[show_id].items():
            for name in bytes(names[:-1]).split(b"\0"):
                yield os.path.join(folder, os.fsdecode(name))


def settled(folder: Folder) -> list[tuple[str, Parse]]:
    """The parses of a whole folder in the light of each other and of the NFOs that lie beside. For a thread."""
    from organizer.parsing.siblings import vote

    parses = vote([folder.parses[file.path] for file in folder.files])
    return [(file.path, _identified(file, parse)) for file, parse in zip(folder.files, parses, strict=True)]


def _identified(file: MediaFile, parse: Parse) -> Parse:
    """The parse with the ids of the file's NFO, when the name itself has none."""
    from organizer.parsing.nfo import ids_in_nfo, with_ids

    named = parse.parsed
    if named.tmdb_id or named.imdb_id or named.tvdb_id:
        return parse
    for companion in file.companions:
        if companion.kind is CompanionKind.NFO:
            parse = with_ids(parse, ids_in_nfo(companion.path))
    return parse


def says_the_same(one: Parse, other: Parse) -> bool:
    """Whether two names mean the same: a file that was moved keeps what was known of it."""
    return _meaning(one) == _meaning(other)


def _meaning(parse: Parse) -> Sequence[object]:
    said = parse.parsed
    numbers = (said.season, said.episode, said.absolute_episode, said.date, said.part)
    return (said.type, said.title, said.year, *numbers, said.tmdb_id, said.imdb_id, said.tvdb_id)
