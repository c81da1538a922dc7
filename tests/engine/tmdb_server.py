"""A TMDB on loopback that says what a test tells it to, broken answers included, and a clock that waits at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from organizer.config.schema import TmdbSettings
from organizer.tmdb.cache import TmdbCache
from organizer.tmdb.client import TmdbClient

TOKEN = "eyJhbGciOiJub25lIn0.eyJzZWNyZXQiOiJzd29yZGZpc2gifQ.c2lnbmF0dXJl"
KEY = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def appended(self) -> list[str]:
        return [name for name in self.query.get("append_to_response", "").split(",") if name]


@dataclass(frozen=True)
class Reply:
    """What goes out. ``missing`` bytes are promised and never sent; one that ``hangs`` sends nothing at all."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    hangs: bool = False

    def encode(self) -> bytes:
        content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        kind = "text/html" if isinstance(self.body, bytes) else "application/json;charset=utf-8"
        headers = {"Content-Type": kind, "Content-Length": str(len(content) + self.missing), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} Status\r\n{head}\r\n".encode() + content


Script = Callable[[Asked], Reply]


class TmdbServer:
    """Counts what is asked. While ``hold`` is cleared no answer leaves."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.times: list[float] = []
        self.under_way = 0
        self.peak = 0
        self.hold = asyncio.Event()
        self.hold.set()
        self.arrived = asyncio.Condition()
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def wait_for(self, requests: int) -> None:
        """Until so many have come in."""
        async with self.arrived:
            await self.arrived.wait_for(lambda: len(self.asked) >= requests)

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/3"

    async def stop(self) -> None:
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._serving.discard(task)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        asked = _read(await reader.readuntil(b"\r\n\r\n"))
        self.under_way += 1
        self.peak = max(self.peak, self.under_way)
        try:
            async with self.arrived:
                self.asked.append(asked)
                self.times.append(asyncio.get_running_loop().time())
                self.arrived.notify_all()
            reply = self.script(asked)
            if reply.hangs:
                await reader.read()
                return False
            await self.hold.wait()
            writer.write(reply.encode())
            await writer.drain()
        finally:
            self.under_way -= 1
        return not reply.missing


def _read(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    target = urlsplit(first.split(" ")[1])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Asked(unquote(target.path).removeprefix("/3/"), dict(parse_qsl(target.query)), headers)


class FakeTime:
    """Time that passes only by being slept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Stage:
    """A server with a client before it."""

    server: TmdbServer
    client: TmdbClient
    time: FakeTime


def settings(base_url: str = "http://127.0.0.1:1/3", **changes: Any) -> TmdbSettings:
    return TmdbSettings(**{"access_token": TOKEN, "base_url": base_url, "rate": 1000.0, **changes})


@asynccontextmanager
async def stage(
    script: Script, *, cache: TmdbCache | None = None, offline: bool = False, language: str = "en-US",
    fallback: str = "", originals: bool = False, **changes: Any,
) -> AsyncIterator[Stage]:  # fmt: skip
    """A started server and its client; ``changes`` go into the settings."""
    server, time = TmdbServer(script), FakeTime()
    chosen = settings(await server.start(), **changes)
    client = TmdbClient(
        chosen, cache or TmdbCache(None, chosen), language=language, fallback=fallback, originals=originals,
        offline=offline, sleep=time.sleep, clock=time.clock,
    )  # fmt: skip
    try:
        async with client:
            yield Stage(server, client, time)
    finally:
        await server.stop()


def in_turn(*replies: Reply) -> Script:
    """These replies one after the other, the last for ever."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def listing(*rows: Mapping[str, Any]) -> Reply:
    return Reply(body={"page": 1, "results": list(rows), "total_pages": 1, "total_results": len(rows)})


def film(number: int = 11, title: str = "The Lantern", **more: Any) -> dict[str, Any]:
    return {"id": number, "title": title, "original_title": title, "release_date": "1987-05-01", **more}


def season(number: int, episodes: int = 3) -> dict[str, Any]:
    rows = [
        {"season_number": number, "episode_number": n, "name": f"Part {n}", "air_date": f"2001-02-{n:02}"}
        for n in range(1, episodes + 1)
    ]
    return {"season_number": number, "episodes": rows}


def series(asked: Asked, *, seasons: int = 45, number: int = 77, **more: Any) -> Reply:
    """A series with so many seasons, those appended that were asked for."""
    row: dict[str, Any] = {
        "id": number, "name": "Harbour Watch", "original_name": "Harbour Watch", "first_air_date": "1970-01-05",
        "seasons": [{"season_number": n, "episode_count": 3} for n in range(1, seasons + 1)], **more,
    }  # fmt: skip
    for name in asked.appended[:20]:
        which = int(name.removeprefix("season/")) if name.startswith("season/") else 0
        if 1 <= which <= seasons:
            row[name] = season(which)
    return Reply(body=row)


def failure(status: int, code: int, message: str, **headers: str) -> Reply:
    body = {"success": False, "status_code": code, "status_message": message}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})
