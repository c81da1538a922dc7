"""TypeAhead: keys typed while a screen opens wait for it.

Over a slow line several keys arrive at once. Textual hands each to what has the focus at that moment, so the ``s`` of
``f s`` would reach the list before the menu is there.
"""

from __future__ import annotations

import time
from collections import deque

from textual import events
from textual.timer import Timer
from textual.widgets import Input

from tui.actions import ACTIONS
from tui.keyed import Keyed
from tui.screens.confirm import Confirm

_TURNING = frozenset(action.id for action in ACTIONS if action.turns)
_LOOK = 0.02
# An action that leads nowhere after all ("nothing is approved yet") keeps later keys waiting this long, not for ever.
_PATIENCE = 0.4


class TypeAhead(Keyed):
    """Holds keys back between one that turns to another screen or field and the moment when that is ready."""

    _held: deque[events.Key] | None = None
    _since = 0.0
    _before: tuple[object, ...] = ()
    _seen: tuple[object, ...] = ()
    _looks: Timer | None = None

    @property
    def holding(self) -> bool:
        """Whether keys are held back at this moment."""
        return self._held is not None

    async def on_event(self, event: events.Event) -> None:
        """Hold a key, or hand it on and hold those after it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._held is not None:
                self._held.append(event)
                return
            if self._turns(event):
                self._hold()
        await super().on_event(event)

    def _turns(self, event: events.Key) -> bool:
        if not self.screen_stack:
            return False
        if isinstance(self.screen, Confirm):
            return self.screen.answered_by(event) is not None
        if isinstance(self.focused, Input) and event.is_printable:
            return False
        active = self.screen.active_bindings.get(event.key)
        return active is not None and active.enabled and active.binding.id in _TURNING

    def _hold(self) -> None:
        self._held = deque()
        self._since = time.monotonic()
        self._before = self._place()
        self._seen = ()
        self._looks = self.set_interval(_LOOK, self._look)

    def _place(self) -> tuple[object, ...]:
        return (*self.screen_stack, self.focused)

    def _look(self) -> None:
        """Release the keys when the screen is there, and was the same at the last look.

        Not ``call_after_refresh``: a screen that another one covers at once would keep the callback until it is on top
        again, and all keys with it.
        """
        place = self._place()
        arrived = place != self._before and self.screen.is_running and self.screen.is_mounted
        if arrived or time.monotonic() - self._since > _PATIENCE:
            if place == self._seen:
                self._release()
            self._seen = place

    def _release(self) -> None:
        if self._looks is not None:
            self._looks.stop()
        held, self._held = self._held or (), None
        for key in held:
            self.post_message(events.Key(key.key, key.character))
