"""Other readings of a name that are worth asking TMDB about, best first."""

from __future__ import annotations

from organizer.model import Hypothesis, Origin, ParsedName
from organizer.parsing.evidence import Evidence
from organizer.parsing.folders import Folder


def hypotheses(parsed: ParsedName, evidence: Evidence | None, folders: tuple[Folder, ...]) -> tuple[Hypothesis, ...]:
    return (Hypothesis(parsed, Origin.LEAF, 1.0),)
