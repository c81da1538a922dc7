"""What the driver sends: fewer bytes, and the same picture on a terminal that takes each number by itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.drivers.headless_driver import HeadlessDriver
from textual.strip import Strip

from tui.frugal import frugal, shortened

Cell = tuple[str, str, str, frozenset[str]]
_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)([mH])")
_ENDS = {"22": {"1", "2"}, "23": {"3"}, "24": {"4", "21"}, "25": {"5", "6"}, "27": {"7"}, "28": {"8"}, "29": {"9"}}


class Page:
    """A terminal: what is in each cell, with its colours and what else is on."""

    def __init__(self, data: str) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.row = self.column = 1
        self.colour = self.ground = ""
        self.on: frozenset[str] = frozenset()
        end = 0
        for found in _SEQUENCE.finditer(data):
            self._write(data[end : found.start()])
            end = found.end()
            if found[2] == "H":
                self.row, self.column = map(int, found[1].split(";"))
            else:
                self._switch((found[1] or "0").split(";"))
        self._write(data[end:])

    def _write(self, text: str) -> None:
        for character in text:
            if character == "\n":
                self.row, self.column = self.row + 1, 1
            else:
                self.cells[self.row, self.column] = (character, self.colour, self.ground, self.on)
                self.column += 1

    def _switch(self, numbers: list[str]) -> None:
        while numbers:
            number = numbers.pop(0)
            if number == "0":
                self.colour, self.ground, self.on = "", "", frozenset()
            elif number in {"38", "48"}:
                length = 2 if numbers[0] == "5" else 4
                colour = " ".join(numbers[:length])
                del numbers[:length]
                self.colour, self.ground = (colour, self.ground) if number == "38" else (self.colour, colour)
            elif number in {"39", "49"}:
                self.colour, self.ground = ("", self.ground) if number == "39" else (self.colour, "")
            elif len(number) > 1 and number[:-1] in {"3", "9"}:
                self.colour = number
            elif len(number) > 1 and number[:-1] in {"4", "10"}:
                self.ground = number
            else:
                self.on = self.on - _ENDS[number] if number in _ENDS else self.on | {number}


colours = st.one_of(
    st.none(),
    st.just(Color.default()),
    st.integers(0, 255).map(Color.from_ansi),
    st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Color.from_rgb(*rgb)),
)
flags = st.sampled_from([None, True, False])
styles = st.builds(
    Style, color=colours, bgcolor=colours, bold=flags, dim=flags, italic=flags, underline=flags, reverse=flags,
    strike=flags, underline2=flags, conceal=flags, overline=flags,
)  # fmt: skip
pieces = st.one_of(
    st.tuples(st.text("ab 灯", max_size=4), styles).map(
        lambda piece: Strip.render_style(piece[1], piece[0], ColorSystem.TRUECOLOR)
    ),
    st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda place: f"\x1b[{place[0]};{place[1]}H"),
    st.just("\n\x1b[2;2H"),
    st.just("\n"),
)


@given(st.lists(pieces, max_size=20).map("".join))
def test_the_picture_is_the_same_and_no_longer(data: str) -> None:
    short = shortened(data)
    assert Page(short).cells == Page(data).cells
    assert len(short) <= len(data)


@given(st.lists(pieces, min_size=1, max_size=20).map("".join))
def test_each_write_leaves_the_terminal_plain_and_the_cursor_where_it_was_sent(data: str) -> None:
    data += "\x1b[1;3H"
    page = Page(shortened(data))
    assert (page.colour, page.ground, page.on) == ("", "", frozenset())
    assert (page.row, page.column) == (1, 3)


@pytest.mark.parametrize(
    ("data", "short"),
    [
        ("\x1b[1;38;5;7;48;5;16ma\x1b[0m\x1b[38;5;7;48;5;16mb\x1b[0m", "\x1b[1;38;5;7;48;5;16ma\x1b[22mb\x1b[0m"),
        ("\x1b[38;5;7ma\x1b[0m\x1b[38;5;7mb\x1b[0m", "\x1b[38;5;7mab\x1b[0m"),
        ("\x1b[31mred\x1b[0m plain", "\x1b[31mred\x1b[0m plain"),
        ("\x1b[5;80H\n\x1b[6;1Ha\n\x1b[6;80H\n\x1b[1;3H", "\x1b[6;1Ha\x1b[1;3H"),
        ("\x1b[1;2mfaint\x1b[0m\x1b[1mbold\x1b[0m", "\x1b[1;2mfaint\x1b[0;1mbold\x1b[0m"),
        ("\x1b[?1049h\x1b[2J\x07", "\x1b[?1049h\x1b[2J\x07"),
        ("", ""),
    ],
)
def test_examples(data: str, short: str) -> None:
    assert shortened(data) == short


def test_a_driver_sends_what_was_shortened() -> None:
    sent: list[str] = []

    class Noting(HeadlessDriver):
        def write(self, data: str) -> None:
            sent.append(data)

    kind = frugal(Noting)
    assert issubclass(kind, Noting)
    kind.write(object.__new__(kind), "\x1b[1ma\x1b[0m\x1b[1mb\x1b[0m")
    assert sent == ["\x1b[1mab\x1b[0m"]
