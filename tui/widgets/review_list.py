"""ReviewList: the files in review, gathered into shows, films or folders, over the ReviewStore."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.reactive import reactive

from organizer.display import safe_text
from organizer.model import Decision, ReviewRow
from organizer.store.groups import Group, Outline, make_outline
from organizer.store.review import ReviewStore
from organizer.store.view import Folds, Grouping
from tui.actions import Place, bindings_of
from tui.elide import fit, fit_name, shorten
from tui.glyphs import Glyphs, State, state_of
from tui.phrases import STATE_WORDS, episode_code, match_text, percent
from tui.widgets.group_line import draw_group
from tui.widgets.lines import LineView, Piece

_WORD = max(len(word) for word in STATE_WORDS.values())
_SCORE = 4
_NARROW = 60  # below this many columns the word goes; the sign and the detail still say it
_SHORT_NAME = 14  # a name this short says little without its folder

# Shows fold: deciding one decides its files. Films that need a look are each a question of their own.
FIRST_FOLDS = Folds(open=False, others=frozenset({"films:ambiguous", "films:none"}))


class ReviewList(LineView):
    """Shows the rows of an order in their groups; holds the cursor, the folds, the marks and the range.

    The cursor keeps to its row or group, not to the line, when rows come in or are sorted anew. Every row is read from
    the store when it is drawn.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.LINES) + bindings_of(Place.FOLDS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"review--{state}" for state in State}

    range_start: reactive[int | None] = reactive(None, repaint=False, init=False)

    def __init__(self, store: ReviewStore, glyphs: Glyphs, done: Collection[int], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._store = store
        self._glyphs = glyphs
        self._done = done
        self._order: array[int] = array("I")
        self._grouping = Grouping.FLAT
        self._folds = FIRST_FOLDS
        self._outline = self._outlined()
        self._marks: set[int] = set()

    # -- what it shows

    @property
    def order(self) -> Sequence[int]:
        """Ids of all rows that pass the filter, in order, those of folded groups too."""
        return self._order

    @property
    def outline(self) -> Outline:
        """The lines: groups and rows."""
        return self._outline

    @property
    def grouping(self) -> Grouping:
        """What the rows are gathered by."""
        return self._grouping

    @property
    def folds(self) -> Folds:
        """Which groups are open."""
        return self._folds

    @property
    def group(self) -> Group | None:
        """The group whose header is under the cursor."""
        held = self._held
        return held if isinstance(held, Group) else None

    @property
    def row_id(self) -> int | None:
        """The row under the cursor."""
        held = self._held
        return held if isinstance(held, int) else None

    @property
    def place(self) -> int | str | None:
        """What the cursor stands on: a row's id or a group's key."""
        held = self._held
        return held.key if isinstance(held, Group) else held

    @property
    def _held(self) -> Group | int | None:
        return self._outline[self.cursor] if self.cursor < len(self._outline) else None

    def show(self, order: array[int], *, follow: bool = True) -> None:
        """Show these rows. The cursor stays on its row; where that is gone, or ``follow`` is not set, on its line."""
        self._order = order
        self.range_start = None
        self._lay(self._outlined(), follow=follow)

    def gather(self, grouping: Grouping, folds: Folds) -> None:
        """Show the same rows in other groups."""
        self._grouping, self._folds = grouping, folds
        self.show(self._order)

    def rows_changed(self, rows: Collection[int]) -> None:
        """Paint rows again that can be seen and are among these, and the headers with their counts."""
        self._outline.recount()
        self.repaint(line for line in self.window if isinstance(held := self._outline[line], Group) or held in rows)

    def go_to(self, place: int | str) -> bool:
        """Put the cursor on a row (its id) or a group (its key), unfolding what hides it. False when it is not here."""
        line = self._outline.line_of(place)
        if line is None and isinstance(place, int):
            self._open({group.key for group in self._hiding(place)})
            line = self._outline.line_of(place)
        if line is None:
            return False
        self.move_to(line)
        return True

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._outline)

    def line_id(self, index: int) -> Hashable:
        """What the line is remembered by."""
        held = self._outline[index]
        return held.key if isinstance(held, Group) else held

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        held = self._outline[index]
        if isinstance(held, Group):
            return dict(held.tally), held.label, self._folds.is_open(held.key), self._is_marked(index)
        return self._store[held], self._is_marked(index), held in self._done, self._depth(index)

    def _outlined(self) -> Outline:
        return make_outline(self._store.columns, self._order, self._grouping, self._folds)

    def _lay(self, outline: Outline, *, follow: bool = True) -> None:
        place = self.place if follow else None
        self._outline = outline
        self.lines_changed(keep=None if place is None else self._line_near(place))

    def _line_near(self, place: int | str) -> int | None:
        """The line of a row or group, or of the group that it is folded away in."""
        if self.cursor < len(self._outline) and place == self.place:
            return self.cursor
        line = self._outline.line_of(place)
        if line is not None or isinstance(place, str):
            return line
        lines = [self._outline.line_of(group.key) for group in self._hiding(place)]
        return next((line for line in reversed(lines) if line is not None), None)

    def _headers_above(self) -> list[int]:
        """The lines of the groups that the cursor is in: they show when everything in them is marked."""
        inner = self._outline.group_of(self.cursor)
        outer = self._outline.parent_of(inner) if inner else None
        lines = [self._outline.line_of(group.key) for group in (inner, outer) if group]
        return [line for line in lines if line is not None]

    def _hiding(self, row_id: int) -> list[Group]:
        """The groups that a row is in, the outer one first."""
        outer = self._outline.group_with(row_id)
        if outer is None:
            return []
        return [outer, *(season for season in outer.seasons if row_id in season.rows)]

    # -- folding

    def action_fold(self) -> None:
        """Fold this group; from a row or a folded group, go to what it is in."""
        group = self.group
        if group is not None and self._folds.is_open(group.key):
            self._refold(self._folds.toggled(group.key))
            return
        above = self._outline.parent_of(group) if group is not None else self._outline.group_of(self.cursor)
        if above is not None:
            self.go_to(above.key)

    def action_unfold(self) -> None:
        """Unfold this group, or step into it."""
        group = self.group
        if group is None:
            return
        if self._folds.is_open(group.key):
            self.action_down()
        else:
            self._refold(self._folds.toggled(group.key))

    def action_turn(self) -> None:
        """Fold or unfold the group under the cursor."""
        group = self.group
        if group is not None:
            self._refold(self._folds.toggled(group.key))

    def action_fold_all(self) -> None:
        """Fold every group."""
        self._refold(Folds(open=False))

    def action_unfold_all(self) -> None:
        """Unfold every group."""
        self._refold(Folds(open=True))

    def on_line_view_chosen(self) -> None:
        """A click on the line that has the cursor."""
        self.action_turn()

    def _open(self, keys: Iterable[str]) -> None:
        closed = [key for key in keys if not self._folds.is_open(key)]
        folds = self._folds
        for key in closed:
            folds = folds.toggled(key)
        if closed:
            self._refold(folds)

    def _refold(self, folds: Folds) -> None:
        self._folds = folds
        self.close_range()
        self._lay(self._outline.refolded(folds))

    # -- marks

    @property
    def marked(self) -> set[int]:
        """Ids of the marked rows, the open range included, whether the filter shows them or not."""
        return self._marks | set(self._range_ids())

    def targets(self) -> list[int]:
        """What a decision is about: the marked rows, or else the row or the whole group under the cursor."""
        marked = self.marked
        if marked:
            return sorted(marked)
        held = self._held
        if held is None:
            return []
        return list(held.rows) if isinstance(held, Group) else [held]

    def toggle_mark(self) -> None:
        """Mark or unmark the row or the group under the cursor, or mark the open range."""
        held = self._held
        if held is None:
            return
        if self.range_start is not None:
            self.close_range()
            return
        rows = set(held.rows) if isinstance(held, Group) else {held}
        self._marks = self._marks - rows if rows <= self._marks else self._marks | rows
        if isinstance(held, Group):
            self.refresh()
        else:
            self.redraw_lines({self.cursor, *self._headers_above()})

    def mark(self, rows: Iterable[int], *, marked: bool = True) -> None:
        """Mark or unmark these rows."""
        self._marks = self._marks | set(rows) if marked else self._marks - set(rows)
        self.refresh()

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
        """Swap marked and unmarked among the undecided rows shown, or among all where every one is decided.

        What is decided keeps its decision when the marks are decided on.
        """
        self.close_range()
        undecided = {row_id for row_id in self._order if self._store.decision(row_id) is Decision.PENDING}
        self._marks ^= undecided or set(self._order)
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

    def _range_ids(self) -> Iterable[int]:
        """The rows of the open range; of a folded group in it all rows."""
        if self.range_start is None:
            return
        start, end = sorted((self.range_start, self.cursor))
        for line in range(start, min(end + 1, len(self._outline))):
            held = self._outline[line]
            if isinstance(held, int):
                yield held
            elif not self._folds.is_open(held.key):
                yield from held.rows

    def _is_marked(self, index: int) -> bool:
        if self.range_start is not None:
            start, end = sorted((self.range_start, self.cursor))
            if start <= index <= end:
                return True
        if not self._marks:
            return False
        held = self._outline[index]
        return self._marks.issuperset(held.rows) if isinstance(held, Group) else held in self._marks

    # -- drawing

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        held = self._outline[index]
        mark = (self._glyphs.mark, "lines--marked") if self._is_marked(index) else (" ", "")
        if isinstance(held, Group):
            return [mark, *draw_group(held, width - 1, self._glyphs, unfolded=self._folds.is_open(held.key))]
        indent = "  " * self._depth(index)
        return [mark, (indent, ""), *self._draw_row(self._store[held], width - 1 - len(indent))]

    def _depth(self, index: int) -> int:
        group = self._outline.group_of(index)
        return 0 if group is None else group.level + 1

    def _draw_row(self, row: ReviewRow, width: int) -> list[Piece]:
        state = state_of(row, done=row.id in self._done)
        style, cut = f"review--{state}", self._glyphs.ellipsis
        with_word = width >= _NARROW
        head = 2 + (_WORD + 2 if with_word else 0)
        room = width - head - _SCORE - 4
        name_width = max(12, room // 2)
        title_width = max(0, room - name_width)
        open_ = state in {State.SURE, State.LIKELY, State.AMBIGUOUS, State.NONE}
        return [
            (f"{self._glyphs.states[state]} ", style),
            (fit(STATE_WORDS[state], _WORD + 2) if with_word else "", style),
            (fit_name(_name(row), name_width, cut) + "  ", "" if open_ else "lines--muted"),
            (fit(self._proposal(row, title_width), title_width, cut), _title_style(state)),
            (_score(row).rjust(_SCORE + 1) + " ", style),
        ]

    def _proposal(self, row: ReviewRow, width: int) -> str:
        """The match, behind a sign where the person wrote the name."""
        sign = f"{self._glyphs.written} " if row.written else ""
        return sign + row_title(row, width - len(sign), self._glyphs.ellipsis)


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
