"""The default reading: guessit's word, corrected where the evidence knows better."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from organizer.model import MediaType, ParsedName
from organizer.parsing import numbering, titling
from organizer.parsing.evidence import Evidence
from organizer.parsing.guess import Guess
from organizer.parsing.titles import same_title, tidy

Correction = Callable[[ParsedName, Evidence], ParsedName]


def read(evidence: Evidence) -> ParsedName:
    """The reading taken by default."""
    parsed = _from_guess(evidence.path, evidence.guess)
    for correct in _CORRECTIONS:
        parsed = correct(parsed, evidence)
    return parsed


def _from_guess(path: str, guess: Guess) -> ParsedName:
    return ParsedName(
        path,
        guess.type or MediaType.MOVIE,
        guess.title,
        guess.year,
        guess.season,
        guess.episode,
        guess.absolute,
        guess.date,
        guess.episode_title,
        guess.part,
        guess.edition,
        " - ".join(guess.alternatives) or None,
        guess.screen_size,
        guess.source,
        guess.video_codec,
        guess.release_group,
    )


# ------------------------------------------------------------------------------------------------- folders


def _season_of_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    season = evidence.season_folder
    if season is None:
        nearest = evidence.folders[0] if evidence.folders else None
        if nearest is None or len(nearest.season) != 1 or parsed.type is not MediaType.EPISODE:
            return parsed
        season = nearest.season[0]
    if parsed.season or (parsed.type is not MediaType.EPISODE and parsed.year):
        return parsed
    return replace(parsed, type=MediaType.EPISODE, season=(season,))


def _year_of_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    folder = evidence.title_folder
    if parsed.year or folder is None or not folder.title or not folder.year or not parsed.title:
        return parsed
    return replace(parsed, year=folder.year) if same_title(parsed.title, folder.title) else parsed


def _title_of_folder(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    folder = evidence.title_folder
    if parsed.title or folder is None:
        return parsed
    found = evidence.folder_guess
    guessed = titling.named_by(folder.name, found) if found else None
    return replace(parsed, title=folder.title or guessed, year=parsed.year or folder.year)


# ---------------------------------------------------------------------------------------------------- parts

_PIECE = re.compile(
    r"(?:^|[ ._([-])(?:cd|dis[ck]|dvd|pt)[ ._-]?(\d)(?:of\d)?(?![A-Za-z0-9])|[ ._-]part(\d)(?:of\d)?[)\]]?$",
    re.IGNORECASE,
)


def _piece_of_file(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """``part`` is a piece of one file, as Plex stacks them; the parts of a story stay in its title."""
    found = _PIECE.search(evidence.text)
    number = int(found[1] or found[2]) if found else None
    if number is None and parsed.type is MediaType.MOVIE and parsed.year:
        behind = re.search(rf"{parsed.year}[)\]]?[ ._-]+[\[(]?part[ ._-]?(\d)(?![\d])", evidence.text, re.IGNORECASE)
        number = int(behind[1]) if behind else None
    if number is None and parsed.part is not None:
        title = parsed.episode_title
        told = f"{title} (Part {parsed.part})" if title else f"Part {parsed.part}"
        keeps = parsed.type is MediaType.EPISODE and (parsed.episode or parsed.date)
        return replace(parsed, part=None, episode_title=told if keeps else title)
    return replace(parsed, part=number)


def _without_guessit(parsed: ParsedName, evidence: Evidence) -> ParsedName:
    """Where guessit has nothing to say, the text before the mark, or all of it, is the title."""
    if evidence.guess != _NOTHING:
        return parsed
    raw = evidence.raw.title if evidence.raw else evidence.text
    return replace(parsed, title=tidy(raw) or None)


_NOTHING = Guess()

_CORRECTIONS: tuple[Correction, ...] = (
    _without_guessit,
    titling.uncovered,
    numbering.anchored_numbers,
    numbering.known_facts,
    titling.title_before_mark,
    titling.untitled,
    numbering.year_is_no_season,
    numbering.year_is_no_episode,
    numbering.pair_is_season_and_episode,
    numbering.picture_is_no_episode,
    numbering.first_number_of_two_in_title,
    numbering.number_of_nothing_in_title,
    numbering.weak_number_in_season_folder,
    numbering.bare_number_in_season_folder,
    numbering.zeros_count_through,
    numbering.checksum_is_no_episode,
    titling.number_after_year,
    titling.named_like_its_folder,
    titling.date_as_title,
    titling.dated_is_episode,
    titling.year_as_title,
    titling.all_is_title,
    titling.cut_is_no_episode,
    titling.prefix_is_no_group,
    titling.first_words,
    titling.whole_film_title,
    titling.rest_of_film_title,
    titling.brackets_are_title,
    titling.film_of_a_series,
    numbering.part_of_season,
    titling.part_of_title,
    titling.without_edition,
    titling.dc_in_title,
    _season_of_folder,
    titling.name_of_special,
    _title_of_folder,
    _year_of_folder,
    _piece_of_file,
)
