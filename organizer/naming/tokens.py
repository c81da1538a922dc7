"""The tokens of templates: their names, what they mean, and their values for one file."""

from __future__ import annotations

import os
from collections.abc import Mapping

from organizer.model import Match, MediaType, ParsedName
from organizer.naming.style import NameStyle
from organizer.naming.vocabulary import TOKENS
from organizer.naming.wording import Wording, nameless

Values = Mapping[str, str | int | None]


def token_values(match: Match, parsed: ParsedName, style: NameStyle) -> Values:
    """A value for every token, texts cleaned; None for what is not known. Raises ``NamingError`` as numbers do."""
    wording = Wording(match, parsed, style)
    episodes = sorted(match.episodes, key=lambda episode: (episode.season, episode.number))
    series = match.type is MediaType.EPISODE
    stem, extension = os.path.splitext(os.path.basename(parsed.path))
    found: dict[str, str | int | None] = {
        "title": next(wording.titles(), nameless(match.tmdb_id)),
        "original_title": wording.plain(match.original_title),
        "localised_title": wording.plain(match.title),
        "year": match.year,
        "tmdb_id": match.tmdb_id,
        "imdb_id": wording.plain(parsed.imdb_id),
        "tvdb_id": parsed.tvdb_id,
        "id_tag": style.id_tag(match.tmdb_id),
        "season": wording.season() if series and (episodes or match.season is not None) else None,
        "episode": episodes[0].number if episodes else None,
        "last_episode": episodes[-1].number if len(episodes) > 1 else None,
        "numbers": wording.numbers() if episodes and not parsed.extra else None,
        "absolute": parsed.absolute_episode,
        "episode_title": wording.episode_title() or (wording.plain(parsed.episode_title) if parsed.extra else ""),
        "air_date": (episodes[0].air_date or parsed.date) if episodes else parsed.date,
        "edition": wording.plain(parsed.edition),
        "part": parsed.part,
        "quality": wording.plain(parsed.screen_size),
        "source": wording.plain(parsed.source),
        "codec": wording.plain(parsed.video_codec),
        "group": wording.plain(parsed.release_group),
        "language": wording.plain(match.original_language),
        # TMDB tells that of a film only when it is asked for by its id: a name would depend on how the film was found.
        "country": wording.plain(match.countries[0]) if series and match.countries else None,
        "extra": wording.plain(parsed.extra),
        "extra_folder": next(iter(style.scheme.extra_folder(parsed.extra)), None) if parsed.extra else None,
        "original_name": wording.plain(stem),
        "extension": wording.plain(extension.lstrip(".").lower()),
    }
    found["air_date"] = wording.plain(str(found["air_date"] or ""))
    return {name: None if found[name] == "" else found[name] for name in TOKENS}
