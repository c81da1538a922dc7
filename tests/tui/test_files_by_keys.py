"""From the plan to the disk and back by keys, with real files."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from organizer.cancellation import CancelToken
from organizer.config.library import library_of
from organizer.model import Decision, FileIdentity, Library, MediaFile, Tier
from organizer.naming import NameStyle
from organizer.planning import make_plan
from organizer.store.review import ReviewStore
from organizer.transfer.apply import carry_out
from organizer.transfer.disk import Disk
from organizer.transfer.journal import Journal
from organizer.transfer.undo import undo
from tests.tui.world import KITE, LANTERN, StillBridge, episode_parse, film_parse, make_app, make_desk, verdict
from tui.app import OrganizerApp
from tui.desk import Desk
from tui.screens.apply import ApplyScreen, CarryingBar
from tui.screens.confirm import ChoiceLine, Confirm
from tui.screens.history import EntryList, HistoryScreen, RunList
from tui.screens.library import LibraryDialog, library_problem
from tui.screens.plan import PlanScreen
from tui.screens.recovered import RecoveredScreen
from tui.screens.review import ReviewScreen
from tui.screens.sheet import SheetLines
from tui.widgets.plan_list import PlanList
from tui.widgets.review_list import ReviewList
from tui.widgets.status_line import StatusLine

NAMES = ("Paper.Kite.1999.mkv", "Lantern.Village.S01E01.mkv", "Lantern.Village.S01E02.mkv")
TREE = {"downloads/" + name for name in NAMES}


def tree(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "state" not in path.parts}


def media_file(path: Path, root: Path) -> MediaFile:
    status = path.lstat()
    identity = FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_nlink)
    return MediaFile(str(path), str(root), identity)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three files on a disk, matched and undecided."""
    root = tmp_path / "downloads"
    root.mkdir()
    (tmp_path / "media").mkdir()
    store = ReviewStore()
    parses = (
        film_parse("Paper Kite", 1999),
        episode_parse("Lantern Village", 1, 1),
        episode_parse("Lantern Village", 1, 2),
    )
    files = []
    for name in NAMES:
        (root / name).write_bytes(os.urandom(2_000))
        files.append(media_file(root / name, root))
    store.add(files)
    store.set_parses((file.path, parse) for file, parse in zip(files, parses, strict=True))
    store.set_verdicts(
        (file.path, verdict(Tier.SURE, parse, candidate))
        for file, parse, candidate in zip(files, parses, (KITE, LANTERN, LANTERN), strict=True)
    )
    library = Library(str(tmp_path / "media" / "Movies"), str(tmp_path / "media" / "TV Shows"))
    return make_desk(store, StillBridge(), folder=tmp_path / "state", roots=(str(root),), library=library)


class Hand:
    """Presses keys and waits for what they bring."""

    def __init__(self, app: OrganizerApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, ready: Callable[[], bool]) -> None:
        for _ in range(200):
            if ready():
                return
            await self.pilot.pause(0.02)
        assert ready()

    async def see(self, screen: type) -> None:
        await self.until(lambda: isinstance(self.app.screen, screen) and bool(self.app.screen.children))
        await self.pilot.pause()

    def status(self, name: str) -> str:
        return self.app.screen.query_one(name, StatusLine).text


@asynccontextmanager
async def hand(desk: Desk) -> AsyncIterator[Hand]:
    app = make_app(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield Hand(app, pilot)


async def plan_shown(it: Hand) -> PlanList:
    await it.press("A", "y", "p")
    await it.see(PlanScreen)
    lines = it.app.screen.query_one(PlanList)
    await it.until(lambda: lines.line_count() > 0)
    return lines


async def applied(it: Hand) -> None:
    await plan_shown(it)
    await it.press("y")
    await it.see(Confirm)
    await it.press("y")
    await it.see(ApplyScreen)
    await it.until(lambda: "done" in it.status("#apply-status"))


async def test_the_plan_shows_the_library_to_be_and_touches_nothing(desk: Desk, tmp_path: Path) -> None:
    async with hand(desk) as it:
        lines = await plan_shown(it)
        text = "\n".join(lines.render_line(y).text for y in range(lines.line_count()))
        assert "TV Shows/" in text
        assert "Lantern Village (2016) {tmdb-501}/" in text
        assert "Season 01/" in text
        assert "Paper Kite (1999) {tmdb-603}.mkv" in text
        assert "← Paper.Kite.1999.mkv" in text
        await it.press("y")
        await it.see(Confirm)
        await it.press("n")
        await it.press("escape")
        await it.see(ReviewScreen)
    assert tree(tmp_path) == TREE


async def test_apply_moves_and_u_takes_all_of_it_back(desk: Desk, tmp_path: Path) -> None:
    before = {name: (tmp_path / "downloads" / name).read_bytes() for name in NAMES}
    async with hand(desk) as it:
        await applied(it)
        assert tree(tmp_path) & TREE == set()
        assert len(tree(tmp_path)) == len(NAMES)
        await it.press("u")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "taken back" in it.status("#apply-status"))
        report = it.app.screen.query_one("#apply-report", SheetLines)
        assert report.empty == ("No problem: every file that was taken back is where it was before.",)
        await it.press("enter")
        await it.see(ReviewScreen)
        assert desk.done == set()
    assert {name: (tmp_path / "downloads" / name).read_bytes() for name in NAMES} == before
    assert tree(tmp_path) == TREE


