"""The signs of the screens: one set for terminals that have them, one of ASCII; each stands next to a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from organizer.model import Decision, ReviewRow, RowStage, Tier


class State(StrEnum):
    """What a person sees of a row: the decision once there is one, the tier before, the stage before that."""

    WAITING = "waiting"
    READING = "reading"
    SURE = "sure"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NONE = "none"
    APPROVED = "approved"
    FIXED = "fixed"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    DONE = "done"


_OF_TIER = {tier: State(tier.value) for tier in Tier}
_OF_DECISION = {decision: State(decision.value) for decision in Decision if decision is not Decision.PENDING}


def state_of(row: ReviewRow, *, done: bool = False) -> State:
    """The state of a row; ``done`` when its file was carried away in this sitting."""
    if done:
        return State.DONE
    if row.decision is not Decision.PENDING:
        return _OF_DECISION[row.decision]
    if row.tier is not None:
        return _OF_TIER[row.tier]
    return State.WAITING if row.stage is RowStage.FOUND else State.READING


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of one character set. Every one is a single column wide."""

    states: dict[State, str]
    decided: str
    mark: str
    cursor: str
    arrow: str
    back: str
    ellipsis: str
    dot: str
    folded: str
    unfolded: str
    bar_full: str
    bar_empty: str
    rule: str
    warning: str
    failed: str
    plus: str
    ready: str
    written: str


UNICODE = Glyphs(
    states={
        State.WAITING: "·",
        State.READING: "∙",
        State.SURE: "✔",
        State.LIKELY: "~",
        State.AMBIGUOUS: "?",
        State.NONE: "✖",
        State.APPROVED: "■",
        State.FIXED: "◆",
        State.SKIPPED: "»",
        State.IGNORED: "−",
        State.DONE: "●",
    },
    decided="■",
    mark="▌",
    cursor="▸",
    arrow="→",
    back="←",
    ellipsis="…",
    dot="·",
    folded="▸",
    unfolded="▾",
    bar_full="━",
    bar_empty="─",
    rule="─",
    warning="▲",
    failed="✖",
    plus="+",
    ready="✔",
    written="✎",
)

ASCII = Glyphs(
    states={
        State.WAITING: ".",
        State.READING: ":",
        State.SURE: "+",
        State.LIKELY: "~",
        State.AMBIGUOUS: "?",
        State.NONE: "x",
        State.APPROVED: "#",
        State.FIXED: "@",
        State.SKIPPED: ">",
        State.IGNORED: "-",
        State.DONE: "=",
    },
    decided="#",
    mark="*",
    cursor=">",
    arrow=">",
    back="<",
    ellipsis="~",
    dot="-",
    folded="+",
    unfolded="-",
    bar_full="#",
    bar_empty=".",
    rule="-",
    warning="!",
    failed="x",
    plus="+",
    ready="+",
    written="*",
)
