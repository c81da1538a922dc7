"""FilterBar: the line in which a person types what to look for."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Label

from tui.widgets.line_input import LineInput

# Filtering 100,000 rows takes longer than a key; a person who types fast pays for it once.
_DEBOUNCE = 0.08


class FilterBar(Horizontal):
    """Hidden until it is opened; Enter keeps the filter, Esc clears it."""

    class Changed(Message):
        """Other words. A newer one replaces it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the newest words matter."""
            return isinstance(message, FilterBar.Changed)

    class Closed(Message):
        """The person is done typing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Label("find", id="filter-label")
        yield LineInput(placeholder="words of the name or the title", id="filter-input")

    def on_mount(self) -> None:
        """Hidden at first."""
        self.display = False

    def open(self) -> None:
        """Show the line and type into it."""
        self.display = True
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Hide the line and look for nothing."""
        self.query_one(Input).value = ""
        self.display = False

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer:
            self._timer.stop()
        text = event.value
        self._timer = self.set_timer(_DEBOUNCE, lambda: self._post(text))

    def _post(self, text: str) -> None:
        self.post_message(self.Changed(text))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.display = bool(event.value.strip())
        self.post_message(self.Closed())

    def on_key(self, event: events.Key) -> None:
        """Esc clears; the arrow down goes to the list."""
        if event.key == "escape":
            event.stop()
            self.clear()
            self.post_message(self.Closed())
        elif event.key == "down":
            event.stop()
            self.post_message(self.Closed())
