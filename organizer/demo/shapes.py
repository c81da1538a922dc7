"""Works of the catalogue in the shapes of TMDB's JSON, field for field as its OpenAPI description lists them.

Image paths are null, never empty; what the catalogue does not know is null, empty or 0 as TMDB would have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from organizer.demo.catalogue import CatalogueEpisode, CatalogueSeason, EpisodeGroup, Work
from organizer.model import CandidateType

Json = dict[str, Any]

GENRES = {
    28: "Action", 12: "Adventure", 16: "Animation", 35: "Comedy", 80: "Crime", 99: "Documentary", 18: "Drama",
    10751: "Family", 14: "Fantasy", 36: "History", 27: "Horror", 10402: "Music", 9648: "Mystery", 10749: "Romance",
    878: "Science Fiction", 10770: "TV Movie", 53: "Thriller", 10752: "War", 37: "Western",
    10759: "Action & Adventure", 10762: "Kids", 10763: "News", 10764: "Reality", 10765: "Sci-Fi & Fantasy",
    10766: "Soap", 10767: "Talk", 10768: "War & Politics",
}  # fmt: skip
COUNTRIES = {
    "US": "United States of America", "GB": "United Kingdom", "DE": "Germany", "FR": "France", "ES": "Spain",
    "IT": "Italy", "JP": "Japan", "KR": "South Korea", "CN": "China", "TW": "Taiwan", "HK": "Hong Kong", "BR": "Brazil",
    "SE": "Sweden", "MX": "Mexico", "CA": "Canada", "AU": "Australia", "NZ": "New Zealand", "RU": "Russia",
    "SU": "Soviet Union", "ID": "Indonesia", "NO": "Norway", "DK": "Denmark",
}  # fmt: skip
LANGUAGES = {
    "en": ("English", "English", "US"), "de": ("Deutsch", "German", "DE"), "fr": ("Français", "French", "FR"),
    "es": ("Español", "Spanish", "ES"), "it": ("Italiano", "Italian", "IT"), "ja": ("日本語", "Japanese", "JP"),
    "ko": ("한국어/조선말", "Korean", "KR"), "zh": ("普通话", "Mandarin", "CN"),
    "pt": ("Português", "Portuguese", "PT"),
    "pt-BR": ("Português", "Portuguese", "BR"), "ru": ("Pусский", "Russian", "RU"),
    "pl": ("Polski", "Polish", "PL"), "nl": ("Nederlands", "Dutch", "NL"), "cs": ("Český", "Czech", "CZ"),
    "id": ("Bahasa indonesia", "Indonesian", "ID"), "da": ("Dansk", "Danish", "DK"), "no": ("Norsk", "Norwegian", "NO"),
    "sv": ("svenska", "Swedish", "SE"),
}  # fmt: skip
_LABELS = {  # what TMDB calls seasons and episodes that nobody named: they look like real names (and are none)
    "en": ("Season {}", "Specials", "Episode {}"), "de": ("Staffel {}", "Extras", "Episode {}"),
    "fr": ("Saison {}", "Épisodes spéciaux", "Épisode {}"), "es": ("Temporada {}", "Especiales", "Episodio {}"),
    "it": ("Stagione {}", "Speciali", "Episodio {}"), "ja": ("シーズン{}", "特別編", "第{}話"),
    "ru": ("Сезон {}", "Спецматериалы", "Эпизод {}"), "pt": ("Temporada {}", "Especiais", "Episódio {}"),
}  # fmt: skip


def _labels(language: str) -> tuple[str, str, str]:
    return _LABELS.get(language.partition("-")[0], _LABELS["en"])


def movie_row(work: Work, language: str, region: str = "") -> Json:
    """A film as lists hold it."""
    return {
        "adult": False,
        "backdrop_path": None,
        "genre_ids": list(work.genres),
        "id": work.id,
        "original_language": work.language,
        "original_title": work.original_title,
        "overview": work.overview_in(language),
        "popularity": work.popularity,
        "poster_path": None,
        "release_date": (work.releases or {}).get(region, work.date),
        "title": work.title_in(language),
        "video": False,
        "vote_average": work.average,
        "vote_count": work.votes,
    }


def tv_row(work: Work, language: str) -> Json:
    """A series as lists hold it."""
    return {
        "adult": False,
        "backdrop_path": None,
        "genre_ids": list(work.genres),
        "id": work.id,
        "origin_country": list(work.countries),
        "original_language": work.language,
        "original_name": work.original_title,
        "overview": work.overview_in(language),
        "popularity": work.popularity,
        "poster_path": None,
        "first_air_date": work.date,
        "name": work.title_in(language),
        "vote_average": work.average,
        "vote_count": work.votes,
    }


def row(work: Work, language: str) -> Json:
    """Either, with its ``media_type``: the rows of a multi search and of find."""
    made = movie_row(work, language) if work.kind is CandidateType.MOVIE else tv_row(work, language)
    return made | {"media_type": work.kind.value}


def collection_row(number: int, name: str) -> Json:
    """The series of films a film belongs to."""
    return {"id": number, "name": name, "poster_path": None, "backdrop_path": None}


def _shared_details(work: Work) -> Json:
    return {
        "genres": [{"id": number, "name": GENRES[number]} for number in work.genres],
        "homepage": "",
        "production_companies": [],
        "production_countries": [{"iso_3166_1": code, "name": COUNTRIES[code]} for code in work.countries],
        "spoken_languages": [_spoken(work.language)],
        "tagline": "",
    }


def _spoken(code: str) -> Json:
    own, english, _country = LANGUAGES[code]
    return {"english_name": english, "iso_639_1": code, "name": own}


def movie_details(work: Work, language: str) -> Json:
    """A film as ``/movie/{id}`` answers it."""
    made = movie_row(work, language) | _shared_details(work)
    del made["genre_ids"]
    return made | {
        "belongs_to_collection": collection_row(*work.collection) if work.collection else None,
        "budget": 0,
        "imdb_id": work.imdb_id,
        "origin_country": list(work.countries),
        "revenue": 0,
        "runtime": work.runtime,
        "status": "Released",
    }


def tv_details(work: Work, language: str) -> Json:
    """A series as ``/tv/{id}`` answers it: seasons are listed, their episodes are not; specials are not counted."""
    made = tv_row(work, language) | _shared_details(work)
    del made["genre_ids"]
    regular = [season for season in work.seasons if season.number > 0]
    last = regular[-1].episodes[-1]
    return made | {
        "created_by": [],
        "episode_run_time": [work.runtime],
        "in_production": not work.ended,
        "languages": [work.language],
        "last_air_date": last.air_date,
        "last_episode_to_air": _brief_episode(work, last, language),
        "next_episode_to_air": None,
        "networks": [],
        "number_of_episodes": sum(len(season.episodes) for season in regular),
        "number_of_seasons": len(regular),
        "seasons": [_season_row(season, language) for season in work.seasons],
        "status": "Ended" if work.ended else "Returning Series",
        "type": "Scripted",
    }


def _season_name(season: CatalogueSeason, language: str) -> str:
    name, specials, _episode = _labels(language)
    return name.format(season.number) if season.number else specials


def _season_row(season: CatalogueSeason, language: str) -> Json:
    return {
        "air_date": season.episodes[0].air_date,
        "episode_count": len(season.episodes),
        "id": season.id,
        "name": _season_name(season, language),
        "overview": "",
        "poster_path": None,
        "season_number": season.number,
        "vote_average": 0,
    }


def _brief_episode(work: Work, episode: CatalogueEpisode, language: str) -> Json:
    code = language.partition("-")[0]
    return {
        "id": episode.id,
        "name": episode.titles.get(code) or _labels(language)[2].format(episode.number),
        "overview": "",
        "vote_average": 0.0,
        "vote_count": 0,
        "air_date": episode.air_date,
        "episode_number": episode.number,
        "production_code": "",
        "runtime": work.runtime,
        "season_number": episode.season,
        "still_path": None,
    } | {"show_id": work.id}


def episode_details(work: Work, episode: CatalogueEpisode, language: str) -> Json:
    """An episode as its own address answers it."""
    made = _brief_episode(work, episode, language) | {"crew": [], "guest_stars": []}
    del made["show_id"]
    return made


def season_details(work: Work, season: CatalogueSeason, language: str) -> Json:
    """A season with its episodes."""
    last = season.episodes[-1]
    return {
        "_id": f"{season.id:024x}",
        "air_date": season.episodes[0].air_date,
        "episodes": [
            _brief_episode(work, episode, language)
            | {"episode_type": "finale" if episode is last else "standard", "crew": [], "guest_stars": []}
            for episode in season.episodes
        ],
        "name": _season_name(season, language),
        "networks": [],
        "overview": "",
        "id": season.id,
        "poster_path": None,
        "season_number": season.number,
        "vote_average": 0.0,
    }


def alternative_titles(work: Work) -> Json:
    """Other titles: under ``titles`` for films, under ``results`` for series."""
    rows = [{"iso_3166_1": country, "title": title, "type": ""} for country, title in work.alternatives]
    return {"titles" if work.kind is CandidateType.MOVIE else "results": rows}


def translations(work: Work) -> Json:
    """Translations; the title is empty in the original's own language, as TMDB has it."""
    return {"translations": [_translation(work, code) for code in work.translations]}


