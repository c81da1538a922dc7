"""How right the matches are, and how honest: tiers, calibration, first candidates, recall at five, requests.

    python -m benchmarks.accuracy [--count 2000]                      the demo library
    python -m benchmarks.accuracy --large [--count 6000] [--search strict] [--seed 1] [--bands]
    python -m benchmarks.accuracy --corpus DIR                        identity of the readings alone, no TMDB

``--large`` invents 64,000 films and 480 series with their namesakes, sequels and translations, and messy names of them;
``--search`` says how its server searches (see ``benchmarks/invented/standin.py``). ``--bands`` prints the shares by
score and lead that organizer/matching/confidence.py is made from. Nothing of the network is used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace

import httpx

from benchmarks.identity import read_corpus, tally
from benchmarks.invented.catalogue import FILMS, SERIES, make_world
from benchmarks.invented.names import Namer
from benchmarks.invented.standin import Search, StandIn
from benchmarks.judged import BINS, Figures, Judged, cost, measure
from organizer.cancellation import CancelToken
from organizer.config.schema import ParsingSettings, Settings, TmdbSettings
from organizer.demo.catalogue import catalogue
from organizer.demo.library import build_library
from organizer.demo.transport import DemoTransport
from organizer.display import safe_text
from organizer.matching.similarity import normal
from organizer.model import Parse, Tier
from organizer.parsing.pool import ParserPool
from organizer.pipeline import FilesFound, FilesMatched, FilesParsed, PipelineEvent
from organizer.session import Session
from organizer.store.review import ReviewStore

SETTINGS = replace(Settings(), tmdb=TmdbSettings(access_token="demo", rate=1000.0, memory_entries=100_000))
SIZE = 64_000_000  # bytes; short videos may be samples
BATCH = 24


class Counting(DemoTransport):
    """The demo's TMDB; counts the requests by address."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, int] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked[str(request.url)] = self.asked.get(str(request.url), 0) + 1
        return await super().handle_async_request(request)


async def scan(root: str, transport: httpx.AsyncBaseTransport) -> ReviewStore:
    """The whole way of a scan, as the app goes it."""
    store = ReviewStore()

    def take(event: PipelineEvent) -> None:
        match event:
            case FilesFound(files, left_out):
                store.add(files, left_out)
            case FilesParsed(parses):
                store.set_parses(parses)
            case FilesMatched(verdicts):
                store.set_verdicts(verdicts)

    async with Session(SETTINGS, None, transport=transport) as session:
        await session.pipeline([root], take, CancelToken()).run()
    return store


def demo(count: int | None) -> tuple[Figures, list[Judged]]:
    """The demo library on a disk, through the whole pipeline."""
    transport = Counting()
    with tempfile.TemporaryDirectory() as folder:
        expected = build_library(folder, count=count)
        store = asyncio.run(scan(expected.root, transport))
    rows = [
        Judged(row.file.relative, expected.truths[row.file.path], row.verdict)
        for row in store
        if row.verdict is not None
    ]
    figures = measure(rows)
    titles = {film.id: normal(film.english_title) for film in catalogue().films.values()}
    figures.requests = cost(transport.asked, (row.truth for row in rows), titles)
    return figures, rows


