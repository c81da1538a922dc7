"""rebulk's chains of patterns, which look for a part no further than where it has to stand."""

from __future__ import annotations

import inspect
import re
from typing import Any

from guessit.rules.common import seps
from guessit.rules.common.validators import seps_surround
from rebulk.chain import Chain, ChainPart
from rebulk.match import Match
from rebulk.pattern import RePattern

_BEHIND = re.compile(r"\(\?<[=!]|\\[bBA]|\^")  # what looks at the text before a part; the chain has cut that off
_NAMED = re.compile(r"\(\?P<\w+>")


def whole_chain(chain: Chain) -> re.Pattern[str] | None:
    """An expression that matches somewhere in every text in which the chain does; None when none can be given.

    The parts in their order, each as often as it may be, between separators: all but a few chains of guessit are valid
    only if they stand so. (Without the separators such an expression would say no more than that of the first part.)
    """
    patterns = [part.pattern for part in chain.parts]
    if not _surrounded(chain) or not all(_is_plain(pattern) for pattern in patterns):
        return None
    compiled = [pattern.patterns[0] for pattern in patterns]
    if len({one.flags for one in compiled}) > 1 or any(_BEHIND.search(one.pattern) for one in compiled):
        return None
    texts = [
        f"(?:{_NAMED.sub('(?:', one.pattern)}){{{part.repeater_start},{part.repeater_end or ''}}}"
        for part, one in zip(chain.parts, compiled, strict=True)
    ]
    between = f"[^{re.escape(seps)}]"
    return re.compile(f"(?<!{between}){''.join(texts)}(?!{between})", compiled[0].flags)


def _surrounded(chain: Chain) -> bool:
    """Whether a match of the chain counts only if it stands between separators, or at an end of the text."""
    validator = chain.validators.get("__parent__")
    if not chain.validate_all or chain.name in chain.validators or not inspect.isfunction(validator):
        return False
    return seps_surround in inspect.getclosurevars(validator).nonlocals.get("validators", ())


def _is_plain(pattern: Any) -> bool:
    """One expression and nothing that is called before or after it."""
    return (
        isinstance(pattern, RePattern)
        and len(pattern.patterns) == 1
        and not (pattern.post_processor or pattern.pre_match_processor or pattern.post_match_processor)
    )


class QuickChain(Chain):
    """Gives the matches that the chain gives which it is made from."""

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        vars(self).update(vars(chain))
        self.parts = [
            _QuickPart(part, first=index == 0) if _is_plain(part.pattern) else part
            for index, part in enumerate(chain.parts)
        ]


class _QuickPart(ChainPart):
    """A part that is one expression.

    rebulk finds every place where the expression matches in the rest of the text, and then drops all that do not
    follow each other without a gap, or, after the first part, that do not begin where the last part ended, or that
    are more than the part may be repeated. Here the search ends where the dropping would begin.
    """

    def __init__(self, part: ChainPart, *, first: bool) -> None:
        vars(self).update(vars(part))
        self._first = first

    def matches(self, input_string: str, context: dict[str, Any] | None = None, with_raw_matches: bool = False) -> Any:
        """As ``ChainPart.matches``."""
        pattern = self.pattern
        compiled = pattern.patterns[0]
        raw: list[Match] = []
        found: list[Match] = []
        raw_end = kept_end = None if self._first else 0
        if self._first or compiled.match(input_string):
            for index, match in enumerate(pattern._match(compiled, input_string, context)):  # noqa: SLF001
                if index == self.repeater_end or raw_end not in {None, match.start}:
                    break
                raw_end = match.end
                raw.append(match)
                valid = list(pattern._process_matches(match, index))  # noqa: SLF001
                if valid and kept_end in {None, match.start}:  # one that is not valid makes a gap among those that are
                    kept_end = match.end
                    found.extend(valid)
        self._validate_repeater(raw)
        return (found, raw) if with_raw_matches else found
