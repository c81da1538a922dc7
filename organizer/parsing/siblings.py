"""What the videos of one folder say about each other: what counts up is the episode, what stays is the title."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from organizer.model import Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.parsing.anchors import names_episode
from organizer.parsing.counting import Column, columns
from organizer.parsing.doubts import GAP
from organizer.parsing.folders import FolderKind, read_folder, season_number
from organizer.parsing.pathname import PathName, split_path
from organizer.parsing.titles import letters, tidy
from organizer.parsing.variants import MOST, reading_key

Value = TypeVar("Value")

# Without a sign that they are episodes (a zero in front, a season's folder), so many numbered names are no films.
_SERIES = 9
_PADDED_SERIES = 4
_PARTS = 4

# So many neighbours that agree make the one that does not an outlier, when they are so much of the folder.
_NEIGHBOURS = 4
_MOST_OF_FOLDER = 0.8

_WEIGHT = 0.9


def vote(parses: Sequence[Parse]) -> list[Parse]:
    """The parses of all videos of one folder, in their order, each read in the light of the others.

    A name that counts up with its neighbours is an episode of their series, with that number; the spelling of the
    title, its year and a missing season are those of the majority. A name that plainly says something else keeps its
    reading, and one that is read otherwise without saying so gets a doubt. Pure, and the same when done twice; one
    file alone stays as it is. Some 15 µs a file: nothing is asked but what the parses hold.
    """
    voters = [index for index, parse in enumerate(parses) if parse.parsed.type is not None and not parse.parsed.extra]
    if len(voters) < 2:
        return list(parses)
    names = [split_path(parses[index].parsed.path) for index in voters]
    found = [parses[index] for index in voters]
    found = _counted(found, names)
    found = _spelled_alike(found)
    found = _of_one_season(found, names)
    found = _doubted(found, names)
    told = list(parses)
    for index, parse in zip(voters, found, strict=True):
        told[index] = parse
    return told


# ------------------------------------------------------------------------------------------ what counts up


def _counted(found: list[Parse], names: list[PathName]) -> list[Parse]:
    """Names whose number counts up are episodes; those that name season and episode need no help."""
    open_ = [place for place, name in enumerate(names) if not _is_plain(found[place], name)]
    told = list(found)
    for column in columns([names[place].leaf for place in open_]):
        row = [open_[member] for member in column.members]
        if _are_episodes([found[place].parsed for place in row], column):
            for place, parse in zip(row, _episodes(row, found, names, column), strict=True):
                told[place] = parse
    return told


def _is_plain(parse: Parse, name: PathName) -> bool:
    return parse.parsed.date is not None or names_episode(name.leaf)


def _are_episodes(parsed: list[ParsedName], column: Column) -> bool:
    """Whether the names of a column are episodes: films are numbered too, but few, and with their years."""
    years = {one.year for one in parsed if one.year}
    if len(years) > 1 or any(one.type is MediaType.MOVIE and one.year for one in parsed):
        return False
    distinct = len(set(column.numbers))
    if column.word == "part":
        return distinct >= _PARTS
    if 2 * sum(one.type is MediaType.EPISODE for one in parsed) > len(parsed):
        return True
    titled = any(map(str.isalpha, column.before[0]))
    return titled and distinct >= (_PADDED_SERIES if column.padded else _SERIES)


def _episodes(row: list[int], found: list[Parse], names: list[PathName], column: Column) -> list[Parse]:
    """The names of a column as episodes of one series, each with its number."""
    old = [found[place] for place in row]
    folder = next((season_number(text) for text in names[row[0]].folders[:1]), None)
    hundreds = column.by_hundreds(folder)
    if hundreds is None:
        return old
    wanted = [_numbered(number, hundreds) for number in column.numbers]
    fitting = [parse.parsed for parse, numbers in zip(old, wanted, strict=True) if _fits(parse.parsed, *numbers)]
    title = (
        _commonest_title(fitting)
        or _folder_title(names[row[0]], folder, column)
        or _title_before(column.before[0])
        or _commonest_title(parse.parsed for parse in old)
    )
    seasons = _commonest(one.season for one in fitting) or ((folder,) if folder is not None else ())
    told = []
    for parse, (season, episode) in zip(old, wanted, strict=True):
        parsed = parse.parsed
        several = len(parsed.episode) > 1 and parsed.episode[:1] == episode
        titled = title is None or _LETTER.search(parsed.title or "")
        if (several or _fits(parsed, season, episode)) and titled:
            told.append(parse)
            continue
        told.append(_as_episode(parse, title or parsed.title, seasons if season is None else season, episode))
    return told


def _commonest_title(found: Iterable[ParsedName]) -> str | None:
    """The title of most of them; a number alone is none here."""
    return _commonest(one.title for one in found if _LETTER.search(one.title or ""))


def _folder_title(name: PathName, season: int | None, column: Column) -> str | None:
    """``Season 2/2 - 03``: the number in front is the season, and the title is that of the folder above."""
    if season is None or {before.strip(" ._-").lstrip("0") for before in column.before} != {str(season)}:
        return None
    above = (read_folder(text, nearest=False) for text in name.folders)
    return next((folder.title or folder.name for folder in above if folder.kind is FolderKind.TITLE), None)


def _numbered(number: int, hundreds: bool) -> tuple[tuple[int, ...] | None, tuple[int, ...]]:
    """The season, if the number says one, and the episode."""
    return ((number // 100,), (number % 100,)) if hundreds else (None, (number,))


def _fits(parsed: ParsedName, season: tuple[int, ...] | None, episode: tuple[int, ...]) -> bool:
    if parsed.type is not MediaType.EPISODE or parsed.episode != episode:
        return False
    return season is None or parsed.season == season


_LETTER = re.compile(r"[^\W\d_]")
_WORD_AT_END = re.compile(r"[\W_]+(?:episode|folge|chapter|part|ep|e|no|nr)?[\W_]*$", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"(?<=[^\W_])[ ._]*\((?:19|20)\d\d\)$")
_GROUP = re.compile(r"^(?:\[[^\[\]]*\][ ._-]*)+")


def _title_before(before: str) -> str | None:
    """The title in front of the number, as a person would write it; ``1931 (2004) Season 1`` is *1931*."""
    whole = _WORD_AT_END.sub("", _GROUP.sub("", before))
    seasoned = read_folder(whole, nearest=False)
    title = seasoned.title if seasoned.season and seasoned.title else whole
    return tidy(_YEAR_AT_END.sub("", title)) or None


def _as_episode(parse: Parse, title: str | None, season: tuple[int, ...], episode: tuple[int, ...]) -> Parse:
    """The parse with this reading in front: the hypothesis that says so, or the default one corrected."""
    for hypothesis in parse.hypotheses:
        if _fits(hypothesis.parsed, season, episode) and letters(hypothesis.parsed.title or "") == letters(title or ""):
            return _preferred(parse, hypothesis.parsed)
    old = parse.parsed
    absolute = None if old.absolute_episode in episode else old.absolute_episode
    named = old.episode_title if letters(old.episode_title or "") != letters(title or "") else None
    return _preferred(
        parse,
        replace(
            old,
            type=MediaType.EPISODE,
            title=title,
            season=season,
            episode=episode,
            absolute_episode=absolute,
            alternative_title=None,
            episode_title=named,
            part=None,
        ),
    )


def _preferred(parse: Parse, reading: ParsedName) -> Parse:
    """This reading first, the others behind it."""
    key = reading_key(reading)
    others = [other for other in parse.hypotheses if reading_key(other.parsed) != key]
    weight = max(_WEIGHT, *(other.weight for other in parse.hypotheses)) if parse.hypotheses else _WEIGHT
    behind = [replace(other, weight=max(min(other.weight, round(weight - 0.05, 2)), 0.05)) for other in others]
    doubts = tuple(doubt for doubt in parse.doubts if doubt != GAP or reading.episode == parse.parsed.episode)
    first = Hypothesis(reading, Origin.SIBLINGS, weight)
    return replace(parse, parsed=reading, hypotheses=(first, *behind)[:MOST], doubts=doubts)


# --------------------------------------------------------------------------------------------- what stays


def _spelled_alike(found: list[Parse]) -> list[Parse]:
    """One spelling of a series' title, and its year where no file says another one."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    years: dict[str, Counter[int]] = defaultdict(Counter)
    for parsed in (parse.parsed for parse in found):
        if parsed.type is MediaType.EPISODE and parsed.title:
            key = letters(parsed.title)
            spellings[key][parsed.title] += 1
            if parsed.year:
                years[key][parsed.year] += 1
    return [_respelled(parse, spellings, years) for parse in found]


