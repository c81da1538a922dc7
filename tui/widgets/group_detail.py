"""A group in the detail pane: what is in it, what a decision would reach, and what could be wrong with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from organizer.display import human_size, safe_text
from organizer.model import Decision, Match, ReviewRow, Tier
from organizer.store.groups import Group, GroupKind
from tui.elide import fit_left, shorten, wrap
from tui.glyphs import Glyphs, State
from tui.phrases import STATE_WORDS, counted, match_text
from tui.widgets.candidate_lines import LABEL, candidate_lines
from tui.widgets.group_line import group_name
from tui.widgets.lines import Piece
from tui.widgets.season_lines import season_texts

_REASONS = 5
_TITLE_LINES = 3
_UNKNOWN = "nothing was found there under this title, or only names that are not like it"
_UNSURE = "what it has under this title fits these files too badly to be taken for them"
_GUESS_KEYS = "{review.fix} searches once for all of these files, {review.ignore} leaves them where they are for ever"
_KEYS = "{folds.unfold} opens it, {review.approve} approves what is undecided in it"
Fill = Callable[[str], str]
"""Puts the keys in force into a sentence."""

_LOST = "{folds.unfold} opens it to search for each file, {review.ignore} leaves all of them where they are for ever"
_OPENS = "{folds.unfold} opens it"
_OF_ONE_WORK = frozenset({GroupKind.SHOW, GroupKind.SEASON, GroupKind.GUESS})


def group_lines(
    group: Group, rows: Sequence[ReviewRow], matches: Sequence[Match], width: int, glyphs: Glyphs, fill: Fill
) -> list[list[Piece]]:
    """The lines in ``width`` columns. ``rows`` are some of the group's undecided ones, those that need a look first.

    ``matches`` are those of all its rows, where it is a show or a season and not too large to be looked through.
    ``fill`` puts the keys in force into a sentence.
    """
    return list(_lines(group, rows, matches, width, glyphs, fill))


def _lines(
    group: Group, rows: Sequence[ReviewRow], matches: Sequence[Match], width: int, glyphs: Glyphs, fill: Fill
) -> Iterator[list[Piece]]:
    room = width - LABEL
    size = f"  {counted(len(group.rows), 'file')}, {human_size(group.size)}"
    yield [(shorten(group_name(group), width - len(size), glyphs.ellipsis), "detail--name"), (size, "detail--muted")]
    yield _open_line(group, glyphs)
    if group.kind is not GroupKind.FOLDER and (folders := _folders(rows)):
        more = f"  and {counted(len(folders) - 1, 'other folder')}" if len(folders) > 1 else ""
        yield [_label("in"), (fit_left(folders[0], room - len(more), glyphs.ellipsis).rstrip() + more, "")]
    if group.kind is GroupKind.GUESS:
        found = any(row.verdict and row.verdict.candidates for row in rows)
        yield from _under("TMDB", [_UNSURE if found else _UNKNOWN, fill(_GUESS_KEYS)], room, "detail--muted")
    elif group.kind in _OF_ONE_WORK:
        yield from _under("has", [f"{name}: {text}" for name, text in season_texts(matches)], room)
        yield from _example(rows, room, glyphs)
    else:
        yield from _under("keys", [fill(_keys_of(group))], room, "detail--muted")
        yield from _titles(rows, room, glyphs)
    if group.kind in {GroupKind.SHOW, GroupKind.SEASON}:
        yield from _reasons(rows, room, glyphs)
    if rows and rows[0].verdict and group.kind in _OF_ONE_WORK:
        yield from candidate_lines(rows[0].verdict.candidates, width, glyphs)


def _under(word: str, texts: Iterable[str], room: int, style: str = "") -> Iterator[list[Piece]]:
    for number, line in enumerate(line for text in texts for line in wrap(text, max(10, room))):
        yield [_label("" if number else word), (line, style)]


def _example(rows: Sequence[ReviewRow], room: int, glyphs: Glyphs) -> Iterator[list[Piece]]:
    if rows and rows[0].verdict and rows[0].verdict.match:
        match = f"{glyphs.arrow} {match_text(rows[0].verdict.match)}"
        yield [_label("such as"), (shorten(safe_text(rows[0].file.name), room, glyphs.ellipsis), "")]
        yield [_label(""), (shorten(match, room, glyphs.ellipsis), "detail--name")]


def _titles(rows: Sequence[ReviewRow], room: int, glyphs: Glyphs) -> Iterator[list[Piece]]:
    """The first of many different works, each once, as many as three lines hold."""
    named = [match_text(row.verdict.match) for row in rows if row.verdict and row.verdict.match]
    titles = list(dict.fromkeys(named or (safe_text(row.file.name) for row in rows)))
    lines = wrap(f" {glyphs.dot} ".join(titles), max(10, room))
    shown = lines[:_TITLE_LINES]
    if len(lines) > len(shown):
        shown[-1] = shorten(f"{shown[-1]} {lines[_TITLE_LINES]}", room, glyphs.ellipsis)
    for number, line in enumerate(shown):
        yield [_label("" if number else "holds"), (line, "detail--name")]


def _keys_of(group: Group) -> str:
    if group.kind is GroupKind.WAITING:
        return _OPENS
    matched = any(group.tally[tier, Decision.PENDING] for tier in Tier if tier is not Tier.NONE)
    return _KEYS if matched or group.decided == len(group.rows) else _LOST


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
