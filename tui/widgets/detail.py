"""DetailPane: everything that is known of one file, and what would become of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from organizer.display import human_size, safe_text
from organizer.model import CompanionKind, Decision, Match, ReviewRow, Tier, Verdict
from organizer.store.groups import Group
from tui.actions import Place, bindings_of
from tui.elide import fit_left, fit_name, shorten, wrap
from tui.glyphs import Glyphs, State, state_of
from tui.keyed import keymap_at
from tui.phrases import STATE_WORDS, counted, match_text, percent, reading_text
from tui.widgets.candidate_lines import LABEL, candidate_lines
from tui.widgets.group_detail import Fill, group_lines
from tui.widgets.lines import Piece, resize_within
from tui.widgets.marked_name import STYLES, marked_path

if TYPE_CHECKING:
    from organizer.matching.explained import Explained

TargetOf = Callable[[ReviewRow], str | None]
"""Where a row's file would go, below the library; None when nothing is proposed."""

Explain = Callable[[ReviewRow], "Explained | None"]
"""Takes a row's verdict apart; None when it has none."""

_BLANK: Piece = (" ", "")
_NARROWEST = 20  # columns below which nothing can be said
_KINDS = {
    CompanionKind.SUBTITLE: ("subtitle", "subtitles"),
    CompanionKind.ARTWORK: ("picture", "pictures"),
    CompanionKind.NFO: ("NFO file", "NFO files"),
    CompanionKind.OTHER: ("other file", "other files"),
}


class DetailPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one row; j and k scroll where it is longer than the pane.

    Only what differs from the last row's lines is painted: neighbours often share half of it, and over SSH that is the
    most of what a cursor key costs.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings_of(Place.LINES)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "detail--label",
        "detail--name",
        "detail--target",
        "detail--digit",
        "detail--muted",
        "detail--heading",
        *STYLES.values(),
        *(f"review--{state}" for state in State),
    }

    def __init__(self, glyphs: Glyphs, target_of: TargetOf, explain: Explain, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._target_of = target_of
        self._explain = explain
        self._lines: list[list[Piece]] = []
        self._shown: object = None
        self._lines_in: Callable[[int], list[list[Piece]]] = lambda _width: []

    def show(self, row: ReviewRow | None, *, done: bool = False, earlier: str = "") -> None:
        """Show this row, or nothing. ``earlier`` says what a run before this sitting has done with it."""
        self._turn_to(row.id if row else None)
        self._lines_in = lambda width: self._lines_of(row, width, done, earlier) if row is not None else []
        self._make()

    def show_why(self, row: ReviewRow) -> None:
        """Show why the row has its match, with everything that is known of it."""
        from tui.widgets.why_lines import why_lines  # matching's words: not before a person asks

        self._turn_to(row.id)
        self._lines_in = lambda width: why_lines(row, self._explain(row), width, self._glyphs, keymap_at(self).fill)
        self._make()

    def show_group(self, group: Group, rows: Sequence[ReviewRow], matches: Sequence[Match] = ()) -> None:
        """Show a group; ``rows`` are some of its undecided ones, the first is the one whose candidates are offered.

        ``matches`` are those of all its rows, or none where they are too many.
        """
        self._turn_to(group.key)
        self._lines_in = lambda width: group_lines(group, rows, matches, width, self._glyphs, keymap_at(self).fill)
        self._make()

    def _lines_of(self, row: ReviewRow, width: int, done: bool, earlier: str) -> list[list[Piece]]:
        fill = keymap_at(self).fill
        return _Detail(row, width, self._glyphs, self._target_of, self._explain, done, earlier, fill).lines()

    def _turn_to(self, shown: object) -> None:
        if shown != self._shown:
            self._shown = shown
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def text(self) -> str:
        """What it shows."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def on_resize(self) -> None:
        """Lines are fitted to the width, so they are made again."""
        self._make()

    def _make(self) -> None:
        width = self.scrollable_content_region.width
        old, self._lines = self._lines, self._lines_in(width) if width >= _NARROWEST else []
        resize_within(self, Size(width, len(self._lines)))
        for number, (before, now) in enumerate(zip_longest(old, self._lines, fillvalue=())):
            if found := _difference(before, now):
                start, end = found
                self.refresh(Region(start, number - self.scroll_offset.y, end - start, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(width, base)
        segments = [
            Segment(text, base + self.get_component_rich_style(name, partial=True) if name else base)
            for text, name in self._lines[number]
        ]
        return Strip(segments).adjust_cell_length(width, base).simplify()  # a segment costs 30 bytes on the wire

    def action_down(self) -> None:
        """One line down."""
        self._scroll(1)

    def action_up(self) -> None:
        """One line up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """One page down."""
        self._scroll(self.scrollable_content_region.height)

    def action_page_up(self) -> None:
        """One page up."""
        self._scroll(-self.scrollable_content_region.height)

    action_half_down = action_page_down
    action_half_up = action_page_up

    def action_top(self) -> None:
        """To the first line."""
        self._scroll(-len(self._lines))

    def action_bottom(self) -> None:
        """To the last line."""
        self._scroll(len(self._lines))

    def _scroll(self, lines: int) -> None:
        limit = max(0, len(self._lines) - self.scrollable_content_region.height)
        self.scroll_to(y=max(0, min(limit, self.scroll_offset.y + lines)), animate=False, immediate=True)


def _difference(before: Sequence[Piece], now: Sequence[Piece]) -> tuple[int, int] | None:
    """From which to which column two lines differ; None when they are the same."""
    one, other = _cells(before), _cells(now)
    length = max(len(one), len(other))
    one += [_BLANK] * (length - len(one))
    other += [_BLANK] * (length - len(other))
    start = next((n for n in range(length) if one[n] != other[n]), None)
    if start is None:
        return None
    end = next(n for n in range(length, start, -1) if one[n - 1] != other[n - 1])
    while start > 0 and not (one[start][0] and other[start][0]):  # the second half of a wide character
        start -= 1
    while end < length and not (one[end][0] and other[end][0]):
        end += 1
    return start, end


def _cells(line: Sequence[Piece]) -> list[Piece]:
    """What is in each column: a character with what combines with it; nothing in the second of a wide one."""
    found: list[Piece] = []
    for text, style in line:
        if text.isascii():
            found += [(character, style) for character in text]
            continue
        for character in text:
            width = cell_len(character)
            if not width and found:
                before = -2 if not found[-1][0] and len(found) > 1 else -1
                found[before] = (found[before][0] + character, style)
            else:
                found += [(character, style), ("", style)][:width]
    return found


class _Detail:
    """The lines for one row, fitted to a width."""

    def __init__(
        self,
        row: ReviewRow,
        width: int,
        glyphs: Glyphs,
        target_of: TargetOf,
        explain: Explain,
        done: bool,
        earlier: str,
        fill: Fill,
    ) -> None:
        self._row = row
        self._earlier = earlier
        self._width = width
        self._glyphs = glyphs
        self._target_of = target_of
        self._state = state_of(row, done=done)
        self._fill = fill
        self._explain = explain
        self._path = marked_path(row)

    def lines(self) -> list[list[Piece]]:
        """The question first where there is one, the outcome first where there is none."""
        lines = [*self._file(), *self._done(), *self._reading(), *self._match()]
        if self._earlier:
            return [*lines, *self._why()]
        if self._row.tier in {Tier.AMBIGUOUS, Tier.NONE}:
            return [*lines, *self._candidates(), *self._wants(), *self._target(), *self._why()]
        return [*lines, *self._target(), *self._why(), *self._wants(), *self._candidates()]

    def _file(self) -> list[list[Piece]]:
        file = self._row.file
        size = f"  {human_size(file.size)}"
        name = self._path.name.cut(self._width - len(size), self._glyphs)
        lines: list[list[Piece]] = [[*name.pieces(), (size, "detail--muted")]]
        if words := name.words(self._glyphs):
            lines.append(words)
        folder = os.path.dirname(file.relative)
        if folder:
            lines.append(self._labelled("in", fit_left(safe_text(folder) + "/", self._room, self._glyphs.ellipsis)))
        return lines

    def _done(self) -> list[list[Piece]]:
        if not self._earlier:
            return []
        words, slash, path = safe_text(self._earlier).partition("/")
        path = fit_left(slash + path, self._room - len(words), self._glyphs.ellipsis).rstrip()
        return [self._labelled("done", words + path)]

    def _reading(self) -> list[list[Piece]]:
        """What was read, unless the marks in the name say all of it."""
        parse = self._row.parse
        if parse is None:
            return [self._labelled("reads", "not read yet")]
        if parse.parsed.type and self._path.says(parse.parsed):
            return []
        above = " and ".join(self._path.above)
        return [self._labelled("reads", reading_text(parse.parsed) + (f"; {above} from the folder" if above else ""))]

    def _match(self) -> list[list[Piece]]:
        verdict = self._row.verdict
        if verdict is None:
            return [self._labelled("match", "not looked up yet")]
        style = f"review--{self._state}"
        word = f"{self._glyphs.states[self._state]} {STATE_WORDS[self._state]}"
        if verdict.match is None:
            return [
                [
                    *self._label("match"),
                    (word, style),
                    (self._fill("   {review.fix} searches, {review.ignore} ignores"), "detail--muted"),
                ]
            ]
        score = f"  {word} {percent(verdict.confidence)}{self._lead(verdict)}"
        title = shorten(match_text(verdict.match), max(12, self._room - len(score)), self._glyphs.ellipsis)
        return [[*self._label("match"), (title, "detail--name"), (score, style)]]

    def _lead(self, verdict: Verdict) -> str:
        if len(verdict.candidates) < 2 or verdict.gap >= 1:
            return ""
        points = round(verdict.gap * 100)
        return f", {points} points ahead" if points else ", another is as good"

    def _why(self) -> list[list[Piece]]:
        explained = self._explained()
        if explained is None or not explained.reasons:
            return []
        from tui.widgets.why_lines import cost_text  # as in _explained

        reasons = [
            f"{reason.text} ({cost})" if (cost := cost_text(reason)) else reason.text for reason in explained.reasons
        ]
        return self._under("why", self._wrapped(reasons))

    def _wants(self) -> list[list[Piece]]:
        """What would have to be different for it to be sure, while it is asked."""
        explained = self._explained()
        if explained is None or self._row.decision is not Decision.PENDING:
            return []
        from tui.widgets.why_lines import want_texts  # as in _explained

        texts = want_texts(explained.to_be_sure, self._fill)
        return self._under("needs", [line for text in texts for line in wrap(text, self._room)])

    def _explained(self) -> Explained | None:
        """Matching's words are loaded for the first row that has a match: no frame before it needs them."""
        return self._explain(self._row)

    def _under(self, word: str, texts: Sequence[str]) -> list[list[Piece]]:
        lines = [self._labelled(word, text) for text in texts]
        for line in lines[1:]:
            line[0] = (" " * LABEL, "")
        return lines

    def _wrapped(self, reasons: Iterable[str]) -> list[str]:
        """The reasons side by side, over as many lines as they need."""
        joint = f" {self._glyphs.dot} "
        lines: list[str] = []
        for reason in map(safe_text, reasons):
            if lines and len(lines[-1]) + len(joint) + len(reason) <= self._room:
                lines[-1] += joint + reason
            else:
                lines.append(shorten(reason, self._room, self._glyphs.ellipsis))
        return lines

    def _target(self) -> list[list[Piece]]:
        target = self._target_of(self._row)
        if target is None:
            return []
        text = safe_text(target)
        folder, slash, name = text.rpartition("/")
        lines = [
            [*self._label("goes to"), (fit_left(folder + slash, self._room, self._glyphs.ellipsis), "detail--muted")]
        ]
        lines.append(
            [(" " * LABEL, ""), (fit_name(name, self._room, self._glyphs.ellipsis).rstrip(), "detail--target")]
        )
        along = self._companions()
        if along:
            lines.append(self._labelled("with", along))
        return lines

    def _companions(self) -> str:
        found = []
        for kind, words in _KINDS.items():
            those = [c for c in self._row.file.companions if c.kind is kind]
            if those:
                languages = sorted({c.language for c in those if c.language})
                found.append(counted(len(those), *words) + (f" ({', '.join(languages)})" if languages else ""))
        return safe_text(", ".join(found))

    def _candidates(self) -> list[list[Piece]]:
        verdict = self._row.verdict
        return candidate_lines(verdict.candidates, self._width, self._glyphs) if verdict else []

    @property
    def _room(self) -> int:
        return self._width - LABEL

    def _label(self, word: str) -> list[Piece]:
        return [(word.ljust(LABEL), "detail--label")]

    def _labelled(self, word: str, text: str) -> list[Piece]:
        return [*self._label(word), (shorten(text, self._room, self._glyphs.ellipsis), "")]
