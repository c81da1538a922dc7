"""Messy names for the invented catalogue, each with the truth about it and with what was done to it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from random import Random

from benchmarks.invented.catalogue import World, without
from organizer.demo.catalogue import CatalogueEpisode, Work
from organizer.demo.library import Truth
from organizer.matching.similarity import normal
from organizer.model import MediaType

_FILM_STYLES = (
    ("{dots}{.year}.{quality}-{group}.mkv", 26),
    ("{title}{ (year)}/{title}{ (year)}.mkv", 14),
    ("{dots}{.year}.{quality}-{group}/{dots}{.year}.{quality}-{group}.mkv", 12),
    ("{title}{ (year)} [{res}] [{source}] [{group}].mp4", 8),
    ("{under}{_year}_{source}.avi", 5),
    ("{lower}{.year}.{quality}-{group}/{code}.mkv", 8),
    ("{title}{ - year}.mkv", 5),
    ("{title}{ year} {quality}-{group}.mkv", 10),
    ("[{group}] {title}{ (year)} [{res}].mkv", 5),
    ("www.{group}.org - {dots}{.year}.{quality}.mkv", 2),
    ("{title}{ (year)}.mkv", 8),
)
_EPISODE_STYLES = (
    ("{dots}.S{s:02}E{e:02}.{quality}-{group}.mkv", 30),
    ("{title}/Season {s:02}/{title} - S{s:02}E{e:02} - {name}.mkv", 16),
    ("{title}/Season {s}/{title} {s}x{e:02} {name}.avi", 8),
    ("{dots}.S{s:02}.{quality}-{group}/{dots}.S{s:02}E{e:02}.{named}.{quality}-{group}.mkv", 10),
    ("{lower}.s{s:02}e{e:02}.{res}.{group}.mp4", 8),
    ("{title}/Season {s}/S{s:02}E{e:02} - {name}.mkv", 8),
    ("{title}/Season {s}/{e:02} - {name}.mkv", 4),
    ("{dots}.S{s:02}E{e:02}.{quality}-{group}/{code}.mkv", 8),
    ("{title} S{s:02}E{e:02} {quality}-{group}.mkv", 8),
)
_ABSOLUTE_STYLES = (
    ("[{group}] {title} - {n:02} [{res}].mkv", 50),
    ("[{group}] {title} - {n:02} ({source} {res}) [{crc}].mkv", 30),
    ("{title}/{title} - {n:03}.mkv", 20),
)
_DATED_STYLES = (
    ("{dots}.{ymd}.{quality}-{group}.mkv", 60),
    ("{title}/{title} - {date} - {name}.mp4", 40),
)
_SOURCES = ("BluRay", "WEB-DL", "WEBRip", "HDTV", "DVDRip")
_SIZES = ("720p", "1080p", "2160p", "480p")
_CODECS = ("x264", "H264", "x265", "HEVC")
_GROUPS = ("HARBOR", "NIMBUS", "KITE", "OXBOW", "PARSEC", "LUMEN", "DRIFT", "SEXTANT", "EMBER", "ROVERS", "ALBATROSS")
_TYPOS, _NO_YEAR, _YEAR_OFF, _ABSENT, _AKA, _TRANSLATED, _NO_ARTICLE = 0.012, 0.12, 0.03, 0.03, 0.04, 0.13, 0.02
_TENFOLD = 10
_NOT_WORD = re.compile(r"[^\w&-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A path with what it is (None: nothing that the server knows) and ``kind``: what was done to the name.

    ``truth.ambiguous``: no reader of the name alone could say which of several it is.
    """

    path: str
    truth: Truth | None
    kind: str


