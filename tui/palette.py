"""The command palette: every action of the table that can be done here and now."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from tui.actions import ACTIONS, Place, UserAction
from tui.keyed import keymap_at

# Moving by a palette helps nobody, and a palette need not open itself.
_LEFT_OUT = {action.id for action in ACTIONS if action.place is Place.LINES or action.digits} | {"app.palette"}


class ActionProvider(Provider):
    """Actions by their label and their sentence, with the keys in force."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action, home in self._actions():
            yield DiscoveryHit(self._title(action), partial(self._run, action, home), help=action.help)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for action, home in self._actions():
            score = matcher.match(f"{action.label} {action.help}")
            if score > 0:
                title = matcher.highlight(self._title(action))
                yield Hit(score, title, partial(self._run, action, home), help=action.help)

    def _actions(self) -> list[tuple[UserAction, DOMNode]]:
        """The actions whose keys would be heard by the screen below, in the order of the table."""
        heard = {active.binding.id: active.node for active in self.screen.active_bindings.values() if active.enabled}
        return [(a, heard[a.id]) for a in ACTIONS if a.id in heard and a.id not in _LEFT_OUT]

    async def _run(self, action: UserAction, home: DOMNode) -> None:
        await self.app.run_action(action.action, home)

    def _title(self, action: UserAction) -> str:
        label = action.label[0].upper() + action.label[1:]
        keys = keymap_at(self.app).text(action)
        return f"{label}  ({keys})" if keys else label