def _translation(work: Work, code: str) -> Json:
    found, (own, english, country) = work.translations[code], LANGUAGES[code]
    title = "" if code == work.language else found.title
    data: Json = {"homepage": "", "overview": found.overview, "tagline": ""}
    if work.kind is CandidateType.MOVIE:
        data |= {"title": title, "runtime": work.runtime}
    else:
        data |= {"name": title}
    language = code.partition("-")[0]
    return {"iso_3166_1": country, "iso_639_1": language, "name": own, "english_name": english, "data": data}


def external_ids(work: Work) -> Json:
    """The ids elsewhere; only series have one of TheTVDB."""
    social: Json = {"wikidata_id": None, "facebook_id": None, "instagram_id": None, "twitter_id": None}
    if work.kind is CandidateType.MOVIE:
        return {"imdb_id": work.imdb_id} | social
    freebase: Json = {"freebase_mid": None, "freebase_id": None, "tvdb_id": work.tvdb_id, "tvrage_id": None}
    return {"imdb_id": work.imdb_id} | freebase | social


def release_dates(work: Work) -> Json:
    """The release in each country, as full timestamps."""
    dates = {work.countries[0]: work.date, **(work.releases or {})}
    return {"results": [{"iso_3166_1": code, "release_dates": [_release(date)]} for code, date in dates.items()]}


