"""Every setting with its default, its meaning and its bounds.

The TOML file, the environment, ``config show``, ``config init`` and the checks are all made from these fields:
a field's ``metadata`` holds ``help`` (a sentence, written as the comment of the default file) and, where it applies,
``minimum``, ``maximum``, ``form`` (a ``Form``), ``env`` (the environment variable that sets it), ``flag`` (the option
of the command line that does), ``flag_help`` (where it says the opposite) and ``secret``. Nothing else lists settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from organizer.model import Action, Characters, Junk, MovieIds, NumberCase, Preset, SymlinkForm, TitleStyle

PUBLIC_TMDB = "https://api.themoviedb.org/3"

VIDEO_EXTENSIONS = (
    "mkv", "mp4", "avi", "m4v", "mov", "wmv", "mpg", "mpeg", "ts", "m2ts", "mts", "webm", "flv", "ogm", "ogv",
    "divx", "vob", "3gp", "asf", "rmvb", "rm", "f4v", "wtv", "dvr-ms",
)  # fmt: skip
SUBTITLE_EXTENSIONS = ("srt", "ass", "ssa", "sub", "idx", "smi", "vtt", "sup", "usf", "mpl", "txt.sub")
COMPANION_EXTENSIONS = ("nfo", "jpg", "jpeg", "png", "tbn", "webp", "xml", "mka", "ac3", "dts", "flac", "mp3")


class Form(StrEnum):
    """What a text has to look like."""

    FOLDER = "folder"
    URL = "url"
    LANGUAGE = "language"
    EXTENSION = "extension"


def setting(default: Any, text: str, **more: Any) -> Any:
    """A dataclass field with its sentence of help and, in ``more``, what else the module's docstring names."""
    return field(default=default, metadata={"help": text, **more})


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """The section ``[library]``."""

    sources: tuple[str, ...] = setting((), "Folders that are scanned when none is named.", form=Form.FOLDER)
    root: str = setting("", "The library: holds the folders Movies and TV Shows.", form=Form.FOLDER, flag="--library")
    movies: str = setting(
        "", "The folder for films, when it is not Movies below root.", form=Form.FOLDER, flag="--movies"
    )
    tv: str = setting("", "The folder for series, when it is not TV Shows below root.", form=Form.FOLDER, flag="--tv")
    anime_movies: str = setting("", "A folder for Japanese animated films; empty: with the films.", form=Form.FOLDER)
    anime_tv: str = setting("", "A folder for Japanese animated series; empty: with the series.", form=Form.FOLDER)
    kids_movies: str = setting("", "A folder for films for families; empty: with the films.", form=Form.FOLDER)
    kids_tv: str = setting("", "A folder for series for children; empty: with the series.", form=Form.FOLDER)
    uhd_movies: str = setting("", "A folder for films in 4K; empty: with the films.", form=Form.FOLDER)
    uhd_tv: str = setting("", "A folder for series in 4K; empty: with the series.", form=Form.FOLDER)
    action: Action = setting(
        Action.MOVE, "What is done with the files: move, copy, hardlink, symlink or reflink.", flag="--action"
    )
    symlinks: SymlinkForm = setting(
        SymlinkForm.ABSOLUTE, "What symlinks read: absolute paths, or relative ones, which outlive a moved mount."
    )
    preset: Preset = setting(Preset.PLEX, "The naming scheme: plex, jellyfin, emby or kodi.", flag="--preset")
    language: str = setting(
        "en-US", "The language of titles, as TMDB writes it: xx-YY.", form=Form.LANGUAGE, flag="--language"
    )
    fallback_language: str = setting(
        "en-US", "The language of titles that TMDB has not translated; empty takes the original.", form=Form.LANGUAGE
    )
    titles: TitleStyle = setting(
        TitleStyle.LOCALISED, "Titles in names: localised, original, or both, as in Original [Local]."
    )
    ids: bool = setting(
        True, "Write the TMDB id into names, so that the server cannot mistake them. Cut titles always have it."
    )
    subtitle_language: str = setting(
        "",
        "The language of subtitles whose names do not say theirs (en, pt-BR); empty: they are named without one.",
        form=Form.LANGUAGE,
    )
    junk: Junk = setting(
        Junk.KEEP,
        "What becomes of samples, release notes, .url, .sfv and the like beside files that move: keep, or trash, which "
        "undo brings back from.",
        flag="--junk",
    )
    remove_empty_folders: bool = setting(True, "After a move, remove source folders that the run has emptied.")


@dataclass(frozen=True, slots=True)
class DiscoverySettings:
    """The section ``[discovery]``."""

    video_extensions: tuple[str, ...] = setting(
        VIDEO_EXTENSIONS, "Endings of video files, without the dot.", form=Form.EXTENSION
    )
    subtitle_extensions: tuple[str, ...] = setting(
        SUBTITLE_EXTENSIONS, "Endings of subtitle files.", form=Form.EXTENSION
    )
    companion_extensions: tuple[str, ...] = setting(
        COMPANION_EXTENSIONS, "Endings of other files that go with a video.", form=Form.EXTENSION
    )
    sample_megabytes: int = setting(300, "A file named like a sample is one below this size.", minimum=0)
    threads: int = setting(0, "Threads that read folders; 0 lets the measured speed decide.", minimum=0, maximum=64)


@dataclass(frozen=True, slots=True)
class ParsingSettings:
    """The section ``[parsing]``."""

    workers: int = setting(
        0, "Processes that read names; 0 means one, and more for thousands of names if memory allows.",
        minimum=0, maximum=64,
    )  # fmt: skip
    batch: int = setting(24, "Names in one batch for a process.", minimum=1, maximum=500)
    in_sequence: int = setting(10, "Up to this many names are read in sequence, without a process.", minimum=0)


