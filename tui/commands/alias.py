"""``pmo alias``: what titles and release names were taught to mean; listed, added and removed."""

from __future__ import annotations

import asyncio
import re
from argparse import ArgumentParser
from collections.abc import Sequence

from organizer.display import safe_text
from organizer.errors import UsageError
from organizer.matching.similarity import normal
from organizer.model import Alias, AliasScope, Candidate, CandidateType
from organizer.store.aliases import AliasBook, release_key, title_key_of
from tui.commands.arguments import one_of
from tui.commands.context import Context
from tui.phrases import counted

_ID = re.compile(r"(movie|film|tv|series)[/: -]+(\d{1,9})", re.IGNORECASE)
_WHAT_IT_IS = "tv/1396, movie/603, an IMDb id or an address of TMDB"
_YEARS = range(1800, 2200)


def arguments(parser: ArgumentParser) -> None:
    """``--release``, ``--year`` and ``--order``."""
    parser.add_argument("--release", action="store_true", help="The name is one release name, not a title.")
    parser.add_argument("--year", type=int, metavar="YEAR", help="Only names of this title with this year.")
    parser.add_argument(
        "--order", metavar="ORDER", help="How the show's numbers are read: aired, absolute, dvd or a TMDB group's id."
    )


def run(context: Context) -> int:
    """List, add or remove."""
    words = context.arguments.words
    what = one_of(words[:1], ("list", "add", "remove"), "alias")
    book = context.aliases(write=what != "list")
    try:
        if what == "list":
            _expect(words, 1, "pmo alias list takes nothing more")
            _list(context, book.all())
        elif what == "add":
            _expect(words, 3, f"pmo alias add takes a name and what it is: {_WHAT_IT_IS}")
            _add(context, book, words[1], words[2])
        else:
            _expect(words, 2, "pmo alias remove takes a name, or a number of pmo alias list")
            _remove(context, book, words[1])
    finally:
        book.close()
    return 0


def _expect(words: Sequence[str], count: int, sentence: str) -> None:
    if len(words) > max(count, 1) or (words and len(words) < count):
        raise UsageError(sentence, hint="put a name of several words in quotes")


def _list(context: Context, aliases: Sequence[Alias]) -> None:
    for number, alias in enumerate(aliases, start=1):
        context.out.object(alias.to_json())
        context.out.line(f"{number:>3}  {describe(alias)}")
    if not aliases:
        context.out.line("No aliases yet. Fixing a match in the app makes one, and so does pmo alias add.")


def _add(context: Context, book: AliasBook, name: str, target: str) -> None:
    year, release = context.arguments.year, context.arguments.release
    if year is not None and (release or year not in _YEARS):
        raise UsageError(
            "--year goes with a title" if release else f"{year} is no year of a film or series",
            hint="leave it away",
        )
    if not normal(name):
        raise UsageError("The name is empty", hint="put the title as names write it in quotes")
    candidate = _looked_up(context, target)
    kind = candidate.type
    key = release_key(name) if release else title_key_of(kind, name, year)
    scope = AliasScope.RELEASE if release else AliasScope.TITLE
    order = context.arguments.order
    alias = Alias(scope, key, kind, candidate.tmdb_id, candidate.title, candidate.year, order)
    book.add(alias)
    context.out.object(alias.to_json())
    context.out.line(f"Remembered: {describe(alias)}")


def _looked_up(context: Context, target: str) -> Candidate:
    from organizer.matching.queries import read_query

    typed = _ID.fullmatch(target.strip())
    query = f"{typed[1]} tmdb-{typed[2]}" if typed else target
    read = read_query(query)
    if read.title or not (read.external_id or (read.tmdb_id and read.kind)):
        raise UsageError(f'"{safe_text(target)}" is no id of a film or series', hint=f"write {_WHAT_IT_IS}")
    context.require_credential()
    found = asyncio.run(_ask(context, query))
    if not found:
        raise UsageError(f"TMDB knows no {safe_text(target)}", hint="check the id")
    return found[0]


async def _ask(context: Context, query: str) -> tuple[Candidate, ...]:
    from organizer.matching.matcher import Matcher
    from organizer.tmdb.cache import TmdbCache
    from organizer.tmdb.client import TmdbClient

    settings, wanted = context.settings, context.arguments.order
    library, offline = settings.library, context.arguments.offline
    cache = TmdbCache(context.places.tmdb_cache, settings.tmdb)
    try:
        async with TmdbClient(
            settings.tmdb, cache, language=library.language, fallback=library.fallback_language, offline=offline
        ) as client:
            matcher = Matcher(client, settings.matching)
            found = await matcher.search(query)
            if wanted is not None and found:
                film = found[0].type is CandidateType.MOVIE
                keys = [] if film else [c.key for c in await matcher.orders_of(found[0].tmdb_id)]
                if wanted not in keys:
                    raise UsageError(
                        f'{safe_text(found[0].title)} has no order "{safe_text(wanted)}"',
                        hint="it can be " + ", ".join(keys) if keys else "films have none",
                    )
            return found
    finally:
        cache.close()


def _remove(context: Context, book: AliasBook, name: str) -> None:
    aliases = book.all()
    if name.isdecimal() and 0 < int(name) <= len(aliases):
        chosen = [aliases[int(name) - 1]]
    else:
        chosen = [alias for alias in aliases if _is_called(alias, name)]
    if not chosen:
        raise UsageError(f'There is no alias "{safe_text(name)}"', hint="pmo alias list shows all of them")
    for alias in chosen:
        book.remove(alias)
        context.out.object(alias.to_json())
        context.out.line(f"Forgotten: {describe(alias)}")
    context.out.say(f"{counted(len(chosen), 'alias', 'aliases')} removed.")


def _is_called(alias: Alias, name: str) -> bool:
    if alias.scope is AliasScope.RELEASE:
        return release_key(name) == alias.key or name == alias.key
    kind, _, words = alias.key.partition(" ")
    title = re.sub(r" \(\d{4}\)$", "", words)
    return normal(name) in {normal(title), normal(words), normal(f"{kind} {words}")}


def describe(alias: Alias) -> str:
    """An alias in a line: ``series lantern vlg -> Lantern Village (2016) tv/501``."""
    named = f"{alias.title} ({alias.year})" if alias.year else alias.title
    order = f", {alias.order} order" if alias.order else ""
    scope = "release " if alias.scope is AliasScope.RELEASE else ""
    return f"{scope}{alias.key} -> {named} {alias.type.value}/{alias.tmdb_id}{order}"