class Namer:
    """Writes names for ``world``. Some of its films are taken away, so that names of them mean nothing."""

    def __init__(self, world: World, seed: int = 1) -> None:
        self._random = Random(seed)
        films = list(world.films.values())
        names = Counter(normal(title) for film in films for title in set(film.all_titles()))
        lone = [film for film in films if names[normal(film.english_title)] == 1]
        self._absent = self._random.sample(lone, max(1, int(len(films) * _ABSENT)))
        self._before = world
        self.world = without(world, [film.id for film in self._absent])

    @cached_property
    def _bearers(self) -> dict[str, list[Work]]:
        found: defaultdict[str, list[Work]] = defaultdict(list)
        for film in self.world.films.values():
            for title in {normal(title) for title in film.all_titles()}:
                found[title].append(film)
        return found

    @cached_property
    def _namesakes(self) -> dict[str, list[Work]]:
        found: defaultdict[str, list[Work]] = defaultdict(list)
        for show in self.world.series.values():
            found[normal(show.english_title)].append(show)
        return found

    def films(self, count: int) -> Iterator[Named]:
        """That many names of films: known ones more often, some twice in different styles."""
        random, known = self._random, list(self.world.films.values())
        weights = [1 + film.votes**0.5 for film in known]
        for film in random.choices(known, weights, k=int(count * 0.87)):
            yield self._film(film)
            if random.random() < 0.12:
                yield self._film(film)
        for film in random.sample(self._absent, min(len(self._absent), int(count * _ABSENT))):
            yield self._film(film, absent=True)

    def episodes(self, count: int) -> Iterator[Named]:
        """About that many names of episodes, from every series the same share."""
        shows = list(self.world.series.values())
        each = max(3, count // len(shows))
        for show in shows:
            yield from self._show(show, each)

    # -- films

    def _film(self, film: Work, *, absent: bool = False) -> Named:
        random = self._random
        title, kind = self._film_title(film)
        year: int | None = film.year
        if random.random() < _NO_YEAR:
            year, kind = None, f"{kind}, no year"
        elif random.random() < _YEAR_OFF:
            year, kind = film.year + random.choice((-1, 1)), f"{kind}, year off"
        style = random.choices(*zip(*_FILM_STYLES, strict=True))[0]
        path = f"{self._shelf()}{self._filled(style, title, year)}"
        if absent:
            return Named(path, None, "absent" if year else "absent, no year")
        return Named(path, Truth(MediaType.MOVIE, film.id, ambiguous=self._unclear(film, title, year)), kind)

    def _film_title(self, film: Work) -> tuple[str, str]:
        random = self._random
        title = film.english_title
        others = [other for other in film.all_titles() if other != title]
        chance = random.random()
        if others and chance < _TRANSLATED:
            return random.choice(others), "translated"
        if others and chance < _TRANSLATED + _AKA:
            return f"{title} AKA {random.choice(others)}", "aka"
        if chance > 1 - _TYPOS and len(title) > 8:
            return _typo(random, title), "typo"
        if title.startswith(("The ", "A ")) and random.random() < _NO_ARTICLE * 3:
            return title.partition(" ")[2], "no article"
        if " & " in title and random.random() < 0.6:
            return title.replace(" & ", " and "), "and"
        return title, "plain"

    def _unclear(self, film: Work, title: str, year: int | None) -> bool:
        rivals = [other for other in self._bearers[normal(title)] if other is not film]
        if year is None:
            return any(film.votes < _TENFOLD * other.votes for other in rivals)
        if year != film.year:
            return bool(rivals)
        return any(other.year == year and film.votes < _TENFOLD * other.votes for other in rivals)

    # -- series

    def _show(self, show: Work, count: int) -> Iterator[Named]:
        random = self._random
        twins = len(self._namesakes[normal(show.english_title)]) > 1
        title, kind = show.english_title, "series"
        if twins and (chance := random.random()) < 0.7:
            title = f"{title} {show.year}" if chance < 0.4 else f"{title} ({show.year})"
            kind, twins = "series with year", False
        absolute, dated = show.id in self.world.absolute, show.id in self.world.dated
        if absolute and random.random() < 0.4:
            title, kind = show.original_title, "series, original title"
        styles = _ABSOLUTE_STYLES if absolute else _DATED_STYLES if dated else _EPISODE_STYLES
        style = random.choices(*zip(*styles, strict=True))[0]
        shelf = self._shelf()
        for episode in self._chosen(show, count, specials=not absolute):
            path = shelf + self._filled(style, title, None, show, episode)
            truth = Truth(MediaType.EPISODE, show.id, episode.season, (episode.number,), ambiguous=twins)
            yield Named(path, truth, f"{kind}, {'absolute' if absolute else 'dated' if dated else 'numbered'}")

    def _chosen(self, show: Work, count: int, *, specials: bool) -> list[CatalogueEpisode]:
        episodes = [e for e in show.episodes() if e.season > 0 or specials]
        return sorted(self._random.sample(episodes, min(count, len(episodes))), key=lambda e: e.id)

    # -- writing

    def _shelf(self) -> str:
        return self._random.choice(("", "", "downloads/", "old disk/", "from friends/", "unsorted/new/"))

    def _filled(
        self,
        style: str,
        title: str,
        year: int | None,
        show: Work | None = None,
        episode: CatalogueEpisode | None = None,
    ) -> str:
        random = self._random
        plain = _ascii(title) if random.random() < 0.5 else title
        size, source, codec = random.choice(_SIZES), random.choice(_SOURCES), random.choice(_CODECS)
        code = blake2b(f"{title}{random.random()}".encode(), digest_size=16).hexdigest()
        for mark in ("{.year}", "{_year}", "{ (year)}", "{ - year}", "{ year}"):
            style = style.replace(mark, mark[1:-1].replace("year", str(year)) if year else "")
        name = episode.titles["en"] if episode else ""
        written = style.format(
            title=_clean(plain), dots=_dotted(plain), under=_dotted(plain).replace(".", "_"),
            lower=_dotted(plain).lower(), quality=f"{size}.{source}.{codec}", res=size, source=source,
            group=random.choice(_GROUPS), code=code, crc=code[:8].upper(), name=_clean(name), named=_dotted(name),
            s=episode.season if episode else 0, e=episode.number if episode else 0,
            n=_counted(show, episode) if show and episode else 0,
            date=episode.air_date if episode else "",
            ymd=(episode.air_date or "").replace("-", ".") if episode else "",
        )  # fmt: skip
        return written.replace(".mkv/", "/")


def _counted(show: Work, wanted: CatalogueEpisode) -> int:
    regular = [e for e in show.episodes() if e.season > 0]
    return regular.index(wanted) + 1 if wanted in regular else wanted.number


def _typo(random: Random, title: str) -> str:
    """Two letters swapped, one doubled or one lost, inside a word."""
    places = [i for i in range(2, len(title) - 2) if title[i - 1 : i + 2].isalpha()]
    if not places:
        return title
    at = random.choice(places)
    return random.choice((
        title[:at] + title[at + 1] + title[at] + title[at + 2 :], title[:at] + title[at:at + 1] + title[at:],
        title[:at] + title[at + 1 :],
    ))  # fmt: skip


def _ascii(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def _clean(title: str) -> str:
    return title.replace("/", "-").replace(": ", " - ").replace(":", "").strip(" ?.") or title


def _dotted(title: str) -> str:
    return _NOT_WORD.sub(".", title.replace("'", "").replace(".", "")).strip(".")
