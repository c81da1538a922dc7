"""Subtitles of one video that would get one name: what their text says of them, and the language of silent names."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from organizer.display import fold
from organizer.model import Companion, CompanionKind
from organizer.planning.disk import DiskView

_TEXTS = frozenset({".srt", ".ass", ".ssa", ".vtt", ".smi", ".usf", ".mpl"})
_READ = 64 << 10  # bytes: some ten minutes of talk, in which sounds are described if they are at all
_SHARE = 0.03  # of the lines; a subtitle for hearing people has a sign in brackets here and there
_FEWEST = 3
_MARKUP = re.compile(r"<[^>]*>|\{[^}]*\}")
_NO_TALK = re.compile(
    r"^\s*(?:\d+|.*-->.*|\[(?:Script Info|V4\+? Styles\+?|Events|Fonts)\]|;.*"
    r"|(?:Style|Format|Title|ScriptType)\s*:.*)?\s*$"
)
_SOUND = re.compile(r"[\[(][^\])\d]{3,60}[\])]|^[\W_]*[♪♫#]|^[\W_]*[A-Z][A-Z .']{2,20}:(?=\s)")


def settled(companions: Sequence[Companion], language: str, disk: DiskView) -> tuple[Companion, ...]:
    """The companions with what their names do not say, in their order.

    A subtitle without a language gets ``language``, when one is set; a VobSub pair does not, because its ``.idx`` says
    which languages it holds. Of subtitles that are alike, those whose text describes sounds are ``sdh`` when others do
    not: the servers know that word, and a number is no form that any of them documents.
    """
    found = list(companions)
    paired = {_stem(c.path) for c in companions if c.path.lower().endswith(".idx")}
    for place, companion in enumerate(found):
        silent = companion.kind is CompanionKind.SUBTITLE and not companion.language
        if silent and language and _stem(companion.path) not in paired:
            found[place] = replace(companion, language=language)
    alike: dict[object, list[int]] = defaultdict(list)
    for place, companion in enumerate(found):
        ending = os.path.splitext(companion.path)[1].lower()
        if companion.kind is CompanionKind.SUBTITLE and ending in _TEXTS and "sdh" not in companion.flags:
            alike[companion.language, companion.flags, ending].append(place)
    for places in alike.values():
        described = [place for place in places if len(places) > 1 and _describes_sounds(found[place].path, disk)]
        if len(described) < len(places):
            for place in described:
                found[place] = replace(found[place], flags=("sdh", *found[place].flags))
    return tuple(found)


def _stem(path: str) -> str:
    return fold(os.path.splitext(path)[0])


def _describes_sounds(path: str, disk: DiskView) -> bool:
    lines = [_MARKUP.sub("", line) for line in _text(disk.beginning(path, _READ)).splitlines()]
    talk = [line for line in lines if not _NO_TALK.match(line)]
    sounds = sum(_SOUND.search(line) is not None for line in talk)
    return sounds >= max(_FEWEST, _SHARE * len(talk))


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    return raw.decode("utf-8-sig", errors="replace")
