"""Which title a name is made from: the localised one, the original one, or both."""

from __future__ import annotations

from organizer.display import fold
from organizer.model import EpisodeRef, Match, TitleStyle


def title_of(match: Match, style: TitleStyle) -> str:
    """The title of the film or series as the person wants it: ``Dark``, ``千と千尋の神隠し [Spirited Away]``."""
    return _styled(match.title, match.original_title, style)


def episode_title_of(episode: EpisodeRef, style: TitleStyle) -> str:
    """The title of an episode by the same rule; empty where TMDB has none."""
    return _styled(episode.title, episode.original_title, style)


def _styled(local: str, original: str, style: TitleStyle) -> str:
    """Whichever is missing, the other one serves; a title that differs in case alone is not written twice."""
    if style is TitleStyle.LOCALISED or not original:
        return local or original
    if style is TitleStyle.ORIGINAL or not local or fold(local) == fold(original):
        return original
    return f"{original} [{local}]"
