"""The scenes of the pictures: every screen, how it is come to, and what it then shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import Input

from organizer.config.load import Origin, OriginKind
from organizer.errors import OrganizerError, TmdbRefused, TmdbUnreachable
from organizer.matching.about import About
from organizer.matching.orders import Filed, OrderFit
from organizer.model import (
    Action,
    Candidate,
    CandidateType,
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
from organizer.store.review import ReviewStore
from organizer.transfer.apply import Execution
from organizer.transfer.records import Entry, OpState
from organizer.transfer.recover import RecoveryReport
from tests.tui.test_statistics import counted_scan
from tests.tui.world import (
    HARBOUR_NEW,
    NAMED,
    StillBridge,
    episode_parse,
    filled_store,
    film,
    film_parse,
    make_desk,
    media,
    series,
    verdict,
)
from tui.app import OrganizerApp
from tui.carrying import Carrying
from tui.desk import Desk
from tui.history_lines import history_lines
from tui.screens.apply import ApplyScreen, Job
from tui.screens.confirm import Confirm
from tui.screens.episode import EpisodeDialog
from tui.screens.fix_match import FixMatch
from tui.screens.help import HelpScreen
from tui.screens.history import EntryList, HistoryScreen
from tui.screens.left_out import LeftOutScreen
from tui.screens.library import LibraryDialog
from tui.screens.name_dialog import NameDialog
from tui.screens.orders import OrderDialog
from tui.screens.plan import PlanScreen
from tui.screens.problem import ProblemDialog
from tui.screens.recovered import RecoveredScreen
from tui.screens.review import ReviewScreen
from tui.screens.settings import SettingsScreen
from tui.screens.statistics import StatisticsScreen
from tui.screens.welcome import WelcomeScreen
from tui.screens.why import WhyScreen

Push = Callable[[OrganizerApp], object]


@dataclass(frozen=True)
class Scene:
    """A screen, the keys that open it (or what else does), those pressed ``after``, and what is behind it."""

    on: type
    keys: Sequence[str] = ()
    then: Push | None = None
    after: Sequence[str] = ()
    rows: Callable[[], ReviewStore] = filled_store
    bridge: Callable[[], StillBridge] = StillBridge
    plan: Callable[[], Plan] | None = None
    ask_for_key: bool = False
    origins: dict[str, Origin] = field(default_factory=dict)

    def desk(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, ascii_only: bool = False) -> Desk:
        """The desk that the scene plays at. What would read a clock or a journal stands still."""
        monkeypatch.setattr(HistoryScreen, "_read_entries", lambda *_: None)
        monkeypatch.setattr(Carrying, "elapsed", property(lambda _self: 12.0))
        if self.plan is not None:
            plan = self.plan()
            monkeypatch.setattr("organizer.planning.make_plan", lambda *_rows, **_wanted: plan)
        desk = make_desk(self.rows(), self.bridge(), folder=folder, library=LIBRARY, ascii_only=ascii_only)
        desk.origins = self.origins
        return desk


class Answering(StillBridge):
    """Finds these candidates, or refuses."""

    def __init__(self, *found: Candidate, refuses: OrganizerError | None = None) -> None:
        super().__init__()
        self._answer = found
        self._refuses = refuses

    async def search(self, text: str, kind: CandidateType | None, year: int | None) -> tuple[Candidate, ...]:
        if self._refuses:
            raise self._refuses
        return self._answer

    async def about(self, candidate: Candidate) -> About | None:
        return About(candidate.original_title, candidate.overview or LONG_TEXT, 42, ("Drama",), 3, 24)

    async def order_fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        if self._refuses:
            raise self._refuses
        return await super().order_fits(show_id, files)

    async def check(self) -> None:
        if self._refuses:
            raise self._refuses


# -- rows


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


def show_store() -> ReviewStore:
    """The six episodes of one show."""
    return filled_store(NAMED[:6])


def approved_store() -> ReviewStore:
    """Seven approved files."""
    store = filled_store()
    store.decide(range(7), Decision.APPROVED)
    return store


LONG = "The Extraordinarily Long And Winding Title Of A Series That Never Ends And Then Begins Again From The Start"
CJK = "灯台守の村と静かな港の長い長い物語、そして遠い島へ帰る人々の歌"
CYRILLIC = "Пять вечеров на старом маяке и ещё один, самый длинный вечер"
HEBREW = "הנמל השקט בסוף הקיץ"
EMOJI = "😀 👩\u200d👩\u200d👧\u200d👦 🇯🇵 e\u0301te\u0301"
HOSTILE = "[b] [@click=app.quit]markup[/] \x1b[31mred\x1b[0m\nsecond line \u202e round"
NAMES = (LONG, CJK, CYRILLIC, HEBREW, EMOJI, HOSTILE)
LONG_TEXT = f"{LONG}. {CJK}。{CYRILLIC}. " * 2


def hostile_store() -> ReviewStore:
    """Films with names that are long, wide, turned round, or want to be more than text."""
    rows = []
    for number, name in enumerate((*NAMES, "bad bytes \udcff\udcfe", "." * 120 + LONG.replace(" ", "."))):
        parse = film_parse(name[:60])
        found = replace(
            film(number + 1, name, 1999, 0.97, f"title exact: {name}"), original_title=CJK, overview=LONG_TEXT
        )
        rows.append(
            (
                media(f"{name[:20]}/{name}.1999.mkv", subtitles=("ja",)),
                parse,
                verdict(Tier.LIKELY, parse, found, replace(found, tmdb_id=99), gap=0.2),
            )
        )
    return filled_store(rows)


def hostile_show() -> ReviewStore:
    """Episodes of a series with such a title."""
    rows: list[tuple[MediaFile, Parse, Verdict]] = []
    for number in range(1, 7):
        parse = episode_parse(CJK, 1, number)
        name = f"{CJK}/{LONG.replace(' ', '.')}.S01E{number:02d}.{EMOJI}.mkv"
        rows.append((media(name), parse, verdict(Tier.SURE, parse, series(501, f"{CJK} {LONG}", 2016, 0.98, "title"))))
    return filled_store(rows)


# -- plans and runs

LIBRARY = Library("/media/Movies", "/media/TV Shows")


def operation(source: str, target: str | None, status: OperationStatus, reason: str | None = None) -> Operation:
    """A move."""
    size = FileIdentity(1, 1, 1_503_238_553, 1)
    return Operation(f"/in/{source}", target and f"/media/{target}", Action.MOVE, status, 1, size, reason)


def a_plan() -> Plan:
    """A show, a film with a subtitle, a conflict, and what stays."""
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


def no_plan() -> Plan:
    """Nothing to do."""
    return Plan((), LIBRARY, Action.MOVE, ("/in",))


def hostile_plan() -> Plan:
    """Files with names that are long, wide, or want to be more than text; the last is in conflict."""
    operations = [
        operation(f"shows/{name}.mkv", f"TV Shows/{name[:30]}/Season 01/{name}.mkv", OperationStatus.READY)
        for name in NAMES
    ]
    operations[-1] = replace(operations[-1], status=OperationStatus.CONFLICT, reason=f"“{LONG}” would go there too")
    return Plan(tuple(operations), LIBRARY, Action.MOVE, ("/in",))


def outcomes(plan: Plan, *, failing: bool = False) -> list[Outcome]:
    """What became of the plan."""
    found = [
        Outcome(op.source, op.target or "", op.action, Result.DONE, size=op.size, warnings=()) for op in plan.ready
    ]
    if failing:
        found[2] = replace(found[2], result=Result.FAILED, error="the file was changed since it was planned")
        found[3] = replace(found[3], warnings=("its owner could not be set: the share does not allow it",))
    return found


def typed(text: str) -> Push:
    """All of it at once: a query takes effect in the pauses of whoever types."""

    def put(app: OrganizerApp) -> None:
        app.screen.query_one("#filter Input", Input).value = text

    return put


def applying(plan: Plan, *, failing: bool = False) -> Push:
    """Opens the screen of a run that carries the plan out."""

    def push(app: OrganizerApp) -> None:
        done = outcomes(plan, failing=failing)
        job = Job(
            "Files are moved",
            lambda *_: Execution("1", (outcome for outcome in done)),
            len(done),
            len(done) * 1_503_238_553,
        )
        app.push_screen(ApplyScreen(app._desk, job))

    return push


def a_run(number: int, state: RunState, **more: int) -> Run:
    """A run of March 2026."""
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


def runs_of(plan: Plan) -> Push:
    """Fills the history: four runs, the newest of which carried the plan out."""

    def fill(app: OrganizerApp) -> None:
        entries = [an_entry(n, op) for n, op in enumerate(plan.ready)]
        entries[1] = replace(entries[1], state=OpState.FAILED, error="the target is taken")
        assert isinstance(app.screen, HistoryScreen)
        app.screen._show_runs(
            [
                a_run(4, RunState.PARTIAL, failed=1, done=522),
                a_run(3, RunState.COMPLETE),
                a_run(2, RunState.UNDONE, undone=523, done=0),
                a_run(1, RunState.INTERRUPTED, done=17),
            ]
        )
        app.screen.query_one(EntryList).show(history_lines(entries, LIBRARY.roots))

    return fill


# -- what is pushed


def left_out(*more: LeftOut) -> Push:
    """Opens the list of what was left out."""
    return lambda app: app.push_screen(LeftOutScreen(more, app._desk.glyphs))


def recovered(*names: str) -> Push:
    """Opens the report of a recovery."""
    first, second, third = names
    report = RecoveryReport(
        finished=(f"{first} had been moved: that is noted now",),
        rolled_back=(f"{second} is back where it was: its copy was not complete",),
        reported=(f"{third} is neither where it was nor where it was going",),
    )
    return lambda app: app.push_screen(RecoveredScreen(report, app._desk.glyphs))


def library(root: str) -> Push:
    """Asks for the library."""
    return lambda app: app.push_screen(LibraryDialog(root, ["/in"], app._desk.glyphs))


def problem(what: str) -> Push:
    """Says that something went wrong."""
    return lambda app: app.push_screen(ProblemDialog(what, Path("/data/organizer.log")))


def another_key(app: OrganizerApp) -> None:
    """Asks for another key of TMDB."""
    app.push_screen(WelcomeScreen(app._desk, first=False))


def counted_bridge() -> StillBridge:
    """A scan of 4,812 files has ended."""
    bridge = StillBridge()
    bridge._numbers = counted_scan()
    return bridge


UNREACHABLE = TmdbUnreachable("TMDB does not answer", hint="check the network")
_LEFT_OUT = (
    LeftOut("/in/@eaDir", LeftOutReason.SYSTEM_FOLDER),
    LeftOut("/in/films/Paper.Kite.sample.mkv", LeftOutReason.SAMPLE, "named like a sample, and small"),
    *(LeftOut(f"/in/new/Film.{n}.mkv.part", LeftOutReason.UNFINISHED) for n in range(4)),
    LeftOut("/in/locked", LeftOutReason.UNREADABLE, "permission denied"),
)

EVERY_SCREEN: dict[str, Scene] = {
    "review": Scene(ReviewScreen, ("j", "space", "j"), rows=states_store),
    "question": Scene(Confirm, ("A",)),
    "tiers": Scene(Confirm, ("f",)),
    "fix": Scene(FixMatch, ("j", "m")),
    "episode": Scene(EpisodeDialog, ("e", *"+1"), rows=show_store),
    "orders": Scene(OrderDialog, ("O",), rows=show_store),
    "name": Scene(NameDialog, ("j", "n", "home", *"x:")),
    "why": Scene(WhyScreen, ("equals_sign", "j", "w")),
    "plan": Scene(PlanScreen, ("p",), rows=approved_store, plan=a_plan),
    "conflict": Scene(Confirm, ("p", "right_square_bracket", "c"), rows=approved_store, plan=a_plan),
    "apply": Scene(ApplyScreen, then=applying(a_plan())),
    "history": Scene(HistoryScreen, ("H",), runs_of(a_plan())),
    "settings": Scene(
        SettingsScreen,
        ("comma", "j", "j", "j", "j", "l", "j"),
        origins={"library.root": Origin(OriginKind.FLAG, "--library")},
    ),
    "statistics": Scene(StatisticsScreen, ("S",), bridge=counted_bridge),
    "left-out": Scene(LeftOutScreen, then=left_out(*_LEFT_OUT)),
    "recovered": Scene(
        RecoveredScreen, then=recovered("Paper Kite (1999).mkv", "Lantern.Village.S01E01.mkv", "/in/odd.mkv")
    ),
    "help": Scene(HelpScreen, ("question_mark",)),
    "library": Scene(LibraryDialog, then=library("/srv/media")),
    "problem": Scene(ProblemDialog, then=problem("ValueError while making the plan: nobody expected that.")),
    "welcome": Scene(WelcomeScreen, rows=ReviewStore, ask_for_key=True),
    "key": Scene(WelcomeScreen, then=another_key),
}
"""Each in every look and size."""

EMPTY: dict[str, Scene] = {
    "fix": Scene(FixMatch, ("j", "m"), bridge=Answering),
    "plan": Scene(PlanScreen, ("p",), rows=approved_store, plan=no_plan),
    "apply": Scene(ApplyScreen, then=applying(no_plan())),
    "history": Scene(HistoryScreen, ("H",)),
    "left-out": Scene(LeftOutScreen, then=left_out()),
    "review": Scene(ReviewScreen, rows=ReviewStore),
    "statistics": Scene(StatisticsScreen, ("S",), rows=ReviewStore),
}
"""Those that can have nothing to show."""

WRONG: dict[str, Scene] = {
    "fix": Scene(FixMatch, ("j", "m"), bridge=lambda: Answering(refuses=UNREACHABLE)),
    "episode": Scene(EpisodeDialog, ("e", *"1x01-04"), rows=show_store),
    "orders": Scene(OrderDialog, ("O",), rows=show_store, bridge=lambda: Answering(refuses=UNREACHABLE)),
    "apply": Scene(ApplyScreen, then=applying(a_plan(), failing=True)),
    "settings": Scene(SettingsScreen, ("comma", *"jjjjjjjjjj", "enter", *"glish")),
    "library": Scene(LibraryDialog, then=library("media"), after=("enter",)),
    "query": Scene(ReviewScreen, ("slash",), then=typed("tier:odd")),
    "key": Scene(
        WelcomeScreen,
        (*"0123", "enter"),
        bridge=lambda: Answering(refuses=TmdbRefused("TMDB refused the key", hint="copy it again")),
        rows=ReviewStore,
        ask_for_key=True,
    ),
}
"""Those in which something can be refused or go wrong."""

LONG_NAMES: dict[str, Scene] = {
    "review": Scene(ReviewScreen, ("b", "b"), rows=hostile_store),
    "groups": Scene(ReviewScreen, rows=hostile_show),
    "fix": Scene(
        FixMatch,
        ("b", "b", "m"),
        rows=hostile_store,
        bridge=lambda: Answering(
            *(replace(film(n, name, 1999, 0.9), original_title=CJK) for n, name in enumerate(NAMES))
        ),
    ),
    "episode": Scene(EpisodeDialog, ("e", *"+1"), rows=hostile_show),
    "orders": Scene(OrderDialog, ("O",), rows=hostile_show),
    "name": Scene(NameDialog, ("b", "b", "j", "n"), rows=hostile_store),
    "why": Scene(WhyScreen, ("b", "b", "j", "w"), rows=hostile_store),
    "plan": Scene(PlanScreen, ("p", "G"), rows=approved_store, plan=hostile_plan),
    "conflict": Scene(Confirm, ("p", "right_square_bracket", "c"), rows=approved_store, plan=hostile_plan),
    "apply": Scene(ApplyScreen, then=applying(hostile_plan(), failing=True)),
    "history": Scene(HistoryScreen, ("H",), runs_of(hostile_plan())),
    "left-out": Scene(
        LeftOutScreen, then=left_out(*(LeftOut(f"/in/{n}.mkv", LeftOutReason.SAMPLE, f"like {n}") for n in NAMES))
    ),
    "recovered": Scene(RecoveredScreen, then=recovered(LONG, CJK, HOSTILE)),
    "library": Scene(LibraryDialog, then=library(f"/srv/{CJK}/{LONG}")),
    "problem": Scene(ProblemDialog, then=problem(f"ValueError while reading {LONG} {CJK} {EMOJI}")),
}
"""Those that show names."""
