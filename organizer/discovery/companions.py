"""Which video each subtitle, picture and NFO of a folder belongs to, by its name and its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organizer.discovery.folder import Entry
from organizer.discovery.languages import Tags, tags_after_stem, tags_of_name
from organizer.discovery.names import episode_key, is_extra, is_season_folder, without_part
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
    """

    def __init__(
        self, folder: str, videos: Sequence[Entry], samples: Sequence[Entry], *, alone: bool, show: bool = False
    ) -> None:
        self._videos = videos
        self._above_videos = show or is_season_folder(os.path.basename(folder))
        self._index: dict[str, list[int]] = {}
        for number, video in enumerate((*videos, *samples)):
            for name in (video.stem, video.name):
                self._index.setdefault(fold(name), []).append(number)
        mains = [n for n, video in enumerate(videos) if not is_extra(video.stem)] or list(range(len(videos)))
        self._single = mains[0] if alone and mains and self._one_title(mains) else None
        self._mains = mains

    def _one_title(self, mains: Sequence[int]) -> bool:
        return len({fold(without_part(self._videos[n].stem)) for n in mains}) == 1

    def owner(self, entry: Entry, *, hint: str = "", below: bool = False) -> Owned | None:
        """The video this file goes with, or None.

        ``below`` is for files of a ``Subs`` folder, ``hint`` the name of the folder inside it.
        """
        if hint and (found := self._index.get(fold(hint))):
            return self._owned(self._best(found, hint), entry, self._tags_below(entry, hint), "")
        for cut in _cuts(entry.stem):
            found = self._index.get(fold(entry.stem[:cut]))
            rest = entry.stem[cut:]
            if found and _goes_with(entry.stem[:cut], rest, entry):
                return self._owned(self._best(found, entry.stem[:cut]), entry, tags_after_stem(rest), rest)
        return self._by_episode(entry, hint) or self._generic(entry, below=below)

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

    def _by_episode(self, entry: Entry, hint: str) -> Owned | None:
        """A subtitle of another release: the one video with its season and episode."""
        key = episode_key(entry.stem) or episode_key(hint)
        if key is None or entry.kind is not CompanionKind.SUBTITLE:
            return None
        same = [n for n in self._mains if episode_key(self._videos[n].stem) == key]
        return self._owned(same[0], entry, tags_of_name(entry.stem), "") if len(same) == 1 else None

    def _generic(self, entry: Entry, *, below: bool) -> Owned | None:
        single = self._single
        if single is None or (_SHOW_LEVEL.match(entry.stem) and not below):
            return None
        if entry.kind is CompanionKind.SUBTITLE:
            if len(self._mains) > 1:  # its times fit one of the parts, and nothing says which
                return None
            mine, its = episode_key(entry.stem), episode_key(self._videos[single].stem)
            other = mine is not None and its is not None and mine != its
            return None if other else self._owned(single, entry, tags_of_name(entry.stem), "")
        if below or self._above_videos or len(self._mains) > 1:
            return None
        if entry.kind is CompanionKind.ARTWORK and _GENERIC_ART.match(entry.stem):
            return self._owned(single, entry, Tags(), f"-{entry.stem.lower()}")
        if entry.kind is CompanionKind.NFO:
            return self._owned(single, entry, Tags(), "")
        return None

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
        if _SHOW_LEVEL.match(entry.stem):
            return True
        if entry.kind is CompanionKind.NFO:  # of a film in parts: one NFO for all of them
            return entry.stem.lower() == "movie" or (self._single is not None and len(self._mains) > 1)
        return entry.kind is CompanionKind.ARTWORK and _GENERIC_ART.match(entry.stem) is not None


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
        # A second English subtitle is .2.en to some programs; Alien.3.srt is no subtitle of Alien.
        return finished and entry.kind is CompanionKind.SUBTITLE and tags_after_stem(rest).known
    return finished or tags_after_stem(rest).known
