"""Habits of people who name files: a table of what they write and what they mean.

Each rule is about one habit, rewrites the text, and may say facts that guessit could not find in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from organizer.model import MediaType
from organizer.parsing.facts import NO_FACTS, Facts, span

Rewrite = Callable[[re.Match[str]], tuple[str, Facts]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Where ``pattern`` is found, ``rewrite`` (a template, or a function) says what stands there instead."""

    habit: str
    pattern: re.Pattern[str]
    rewrite: str | Rewrite


_I = re.IGNORECASE
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("second", "third", "fourth", "fifth")
_MEDIA = r"(?:mkv|avi|mp4|m4v|ts|wmv|mpg)"
_TLD = r"(?:com|net|org|info|tv|cc|au|uk|za|ru|eu|io|xyz|club|tel|sbs|phd|mx|ws)"
_ANY_TLD = (
    r"(?:com|net|org|info|tv|cc|au|uk|za|ru|eu|io|xyz|club|tel|sbs|phd|mx|ws|me|to|in|is|co|party|site|pro|vip|live)"
)
# Words for "episode" before its number that guessit lacks, or knows with one or two digits only.
_EPISODE_WORDS = (
    r"(?:odc(?:inek)?|epis[oó]dio|epis[oó]d(?:e|ul)|cap[ií]tulo|cap|puntata|afl(?:evering)?|afsnit|avsnitt|jakso|folge"
    r"|épisode|b[öo]l[üu]m|сери[яи]|эпизод|выпуск)"
)
# Words for "season" that stand behind their number as well as before it.
_SEASON_WORDS = r"(?:sezon[aul]{0,2}|temporada|staffel|stagione|saison|évad|сезон)"
_TV_SOURCE = r"(?:HDTV|PDTV|DSR|SATRip|TVRip|DVB)"


# ------------------------------------------------------------------------------------------- what rules write


def _season_episode(found: re.Match[str]) -> tuple[str, Facts]:
    """The groups ``season`` and ``episode`` as ``SxxEyy``."""
    return f" S{int(found['season']):02d}E{int(found['episode']):02d} ", NO_FACTS


def _episodes(found: re.Match[str]) -> tuple[str, Facts]:
    """The groups ``first`` and ``last`` as a range, with ``season`` if there is one."""
    groups = found.groupdict()
    first, last = int(found["first"]), int(found["last"])
    if last <= first:
        return found.group(), NO_FACTS
    season = (int(groups["season"]),) if groups.get("season") else ()
    written = f" S{season[0]:02d}E{first:02d} " if season else f" E{first:02d} "
    return written, Facts(MediaType.EPISODE, season=season, episode=span(first, last))


def _listed(found: re.Match[str]) -> tuple[str, Facts]:
    """``season``, ``episode`` and the numbers in ``more``: two make a range, three or more are a list."""
    numbers = [int(found["episode"]), *map(int, re.findall(r"\d+", found["more"]))]
    episode = span(numbers[0], numbers[1]) if len(numbers) == 2 else tuple(sorted(set(numbers)))
    season = int(found["season"])
    return f" S{season:02d}E{numbers[0]:02d} ", Facts(MediaType.EPISODE, season=(season,), episode=episode)


def _each(found: re.Match[str]) -> tuple[str, Facts]:
    """``season`` and the list of numbers in ``more``, each an episode."""
    numbers = tuple(map(int, re.findall(r"\d+", found["more"])))
    season = int(found["season"])
    return f" S{season:02d}E{numbers[0]:02d} ", Facts(MediaType.EPISODE, season=(season,), episode=numbers)


def _dash_range(found: re.Match[str]) -> tuple[str, Facts]:
    """A range after the title; the first number stays where it was, as ``- NN``."""
    first, last = int(found["first"]), int(found["last"])
    if last <= first or (1900 <= first < 2100 and 1900 <= last < 2100):
        return found.group(), NO_FACTS
    return f" - {found['first']} ", Facts(MediaType.EPISODE, episode=span(first, last))


def _seasons(found: re.Match[str]) -> tuple[str, Facts]:
    numbers = tuple(map(int, re.findall(r"\d+", found.group())))
    seasons = span(*numbers) if len(numbers) == 2 else numbers
    return f" S{numbers[0]:02d} ", Facts(MediaType.EPISODE, season=seasons)


