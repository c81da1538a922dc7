"""All that is known of a name before it is judged: its parts, the repaired leaf, the mark in it, guessit's word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from organizer.model import MediaType
from organizer.parsing import anchors
from organizer.parsing.anchors import Anchor, AnchorKind, RawTitle
from organizer.parsing.facts import Facts
from organizer.parsing.fansub import unfold_brackets
from organizer.parsing.folders import Folder, FolderKind
from organizer.parsing.guess import Guess
from organizer.parsing.repair import repair

# Marks that make a name complete in itself when there is a title before them.
_ENOUGH = frozenset({AnchorKind.SEASON_EPISODE, AnchorKind.CROSS, AnchorKind.DASH, AnchorKind.DATE})

Guesser = Callable[[str], Guess]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``text`` is the repaired leaf; ``folders`` the nearest first; ``guess`` guessit's word on the leaf.

    ``whole``: the leaf did not suffice, and ``guess`` is guessit's word on the path.
    """

    path: str
    leaf: str
    text: str
    folders: tuple[Folder, ...]
    facts: Facts
    anchor: Anchor | None
    raw: RawTitle | None
    covered: bool
    guess: Guess
    folder_guess: Guess | None = None
    whole: bool = False

    @property
    def season_folder(self) -> int | None:
        """The season of the folder that holds the file."""
        return next((folder.season[0] for folder in self.folders[:2] if folder.kind is FolderKind.SEASON), None)

    @property
    def title_folder(self) -> Folder | None:
        """The nearest folder that is named after a title."""
        return next((folder for folder in self.folders if folder.kind is FolderKind.TITLE), None)

    @property
    def untitled(self) -> bool:
        """Whether the leaf begins with its number, so that it holds no title of a film or series."""
        if self.anchor is None or self.raw is None or self.anchor.kind is AnchorKind.YEAR:
            return False
        return not self.raw.title and self.anchor.kind is not AnchorKind.SEASON


def gather(path: str, leaf: str, trimmed: Facts, ending: str, folders: tuple[Folder, ...], ask: Guesser) -> Evidence:
    """Ask guessit about the leaf; about the path too, if the leaf is incomplete and a folder may fill it."""
    rewritten = unfold_brackets(leaf)
    text, facts = repair(rewritten.text)
    facts = rewritten.facts.over(facts).over(trimmed)
    season = folders[0].season[0] if folders and folders[0].season else None
    anchor = anchors.find_anchor(text, season) or _named_by_folder(text, folders)
    raw = anchors.raw_title(text, anchor) if anchor else None
    covered = bool(anchor and raw and anchors.needs_cover(raw, anchor))
    asked = anchors.cover(text, anchor, raw) if covered and anchor and raw else text
    asked += f".{ending}" if ending else ""
    found = Evidence(path, leaf, text, folders, facts, anchor, raw, covered, ask(asked))
    return _with_folders(found, asked, ask)


def _named_by_folder(text: str, folders: tuple[Folder, ...]) -> Anchor | None:
    """``Film 43 (2013)/Film 43``: where the folder's title with its number ends in the name, the title ends."""
    folder = folders[0] if folders else None
    if folder is None or not folder.title or not folder.year or not any(map(str.isdigit, folder.title)):
        return None
    words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", folder.title)))
    found = re.match(rf"{words}(?![^\W_])", text, re.IGNORECASE)
    return Anchor(AnchorKind.FOLDER, found.end(), found.end(), cut=found.end(), simple=False) if found else None


def _with_folders(found: Evidence, asked: str, ask: Guesser) -> Evidence:
    folder = found.title_folder
    if found.untitled or _is_complete(found):
        if folder and not folder.title and (found.untitled or not found.guess.title):
            return replace(found, folder_guess=ask(folder.name))
        return found
    shown = [_shown(folder, covered=found.covered) for folder in reversed(found.folders[:2])]
    if not shown or all(folder.kind in {FolderKind.SHELF, FolderKind.DISC} for folder in found.folders[:2]):
        return found
    whole = ask("/".join([*shown, asked]))
    return replace(found, guess=_merged(found.guess, whole), whole=True)


def _shown(folder: Folder, *, covered: bool) -> str:
    """A folder's name as guessit should see it: a title with a number in it is covered there too."""
    if covered and folder.title and folder.year and any(map(str.isdigit, folder.title)):
        return f"{anchors.COVER} ({folder.year})"
    return folder.name


def _is_complete(found: Evidence) -> bool:
    """Whether the leaf alone says which film or episode it is."""
    guess, facts = found.guess, found.facts
    if not (guess.title or found.covered or facts.title):
        return False
    if found.anchor and found.anchor.kind in _ENOUGH:
        return True
    if (facts.type or guess.type) is MediaType.EPISODE:
        return bool(guess.episode or guess.date or guess.season or facts.episode)
    return guess.year is not None


def _merged(leaf: Guess, whole: Guess) -> Guess:
    """The path's reading with the technical fields of the leaf, which are nearer to the file."""
    return replace(
        whole,
        screen_size=leaf.screen_size or whole.screen_size,
        source=leaf.source or whole.source,
        video_codec=leaf.video_codec or whole.video_codec,
        release_group=leaf.release_group or whole.release_group,
    )
