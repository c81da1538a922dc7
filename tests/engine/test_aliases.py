"""The book of aliases: what a name is recognised by, what is kept between two starts, and what is forgotten."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.errors import OrganizerError
from organizer.model import Alias, AliasScope, Candidate, CandidateType, MediaType, Parse, ParsedName
from organizer.store.aliases import AliasBook, alias_for, release_of, title_key

LANTERN = Candidate(CandidateType.TV, 501, "Lantern Village", "Laternendorf", 2016, 0.9)


def name(path: str, title: str | None, kind: MediaType | None = MediaType.EPISODE, **more: object) -> Parse:
    return Parse(replace(ParsedName(path, kind, title), **more))  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> AliasBook:
    return AliasBook(tmp_path / "state" / "aliases.db")


@pytest.mark.parametrize(
    ("other", "known"),
    [
        (name("x/lantern.vlg.s02e03.mkv", "lantern vlg"), True),
        (name("x.mkv", "Lantern: VLG"), True),
        (name("x.mkv", "Lantern Vlg", year=2016), False),
        (name("x.mkv", "Lantern Vlg", MediaType.MOVIE), False),
        (name("x.mkv", "Lantern Vlg Tales"), False),
        (name("x.mkv", "Lantern Vlg", tmdb_id=7), False),
        (name("x.mkv", None), False),
        (name("x.mkv", "Lantern Vlg", None), False),
    ],
)
def test_a_title_is_recognised_however_it_is_spelt_and_nothing_else_is(
    book: AliasBook, other: Parse, known: bool
) -> None:
    book.add(alias_for(name("Lantern.VLG.S01E01.mkv", "Lantern VLG"), LANTERN))
    found = book.find(other)
    assert (found is not None) is known
    if found:
        assert (found.type, found.tmdb_id, found.title, found.year) == (CandidateType.TV, 501, "Lantern Village", 2016)


def test_a_year_in_the_name_belongs_to_the_title(book: AliasBook) -> None:
    book.add(alias_for(name("Lantern.2003.mkv", "Lantern", MediaType.MOVIE, year=2003), LANTERN))
    assert book.find(name("x.mkv", "Lantern", MediaType.MOVIE, year=2003))
    assert book.find(name("x.mkv", "Lantern", MediaType.MOVIE, year=1958)) is None
    assert book.find(name("x.mkv", "Lantern", MediaType.MOVIE)) is None


def test_a_release_name_goes_before_its_title_and_before_an_id_in_it(book: AliasBook) -> None:
    parse = name("in/lnt-101.mkv", "lnt", tmdb_id=3)
    book.add(alias_for(name("x.mkv", "lnt"), LANTERN))
    book.add(Alias(AliasScope.RELEASE, "lnt-101", CandidateType.MOVIE, 9, "Night Ferry"))
    found = book.find(parse)
    assert found
    assert found.tmdb_id == 9


def test_a_name_without_a_title_is_remembered_by_itself() -> None:
    alias = alias_for(name("in/a8f3\udcff.mkv", None, None), LANTERN)
    assert (alias.scope, alias.key) == (AliasScope.RELEASE, "a8f3\udcff")


def test_aliases_outlive_a_start_and_removed_ones_do_not(book: AliasBook, tmp_path: Path) -> None:
    kept = replace(alias_for(name("in/a8f3\udcff.mkv", None, None), LANTERN), order="dvd")
    gone = alias_for(name("x.mkv", "lnt"), LANTERN)
    book.add(kept)
    book.add(gone)
    assert book.remove(gone)
    assert not book.remove(gone)
    book.close()
    again = AliasBook(tmp_path / "state" / "aliases.db")
    assert again.all() == [kept]
    assert again.find(name("in/a8f3\udcff.mkv", None, None)) == kept


def test_a_later_choice_takes_the_place_of_an_earlier_one(book: AliasBook) -> None:
    first = alias_for(name("x.mkv", "lnt"), LANTERN)
    book.add(first)
    book.add(replace(first, tmdb_id=502))
    assert [alias.tmdb_id for alias in book.all()] == [502]


def test_a_row_that_cannot_be_read_costs_itself_only(book: AliasBook, tmp_path: Path) -> None:
    book.add(alias_for(name("x.mkv", "lnt"), LANTERN))
    book.close()
    with sqlite3.connect(tmp_path / "state" / "aliases.db") as connection:
        connection.execute("INSERT INTO alias VALUES ('planet', x'41', 'tv', 1, 'A', NULL, NULL)")
        connection.execute("INSERT INTO alias VALUES ('title', 'text', 'tv', 1, 'A', NULL, NULL)")
    connection.close()
    assert len(AliasBook(tmp_path / "state" / "aliases.db").all()) == 1


def test_a_file_that_is_no_database_leaves_an_empty_book_that_says_so_when_written(tmp_path: Path) -> None:
    path = tmp_path / "aliases.db"
    path.write_text("not a database at all, but long enough to be looked at" * 20)
    book = AliasBook(path)
    assert book.find(name("x.mkv", "lnt")) is None
    with pytest.raises(OrganizerError, match="Aliases cannot be kept"):
        book.add(alias_for(name("x.mkv", "lnt"), LANTERN))
    assert book.all() == []


def test_without_a_file_aliases_hold_for_the_sitting() -> None:
    book = AliasBook(None)
    book.add(alias_for(name("x.mkv", "lnt"), LANTERN))
    assert book.find(name("y.mkv", "LNT"))


@given(st.text(), st.none() | st.integers(1900, 2030), st.sampled_from([*MediaType, None]))
def test_any_name_has_a_key_by_which_it_is_found_again(title: str, year: int | None, kind: MediaType | None) -> None:
    parse = name("in/some.release.mkv", title, kind, year=year)
    book = AliasBook(None)
    book.add(alias_for(parse, LANTERN))
    assert book.find(parse) == alias_for(parse, LANTERN)
    assert title_key(parse.parsed) or release_of(parse) == "some.release"
    assert os.fsencode(release_of(parse))
