"""SettingsScreen: what people change, with a sample of what comes of it; saved on one key, else all stays as it was."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from organizer.config.fields import allowed, setting_fields
from organizer.display import safe_text
from organizer.errors import ConfigError
from organizer.matching.tiers import tier_again
from organizer.model import Match, MediaType, Tier, Verdict
from tui.actions import Place, bindings_of
from tui.appearance import ThemeWanted
from tui.desk import Desk
from tui.elide import fit_left, wrap
from tui.glyphs import State
from tui.phrases import TIER_WORDS, counted
from tui.screens.confirm import NO, YES, Confirm
from tui.screens.watched import Watched
from tui.settings_draft import Saved, SettingsDraft, label
from tui.widgets.hints import KeyHints
from tui.widgets.line_input import LineInput
from tui.widgets.lines import LineView, Piece
from tui.widgets.pieces import PieceWidget
from tui.widgets.settings_list import SettingsList
from tui.widgets.status_line import Mood, StatusLine

_FIRST_THEMES = ("pmo-dark", "pmo-light", "ansi-dark", "ansi-light")
_HELP_LINES = 2
_COUNT_EVERY = 0.1
_COUNT_SECONDS = 0.03  # of each tenth of a second, so that keys stay quick


class TierCounts(PieceWidget):
    """How many files each tier would hold with the thresholds as they stand in the draft."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tally--zero", *(f"review--{state}" for state in State)}


