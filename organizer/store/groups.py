"""Groups: the rows of an order gathered into shows and seasons, films, guesses or folders, as the lines of a list.

    outline = make_outline(store.columns, store.order(limit, sort), Grouping.TITLE, folds)
    len(outline)                 lines to draw, with the folds as they are
    outline[7]                   a Group (draw a header) or an int (draw that row)
    outline.group_of(7)          the innermost group that line 7 is in, or is
    outline.line_of("tv:1396")   where a group's header is; a row id works as well; None when it is not shown
    outline.refolded(folds)      the same groups with other folds: cheap, for one key

By TITLE the groups are, each with its key:

- a show ``tv:<id>``, which holds its seasons ``tv:<id>:<season>`` when it has files of more than one;
- the films of a tier ``films:<tier>``: sure ones can be approved as one, ambiguous ones are each their own question;
- rows without a match that were read as the same title ``guess:<folded title>``;
- rows without match and title, by their folder ``folder:<path>``;
- what matching has not spoken of yet: ``waiting``.

By FOLDER each folder with files is a group ``folder:<path>``. FLAT has no groups. A key depends on nothing but what
it names, so that folds and the cursor survive changes and the next start. Groups come in the order of what they cost
the person: those with undecided ambiguous rows first, then none, likely, sure, waiting, and all decided last; among
equals the larger first, then by label. Rows of a show are in the order of their episodes; all others as in the order.
"""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial

from organizer.model import Decision, Tier
from organizer.store.codes import STATES, TIERS, Tally
from organizer.store.columns import NO_NUMBER, Columns
from organizer.store.gathered import By, taken_apart
from organizer.store.sorting import needs
from organizer.store.view import Folds, Grouping


class GroupKind(StrEnum):
    """What a group is."""

    SHOW = "show"
    SEASON = "season"
    FILMS = "films"
    GUESS = "guess"
    FOLDER = "folder"
    WAITING = "waiting"


class Group:
    """Some rows under one header. ``level`` is 1 for a season inside its show, else 0.

    ``rows`` are all rows of the group that pass the filter, folded or not, those of its seasons included.
    ``season`` is None when the names say none. Counts are made when they are asked for, and kept until
    ``Outline.recount``; a show's rows are sorted, and its seasons made, when somebody asks for them. Of 50,000 folders
    a person sees twenty: a key or label that is None is made of the folder of the first row, when it is asked for.
    """

    __slots__ = ("_columns", "_key", "_label", "_rows", "_seasons", "_tally", "kind", "level", "need", "season", "year")

    def __init__(
        self,
        key: str | None,
        kind: GroupKind,
        label: str | None,
        rows: array[int],
        columns: Columns,
        *,
        level: int = 0,
        year: int | None = None,
        season: int | None = None,
    ) -> None:
        self._key = key
        self.kind = kind
        self._label = label
        self._rows = rows
        self.level = level
        self.year = year
        self.season = season
        self._seasons: tuple[Group, ...] | None = None if kind is GroupKind.SHOW else ()
        self.need = 0
        self._columns = columns
        self._tally: Tally | None = None

    def __repr__(self) -> str:
        return f"Group({self.key!r}, {len(self)} rows)"

    @property
    def key(self) -> str:
        """What it is known by: see above."""
        if self._key is None:
            self._key = f"folder:{self._columns.folders.paths[self._folder]}"
        return self._key

    @property
    def label(self) -> str:
        """What a person calls it."""
        if self._label is None:
            folders = self._columns.folders
            self._label = folders.relative(self._folder) or folders.paths[self._folder]
        return self._label

    @property
    def _folder(self) -> int:
        return self._columns.folder[self._rows[0]]

    @property
    def rows(self) -> array[int]:
        """Its rows; those of a show in the order of their episodes."""
        if self._seasons is None:
            self._arrange()
        return self._rows

    @property
    def seasons(self) -> tuple[Group, ...]:
        """The seasons of a show that has files of more than one."""
        if self._seasons is None:
            self._arrange()
        return self._seasons or ()

    def _arrange(self) -> None:
        season = self._columns.season
        self._rows = rows = array("I", sorted(self._rows, key=self._columns.gathered.places().__getitem__))
        seasons = []
        start = 0
        while start < len(rows) and season[rows[0]] != season[rows[-1]]:
            number = season[rows[start]]
            end = bisect_right(rows, number, start, key=season.__getitem__)
            seasons.append(_season(self._columns, self.key, number, rows[start:end]))
            start = end
        self._seasons = tuple(seasons)

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._rows

    def recount(self) -> None:
        """Its rows were decided or matched: count them again when it is asked for."""
        self._tally = None
        for season in self._seasons or ():
            season.recount()

    @property
    def tally(self) -> Tally:
        """How many of its rows are in each tier with each decision."""
        if self._tally is None:
            state = self._columns.state
            counted = Counter(bytes([state[row_id] for row_id in self._rows]))
            self._tally = Counter({STATES[code]: count for code, count in counted.items()})
        return self._tally

    @property
    def size(self) -> int:
        """Bytes of its videos."""
        size = self._columns.size
        return sum(size[row_id] for row_id in self._rows)

    def tier_count(self, tier: Tier | None) -> int:
        """Its rows in a tier, whatever was decided."""
        return sum(count for (held, _), count in self.tally.items() if held is tier)

    @property
    def decided(self) -> int:
        """How many of its rows are decided."""
        return sum(count for (_, decision), count in self.tally.items() if decision is not Decision.PENDING)

    @property
    def fraction(self) -> float:
        """How much of it is decided, 0 to 1."""
        return self.decided / len(self)

    @property
    def cost(self) -> int:
        """How many of its rows need a look: matched, undecided, and not sure."""
        return sum(
            count
            for (tier, decision), count in self.tally.items()
            if decision is Decision.PENDING and tier not in {None, Tier.SURE}
        )


