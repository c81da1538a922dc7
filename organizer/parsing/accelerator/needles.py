"""What a text must contain before a regular expression can match it: short strings, of which one is enough."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from typing import Any

_MOST = 24  # alternatives; looking for more costs what the expression itself does

# Characters beyond ASCII that an expression without case takes for ASCII letters, or that change their length in lower
# case (Unicode, CaseFolding.txt): in a text with one of them, a missing needle proves nothing.
FOLDED = re.compile("[\u0130\u0131\u017f\u212a]")


def needles(pattern: re.Pattern[str]) -> tuple[str, ...] | None:
    """Lower-case ASCII strings of which every text that the pattern matches holds one, in lower case.

    None when nothing can be said. Not to be trusted for a text in which ``FOLDED`` finds something. The pattern is read
    by the parser of Python's own ``re``; should a Python have none, nothing is said of any pattern.
    """
    try:
        parser: Any = importlib.import_module("re._parser")
        parsed = parser.parse(pattern.pattern, pattern.flags)
    except (ImportError, AttributeError, re.error):
        return None
    found = _of_sequence(parsed)
    return tuple(sorted(found)) if found else None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best that one of the items, all of which must match, demands."""
    best: frozenset[str] | None = None
    run = ""
    for operation, argument in items:
        if str(operation) == "LITERAL" and argument < 128:
            run += chr(argument).lower()
            continue
        best, run = _better(_better(best, _of_run(run)), _of_item(str(operation), argument)), ""
    return _better(best, _of_run(run))


def _of_run(run: str) -> frozenset[str] | None:
    return frozenset({run}) if run else None


def _of_item(operation: str, argument: Any) -> frozenset[str] | None:
    match operation:
        case "SUBPATTERN":
            return _of_sequence(argument[-1])
        case "ATOMIC_GROUP":
            return _of_sequence(argument)
        case "BRANCH":
            return _of_branches([_of_sequence(branch) for branch in argument[1]])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_sequence(argument[2]) if argument[0] > 0 else None
        case "ASSERT":  # what stands around a match is in the text too
            return _of_sequence(argument[1])
        case "IN":
            return _of_branches([_of_member(str(kind), value) for kind, value in argument])
    return None


def _of_member(kind: str, value: Any) -> frozenset[str] | None:
    return frozenset({chr(value).lower()}) if kind == "LITERAL" and value < 128 else None


def _of_branches(branches: list[frozenset[str] | None]) -> frozenset[str] | None:
    merged: set[str] = set()
    for branch in branches:
        if branch is None:
            return None
        merged |= branch
    return frozenset(merged) if len(merged) <= _MOST else None


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The more telling of two: longer strings first, then fewer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda found: (min(map(len, found)), -len(found)))