def _respelled(parse: Parse, spellings: dict[str, Counter[str]], years: dict[str, Counter[int]]) -> Parse:
    parsed = parse.parsed
    key = letters(parsed.title or "")
    if parsed.type is not MediaType.EPISODE or not parsed.title or not key:
        return parse
    title = _majority(spellings[key]) or parsed.title
    year = parsed.year
    if year is None and len(years[key]) == 1:
        ((only, times),) = years[key].items()
        year = only if 2 * times > spellings[key].total() and parsed.season != (only,) else None
    return parse if (title, year) == (parsed.title, parsed.year) else _retitled(parse, title, year)


def _majority(spellings: Counter[str]) -> str | None:
    """The spelling of more than half of the files."""
    title, times = spellings.most_common(1)[0]
    return title if 2 * times > spellings.total() else None


def _retitled(parse: Parse, title: str, year: int | None) -> Parse:
    """The same reading with the title spelled like this."""
    new = replace(parse.parsed, title=title, year=year)
    key = reading_key(new)
    hypotheses = tuple(
        replace(other, parsed=new) if other.parsed == parse.parsed else other
        for other in parse.hypotheses
        if other.parsed == parse.parsed or reading_key(other.parsed) != key
    )
    return replace(parse, parsed=new, hypotheses=hypotheses)


