"""Watched: what a task did not expect reaches the app, whichever screen had started it."""

from __future__ import annotations

from textual.message import Message
from textual.worker import Worker, WorkerState


class UnexpectedError(Message):
    """A task ended with an error that nobody had foreseen."""

    def __init__(self, task: str, error: BaseException | None) -> None:
        super().__init__()
        self.task = task
        self.error = error


class Watched:
    """For every screen with tasks: Textual tells a task's end to the screen alone, and to nobody above it.

    Tasks are started with ``exit_on_error=False``; the default ends the app with a traceback that shows local
    variables, keys among them.
    """

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand an error on."""
        if event.state is WorkerState.ERROR:
            event.worker.node.app.post_message(UnexpectedError(event.worker.name, event.worker.error))
