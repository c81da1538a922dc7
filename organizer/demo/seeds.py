"""What the demo library's names are grown from: the shape of a seed, and the words that make one.

A seed is a path below the library with what it truly is. Paths of episodes are templates, filled in for each episode:
``{e}`` number, ``{last}`` the last number of a file with several, ``{n}`` the number counted through the whole
series, ``{ds}`` and ``{d}`` season and number on the discs, ``{title}``, ``{dots}`` (the title with dots), ``{date}``,
``{ymd}`` (with dots), ``{yymmdd}``, ``{crc}``.
Paths of films are taken as they are: braces in them are the person's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from organizer.model import CandidateType, LeftOutReason


@dataclass(frozen=True, slots=True)
class Seed:
    """One name, or one for each of ``numbers`` unless they are ``together`` in one file.

    ``work`` is None where the right answer is that there is none. ``beside`` are the files that go with each video:
    an ending that takes the place of the video's (``.en.srt``, ``-poster.jpg``), or a path from its folder.
    ``ambiguous`` says that the name alone cannot tell it from another work of the catalogue.
    """

    path: str
    work: tuple[CandidateType, int] | None = None
    season: int | None = None
    numbers: tuple[int, ...] = ()
    together: bool = False
    extra: str | None = None
    ambiguous: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Junk:
    """A file that is neither video nor companion, and the reason for which it is left out."""

    path: str
    reason: LeftOutReason


def film(number: int, *paths: str, beside: Iterable[str] = ()) -> tuple[Seed, ...]:
    """One film under several names; the companions go with the first."""
    work = (CandidateType.MOVIE, number)
    first, *others = (Seed(path, work) for path in paths)
    return (replace(first, beside=tuple(beside)), *others)


def unclear(number: int, *paths: str) -> tuple[Seed, ...]:
    """A film under names that another film of the catalogue bears too."""
    return tuple(replace(seed, ambiguous=True) for seed in film(number, *paths))


def extra(number: int, kind: str, *paths: str, tv: bool = False) -> tuple[Seed, ...]:
    """Trailers and the like: ``kind`` is Plex's word for them."""
    work = (CandidateType.TV if tv else CandidateType.MOVIE, number)
    return tuple(Seed(path, work, extra=kind) for path in paths)


def each(
    number: int, season: int, numbers: Iterable[int], path: str, *, beside: Iterable[str] = (), ambiguous: bool = False
) -> tuple[Seed, ...]:
    """One file for each of those episodes."""
    work = (CandidateType.TV, number)
    return (Seed(path, work, season, tuple(numbers), ambiguous=ambiguous, beside=tuple(beside)),)


def together(number: int, season: int, numbers: Iterable[int], *paths: str) -> tuple[Seed, ...]:
    """One file that holds all of those episodes; or, with several paths, several such files."""
    work = (CandidateType.TV, number)
    return tuple(Seed(path, work, season, tuple(numbers), together=True) for path in paths)


def nothing(*paths: str) -> tuple[Seed, ...]:
    """Videos that are no film and no episode of the catalogue."""
    return tuple(Seed(path) for path in paths)


def junk(reason: LeftOutReason, *paths: str) -> tuple[Junk, ...]:
    """Files to be left out for that reason."""
    return tuple(Junk(path, reason) for path in paths)
