"""Frugal: the terminal's driver, which sends what changes of a style and not all of it for every piece of text.

Textual writes each piece as style, text and reset, 30 bytes around one word (50 in true colour), and a line break
before each jump of the cursor. Over a slow line that is a third of what a key costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from textual.driver import Driver

_PARTS = re.compile(r"\x1b\[([0-9;]*)m|((?:\n?\x1b\[[0-9]+;[0-9]+H)+)")
_OFF = {"colour": "39", "ground": "49", "weight": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
_COLOURS = frozenset(map(str, (*range(30, 38), *range(90, 98))))
_GROUNDS = frozenset(map(str, (*range(40, 48), *range(100, 108))))
_LONG = {"2": 4, "5": 2}  # numbers after the 38 of a colour: 38;2;R;G;B and 38;5;N


def frugal(driver: type[Driver]) -> type[Driver]:
    """The same driver, writing less."""
    return type(f"Frugal{driver.__name__}", (_Frugal, driver), {})


class _Frugal(Driver):
    """Stands before a driver that writes."""

    def write(self, data: str) -> None:
        """Write the same picture in fewer bytes."""
        super().write(shortened(data))  # type: ignore[safe-super]


def shortened(data: str) -> str:
    """What leaves the same picture on a terminal whose style is the plain one before it, in fewer bytes.

    Each write stands alone: no style is taken over from the one before, so another program's line between two does no
    harm. Everything but styles and jumps passes as it is.
    """
    return "".join(_shortened(data))


def _shortened(data: str) -> Iterator[str]:
    is_on = wanted = jump = ""
    end = 0
    for part in _PARTS.finditer(data):
        if text := data[end : part.start()]:
            yield f"{jump}{_turned(is_on, wanted)}{text}"
            is_on, jump = wanted, ""
        end = part.end()
        numbers, jumps = part.groups()
        if jumps:
            jump = jumps[jumps.rindex("\x1b") :]
        else:
            wanted = "" if numbers in {"", "0"} else f"{wanted};{numbers}" if wanted else numbers
    if text := data[end:]:
        yield f"{jump}{_turned(is_on, wanted)}{text}"
        is_on, jump = wanted, ""
    yield f"{_turned(is_on, wanted)}{jump}"


@lru_cache(maxsize=4096)
def _turned(is_on: str, wanted: str) -> str:
    """What turns one style into the other."""
    if is_on == wanted:
        return ""
    before, after = _switches(is_on), _switches(wanted)
    whole = f"0;{wanted}" if wanted else "0"
    gone = before.keys() - after.keys()
    if gone - _OFF.keys():
        return f"\x1b[{whole}m"
    numbers = [_OFF[switch] for switch in sorted(gone)]
    for switch, number in after.items():
        if before.get(switch) != number:
            numbers += [_OFF[switch], number] if switch == "weight" and switch in before else [number]
    return f"\x1b[{min(';'.join(numbers), whole, key=len)}m" if numbers else ""


def _switches(style: str) -> dict[str, str]:
    """The numbers of a style by what they switch; bold and dim are switched off together."""
    numbers = style.split(";") if style else []
    found: dict[str, str] = {}
    while numbers:
        number = numbers.pop(0)
        if number in {"38", "48"}:
            length = _LONG.get(numbers[0], 0) if numbers else 0
            found["colour" if number == "38" else "ground"] = ";".join([number, *numbers[:length]])
            del numbers[:length]
        elif number in {"1", "2"}:
            found["weight"] = f"{found['weight']};{number}" if "weight" in found else number
        elif number in {"39", "49"}:
            found.pop("colour" if number == "39" else "ground", None)
        else:
            found["colour" if number in _COLOURS else "ground" if number in _GROUNDS else number] = number
    return found
