"""A match becomes the place below the library where the server expects the file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from organizer.errors import NamingError
from organizer.model import Match, MediaType, MovieIds, ParsedName
from organizer.naming.characters import NAME_LIMIT, clean, component, cut, shorten
from organizer.naming.fitting import fit
from organizer.naming.style import NameStyle
from organizer.naming.templates import Template
from organizer.naming.tokens import token_values
from organizer.naming.wording import Wording, has_letter, nameless

COMPANION_ROOM = 40  # bytes kept free after a stem: .zh-Hant.sdh.forced.srt, -characterart-2.webp, and the ending
SHORTEST_LIMIT = 143  # bytes of a name on eCryptfs; no disk in use has less
_LABEL_ROOM = 40  # bytes kept free in a stem for what tells versions and parts apart, so that they share one title
_PART_ROOM = 12  # of these
_NUMBERS_ROOM = 12  # bytes of the numbers or the date of nearly every episode: S01E100-E101
_SHORT_LIMIT = 200  # below it (eCryptfs) labels and editions get half the room, or titles would vanish
_EDITION_LIMIT = 32  # characters: Plex's article on editions


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
    style: NameStyle,
    *,
    label: str = "",
    number: int = 1,
    limit: int = NAME_LIMIT,
) -> RelativeTarget:
    """Where the file goes. Every component is one that ``component`` leaves alone, stems leave room for companions.

    ``parsed`` gives part, edition, extra, date and, by its path, the ending: planning clears a part that stands alone.
    ``label`` tells two versions of one film apart (``1080p``); ``number`` two extras of the same name. ``limit`` is
    the disk's limit for a component in bytes; the style's counts when it is lower. Titles are cut to fit, never year,
    ids, numbers or ending.

    Raises ``NamingError`` when no name would be right: episodes with a gap, none at all, or a template without room.
    """
    limit = max(SHORTEST_LIMIT, min(limit, style.naming.name_limit))
    namer = _Namer(match, parsed, style, label=clean(label), limit=limit)
    if parsed.extra:
        folders, stem = namer.bonus(parsed.extra, number)
    elif match.type is MediaType.MOVIE:
        folders, stem = namer.movie()
    else:
        folders, stem = namer.episode()
    return RelativeTarget(match.type, folders, stem, ending_of(parsed.path))


def ending_of(path: str) -> str:
    """The ending of a file's name, clean and in small letters, with its dot; empty when there is none."""
    extension = os.path.splitext(path)[1].lstrip(".").lower()
    return f".{component(extension, 16)}" if extension else ""


