"""Credentials, the address, and the form of questions: all that is settled before a request leaves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.config.schema import PUBLIC_TMDB, TmdbSettings
from organizer.errors import ConfigError, TmdbRefused
from organizer.tmdb.address import read_address, read_language
from organizer.tmdb.auth import read_credential
from organizer.tmdb.questions import QUERY_LIMIT, external_source, query_words
from tests.engine.tmdb_server import KEY, TOKEN

BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("token", "key", "headers", "parameters"),
    [
        (TOKEN, "", BEARER, {}),
        (TOKEN, KEY, BEARER, {}),
        ("", KEY, {}, {"api_key": KEY}),
        (f"  {TOKEN}\n", "", BEARER, {}),
        (f"Bearer {TOKEN}", "", BEARER, {}),
        (f'"{TOKEN}"', "", BEARER, {}),
        (KEY, "", {}, {"api_key": KEY}),
        ("", TOKEN, BEARER, {}),
        (KEY, TOKEN, BEARER, {}),
        ("anything-a-proxy-wants", "", {"Authorization": "Bearer anything-a-proxy-wants"}, {}),
    ],
)
def test_each_kind_of_credential_travels_in_its_own_place(
    token: str, key: str, headers: dict[str, str], parameters: dict[str, str]
) -> None:
    credential = read_credential(TmdbSettings(access_token=token, api_key=key))
    assert (credential.headers, credential.parameters) == (headers, parameters)
    assert repr(credential) == "Credential()"


@pytest.mark.parametrize("value", ["swordfish\r\nHost: evil", "sword\tfish", "sword fish", "swordfish\x00", "swörd"])
@pytest.mark.parametrize("field", ["access_token", "api_key"])
def test_a_value_that_no_key_can_be_is_refused_without_being_quoted(field: str, value: str) -> None:
    changes: dict[str, Any] = {field: value}
    with pytest.raises(TmdbRefused) as refusal:
        read_credential(TmdbSettings(**changes))
    assert "sw" not in refusal.value.sentence()


def test_no_key_at_all_says_where_to_get_one() -> None:
    with pytest.raises(TmdbRefused, match="no TMDB key") as refusal:
        read_credential(TmdbSettings(access_token="  "))
    assert "themoviedb.org" in refusal.value.hint


@pytest.mark.parametrize(
    ("setting", "url", "source"),
    [
        (PUBLIC_TMDB, PUBLIC_TMDB, ""),
        (PUBLIC_TMDB + "/", PUBLIC_TMDB, ""),
        ("http://127.0.0.1:8080/3//", "http://127.0.0.1:8080/3", "127.0.0.1/3"),
        (" https://proxy.example ", "https://proxy.example", "proxy.example"),
    ],
)
def test_an_address_may_end_with_a_slash(setting: str, url: str, source: str) -> None:
    address = read_address(setting)
    assert (address.url, address.source) == (url, source)


@pytest.mark.parametrize(
    "setting",
    ["", "nonsense", "ftp://a/3", "http://", "http://[::1", "http://a:port/", "http://a b/", "http://a/\n3",
     "http://me:secret@a/3", "http://a/3?api_key=1", "http://ä/"],
)  # fmt: skip
def test_a_nonsense_address_is_a_sentence_about_the_setting(setting: str) -> None:
    with pytest.raises(ConfigError, match=r"tmdb\.base_url") as error:
        read_address(setting)
    assert "secret" not in error.value.sentence()


@pytest.mark.parametrize(("given_code", "code"), [("de-de", "de-DE"), ("pt_BR", "pt-BR"), ("EN", "en")])
def test_a_language_is_written_as_tmdb_wants_it(given_code: str, code: str) -> None:
    assert read_language(given_code) == code


@pytest.mark.parametrize("code", ["", "german", "de-DEU", "../x", "de-DE&query=x"])
def test_what_is_no_language_is_a_config_error(code: str) -> None:
    with pytest.raises(ConfigError):
        read_language(code)


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Spider-Man: Far_from.Home!", "Spider Man Far from Home"),
        ("WALL·E", "WALL·E"),
        ("  ...  ", ""),
        ("___", ""),
        ("·", ""),
        ("9", "9"),
        ("हिन्दी", "हिन्दी"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\udc80b\x00c", "a b c"),
        ("Ame\u0301lie", "Am\u00e9lie"),
    ],
)
def test_a_query_is_words_parted_by_spaces(title: str, query: str) -> None:
    assert query_words(title) == query


@given(st.text(st.characters(codec=None), max_size=400))
def test_a_query_can_always_be_sent(title: str) -> None:
    query = query_words(title)
    assert len(query.encode()) <= 4 * QUERY_LIMIT
    assert query == " ".join(query.split())
    assert query_words(query) == query


@pytest.mark.parametrize(
    ("external_id", "source"),
    [
        ("tt0012345", "imdb_id"),
        ("4242", "tvdb_id"),
        ("nm0000001", None),
        ("", None),
        ("tt", None),
        ("1/../2", None),
        ("٤٢", None),
    ],
)
def test_an_outside_id_says_whose_it_is(external_id: str, source: str | None) -> None:
    assert external_source(external_id) == source
