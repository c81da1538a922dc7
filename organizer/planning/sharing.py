"""Files of a whole film, show or season: the folder they lie in says whose they are, and each goes there once."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from organizer.discovery.names import is_picture_folder, is_season_folder
from organizer.display import fold, safe_text
from organizer.model import (
    Action,
    ConflictChoice,
    LeftOut,
    LeftOutReason,
    MediaType,
    OperationStatus,
    ReviewRow,
    Role,
)
from organizer.naming import component
from organizer.naming.folder_files import FolderFile, Level, folder_file_name, read_folder_file
from organizer.planning.choices import Choices
from organizer.planning.claims import Claim, Namer
from organizer.planning.draft import Draft, Obstacle
from organizer.planning.folders_of_rows import by_folder

_SEASON_PACK = re.compile(r"(?<![a-z0-9])s(?:eason)?[ ._-]?\d{1,4}(?!\d|[ ._-]?e\d)", re.IGNORECASE)


@dataclass(slots=True)
class _Title:
    """The one film or show of a source folder: the drafts of its videos that go, and their folders in the library."""

    label: str
    videos: list[Draft]
    root: str
    folder: str
    seasons: dict[int, str] = field(default_factory=dict)
    season: int | None = None


class _Stays(Exception):
    """Why a file is given no place: a sentence."""


class Sharing:
    """Drafts for what discovery left out as SHARED. ``stays`` says, by path, why some get none."""

    def __init__(
        self,
        left_out: Sequence[LeftOut],
        rows: Sequence[ReviewRow],
        claims: dict[int, Claim],
        namer: Namer,
        action: Action,
        choices: Choices,
    ) -> None:
        self.stays: dict[str, str] = {}
        self._claims = claims
        self._namer = namer
        self._action = action
        self._choices = choices
        self._roots = {row.file.root for row in rows}
        there = [item for item in left_out if item.reason is LeftOutReason.SHARED]
        self._shared = [item for item in there if namer.disk.lstat(item.path) is not None]
        self._rows = by_folder(rows, {_home(item.path) for item in self._shared})
        self._first = self._next = 1 + max((row.id for row in rows), default=-1)

    def drafts(self, videos: Sequence[Draft]) -> list[Draft]:
        """A draft for each file that has one place; ``videos`` are the fresh drafts of the rows."""
        self.stays = {}
        self._next = self._first
        ready = {draft.group: draft for draft in videos if draft.role is Role.VIDEO and draft.ready and draft.target}
        folders: dict[str, list[LeftOut]] = defaultdict(list)
        for item in self._shared:
            folders[_home(item.path)].append(item)
        found: list[Draft] = []
        for folder, items in folders.items():
            try:
                title = self._title(folder, ready)
            except _Stays as why:
                self.stays.update((item.path, str(why)) for item in items)
                continue
            for item in items:
                try:
                    found.append(self._draft(item, title))
                except _Stays as why:
                    self.stays[item.path] = str(why)
        return self._one_for_each_place(found)

    @staticmethod
    def settle(drafts: Sequence[Draft]) -> None:
        """After the checks: where the library has such a file already it keeps it, which needs no person."""
        for draft in drafts:
            if draft.role is Role.FOLDER and draft.obstacle is Obstacle.TAKEN:
                draft.end(OperationStatus.SKIPPED, f"the library has one already: {draft.reason}")

    # ------------------------------------------------------------------------------------------ whose is it

    def _title(self, folder: str, ready: dict[int, Draft]) -> _Title:
        rows = self._rows.get(folder, [])
        if not rows:
            raise _Stays("no video in this folder or below it")
        claims = [claim for row in rows if (claim := self._claims.get(row.id)) and not claim.parsed.extra]
        if not claims:
            raise _Stays("no video of its folder is matched")
        if len({(claim.match.type, claim.match.tmdb_id) for claim in claims}) > 1:
            raise _Stays("its folder holds several titles: it could be of any of them")
        match = claims[0].match
        if match.type is MediaType.MOVIE and (unknown := [row for row in rows if row.id not in self._claims]):
            raise _Stays(f"could also be of {safe_text(unknown[0].file.name)}, which is not matched")
        if self._is_shelf(folder) or (folder in self._roots and not self._is_home(folder, claims)):
            raise _Stays("lies beside the folders of the videos, not with one of them")
        going = [claim for claim in claims if claim.row.id in ready]
        if not going:
            raise _Stays(f"stays with the files of {safe_text(match.label)}")
        return self._placed(folder, going, ready)

    def _is_shelf(self, folder: str) -> bool:
        """Whether it is a folder of the library, whose titles come and go."""
        real = self._namer.disk.realpath
        return real(folder) in map(real, self._namer.library.roots)

    @staticmethod
    def _is_home(folder: str, claims: Sequence[Claim]) -> bool:
        """Whether a source root is itself the folder of the title: its videos lie in it, or in folders of seasons."""
        first = [os.path.relpath(claim.source, folder).split("/") for claim in claims]
        return any(len(parts) == 1 or is_season_folder(parts[0]) for parts in first)

    def _placed(self, folder: str, claims: Sequence[Claim], ready: dict[int, Draft]) -> _Title:
        tops: dict[str, None] = {}
        seasons: dict[int, str] = {}
        for claim in claims:
            draft = ready[claim.row.id]
            inner = os.path.dirname(draft.target or "")
            if claim.match.type is MediaType.EPISODE:
                number = claim.match.episodes[0].season if claim.match.episodes else claim.match.season
                seasons.setdefault(number or 0, inner)
                inner = os.path.dirname(inner) if os.path.dirname(inner) != draft.root else inner
            tops[inner] = None
        if len(tops) > 1:
            raise _Stays("its videos go to several folders of the library: it could be of any of them")
        top = next(iter(tops))
        draft = ready[claims[0].row.id]
        if top == draft.root:
            raise _Stays("its video gets no folder of its own in the library")
        drafts = [ready[claim.row.id] for claim in claims]
        title = _Title(claims[0].match.label, drafts, draft.root, top, seasons)
        if len(seasons) == 1 and _names_a_season(folder, claims):
            title.season = next(iter(seasons))
        return title

    # ------------------------------------------------------------------------------------------ where it goes

    def _draft(self, item: LeftOut, title: _Title) -> Draft:
        limit = self._namer.limit(title.root)
        inside = os.path.basename(os.path.dirname(item.path))
        if is_picture_folder(inside):
            folder = title.folder if title.season is None else title.seasons[title.season]
            target = os.path.join(folder, inside, component(os.path.basename(item.path), limit))
        else:
            folder, name = self._place_of(item, title)
            target = os.path.join(folder, component(name, limit))
        self._next += 1
        choice = self._choices.of(item.path)
        return Draft(
            source=item.path,
            target=target,
            action=self._action,
            group=self._next - 1,
            root=title.root,
            identity=item.identity,
            confidence=max(video.confidence for video in title.videos),
            tier=title.videos[0].tier,
            choice=choice if choice is ConflictChoice.REPLACE else ConflictChoice.SKIP,
            named=self._choices.named(item.path),
            role=Role.FOLDER,
            follows=title.videos,
        )

    def _place_of(self, item: LeftOut, title: _Title) -> tuple[str, str]:
        """The folder and the name that the server looks for."""
        stem, dot, ending = os.path.basename(item.path).rpartition(".")
        file = read_folder_file(stem)
        if file is None and ending.lower() == "nfo" and not title.seasons:
            file = FolderFile(stem, "movie")
        if file is None or not dot:
            raise _Stays("its name says neither which video nor what of the whole it is")
        level, name = folder_file_name(file, title.season, ending.lower(), self._namer.style.preset)
        folder = title.folder
        if level is Level.SEASON:
            number = file.season if file.season is not None else title.season
            folder = title.seasons.get(-1 if number is None else number, "")
            if not folder:
                raise _Stays(f"no episode of season {number} is in this plan")
        return folder, name

    def _one_for_each_place(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Of several for one place (a poster with each season of a show) one goes: who stands there, else the first."""
        taken: dict[str, Draft] = {}
        place = self._namer.place

        def rank(draft: Draft) -> tuple[bool, bool, int, str]:
            stands = place(draft.source) == place(draft.target or "")
            return not stands, not draft.named, draft.source.count("/"), draft.source

        for draft in sorted(drafts, key=rank):
            key = fold(draft.target or "")
            if key in taken:
                other = safe_text(os.path.basename(taken[key].source))
                self.stays[draft.source] = f"{other} of another folder, or of another name, goes to its place"
            else:
                taken[key] = draft
        return sorted(taken.values(), key=lambda draft: draft.group)


def _home(path: str) -> str:
    """The folder of the film or show that such a file is asked about."""
    folder = os.path.dirname(path)
    return os.path.dirname(folder) if is_picture_folder(os.path.basename(folder)) else folder


def _names_a_season(folder: str, claims: Sequence[Claim]) -> bool:
    """``Season 01``, or a release of one season with the videos in it (``Show.S01.1080p``)."""
    name = os.path.basename(folder)
    if is_season_folder(name):
        return True
    return _SEASON_PACK.search(name) is not None and all(claim.row.file.folder == folder for claim in claims)
