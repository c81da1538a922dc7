"""The words of templates: tokens, tags and filters, each with what it means."""

from __future__ import annotations

from collections.abc import Mapping

TOKENS: Mapping[str, str] = {
    "title": "the title of the film or series, as the setting library.titles wants it",
    "original_title": "the title in the language of its origin",
    "localised_title": "the title in your language",
    "year": "the year of the film, or of the first episode of the series",
    "tmdb_id": "the number at TMDB",
    "imdb_id": "the id at IMDb, where the file's name has it",
    "tvdb_id": "the number at TheTVDB, where the file's name has it",
    "id_tag": "the TMDB id as your server reads it: {tmdb-949}",
    "season": "the number of the season; specials are 0",
    "episode": "the number of the episode, or of the first of several",
    "last_episode": "the number of the last episode in a file of several",
    "numbers": "season and episodes as your server reads them: s02e01-e03",
    "absolute": "the number counted through all seasons, where the file's name has it",
    "episode_title": "the title of the episode, or of an extra",
    "air_date": "the day of the first broadcast: 2012-01-05",
    "edition": "the edition: Final Cut",
    "part": "the number of the part of a film in several files",
    "quality": "the resolution: 1080p",
    "source": "where the release was taken from: Blu-ray",
    "codec": "the video codec: H.265",
    "group": "the release group",
    "language": "the original language: ja",
    "country": "the first country of origin of a series: JP",
    "extra": "the kind of an extra: trailer",
    "extra_folder": "the folder of your server for that kind: Trailers",
    "original_name": "the name of the file as it was, without its ending",
    "extension": "the ending of the file, without its dot",
}

TAGS: Mapping[str, str] = {
    "if": "{% if edition %} [{{ edition }}]{% endif %}",
    "unless": "{% unless year %} (no year){% endunless %}",
    "case": "{% case season %}{% when 0 %}Specials{% else %}Season {{ season }}{% endcase %}",
    "comment": "{% comment %} not written {% endcomment %}",
}
FILTERS: Mapping[str, str] = {
    "pad": "{{ season | pad: 2 }} writes 02",
    "upcase": "{{ quality | upcase }}",
    "downcase": "{{ numbers | downcase }}",
    "capitalize": "{{ extra | capitalize }}",
    "slice": "{{ title | slice: 0 }} takes the first letter",
    "truncate": "{{ episode_title | truncate: 40 }}",
    "truncatewords": "{{ episode_title | truncatewords: 5 }}",
    "replace": '{{ title | replace: " ", "." }}',
    "replace_first": '{{ title | replace_first: "The ", "" }}',
    "remove": '{{ source | remove: "-" }}',
    "remove_first": '{{ title | remove_first: "The " }}',
    "append": '{{ title | append: "!" }}',
    "prepend": '{{ year | prepend: "from " }}',
    "strip": "{{ group | strip }}",
    "default": '{{ quality | default: "unknown" }}',
    "plus": "{{ episode | plus: 100 }}",
    "minus": "{{ episode | minus: 1 }}",
}
