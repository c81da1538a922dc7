"""What guessit loads, in a third of the memory: for a process that does nothing but read names.

babelfish keeps each of 7,900 languages as a row, its code in two more places and its name in four: 7 MB. To find
plugins that nobody has, it loads what reads the metadata of packages, and with that e-mail and archives: 3 MB. What
reads dates loads all time zones, for names that speak of none. All that counts once for each worker, and what guessit
is told stays the same.
"""

from __future__ import annotations

import io
import mimetypes
import os
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, BinaryIO, NamedTuple

from organizer.buffered import Buffered, Made

_TABLE = "data/iso-639-3.tab"
_HEADER = ("Id", "Part2B", "Part2T", "Part1", "Scope", "Language_Type", "Ref_Name", "Comment")
_NAME = _HEADER.index("Ref_Name")
CODE = 3  # letters, ISO 639-3
_MARKS = 1 << 16  # of what may be a name: eight of nine words that are none are not searched for


# Loaded with guessit, and used by nothing that it does with a name: dates in names have no zone, its rules lie unpacked
# on the disk, and of its archives and temporary files it has no need.
_SELDOM = ("bz2", "dateutil.tz", "lzma", "tempfile", "zipfile")


def load_guessit() -> None:
    """Import guessit with only what it needs to read names. To be called once, in a worker, before all else."""
    for name in _SELDOM:
        _put_off(name)
    mimetypes.init(())  # else what the system knows of files: 1,200 endings, for a property that nobody asks for
    _load_languages()
    import_module("guessit")


def _put_off(name: str) -> None:
    """Import a module when something of it is used, and not before. Nothing where it is loaded already."""
    if name in sys.modules:
        return
    door: Any = ModuleType(name)

    def enter(attribute: str) -> Any:
        if sys.modules.get(name) is door:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    door.__getattr__ = enter
    sys.modules[name] = door


def _load_languages() -> None:
    """Import babelfish with only what guessit needs of it.

    babelfish is given a door of its own to the disk and to plugins: through it come only the languages that have
    another code than their own. Of a babelfish that keeps its table in another way, all is loaded as it comes.
    """
    spec = find_spec("babelfish")
    folder = os.path.dirname(spec.origin) if spec and spec.origin else ""
    codes, names = Codes(), Buffered()
    further = io.BytesIO()
    try:
        for code, name, line in _rows(os.path.join(folder, _TABLE)):
            codes.append(code)
            names.append(name)
            further.write(line)
    except (OSError, ValueError):
        return
    sys.modules["babelfish.compat"] = _door(folder, further.getvalue())

    import babelfish.language

    babelfish.LANGUAGES = babelfish.language.LANGUAGES = codes
    babelfish.language_converters["name"] = LanguageNames(codes, names)


def _rows(table: str) -> Iterator[tuple[str, str, bytes]]:
    """Code, name, and the line if it says another code, sorted by code. Raises ValueError for another kind of table."""
    with open(table, "rb") as lines:
        if tuple(next(lines, b"").decode().strip().split("\t")) != _HEADER:
            raise ValueError("other columns")
        for line in sorted(lines):
            cells = line.decode().split("\t")
            if len(cells) != len(_HEADER) or len(cells[0]) != CODE:
                raise ValueError("another row")
            yield cells[0], cells[_NAME], line if any(cells[1:4]) else b""


def _door(folder: str, languages: bytes) -> ModuleType:
    """What babelfish's modules import of ``babelfish.compat``."""

    def resource_stream(package: str, path: str) -> BinaryIO:  # noqa: ARG001 - there is one
        if path == _TABLE:
            return io.BytesIO("\t".join(_HEADER).encode() + b"\n" + languages)
        return open(os.path.join(folder, path), "rb")

    door: Any = ModuleType("babelfish.compat")
    door.resource_stream = resource_stream
    door.iter_entry_points = lambda group: ()  # noqa: ARG005 - nobody has any
    door.EntryPoint = _EntryPoint
    return door  # type: ignore[no-any-return]


class Codes(Made[str]):
    """Sorted codes of three letters, in three bytes each; each is made anew when it is asked for."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._letters = bytearray("".join(codes).encode("ascii"))

    def __len__(self) -> int:
        return len(self._letters) // CODE

    def _at(self, number: int) -> str:
        if number >= len(self):
            raise IndexError(number)
        return self._letters[CODE * number : CODE * (number + 1)].decode("ascii")

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.place_of(code) >= 0

    def append(self, code: str) -> None:
        """Add one behind all others."""
        self._letters += code.encode("ascii")

    def place_of(self, code: str) -> int:
        """Which one it is, or -1."""
        place = bisect_left(self, code)
        return place if place < len(self) and self[place] == code else -1


class LanguageNames:
    """babelfish's converter between codes and English names: lists that are searched in place of three dictionaries.

    Each of the ``codes`` has the name at its place in ``names``.
    """

    def __init__(self, codes: Codes, names: Buffered) -> None:
        from babelfish import LanguageReverseError

        self._refusal = LanguageReverseError
        self._codes = codes
        self._names = names
        # Stable: of two languages with one name, the last one counts, as it does in a dictionary.
        self._by_name = array("H", sorted(range(len(names)), key=self._folded))
        self._may_be = bytearray(_MARKS)
        for name in names:
            self._may_be[hash(name.lower()) % _MARKS] = 1

    @property
    def codes(self) -> set[str]:
        """All names."""
        return set(self._names)

    def convert(self, alpha3: str, country: str | None = None, script: str | None = None) -> str:
        """The English name. Raises babelfish's error when there is none."""
        place = self._codes.place_of(alpha3)
        if place < 0:
            from babelfish import LanguageConvertError

            raise LanguageConvertError(alpha3, country, script)
        return self._names[place]

    def reverse(self, name: str) -> tuple[str, None, None]:
        """The code of a name in any case. Raises babelfish's error when it is none."""
        wanted = name.lower()
        if self._may_be[hash(wanted) % _MARKS]:
            place = bisect_right(self._by_name, wanted, key=self._folded) - 1
            if place >= 0 and self._folded(self._by_name[place]) == wanted:
                return self._codes[self._by_name[place]], None, None
        raise self._refusal(name)

    def _folded(self, place: int) -> str:
        return self._names[place].lower()


class _EntryPoint(NamedTuple):
    """As babelfish names its own converters: ``alpha2 = babelfish.converters.alpha2:Alpha2Converter``."""

    name: str
    value: str

    @staticmethod
    def parse(text: str) -> _EntryPoint:
        name, _, value = text.partition("=")
        return _EntryPoint(name.strip(), value.strip())

    def resolve(self) -> Any:
        module, _, name = self.value.partition(":")
        return getattr(import_module(module), name)
