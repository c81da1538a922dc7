"""``pmo cache``: what TMDB's stored answers take and save, and emptying them."""

from __future__ import annotations

from organizer.display import human_duration, human_size
from organizer.state.database import forget_verdicts
from organizer.tmdb.cache import CacheStats, TmdbCache
from tui.commands.arguments import one_of
from tui.commands.context import Context
from tui.phrases import counted


def run(context: Context) -> int:
    """Show the statistics, or clear."""
    what = one_of(context.arguments.words, ("stats", "clear"), "cache")
    cache = TmdbCache(context.places.tmdb_cache, context.settings.tmdb)
    try:
        if what == "stats":
            _show(context, cache.stats())
        else:
            removed = cache.clear() if context.places.tmdb_cache.exists() else 0
            forgotten = forget_verdicts(context.places.state)  # they were made from these answers
            context.out.object({"cleared": removed, "files": forgotten})
            context.out.line(f"Removed {counted(removed, 'answer')}.")
            if forgotten:
                context.out.line(f"The next scan asks about {counted(forgotten, 'file')} again; decisions stay.")
        if cache.warning:
            context.out.say(cache.warning)
    finally:
        cache.close()
    return 0


def _show(context: Context, stats: CacheStats) -> None:
    context.out.object(stats.to_json())
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in stats.kinds.items())
    for label, value in (
        ("answers", f"{stats.entries:,}" + (f" ({kinds})" if kinds else "")),
        ("size", human_size(stats.size_bytes)),
        ("hit rate", f"{stats.hit_rate:.0%} ({stats.hits:,} of {stats.hits + stats.misses:,} questions)"),
        ("oldest", _age(stats.oldest_seconds)),
        ("newest", _age(stats.newest_seconds)),
        ("file", stats.path or "none"),
    ):
        context.out.line(f"{label:<9} {value}")


def _age(seconds: float | None) -> str:
    return "none" if seconds is None else human_duration(seconds)
