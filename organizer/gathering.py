"""Gathering what belongs together until it is whole, the parses of a folder or the files of a series: then its names
say more together than each alone.
"""

from __future__ import annotations

import os
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from organizer.model import CompanionKind, FileIdentity, MediaFile, Parse, Verdict
from organizer.state.details import Details, key_of
from organizer.state.recall import Recalled

_HEAP = 256  # videos
_WORDS = 8  # of a name, at most: more files than that are only called alike by somebody who means it
_NUMBER = "#"
_END = "$"
_ENDS = (_NUMBER, _END)
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(slots=True)
class Folder:
    """The videos of one folder: what is known of each, in the order of discovery.

    Of a folder with more than 256 it is those whose names have the same ``beginning``: all of them at once would be
    matched only when the last one is read, and be held until then, 3 kB each.
    """

    files: tuple[MediaFile, ...]
    recalled: dict[str, Recalled]
    beginning: str = ""
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
    for beginning, part in _parts(files, 1):
        known = {file.path: recalled[file.path] for file in part if file.path in recalled}
        yield Folder(tuple(part), known, beginning)


def _parts(files: Iterable[MediaFile], words: int) -> Iterator[tuple[str, list[MediaFile]]]:
    """Files by so many words at the beginning of their names, and by more where these are common (``The``)."""
    parts: defaultdict[str, list[MediaFile]] = defaultdict(list)
    for file in files:
        parts[_beginning(file.name, words)].append(file)
    for beginning, part in parts.items():
        if len(part) > _HEAP and words < _WORDS and not beginning.endswith(_ENDS):
            yield from _parts(part, words + 1)
        else:
            yield beginning, part


def _beginning(name: str, words: int) -> str:
    """The first words of a name, up to its first number: what neighbours in a series have in common. Never empty.

    No beginning of a name is that of another name with words more.
    """
    found: list[str] = []
    for word in islice(_WORD.finditer(name), words):
        if word[0].isdigit():
            return " ".join((*found, _NUMBER))
        found.append(word[0].casefold())
    return " ".join(found if len(found) == words else (*found, _END))


class Gathering:
    """The folders that are not whole yet, by their paths and, where they are taken in parts, their beginnings."""

    def __init__(self) -> None:
        self._folders: dict[tuple[str, str], Folder] = {}
        self._words: dict[str, int] = {}  # how many words tell the parts of a folder apart

    def open(self, folder: Folder) -> None:
        """Wait for the parses of a folder."""
        path = folder.files[0].folder
        self._folders[path, folder.beginning] = folder
        if folder.beginning:
            self._words[path] = max(self._words.get(path, 0), len(folder.beginning.split()))

    def take(self, path: str, parse: Parse) -> Folder | None:
        """Take in a parse; answers the folder if it is whole now."""
        above, name = os.path.split(path)
        keys = ((above, _beginning(name, words)) for words in range(1, self._words.get(above, 0) + 1))
        key = next((key for key in keys if key in self._folders), (above, ""))
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
