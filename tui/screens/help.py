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
_REVIEW = (
    (
        "groups",
        (
            "Shows with their seasons, films by how sure they are, and what was not found; those that need you first. "
            "{folds.unfold} opens a group, {folds.fold} closes it, {folds.unfold-all} and {folds.fold-all} all."
        ),
    ),
    (
        "deciding",
        (
            "{review.approve}, {review.skip}, {review.ignore} on the heading of a group decide what is open in it, "
            "{review.reject} opens it again. Of a show, or a title not found, {review.fix} too. "
            "{review.repeat} repeats the last decision, {review.next-open} goes to the next question."
        ),
    ),
    ("views", "{review.gather} gathers the files by show and film, by folder, or not at all."),
    (
        "marks",
        (
            "{review.mark} marks a file, {review.range} a range, {review.mark-by} all that a query means, "
            "{review.unmark-by} unmarks those. The next decision is for the marks; {review.undo} takes it back as one."
        ),
    ),
    (
        "finding",
        "{review.filter} shows only what a query means: words, year:1998, size:>4g, tier:none, path:old, !sample.",
    ),
    ("why", "{review.why} says why a file has its match, and what would make it sure."),
)


def help_lines(keymap: Keymap) -> list[SheetLine]:
    """How the review works, then the whole table, by group."""
    lines = [SheetLine("The review", style="lines--heading")]
    lines += [SheetLine(keymap.fill(text), label) for label, text in _REVIEW]
    lines.append(SheetLine(""))
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
