"""The shortlist: which titles of TMDB one reading of a name could mean, for as few questions as possible."""

from __future__ import annotations

import re
from dataclasses import replace

from organizer.matching.inquiry import Inquiry
from organizer.matching.scoring import Scored, alone, score
from organizer.matching.similarity import ARTICLES, country_suffix, normal
from organizer.model import CandidateType, Hypothesis, MediaType
from organizer.tmdb.records import Title

# Search also finds by titles that a row does not show: where no row fits, so many are asked for all their titles.
LOOK_CLOSER = 1
FEW = 3
HIDDEN_RIVAL = "another of that year may be called so too"
_RESPELT = frozenset({"and", "part", "vol", "volume", "ii", "iii", "iv"})
_OFTEN_LOST = _RESPELT | ARTICLES | frozenset({"of", "on", "in", "to", "for", "with", "at", "from", "by"})
_UMLAUT = re.compile(r"([ao]|(?<![aeq])u)e")  # "Faehre" for "Fähre"
_POSSESSIVE = re.compile(r"^(\w+[^\Wsiu])(s)$")  # "Oceans" for "Ocean's"
_ELIDED = re.compile(r"^([cdjlmnst])([aeiouhyéèêàâîïôûù]\w+)$")  # "lhiver" for "l'hiver"
_ROMANCE = frozenset({"de", "du", "des", "le", "la", "les", "un", "une", "il", "una", "di", "del", "della"})


def kind_of(hypothesis: Hypothesis) -> CandidateType:
    """Where a reading is searched."""
    return CandidateType.TV if hypothesis.parsed.type is MediaType.EPISODE else CandidateType.MOVIE


async def shortlist(inquiry: Inquiry, hypothesis: Hypothesis, *, default: bool, undated: bool) -> list[Scored]:
    """Titles with their scores against this reading, best first. One request as a rule, three at the most.

    ``undated``: no reading of the name takes a number for a year, so that a title alone may settle it.
    """
    parsed, kind = hypothesis.parsed, kind_of(hypothesis)
    if not parsed.title:
        return []
    country = country_suffix(parsed.title) if kind is CandidateType.TV else None
    asked = country[0] if country else parsed.title  # what "Depot" finds holds "Depot US", if there is such a title
    rows = await inquiry.search(kind, asked)
    found = _scored(rows.titles, hypothesis, default=default)
    if parsed.year is not None and not rows.complete and not any(s.fits and s.year_agrees for s in found):
        dated = await inquiry.search(kind, asked, parsed.year)
        found = _merged(found, _scored(dated.titles, hypothesis, default=default))
    if found and not any(s.fits and not s.year_differs for s in found):
        found = await _closer(inquiry, found, default=default)
    found = _with_hidden_rivals(found)
    if undated and kind is CandidateType.MOVIE and rows.complete:
        found = alone(found)
    return _ordered(found)


async def respelt(inquiry: Inquiry, hypothesis: Hypothesis) -> list[Scored]:
    """A last try when no reading found anything: the title written otherwise. One request at the most.

    With the umlauts and apostrophes that release names lose; where it has lost none, without the last word, which may
    be no title's, and without the longest, the likeliest to be misspelt, where a year narrows the search. What is found
    is scored against the title as it stands in the name, so a misspelt one never looks certain.
    """
    parsed, kind = hypothesis.parsed, kind_of(hypothesis)
    words = normal(parsed.title or "").split()
    kept, year = _with_lost_signs(words), None
    if kept == words:
        plain = [word for word in words if word not in _OFTEN_LOST]
        kept = _without_likely_wrong(plain, dated=parsed.year is not None)
        year = parsed.year if kind is CandidateType.MOVIE else None
    if not any(len(word) > 2 for word in kept):
        return []
    rows = await inquiry.search(kind, " ".join(kept), year)
    return _ordered(_scored(rows.titles, hypothesis, default=False))


def _with_lost_signs(words: list[str]) -> list[str]:
    """``faehre`` is *Fähre*, ``oceans eleven`` *Ocean's Eleven*, ``de lhiver`` *de l'hiver*; ``and`` may be ``&``."""
    kept = [word for word in words if word not in _RESPELT]
    lost = _ELIDED if _ROMANCE.intersection(words) else _POSSESSIVE
    place = next((i for i, word in enumerate(kept) if lost.match(word)), None)
    if place is None:
        return [_UMLAUT.sub(r"\1", word) for word in kept]
    return [*kept[:place], lost.sub(r"\1'\2", kept[place]), *kept[place + 1 :]]


def _without_likely_wrong(words: list[str], *, dated: bool) -> list[str]:
    if not dated:
        return words[:-1]
    longest = max(words, key=len, default="")
    kept = [word for word in words if word != longest]
    return kept[:-1] if len(kept) > 1 and kept[-1] == words[-1] else kept


async def _closer(inquiry: Inquiry, found: list[Scored], *, default: bool) -> list[Scored]:
    """The same list with all titles of the row that the search must have found by one it does not show; or else, of
    few rows, of the first: *The Late Desk with Mara Quill* may be called *The Late Desk* too.
    """
    near = [s for s in found if not s.year_differs]
    likely = [s for s in near if s.hidden] or (near if len(found) <= FEW else [])
    chosen = {s.title.id for s in likely[:LOOK_CLOSER]}
    result = []
    for scored in found:
        title = scored.title
        if title.id in chosen:
            known = await inquiry.lookup.details(title.type, title.id) or title
            title = replace(known, votes=title.votes)  # rows are compared with rows: some servers count in none
        result.append(score(title, scored.hypothesis, default=default))
    return result


def _with_hidden_rivals(found: list[Scored]) -> list[Scored]:
    """A film that fits is not sure beside one of its year that was found by a title nobody has seen."""
    hidden = {s.title.year for s in found if s.hidden and not s.fits and s.title.year is not None}
    return [s.times(1.0, HIDDEN_RIVAL, cap=True) if s.fits and s.title.year in hidden else s for s in found]


def _scored(rows: tuple[Title, ...], hypothesis: Hypothesis, *, default: bool) -> list[Scored]:
    return [score(row, hypothesis, default=default) for row in rows]


def _merged(first: list[Scored], second: list[Scored]) -> list[Scored]:
    seen = {s.title.id for s in first}
    return first + [s for s in second if s.title.id not in seen]


def _ordered(found: list[Scored]) -> list[Scored]:
    return sorted(found, key=lambda s: (-s.score, -s.title.votes, -s.title.popularity, s.title.id))


def detailed(scored: Scored, title: Title, *, default: bool) -> Scored:
    """The score again, now that all titles are known; never worse than before."""
    again = score(title, scored.hypothesis, default=default)
    return again if again.score >= scored.score else replace(scored, title=title)


def fuller(one: Hypothesis, other: Hypothesis) -> bool:
    """Whether a reading takes more words of the name for the title than ``other``, and means the same else."""
    a, b = one.parsed, other.parsed
    if (a.type, a.year, a.season, a.episode, a.date) != (b.type, b.year, b.season, b.episode, b.date):
        return False
    more, less = normal(a.title or "").split(), normal(b.title or "").split()
    return len(more) > len(less) and more[: len(less)] == less
