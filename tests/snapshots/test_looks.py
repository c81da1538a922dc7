"""The review in the middle of the work, and the other states of a screen that are worth a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from organizer.errors import TmdbUnreachable
from organizer.model import Decision, MediaFile, Parse, Tier, Verdict
from organizer.pipeline import Counters, StageFailed
from tests.snapshots.scenes import EVERY_SCREEN, states_store
from tests.snapshots.stage import NARROW, SIZES, WIDE, Compare, settled
from tests.tui.world import (
    LANTERN,
    NAMED,
    StillBridge,
    episode_parse,
    filled_store,
    make_app,
    make_desk,
    media,
    verdict,
)
from tui.screens.fix_match import FixMatch
from tui.screens.plan import PlanScreen


@SIZES
def test_review_with_every_state_and_marks(snap_compare: Compare, size: tuple[int, int]) -> None:
    desk = make_desk(states_store())
    desk.done |= {0}
    assert snap_compare(make_app(desk), terminal_size=size, run_before=settled("v", "j", "j"))


@SIZES
def test_review_while_scanning(snap_compare: Compare, size: tuple[int, int]) -> None:
    bridge = StillBridge()
    bridge._numbers = Counters(found=4812, left_out=31, parsed=2210, matched=1604, started=0.0)
    bridge._numbers._marks = [(0.0, 1000), (4.0, 1168)]
    app = make_app(make_desk(states_store(), bridge))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
def test_review_after_a_failure(snap_compare: Compare, size: tuple[int, int]) -> None:
    failed = StageFailed("matching", TmdbUnreachable("TMDB does not answer", hint="check the network"))
    app = make_app(make_desk(bridge=StillBridge(failed=failed)))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
@pytest.mark.parametrize("keys", [["b"], ["b", "b"]], ids=["by-folder", "flat"])
def test_review_gathered_otherwise(snap_compare: Compare, size: tuple[int, int], keys: Sequence[str]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=settled(*keys))


@SIZES
def test_review_with_seasons_open(snap_compare: Compare, size: tuple[int, int]) -> None:
    rows: list[tuple[MediaFile, Parse, Verdict]] = []
    for season, number in [(1, 1), (1, 2), (1, 4), (2, 1), (2, 1)]:
        parse = episode_parse("Lantern Village", season, number)
        name = f"shows/Lantern.Village.S{season:02d}E{number:02d}.{len(rows)}.mkv"
        rows.append((media(name), parse, verdict(Tier.SURE, parse, LANTERN)))
    app = make_app(make_desk(filled_store(rows)))
    assert snap_compare(app, terminal_size=size, run_before=settled("l", "j", "l", "k"))


@SIZES
def test_review_marked_by_a_query(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("equals_sign", "plus", *"lantern", "enter")
    assert snap_compare(make_app(), terminal_size=size, run_before=settled(*keys))


@SIZES
def test_review_where_everything_is_decided(snap_compare: Compare, size: tuple[int, int]) -> None:
    store = filled_store()
    store.decide(range(len(store)), Decision.APPROVED)
    store.decide([9], Decision.IGNORED)
    assert snap_compare(make_app(make_desk(store)), terminal_size=size, run_before=settled("right_square_bracket"))


@SIZES
def test_review_with_a_query_that_finds_nothing(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=settled("slash", *"tier:none zebra", "enter"))


def test_review_with_folders_at_80x24(snap_compare: Compare) -> None:
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=settled("T", "j", "j"))


def test_review_limited_and_searched(snap_compare: Compare) -> None:
    press = ["f", "s", "slash", *"lantern"]
    assert snap_compare(make_app(), terminal_size=WIDE, run_before=settled(*press))


@SIZES
def test_fix_match_of_a_show(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = make_app(make_desk(filled_store(NAMED[:6])))
    assert snap_compare(app, terminal_size=size, run_before=settled("m", "down", on=FixMatch))


def test_plan_as_a_list(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = make_app(EVERY_SCREEN["plan"].desk(tmp_path, monkeypatch), theme="pmo-light")
    assert snap_compare(app, terminal_size=WIDE, run_before=settled("p", "t", on=PlanScreen))