class _Namer:
    """The pieces of one name put together: as the preset has it, and as a template has it where one is set."""

    def __init__(self, match: Match, parsed: ParsedName, style: NameStyle, *, label: str, limit: int) -> None:
        self._match = match
        self._parsed = parsed
        self._style = style
        self._scheme = style.scheme
        self._wording = Wording(match, parsed, style)
        self._label = label
        self._year = f"({match.year})" if match.year else ""
        self._limit = limit
        self._most = limit - COMPANION_ROOM
        self._room = self._most - 1  # a reserved name grows by one
        self._label_room = _LABEL_ROOM if limit >= _SHORT_LIMIT else _LABEL_ROOM * 3 // 5
        self._edition = self._clean_edition()
        self._part = self._scheme.part_tag.format(parsed.part) if parsed.part is not None else ""
        self._rescue = style.rescue_tag(match.tmdb_id)
        self._lost = self._is_lost()
        self._id = style.id_tag(match.tmdb_id) or (self._rescue if self._lost else "")

    def movie(self) -> tuple[tuple[str, ...], str]:
        """Folder and stem of a film. Versions and parts share the folder, and the title cut to one length."""
        return self._film_folder(), self._own_file("movie_file") or self._film_stem()

    def episode(self) -> tuple[tuple[str, ...], str]:
        """Folders and stem of an episode: show, season, and the numbers or the date."""
        date = self._wording.date()
        numbers = date or self._wording.numbers()
        stem = self._own_file("dated_file" if date else "episode_file") or self._episode_stem(numbers)
        return (*self._show_folder(), *self._season_folder()), stem

    def bonus(self, kind: str, number: int) -> tuple[tuple[str, ...], str]:
        """Folders and stem of an extra: in the server's folder for its kind, below the film, show or season."""
        suffix = f"-{kind if kind in self._scheme.extras else 'other'}{number if number > 1 else ''}"
        folder = self._own_folder("extra_folder") or self._scheme.extra_folder(kind)
        if self._match.type is MediaType.MOVIE:
            above = self._film_folder()
        elif self._match.season is not None or self._match.episodes:
            above = (*self._show_folder(), *self._season_folder())
        else:
            above = self._show_folder()
        return (*above, *folder), self._own_extra(suffix, number) or self._extra_stem(suffix, number, folder)

    # ------------------------------------------------------------------------------------ as the preset has it

    def _film_folder(self) -> tuple[str, ...]:
        if own := self._own_folder("movie_folder"):
            return own
        return (component(self._film(MovieIds.FOLDER), self._limit),)

    def _film(self, place: MovieIds) -> str:
        """Title, year, id and edition: the same in folder and file, but for the id where it is wanted in one."""
        tag = self._edition_tag()
        found = self._id if self._style.naming.movie_ids in {place, MovieIds.BOTH} else ""
        return self._join(self._title(self._year, self._id, tag), self._year, found, tag)

    def _film_stem(self) -> str:
        words = [] if self._scheme.edition_tag or not self._edition else [self._edition]
        film = component(self._film(MovieIds.FILE), self._limit)  # a reserved name is one before a label follows
        return component(film + self._labels(words) + self._part, self._most)

    def _episode_stem(self, numbers: str) -> str:
        tail = self._labels([]) + self._part
        show = self._join(self._title(self._year, numbers, "- "), self._year)
        room = self._room - len(f"{show} - {numbers} - {tail}".encode())
        name = shorten(self._wording.episode_title(), room) if room >= 8 else ""
        stem = f"{show} - {numbers} - {name}{tail}" if name else f"{show} - {numbers}{tail}"
        return component(stem, self._most)

    def _extra_stem(self, suffix: str, number: int, folder: Sequence[str]) -> str:
        own = self._wording.plain(self._parsed.episode_title)
        found = self._rescue if self._lost else ""
        stem = own if own and folder else self._join(self._title(self._year, self._id), self._year, found)
        if not own or not folder or number > 1:
            stem = cut(stem, self._room - len(suffix)) + suffix
        return component(stem, self._most)

    def _show_folder(self) -> tuple[str, ...]:
        if own := self._own_folder("show_folder"):
            return own
        name = self._join(self._title(self._year, self._id), self._year, self._id)
        return (component(name, self._limit),)

    def _season_folder(self) -> tuple[str, ...]:
        return self._own_folder("season_folder") or (f"Season {self._wording.season():02d}",)

    def _is_lost(self) -> bool:
        """Whether no name holds the whole title: then nobody finds it again by its name, and its id is written.

        One answer for all files of a film or series, or they would have different folders.
        """
        film = self._match.type is MediaType.MOVIE
        fixed = (self._edition_tag(),) if film else ("0" * _NUMBERS_ROOM, "- ")
        return self._title(self._year, *fixed) not in self._wording.titles()

    def _title(self, *fixed: str) -> str:
        """The title, cut so that everything fixed and a label fit behind it."""
        room = self._room - self._label_room - sum(len(piece.encode()) + 1 for piece in fixed if piece)
        titles = (shorten(title, max(room, 16)) for title in self._wording.titles())
        return next((title for title in titles if has_letter(title)), nameless(self._match.tmdb_id))

    def _clean_edition(self) -> str:
        edition = self._wording.plain(self._parsed.edition).strip("[]() ")[:_EDITION_LIMIT]
        return cut(edition.strip(), 2 * _EDITION_LIMIT if self._limit >= _SHORT_LIMIT else _EDITION_LIMIT // 2)

    def _edition_tag(self) -> str:
        return self._scheme.edition_tag.format(self._edition) if self._edition and self._scheme.edition_tag else ""

    def _labels(self, words: Sequence[str]) -> str:
        """`` - Final Cut 1080p``: what tells versions apart, within its room less that of a part."""
        text = cut(" ".join((*words, self._label)).strip(), self._label_room - _PART_ROOM - len(" - "))
        return f" - {text}" if text else ""

    @staticmethod
    def _join(*pieces: str) -> str:
        return " ".join(piece for piece in pieces if piece)

    # ---------------------------------------------------------------------------------- as a template has it

    def _own_folder(self, setting: str) -> tuple[str, ...]:
        """The folders that the person's template makes; none when there is no template."""
        own = self._style.template(setting)
        return self._fitted(own, self._room - self._label_room) if own else ()

    def _own_file(self, setting: str) -> str:
        """The stem that the person's template makes, and behind it what it does not say but must tell files apart."""
        own = self._style.template(setting)
        if own is None:
            return ""
        if len(self._match.episodes) > 1 and not own.tokens & {"numbers", "last_episode"}:
            raise NamingError(
                f"naming.{setting} writes the first of several episodes only", hint="write {{ numbers }}, which has all"
            )
        tag, words = "", []
        if self._edition and self._match.type is MediaType.MOVIE and "edition" not in own.tokens:
            tag = f" {self._edition_tag()}" if self._scheme.edition_tag else ""
            words = [] if tag else [self._edition]
        part = "" if "part" in own.tokens else self._part
        name = self._own_name(own, self._room - self._label_room - len(tag.encode()))
        return component(name + tag + self._labels(words) + part, self._most, self._style.naming.characters)

    def _own_extra(self, suffix: str, number: int) -> str:
        own = self._style.template("extra_file")
        if own is None:
            return ""
        name = self._own_name(own, self._room - len(suffix))
        again = str(number) if name.endswith(suffix.rstrip("0123456789")) else f" {number}"
        return component(name + (again if number > 1 else ""), self._most)

    def _own_name(self, own: Template, room: int) -> str:
        """What a file's template writes; an ending that it writes too is not written twice."""
        (name,) = self._fitted(own, room)
        ending = ending_of(self._parsed.path)
        return name[: -len(ending)] if ending and name.lower().endswith(ending) else name

    def _fitted(self, own: Template, room: int) -> tuple[str, ...]:
        """What a template writes within the room, with the id where it could not write the whole title."""
        values = token_values(self._match, replace(self._parsed, edition=self._edition or None), self._style)
        found = fit(own, values, room, self._style)
        if found.whole or "tmdb_id" in own.tokens or (values["id_tag"] and "id_tag" in own.tokens):
            return found.names
        if "id_tag" in own.tokens:
            return fit(own, {**values, "id_tag": self._rescue}, room, self._style).names
        *above, last = fit(own, values, room - len(self._rescue) - 1, self._style).names
        return (*above, f"{last} {self._rescue}")
