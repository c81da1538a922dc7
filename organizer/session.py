"""A session: the services that a scan needs, made from the settings and closed together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.model import TitleStyle
from organizer.pipeline import Pipeline, Sink
from organizer.state.basis import Basis
from organizer.state.recall import Recall

if TYPE_CHECKING:  # httpx and guessit cost 0.2 s each: only a session that is entered pays
    import httpx

    from organizer.matching.matcher import Matcher
    from organizer.matching.remembered import Aliases
    from organizer.parsing.pool import ParserPool
    from organizer.tmdb.client import TmdbClient


class Session:
    """Client, cache, matcher and parsers of one sitting; an async context manager, bound to one loop.

    ``cache_file`` is where TMDB's answers are kept (None: in memory only). ``transport`` answers instead of the
    network: the demo's in-process TMDB. ``aliases`` are what the person taught. ``state`` is where earlier scans left
    what they found (None: every scan is the first), and ``basis`` says which of it still holds.
    """

    client: TmdbClient
    matcher: Matcher
    parser: ParserPool

    def __init__(
        self,
        settings: Settings,
        cache_file: Path | None,
        *,
        offline: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        aliases: Aliases | None = None,
        state: Path | None = None,
        basis: Callable[[], Basis] = Basis,
    ) -> None:
        self.settings = settings
        self._cache_file = cache_file
        self._offline = offline
        self._transport = transport
        self._aliases = aliases
        self._state = state
        self._basis = basis
        self._recall: Recall | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        from organizer.matching.matcher import Matcher
        from organizer.parsing.pool import ParserPool
        from organizer.tmdb.cache import TmdbCache
        from organizer.tmdb.client import TmdbClient

        cache = TmdbCache(self._cache_file, self.settings.tmdb)
        self._stack.callback(cache.close)
        self.client = await self._stack.enter_async_context(
            TmdbClient(
                self.settings.tmdb,
                cache,
                language=self.settings.library.language,
                fallback=self.settings.library.fallback_language,
                originals=self.settings.library.titles is not TitleStyle.LOCALISED,
                offline=self._offline,
                transport=self._transport,
            )
        )
        self.parser = await self._stack.enter_async_context(ParserPool(self.settings.parsing))
        if self._state is not None:
            self._recall = Recall(self._state, self._basis)
            self._stack.callback(self._recall.close)
        self.matcher = Matcher(self.client, self.settings.matching, reader=self.parser, aliases=self._aliases)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def pipeline(self, roots: Sequence[str], sink: Sink, token: CancelToken) -> Pipeline:
        """A scan of these folders with this session's services."""
        return Pipeline(
            roots,
            self.settings,
            self.parser,
            self.matcher,
            sink,
            token,
            lambda: self.client.statistics,
            self._recall,
        )
