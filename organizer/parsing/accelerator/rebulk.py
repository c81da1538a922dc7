"""The patterns and rules of another Rebulk, run in the same order with less work around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rebulk import Rebulk
from rebulk.key import Key
from rebulk.match import Matches
from rebulk.pattern import Pattern
from rebulk.rules import CustomRule, Rules, toposort_rules

from organizer.parsing.accelerator.gates import Gate, make_gate
from organizer.parsing.accelerator.matches import QuickMatches
from organizer.parsing.accelerator.needles import FOLDED


@dataclass(frozen=True, slots=True)
class _Course:
    """All that a run needs and that depends on the options alone. ``options`` is kept so that its id stays taken."""

    options: Any
    gates: tuple[Gate, ...]
    rules: tuple[CustomRule, ...]
    keys: dict[str, Key[Any]]


class AcceleratedRebulk(Rebulk):
    """Gives the matches that its source gives.

    Whether a pattern, a rule or a child is enabled is a function of the options in guessit. So it is asked once for an
    options object, and the next text with the same object finds the answer.
    """

    def __init__(self, source: Any) -> None:
        super().__init__(source.disabled, default_rules=False)
        self._source: Rebulk = source
        self._gates: dict[int, Gate] = {}
        self._course: _Course | None = None
        self.customize_properties = source.customize_properties

    def effective_patterns(self, context: dict[str, Any] | None = None) -> list[Pattern]:
        """The source's."""
        return self._source.effective_patterns(context)

    def effective_rules(self, context: dict[str, Any] | None = None) -> Rules:
        """The source's."""
        return self._source.effective_rules(context)

    def effective_keys(self, context: dict[str, Any] | None = None) -> dict[str, Key[Any]]:
        """The source's."""
        return self._source.effective_keys(context)

    def matches(self, string: str, context: dict[str, Any] | None = None) -> Matches:
        """As ``Rebulk.matches``."""
        course = self._course
        if course is None or course.options is not context:
            course = self._course = self._plan(context)
        matches = QuickMatches(string)
        matches.declared_keys = course.keys
        _run_patterns(course.gates, matches, string, context)
        for rule in course.rules:
            response = rule.when(matches, context)
            if response:
                rule.then(matches, response, context)
        return matches

    def _plan(self, context: dict[str, Any] | None) -> _Course:
        if self.disabled(context):
            return _Course(context, (), (), {})
        patterns = [pattern for pattern in self.effective_patterns(context) if not pattern.disabled(context)]
        rules = [rule for rule in _in_order(self.effective_rules(context)) if rule.enabled(context)]
        return _Course(context, tuple(map(self._gate, patterns)), tuple(rules), self.effective_keys(context))

    def _gate(self, pattern: Pattern) -> Gate:
        """Made once for a pattern, which lives as long as the source."""
        gate = self._gates.get(id(pattern))
        if gate is None:
            gate = self._gates[id(pattern)] = make_gate(pattern)
        return gate


def _run_patterns(gates: Iterable[Gate], matches: QuickMatches, text: str, context: dict[str, Any] | None) -> None:
    lowered = None if FOLDED.search(text) else text.lower()
    for gate in gates:
        if lowered is not None and gate.needles is not None and not _any_in(gate.needles, lowered):
            continue
        for search in gate.searches:
            if search(text):
                break
        else:
            if gate.searches:
                continue
        for match in gate.find(text, context):
            (matches.markers if match.marker else matches).append(match)


def _any_in(needles: Sequence[str], text: str) -> bool:
    for needle in needles:  # noqa: SIM110 - a generator costs as much as the search
        if needle in text:
            return True
    return False


def _in_order(rules: Rules) -> list[CustomRule]:
    """As ``Rules.execute_all_rules`` goes through them: by priority, by dependency, as they were given."""
    ordered: list[CustomRule] = []
    for _, same_priority in groupby(sorted(rules), lambda rule: rule.priority):
        for group in toposort_rules(list(same_priority)):
            ordered.extend(sorted(group, key=rules.index))
    return ordered
