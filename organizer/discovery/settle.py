"""One title folder with its ``Subs`` folders becomes a ``Found``: samples aside, each companion with its video."""

from __future__ import annotations

import os
from collections.abc import Sequence
from operator import attrgetter

from organizer.discovery.companions import Household
from organizer.discovery.folder import Entry, Listing
from organizer.discovery.found import Found
from organizer.discovery.names import is_sample, is_sample_folder, is_season_folder, is_subtitle_folder
from organizer.model import Companion, CompanionKind, LeftOut, LeftOutReason, MediaFile

_PATH = attrgetter("path")


def settle(listing: Listing, below: Sequence[Listing], root: str, sample_bytes: int) -> Found:
    """Decide for every file of the folder, and of the subtitle folders ``below`` it, where it belongs."""
    videos, samples = _part_samples(listing, root, sample_bytes)
    left_out = list(listing.left_out)
    small = "named like a sample, and small"
    left_out += [LeftOut(video.path, LeftOutReason.SAMPLE, small, video.identity) for video in samples]
    if listing.companions or below:
        companions = _share_out(listing, below, root, videos, samples, left_out)
        files = [
            MediaFile(video.path, root, video.identity, own) for video, own in zip(videos, companions, strict=True)
        ]
    else:
        files = [MediaFile(video.path, root, video.identity) for video in videos]
    return Found(tuple(files), tuple(sorted(left_out, key=_PATH)))


def _share_out(
    listing: Listing,
    below: Sequence[Listing],
    root: str,
    videos: Sequence[Entry],
    samples: Sequence[Entry],
    left_out: list[LeftOut],
) -> list[tuple[Companion, ...]]:
    """The companions of each video, sorted; those of none go to what is left out."""
    alone = listing.path != root or _holds_one_title(listing)
    household = Household(listing.path, videos, samples, alone=alone, show=_is_of_a_show(listing))
    companions: list[list[Companion]] = [[] for _ in videos]
    for entry in listing.companions:
        _place(entry, household, companions, left_out)
    for folder in below:
        left_out += folder.left_out
        for entry in folder.companions:
            _place(entry, household, companions, left_out, hint=folder.name)
    for video, own in zip(videos, companions, strict=True):
        if len(own) > 1:
            left_out += _take_surplus(video, own, CompanionKind.NFO, "", "NFO")
            left_out += _take_surplus(video, own, CompanionKind.OTHER, ".chapters", "file of chapters")
            own.sort(key=_PATH)
    return [tuple(own) for own in companions]


def _part_samples(listing: Listing, root: str, sample_bytes: int) -> tuple[list[Entry], list[Entry]]:
    if not any(video.identity.size < sample_bytes for video in listing.videos):
        return listing.videos, []
    sample_folder = listing.path != root and is_sample_folder(listing.name)
    videos: list[Entry] = []
    samples: list[Entry] = []
    for video in listing.videos:
        sample = video.identity.size < sample_bytes and (sample_folder or is_sample(video.stem))
        (samples if sample else videos).append(video)
    return videos, samples


def _holds_one_title(listing: Listing) -> bool:
    """Whether a root looks like the folder of one title, and not like a heap of downloads with a loose video."""
    return all(is_subtitle_folder(name) or is_sample_folder(name) for name in listing.folders.names)


def _is_of_a_show(listing: Listing) -> bool:
    return any(is_season_folder(name) for name in listing.folders.names) or any(
        entry.stem.lower() == "tvshow" for entry in listing.companions
    )


def _place(
    entry: Entry,
    household: Household,
    companions: Sequence[list[Companion]],
    left_out: list[LeftOut],
    *,
    hint: str = "",
) -> None:
    owned = household.owner(entry, hint=hint)
    if owned is None:
        left_out.append(household.left_out(entry, below=bool(hint)))
    elif owned.video >= len(companions):
        left_out.append(LeftOut(entry.path, LeftOutReason.SAMPLE, "goes with a sample", entry.identity))
    else:
        companions[owned.video].append(owned.companion)


def _take_surplus(video: Entry, own: list[Companion], kind: CompanionKind, label: str, what: str) -> list[LeftOut]:
    """A video has one NFO and one file of chapters: its own, else ``movie.nfo``, else the first. Others stay behind."""
    alike = [c for c in own if c.kind is kind and c.label == label]
    ranked = sorted(alike, key=lambda c: (*_rank(video, c.path), c.path))
    for companion in ranked[1:]:
        own.remove(companion)
    why = f"the video has another {what} already"
    return [LeftOut(c.path, LeftOutReason.ORPHAN, why, c.identity) for c in ranked[1:]]


def _rank(video: Entry, path: str) -> tuple[bool, bool, int]:
    name = os.path.basename(path).lower()
    return not name.startswith(f"{video.stem.lower()}."), name != "movie.nfo", len(name)