def _russian(found: re.Match[str]) -> tuple[str, Facts]:
    """``Сезон: 1-2 / Серии: 1-24 из 24``."""
    season, first = int(found["season"]), int(found["first"])
    seasons, episodes = span(season, int(found["until"] or season)), span(first, int(found["last"] or first))
    return f" S{season:02d}E{first:02d} ", Facts(MediaType.EPISODE, season=seasons, episode=episodes)


def _special(_: re.Match[str]) -> tuple[str, Facts]:
    """``- 12.5``: a special after episode 12, and by no means episode 12."""
    return " ", Facts(MediaType.EPISODE, season=(0,))


def _between_titles(found: re.Match[str]) -> tuple[str, Facts]:
    """``标题 第3季 | Title - 09``: the season is said, and the titles stay side by side."""
    return "", Facts(MediaType.EPISODE, season=(int(found["season"]),))


def _season_word(found: re.Match[str]) -> tuple[str, Facts]:
    return f"Season {_ORDINALS.index(found[1].lower()) + 2}", NO_FACTS


def _worded(found: re.Match[str]) -> tuple[str, Facts]:
    """The group ``season`` and one of ``episode`` and ``number`` as ``SxxEyy``."""
    return f" S{int(found['season']):02d}E{int(found['episode'] or found['number']):02d} ", NO_FACTS


def _part_as_episode(found: re.Match[str]) -> tuple[str, Facts]:
    word = found["part"].lower()
    number = int(word) if word.isdigit() else _NUMBER_WORDS.index(word) + 1
    return f" E{number:02d} ", Facts(MediaType.EPISODE, episode=(number,))


def _labelled(found: re.Match[str]) -> tuple[str, Facts]:
    """The group ``season``, and the one of ``low`` and ``high`` that is there, as ``SxxEyy``."""
    return f" S{int(found['season']):02d}E{int(found['low'] or found['high']):02d} ", NO_FACTS


def _old_year(found: re.Match[str]) -> tuple[str, Facts]:
    return " ", Facts(MediaType.MOVIE, year=int(found["year"]))


def _date(found: re.Match[str]) -> tuple[str, Facts]:
    """The groups ``y``, ``m`` and ``d`` as a date in the ISO form; two digits of a year are of this century."""
    year = found["y"] if len(found["y"]) == 4 else f"20{found['y']}"
    day = f"{year}-{found['m']}-{found['d']}"
    return f" {day} ", Facts(MediaType.EPISODE, date=day)


def _year_range(found: re.Match[str]) -> tuple[str, Facts]:
    """The year in which a series began; of a season's two years, or of a collection's many, none."""
    first = int(found["first"])
    last = int(found["last"] if len(found["last"]) == 4 else found["first"][:2] + found["last"])
    collection = re.search(r"collection|movies|films", found.string, _I)
    return (" ", NO_FACTS) if collection or last - first <= 1 else (f" ({first}) ", Facts(year=first))


_M = r"(?P<m>0[1-9]|1[0-2])"
_D = r"(?P<d>0[1-9]|[12]\d|3[01])"
_S = r"[ ._-]"


def _rules(*rows: tuple[str, str, str | Rewrite] | tuple[str, str, str | Rewrite, int]) -> tuple[Rule, ...]:
    return tuple(Rule(row[0], re.compile(row[1], row[3] if len(row) == 4 else _I), row[2]) for row in rows)


SURROUNDINGS = _rules(
    ("usenet counter", r"[._ ]*[\[(]\d+/\d+[\])].*$", ""),
    ("usenet tail", rf"[._ ]{_MEDIA}[\"'`]?(?=[._ -]*(?:-[._ -]|par2|vol\d|\d+[._ ]of[._ ]|\.\d{{3}}\b|yEnc)).+$", ""),
    ("usenet yEnc", r"[\s\"]*yEnc\b.*$", ""),
    ("site in front", r"^[\[(]?\s*www?\.[\w.-]+?\s*[\])]?[\s.]*(?<![A-Za-z0-9])-+[\s.]*", ""),
    ("site in front, spaced", rf"^[\[(]?\s*www?[ .,]+[\w-]+[ .,](?:[\w-]+[ .,])?{_ANY_TLD}\s*[\])]?\s*-+\s*", ""),
    ("site in front, bare", rf"^[\[(]?(?:[\w-]+\.)+{_TLD}[\])]?[\s.]+-+[\s.]+", ""),
    ("broadcast day in front", r"^\d{6}[\s.]+(?=.*(?:\bep?\d|#\d|\bseason\b))", ""),
    ("broadcast date in front", rf"^(?P<y>(?:19|20)\d\d){_M}{_D}[-_ ]+\s*(?=\D)", lambda m: ("", _date(m)[1])),
)