class Outline:
    """The lines of a list: groups and rows, with the folds applied. Immutable."""

    def __init__(self, groups: Sequence[Group], rows: Sequence[int], folds: Folds) -> None:
        self.groups = groups
        self.folds = folds
        self._flat = rows
        self._headers: list[Group] = []
        self._header_lines = array("I")
        self._laid = array("i")
        self._lay(groups)
        self._lines: Sequence[int] = self._laid if groups else rows
        self._line_of_key: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, line: int) -> Group | int:
        held = self._lines[line]
        return held if held >= 0 else self._headers[-held - 1]

    def __iter__(self) -> Iterator[Group | int]:
        return (self[line] for line in range(len(self)))

    def group_of(self, line: int) -> Group | None:
        """The group whose header this line is, or the innermost one that this row stands in; None when flat."""
        at = bisect_right(self._header_lines, line) - 1
        return self._headers[at] if at >= 0 else None

    def parent_of(self, group: Group) -> Group | None:
        """The show that a season is in, or None."""
        if not group.level:
            return None
        return next((show for show in self.groups if group.key.startswith(f"{show.key}:")), None)

    def line_of(self, place: int | str) -> int | None:
        """The line of a row (its id) or of a group (its key); None when it is not shown."""
        if isinstance(place, str):
            if self._line_of_key is None:
                keys = (group.key for group in self._headers)
                self._line_of_key = dict(zip(keys, self._header_lines, strict=True))
            return self._line_of_key.get(place)
        try:
            return self._lines.index(place)
        except ValueError:
            return None

    def group_with(self, row_id: int) -> Group | None:
        """The outermost group that holds a row, folded away or not; None when no group does."""
        return next((group for group in self.groups if row_id in group), None)

    def refolded(self, folds: Folds) -> Outline:
        """The same groups with other folds."""
        return Outline(self.groups, self._flat, folds)

    def recount(self) -> None:
        """Rows were decided or matched since: no count holds any more. The groups and their order stay."""
        for group in self.groups:
            group.recount()

    def _lay(self, groups: Iterable[Group]) -> None:
        headers, lines, laid = self._headers, self._header_lines, self._laid
        folders_differ = any(key.startswith("folder:") for key in self.folds.others)
        for group in groups:
            headers.append(group)
            lines.append(len(laid))
            laid.append(-len(headers))
            known = group.kind is GroupKind.FOLDER and not folders_differ  # making 50,000 keys takes long
            if self.folds.open if known else self.folds.is_open(group.key):
                if group.seasons:
                    self._lay(group.seasons)
                else:
                    laid.frombytes(memoryview(group.rows).cast("B"))  # of the same width; ids have no sign


