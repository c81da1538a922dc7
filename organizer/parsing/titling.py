"""Title and year put right where guessit took other words: each correction sees what the ones before it left."""

from __future__ import annotations

import re
from dataclasses import replace

from organizer.model import MediaType, ParsedName
from organizer.parsing.anchors import COVER, TECHNICAL, AnchorKind, is_certain, without_country
from organizer.parsing.evidence import Evidence
from organizer.parsing.folders import is_of_a_place
from organizer.parsing.guess import Guess
from organizer.parsing.titles import in_latin_letters, letters, same_title, tidy, title_with_part, without_index


def uncovered(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """Put the title back that was covered while guessit read the rest."""
    if not evidence.covered or evidence.raw is None:
        return parsed
    other = parsed.alternative_title
    raw = without_country(evidence.raw.title) if evidence.guess.country else evidence.raw.title
    return replace(
        parsed,
        title=in_latin_letters(tidy(raw)),
        year=int(evidence.raw.year) if evidence.raw.year else parsed.year,
        alternative_title=None if other and COVER in other else other,
    )


# Marks before the title, where people who have no folders put them: "2019-04-05 Title".
_IN_FRONT = frozenset({AnchorKind.DATE, AnchorKind.LEADING})


def untitled(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A leaf that begins with its number has its episode's title, not the series': that is the folder's."""
    if not evidence.untitled:
        return parsed
    parsed = replace(parsed, title=None, episode_title=parsed.episode_title or parsed.title)
    folder = evidence.title_folder
    if folder is None or _is_in_a_place(evidence):
        kind = evidence.anchor.kind if evidence.anchor and not evidence.anchor.season else None
        unsure = kind is AnchorKind.EPISODE or (kind in _IN_FRONT and evidence.season_folder is None)
        return replace(parsed, title=evidence.guess.title) if unsure else parsed
    if folder.title:
        return replace(parsed, title=folder.title, year=folder.year or parsed.year)
    found = evidence.folder_guess
    if found is None:
        return parsed
    title = named_by(folder.name, found)
    year = found.year if str(found.year) not in (title or "").split() else None
    return replace(parsed, title=title, year=year or parsed.year)


def _is_in_a_place(evidence: Evidence) -> bool:
    """``/in/091 - Name``: a folder at the top of the disk is a place, where a number alone says nothing of a series."""
    counted = evidence.anchor is not None and evidence.anchor.kind is AnchorKind.LEADING and not evidence.anchor.season
    top = re.fullmatch(r"/[^/]+/[^/]+", evidence.path) is not None
    return counted and top and is_of_a_place(evidence.folders[0].name)


def named_by(name: str, found: Guess) -> str | None:
    """The title in a folder's name above episodes, of which guessit may have taken a part."""
    return _plain_number_title(name, found) or _dashed_title(name, found) or found.title


def _dashed_title(name: str, found: Guess) -> str | None:
    """``Harbour - Night Watch``: guessit takes what follows the dash for another title; a folder has one."""
    parts, plain = [found.title or "", *found.alternatives], tidy(TECHNICAL.split(name)[0])
    return plain if len(parts) > 1 and letters("".join(parts)) == letters(plain) else None


def _plain_number_title(name: str, found: Guess) -> str | None:
    """``The 4400``, ``24``, ``1923``: a folder above episodes, of words and a number that guessit took for another."""
    plain = re.fullmatch(r"[\w' ]*\d[\w' ]*", name) and not TECHNICAL.search(name)
    spent = found.episode or found.season or found.absolute is not None or (found.year and not found.title)
    return tidy(name) if plain and spent else None


def whole_film_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """All of what stands before "(1999)" is the title of a film: guessit splits it at " - " and drops languages."""
    anchor, raw = evidence.anchor, evidence.raw
    if parsed.type is not MediaType.MOVIE or anchor is None or raw is None or anchor.kind is not AnchorKind.YEAR:
        return parsed
    if evidence.text[anchor.start] not in "[(" or not is_certain(raw) or evidence.guess.year is None:
        return parsed
    title = without_index(tidy(raw.title))
    if not title or parsed.date or " aka " in title.lower():
        return parsed
    return replace(parsed, title=in_latin_letters(title), alternative_title=None)


def title_before_mark(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """The title stands before ``S01E02``; guessit at times takes a later word for it, or drops the title's end."""
    anchor, raw = evidence.anchor, evidence.raw
    numbered = anchor is not None and anchor.kind in {AnchorKind.SEASON_EPISODE, AnchorKind.CROSS}
    if not numbered or raw is None or not is_certain(raw):
        return parsed
    found, whole = letters(parsed.title or ""), letters(raw.title)
    country = evidence.guess.country and without_country(raw.title) != raw.title  # but not one that is spelt out
    split = evidence.guess.alternatives or country or " - " in raw.title
    if not whole or (found and found in whole and (split or found == whole)):
        return parsed
    return replace(parsed, title=in_latin_letters(tidy(raw.title)), alternative_title=None)


def rest_of_film_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``2003 - Harbour - Night Watch``: guessit takes what follows the dash for an episode's title; films have none."""
    if parsed.type is not MediaType.MOVIE or not parsed.title or not parsed.episode_title or parsed.episode:
        return parsed
    whole = f"{parsed.title} - {parsed.episode_title}"
    if whole.casefold() not in tidy(evidence.text).casefold():
        return parsed
    return replace(parsed, title=whole, episode_title=None)


def part_of_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Part Two`` before a year belongs to a film's title; without a year it is left to the hypotheses."""
    if parsed.type is not MediaType.MOVIE or evidence.guess.part is None or not parsed.title or not parsed.year:
        return parsed
    whole = title_with_part(parsed.title, evidence.text)
    return replace(parsed, title=whole, part=None) if whole else parsed


_EDITION_TAIL = re.compile(
    r"(?:\s-(?:\s\w+){1,2}\s(?:Cut|Edition|Version)"
    r"|[ ._]+(?:EXTENDED|UNRATED|REMASTERED|UNCUT|THEATRICAL|SPECIAL|ULTIMATE|COLLECTORS?|DIRECTORS?)"
    r"[ ._]+(?:EDITION|CUT|VERSION))$",
    re.IGNORECASE,
)


def without_edition(parsed: ParsedName, _: Evidence) -> ParsedName:
    """An edition at the end of a film's title is none of it: ``Title Director's Cut``."""
    if parsed.type is not MediaType.MOVIE or not parsed.title or not (tail := _EDITION_TAIL.search(parsed.title)):
        return parsed
    return replace(parsed, title=parsed.title[: tail.start()], edition=parsed.edition or tidy(tail.group()).title())


def date_as_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A date and then a year, and nothing else: the date is a film's title."""
    if parsed.title or not parsed.date or not parsed.year or parsed.date.startswith(str(parsed.year)):
        return parsed
    found = re.match(r"^(.*?)[ ._]+\(?" + str(parsed.year) + r"(?!\d)", evidence.text)
    if found is None or not found[1] or evidence.title_folder:
        return parsed
    return replace(parsed, type=MediaType.MOVIE, title=tidy(found[1]), date=None, season=(), episode=())


def dated_is_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A title and then a whole date: a broadcast. guessit takes it for a film when a year stands there too."""
    dated = evidence.anchor is not None and evidence.anchor.kind is AnchorKind.DATE
    if parsed.type is not MediaType.MOVIE or not parsed.date or not dated or not parsed.title:
        return parsed
    return replace(parsed, type=MediaType.EPISODE)


def all_is_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A word alone that guessit takes for something else (``xXx``, ``Deadbeef``) is the title of a film."""
    if parsed.title or parsed.type is not MediaType.MOVIE or parsed.year or evidence.title_folder:
        return parsed
    title = TECHNICAL.split(evidence.text)[0]
    return replace(parsed, title=tidy(title) or None) if _LETTER.search(title) else parsed


_LETTER = re.compile(r"[^\W\d_]")


def year_as_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A year and nothing else, in no folder that says more, is the title of a film."""
    if parsed.title or not parsed.year or parsed.type is not MediaType.MOVIE:
        return parsed
    if evidence.title_folder and evidence.title_folder.name != str(parsed.year):
        return parsed
    return replace(parsed, title=str(parsed.year), year=None)


def prefix_is_no_group(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Spider-Man.2002``: guessit takes the word before the hyphen for a group; those are in lower case in front."""
    group = evidence.guess.release_group
    if not group or not parsed.title or not parsed.title[:1].isupper() or not group[:1].isupper():
        return parsed
    if group.isupper() and len(parsed.title) > 1:  # "ALL-E" is no group's either
        return parsed
    if not evidence.text.startswith(f"{group}-") or parsed.title.startswith(group):
        return parsed
    return replace(parsed, title=f"{group}-{parsed.title}", release_group=None)


_TO_A_YEAR = re.compile(r"^(?P<title>[^\W\d_][^\[\](){}]*?)[ ._]+\(?(?P<year>(?:19|20)\d\d)\)?(?=$|[ ._])")


def first_words(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Web of Lies 2009``, ``Cam.2018``: what stands in front of a film's name is no source or the like."""
    found = _TO_A_YEAR.match(evidence.text)
    if parsed.type is not MediaType.MOVIE or found is None or TECHNICAL.search(found["title"]):
        return parsed
    title, year = tidy(found["title"]), int(found["year"])
    lost = title[: -len(parsed.title)] if parsed.title and title.endswith(parsed.title) else ""
    gone = evidence.guess.title is None or evidence.text.find(evidence.guess.title) >= found.start("year")
    if not (gone or re.fullmatch(r"(?:[A-Za-zÀ-ɏ]+ ){1,2}", lost)) or year not in {parsed.year, _as_year(parsed.title)}:
        return parsed
    return replace(parsed, title=title, year=year, source=parsed.source if not gone else None)


def _as_year(title: str | None) -> int | None:
    return int(title) if title and re.fullmatch(r"(?:19|20)\d\d", title) else None


_NUMBERED_FILM = re.compile(
    r"^(?:\[[^\[\]]*\][ ._]*)*(?P<title>[^\[\]()]*?Movie[ ._]+\d{1,2}(?:[ ._]+-[ ._]+[^\[\]()]+)?)(?=$|[ ._]*[\[(])",
    re.IGNORECASE,
)


def film_of_a_series(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Series Movie 24 - Name``: the number counts the films, not the episodes."""
    found = _NUMBERED_FILM.match(evidence.text)
    weak = evidence.anchor is None or evidence.anchor.kind is AnchorKind.DASH
    if found is None or not weak or parsed.year or parsed.season or parsed.date:
        return parsed
    if not re.search(r"\bMovie(?: \d{1,2})?$", parsed.title or "", re.IGNORECASE) or TECHNICAL.search(found["title"]):
        return parsed
    film = replace(parsed, type=MediaType.MOVIE, episode=(), absolute_episode=None, episode_title=None)
    return replace(film, title=tidy(found["title"]), alternative_title=None)


_BRACKETS_ARE_TITLE = re.compile(
    r"^(?P<title>\[[^\W\d_]{2,12}\](?:[²³]|(?=[ ._]*[\[(])|(?=\..*-[^\W_]+$)))"
    r"[ ._]*[\[(]?(?P<year>(?:19|20)\d\d)(?=[\])]|$|[ ._])(?!.*(?<!\d)(?:19|20)\d\d(?![\dpx]))"
)


def brackets_are_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``[REC]² (2009)``, ``[REC].2007.1080p-GRP``: where nothing but a year follows, the brackets are no group's."""
    found = _BRACKETS_ARE_TITLE.match(evidence.text)
    if found is None or parsed.type is not MediaType.MOVIE:
        return parsed
    return replace(parsed, title=found["title"], year=int(found["year"]), release_group=None)


def name_of_special(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A name without a number in a season's folder is an episode's; the series is named above it."""
    folder = evidence.title_folder
    numbered = evidence.anchor or parsed.episode or parsed.date or parsed.year
    if evidence.season_folder is None or folder is None or numbered:
        return parsed
    title = folder.title or folder.name
    if not parsed.title or same_title(parsed.title, title):
        return parsed
    return replace(parsed, type=MediaType.EPISODE, title=title, year=folder.year, episode_title=parsed.title)


_CUT = re.compile(r"\b(?:The[ ._])?(Final|International|Assembly|Workprint|Rough)[ ._]Cut\b", re.IGNORECASE)


_YEAR_IN_FRONT = re.compile(r"^(?P<year>(?:19|20)\d\d) - (?P<title>\d[^\[\](){}]*)$")


def number_after_year(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``2004 - 37 Wines``: a shelf by years; what follows is a film's title, number and all."""
    found = _YEAR_IN_FRONT.match(evidence.text)
    if found is None or evidence.season_folder is not None or TECHNICAL.search(evidence.text):
        return parsed
    if parsed.date or not _LETTER.search(found["title"]):
        return parsed
    film = replace(parsed, type=MediaType.MOVIE, season=(), episode=(), absolute_episode=None, episode_title=None)
    return replace(film, title=tidy(found["title"]), year=int(found["year"]), alternative_title=None)


def named_like_its_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Off in 40 Days/Off in 40 Days``: a folder is not named after one episode, so the number is the film's."""
    folder = evidence.title_folder
    weak = evidence.anchor is None or (evidence.anchor.kind is AnchorKind.LEADING and not evidence.anchor.season)
    if folder is None or not weak or evidence.facts.episode or evidence.season_folder is not None:
        return parsed
    title = tidy(TECHNICAL.split(evidence.text)[0])
    if parsed.type is not MediaType.EPISODE or parsed.date or not _LETTER.search(title):
        return parsed
    if letters(folder.name) != letters(evidence.text):
        return parsed
    film = replace(parsed, type=MediaType.MOVIE, season=(), episode=(), absolute_episode=None, episode_title=None)
    return replace(film, title=title, alternative_title=None)


def cut_is_no_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Final`` makes guessit think of a last episode; a Final Cut is an edition of a film."""
    found = _CUT.search(evidence.text)
    if found is None or parsed.season or parsed.episode or parsed.date or not parsed.year:
        return parsed
    edition = parsed.edition or f"{found[1].title()} Cut"
    return replace(parsed, type=MediaType.MOVIE, edition=edition, episode_title=None)


_DC = re.compile(r"^(?P<title>(?:.*?[ ._(+-])?DC(?:[ ._-].*?)?)[ ._]+\(?(?P<year>(?:19|20)\d\d)(?!\d)")


def dc_in_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``DC`` before the year is a word of the title (``DC.League.…2022``); a Director's Cut says so after it."""
    found = _DC.match(evidence.text)
    if found is None or parsed.type is not MediaType.MOVIE or not parsed.edition or int(found["year"]) != parsed.year:
        return parsed
    if "director" not in parsed.edition.lower() or "director" in evidence.text.lower():
        return parsed
    return replace(parsed, title=tidy(found["title"]), edition=None)