RULES = _rules(
    ("mojibake ordinal", r"Âº", "º"),
    ("also known as", r"\ba\.k\.a\.?(?=\W)", "aka"),
    # Technical words that look like numbers
    ("letter O in a resolution", r"(?<![A-Za-z0-9])(?=\d*O)1[0O]8[0O]([pi])(?![A-Za-z0-9])", r"1080\1"),
    ("several tracks", r"\b((?:E-?)?AC-?3|FLAC|AAC|DTS|DDP?|TrueHD)x\d\b", r"\1"),
    ("several tracks of channels", r"(\d\.\d)x\d(?!\d)", r"\1"),
    ("group named S56", r"\b((?:E-?)?AC-?3|DDP?5[ .]1|DD\+5[ .]1|AAC|DTS|[hx]\.?26[45])-S\d{2}(?=$|[\]\[ ])", r"\1"),
    # Years
    (
        "details in brackets",
        r"\[(?P<year>(?:19|20)\d\d)(?:-(?:19|20)\d\d)?,[\s.](?=[^\[\]]*\])",
        lambda m: (f"({m['year']}) [", Facts(year=int(m["year"]))),
    ),
    ("film before 1900", r"\((?P<year>18[89]\d)\)", _old_year),
    (
        "span of years",
        r"[\[(]?(?<!\d)(?P<first>(?:19|20)\d\d)[\s.]?[-–][\s.]?(?P<last>(?:19|20)\d\d|(?<=-[\s.])\d\d(?=\)))(?!\d|[.-]\d)[\])]?",
        _year_range,
    ),
    ("'TV series' before the year", r"[._ ]TV[._ ]Series(?=[._ ]\(?(?:(?:19|20)\d\d|S\d))", ""),
    ("'TV' in brackets", r"(?<=\S)[\s.]*\(TV\)", ""),
    (
        "'complete' at the end",
        r"[._ ]+(?:Complete[._ ]+(?:Series|Collection)|The[._ ]Complete[._ ]Series)(?=$|[._ ]\d{3,4}[pi])",
        "",
    ),
    # Dates
    (
        "date and time",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)_(?P<m>0[1-9]|1[0-2])_(?P<d>0[1-9]|[12]\d|3[01])(?:(?:_\d\d){2,3}(?!\d))?",
        _date,
    ),
    ("date and time, glued", rf"(?<![0-9A-Za-z])(?P<y>20\d\d){_M}{_D}_\d{{6,8}}(?!\d)", _date),
    ("day before month", rf"(?<!\d)(?P<y>(?:19|20)\d\d){_S}(?P<d>1[3-9]|2\d|3[01]){_S}{_M}(?!\d)", _date),
    ("YYMMDD", rf"(?<=[A-Za-z0-9]{_S})(?P<y>[0-3]\d){_M}{_D}(?={_S}(?:\d{{3,4}}[pi]|HDTV|PDTV|WEB|x26))", _date),
    # Seasons
    ("ordinal season", r"\b(\d{1,2})[\s.]?(?:st|nd|rd|th)[ ._]+Season\b", r"Season \1"),
    ("season in a word", r"\b(second|third|fourth|fifth)[ ._]+season\b", _season_word),
    (
        "seasons in words",
        r"\b(?:Saisons?|Seasons?|Temporadas?|Stagion[ei])[\s.](\d{1,2})[\s.](?:à|al|ao|a|to|bis)[\s.](\d{1,2})(?!\d)",
        _seasons,
    ),
    (
        "season and episode, the words behind or before",
        (
            rf"(?<![\dA-Za-z])(?P<season>\d{{1,2}})(?:[.ªº]|-?й(?![^\W\d]))?[ ._]*{_SEASON_WORDS}[ ._,-]+"
            rf"(?:(?:ep|{_EPISODE_WORDS})\.?[ ._]*(?P<episode>\d{{1,4}})(?![\dA-Za-z])"
            rf"|(?P<number>\d{{1,4}})[.ªº]?[ ._]*{_EPISODE_WORDS}(?![^\W\d]))"
        ),
        _worded,
    ),
    (
        "season and episode glued",
        (
            rf"(?<![^\W_])(?:season|{_SEASON_WORDS})[ ._]?(?P<season>\d{{1,2}})"
            rf"(?:episode|{_EPISODE_WORDS})[ ._]?(?P<episode>\d{{1,3}})(?!\d)"
        ),
        _season_episode,
    ),
    ("Portuguese seasons", r"(?<!\d)\d{1,2}[ªº]?[\s.]?(?:a|à|e|-)[\s.]?\d{1,2}[ªº][\s.]?Temporadas?", _seasons),
    ("Russian seasons", r"Сезоны[: ]+\d{1,2}[\s.]?-[\s.]?\d{1,2}(?!\d|[\s.]*/)", _seasons),
    ("Chinese season between two titles", r"第(?P<season>\d{1,2})[季期](?=\s*[|/])(?!.*\bS\d)", _between_titles),
    ("Chinese season", r"第(\d{1,2})[季期](?!\s*[|/])(?!.*\bS\d)", r" Season \1 "),
    ("seasons from to", r"\bS\d{1,2}[\s.]?(?:--|-|~|–)[\s.]?S?\d{1,2}(?=\]|--)", _seasons),
    ("seasons listed", r"\bS\d{1,2}(?: / S\d{1,2})+", _seasons),
    ("letter O for zero", r"\bSO(\d)E(\d{2})", r"S0\1E\2"),
    # Season and episode
    ("number in both halves", r"[\s.]*\((S\d{1,2}E[\d-]+)\)[\s.]+/[\s.]+(.*?)[\s.]*\(\1\)", r" / \2 (\1)"),
    ("episode glued to a word", r"(?<=[a-z])(S\d{2}E\d{2,3})(?![0-9a-z])", r" \1", 0),
    ("episode glued to a word, lower case", r"(?<=[a-z])(s\d{2}(?:e\d{2})+)(?![0-9a-z])", r" \1", 0),
    ("version", r"(S\d{1,4}E\d{1,4})v\d\b", r"\1"),
    ("half of an episode", r"(S\d{1,4}E\d{1,4})[a-d](?=[ ._-]|$)", r"\1"),
    ("half of a bare episode", r"(?<= - )(\d{2,3})[a-d](?= - )", r"\1"),
    ("Dutch words", r"\bSe\.?[\s.]?(?P<season>\d{1,2})[\s.]+afl\.?[\s.]?(?P<more>\d{1,3}(?:-\d{1,3})*)", _each),
    ("Episode 1.22", r"\bEpisode[ ._](?P<season>\d{1,2})\.(?P<episode>\d{2})\b", _season_episode),
    ("[1.22]", r"\[(?P<season>\d{1,2})\.(?P<episode>\d{2,3})\]", _season_episode),
    (
        "season is a year",
        r"(?<![\dx])(?P<season>(?:19|20)\d\d)x(?P<episode>[12]\d\d|3[0-6]\d)(?![\dx])",
        _season_episode,
    ),
    (
        "1x02 - x03",
        r"(?<![\dx])(?P<season>\d{1,2})x(?P<episode>\d{2,3})(?P<more>(?:[\s.]?-[\s.]?(?:x|E)\d{2,3})+)(?!\d)",
        _listed,
    ),
    (
        "1x01-1x10",
        (
            r"(?<![\dx])(?<!\d - )(?<!\d-)(?P<season>\d{1,2})x(?P<first>\d{2,3})"
            r"[\s.]?-[\s.]?(?P=season)x(?P<last>\d{2,3})(?!\d|[\s.]?-[\s.]?\d+x)"
        ),
        _episodes,
    ),
    (
        "big numbers in a range",
        r"\bS(?P<season>\d{1,4})[ ._-]*Ep?(?P<first>\d{1,5})[\s.]*-[\s.]*Ep?(?P<last>\d{4,5})\b",
        _episodes,
    ),
    (
        "S01E01 to E12",
        r"\bS(?P<season>\d{1,2})[ -]*E(?P<first>\d{1,3})[\s.]+(?:à|al|ao|a|to|bis)[\s.]+E(?P<last>\d{1,3})\b",
        _episodes,
    ),
    (
        "T3 E12",
        r"(?<![A-Za-z0-9])T(?P<season>\d{1,2})[ ._-]*(?:E|Ep|Cap)[ ._]*(?P<episode>\d{1,3})(?!\d)",
        _season_episode,
    ),
    ("(S4-24)", r"\(S(?P<season>\d{1,2})-(?P<episode>\d{2,3})\)", _season_episode),
    (
        "Season 2 - 01 ~ 12",
        r"\b(?:Season[\s.]|S)(?P<season>\d{1,2})[\s.]+-[\s.]+(?P<first>\d{1,4})[\s.]*[~～][\s.]*(?P<last>\d{1,4})(?!\d)",
        _episodes,
    ),
    (
        "Season 2 - 09",
        (
            r"\b(?:Season[ ._]|S)(?P<season>\d{1,2})[ ._]+-[ ._]+(?:Part[ ._]\d+[ ._]+-[ ._]+)?"
            r"(?P<episode>\d{2,3})(?:v\d)?"
            r"(?=[\s.]*(?:[\[(]|$|[\s.]-[\s.]))"
        ),
        _season_episode,
    ),
    (
        "S02 03",
        r"\bS(?P<season>\d{1,2})[ .](?P<episode>\d{2})(?=$|[ .](?![(\[]|\d{2}\b|\d{3,4}[pi]\b)\w)",
        _season_episode,
    ),
    ("S21 1001", r"\bS(?P<season>\d{1,2})[ .](?P<episode>\d{3,4})$", _season_episode),
    ("S01[07]", r"\bS(?P<season>\d{1,2})\[(?P<episode>\d{1,3})\]", _season_episode),
    ("S3 Eps.05-08", r"\bS(?P<season>\d{1,2})[ ._]+Eps?[ ._]*(?P<first>\d{1,3})-(?P<last>\d{1,3})\b", _episodes),
    ("Spanish Cap.402", r"\[Cap\.(?P<season>\d{1,2})(?P<episode>\d{2})\]", _season_episode),
    (
        "Russian season and episodes",
        (
            r"Сезоны?[: ]+(?P<season>\d{1,2})(?:[\s.]*[-,][\s.]*(?P<until>\d{1,2}))?"
            r"[\s./,:]+Сери[ия][.: ]+(?P<first>\d{1,4})"
            r"(?:[\s.]?-[\s.]?(?P<last>\d{1,4}))?(?:[\s.]*\(\d+\)|[\s.]+из[\s.]+[\d?X]+)?"
        ),
        _russian,
    ),
    (
        "Russian season, its number in front",
        (
            r"\(?(?<!\d)(?P<season>\d{1,2})[ -]?(?:й[\s.])?сезон(?P<until>)[:, ]+"
            r"(?P<first>\d{1,3})[\s.]?-[\s.]?(?P<last>\d{1,3})(?:[\s.]сери[ияй])?(?:[\s.]из[\s.]\d+)?\)?"
        ),
        _russian,
    ),
    (
        "Russian words in Latin letters",
        r"\(?(?P<season>\d{1,2})[ .]?sez\w*[ .]+(?P<episode>\d{1,3})[ .]?ser\w*(?:[ .]iz[ .]\d+)?\)?",
        _season_episode,
    ),
    ("after a Cyrillic title", r"(?<=[а-яё])[\s.](?P<season>\d{1,2})-(?P<episode>\d{2})$", _season_episode),
    # Episodes alone
    (
        "episode words, a range",
        (
            rf"\b(?:Eps?|Episodes?|Caps|Cap[ií]tulos|{_EPISODE_WORDS})[ ._]*\(?(?P<first>\d{{1,4}})"
            r"[\s.]*(?:-|~|al|ao|a|to|à)[\s.]*(?P<last>\d{1,4})(?!\d|\.\d)\)?"
        ),
        _episodes,
    ),
    ("tilde", r"[\s.](?:-[\s.])?(?P<first>\d{1,4})[\s.]?[~～][\s.]?(?P<last>\d{1,4})(?=[\s.]|[\[(]|$)", _dash_range),
    ("Portuguese range", r"(?:[\s.]-)?[\s.](?P<first>\d{1,4})[\s.](?:ao|al)[\s.](?P<last>\d{1,4})(?!\d)", _dash_range),
    (
        "range in brackets",
        r"(?<!-\d\d)(?<!-\d\d\d)[\s.]\((?P<first>\d{1,4})-(?P<last>\d{2,4})(?=[+)])[^)]*\)",
        _dash_range,
    ),
    ("range in square brackets", r"[\s.]\[(?P<first>\d{2,4})-(?P<last>\d{2,4})\]", _dash_range),
    (
        "so many of so many",
        r"(?<=[^\W\d])[ ._](?P<first>\d{1,3})-(?P<last>\d{1,3})[ ._]of[ ._]\d{1,3}(?!\d)",
        _dash_range,
    ),
    (
        "range after a group",
        r"(?<=[A-Za-z])[\s.](?P<first>\d{1,3})-(?P<last>\d{2,4})(?=[\s.]+Dual|[\s.]*\()",
        _dash_range,
    ),
    (
        "range after a dash",
        r"(?:[\s.]-[\s.]|\.-\.|_-_)(?P<first>\d{2,4})-(?P<last>\d{2,4})(?=[ ._]*[\[(])",
        _dash_range,
    ),
    ("number before the language", r"(?<=[A-Za-z0-9])[ ._](\d{2,4})[ ._](?=VOST)", r" - \1 "),
    ("number of how many, Russian", r"(?<![A-Za-z0-9])(\d{1,3})iz\d{1,3}(?![A-Za-z0-9])", r"E\1"),
    ("Russian episode in Latin letters", r"\(?(?<!\d)(\d{1,3})[. ]?(?:seriya|serya)\)?", r" E\1 "),
    ("Japanese and Chinese episode", r"第(\d{1,4})[話话集回]", r" E\1 "),
    ("Korean season", r"시즌[\s.]?(\d{1,2})(?!\d)", r" Season \1 "),
    ("Korean episode", r"(?<!\d)(\d{1,4})[화회](?!\w)", r" E\1 "),
    ("special of a fansub group", r"(?<=[^\W\d])[ ._]+(?:-[ ._]+)?SP(\d{1,2})(?![\dA-Za-z])", r" S00E\1 "),
    ("between two episodes", r"(?:[\s.]-[\s.]|\.-\.|_-_)\d{1,3}\.5(?=v\d|[\s.]*(?:\[|\((?!S\d)|$))", _special),
    ("Turkish episode", r"(?<!\d)(\d{1,4})\.? ?(?:Bölüm|Bolum|BLM)\b", r"E\1"),
    (
        "number and its label",
        (
            rf"(?<=[^\W_][ ._-])(?:-[ ._])?(?P<season>[1-9]\d?)(?:0(?P<low>[1-9])|(?P<high>[1-9]\d))[ ._]+-[ ._]+"
            rf"(?:Episode|{_EPISODE_WORDS})[ ._]*0*(?:(?P=low)|(?P=high))(?!\d)"
        ),
        _labelled,
    ),
    (
        "nothing but an episode's number and its label",
        rf"^0*([1-9]\d{{0,2}})[ ._-]+(?:Episode|{_EPISODE_WORDS})[ ._]*0*\1$",
        r"E\1",
    ),
    ("nothing but an episode in words", rf"^{_EPISODE_WORDS}\.?[ ._]*#?(\d{{1,4}})$", r"E\1"),
    ("nothing but an episode, its number in front", rf"^(\d{{1,4}})[.ªº]?[ ._]*{_EPISODE_WORDS}$", r"E\1"),
    ("episode in words", rf"(?<=[^\W_][ ._-])(?:-[ ._])?{_EPISODE_WORDS}\.?[ ._]*#?(\d{{1,4}})(?!\w)", r" E\1 "),
    ("season underscore episode", r"(?<=[A-Za-z0-9])-(?P<season>0\d)_(?P<episode>\d\d)(?![\d_])", _season_episode),
    (
        "mini-series on television",
        (
            rf"[._ ]P(?:ar)?t[._ ]?(?P<part>\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})"
            rf"(?=[._ ](?:\d{{3,4}}[pi][._ ])?{_TV_SOURCE}\b)"
            r"(?<!^)"
        ),
        _part_as_episode,
    ),
)
