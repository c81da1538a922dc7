"""A worker process: reads names until nobody asks any more. Run as ``python -m organizer.parsing.worker``.

It lives on two pipes and knows nothing else of the process that asks. When that dies, however it dies, the pipes close
and the worker ends. It imports what reading names needs and no more: every megabyte here counts once for each worker.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from organizer.parsing.frames import Pipe, receive, send

if TYPE_CHECKING:
    from organizer.model import Parse

_NICENESS = 10


def main() -> None:
    """Answer each task with its readings, or with the error that came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is for the process that asks
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    tasks, answers = _take_pipes()

    from organizer.arenas import keep_loaded
    from organizer.parsing.guess import guess
    from organizer.parsing.lean import load_guessit

    load_guessit()
    guess("Warm.Up.S01E01.720p.mkv")
    keep_loaded()
    try:
        while True:
            task = receive(tasks)
            found: list[Parse] = []
            failure: Exception | None = None
            try:
                found = list(task.read())
            except Exception as error:  # noqa: BLE001 - the boundary: it is raised where the names came from
                failure = error
            send(answers, (found, failure))
    except (EOFError, OSError):
        return


def _take_pipes() -> tuple[Pipe, Pipe]:
    """Standard input and output under other numbers: what prints by mistake must not speak between the frames."""
    tasks = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return tasks, answers


if __name__ == "__main__":
    main()
