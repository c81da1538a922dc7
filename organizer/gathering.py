"""Gathering what belongs together until it is whole, the parses of a folder or the files of a series: then its names
say more together than each alone.
"""

from __future__ import annotations

import os
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from organizer.model import CompanionKind, FileIdentity, MediaFile, Parse, Verdict
from organizer.state.details import Details, key_of
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


class ShowFiles:
    """The files of each series that were met in a scan, by its id, until all of them are matched.

    In memory they take 8 bytes each, for there may be all episodes of a library; the rest lies in a private state on
    the disk, which is begun with the first file.
    """

    def __init__(self) -> None:
        self._keys: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
        self._details: Details | None = None

    def add(self, show_id: int, path: str, parse: Parse, verdict: Verdict) -> None:
        """Take in a file, once."""
        if self._details is None:
            self._details = Details()
        self._keys[show_id].append(key_of(path))
        self._details.put(path, _nobody, parse=parse, verdict=verdict)

    def of(self, show_id: int) -> Iterator[tuple[str, Parse, Verdict]]:
        """The series' files, in the order in which they came."""
        details = self._details
        if details is None:
            return
        for key in self._keys.get(show_id, ()):
            if (path := details.path_of(key)) is not None:
                known = details.get(path)
                if known.parse and known.verdict:
                    yield path, known.parse, known.verdict

    def close(self) -> None:
        """Let go of all of them."""
        if self._details is not None:
            self._details.close()


def _nobody() -> FileIdentity:
    """Details of a scan's own are never compared with files."""
    return FileIdentity(0, 0, 0, 0)


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
