"""The shortlist: which titles of TMDB one reading of a name could mean, for as few questions as possible."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from organizer.matching.asked import is_one_word
from organizer.matching.inquiry import Inquiry, Rows
from organizer.matching.scoring import Scored, alone, score
from organizer.matching.similarity import ARTICLES, country_suffix, normal
from organizer.matching.vocabulary import Vocabulary
from organizer.model import CandidateType, Hypothesis, MediaType
from organizer.tmdb.records import Title

# Search also finds by titles that a row does not show: where no row fits, so many are asked for all their titles.
LOOK_CLOSER = 1
FEW = 3
TELLING = 3  # letters: a part of a title with no more is no help, whatever its year
RESPELT = "found only when it was written otherwise"
HIDDEN_RIVAL = "another of that year may be called so too"
_RESPELT = frozenset({"and", "part", "vol", "volume", "chapter", "ii", "iii", "iv"})
_OFTEN_LOST = _RESPELT | ARTICLES | frozenset({"of", "on", "in", "to", "for", "with", "at", "from", "by"})
_UMLAUT = re.compile(r"([ao]|(?<![aeq])u)e")  # "Faehre" for "Fähre"
_POSSESSIVE = re.compile(r"^(\w{2,}[^\Wsiu])(s)$")  # "Oceans" for "Ocean's"
_ELIDED = re.compile(r"^([cdjlmnst](?=[aeiouyéèêàâîïôûù])|[dljmn](?=h))(\w{2,})$")  # "lhiver" for "l'hiver"
_ROMANCE = frozenset({"de", "du", "des", "le", "la", "les", "un", "une", "il", "una", "di", "del", "della"})


def kind_of(hypothesis: Hypothesis) -> CandidateType:
    """Where a reading is searched."""
    return CandidateType.TV if hypothesis.parsed.type is MediaType.EPISODE else CandidateType.MOVIE


async def shortlist(
    inquiry: Inquiry, hypothesis: Hypothesis, *, default: bool, undated: bool, found_before: bool = False
) -> list[Scored]:
    """Titles with their scores against this reading, best first. One request as a rule, three at the most.

    ``undated``: no reading of the name takes a number for a year, so that a title alone may settle it.
    ``found_before``: another reading was found as it stands, so that this one is not looked into closely.
    """
    parsed, kind = hypothesis.parsed, kind_of(hypothesis)
    if not parsed.title:
        return []
    country = country_suffix(parsed.title) if kind is CandidateType.TV else None
    asked = country[0] if country else parsed.title  # what "Depot" finds holds "Depot US", if there is such a title
    rows, found = await _at_hand(inquiry, hypothesis, kind, asked, default=default)
    if not found:
        rows, found = await _asked_for(inquiry, hypothesis, kind, asked, default=default)
    if found and not found_before and not any(s.fits and not s.year_differs for s in found):
        found = await _closer(inquiry, _ordered(found), default=default)
    found = _with_hidden_rivals(_of_its_year(found, hypothesis, kind))
    if undated and kind is CandidateType.MOVIE and rows.complete:
        found = alone(found)
    return _ordered(found)


async def _at_hand(
    inquiry: Inquiry, hypothesis: Hypothesis, kind: CandidateType, asked: str, *, default: bool
) -> tuple[Rows, list[Scored]]:
    """An answer to another name's question that holds this title, of its year if the name has one."""
    async for rows in inquiry.at_hand(kind, asked, hypothesis.parsed.year):
        found = _scored(rows.titles, hypothesis, default=default)
        if _settling(found, hypothesis.parsed.year):
            return rows, found
    return Rows(), []


async def _asked_for(
    inquiry: Inquiry, hypothesis: Hypothesis, kind: CandidateType, asked: str, *, default: bool
) -> tuple[Rows, list[Scored]]:
    """What TMDB says of this title: all that bear it, or those of its year where they are more than a page has."""
    year, rows, found = hypothesis.parsed.year, Rows(), list[Scored]()
    if kind is CandidateType.MOVIE and year is not None and inquiry.begins_with_year(asked):
        dated = await inquiry.search(kind, asked, year)
        found = _scored(dated.titles, hypothesis, default=default)
    if not _agreeing(found):
        rows = await inquiry.search(kind, asked)
        found = _merged(found, _scored(rows.titles, hypothesis, default=default))
        if year is not None and not rows.complete and not _agreeing(found):
            dated = await inquiry.search(kind, asked, year)
            found = _merged(found, _scored(dated.titles, hypothesis, default=default))
    return rows, found


def _of_its_year(found: list[Scored], hypothesis: Hypothesis, kind: CandidateType) -> list[Scored]:
    """What another name's answer would hold too, where one of them is the title and the year as they stand in the name:
    what a name gets may not depend on which names were asked for before.

    No title of another year that its row does not show; and of a film whose title is one word, which is asked for with
    its year at once, none of another year.
    """
    parsed = hypothesis.parsed
    if parsed.year is None or not _agreeing(found):
        return found
    if kind is CandidateType.MOVIE and is_one_word(parsed.title or ""):
        return [s for s in found if s.year_agrees]
    return [s for s in found if not (s.hidden and s.year_differs)]


def _settling(found: list[Scored], year: int | None) -> bool:
    return _agreeing(found) if year is not None else any(scored.fits for scored in found)


