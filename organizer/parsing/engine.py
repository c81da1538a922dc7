"""A list of paths becomes a list of parses: the way of a name through the rules of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from organizer.model import MediaType, Parse, ParsedName
from organizer.parsing import extras, reject
from organizer.parsing.again import agrees, covered_by, uncovered
from organizer.parsing.anchors import COVER, names_episode
from organizer.parsing.canonical import read_canonical
from organizer.parsing.doubts import doubts, own_title
from organizer.parsing.evidence import Evidence, Guesser, gather
from organizer.parsing.facts import NO_FACTS
from organizer.parsing.folders import Folder, FolderKind, is_of_series, read_folders, season_number
from organizer.parsing.guess import Guess, guess, readable
from organizer.parsing.ids import NO_IDS, Ids, take_ids
from organizer.parsing.pathname import PathName, split_path
from organizer.parsing.reading import read
from organizer.parsing.repair import trim, unmirrored
from organizer.parsing.titles import letters, same_title
from organizer.parsing.variants import hypotheses


def parse_names(paths: Sequence[str]) -> list[Parse]:
    """What each path says, in the order of the paths. Pure, and total: no string makes it raise.

    A path may be absolute or relative; its last parts are read. A name in the form that Plex documents costs some
    50 µs, any other 7 to 20 ms; a folder is read once in a call, so neighbours belong into the same one.
    """
    return list(parse_each(paths))


def parse_each(paths: Iterable[str]) -> Iterator[Parse]:
    """``parse_names``, one after the other."""
    cache: dict[str, Guess] = {}

    def ask(text: str) -> Guess:
        found = cache.get(text)
        if found is None:
            found = cache[text] = guess(text)
        return found

    for path in paths:
        yield _parse(path, ask)


def read_again(path: str, titles: Sequence[str], kind: MediaType | None) -> Parse:
    """What a path says now that its title is known: ``titles`` are the spellings of one film or series.

    Numbers, `` - ``, languages and editions in the title are part of it. A reading that has none of the titles, or is
    of another kind, is worth nothing: the first parse then. Costs 8 to 40 ms; pure, and total like ``parse_names``.
    """
    titles = [title for title in dict.fromkeys(map(readable, titles)) if letters(title)]
    first = parse_names([path])[0]
    if first.parsed.type is None or not titles:
        return first
    known = covered_by(path, titles)
    shown, expected = (known[0], [COVER]) if known else (path, titles)
    again = _parse(shown, lambda text: guess(text, titles=expected, kind=kind))
    if known:
        again = uncovered(again, path, known[1])
    if not agrees(again.parsed, titles, kind):
        return first
    return replace(
        again, doubts=first.doubts if again.parsed == first.parsed else again.doubts, own_title=first.own_title
    )


def _parse(path: str, ask: Guesser) -> Parse:
    name = split_path(path)
    if not any(map(str.isalnum, name.leaf)) or name.is_volume or reject.is_sample(name.leaf, name.folders):
        return Parse(ParsedName(path))
    folders = read_folders(name.folders)
    if (season := _season_directory(name, folders)) is not None:
        return _season_parse(path, season, folders)
    extra, ids, leaf, above = _identify(name, folders)
    if not leaf:
        return Parse(ParsedName(path, extra=extra))
    found = _finish(path, leaf, name.extension, above, ids, extra, ask)
    against = doubts(name.leaf, folders, found.parsed, stood_in=above is not folders)
    found = replace(found, doubts=against, own_title=own_title(name.leaf, folders))
    if extra and folders and folders[0].extra and not found.parsed.episode:
        own = extras.own_name(take_ids(name.leaf)[1], found.parsed.title, extra)
        return _called(found, own)
    return found


def _called(parse: Parse, own: str | None) -> Parse:
    """An extra under its own name, in what the name says and in the hypothesis that says the same."""
    parsed = replace(parse.parsed, episode_title=own)
    same = (replace(h, parsed=parsed) if h.parsed == parse.parsed else h for h in parse.hypotheses)
    return replace(parse, parsed=parsed, hypotheses=tuple(same))


def _finish(
    path: str, leaf: str, ending: str, folders: tuple[Folder, ...], ids: Ids, extra: str | None, ask: Guesser
) -> Parse:
    trusted = ids is not NO_IDS or any(folder.ids is not NO_IDS for folder in folders)
    for folder in folders:
        ids = ids.filled_by(folder.ids)
    evidence: Evidence | None = None
    text, facts = (leaf, NO_FACTS) if trusted else trim(leaf)
    parsed = read_canonical(path, text, trusted=trusted) if facts == NO_FACTS else None
    if parsed is None:
        evidence = gather(path, *trim(leaf), ending, folders, ask)
        parsed = read(evidence)
    else:
        parsed = _in_folders(parsed, folders)
    parsed = replace(
        parsed,
        edition=ids.edition or parsed.edition,
        extra=extra,
        tmdb_id=ids.tmdb,
        imdb_id=ids.imdb,
        tvdb_id=ids.tvdb,
    )
    if extra and parsed.type is MediaType.MOVIE and is_of_series(folders):
        parsed = replace(parsed, type=MediaType.EPISODE)
    return Parse(parsed, hypotheses(parsed, evidence, folders))


def _in_folders(parsed: ParsedName, folders: tuple[Folder, ...]) -> ParsedName:
    """A reading without guessit, with the season and the year that only the folders name."""
    if (season := _season_above(folders)) is not None and not parsed.season:
        parsed = replace(parsed, type=MediaType.EPISODE, season=(season,))
    folder = next((folder for folder in folders if folder.kind is FolderKind.TITLE), None)
    if parsed.year is None and folder and folder.title and same_title(parsed.title or "", folder.title):
        parsed = replace(parsed, year=folder.year)
    return parsed


def _season_above(folders: tuple[Folder, ...]) -> int | None:
    """The season of a folder made for one."""
    return next((folder.season[0] for folder in folders[:2] if folder.kind is FolderKind.SEASON), None)


def _season_directory(name: PathName, folders: tuple[Folder, ...]) -> int | None:
    """The season, when the path is that of a season's folder and not of a file."""
    if name.extension:
        return None
    if (season := season_number(name.leaf, whole=True)) is not None:
        return season
    in_title = bool(folders) and folders[0].kind is FolderKind.TITLE
    return int(name.leaf) if in_title and name.leaf.isascii() and name.leaf.isdigit() and len(name.leaf) <= 2 else None


