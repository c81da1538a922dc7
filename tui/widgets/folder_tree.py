"""FolderTree: the scanned folders with how many files of each tier are open in them; it filters the list."""

from __future__ import annotations

import os
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from organizer.display import safe_text
from organizer.model import Decision, Tier
from organizer.store.codes import Tally
from organizer.store.folders import FolderTallies
from tui.actions import Place, bindings_of
from tui.elide import fit
from tui.glyphs import Glyphs, State
from tui.widgets.lines import LineView, Piece

# What costs the person most is shown first, and stays when there is little room.
_BY_COST = (Tier.AMBIGUOUS, Tier.NONE, Tier.LIKELY, Tier.SURE)
_SHARE = 20  # of the time, between two layouts


@dataclass(frozen=True, slots=True)
class _Node:
    """A line of the tree. The empty path is the line for everything."""

    path: str
    depth: int
    has_children: bool


class FolderTree(LineView):
    """Fed from the store's folders; it never looks at the disk. The first line stands for all folders."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.LINES) + bindings_of(Place.TREE)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tree--chosen", *(f"review--{state}" for state in State)}

    class Picked(Message):
        """The person wants to see this folder only; everything when it is empty."""

        def __init__(self, folder: str) -> None:
            super().__init__()
            self.folder = folder

    def __init__(
        self,
        folders: FolderTallies,
        total: Tally,
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._folders = folders
        self._total = total
        self._glyphs = glyphs
        self._known = -1
        self._seen_roots: set[str] = set()
        self._unfolded: set[str] = set()
        self._next_look = 0.0
        self._look: Timer | None = None
        self._lines: list[_Node] = [_Node("", 0, has_children=False)]
        self.chosen = ""

    def folders_changed(self) -> None:
        """Counts are others now, and perhaps there are more folders.

        Where thousands are unfolded, new ones wait until laying them out again is a twentieth of the time.
        """
        if len(self._folders) != self._known:
            if (left := self._next_look - time.monotonic()) <= 0:
                self._look_again()
            elif self._look is None:
                self._look = self.set_timer(left, self._look_again)
        self.repaint(self.window)

    def choose(self, folder: str) -> None:
        """Show which folder the list is limited to."""
        self.chosen = folder
        self.refresh()

    # -- the lines

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line_id(self, index: int) -> Hashable:
        """What the line is remembered by."""
        return self._lines[index].path

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        node = self._lines[index]
        return node, node.path in self._unfolded, node.path == self.chosen, self._counts(node.path)

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        node = self._lines[index]
        chosen = node.path == self.chosen
        counts = self._count_pieces(node.path, max(4, width - 2 * node.depth - 13))
        room = width - sum(cell_len(text) for text, _ in counts) - 1
        fold = " "
        if node.has_children:
            fold = self._glyphs.unfolded if node.path in self._unfolded else self._glyphs.folded
        name = "All files" if not node.path else safe_text(os.path.basename(node.path) or node.path)
        label = f"{'  ' * node.depth}{fold} {name}"
        return [(fit(label, room, self._glyphs.ellipsis) + " ", "tree--chosen" if chosen else ""), *counts]

    def _count_pieces(self, path: str, room: int) -> list[Piece]:
        *open_counts, decided = self._counts(path)
        pieces: list[Piece] = []
        for tier, count in zip(_BY_COST, open_counts, strict=True):
            if count:
                state = State(tier.value)
                pieces.append((f" {self._glyphs.states[state]}{count}", f"review--{state}"))
        if decided and not pieces:
            pieces.append((f" {self._glyphs.decided}{decided}", "review--approved"))
        while len(pieces) > 1 and sum(cell_len(text) for text, _ in pieces) > room:
            pieces.pop()
        return pieces

    def _counts(self, path: str) -> tuple[int, ...]:
        tally = self._folders.get(path) if path else self._total
        if tally is None:
            return (0,) * (len(_BY_COST) + 1)
        pending = [tally[tier, Decision.PENDING] for tier in _BY_COST]
        return (*pending, tally.total() - sum(pending) - tally[None, Decision.PENDING])

    def _look_again(self) -> None:
        started = time.monotonic()
        self._look = None
        self._known = len(self._folders)
        tops = set(self._folders.tops())
        self._unfolded |= tops - self._seen_roots  # a root that was folded stays folded
        self._seen_roots = tops
        self._flatten()
        ended = time.monotonic()
        self._next_look = ended + (ended - started) * _SHARE

    def _flatten(self) -> None:
        here = self._lines[self.cursor].path if self.cursor < len(self._lines) else ""
        lines = [_Node("", 0, has_children=False)]
        stack = [(path, 0) for path in reversed(self._folders.tops())]
        while stack:
            path, depth = stack.pop()
            lines.append(_Node(path, depth, self._folders.has_children(path)))
            if path in self._unfolded:
                stack.extend((child, depth + 1) for child in reversed(self._folders.children(path)))
        self._lines = lines
        keep = next((i for i, node in enumerate(lines) if node.path == here), None)
        self.lines_changed(keep=keep)

    # -- what a person does

    def action_unfold(self) -> None:
        """Show what is below, or step into it."""
        node = self._lines[self.cursor]
        if node.has_children and node.path not in self._unfolded:
            self._unfolded.add(node.path)
            self._flatten()
        elif node.has_children:
            self.move_to(self.cursor + 1)

    def action_fold(self) -> None:
        """Hide what is below, or go to the parent."""
        node = self._lines[self.cursor]
        if node.path in self._unfolded and node.has_children:
            self._unfolded.discard(node.path)
            self._flatten()
            return
        parent = os.path.dirname(node.path)
        self.move_to(next((i for i, other in enumerate(self._lines) if other.path == parent), 0))

    def action_choose(self) -> None:
        """Limit the list to this folder, or to nothing when it is limited to it already."""
        path = self._lines[self.cursor].path
        self.post_message(self.Picked("" if path == self.chosen else path))

    def on_line_view_chosen(self) -> None:
        """A click on the folder that has the cursor."""
        self.action_choose()
