"""The columns of the review: what lists, filters and orders need of each row, in about 200 bytes a row."""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, repeat

from organizer.buffered import Buffered
from organizer.hash_index import HashIndex
from organizer.model import FileIdentity, Match, MediaFile, Parse, Verdict
from organizer.store.codes import COMPANIONS, STATES, Flag, Kind, Tally
from organizer.store.folders import Folders
from organizer.store.gathered import Gathered
from organizer.store.strings import Strings
from organizer.store.texts import PathTexts

NO_NUMBER = -1
"""In the columns ``season`` and ``episode``: none is known."""

_PENDING = 0
_FAR = 32767  # what a column of two bytes can hold; a larger season is a date or a mistake


class Columns:
    """One entry for each row in every column; a row's id is its place.

    ``title``, ``year``, ``season``, ``episode`` and ``kind`` are of the match, and without one of the name.
    ``language`` is a number of ``languages`` (the match's original language), ``subtitles`` one of
    ``subtitle_languages`` (all languages of the subtitles, sorted, joined by commas). ``state`` is a tier with a
    decision (``codes.STATES``). ``identity`` is ``identity_hash`` of the match, 0 without one. ``expires`` is until
    when the verdict holds, in seconds since the epoch; 0 when it is not to be kept.
    """

    def __init__(self) -> None:
        self.folders = Folders()
        self.titles = Strings()
        self.languages = Strings()
        self.subtitle_languages = Strings()
        self.names = Buffered()
        self.folder = array("I")
        self.size = array("Q")
        self.mtime_ns = array("q")
        self.inode = array("Q")
        self.device = array("H")
        self.links = array("I")
        self.stage = bytearray()
        self.state = bytearray()
        self.kind = bytearray()
        self.flags = bytearray()
        self.confidence = array("d")
        self.tmdb_id = array("I")
        self.identity = array("Q")
        self.title = array("I")
        self.year = array("H")
        self.season = array("h")
        self.episode = array("i")
        self.language = array("H")
        self.subtitles = array("H")
        self.expires = array("I")
        self.texts = PathTexts(self.names, self.folder, self.folders)
        self.gathered = Gathered(self)
        self._devices: list[int] = []
        self._index = HashIndex(self._hashes)
        self._counted = 0
        self._occupied = bytearray()  # for each folder whether rows are in it, not only below it

    def __len__(self) -> int:
        return len(self.names)

    # -- rows

    def find(self, path: str) -> int | None:
        """The id of the row with this path, or None."""
        folder, _, name = path.rpartition(os.sep)
        return self._find(folder or os.sep, name)

    def _find(self, folder: str, name: str) -> int | None:
        names, in_folder, paths = self.names, self.folder, self.folders.paths
        self._index.reach(len(names))
        found = self._index.find(
            hash(folder) ^ hash(name), lambda row: names[row] == name and paths[in_folder[row]] == folder
        )
        return found if found >= 0 else None

    def _hashes(self, start: int, end: int) -> Iterator[int]:
        """Of the rows from a number to another; those of one folder mostly follow each other."""
        paths, before, above = self.folders.paths, -1, 0
        for number, name in zip(self.folder[start:end], self.names.between(start, end), strict=True):
            if number != before:
                before, above = number, hash(paths[number])
            yield above ^ hash(name)

    def add(self, file: MediaFile) -> int | None:
        """Take in a file and answer its id; None when its path is known already."""
        folder, name = os.path.split(file.path)
        if self._find(folder, name) is not None:
            return None
        row_id = len(self.names)
        identity = file.identity
        self.names.append(name)
        self.put_in_folders((self.folders.number(folder, file.root),), (1,))
        self.size.append(identity.size)
        self.mtime_ns.append(identity.mtime_ns)
        self.inode.append(identity.inode)
        self.device.append(self.device_number(identity.device))
        self.links.append(identity.links)
        self.stage.append(0)
        self.state.append(_PENDING)
        self.kind.append(Kind.UNKNOWN)
        self.flags.append(self._companion_flags(file))
        self.confidence.append(0.0)
        for numbers in (self.tmdb_id, self.identity, self.title, self.year, self.language, self.expires):
            numbers.append(0)
        self.season.append(NO_NUMBER)
        self.episode.append(NO_NUMBER)
        self.subtitles.append(self._subtitle_languages(file))
        return row_id

    def tally(self, path: str) -> Tally | None:
        """How many rows are below a folder, by tier and decision."""
        self._count()
        return self.folders.tally(path)

    def counts_of(self, path: str) -> Hashable:
        """Something that is another one when the counts of a folder are others; far sooner had than ``tally``."""
        self._count()
        return self.folders.state(path)

    def _count(self) -> None:
        """Rows are counted when somebody asks: many at once cost less."""
        start, self._counted = self._counted, len(self.names)
        if start < self._counted:
            for (folder, state), count in Counter(zip(self.folder[start:], self.state[start:], strict=True)).items():
                self.folders.count(folder, state, count)

    def put_in_folders(self, numbers: Sequence[int], counts: Iterable[int]) -> None:
        """The next rows are in these folders, so many in each."""
        self.folder.extend(chain.from_iterable(map(repeat, numbers, counts)))
        occupied = self._occupied
        occupied.extend(bytes(max(0, max(numbers, default=0) + 1 - len(occupied))))
        for number in numbers:
            occupied[number] = 1

    def without_rows(self, folders: Sequence[str]) -> list[int]:
        """The places, among these folders, of those with no row in them, known or not."""
        occupied, firsts = self._occupied, self.folders.firsts(folders)
        return [
            place
            for place, first in enumerate(firsts)
            if first < 0
            or not any(occupied[number : number + 1] == b"\1" for number in self.folders.all(folders[place]))
        ]

    def path(self, row_id: int) -> str:
        """The whole path of a row."""
        return os.path.join(self.folders.paths[self.folder[row_id]], self.names[row_id])

    def root(self, row_id: int) -> str:
        """The root below which a row was found."""
        return self.folders.roots[self.folder[row_id]]

    def identity_of(self, row_id: int) -> FileIdentity:
        """Which file the row meant when it was found."""
        return FileIdentity(
            self._devices[self.device[row_id]],
            self.inode[row_id],
            self.size[row_id],
            self.mtime_ns[row_id],
            self.links[row_id],
        )

    # -- what is learnt of them

    def take_parse(self, row_id: int, parse: Parse) -> None:
        """Note what a name says."""
        self.flags[row_id] |= Flag.PARSE
        self.stage[row_id] = max(self.stage[row_id], 1)
        self._set_flag(row_id, Flag.EXTRA, on=bool(parse.parsed.extra))
        if not self.flags[row_id] & Flag.MATCH:
            self._take_name(row_id, parse)

    def take_verdict(self, row_id: int, verdict: Verdict | None, parse: Callable[[], Parse | None]) -> None:
        """Note the verdict on a row; without a match, what its name says, for which ``parse`` is asked.

        Tier and decision are the caller's to set.
        """
        self.gathered.touch(row_id)
        self.confidence[row_id] = verdict.confidence if verdict else 0.0
        match = verdict.match if verdict else None
        self.identity[row_id] = identity_hash(match) if match else 0
        if match is None:
            self.flags[row_id] &= ~Flag.MATCH
            self.tmdb_id[row_id] = self.language[row_id] = 0
            self._take_name(row_id, parse())
            return
        self.flags[row_id] |= Flag.MATCH
        self.kind[row_id] = Kind.of(match.type)
        self.tmdb_id[row_id] = match.tmdb_id
        self.title[row_id] = self.titles.number(match.title)
        self.year[row_id] = match.year or 0
        first = match.episodes[0] if match.episodes else None
        season = match.season if match.season is not None else first.season if first else None
        self._take_numbers(row_id, season, first.number if first else None)
        self.language[row_id] = self.languages.number(match.original_language)

    def set_state(self, row_id: int, state: int) -> None:
        """Another tier or decision: the counts of the folders follow."""
        if row_id < self._counted:
            self.folders.count(self.folder[row_id], self.state[row_id], -1)
            self.folders.count(self.folder[row_id], state, 1)
        if STATES[state][0] is not STATES[self.state[row_id]][0]:
            self.gathered.touch(row_id)
        self.state[row_id] = state

    def _take_name(self, row_id: int, parse: Parse | None) -> None:
        self.gathered.touch(row_id)
        parsed = parse.parsed if parse else None
        self.kind[row_id] = Kind.of(parsed.type if parsed else None)
        self.title[row_id] = self.titles.number(parsed.title or "") if parsed else 0
        year = parsed.year or 0 if parsed else 0
        self.year[row_id] = year if 0 < year <= _FAR else 0
        season = parsed.season[0] if parsed and parsed.season else None
        episode = parsed.episode[0] if parsed and parsed.episode else parsed.absolute_episode if parsed else None
        self._take_numbers(row_id, season, episode)

    def _take_numbers(self, row_id: int, season: int | None, episode: int | None) -> None:
        self.season[row_id] = NO_NUMBER if season is None else min(season, _FAR)
        self.episode[row_id] = NO_NUMBER if episode is None else min(episode, 2**31 - 1)

    def _set_flag(self, row_id: int, flag: int, *, on: bool) -> None:
        self.flags[row_id] = self.flags[row_id] | flag if on else self.flags[row_id] & ~flag

    def device_of(self, number: int) -> int:
        """The device that a number in the column stands for."""
        return self._devices[number]

    def device_number(self, device: int) -> int:
        """The number of a device in the column."""
        if device not in self._devices:
            self._devices.append(device)
        return self._devices.index(device)

    @staticmethod
    def _companion_flags(file: MediaFile) -> int:
        flags = 0
        for companion in file.companions:
            flags |= Flag.of_companion(companion.kind)
        return flags

    def _subtitle_languages(self, file: MediaFile) -> int:
        if not file.companions:
            return 0
        spoken = {companion.language.lower() for companion in file.companions if companion.language}
        return self.subtitle_languages.number(",".join(sorted(spoken)))

    def has_companions(self, row_id: int) -> bool:
        """Whether anything goes with the video."""
        return bool(self.flags[row_id] & COMPANIONS)


def identity_hash(match: Match) -> int:
    """Matches that mean the same film or the same episodes have the same number; it is never 0, and never changes."""
    said = repr((match.type.value, match.tmdb_id, [(e.season, e.number) for e in match.episodes]))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big") >> 1 or 1