@dataclass(frozen=True, slots=True)
class TmdbSettings:
    """The section ``[tmdb]``. ``repr`` hides the secrets."""

    access_token: str = field(
        default="", repr=False,
        metadata={"help": "The API read access token (v4) of TMDB.", "env": "TMDB_ACCESS_TOKEN", "secret": True},
    )  # fmt: skip
    api_key: str = field(
        default="", repr=False,
        metadata={"help": "The API key (v3), if you have no token.", "env": "TMDB_API_KEY", "secret": True},
    )  # fmt: skip
    base_url: str = setting(PUBLIC_TMDB, "Where TMDB is asked.", form=Form.URL, env="TMDB_BASE_URL")
    concurrency: int = setting(
        16, "Requests under way at once, at most; TMDB takes 20 connections.", minimum=1, maximum=64
    )
    rate: float = setting(
        50.0,
        "Requests a second, at most; what TMDB allows (40 to 50) is found by itself.",
        minimum=0.5,
        maximum=1000.0,
    )
    timeout: float = setting(10.0, "Seconds to wait for an answer.", minimum=0.1, maximum=300.0)
    retries: int = setting(4, "Further tries after a failure that may pass.", minimum=0, maximum=20)
    memory_entries: int = setting(
        1024, "Titles and episodes of answers kept in memory; the disk has all of them.", minimum=1
    )
    memory_minutes: float = setting(60.0, "Minutes for which an answer is kept in memory.", minimum=0.0)
    search_days: float = setting(7.0, "Days for which a search is kept on disk.", minimum=0.0, maximum=180.0)
    missing_days: float = setting(1.0, "Days for which an empty answer is kept on disk.", minimum=0.0, maximum=180.0)
    details_days: float = setting(
        30.0, "Days for which a film or an ended series is kept on disk.", minimum=0.0, maximum=180.0
    )
    airing_days: float = setting(1.0, "Days for which a running series is kept on disk.", minimum=0.0, maximum=180.0)

    @property
    def has_credential(self) -> bool:
        """Whether there is anything to ask TMDB with."""
        return bool(self.access_token or self.api_key)


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """The section ``[matching]``: thresholds of the tiers, from 0 to 1."""

    sure_score: float = setting(0.93, "From this score on a match may be sure.", minimum=0.5, maximum=1.0)
    sure_gap: float = setting(0.10, "The lead over the runner-up that a sure match needs.", minimum=0.0, maximum=1.0)
    likely_score: float = setting(0.75, "From this score on a match is likely.", minimum=0.0, maximum=1.0)
    likely_gap: float = setting(
        0.04, "The lead that a likely match needs; below it is ambiguous.", minimum=0.0, maximum=1.0
    )
    none_score: float = setting(0.45, "Below this score nothing is proposed.", minimum=0.0, maximum=1.0)
    candidates: int = setting(9, "Candidates kept for a file.", minimum=1, maximum=20)


@dataclass(frozen=True, slots=True)
class NamingSettings:
    """The section ``[naming]``. A template is a text in Liquid; an empty one leaves it to the preset."""

    movie_folder: str = setting("", "Template of a film's folder. Empty templates: as the preset has it.")
    movie_file: str = setting("", "Template of a film's file, without its ending.")
    show_folder: str = setting("", "Template of a series' folder.")
    season_folder: str = setting("", "Template of a season's folder.")
    episode_file: str = setting("", "Template of an episode's file.")
    dated_file: str = setting("", "Template of an episode's file in a series that is known by its dates.")
    extra_folder: str = setting("", "Template of the folder of an extra, below its film, series or season.")
    extra_file: str = setting("", "Template of an extra's file.")
    characters: Characters = setting(
        Characters.PLAIN, "What becomes of characters not allowed in names: plain, dash, space-dash, delete or arr."
    )
    movie_ids: MovieIds = setting(
        MovieIds.BOTH, "Where the id of a film is written: both, folder or file. Jellyfin and Emby need both."
    )
    numbers: NumberCase = setting(NumberCase.PRESET, "Season and episode as s01e01 or S01E01: preset, lower or upper.")
    name_limit: int = setting(
        255, "Bytes that a name may have; encrypted folders (eCryptfs) hold 143.", minimum=143, maximum=255
    )


@dataclass(frozen=True, slots=True)
class InterfaceSettings:
    """The section ``[interface]``."""

    theme: str = setting(
        "pmo-dark", "The colours of the app: pmo-dark, pmo-light, ansi-dark, ansi-light or any of Textual's."
    )
    ascii: bool = setting(False, "Draw with ASCII characters only.", flag="--ascii")
    mouse: bool = setting(
        True,
        "Let the app use the mouse where the terminal has one.",
        flag="--no-mouse",
        flag_help="Do without the mouse.",
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections."""

    library: LibrarySettings = field(default_factory=LibrarySettings)
    discovery: DiscoverySettings = field(default_factory=DiscoverySettings)
    parsing: ParsingSettings = field(default_factory=ParsingSettings)
    tmdb: TmdbSettings = field(default_factory=TmdbSettings)
    matching: MatchingSettings = field(default_factory=MatchingSettings)
    naming: NamingSettings = field(default_factory=NamingSettings)
    interface: InterfaceSettings = field(default_factory=InterfaceSettings)
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The section ``[keys]``: other keys for actions of the app, by the action's id. The interface knows the ids."""
