"""rebulk's lists of matches with the same contents and answers, without sorting and comparing what is not asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from rebulk.match import Markers, Match, Matches, _BaseMatches

_span = attrgetter("start", "end")


def _pick(found: list[Match], predicate: Any, index: int | None) -> Any:
    """rebulk's way to narrow an answer: a predicate, an index, or an index in the predicate's place."""
    if index is None and isinstance(predicate, int):
        predicate, index = None, predicate
    if predicate:
        found = list(filter(predicate, found))
    if index is None:
        return found
    try:
        return found[index]
    except IndexError:
        return None


class _Quick(_BaseMatches):
    """Every method answers as rebulk 6.0's does, order included; its look-up tables are the ones that are asked."""

    def __iter__(self) -> Iterator[Match]:
        return iter(self._delegate)

    def __contains__(self, match: object) -> bool:
        return match in self._delegate

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """The place of the first equal one."""
        return self._delegate.index(value, start, len(self._delegate) if stop is None else stop)

    def named(self, *names: Any, predicate: Any = None, index: Any = None) -> Any:
        """Those of these names, in the order of the names."""
        if len(names) > 1 or not isinstance(names[0], str):
            return super().named(*names, predicate=predicate, index=index)
        return _pick(list(self._name_dict[names[0]]), predicate, index)

    def starting(self, start: int, predicate: Any = None, index: Any = None) -> Any:
        """Those that begin here."""
        return _pick(list(self._start_dict[start]), predicate, index)

    def ending(self, end: int, predicate: Any = None, index: Any = None) -> Any:
        """Those that end here."""
        return _pick(list(self._end_dict[end]), predicate, index)

    def at_index(self, pos: int, predicate: Any = None, index: Any = None) -> Any:
        """Those that cover this character."""
        return _pick(self._index_dict[pos], predicate, index)

    def range(self, start: int = 0, end: int | None = None, predicate: Any = None, index: Any = None) -> Any:
        """Those that touch this range, sorted."""
        last = self.max_end if end is None else min(self.max_end, end)
        return _pick(
            sorted((match for match in self._delegate if match.start < last and match.end > start), key=_span),
            predicate,
            index,
        )

    def conflicting(self, match: Match, predicate: Any = None, index: Any = None) -> Any:
        """Those that share a character with this one."""
        found: list[Match] = []
        seen: set[int] = set()
        for position in range(*match.span):
            for other in self._index_dict[position]:
                if id(other) not in seen:
                    seen.add(id(other))
                    if not _holds(found, other):
                        found.append(other)
        found.remove(match)
        return _pick(found, predicate, index)

    def _hole_start(self, position: int, ignore: Callable[[Match], Any] | None = None) -> int:
        for place in range(position - 1, -1, -1):
            if _any_left(self._start_dict.get(place), ignore):
                return place
        return 0

    def _hole_end(self, position: int, ignore: Callable[[Match], Any] | None = None) -> int:
        for place in range(position, self.max_end):
            if _any_left(self._start_dict.get(place), ignore):
                return place
        return self.max_end

    def holes(
        self, start: int = 0, end: int | None = None, formatter: Any = None, ignore: Any = None,
        seps: str | None = None, predicate: Any = None, index: Any = None,
    ) -> Any:  # fmt: skip
        """The stretches that no match covers, cut at the separators."""
        covering = self._index_dict
        formatter = _remembering(formatter) if formatter else formatter
        last = self.max_end if end is None else min(self.max_end, end)
        found: list[Match] = []
        is_open, position = False, start
        for position in range(self._hole_start(start, ignore), last):
            if is_open and seps and self.input_string and self.input_string[position] in seps:
                found[-1].end, is_open = position, False
                continue
            covered = _any_left(covering.get(position), ignore)
            if covered and is_open:
                found[-1].end, is_open = position, False
            elif not covered and not is_open:
                unknown: Any = None  # until the hole closes
                found.append(Match(max(position, start), unknown, input_string=self.input_string, formatter=formatter))
                is_open = True
        if is_open:
            found[-1].end = min(self._hole_end(position, ignore), last)
        return _pick(found, predicate, index)


def _remembering(formatter: Callable[[str], Any]) -> Callable[[str], Any]:
    """A hole has no value of its own: whenever it is looked at, its text is formatted."""
    known: dict[str, Any] = {}

    def formatted(text: str) -> Any:
        if text not in known:
            known[text] = formatter(text)
        return known[text]

    return formatted


def _any_left(matches: list[Match] | None, ignore: Callable[[Match], Any] | None) -> bool:
    if not matches:
        return False
    return ignore is None or not all(map(ignore, matches))


def _holds(matches: list[Match], wanted: Match) -> bool:
    """Whether one is equal, values compared last: most differ in where they stand."""
    start, end = wanted.start, wanted.end
    return any(match.start == start and match.end == end and match == wanted for match in matches)


class QuickMarkers(_Quick, Markers):
    """The markers of one text."""


class QuickMatches(_Quick, Matches):
    """The matches of one text, and its markers."""

    def __init__(self, input_string: str) -> None:
        super().__init__(input_string=input_string)
        self.markers = QuickMarkers(input_string=input_string)
