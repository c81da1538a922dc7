"""Themes and the choice between them; the colours themselves stand in ``styles/themes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from textual.message import Message
from textual.theme import Theme

from tui.paths import styles_dir

DARK = "pmo-dark"
PLAIN = "ansi-dark"


class ThemeWanted(Message):
    """The person wants to see this theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((styles_dir() / "themes.toml").read_text("utf-8"))


def own_themes() -> list[Theme]:
    """The themes of this program."""
    return [Theme(name=name, **table) for name, table in _tables()["themes"].items()]


def extra_variables(theme: Theme) -> dict[str, str]:
    """Our variables for a theme that is not ours: ansi colours, or colours that the theme already has."""
    tables = _tables()
    if theme.ansi:
        return dict(tables["ansi-light" if not theme.dark else "ansi-dark"])
    known = theme.to_color_system().generate()
    return {name: known[source] for name, source in tables["foreign"].items()}


def choose_theme(wanted: str, environ: Mapping[str, str], colours: str | None) -> str:
    """The theme to start with. The terminal's own colours where it has few, or where the person wants none.

    ``colours`` is what the terminal can do as Rich names it: None, ``standard``, ``256`` or ``truecolor``.
    """
    if wanted.startswith("ansi-"):
        return wanted
    if environ.get("NO_COLOR") is not None or colours in {None, "standard"}:
        return "ansi-light" if wanted.endswith("-light") else PLAIN
    return wanted
