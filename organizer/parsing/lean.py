"""guessit's table of languages in a fifth of the memory: for a process that does nothing but read names.

babelfish keeps each of 7,900 languages as a row, and its name in four more places: 6 MB. To find plugins that nobody
has, it loads what reads the metadata of packages, and with that e-mail and archives: 3 MB. Both count once for each
worker. What guessit is told stays the same.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

# Those that guessit asks, and what they ask.
_CONVERTERS = ("alpha2", "alpha3b", "opensubtitles")


def load_languages() -> None:
    """Import babelfish with only what guessit needs of it. To be called before guessit is imported, in a worker."""
    with _without_metadata():
        import babelfish

        for name in _CONVERTERS:
            babelfish.language_converters[name]
        babelfish.country_converters["name"]
    table = babelfish.LANGUAGE_MATRIX
    babelfish.language_converters["name"] = LanguageNames([(row.alpha3, row.name) for row in table if row.name])
    table.clear()  # it is read when a converter is made, and all are


class LanguageNames:
    """babelfish's converter between codes and English names, over two sorted lists instead of three dictionaries."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        by_name = sorted(rows, key=lambda row: row[1].lower())  # stable: of two with one name, the last one counts
        self._names = [name for _, name in by_name]
        self._of_names = [code for code, _ in by_name]
        by_code = sorted(rows)
        self._codes = [code for code, _ in by_code]
        self._of_codes = [name for _, name in by_code]

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
        return self._of_codes[place]

    def reverse(self, name: str) -> tuple[str, None, None]:
        """The code of a name in any case. Raises babelfish's error when it is none."""
        wanted = name.lower()
        place = bisect_right(self._names, wanted, key=str.lower) - 1
        if place < 0 or self._names[place].lower() != wanted:
            from babelfish import LanguageReverseError

            raise LanguageReverseError(name)
        return self._of_names[place], None, None


class _EntryPoint(NamedTuple):
    """As babelfish names its own converters: ``alpha2 = babelfish.converters.alpha2:Alpha2Converter``."""

    name: str
    value: str
    group: str | None

    def load(self) -> Any:
        module, _, name = self.value.partition(":")
        return getattr(import_module(module), name)


class _NoEntryPoints(tuple[_EntryPoint, ...]):
    """What packages offer as plugins: nothing."""

    __slots__ = ()

    def select(self, **_wanted: str) -> _NoEntryPoints:
        return self


@contextmanager
def _without_metadata() -> Iterator[None]:
    """For what is imported meanwhile, no package has plugins."""
    name = "importlib.metadata"
    before = sys.modules.get(name)
    stand_in: Any = ModuleType(name)
    stand_in.entry_points = _NoEntryPoints
    stand_in.EntryPoint = _EntryPoint
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before
