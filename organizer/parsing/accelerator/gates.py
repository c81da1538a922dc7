"""What is asked before a pattern runs: most of guessit's five hundred have nothing to find in a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rebulk.chain import Chain
from rebulk.match import Match
from rebulk.pattern import Pattern, RePattern, StringPattern

from organizer.parsing.accelerator.chains import QuickChain, whole_chain
from organizer.parsing.accelerator.needles import needles

Find = Callable[[str, Any], list[Match]]
Search = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Gate:
    """A pattern, as the function that finds its matches.

    It has none unless one of the ``needles`` is in the text (None: nothing is known) and one of the ``searches``, if
    there are any, finds something.
    """

    find: Find
    needles: tuple[str, ...] | None = None
    searches: tuple[Search, ...] = ()


def make_gate(pattern: Pattern) -> Gate:
    """The gate of any pattern. One with a post-processor may make matches of none; a function may do anything."""
    if pattern.post_processor:
        return Gate(pattern.matches)
    if isinstance(pattern, StringPattern):
        return Gate(pattern.matches, _of_strings(pattern))
    if isinstance(pattern, RePattern):
        return Gate(pattern.matches, _of_expressions(pattern), _searches(pattern))
    if isinstance(pattern, Chain):
        return _of_chain(pattern)
    return Gate(pattern.matches)


def _of_chain(chain: Chain) -> Gate:
    """There is no chain without its first part, where that has to be there."""
    find = QuickChain(chain).matches
    first = chain.parts[0]
    if first.repeater_start == 0 or not isinstance(first.pattern, RePattern):
        return Gate(find)
    whole = whole_chain(chain)
    return Gate(find, _of_expressions(first.pattern), (whole.search,) if whole else _searches(first.pattern))


def _searches(pattern: RePattern) -> tuple[Search, ...]:
    return tuple(compiled.search for compiled in pattern.patterns)


def _of_strings(pattern: StringPattern) -> tuple[str, ...] | None:
    """A string without case is looked for in just this way; one with case surely does so only in ASCII."""
    if not pattern.match_options.get("ignore_case") and not all(map(str.isascii, pattern.patterns)):
        return None
    return tuple(text.lower() for text in pattern.patterns)


def _of_expressions(pattern: RePattern) -> tuple[str, ...] | None:
    found: set[str] = set()
    for compiled in pattern.patterns:
        wanted = needles(compiled)
        if wanted is None:
            return None
        found.update(wanted)
    return tuple(sorted(found))
