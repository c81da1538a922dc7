"""Which order the names of one series follow, judged over all its files at once: aired, absolute, DVD or another."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from organizer.config.schema import MatchingSettings
from organizer.display import safe_text
from organizer.errors import TmdbError
from organizer.matching.episodes import Resolved, resolve, said_of
from organizer.matching.evidence import FileNumbers, Fitting, TitleIndex, fit, numbers_of_file
from organizer.matching.numbering import (
    ABSOLUTE,
    AIRED,
    Numbering,
    OrderChoice,
    absolute,
    aired,
    choices_in,
    grouped,
    numbering_of,
    numbers_in,
)
from organizer.matching.proposals import Proposal, doubted, propose, verdict_in, worth_looking
from organizer.model import CandidateType, EpisodeRef, Match, MediaType, Parse, Tier, Verdict
from organizer.tmdb.lookup import Lookup
from organizer.tmdb.orders import OrderKind
from organizer.tmdb.records import Title

Filed = tuple[str, Parse, Verdict]
"""A file of a series: its path, what its name says, and what matching said of it."""

# Groups are asked for one by one; people make many, and these kinds are the ones that releases follow.
_LIKELIEST = (
    OrderKind.DVD, OrderKind.ABSOLUTE, OrderKind.TV, OrderKind.DIGITAL, OrderKind.PRODUCTION, OrderKind.ORIGINAL,
    OrderKind.STORY,
)  # fmt: skip
GROUPS_ASKED = 4

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OrderFit:
    """How well an order fits a show's files. ``verdicts`` are those of the files that it reads, by path.

    ``changes`` counts those that would get other episodes than now.
    """

    choice: OrderChoice
    fitting: Fitting
    changes: int
    verdicts: Mapping[str, Verdict]


class Orders:
    """Proposes an order for a series, and reads names in one. Raises TmdbError where a person asked for it."""

    def __init__(self, lookup: Lookup, settings: MatchingSettings) -> None:
        self._lookup = lookup
        self._settings = settings

    async def settle(self, files: Sequence[Filed]) -> dict[str, Verdict]:
        """The changed verdicts of files that follow another order than the aired one, by path; usually none.

        Asks nothing more while the aired order fits, and at most seven questions for a series that it does not fit.
        What cannot be asked changes nothing.
        """
        changed: dict[str, Verdict] = {}
        for show_id, members in _by_show(files).items():
            try:
                changed |= await self._settle_show(show_id, members)
            except TmdbError as error:
                log.info("the episode orders of series %d were not looked at: %s", show_id, error)
        return changed

    async def choices(self, show_id: int) -> tuple[OrderChoice, ...]:
        """Every order that a person may choose for the series: aired, absolute, and TMDB's episode groups."""
        show = await self._lookup.details(CandidateType.TV, show_id)
        if show is None:
            return ()
        own = [aired(show, {}).choice, absolute(show, {}).choice]
        return (
            *(own if len([n for n, _ in show.seasons if n]) > 1 else own[:1]),
            *choices_in(await self._lookup.orders(show_id)),
        )

    async def fits(self, show_id: int, files: Sequence[Filed]) -> tuple[OrderFit, ...]:
        """How well each order fits these files, the best first, with the verdicts it would come to."""
        show = await self._lookup.details(CandidateType.TV, show_id)
        found: list[OrderFit] = []
        if show is None:
            return ()
        asked = [numbering_of(self._lookup, show, choice.key) for choice in await self.choices(show_id)]
        numberings = [numbering for numbering in await asyncio.gather(*asked) if numbering]
        index = TitleIndex(numberings)
        matches = {path: verdict.match for path, _, verdict in files}
        members = [numbers_of_file(file, numberings[0]) for file in files] if numberings else []
        for numbering in numberings:
            verdicts = {}
            for member in members:
                verdict = await self._chosen(show, member.parse, numbering)
                if verdict.match is not None:
                    verdicts[member.path] = verdict
            changes = sum(not v.match.same_as(matches[p]) for p, v in verdicts.items() if v.match)
            found.append(OrderFit(numbering.choice, fit(numbering, members, index), changes, verdicts))
        return tuple(sorted(found, key=lambda one: (one.fitting.misfits, -one.fitting.agreeing)))

    async def read(self, parses: Sequence[Parse], show_id: int, order: str) -> list[Verdict]:
        """The verdicts when a person says that the numbers in these names are of that order."""
        show = await self._lookup.details(CandidateType.TV, show_id)
        numbering = await numbering_of(self._lookup, show, order) if show else None
        if show is None or numbering is None:
            return [Verdict(Tier.NONE, reasons=("TMDB does not have this order any more",)) for _ in parses]
        return [await self._chosen(show, parse, numbering) for parse in parses]

    async def resolve(self, show: Title, parse: Parse, order: str) -> Resolved | None:
        """The episodes that a name means in that order; None when the order or the number is not there."""
        numbering = await numbering_of(self._lookup, show, order)
        refs = _read(parse, numbering) if numbering else None
        if numbering is None or refs is None:
            return None
        refs = await self._titled(show, refs)
        reason = f"{safe_text(numbering.choice.name)}: {said_of(refs)}"
        return Resolved(refs[0].season, refs, exists=True, factor=1.0, reason=reason, order=numbering.key)

    # -- proposing

    async def _settle_show(self, show_id: int, files: Sequence[Filed]) -> dict[str, Verdict]:
        show = await self._lookup.series(show_id, ())
        if show is None:
            return {}
        listed = {number for number, _ in show.seasons}
        seasons = await self._lookup.seasons(show_id, listed.intersection(_seasons_named(files)))
        usual = aired(show, seasons)
        members = [member for file in files if (member := numbers_of_file(file, usual)).numbers]
        odd = _misfitting(usual, members)
        if not odd:
            return {}
        if any(usual.read(member.parsed) is None for member in members):
            seasons = await self._lookup.seasons(show_id, [number for number, _ in show.seasons])
            usual = aired(show, seasons)
        others = [absolute(show, seasons), *await self._groups(show_id, odd)]
        found = propose(usual, others, members)
        if found is not None:
            return await self._changed(show, members, found)
        return await self._folder_by_folder(show, odd, usual, others)

    async def _folder_by_folder(
        self, show: Title, folders: Sequence[Sequence[FileNumbers]], usual: Numbering, others: Sequence[Numbering]
    ) -> dict[str, Verdict]:
        """One release may follow the discs while another one follows the broadcast.

        Where titles contradict the numbers and no order explains it, nothing in that folder is sure.
        """
        changed: dict[str, Verdict] = {}
        for group in folders:
            if found := propose(usual, others, group):
                changed |= await self._changed(show, group, found)
            else:
                changed |= doubted(usual, others, group)
        return changed

    async def _groups(self, show_id: int, folders: Sequence[Sequence[FileNumbers]]) -> list[Numbering]:
        """The orders that may hold what the names of one of the folders say, the likeliest kinds first."""
        choices = [
            choice
            for choice in choices_in(await self._lookup.orders(show_id))
            if any(_may_hold(choice, members) for members in folders)
        ]
        choices.sort(key=lambda choice: _LIKELIEST.index(choice.kind) if choice.kind else 0)
        found = []
        for choice in choices[:GROUPS_ASKED]:
            order = await self._lookup.order(choice.group or "")
            found += [grouped(choice, order)] if order else []
        return found

    async def _changed(self, show: Title, members: Sequence[FileNumbers], found: Proposal) -> dict[str, Verdict]:
        changed = {}
        for member in members:
            refs = found.numbering.read(member.parsed)
            match = member.verdict.match
            if refs is None or match is None or _places(refs) == _places(match.episodes):
                continue
            before = await resolve(self._lookup, show, member.parsed)
            refs = await self._titled(show, refs)
            changed[member.path] = verdict_in(member, match, refs, found, before, self._settings)
        return changed

    # -- reading in an order that a person chose

    async def _chosen(self, show: Title, parse: Parse, numbering: Numbering) -> Verdict:
        refs = _read(parse, numbering)
        if refs is not None:
            refs = await self._titled(show, refs)
            resolved = Resolved(refs[0].season, refs, exists=True, factor=1.0, reason=said_of(refs))
            said = f"read in {safe_text(numbering.choice.name)}: {said_of(refs)}"
            return Verdict(Tier.SURE, _series_match(show, resolved, numbering.key), 1.0, reasons=(said,))
        numbered = numbering.key != AIRED and numbers_in(parse.parsed)
        resolved = await resolve(self._lookup, show, parse.parsed)
        if numbered or not resolved.exists:
            return Verdict(Tier.NONE, reasons=(f"{safe_text(numbering.choice.name)} has no such episode",))
        return Verdict(Tier.SURE, _series_match(show, resolved, resolved.order), 1.0, reasons=(resolved.reason,))

    async def _titled(self, show: Title, refs: tuple[EpisodeRef, ...]) -> tuple[EpisodeRef, ...]:
        """The episodes with their titles as the person wants them: a group's own are in no language of choice."""
        seasons = await self._lookup.seasons(show.id, {ref.season for ref in refs})
        known = aired(show, seasons).places
        return tuple(known.get((ref.season, ref.number), ref) for ref in refs)


