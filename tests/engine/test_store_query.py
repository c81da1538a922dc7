"""The query language: what it finds, what it says of a mistake, and what it proposes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.display import fold
from organizer.model import Decision, MediaType, ReviewRow, Tier
from organizer.store.filters import RowFilter, SortOrder
from organizer.store.query import QueryError, complete, parse_query
from organizer.store.words import read_words
from tests.engine.store_support import filled

Naive = Callable[[ReviewRow], bool]


def year(row: ReviewRow) -> int:
    match = row.verdict.match if row.verdict else None
    return (match.year if match else row.parse.parsed.year if row.parse else 0) or 0


def season(row: ReviewRow) -> int | None:
    match = row.verdict.match if row.verdict else None
    return match.season if match else 3


def title(row: ReviewRow) -> str:
    match = row.verdict.match if row.verdict else None
    return fold(match.title if match else row.parse.parsed.title or "" if row.parse else "")


def kind(row: ReviewRow) -> MediaType | None:
    match = row.verdict.match if row.verdict else None
    return match.type if match else row.parse.parsed.type if row.parse else None


def anywhere(row: ReviewRow, word: str) -> bool:
    label = f"{title(row)} ({year(row)})" if year(row) else title(row)
    return word in fold(row.file.relative) or word in label


def speaks(row: ReviewRow, language: str) -> bool:
    match = row.verdict.match if row.verdict else None
    return language in {match.original_language if match else "", *(c.language for c in row.file.companions)}


CASES: list[tuple[str, Naive]] = [
    ("", lambda row: True),
    ("tide", lambda row: anywhere(row, "tide")),
    ("TIDE mkv", lambda row: anywhere(row, "tide") and anywhere(row, "mkv")),
    ("ämber", lambda row: anywhere(row, "ämber")),
    ("!amber", lambda row: not anywhere(row, "amber")),
    ('"the tide"', lambda row: anywhere(row, "the tide")),
    ("films/deep", lambda row: "films/deep" in fold(row.file.relative)),
    ("1997", lambda row: anywhere(row, "1997")),
    ("(1997)", lambda row: anywhere(row, "(1997)")),
    ('"tide (1997)"', lambda row: anywhere(row, "tide (1997)")),
    ("year:1997", lambda row: year(row) == 1997),
    ("year:1991-1995", lambda row: 1991 <= year(row) <= 1995),
    ("year:1991-1993,2004", lambda row: 1991 <= year(row) <= 1993 or year(row) == 2004),
    ("year:>2000", lambda row: year(row) > 2000),
    ("year:<1991", lambda row: 0 < year(row) < 1991),
    ("year:>=2004 year:<=2004", lambda row: year(row) == 2004),
    ("year:-1985", lambda row: 0 < year(row) <= 1985),
    ("year:2001-", lambda row: year(row) >= 2001),
    ("!year:1990-", lambda row: not year(row) >= 1990),
    ("season:2", lambda row: season(row) == 2),
    ("season:0", lambda row: season(row) == 0),
    ("size:>4g", lambda row: row.file.size > 4 * 10**9),
    ("size:<700m", lambda row: row.file.size < 700 * 10**6),
    ("size:1-1.5g", lambda row: 10**9 <= row.file.size <= 15 * 10**8),
    ("tier:ambiguous", lambda row: row.tier is Tier.AMBIGUOUS),
    ("tier:none,ambiguous", lambda row: row.tier in {Tier.NONE, Tier.AMBIGUOUS}),
    ("tier:amb", lambda row: row.tier is Tier.AMBIGUOUS),
    ("decision:skipped", lambda row: row.decision is Decision.SKIPPED),
    ("decision:open", lambda row: row.decision is Decision.PENDING),
    ("decision:decided,pending", lambda row: True),
    ("type:series", lambda row: kind(row) is MediaType.EPISODE),
    ("type:movie", lambda row: kind(row) is MediaType.MOVIE),
    ("type:extra", lambda row: bool(row.parse and row.parse.parsed.extra)),
    ("lang:fr", lambda row: speaks(row, "fr")),
    ("LANG:PT", lambda row: speaks(row, "pt")),
    ('title:"amber line"', lambda row: "amber line" in title(row)),
    ("name:amber", lambda row: "amber" in fold(row.file.name)),
    ("path:in/films", lambda row: "in/films" in fold(row.file.path)),
    ("path:/in", lambda row: True),
    ("has:subtitle", lambda row: bool(row.file.companions)),
    ("has:match !has:companion", lambda row: bool(row.verdict and row.verdict.match) and not row.file.companions),
    ("id:3", lambda row: bool(row.verdict and row.verdict.match and row.verdict.match.tmdb_id == 3)),
    ("score:>50%", lambda row: bool(row.verdict and row.verdict.match and row.verdict.confidence > 0.5)),
    ("score:<0.3", lambda row: bool(row.verdict and row.verdict.match and row.verdict.confidence < 0.3)),
    ("year: tide", lambda row: anywhere(row, "tide")),
    ("!", lambda row: True),
]


@pytest.mark.parametrize(("text", "naive"), CASES, ids=[text for text, _ in CASES])
def test_a_query_finds_what_it_says(text: str, naive: Naive) -> None:
    store = filled(120)
    store.decide(range(0, 120, 5), Decision.SKIPPED)
    found = set(store.order(RowFilter(text=text), SortOrder.NAME))
    assert found == {row.id for row in store if naive(row)}


@pytest.mark.parametrize(
    ("text", "start", "end", "said"),
    [
        ("yaer:1998", 0, 4, "“yaer” (at 1) is not a key: did you mean year:? keys are tier,"),
        ("tide csi:miami", 5, 8, "“csi” (at 6) is not a key"),
        ("tide year:tomorrow", 10, 18, "year: knows no “tomorrow” (at 11): write 1998, 1990-1999 or >1990"),
        ("tier:sure,maybe", 10, 15, "tier: knows no “maybe” (at 11): write one of sure, likely"),
        ("size:>4x", 5, 8, "size: knows no “>4x” (at 6)"),
    ],
)
def test_a_mistake_is_said_with_its_place_and_what_is_known(text: str, start: int, end: int, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert said in caught.value.sentence()


def test_quotes_search_for_what_looks_like_a_key() -> None:
    assert len(parse_query('"csi: miami"').tests) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ti", (0, 2, ("tier:", "title:"))),
        ("tide ye", (5, 7, ("year:",))),
        ("!ti", (1, 3, ("tier:", "title:"))),
        ("tier:", (5, 5, ("sure", "likely", "ambiguous", "none", "waiting"))),
        ("tier:a", (5, 6, ("ambiguous",))),
        ("tier:none,a", (10, 11, ("ambiguous",))),
        ("lang:f", (5, 6, ("fr",))),
        ("nope:x", (5, 6, ())),
    ],
)
def test_what_is_begun_can_be_completed(text: str, expected: tuple[int, int, tuple[str, ...]]) -> None:
    found = complete(text, len(text), {"lang": ("en", "fr")})
    assert (found.start, found.end, found.choices) == expected


def test_on_an_empty_place_every_key_is_proposed() -> None:
    assert "year:" in complete("tide ", 5).choices


@given(st.text(alphabet='ab:!", <>1-\tyear', max_size=30))
def test_every_text_is_words_or_a_plain_mistake(text: str) -> None:
    words = read_words(text)
    assert all(word.start < word.end for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    with suppress(QueryError):
        assert parse_query(text).mask(filled(0).columns) == b""
