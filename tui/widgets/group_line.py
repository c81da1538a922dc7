"""The header of a group in the review list: what it is, how many files are open and how sure, how many decided."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from organizer.display import safe_text
from organizer.model import Decision, Tier
from organizer.store.groups import Group, GroupKind
from tui.elide import fit, fit_left, shorten
from tui.glyphs import Glyphs, State
from tui.phrases import TIER_WORDS, counted
from tui.widgets.lines import Piece

_ROOMY = 90  # columns from which on the counts have their words beside them

# What costs the person comes first, as everywhere.
_TIERS = (Tier.AMBIGUOUS, Tier.NONE, Tier.LIKELY, Tier.SURE)


def draw_group(group: Group, width: int, glyphs: Glyphs, *, unfolded: bool) -> Sequence[Piece]:
    """The header in exactly ``width`` columns: its name on the left, its counts on the right."""
    sign = glyphs.unfolded if unfolded else glyphs.folded
    before = f"{'  ' * group.level}{sign} "
    counts = _counts(group, glyphs, words=width >= _ROOMY)
    room = max(4, width - cell_len(before) - sum(cell_len(text) for text, _ in counts) - 1)
    name = group_name(group)
    cut = fit_left if group.kind is GroupKind.FOLDER else shorten
    return [
        (before, "lines--muted"),
        (fit(cut(name, room, glyphs.ellipsis), room, glyphs.ellipsis), "lines--strong" if group.cost else ""),
        *counts,
        (" ", ""),
    ]


def group_name(group: Group) -> str:
    """``Lost (2004)``, ``Season 2``, ``Films, ambiguous``, ``“that title”``, ``downloads/old/``."""
    label = safe_text(group.label)
    if group.kind is GroupKind.GUESS:
        label = f"“{label}”"
    if group.kind is GroupKind.FOLDER:
        return f"{label}/"
    return f"{label} ({group.year})" if group.year else label


def _counts(group: Group, glyphs: Glyphs, *, words: bool) -> list[Piece]:
    tally = group.tally
    found: list[Piece] = []
    for tier in _TIERS:
        count = tally[tier, Decision.PENDING]
        if count:
            state = State(tier.value)
            word = f" {TIER_WORDS[tier]}" if words else ""
            found.append((f"  {glyphs.states[state]} {count:,}{word}", f"review--{state}"))
    if waiting := tally[None, Decision.PENDING]:
        found.append((f"  {glyphs.states[State.WAITING]} {waiting:,}", "review--waiting"))
    whole = f"{group.decided:,}/{len(group.rows):,}"
    if group.decided:
        found.append((f"  {glyphs.decided} {whole}", "review--approved"))
    else:
        found.append((f"  {counted(len(group.rows), 'file')}", "lines--muted"))
    return found