def _series_match(show: Title, resolved: Resolved, order: str) -> Match:
    return Match(
        MediaType.EPISODE,
        show.id,
        show.title,
        show.original_title,
        show.year,
        season=resolved.season,
        episodes=resolved.episodes,
        order=order,
        date_based=resolved.date_based,
        genres=show.genres,
        original_language=show.original_language,
        countries=show.countries,
    )


def _read(parse: Parse, numbering: Numbering) -> tuple[EpisodeRef, ...] | None:
    """The episodes of the first reading with numbers. Only absolute numbers may stand in a further one: ``105`` is read
    as season 1 first.
    """
    readings = [r for r in (parse.parsed, *(h.parsed for h in parse.hypotheses)) if numbers_in(r)]
    tried = readings if numbering.key == ABSOLUTE else readings[:1]
    return next((refs for parsed in tried if (refs := numbering.read(parsed)) is not None), None)


def _by_show(files: Sequence[Filed]) -> dict[int, list[Filed]]:
    shows: dict[int, list[Filed]] = defaultdict(list)
    for file in files:
        match = file[2].match
        if match is not None and match.type is MediaType.EPISODE and match.episodes and not match.date_based:
            shows[match.tmdb_id].append(file)
    return shows


def _misfitting(usual: Numbering, members: Sequence[FileNumbers]) -> list[list[FileNumbers]]:
    """The folders whose files the aired order does not explain. Taken together many good releases of a show would hide
    a bad one; only where no folder is bad enough alone the files count together, as one.
    """
    folders: dict[str, list[FileNumbers]] = defaultdict(list)
    for member in members:
        folders[os.path.dirname(member.path)].append(member)
    index = TitleIndex([usual])
    odd = [group for group in folders.values() if worth_looking(fit(usual, group, index))]
    return odd or ([list(members)] if worth_looking(fit(usual, members, index)) else [])


def _may_hold(choice: OrderChoice, members: Sequence[FileNumbers]) -> bool:
    """Whether an order has as many episodes as the names have numbers, and seasons if they have."""
    different = len({(member.parsed.season, number) for member in members for number in member.numbers})
    highest = max((season for member in members for season in member.parsed.season), default=0)
    return choice.episodes >= different and (choice.kind is not OrderKind.ABSOLUTE or highest < 2)


def _seasons_named(files: Iterable[Filed]) -> set[int]:
    """The seasons that matching has asked for already: those in the names and those of the episodes it found."""
    found = {season for _, parse, _ in files for season in parse.parsed.season}
    return found | {episode.season for _, _, verdict in files if verdict.match for episode in verdict.match.episodes}


def _places(refs: Iterable[EpisodeRef]) -> list[tuple[int, int]]:
    return [(ref.season, ref.number) for ref in refs]
