"""A match becomes the place below the library where the server expects the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from organizer.errors import NamingError
from organizer.model import EpisodeRef, Match, MediaType, ParsedName, Preset
from organizer.naming.characters import NAME_LIMIT, clean, component, cut
from organizer.naming.presets import SCHEMES, Scheme

COMPANION_ROOM = 40  # bytes kept free after a stem: .zh-Hant.sdh.forced.srt, -characterart-2.webp, and the ending
_LABEL_ROOM = 40  # bytes kept free in a stem for what tells versions and parts apart, so that they share one title
_PART_ROOM = 12  # of these
_SHORT_LIMIT = 200  # below it (eCryptfs: 143) labels and editions get half the room, or titles would vanish
_NUMBERS_LIMIT = 100  # bytes: S01E01E02E03... of a file with dozens of episodes is no name
_EDITION_LIMIT = 32  # characters: Plex's article on editions
_ID_TAG = re.compile(r"[\[{(]\s*(?:tmdb|imdb|tvdb)(?:id)?\s*[-=][^\])}]*[\])}]?|[{]\s*edition-[^}]*}?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[\s,:]*(?:\(\d+\)|(?:part|pt\.?)\s*(?:\d+|[ivx]+)|\((?:part|pt\.?)\s*(?:\d+|[ivx]+)\))$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RelativeTarget:
    """A place below the library: ``type`` says below which of its folders. ``extension`` starts with a dot."""

    type: MediaType
    folders: tuple[str, ...]
    stem: str
    extension: str

    @property
    def path(self) -> str:
        """The path below the library's folder of that type."""
        return "/".join((*self.folders, self.stem + self.extension))


def target(
    match: Match,
    parsed: ParsedName,
    preset: Preset,
    *,
    ids: bool,
    extension: str,
    label: str = "",
    number: int = 1,
    limit: int = NAME_LIMIT,
) -> RelativeTarget:
    """Where the file goes. Every component is one that ``component`` leaves alone, stems leave room for companions.

    ``parsed`` gives part, edition, extra and date: planning clears a part that stands alone. ``label`` tells two
    versions of one film apart (``1080p``); ``number`` two extras of the same name. ``limit`` is the disk's limit for a
    component in bytes, at least 143. Titles are cut to fit, never year, ids, numbers or ending.

    Raises ``NamingError`` when no name would be right: episodes with a gap, or none at all.
    """
    namer = _Namer(match, parsed, SCHEMES[preset], ids=ids, label=clean(label), limit=limit)
    if parsed.extra:
        folders, stem = namer.bonus(parsed.extra, number)
    elif match.type is MediaType.MOVIE:
        folders, stem = namer.movie()
    else:
        folders, stem = namer.episode()
    ending = f".{component(extension.lstrip('.').lower(), 16)}" if extension.strip(".") else ""
    return RelativeTarget(match.type, folders, stem, ending)


