"""Which shelf of the library a film or series goes to: anime, for children, in 4K, or with all others."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping

from organizer.model import Library, Match, MediaType, ParsedName, Shelf
from organizer.planning.claims import Claim
from organizer.planning.disk import is_below

_ANIMATION = 16  # genres of TMDB, for films and series
_FAMILY = 10751
_KIDS = 10762
_UHD = frozenset({"2160p", "4320p"})
# 4K comes first: it is kept apart for players that cannot show it, whatever the film is.
_ORDER = (Shelf.UHD, Shelf.ANIME, Shelf.KIDS)


def shelf_of(match: Match, parsed: ParsedName, library: Library, source: str = "") -> Shelf:
    """The first of 4K, anime and kids that has a folder for the type and takes this file.

    ``source`` is where the file is: one that lies in such a folder already stays on that shelf, so that what a person
    put there is not taken away, and a name that no longer says ``2160p`` costs nothing.
    """
    wants = {
        Shelf.UHD: parsed.screen_size in _UHD and not parsed.extra,
        Shelf.ANIME: is_anime(match),
        Shelf.KIDS: (_FAMILY if match.type is MediaType.MOVIE else _KIDS) in match.genres,
    }
    shelves = [shelf for shelf in _ORDER if library.root(match.type, shelf)]
    standing = _standing(shelves, library, match.type, source)
    return standing or next((shelf for shelf in shelves if wants[shelf]), Shelf.MAIN)


def settle_shelves(claims: Iterable[Claim], library: Library) -> None:
    """Give each claim its shelf. An extra goes where its film goes, whatever its own name says of the resolution."""
    films: dict[tuple[MediaType, int], list[Claim]] = defaultdict(list)
    extras = []
    for claim in claims:
        claim.shelf = shelf_of(claim.match, claim.parsed, library, claim.source)
        if claim.parsed.extra:
            extras.append(claim)
        else:
            films[claim.match.type, claim.match.tmdb_id].append(claim)
    for extra in extras:
        others = films[extra.match.type, extra.match.tmdb_id]
        near = [film for film in others if is_below(extra.source, os.path.dirname(film.source))]
        shelves = {film.shelf for film in near or others}
        if len(shelves) == 1 and extra.shelf is Shelf.MAIN:
            extra.shelf = shelves.pop()


def is_anime(match: Match) -> bool:
    """Whether it is animated and comes from Japan."""
    return _ANIMATION in match.genres and (match.original_language == "ja" or "JP" in match.countries)


def _standing(shelves: list[Shelf], library: Library, kind: MediaType, source: str) -> Shelf:
    """The shelf below whose folder the file lies, the deepest of them; MAIN for any other place."""
    # MAIN comes last: a shelf that shares its folder with all others keeps nothing there.
    folders: Mapping[str, Shelf] = {library.root(kind, shelf): shelf for shelf in (*shelves, Shelf.MAIN)}
    above = [folder for folder in folders if is_below(source, folder)]
    return folders[max(above, key=len)] if above else Shelf.MAIN