def _agreeing(found: list[Scored]) -> bool:
    """Whether one of them is the title and the year as they stand in the name."""
    return any(scored.fits and scored.year_agrees for scored in found)


async def respelt(inquiry: Inquiry, hypothesis: Hypothesis) -> list[Scored]:
    """A last try when no reading found anything: the title written otherwise. One request at the most.

    What is found is scored against the title as it stands in the name, and never sure: what to ask next is chosen by
    the words of the titles seen so far, so another scan may ask otherwise. Nothing is asked where all words are known
    from other titles: then the film is not there.
    """
    parsed, kind = hypothesis.parsed, kind_of(hypothesis)
    query, dated = rewritten(parsed.title or "", parsed.year is not None and kind is CandidateType.MOVIE, inquiry)
    if not any(len(word) > 2 for word in query.split()):
        return []
    rows = await inquiry.search(kind, query, parsed.year if dated else None)
    found = _scored(rows.titles, hypothesis, default=False)
    return _ordered([s.times(1.0, RESPELT, cap=True) if s.fits else s for s in found])


def rewritten(title: str, dated: bool, inquiry: Inquiry) -> tuple[str, bool]:
    """What else to search for, and whether with the year: nothing, where there is no more to be said.

    Without what is written in several ways (``and``, ``Part II``, ``2``); or with the umlauts and apostrophes that
    release names lose; or else the part of the title beside its likeliest misspelt word. A whole part, for a search
    may want the words as they follow each other.
    """
    words = normal(title).split()
    if not words:
        return "", False
    plain = [word for place, word in enumerate(words) if word not in _RESPELT and not (place and word.isdecimal())]
    if plain and plain != words:
        if not dated or len(plain) == 1 or all(map(inquiry.vocabulary.holds, plain)):
            return " ".join(_with_lost_signs(plain)), dated and len(plain) == 1
        words = plain
    elif inquiry.vocabulary.is_spelt_well(words):
        return "", False
    if inquiry.vocabulary.large:
        return _mended(words, dated, inquiry.vocabulary)
    signed = _with_lost_signs(words)
    if signed != words and not dated:
        return " ".join(signed), False
    part = _beside_the_worst(words, inquiry.vocabulary)
    if signed != words and (not part or any(_UMLAUT.search(word) for word in words)):
        return " ".join(signed), False
    return part, dated


def _mended(words: list[str], dated: bool, vocabulary: Vocabulary) -> tuple[str, bool]:
    """With many words known: the part of the title beside the one that is a slip away from a known word, or the title
    with that word put right. What is unknown and like no other word is a name rather than a mistake.
    """
    meant = [vocabulary.meant_by(word) for word in words]
    place = next((place for place, known in enumerate(meant) if known), None)
    if place is None:
        lost = any(_has_lost_a_sign(word, behind, vocabulary) for word, behind in pairwise([*words, ""]))
        return (" ".join(_with_lost_signs(words)), False) if lost else ("", False)
    parts = _trimmed(words[:place]), _trimmed(words[place + 1 :])
    beside = " ".join(max(parts, key=lambda part: sum(map(len, part))))
    if dated and len(beside) > TELLING:
        return beside, True
    return " ".join(known or word for known, word in zip(meant, words, strict=True)), False


def _has_lost_a_sign(word: str, behind: str, vocabulary: Vocabulary) -> bool:
    """Whether a word that no title has is one with an apostrophe or an umlaut that release names lose."""
    if vocabulary.holds(word):
        return False
    owner, elided = _POSSESSIVE.match(word), _ELIDED.match(word)
    known = (owner and behind and vocabulary.holds(owner[1])) or (elided and vocabulary.holds(elided[2]))
    return bool(known) or _UMLAUT.search(word) is not None


def _with_lost_signs(words: list[str]) -> list[str]:
    """``faehre`` is *Fähre*, ``oceans eleven`` *Ocean's Eleven*, ``de lhiver`` *de l'hiver*."""
    lost = _ELIDED if _ROMANCE.intersection(words) else _POSSESSIVE
    place = next((i for i, word in enumerate(words) if lost.match(word)), None)
    if place is None:
        return [_UMLAUT.sub(r"\1", word) for word in words]
    return [*words[:place], lost.sub(r"\1'\2", words[place]), *words[place + 1 :]]


def _beside_the_worst(words: list[str], vocabulary: Vocabulary) -> str:
    """The longer part of a title before or behind the word that is likeliest misspelt: an unknown one, a long one.

    While few words are known, the last one goes too: it may be no title's.
    """

    def doubt(place: int) -> tuple[bool, bool, bool, int]:
        word = words[place]
        unknown = not vocabulary.holds(word)
        return word not in ARTICLES, unknown, unknown and _POSSESSIVE.match(word) is not None, len(word)

    worst = max(range(len(words)), key=doubt)
    parts = _trimmed(words[:worst]), _trimmed(words[worst + 1 :])
    longer = max(parts, key=lambda part: sum(map(len, part)))
    return " ".join(longer[:-1] if len(longer) > 1 and not vocabulary.large and longer is parts[1] else longer)


def _trimmed(words: list[str]) -> list[str]:
    """Without the words at its ends that a title may have or not."""
    kept = [place for place, word in enumerate(words) if word not in _OFTEN_LOST]
    return words[kept[0] : kept[-1] + 1] if kept else []


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
            title = await inquiry.details(title, scored.hypothesis.parsed)
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
