"""Names made of brackets, as fansub groups write them: ``[Group][标题][Title][12]`` becomes ``[Group] Title - 12``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from organizer.model import MediaType
from organizer.parsing.facts import NO_FACTS, Facts, span

_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")

# Announcements around the name: "new in January", "Chinese animation", "hiring translators".
_DECORATION = re.compile(r"[★☆✦]?\d{0,2}月?新番[★☆✦]?|^\d{1,2}月(?:/.*)?$|国漫|國漫|招募\S*|★|☆|^BD$")

_BRACKET = re.compile(r"\[([^\[\]]*)\]")

_NUMBER = re.compile(
    r"^(?:第|EP?|#)?\s*(?P<first>\d{1,4})(?:\s*[-~～]\s*(?P<last>\d{1,4}))?\s*(?:v\d)?\s*"
    r"(?:話|话|集|回|完|END|Fin(?:al)?|完结|完結|\(?SP\)?|(?:TV)?(?:全集|合集).*|Fin\b.*)?\s*(?:v\d)?$",
    re.IGNORECASE,
)
_SEASON_AND_NUMBER = re.compile(r"^(?P<season>\d{1,2})(?:st|nd|rd|th)\s*-\s*(?P<first>\d{1,4})$", re.IGNORECASE)
_SEASON = re.compile(r"^(?:S|Season\s?)(\d{1,2})$", re.IGNORECASE)
_TOTAL = re.compile(r"^总第(\d{1,4})$|^總第(\d{1,4})$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_TITLE_SEASON = re.compile(r"\s+S(?P<season>\d{1,2})$|\s*第(?P<cjk>\d{1,2})[季期]", re.IGNORECASE)

_TECHNICAL = re.compile(
    r"\d{3,4}[pPi]\b|\d{3,4}[xX×]\d{3,4}|\b(?:x|h)\.?26[45]|HEVC|\bAVC\b|\bAAC|FLAC|\bMP4\b|\bMKV\b|BD-?Rip"
    r"|WEB-?(?:DL|Rip)?\b|HDTV|\bTV-?Rip|HD-?Rip|DVD|\bRAW\b|\bREMUX\b|\b10-?bit|\b8-?bit|^[0-9A-F]{8}$|\bv\d$|^Batch$"
    r"|BIG5|\bGB\d*\b|\bCH[ST]\b|\bJ[AP]P?N?\b|\bENG\b|^(?:sc|tc|jp|chs|cht)_(?:sc|tc|jp)$|Multi-?Sub|\bSubs?\b|Dual"
    r"|[简簡繁]|字幕|双语|雙語|内嵌|內嵌|内封|外挂|外掛"
    r"|^Movie$|^TV$|^OVA$|^END$|^完$|Bilibili|Baha",
    re.IGNORECASE,
)
_GROUP = re.compile(r"字幕|[组組社屋]$|[Ss]ubs?\b|[Rr]aws?\b|[Ff]ansub|Studio|Team$")

_SPLIT_TITLES = re.compile(r"\s*/\s*|\s+_\s+|_(?=[A-Za-z])|(?<=[\u3000-\u9fff！？。])[_·・\s](?=[A-Za-z])|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A name that guessit can read, and what the brackets said that it could not."""

    text: str
    facts: Facts = NO_FACTS


def is_latin(text: str) -> bool:
    """Whether a title is written in Latin letters, at least mostly."""
    return _LATIN_WORD.search(text) is not None and _CJK.search(text) is None


def has_cjk(text: str) -> bool:
    """Whether there is a Chinese, Japanese or Korean character."""
    return _CJK.search(text) is not None


def unfold_brackets(leaf: str) -> Rewritten:
    """The name as ``[Group] Title - NN [rest]`` when it is written in brackets; else as it was."""
    text = leaf.replace("【", "[").replace("】", "]").replace("「", "[").replace("」", "]")
    if "[" not in text:
        return Rewritten(leaf)
    if release := _release_after_brackets(text):
        return release
    tokens = _tokens(text)
    if tokens is None:
        return Rewritten(leaf)
    return _rewrite(tokens) or Rewritten(leaf)


