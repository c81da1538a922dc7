"""The section ``[keys]`` of the settings file: an action's id and the keys that it has instead of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from organizer.display import safe_text
from organizer.errors import ConfigError

Keys = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of actions with their keys, in the order of the file. An action without keys has none at all."""

HELP = """\
# Other keys for what the app can do; pmo keys lists every action with its id. Several keys stand side by side:
# "review.approve" = "y"
# "lines.down" = "j down"
"""


def read_keys(table: Mapping[str, Any], place: str) -> Keys:
    """What stands in the section. ``place`` names the file. Raises ConfigError; which ids there are is not known here.

    An id without quotes is a table within the table for TOML; it means the same.
    """
    return tuple((name, _keys(name, value, place)) for name, value in _flat(table))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _keys(name: str, value: Any, place: str) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise ConfigError(
            f'"{safe_text(name)}" in [keys] of {safe_text(place)} is no text', hint='write keys as "y" or "y space"'
        )
    return tuple(dict.fromkeys(key for text in texts for key in _split(text)))


def _split(text: str) -> list[str]:
    """Keys stand between blanks or commas; a comma alone is the key."""
    return [","] if text.strip() == "," else text.replace(",", " ").split()
