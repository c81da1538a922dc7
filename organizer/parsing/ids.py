"""Ids of databases and Plex's edition tag, found in a name and taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organizer.model import MediaType

# Plex: {tmdb-603} {imdb-tt0133093} {tvdb-81189}; Jellyfin and Emby: [tmdbid-603] [tmdb=603], with any brackets.
_TAG = re.compile(
    r"[\[({]\s*(?P<base>tmdb|imdb|tvdb)(?:id)?\s*[-=:]\s*(?P<id>tt\d{5,10}|\d{1,10})\s*[\])}]", re.IGNORECASE
)
_BARE_IMDB = re.compile(r"(?<![A-Za-z0-9])(tt\d{7,10})(?![A-Za-z0-9])", re.IGNORECASE)
_EDITION = re.compile(r"\{\s*edition-(?P<name>[^{}]*)\}", re.IGNORECASE)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}")
_SPACES = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Ids:
    """What the tags of a name, or of an NFO, say. ``kind``: of what the ids are, where that is said too."""

    tmdb: int | None = None
    imdb: str | None = None
    tvdb: int | None = None
    edition: str | None = None
    kind: MediaType | None = None

    def filled_by(self, other: Ids) -> Ids:
        """These, and of ``other`` what is missing here."""
        return Ids(
            self.tmdb if self.tmdb is not None else other.tmdb,
            self.imdb or other.imdb,
            self.tvdb if self.tvdb is not None else other.tvdb,
            self.edition or other.edition,
            self.kind or other.kind,
        )


NO_IDS = Ids()


def take_ids(text: str) -> tuple[Ids, str]:
    """The ids and the edition in ``text``, and the text without them."""
    if "-" not in text and "=" not in text and ":" not in text and "tt" not in text.lower():
        return NO_IDS, text
    found: dict[str, str] = {}
    for tag in _TAG.finditer(text):
        found.setdefault(_kind(tag), tag["id"].lower())
    rest = _TAG.sub("", text)
    if bare := _BARE_IMDB.search(rest):
        found.setdefault("imdb", bare[1].lower())
        rest = _BARE_IMDB.sub("", rest)
    edition = _EDITION.search(rest)
    rest = _EDITION.sub("", rest)
    if rest == text:
        return NO_IDS, text
    return _ids(found, edition["name"].strip() if edition else ""), _SPACES.sub(" ", _EMPTY.sub("", rest)).strip()


def _kind(tag: re.Match[str]) -> str:
    """A ``tt`` number is IMDb's whatever the label says, and IMDb has no other numbers."""
    if tag["id"].lower().startswith("tt"):
        return "imdb"
    return "unknown" if tag["base"].lower() == "imdb" else tag["base"].lower()


def _ids(found: dict[str, str], edition: str) -> Ids:
    return Ids(
        tmdb=int(found["tmdb"]) if "tmdb" in found else None,
        imdb=found.get("imdb"),
        tvdb=int(found["tvdb"]) if "tvdb" in found else None,
        edition=edition or None,
    )