def make_outline(columns: Columns, order: Sequence[int], grouping: Grouping, folds: Folds) -> Outline:
    """Gather the rows of an order. Some 60 ms for 100,000 rows."""
    collects = gc.isenabled()
    gc.disable()  # thousands of new lists, none of them garbage: looking through them again and again takes as long
    try:
        return _made(columns, order, grouping, folds)
    finally:
        if collects:
            gc.enable()


def _made(columns: Columns, order: Sequence[int], grouping: Grouping, folds: Folds) -> Outline:
    if grouping is Grouping.FLAT:
        return Outline((), order, folds)
    if grouping is Grouping.FOLDER:
        return Outline(_folders(columns, order), order, folds)
    groups = []
    need = needs(columns)
    for key, rows in _heaps(order, columns.gathered.keys()).items():
        group = _titled(columns, key, rows)
        group.need = need[rows[0]] if len(rows) == 1 else min(map(need.__getitem__, rows))
        groups.append(group)
    groups.sort(key=lambda group: (_worst(group.need), -len(group), group.label.casefold(), group.key))
    return Outline(groups, order, folds)


def _worst(need: int) -> int:
    """All groups without an open row are equal, whatever was decided."""
    return min(need, len(TIERS))


def _folders(columns: Columns, order: Iterable[int]) -> list[Group]:
    """There may be as many folders as films, so numbers are sorted, not groups: need, size and rank in one."""
    heaps, ranks, need = _heaps(order, columns.folder), columns.folders.ranks(), needs(columns)
    of_rank, worst, places = {}, {}, []
    for number, rows in heaps.items():
        worst[number] = found = need[rows[0]] if len(rows) == 1 else min(map(need.__getitem__, rows))
        rank = ranks[number]
        of_rank[rank] = number
        places.append(_worst(found) << 64 | 0xFFFFFFFF - len(rows) << 32 | rank)
    places.sort()
    groups = []
    for place in places:
        number = of_rank[place & 0xFFFFFFFF]
        group = _folder_group(columns, heaps[number])
        group.need = worst[number]
        groups.append(group)
    return groups


def _folder_group(columns: Columns, rows: array[int]) -> Group:
    return Group(None, GroupKind.FOLDER, None, rows, columns)


def _heaps(ids: Iterable[int], keys: Sequence[int]) -> dict[int, array[int]]:
    """Rows by a number that each has, in their order."""
    heaps: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
    for row_id in ids:
        heaps[keys[row_id]].append(row_id)
    return heaps


def _titled(columns: Columns, key: int, rows: array[int]) -> Group:
    kind, number = taken_apart(key)
    match kind:
        case By.SHOW:
            return _show(columns, number, rows)
        case By.FILMS:
            return _films(columns, number, rows)
        case By.GUESS:
            return _guess(columns, rows)
        case By.FOLDER:
            return _folder_group(columns, rows)
        case By.WAITING:
            return Group("waiting", GroupKind.WAITING, "Not matched yet", rows, columns)


def _show(columns: Columns, tmdb_id: int, rows: array[int]) -> Group:
    title, year = columns.titles[columns.title[rows[0]]], columns.year[rows[0]] or None
    return Group(f"tv:{tmdb_id}", GroupKind.SHOW, title, rows, columns, year=year)


def _season(columns: Columns, show: str, number: int, rows: array[int]) -> Group:
    known = None if number == NO_NUMBER else number
    label = "No season" if known is None else "Specials" if known == 0 else f"Season {known}"
    key = f"{show}:{'none' if known is None else known}"
    return Group(key, GroupKind.SEASON, label, rows, columns, level=1, season=known)


def _films(columns: Columns, tier: int, rows: array[int]) -> Group:
    name = TIERS[tier] or "waiting"
    return Group(f"films:{name}", GroupKind.FILMS, f"Films, {name}", rows, columns)


def _guess(columns: Columns, rows: array[int]) -> Group:
    number = columns.title[rows[0]]
    year = columns.year[rows[0]] or None
    key = f"guess:{columns.titles.folded[number]}"
    return Group(key, GroupKind.GUESS, columns.titles[number], rows, columns, year=year)
