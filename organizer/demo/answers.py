"""What TMDB would answer to a request, as one pure function over the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from organizer.demo import search, shapes
from organizer.demo.catalogue import EpisodeGroup, Work, catalogue
from organizer.demo.shapes import Json
from organizer.model import CandidateType

PAGE_ROWS = 20
LAST_PAGE = 500
MOST_APPENDED = 20

_MOVIE, _TV = CandidateType.MOVIE, CandidateType.TV
_KEY = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers and body, ready for a wire."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class _Refused(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


_NO_KEY = (401, 7, "Invalid API key: You must be granted a valid key.")
_NO_ID = (404, 6, "Invalid id: The pre-requisite id is invalid or not found.")
_NOT_FOUND = (404, 34, "The resource you requested could not be found.")
_NO_METHOD = (405, 42, "This request method is not supported for this resource.")
_BAD_PAGE = (400, 22, "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer.")
_TOO_MANY = (400, 27, "Too many append to response objects: The maximum number of remote calls is 20.")
_NO_SOURCE = (400, 23, "Invalid parameters: external_source is required.")


def answer(method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Response:
    """TMDB's answer to ``path`` (decoded, with its ``/3``) and ``query`` (decoded).

    Any credential is taken, but none that begins with ``wrong``, and as TMDB does it, no v3 key sent as a bearer
    and no token sent as ``api_key``. Pure: the same question always has the same answer, byte for byte.
    """
    asked = {name.lower(): value for name, value in headers.items()}
    try:
        body = _route(method, path, query, asked)
    except _Refused as refused:
        return _error(refused)
    return _reply(body, asked.get("if-none-match"))


def _route(method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Json:
    if not _credential_is_good(query, headers):
        raise _Refused(*_NO_KEY)
    for pattern, handler in _ROUTES:
        if found := pattern.fullmatch(path.rstrip("/")):
            if method.upper() not in {"GET", "HEAD"}:
                raise _Refused(*_NO_METHOD)
            return handler(query, *found.groups())
    raise _Refused(*_NOT_FOUND)


def _credential_is_good(query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    token, key = token.strip(), query.get("api_key", "").strip()
    if scheme.lower() == "bearer" and token:
        return not token.startswith("wrong") and not _KEY.fullmatch(token)
    return bool(key) and not key.startswith(("wrong", "eyJ"))


def _encode(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _reply(body: Json, known: str | None) -> Response:
    raw = _encode(body)
    tag = f'W/"{blake2b(raw, digest_size=16).hexdigest()}"'
    headers = {
        "Content-Type": "application/json;charset=utf-8",
        "Cache-Control": "public, max-age=18909",
        "Vary": "Accept-Encoding",
        "ETag": tag,
    }
    return Response(304, headers) if known == tag else Response(200, headers, raw)


def _error(refused: _Refused) -> Response:
    body = {"success": False, "status_code": refused.code, "status_message": refused.message}
    return Response(refused.status, {"Content-Type": "application/json;charset=utf-8"}, _encode(body))


def _language(query: Mapping[str, str]) -> str:
    return query.get("language") or "en-US"


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 12 or int(text) == 0:
        raise _Refused(*_NO_ID)
    return int(text)


def _film(text: str) -> Work:
    return _known(catalogue().films, text)


def _show(text: str) -> Work:
    return _known(catalogue().series, text)


def _known(works: Mapping[int, Work], text: str) -> Work:
    if (work := works.get(_number(text))) is None:
        raise _Refused(*_NOT_FOUND)
    return work


# ------------------------------------------------------------------------------------------------ searches


def _page(rows: list[Work], query: Mapping[str, str], shape: Callable[[Work], Json]) -> Json:
    text = query.get("page") or "1"
    if not text.isdecimal() or not 1 <= (page := int(text[:6])) <= LAST_PAGE:
        raise _Refused(*_BAD_PAGE)
    shown = rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    results = [shape(work) for work in shown]
    return {"page": page, "results": results, "total_pages": pages, "total_results": len(rows)}


def _year(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) == 4 else None


def _search_movie(query: Mapping[str, str]) -> Json:
    found = search.search(query.get("query", ""), {_MOVIE})
    if (primary := _year(query, "primary_release_year")) is not None:
        found = [film for film in found if film.year == primary]
    if (year := _year(query, "year")) is not None:
        found = [film for film in found if search.released_in(film, year)]
    return _page(found, query, lambda film: shapes.movie_row(film, _language(query), query.get("region", "")))


def _search_tv(query: Mapping[str, str]) -> Json:
    found = search.search(query.get("query", ""), {_TV})
    if (first := _year(query, "first_air_date_year")) is not None:
        found = [show for show in found if show.year == first]
    if (year := _year(query, "year")) is not None:
        found = [show for show in found if search.aired_in(show, year)]
    return _page(found, query, lambda show: shapes.tv_row(show, _language(query)))


def _search_multi(query: Mapping[str, str]) -> Json:
    found = search.search(query.get("query", ""), {_MOVIE, _TV})
    return _page(found, query, lambda work: shapes.row(work, _language(query)))


# ------------------------------------------------------------------------------------------------- details


def _appended(query: Mapping[str, str], parts: Mapping[str, Callable[[Work], Json]], work: Work) -> Json:
    names = [name.strip() for name in query.get("append_to_response", "").split(",") if name.strip()]
    if len(names) > MOST_APPENDED:
        raise _Refused(*_TOO_MANY)
    found: Json = {name: parts[name](work) for name in names if name in parts}
    for name in names:
        if (season := _season_named(work, name)) is not None:
            found[name] = season(_language(query))
    return found


def _season_named(work: Work, name: str) -> Callable[[str], Json] | None:
    number = name.removeprefix("season/")
    season = work.season(int(number)) if number != name and number.isdecimal() else None
    return (lambda language: shapes.season_details(work, season, language)) if season else None


def _movie(query: Mapping[str, str], text: str) -> Json:
    film = _film(text)
    return shapes.movie_details(film, _language(query)) | _appended(query, shapes.FILM_PARTS, film)


def _tv(query: Mapping[str, str], text: str) -> Json:
    show = _show(text)
    return shapes.tv_details(show, _language(query)) | _appended(query, shapes.SERIES_PARTS, show)


def _part(kind: str, text: str, name: str) -> Json:
    work = _film(text) if kind == "movie" else _show(text)
    parts = shapes.FILM_PARTS if kind == "movie" else shapes.SERIES_PARTS
    if name not in parts:
        raise _Refused(*_NOT_FOUND)
    return {"id": work.id} | parts[name](work)


def _tv_season(query: Mapping[str, str], text: str, number: str) -> Json:
    show = _show(text)
    if (season := show.season(int(number))) is None:
        raise _Refused(*_NOT_FOUND)
    return shapes.season_details(show, season, _language(query))


def _tv_episode(query: Mapping[str, str], text: str, number: str, place: str) -> Json:
    show = _show(text)
    season = show.season(int(number))
    if season is None or (episode := season.episode(int(place))) is None:
        raise _Refused(*_NOT_FOUND)
    return shapes.episode_details(show, episode, _language(query))


def _all_groups() -> Iterable[tuple[Work, EpisodeGroup]]:
    return ((show, group) for show in catalogue().series.values() for group in show.groups)


def _episode_group(query: Mapping[str, str], text: str) -> Json:
    for show, group in _all_groups():
        if group.id == text:
            return shapes.episode_group(show, group, _language(query))
    raise _Refused(*_NOT_FOUND)


def _collection(query: Mapping[str, str], text: str) -> Json:
    parts = [film for film in catalogue().films.values() if film.collection and film.collection[0] == _number(text)]
    if not parts or not parts[0].collection:
        raise _Refused(*_NOT_FOUND)
    name, language = parts[0].collection[1], parts[0].language
    rows = [shapes.row(film, _language(query)) for film in sorted(parts, key=lambda film: film.date)]
    about = {"original_language": language, "original_name": name, "overview": ""}
    return shapes.collection_row(int(text), name) | about | {"parts": rows}


# -------------------------------------------------------------------------------------------------- others


def _find(query: Mapping[str, str], text: str) -> Json:
    source = query.get("external_source", "")
    if not source:
        raise _Refused(*_NO_SOURCE)
    found = [work for work in catalogue().works() if _is_known_as(work, source, text)]
    rows = {kind: [shapes.row(w, _language(query)) for w in found if w.kind is kind] for kind in CandidateType}
    return {
        "movie_results": rows[_MOVIE],
        "person_results": [],
        "tv_results": rows[_TV],
        "tv_episode_results": [],
        "tv_season_results": [],
    }


def _is_known_as(work: Work, source: str, text: str) -> bool:
    if source == "imdb_id":
        return work.imdb_id == text
    return source == "tvdb_id" and work.tvdb_id is not None and str(work.tvdb_id) == text


def _genres(_query: Mapping[str, str], kind: str) -> Json:
    used = {number for work in catalogue().works() if work.kind.value == kind for number in work.genres}
    return {"genres": [{"id": number, "name": shapes.GENRES[number]} for number in sorted(used)]}


_ROUTES: tuple[tuple[re.Pattern[str], Callable[..., Json]], ...] = tuple(
    (re.compile("/3" + pattern), handler)
    for pattern, handler in (
        (r"/authentication", lambda _query: {"success": True, "status_code": 1, "status_message": "Success."}),
        (r"/configuration", lambda _query: shapes.CONFIGURATION),
        (r"/search/movie", _search_movie),
        (r"/search/tv", _search_tv),
        (r"/search/multi", _search_multi),
        (r"/tv/episode_group/([0-9a-f]+)", _episode_group),
        (r"/movie/([^/]+)", _movie),
        (r"/tv/([^/]+)", _tv),
        (r"/tv/([^/]+)/season/([0-9]{1,6})", _tv_season),
        (r"/tv/([^/]+)/season/([0-9]{1,6})/episode/([0-9]{1,6})", _tv_episode),
        (r"/(movie)/([^/]+)/([a-z_]+)", lambda _query, *asked: _part(*asked)),
        (r"/(tv)/([^/]+)/([a-z_]+)", lambda _query, *asked: _part(*asked)),
        (r"/collection/([^/]+)", _collection),
        (r"/find/([^/]+)", _find),
        (r"/genre/(movie|tv)/list", _genres),
    )
)
