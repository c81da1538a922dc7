"""Values over a pipe between a process and its own workers: a length in four bytes, then a pickle."""

from __future__ import annotations

import pickle
import struct
from typing import Any, Protocol

_LENGTH = struct.Struct("!I")


class Pipe(Protocol):
    """An unbuffered file: a buffer has a lock, and a thread that dies with it can take Python's exit down."""

    def read(self, size: int, /) -> bytes | None:
        """At most so many bytes; none at the end."""
        ...

    def write(self, data: memoryview, /) -> int | None:
        """How many bytes were written."""
        ...


def send(pipe: Pipe, value: Any) -> None:
    """Write one value; raises OSError when nobody reads any more."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    left = memoryview(_LENGTH.pack(len(body)) + body)
    while left:
        left = left[pipe.write(left) or 0 :]


def receive(pipe: Pipe) -> Any:
    """The next value; raises EOFError when the other side has gone, in the middle of a value too."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - written by this program's own process


def _exactly(pipe: Pipe, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = pipe.read(size - len(parts))
        if not part:
            raise EOFError("the pipe was closed")
        parts += part
    return bytes(parts)
