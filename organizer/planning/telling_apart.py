"""Files of one title told apart: parts, versions and extras; names that tell them apart already are kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from organizer.display import fold, safe_text
from organizer.errors import NamingError
from organizer.model import Match, Preset
from organizer.naming import is_version_label, telling_labels
from organizer.planning.claims import Claim, Namer
from organizer.planning.likeness import SAME

_PLEX_PARTS = 8  # Plex's article on naming movies, "Movies Split Across Multiple Files"
_KEPT = 20  # numbers of extras that are recognised beyond those of this plan


def tell_apart(claims: Sequence[Claim], namer: Namer) -> None:
    """Settle part, label and number of each claim, and the problem of those that get no name.

    Names that differ in their ending only are one: the companions of both would be. What can not be told apart (two
    files of which the names say the same) still shares a name afterwards, which is a conflict.
    """
    _settle_parts(claims, namer)
    places: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        try:
            places[fold(os.path.splitext(namer.path(claim))[0])].append(claim)
        except NamingError as error:
            claim.problem = error.sentence()
    for claimed in places.values():
        same = _without_strangers(claimed, namer)
        if not same:
            continue
        if same[0].parsed.extra:
            _number_extras(same, namer)
        else:
            _label_versions(same, namer)


def _without_strangers(claimed: Sequence[Claim], namer: Namer) -> Sequence[Claim]:
    """Those of one film or episode among files that want one name; the others are no versions of it: a problem.

    What stands there already has the name. Where nothing does, none gets it.
    """
    if len({_meant(claim) for claim in claimed}) == 1:
        return claimed
    there = [claim for claim in claimed if _stands_at(claim, namer) or _standing_label(claim, namer)]
    kept = {_meant(claim) for claim in there}
    same = [claim for claim in claimed if _meant(claim) in kept] if len(kept) == 1 else []
    for claim in claimed:
        if claim not in same:
            other = next(other.match for other in (*there, *claimed) if _meant(other) != _meant(claim))
            claim.problem = _stranger(claim.match, other)
    return same


def _meant(claim: Claim) -> tuple[object, ...]:
    """What the file is, of which others may be versions."""
    match = claim.match
    return (match.type, match.tmdb_id) if claim.parsed.extra else match.identity


def _stranger(match: Match, other: Match) -> str:
    if match.tmdb_id == other.tmdb_id:
        return "another episode would get the same name: write {{ numbers }} into the template"
    named = f"{safe_text(other.label)}, TMDB {other.tmdb_id}"
    return f"another title would get the same name ({named}): write ids into names, or skip one"


def keep_standing(claims: Sequence[Claim], namer: Namer) -> None:
    """Leave each claim, though nobody approved it, the label or number under which its file stands in its place."""
    for claim in claims:
        try:
            if claim.parsed.extra:
                _number_extras([claim], namer)
            else:
                claim.label = _standing_label(claim, namer)
        except NamingError as error:
            claim.problem = error.sentence()


def _settle_parts(claims: Sequence[Claim], namer: Namer) -> None:
    """A part that stands alone loses its number: Plex does not play a lone pt1 (plex-naming, split files)."""
    films: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.parsed.part is not None:
            films[_title_key(claim)].append(claim)
    for parts in films.values():
        numbers = {claim.parsed.part for claim in parts}
        if len(parts) == 1:
            alone = parts[0]
            if not _stands_at(alone, namer, part=alone.parsed.part):
                alone.parsed = replace(alone.parsed, part=None)
        elif numbers != set(range(min(n or 0 for n in numbers), max(n or 0 for n in numbers) + 1)):
            namer.warnings.append(f"{parts[0].match.label}: a part seems to be missing between those found")
        if namer.style.preset is Preset.PLEX and len(numbers) > _PLEX_PARTS:
            namer.warnings.append(f"{parts[0].match.label}: Plex plays {_PLEX_PARTS} parts of a film at most")


def _title_key(claim: Claim) -> object:
    match, parsed = claim.match, claim.parsed
    episodes = tuple((e.season, e.number) for e in match.episodes)
    return match.type, match.tmdb_id, episodes, fold(parsed.edition or ""), parsed.extra, parsed.screen_size


def _stands_at(claim: Claim, namer: Namer, *, part: int | None = None, label: str | None = None) -> bool:
    """Whether the file is already where that name would put it: then it keeps it, and a second run changes nothing."""
    try:
        path = namer.path(claim, part=part, label=label)
    except NamingError:
        return False
    return namer.place(path) == namer.place(claim.source)


def _label_versions(same: Sequence[Claim], namer: Namer) -> None:
    """Different files of one film or episode are versions: the server shows them as one item with a choice.

    Files with the same content are none: they get one label, and so one name, which is a conflict that says so. One
    that stands in its place already keeps its name.
    """
    for claim in same:
        claim.label = _standing_label(claim, namer)
    if len(same) < 2:
        return
    kept = [claim for claim in same if claim.label or _stands_at(claim, namer)]
    copies = _by_content([claim for claim in same if claim not in kept], namer)
    first = [those[0] for those in copies]
    labels = telling_labels([claim.parsed for claim in first], {fold(claim.label) for claim in kept})
    if len(kept) + len(first) < 2 or labels is None:
        return
    for those, label in zip(copies, labels, strict=True):
        for claim in those:
            claim.label = label
    for claim in first:
        others = "; ".join(other.quality.words for other in (*kept, *first) if other is not claim)
        claim.note = f"kept as a version: {claim.quality.words}, beside {others}"


def _by_content(claims: Sequence[Claim], namer: Namer) -> list[list[Claim]]:
    """The claims, those together whose files hold the same."""
    found: list[list[Claim]] = []
    for claim in claims:
        for those in found:
            sizes = {those[0].row.file.size, claim.row.file.size}
            if len(sizes) == 1 and namer.disk.likeness(those[0].source, claim.source) in SAME:
                those.append(claim)
                break
        else:
            found.append([claim])
    return found


def _standing_label(claim: Claim, namer: Namer) -> str:
    """The label under which the file stands where it belongs already: it keeps it, so a second run changes nothing."""
    standing = namer.place(claim.source)
    plain = namer.place(namer.path(claim))
    if standing == plain or os.path.dirname(standing) != os.path.dirname(plain):
        return ""
    two, three = (namer.place(namer.path(claim, label=number)) for number in "23")
    if two == three:  # an edition leaves no room for a label
        return ""
    at = next(place for place, pair in enumerate(zip(two, three, strict=True)) if len(set(pair)) > 1)
    before, after = two[:at], two[at + 1 :]
    word = standing[at : len(standing) - len(after)]
    fits = standing.startswith(before) and standing.endswith(after) and is_version_label(word)
    return word if fits and _stands_at(claim, namer, label=word) else ""


def _number_extras(same: Sequence[Claim], namer: Namer) -> None:
    """The first has no number. One that stands at a numbered place already keeps it."""
    free = dict.fromkeys(range(1, len(same) + _KEPT))
    standing = {claim.row.id: os.path.splitext(namer.place(claim.source))[0] for claim in same}
    folder = os.path.dirname(namer.place(namer.path(same[0])))
    places: dict[str, int] = {}
    if any(os.path.dirname(place) == folder for place in standing.values()):
        stems = {number: os.path.splitext(namer.path(same[0], number=number))[0] for number in free}
        places = {namer.place(stem): number for number, stem in stems.items()}
    waiting = []
    for claim in same:
        kept = places.get(standing[claim.row.id])
        if kept in free:
            claim.number = kept
            del free[kept]
        else:
            waiting.append(claim)
    for claim, number in zip(waiting, list(free), strict=False):
        claim.number = number
