"""Which numbers are seasons and episodes: corrections of guessit's word by the evidence."""

from __future__ import annotations

import re
from dataclasses import replace

from organizer.model import MediaType, ParsedName
from organizer.parsing.anchors import TECHNICAL, AnchorKind
from organizer.parsing.evidence import Evidence
from organizer.parsing.facts import span
from organizer.parsing.titles import ARTICLES, tidy


def anchored_numbers(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A simple mark names all its numbers: what else looks like one belongs to a title or to usenet."""
    anchor = evidence.anchor
    if anchor is None or not anchor.simple:
        return parsed
    parsed = replace(parsed, type=MediaType.EPISODE, episode=anchor.episode)
    if anchor.season:
        return replace(parsed, season=anchor.season)
    if anchor.kind is AnchorKind.EPISODE:
        return parsed
    said = re.search(r"(?<![A-Za-z0-9])(?:S\d|Season)", evidence.text, re.IGNORECASE)
    absolute = parsed.absolute_episode if parsed.absolute_episode not in anchor.episode else None
    return replace(parsed, season=parsed.season if said else (), absolute_episode=absolute)


def known_facts(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """What the rules said before guessit was asked."""
    facts = evidence.facts
    if facts.episode and not facts.season and evidence.anchor is None:
        parsed = replace(parsed, season=parsed.season if parsed.season != (parsed.year,) else ())
    return replace(
        parsed,
        type=facts.type or parsed.type,
        title=facts.title or parsed.title,
        year=facts.year or parsed.year,
        season=facts.season or parsed.season,
        episode=facts.episode or parsed.episode,
        absolute_episode=facts.absolute if facts.absolute is not None else parsed.absolute_episode,
        date=facts.date or parsed.date,
        alternative_title=None if facts.title else parsed.alternative_title,
    )


def year_is_no_season(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """guessit copies a year into the season; only ``S2014`` and ``2014x12`` mean it."""
    if not parsed.year or parsed.season != (parsed.year,):
        return parsed
    meant = evidence.anchor is not None and evidence.anchor.season == parsed.season
    if meant or re.search(rf"{parsed.year}x\d", evidence.text):
        return parsed
    return replace(parsed, season=())


def year_is_no_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``2049`` alone is no season 20, episode 49."""
    if evidence.anchor and evidence.anchor.kind is not AnchorKind.YEAR:
        return parsed
    if len(parsed.season) != 1 or len(parsed.episode) != 1 or parsed.date:
        return parsed
    number = f"{parsed.season[0]}{parsed.episode[0]:02d}"
    if not re.match(r"(?:18|19|20)\d\d$", number) or not re.search(rf"(?<!\d){number}(?!\d)", evidence.text):
        return parsed
    title = f"{parsed.title} {number}" if parsed.title and not parsed.year else parsed.title
    return replace(parsed, type=MediaType.MOVIE, title=title, season=(), episode=())


def pair_is_season_and_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``02.10`` and ``02_10`` at the end of a title are a season and an episode, not two episodes."""
    if parsed.season or len(parsed.episode) != 2 or evidence.anchor or evidence.facts.episode:
        return parsed
    pair = rf"(?<!\d)0?{parsed.episode[0]}[._]0?{parsed.episode[1]}(?!\d)"
    if not re.search(pair, evidence.text):
        return parsed
    return replace(parsed, season=parsed.episode[:1], episode=parsed.episode[1:])


def picture_is_no_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Film.1080``: a resolution that has lost its letter; no season has an episode 80."""
    bare = not evidence.anchor and not evidence.facts.episode and len(parsed.season) == len(parsed.episode) == 1
    if not bare or (parsed.season, parsed.episode) not in {((10,), (80,)), ((21,), (60,))}:
        return parsed
    size = f"{_as_one(parsed)}p"
    return replace(parsed, type=MediaType.MOVIE, season=(), episode=(), screen_size=parsed.screen_size or size)


_SPECIAL = re.compile(r"(?<![A-Za-z])(?:OVA|OAD|ONA|SP|Specials?|NC(?:OP|ED))(?![A-Za-z])")
_GROUPS = r"(?:\[[^\[\]]*\][ ._-]*)*"


def first_number_of_two_in_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Room 104 06``, ``Apollo 13 117``: of two bare numbers in a row the last one counts."""
    if evidence.anchor or evidence.facts.episode or len(parsed.season) > 1 or len(parsed.episode) not in {1, 2}:
        return parsed
    first, last = parsed.episode[0], parsed.episode[-1]
    season = parsed.season[0] if parsed.season else 0
    if first != last:
        before = rf"(?:0*{first}|(?P<split>{season}{first:02d}))"
    elif season:
        before = rf"(?P<split>{season}\d\d)"  # guessit takes season 1 out of the 104 of "Room 104 06"
    else:
        return parsed
    counting = rf"#?(?P<zeros>0*)(?:{last}|(?P<hundreds>{season}{last:02d}))(?!\d)"
    found = re.match(rf"{_GROUPS}(?P<title>[^\[\]]*?[^\W\d][ ._]{before})[ ._]+{counting}", evidence.text)
    if found is None or last == first + 1 or (parsed.season == (0,) and not found["zeros"]):
        return parsed
    seasons = parsed.season if season and found["hundreds"] and (first == last or not found["split"]) else ()
    return replace(parsed, title=tidy(found["title"]), season=seasons, episode=(last,), alternative_title=None)


_NUMBER_IN_FRONT = re.compile(rf"^{_GROUPS}(?P<title>(?P<number>[1-9]\d{{0,3}})(?:$|[ ._]+)(?P<words>.*))$")
_COUNTING = re.compile(
    r"[ ._]+(?:-[ ._]+)?(?:Ep|Episode|Episodio|Folge|Cap)?[ ._]*#?(?!(?:19|20)\d\d(?!\d))(?P<first>\d{2,4})"
    r"(?:-(?P<last>\d{2,4}))?(?:v\d)?(?![\dpix])(?!\.\d(?!\d))",
    re.IGNORECASE,
)


def number_of_nothing_in_title(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A number before all words, or after an article alone, counts nothing: ``12.Dogs.720p``, ``The 100``, ``300``.

    Where a folder names the title, or a zero stands in front, it is an episode's. A second number
    behind it does count.
    """
    bare = not evidence.anchor and not evidence.facts.episode and not parsed.date and evidence.title_folder is None
    if not bare or parsed.type is not MediaType.EPISODE or evidence.season_folder is not None:
        return parsed
    title = _numbered_title(parsed, evidence.text)
    if title is None:
        return parsed
    start = evidence.text.find(title) + len(title)
    found = _COUNTING.match(evidence.text, start)
    if found is None:
        special = evidence.facts.type or _SPECIAL.search(evidence.text)
        film = replace(parsed, type=MediaType.MOVIE, season=(), episode_title=None)
        return replace(parsed if special else film, title=tidy(title), episode=())
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if parsed.season and first == last == parsed.season[0] * 100 + parsed.episode[-1]:
        return replace(parsed, title=tidy(title), episode=parsed.episode[-1:])
    return replace(parsed, title=tidy(title), season=(), episode=span(first, last))


def _numbered_title(parsed: ParsedName, text: str) -> str | None:
    """The title with its number, as it is written in the name."""
    if (parsed.title or "").casefold() in ARTICLES:
        found = re.match(rf"{_GROUPS}(?P<title>{parsed.title}[ ._]+[1-9]\d*)(?!\d)", text)
        return found["title"] if found else None
    found = _NUMBER_IN_FRONT.match(text)
    if found is None or (parsed.episode and int(found["number"]) not in {_as_one(parsed), parsed.episode[0]}):
        return None
    if not parsed.title or TECHNICAL.match(found["words"]):
        return found["number"]
    behind = re.match(
        r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", parsed.title))), found["words"], re.IGNORECASE
    )
    if behind is not None:
        return found["title"][: found.start("words") - found.start("title") + behind.end()]
    return parsed.title if parsed.title.startswith(found["number"]) else None


def _as_one(parsed: ParsedName) -> int:
    """The number that guessit split into a season and an episode, or took for the episode."""
    return parsed.season[0] * 100 + parsed.episode[0] if parsed.season else parsed.episode[0]


def weak_number_in_season_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Season 2/Show 101``: not episode 1 of season 1, so the number counts through the series."""
    folder = evidence.season_folder
    if folder is None or evidence.anchor or len(parsed.episode) != 1 or folder == 0:
        return parsed
    found = re.search(r"(?<![\dA-Za-z])(\d{3,4})$", evidence.text)
    if found is None or int(found[1]) // 100 == folder or int(found[1]) % 100 != parsed.episode[0]:
        return parsed
    return replace(parsed, season=(), episode=(int(found[1]),), type=MediaType.EPISODE)


def bare_number_in_season_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``Season 1/Show 3``: in a season's folder a number at the end counts the episodes."""
    if evidence.season_folder is None or evidence.anchor or parsed.episode or parsed.date or parsed.part:
        return parsed
    found = re.search(r"^(?P<title>.*?[^\W\d])[ ._-]+(?P<number>\d{1,3})(?:$|\s+-\s)", evidence.text)
    if found is None:
        return parsed
    return replace(parsed, type=MediaType.EPISODE, title=tidy(found["title"]), episode=(int(found["number"]),))


def zeros_count_through(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``005`` is the fifth of all, not the fifth special."""
    if parsed.season != (0,) or len(parsed.episode) != 1 or evidence.anchor or evidence.season_folder == 0:
        return parsed
    if not re.search(rf"(?<!\d)0{parsed.episode[0]:02d}(?!\d)", evidence.text):
        return parsed
    return replace(parsed, season=())


def checksum_is_no_episode(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """A checksum or a version makes guessit think of anime; without a number it is a film."""
    numbered = parsed.season or parsed.episode or parsed.date or parsed.absolute_episode is not None
    if parsed.type is not MediaType.EPISODE or numbered:
        return parsed
    if not re.search(r"\[[0-9A-F]{8}\]|(?<![a-z])v\d(?!\d)", evidence.text, re.IGNORECASE):
        return parsed
    if number := re.search(r"[ _](\d{2,4})[ _]*\[[0-9A-F]{8}\]", evidence.text, re.IGNORECASE):
        return replace(parsed, episode=(int(number[1]),))
    return parsed if _SPECIAL.search(evidence.text) else replace(parsed, type=MediaType.MOVIE)


def part_of_season(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """Within a season's folder, ``Part 4`` is the fourth episode of a mini-series."""
    if evidence.season_folder is None or parsed.part is None or parsed.episode or parsed.date:
        return parsed
    return replace(parsed, type=MediaType.EPISODE, episode=(parsed.part,), part=None)
