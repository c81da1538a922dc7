"""The whole app on the demo's library and its TMDB: scan, decide, apply and undo by keys, with nothing faked."""

from __future__ import annotations

import hashlib
from pathlib import Path

from organizer.config.schema import LibrarySettings, ParsingSettings, Settings, TmdbSettings
from organizer.demo.library import build_library
from organizer.demo.tmdb import DemoTransport
from organizer.model import Decision, Tier
from organizer.session import Session
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore
from tests.tui.test_files_by_keys import Hand
from tests.tui.world import make_app, places
from tui.bridge import EngineBridge
from tui.desk import Desk
from tui.glyphs import UNICODE
from tui.screens.apply import ApplyScreen
from tui.screens.confirm import Confirm
from tui.screens.plan import PlanScreen
from tui.screens.review import ReviewScreen
from tui.widgets.plan_list import PlanList


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with a digest of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def demo_desk(folder: Path) -> Desk:
    """A desk over real services: pool, client, cache, matcher; only the network is the demo's."""
    media = folder / "media"
    media.mkdir(exist_ok=True)
    settings = Settings(
        library=LibrarySettings(root=str(media)),
        tmdb=TmdbSettings(api_key="0" * 32),
        parsing=ParsingSettings(in_sequence=10_000),  # in this process: a pool would take longer to start than to work
    )
    from organizer.config.library import library_of

    return Desk(
        settings,
        places(folder / "state"),
        (str(folder / "downloads"),),
        library_of(settings.library),
        ReviewStore(DecisionMemory(folder / "state" / "decisions.db")),
        UNICODE,
        lambda wanted, offline: EngineBridge(
            lambda: Session(wanted, folder / "cache.db", offline=offline, transport=DemoTransport())
        ),
    )


async def test_a_library_is_scanned_decided_applied_and_taken_back_by_keys(tmp_path: Path) -> None:
    build_library(str(tmp_path / "downloads"), count=40)
    before = contents(tmp_path / "downloads")
    desk = demo_desk(tmp_path)
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        it = Hand(app, pilot)
        await it.until(lambda: len(desk.store) == 40 and not desk.bridge.scanning and not desk.bridge.waiting)
        await pilot.pause(0.2)
        assert desk.store.tally[Tier.SURE, Decision.PENDING] > 20
        await it.press("f", "s", "A")
        await it.see(Confirm)
        await it.press("y")
        assert desk.store.tally[Tier.SURE, Decision.PENDING] == 0
        await it.press("p")
        await it.see(PlanScreen)
        lines = it.app.screen.query_one(PlanList)
        await it.until(lambda: lines.line_count() > 0)
        await it.press("y")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "done" in it.status("#apply-status"))
        moved = contents(tmp_path / "media")
        assert len(moved) > 20
        assert sorted([*moved.values(), *contents(tmp_path / "downloads").values()]) == sorted(before.values())
        await it.press("u")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "taken back" in it.status("#apply-status"))
        await it.press("enter")
        await it.see(ReviewScreen)
    assert contents(tmp_path / "downloads") == before
    assert contents(tmp_path / "media") == {}


async def test_decisions_are_there_again_at_the_next_start(tmp_path: Path) -> None:
    build_library(str(tmp_path / "downloads"), count=12)
    for start in range(2):
        desk = demo_desk(tmp_path)
        app = make_app(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            it = Hand(app, pilot)
            await it.until(lambda: len(desk.store) == 12 and not desk.bridge.scanning and not desk.bridge.waiting)  # noqa: B023
            await pilot.pause(0.2)
            if start == 0:
                await it.press("f", "s", "A", "y")
                approved = desk.store.decision_count(Decision.APPROVED)
                assert approved > 3
            else:
                assert desk.store.decision_count(Decision.APPROVED) == approved
            await it.press("q")
