"""Episode orders: which one the files of a series follow, what is proposed, and what a person may choose."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.matching.orders import Filed
from organizer.model import Alias, AliasScope, CandidateType, MediaType, Parse, Tier, Verdict
from organizer.tmdb.orders import EpisodeOrder, OrderGroup, OrderKind
from organizer.tmdb.records import Episode
from tests.engine.matching_support import SmallTmdb, episode_name, parse, show

SHOW = 70
TALES = ("The Lamp", "Low Water", "A Letter Home", "The Pier", "Winter Boats", "Salt", "The Long Walk", "North Wind")
# On disc the eight stand in this order: what was aired third came first.
DISC = (3, 1, 2, 5, 4, 6, 8, 7)


def order(key: str, kind: OrderKind, *groups: tuple[int, Sequence[tuple[int, int]]], name: str = "") -> EpisodeOrder:
    made = tuple(
        OrderGroup(n, f"Season {n}", tuple(Episode(s, e, TALES[e - 1] if s == 1 else f"S{s} E{e}") for s, e in places))
        for n, places in groups
    )
    return EpisodeOrder(key, name or f"{kind.name} Order", kind, made)


def harbour(*seasons: int) -> SmallTmdb:
    """A series whose first season has these titles."""
    tmdb = SmallTmdb(show(SHOW, "Harbour Watch", 2001, seasons or (8,)))
    tmdb.named = {(SHOW, 1, n): title for n, title in enumerate(TALES, start=1)}
    return tmdb


DVD = order("dd01", OrderKind.DVD, (1, [(1, n) for n in DISC]))


def disc_names(*, titled: bool = True, places: Sequence[int] = range(1, 9)) -> list[tuple[str, Parse]]:
    """Names numbered as on disc, with the titles of the discs or without any."""
    return [
        (
            f"/in/Harbour/{place}.mkv",
            parse(
                episode_name("Harbour Watch", 1, place, episode_title=TALES[DISC[place - 1] - 1] if titled else None)
            ),
        )
        for place in places
    ]


async def matched(matcher: Matcher, names: Sequence[tuple[str, Parse]]) -> list[Filed]:
    return [(path, read, await matcher.match(read)) for path, read in names]


def numbers(verdict: Verdict) -> list[tuple[int, int]]:
    assert verdict.match
    return [(e.season, e.number) for e in verdict.match.episodes]


def sut(tmdb: SmallTmdb, aliases: Taught | None = None) -> Matcher:
    return Matcher(tmdb, MatchingSettings(), aliases=aliases)


class Taught:
    """One alias for every name."""

    def __init__(self, order: str | None) -> None:
        self.alias = Alias(
            AliasScope.TITLE, "series harbour watch", CandidateType.TV, SHOW, "Harbour Watch", 2001, order
        )

    def find(self, parse: Parse) -> Alias | None:
        return self.alias


async def test_titles_in_the_names_prove_the_order_of_the_discs() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    files = await matched(matcher, disc_names())
    settled = await matcher.settle(files)
    assert {path: numbers(verdict) for path, verdict in settled.items()} == {
        f"/in/Harbour/{place}.mkv": [(1, DISC[place - 1])] for place in range(1, 9) if place != 6
    }
    assert {verdict.match.order for verdict in settled.values() if verdict.match} == {"dvd"}
    assert {verdict.tier for verdict in settled.values()} == {Tier.SURE}
    reasons = settled["/in/Harbour/1.mkv"].reasons
    assert reasons[0] == "DVD order explains 8 of 8 files and their titles, aired order 1"
    assert not any("“The Lamp”" in reason for reason in reasons)  # what the aired number would have meant is gone


async def test_a_file_without_a_title_of_its_own_is_likely_at_most() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    names = disc_names(places=[1, 2, 3, 4, 5]) + disc_names(titled=False, places=[7, 8])
    settled = await matcher.settle(await matched(matcher, names))
    assert numbers(settled["/in/Harbour/7.mkv"]) == [(1, 8)]
    assert settled["/in/Harbour/7.mkv"].tier is Tier.LIKELY
    assert settled["/in/Harbour/1.mkv"].tier is Tier.SURE


async def test_while_the_aired_order_fits_nothing_is_asked_and_nothing_changes() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    names = [
        (f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n, episode_title=TALES[n - 1]))) for n in range(1, 9)
    ]
    files = await matched(matcher, names)
    tmdb.questions.clear()
    assert await matcher.settle(files) == {}
    assert tmdb.questions == [f"series {SHOW}"]  # which the client's cache answers


async def test_one_file_that_does_not_fit_is_no_reason_to_doubt_the_order() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n))) for n in (1, 2, 9)]
    files = await matched(matcher, names)
    tmdb.questions.clear()
    assert await matcher.settle(files) == {}
    assert f"orders {SHOW}" not in tmdb.questions


async def test_words_that_are_no_episode_s_title_say_nothing_of_the_order() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    names = [
        (f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n, episode_title="FRENCH Final"))) for n in range(1, 9)
    ]
    assert await matcher.settle(await matched(matcher, names)) == {}


async def test_numbers_that_run_on_over_the_seasons_are_counted_through_them() -> None:
    tmdb = harbour(8, 6)
    matcher = sut(tmdb)
    names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n))) for n in range(1, 15)]
    settled = await matcher.settle(await matched(matcher, names))
    assert sorted(settled) == sorted(f"/in/{n}.mkv" for n in range(9, 15))
    assert [numbers(settled[f"/in/{n}.mkv"]) for n in (9, 14)] == [[(2, 1)], [(2, 6)]]
    verdict = settled["/in/9.mkv"]
    assert verdict.tier is Tier.LIKELY
    assert verdict.match
    assert verdict.match.order == "absolute"
    assert verdict.reasons[0] == "absolute order explains 14 of 14 files, aired order 8"
    assert not any("does not have it" in reason for reason in verdict.reasons)


async def test_a_season_may_go_on_counting_under_its_own_number() -> None:
    matcher = sut(harbour(8, 6))
    names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 2, n))) for n in range(9, 15)]
    settled = await matcher.settle(await matched(matcher, names))
    assert [numbers(settled[f"/in/{n}.mkv"]) for n in range(9, 15)] == [[(2, n)] for n in range(1, 7)]


async def test_seasons_that_only_another_order_has_are_found_in_a_group() -> None:
    tmdb = harbour(8)
    tmdb.groups[SHOW] = [
        order("aa11", OrderKind.TV, (1, [(1, n) for n in range(1, 5)]), (2, [(1, n) for n in range(5, 9)]))
    ]
    matcher = sut(tmdb)
    names = [(f"/in/{s}x{n}.mkv", parse(episode_name("Harbour Watch", s, n))) for s in (1, 2) for n in range(1, 5)]
    settled = await matcher.settle(await matched(matcher, names))
    assert {path: numbers(v) for path, v in settled.items()} == {f"/in/2x{n}.mkv": [(1, n + 4)] for n in range(1, 5)}
    assert {v.match.order for v in settled.values() if v.match} == {"aa11"}
    assert {v.tier for v in settled.values()} == {Tier.LIKELY}


async def test_a_double_episode_takes_both_numbers_of_the_order() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    both = parse(episode_name("Harbour Watch", 1, 4, 5, episode_title="Winter Boats"))
    names = [*disc_names(places=[1, 2, 3]), ("/in/Harbour/4.mkv", both)]
    settled = await matcher.settle(await matched(matcher, names))
    assert numbers(settled["/in/Harbour/1.mkv"]) == [(1, 3)]
    assert numbers(settled["/in/Harbour/4.mkv"]) == [(1, 5), (1, 4)]


async def test_two_orders_that_fit_alike_are_a_question() -> None:
    tmdb = harbour(4, 4)
    one = order("aa01", OrderKind.DVD, (1, [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2)]), (2, [(2, 3), (2, 4)]))
    other = order("aa02", OrderKind.TV, (1, [(2, 1), (2, 2), (1, 1), (1, 2), (1, 3), (1, 4)]), (2, [(2, 3), (2, 4)]))
    tmdb.groups[SHOW] = [one, other]
    matcher = sut(tmdb)
    names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n))) for n in (1, 2, 3, 4, 5, 6)]
    settled = await matcher.settle(await matched(matcher, names))
    assert {verdict.tier for verdict in settled.values()} == {Tier.AMBIGUOUS}
    assert "another order of TMDB fits as well" in settled["/in/5.mkv"].reasons


async def test_releases_in_two_folders_may_follow_two_orders() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    broadcast = [
        (f"/in/TV/{n}.mkv", parse(episode_name("Harbour Watch", 1, n, episode_title=TALES[n - 1]))) for n in range(1, 9)
    ]
    settled = await matcher.settle(await matched(matcher, [*disc_names(), *broadcast]))
    assert settled
    assert all(path.startswith("/in/Harbour/") for path in settled)


async def test_many_releases_in_the_aired_order_do_not_hide_one_from_the_discs() -> None:
    tmdb = harbour(8, 8)
    crossing = [*[(1, n) for n in DISC[:6]], (2, 1), (1, 7), (1, 8)]
    tmdb.groups[SHOW] = [order("dd01", OrderKind.DVD, (1, crossing))]
    matcher = sut(tmdb)
    names = disc_names(places=range(1, 7))
    for copy in range(30):  # with seasons and numbers that the discs do not have
        names += [
            (f"/in/copy {copy}/{s}x{n}.mkv", parse(episode_name("Harbour Watch", s, n)))
            for s in (1, 2)
            for n in range(1, 9)
        ]
    settled = await matcher.settle(await matched(matcher, names))
    assert {path: numbers(verdict) for path, verdict in settled.items()} == {
        f"/in/Harbour/{place}.mkv": [(1, DISC[place - 1])] for place in range(1, 6)
    }


async def test_where_titles_contradict_numbers_and_no_order_explains_it_nothing_stays_sure() -> None:
    matcher = sut(harbour())
    names = [*disc_names(places=[1, 2, 3, 6]), *disc_names(titled=False, places=[7])]
    files = await matched(matcher, names)
    assert [verdict.tier for _, _, verdict in files] == [Tier.LIKELY] * 3 + [Tier.SURE] * 2
    settled = await matcher.settle(files)
    assert {path: verdict.tier for path, verdict in settled.items()} == {"/in/Harbour/7.mkv": Tier.LIKELY}
    assert settled["/in/Harbour/7.mkv"].reasons[-1].endswith("the order is not known")
    assert numbers(settled["/in/Harbour/7.mkv"]) == [(1, 7)]  # the sixth has a title that agrees, and stays


async def test_an_order_is_asked_for_only_if_it_can_hold_the_files() -> None:
    tmdb = harbour(8)
    tmdb.groups[SHOW] = [
        order("aa21", OrderKind.STORY, (1, [(1, 1), (1, 2)])),
        order("aa22", OrderKind.ABSOLUTE, (1, [(1, n) for n in range(1, 9)])),
    ]
    matcher = sut(tmdb)
    names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 2, n))) for n in range(1, 6)]
    assert await matcher.settle(await matched(matcher, names)) == {}
    assert [question for question in tmdb.questions if question.startswith("order ")] == []


async def test_a_person_reads_names_in_an_order_of_choice() -> None:
    tmdb = harbour(8, 6)
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb)
    names = [parse(episode_name("Harbour Watch", 1, n)) for n in (1, 9)]
    dvd = await matcher.in_order(names, SHOW, "dvd")
    assert (numbers(dvd[0]), dvd[0].tier) == ([(1, 3)], Tier.SURE)
    assert dvd[1].match is None
    assert dvd[1].reasons == ("DVD order has no such episode",)
    absolute = await matcher.in_order(names, SHOW, "absolute")
    assert [numbers(v) for v in absolute] == [[(1, 1)], [(2, 1)]]
    aired = await matcher.in_order(names, SHOW, "aired")
    assert (numbers(aired[0]), aired[1].match) == ([(1, 1)], None)
    gone = await matcher.in_order(names, SHOW, "ffff")
    assert gone[0].reasons == ("TMDB does not have this order any more",)


async def test_another_reading_counts_only_where_numbers_are_absolute() -> None:
    tmdb = harbour(8, 6)
    tmdb.groups[SHOW] = [order("dd01", OrderKind.DVD, (1, [(1, n) for n in DISC]))]
    name = parse(episode_name("Harbour Watch", 1, 12), episode_name("Harbour Watch", None, 12))
    matcher = sut(tmdb)
    assert numbers((await matcher.in_order([name], SHOW, "absolute"))[0]) == [(2, 4)]
    other = parse(episode_name("Harbour Watch", 2, 1), episode_name("Harbour Watch", 1, 2))
    assert (await matcher.in_order([other], SHOW, "dvd"))[0].match is None


async def test_every_order_is_listed_with_how_well_it_fits() -> None:
    tmdb = harbour(8, 6)
    tmdb.groups[SHOW] = [DVD, order("dd02", OrderKind.PRODUCTION, (1, [(1, 8)]), name="As filmed")]
    matcher = sut(tmdb)
    chosen = await matcher.orders_of(SHOW)
    assert [(c.key, c.name, c.episodes) for c in chosen] == [
        ("aired", "aired order", 14), ("absolute", "absolute order", 14), ("dvd", "DVD order", 8),
        ("dd02", "production order “As filmed”", 1),
    ]  # fmt: skip
    fits = await matcher.order_fits(SHOW, await matched(matcher, disc_names()))
    assert [(f.choice.key, f.fitting.explained, f.fitting.agreeing, f.changes) for f in fits] == [
        ("dvd", 8, 8, 7), ("aired", 1, 1, 0), ("absolute", 1, 1, 0), ("dd02", 0, 0, 1),
    ]  # fmt: skip
    assert numbers(fits[0].verdicts["/in/Harbour/1.mkv"]) == [(1, 3)]


@pytest.mark.parametrize(("taught", "meant"), [("dvd", (1, 3)), ("aired", (1, 1)), (None, (1, 1))])
async def test_a_remembered_choice_says_how_the_numbers_are_read(taught: str | None, meant: tuple[int, int]) -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    matcher = sut(tmdb, Taught(taught))
    verdict = await matcher.match(parse(episode_name("Some Other Name", 1, 1)))
    assert verdict.match
    assert verdict.match.tmdb_id == SHOW
    assert numbers(verdict) == [meant]
    assert verdict.tier is Tier.SURE
    assert verdict.reasons[0] == "you chose this before for “Some Other Name”"


async def test_an_order_that_the_person_chose_is_not_argued_with() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [DVD]
    assert await sut(tmdb, Taught("aired")).settle(await matched(sut(tmdb), disc_names())) == {}
    assert await sut(tmdb, Taught(None)).settle(await matched(sut(tmdb), disc_names())) != {}


async def test_a_remembered_film_or_series_is_not_sure_of_an_episode_that_tmdb_lacks() -> None:
    verdict = await sut(harbour(), Taught(None)).match(parse(episode_name("Some Other Name", 1, 19)))
    assert verdict.match
    assert verdict.tier is Tier.AMBIGUOUS


async def test_a_number_that_the_chosen_order_does_not_hold_is_a_question() -> None:
    tmdb = harbour()
    tmdb.groups[SHOW] = [order("dd01", OrderKind.DVD, (1, [(1, n) for n in DISC[:4]]))]
    verdict = await sut(tmdb, Taught("dvd")).match(parse(episode_name("Some Other Name", 1, 5)))
    assert verdict.tier is Tier.AMBIGUOUS
    assert "not in the order you chose for the series; episode exists: s01e05 “Winter Boats”" in verdict.reasons


async def test_a_number_that_was_counted_says_so() -> None:
    verdict = await sut(harbour(8, 6)).match(parse(episode_name("Harbour Watch", None, 10)))
    assert verdict.match
    assert (numbers(verdict), verdict.match.order) == ([(2, 2)], "absolute")


@given(st.permutations(range(1, 9)), st.integers(0, 8))
def test_names_without_titles_never_become_sure_by_another_order(disc: list[int], named: int) -> None:
    async def settle() -> None:
        tmdb = harbour(4, 4)
        places = [(1, n) if n < 5 else (2, n - 4) for n in disc]
        tmdb.groups[SHOW] = [order("ee01", OrderKind.DVD, (1, places))]
        matcher = sut(tmdb)
        names = [(f"/in/{n}.mkv", parse(episode_name("Harbour Watch", 1, n))) for n in range(1, named + 1)]
        for verdict in (await matcher.settle(await matched(matcher, names))).values():
            assert verdict.tier in {Tier.LIKELY, Tier.AMBIGUOUS}
            assert verdict.match
            assert verdict.match.type is MediaType.EPISODE

    asyncio.run(settle())
