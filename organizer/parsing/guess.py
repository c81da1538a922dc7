"""guessit's reading of a text, in the types of this package: the only module that imports guessit."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from organizer.model import MediaType

# Words for "season" that guessit 4.4 lacks; measured over ten parsers' suites: ten names won, none lost.
# "series" is left out on purpose: it lost four times as many as it won.
_SEASON_WORDS = ["kausi", "seasong", "sezóna", "sezona", "시즌", "シーズン"]
_OPTIONS: dict[str, Any] = {
    "no_user_config": True,
    "advanced_config": {"episodes": {"season_words": _SEASON_WORDS}},
}

# Longer than any name a file system takes, shorter than what makes guessit slow.
_LONGEST = 320

# A lone surrogate or a control character says nothing, and a few of guessit's rules do not expect one.
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200c\u200d]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")  # parts no words


@dataclass(frozen=True, slots=True)
class Guess:
    """What guessit found. Numbers that are no numbers are dropped; a bare ``Guess()`` means nothing was found."""

    type: MediaType | None = None
    title: str | None = None
    alternatives: tuple[str, ...] = ()
    year: int | None = None
    season: tuple[int, ...] = ()
    episode: tuple[int, ...] = ()
    absolute: int | None = None
    date: str | None = None
    episode_title: str | None = None
    part: int | None = None
    disc: int | None = None
    edition: str | None = None
    country: str | None = None
    screen_size: str | None = None
    source: str | None = None
    video_codec: str | None = None
    release_group: str | None = None


_FOREIGN_BYTE = re.compile("[\udc80-\udcff]")


def readable(text: str) -> str:
    """The text without what no rule can read: control characters, lone surrogates, zero-width marks.

    A byte that is not UTF-8 is most often from a Windows of Western Europe: ``Am\xe9lie``.
    """
    if not text.isascii():
        text = _FOREIGN_BYTE.sub(_as_windows_1252, text)
        text = _INVISIBLE.sub("", text)
    return _UNREADABLE.sub(" ", text)


def _as_windows_1252(found: re.Match[str]) -> str:
    return found.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def guess(text: str, *, titles: Sequence[str] = (), kind: MediaType | None = None) -> Guess:
    """guessit's reading; never raises. About 3 ms for a file name, 6 ms for a path of three parts.

    ``titles`` and ``kind`` are what is known already (guessit's ``expected_title`` and ``type``). The first call in a
    process costs a further 0.3 s (import, rules). What guessit chokes on gives an empty ``Guess``.
    """
    text = readable(text)[:_LONGEST]
    if not text.strip():
        return Guess()
    options = {**_OPTIONS, "expected_title": list(titles), "type": kind.value if kind else None}
    with _ONE_AT_A_TIME:
        found = _guessit()(text, options if titles or kind else _OPTIONS)
    return _typed(found) if found else Guess()


# guessit does not promise that its rules can be used by two threads at once, and the lock of the interpreter lets
# only one run anyway.
_ONE_AT_A_TIME = threading.Lock()


@functools.cache
def _guessit() -> Callable[[str, dict[str, Any]], dict[str, Any] | None]:
    from guessit.api import GuessItApi, GuessitException  # 0.2 s: only a process that reads names pays

    from organizer.parsing.accelerator import rules_builder

    api = GuessItApi()
    api.configure(_OPTIONS, rules_builder=rules_builder())

    def ask(text: str, options: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return api.guessit(text, options)
        except GuessitException:  # any error of its rules; what it chokes on is read without it
            return None

    return ask


def _typed(found: dict[str, Any]) -> Guess:
    titles = _texts(found.get("title"))
    day = found.get("date")
    return Guess(
        type=MediaType.EPISODE if found.get("type") == "episode" else MediaType.MOVIE,
        title=titles[0] if titles else None,
        alternatives=_texts(found.get("alternative_title")),
        year=next(iter(_numbers(found.get("year"))), None),
        season=_numbers(found.get("season")),
        episode=_numbers(found.get("episode")),
        absolute=next(iter(_numbers(found.get("absolute_episode"))), None),
        date=day.isoformat() if isinstance(day, date) else None,
        episode_title=" - ".join(_texts(found.get("episode_title"))) or None,
        part=next(iter(_numbers(found.get("part"))), None),
        disc=next(iter(_numbers(found.get("cd")) + _numbers(found.get("disc"))), None),
        edition=" ".join(_texts(found.get("edition"))) or None,
        country=_country(found.get("country")),
        screen_size=_first(found.get("screen_size")),
        source=_first(found.get("source")),
        video_codec=_first(found.get("video_codec")),
        release_group=_first(found.get("release_group")),
    )


def _several(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in _several(value) if str(item).strip())


def _first(value: object) -> str | None:
    return next(iter(_texts(value)), None)


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(item for item in _several(value) if isinstance(item, int))


def _country(value: object) -> str | None:
    for item in _several(value):
        code = getattr(item, "alpha2", None)
        if isinstance(code, str):
            return "UK" if code == "GB" else code
    return None