def _season_parse(path: str, season: int, folders: tuple[Folder, ...]) -> Parse:
    title = next((folder for folder in folders if folder.kind is FolderKind.TITLE), None)
    ids = title.ids if title else NO_IDS
    parsed = ParsedName(
        path,
        MediaType.EPISODE,
        title=(title.title or title.name) if title else None,
        year=title.year if title else None,
        season=(season,),
        tmdb_id=ids.tmdb,
        imdb_id=ids.imdb,
        tvdb_id=ids.tvdb,
    )
    return Parse(parsed, hypotheses(parsed, None, folders))


def _identify(name: PathName, folders: tuple[Folder, ...]) -> tuple[str | None, Ids, str, tuple[Folder, ...]]:
    """The extra's kind, the ids, the text to read, and the folders above that text."""
    ids, leaf = take_ids(unmirrored(name.leaf))
    extra, leaf = extras.take_suffix(leaf)
    if extra is None:
        extra, leaf = extras.beside_title(leaf, _title_above(folders))
    in_folder = folders[0].extra if folders else None
    hidden = (
        reject.is_obfuscated(leaf)
        or extras.whole_extra(leaf) is not None
        or (reject.is_of_disc(leaf) and bool(folders) and folders[0].kind is FolderKind.DISC)
        or reject.is_of_disc(leaf, name.extension or "mkv")
        or _folder_says_more(leaf, folders)
    )
    # A name that is nothing but a kind says more than a folder of all kinds: Extras/Making of.mkv.
    extra = extra or (in_folder if in_folder != "other" else None) or extras.whole_extra(leaf) or in_folder
    if not hidden and (in_folder is None or reject.says_something(leaf)):
        return extra, ids, leaf, folders
    for index, folder in enumerate(folders):
        if folder.kind is FolderKind.TITLE and not reject.is_obfuscated(folder.name):
            inside = folders[:index]
            text = take_ids(folder.name)[1]
            return extra, ids.filled_by(folder.ids), text, (*_seasons_of(inside), *folders[index + 1 :])
    return extra, ids, "" if hidden else leaf, folders


def _title_above(folders: tuple[Folder, ...]) -> str | None:
    """The title of the folder that holds the file, where its name is one of a title and a year, or has an id."""
    folder = folders[0] if folders else None
    return folder.title if folder and folder.kind is FolderKind.TITLE and folder.year else None


def _folder_says_more(leaf: str, folders: tuple[Folder, ...]) -> bool:
    """A release folder with one episode in it names the episode that the file itself abbreviates."""
    if not folders or folders[0].kind is not FolderKind.TITLE:
        return False
    release = folders[0].name
    return names_episode(release) and (not names_episode(leaf) or _is_short_for(leaf, release))


_SCENE_SHORT = re.compile(r"^[a-z0-9]{2,10}-[a-z0-9]")
_EPISODE_NUMBER = re.compile(r"(?<![a-z0-9])s?0*(\d{1,2})[xe]0*(\d{1,3})(?!\d)")


def _is_short_for(leaf: str, release: str) -> bool:
    """``grp-shw.s01e02``, all in lower case, for a release ``Show.S01E02.…-GRP``: of the same episode."""
    if not _SCENE_SHORT.match(leaf) or leaf != leaf.lower() or " " in leaf:
        return False
    numbers = _EPISODE_NUMBER.findall(leaf)
    return bool(numbers) and numbers == _EPISODE_NUMBER.findall(release.lower())


def _seasons_of(folders: tuple[Folder, ...]) -> tuple[Folder, ...]:
    return tuple(folder for folder in folders if folder.kind is FolderKind.SEASON)
