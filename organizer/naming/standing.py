"""Whether a name in the library is right as it stands, though this very name would not be made again.

What a template takes from the name of a file (its group, its old name) need not be in the name that it made, and would
then be lost, or grow, with every run. Letters of ``s01e01`` are the same to every server.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from organizer.errors import NamingError
from organizer.model import Match, MediaType, NumberCase, ParsedName
from organizer.naming.style import NameStyle
from organizer.naming.targets import RelativeTarget, target

# The tokens that only the name can tell, and where a parse has them.
_FIELDS: Mapping[str, str] = {
    "quality": "screen_size",
    "source": "source",
    "codec": "video_codec",
    "group": "release_group",
    "edition": "edition",
    "imdb_id": "imdb_id",
    "absolute": "absolute_episode",
    "episode_title": "episode_title",  # of an extra: that of an episode is TMDB's
    "original_name": "path",
}
_TOKENS = tuple(_FIELDS)
_MOST = 5  # tokens of which every combination is tried
_DIGITS = 980_000  # no number of an episode
_LETTERS = "\u3400\u4dbe{}\u3400"  # rare ideographs: no filter changes their case, nothing cleans them away
_NUMBERS = re.compile(r"s\d+(?:-?e\d+)+", re.IGNORECASE)


def is_right(
    place: str,
    made: RelativeTarget,
    match: Match,
    parsed: ParsedName,
    style: NameStyle,
    *,
    label: str = "",
    number: int = 1,
) -> bool:
    """Whether the path below the root is one that the style makes for the match, whatever the name once told.

    ``made`` is the name that it would make today. Costs some renderings, so ask only of files in the library.
    """
    if os.path.splitext(place)[1].lower() != made.extension:
        return False
    same = _same_numbers if match.type is MediaType.EPISODE and style.naming.numbers is NumberCase.PRESET else str
    if same(place) == same(made.path):
        return True
    tokens = _from_names(match, parsed, style)

    def name(reading: ParsedName) -> str:
        return same(target(match, reading, style, label=label, number=number).path)

    return any(_fits(same(place), marked) for marked in _variants(tokens, parsed, name))


def _same_numbers(path: str) -> str:
    return _NUMBERS.sub(lambda found: found.group().lower(), path)


def _from_names(match: Match, parsed: ParsedName, style: NameStyle) -> tuple[str, ...]:
    """The tokens of this file's templates that only its name can tell."""
    film = match.type is MediaType.MOVIE
    settings = ["movie_folder"] if film else ["show_folder", "season_folder"]
    if parsed.extra:
        settings += ["extra_folder", "extra_file"]
    else:
        settings += ["movie_file"] if film else ["dated_file", "episode_file"]
    used = {word for setting in settings if (own := style.template(setting)) for word in own.tokens}
    return tuple(word for word in _TOKENS if word in used and (parsed.extra or word != "episode_title"))


def _variants(tokens: tuple[str, ...], parsed: ParsedName, name: Callable[[ParsedName], str]) -> Iterator[str]:
    """Names with marks where the old name has its say, for each choice of what it may have told."""
    if not tokens:
        return
    ending = os.path.splitext(parsed.path)[1]
    optional = [word for word in tokens if word != "original_name"]
    told = {word for word in optional if getattr(parsed, _FIELDS[word])}
    sizes = range(len(optional) + 1) if len(optional) <= _MOST else ()
    every = [set(chosen) for size in sizes for chosen in combinations(optional, size)]
    for present in [told, *sorted(every, key=lambda chosen: len(chosen ^ told))]:
        values: dict[str, Any] = {_FIELDS[word]: _mark(word) if word in present else None for word in optional}
        try:
            yield name(replace(parsed, path=f"{_mark('original_name')}{ending}", **values))
        except NamingError:
            continue


def _mark(word: str) -> str | int:
    number = _TOKENS.index(word)
    return _DIGITS + number if word == "absolute" else _LETTERS.format(number)


def _fits(place: str, marked: str) -> bool:
    """Whether the path is the marked one with anything at its marks."""
    pattern = re.escape(marked)
    for number in range(len(_TOKENS)):
        pattern = pattern.replace(_LETTERS.format(number), "[^/]+?")
        pattern = pattern.replace(str(_DIGITS + number), r"\d+")
    return re.fullmatch(pattern, place) is not None