def _of_one_season(found: list[Parse], names: list[PathName]) -> list[Parse]:
    """``Show - 04`` among files of season 2: of season 2, unless that episode is there already."""
    seasons: dict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    there: set[tuple[str, tuple[int, ...], tuple[int, ...]]] = set()
    for parsed in (parse.parsed for parse in found):
        if parsed.type is MediaType.EPISODE and parsed.episode:
            seasons[letters(parsed.title or "")][parsed.season] += 1
            there.add((letters(parsed.title or ""), parsed.season, parsed.episode))
    told = []
    for parse, name in zip(found, names, strict=True):
        parsed = parse.parsed
        key = letters(parsed.title or "")
        season = _season_of_most(seasons[key]) if parsed.type is MediaType.EPISODE and key else ()
        counts = parsed.episode and not parsed.season and not parsed.date and max(parsed.episode) < 100
        free = season and counts and (key, season, parsed.episode) not in there and not name.leaf.startswith("[")
        told.append(_preferred(parse, replace(parsed, season=season)) if free else parse)
    return told


def _season_of_most(seasons: Counter[tuple[int, ...]]) -> tuple[int, ...]:
    if not seasons:
        return ()
    season, times = seasons.most_common(1)[0]
    return season if len(season) == 1 and times >= 2 and 3 * times >= 2 * seasons.total() else ()


# ---------------------------------------------------------------------------------------------- outliers


def _doubted(found: list[Parse], names: list[PathName]) -> list[Parse]:
    """A film without a year, or a bare number of another series, among the episodes of one series."""
    titles = Counter(
        letters(parse.parsed.title) for parse in found if parse.parsed.type is MediaType.EPISODE and parse.parsed.title
    )
    if not titles:
        return found
    key, times = titles.most_common(1)[0]
    if times < _NEIGHBOURS or times < _MOST_OF_FOLDER * len(found):
        return found
    title = next(parse.parsed.title for parse in found if letters(parse.parsed.title or "") == key)
    doubt = f"the files beside it are episodes of “{title}”"
    return [
        replace(parse, doubts=tuple(dict.fromkeys((*parse.doubts, doubt)))) if _strays(parse, name, key) else parse
        for parse, name in zip(found, names, strict=True)
    ]


def _strays(parse: Parse, name: PathName, key: str) -> bool:
    parsed = parse.parsed
    if parsed.tmdb_id is not None or parsed.imdb_id or parsed.tvdb_id is not None:
        return False
    if parsed.type is MediaType.MOVIE:
        return parsed.year is None
    return letters(parsed.title or "") != key and not _is_plain(parse, name)


def _commonest(values: Iterable[Value]) -> Value | None:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else None
