"""The column that counts: among the names of one folder, the number that goes up while the text before it stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# A number on its own, with the word or mark that goes with it, and the version behind it: "- 07v2", "E07", "Part 7".
_NUMBER = re.compile(
    r"(?<![^\W_])(?P<word>(?:episode|folge|chapter|part|ep|e|#)[ ._]?)?(?P<number>\d{1,4})(?=v\d(?![^\W_])|[\W_]|$)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"^(?:\[[^\[\]]*\][ ._-]*)+")
_GAPS = re.compile(r"[\W_]+")

# So many files make a row; fewer may differ by chance.
_ROW = 3

# A season whose first episode here is one of the first begins here; none that is numbered by hundreds is this long.
_FIRST = 2
_LONG = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A row of names whose ``numbers`` count up behind the same text.

    ``members`` are the places of the names, ``before`` the text in front of each number as it is written, ``padded``
    whether some number is written with a zero in front, ``word`` what stands before the numbers ("part"), if anything.
    """

    members: tuple[int, ...]
    numbers: tuple[int, ...]
    before: tuple[str, ...]
    padded: bool
    word: str
    grouped: bool

    def by_hundreds(self, folder: int | None) -> bool | None:
        """Whether ``101 102 ... 201`` are seasons and episodes (yes) or count through (no); None when either may be.

        ``folder``: the season of the folder, which settles it. A fansub group counts through, a run over a hundred
        too; seasons begin with their first episodes.
        """
        seasons: dict[int, set[int]] = defaultdict(set)
        for number in self.numbers:
            seasons[number // 100].add(number % 100)
        if folder is not None:
            return set(seasons) == {folder} and folder > 0
        if self.grouped or 0 in seasons or any(0 in episodes or max(episodes) > _LONG for episodes in seasons.values()):
            return False
        if all(min(episodes) <= _FIRST for episodes in seasons.values()):
            return True
        return None if len(seasons) == 1 else False


@dataclass(frozen=True, slots=True)
class _Place:
    member: int
    number: int
    before: str
    padded: bool
    word: str


def columns(leaves: Sequence[str]) -> list[Column]:
    """The columns of these names, each name in one at most: the first of its numbers that counts is taken.

    Linear in the length of all names. A number counts when at least three names have a different one behind the same
    text, and when these lie close together; years do not count.
    """
    places: dict[str, list[_Place]] = defaultdict(list)
    order: list[list[str]] = []
    grouped = [_GROUP.match(leaf) is not None for leaf in leaves]
    for member, leaf in enumerate(leaves):
        keys = []
        for found in _NUMBER.finditer(leaf):
            if 1900 <= (number := int(found["number"])) < 2100:
                continue
            before = leaf[: found.start()]
            word = (found["word"] or "").strip(" ._").lower()
            key = f"{_GAPS.sub(' ', _GROUP.sub('', before)).strip().casefold()}\0{word}"
            places[key].append(_Place(member, number, before, found["number"].startswith("0"), word))
            keys.append(key)
        order.append(keys)
    counting = {key for key, found in places.items() if _counts(found)}
    taken: dict[str, list[_Place]] = defaultdict(list)
    chosen = {member: next((key for key in keys if key in counting), None) for member, keys in enumerate(order)}
    for key in counting:
        seen: set[int] = set()
        for place in places[key]:
            if chosen[place.member] == key and place.member not in seen:
                seen.add(place.member)
                taken[key].append(place)
    return [_column(found, grouped) for found in taken.values() if _counts(found)]


def _counts(found: list[_Place]) -> bool:
    numbers = {place.number for place in found}
    if len(numbers) < _ROW or 2 * len(numbers) < len(found):
        return False
    close = max(numbers) - min(numbers) <= 3 * len(numbers) + 3
    return close or all(number > 100 and 0 < number % 100 <= _LONG for number in numbers)


def _column(found: list[_Place], grouped: list[bool]) -> Column:
    return Column(
        tuple(place.member for place in found),
        tuple(place.number for place in found),
        tuple(place.before for place in found),
        padded=any(place.padded for place in found),
        word=found[0].word,
        grouped=any(grouped[place.member] for place in found),
    )
