"""What the settings make of one file of each kind: shown while a person writes a template, and checked before a run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from organizer.config.schema import NamingSettings
from organizer.errors import NamingError
from organizer.model import EpisodeRef, Match, MediaType, ParsedName
from organizer.naming.style import NameStyle
from organizer.naming.targets import target
from organizer.naming.templates import TemplateError, place_of

TEMPLATES: Sequence[str] = tuple(
    field.name for field in fields(NamingSettings) if field.name.endswith(("_folder", "_file"))
)
_ASTRAY = re.compile(r"\.\.|^\s*/|/\s*/|/\s*$|/")  # what leads out of a place, or makes a folder
# Works and groups are made up.
_FILM = Match(
    MediaType.MOVIE, 90101, "The Keeper: Return", "Der Wärter", 2009,
    genres=(18,), original_language="de", countries=("DE",),
)  # fmt: skip
_SHOW = Match(
    MediaType.EPISODE, 90202, "Tidelands", "Tidelands", 2004, 1, original_language="en", countries=("GB",)
)  # fmt: skip
_DAILY = Match(
    MediaType.EPISODE, 90303, "The Evening Desk", "The Evening Desk", 1996, 17,
    (EpisodeRef(17, 42, "A Guest from the Coast", "2012-01-05"),), date_based=True, original_language="en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of a kind, and the path below the library that it gets; ``problem`` says why it gets none.

    ``setting`` is the template that makes the name of such a file.
    """

    kind: str
    setting: str
    source: str
    target: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    kind: str
    setting: str
    match: Match
    parsed: ParsedName


def samples(style: NameStyle) -> tuple[Sample, ...]:
    """A row for a film, its edition and parts, episodes of each form, and an extra.

    Raises ``TemplateError`` for a template that cannot be used, with its setting, line and column; that is a
    ``ConfigError``. Below 1 ms without templates; the first with one costs 100 ms more.
    """
    check(style)
    return tuple(_sample(case, style) for case in _CASES)


def check(style: NameStyle) -> None:
    """Raise ``TemplateError`` when a template is wrong, leads out of its place, or gives different files one name."""
    templates = [style.template(setting) for setting in TEMPLATES]  # all of them: each may have a mistake
    if not any(templates):
        return
    taken: dict[str, str] = {}
    for case in (*_CASES, *_OTHERS):
        path = _checked(case, style)
        if path in taken:
            raise TemplateError(
                case.setting,
                f"the {case.kind} would get the same name as the {taken[path]}",
                hint="use tokens that tell them apart, such as numbers",
            )
        taken[path] = case.kind


def _checked(case: _Case, style: NameStyle) -> str:
    try:
        return target(case.match, case.parsed, style).path
    except NamingError as error:
        named = next((name for name in TEMPLATES if f"naming.{name} " in str(error)), case.setting)
        message = str(error).removeprefix(f"naming.{named} ")
        source = getattr(style.naming, named)
        at = _ASTRAY.search(source)
        line, column = place_of(source, at.start()) if at else (0, 0)
        raise TemplateError(named, message, line=line, column=column, hint=error.hint) from error


def _sample(case: _Case, style: NameStyle) -> Sample:
    try:
        path = target(case.match, case.parsed, style).path
    except NamingError as error:
        return Sample(case.kind, case.setting, case.parsed.path, "", error.sentence())
    top = "Movies" if case.match.type is MediaType.MOVIE else "TV Shows"
    return Sample(case.kind, case.setting, case.parsed.path, f"{top}/{path}")


def _episodes(season: int, *numbers: int, titles: Sequence[str]) -> tuple[EpisodeRef, ...]:
    return tuple(EpisodeRef(season, n, title, "2004-09-22") for n, title in zip(numbers, titles, strict=True))


def _film(name: str, **more: object) -> ParsedName:
    parsed = ParsedName(
        name, MediaType.MOVIE, "The Keeper Return", 2009,
        screen_size="1080p", source="Blu-ray", video_codec="H.264", release_group="HARBOR", imdb_id="tt0090101",
    )  # fmt: skip
    return replace(parsed, **more)  # type: ignore[arg-type]


