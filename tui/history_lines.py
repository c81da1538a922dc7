"""The operations of a run as lines that fold: by show and film, as they lie in the library."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from organizer.display import human_size, safe_text
from organizer.transfer.records import Entry, OpState
from tui.phrases import counted

# Up to this many operations every show is shown unfolded.
_FEW = 30


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A show or film with all its files, or one file. ``path`` is what is taken back with it: a folder, or a name."""

    text: str
    path: str
    note: str = ""
    entry: Entry | None = None
    depth: int = 0

    @property
    def key(self) -> str:
        """Its path: no two lines that fold have one in common."""
        return self.path

    @property
    def folds(self) -> bool:
        """Whether it has files below it."""
        return self.entry is None

    @property
    def stands(self) -> bool:
        """The cursor may stop at each."""
        return True


def history_lines(entries: Sequence[Entry], roots: Sequence[str]) -> list[HistoryLine]:
    """The shows and films by name, each with its files as they were carried out. ``roots`` are the library's folders.

    What is not in a folder of its own below one of them is a line by itself.
    """
    titles: dict[str, list[Entry]] = {}
    for entry in entries:
        titles.setdefault(_title(entry.target, roots), []).append(entry)
    lines: list[HistoryLine] = []
    for path in sorted(titles, key=lambda path: (path == "", os.path.basename(path).casefold(), path)):
        those = titles[path]
        if path:
            lines.append(HistoryLine(safe_text(os.path.basename(path)), path, _note(those)))
        lines += [_file(entry, 1 if path else 0) for entry in those]
    return lines


def folded_at_first(lines: Sequence[HistoryLine]) -> set[str]:
    """Every show and film of a long run."""
    return {line.key for line in lines if line.folds} if len(lines) > _FEW else set()


def _title(target: str, roots: Sequence[str]) -> str:
    """The folder of the show or film, directly below the library's; empty when there is none."""
    for root in sorted(roots, key=len, reverse=True):
        start = root.rstrip(os.sep) + os.sep
        if target.startswith(start):
            name, slash, _ = target[len(start) :].partition(os.sep)
            return start + name if slash else ""
    return ""


def _file(entry: Entry, depth: int) -> HistoryLine:
    name = entry.error or os.path.basename(entry.target)
    return HistoryLine(safe_text(name), entry.source, entry=entry, depth=depth)


def _note(entries: Sequence[Entry]) -> str:
    states = Counter(entry.state for entry in entries)
    size = human_size(sum(entry.identity.size for entry in entries))
    words = ", ".join(f"{count:,} {state.value}" for state, count in states.items() if state is not OpState.DONE)
    return f"{words}   " * bool(words) + f"{counted(len(entries), 'file')}  {size:>8}"
