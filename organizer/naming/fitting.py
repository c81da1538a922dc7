"""What a template wrote becomes folders and names: cut where it may be cut, refused where it would lead elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organizer.errors import NamingError
from organizer.naming.characters import component, shorten
from organizer.naming.style import NameStyle
from organizer.naming.templates import Template
from organizer.naming.tokens import Values
from organizer.naming.wording import nameless

# What gives way when a name is too long, one group after the other; years, numbers and ids never do.
_TITLES = ("title", "original_title", "localised_title")
_YIELDING = (("original_name",), ("episode_title",), _TITLES, ("group", "source"))
_SHORTEST = 8  # bytes: to which a text is cut at most
_UNCUT = 1 << 20
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}")
_OPENING = re.compile(r"([(\[{])\s+")
_CLOSING = re.compile(r"\s+([)\]}])")
_DASHES = re.compile(r" -(?: -)+ ")
_DOTTED = re.compile(r"\.\s*\{\{|\}\}\s*\.")
_DOTS = re.compile(r"\.{2,}")
_DOTS_BEFORE_GROUP = re.compile(r"\.+(?=-[^\W_])")
_LAST_DASH = re.compile(r"[\s_-]+$")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The components of a path, and whether the titles in them are whole."""

    names: tuple[str, ...]
    whole: bool = True


def fit(template: Template, values: Values, room: int, style: NameStyle) -> Fitted:
    """The components that the template writes, each of at most ``room`` bytes; exactly one for a file's name.

    Raises ``NamingError`` where that is no path below the library, or does not fit whatever is cut.
    """

    def fitting(trial: Values) -> tuple[str, ...]:
        found = _components(template, trial, style)
        return found if all(len(name.encode()) <= room for name in found) else ()

    def fitted(trial: Values) -> Fitted:
        return Fitted(fitting(trial), _is_whole(template, trial, asked))

    asked = values
    if fitting(values):
        return fitted(values)
    for names in _YIELDING:
        least = _shortened(values, names, _SHORTEST)
        if fitting(least):
            low, high = _SHORTEST, max(len(str(values[name] or "").encode()) for name in names)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if fitting(_shortened(values, names, middle)) else (low, middle)
            return fitted(_shortened(values, names, low))
        values = least
    raise NamingError(
        f"naming.{template.setting} makes a name of more than {room} bytes, whatever is cut",
        hint="shorten the template",
    )


def _is_whole(template: Template, written: Values, asked: Values) -> bool:
    """Whether the titles that the template writes are the titles: nothing was cut, nothing stands in for one."""
    titles = [name for name in _TITLES if name in template.tokens]
    return all(written[name] == asked[name] != nameless(asked["tmdb_id"]) for name in titles)


def _shortened(values: Values, names: tuple[str, ...], limit: int) -> Values:
    found = {name: shorten(str(values[name]), limit) or None for name in names if values[name]}
    if "title" in found:
        found["title"] = found["title"] or nameless(values["tmdb_id"])
    return {**values, **found}


def _tidy(text: str, *, dotted: bool) -> str:
    """Without what a token that has no value leaves behind: empty brackets, blanks inside of brackets, dashes.

    ``dotted``: dots stand between the words, so that several in a row are one.
    """
    if dotted:
        text = _DOTS.sub(".", _DOTS_BEFORE_GROUP.sub("", text))
    while (tidied := _EMPTY.sub("", text)) != text:
        text = tidied
    text = _CLOSING.sub(r"\1", _OPENING.sub(r"\1", text))
    return _LAST_DASH.sub("", _DASHES.sub(" - ", " ".join(text.split())))


def _components(template: Template, values: Values, style: NameStyle) -> tuple[str, ...]:
    dotted = _DOTTED.search(template.source) is not None
    pieces = [_tidy(piece, dotted=dotted) for piece in template.render(values).split("/")]
    if len(pieces) > 1 and template.is_file:
        raise NamingError(
            f"naming.{template.setting} writes a / into the name of a file", hint="folders have templates of their own"
        )
    if not all(piece.strip(". ") for piece in pieces):
        shown = "/".join(pieces)
        raise NamingError(
            f'naming.{template.setting} makes "{shown}" here, and no part of a path may be empty or of dots',
            hint="use a word that is always there",
        )
    return tuple(component(piece, _UNCUT, style.naming.characters) for piece in pieces)
