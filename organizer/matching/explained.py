"""Why a verdict is what it is: what each reason cost, and what would have to be different for it to be sure.

    explained = explain(verdict, parse, settings)
    explained.reasons          every reason with its factor on the score, or None where it has none
    explained.to_be_sure       sentences: what bars it from being sure, the nearest way out first

The score is a product, so a reason's factor says what it took: 0.92 is 8 % of what was left. The sentences and factors
are those of ``scoring``, ``weighing``, ``episodes`` and ``identified``; a test multiplies them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from organizer.config.schema import MatchingSettings
from organizer.matching.episodes import BY_TITLE, NO_NUMBER, NOT_THERE
from organizer.matching.identified import CONTRADICTED
from organizer.matching.scoring import (
    LONE_TITLE,
    NO_YEAR,
    OTHER_READING,
    WHOLE_TITLE,
    YEAR_NOT_AT_TMDB,
    YEAR_NOT_IN_NAME,
    YEAR_NOT_NEEDED,
    YEAR_OFF_BY_ONE,
    YEAR_OFF_BY_TWO,
    YEAR_WRONG,
)
from organizer.matching.similarity import NEARLY_ALIKE
from organizer.matching.weighing import (
    OTHER_COUNTRY,
    OTHER_EPISODE_TITLE,
    OUTVOTED,
    OUTVOTED_BY_FAR,
    WORDS_UNREAD,
)
from organizer.model import Candidate, Parse, Tier, Verdict

Factor = Callable[[re.Match[str]], float]


class Remedy(StrEnum):
    """What a person can do about it."""

    NOTHING = ""
    SEARCH = "search"
    PICK = "pick"
    EPISODE = "episode"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as matching says it; ``factor`` is what the score was multiplied by (1.0: it cost nothing), or None."""

    text: str
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """Something that would have to be different, and what a person can do about it."""

    text: str
    remedy: Remedy = Remedy.NOTHING


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer. ``runner_up`` is the candidate behind the best, ``behind`` its distance in score, 0 to 1."""

    reasons: tuple[Reason, ...]
    to_be_sure: tuple[Want, ...]
    runner_up: Candidate | None = None
    behind: float = 1.0


def _fixed(value: float) -> Factor:
    return lambda _found: value


def _off(found: re.Match[str]) -> float:
    off = abs(int(found["asked"]) - int(found["known"]))
    return YEAR_OFF_BY_TWO if off == 2 else YEAR_WRONG


_MISSING = (
    r"TMDB has no season|episode \d+ of \d+: TMDB|episode \d+: the series has|no episode was aired on"
    r"|not in the order you chose"
)
# The start of a reason, and what it does to the score.
_FACTORS: tuple[tuple[re.Pattern[str], Factor], ...] = tuple(
    (re.compile(pattern), factor)
    for pattern, factor in (
        (r"title exact|year \d+ agrees|episode exists|aired on |id \S+ in the name", _fixed(1.0)),
        (r"title the same but", _fixed(NEARLY_ALIKE)),
        (r"the whole of ", _fixed(WHOLE_TITLE)),
        (r"title (?P<alike>\d+)% alike", lambda found: (int(found["alike"]) / 100) ** 2),
        (re.escape(NO_YEAR) + "$", _fixed(YEAR_NOT_IN_NAME)),
        (re.escape(LONE_TITLE), _fixed(YEAR_NOT_NEEDED)),
        (r"TMDB knows no year", _fixed(YEAR_NOT_AT_TMDB)),
        (r"year differs by one", _fixed(YEAR_OFF_BY_ONE)),
        (r"year (?P<asked>\d+) in the name, (?P<known>\d+) at TMDB", _off),
        (r"read as “", _fixed(OTHER_READING)),
        (r"the name says [A-Z]{2}$", _fixed(OTHER_COUNTRY)),
        (r"the episode's title in the name is another", _fixed(OTHER_EPISODE_TITLE)),
        (r"the name has more words", _fixed(WORDS_UNREAD)),
        (r"next to unknown, with", _fixed(OUTVOTED_BY_FAR)),
        (r"ten times fewer votes", _fixed(OUTVOTED)),
        (_MISSING, _fixed(NOT_THERE)),
        (r"the name says no episode", _fixed(NO_NUMBER)),
        (r"found by the episode's title", _fixed(BY_TITLE)),
        (r"the title in the name is another one than|the name says \d+, the id's film", _fixed(CONTRADICTED)),
    )
)  # fmt: skip


def explain(verdict: Verdict, parse: Parse | None, settings: MatchingSettings) -> Explained:
    """Take a verdict apart. Pure and cheap: for the one row that is looked at."""
    others = verdict.candidates[1:]
    return Explained(
        tuple(weighed(reason) for reason in verdict.reasons),
        tuple(_wants(verdict, parse, settings)),
        others[0] if others else None,
        verdict.gap,
    )


def weighed(reason: str) -> Reason:
    """A reason with its factor."""
    for pattern, factor in _FACTORS:
        if found := pattern.match(reason):
            return Reason(reason, factor(found))
    return Reason(reason)


def _wants(verdict: Verdict, parse: Parse | None, settings: MatchingSettings) -> Iterator[Want]:
    if verdict.tier is Tier.SURE:
        return
    if not verdict.candidates or _UNLIKE in verdict.reasons:
        titled = parse is not None and parse.parsed.title
        unknown = "a title that TMDB knows: this one it does not"
        yield Want(unknown if titled else "a title, in the name or in that of its folder", Remedy.SEARCH)
        return
    barred = tuple(_barred(verdict.reasons, parse))
    wants = [*_about_cost(verdict, settings, alone=not barred), *_about_lead(verdict, settings), *barred]
    yield from wants or _about_rule(verdict.reasons)


def _about_rule(reasons: Sequence[str]) -> Iterator[Want]:
    """Good in all, but found by a rule of thumb."""
    for sign, want in _RULES:
        if any(sign in reason for reason in reasons):
            yield want
            return
    yield Want("a person's word: a match like this is never sure by itself", Remedy.APPROVE)


def _about_cost(verdict: Verdict, settings: MatchingSettings, *, alone: bool) -> Iterator[Want]:
    """What cost most, where that is why the score is too low, and a year that is missing or another one."""
    worst = min(map(weighed, verdict.reasons), key=lambda reason: reason.factor or 1.0, default=Reason(""))
    if worst.factor in {NOT_THERE, NO_NUMBER}:
        yield Want("season and episode as TMDB has them", Remedy.EPISODE)
    elif NO_YEAR in verdict.reasons:
        settles = alone and _year_settles(verdict, settings)
        yield Want("a year in the name would settle it" if settles else "a year in the name would help", Remedy.PICK)
    elif worst.text.startswith("year "):
        yield Want(f"the year as TMDB has it: {worst.text.removeprefix('year differs by one: ')}", Remedy.APPROVE)
    elif verdict.score < settings.sure_score and (worst.factor or 1.0) < 1:
        score = f"{verdict.score:.2f} where {settings.sure_score:.2f} is needed"
        yield Want(f"a better score, {score}; what cost most: {worst.text}", Remedy.SEARCH)


def _year_settles(verdict: Verdict, settings: MatchingSettings) -> bool:
    """Whether the year of the best one, in the name, would make it sure: no other that is about as good has it."""
    best, *others = verdict.candidates
    if best.year is None or verdict.score / YEAR_NOT_IN_NAME < settings.sure_score:
        return False
    rivals = [other for other in others if other.score >= best.score * YEAR_OFF_BY_TWO]
    return all(rival.year is not None and abs(rival.year - best.year) > 1 for rival in rivals)


def _about_lead(verdict: Verdict, settings: MatchingSettings) -> Iterator[Want]:
    if len(verdict.candidates) < 2 or verdict.gap >= settings.sure_gap:
        return
    behind = f"{verdict.gap:.2f} behind" if verdict.gap >= 0.005 else "as good"
    likely = f" to be likely, {settings.sure_gap:.2f}" if verdict.gap < settings.likely_gap else ""
    needed = settings.likely_gap if likely else settings.sure_gap
    yield Want(f"a longer lead: the runner-up is {behind}, {needed:.2f}{likely} to be sure", Remedy.PICK)


_UNLIKE = "nothing at TMDB is like it"
_RULES = (
    ("; or else ", Want("a name that says one thing only", Remedy.EPISODE)),
    ("counted over all seasons", Want("a season in the name beside the number", Remedy.EPISODE)),
    ("found by the episode's title", Want("a number in the name beside the title", Remedy.EPISODE)),
    (", the first of ", Want("a number in the name: several were aired on that day", Remedy.EPISODE)),
)
_BARS = (
    "there is another series of that title",
    "another series has that title",
    "the name looks like an episode's",
    "the name also says",
    "titles in the names beside it",
)


def _barred(reasons: Sequence[str], parse: Parse | None) -> Iterator[Want]:
    """What costs nothing, but with it no match is sure."""
    doubts = frozenset(parse.doubts) if parse else frozenset()
    for reason in reasons:
        if reason in doubts or reason.startswith(_BARS):
            yield Want(f"without this: {reason}", Remedy.APPROVE)
