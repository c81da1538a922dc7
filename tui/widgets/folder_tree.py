"""FolderTree: the scanned folders with how many files of each tier are open in them; it filters the list."""

from __future__ import annotations

import os
import time
from collections.abc import Hashable, Sequence
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
_LOOK_EVERY = 0.5  # seconds between two layouts while a scan brings folders
_SHARE = 20  # of the time, between two layouts that take long

_Node = tuple[str, int]  # a line of the tree: its path, empty for the line of everything, and its depth


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
        self._below: dict[str, list[str]] = {}  # what was unfolded, as it was at the last layout
        self._seen_roots: set[str] = set()
        self._unfolded: set[str] = set()
        self._next_look = 0.0
        self._look: Timer | None = None
        self._lines: list[_Node] = [("", 0)]
        self.chosen = ""

    def folders_changed(self) -> None:
        """Counts are others now, and perhaps there are more folders.

        Where thousands are unfolded, new ones wait until laying them out again is a twentieth of the time.
        """
        if self._folders.known != self._known:
            if (left := self._next_look - time.monotonic()) <= 0:
                self._look_again()
                return
            if self._look is None:
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
        return self._lines[index][0]

    def line_value(self, index: int) -> object:
        """What the line is drawn from."""
        node = path, _ = self._lines[index]
        counts = self._folders.state(path) if path else self._counts("")
        return node, self._fold_of(path), path == self.chosen, counts

    def draw(self, index: int, width: int) -> Sequence[Piece]:
        """The line in pieces."""
        path, depth = self._lines[index]
        counts = self._count_pieces(path, max(4, width - 2 * depth - 13))
        room = width - sum(cell_len(text) for text, _ in counts) - 1
        name = "All files" if not path else safe_text(os.path.basename(path) or path)
        label = f"{'  ' * depth}{self._fold_of(path)} {name}"
        style = "tree--chosen" if path == self.chosen else ""
        return [(fit(label, room, self._glyphs.ellipsis) + " ", style), *counts]

    def _fold_of(self, path: str) -> str:
        if not path or not self._folders.has_children(path):
            return " "
        return self._glyphs.unfolded if path in self._unfolded else self._glyphs.folded

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
        tops = set(self._folders.tops())
        self._unfolded |= tops - self._seen_roots  # a root that was folded stays folded
        self._seen_roots = tops
        self._flatten()
        ended = time.monotonic()
        self._next_look = ended + max(_LOOK_EVERY, (ended - started) * _SHARE)

    def _flatten(self) -> None:
        """Lay the lines out: 0.2 µs for each that was there before."""
        here = self._lines[self.cursor][0] if self.cursor < len(self._lines) else ""
        lines = [("", 0)]
        before, self._below = self._below, {}
        stack = [(path, 0) for path in reversed(self._folders.tops())]
        while stack:
            lines.append(node := stack.pop())
            path, depth = node
            if path in self._unfolded:
                below, deeper = self._sorted_below(path, before.get(path)), depth + 1
                if self._unfolded.isdisjoint(below):
                    lines += [(child, deeper) for child in below]
                else:
                    stack += [(child, deeper) for child in reversed(below)]
        self._known = self._folders.known
        self._lines = lines
        keep = next((i for i, (path, _) in enumerate(lines) if path == here), None)
        self.lines_changed(keep=keep)

    def _sorted_below(self, path: str, before: list[str] | None) -> list[str]:
        """The folders directly below one. ``before`` is what they were at the last layout, if it had them."""
        found = self._folders.children(path, 0 if before is None else self._known)
        below = self._below[path] = sorted(found) if before is None else _merged(before, found)
        return below

    # -- what a person does

    def action_unfold(self) -> None:
        """Show what is below, or step into it."""
        path, _ = self._lines[self.cursor]
        if not path or not self._folders.has_children(path):
            return
        if path in self._unfolded:
            self.move_to(self.cursor + 1)
        else:
            self._unfolded.add(path)
            self._flatten()

    def action_fold(self) -> None:
        """Hide what is below, or go to the parent."""
        path, _ = self._lines[self.cursor]
        if path in self._unfolded and self._folders.has_children(path):
            self._unfolded.discard(path)
            self._flatten()
            return
        parent = os.path.dirname(path)
        self.move_to(next((i for i, (other, _) in enumerate(self._lines) if other == parent), 0))

    def action_choose(self) -> None:
        """Limit the list to this folder, or to nothing when it is limited to it already."""
        path, _ = self._lines[self.cursor]
        self.post_message(self.Picked("" if path == self.chosen else path))

    def on_line_view_chosen(self) -> None:
        """A click on the folder that has the cursor."""
        self.action_choose()


def _merged(known: list[str], more: set[str]) -> list[str]:
    """Both, sorted, each once. The sort takes what is sorted already as it is."""
    return sorted(dict.fromkeys((*known, *sorted(more)))) if more else known
