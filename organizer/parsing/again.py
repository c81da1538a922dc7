"""A second reading of a name whose title is known by now: it frees what guessit took for something else.

The title is covered in the name, so that its numbers, hyphens, languages and editions are spent on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from organizer.model import Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.parsing.anchors import COVER
from organizer.parsing.pathname import split_path
from organizer.parsing.titles import letters, pattern_of, tidy

# What may stand before the title: groups and sites in brackets, and words in other letters ("钢铁侠.Iron.Man").
_BEFORE = r"^(?P<before>(?:\[[^\[\]]*\]|\([^()]*\)|[^A-Za-z0-9\[\]()])*?)"


def covered_by(path: str, titles: Sequence[str]) -> tuple[str, str] | None:
    """The path with a meaningless word for the longest of the titles that its file name begins with, and that title."""
    leaf = split_path(path).leaf
    if not leaf or leaf not in path:
        return None
    for title in sorted(filter(letters, titles), key=len, reverse=True):
        found = re.match(rf"{_BEFORE}{pattern_of(title)}(?![^\W_])", leaf, re.IGNORECASE)
        if found is not None:
            where = path.rindex(leaf)
            text = f"{found['before']}{COVER}{leaf[found.end() :]}"
            return path[:where] + text + path[where + len(leaf) :], title
    return None


def uncovered(parse: Parse, path: str, title: str) -> Parse:
    """The parse of a covered path as that of the path itself."""
    shown = _restored(parse.parsed, path, title)
    hypotheses = tuple(
        Hypothesis(
            _restored(other.parsed, path, title),
            Origin.KNOWN if other.parsed == parse.parsed else other.origin,
            other.weight,
        )
        for other in parse.hypotheses
    )
    return replace(parse, parsed=shown, hypotheses=hypotheses)


def _restored(parsed: ParsedName, path: str, title: str) -> ParsedName:
    """Where the cover is in the title, the title is the known one; what else stands there is another name for it."""
    own = parsed.title
    other = parsed.alternative_title
    if own and COVER in own:
        rest = tidy(own.replace(COVER, " "))
        own, other = title, other or rest or None
    return replace(
        parsed,
        path=path,
        title=own,
        alternative_title=other.replace(COVER, title) if other else None,
        episode_title=parsed.episode_title.replace(COVER, title) if parsed.episode_title else None,
    )


def agrees(parsed: ParsedName, titles: Sequence[str], kind: MediaType | None) -> bool:
    """Whether a reading has one of the titles, and is of that kind."""
    known = {letters(title) for title in titles}
    return letters(parsed.title or "") in known and (kind is None or parsed.type is kind)
