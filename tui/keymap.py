"""Keymap: which keys are in force for the actions of the table, and how a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from organizer.config.keys import Keys
from organizer.config.load import nearest
from organizer.display import safe_text
from organizer.errors import ConfigError
from tui.actions import ACTIONS, Place, UserAction, actions_of

_BY_ID = {action.id: action for action in ACTIONS}
_ONE_SCREEN: tuple[tuple[str, frozenset[Place]], ...] = (
    ("the review", frozenset({Place.LINES, Place.FOLDS, Place.REVIEW, Place.APP})),
    ("the folders of the review", frozenset({Place.LINES, Place.TREE, Place.REVIEW, Place.APP})),
    ("the plan", frozenset({Place.LINES, Place.FOLDS, Place.PLAN, Place.APP})),
    ("the history", frozenset({Place.LINES, Place.FOLDS, Place.HISTORY, Place.APP})),
    ("the settings", frozenset({Place.LINES, Place.SETTINGS, Place.APP})),
    ("the screen of a run", frozenset({Place.LINES, Place.APPLY, Place.APP})),
    ("the help", frozenset({Place.LINES, Place.SHEET, Place.APP})),
    ("the orders of a show", frozenset({Place.LINES, Place.ORDERS})),
    ("the search for a match", frozenset({Place.FIX})),
    ("the numbers of episodes", frozenset({Place.EPISODE})),
    ("a dialog", frozenset({Place.ASK})),
    ("the first screen", frozenset({Place.WELCOME})),
)
"""Places whose keys are in force at the same time, with words for them."""

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
# Textual's names of characters, as far as the table has them; in settings people write the character.
_CHARACTERS = {
    "slash": "/",
    "question_mark": "?",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "asterisk": "*",
    "comma": ",",
    "minus": "-",
    "equals_sign": "=",
    "semicolon": ";",
    "full_stop": ".",
    "plus": "+",
    "underscore": "_",
}
# What a terminal sends for two keys alike.
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "esc": "escape", "return": "enter"}
_OTHER_NAMES = {"pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert"}
_MODIFIED = re.compile(r"(ctrl|shift|ctrl\+shift)\+(.+)")
_PLACEHOLDER = re.compile(r"\{([a-z]+\.[a-z-]+)\}")
# What Textual is told of an action without keys: a name that no terminal sends.
_NO_KEY = "no_key"


def canonical(key: str) -> str | None:
    """The one way to write a key: a character as itself, any other key by its Textual name; None when there is none."""
    if len(key) == 1:
        return key if key.isprintable() and key != " " else None
    name = key.lower()
    name = _OTHER_NAMES.get(name, _SAME.get(name, name))
    if name in _SHOWN:
        return name
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    found = _MODIFIED.fullmatch(name)
    if found is None:
        return None
    modifier, bare = found.groups()
    bare = _OTHER_NAMES.get(bare, bare)
    if modifier == "shift" and len(bare) == 1:
        return bare.upper() if bare.isalpha() else None  # a terminal sends the character that shift makes
    return f"{modifier}+{bare}" if bare in _SHOWN or (len(bare) == 1 and bare.isalnum()) else None


def key_name(key: str) -> str:
    """A key as a person reads it: ``Ctrl+D``, ``Esc``, ``?``."""
    found = _MODIFIED.fullmatch(key)
    if found is not None:
        modifier = "+".join(word.capitalize() for word in found[1].split("+"))
        bare = found[2]
        return f"{modifier}+{_SHOWN.get(bare, bare.upper())}"
    return _SHOWN.get(key, _CHARACTERS.get(key, key))


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action: those of the table, or what the settings say instead."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, action: UserAction) -> tuple[str, ...]:
        """The keys in force, each written as ``canonical`` does."""
        given = self.changed.get(action.id)
        return given if given is not None else tuple(canonical(key) or key for key in action.keys)

    def text(self, action: UserAction) -> str:
        """All keys as a person reads them: ``j Down``; digits as ``1-9``."""
        keys = self.keys(action)
        if action.digits and keys:
            return f"{key_name(keys[0])}-{key_name(keys[-1])}"
        return " ".join(map(key_name, keys))

    def short(self, action: UserAction) -> str:
        """The first key, for the footer."""
        keys = self.keys(action)
        return self.text(action) if action.digits else key_name(keys[0]) if keys else ""

    def fill(self, text: str) -> str:
        """The text with each ``{place.name}`` of the table replaced by the key of that action."""
        return _PLACEHOLDER.sub(self._key_of, text)

    def _key_of(self, found: re.Match[str]) -> str:
        action = _BY_ID.get(found[1])
        return found[0] if action is None else self.short(action) or f'"{action.label}"'

    def for_textual(self) -> dict[str, str]:
        """What differs from the table, by the id of the binding, as ``App.set_keymap`` takes it."""
        found: dict[str, str] = {}
        for name, keys in self.changed.items():
            if _BY_ID[name].digits:
                found |= {f"{name}-{digit}": _textual(key) for digit, key in enumerate(keys, 1)}
            else:
                found[name] = ",".join(map(_textual, keys)) or _NO_KEY
        return found


def _textual(key: str) -> str:
    return "comma" if key == "," else key  # it parts keys there; all other characters Textual knows as themselves


def keymap_of(wanted: Keys) -> Keymap:
    """The keymap with these changes. Raises ConfigError for an id or a key that does not exist, and for two actions of
    one screen that would have one key.
    """
    changed = {name: _read(name, keys) for name, keys in wanted}
    keymap = Keymap(changed)
    for screen, places in _ONE_SCREEN:
        for one, other, key in _clashes(keymap, places):
            raise ConfigError(
                f"In {screen} the key {key_name(key)} would be that of {one} and of {other}",
                hint="give one of them another key in [keys] of the settings file",
            )
    return keymap


def footer_of(places: Iterable[Place], keymap: Keymap) -> list[UserAction]:
    """What the footer may show, most wanted first: a screen's own key hides that of the app."""
    taken: set[str] = set()
    found: list[UserAction] = []
    for place in places:
        own = actions_of(place)
        found += [a for a in own if a.hint and (keys := keymap.keys(a)) and keys[0] not in taken]
        taken |= {key for action in own for key in keymap.keys(action)}
    return sorted(found, key=lambda action: action.hint)


