"""The demo's TMDB from the outside: a pure function, an httpx transport, and an HTTP server, all with one voice.

``python -m organizer.demo.tmdb --port 8080`` serves it until Ctrl-C and prints its address; the app asks it when
``TMDB_BASE_URL`` holds that address and ``TMDB_ACCESS_TOKEN`` anything at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from organizer.demo.answers import Response, answer
from organizer.demo.server import Fault, Faults, Server, serve

if TYPE_CHECKING:
    from organizer.demo.transport import DemoTransport

__all__ = ["DemoTransport", "Fault", "Faults", "Response", "Server", "answer", "main", "serve"]


def __getattr__(name: str) -> Any:
    if name == "DemoTransport":
        from organizer.demo.transport import DemoTransport  # imports httpx: only who uses it pays

        return DemoTransport
    raise AttributeError(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until interrupted; the address is the one line on standard output. Ends with 2 if it cannot listen."""
    import argparse
    import threading

    parser = argparse.ArgumentParser(prog="python -m organizer.demo.tmdb", description="Serve the demo catalogue.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=0, help="the port; 0 takes a free one")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="how long each answer takes")
    asked = parser.parse_args(arguments)
    try:
        with serve(asked.host, asked.port, faults=Faults(latency=asked.latency)) as server:
            sys.stdout.write(f"{server.url}\n")
            sys.stdout.flush()
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (OSError, OverflowError) as error:  # OverflowError: a port beyond 65535
        parser.error(f"cannot listen on {asked.host}:{asked.port}: {error}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
