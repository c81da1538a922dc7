"""guessit's table of languages in a fifth of the memory: for a process that does nothing but read names.

babelfish keeps each of 7,900 languages as a row, and its name in four more places: 6 MB. To find plugins that nobody
has, it loads what reads the metadata of packages, and with that e-mail and archives: 3 MB. Both count once for each
worker. What guessit is told stays the same.
"""

from __future__ import annotations

import io
import os
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, BinaryIO, NamedTuple

_TABLE = "data/iso-639-3.tab"
_HEADER = ("Id", "Part2B", "Part2T", "Part1", "Scope", "Language_Type", "Ref_Name", "Comment")
_NAME = _HEADER.index("Ref_Name")
_MARKS = 1 << 16  # of what may be a name: eight of nine words that are none are not searched for


def load_languages() -> None:
    """Import babelfish with only what guessit needs of it. To be called before guessit is imported, in a worker.

    babelfish is given a door of its own to the disk and to plugins: through it come only the languages that have
    another code than their own. Of a babelfish that keeps its table in another way, all is loaded as it comes.
    """
    spec = find_spec("babelfish")
    folder = os.path.dirname(spec.origin) if spec and spec.origin else ""
    codes: list[str] = []
    names: list[str] = []
    further = io.BytesIO()
    for code, name, line in _rows(os.path.join(folder, _TABLE)):
        codes.append(code)
        names.append(name)
        further.write(line)
    if not codes:
        return
    sys.modules["babelfish.compat"] = _door(folder, further.getvalue())

    import babelfish

    babelfish.LANGUAGES.update(codes)
    babelfish.language_converters["name"] = LanguageNames(codes, names)


def _rows(table: str) -> Iterator[tuple[str, str, bytes]]:
    """Code, name, and the line if it says another code, sorted by code; nothing of a table with other columns."""
    try:
        with open(table, "rb") as lines:
            if tuple(next(lines, b"").decode().strip().split("\t")) != _HEADER:
                return
            for line in sorted(lines):
                cells = line.decode().split("\t")
                yield cells[0], cells[_NAME], line if any(cells[1:4]) else b""
    except (OSError, ValueError, IndexError):
        return


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


class LanguageNames:
    """babelfish's converter between codes and English names: lists that are searched in place of three dictionaries.

    ``codes`` are sorted, and each has the name at its place in ``names``.
    """

    def __init__(self, codes: Sequence[str], names: Sequence[str]) -> None:
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
        place = bisect_right(self._codes, alpha3) - 1
        if place < 0 or self._codes[place] != alpha3:
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
