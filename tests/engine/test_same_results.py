"""What makes a scan fast changes nothing of what it finds: workers, threads, quicker rules, answers in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import DiscoverySettings, ParsingSettings, Settings, TmdbSettings
from organizer.demo.library import build_library
from organizer.demo.transport import DemoTransport
from organizer.model import Parse, Verdict
from organizer.parsing import accelerator, guess
from organizer.pipeline import FilesMatched, FilesParsed, PipelineEvent
from organizer.session import Session

PLAIN = Settings(
    discovery=DiscoverySettings(threads=1),
    parsing=ParsingSettings(batch=1, in_sequence=1_000_000),
    tmdb=TmdbSettings(access_token="demo", rate=1000.0, concurrency=1, memory_entries=100_000),
)
FAST = replace(
    PLAIN,
    discovery=DiscoverySettings(threads=8),
    parsing=ParsingSettings(workers=2, in_sequence=0),
    tmdb=replace(PLAIN.tmdb, concurrency=16, memory_entries=1),
)

Found = dict[str, tuple[Parse, Verdict]]


@pytest.fixture
def stock_guessit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """guessit without the accelerator, in this process."""
    monkeypatch.setattr(accelerator, "rules_builder", lambda: None)
    guess._guessit.cache_clear()
    yield
    guess._guessit.cache_clear()


async def scan(folder: Path, settings: Settings, cache: Path | None) -> Found:
    parses: dict[str, Parse] = {}
    verdicts: dict[str, Verdict] = {}

    def sink(event: PipelineEvent) -> None:
        if isinstance(event, FilesParsed):
            parses.update(event.parses)
        elif isinstance(event, FilesMatched):
            verdicts.update(event.verdicts)

    async with Session(settings, cache, transport=DemoTransport()) as session:
        await session.pipeline([str(folder)], sink, CancelToken()).run()
    return {path: (parses[path], verdicts[path]) for path in parses}


@pytest.mark.usefixtures("stock_guessit")
async def test_a_fast_scan_finds_what_a_plain_one_finds(tmp_path: Path) -> None:
    build_library(str(tmp_path / "library"))
    plain = await scan(tmp_path / "library", PLAIN, None)
    fast = await scan(tmp_path / "library", FAST, tmp_path / "cache.db")
    assert len(plain) > 100
    assert fast == plain
