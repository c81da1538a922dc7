"""The demo library's shows of other orders, from their names to their episodes, through the real client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from organizer.config.schema import MatchingSettings, TmdbSettings
from organizer.demo.library import build_library
from organizer.demo.transport import DemoTransport
from organizer.matching.matcher import Matcher
from organizer.model import Tier, Verdict
from organizer.parsing.engine import parse_names
from organizer.tmdb.cache import TmdbCache
from organizer.tmdb.client import TmdbClient

SETTINGS = TmdbSettings(access_token="token-of-a-test")
Truths = dict[str, tuple[int | None, tuple[int, ...]]]


@pytest.fixture
async def client() -> AsyncIterator[TmdbClient]:
    async with TmdbClient(SETTINGS, TmdbCache(None, SETTINGS), transport=DemoTransport()) as client:
        yield client


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> Truths:
    """Season and episodes of each video below the library, by relative path."""
    root = str(tmp_path_factory.mktemp("demo"))
    known = build_library(root).truths.items()
    return {path.removeprefix(root + "/"): (truth.season, truth.episodes) for path, truth in known if truth}


async def settled(client: TmdbClient, paths: list[str]) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
    """Verdicts on these names before and after all of them were looked at together."""
    matcher = Matcher(client, MatchingSettings())
    files = [(path, parse, await matcher.match(parse)) for path, parse in zip(paths, parse_names(paths), strict=True)]
    before = {path: verdict for path, _, verdict in files}
    return before, {**before, **await matcher.settle(files)}


async def test_the_show_that_follows_its_discs_is_right_and_sure(client: TmdbClient, truths: Truths) -> None:
    paths = [path for path in truths if path.startswith("series/Saltmarsh Road/")]
    before, after = await settled(client, paths)
    assert len(paths) == 12
    assert sum(verdict.tier is Tier.SURE for verdict in before.values()) < 6
    found = {path: (v.match.season, tuple(e.number for e in v.match.episodes)) for path, v in after.items() if v.match}
    assert found == {path: truths[path] for path in paths}
    assert {verdict.tier for verdict in after.values()} == {Tier.SURE}
    assert client.statistics.requests <= 7  # search, details, the other season, the list, and two orders


async def test_numbers_that_run_on_are_right_and_likely(client: TmdbClient, truths: Truths) -> None:
    paths = [path for path in truths if path.startswith("anime/Attack on Titan/")]
    _, after = await settled(client, paths)
    found = {path: (v.match.season, tuple(e.number for e in v.match.episodes)) for path, v in after.items() if v.match}
    assert found == {path: truths[path] for path in paths}
    assert {verdict.tier for verdict in after.values()} == {Tier.LIKELY}


async def test_all_orders_of_the_show_are_listed_the_best_first(client: TmdbClient, truths: Truths) -> None:
    paths = [path for path in truths if path.startswith("series/Saltmarsh Road/")]
    matcher = Matcher(client, MatchingSettings())
    files = [(path, parse, await matcher.match(parse)) for path, parse in zip(paths, parse_names(paths), strict=True)]
    fits = await matcher.order_fits(900007, files)
    assert fits[0].choice.name == "DVD order"
    assert {fit.choice.name for fit in fits} == {"DVD order", "aired order", "absolute order", "production order"}
    assert (fits[0].fitting.explained, fits[0].fitting.agreeing) == (12, 12)
