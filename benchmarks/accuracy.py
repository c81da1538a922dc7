"""How right the matches are: tiers, wrong ones in each, first candidate and recall at five, on the demo library.

    python -m benchmarks.accuracy [--count 2000] [--json] [--wrong]

The library, the truth about each name and the TMDB that answers are the demo's; nothing of the network is used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, replace

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings, TmdbSettings
from organizer.demo.library import Expected, Truth, build_library
from organizer.demo.transport import DemoTransport
from organizer.display import safe_text
from organizer.model import CandidateType, Match, MediaType, ReviewRow, Tier
from organizer.pipeline import FilesFound, FilesMatched, FilesParsed, PipelineEvent
from organizer.session import Session
from organizer.store.review import ReviewStore

SETTINGS = replace(Settings(), tmdb=TmdbSettings(access_token="demo", rate=1000.0))


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the videos of which the truth is known."""

    videos: int
    tiers: Counter[Tier]
    wrong: Counter[Tier]
    sure_but_ambiguous: int
    known: int
    first: int
    at_five: int
    requests: int

    def to_json(self) -> dict[str, object]:
        """Plain numbers."""
        return {
            "videos": self.videos,
            "tiers": {tier.value: self.tiers[tier] for tier in Tier},
            "wrong": {tier.value: self.wrong[tier] for tier in Tier},
            "sure_but_ambiguous": self.sure_but_ambiguous,
            "first_candidate": round(self.first / self.known, 4),
            "recall_at_five": round(self.at_five / self.known, 4),
            "requests": self.requests,
        }


async def scan(root: str) -> tuple[ReviewStore, int]:
    """The whole way of a scan, as the app goes it; with the number of requests."""
    store = ReviewStore()

    def take(event: PipelineEvent) -> None:
        match event:
            case FilesFound(files, left_out):
                store.add(files, left_out)
            case FilesParsed(parses):
                store.set_parses(parses)
            case FilesMatched(verdicts):
                store.set_verdicts(verdicts)

    async with Session(SETTINGS, None, transport=DemoTransport()) as session:
        await session.pipeline([root], take, CancelToken()).run()
        return store, session.client.statistics.requests


def is_right(match: Match | None, truth: Truth | None) -> bool:
    """Whether film or series, season and episodes are those of the truth (an extra needs the work alone)."""
    if match is None or truth is None:
        return match is None and truth is None
    if (match.type, match.tmdb_id) != (truth.type, truth.tmdb_id):
        return False
    if truth.extra or truth.type is MediaType.MOVIE:
        return True
    return {(e.season, e.number) for e in match.episodes} == {(truth.season, n) for n in truth.episodes}


def measure(store: ReviewStore, expected: Expected, requests: int) -> tuple[Figures, list[ReviewRow]]:
    """The figures, and the rows whose match is wrong."""
    tiers: Counter[Tier] = Counter()
    wrong: Counter[Tier] = Counter()
    rows, doubtful, known, first, at_five = [], 0, 0, 0, 0
    for row in store:
        truth = expected.truths[row.file.path]
        verdict = row.verdict
        if verdict is None:
            continue
        tiers[verdict.tier] += 1
        doubtful += verdict.tier is Tier.SURE and truth is not None and truth.ambiguous
        if verdict.tier is not Tier.NONE and not is_right(verdict.match, truth):
            wrong[verdict.tier] += 1
            rows.append(row)
        if truth is not None:
            known += 1
            kind = CandidateType.MOVIE if truth.type is MediaType.MOVIE else CandidateType.TV
            proposed = [(c.type, c.tmdb_id) for c in verdict.candidates[:5]]
            first += proposed[:1] == [(kind, truth.tmdb_id)]
            at_five += (kind, truth.tmdb_id) in proposed
    return Figures(len(store), tiers, wrong, doubtful, known, first, at_five, requests), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=None, help="how many videos (default: the demo's own)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list the wrong matches and what is sure without ground")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        expected = build_library(folder, count=args.count)
        store, requests = asyncio.run(scan(expected.root))
    figures, rows = measure(store, expected, requests)
    if args.json:
        print(json.dumps(figures.to_json()))
        return
    print(f"{figures.videos} videos, {figures.requests} requests")
    print(f"{'tier':10} {'files':>6} {'wrong':>6}")
    for tier in Tier:
        print(f"{tier.value:10} {figures.tiers[tier]:>6} {figures.wrong[tier]:>6}")
    print(f"sure although the name fits several: {figures.sure_but_ambiguous}")
    print(f"first candidate right: {figures.first / figures.known:.1%}; among the first five: ", end="")
    print(f"{figures.at_five / figures.known:.1%} of {figures.known}")
    if args.wrong:
        for row in rows:
            verdict = row.verdict
            print(f"- {safe_text(row.file.relative)}\n    {verdict.tier if verdict else ''}", end=" ")
            print(verdict.match if verdict else "", verdict.reasons if verdict else "")


if __name__ == "__main__":
    main()
