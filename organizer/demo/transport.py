"""The demo's TMDB as an httpx transport: a client asks it without a network.

Importing this module imports httpx, so ``organizer.demo.tmdb`` does it only when the name is used.
"""

from __future__ import annotations

import asyncio

import httpx

from organizer.demo.answers import answer


class DemoTransport(httpx.AsyncBaseTransport):
    """Answers every request of an ``httpx.AsyncClient`` from the catalogue, whatever host it names.

    ``latency`` is the seconds each answer takes, so that a demo shows work under way. ``requests`` counts them.
    """

    def __init__(self, *, latency: float = 0.0) -> None:
        self.latency = latency
        self.requests = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; nothing of it can fail but what TMDB itself would refuse."""
        self.requests += 1
        if self.latency:
            await asyncio.sleep(self.latency)
        found = answer(request.method, request.url.path, dict(request.url.params), dict(request.headers))
        return httpx.Response(found.status, headers=dict(found.headers), content=found.body, request=request)