async def test_rows_carried_away_are_done_and_in_no_further_plan(desk: Desk) -> None:
    async with hand(desk) as it:
        await applied(it)
        await it.press("enter")
        await it.see(ReviewScreen)
        await it.press("b", "b")  # each file by itself
        lines = it.app.screen.query_one(ReviewList)
        assert all("done" in lines.render_line(y).text for y in range(3))
        assert desk.planned_rows() == []


async def test_history_undoes_a_run_after_showing_what_can_be(desk: Desk, tmp_path: Path) -> None:
    async with hand(desk) as it:
        await applied(it)
        await it.press("enter", "H")
        await it.see(HistoryScreen)
        runs, entries = it.app.screen.query_one(RunList), it.app.screen.query_one(EntryList)
        await it.until(lambda: runs.line_count() == 1 and entries.line_count() == len(NAMES) + 2)
        moved = next(path for path in tree(tmp_path) if "Paper Kite" in path)
        (tmp_path / moved).write_bytes(b"edited since")
        await it.press("u")
        await it.see(Confirm)
        shown = " ".join(str(widget.render()) for widget in it.app.screen.query("Static"))
        assert "2 files will go back" in shown
        assert "1 file stay" in shown
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "taken back" in it.status("#apply-status"))
        report = it.app.screen.query_one(SheetLines)
        assert "Not done: 1 file" in report.render_line(0).text
    assert tree(tmp_path) == {moved} | TREE - {"downloads/Paper.Kite.1999.mkv"}


async def test_a_cancelled_run_stops_and_says_so(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.carrying import Carrying

    original = Carrying.current

    def cancel_at_once(self: Carrying, operation: object) -> None:
        self.token.cancel()
        original(self, operation)  # type: ignore[arg-type]

    monkeypatch.setattr(Carrying, "current", cancel_at_once)
    async with hand(desk) as it:
        await plan_shown(it)
        await it.press("y", "y")
        await it.see(ApplyScreen)
        await it.until(lambda: bool(it.status("#apply-status")))
        screen = it.app.screen
        assert isinstance(screen, ApplyScreen)
        left = len(tree(tmp_path) & TREE)
        assert left >= 2
        assert f"{3 - left} of 3 files" in screen.query_one(CarryingBar).text


async def test_a_conflict_stays_and_is_said_first(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}" / "Paper Kite (1999) {tmdb-603}.mkv"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"was here before")
    async with hand(desk) as it:
        lines = await plan_shown(it)
        assert "Conflicts" in lines.render_line(0).text
        assert "Paper.Kite.1999.mkv" in lines.render_line(1).text
        await it.press("y", "y")
        await it.see(ApplyScreen)
        await it.until(lambda: "done" in it.status("#apply-status"))
    assert target.read_bytes() == b"was here before"
    assert "downloads/Paper.Kite.1999.mkv" in tree(tmp_path)


def taken(target: Path) -> Path:
    """A target where another file is already."""
    target.parent.mkdir(parents=True)
    target.write_bytes(b"was here before")
    return target


async def conflict_chosen(desk: Desk, key: str, done: str) -> None:
    """Apply with this choice for the one conflict."""
    async with hand(desk) as it:
        lines = await plan_shown(it)
        await it.press("c")
        await it.see(Confirm)
        await it.press(key)
        await it.see(PlanScreen)
        await it.until(lambda: "Conflicts" not in lines.render_line(0).text)
        await it.press("y")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: done in it.status("#apply-status"))


async def test_every_choice_in_a_conflict_can_be_read_at_80_columns(desk: Desk, tmp_path: Path) -> None:
    taken(tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}" / "Paper Kite (1999) {tmdb-603}.mkv")
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        it = Hand(app, pilot)
        await plan_shown(it)
        await it.press("c")
        await it.see(Confirm)
        line = app.screen.query_one(ChoiceLine)
        shown = "".join(segment.text for segment in line.render_line(0))
        assert "Esc back" in shown


async def test_both_are_kept_when_that_is_chosen(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}"
    target = taken(folder / "Paper Kite (1999) {tmdb-603}.mkv")
    await conflict_chosen(desk, "b", "3 files done")
    assert target.read_bytes() == b"was here before"
    assert len(list(folder.iterdir())) == 2


