"""HelpScreen: every key with what it does, made from the action table; and where the data come from."""

from __future__ import annotations

from tui.actions import ACTIONS, Group
from tui.glyphs import Glyphs
from tui.keymap import Keymap
from tui.screens.sheet import Sheet, SheetLine

TMDB_NOTICE = "This product uses the TMDB API but is not endorsed or certified by TMDB."
_TIERS = (
    ("sure", "one match, far ahead of all others, and nothing speaks against it"),
    ("likely", "a good match; have a look"),
    ("ambiguous", "several candidates are about as good: choose one with its digit"),
    ("none", "no candidate: search with {review.fix}, or ignore with {review.ignore}"),
)


def help_lines(keymap: Keymap) -> list[SheetLine]:
    """The whole table, by group."""
    lines: list[SheetLine] = []
    for group in Group:
        rows = [action for action in ACTIONS if action.group is group]
        lines += [SheetLine(group.value, style="lines--heading")]
        lines += [SheetLine(action.help, keymap.text(action)) for action in rows]
        lines.append(SheetLine(""))
    lines.append(SheetLine("How sure a match is", style="lines--heading"))
    lines += [SheetLine(keymap.fill(text), tier) for tier, text in _TIERS]
    lines += [SheetLine(""), SheetLine("About", style="lines--heading")]
    lines += [SheetLine("Films and series come from The Movie Database."), SheetLine(TMDB_NOTICE)]
    return lines


class HelpScreen(Sheet):
    """The keys."""

    def __init__(self, glyphs: Glyphs, keymap: Keymap) -> None:
        super().__init__("Keys", help_lines(keymap), glyphs, label_width=16)
