"""The credential: which of TMDB's two kinds a person has given, and how it travels.

A v4 read access token goes only into the header, a v3 key (32 hexadecimal digits) only into the query; sent the other
way round each is a 401 (TMDB, "Application authentication"). People mix the two settings up, so the value decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from organizer.config.schema import TmdbSettings
from organizer.errors import TmdbRefused

WHERE_TO_GET_ONE = "get one at https://www.themoviedb.org/settings/api and set TMDB_ACCESS_TOKEN, or see `pmo config`"
_V3 = re.compile(r"[0-9a-fA-F]{32}")
_V4 = re.compile(r"eyJ[\w-]+(\.[\w-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Credential:
    """What each request carries. ``repr`` shows nothing of it."""

    headers: Mapping[str, str] = field(repr=False)
    parameters: Mapping[str, str] = field(repr=False)


def read_credential(settings: TmdbSettings) -> Credential:
    """The credential of the settings, a token before a key. ``TmdbRefused`` when there is none or it cannot be one."""
    token = _clean(settings.access_token, "access token")
    key = _clean(settings.api_key, "API key")
    if _V3.fullmatch(token) and not _V4.fullmatch(key):
        token, key = "", token
    elif _V4.fullmatch(key) and not _V4.fullmatch(token):
        token, key = key, ""
    if token:
        return Credential({"Authorization": f"Bearer {token}"}, {})
    if key:
        return Credential({}, {"api_key": key})
    raise TmdbRefused("There is no TMDB key", hint=WHERE_TO_GET_ONE)


def _clean(value: str, name: str) -> str:
    """Without what copying brings along: blanks at the ends, quotes, the word Bearer."""
    text = value.strip().strip("'\"").strip()
    if text[:7].lower() == "bearer ":
        text = text[7:].strip()
    if any(not "!" <= character <= "~" for character in text):
        # Never quote the value: a wrong one is mostly a right one with a slip.
        raise TmdbRefused(f"The TMDB {name} holds a blank or a character that no key has", hint="copy it once more")
    return text
