"""Other readings of a name that are worth asking TMDB about, best first.

Two conventions can clash without any rule to settle it (is ``A - B`` one title or two, is ``102`` an episode or
season 1, episode 2): then both are offered, and what exists in the catalogue decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from organizer.model import Hypothesis, MediaType, Origin, ParsedName
from organizer.parsing.anchors import AnchorKind, is_certain
from organizer.parsing.folders import Folder, FolderKind
from organizer.parsing.titles import ARTICLES, in_latin_letters, letters, same_title, tidy, title_with_part

if TYPE_CHECKING:  # whoever compares files that were read elsewhere does without what reads them
    from organizer.parsing.evidence import Evidence

# Each hypothesis may cost a search; the measured gain ends well before this many.
MOST = 8

# From this weight on a variant is worth more than the default reading.
_BETTER = 0.9

Variant = tuple[ParsedName, Origin, float]
Finder = Callable[[ParsedName, "Evidence"], Iterator[Variant]]

_STRONG = frozenset({
    AnchorKind.SEASON_EPISODE, AnchorKind.CROSS, AnchorKind.DATE, AnchorKind.YEAR, AnchorKind.FOLDER,
})  # fmt: skip


def hypotheses(parsed: ParsedName, evidence: Evidence | None, folders: tuple[Folder, ...]) -> tuple[Hypothesis, ...]:
    """The readings by their worth, without repetition; empty when the name is no film or episode.

    The default reading is first, but for the few conventions (``_BETTER``) that hold for names, not for catalogues.
    """
    if parsed.type is None:
        return ()
    origin, worth = _standing(parsed, evidence)
    found = [*_titles_in_title(parsed), *_titles_of_folders(parsed, folders), *_extra_of_series(parsed)]
    if evidence is not None:
        for variants in _FINDERS:
            found.extend(variants(parsed, evidence))
    if any(weight >= _BETTER for _, _, weight in found):
        worth = min(worth, 0.6)
    ranked = [(parsed, origin, worth), *sorted(found, key=lambda variant: -variant[2])]
    kept: dict[tuple[object, ...], Hypothesis] = {}
    for reading, source, weight in ranked:
        if reading.title or reading is parsed:
            capped = weight if reading is parsed or weight >= _BETTER else min(weight, worth - 0.05)
            kept.setdefault(reading_key(reading), Hypothesis(reading, source, max(round(capped, 2), 0.05)))
    return tuple(sorted(kept.values(), key=lambda hypothesis: -hypothesis.weight)[:MOST])


def reading_key(parsed: ParsedName) -> tuple[object, ...]:
    """What makes two readings different ones for a search: everything else is detail."""
    title = (parsed.title or "").casefold()
    return parsed.type, title, parsed.year, parsed.season, parsed.episode, parsed.absolute_episode, parsed.date


def _standing(parsed: ParsedName, evidence: Evidence | None) -> tuple[Origin, float]:
    """Where the default reading comes from, and its worth: 1 only when all evidence agrees."""
    if parsed.tmdb_id is not None or parsed.imdb_id or parsed.tvdb_id is not None:
        return Origin.ID, 1.0
    if not parsed.title:
        return Origin.LEAF, 0.4
    if evidence is None:
        return Origin.LEAF, 1.0
    origin = Origin.ANCHOR if evidence.covered else Origin.REPAIRED if evidence.text != evidence.leaf else Origin.LEAF
    if evidence.whole:
        origin = Origin.PATH
    mark = evidence.anchor.kind if evidence.anchor else None
    doubtful = bool(evidence.guess.alternatives or evidence.guess.country or " aka " in parsed.title.lower())
    if evidence.untitled:
        return Origin.FOLDER, 0.9
    if _folder_agrees(parsed, evidence):
        return origin, 1.0
    return origin, (1.0 if mark in _STRONG else 0.85 if mark else 0.7) - (0.15 if doubtful else 0.0)


def _folder_agrees(parsed: ParsedName, evidence: Evidence) -> bool:
    """Whether a folder named ``Title (Year)`` says the same title and year."""
    folder = evidence.title_folder
    if folder is None or not folder.title or not folder.year or not parsed.title:
        return False
    return folder.year == parsed.year and same_title(folder.title, parsed.title)


# ------------------------------------------------------------------------------------- with or without evidence

_TO_THE_YEAR = re.compile(r"^(?P<title>[^\[\](){}]*?[^\W_])[ ._]+\(?(?P<year>(?:19|20)\d\d)(?![\dp])")
_AKA = re.compile(r"\s+\(?\b(?:aka|a\.k\.a\.?)\b\s+|\s+[/|]\s+", re.IGNORECASE)
_ARTICLE_AT_END = re.compile(
    r"^(?P<title>.+), (?P<article>The|A|An|Le|La|Les|Der|Die|Das|El|Los|Las|Il)$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"^(?P<title>[^()]*[^\W\d_][^()]*?) \((?P<other>[^()]*[^\W\d_]{2}[^()]*)\)$")
_YEAR_AT_END = re.compile(r"^(?P<title>.+?)[ (]+(?P<year>19\d\d|20[0-4]\d)\)?$")


def _titles_in_title(parsed: ParsedName) -> Iterator[Variant]:
    """The halves of a title that may be two, and a number at its end that may be the year."""
    title = parsed.title or ""
    halves = [half.strip(" )") for half in _AKA.split(title)]
    if len(halves) > 1:
        for half in halves[:3]:
            yield replace(parsed, title=half), Origin.VARIANT, 0.8
    if " - " in title:
        first, _, rest = title.partition(" - ")
        yield replace(parsed, title=first, alternative_title=rest), Origin.VARIANT, 0.6
        if parsed.type is MediaType.MOVIE:
            yield replace(parsed, title=rest, alternative_title=first), Origin.VARIANT, 0.45
    if other := _IN_BRACKETS.match(title):
        yield replace(parsed, title=other["title"], alternative_title=other["other"]), Origin.VARIANT, 0.6
        yield replace(parsed, title=other["other"], alternative_title=other["title"]), Origin.VARIANT, 0.5
    if article := _ARTICLE_AT_END.match(title):
        yield replace(parsed, title=f"{article['article']} {article['title']}"), Origin.VARIANT, _BETTER
    if parsed.year is None and (found := _YEAR_AT_END.match(title)):
        yield replace(parsed, title=found["title"], year=int(found["year"])), Origin.VARIANT, 0.65


def _extra_of_series(parsed: ParsedName) -> Iterator[Variant]:
    """``Title/Featurettes/Name``: of a series as well as of a film."""
    if parsed.extra and parsed.type is MediaType.MOVIE:
        yield replace(parsed, type=MediaType.EPISODE), Origin.VARIANT, 0.5


def _titles_of_folders(parsed: ParsedName, folders: tuple[Folder, ...]) -> Iterator[Variant]:
    """A folder named ``Title (Year)`` above a file that says something else."""
    folder = next((folder for folder in folders if folder.kind is FolderKind.TITLE and folder.title), None)
    if folder is not None and folder.title:
        year = folder.year or (parsed.year if parsed.type is MediaType.MOVIE else None)
        yield replace(parsed, title=folder.title, year=year), Origin.FOLDER, 0.75


# ------------------------------------------------------------------------------------------------ from evidence


def _joined_titles(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``title - alternative`` as one, the alternative alone, and the title with its country."""
    others = evidence.guess.alternatives
    if parsed.alternative_title and parsed.title and others:
        translated = parsed.title.isascii() != others[0].isascii() and not any(map(str.isascii, _words(others[0])))
        if not translated:
            joined = " - ".join([parsed.title, *others])
            yield replace(parsed, title=joined, alternative_title=None), Origin.VARIANT, 0.8
        yield replace(parsed, title=others[0], alternative_title=parsed.title), Origin.VARIANT, 0.5
    if evidence.guess.country and parsed.title:
        yield replace(parsed, title=f"{parsed.title} {evidence.guess.country}"), Origin.VARIANT, 0.75


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _text_before_mark(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """All that stands before the mark, where guessit took less or other words for the title."""
    raw = evidence.raw
    if raw is None or not raw.title:
        return
    title = tidy(raw.title)
    worth = 0.7 if is_certain(raw) else 0.4
    yield replace(parsed, title=title, alternative_title=None), Origin.ANCHOR, worth
    yield replace(parsed, title=in_latin_letters(title), alternative_title=None), Origin.ANCHOR, worth
    for half in _AKA.split(title)[:3] if _AKA.search(title) else ():
        yield replace(parsed, title=half, alternative_title=None), Origin.ANCHOR, 0.65
    if evidence.guess.title and not evidence.covered:
        yield replace(parsed, title=evidence.guess.title), Origin.LEAF, 0.55


def _part_and_whole(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``Part 2``: of the title, of a mini-series, or of the file."""
    part, title = evidence.guess.part, evidence.guess.title
    if part is None or not title or parsed.date or (parsed.episode and parsed.episode != (part,)):
        return
    if parsed.type is MediaType.MOVIE:
        yield replace(parsed, title=title), Origin.VARIANT, 0.5
        if (whole := title_with_part(title, evidence.text)) and not parsed.part:
            yield replace(parsed, title=whole), Origin.VARIANT, _BETTER
        yield (
            replace(parsed, type=MediaType.EPISODE, title=title, episode=(part,), part=None),
            Origin.VARIANT,
            0.45,
        )
    else:
        joined = f"{parsed.title} Part {part}"
        yield (
            replace(parsed, type=MediaType.MOVIE, title=joined, season=(), episode=(), part=None),
            Origin.VARIANT,
            0.45,
        )


def _year_in_title(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """A year without brackets may be the end of the title (``Title 2049``), and one in front may be all of it."""
    if parsed.year is None or not parsed.title or re.search(rf"[\[(]{parsed.year}", evidence.text):
        return
    if re.search(rf"{re.escape(parsed.title.split()[-1])}[ ._-]+{parsed.year}(?!\d)", evidence.text, re.IGNORECASE):
        yield replace(parsed, title=f"{parsed.title} {parsed.year}", year=None), Origin.VARIANT, 0.5


def _other_type(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """A weak number may be part of a film's title; nothing but a strong mark makes an episode for sure."""
    if parsed.type is MediaType.MOVIE:
        if evidence.season_folder is not None:
            yield replace(parsed, type=MediaType.EPISODE, season=(evidence.season_folder,)), Origin.FOLDER, 0.5
        return
    mark = evidence.anchor.kind if evidence.anchor else None
    if mark in {AnchorKind.SEASON_EPISODE, AnchorKind.CROSS, AnchorKind.DATE} or evidence.season_folder is not None:
        return
    film = replace(parsed, type=MediaType.MOVIE, season=(), episode=(), absolute_episode=None, episode_title=None)
    if evidence.untitled and mark is AnchorKind.LEADING:  # "091 - Title": the place in a list of films
        behind = tidy(evidence.text[evidence.anchor.end :]) if evidence.anchor else ""
        if behind:
            unnamed = same_title(behind, parsed.title or "")  # no folder says of which series it is an episode
            worth = _BETTER if unnamed else 0.45
            yield replace(film, title=behind, alternative_title=None), Origin.VARIANT, worth
        return
    listed = len(parsed.episode) == 1 and re.match(rf"0*{parsed.episode[0]}(?!\d)", evidence.text)  # "02. Title"
    yield film, Origin.VARIANT, _BETTER if listed and not parsed.season else 0.4
    if (folder := evidence.title_folder) and folder.title and folder.year:
        yield replace(film, title=folder.title, year=folder.year), Origin.FOLDER, 0.65
    if found := _TO_THE_YEAR.match(evidence.text):
        yield replace(film, title=tidy(found["title"]), year=int(found["year"])), Origin.VARIANT, 0.5
    if len(parsed.episode) == 1 and parsed.title and not listed:
        episode = parsed.episode[0]
        number = f"{parsed.season[0]}{episode:02d}" if len(parsed.season) == 1 else str(episode)
        tail = f" {parsed.episode_title}" if parsed.episode_title else ""
        counted = (
            evidence.leaf.startswith("[")
            or mark is AnchorKind.DASH
            or re.search(rf"(?<!\d)0+{episode}(?!\d)", evidence.text)
        )
        yield replace(film, title=f"{parsed.title} {number}{tail}"), Origin.VARIANT, 0.45 if counted else 0.5


def _number_alone(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``Title (2019)/Title 3``: the third film, or the third episode of a series without seasons."""
    found = re.search(r"[^\W\d][ ._-]+(\d{1,2})$", evidence.text)
    if parsed.type is MediaType.MOVIE and found and not parsed.part and not (parsed.title or "").endswith(found[1]):
        yield replace(parsed, type=MediaType.EPISODE, episode=(int(found[1]),)), Origin.VARIANT, 0.5
        yield replace(parsed, title=f"{parsed.title} {int(found[1])}"), Origin.VARIANT, 0.5


def _counted_otherwise(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``102``: the hundred and second episode, or the second of season 1."""
    mark = evidence.anchor.kind if evidence.anchor else None
    if len(parsed.episode) != 1 or parsed.type is not MediaType.EPISODE:
        return
    number = parsed.episode[0]
    weak = mark in {None, AnchorKind.DASH, AnchorKind.LEADING}
    if weak and len(parsed.season) == 1 and evidence.season_folder is None and number < 100:
        whole = parsed.season[0] * 100 + number
        yield replace(parsed, season=(), episode=(whole,)), Origin.VARIANT, 0.6
    fansub = mark is AnchorKind.DASH and evidence.leaf.startswith("[")  # such groups count through, always
    if weak and not parsed.season and 101 <= number < 3000 and number % 100 and not fansub:
        season, episode = divmod(number, 100)
        yield replace(parsed, season=(season,), episode=(episode,)), Origin.VARIANT, 0.55
    if parsed.absolute_episode is not None and parsed.absolute_episode != number:
        counted = replace(parsed, season=(), episode=(parsed.absolute_episode,), absolute_episode=None)
        yield counted, Origin.VARIANT, 0.5


def _one_of_two_numbers(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``16 - 12``: two numbers, of which only the one or the other may be the episode."""
    mark = evidence.anchor
    pair = re.match(r"\d{1,3}[ ._]*-[ ._]*(\d{1,3})(?!\d)", evidence.text)
    if pair and mark and mark.kind is AnchorKind.LEADING and len(parsed.episode) == 1:
        yield replace(parsed, episode=(int(pair[1]),)), Origin.VARIANT, 0.45
    if len(parsed.episode) == 2 and (
        tail := re.search(rf"(?<!\d)0*{parsed.episode[0]}\s+-\s+({parsed.episode[1]}\s+[^\W\d].*)$", evidence.leaf)
    ):  # "Episode 8 - 9 Lives"
        yield replace(parsed, episode=parsed.episode[:1], episode_title=tail[1]), Origin.VARIANT, 0.5
    if len(parsed.episode) == 2 and parsed.episode[1] != parsed.episode[0] + 1:
        for number in reversed(parsed.episode):
            yield replace(parsed, episode=(number,)), Origin.VARIANT, 0.5


def _as_guessit_reads(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """guessit's own word, where a rule of ours said otherwise."""
    guess = evidence.guess
    strong = evidence.anchor is not None and evidence.anchor.kind in _STRONG
    if strong or evidence.covered or evidence.untitled or not guess.title or guess.type is None or parsed.date:
        return
    if letters(guess.title) == "" or guess.title.casefold() in ARTICLES:
        return
    own = replace(parsed, type=guess.type, title=guess.title, year=guess.year, season=guess.season)
    yield replace(own, episode=guess.episode, absolute_episode=guess.absolute), Origin.VARIANT, 0.35


_SEASON_IN_TITLE = re.compile(
    r"^(?P<title>.+?)\s+(?:(?P<number>[2-9])|(?P<roman>II|III|IV|V)|(?P<nth>[2-9])(?:nd|rd|th) Season)$"
)
_ROMAN = {"II": 2, "III": 3, "IV": 4, "V": 5}


def _season_in_title(parsed: ParsedName, _: Evidence) -> Iterator[Variant]:
    """``Title 2 - 05``, ``Title III - 05``: the number of a season, as fansub groups write it."""
    if parsed.type is not MediaType.EPISODE or parsed.season or not parsed.title or not parsed.episode:
        return
    if found := _SEASON_IN_TITLE.match(parsed.title):
        season = _ROMAN.get(found["roman"] or "") or int(found["number"] or found["nth"])
        yield replace(parsed, title=found["title"], season=(season,)), Origin.VARIANT, 0.65


def _season_is_no_year(parsed: ParsedName, _: Evidence) -> Iterator[Variant]:
    """``S2013E14`` says when the season ran, not when the series began."""
    if parsed.year and parsed.season == (parsed.year,):
        yield replace(parsed, year=None), Origin.VARIANT, _BETTER


_AMBIGUOUS_DATE = re.compile(r"(?<!\d)(\d\d)[ ._-](\d\d)[ ._-](\d{2}|\d{4})(?!\d)")


def _other_date(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``04.05.2014`` is in April or in May; ``12.05.14`` may begin with its year."""
    found = _AMBIGUOUS_DATE.search(evidence.text)
    if found is None or not parsed.date:
        return
    one, two, last = found.groups()
    year = last if len(last) == 4 else f"20{last}"
    orders = [(year, one, two), (year, two, one), *([(f"20{one}", two, last)] if len(last) == 2 else [])]
    for y, month, day in orders:
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield replace(parsed, date=f"{y}-{month}-{day}"), Origin.VARIANT, 0.55


def _date_in_title(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``Title.9.11.2004``: two numbers of the title and then the year."""
    found = re.match(r"^(?P<title>.*?\d{1,2}[ ._-]\d{1,2})[ ._]+\(?(?P<year>(?:19|20)\d\d)(?!\d)", evidence.text)
    if found and parsed.date:
        film = replace(parsed, type=MediaType.MOVIE, date=None, season=(), episode=(), episode_title=None)
        yield replace(film, title=tidy(found["title"]), year=int(found["year"])), Origin.VARIANT, 0.45


def _name_after_number(parsed: ParsedName, evidence: Evidence) -> Iterator[Variant]:
    """``01x02 - Name`` with no folder to say more: the name is the best there is to search for."""
    if evidence.untitled and not parsed.title and parsed.episode_title:
        yield replace(parsed, title=parsed.episode_title, episode_title=None), Origin.VARIANT, 0.3


_FINDERS: tuple[Finder, ...] = (
    _joined_titles,
    _text_before_mark,
    _part_and_whole,
    _year_in_title,
    _other_type,
    _number_alone,
    _counted_otherwise,
    _season_in_title,
    _season_is_no_year,
    _other_date,
    _date_in_title,
    _name_after_number,
    _one_of_two_numbers,
    _as_guessit_reads,
)
