"""Rows for tests of the store: files with parses and verdicts of many kinds, made from small numbers."""

from __future__ import annotations

import os

from organizer.model import (
    Candidate,
    CandidateType,
    Companion,
    CompanionKind,
    EpisodeRef,
    FileIdentity,
    Hypothesis,
    Match,
    MediaFile,
    MediaType,
    Origin,
    Parse,
    ParsedName,
    Tier,
    Verdict,
)
from organizer.store.review import ReviewStore

TITLES = ("Amber Line", "Ämber Harbour", "the tide", "The Tide", "Zulu 1999")
LANGUAGES = ("en", "fr", "pt", "")


def film(number: int, title: str, year: int | None, language: str = "en") -> Match:
    return Match(MediaType.MOVIE, number, title, title, year, original_language=language)


def episode(number: int, title: str, season: int, first: int, language: str = "en") -> Match:
    return Match(
        MediaType.EPISODE, number, title, title, 2004, season, (EpisodeRef(season, first, f"Part {first}", None),),
        original_language=language,
    )  # fmt: skip


def media(path: str, size: int = 10, root: str = "/in", companions: tuple[Companion, ...] = ()) -> MediaFile:
    return MediaFile(path, root, FileIdentity(7, abs(hash(path)) % 100_000, size, 5), companions)


def subtitle(path: str, language: str | None) -> Companion:
    return Companion(path, CompanionKind.SUBTITLE, FileIdentity(7, 3, 40, 6), language, ("forced",), "")


def row_of(number: int) -> tuple[MediaFile, Parse, Verdict]:
    """A row like no other: what it is follows from its number."""
    title = TITLES[number % len(TITLES)]
    folder = ("/in", "/in/Films", f"/in/{title}/Season {number % 3}", "/in/films/deep er")[number % 4]
    path = f"{folder}/{title.replace(' ', '.')}.{number}.mkv"
    companions = (subtitle(f"{path}.srt", LANGUAGES[number % 4] or None),) if number % 3 == 0 else ()
    if number % 2:
        match = film(number % 5, title, 1990 + number % 20 if number % 7 else None, LANGUAGES[number % 4])
    else:
        match = episode(number % 5, title, number % 3, number % 11, LANGUAGES[number % 4])
    tier = list(Tier)[number % 4]
    name = ParsedName(
        os.path.basename(path), match.type, title, year=1980, season=(3,), extra="trailer" if number % 9 == 0 else None
    )
    candidate = Candidate(CandidateType.MOVIE, number % 5, title, title, 1990, 0.5 + number / 1000, ("title",), "Text")
    verdict = Verdict(tier, None if tier is Tier.NONE else match, number % 10 / 10, 0.2, ("said",), (candidate,))
    return (
        media(path, number * 10**8, companions=companions),
        Parse(
            name, (Hypothesis(name, Origin.LEAF, 0.5),), ("doubt",) if number % 2 else (), "own" if number % 5 else None
        ),
        verdict,
    )


def filled(count: int) -> ReviewStore:
    """A store with the rows 0 to ``count``, all matched."""
    store = ReviewStore()
    rows = [row_of(number) for number in range(count)]
    store.add([file for file, _, _ in rows])
    store.set_parses((file.path, parse) for file, parse, _ in rows)
    store.set_verdicts((file.path, verdict) for file, _, verdict in rows)
    return store
