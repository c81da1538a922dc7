"""What a query can ask of a row: for each key the tests that its values make, over whole columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from organizer.display import fold
from organizer.model import Decision, Tier
from organizer.store.codes import COMPANIONS, STATES, Flag, Kind
from organizer.store.columns import Columns
from organizer.store.masks import Mask, both, by_code, by_number, either

Test = Callable[[Columns], Mask]
_UNITS = {"": 1, "b": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_OF_A_YEAR = re.compile(r"[\d()]+")
_NUMBER = r"(\d+(?:\.\d+)?)\s*([a-z%]*)"
_RANGE = re.compile(rf"(?:(?P<sign><=|>=|<|>|=)\s*)?{_NUMBER}$|{_NUMBER}-(?:{_NUMBER})?$|-{_NUMBER}$")


@dataclass(frozen=True, slots=True)
class Question:
    """A key of the language. ``test`` answers None for a value that it does not know; ``choices`` are all values."""

    test: Callable[[str], Test | None]
    example: str
    choices: tuple[str, ...] = ()


def in_anything(word: str) -> Test:
    """Rows whose path below the root, or title with its year, holds a folded word."""

    def test(columns: Columns) -> Mask:
        return either(columns.texts.in_path(word), _in_title(columns, word))

    return test


def _in_title(columns: Columns, word: str) -> Mask:
    """Rows whose title with its year, ``heat (1995)``, holds a folded word."""
    titles = columns.titles.holding(word)
    found = by_number(columns.title, titles) if any(titles) else bytes(len(columns))
    if _OF_A_YEAR.fullmatch(word):
        years = [word in f"({year})" for year in range(max(columns.year, default=0) + 1)]
        return either(found, by_number(columns.year, [False, *years[1:]]))
    if " (" not in word:
        return found
    title, _, year = word.rpartition(" (")
    ending = by_number(columns.title, [known.endswith(title) for known in columns.titles.folded])
    return either(found, both(ending, _in_title(columns, f"({year}")))


# -- numbers


def _bounds(value: str, units: Mapping[str, float]) -> tuple[float, float, bool, bool] | None:
    """The least and the greatest number that a value means, and whether each of them is itself left out."""
    match = _RANGE.fullmatch(value.lower().strip())
    if match is None:
        return None
    sign, one, unit, low, low_unit, high, high_unit, top, top_unit = match.groups()
    try:
        if one is not None:
            number = float(one) * units[unit]
            return {
                "<": (0.0, number, False, True),
                "<=": (0.0, number, False, False),
                ">": (number, float("inf"), True, False),
                ">=": (number, float("inf"), False, False),
            }.get(sign or "=", (number, number, False, False))
        if top is not None:
            return 0.0, float(top) * units[top_unit], False, False
        upper = float(high) * units[high_unit] if high is not None else float("inf")
        lower = float(low) * units[low_unit or (high_unit or "")]
    except KeyError:
        return None
    return lower, upper, False, False


def _numeric(
    column: Callable[[Columns], Sequence[float]], least: float, units: Mapping[str, float]
) -> Callable[[str], Test | None]:
    """A question about a column of numbers; what is below ``least`` there means that nothing is known."""

    def read(value: str) -> Test | None:
        bounds = _bounds(value, units)
        if bounds is None:
            return None
        low, high, above, below = bounds

        def test(columns: Columns) -> Mask:
            held = column(columns)
            start = max(low, least)
            if above:
                return bytes([start <= n and low < n for n in held])
            if below:
                return bytes([start <= n < high for n in held])
            return bytes([start <= n <= high for n in held])

        return test

    return read


# -- closed sets


def _state_test(wanted: Callable[[Tier | None, Decision], bool]) -> Test:
    codes = [code for code, pair in enumerate(STATES) if wanted(*pair)]
    return lambda columns: by_code(columns.state, codes)


def _flag_test(flags: int) -> Test:
    codes = [code for code in range(256) if code & flags]
    return lambda columns: by_code(columns.flags, codes)


def _kind_test(kind: Kind) -> Test:
    return lambda columns: by_code(columns.kind, [kind])


def _tier(tier: Tier | None) -> Test:
    return _state_test(lambda held, _: held is tier)


def _decisions(*decisions: Decision) -> Test:
    return _state_test(lambda _, held: held in decisions)


_TIERS: dict[str, Test] = {tier.value: _tier(tier) for tier in Tier} | {"waiting": _tier(None)}
_DECISIONS: dict[str, Test] = {decision.value: _decisions(decision) for decision in Decision} | {
    "open": _decisions(Decision.PENDING),
    "decided": _decisions(*(decision for decision in Decision if decision is not Decision.PENDING)),
}
_TYPES: dict[str, Test] = {
    "film": _kind_test(Kind.FILM),
    "movie": _kind_test(Kind.FILM),
    "series": _kind_test(Kind.EPISODE),
    "episode": _kind_test(Kind.EPISODE),
    "extra": _flag_test(Flag.EXTRA),
    "unknown": _kind_test(Kind.UNKNOWN),
}
_HAS: dict[str, Test] = {
    "match": _flag_test(Flag.MATCH),
    "subtitle": _flag_test(Flag.SUBTITLE),
    "nfo": _flag_test(Flag.NFO),
    "artwork": _flag_test(Flag.ARTWORK),
    "companion": _flag_test(COMPANIONS),
}


def _one_of(tests: Mapping[str, Test]) -> Question:
    """The beginning of a word is enough, so that a word says yes while it is being typed."""

    def read(value: str) -> Test | None:
        begun = value.lower()
        if begun in tests:
            return tests[begun]
        found = [test for name, test in tests.items() if name.startswith(begun)]
        return found[0] if found else None

    return Question(read, f"one of {', '.join(tests)}", tuple(tests))


# -- texts


def _title(value: str) -> Test:
    word = fold(value)
    return lambda columns: by_number(columns.title, columns.titles.holding(word))


def _name(value: str) -> Test:
    word = fold(value)
    return lambda columns: columns.texts.in_name(word)


def _path(value: str) -> Test:
    word = fold(value)
    return lambda columns: columns.texts.in_path(word, whole=True)


def _language(value: str) -> Test:
    wanted = value.lower()

    def speaks(said: str) -> bool:
        return said == wanted or said.startswith(f"{wanted}-")

    def test(columns: Columns) -> Mask:
        original = [speaks(said.lower()) for said in columns.languages.values]
        subtitles = [any(map(speaks, said.split(","))) for said in columns.subtitle_languages.values]
        return either(by_number(columns.language, original), by_number(columns.subtitles, subtitles))

    return test


def _score(value: str) -> Test | None:
    test = _numeric(lambda columns: columns.confidence, 0.0, {"": 1.0, "%": 0.01})(value)
    return None if test is None else lambda columns: both(test(columns), _flag_test(Flag.MATCH)(columns))


_PLAIN = {"": 1}

QUESTIONS: Mapping[str, Question] = {
    "tier": _one_of(_TIERS),
    "decision": _one_of(_DECISIONS),
    "type": _one_of(_TYPES),
    "year": Question(_numeric(lambda columns: columns.year, 1, _PLAIN), "1998, 1990-1999 or >1990"),
    "season": Question(_numeric(lambda columns: columns.season, 0, _PLAIN), "2, 1-3 or >2"),
    "episode": Question(_numeric(lambda columns: columns.episode, 0, _PLAIN), "7, 1-10 or >10"),
    "size": Question(_numeric(lambda columns: columns.size, 0, _UNITS), ">4g, <700m or 1g-2g"),
    "score": Question(_score, "<0.8, 0.8-0.95 or 90%-"),
    "id": Question(_numeric(lambda columns: columns.tmdb_id, 1, _PLAIN), "a number of TMDB"),
    "lang": Question(_language, "a language as fr or pt-br"),
    "title": Question(_title, "words of a title"),
    "name": Question(_name, "words of a file's name"),
    "path": Question(_path, "words of a path"),
    "has": _one_of(_HAS),
}
"""Every key of the language."""
