"""The score of one title of TMDB against one reading of a name, with a reason for each point lost or won."""

from __future__ import annotations

from dataclasses import dataclass, replace

from organizer.display import safe_text
from organizer.matching.similarity import Fit, TitleFit, best_fit, country_suffix
from organizer.model import Candidate, CandidateType, Hypothesis
from organizer.tmdb.records import Title

# Factors on the score, set on the demo library (benchmarks/accuracy.py prints how right each tier is).
YEAR_OFF_BY_ONE = 0.94  # festival, home country: often right, never certain
YEAR_OFF_BY_TWO = 0.72  # below likely: "The Godfather Part II (1974)" read without its part is two years off
YEAR_WRONG = 0.60
YEAR_NOT_IN_NAME = 0.92
YEAR_NOT_AT_TMDB = 0.88
OTHER_READING = 0.97
PERFECT = 0.99  # 1.0 is kept for an id in the name and for what a person chose


@dataclass(frozen=True, slots=True)
class Scored:
    """A title with its score against a reading; ``capped`` says why it must not be ``sure``, or is empty."""

    title: Title
    hypothesis: Hypothesis
    score: float
    fit: Fit
    reasons: tuple[str, ...]
    capped: tuple[str, ...] = ()
    year_agrees: bool = False

    def times(self, factor: float, reason: str, *, cap: bool = False) -> Scored:
        """The same with the score multiplied and the reason added."""
        capped = (*self.capped, reason) if cap else self.capped
        return replace(self, score=self.score * factor, reasons=(*self.reasons, reason), capped=capped)

    def because(self, reason: str) -> Scored:
        """The same with a reason that costs nothing."""
        return replace(self, reasons=(*self.reasons, reason))

    def candidate(self) -> Candidate:
        """What a person is shown of it."""
        title = self.title
        return Candidate(
            type=title.type,
            tmdb_id=title.id,
            title=title.title,
            original_title=title.original_title,
            year=title.year,
            score=self.score,
            reasons=self.reasons,
            overview=title.overview,
            countries=title.countries,
            popularity=title.popularity,
            runtime=title.runtime,
        )


def known_titles(title: Title) -> tuple[str, ...]:
    """All titles that are known of it so far, the shown one first."""
    return tuple(dict.fromkeys((title.title, title.original_title, *title.titles)))


def title_fit(asked: str, title: Title) -> TitleFit:
    """How the asked title fits; ``The Office US`` fits *The Office* when that is from the US."""
    fit = best_fit(asked, known_titles(title))
    country = country_suffix(asked)
    if fit.fit is Fit.ALIKE and country and country[1] in title.countries:
        without = best_fit(country[0], known_titles(title))
        if without.score > fit.score:
            return without
    return fit


def score(title: Title, hypothesis: Hypothesis, *, default: bool) -> Scored:
    """Title and year of one TMDB entry against one reading. Whether the episode exists is asked elsewhere."""
    asked = hypothesis.parsed.title or ""
    fit = title_fit(asked, title)
    base = PERFECT * (fit.score if fit.fit is not Fit.ALIKE else fit.score**2)
    found = Scored(title, hypothesis, base, fit.fit, (_title_reason(fit, title),))
    if fit.fit is Fit.ALIKE:
        found = replace(found, capped=("the title is only similar",))
    found = _with_year(found, hypothesis.parsed.year)
    return found if default else found.times(OTHER_READING, f"read as “{safe_text(asked)}”")


def _title_reason(fit: TitleFit, title: Title) -> str:
    if fit.fit is Fit.ALIKE:
        return f"title {fit.score:.0%} alike"
    word = "title exact" if fit.fit is Fit.EXACT else "title the same but for an article or number"
    if fit.title in {title.title, ""}:
        return word
    return f"{word} (also called “{safe_text(fit.title)}”)"


def _with_year(found: Scored, asked: int | None) -> Scored:
    known = found.title.year
    film = found.title.type is CandidateType.MOVIE
    if asked is None:
        # Series are seldom named with a year: its absence says nothing there.
        return found.times(YEAR_NOT_IN_NAME, "the name has no year", cap=True) if film else found
    if known is None:
        return found.times(YEAR_NOT_AT_TMDB, "TMDB knows no year", cap=True)
    off = abs(asked - known)
    if off == 0:
        return replace(found.because(f"year {known} agrees"), year_agrees=True)
    said = f"year {asked} in the name, {known} at TMDB"
    if off == 1:
        return found.times(YEAR_OFF_BY_ONE, f"year differs by one: {said}", cap=True)
    if not film and off <= 2:
        return found.times(YEAR_OFF_BY_TWO, said, cap=True)
    return found.times(YEAR_OFF_BY_TWO if off == 2 else YEAR_WRONG, said, cap=True)
