"""What the files of a show have of its seasons: the episodes that are there, missing in between, or there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from organizer.model import Match


def season_texts(matches: Iterable[Match]) -> list[tuple[str, str]]:
    """A name and a text for each season: ``("Season 1", "1-12, 14-24; not here: 13; more than once: 5")``.

    Missing is only what lies below the highest number that is there; of specials nothing is missed.
    """
    held = Counter((episode.season, episode.number) for match in matches for episode in match.episodes)
    found = []
    for season in sorted({season for season, _ in held}, key=lambda season: (season == 0, season)):
        numbers = {number: count for (of, number), count in held.items() if of == season}
        text = runs(numbers)
        if season and (missing := set(range(1, max(numbers))) - set(numbers)):
            text += f"; not here: {runs(missing)}"
        if twice := [number for number, count in numbers.items() if count > 1]:
            text += f"; more than once: {runs(twice)}"
        found.append((f"Season {season}" if season else "Specials", text))
    return found


def runs(numbers: Iterable[int]) -> str:
    """Numbers as a person writes them: ``1-3, 5, 8-9``."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return ", ".join(f"{first}-{last}" if first != last else f"{first}" for first, last in spans)
