"""The score of one title of TMDB against one reading of a name, with a reason for each point lost or won."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from organizer.display import safe_text
from organizer.matching.similarity import Fit, TitleFit, best_fit, country_suffix, normal
from organizer.model import Candidate, CandidateType, Hypothesis, ParsedName
from organizer.tmdb.records import Title

_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUP = re.compile(r"^\[[^\]]*\]")
# Factors on the score, set on the demo library (benchmarks/accuracy.py prints how right each tier is).
YEAR_OFF_BY_ONE = 0.94  # festival, home country: often right, never certain
YEAR_OFF_BY_TWO = 0.72  # below likely: "The Godfather Part II (1974)" read without its part is two years off
YEAR_WRONG = 0.60
YEAR_NOT_IN_NAME = 0.92
YEAR_NOT_NEEDED = 0.97  # no other film has the title
YEAR_NOT_AT_TMDB = 0.88
OTHER_READING = 0.97
WHOLE_TITLE = 0.98
KNOWN = 100  # votes
NO_YEAR = "the name has no year"
LONE_TITLE = "the name has no year, but no other film bears that title"
PERFECT = 0.99  # 1.0 is kept for an id in the name and for what a person chose


@dataclass(frozen=True, slots=True)
class Scored:
    """A title with its score against a reading; ``capped`` says why it must not be ``sure``, or is empty.

    ``taken`` is the title that stands in the name, where the reading took only a part of it.
    """

    title: Title
    hypothesis: Hypothesis
    score: float
    fit: Fit
    reasons: tuple[str, ...]
    capped: tuple[str, ...] = ()
    year_agrees: bool = False
    taken: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name that it accounts for."""
        return tuple(normal(self.taken or self.hypothesis.parsed.title or "").split())

    @property
    def fits(self) -> bool:
        """Whether the title is the same, but for an article or a number's spelling."""
        return self.fit is not Fit.ALIKE

    @property
    def hidden(self) -> bool:
        """Whether the search must have found it by a title that its row does not show."""
        return not shows(self.title, self.hypothesis.parsed.title or "")

    @property
    def year_differs(self) -> bool:
        """Whether the name has a year and TMDB has another, by more than one."""
        asked, known = self.hypothesis.parsed.year, self.title.year
        return asked is not None and known is not None and abs(asked - known) > 1

    @property
    def told_apart(self) -> bool:
        """Whether the name says which of several namesakes it means: by its year or its country."""
        country = country_suffix(self.hypothesis.parsed.title or "")
        return self.year_agrees or (country is not None and country[1] in self.title.countries)

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


def shows(title: Title, words: str) -> bool:
    """Whether all words are in one of its known titles."""
    wanted = set(normal(words).split())
    return any(wanted <= set(normal(known).split()) for known in known_titles(title))


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
    parsed = hypothesis.parsed
    asked, year = parsed.title or "", parsed.year
    fit = title_fit(asked, title)
    said: tuple[str, ...] = ()
    if fit.fit is Fit.ALIKE and (whole := _whole_title(title, parsed)):
        fit, said = whole, (f"the whole of “{safe_text(whole.title)}” stands in the name",)
        year = None if year is not None and str(year) in normal(whole.title).split() else year
    base = PERFECT * (fit.score if fit.fit is not Fit.ALIKE else fit.score**2)
    found = Scored(
        title, hypothesis, base, fit.fit, said or (_title_reason(fit, title),), taken=fit.title if said else ""
    )
    if fit.fit is Fit.ALIKE:
        found = replace(found, capped=("the title is only similar",))
    found = _with_year(found, year)
    return found if default else found.times(OTHER_READING, f"read as “{safe_text(asked)}”")


def _whole_title(title: Title, parsed: ParsedName) -> TitleFit | None:
    """A title that the name begins with, of which the reading took a part: ``54 Needles/S01E02`` read as *Needles*."""
    taken = set(normal(parsed.title or "").split())
    parts = [normal(_GROUP.sub("", part)) for part in parsed.path.split("/")[-3:]]
    for known in known_titles(title):
        words = normal(known)
        if taken < set(words.split()) and any(f"{part} ".startswith(f"{words} ") for part in parts):
            return TitleFit(WHOLE_TITLE, Fit.NEARLY, known)
    return None


def alone(found: list[Scored]) -> list[Scored]:
    """All films that a title without a year found: where only one can bear it, the year was not needed."""
    fitting = [scored for scored in found if scored.fits or scored.hidden]
    if len(fitting) != 1 or fitting[0].fit is not Fit.EXACT or not _telling(fitting[0]):
        return found
    lone = fitting[0]
    score = lone.score / YEAR_NOT_IN_NAME * YEAR_NOT_NEEDED
    reasons = tuple(r for r in lone.reasons if r != NO_YEAR)
    settled = replace(
        lone, score=score, reasons=(*reasons, LONE_TITLE), capped=tuple(r for r in lone.capped if r != NO_YEAR)
    )
    return [settled if scored is lone else scored for scored in found]


def _telling(scored: Scored) -> bool:
    """Whether a title can stand without its year: several words, or a release's name around it, or a known film.

    ``Birthday.mp4`` is a birthday, whatever film has that title.
    """
    parsed = scored.hypothesis.parsed
    words = normal(parsed.title or "").split()
    if _YEAR.fullmatch(words[-1]):  # it may be the year of a film that is not there
        return False
    released = parsed.source or parsed.screen_size or parsed.video_codec
    return bool(released) or len(words) > 1 or scored.title.votes >= KNOWN


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
        return found.times(YEAR_NOT_IN_NAME, NO_YEAR, cap=True) if film else found
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
