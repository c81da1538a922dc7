"""The engine's values in words for a person; everything that comes out is safe for a screen.

The command line speaks with these words too, so nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from organizer.display import human_duration, safe_text
from organizer.model import Candidate, CandidateType, EpisodeRef, Match, MediaType, ParsedName, Tier
from organizer.tmdb.statistics import TmdbStatistics
from tui.glyphs import State

if TYPE_CHECKING:
    from organizer.counters import Statistics
    from organizer.matching.about import About

STATE_WORDS: Mapping[State, str] = {
    State.WAITING: "waiting",
    State.READING: "matching",
    State.SURE: "sure",
    State.LIKELY: "likely",
    State.AMBIGUOUS: "ambiguous",
    State.NONE: "no match",
    State.APPROVED: "approved",
    State.FIXED: "fixed",
    State.SKIPPED: "skipped",
    State.IGNORED: "ignored",
    State.DONE: "done",
}

TIER_WORDS: Mapping[Tier, str] = {
    Tier.SURE: "sure",
    Tier.LIKELY: "likely",
    Tier.AMBIGUOUS: "ambiguous",
    Tier.NONE: "none",
}


def counted(number: int, one: str, many: str = "") -> str:
    """``1 file``, ``1,204 files``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pause_text(tmdb: TmdbStatistics) -> str:
    """Why nothing moves, when TMDB wants to be left alone for more than a moment; empty otherwise."""
    from organizer.tmdb.limits import LONG_PAUSE  # asyncio: what lists runs does without

    return f"TMDB wants a pause, {human_duration(tmdb.pause)} left" if tmdb.pause >= LONG_PAUSE else ""


def percent(score: float) -> str:
    """A score as a whole percentage; never rounded up to 100."""
    return f"{min(int(score * 100 + 0.5), 99) if score < 1 else 100}%"


def episode_code(episodes: tuple[EpisodeRef, ...]) -> str:
    """``S01E02``, ``S01E02-E04``, ``S01E02 E05``; empty without episodes."""
    if not episodes:
        return ""
    numbers = [episode.number for episode in episodes]
    code = f"S{episodes[0].season:02d}E{numbers[0]:02d}"
    if len(numbers) == 1:
        return code
    in_a_row = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    return f"{code}-E{numbers[-1]:02d}" if in_a_row else code + "".join(f" E{n:02d}" for n in numbers[1:])


def match_text(match: Match) -> str:
    """``Heat (1995)`` or ``Lost (2004) S01E02 Pilot``."""
    parts = [match.label, episode_code(match.episodes)]
    if len(match.episodes) == 1:
        parts.append(match.episodes[0].title)
    return safe_text(" ".join(part for part in parts if part))


def candidate_text(candidate: Candidate) -> str:
    """``Heat (1995) US``."""
    year = f" ({candidate.year})" if candidate.year else ""
    countries = f" {'/'.join(candidate.countries[:2])}" if candidate.countries else ""
    return safe_text(f"{candidate.title}{year}{countries}")


def about_text(candidate: Candidate, about: About | None, dot: str) -> str:
    """``film 2h05m · Drama · original title … · tmdb 602``: what tells one candidate from another, in a line."""
    parts = ["film" if candidate.type is CandidateType.MOVIE else "series"]
    runtime = (about and about.runtime) or candidate.runtime
    if runtime:
        parts.append(human_duration(runtime * 60) if candidate.type is CandidateType.MOVIE else f"{runtime} minutes")
    if about and about.seasons:
        parts.append(f"{counted(about.seasons, 'season')}, {counted(about.episodes, 'episode')}")
    if about and about.genres:
        parts.append(", ".join(about.genres[:3]))
    if candidate.original_title not in {"", candidate.title}:
        parts.append(f"“{candidate.original_title}”")
    parts.append(f"tmdb {candidate.tmdb_id}")
    return safe_text(f" {dot} ".join(parts))


def reading_text(parsed: ParsedName) -> str:
    """What the name says: ``Lost (2004), season 1, episode 2, 720p``."""
    if parsed.type is None:
        return "no film or episode that we can read"
    parts = [f"{parsed.title or 'no title'}" + (f" ({parsed.year})" if parsed.year else "")]
    if parsed.type is MediaType.EPISODE:
        parts += _numbers(parsed)
    parts += [text for text in (parsed.edition, parsed.screen_size, parsed.source, parsed.release_group) if text]
    if parsed.part is not None:
        parts.append(f"part {parsed.part}")
    if parsed.extra:
        parts.append(f"extra: {parsed.extra}")
    return safe_text(", ".join(parts))


def _numbers(parsed: ParsedName) -> list[str]:
    found = []
    if parsed.season:
        found.append(f"season {'+'.join(map(str, parsed.season))}")
    if parsed.episode:
        found.append(f"episode {'+'.join(map(str, parsed.episode))}")
    if parsed.absolute_episode is not None:
        found.append(f"number {parsed.absolute_episode}")
    if parsed.date:
        found.append(parsed.date)
    return found


def seconds_text(seconds: float) -> str:
    """``8.1s``, ``2m05s``."""
    return f"{seconds:.1f}s" if seconds < 60 else human_duration(seconds)


def timing_text(work: Statistics) -> str:
    """``4,812 files in 12s, 388 a second; discovery 1s, parsing 8s, matching 12s (they overlap).``."""
    rate = f", {work.matched / work.seconds:,.0f} a second" if work.seconds >= 1 else ""
    stages = ", ".join(f"{stage.value} {seconds_text(seconds)}" for stage, seconds in work.stages.items())
    return f"{counted(work.found, 'file')} in {seconds_text(work.seconds)}{rate}; {stages} (they overlap)."
