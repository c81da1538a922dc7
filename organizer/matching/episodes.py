"""Which episodes of a series a reading means: by numbers, by date, by absolute number, or by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from organizer.display import safe_text
from organizer.matching.numbering import ABSOLUTE, AIRED, ref_of
from organizer.matching.similarity import Fit, compare
from organizer.model import EpisodeRef, ParsedName
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.records import Episode, Season, Title

NOT_THERE = 0.62  # the score's factor when TMDB does not have the episode: never more than ambiguous
BY_TITLE = 0.85
NO_NUMBER = 0.50


@dataclass(frozen=True, slots=True)
class Resolved:
    """The episodes a reading means in one series. ``exists`` tells whether TMDB has every one of them.

    ``certain`` is False where a rule of thumb was needed (an absolute number, a title). ``factor`` is what the score
    of the series is multiplied by. ``order`` says how the name's numbers were read (see ``Match.order``).
    """

    season: int | None
    episodes: tuple[EpisodeRef, ...]
    exists: bool
    factor: float
    reason: str
    certain: bool = True
    date_based: bool = False
    order: str = AIRED

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Season and number of each episode."""
        return tuple((episode.season, episode.number) for episode in self.episodes)

    def doubted(self, reason: str) -> Resolved:
        """The same, but not certain: ``reason`` says what else it may be."""
        return replace(self, certain=False, reason=f"{self.reason}; or else {reason}")


def numbers_of(parsed: ParsedName) -> tuple[object, ...]:
    """All by which a reading says which episodes are meant."""
    return parsed.season, parsed.episode, parsed.absolute_episode, parsed.date


async def resolve(lookup: Lookup, show: Title, parsed: ParsedName) -> Resolved:
    """Find the reading's episodes in ``show`` (with details). At most two requests, none for seasons in the cache."""
    if parsed.extra and not parsed.episode:
        season = parsed.season[0] if len(parsed.season) == 1 else None
        return Resolved(season, (), exists=True, factor=1.0, reason=f"an extra of the series: {parsed.extra}")
    if parsed.date:
        dated = await _by_date(lookup, show, parsed.date)
        if len(parsed.season) == 1 and parsed.episode:
            numbered = await _by_number(lookup, show, parsed)
            if not dated.exists and numbered.exists:  # ``S01E19.Day.1.6.00.PM`` holds a time of the day
                before = show.year is not None and int(parsed.date[:4]) < show.year
                return numbered if before else numbered.doubted(dated.reason)
            if dated.exists and numbered.places != dated.places:
                return dated.doubted(numbered.reason)
        return dated
    if len(parsed.season) == 1 and parsed.episode:
        return await _by_number(lookup, show, parsed)
    numbers = parsed.episode or ((parsed.absolute_episode,) if parsed.absolute_episode is not None else ())
    if numbers and not parsed.season:
        return await _by_absolute(lookup, show, numbers)
    if parsed.episode_title:
        found = await _by_title(lookup, show, parsed)
        if found:
            return found
    return Resolved(None, (), exists=False, factor=NO_NUMBER, reason="the name says no episode")


async def _by_number(lookup: Lookup, show: Title, parsed: ParsedName) -> Resolved:
    number, wanted = parsed.season[0], parsed.episode
    listed = any(number == known for known, _ in show.seasons)
    season = (await lookup.seasons(show.id, [number])).get(number) if listed else None
    if season is None:
        known = ", ".join(str(n) for n, _ in show.seasons if n) or "none"
        blank = tuple(EpisodeRef(number, n, "") for n in wanted)
        reason = f"TMDB has no season {number} (seasons: {known})"
        return Resolved(number, blank, exists=False, factor=NOT_THERE, reason=reason)
    found = [season.episode(n) for n in wanted]
    refs = tuple(ref_of(e) if e else EpisodeRef(number, n, "") for e, n in zip(found, wanted, strict=True))
    missing = [n for e, n in zip(found, wanted, strict=True) if e is None]
    if missing:
        last = max((e.number for e in season.episodes), default=0)
        reason = f"episode {missing[0]} of {last}: TMDB does not have it in season {number}"
        return Resolved(number, refs, exists=False, factor=NOT_THERE, reason=reason)
    resolved = Resolved(number, refs, exists=True, factor=1.0, reason=said_of(refs))
    called = _called(parsed.episode_title, season, refs)
    return resolved.doubted(f"the title in the name is that of {_named((called,))}") if called else resolved


