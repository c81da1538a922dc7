"""The naming schemes of the media servers, as data: how each writes ids, numbers, editions, parts and extras.

Sources: the Plex articles on naming movies, TV shows, editions and local extras; the Jellyfin and Emby documentation
on movies and shows; the Kodi wiki on naming video files. A live server was not asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from organizer.model import Preset

# Folder and inline suffix of each kind of extra: Plex's names, which Jellyfin and Emby read too (without case).
EXTRA_FOLDERS: Mapping[str, str] = {
    "behindthescenes": "Behind The Scenes",
    "deleted": "Deleted Scenes",
    "featurette": "Featurettes",
    "interview": "Interviews",
    "scene": "Scenes",
    "short": "Shorts",
    "trailer": "Trailers",
    "other": "Other",
}
# Kodi knows trailers by their suffix, and one folder for the rest.
_KODI_FOLDERS: Mapping[str, str] = dict.fromkeys(EXTRA_FOLDERS, "Extras") | {"trailer": ""}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One preset. Tags are format strings for one value.

    ``id_tag`` is empty where names usually go without ids; ``rescue_tag`` is the id as the server reads it all the
    same, for a title that no name can hold. ``edition_tag`` is empty where an edition is a version label
    (`` - Final Cut``). ``every_episode`` writes ``S01E01E02`` instead of first and last. An extra folder ``""`` means:
    beside the film, told by its suffix alone.
    """

    id_tag: str
    rescue_tag: str
    edition_tag: str
    part_tag: str
    episode: str
    episode_more: str
    every_episode: bool = False
    subtitle_default: bool = True
    extras: Mapping[str, str] = field(default_factory=lambda: EXTRA_FOLDERS)

    def extra_folder(self, kind: str) -> tuple[str, ...]:
        """The folder for extras of a kind; none where they are beside the film."""
        folder = self.extras.get(kind, self.extras["other"])
        return (folder,) if folder else ()


_JELLYFIN = Scheme(
    id_tag="[tmdbid-{}]",
    rescue_tag="[tmdbid-{}]",
    edition_tag="",
    part_tag=" - part{}",
    episode="S{:02d}E{:02d}",
    episode_more="-E{:02d}",
)

SCHEMES: Mapping[Preset, Scheme] = {
    Preset.PLEX: Scheme(
        id_tag="{{tmdb-{}}}",
        rescue_tag="{{tmdb-{}}}",
        edition_tag="{{edition-{}}}",
        part_tag=" - pt{}",
        episode="s{:02d}e{:02d}",
        episode_more="-e{:02d}",
        subtitle_default=False,  # Plex knows forced, sdh and cc; an unknown word would cost it the language
    ),
    Preset.JELLYFIN: _JELLYFIN,
    Preset.EMBY: replace(_JELLYFIN, id_tag="[tmdbid={}]", rescue_tag="[tmdbid={}]"),
    Preset.KODI: Scheme(
        id_tag="",
        rescue_tag="{{tmdb-{}}}",  # read since Kodi 20: videofilenameidentifierregexp
        edition_tag="",
        part_tag="-part{}",
        episode="S{:02d}E{:02d}",
        episode_more="E{:02d}",
        every_episode=True,
        extras=_KODI_FOLDERS,
    ),
}
