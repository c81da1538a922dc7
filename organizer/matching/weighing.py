"""Weighing what was found against each other: what the whole name says beyond the reading that found a title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from organizer.matching.episodes import Resolved
from organizer.matching.scoring import Scored
from organizer.matching.similarity import Fit, compare, country_suffix
from organizer.model import Candidate, CandidateType, Parse
from organizer.tmdb.records import Title

# With the same title and year, votes tell a known film from a namesake. Tenfold is likely; sure is only what has a
# hundred times the votes of one that is next to unknown.
TENFOLD, HUNDREDFOLD = 10, 100
UNKNOWN = 5  # votes
OUTVOTED, OUTVOTED_BY_FAR = 0.94, 0.85
EQUAL = 0.02
OTHER_COUNTRY = 0.74  # below likely, however good the rest is
OTHER_EPISODE_TITLE = 0.85
WORDS_UNREAD = 0.88


@dataclass(frozen=True, slots=True)
class Finding:
    """A scored title together with its episodes; films have none. ``score`` is the title's times the episodes'."""

    scored: Scored
    resolved: Resolved | None = None

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return self.scored.score * (self.resolved.factor if self.resolved else 1.0)

    @property
    def key(self) -> tuple[CandidateType, int]:
        """Which film or series it is."""
        return self.scored.title.type, self.scored.title.id

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Season and number of each episode found; none for a film."""
        return self.resolved.places if self.resolved else ()

    @property
    def votes(self) -> int:
        """How many people voted for it at TMDB."""
        return self.scored.title.votes

    @property
    def capped(self) -> tuple[str, ...]:
        """Why it must not be sure."""
        guessed = (self.resolved.reason,) if self.resolved and not self.resolved.certain else ()
        return (*self.scored.capped, *guessed)

    @property
    def exists(self) -> bool:
        """Whether TMDB has everything that the name says."""
        return self.resolved.exists if self.resolved else True

    @property
    def reasons(self) -> tuple[str, ...]:
        """All reasons, the episodes' last."""
        return (*self.scored.reasons, self.resolved.reason) if self.resolved else self.scored.reasons

    def times(self, factor: float, reason: str) -> Finding:
        """The same with the score multiplied and the reason added."""
        return replace(self, scored=self.scored.times(factor, reason))

    def candidate(self) -> Candidate:
        """What a person is shown of it."""
        return replace(self.scored.candidate(), score=self.score, reasons=self.reasons)


def weigh(found: list[Finding], parse: Parse) -> list[Finding]:
    """The findings, best first, after everything that tells equals apart."""
    for step in (_by_country, _by_episode_title, _by_words):
        found = step(found, parse)
    return _by_namesake(_by_votes(ordered(found)), parse)


def ordered(found: list[Finding]) -> list[Finding]:
    """Best first; of equals the one that was looked at, then the better known one."""

    def rank(finding: Finding) -> tuple[float, ...]:
        unseen = finding.resolved is not None and not finding.resolved.episodes
        return -finding.score, unseen, -finding.votes, -finding.scored.title.popularity, finding.key[1]

    return sorted(found, key=rank)


def _by_country(found: list[Finding], parse: Parse) -> list[Finding]:
    """``The Office US`` is not the British one, whichever reading found that."""
    said = _country_said(parse)
    if said is None or not any(said in f.scored.title.countries for f in found):
        return found

    def other(finding: Finding) -> bool:
        countries = finding.scored.title.countries
        return bool(countries) and said not in countries

    return _lowered(found, other, OTHER_COUNTRY, f"the name says {said}")


def _by_episode_title(found: list[Finding], parse: Parse) -> list[Finding]:
    """An episode's title in the name speaks for the series that has it there, and settles a counted number."""
    if not any(title_agrees(f, parse) for f in found):
        return found
    settled = [
        replace(f, resolved=replace(f.resolved, certain=True, reason=f"{f.resolved.reason}, its title agrees"))
        if f.resolved and title_agrees(f, parse)
        else f
        for f in found
    ]
    said = "the episode's title in the name is another"
    return _lowered(settled, lambda f: not title_agrees(f, parse), OTHER_EPISODE_TITLE, said)


def title_agrees(finding: Finding, parse: Parse) -> bool:
    """Whether the name holds the title of the episode found."""
    titles = {h.parsed.episode_title for h in parse.hypotheses if h.parsed.episode_title}
    known = [e.title for e in finding.resolved.episodes if e.title] if finding.resolved else []
    return any(compare(title, name)[1] is not Fit.ALIKE for title in titles for name in known)


def _country_said(parse: Parse) -> str | None:
    suffixes = (country_suffix(h.parsed.title or "") for h in parse.hypotheses)
    return next((suffix[1] for suffix in suffixes if suffix), None)


def _by_words(found: list[Finding], _: Parse) -> list[Finding]:
    """*Blade Runner* leaves a word of ``Blade Runner 2049`` unread; what reads all of them is better."""
    exact = [f for f in found if f.scored.fit is not Fit.ALIKE]
    longest = max((f.scored.words for f in exact), key=len, default=())

    def unread(finding: Finding) -> bool:
        words = finding.scored.words
        return len(words) < len(longest) and set(words) <= set(longest)

    said = " ".join(longest)
    return _lowered(found, unread, WORDS_UNREAD, f"the name has more words: “{said}”")


def _lowered(found: list[Finding], which: Callable[[Finding], bool], factor: float, reason: str) -> list[Finding]:
    return [f.times(factor, reason) if which(f) else f for f in found]


def _by_votes(ranked: list[Finding]) -> list[Finding]:
    """Lower those that only differ from the best one in being almost unknown."""
    if len(ranked) < 2:
        return ranked
    best, rest = ranked[0], []
    for finding in ranked[1:]:
        votes = max(1, finding.votes)
        lowered = finding
        if finding.key[0] is best.key[0] and best.score - finding.score < EQUAL:
            if outvoted_by_far(finding.scored.title, best.scored.title):
                lowered = finding.times(OUTVOTED_BY_FAR, "next to unknown, with a hundred times fewer votes")
            elif best.votes >= TENFOLD * votes:
                lowered = finding.times(OUTVOTED, "ten times fewer votes")
        rest.append(lowered)
    return ordered([best, *rest])


def outvoted_by_far(other: Title, best: Title) -> bool:
    """Whether one is next to unknown beside its namesake. Less than that is no ground to be sure: of films outvoted a
    hundredfold whose names were drawn at random, half were meant all the same.
    """
    return other.votes < UNKNOWN and best.votes >= HUNDREDFOLD * max(1, other.votes)


def _by_namesake(ranked: list[Finding], parse: Parse) -> list[Finding]:
    """Of two series with one title, the one that has the episode is likely: the other's may just be new to TMDB."""
    if not ranked:
        return ranked
    best, *rest = ranked
    told = best.scored.year_agrees or _country_said(parse) in best.scored.title.countries
    if told or best.resolved is None or title_agrees(best, parse):
        return ranked

    def namesake(finding: Finding) -> bool:
        same = finding.key[0] is CandidateType.TV and finding.scored.fit is best.scored.fit is Fit.EXACT
        return same and not outvoted_by_far(finding.scored.title, best.scored.title)

    other = next((f.scored.title for f in rest if namesake(f)), None)
    if other is None:
        return ranked
    reason = (
        f"there is another series of that title, of {other.year}" if other.year else "another series has that title"
    )
    return [replace(best, scored=best.scored.times(1.0, reason, cap=True)), *rest]
