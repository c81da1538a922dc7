"""Names cut to a number of terminal columns: wide characters counted as two, the telling part kept."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

# What tells two files of one series apart: S01E02, 1x02, a date, E05. It stays when the middle of a name goes.
_TELLING = re.compile(
    r"s\d{1,4}[ ._-]?e\d{1,4}(?:[ ._]?-?e\d{1,4}|-\d{1,3}\b)*|\b\d{1,2}x\d{2,3}\b"
    r"|\b\d{4}[ ._-]\d\d[ ._-]\d\d\b|\be\d{1,4}\b",
    re.IGNORECASE,
)


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in exactly ``width`` columns: padded, or cut at its end with an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + ellipsis, width)


def shorten(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most ``width`` columns, cut at its end."""
    return text if cell_len(text) <= width else fit(text, width, ellipsis).rstrip()


def fit_left(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in exactly ``width`` columns, cut at its start: the end of a path says more."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(ellipsis + _tail(text, width - 1), width)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken between words where there are any; the indent stays."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    return [indent + line for line in _lines(text.lstrip(" "), max(2, width - len(indent)))]


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width) or [""]
        lines += whole
    return [*lines, line]


@lru_cache(maxsize=512)
def fit_name(name: str, width: int, ellipsis: str = "…") -> str:
    """A file name in exactly ``width`` columns; its middle goes, its start, its number and its ending stay."""
    if width <= 0:
        return ""
    if cell_len(name) <= width:
        return set_cell_size(name, width)
    number = _TELLING.search(name)
    if number is None or width < 16:
        return _without_middle(name, width, ellipsis)
    start, telling = name[: number.start()], name[number.start() : number.end()]
    room = width - cell_len(telling)
    if room < 6:
        return _without_middle(name, width, ellipsis)
    rest = name[number.end() :]
    tail = min(cell_len(rest), max(room - cell_len(start), 5))
    before = _without_tail(start, room - tail, ellipsis)
    return set_cell_size(before + telling + _keep_ending(rest, room - cell_len(before), ellipsis), width)


def _keep_ending(text: str, width: int, ellipsis: str) -> str:
    """What follows the number: its start, and the file's ending."""
    if cell_len(text) <= width:
        return text
    ending = _tail(text, min(4, width - 1))
    return set_cell_size(text, max(0, width - cell_len(ending) - 1)) + ellipsis + ending


def _without_tail(text: str, width: int, ellipsis: str) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)) + ellipsis


def _without_middle(text: str, width: int, ellipsis: str) -> str:
    tail = min(12, max(0, (width - 1) // 3))
    head = set_cell_size(text, max(0, width - tail - 1))
    return set_cell_size(head + ellipsis + _tail(text, tail), width)


def _tail(text: str, width: int) -> str:
    """The end of the text in at most ``width`` columns."""
    if width <= 0:
        return ""
    end = text[-width:]
    while cell_len(end) > width:
        end = end[1:]
    return end
