"""The invented catalogue: films with sequels, remakes, namesakes and titles in other languages; series of all kinds.

It is like TMDB where that is hard: titles shared by several films, prefixes of each other, numbers, one common word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from benchmarks.invented import words
from organizer.demo.catalogue import CatalogueEpisode, CatalogueSeason, Translation, Work
from organizer.matching.similarity import normal
from organizer.model import CandidateType

FILMS, SERIES = 64_000, 480
# Of 64,000 films at TMDB, 3,623 titles were shared by 8,860 (a study of 2026).
_SHARED_TITLES, _SHARED_FILMS = 3_600 / 64_000, 8_900 / 64_000
_SEQUELS = ("{} 2", "{} II", "{} 3", "{} III", "{} Part Two", "{}: Part II")
_LANGUAGES = ("fr", "de", "es", "ja")
_COUNTRY = {"en": "US", "fr": "FR", "de": "DE", "es": "ES", "ja": "JP"}


@dataclass(frozen=True, slots=True)
class Seed:
    """A title to begin with, and what is known of it."""

    title: str
    year: int
    votes: int


@dataclass(frozen=True, slots=True)
class World:
    """All that the server knows, and which series are numbered through or dated."""

    films: dict[int, Work]
    series: dict[int, Work]
    absolute: frozenset[int] = frozenset()
    dated: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Maker:
    random: Random
    films: list[Work] = field(default_factory=list)

    def film(self, title: str, year: int, votes: int | None = None, *, language: str = "en") -> None:
        random = self.random
        number = 1_000 + len(self.films)
        votes = self.votes() if votes is None else votes
        original = title if language == "en" else words.foreign(random, language)
        translations = {"en": Translation(title)}
        if language == "en" and random.random() < 0.25:
            other = random.choice(_LANGUAGES[:3])
            translations[other] = Translation(words.foreign(random, other))
        self.films.append(
            Work(
                CandidateType.MOVIE, number, original, language, translations, self._also(title),
                (date(year, 1, 1) + timedelta(days=random.randrange(365))).isoformat(), (_COUNTRY[language],),
                (random.choice((18, 28, 35, 53)),), round(votes / 40 + random.random() * 3, 3), votes, 6.0,
                runtime=random.randint(75, 160),
            )
        )  # fmt: skip

    def votes(self) -> int:
        """Few are known: half of all films have less than 20 votes."""
        return int(min(30_000, self.random.paretovariate(0.6) * 6))

    def _also(self, title: str) -> tuple[tuple[str, str], ...]:
        if self.random.random() > 0.06:
            return ()
        return (("GB", f"{title.partition(':')[0]} {self.random.choice(words.PLACES)}"),)


def make_world(
    seed: int = 1, *, films: int = FILMS, series: int = SERIES, seeds: Sequence[Seed] = (), titles: Sequence[str] = ()
) -> World:
    """The same catalogue for the same arguments. ``seeds`` and ``titles`` replace as many invented ones."""
    random = Random(seed)
    maker = _Maker(random)
    for known in seeds[:films]:
        maker.film(known.title, known.year, known.votes)
    shared = int(films * _SHARED_FILMS)
    pool = list(titles)
    random.shuffle(pool)
    used = {normal(film.english_title) for film in maker.films}
    while len(maker.films) < films - shared:
        title = pool.pop() if pool else words.title(random)
        if normal(title) in used:
            title = f"{title}: {words.subtitle(random)}"
        if normal(title) in used:
            continue
        used.add(normal(title))
        _with_sequels(maker, title, used)
    _namesakes(maker, int(films * _SHARED_TITLES), films - len(maker.films))
    shows, absolute, dated = _series(random, series)
    return World({film.id: film for film in maker.films}, shows, absolute, dated)


def _with_sequels(maker: _Maker, title: str, used: set[str]) -> None:
    random = maker.random
    year = 2025 - int(random.expovariate(1 / 28)) % 105
    language = random.choice(_LANGUAGES) if random.random() < 0.3 else "en"
    maker.film(title, year, language=language)
    if random.random() < 0.05:
        for step in range(random.randint(1, 3)):
            form = random.choice(_SEQUELS) if random.random() < 0.5 else "{}: " + words.subtitle(random)
            name = form.format(title)
            if normal(name) not in used:
                used.add(normal(name))
                maker.film(name, min(2025, year + 2 + step * 3))


def _namesakes(maker: _Maker, titles: int, count: int) -> None:
    """Remakes and strangers of one title, most in years far apart, a few in the same or the next one."""
    random = maker.random
    chosen = random.sample(maker.films, min(titles, len(maker.films)))
    for place in range(count):
        film = chosen[place % len(chosen)] if place < len(chosen) else random.choice(chosen)
        chance = random.random()
        near = 0 if chance < 0.03 else random.choice((-1, 1)) if chance < 0.06 else random.randint(-40, 40)
        year = film.year + near
        maker.film(film.english_title, year if 1915 <= year <= 2025 else film.year - near)


# ------------------------------------------------------------------------------------------------ series


def _series(random: Random, count: int) -> tuple[dict[int, Work], frozenset[int], frozenset[int]]:
    shows: dict[int, Work] = {}
    kinds: defaultdict[str, set[int]] = defaultdict(set)
    used: set[str] = set()
    while len(shows) < count:
        title = words.title(random)
        if normal(title) in used:
            continue
        used.add(normal(title))
        kind = random.choices(("plain", "absolute", "dated"), (82, 12, 6))[0]
        language = "ja" if kind == "absolute" else random.choice(_LANGUAGES) if random.random() < 0.1 else "en"
        made = _show(random, 500 + len(shows), title, language, kind)
        shows[made.id] = made
        kinds[kind].add(made.id)
        if kind == "plain" and random.random() < 0.03:
            again = _show(random, 500 + len(shows), title, "en", kind, country=random.choice(("GB", "AU", "US")))
            shows[again.id] = again
            kinds[kind].add(again.id)
    return shows, frozenset(kinds["absolute"]), frozenset(kinds["dated"])


def _show(random: Random, number: int, title: str, language: str, kind: str, *, country: str = "") -> Work:
    votes = int(min(20_000, random.paretovariate(0.7) * 20))
    seasons = min(20, int(random.expovariate(1 / 4)) + 1) if kind == "plain" else random.randint(1, 4)
    begins = date(random.randint(1975, 2022), random.randint(1, 12), random.randint(1, 28))
    step = 1 if kind == "dated" else 7
    length = random.randint(60, 120) if kind == "dated" else random.choice((6, 8, 10, 12, 13, 22, 24))
    made = [_season(random, number, season, begins, length, step) for season in range(1, seasons + 1)]
    if random.random() < 0.2:
        made.insert(0, _season(random, number, 0, begins, random.randint(1, 4), 90))
    original = title if language == "en" else words.foreign(random, language)
    return Work(
        CandidateType.TV, number, original, language, {"en": Translation(title)}, (), begins.isoformat(),
        (country or _COUNTRY[language],), (18,), round(votes / 30 + 1, 3), votes, 7.0, runtime=42, seasons=tuple(made),
    )  # fmt: skip


def _season(random: Random, show: int, number: int, begins: date, length: int, step: int) -> CatalogueSeason:
    first = begins.replace(year=begins.year + max(0, number - 1), day=min(begins.day, 28))
    base = show * 1_000_000 + number * 1_000
    episodes = [
        CatalogueEpisode(
            base + n, number, n, (first + timedelta(days=step * (n - 1))).isoformat(),
            {"en": words.episode_title(random)},
        )
        for n in range(1, length + 1)
    ]  # fmt: skip
    return CatalogueSeason(base, number, tuple(episodes))


def without(world: World, film_ids: Sequence[int]) -> World:
    """The same without these films: names of them are of nothing that the server knows."""
    gone = frozenset(film_ids)
    return replace(world, films={number: film for number, film in world.films.items() if number not in gone})