class _Namer:
    """The pieces of one name, each cleaned before they are joined: a colon in a title must not see the template."""

    def __init__(self, match: Match, parsed: ParsedName, scheme: Scheme, *, ids: bool, label: str, limit: int) -> None:
        self._match = match
        self._parsed = parsed
        self._scheme = scheme
        self._label = label
        self._id = scheme.id_tag.format(match.tmdb_id) if ids and scheme.id_tag else ""
        self._year = f"({match.year})" if match.year else ""
        self._limit = limit
        self._most = limit - COMPANION_ROOM
        self._room = self._most - 1  # a reserved name grows by one
        self._label_room = _LABEL_ROOM if limit >= _SHORT_LIMIT else _LABEL_ROOM * 3 // 5
        self._edition = self._clean_edition()

    def movie(self) -> tuple[tuple[str, ...], str]:
        """Folder and stem of a film. Versions and parts share the folder, and the title cut to one length."""
        tag = self._scheme.edition_tag.format(self._edition) if self._edition and self._scheme.edition_tag else ""
        name = component(self._join(self._title(self._year, self._id, tag), self._year, self._id, tag), self._limit)
        part = self._scheme.part_tag.format(self._parsed.part) if self._parsed.part is not None else ""
        words = [] if tag or not self._edition else [self._edition]
        return (name,), component(name + self._labels(words) + part, self._most)

    def episode(self) -> tuple[tuple[str, ...], str]:
        """Folders and stem of an episode: show, season, and the numbers or the date."""
        numbers = self._date() or self._numbers()
        part = self._scheme.part_tag.format(self._parsed.part) if self._parsed.part is not None else ""
        tail = self._labels([]) + part
        show = self._join(self._title(self._year, numbers, "- "), self._year)
        room = self._room - len(f"{show} - {numbers} - {tail}".encode())
        name = cut(_episode_title(self._match.episodes), room) if room >= 8 else ""
        stem = f"{show} - {numbers} - {name}{tail}" if name else f"{show} - {numbers}{tail}"
        return (*self._show_folder(), self._season_folder()), component(stem, self._most)

    def bonus(self, kind: str, number: int) -> tuple[tuple[str, ...], str]:
        """Folders and stem of an extra: in the server's folder for its kind, below the film, show or season."""
        suffix = f"-{kind if kind in self._scheme.extras else 'other'}{number if number > 1 else ''}"
        folder = self._scheme.extras.get(kind, self._scheme.extras["other"])
        own = _plain(self._parsed.episode_title or "")
        film = self._join(self._title(self._year, self._id), self._year)
        if self._match.type is MediaType.MOVIE:
            above = self.movie()[0]
        elif self._match.season is not None or self._match.episodes:
            above = (*self._show_folder(), self._season_folder())
        else:
            above = self._show_folder()
        stem = own if own and folder else film
        if not own or not folder or number > 1:
            stem = cut(stem, self._room - len(suffix)) + suffix
        return (*above, folder) if folder else above, component(stem, self._most)

    def _show_folder(self) -> tuple[str, ...]:
        name = self._join(self._title(self._year, self._id), self._year, self._id)
        return (component(name, self._limit),)

    def _season_folder(self) -> str:
        season = self._match.episodes[0].season if self._match.episodes else self._match.season
        return f"Season {season or 0:02d}"  # specials are Season 00, which all four servers read

    def _title(self, *fixed: str) -> str:
        """The title, cut so that everything fixed and a label fit behind it."""
        room = self._room - self._label_room - sum(len(piece.encode()) + 1 for piece in fixed if piece)
        for title in (self._match.title, self._match.original_title):
            cleaned = cut(_plain(title).removesuffix(self._year).rstrip(), max(room, 16))
            if any(unicodedata.category(c)[0] in "LN" for c in cleaned):
                return cleaned
        return f"tmdb-{self._match.tmdb_id}"

    def _clean_edition(self) -> str:
        edition = _plain(self._parsed.edition or "").strip("[]() ")[:_EDITION_LIMIT]
        return cut(edition.strip(), 2 * _EDITION_LIMIT if self._limit >= _SHORT_LIMIT else _EDITION_LIMIT // 2)

    def _labels(self, words: Sequence[str]) -> str:
        """`` - Final Cut 1080p``: what tells versions apart, within its room less that of a part."""
        text = cut(" ".join((*words, self._label)).strip(), self._label_room - _PART_ROOM - len(" - "))
        return f" - {text}" if text else ""

    @staticmethod
    def _join(*pieces: str) -> str:
        return " ".join(piece for piece in pieces if piece)

    def _date(self) -> str:
        """``2012-01-05`` of a daily show that is known by its dates."""
        episodes = self._match.episodes
        if not self._match.date_based or len(episodes) != 1:
            return ""
        return episodes[0].air_date or self._parsed.date or ""

    def _numbers(self) -> str:
        episodes = sorted({(e.season, e.number) for e in self._match.episodes})
        if not episodes:
            raise NamingError("No episode is known", hint="choose season and episode")
        season, first = episodes[0]
        if [*episodes] != [(season, first + step) for step in range(len(episodes))]:
            named = ", ".join(f"S{s:02d}E{e:02d}" for s, e in episodes)
            raise NamingError(
                f"{named} do not follow each other, and a range would claim what lies between",
                hint="split the file, or choose its episodes",
            )
        rest = episodes[1:] if self._scheme.every_episode else episodes[1:][-1:]
        more = "".join(self._scheme.episode_more.format(episode) for _, episode in rest)
        if len(more) > _NUMBERS_LIMIT:
            raise NamingError(f"{len(episodes)} episodes are too many for one name", hint="split the file")
        return self._scheme.episode.format(season, first) + more


def _plain(text: str) -> str:
    """Cleaned, and without what a server would take for one of our own tags."""
    return clean(_ID_TAG.sub("", text).replace("{", "(").replace("}", ")"))


def _episode_title(episodes: Sequence[EpisodeRef]) -> str:
    """One title; those of several joined, or what they share when they are parts: ``Pilot (1)``, ``Pilot (2)``."""
    titles = list(dict.fromkeys(_plain(e.title) for e in sorted(episodes, key=lambda e: (e.season, e.number))))
    titles = [title for title in titles if title]
    if len(titles) < 2:
        return titles[0] if titles else ""
    shared = {_NUMBERED.sub("", title) for title in titles}
    return shared.pop() if len(shared) == 1 and "" not in shared else " & ".join(titles)
