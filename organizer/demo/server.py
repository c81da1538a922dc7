"""The demo's TMDB as a real HTTP server on loopback, with the faults of a bad day when a test asks for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from organizer.demo.answers import Response, answer


class Fault(StrEnum):
    """What can go wrong with an answer."""

    TOO_MANY = "429"
    SERVER_ERROR = "500"
    HTML = "502 as HTML"
    CUT_BODY = "body cut short"
    DROPPED = "connection closed without an answer"


@dataclass(frozen=True, slots=True)
class Faults:
    """``latency`` is in seconds; ``every`` says which request gets which fault: ``{Fault.TOO_MANY: 7}`` every seventh.

    Where two meet on one request, the one named first in ``every`` wins. ``retry_after`` is the header's text of a
    429; None sends none, as TMDB's edge has been seen to do. Requests are counted from the server's start.
    """

    latency: float = 0.0
    every: Mapping[Fault, int] = field(default_factory=dict)
    retry_after: str | None = None

    def of(self, number: int) -> Fault | None:
        """The fault of the request of that number, counted from 1."""
        return next((fault for fault, nth in self.every.items() if nth and number % nth == 0), None)


class Server(ThreadingHTTPServer):
    """The server while it runs. ``faults`` may be replaced at any time, ``asked`` holds each request's path and query.

    A credential sent as ``api_key`` stands in ``asked`` as it came.
    """

    daemon_threads = True
    block_on_close = False  # idle keep-alive connections would hold it back
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], faults: Faults) -> None:
        super().__init__(address, _Handler)
        self.faults = faults
        self.asked: list[str] = []
        self.most_at_once = 0
        self._under_way = 0
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """What ``TMDB_BASE_URL`` is set to."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}/3"

    @contextmanager
    def counted(self, target: str) -> Iterator[Fault | None]:
        """Counts a request while it is being answered; gives the fault it is to have."""
        with self._lock:
            self.asked.append(target)
            fault = self.faults.of(len(self.asked))
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            yield fault
        finally:
            with self._lock:
                self._under_way -= 1

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: clients that hang up in the middle are the point of some tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keep-alive, as TMDB does
    wbufsize = -1  # headers and body leave in one packet; two would wait 40 ms for each other
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._reply()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - http.server looks them up by these names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: a credential in a query does not belong on a screen."""

    def _reply(self) -> None:
        with self.server.counted(self.path) as fault:
            faults = self.server.faults
            if faults.latency:
                time.sleep(faults.latency)
            self._send(_spoiled(self._answer(), fault, faults), fault)

    def _answer(self) -> Response:
        if length := int(self.headers.get("Content-Length") or 0):
            self.rfile.read(length)
        target = urlsplit(self.path)
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        return answer(self.command, unquote(target.path), query, dict(self.headers))

    def _send(self, found: Response, fault: Fault | None) -> None:
        if fault is Fault.DROPPED:
            self.close_connection = True
            return
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.status != 304:
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault is Fault.CUT_BODY:
            self.close_connection = True
            self.wfile.write(found.body[: len(found.body) // 2])
            return
        self.wfile.write(found.body)


def _spoiled(found: Response, fault: Fault | None, faults: Faults) -> Response:
    if fault is Fault.TOO_MANY:
        body = b'{"success":false,"status_code":25,"status_message":"Your request count is over the allowed limit."}'
        more = {} if faults.retry_after is None else {"Retry-After": faults.retry_after}
        return Response(429, {"Content-Type": "application/json;charset=utf-8", **more}, body)
    if fault is Fault.SERVER_ERROR:
        body = (
            b'{"success":false,"status_code":11,"status_message":"Internal error: Something went wrong, contact TMDb."}'
        )
        return Response(500, {"Content-Type": "application/json;charset=utf-8"}, body)
    if fault is Fault.HTML:
        return Response(502, {"Content-Type": "text/html"}, b"<html><body><h1>502 Bad Gateway</h1></body></html>")
    return found


@contextmanager
def serve(host: str = "127.0.0.1", port: int = 0, *, faults: Faults | None = None) -> Iterator[Server]:
    """A server in threads of its own, until the block ends. Port 0 takes a free one; ``server.url`` says which."""
    server = Server((host, port), faults or Faults())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
