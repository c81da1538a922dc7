"""One request and what its answer means: a body, nothing, a failure that may pass, or one that will not.

HTTP's status decides, TMDB's own code is for the message (TMDB, "Errors"); a body is believed only when it is whole
and JSON. Nothing that is raised here refers to the request, which carries the key: httpx's errors do, so they are
turned into sentences and dropped.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from organizer.display import safe_text
from organizer.errors import ConfigError, TmdbRefused, TmdbUnreachable
from organizer.tmdb.address import Address
from organizer.tmdb.auth import WHERE_TO_GET_ONE, Credential

if TYPE_CHECKING:
    import httpx

Body = Mapping[str, Any]

BODY_LIMIT = 8 * 1024 * 1024
INVALID_ID = 44  # sent as a 500 that no retry mends
KEEP_OPEN = 30.0  # seconds; httpx closes what was idle for 5, and opening one again costs more than an answer
PATIENCE = 3  # a body that drips in is given this many timeouts in all
WRONG_ADDRESS = "see that tmdb.base_url is right and that no proxy or log-in page stands between"

log = logging.getLogger(__name__)


class Passing(Exception):
    """A failure that may pass. ``str`` is the end of a sentence that starts with TMDB.

    ``limited``: the service asks for a slower pace. ``wait`` is the number of seconds it names, or None.
    """

    def __init__(self, said: str, *, limited: bool = False, wait: float | None = None) -> None:
        super().__init__(said)
        self.limited = limited
        self.wait = wait


class TooLarge(Exception):
    """The body is over the limit. Asking for less may help, asking again will not."""


class Exchange:
    """Sends requests to one address with one credential."""

    def __init__(
        self, address: Address, credential: Credential, *, connections: int, timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._address = address
        self._credential = credential
        self._timeout = timeout
        self._client = _open_client(address, credential, connections, timeout, transport)

    async def get(self, path: str, parameters: Mapping[str, str], *, listing: str = "") -> Body | None:
        """The JSON object at ``path``, where ``listing`` names a list that must be in it.

        None when there is no such thing (404), an empty object when the question is turned down (any other 4xx).
        Raises ``Passing``, ``TooLarge``, ``TmdbRefused`` or ``TmdbUnreachable``.
        """
        status, headers, content = await self._send(path, parameters)
        if status == 200:
            return _object(content, listing)
        self._explain(status, headers, _message(content))
        return None if status == 404 else {}

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send(self, path: str, parameters: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        import httpx

        try:
            async with (
                asyncio.timeout(PATIENCE * self._timeout),
                self._client.stream(
                    "GET", f"{self._address.url}/{path}", params={**parameters, **self._credential.parameters}
                ) as response,
            ):
                content = await _read(response)
            response.stream = httpx.ByteStream(b"")  # refers to the response: 5 kB for the search for garbage
        except (TimeoutError, httpx.TimeoutException):
            failure = f"did not answer in {self._timeout:g} seconds"
        except httpx.ConnectError as error:
            untrusted = "CERTIFICATE" in str(error)
            failure = "has a certificate that cannot be trusted" if untrusted else "cannot be reached"
        except (httpx.TransportError, httpx.DecodingError, httpx.StreamError) as error:
            failure = f"broke off its answer ({type(error).__name__})"
        else:
            return response.status_code, response.headers, content
        raise Passing(failure)  # outside of the handler: no reference to the request survives

    def _explain(self, status: int, headers: Mapping[str, str], message: tuple[int, str]) -> None:
        code, words = message
        said = f"answers {status}" + (f" ({words})" if words else "")
        if status == 401 or (status == 403 and code):
            raise TmdbRefused(f"TMDB refuses the key: {words or f'HTTP {status}'}", hint=WHERE_TO_GET_ONE)
        if status == 429:
            raise Passing(said, limited=True, wait=read_wait(headers.get("retry-after")))
        if status in {408, 425} or (status >= 500 and code != INVALID_ID):
            raise Passing(said, wait=read_wait(headers.get("retry-after")))
        if 200 < status < 400 or status in {403, 407, 511}:
            raise TmdbUnreachable(f"{self._address.host} {said}, which TMDB does not", hint=WRONG_ADDRESS)
        if status != 404:
            log.warning("TMDB turned a question down: HTTP %d, %s", status, words or "no reason given")


def _open_client(
    address: Address, credential: Credential, connections: int, timeout: float,
    transport: httpx.AsyncBaseTransport | None,
) -> httpx.AsyncClient:  # fmt: skip
    # httpx does without its own command line where click is missing. Where it is not, that would bring click, Pygments
    # and a third of Rich along: 3 MB, and 40 ms. None makes the import fail as it does there.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

    import httpx

    for name in ("httpx", "httpcore"):  # they log whole addresses, where a v3 key is, and headers
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        return httpx.AsyncClient(
            headers={"Accept": "application/json", "User-Agent": "plex-media-organizer", **credential.headers},
            timeout=httpx.Timeout(timeout, pool=None),
            limits=httpx.Limits(
                max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=KEEP_OPEN
            ),
            follow_redirects=False,  # the key goes nowhere else
            transport=transport,
            trust_env=not address.is_loopback,
            verify=not address.is_plain_loopback,
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        problem = ConfigError("The proxy in the environment cannot be used", hint="see HTTPS_PROXY and ALL_PROXY")
    raise problem


async def _read(response: httpx.Response) -> bytes:
    """The body, decoded; ``TooLarge`` as soon as it is (a few kB of gzip may hold gigabytes)."""
    parts = bytearray()
    async for part in response.aiter_bytes():
        parts += part
        if len(parts) > BODY_LIMIT:
            raise TooLarge
    return bytes(parts)


def decoded(content: bytes) -> Any:
    """The JSON without the people; None when it is none.

    Cast and crew stand with each episode, and nobody asks for them: in twenty seasons they are ten times the rest.
    """
    try:
        return json.loads(content, object_hook=_unless_person)
    except (ValueError, RecursionError):
        return None


def _unless_person(row: dict[str, Any]) -> dict[str, Any] | None:
    return None if "credit_id" in row else row


def _object(content: bytes, listing: str) -> Body:
    body = decoded(content)
    if not isinstance(body, dict) or (listing and not isinstance(body.get(listing), list)):
        raise Passing("sends something else than its JSON")
    return body


def _message(content: bytes) -> tuple[int, str]:
    """TMDB's code and its words, made safe to show; 0 and nothing when the body is not TMDB's."""
    body = decoded(content)
    if not isinstance(body, dict):
        return 0, ""
    code, words = body.get("status_code"), body.get("status_message")
    return code if type(code) is int else 0, safe_text(words.strip().rstrip(".")[:200]) if isinstance(
        words, str
    ) else ""


def read_wait(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds in a ``Retry-After``: a number or a date (RFC 9110, 10.2.3). None when it says nothing, 0 included."""
    if value is None:
        return None
    if value.strip().isdecimal() and value.isascii():
        return float(value[:9]) or None
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return seconds if seconds > 0 else None
