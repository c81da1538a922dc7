"""A group in the detail pane: what is in it, what a decision would reach, and what could be wrong with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from organizer.display import human_size, safe_text
from organizer.model import Decision, ReviewRow, Tier
from organizer.store.groups import Group, GroupKind
from tui.elide import fit_left, shorten
from tui.glyphs import Glyphs, State
from tui.phrases import STATE_WORDS, counted, match_text
from tui.widgets.candidate_lines import LABEL, candidate_lines
from tui.widgets.group_line import group_name
from tui.widgets.lines import Piece

_REASONS = 5
_KEYS = "{folds.unfold} opens it, {review.approve} approves what is undecided in it"
Fill = Callable[[str], str]
"""Puts the keys in force into a sentence."""

_OPENS = "{folds.unfold} opens it"
_OF_ONE_WORK = frozenset({GroupKind.SHOW, GroupKind.SEASON, GroupKind.GUESS})


def group_lines(group: Group, rows: Sequence[ReviewRow], width: int, glyphs: Glyphs, fill: Fill) -> list[list[Piece]]:
    """The lines in ``width`` columns. ``rows`` are some of the group's undecided ones, those that need a look first.

    ``fill`` puts the keys in force into a sentence.
    """
    return list(_lines(group, rows, width, glyphs, fill))


def _lines(group: Group, rows: Sequence[ReviewRow], width: int, glyphs: Glyphs, fill: Fill) -> Iterator[list[Piece]]:
    room = width - LABEL
    size = f"  {counted(len(group.rows), 'file')}, {human_size(group.size)}"
    yield [(shorten(group_name(group), width - len(size), glyphs.ellipsis), "detail--name"), (size, "detail--muted")]
    yield _open_line(group, glyphs)
    if group.kind is not GroupKind.FOLDER and (folders := _folders(rows)):
        more = f"  and {counted(len(folders) - 1, 'other folder')}" if len(folders) > 1 else ""
        yield [_label("in"), (fit_left(folders[0], room - len(more), glyphs.ellipsis).rstrip() + more, "")]
    first = rows[0] if rows else None
    if first is None or group.kind not in _OF_ONE_WORK:
        yield [_label("keys"), (fill(_OPENS if group.kind is GroupKind.WAITING else _KEYS), "detail--muted")]
    elif first.verdict and first.verdict.match:
        yield [_label("such as"), (shorten(safe_text(first.file.name), room, glyphs.ellipsis), "")]
        yield [
            _label(""),
            (shorten(f"{glyphs.arrow} {match_text(first.verdict.match)}", room, glyphs.ellipsis), "detail--name"),
        ]
    yield from _reasons(rows, room, glyphs)
    if first is not None and first.verdict and group.kind in _OF_ONE_WORK:
        yield from candidate_lines(first.verdict.candidates, width, glyphs)


def _open_line(group: Group, glyphs: Glyphs) -> list[Piece]:
    if group.kind is GroupKind.WAITING:
        return [_label("open"), ("TMDB was not asked for these yet", "detail--muted")]
    pieces = [_label("open")]
    for tier in (Tier.AMBIGUOUS, Tier.NONE, Tier.LIKELY, Tier.SURE):
        if count := group.tally[tier, Decision.PENDING]:
            state = State(tier.value)
            pieces.append((f"{glyphs.states[state]} {count:,} {STATE_WORDS[state]}  ", f"review--{state}"))
    if len(pieces) == 1:
        pieces.append(("nothing: all of it is decided", "detail--muted"))
    elif group.decided:
        pieces.append((f"{group.decided:,} decided", "detail--muted"))
    return pieces


def _folders(rows: Sequence[ReviewRow]) -> list[str]:
    counted_ = Counter(os.path.dirname(row.file.relative) for row in rows)
    return [safe_text(folder) + "/" for folder, _ in counted_.most_common() if folder]


def _reasons(rows: Sequence[ReviewRow], room: int, glyphs: Glyphs) -> Iterator[list[Piece]]:
    """What matching says of those that need a look, the most frequent first: what could be wrong with all of them."""
    rows = [row for row in rows if row.needs_person] or rows
    said = Counter(reason for row in rows if row.verdict for reason in row.verdict.reasons)
    for place, (reason, times) in enumerate(said.most_common(_REASONS)):
        text = f"{times} of {len(rows)}: {safe_text(reason)}" if len(rows) > 1 else safe_text(reason)
        yield [_label("" if place else "why"), (shorten(text, room, glyphs.ellipsis), "")]


def _label(word: str) -> Piece:
    return (word.ljust(LABEL), "detail--label")
