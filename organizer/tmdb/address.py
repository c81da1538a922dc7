"""The address of the service, and the language code it understands, checked before anything is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from organizer.config.schema import PUBLIC_TMDB
from organizer.display import safe_text
from organizer.errors import ConfigError

_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?")


@dataclass(frozen=True, slots=True)
class Address:
    """``url`` ends without a slash; ``host`` is for messages; ``source`` tells cached answers of services apart."""

    url: str
    host: str
    source: str

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, where no proxy can reach."""
        return urlsplit(self.url).hostname in {"127.0.0.1", "localhost", "::1"}

    @property
    def is_plain_loopback(self) -> bool:
        """Whether nothing on the way is encrypted, no proxy either: then no certificates need be read (3 MB)."""
        return self.is_loopback and urlsplit(self.url).scheme == "http"


def read_address(base_url: str) -> Address:
    """The address of a setting, or a ``ConfigError`` that says what is wrong with it."""
    text = base_url.strip().rstrip("/")
    hint = f"an address looks like {PUBLIC_TMDB}"
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigError("tmdb.base_url holds a character that no address has", hint=hint)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or not re.search(r"\w", host):
        # The text may hold a password, so only its beginning is shown.
        raise ConfigError(f"tmdb.base_url is no web address: {safe_text(text[:12])}…", hint=hint)
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError("tmdb.base_url may hold neither a user name nor a query", hint=hint)
    shown = f"{host}:{port}" if port else host
    # Without the port: a test server gets a new one at each start, and its answers stay its own all the same.
    return Address(text, shown, "" if text == PUBLIC_TMDB else f"{host}{parts.path}")


def read_language(language: str) -> str:
    """The code as TMDB wants it (``de-DE``: a lower-case country is ignored by it), or a ``ConfigError``."""
    match = _LANGUAGE.fullmatch(language.strip())
    if match is None:
        raise ConfigError(
            f"{safe_text(language)!r} is no language that TMDB knows", hint="write it like en-US or de-DE"
        )
    return f"{match[1].lower()}-{match[2].upper()}" if match[2] else match[1].lower()