def _aired(name: str, **more: object) -> ParsedName:
    parsed = ParsedName(
        name, MediaType.EPISODE, "Tidelands", 2004,
        screen_size="720p", source="Web", video_codec="H.265", release_group="KITE", tvdb_id=90202,
    )  # fmt: skip
    return replace(parsed, **more)  # type: ignore[arg-type]


_PILOT = replace(_SHOW, episodes=_episodes(1, 1, titles=["Pilot (1)"]))
_NEXT = replace(_SHOW, episodes=_episodes(1, 3, titles=["Low Water"]))
_CASES = (
    _Case("film", "movie_file", _FILM, _film("The.Keeper.Return.2009.1080p.BluRay.x264-HARBOR.mkv")),
    _Case(
        "film, an edition",
        "movie_file",
        _FILM,
        _film("The.Keeper.Return.2009.Final.Cut.1080p.BluRay.x264-HARBOR.mkv", edition="Final Cut"),
    ),
    _Case(
        "film, part 1 of 2",
        "movie_file",
        _FILM,
        _film(
            "The.Keeper.Return.2009.CD1.DVDRip.avi",
            part=1,
            screen_size=None,
            source="DVD",
            video_codec=None,
            release_group=None,
        ),
    ),
    _Case(
        "extra",
        "extra_file",
        _FILM,
        _film("The.Keeper.Return.2009.1080p.BluRay.x264-HARBOR-trailer.mp4", extra="trailer"),
    ),
    _Case("episode", "episode_file", _PILOT, _aired("Tidelands.S01E01.720p.WEB.x265-KITE.mkv", absolute_episode=1)),
    _Case("next episode", "episode_file", _NEXT, _aired("Tidelands.S01E03.720p.WEB.x265-KITE.mkv", absolute_episode=3)),
    _Case(
        "double episode",
        "episode_file",
        replace(_SHOW, episodes=_episodes(1, 1, 2, titles=["Pilot (1)", "Pilot (2)"])),
        _aired("Tidelands.S01E01E02.720p.WEB.x265-KITE.mkv", absolute_episode=1),
    ),
    _Case(
        "special",
        "episode_file",
        replace(_SHOW, season=0, episodes=_episodes(0, 1, titles=["Making Of"])),
        _aired("Tidelands.S00E01.720p.WEB.x265-KITE.mkv"),
    ),
    _Case(
        "dated episode",
        "dated_file",
        _DAILY,
        ParsedName(
            "The.Evening.Desk.2012.01.05.720p.HDTV.mkv",
            MediaType.EPISODE,
            date="2012-01-05",
            screen_size="720p",
            source="HDTV",
        ),
    ),
)
# Not shown, but no other file may get their names.
_OTHERS = (
    _Case(
        "other film",
        "movie_file",
        replace(_FILM, tmdb_id=90104, title="Low Tide", original_title="Ebbe", year=2011),
        _film("Low.Tide.2011.1080p.BluRay.x264-HARBOR.mkv", imdb_id="tt0090104"),
    ),
    _Case(
        "other edition",
        "movie_file",
        _FILM,
        _film("The.Keeper.Return.2009.Extended.1080p.BluRay.x264-HARBOR.mkv", edition="Extended"),
    ),
    _Case(
        "second part",
        "movie_file",
        _FILM,
        _film("The.Keeper.Return.2009.CD2.DVDRip.avi", part=2, screen_size=None, source="DVD", video_codec=None,
              release_group=None),
    ),
    _Case(
        "other series",
        "episode_file",
        replace(_PILOT, tmdb_id=90204, title="Northbound", original_title="Northbound", year=2008),
        _aired("Northbound.S01E01.720p.WEB.x265-KITE.mkv", absolute_episode=1, tvdb_id=90204),
    ),
    _Case(
        "second season",
        "episode_file",
        replace(_SHOW, season=2, episodes=_episodes(2, 1, titles=["Pilot (1)"])),
        _aired("Tidelands.S02E01.720p.WEB.x265-KITE.mkv", absolute_episode=14),
    ),
    _Case(
        "next day",
        "dated_file",
        replace(_DAILY, episodes=(EpisodeRef(17, 43, "A Guest from the Hills", "2012-01-06"),)),
        ParsedName("The.Evening.Desk.2012.01.06.720p.HDTV.mkv", MediaType.EPISODE, date="2012-01-06",
                   screen_size="720p", source="HDTV"),
    ),
)  # fmt: skip