def large(
    count: int, search: Search, seed: int, *, films: int = FILMS, series: int = SERIES
) -> tuple[Figures, list[Judged]]:
    """Names of a large catalogue, as empty files on a disk, through the whole pipeline."""
    namer = Namer(make_world(seed, films=films, series=series), seed)
    wanted = {name.path: name for name in (*namer.films(count * 2 // 3), *namer.episodes(count // 3))}
    transport = StandIn(namer.world, search)
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "library")
        named = {path: name for path, name in wanted.items() if _made(os.path.join(root, path))}
        store = asyncio.run(scan(root, transport))
    rows = [
        Judged(row.file.relative, named[row.file.relative].truth, row.verdict, named[row.file.relative].kind)
        for row in store
        if row.verdict is not None
    ]
    figures = measure(rows)
    titles = {film.id: normal(film.english_title) for film in namer.world.films.values()}
    figures.requests = cost(transport.asked, (row.truth for row in rows), titles)
    return figures, rows


def _made(path: str) -> bool:
    """Make a file of holes; False where the file system cannot hold such a name, or has it in another case."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as file:
            file.truncate(SIZE)
    except OSError:
        return False
    return True


async def read(parser: ParserPool, paths: Sequence[str]) -> list[Parse]:
    """What the names say, in their order."""
    batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
    return [parse for batch in await asyncio.gather(*map(parser.parse, batches)) for parse in batch]


async def read_alone(paths: Sequence[str]) -> list[Parse]:
    """The same without a session."""
    async with ParserPool(ParsingSettings()) as parser:
        return await read(parser, paths)


def corpus(folder: str, *, wrong: bool, as_json: bool) -> None:
    """Print the identity of the readings on a corpus."""
    cases = list(read_corpus(folder))
    found, missed = tally(cases, asyncio.run(read_alone([case["path"] for case in cases])))
    if as_json:
        print(json.dumps({name: {"right": t.right, "cases": t.cases} for name, t in found.items()}))
        return
    print(f"{'source':10} {'right':>6} {'cases':>6}")
    for name in sorted(found, key=lambda name: (name in {"all", "refused"}, name)):
        print(f"{name:10} {found[name].right:>6} {found[name].cases:>6} {found[name].share:>7.1%}")
    for case, parse in missed if wrong else ():
        says = {key: value for key, value in parse.parsed.to_json().items() if key in case["expect"]}
        print(f"- {safe_text(case['path'])}\n    wanted {case['expect']}\n    read   {says}")


def show(figures: Figures, *, bands: bool) -> None:
    """Print the tables."""
    plain = figures.to_json()
    print(f"{figures.files} videos; requests {figures.requests}")
    print(f"{'tier':10} {'files':>6} {'wrong':>6}")
    for tier in Tier:
        print(f"{tier.value:10} {figures.tiers[tier]:>6} {figures.wrong[tier]:>6}")
    print(f"of sure {plain['sure_right']:.3%} right; sure covers {plain['sure_coverage']:.1%} of {figures.clear}")
    print(f"sure although the name fits several: {figures.sure_but_ambiguous}")
    print(f"first candidate right: {plain['first_candidate']:.1%}; in the first five: {plain['recall_at_five']:.1%}")
    print(f"\n{'confidence':>10} {'files':>6} {'said':>6} {'right':>6}")
    for place, share in sorted(figures.bins.items()):
        print(f"{place / BINS:>10.2f} {share.files:>6} {share.said / share.files:>6.3f} ", end="")
        print(f"{share.right / share.files:>6.3f}")
    if bands:
        print(f"\n{'tier':10} {'score':>6} {'lead':>6} {'files':>6} {'right':>6}")
        for (tier, score, lead), share in sorted(figures.bands.items()):
            print(f"{tier.value:10} {score:>6.2f} {lead:>6.2f} {share.files:>6} {share.right / share.files:>6.3f}")
        print(f"\n{'done to the name':36} {'files':>6} {'right':>6}")
        for kind, share in sorted(figures.kinds.items()):
            print(f"{kind:36} {share.files:>6} {share.right / share.files:>6.3f}")


def show_wrong(rows: Sequence[Judged]) -> None:
    """Print what is matched and wrong, and what is sure without ground."""
    for row in rows:
        verdict, unfounded = (
            row.verdict,
            row.verdict.tier is Tier.SURE and row.truth is not None and row.truth.ambiguous,
        )
        if verdict.tier is not Tier.NONE and (not row.right or unfounded):
            print(f"- {safe_text(row.path)}\n    {verdict.tier} {verdict.match} {verdict.reasons}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=None, help="how many videos (default: the demo's own; 6000)")
    parser.add_argument("--large", action="store_true", help="a large invented catalogue instead of the demo's")
    parser.add_argument("--search", type=Search, choices=list(Search), default=Search.RANKED)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--bands", action="store_true", help="how many are right by score and lead, and by kind of name"
    )
    parser.add_argument("--corpus", metavar="DIR", help="identity of the readings on a corpus of names")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list the wrong matches and what is sure without ground")
    args = parser.parse_args()
    if args.corpus:
        corpus(args.corpus, wrong=args.wrong, as_json=args.json)
        return
    figures, rows = large(args.count or 6000, args.search, args.seed) if args.large else demo(args.count)
    if args.json:
        print(json.dumps(figures.to_json()))
        return
    show(figures, bands=args.bands)
    if args.wrong:
        show_wrong(rows)


if __name__ == "__main__":
    main()
