"""WelcomeScreen: the first start without a key: where to get one, and what can be done without."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from organizer.errors import OrganizerError
from tui.actions import Place, bindings_of
from tui.desk import Desk
from tui.screens.help import TMDB_NOTICE
from tui.screens.watched import Watched
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.status_line import Mood, StatusLine

_TEXT = """\
Films and series are looked up in The Movie Database (TMDB).
It wants a key of your own, which is free:

 1  Make an account on www.themoviedb.org and sign in.
 2  Open Settings, then API, and ask for a key: it comes at once.
 3  Copy the API Read Access Token, or the API Key, and paste it.

It is stored readable by you alone, and never shown or logged."""


class Start(StrEnum):
    """How the person wants to begin."""

    KEY = "key"
    DEMO = "demo"
    OFFLINE = "offline"


class WelcomeScreen(Watched, Screen[Start | None]):
    """Answers how to begin; with KEY the key was accepted by TMDB and is stored. None means to leave."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.WELCOME)
    AUTO_FOCUS = "#welcome-key"

    def __init__(self, desk: Desk, *, first: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self._first = first
        self._status = StatusLine(desk.glyphs, id="welcome-status")

    def compose(self) -> ComposeResult:
        """The widgets."""
        with VerticalScroll(id="welcome", can_focus=False), Vertical(id="welcome-box", classes="dialog"):
            yield Static(Content(_TEXT), id="welcome-text")
            yield LineInput(password=True, placeholder="token or key", id="welcome-key")
            yield self._status
            yield Static(Content(TMDB_NOTICE), id="welcome-notice")
        yield KeyHints(Place.WELCOME)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one("#welcome-box").border_title = "Welcome to Plex Media Organizer" if self._first else "TMDB key"

    @on(Input.Submitted)
    def action_check(self) -> None:
        """Ask TMDB."""
        text = self.query_one(Input).value.strip()
        if text:
            self._check(text)
        else:
            self._status.say("Paste the token or key, then press Enter.", Mood.WARNING)

    @work(group="check", exclusive=True, exit_on_error=False, name="checking the key")
    async def _check(self, text: str) -> None:
        self._status.say("Asking TMDB.")
        try:
            await asyncio.to_thread(self._desk.use_credential, text)
            await self._desk.bridge.check()
            self._desk.keep_credential(text)
        except OrganizerError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
        else:
            self.dismiss(Start.KEY)

    def action_demo(self) -> None:
        """Show the demo."""
        self.dismiss(Start.DEMO)

    def action_offline(self) -> None:
        """Go on with what the cache knows."""
        self._desk.go_offline()
        self.dismiss(Start.OFFLINE)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(None)
