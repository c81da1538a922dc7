"""A TMDB on loopback that knows every title and allows so many requests a second: a process of its own.

    python -m benchmarks.stand_in [--rate 45] [--delay 50]

Prints its address; ends when its standard input closes. A request over the rate, in any second, gets 429.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import zlib
from collections import deque
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from benchmarks.names import year_of

_EPISODES = range(1, 31)


class StandIn:
    """Answers searches with the title that was asked for, and details with seasons of thirty episodes."""

    def __init__(self, rate: float, delay: float) -> None:
        self._rate = rate
        self._delay = delay
        self._recent: deque[float] = deque()
        self._names: dict[int, tuple[str, str]] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                target = urlsplit(head.split(b" ", 2)[1].decode("latin-1"))
                status, body = self._answer(unquote(target.path), dict(parse_qsl(target.query)))
                if self._delay:
                    await asyncio.sleep(self._delay)
                content = json.dumps(body).encode()
                extra = "Retry-After: 1\r\n" if status == 429 else ""
                writer.write(
                    f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n{extra}"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if not self._allowed():
            return 429, {"success": False, "status_code": 25, "status_message": "Over the allowed limit."}
        parts = path.removeprefix("/3/").split("/")
        if parts[0] == "search":
            return 200, {"page": 1, "results": [self._title(parts[1], query)], "total_pages": 1, "total_results": 1}
        if parts[0] in {"movie", "tv"} and len(parts) == 2:
            return 200, self._details(parts[0], int(parts[1]), query.get("append_to_response", ""))
        return 404, {"success": False, "status_code": 34, "status_message": "Not found."}

    def _allowed(self) -> bool:
        if not self._rate:
            return True
        now = asyncio.get_running_loop().time()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self._rate:
            return False
        self._recent.append(now)
        return True

    def _title(self, kind: str, query: dict[str, str]) -> dict[str, Any]:
        words = query.get("query", "").title()
        number = zlib.crc32(f"{kind} {words}".encode()) & 0x7FFFFFFF
        self._names[number] = (words, str(year_of(words)) if kind == "movie" else "2001")
        return self._row(kind, number)

    def _row(self, kind: str, number: int) -> dict[str, Any]:
        words, year = self._names.get(number, ("Unknown", "2001"))
        name, day = ("title", "release_date") if kind == "movie" else ("name", "first_air_date")
        return {
            "id": number, name: words, f"original_{name}": words, day: f"{year}-05-01", "original_language": "en",
            "popularity": 5.0, "vote_count": 100, "genre_ids": [],
        }  # fmt: skip

    def _details(self, kind: str, number: int, appended: str) -> dict[str, Any]:
        row = self._row(kind, number)
        row |= {"alternative_titles": {}, "translations": {"translations": []}, "external_ids": {}}
        if kind == "tv":
            row |= {"status": "Ended", "seasons": [{"season_number": n, "episode_count": 30} for n in range(1, 7)]}
        for name in appended.split(","):
            if name.startswith("season/") and 1 <= int(name[7:]) <= 6:
                season = int(name[7:])
                episodes = [
                    {"id": n, "season_number": season, "episode_number": n, "name": f"Part {n}",
                     "air_date": f"2001-{season:02}-{n % 28 + 1:02}"}
                    for n in _EPISODES
                ]  # fmt: skip
                row[name] = {"season_number": season, "episodes": episodes}
        return row


async def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rate", type=float, default=45.0, help="requests a second; 0 for no limit")
    parser.add_argument("--delay", type=float, default=50.0, help="milliseconds an answer takes")
    args = parser.parse_args()
    stand_in = StandIn(args.rate, args.delay / 1000)
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/3", flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
