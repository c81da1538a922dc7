"""FilterBar: the line in which a person types a query: what to show, what to mark, what to unmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Label

from organizer.store.query import QueryError, complete, parse_query
from tui.widgets.line_input import LineInput

# Filtering 100,000 rows takes longer than a key; a person who types fast pays for it once.
_DEBOUNCE = 0.08
_CHOICES = 6


class BarUse(StrEnum):
    """What the query is for; the word stands before the line."""

    FIND = "find"
    MARK = "mark"
    UNMARK = "unmark"


class FilterBar(Horizontal):
    """Hidden until it is opened; Tab completes a key or value, Enter takes the query, Esc drops it.

    A query that cannot be read is not taken: the line stays open for it to be mended.
    """

    class Changed(Message):
        """Another query while it is typed. A newer one replaces it."""

        def __init__(self, use: BarUse, text: str) -> None:
            super().__init__()
            self.use = use
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the newest words matter."""
            return isinstance(message, FilterBar.Changed)

    class Closed(Message):
        """The person is done typing: ``taken`` with Enter, else dropped."""

        def __init__(self, use: BarUse, text: str, *, taken: bool) -> None:
            super().__init__()
            self.use = use
            self.text = text
            self.taken = taken

    class Suggested(Message):
        """What the word under the cursor may become, likeliest first; often nothing."""

        def __init__(self, choices: Sequence[str]) -> None:
            super().__init__()
            self.choices = choices

        def can_replace(self, message: Message) -> bool:
            """Only the newest choices matter."""
            return isinstance(message, FilterBar.Suggested)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._timer: Timer | None = None
        self._use = BarUse.FIND
        self._kept = ""
        self.values: Mapping[str, Sequence[str]] = {}
        """Values to complete for keys that have none of their own."""

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Label(BarUse.FIND, id="filter-label")
        yield LineInput(placeholder="words, or year:1998 tier:ambiguous size:>4g !sample", id="filter-input")

    def on_mount(self) -> None:
        """Hidden at first."""
        self.display = False

    def open(self, use: BarUse = BarUse.FIND) -> None:
        """Show the line and type into it. A filter is gone on with; marks begin with nothing."""
        if self._use is BarUse.FIND:
            self._kept = self._input.value
        self._use = use
        self.query_one(Label).update(use)
        self._put(self._kept if use is BarUse.FIND else "")
        self.display = True
        self._input.focus()

    def show(self, text: str) -> None:
        """This is the filter now, whoever set it."""
        self._kept = text
        if self._use is BarUse.FIND:
            self._put(text)
        self.display = bool(text.strip())

    @property
    def _input(self) -> Input:
        return self.query_one(Input)

    def _put(self, text: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer:
            self._timer.stop()
        use, text = self._use, event.value
        self._timer = self.set_timer(_DEBOUNCE, lambda: self._post(use, text))

    def _post(self, use: BarUse, text: str) -> None:
        self.post_message(self.Changed(use, text))
        word = text.rpartition(" ")[2]
        choices = complete(text, len(text), self.values).choices if word else ()
        self.post_message(self.Suggested(choices[:_CHOICES] if choices != (word,) else ()))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value)

    def _take(self, text: str) -> None:
        try:
            parse_query(text)
        except QueryError:
            self.post_message(self.Changed(self._use, text))  # whoever hears it says what is wrong
        else:
            self._close(text, taken=True)

    def _close(self, text: str, *, taken: bool) -> None:
        """Go; of a filter that was taken the line stays to be seen."""
        if self._timer:
            self._timer.stop()
        use = self._use
        if use is BarUse.FIND:
            self._kept = text if taken else ""
        self._use = BarUse.FIND
        self.query_one(Label).update(BarUse.FIND)
        self._put(self._kept)
        self.display = bool(self._kept.strip())
        self.post_message(self.Closed(use, text, taken=taken))

    def on_key(self, event: events.Key) -> None:
        """Esc drops the query; the arrow down takes it; Tab completes the word."""
        if event.key == "escape":
            event.stop()
            self._close("", taken=False)
        elif event.key == "down":
            event.stop()
            self._take(self._input.value)
        elif event.key == "tab":
            event.stop()
            event.prevent_default()
            self._complete()

    def _complete(self) -> None:
        text, at = self._input.value, self._input.cursor_position
        found = complete(text, at, self.values)
        if found.choices:
            whole = found.choices[0]
            self._input.value = text[: found.start] + whole + text[found.end :]
            self._input.cursor_position = found.start + len(whole)