def _called(title: str | None, season: Season, taken: tuple[EpisodeRef, ...]) -> EpisodeRef | None:
    """The other episode of the season whose title stands in the name: discs and broadcasts are ordered differently."""
    if not title or any(compare(title, ref.title)[1] is not Fit.ALIKE for ref in taken):
        return None
    return next((ref_of(e) for e in season.episodes if compare(title, e.title)[1] is not Fit.ALIKE), None)


async def _by_date(lookup: Lookup, show: Title, date: str) -> Resolved:
    seasons = await _all_seasons(lookup, show)
    found = [e for e in _numbered(seasons, specials=True) if e.air_date == date]
    if not found:
        return Resolved(None, (), exists=False, factor=NOT_THERE, reason=f"no episode was aired on {date}")
    refs = tuple(ref_of(e) for e in found[:1])
    more = f", the first of {len(found)}" if len(found) > 1 else ""
    return Resolved(
        refs[0].season, refs, exists=True, factor=1.0, reason=f"aired on {date}{more}: {said_of(refs)}",
        certain=len(found) == 1, date_based=True,
    )  # fmt: skip


async def _by_absolute(lookup: Lookup, show: Title, wanted: tuple[int, ...]) -> Resolved:
    seasons = await _all_seasons(lookup, show)
    in_order = _numbered(seasons)
    running = {e.number: e for e in in_order} if _numbers_run_on(seasons) else {}
    found = [running.get(n) or _nth(in_order, n) for n in wanted]
    if any(e is None for e in found):
        reason = f"episode {max(wanted)}: the series has {len(in_order)}"
        return Resolved(None, (), exists=False, factor=NOT_THERE, reason=reason)
    refs = tuple(ref_of(e) for e in found if e)
    single = sum(1 for n in seasons if n > 0) == 1
    said = said_of(refs) if single else f"number {wanted[0]} counted over all seasons: {said_of(refs)}"
    # With one season the number can mean nothing else. With more it may restart in each: a person should look
    # unless it is beyond any single season.
    longest = max((len(s.episodes) for n, s in seasons.items() if n > 0), default=0)
    return Resolved(
        refs[0].season, refs, exists=True, factor=1.0, reason=said, certain=single or min(wanted) > longest,
        order=AIRED if single else ABSOLUTE,
    )  # fmt: skip


async def _by_title(lookup: Lookup, show: Title, parsed: ParsedName) -> Resolved | None:
    seasons = await _all_seasons(lookup, show)
    chosen = {n: s for n, s in seasons.items() if not parsed.season or n in parsed.season}
    wanted = parsed.episode_title or ""
    found = [e for e in _numbered(chosen, specials=True) if compare(wanted, e.title)[1] is not Fit.ALIKE]
    if len(found) != 1:
        return None
    refs = (ref_of(found[0]),)
    reason = f"found by the episode's title: {said_of(refs)}"
    return Resolved(refs[0].season, refs, exists=True, factor=BY_TITLE, reason=reason, certain=False)


async def _all_seasons(lookup: Lookup, show: Title) -> Mapping[int, Season]:
    return await lookup.seasons(show.id, [number for number, _ in show.seasons])


def _numbered(seasons: Mapping[int, Season], *, specials: bool = False) -> list[Episode]:
    """Episodes in the order of their numbers, seasons after each other; specials last or not at all."""
    order = sorted(seasons, key=lambda n: (n == 0, n))
    return [
        episode
        for number in order
        if number or specials
        for episode in sorted(seasons[number].episodes, key=lambda e: e.number)
    ]


def _numbers_run_on(seasons: Mapping[int, Season]) -> bool:
    """Whether later seasons go on counting where the one before ended, as TMDB has it for some anime."""
    firsts = [min(e.number for e in s.episodes) for n, s in sorted(seasons.items()) if n > 1 and s.episodes]
    return bool(firsts) and all(first > 1 for first in firsts)


def _nth(episodes: list[Episode], number: int) -> Episode | None:
    return episodes[number - 1] if 0 < number <= len(episodes) else None


def said_of(refs: Iterable[EpisodeRef]) -> str:
    """That the episodes are there, for a person: ``episode exists: s01e02 “Tabula Rasa”``."""
    return f"episode exists: {_named(refs)}"


def _named(refs: Iterable[EpisodeRef]) -> str:
    named = [f"s{r.season:02d}e{r.number:02d}" + (f" “{safe_text(r.title)}”" if r.title else "") for r in refs]
    return ", ".join(named)
