"""The command palette: every action of the table that the screen can do now."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.actions import ACTIONS, Place, UserAction

_PLACES = {
    "ReviewScreen": (Place.REVIEW, Place.APP),
    "PlanScreen": (Place.PLAN, Place.APP),
    "HistoryScreen": (Place.HISTORY, Place.APP),
    "ApplyScreen": (Place.APPLY, Place.APP),
}


class ActionProvider(Provider):
    """Actions by their label and their sentence; nine digits are no entry of their own."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(_title(action), partial(self._run, action), help=action.help)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(f"{action.label} {action.help}")
            if score > 0:
                yield Hit(score, matcher.highlight(_title(action)), partial(self._run, action), help=action.help)

    def _actions(self) -> list[UserAction]:
        places = _PLACES.get(type(self.screen).__name__, (Place.APP,))
        return [action for action in ACTIONS if action.place in places and action.id not in _LEFT_OUT]

    async def _run(self, action: UserAction) -> None:
        target = self.app if action.place is Place.APP else self.screen
        await self.app.run_action(action.action, target)


_LEFT_OUT = {"review.pick", "app.palette"}


def _title(action: UserAction) -> str:
    label = action.label[0].upper() + action.label[1:]
    return f"{label}  ({action.key_text})"