class SettingsScreen(Watched, Screen[Saved | None]):
    """Answers what was saved, or None; the settings file is written here, everything else is for the caller."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.SETTINGS)
    AUTO_FOCUS = "#settings"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft = SettingsDraft(desk.settings, desk.origins, _FIRST_THEMES)
        self._list = SettingsList(self._draft, desk.glyphs, id="settings")
        self._tiers = TierCounts(id="settings-tiers")
        self._status = StatusLine(desk.glyphs, id="settings-status")
        # Verdicts that differ in nothing a threshold looks at are counted once: thousands of files, hundreds of these.
        self._verdicts: Counter[Verdict] = Counter()
        self._uncounted: Iterator[int] = iter(())

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield self._list
        with Horizontal(id="settings-field"):
            yield Label("", id="settings-label")
            yield LineInput(id="settings-input")
        with Vertical(id="settings-below"):
            yield Static("", id="settings-help", markup=False)
            yield Static("", id="settings-samples", markup=False)
            yield self._tiers
        yield self._status
        yield KeyHints(Place.SETTINGS, Place.APP)

    def on_mount(self) -> None:
        """Show the settings in force."""
        others = sorted(set(self.app.available_themes) - set(_FIRST_THEMES))
        self._draft.themes = (*_FIRST_THEMES, *others)
        self._list.border_title = "Settings"
        self._uncounted = iter(range(len(self._desk.store)))
        self._counting = self.set_interval(_COUNT_EVERY, self._count)
        self._count()
        self.query_one("#settings-field").display = False
        self._list.move_to(1)
        self._paint(self._draft)

    def on_resize(self) -> None:
        """What stands below is fitted to the width."""
        self._paint(self._draft)

    def _count(self) -> None:
        """Look at further files; their verdicts may lie on the disk, so that all at once would be felt."""
        until = time.monotonic() + _COUNT_SECONDS
        store = self._desk.store
        for row_id in self._uncounted:
            verdict = store[row_id].verdict
            if verdict is not None:
                self._verdicts[_bare(verdict)] += 1
            if time.monotonic() > until:
                break
        else:
            self._counting.stop()
        self._paint_tiers(self._draft)

    # -- painting

    @on(LineView.Moved)
    def _moved(self) -> None:
        if self._list.can_stand_on(self._list.cursor):
            self._paint_help()

    def _paint(self, draft: SettingsDraft) -> None:
        self._list.refresh()
        self._paint_help()
        self._paint_samples(draft)
        self._paint_tiers(draft)

    def _paint_help(self) -> None:
        name = self._list.current
        if name.startswith("#"):
            return
        field = setting_fields()[name]
        # A file wants texts in quotes and lists in brackets, this screen neither.
        plain = self._draft.is_choice(name) or field.type is tuple or (field.type is str and field.form is None)
        text = field.help if plain else f"{field.help} It can be {allowed(field)}."
        if fixed := self._draft.fixed_by(name):
            text = f"{field.help} It comes from {fixed} for this start: change it there."
        lines = wrap(safe_text(text), max(20, self.size.width - 2))
        self.query_one("#settings-help", Static).update(Content("\n".join(lines[:_HELP_LINES])))

    def _paint_samples(self, draft: SettingsDraft) -> None:
        room = max(20, self.size.width - 12)
        rows = []
        for sample in draft.samples():
            path = sample.problem or sample.target
            rows.append(f"{sample.kind:<9} {fit_left(safe_text(path), room, self._desk.glyphs.ellipsis)}")
        self.query_one("#settings-samples", Static).update(Content("\n".join(rows)))

    def _paint_tiers(self, draft: SettingsDraft) -> None:
        now: Counter[Tier] = Counter()
        was, thresholds = self._desk.settings.matching, draft.settings.matching
        for verdict, count in self._verdicts.items():
            now[tier_again(verdict, was, thresholds)] += count
        pieces: list[Piece] = [("tiers     ", "")]
        for tier in Tier:
            state = State(tier.value)
            style = f"review--{state}" if now[tier] else "tally--zero"
            pieces.append((f"{self._desk.glyphs.states[state]} {now[tier]:,} {TIER_WORDS[tier]}   ", style))
        self._tiers.set_pieces(pieces)

    # -- changing

    def action_change(self) -> None:
        """The next of a few values, or a field to type into."""
        name = self._list.current
        if self._may(name):
            if self._draft.is_choice(name):
                self._step(1)
            else:
                self._open_field(name)

    def action_next(self) -> None:
        """The next value."""
        self._step(1)

    def action_previous(self) -> None:
        """The value before."""
        self._step(-1)

    def action_default(self) -> None:
        """Back to the default."""
        name = self._list.current
        if self._may(name):
            self._try(lambda: self._draft.reset(name))

    def _may(self, name: str) -> bool:
        fixed = self._draft.fixed_by(name)
        if fixed:
            self._status.say(f"This comes from {fixed}, which counts for more than the file: change it there.")
        return not fixed

    def _step(self, by: int) -> None:
        name = self._list.current
        if not self._draft.can_step(name):
            self._status.say("This is text: {settings.change} types another.")
        elif self._may(name):
            self._try(lambda: self._draft.step(name, by))

    def _try(self, change: Callable[[], None]) -> None:
        """Do it, or say in place why it cannot be."""
        try:
            change()
        except ConfigError as error:
            self._status.say(error.sentence(), Mood.WARNING)
            return
        changed = len(self._draft.changed)
        self._status.say(f"{counted(changed, 'change')}: {{settings.save}} saves." if changed else "All is as it was.")
        if self._list.current == "interface.theme":
            self.post_message(ThemeWanted(self._draft.value("interface.theme")))
        self._paint(self._draft)

    # -- the field

    def _open_field(self, name: str) -> None:
        self.query_one("#settings-label", Label).update(f"{label(name)} ")
        field = self.query_one("#settings-input", Input)
        self.query_one("#settings-field").display = True
        with self.prevent(Input.Changed):
            field.value = self._draft.text(name)
        field.cursor_position = len(field.value)
        field.focus()
        self._status.say("Enter takes it, Esc leaves it as it was.")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Show at once what would come of it."""
        if not self._typing:
            return
        try:
            self._paint_after(self._draft.tried(self._list.current, event.value))
        except ConfigError as error:
            self._status.say(error.sentence(), Mood.WARNING)
        else:
            self._status.say("")

    def _paint_after(self, draft: SettingsDraft) -> None:
        self._paint_samples(draft)
        self._paint_tiers(draft)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        name = self._list.current
        try:
            self._draft.tried(name, event.value)
        except ConfigError as error:
            self._status.say(error.sentence(), Mood.WARNING)
            return
        self._close_field()
        self._try(lambda: self._draft.change(name, event.value))

    @property
    def _typing(self) -> bool:
        return self.query_one("#settings-field").display

    def _close_field(self) -> None:
        self.query_one("#settings-field").display = False
        self._list.focus()

    # -- leaving

    def action_save(self) -> None:
        """Write what was changed, and leave."""
        changed = self._draft.changed
        if not changed:
            self._status.say("Nothing was changed.")
            return
        try:
            self._desk.keep_settings(changed)
        except ConfigError as error:
            self._status.say(error.sentence(), Mood.PROBLEM)
            return
        self.dismiss(Saved(self._draft.settings, changed))

    def action_back(self) -> None:
        """Leave the field; else leave the screen, after a question when something was changed."""
        if self._typing:
            self._close_field()
            self._paint(self._draft)
            self._status.say("It is as it was.")
        elif self._draft.changed:
            self._ask_to_leave()
        else:
            self.dismiss(None)

    @work(group="ask", exclusive=True, exit_on_error=False, name="leaving the settings")
    async def _ask_to_leave(self) -> None:
        question = f"Drop {counted(len(self._draft.changed), 'change')}?"
        if await self.app.push_screen_wait(Confirm(question, choices=(YES, NO))) == "yes":
            # To the app itself: what this screen has still to hand on is lost when it closes.
            self.app.post_message(ThemeWanted(self._desk.settings.interface.theme))
            self.dismiss(None)


def after_saving(saved: Saved) -> str:
    """The sentence in the review after settings were saved."""
    parts = ["Settings saved."]
    if saved.rematch:
        parts.append("Files are matched again with them; decisions stay.")
    if saved.waits:
        parts.append("Some of it is seen from the next start on.")
    return " ".join(parts)


# Thresholds do not look at which match it is.
_ANY = Match(MediaType.MOVIE, 0, "", "", None)


def _bare(verdict: Verdict) -> Verdict:
    return Verdict(verdict.tier, verdict.match and _ANY, gap=round(verdict.gap, 4), score=round(verdict.score, 4))
