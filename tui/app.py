"""The Textual app: wiring only. Screens hold what is seen, the desk what they share, the bridge runs the engine."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

# Textual reads this once, when it is imported: over SSH half the frames are enough.
if os.environ.get("SSH_CONNECTION"):
    os.environ.setdefault("TEXTUAL_FPS", "30")

from rich.text import Text
from textual import on, work
from textual.app import App, ScreenStackError
from textual.binding import BindingType
from textual.command import Provider
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.screen import Screen

from organizer import arenas
from organizer.config.load import Origin
from organizer.config.schema import Settings
from organizer.display import safe_text
from organizer.errors import OrganizerError
from organizer.locations import Locations
from organizer.model import Library
from organizer.state.basis import basis_of
from organizer.state.details import Details
from organizer.store.aliases import AliasBook
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore
from tui.actions import Place, bindings_of
from tui.appearance import PLAIN, ThemeWanted, choose_theme, extra_variables, own_themes
from tui.bridge import EngineBridge
from tui.desk import Desk
from tui.frugal import frugal
from tui.glyphs import ASCII, UNICODE
from tui.hangup import HangUp
from tui.keymap import keymap_of
from tui.palette import ActionProvider
from tui.paths import style_sheets
from tui.screens.confirm import Confirm
from tui.screens.review import ReviewScreen
from tui.screens.watched import UnexpectedError, Watched
from tui.strips import without_rings
from tui.typeahead import TypeAhead
from tui.widgets.status_line import Mood

if TYPE_CHECKING:
    import httpx

    from organizer.transfer.recover import RecoveryReport
    from tui.screens.apply import ApplyScreen

_LOG = logging.getLogger(__name__)
_TURN = 0.0005
"""Seconds for which the engine's thread may hold the interpreter while a key waits. Python's 5 ms, and as many for each
further thread, can be felt; in half a millisecond nothing gets slower."""

DEMO = -1
"""What the app returns when the person asked for the demo instead of giving a key."""


class OrganizerApp(Watched, TypeAhead):
    """Asks for a key where there is none, settles what a crash left behind, then scans and shows the review."""

    TITLE = "Plex Media Organizer"
    CSS_PATH: ClassVar[list[str | PurePath]] = list(style_sheets())
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.APP)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = App.COMMANDS | {ActionProvider}
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    animation_level = "none"

    def __init__(self, desk: Desk, *, theme: str, ask_for_key: bool = False) -> None:
        # Without colour the terminal's own palette has to be in use from the start: Textual picks its filter here.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") is not None else None)
        self._desk = desk
        self.wanted_theme = theme
        self._ask_for_key = ask_for_key
        self._review = ReviewScreen(desk)
        self._hangup = HangUp(self._hung_up)
        self.use_keymap(keymap_of(desk.settings.keys))
        for own in own_themes():
            self.register_theme(own)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables in themes that are not ours."""
        return extra_variables(self.current_theme)

    def get_driver_class(self) -> type[Driver]:
        """Textual's, with what it sends made shorter."""
        return frugal(super().get_driver_class())

    def get_default_screen(self) -> Screen[None]:
        """The review is always at the bottom."""
        return self._review

    def on_load(self) -> None:
        """Choose the colours before any style is read: later, all would be read again, which takes 20 ms.

        Between colours of one's own and those of the terminal Textual has more to change, and does it then.
        """
        wanted = self.get_theme(self.wanted_theme)
        if wanted is None or wanted.ansi != self.current_theme.ansi:
            self.theme = wanted.name if wanted else PLAIN
            return
        self.set_reactive(App.theme, wanted.name)
        self.stylesheet.set_variables(self.get_css_variables())

    async def on_mount(self) -> None:
        """Leave cleanly on a dropped line; then begin."""
        if self._desk.settings.interface.ascii:
            self.add_class("-ascii")
        self._hangup.install(asyncio.get_running_loop())
        self.call_after_refresh(self._start_engine)

    def _start_engine(self) -> None:
        """After the first frame: the engine's thread loads the library, the client and the parsers."""
        self._desk.bridge.start()
        self._begin()

    def _hung_up(self, number: int) -> None:
        """The line is gone: the journal and the decisions are on disk, so leave at once."""
        _LOG.info("leaving on signal %d", number)
        self._desk.bridge.cancel()
        if (applying := self._applying()) is not None:
            applying.action_stop()
        self.exit(return_code=128 + number)

    def _applying(self) -> ApplyScreen | None:
        """The screen under which files are on their way."""
        from tui.screens.apply import ApplyScreen  # with what moves files: not before the first frame

        return next((s for s in self.screen_stack if isinstance(s, ApplyScreen) and s.running), None)

    @work(group="begin", exit_on_error=False, name="starting")
    async def _begin(self) -> None:
        if self._ask_for_key:
            from tui.screens.welcome import Start, WelcomeScreen

            start = await self.push_screen_wait(WelcomeScreen(self._desk))
            if start is None or start is Start.DEMO:
                self.exit(DEMO if start else 0)
                return
        try:
            report = await asyncio.to_thread(_recover, self._desk.places.journal)
        except OrganizerError as error:  # another instance is at work, or the journal is damaged: applying will say so
            self.notify_problem(error.sentence())
        else:
            if report is not None:
                from tui.screens.recovered import RecoveredScreen

                await self.push_screen_wait(RecoveredScreen(report, self._desk.glyphs))
        self._review.scan()
        await asyncio.to_thread(_load_screens)

    @on(ThemeWanted)
    def _theme_wanted(self, event: ThemeWanted) -> None:
        """Colours are tried while a person chooses; where there are none, they stay none."""
        theme = choose_theme(event.name, os.environ, self.console.color_system)
        self.theme = theme if self.get_theme(theme) else PLAIN

    def notify_problem(self, sentence: str) -> None:
        """Say a problem where the person looks."""
        self._review.say(sentence, Mood.PROBLEM)

    async def on_unmount(self) -> None:
        """End the engine, within a second."""
        self._hangup.restore()
        await asyncio.to_thread(self._desk.bridge.close)

    @on(UnexpectedError)
    def _unexpected(self, event: UnexpectedError) -> None:
        """What nobody expected goes to the log; the person gets a sentence."""
        from tui.screens.problem import ProblemDialog

        _LOG.error("a task ended unexpectedly: %s", event.task, exc_info=event.error)
        if isinstance(self.screen, ProblemDialog):  # one at a time is enough to read
            return
        what = f"{type(event.error).__name__} while {event.task}: nobody expected that."
        self.push_screen(ProblemDialog(what, self._desk.places.log))

    def _handle_exception(self, error: Exception) -> None:
        """In the moment of leaving screens are taken away or never filled: that something misses one ends nothing."""
        if isinstance(error, NoMatches | ScreenStackError) and not self.is_running:
            _LOG.debug("something came too late: %s", error)
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual's own prints a traceback with local variables, keys among them; the log gets one without."""
        _LOG.error("the app ended unexpectedly", exc_info=self._exception)
        self.panic(Text(f"The app ended unexpectedly. What happened is in {safe_text(str(self._desk.places.log))}"))

    def action_help(self) -> None:
        """Show the keys."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._desk.glyphs, self.keymap))

    def action_interrupt(self) -> None:
        """Leave as on a signal."""
        self._hung_up(signal.SIGINT)

    @work(group="leave", exclusive=True, exit_on_error=False, name="leaving")
    async def action_leave(self) -> None:
        """Leave; while files are under way only after a question."""
        applying = self._applying()
        if applying is not None:
            question = "Files are under way. Stop after the one being moved, and leave?"
            if await self.push_screen_wait(Confirm(question)) != "yes":
                return
            applying.action_stop()
        self.exit(0)


def _recover(journal: Path) -> RecoveryReport | None:
    if not journal.exists():
        return None  # nothing was ever moved: what moves files need not be loaded
    from tui.screens.recovered import recover_runs  # with what moves files: on this thread, not before the first frame

    return recover_runs(journal)


def _load_screens() -> None:
    """What a person may open next is loaded while nobody waits for it; each stands where it is used as well.

    The plan, the history and the settings are opened after the scan as a rule; what they load takes 3 MB and 0.1 s.
    """
    for name in ("fix_match", "episode", "help"):
        import_module(f"tui.screens.{name}")
    arenas.keep_loaded()


def run_app(
    settings: Settings,
    places: Locations,
    roots: Sequence[str],
    *,
    library: Library | None,
    transport: httpx.AsyncBaseTransport | None = None,
    offline: bool = False,
    demo: bool = False,
    warnings: Sequence[str] = (),
    origins: Mapping[str, Origin] | None = None,
    config_file: Path | None = None,
) -> int:
    """Open the app and answer the exit status. ``transport`` answers in place of TMDB; the demo keeps no settings.

    Answers ``DEMO`` (-1) when a person without a key asked for the demo: the caller builds it and calls again.
    """
    from organizer.session import Session
    from organizer.transfer.carried import CarriedBefore

    arenas.share_one()
    without_rings()
    sys.setswitchinterval(_TURN)

    def make_bridge(wanted: Settings, offline: bool) -> EngineBridge:
        cache = None if demo else places.tmdb_cache
        basis = functools.cache(lambda: basis_of(wanted, aliases.all()))
        details.basis = basis
        return EngineBridge(
            lambda: Session(
                wanted, cache, offline=offline, transport=transport, aliases=aliases, state=state, basis=basis
            )
        )

    state = None if demo else places.state
    details = Details(state)
    memory = None if demo else DecisionMemory(places.decisions)
    aliases = AliasBook(None if demo else places.aliases)
    earlier = CarriedBefore(places.journal)
    before = None if demo else earlier.of
    glyphs = ASCII if settings.interface.ascii else UNICODE
    desk = Desk(
        settings,
        places,
        tuple(roots),
        library,
        ReviewStore(memory, details, before),
        glyphs,
        make_bridge,
        offline,
        demo,
        aliases,
        before,
    )
    desk.warnings, desk.origins, desk.config_file = warnings, origins or {}, config_file
    needs_key = not (settings.tmdb.has_credential or offline or demo or transport)
    app = OrganizerApp(desk, theme="", ask_for_key=needs_key)
    app.wanted_theme = choose_theme(settings.interface.theme, os.environ, app.console.color_system)
    try:
        status = app.run(mouse=settings.interface.mouse)
    finally:
        details.close()
        if memory is not None:
            memory.close()
        aliases.close()
        earlier.close()
    return status if status is not None else app.return_code or 0
