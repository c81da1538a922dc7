"""FoldList: lines in levels, of which those below a folded one are hidden; the plan and the history are such lists."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from textual.binding import BindingType

from tui.actions import Place, bindings_of
from tui.glyphs import Glyphs
from tui.widgets.lines import LineView, Piece


class FoldLine(Protocol):
    """A line of such a list. Lines come parents first; ``depth`` is the level, from 0."""

    @property
    def key(self) -> str:
        """What it is remembered by; no two lines that fold have one in common."""
        ...

    @property
    def depth(self) -> int:
        """The level."""
        ...

    @property
    def folds(self) -> bool:
        """Whether there are lines below it that can be hidden."""
        ...

    @property
    def stands(self) -> bool:
        """Whether the cursor may stop here."""
        ...


L = TypeVar("L", bound=FoldLine)


class FoldList(LineView, Generic[L]):
    """Shows lines; folding makes the list of visible ones again (20 ms for 100,000)."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.LINES) + bindings_of(Place.FOLDS)

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._glyphs = glyphs
        self._lines: Sequence[L] = ()
        self._visible: Sequence[int] = ()
        self._folded: set[str] = set()

    @property
    def current(self) -> L | None:
        """The line under the cursor."""
        return self._lines[self._visible[self.cursor]] if self.cursor < len(self._visible) else None

    def show(self, lines: Sequence[L], folded: Iterable[str] = (), wanted: Callable[[L], bool] | None = None) -> None:
        """Show these lines, those with the keys in ``folded`` folded; the cursor on the first that is ``wanted``."""
        self._lines = lines
        self._folded = set(folded)
        self._strips.clear()
        at = next((i for i, line in enumerate(lines) if wanted(line)), None) if wanted else None
        if at is not None:
            self._reveal(at)
        self._see()
        self.lines_changed(keep=0)
        self.move_to(0 if at is None else self._visible.index(at))

    def next_of(self, wanted: Callable[[L], bool]) -> bool:
        """To the next ``wanted`` line, around the end, unfolding what hides it. Answers whether there is one."""
        count = len(self._lines)
        here = self._visible[self.cursor] if self._visible else 0
        for distance in range(1, count + 1):
            index = (here + distance) % count
            if wanted(self._lines[index]):
                self._reveal(index)
                self._again()
                self.move_to(self._visible.index(index))
                return True
        return False

    # -- the lines

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._visible)

    def line_id(self, index: int) -> Hashable:
        """What the line is remembered by."""
        return self._visible[index]

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        line = self._lines[self._visible[index]]
        return line, line.key in self._folded

    def can_stand_on(self, index: int) -> bool:
        """Only where there is something to say or to fold."""
        return self._lines[self._visible[index]].stands

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """Indent, the sign of a fold, and the line."""
        line = self._lines[self._visible[index]]
        sign = " "
        if line.folds:
            sign = self._glyphs.folded if line.key in self._folded else self._glyphs.unfolded
        before = f"{'  ' * line.depth} {sign} "
        return [(before, "lines--muted"), *self.draw_line(line, width - len(before))]

    @abstractmethod
    def draw_line(self, line: L, width: int) -> Sequence[Piece]:
        """The line itself, in ``width`` columns or fewer."""

    # -- folding

    def action_unfold(self) -> None:
        """Show what is below, or step into it."""
        line = self.current
        if line is not None and line.folds and line.key in self._folded:
            self._folded.discard(line.key)
            self._again()
        elif line is not None and line.folds:
            self.action_down()

    def action_fold(self) -> None:
        """Hide what is below, or go to the line above that can."""
        line = self.current
        if line is None:
            return
        if line.folds and line.key not in self._folded:
            self._folded.add(line.key)
            self._again()
            return
        above = range(self.cursor - 1, -1, -1)
        parent = next((i for i in above if self._lines[self._visible[i]].depth < line.depth), None)
        if parent is not None:
            self.move_to(parent, -1)

    def action_turn(self) -> None:
        """Fold or unfold."""
        line = self.current
        if line is not None and line.folds:
            self._folded ^= {line.key}
            self._again()

    def action_fold_all(self) -> None:
        """Hide everything but the first level."""
        self._folded = {line.key for line in self._lines if line.folds}
        self._again()

    def action_unfold_all(self) -> None:
        """Show everything."""
        self._folded = set()
        self._again()

    def on_line_view_chosen(self) -> None:
        """A click on the line that has the cursor."""
        self.action_turn()

    def _reveal(self, index: int) -> None:
        depth = self._lines[index].depth
        for at in range(index - 1, -1, -1):
            line = self._lines[at]
            if line.depth < depth:
                self._folded.discard(line.key)
                depth = line.depth

    def _again(self) -> None:
        """Other lines are hidden now: the cursor stays on its line, or goes to the one that hides it."""
        here = self._visible[self.cursor] if self._visible else 0
        self._see()
        keep = next((i for i in range(len(self._visible) - 1, -1, -1) if self._visible[i] <= here), 0)
        self.lines_changed(keep=keep)
        self.move_to(keep, -1)

    def _see(self) -> None:
        visible: list[int] = []
        hidden_below: int | None = None
        for index, line in enumerate(self._lines):
            if hidden_below is not None and line.depth > hidden_below:
                continue
            hidden_below = line.depth if line.folds and line.key in self._folded else None
            visible.append(index)
        self._visible = visible
