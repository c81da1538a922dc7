"""What a name gets for sure is the same in every scan, whichever names were asked for before it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.model import ParsedName, Tier
from organizer.tmdb.records import Title
from tests.engine.matching_support import SmallTmdb, episode_name, film, film_name, parse, show

WORDS = ["Harbour", "Lights", "Night", "Watch", "Keeper", "Keeper's", "and", "The", "2"]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
YEARS = st.sampled_from([1990, 1991, 2004])


@st.composite
def titles(draw: st.DrawFn, number: int) -> Title:
    """A film or a series of few words, now and then with a title that searches find and rows do not show."""
    title, year, others = draw(TITLES), draw(YEARS), draw(st.lists(TITLES, max_size=1))
    return film(number, title, year, *others) if draw(st.integers(0, 3)) else show(number, title, year, (5,), *others)


@st.composite
def names(draw: st.DrawFn, known: list[Title]) -> ParsedName:
    """The name of one of them, or of nothing."""
    meant = draw(st.sampled_from(known))
    said = draw(st.sampled_from([meant.title, *meant.titles]) | TITLES)
    year = draw(st.sampled_from([meant.year, None]) | YEARS)
    return film_name(said, year) if draw(st.integers(0, 3)) else episode_name(said, 1, 2)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Title], list[ParsedName]]:
    """What TMDB has, and the names of a scan in their order."""
    known = [draw(titles(number)) for number in range(1, draw(st.integers(2, 6)) + 1)]
    return known, draw(st.lists(names(known), min_size=2, max_size=4))


@settings(max_examples=300, deadline=None)
@given(worlds())
@example(  # the answer to the first question holds the second's, and a film that shows neither title
    (
        [film(1, "Lights Night", 1954), film(2, "L1ghts", 1995, "Lights")],
        [film_name("Lights", 1995), film_name("Lights Night", 1954)],
    )
)
@example(  # a hidden title of another year is no rival, and nothing is said of it
    (
        [film(1, "Lights Harbour", 2004), film(2, "Lights Harbour", 1955), film(3, "Lights", 1955, "Lights Harbour")],
        [film_name("Harbour"), film_name("Lights Harbour", 2004)],
    )
)
@example(  # what is asked next depends on the words seen before, so it is not sure what that finds
    (
        [*(film(number, f"Night {number}", 1992) for number in range(3, 25)), film(2, "Night Harbour", 1992)],
        [film_name("Night 3", 1992), film_name("Harbour", 1992), film_name("Night and Harbour", 1992)],
    )
)
@example(  # copies: the first is asked for with its year, the last finds the answer without one
    (
        [film(1, "Watch", 1990, "Lights Night"), film(2, "Harbour", 1991, "Lights")],
        [film_name("Lights", 1991), film_name("Lights", 1991), film_name("Lights", 1991)],
    )
)  # fmt: skip
async def test_what_is_sure_does_not_depend_on_the_names_before(world: tuple[list[Title], list[ParsedName]]) -> None:
    known, asked = world
    alone = await Matcher(SmallTmdb(*known), MatchingSettings()).match(parse(asked[-1]))
    matcher = Matcher(SmallTmdb(*known), MatchingSettings())
    for name in asked:
        among = await matcher.match(parse(name))
    if Tier.SURE in {alone.tier, among.tier}:
        assert among == alone
