"""What a person once chose, applied to the next file of the same title or name."""

from __future__ import annotations

from typing import Protocol

from organizer.display import safe_text
from organizer.matching.confidence import confidence_of
from organizer.matching.episodes import Resolved
from organizer.model import Alias, AliasScope, Candidate, Match, Parse, Tier, Verdict
from organizer.tmdb.records import Title


class Aliases(Protocol):
    """Whoever remembers."""

    def find(self, parse: Parse) -> Alias | None:
        """What was chosen for a name like this one; cheap, asked for every file."""
        ...


def verdict_of(
    alias: Alias, parse: Parse, match: Match | None, title: Title, resolved: Resolved | None
) -> Verdict | None:
    """The verdict on a file by what was chosen before; None when the name has no episode to go with a series.

    Which film or series it is, is settled. Which episode is not, where TMDB lacks it, where it had to be counted out,
    or where something else in the path contradicts the reading.
    """
    if match is None:
        return None
    doubts = list(parse.doubts)
    tier = Tier.SURE
    if resolved is not None and not resolved.exists:
        tier = Tier.AMBIGUOUS
    elif doubts or (resolved is not None and not resolved.certain):
        tier = Tier.LIKELY
    about = safe_text((parse.parsed.title if alias.scope is AliasScope.TITLE else None) or alias.key)
    reasons = (f"you chose this before for “{about}”", *([resolved.reason] if resolved else []), *doubts)
    score = resolved.factor if resolved else 1.0
    confidence = confidence_of(score, 1.0, tier, exists=resolved is None or resolved.exists)
    candidate = Candidate(
        title.type, title.id, title.title, title.original_title, title.year, confidence, reasons, title.overview,
        title.countries, title.popularity, title.runtime,
    )  # fmt: skip
    return Verdict(tier, match, confidence, 1.0, reasons, (candidate,), score)