def _read(name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    action = _BY_ID.get(name)
    if action is None:
        near = nearest(name, _BY_ID)
        raise ConfigError(
            f'[keys] of the settings file names the unknown action "{safe_text(name)}"',
            hint=f'did you mean "{near}"?' if near else "pmo keys lists all actions",
        )
    found = []
    for key in keys:
        known = canonical(key)
        if known is None:
            raise ConfigError(
                f'"{safe_text(key)}", wanted for "{name}" in [keys] of the settings file, is no key',
                hint="write a character, space, enter, tab, escape, up, pagedown, f5 or ctrl+k",
            )
        found.append(known)
    if action.digits and len(found) != len(action.keys):
        raise ConfigError(
            f'"{name}" in [keys] of the settings file has {len(found)} keys',
            hint=f"it needs {len(action.keys)}, one for each candidate",
        )
    return tuple(found)


def _clashes(keymap: Keymap, places: frozenset[Place]) -> Iterator[tuple[str, str, str]]:
    """Pairs of actions with a key in common. Those that share it in the table do so on purpose: ``q`` leaves a screen,
    and where there is none to leave, the app.
    """
    table = Keymap()
    for one, other in combinations(actions_of(*places), 2):
        if one.id in keymap.changed or other.id in keymap.changed:
            for key in keymap.keys(one):
                if key in keymap.keys(other) and not (key in table.keys(one) and key in table.keys(other)):
                    yield one.id, other.id, key
