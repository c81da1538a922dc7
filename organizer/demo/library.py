"""The demo library: hundreds of files with messy names on a disk, and the truth about each of them.

Everything is made from the seeds and the catalogue alone: two builds are the same, byte for byte and to the second.
Videos are 16 to 64 kB, mostly holes, so that moving and copying them is cheap.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice
from itertools import count as counting

from organizer.demo.catalogue import CatalogueEpisode, Work, catalogue
from organizer.demo.episode_seeds import EPISODE_SEEDS
from organizer.demo.film_seeds import FILM_SEEDS
from organizer.demo.junk_seeds import JUNK
from organizer.demo.seeds import Seed
from organizer.demo.sweeps import clean, dotted, sweep
from organizer.model import CandidateType, LeftOutReason, MediaType

SEEDS: tuple[Seed, ...] = FILM_SEEDS + EPISODE_SEEDS
"""Every name the library is grown from, before the sweeps that make it large."""

_EPOCH = 1_600_000_000
_HOLES = 16_384
_DVD = 3  # TMDB's number for that type of episode group
_UNWRITABLE = frozenset({errno.EILSEQ, errno.EINVAL})  # file systems that take UTF-8 names only


@dataclass(frozen=True, slots=True)
class Truth:
    """What a video is. ``episodes`` are numbers of ``season``; both are empty for films and extras.

    ``ambiguous`` means that the name fits another work of the catalogue as well: whatever is proposed, it must not
    be ``sure``. ``extra`` is Plex's word for trailers and the like.
    """

    type: MediaType
    tmdb_id: int
    season: int | None = None
    episodes: tuple[int, ...] = ()
    extra: str | None = None
    ambiguous: bool = False

    @property
    def identity(self) -> tuple[MediaType, int, int | None, tuple[int, ...]]:
        """What a match is compared with."""
        return self.type, self.tmdb_id, self.season, self.episodes


@dataclass(frozen=True, slots=True)
class Expected:
    """What was built below ``root``: absolute paths, as ``os.fsdecode`` gives them.

    ``truths`` holds every video; None is one that is no film and no episode of the catalogue, so that nothing proposed
    for it may be ``sure``. ``companions`` leads from each subtitle, picture and NFO to its video. ``left_out`` holds
    all the rest with the reason, file by file, also where the whole folder is to be passed over.
    """

    root: str
    truths: Mapping[str, Truth | None]
    companions: Mapping[str, str]
    left_out: Mapping[str, LeftOutReason]


@dataclass(frozen=True, slots=True)
class _Named:
    path: str
    truth: Truth | None
    beside: tuple[str, ...] = ()


@dataclass(slots=True)
class _Disk:
    """Writes the files and remembers the folders it has made."""

    root: str
    made: set[str] = field(default_factory=set)

    def write(self, relative: str, content: bytes, size: int = 0) -> str | None:
        """The absolute path, or None where the file system cannot hold such a name."""
        path = os.path.join(self.root, relative)
        try:
            self._folder(os.path.dirname(path))
            with open(path, "xb") as file:
                file.write(content)
                if size:
                    file.truncate(size)
        except OSError as error:
            if error.errno in _UNWRITABLE:
                return None
            raise
        stamp = (_EPOCH + _mix(relative) % 100_000_000) * 1_000_000_000
        os.utime(path, ns=(stamp, stamp))
        return path

    def _folder(self, path: str) -> None:
        if path not in self.made:
            os.makedirs(path, exist_ok=True)
            self.made.add(path)


def build_library(folder: str, *, copies: int = 1, count: int | None = None) -> Expected:
    """Builds the library below ``folder``, which is made if need be; nothing that stands there is overwritten.

    One copy is the hand-written library. Each further one adds every film and episode of the catalogue (some 740
    videos) under names of other styles, qualities and groups in a folder of its own. ``count`` asks for exactly that
    many videos instead, however many copies that takes. Takes about 0.1 ms a file.

    Raises FileExistsError where a file is in the way.
    """
    disk = _Disk(os.path.abspath(folder))
    truths: dict[str, Truth | None] = {}
    companions: dict[str, str] = {}
    for named in _names(copies, count):
        video = disk.write(named.path, _video_bytes(named.path), _HOLES + _mix(named.path) % (3 * _HOLES))
        if video is None:
            continue
        truths[video] = named.truth
        for relative in (_beside(named.path, ending) for ending in named.beside):
            if path := disk.write(relative, _companion_bytes(relative)):
                companions[path] = video
    written = ((disk.write(junk.path, _junk_bytes(junk.path)), junk.reason) for junk in JUNK)
    return Expected(disk.root, truths, companions, {path: reason for path, reason in written if path})


def _names(copies: int, count: int | None) -> Iterator[_Named]:
    sweeps = chain.from_iterable(sweep(number) for number in (range(copies - 1) if count is None else counting()))
    return islice(chain.from_iterable(_expand(seed) for seed in chain(SEEDS, sweeps)), count)


def _mix(text: str) -> int:
    return int.from_bytes(blake2b(os.fsencode(text), digest_size=6).digest(), "big")


# ------------------------------------------------------------------------------------------- seed to name


def _expand(seed: Seed) -> Iterator[_Named]:
    if seed.work is None or not seed.numbers:
        yield _Named(seed.path, _truth(seed, ()), seed.beside)
        return
    show = catalogue().series[seed.work[1]]
    for numbers in [seed.numbers] if seed.together else [(number,) for number in seed.numbers]:
        path = seed.path.format(**_fields(show, seed, numbers))
        yield _Named(path, _truth(seed, numbers), seed.beside)


def _truth(seed: Seed, numbers: tuple[int, ...]) -> Truth | None:
    if seed.work is None:
        return None
    kind, number = seed.work
    type_ = MediaType.MOVIE if kind is CandidateType.MOVIE else MediaType.EPISODE
    return Truth(type_, number, seed.season, numbers, seed.extra, seed.ambiguous)


def _fields(show: Work, seed: Seed, numbers: tuple[int, ...]) -> dict[str, object]:
    first = next(e for e in show.episodes() if (e.season, e.number) == (seed.season, numbers[0]))
    season, place = _on_disc(show, first)
    title, aired = first.titles.get("en", f"Episode {first.number}"), first.air_date or ""
    return {
        "e": first.number,
        "last": numbers[-1],
        "n": _counted_through(show, first),
        "ds": season,
        "d": place,
        "title": clean(title),
        "dots": dotted(title),
        "date": aired,
        "ymd": aired.replace("-", "."),
        "yymmdd": aired.replace("-", "")[2:],
        "crc": f"{_mix(f'{show.id} {first.id}') % 2**32:08X}",
    }


def _counted_through(show: Work, wanted: CatalogueEpisode) -> int:
    regular = [episode for episode in show.episodes() if episode.season > 0]
    return regular.index(wanted) + 1 if wanted in regular else wanted.number


def _on_disc(show: Work, wanted: CatalogueEpisode) -> tuple[int, int]:
    """Season and number in the order of the DVDs, where the series has one of its own."""
    discs = next((group.groups for group in show.groups if group.type == _DVD), ())
    for season, (_name, places) in enumerate(discs, start=1):
        if (wanted.season, wanted.number) in places:
            return season, places.index((wanted.season, wanted.number)) + 1
    return wanted.season, wanted.number


def _beside(video: str, ending: str) -> str:
    """Where a companion lies: ``.en.srt`` and ``-poster.jpg`` after the video's stem, all else from its folder."""
    if ending.startswith((".", "-")):
        return os.path.splitext(video)[0] + ending
    return os.path.join(os.path.dirname(video), ending)


# ---------------------------------------------------------------------------------------------- contents


def _video_bytes(relative: str) -> bytes:
    name = os.fsencode(relative)
    return b"plex-media-organizer demo video\n" + name + b"\n" + blake2b(name).hexdigest().encode() + b"\n"


def _companion_bytes(relative: str) -> bytes:
    line = f"{_mix(relative):012x}"
    if relative.endswith(".srt"):
        return f"1\n00:00:01,000 --> 00:00:03,000\n{line}\n".encode()
    if relative.endswith(".nfo"):
        return f"<!-- {line} -->\n".encode()
    return f"plex-media-organizer demo file {line}\n".encode()


def _junk_bytes(relative: str) -> bytes:
    return f"plex-media-organizer demo junk {_mix(relative):012x}\n".encode()