async def test_what_is_replaced_comes_back_when_the_run_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    target = taken(tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}" / "Paper Kite (1999) {tmdb-603}.mkv")
    new = (tmp_path / "downloads" / "Paper.Kite.1999.mkv").read_bytes()
    await conflict_chosen(desk, "r", "3 files done")
    assert target.read_bytes() == new
    with Journal.open(desk.places.journal, write=True) as journal:
        list(undo(journal, None, CancelToken()))
    assert target.read_bytes() == b"was here before"
    assert (tmp_path / "downloads" / "Paper.Kite.1999.mkv").read_bytes() == new


@pytest.mark.parametrize(("keys", "count"), [((), 2), (("j",), 1), (("G",), 1)], ids=["a show", "an episode", "a film"])
async def test_a_part_of_a_run_goes_back_alone(desk: Desk, tmp_path: Path, keys: tuple[str, ...], count: int) -> None:
    async with hand(desk) as it:
        await applied(it)
        await it.press("enter", "H")
        await it.see(HistoryScreen)
        entries = it.app.screen.query_one(EntryList)
        await it.until(lambda: entries.line_count() > 0)
        await it.press("tab", *keys, "u")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "taken back" in it.status("#apply-status"))
    assert len(tree(tmp_path) & TREE) == count


async def test_without_a_library_the_plan_asks_for_one_and_remembers_it(desk: Desk, tmp_path: Path) -> None:
    desk.library = None
    async with hand(desk) as it:
        await it.press("A", "y", "p")
        await it.see(LibraryDialog)
        it.app.screen.query_one(Input).value = str(tmp_path / "media")
        await it.press("enter")
        await it.see(PlanScreen)
        lines = it.app.screen.query_one(PlanList)
        await it.until(lambda: lines.line_count() > 0)
    assert library_of(desk.settings.library) == Library(
        str(tmp_path / "media" / "Movies"), str(tmp_path / "media" / "TV Shows")
    )
    assert f'root = "{tmp_path / "media"}"' in desk.places.config_file.read_text()


async def test_closing_the_question_for_a_library_closes_the_plan(desk: Desk) -> None:
    desk.library = None
    async with hand(desk) as it:
        await it.press("A", "y", "p")
        await it.see(LibraryDialog)
        await it.press("escape")
        await it.see(ReviewScreen)


@pytest.mark.parametrize(
    ("path", "problem"),
    [("media", "whole path"), ("{tmp}/downloads", "that is scanned"), ("{tmp}/file", "a file"), ("{tmp}/new/deep", "")],
)
def test_a_folder_that_cannot_be_the_library_is_refused(tmp_path: Path, path: str, problem: str) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "file").touch()
    said = library_problem(path.format(tmp=tmp_path), [str(tmp_path / "downloads")])
    assert (problem in said) if problem else not said


async def test_another_instance_at_work_is_a_sentence_and_nothing_is_touched(desk: Desk, tmp_path: Path) -> None:
    desk.places.data.mkdir(parents=True)
    async with hand(desk) as it:
        await plan_shown(it)
        with Journal.open(desk.places.journal, write=True):
            await it.press("y", "y")
            await it.see(ApplyScreen)
            await it.until(lambda: bool(it.status("#apply-status")))
            assert "0 files done" in it.status("#apply-status")
    assert tree(tmp_path) == TREE
    assert desk.store.decision_count(Decision.APPROVED) == len(NAMES)


class DyingDisk(Disk):
    """Dies right after its first rename, before anybody could write that down."""

    def rename_noreplace(self, source: str, target: str) -> None:
        super().rename_noreplace(source, target)
        os._exit(9)


def die_while_applying(desk: Desk) -> None:
    desk.store.decide([0, 1, 2], Decision.APPROVED)
    assert desk.library is not None
    wanted = desk.settings.library
    plan = make_plan(
        list(desk.store),
        desk.library,
        action=wanted.action,
        style=NameStyle(wanted.preset),
        approved=lambda row: row.decision.approves,
        source_roots=desk.roots,
    )
    child = os.fork()
    if not child:
        with Journal.open(desk.places.journal, write=True) as journal:
            list(carry_out(plan, journal, CancelToken(), disk=DyingDisk()))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


async def test_what_a_crash_left_is_settled_before_anything_else_and_shown(desk: Desk, tmp_path: Path) -> None:
    die_while_applying(desk)
    async with hand(desk) as it:
        await it.see(RecoveredScreen)
        await it.press("escape")
        await it.see(ReviewScreen)
    with Journal.open(desk.places.journal, write=False) as journal:
        assert journal.unfinished() == []
    assert len(tree(tmp_path)) == len(NAMES)
