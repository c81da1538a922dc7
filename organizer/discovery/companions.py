"""Which video each subtitle, picture and NFO of a folder belongs to, by its name and its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from organizer.discovery.folder import Entry
from organizer.discovery.languages import Tags, ordered, tags_after_stem, tags_of_folder, tags_of_name, title_words
from organizer.discovery.names import (
    episode_key,
    is_extra,
    is_picture_folder,
    is_season_folder,
    part_of,
    title_and_year,
    without_part,
    years_in,
)
from organizer.display import fold
from organizer.model import Companion, CompanionKind, LeftOut, LeftOutReason

_LABEL = re.compile(
    r"[-._ ]*(?:poster|fanart|thumb|banner|clearlogo|clearart|logo|landscape|dis[ck](?:art)?|backdrop|background|art"
    r"|keyart|cover|folder|characterart|chapters?|mediainfo|orig|metadata)[-_ ]?\d*$",
    re.IGNORECASE,
)
_GENERIC_ART = re.compile(
    r"(?:poster|folder|cover|movie|default|fanart|backdrop|background|art|banner|clearlogo|clearart|logo|landscape"
    r"|thumb|dis[ck](?:art)?|keyart)[-_ ]?\d*$",
    re.IGNORECASE,
)
_SHOW_LEVEL = re.compile(r"(?:tvshow|show|season)(?:$|[\W_\d])|theme\d*$", re.IGNORECASE)
_FINISHED = re.compile(r"(?:19|20)\d\d|s\d{1,4}[ ._-]?e\d|\d{1,2}x\d{2,3}", re.IGNORECASE)
_OTHER_TITLE = re.compile(r"(?:s\d+|e\d+|\d{1,2}x\d+|\d+|cd\d|dis[ck]\d|part\d|pt\d)(?![a-z\d])", re.IGNORECASE)
_BORDER = re.compile(r"[-._ \[(]")
_NUMBERED = re.compile(r"\.\d{1,2}(?=$|\.)")
_CHAPTERS = re.compile(r"chapters?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owned:
    """A companion with the index of the video it goes with."""

    video: int
    companion: Companion


class Household:
    """The videos of one title folder, asked for each companion: whose are you?

    ``alone`` says that the folder is about one title at most: only then may ``poster.jpg`` or a subtitle with a name
    of its own go with the single video. ``show`` says that the folder is one of a whole show: then its pictures are
    the show's. Samples take part in the comparison of names, so that ``x-sample.srt`` does
    not go with ``x``; a companion of one is answered with its index like any other.
    What most folders are never asked is looked up when the first companion asks.
    """

    def __init__(
        self, folder: str, videos: Sequence[Entry], samples: Sequence[Entry], *, alone: bool, show: bool = False
    ) -> None:
        self._name = os.path.basename(folder)
        self._videos = videos
        self._samples = samples
        self._alone = alone
        self._show = show

    @cached_property
    def _above_videos(self) -> bool:
        return self._show or is_season_folder(self._name)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, video in enumerate((*self._videos, *self._samples)):
            for name in (video.stem, video.name):
                index.setdefault(fold(name), []).append(number)
        return index

    @cached_property
    def _mains(self) -> Sequence[int]:
        every = range(len(self._videos))
        return [n for n in every if not is_extra(self._videos[n].stem)] or every

    @cached_property
    def _single(self) -> int | None:
        titles = {fold(without_part(self._videos[n].stem)) for n in self._mains} if self._alone else set()
        return self._mains[0] if len(titles) == 1 else None

    def owner(self, entry: Entry, *, hint: str = "") -> Owned | None:
        """The video this file goes with, or None. ``hint`` is the name of the ``Subs`` folder, or of one inside it."""
        if hint and (found := self._index.get(fold(hint))):
            return self._owned(self._best(found, hint), entry, self._tags_below(entry, hint), "")
        owned = self._by_stem(entry) or self._by_words(entry, hint) or self._generic(entry, below=bool(hint))
        return _said_by_folder(owned, hint) if owned and hint else owned

    def _by_stem(self, entry: Entry) -> Owned | None:
        for cut in _cuts(entry.stem):
            found = self._index.get(fold(entry.stem[:cut]))
            rest = entry.stem[cut:]
            if found and _goes_with(entry.stem[:cut], rest, entry):
                return self._owned(self._best(found, entry.stem[:cut]), entry, tags_after_stem(rest), rest)
        return None

    def _best(self, found: Sequence[int], stem: str) -> int:
        """Of videos with one stem (``a.mkv`` beside ``a.mp4``): the exact name first, then the largest."""
        known = [n for n in found if n < len(self._videos)]
        if len(known) < 2:
            return found[0]
        return max(known, key=lambda n: (self._videos[n].stem == stem, self._videos[n].identity.size, -n))

    @staticmethod
    def _tags_below(entry: Entry, hint: str) -> Tags:
        if fold(entry.stem).startswith(fold(hint)) and len(entry.stem) >= len(hint):
            return tags_after_stem(entry.stem[len(hint) :])
        return tags_of_name(entry.stem)

    def _by_words(self, entry: Entry, hint: str) -> Owned | None:
        """A subtitle of another release: the one video with its season and episode, its part, or its title and year."""
        if entry.kind is not CompanionKind.SUBTITLE:
            return None
        key = episode_key(entry.stem) or episode_key(hint)
        if key is not None:
            same = [n for n in self._mains if episode_key(self._videos[n].stem) == key]
        elif (part := part_of(entry.stem) or part_of(hint)) and self._single is not None:
            same = [n for n in self._mains if part_of(self._videos[n].stem) == part]
        elif hint:
            return None
        else:
            same = [n for n in self._mains if self._is_titled_like(n, entry)]
        return self._owned(same[0], entry, self._tags(entry, same[0]), "") if len(same) == 1 else None

    def _is_titled_like(self, number: int, entry: Entry) -> bool:
        """Whether a video of a heap has the title of a subtitle: ``Foo.en.srt`` of ``Foo.2011.720p.mkv``."""
        title, year = title_and_year(self._videos[number].stem)
        its_title, its_year = title_and_year(title_words(entry.stem))
        return year is not None and title == its_title and its_year in {None, year}

    def _tags(self, entry: Entry, number: int) -> Tags:
        return tags_of_name(entry.stem, self._videos[number].stem)

    def _generic(self, entry: Entry, *, below: bool) -> Owned | None:
        single = self._single
        if single is None or (_SHOW_LEVEL.match(entry.stem) and not below):
            return None
        if entry.kind is CompanionKind.SUBTITLE:
            if len(self._mains) > 1:  # its times fit one of the parts, and nothing says which
                return None
            other = self._is_of_another(entry.stem, self._videos[single].stem)
            return None if other else self._owned(single, entry, self._tags(entry, single), "")
        if below or self._above_videos or len(self._mains) > 1:
            return None
        if entry.kind is CompanionKind.ARTWORK and _GENERIC_ART.match(entry.stem):
            return self._owned(single, entry, Tags(), f"-{entry.stem.lower()}")
        if entry.kind is CompanionKind.OTHER and _CHAPTERS.match(entry.stem):
            return self._owned(single, entry, Tags(), ".chapters")
        return self._owned(single, entry, Tags(), "") if entry.kind is CompanionKind.NFO else None

    def _is_of_another(self, stem: str, video: str) -> bool:
        """Whether a subtitle without a namesake says another episode than the single video, or another year."""
        mine, its = episode_key(stem), episode_key(video) or episode_key(self._name)
        years, its_years = years_in(stem), years_in(video) | years_in(self._name)
        if mine is not None and (its is not None or its_years):
            return mine != its
        near = {year + by for year in its_years for by in (-1, 0, 1)}  # sites differ on when a film came out
        return bool(years and its_years) and years.isdisjoint(near)

    @staticmethod
    def _owned(video: int, entry: Entry, tags: Tags, label: str) -> Owned:
        kind = entry.kind or CompanionKind.OTHER
        if kind is CompanionKind.SUBTITLE:
            return Owned(video, Companion(entry.path, kind, entry.identity, tags.language, tags.flags))
        return Owned(video, Companion(entry.path, kind, entry.identity, label=_tidy(label, kind)))

    def left_out(self, entry: Entry, *, below: bool = False) -> LeftOut:
        """What is said of a file that belongs to no single video; planning finds a place for what is SHARED."""
        if not below and self._is_shared(entry):
            detail = "belongs to the whole folder, not to one video"
            return LeftOut(entry.path, LeftOutReason.SHARED, detail, entry.identity)
        if not self._videos:
            why = "no video in this folder"
        elif entry.kind is CompanionKind.SUBTITLE and self._single is not None and len(self._mains) > 1:
            why = f"could be of any of {len(self._mains)} files of one film: give it the name of one"
        else:
            why = "no video in this folder has this name"
        return LeftOut(entry.path, LeftOutReason.ORPHAN, why, entry.identity)

    def _is_shared(self, entry: Entry) -> bool:
        if entry.kind is CompanionKind.SUBTITLE:
            return False
        if _SHOW_LEVEL.match(entry.stem) or is_picture_folder(self._name):
            return True
        if entry.kind is CompanionKind.NFO:  # of a film in parts: one NFO for all of them
            return entry.stem.lower() == "movie" or (self._single is not None and len(self._mains) > 1)
        return entry.kind is CompanionKind.ARTWORK and _GENERIC_ART.match(entry.stem) is not None


def _said_by_folder(owned: Owned, folder: str) -> Owned:
    """What the folder of a subtitle says of it and its own name does not: ``Subs/English/1.srt``, ``Subs/Forced``."""
    said, companion = tags_of_folder(folder), owned.companion
    if companion.kind is not CompanionKind.SUBTITLE or not said.known:
        return owned
    flags = ordered({*companion.flags, *said.flags})
    return replace(owned, companion=replace(companion, language=companion.language or said.language, flags=flags))


def _tidy(label: str, kind: CompanionKind) -> str:
    """A known label the way servers spell it (``-poster``); any other as it is, without blanks around it."""
    if not _LABEL.match(label):
        return label.strip()
    dash = "-" if kind is CompanionKind.ARTWORK or not label.startswith(".") else "."
    return dash + label.lstrip("-._ ").lower()


def _cuts(stem: str) -> Iterator[int]:
    """Where a video's stem may end inside a companion's, the longest first."""
    yield len(stem)
    borders = [found.start() for found in _BORDER.finditer(stem) if found.start()]
    yield from reversed(borders)


def _goes_with(stem: str, rest: str, entry: Entry) -> bool:
    """Whether ``rest`` after a video's name still speaks of that video, and is not the start of another title."""
    if not rest or (entry.kind is not CompanionKind.SUBTITLE and _LABEL.match(rest)):
        return True
    finished = _FINISHED.search(stem) is not None
    if _OTHER_TITLE.match(rest.lstrip("-._ [(")):
        # A second English subtitle is .2.en to some programs, ours too; Alien.3.srt is no subtitle of Alien.
        if entry.kind is not CompanionKind.SUBTITLE:
            return finished and _NUMBERED.match(rest) is not None
        return finished and tags_after_stem(rest).known
    return finished or tags_after_stem(rest).known
