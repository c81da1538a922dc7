"""What the screens look like: pictures that are compared, at the sizes and in the looks that people have."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from organizer.config.load import Origin, OriginKind
from organizer.errors import TmdbUnreachable
from organizer.model import (
    Action,
    Decision,
    FileIdentity,
    LeftOut,
    LeftOutReason,
    Library,
    MediaFile,
    Operation,
    OperationStatus,
    Outcome,
    Parse,
    Plan,
    Result,
    Run,
    RunState,
    Tier,
    Verdict,
)
from organizer.pipeline import Counters, StageFailed
from organizer.store.review import ReviewStore
from organizer.transfer.apply import Execution
from organizer.transfer.records import Entry, OpState
from organizer.transfer.recover import RecoveryReport
from tests.tui.test_statistics import counted_scan
from tests.tui.world import (
    HARBOUR_NEW,
    LANTERN,
    NAMED,
    StillBridge,
    episode_parse,
    filled_store,
    film,
    film_parse,
    make_app,
    make_desk,
    media,
    verdict,
)
from tui.app import OrganizerApp
from tui.carrying import Carrying
from tui.desk import Desk
from tui.history_lines import history_lines
from tui.screens.apply import ApplyScreen, Job
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.screens.history import EntryList, HistoryScreen, RunList
from tui.screens.left_out import LeftOutScreen
from tui.screens.library import LibraryDialog
from tui.screens.name_dialog import NameDialog
from tui.screens.orders import OrderDialog
from tui.screens.plan import PlanScreen
from tui.screens.problem import ProblemDialog
from tui.screens.recovered import RecoveredScreen
from tui.screens.settings import SettingsScreen
from tui.screens.statistics import StatisticsScreen
from tui.screens.welcome import WelcomeScreen
from tui.screens.why import WhyScreen

Compare = Callable[..., bool]
NARROW, WIDE = (80, 24), (120, 40)
LOOKS = pytest.mark.parametrize("look", ["light", "16-colours", "no-colour", "ascii"])
THEMES = {"light": "pmo-light", "16-colours": "ansi-dark", "no-colour": "ansi-dark", "ascii": "pmo-dark"}
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only things of the surroundings that change a picture."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def settled(
    *keys: str, then: Callable[[OrganizerApp], object] | None = None, on: type | None = None
) -> Callable[[Pilot[int]], object]:
    """Press keys, do something, and wait until the screen stands still; ``on`` is the screen that has to be there."""

    async def wait(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, OrganizerApp)
        await stand_still(pilot)
        for key in keys:
            await pilot.press(key)
        if then is not None:
            await stand_still(pilot)
            then(app)
        await stand_still(pilot)
        assert on is None or isinstance(app.screen, on)

    return wait


async def stand_still(pilot: Pilot[int]) -> None:
    """Three looks in a row at the same screen, farther apart than any delay of the app but the search's."""
    seen: list[str] = []
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        assert len(seen) < 60, "the screen does not come to rest"
        await pilot.pause(0.07)
        seen.append("\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips()))


def states_store() -> ReviewStore:
    """Every state that a row can be in."""
    store = filled_store()
    files = [media("late/One.More.Film.2011.mkv"), media("late/And.Another.2012.mkv")]
    store.add(files)
    store.set_parses([(files[0].path, film_parse("One More Film", 2011))])
    store.decide([0, 1], Decision.APPROVED)
    store.decide([2], Decision.SKIPPED)
    store.decide([3], Decision.IGNORED)
    fixed = verdict(Tier.SURE, film_parse("The Quiet Harbour"), HARBOUR_NEW)
    store.fix({8: fixed})
    return store


# -- the review


@SIZES
@pytest.mark.parametrize("theme", ["pmo-dark", "pmo-light", "ansi-dark"])
def test_review(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(make_app(theme=theme), terminal_size=size, run_before=settled())


@SIZES
def test_review_without_colour(snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(make_desk(states_store()), theme="ansi-dark")
    assert snap_compare(app, terminal_size=size, run_before=settled("j", "space", "j"))


@SIZES
def test_review_in_ascii(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = make_app(make_desk(states_store(), ascii_only=True))
    assert snap_compare(app, terminal_size=size, run_before=settled("j", "space", "j"))


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
def test_review_with_nothing_found(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(make_desk(ReviewStore())), terminal_size=size, run_before=settled())


@SIZES
def test_review_after_a_failure(snap_compare: Compare, size: tuple[int, int]) -> None:
    failed = StageFailed("matching", TmdbUnreachable("TMDB does not answer", hint="check the network"))
    app = make_app(make_desk(bridge=StillBridge(failed=failed)))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
def test_review_with_long_wide_and_hostile_names(snap_compare: Compare, size: tuple[int, int]) -> None:
    names = (
        "The.Extraordinarily.Long.And.Winding.Title.Of.A.Series.That.Never.Ends.S03E17.1080p.WEB-DL.DDP5.1.x264-KETTLE.mkv",
        "灯台守の村と静かな港の長い長い物語.第十二話.1080p.mkv",
        "Пять вечеров на старом маяке и ещё один, самый длинный вечер (1978).mkv",
        "😀 emoji ‍and joiner 👩‍🚀.mkv",
        "[/b] [@click=app.quit]markup[/] \x1b[31mred\x1b[0m.mkv",
        "turned \u202e round.mkv",
        "bad bytes \udcff\udcfe.mkv",
    )
    rows = []
    for number, name in enumerate(names):
        parse = film_parse(name)
        found = film(number + 1, name, 1999, 0.97, f"title exact: {name}")
        rows.append((media(name), parse, verdict(Tier.LIKELY, parse, found, replace(found, tmdb_id=99), gap=0.2)))
    assert snap_compare(make_app(make_desk(filled_store(rows))), terminal_size=size, run_before=settled())


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


WHY = ("equals_sign", "j", "w")


@SIZES
@pytest.mark.parametrize("theme", ["pmo-dark", "pmo-light", "ansi-dark"])
def test_why(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(make_app(theme=theme), terminal_size=size, run_before=settled(*WHY, on=WhyScreen))


@pytest.mark.parametrize("look", ["no-colour", "ascii"])
def test_why_in_other_looks(snap_compare: Compare, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if look == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(make_desk(ascii_only=look == "ascii"), theme=THEMES[look])
    assert snap_compare(app, terminal_size=NARROW, run_before=settled(*WHY, on=WhyScreen))


def test_review_with_folders_at_80x24(snap_compare: Compare) -> None:
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=settled("T", "j", "j"))


def test_review_limited_and_searched(snap_compare: Compare) -> None:
    press = ["f", "s", "slash", *"lantern"]
    assert snap_compare(make_app(), terminal_size=WIDE, run_before=settled(*press))


# -- dialogs


@pytest.mark.parametrize("keys", [["A"], ["f"], ["K"]], ids=["approve-all", "only", "key"])
def test_dialogs_of_the_review(snap_compare: Compare, keys: Sequence[str]) -> None:
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=settled(*keys))


@SIZES
@pytest.mark.parametrize("typed", ["+1", "1x01-04"], ids=["shift", "mistake"])
def test_episode(snap_compare: Compare, size: tuple[int, int], typed: str) -> None:
    app = make_app(make_desk(filled_store(NAMED[:6])))
    assert snap_compare(app, terminal_size=size, run_before=settled("e", *typed, on=EpisodeDialog))


@SIZES
def test_fix_match(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=settled("j", "m", on=FixMatch))


@SIZES
def test_fix_match_of_a_show(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = make_app(make_desk(filled_store(NAMED[:6])))
    assert snap_compare(app, terminal_size=size, run_before=settled("m", "down", on=FixMatch))


@SIZES
def test_name_by_hand(snap_compare: Compare, size: tuple[int, int]) -> None:
    press = settled("j", "n", "home", *"x:", on=NameDialog)
    assert snap_compare(make_app(), terminal_size=size, run_before=press)


@SIZES
def test_episode_orders(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = make_app(make_desk(filled_store(NAMED[:6])))
    assert snap_compare(app, terminal_size=size, run_before=settled("O", on=OrderDialog))


@pytest.mark.parametrize("dialog", ["library", "problem"])
def test_small_dialogs(snap_compare: Compare, dialog: str) -> None:
    def push(app: OrganizerApp) -> None:
        desk = make_desk()
        if dialog == "library":
            app.push_screen(LibraryDialog("/srv/media", ["/in"], desk.glyphs))
        else:
            app.push_screen(
                ProblemDialog("ValueError while making the plan: nobody expected that.", Path("/data/organizer.log"))
            )

    assert snap_compare(make_app(), terminal_size=NARROW, run_before=settled(then=push))


@SIZES
def test_first_start(snap_compare: Compare, size: tuple[int, int]) -> None:
    desk = make_desk(ReviewStore(), roots=())
    assert snap_compare(make_app(desk, ask_for_key=True), terminal_size=size, run_before=settled(on=WelcomeScreen))


# -- sheets


@SIZES
def test_help(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=settled("question_mark"))


def test_left_out(snap_compare: Compare) -> None:
    left_out = [
        LeftOut("/in/@eaDir", LeftOutReason.SYSTEM_FOLDER),
        LeftOut("/in/films/Paper.Kite.sample.mkv", LeftOutReason.SAMPLE, "named like a sample, and small"),
        *(LeftOut(f"/in/new/Film.{n}.mkv.part", LeftOutReason.UNFINISHED) for n in range(4)),
        LeftOut("/in/locked", LeftOutReason.UNREADABLE, "permission denied"),
    ]
    show = settled(then=lambda app: app.push_screen(LeftOutScreen(left_out, make_desk().glyphs)))
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=show)


def test_recovered(snap_compare: Compare) -> None:
    report = RecoveryReport(
        finished=("Paper Kite (1999).mkv had been moved: that is noted now",),
        rolled_back=("Lantern.Village.S01E01.mkv is back where it was: its copy was not complete",),
        reported=("/in/odd.mkv is neither where it was nor where it was going",),
    )
    show = settled(then=lambda app: app.push_screen(RecoveredScreen(report, make_desk().glyphs)))
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=show)


# -- plan, apply, history

LIBRARY = Library("/media/Movies", "/media/TV Shows")


def operation(source: str, target: str | None, status: OperationStatus, reason: str | None = None) -> Operation:
    size = FileIdentity(1, 1, 1_503_238_553, 1)
    return Operation(f"/in/{source}", target and f"/media/{target}", Action.MOVE, status, 1, size, reason)


def a_plan() -> Plan:
    show = "TV Shows/Lantern Village (2016) {tmdb-501}/Season 01"
    kite = "Movies/Paper Kite (1999) {tmdb-603}/Paper Kite (1999) {tmdb-603}"
    ready = [
        *(
            operation(
                f"shows/Lantern.Village.S01E{n:02d}.720p.HDTV.x264-KETTLE.mkv",
                f"{show}/Lantern Village (2016) - s01e{n:02d} - Chapter {n}.mkv",
                OperationStatus.READY,
            )
            for n in range(1, 7)
        ),
        operation("films/Paper.Kite.1999.1080p.mkv", f"{kite}.mkv", OperationStatus.READY),
        operation("films/Paper.Kite.1999.1080p.en.srt", f"{kite}.en.srt", OperationStatus.READY),
    ]
    harbour = "Movies/The Quiet Harbour (2018) {tmdb-602}/The Quiet Harbour (2018) {tmdb-602}.mkv"
    return Plan(
        (
            *ready,
            operation("films/The Quiet Harbour.mkv", harbour, OperationStatus.CONFLICT, "there is a file of that name"),
            operation("phone/VID_0042.mp4", None, OperationStatus.UNMATCHED, "no match"),
            operation("films/high tide at noon (2008).avi", None, OperationStatus.BELOW_CONFIDENCE, "not approved"),
        ),
        LIBRARY,
        Action.MOVE,
        ("/in",),
        ("/media is on another disk: files are copied there first, which takes time",),
    )


@SIZES
def test_plan(snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("organizer.planning.make_plan", lambda *_rows, **_wanted: a_plan())
    desk = make_desk(filled_store(), library=LIBRARY)
    desk.store.decide(range(7), Decision.APPROVED)
    assert snap_compare(make_app(desk), terminal_size=size, run_before=settled("p"))


def outcomes(*, failing: bool) -> list[Outcome]:
    found = [
        Outcome(op.source, op.target or "", op.action, Result.DONE, size=op.size, warnings=()) for op in a_plan().ready
    ]
    if failing:
        found[2] = replace(found[2], result=Result.FAILED, error="the file was changed since it was planned")
        found[3] = replace(found[3], warnings=("its owner could not be set: the share does not allow it",))
    return found


@pytest.mark.parametrize("failing", [False, True], ids=["well", "with-failures"])
def test_apply(snap_compare: Compare, failing: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Carrying, "elapsed", property(lambda _self: 12.0))
    job = Job(
        "Files are moved",
        lambda *_: Execution("1", (outcome for outcome in outcomes(failing=failing))),
        8,
        8 * 1_503_238_553,
    )
    desk = make_desk(folder=tmp_path)
    push = settled(then=lambda app: app.push_screen(ApplyScreen(desk, job)))
    assert snap_compare(make_app(desk), terminal_size=NARROW, run_before=push)


def a_run(number: int, state: RunState, **more: int) -> Run:
    started = datetime(2026, 3, number, 20, 15, tzinfo=UTC)
    whole = Run(str(number), started, Action.MOVE, 523, 523, 0, 0, 812_000_000_000, state)
    return replace(whole, **more)  # type: ignore[arg-type]


def an_entry(number: int, op: Operation) -> Entry:
    """An operation of a run, done, as the journal has it."""
    identity, target = FileIdentity(1, 1, op.size, 1), op.target or ""
    return Entry(
        number, 4, number, number, number, op.source, target, op.action, None, identity, None, None, OpState.DONE,
        None, (),
    )  # fmt: skip


@SIZES
def test_history(snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HistoryScreen, "_read_entries", lambda *_: None)
    entries = [an_entry(n, op) for n, op in enumerate(a_plan().ready)]
    entries[1] = replace(entries[1], state=OpState.FAILED, error="the target is taken")

    def fill(app: OrganizerApp) -> None:
        app.screen.query_one(RunList).show(
            [
                a_run(4, RunState.PARTIAL, failed=1, done=522),
                a_run(3, RunState.COMPLETE),
                a_run(2, RunState.UNDONE, undone=523, done=0),
                a_run(1, RunState.INTERRUPTED, done=17),
            ]
        )
        app.screen.query_one(EntryList).show(history_lines(entries, LIBRARY.roots))

    assert snap_compare(make_app(), terminal_size=size, run_before=settled("H", then=fill))


def test_history_without_a_run(snap_compare: Compare, tmp_path: Path) -> None:
    desk: Desk = make_desk(folder=tmp_path)
    assert snap_compare(make_app(desk), terminal_size=NARROW, run_before=settled("H"))


# -- settings


@SIZES
@pytest.mark.parametrize("theme", ["pmo-dark", "pmo-light", "ansi-dark"])
def test_settings(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    desk = make_desk()
    desk.origins = {"library.root": Origin(OriginKind.FLAG, "--library")}
    keys = ("comma", "j", "j", "j", "j", "l", "j")
    assert snap_compare(make_app(desk, theme=theme), terminal_size=size, run_before=settled(*keys, on=SettingsScreen))


def test_settings_with_a_value_that_is_wrong(snap_compare: Compare) -> None:
    keys = ("comma", *"jjjjjjjjjj", "enter", *"glish")
    assert snap_compare(make_app(), terminal_size=NARROW, run_before=settled(*keys, on=SettingsScreen))


def test_settings_in_ascii(snap_compare: Compare) -> None:
    app = make_app(make_desk(ascii_only=True))
    assert snap_compare(app, terminal_size=NARROW, run_before=settled("comma", "pagedown", "l", on=SettingsScreen))


@SIZES
def test_settings_without_colour(snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(theme="ansi-dark")
    assert snap_compare(app, terminal_size=size, run_before=settled("comma", "j", "l", on=SettingsScreen))


# -- statistics


@SIZES
def test_statistics(snap_compare: Compare, size: tuple[int, int]) -> None:
    bridge = StillBridge()
    bridge._numbers = counted_scan()
    app = make_app(make_desk(bridge=bridge))
    assert snap_compare(app, terminal_size=size, run_before=settled("S", on=StatisticsScreen))


# -- every look of the plan, the history and the statistics


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, Plan], OrganizerApp]:
    """Makes an app that looks like this and makes this plan."""

    def make(look: str, plan: Plan) -> OrganizerApp:
        monkeypatch.setattr("organizer.planning.make_plan", lambda *_rows, **_wanted: plan)
        if look == "no-colour":
            monkeypatch.setenv("NO_COLOR", "1")
        desk = make_desk(filled_store(), library=LIBRARY, ascii_only=look == "ascii", folder=tmp_path)
        desk.store.decide(range(7), Decision.APPROVED)
        return make_app(desk, theme=THEMES[look])

    return make


Looking = Callable[[str, Plan], OrganizerApp]


@SIZES
@LOOKS
def test_plan_in_every_look(snap_compare: Compare, look: str, size: tuple[int, int], looking: Looking) -> None:
    app = looking(look, a_plan())
    assert snap_compare(app, terminal_size=size, run_before=settled("p", on=PlanScreen))


def test_plan_as_a_list(snap_compare: Compare, looking: Looking) -> None:
    app = looking("light", a_plan())
    assert snap_compare(app, terminal_size=WIDE, run_before=settled("p", "t", on=PlanScreen))


def test_plan_with_nothing_in_it(snap_compare: Compare, looking: Looking) -> None:
    app = looking("light", Plan((), LIBRARY, Action.MOVE, ("/in",)))
    assert snap_compare(app, terminal_size=NARROW, run_before=settled("p", on=PlanScreen))


@SIZES
def test_plan_with_long_wide_and_hostile_names(snap_compare: Compare, size: tuple[int, int], looking: Looking) -> None:
    names = (
        "The Extraordinarily Long And Winding Title Of A Series That Never Ends - s03e17 - And It Goes On.mkv",
        "灯台守の村と静かな港の長い長い物語 - s01e12 - 第十二話.mkv",
        "😀 emoji and joiner 👩\u200d🚀.mkv",
        "[b] [@click=app.quit]markup[] \x1b[31mred.mkv",
        "bad bytes \udcff\udcfe.mkv",
    )
    operations = tuple(
        operation(f"shows/{name}", f"TV Shows/{name[:30]}/Season 01/{name}", OperationStatus.READY) for name in names
    )
    app = looking("light", Plan(operations, LIBRARY, Action.MOVE, ("/in",)))
    assert snap_compare(app, terminal_size=size, run_before=settled("p", "G", on=PlanScreen))


@SIZES
@LOOKS
def test_history_in_every_look(
    snap_compare: Compare, look: str, size: tuple[int, int], looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HistoryScreen, "_read_entries", lambda *_: None)

    def fill(app: OrganizerApp) -> None:
        app.screen.query_one(RunList).show([a_run(2, RunState.PARTIAL, failed=1, done=522), a_run(1, RunState.UNDONE)])
        lines = history_lines([an_entry(n, op) for n, op in enumerate(a_plan().ready)], LIBRARY.roots)
        app.screen.query_one(EntryList).show(lines)

    app = looking(look, a_plan())
    assert snap_compare(app, terminal_size=size, run_before=settled("H", then=fill, on=HistoryScreen))


@pytest.mark.parametrize("look", ["no-colour", "light"])
def test_statistics_in_other_looks(snap_compare: Compare, look: str, looking: Looking) -> None:
    app = looking(look, a_plan())
    assert isinstance(app._desk.bridge, StillBridge)
    app._desk.bridge._numbers = counted_scan()
    assert snap_compare(app, terminal_size=NARROW, run_before=settled("S", on=StatisticsScreen))
