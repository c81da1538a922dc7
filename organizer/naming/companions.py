"""The names of companions: the stem of their video and what the server reads after it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice

from organizer.display import fold
from organizer.model import Companion, CompanionKind, Preset
from organizer.naming.characters import NAME_LIMIT, clean, component, cut
from organizer.naming.presets import SCHEMES

# What programs call the same pictures, in the spelling that all servers read after a stem.
_SAME_ART = {
    "folder": "poster", "cover": "poster", "movie": "poster", "default": "poster",
    "art": "fanart", "background": "fanart", "backdrop": "fanart",
    "disk": "disc", "discart": "disc", "logo": "clearlogo",
}  # fmt: skip
_ART = re.compile(r"[-._ ]*([a-z]+)[-_ ]?(\d*)$", re.IGNORECASE)
_NUMBER_ROOM = 6  # bytes for .9999
_KEPT = 10  # proposals among which a name counts as right already


def companion_name(
    stem: str, companion: Companion, taken: Collection[str], *, preset: Preset = Preset.PLEX, limit: int = NAME_LIMIT
) -> str:
    """The companion's file name beside a video called ``stem``; never one whose folded form is in ``taken``.

    Subtitles are ``stem.en.forced.srt``; a second one alike is ``stem.2.en.forced.srt``: no server documents a form
    for that, but all read the language from the words at the end. Pictures are ``stem-poster.jpg``, then
    ``stem-poster-2.jpg``; an NFO has the stem.
    """
    return next(name for (name,) in _proposals(stem, [companion], preset, limit) if fold(name) not in taken)


def companion_names(
    stem: str,
    companions: Sequence[Companion],
    *,
    preset: Preset = Preset.PLEX,
    limit: int = NAME_LIMIT,
    taken: Collection[str] = (),
    episode: bool = False,
) -> tuple[str, ...]:
    """Names for all companions of one video, in their order, no two alike, none whose folded form is in ``taken``.

    A companion that has one of its right names already keeps it, so that a second run changes nothing; the files of a
    pair (``a.idx``, ``a.sub``) get one number. Of several alike the largest gets the name without a number: it is the
    whole one. ``episode`` says that the video is one: its still is called like the video itself by Plex.
    """
    used = set(taken)
    names: dict[str, str] = {}

    def claim(unit: Sequence[Companion], proposed: Sequence[str]) -> None:
        names.update((c.path, name) for c, name in zip(unit, proposed, strict=True))
        used.update(map(fold, proposed))

    def proposals(unit: Sequence[Companion]) -> Iterator[list[str]]:
        return _proposals(stem, unit, preset, limit, episode=episode)

    units = _pairs(companions)
    for unit in units:
        current = [os.path.basename(companion.path) for companion in unit]
        if current in islice(proposals(unit), _KEPT) and used.isdisjoint(map(fold, current)):
            claim(unit, current)
    for unit in sorted(units, key=_turn):
        if unit[0].path not in names:
            claim(unit, next(p for p in proposals(unit) if used.isdisjoint(map(fold, p))))
    return tuple(names[companion.path] for companion in companions)


def is_numbered(name: str, stem: str, companion: Companion) -> bool:
    """Whether a subtitle got a number because another one is like it."""
    rest = name.removeprefix(stem)
    return companion.kind is CompanionKind.SUBTITLE and re.match(r"\.\d+(?=\.)", rest) is not None


def _turn(unit: Sequence[Companion]) -> tuple[bool, int]:
    """Who gets a name first that several want."""
    subtitle = unit[0].kind is CompanionKind.SUBTITLE
    return _goes_by_another_word(unit), -max(companion.identity.size for companion in unit) if subtitle else 0


def _goes_by_another_word(unit: Sequence[Companion]) -> bool:
    """``folder.jpg`` becomes ``-poster`` only where no ``poster.jpg`` does."""
    found = _ART.match(unit[0].label)
    return found is not None and found.group(1).lower() in _SAME_ART


def _pairs(companions: Sequence[Companion]) -> list[list[Companion]]:
    """VobSub comes as two files of one stem; everything else is a unit of its own."""
    units: dict[str, list[Companion]] = {}
    for companion in companions:
        stem, ending = os.path.splitext(companion.path)
        paired = ending.lower() in {".idx", ".sub"} and companion.kind is CompanionKind.SUBTITLE
        units.setdefault(fold(stem) if paired else companion.path, []).append(companion)
    return list(units.values())


def _ending(companion: Companion) -> str:
    return component(os.path.splitext(companion.path)[1].lower().lstrip("."), 16)


def _proposals(
    stem: str, unit: Sequence[Companion], preset: Preset, limit: int, *, episode: bool = False
) -> Iterator[list[str]]:
    """Names for the files of a unit, the best first; every further proposal has another number."""
    endings = [_ending(companion) for companion in unit]
    room = max(0, limit - len(stem.encode()) - max(map(len, endings)) - len(".") - _NUMBER_ROOM)
    label = cut(_label(unit[0], preset, episode=episode), room)
    yield [f"{stem}{label}.{ending}" for ending in endings]
    behind = unit[0].kind is CompanionKind.ARTWORK
    for number in count(2):
        suffix = f"{label}-{number}" if behind else f".{number}{label}"
        yield [f"{stem}{suffix}.{ending}" for ending in endings]


def _label(companion: Companion, preset: Preset, *, episode: bool) -> str:
    if companion.kind is CompanionKind.SUBTITLE:
        return _tags(companion, preset)
    if companion.kind is not CompanionKind.ARTWORK:
        return _other_label(companion.label)
    label = _art_label(companion.label)
    return "" if label == "-thumb" and episode and preset is Preset.PLEX else label


def _tags(companion: Companion, preset: Preset) -> str:
    flags = [f for f in companion.flags if f != "default" or SCHEMES[preset].subtitle_default]
    if not companion.language:
        return "".join(f".{flag}" for flag in flags)
    return "".join(f".{word}" for word in (companion.language, *flags))


def _art_label(label: str) -> str:
    found = _ART.match(label)
    if not found:
        return _other_label(label)
    word, number = found.group(1).lower(), found.group(2)
    return f"-{_SAME_ART.get(word, word)}" + (f"-{number}" if number else "")


def _other_label(label: str) -> str:
    text = clean(label)
    if not text:
        return ""
    # clean() takes dots off the ends, and a label may start with one.
    return text if text[0] in "-_" else f".{text}"
