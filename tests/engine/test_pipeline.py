"""The pipeline: discovery, parsing and matching side by side, in order for each file, kept when something fails."""

from __future__ import annotations

import asyncio
import gc
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings, ParsingSettings, Settings, TmdbSettings
from organizer.errors import TmdbOffline, TmdbUnreachable
from organizer.model import FileIdentity, MediaFile, MediaType, Parse, ParsedName, Tier, Verdict
from organizer.pipeline import (
    FilesFound,
    FilesMatched,
    FilesParsed,
    Pipeline,
    PipelineEvent,
    PipelineFinished,
    StageFailed,
    reading_path,
)
from organizer.store.review import ReviewStore

SETTINGS = Settings(
    discovery=DiscoverySettings(threads=2), parsing=ParsingSettings(batch=5), tmdb=TmdbSettings(concurrency=2)
)


class Reader:
    """Reads a name without guessit."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    async def parse(self, paths: Sequence[str]) -> list[Parse]:
        self.batches.append(len(paths))
        await asyncio.sleep(0)
        return [Parse(ParsedName(path, MediaType.MOVIE, path)) for path in paths]


class SteadyJudge:
    """Says ``likely`` to everything, after ``before`` has been called with the count so far."""

    def __init__(self, before: Callable[[int], None] = lambda _: None) -> None:
        self.asked = 0
        self.under_way = 0
        self.most_under_way = 0
        self._before = before

    async def match(self, parse: Parse) -> Verdict:
        self._before(self.asked)
        self.asked += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        return Verdict(Tier.LIKELY)

    async def settle(self, files: Sequence[tuple[str, Parse, Verdict]]) -> Mapping[str, Verdict]:
        return {}


def tree(root: Path, count: int) -> list[str]:
    paths = []
    for number in range(count):
        folder = root / f"d{number % 4}"
        folder.mkdir(exist_ok=True)
        path = folder / f"Film {number} (2001).mkv"
        path.write_bytes(b"x")
        paths.append(str(path))
    return paths


async def run(
    root: Path, judge: SteadyJudge, token: CancelToken | None = None
) -> tuple[list[PipelineEvent], Pipeline, Reader]:
    events: list[PipelineEvent] = []
    reader = Reader()
    pipeline = Pipeline([str(root)], SETTINGS, reader, judge, events.append, token or CancelToken())
    await pipeline.run()
    return events, pipeline, reader


async def test_every_file_is_found_parsed_and_matched_once_in_that_order(tmp_path: Path) -> None:
    paths = tree(tmp_path, 23)
    (tmp_path / "notes.txt").write_text("x")
    events, pipeline, _ = await run(tmp_path, SteadyJudge())
    seen: dict[str, list[str]] = {}
    for event in events:
        if isinstance(event, FilesFound):
            for file in event.files:
                seen.setdefault(file.path, []).append("found")
        elif isinstance(event, FilesParsed):
            for path, _ in event.parses:
                seen[path].append("parsed")
        elif isinstance(event, FilesMatched):
            for path, _ in event.verdicts:
                seen[path].append("matched")
    told = {path: list(dict.fromkeys(stages)) for path, stages in seen.items()}
    assert told == {path: ["found", "parsed", "matched"] for path in paths}
    assert events[-1] == PipelineFinished(cancelled=False)
    counters = pipeline.counters
    assert (counters.found, counters.parsed, counters.matched, counters.left_out) == (23, 23, 23, 1)
    assert counters.finished
    assert counters.eta == 0.0


async def test_batches_are_no_larger_than_asked_and_matching_is_bounded(tmp_path: Path) -> None:
    tree(tmp_path, 40)
    judge = SteadyJudge()
    _, _, reader = await run(tmp_path, judge)
    assert max(reader.batches) <= 5
    assert judge.most_under_way <= SETTINGS.tmdb.concurrency * 4


async def test_reading_waits_for_matching_that_is_slower(tmp_path: Path) -> None:
    for number in range(1500):
        (tmp_path / f"d{number}").mkdir()
        (tmp_path / f"d{number}" / "Film (2001).mkv").write_bytes(b"x")
    leads: list[int] = []
    far_ahead = asyncio.Event()

    class SlowJudge(SteadyJudge):
        async def match(self, parse: Parse) -> Verdict:
            await far_ahead.wait()
            for _ in range(30):
                await asyncio.sleep(0)
            return await super().match(parse)

    judge = SlowJudge()

    class LeadingReader(Reader):
        async def parse(self, paths: Sequence[str]) -> list[Parse]:
            found = await super().parse(paths)
            leads.append(sum(self.batches) - judge.asked)
            if leads[-1] > 64:
                far_ahead.set()
            return found

    pipeline = Pipeline([str(tmp_path)], SETTINGS, LeadingReader(), judge, lambda _: None, CancelToken())
    await pipeline.run()
    assert judge.asked == 1500
    assert max(leads) < 148


async def test_a_dropped_run_ends_although_names_wait_for_a_tmdb_that_never_answers(tmp_path: Path) -> None:
    for number in range(900):
        (tmp_path / f"Film {number} (2001).mkv").write_bytes(b"x")

    class SilentJudge(SteadyJudge):
        async def match(self, _parse: Parse) -> Verdict:
            await asyncio.Event().wait()
            raise AssertionError

    full = asyncio.Event()

    def enough(event: PipelineEvent) -> None:
        if isinstance(event, FilesParsed) and pipeline.counters.parsed >= 73:  # 64 wait, 8 are asked for, 1 is next
            full.set()

    pipeline = Pipeline([str(tmp_path)], SETTINGS, Reader(), SilentJudge(), enough, CancelToken())
    work = asyncio.create_task(pipeline.run())
    await asyncio.wait_for(full.wait(), 20)
    for _ in range(100):
        await asyncio.sleep(0)  # what was read stands in line now, and the line is full
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(work, 20)


async def test_what_was_found_is_kept_when_tmdb_goes_away_and_that_is_said_once(tmp_path: Path) -> None:
    paths = tree(tmp_path, 30)

    def fail_after_ten(count: int) -> None:
        if count >= 10:
            raise TmdbUnreachable("TMDB does not answer")

    events, _, _ = await run(tmp_path, SteadyJudge(fail_after_ten))
    kinds = Counter(type(event) for event in events)
    assert kinds[StageFailed] == 1
    assert sum(len(event.verdicts) for event in events if isinstance(event, FilesMatched)) == 10
    assert sum(len(e.files) for e in events if isinstance(e, FilesFound)) == len(paths)
    assert sum(len(e.parses) for e in events if isinstance(e, FilesParsed)) == len(paths)


async def test_a_cancelled_run_ends_soon_and_says_that_it_was_cancelled(tmp_path: Path) -> None:
    tree(tmp_path, 60)
    token = CancelToken()

    def cancel_after_five(count: int) -> None:
        if count == 5:
            token.cancel()

    judge = SteadyJudge(cancel_after_five)
    events, _, _ = await run(tmp_path, judge, token)
    assert events[-1] == PipelineFinished(cancelled=True)
    assert judge.asked < 60


async def test_cancelling_the_task_itself_ends_the_threads_of_discovery(tmp_path: Path) -> None:
    tree(tmp_path, 60)
    token = CancelToken()
    started = asyncio.Event()
    judge = SteadyJudge(lambda _: started.set())
    task = asyncio.create_task(run(tmp_path, judge, token))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_events_fill_the_store_in_any_interleaving(tmp_path: Path) -> None:
    paths = tree(tmp_path, 12)
    events, _, _ = await run(tmp_path, SteadyJudge())
    store = ReviewStore()
    for event in events:
        if isinstance(event, FilesFound):
            store.add(event.files, event.left_out)
        elif isinstance(event, FilesParsed):
            store.set_parses(event.parses)
        elif isinstance(event, FilesMatched):
            store.set_verdicts(event.verdicts)
    assert {row.file.path for row in store} == set(paths)
    assert store.tier_count(Tier.LIKELY) == 12


@pytest.mark.parametrize(
    ("root", "below", "read"),
    [
        ("/home/me/downloads", "Heat (1995)/heat.mkv", "Heat (1995)/heat.mkv"),
        ("/srv/tv/Long Winter", "S01E01.mkv", "Long Winter/S01E01.mkv"),
        ("/srv/tv/winter", "Season 1/03.mkv", "winter/Season 1/03.mkv"),
        ("/srv/tv/winter.2010.S01.720p", "03.mkv", "winter.2010.S01.720p/03.mkv"),
        ("/tmp/in", "091 - Rust.mkv", "091 - Rust.mkv"),
        ("/tmp/scan7x", "091 - Rust.mkv", "091 - Rust.mkv"),
        ("/srv/2024", "091 - Rust.mkv", "091 - Rust.mkv"),
        ("/srv/My Movies", "091 - Rust.mkv", "091 - Rust.mkv"),
        ("/srv/Filme", "091 - Rust.mkv", "091 - Rust.mkv"),
        ("/srv/tv/Long Winter/Season 2", "03.mkv", "Long Winter/Season 2/03.mkv"),
        ("/srv/tv/Long Winter (2010)/Specials", "a/x.mkv", "Long Winter (2010)/Specials/a/x.mkv"),
    ],
)
def test_the_name_of_the_root_is_read_where_it_says_something(root: str, below: str, read: str) -> None:
    file = MediaFile(os.path.join(root, below), root, FileIdentity(1, 2, 3, 4))
    assert reading_path(file) == read


async def test_offline_a_file_the_cache_does_not_know_leaves_the_others_alone(tmp_path: Path) -> None:
    tree(tmp_path, 6)

    answers = iter([False, True, False, False, False, False])

    def forget_the_second(_asked: int) -> None:
        if next(answers):
            raise TmdbOffline("The cache does not know it")

    events, _, _ = await run(tmp_path, SteadyJudge(forget_the_second))
    verdicts = [verdict for event in events if isinstance(event, FilesMatched) for _, verdict in event.verdicts]
    assert Counter(verdict.tier for verdict in verdicts) == {Tier.LIKELY: 5, Tier.NONE: 1}
    assert not [event for event in events if isinstance(event, StageFailed)]


def alive(kind: type) -> int:
    return sum(isinstance(one, kind) for one in gc.get_objects())


async def test_of_a_heap_what_is_done_with_is_let_go(tmp_path: Path) -> None:
    words = ["".join(letters) for letters in product("abcdefgh", repeat=3)]
    for word in words:
        for year in (2001, 2002, 2003):
            (tmp_path / f"{word.title()} ({year}).mkv").write_bytes(b"x")
    count = 3 * len(words)
    gc.collect()
    before = {kind: alive(kind) for kind in (Parse, MediaFile)}
    left: list[tuple[float, float]] = []

    def look(asked: int) -> None:
        if asked in {count // 2, count - 1}:
            left.append(((alive(Parse) - before[Parse]) / count, (alive(MediaFile) - before[MediaFile]) / count))

    pipeline = Pipeline([str(tmp_path)], SETTINGS, Reader(), SteadyJudge(look), lambda _: None, CancelToken())
    await pipeline.run()
    (parses, files), (last_parses, last_files) = left
    assert max(parses, last_parses) < 0.2
    assert files < 0.7
    assert last_files < 0.2