def _release(date: str) -> Json:
    stamp = f"{date}T00:00:00.000Z"
    return {"certification": "", "descriptors": [], "iso_639_1": "", "note": "", "release_date": stamp, "type": 3}


def content_ratings(work: Work) -> Json:
    """The rating in the series' own country."""
    return {"results": [{"descriptors": [], "iso_3166_1": work.countries[0], "rating": "TV-14"}]}


def episode_groups(work: Work) -> Json:
    """The other orders of a series, listed."""
    return {"results": [_group_row(group) for group in work.groups]}


def _group_row(group: EpisodeGroup) -> Json:
    return {
        "description": "",
        "episode_count": sum(len(pairs) for _name, pairs in group.groups),
        "group_count": len(group.groups),
        "id": group.id,
        "name": group.name,
        "network": None,
        "type": group.type,
    }


def episode_group(work: Work, group: EpisodeGroup, language: str) -> Json:
    """One other order with its episodes; ``order`` of an episode counts from 0."""
    seasons = {(e.season, e.number): e for e in work.episodes()}
    groups = [
        {
            "id": f"{group.id}{order:02x}",
            "name": name,
            "order": order,
            "episodes": [
                _brief_episode(work, seasons[pair], language) | {"order": place} for place, pair in enumerate(pairs)
            ],
            "locked": False,
        }
        for order, (name, pairs) in enumerate(group.groups, start=1)
    ]
    return _group_row(group) | {"groups": groups}


def nothing(*keys: str) -> Callable[[Work], Json]:
    """A sub-resource the catalogue holds nothing of: its lists are empty."""
    return lambda _work: {key: [] for key in keys}


FILM_PARTS: Mapping[str, Callable[[Work], Json]] = {
    "alternative_titles": alternative_titles,
    "translations": translations,
    "external_ids": external_ids,
    "release_dates": release_dates,
    "images": nothing("backdrops", "logos", "posters"),
    "videos": nothing("results"),
    "credits": nothing("cast", "crew"),
}
"""What can be asked of a film beside its details, alone or appended."""

SERIES_PARTS: Mapping[str, Callable[[Work], Json]] = {
    "alternative_titles": alternative_titles,
    "translations": translations,
    "external_ids": external_ids,
    "content_ratings": content_ratings,
    "episode_groups": episode_groups,
    "images": nothing("backdrops", "logos", "posters"),
    "videos": nothing("results"),
    "credits": nothing("cast", "crew"),
}
"""What can be asked of a series beside its details, alone or appended."""

CONFIGURATION: Json = {
    "images": {
        "base_url": "http://image.tmdb.org/t/p/",
        "secure_base_url": "https://image.tmdb.org/t/p/",
        "backdrop_sizes": ["w300", "w780", "w1280", "original"],
        "logo_sizes": ["w45", "w92", "w154", "w185", "w300", "w500", "original"],
        "poster_sizes": ["w92", "w154", "w185", "w342", "w500", "w780", "original"],
        "profile_sizes": ["w45", "w185", "h632", "original"],
        "still_sizes": ["w92", "w185", "w300", "original"],
    },
    "change_keys": ["air_date", "alternative_titles", "episode", "overview", "season", "title", "translations"],
}
"""The answer of ``/configuration``."""
