"""Worker processes that read names, fed over pipes by a thread each."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import Future
from typing import cast

from organizer.model import Parse
from organizer.parsing.frames import Pipe, receive, send
from organizer.parsing.tasks import Task

Readings = Future[list[Parse]]


class WorkerGone(Exception):
    """The worker that had the task has died, or there is none."""


class Workers:
    """Processes that are niced, do not hear ctrl+c, and die with the process that asks.

    Plain child processes on two pipes: they need neither the tracker process nor the semaphores of ``multiprocessing``,
    nor a standard error with a file descriptor (which Textual has none of), and they import no module of the app.
    The threads are daemons and nothing waits for them, so that Python's exit never hangs on a worker.
    """

    def __init__(self) -> None:
        self._jobs: deque[tuple[Task, Readings]] = deque()
        self._change = threading.Condition()
        self._living: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    @property
    def living(self) -> int:
        """How many processes there are."""
        return len(self._living)

    def start(self) -> None:
        """One more process; raises ``OSError`` or ``ValueError`` when it cannot be started. It is ready 0.3 s later."""
        if not sys.executable:
            raise OSError("there is no Python to start")
        process = subprocess.Popen(  # carets in tracebacks would take 0.3 MB
            [sys.executable, "-X", "no_debug_ranges", "-m", "organizer.parsing.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONSAFEPATH": "1"},
        )  # fmt: skip
        with self._change:
            self._living.add(process)
        threading.Thread(target=self._serve, args=(process,), name="parser", daemon=True).start()

    def submit(self, task: Task) -> Readings:
        """The readings to come; ``WorkerGone`` in them, or at once, when there is no worker to give them."""
        readings: Readings = Future()
        with self._change:
            if self._closed or not self._living:
                raise WorkerGone
            self._jobs.append((task, readings))
            self._change.notify()
        return readings

    def close(self) -> None:
        """End all processes now: they hold nothing that is worth waiting for. What was asked of them is cancelled."""
        with self._change:
            self._closed = True
            for process in self._living:
                process.kill()
            waiting = self._take_all()
            self._change.notify_all()
        for readings in waiting:
            readings.cancel()

    def _take_all(self) -> list[Readings]:
        waiting = [readings for _, readings in self._jobs]
        self._jobs.clear()
        return waiting

    def _next(self) -> tuple[Task, Readings] | None:
        with self._change:
            while not self._jobs and not self._closed:
                self._change.wait()
            return None if self._closed else self._jobs.popleft()

    def _serve(self, process: subprocess.Popen[bytes]) -> None:
        """The life of the thread of one process."""
        while job := self._next():
            task, readings = job
            if readings.set_running_or_notify_cancel() and not _ask(process, task, readings):
                self._bury(process)
                readings.set_exception(WorkerGone())
                return
        self._bury(process)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        with process:  # closes the pipes, and waits, so that no zombie stays
            pass
        with self._change:
            self._living.discard(process)
            waiting = [] if self._living else self._take_all()
        for readings in waiting:
            if readings.set_running_or_notify_cancel():
                readings.set_exception(WorkerGone())


def _ask(process: subprocess.Popen[bytes], task: Task, readings: Readings) -> bool:
    """Whether there was an answer, which is then in the readings."""
    try:
        send(cast("Pipe", process.stdin), task)
        found, error = receive(cast("Pipe", process.stdout))
    except (OSError, EOFError):
        return False
    if error is not None:
        readings.set_exception(error)
    else:
        readings.set_result(found)
    return True
