"""Why a file has its match, in lines: the name with its parts, the score by reason, what would have to be different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from organizer.display import safe_text
from organizer.matching.explained import Explained, Reason, Remedy, Want, weighed
from organizer.model import Candidate, CandidateType, ReviewRow, Verdict
from tui.elide import shorten, wrap
from tui.glyphs import Glyphs, State, state_of
from tui.phrases import STATE_WORDS, candidate_text, match_text, percent, reading_text
from tui.widgets.group_detail import Fill
from tui.widgets.lines import Piece
from tui.widgets.marked_name import MarkedName, marked_path

_INDENT = "  "
_COST = 8  # columns of what a reason cost
_REMEDIES = {
    Remedy.NOTHING: "",
    Remedy.SEARCH: "{review.fix} searches for another",
    Remedy.PICK: "a digit takes the right one",
    Remedy.EPISODE: "{review.episode} sets it, {review.orders} takes another order of the show",
    Remedy.APPROVE: "{review.approve} takes it all the same",
}


def cost_text(reason: Reason) -> str:
    """``-8%``; empty where a reason cost nothing or matching does not say."""
    if reason.factor is None or reason.factor >= 1:
        return ""
    return f"-{round((1 - reason.factor) * 100)}%"


def want_texts(wants: Sequence[Want], fill: Fill) -> list[str]:
    """What would have to be different, each with the key that helps; a key that helps with several is said once."""
    last = {want.remedy: number for number, want in enumerate(wants)}
    texts = []
    for number, want in enumerate(wants):
        remedy = fill(_REMEDIES[want.remedy]) if last[want.remedy] == number else ""
        texts.append(safe_text(f"{want.text}; {remedy}" if remedy else want.text))
    return texts


def why_lines(row: ReviewRow, explained: Explained | None, width: int, glyphs: Glyphs, fill: Fill) -> list[list[Piece]]:
    """Everything, in lines of ``width`` columns."""
    return list(_Why(row, explained, width, glyphs, fill).lines())


class _Why:
    def __init__(self, row: ReviewRow, explained: Explained | None, width: int, glyphs: Glyphs, fill: Fill) -> None:
        self._row = row
        self._explained = explained
        self._width = width
        self._glyphs = glyphs
        self._fill = fill

    def lines(self) -> Iterator[list[Piece]]:
        yield from self._name()
        yield from self._reading()
        verdict = self._row.verdict
        if verdict is None or self._explained is None:
            yield from self._text("TMDB was not asked about this file yet.", "detail--muted")
            return
        yield from self._match(verdict)
        yield from self._score(verdict, self._explained)
        yield from self._runner_up(self._explained)
        yield from self._wants(self._explained)
        yield from self._candidates(verdict)

    def _heading(self, text: str) -> Iterator[list[Piece]]:
        yield []
        yield [(text, "detail--heading")]

    def _text(self, text: str, style: str = "", indent: str = _INDENT) -> Iterator[list[Piece]]:
        for line in wrap(safe_text(text), max(10, self._width - len(indent))):
            yield [(indent, ""), (line, style)]

    # -- what the name says

    def _name(self) -> Iterator[list[Piece]]:
        path = marked_path(self._row)
        yield [("The name, with what was understood", "detail--heading")]
        if path.folder.text:
            yield from self._marked(path.folder, "detail--muted")
        yield from self._marked(path.name, "detail--name")
        if path.name.has_unmarked:
            yield from self._text("What has no word below it was passed over or not understood.", "detail--muted")

    def _marked(self, name: MarkedName, unmarked: str) -> Iterator[list[Piece]]:
        shown = name.cut(self._width - len(_INDENT), self._glyphs)
        yield [(_INDENT, ""), *shown.pieces(unmarked)]
        if words := shown.words(self._glyphs):
            yield [(_INDENT, ""), *words]

    def _reading(self) -> Iterator[list[Piece]]:
        parse = self._row.parse
        if parse is None:
            yield from self._text("It was not read yet.", "detail--muted")
            return
        yield from self._text(f"Read as: {reading_text(parse.parsed)}")
        for doubt in parse.doubts:
            yield from self._text(f"But: {doubt}", "review--ambiguous")

    # -- what matching says

    def _match(self, verdict: Verdict) -> Iterator[list[Piece]]:
        state = state_of(self._row)
        yield from self._heading("The match")
        if verdict.match is not None:
            yield from self._text(f"{match_text(verdict.match)}, TMDB {verdict.match.tmdb_id}", "detail--name")
        sure = f" {percent(verdict.confidence)}" if verdict.match else ""
        yield from self._text(f"{self._glyphs.states[state]} {STATE_WORDS[state]}{sure}", f"review--{state}")
        if verdict.match and 0 < verdict.score < 1:
            share = f"Of matches with such a score and lead {percent(verdict.confidence)} were right when measured."
            yield from self._text(share, "detail--muted")

    def _score(self, verdict: Verdict, explained: Explained) -> Iterator[list[Piece]]:
        if not explained.reasons:
            return
        score = f": {verdict.score:.2f} of 1" if 0 < verdict.score < 1 else ""
        yield from self._heading(f"The score{score}, by reason")
        for reason in explained.reasons:
            if not reason.text.startswith("runner-up: "):
                yield from self._reason(reason)

    def _reason(self, reason: Reason) -> Iterator[list[Piece]]:
        cost = cost_text(reason)
        indent = _INDENT + " " * _COST
        for number, line in enumerate(wrap(safe_text(reason.text), max(10, self._width - len(indent)))):
            first = f"{_INDENT}{cost if not number else '':>5}   "
            yield [(first, "review--ambiguous" if cost else ""), (line, "")]

    def _runner_up(self, explained: Explained) -> Iterator[list[Piece]]:
        other = explained.runner_up
        if other is None:
            return
        yield from self._heading("The runner-up")
        behind = f"{explained.behind:.2f} behind" if explained.behind >= 0.005 else "as good"
        yield from self._text(f"{candidate_text(other)}, {_kind(other)}: {behind}")

    def _wants(self, explained: Explained) -> Iterator[list[Piece]]:
        if not explained.to_be_sure:
            return
        sure = self._glyphs.states[State.SURE]
        yield from self._heading(f"What would have to be different for {sure} {STATE_WORDS[State.SURE]}")
        for text in want_texts(explained.to_be_sure, self._fill):
            yield from self._text(text)

    def _candidates(self, verdict: Verdict) -> Iterator[list[Piece]]:
        if not verdict.candidates:
            return
        yield from self._heading("The candidates")
        for number, candidate in enumerate(verdict.candidates, 1):
            yield from self._candidate(number, candidate)

    def _candidate(self, number: int, candidate: Candidate) -> Iterator[list[Piece]]:
        facts = f"  {_kind(candidate)}" + (f", {candidate.runtime} min" if candidate.runtime else "")
        digit = str(number) if number <= 9 else ""  # as far as there are digits
        room = self._width - 12 - len(facts)
        yield [
            (f"{_INDENT}{digit:>1}  ", "detail--digit"),
            (f"{percent(candidate.score):>4}  ", "detail--muted"),
            (shorten(candidate_text(candidate), room, self._glyphs.ellipsis), "detail--name"),
            (facts, "detail--muted"),
        ]
        indent = " " * 11
        if candidate.original_title not in {"", candidate.title}:
            yield from self._text(f"originally {candidate.original_title}", "detail--muted", indent)
        yield from self._text("; ".join(_reasons(candidate.reasons)), "", indent) if candidate.reasons else ()
        if candidate.overview:
            lines = wrap(safe_text(candidate.overview), max(10, self._width - len(indent)))
            yield from ([(indent, ""), (line, "detail--muted")] for line in lines)


def _kind(candidate: Candidate) -> str:
    return "film" if candidate.type is CandidateType.MOVIE else "series"


def _reasons(reasons: Sequence[str]) -> Iterator[str]:
    for reason in map(weighed, reasons):
        cost = cost_text(reason)
        yield f"{reason.text} ({cost})" if cost else reason.text
