"""From the findings of one name to its verdict: the match, how sure, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from organizer.config.schema import MatchingSettings
from organizer.display import safe_text
from organizer.matching.confidence import confidence_of
from organizer.matching.episodes import Resolved
from organizer.matching.scoring import known_titles
from organizer.matching.similarity import ARTICLES, is_aka, normal
from organizer.matching.tiers import tier_of
from organizer.matching.weighing import Finding, weigh
from organizer.model import Candidate, CandidateType, Match, MediaType, Parse, Tier, Verdict
from organizer.tmdb.records import Title


def match_of(title: Title, resolved: Resolved | None) -> Match | None:
    """A film; or a series with the episodes found, None when there are none to name a file by."""
    if title.type is CandidateType.MOVIE:
        return Match(
            MediaType.MOVIE,
            title.id,
            title.title,
            title.original_title,
            title.year,
            genres=title.genres,
            original_language=title.original_language,
            countries=title.countries,
        )
    if resolved is None or not (resolved.episodes or resolved.exists):
        return None
    return Match(
        MediaType.EPISODE,
        title.id,
        title.title,
        title.original_title,
        title.year,
        season=resolved.season,
        episodes=resolved.episodes,
        order=resolved.order,
        date_based=resolved.date_based,
        genres=title.genres,
        original_language=title.original_language,
        countries=title.countries,
    )


def judge(found: Iterable[Finding], parse: Parse, settings: MatchingSettings) -> Verdict:
    """The verdict on everything that was found."""
    ranked = weigh(list(found), parse)
    if not ranked:
        return Verdict(Tier.NONE, reasons=("TMDB knows nothing of that name",))
    best = ranked[0]
    gap = best.score - ranked[1].score if len(ranked) > 1 else 1.0
    doubts = (*parse.doubts, *_read_otherwise(best, parse), *_left_unread(best, parse))
    tier = tier_of(best.score, gap, capped=bool(best.capped or doubts), exists=best.exists, settings=settings)
    match = match_of(best.scored.title, best.resolved)
    if match is None:
        tier = Tier.NONE
    sure = confidence_of(best.score, gap, tier, exists=best.exists)
    candidates = _candidates(ranked[: settings.candidates], sure)
    if tier is Tier.NONE:
        reason = best.reasons if best.score >= settings.none_score else ("nothing at TMDB is like it",)
        return Verdict(Tier.NONE, None, sure, gap, reason, candidates, best.score)
    reasons = (*best.reasons, *doubts, *_runner_up(ranked, gap))
    return Verdict(tier, match, sure, gap, reasons, candidates, best.score)


def _candidates(ranked: list[Finding], confidence: float) -> tuple[Candidate, ...]:
    """What a person is shown, the first one with the confidence of the match and the others in proportion."""
    best = ranked[0].score
    share = confidence / best if best > 0 else 0.0
    shown = (finding.candidate() for finding in ranked)
    return tuple(
        replace(one, score=min(one.score, one.score * share) if i else confidence) for i, one in enumerate(shown)
    )


def _read_otherwise(best: Finding, parse: Parse) -> tuple[str, ...]:
    """A film for a name with an episode's number in it: the number may be the film's, or the film the wrong one."""
    film = best.scored.title.type is CandidateType.MOVIE
    return ("the name looks like an episode's",) if film and parse.parsed.type is MediaType.EPISODE else ()


def _left_unread(best: Finding, parse: Parse) -> tuple[str, ...]:
    """A title that is only a part of the one that the name was read as. Of two titles in two scripts one is enough."""
    whole = normal(parse.parsed.title or "").split()
    taken = best.scored.words
    known_apart = {*taken, *ARTICLES, str(best.scored.hypothesis.parsed.year)}
    left = [word for word in whole if word not in known_apart]
    if not any(map(str.isascii, left)) or not set(taken) < set(whole) or is_aka(parse.parsed.title or ""):
        return ()
    said = " ".join(left)
    if any(said in normal(known) for known in known_titles(best.scored.title)):
        return ()
    return (f"the name also says “{safe_text(said)}”",)


def _runner_up(ranked: list[Finding], gap: float) -> tuple[str, ...]:
    if len(ranked) < 2 or gap > 0.5:
        return ()
    second = ranked[1].scored.title
    named = f"{second.title} ({second.year})" if second.year else second.title
    kind = "series" if second.type is CandidateType.TV else "film"
    return (f"runner-up: the {kind} {named}, {gap:.2f} behind",)
