"""What a person types of an episode, read and put into the names of files: numbers, a range, a shift or a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from organizer.display import safe_text
from organizer.errors import OrganizerError
from organizer.model import Hypothesis, MediaType, Origin, Parse, ReviewRow
from tui.phrases import counted

_RANGE = r"(?:\s*(?:-\s*e?|e)\s*(\d{1,4}))?"
_WRITTEN = re.compile(rf"s?(\d{{1,4}})\s*[xe]\s*(\d{{1,4}}){_RANGE}", re.IGNORECASE)
_OF_SEASON = re.compile(rf"e\s*(\d{{1,4}}){_RANGE}", re.IGNORECASE)
_SPECIAL = re.compile(rf"sp(?:ecial)?\s*(\d{{1,4}}){_RANGE}", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:#|abs(?:olute)?)?\s*(\d{1,4})(?:\s*-\s*#?(\d{1,4}))?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_SHIFT = re.compile(r"([+-])\s*(\d{1,4})")
_MOST_EPISODES = 500
_DIGITS = re.compile(r"(\d+)")

FORMS = "2x03, S02E03-E04, e5, #37, +1 or 2016-09-12"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Episodes of a season; with ``season`` None of the season that each file has."""

    season: int | None
    episodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absolute:
    """Numbers that are counted through all seasons."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """Every file's own episodes, moved on by ``by``."""

    by: int


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of the broadcast, ``YYYY-MM-DD``."""

    day: str


Said = Numbers | Absolute | Shift | Dated


def read_line(text: str) -> Said:
    """What was typed. Raises OrganizerError, whose sentence says what can be typed, when it is nothing of the kind."""
    text = text.strip()
    if shift := _SHIFT.fullmatch(text):
        return Shift(int(shift[1] + shift[2]))
    if day := _DATE.fullmatch(text):
        return Dated(_day(*map(int, day.groups())))
    if written := _WRITTEN.fullmatch(text):
        return Numbers(int(written[1]), _run(written[2], written[3]))
    if special := _SPECIAL.fullmatch(text):
        return Numbers(0, _run(special[1], special[2]))
    if alone := _OF_SEASON.fullmatch(text):
        return Numbers(None, _run(alone[1], alone[2]))
    if absolute := _ABSOLUTE.fullmatch(text):
        return Absolute(_run(absolute[1], absolute[2]))
    raise OrganizerError("That is no episode" if text else "Nothing is typed", hint=f"type {FORMS}")


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise OrganizerError("There is no such day", hint="write it as 2016-09-12") from None


def _run(first: str, last: str | None) -> tuple[int, ...]:
    start, end = int(first), int(last or first)
    if end < start:
        raise OrganizerError(f"The range ends before it begins: {start} to {end}", hint="write the lower number first")
    if end - start >= _MOST_EPISODES:
        raise OrganizerError(f"The range has more than {_MOST_EPISODES} episodes", hint="write a shorter one")
    return tuple(range(start, end + 1))


def named(said: Said, rows: Sequence[ReviewRow]) -> dict[int, Parse]:
    """Each row's name read as the person said, in the order of the files' names.

    One number is counted on from file to file; a range is shared out evenly among the files. Rows without a name that
    was read are left out. Raises OrganizerError when the numbers do not go with the files.
    """
    rows = sorted((row for row in rows if row.parse is not None), key=_by_name)
    if not rows:
        raise OrganizerError("The names were not read yet", hint="wait a moment")
    match said:
        case Shift(by):
            return _shifted(rows, by)
        case Dated(day):
            if len(rows) > 1:
                raise OrganizerError(f"One date for {counted(len(rows), 'file')}", hint="choose this file alone")
            return {row.id: _dated(row, day) for row in rows}
        case Absolute(numbers):
            return {row.id: _with(row, (), own) for row, own in zip(rows, _shared(numbers, len(rows)), strict=True)}
        case Numbers(season, episodes):
            shares = _shared(episodes, len(rows))
            return {row.id: _with(row, _season(row, season), own) for row, own in zip(rows, shares, strict=True)}


def episodes_now(row: ReviewRow) -> tuple[int | None, tuple[int, ...]]:
    """Season and episodes of a row's match, or without one of its name; no episodes where neither says any."""
    match = row.verdict.match if row.verdict else None
    if match is not None and match.episodes:
        return match.episodes[0].season, tuple(e.number for e in match.episodes)
    parsed = row.parse.parsed if row.parse else None
    if parsed is None:
        return None, ()
    counted_on = (parsed.absolute_episode,) if parsed.absolute_episode is not None else ()
    return (parsed.season[0] if parsed.season else None), parsed.episode or counted_on


def _by_name(row: ReviewRow) -> list[tuple[int, str]]:
    """``part 10`` after ``part 9``."""
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in _DIGITS.split(row.file.path.casefold())]


def _shared(numbers: tuple[int, ...], files: int) -> list[tuple[int, ...]]:
    if files > 1 and len(numbers) == 1:
        return [(numbers[0] + place,) for place in range(files)]
    if len(numbers) % files:
        raise OrganizerError(
            f"{counted(len(numbers), 'episode')} do not go into {counted(files, 'file')}",
            hint="type the first number alone",
        )
    step = len(numbers) // files
    return [numbers[start : start + step] for start in range(0, len(numbers), step)]


def _season(row: ReviewRow, season: int | None) -> tuple[int, ...]:
    own = episodes_now(row)[0] if season is None else season
    return (1,) if own is None else (own,)


def _shifted(rows: Sequence[ReviewRow], by: int) -> dict[int, Parse]:
    found: dict[int, Parse] = {}
    for row in rows:
        season, episodes = episodes_now(row)
        if not episodes:
            continue
        if episodes[0] + by < 0:
            raise OrganizerError(f"{safe_text(row.file.name)} would come before episode 0", hint="shift by less")
        found[row.id] = _with(row, () if season is None else (season,), tuple(e + by for e in episodes))
    if not found:
        raise OrganizerError("There is no episode number yet that could be shifted", hint="type one, as 2x03")
    return found


def _with(row: ReviewRow, season: tuple[int, ...], episodes: tuple[int, ...]) -> Parse:
    return _read_as(row, season=season, episode=episodes, date=None)


def _dated(row: ReviewRow, day: str) -> Parse:
    return _read_as(row, season=(), episode=(), date=day)


def _read_as(row: ReviewRow, *, season: tuple[int, ...], episode: tuple[int, ...], date: str | None) -> Parse:
    """The parse as if the name said this and nothing else of the episode."""
    if row.parse is None:
        raise ValueError("the name was not read")
    parsed = replace(
        row.parse.parsed,
        type=MediaType.EPISODE,
        season=season,
        episode=episode,
        absolute_episode=None,
        date=date,
        episode_title=None,
        extra=None,
    )
    return Parse(parsed, (Hypothesis(parsed, Origin.LEAF, 1.0),))
