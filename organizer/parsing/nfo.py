"""Ids in the NFO that lies beside a video: Kodi's tags, and the links in what release groups write."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace

from organizer.model import Hypothesis, MediaType, Origin, Parse, ParsedName
from organizer.parsing.ids import NO_IDS, Ids

# Kodi's own files are some 10 KiB, most of it the cast, which comes after the ids.
_MOST_BYTES = 64 * 1024

# Who made a film, and the set it belongs to, have ids of their own under the same names (Jellyfin, Emby). What a
# truncated file leaves open ends with the file.
_OTHERS = re.compile(
    r"<(?P<tag>actor|director|writer|credits|producer|set|season|collection)\b[^>]*(?<!/)>.*?(?:</(?P=tag)\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_EPISODE = re.compile(r"<episodedetails[\s>]", re.IGNORECASE)  # its ids are those of the episode, not of the series
_ROOT = re.compile(r"<(?P<root>movie|tvshow)[\s>]", re.IGNORECASE)
_UNIQUE = re.compile(
    r"<uniqueid\s[^<>]{0,200}?type\s*=\s*[\"'](?P<base>tmdb|imdb|tvdb)[\"'][^<>]{0,200}>\s*(?P<id>tt\d{5,10}|\d{1,10})\s*<",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?P<base>tmdb|imdb|tvdb)_?id>\s*(?P<id>tt\d{5,10}|\d{1,10})\s*<", re.IGNORECASE)
_OLD_TAG = re.compile(r"<id(?P<base>)(?:\s[^<>]{0,200})?>\s*(?P<id>tt\d{5,10})\s*<", re.IGNORECASE)
_TMDB_LINK = re.compile(r"(?:themoviedb\.org|tmdb\.org)/(?P<kind>movie|tv)/(?P<id>\d{1,10})(?!\d)", re.IGNORECASE)
_IMDB_LINK = re.compile(r"(?<![A-Za-z0-9])(?P<id>tt\d{7,10})(?!\d)", re.IGNORECASE)
_TVDB_LINK = re.compile(
    r"thetvdb\.com/[^\s\"'<>]{0,80}?(?:[?&](?:series)?id=|/series/)(?P<id>\d{1,10})(?!\d)", re.IGNORECASE
)

_KINDS = {"movie": MediaType.MOVIE, "tv": MediaType.EPISODE, "tvshow": MediaType.EPISODE}


def ids_in_nfo(path: str) -> Ids:
    """The ids of the film or series that an NFO is about; none when it says none, several, or those of an episode.

    Reads at most 64 KiB, never waits (a pipe of that name is left alone) and never raises: what cannot be read says
    nothing. The text is searched, not parsed as XML, so that entities and broken tags do no harm.
    """
    text = _start_of(path)
    if "<" in text and _EPISODE.search(text):
        return NO_IDS
    text = _OTHERS.sub(" ", text)
    tagged = _collected([*_UNIQUE.finditer(text), *_TAG.finditer(text), *_OLD_TAG.finditer(text)])
    if any(tagged.values()):
        return _settled(tagged, {found["root"].lower() for found in _ROOT.finditer(text)})
    links = list(_TMDB_LINK.finditer(text))
    linked = {
        "tmdb": {found["id"] for found in links},
        "imdb": {found["id"].lower() for found in _IMDB_LINK.finditer(text)},
        "tvdb": {found["id"] for found in _TVDB_LINK.finditer(text)},
    }
    return _settled(linked, {found["kind"].lower() for found in links})


def _start_of(path: str) -> str:
    """The first bytes of a regular file as text; UTF-16 as Windows' editors write it, else anything as Latin-1."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError):
        return ""
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return ""
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return ""
    finally:
        os.close(handle)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("latin-1")  # ids and tags are ASCII in every encoding that people use here


def _collected(tags: list[re.Match[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"tmdb": set(), "imdb": set(), "tvdb": set()}
    for tag in tags:
        number = tag["id"].lower()
        base = "imdb" if number.startswith("tt") else tag["base"].lower()
        if base != "imdb" or number.startswith("tt"):
            found[base].add(number)
    return found


def _settled(found: dict[str, set[str]], kinds: set[str]) -> Ids:
    """One id of each kind at most; several films in one file settle nothing."""
    roots = {_KINDS[kind] for kind in kinds}
    if len(roots) > 1 or any(len(ids) > 1 for ids in found.values()):
        return NO_IDS
    tmdb, imdb, tvdb = (next(iter(found[base]), None) for base in ("tmdb", "imdb", "tvdb"))
    if not (tmdb or imdb or tvdb):
        return NO_IDS
    return Ids(int(tmdb) if tmdb else None, imdb, int(tvdb) if tvdb else None, kind=next(iter(roots), None))


def with_ids(parse: Parse, ids: Ids) -> Parse:
    """The parse with the ids of its NFO, as if they stood in the name. Ids in the name itself are worth more.

    A reading of the kind that the NFO is about is preferred; where there is none, the contradiction is a doubt, and
    the ids are left out. What is no film or episode stays that.
    """
    parsed = parse.parsed
    said = parsed.tmdb_id is not None or parsed.imdb_id or parsed.tvdb_id is not None
    if ids == NO_IDS or said or parsed.type is None or not parse.hypotheses:
        return parse
    if ids.kind is not None and parsed.type is not ids.kind:
        fitting = next((other.parsed for other in parse.hypotheses if other.parsed.type is ids.kind), None)
        if fitting is None:
            kind = "a film" if ids.kind is MediaType.MOVIE else "a series"
            doubt = f"the NFO beside it is about {kind}"
            return replace(parse, doubts=tuple(dict.fromkeys((*parse.doubts, doubt))))
        parsed = fitting
    taken = _identified(parsed, ids)
    others = tuple(
        replace(other, parsed=_identified(other.parsed, ids), weight=min(other.weight, 0.95))
        for other in parse.hypotheses
        if other.parsed != parsed
    )
    return replace(parse, parsed=taken, hypotheses=(Hypothesis(taken, Origin.ID, 1.0), *others))


def _identified(parsed: ParsedName, ids: Ids) -> ParsedName:
    return replace(parsed, tmdb_id=ids.tmdb, imdb_id=ids.imdb, tvdb_id=ids.tvdb)