_SCENE = re.compile(
    r"^.*[\]\u2e80-\u9fff][ .]*(?P<name>[A-Za-z0-9][\w.'&!-]*\.(?:S\d{1,2}(?:E\d+)?|(?:19|20)\d\d)\..*)$"
)
_EPISODES_IN_CJK = re.compile(r"第(?P<first>\d{1,4})(?:\s*-\s*(?P<last>\d{1,4}))?[集话話回]")


def _release_after_brackets(text: str) -> Rewritten | None:
    """``[site]中文名[第01-15集].Title.S01.2023.1080p``: the scene name behind the brackets says it all."""
    scene = _SCENE.match(text)
    if scene is None or not has_cjk(text[: scene.start("name")]):
        return None
    counted = _EPISODES_IN_CJK.search(text)
    if counted is None:
        return Rewritten(scene["name"])
    first = int(counted["first"])
    return Rewritten(scene["name"], Facts(MediaType.EPISODE, episode=span(first, int(counted["last"] or first))))


_DOTS = re.compile(r"_|(?<!\d)\.|\.(?!\d)")  # a dot in a decimal separates nothing
_OUTSIDE = 5  # letters that may stand outside all brackets and say nothing: a language, a mark


def _tokens(text: str) -> list[str] | None:
    """The contents of the brackets in order, when next to nothing stands outside them."""
    if len(_BRACKET.findall(text)) < 2 or not text.startswith("["):
        return None
    outside = _DECORATION.sub("", _BRACKET.sub(" ", text)).strip(" _-.")
    left = re.sub(r"[\W_]+", "", _TECHNICAL.sub("", outside.replace("_", " ")))
    if len(left) > _OUTSIDE or any(map(str.isdigit, left)):
        return None
    tokens = [_DECORATION.sub("", token).strip(" -_") for token in _BRACKET.findall(text)]
    tokens = [token if " " in token or _TECHNICAL.search(token) else _DOTS.sub(" ", token) for token in tokens]
    return [token for token in tokens if token]


def _rewrite(tokens: list[str]) -> Rewritten | None:
    facts, numbered = _numbers(tokens)
    end = numbered if numbered is not None else len(tokens)
    title = _title(tokens[:end])
    if title is None or (numbered is None and not any(_TECHNICAL.search(token) for token in tokens[1:])):
        return None
    if season := _TITLE_SEASON.search(title):
        facts = replace(facts, type=MediaType.EPISODE, season=(int(season["season"] or season["cjk"]),))
        title = _TITLE_SEASON.sub("", title).strip()
    rest = [token for token in tokens[1:] if _TECHNICAL.search(token)]
    number = f" - {facts.episode[0]:02d}" if facts.episode else ""
    text = f"[{tokens[0]}] {title}{number} " + " ".join(f"[{token}]" for token in rest)
    return Rewritten(text.strip(), replace(facts, title=title))


def _numbers(tokens: list[str]) -> tuple[Facts, int | None]:
    """What the number tokens say, and where the first episode number stands."""
    facts, where = NO_FACTS, None
    for index, token in enumerate(tokens):
        if index == 0:
            continue
        if _YEAR.match(token):
            facts = replace(facts, year=int(token))
        elif season := _SEASON.match(token):
            facts = replace(facts, season=(int(season[1]),))
        elif total := _TOTAL.match(token):
            facts = replace(facts, absolute=int(total[1] or total[2]))
        elif where is None and (found := _SEASON_AND_NUMBER.match(token)):
            where, facts = index, replace(facts, season=(int(found["season"]),), episode=(int(found["first"]),))
        elif where is None and (found := _NUMBER.match(token)):
            first = int(found["first"])
            where, facts = index, replace(facts, episode=span(first, int(found["last"] or first)))
    return (replace(facts, type=MediaType.EPISODE) if where is not None else facts), where


def _title(tokens: list[str]) -> str | None:
    """Of the tokens before the number the first in Latin letters, else the last; the group is no title."""
    names = [token for token in tokens[1:] if not any(rule.search(token) for rule in (_TECHNICAL, _YEAR, _SEASON))]
    if len(names) > 1 and _GROUP.search(names[0]):
        names = names[1:]
    latin = next(filter(is_latin, names), None) or next(filter(None, map(_latin_half, names)), None)
    return latin or (names[-1] if names else None)


def _latin_half(name: str) -> str | None:
    halves = [half.strip() for half in _SPLIT_TITLES.split(name)]
    return next((half for half in halves if len(halves) > 1 and is_latin(half)), None)
