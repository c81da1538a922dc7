"""ReviewList: the files in review, one line each, over the ReviewStore."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.reactive import reactive

from organizer.display import safe_text
from organizer.model import ReviewRow
from organizer.store.review import ReviewStore
from tui.elide import fit, fit_name, shorten
from tui.glyphs import Glyphs, State, state_of
from tui.phrases import STATE_WORDS, episode_code, match_text, percent
from tui.widgets.lines import LineView, Piece

_WORD = max(len(word) for word in STATE_WORDS.values())
_SCORE = 4
_NARROW = 60  # below this many columns the word goes; the sign and the detail still say it
_SHORT_NAME = 14  # a name this short says little without its folder


class ReviewList(LineView):
    """Shows the rows of an order, holds the cursor, the marks and the range; reads every row from the store.

    The cursor keeps to the row, not to the line, when rows come in or are sorted anew.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"review--{state}" for state in State}

    range_start: reactive[int | None] = reactive(None, repaint=False, init=False)

    def __init__(self, store: ReviewStore, glyphs: Glyphs, done: Collection[int], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._store = store
        self._glyphs = glyphs
        self._done = done
        self._order: array[int] = array("I")
        self._marks: set[int] = set()

    # -- what it shows

    @property
    def order(self) -> Sequence[int]:
        """Ids of the rows shown, in order."""
        return self._order

    @property
    def row_id(self) -> int | None:
        """The row under the cursor."""
        return self._order[self.cursor] if self.cursor < len(self._order) else None

    def show(self, order: array[int], *, follow: bool = True) -> None:
        """Show these rows. The cursor stays on its row; where that is gone, or ``follow`` is not set, on its line."""
        row_id = self.row_id
        self._order = order
        self.range_start = None
        keep = None
        if follow and row_id is not None and not (self.cursor < len(order) and order[self.cursor] == row_id):
            try:
                keep = order.index(row_id)
            except ValueError:
                keep = None
        self.lines_changed(keep=keep)

    def rows_changed(self, rows: Collection[int]) -> None:
        """Paint rows again that can be seen and are among these."""
        self.redraw_lines(line for line in self.window if self._order[line] in rows)

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._order)

    def line_id(self, index: int) -> Hashable:
        """What the line is remembered by."""
        return self._order[index]

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        row_id = self._order[index]
        return self._store[row_id], self._is_marked(index), row_id in self._done

    # -- marks

    @property
    def marked(self) -> set[int]:
        """Ids of the marked rows, the open range included, whether the filter shows them or not."""
        return self._marks | set(self._range_ids())

    def targets(self) -> list[int]:
        """What a decision is about: the marked rows, or else the row under the cursor."""
        marked = self.marked
        if marked:
            return sorted(marked)
        return [] if self.row_id is None else [self.row_id]

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor, or mark the open range."""
        row_id = self.row_id
        if row_id is None:
            return
        if self.range_start is not None:
            self.close_range()
            return
        self._marks ^= {row_id}
        self.redraw_line(self.cursor)

    def toggle_range(self) -> None:
        """Open a range here, or mark the open one."""
        if self.range_start is None:
            self.range_start = self.cursor
        else:
            self.close_range()

    def close_range(self) -> None:
        """Mark the rows of the open range."""
        self._marks |= set(self._range_ids())
        self.range_start = None

    def invert_marks(self) -> None:
        """Swap marked and unmarked among the rows shown."""
        self.close_range()
        self._marks ^= set(self._order)
        self.refresh()

    def clear_marks(self) -> None:
        """Forget marks and range."""
        self.range_start = None
        if self._marks:
            self._marks = set()
            self.refresh()

    def watch_range_start(self) -> None:
        """A range was opened or closed."""
        self.refresh()

    def watch_cursor(self, old: int, new: int) -> None:
        """With an open range every line between the two changes."""
        super().watch_cursor(old, new)
        if self.range_start is not None:
            self.redraw_lines(range(min(old, new), max(old, new) + 1))

    def _range_ids(self) -> Sequence[int]:
        if self.range_start is None or not self._order:
            return ()
        start, end = sorted((self.range_start, self.cursor))
        return self._order[start : end + 1]

    def _is_marked(self, index: int) -> bool:
        if self._order[index] in self._marks:
            return True
        if self.range_start is None:
            return False
        start, end = sorted((self.range_start, self.cursor))
        return start <= index <= end

    # -- drawing

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        row_id = self._order[index]
        row = self._store[row_id]
        state = state_of(row, done=row_id in self._done)
        style, cut = f"review--{state}", self._glyphs.ellipsis
        mark = self._glyphs.mark if self._is_marked(index) else " "
        with_word = width >= _NARROW
        head = 1 + 2 + (_WORD + 2 if with_word else 0)
        room = width - head - _SCORE - 4
        name_width = max(12, room // 2)
        title_width = max(0, room - name_width)
        open_ = state in {State.SURE, State.LIKELY, State.AMBIGUOUS, State.NONE}
        return [
            (mark, "lines--marked"),
            (f"{self._glyphs.states[state]} ", style),
            (fit(STATE_WORDS[state], _WORD + 2) if with_word else "", style),
            (fit_name(_name(row), name_width, cut) + "  ", "" if open_ else "lines--muted"),
            (fit(row_title(row, title_width, cut), title_width, cut), _title_style(state)),
            (_score(row).rjust(_SCORE + 1) + " ", style),
        ]


def _name(row: ReviewRow) -> str:
    """The file's name; with its folder where it says little by itself."""
    name = row.file.name
    if len(name) <= _SHORT_NAME:
        name = "/".join(row.file.relative.split("/")[-2:])
    return safe_text(name)


def _score(row: ReviewRow) -> str:
    verdict = row.verdict
    return percent(verdict.confidence) if verdict and verdict.match else ""


def _title_style(state: State) -> str:
    if state in {State.NONE, State.SKIPPED, State.IGNORED}:
        return "lines--muted"
    return "lines--strong" if state is State.AMBIGUOUS else ""


def row_title(row: ReviewRow, width: int, ellipsis: str) -> str:
    """The proposed match of a row in at most ``width`` columns; the title gives way, year and number stay."""
    if row.verdict is None:
        return ""
    match = row.verdict.match
    if match is None:
        reasons = row.verdict.reasons
        return shorten(safe_text(reasons[0]), width, ellipsis) if reasons else ""
    whole = match_text(match)
    if cell_len(whole) <= width:
        return whole
    title = safe_text(match.title)
    number = f" {episode_code(match.episodes)}" if match.episodes else ""
    year = f" ({match.year})" if match.year else ""
    if cell_len(title + year + number) <= width:
        return title + year + number
    keep = number or year
    return shorten(title, max(1, width - len(keep)), ellipsis) + keep
