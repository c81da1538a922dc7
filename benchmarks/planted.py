"""A library that was scanned before: its files on the disk, and the state of a scan that asked nobody.

The verdicts are made from the paths, so that the benchmarks of the review have 100,000 rows of all tiers in a minute.
"""

from __future__ import annotations

import asyncio
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.names import write_library
from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.locations import Locations
from organizer.model import (
    Candidate,
    CandidateType,
    EpisodeRef,
    Hypothesis,
    Match,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    Tier,
    Verdict,
)
from organizer.pipeline import Pipeline
from organizer.state.basis import basis_of
from organizer.state.details import Details
from organizer.state.recall import Recall
from organizer.store.review import ReviewStore

MARK = "Qx"
"""In every title that is made up here, and in no text of the app: a line of the review shows by it on a screen."""

_EPISODE = re.compile(r"S(\d\d)E(\d\d)")
_YEAR = re.compile(r"\((\d{4})\)")


def made_up_paths(count: int) -> list[str]:
    """Relative paths: shows of three seasons with ten episodes each, and as many films."""
    return list(islice(_made_up(count), count))


def _made_up(count: int) -> Iterator[str]:
    for show in range(count // 60 + 1):
        for number in range(30):
            code = f"S{number // 10 + 1:02}E{number % 10 + 1:02}"
            title = f"{MARK} Show {show:04}"
            yield f"TV/{title}/Season {number // 10 + 1}/{title} - {code}.mkv"
    for film in range(count):
        title = f"{MARK} Film {film:05} ({1950 + film % 70})"
        yield f"Movies/{title}/{title}.mkv"


class MadeUp:
    """Reads and judges names of ``made_up_paths``, in all tiers."""

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        return [_parse(path) for path in paths]

    async def match(self, parse: Parse) -> Verdict:
        return _verdict(parse.parsed)

    async def settle(self, _files: Sequence[tuple[str, Parse, Verdict]]) -> Mapping[str, Verdict]:
        return {}


def _parse(path: str) -> Parse:
    name = os.path.basename(path).removesuffix(".mkv")
    if found := _EPISODE.search(name):
        season, episode = map(int, found.groups())
        said = ParsedName(path, MediaType.EPISODE, name[: found.start() - 3], season=(season,), episode=(episode,))
    else:
        found = _YEAR.search(name)
        year = int(found.group(1)) if found else None
        said = ParsedName(path, MediaType.MOVIE, name[: found.start() - 1] if found else name, year)
    return Parse(said, (Hypothesis(said, Origin.LEAF, 0.9),))


def _number(title: str) -> int:
    return zlib.crc32(title.encode()) & 0x7FFFFF


def tier_of(title: str) -> Tier:
    """The tier that a made-up show or film comes to."""
    return (Tier.SURE, Tier.SURE, Tier.SURE, Tier.LIKELY, Tier.AMBIGUOUS, Tier.SURE, Tier.NONE)[_number(title) % 7]


def _verdict(said: ParsedName) -> Verdict:
    title = said.title or ""
    number, tier = _number(title), tier_of(title)
    if tier is Tier.NONE:
        return Verdict(tier, reasons=("TMDB knows nothing of that name",))
    score = {Tier.SURE: 0.98, Tier.LIKELY: 0.85, Tier.AMBIGUOUS: 0.8}[tier]
    kind = CandidateType.MOVIE if said.type is MediaType.MOVIE else CandidateType.TV
    candidates = tuple(
        Candidate(kind, number + n, title, title, (said.year or 2000) + n, score - n / 50, ("title exact",), "A text.")
        for n in range(3)
    )
    if said.type is MediaType.MOVIE:
        match = Match(MediaType.MOVIE, number, title, title, said.year)
    else:
        season, episode = said.season[0] if said.season else 1, said.episode[0]
        held = (EpisodeRef(season, episode, f"Part {episode}"),)
        match = Match(MediaType.EPISODE, number, title, title, 2000, season, held)
    return Verdict(tier, match, score, 0.1, ("title exact", "year exact"), candidates, score)


def plant(folder: str, paths: Sequence[str], settings: Settings, places: Locations) -> None:
    """Write the files, and a state as a scan with these settings leaves it."""
    write_library(folder, paths)
    basis = basis_of(settings)
    store = ReviewStore(details=Details(places.state, lambda: basis))
    recall = Recall(Path(places.state), lambda: basis)
    made_up = MadeUp()
    asyncio.run(Pipeline([folder], settings, made_up, made_up, store.take, CancelToken(), memory=recall).run())
    recall.close()
    store.flush()
    store.close()
