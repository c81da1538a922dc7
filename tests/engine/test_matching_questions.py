"""Matching asks little: one question for a title, two for a series, none for what another answer holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from organizer.config.schema import MatchingSettings
from organizer.matching.matcher import Matcher
from organizer.matching.similarity import normal
from organizer.matching.vocabulary import LARGE, Vocabulary
from organizer.matching.wishes import Wishes
from organizer.model import CandidateType, Parse, ParsedName, Tier, Verdict
from organizer.tmdb.records import Title
from tests.engine.matching_support import SmallTmdb, episode_name, film, film_name, parse, show


async def judged(asked: Parse, *titles: Title) -> tuple[Verdict, list[str]]:
    tmdb = SmallTmdb(*titles)
    return await Matcher(tmdb, MatchingSettings()).match(asked), tmdb.questions


def found(verdict: Verdict) -> int | None:
    return verdict.match.tmdb_id if verdict.match else None


@pytest.mark.parametrize("year", [1951, 2014, 2013, None])
async def test_the_question_for_a_film_is_the_same_whatever_the_year(year: int | None) -> None:
    remakes = film(1, "The Lighthouse Keeper", 1951), film(2, "The Lighthouse Keeper", 2014)
    _, questions = await judged(parse(film_name("The Lighthouse Keeper", year)), *remakes)
    assert questions == ["search movie The Lighthouse Keeper"]


async def test_a_film_beyond_a_full_page_is_asked_for_by_its_year() -> None:
    crowd = [film(n, f"Harbour Lights {n}", 1950 + n) for n in range(20)]
    asked = parse(film_name("Harbour Lights", 1999))
    verdict, questions = await judged(asked, *crowd, film(77, "Harbour Lights", 1999))
    assert (verdict.tier, found(verdict)) == (Tier.SURE, 77)
    assert questions == ["search movie Harbour Lights", "search movie Harbour Lights 1999"]


async def harbours(*years: int) -> tuple[list[Verdict], list[str]]:
    """A matcher that has seen many harbours: what it says of *The Harbour* of these years, and what it asked."""
    crowd = [film(n, f"Harbour {n}", 1900 + n) for n in range(3, 40)]
    tmdb = SmallTmdb(*crowd, *(film(year, "The Harbour", year) for year in (1951, 1963, 1975, 1999)))
    matcher = Matcher(tmdb, MatchingSettings())
    for n in (3, 4, 5):
        await matcher.match(parse(film_name(f"Harbour {n}", 1900 + n)))
    before = len(tmdb.questions)
    verdicts = [await matcher.match(parse(film_name("The Harbour", year))) for year in years]
    return verdicts, list(dict.fromkeys(tmdb.questions[before:]))


async def test_a_film_of_one_common_word_is_asked_for_by_its_year_at_once() -> None:
    [verdict], questions = await harbours(1999)
    assert (verdict.tier, found(verdict), questions) == (Tier.SURE, 1999, ["search movie The Harbour 1999"])


async def test_a_film_of_one_common_word_is_asked_for_by_the_word_alone_where_the_year_is_wrong() -> None:
    _, questions = await harbours(2000)
    assert questions == ["search movie The Harbour 2000", "search movie The Harbour"]


async def test_the_second_year_of_a_title_is_asked_for_with_all_others() -> None:
    verdicts, questions = await harbours(1951, 1963, 1975)
    assert [found(verdict) for verdict in verdicts] == [1951, 1963, 1975]
    assert questions == ["search movie The Harbour 1951", "search movie The Harbour"]


async def asked_for(tmdb: SmallTmdb, *names: ParsedName) -> tuple[list[int | None], list[str]]:
    """The films found by one matcher for these names, one after the other, and what it asked."""
    matcher = Matcher(tmdb, MatchingSettings())
    return [found(await matcher.match(parse(name))) for name in names], tmdb.questions


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Harbour Lights", "Harbour Lights: Night Watch"),
        ("Harbour Lights", "The Harbour Lights"),
        ("The Keeper's End", "THE KEEPERS END"),
        ("Salt and Pepper", "Salt & Pepper"),
    ],
)
async def test_what_another_names_answer_holds_is_not_asked_for(first: str, second: str) -> None:
    tmdb = SmallTmdb(film(1, first, 1990), film(2, second, 2004))
    assert await asked_for(tmdb, film_name(first, 1990), film_name(second, 2004)) == ([1, 2], [f"search movie {first}"])


async def test_what_another_names_answer_does_not_hold_is_asked_for() -> None:
    hidden = film(2, "Nachtwache", 2004, "Harbour Lights: Night Watch")
    tmdb = SmallTmdb(film(1, "Harbour Lights", 1990), hidden)
    numbers, questions = await asked_for(
        tmdb, film_name("Harbour Lights", 1990), film_name("Harbour Lights - Night Watch", 2004)
    )
    assert numbers == [1, 2]
    assert questions[:2] == ["search movie Harbour Lights", "search movie Harbour Lights - Night Watch"]


async def test_an_answer_that_may_lack_a_namesake_does_not_stand_for_a_longer_title() -> None:
    crowd = [film(n, f"Harbour Lights {n}", 1950 + n) for n in range(30)]
    twin = film(77, "Harbour Lights 7", 1957)
    tmdb = SmallTmdb(*crowd, twin)
    _, questions = await asked_for(tmdb, film_name("Harbour Lights", 1951), film_name("Harbour Lights 7", 1957))
    assert questions[-1] == "search movie Harbour Lights 7"


async def test_copies_of_a_film_are_asked_for_in_one_way() -> None:
    """Whether a word is common is learnt on the way: what was asked once is not asked in another way then."""
    crowd = [film(n, f"Harbour {n}", 1900 + n) for n in range(3, 40)]
    tmdb = SmallTmdb(film(1999, "Harbour", 1999), *crowd)
    others = [film_name(f"Harbour {n}", 1900 + n) for n in (3, 4, 5)]
    numbers, questions = await asked_for(tmdb, film_name("Harbour", 1999), *others, film_name("Harbour", 1999))
    assert numbers == [1999, 3, 4, 5, 1999]
    assert questions == [f"search movie Harbour {said}" for said in (1999, 3, 4, 5)]


async def test_a_longer_title_goes_first_and_a_shorter_one_is_not_asked_when_it_was_found() -> None:
    shorter, longer = film(1, "The Pavilion", 2019), film(2, "The Pavilion: Night Watch", 2019)
    asked = parse(film_name("The Pavilion", 2019), film_name("The Pavilion - Night Watch", 2019))
    verdict, questions = await judged(asked, shorter, longer)
    assert found(verdict) == 2
    assert questions == ["search movie The Pavilion - Night Watch"]


async def test_a_complete_answer_holds_those_to_longer_titles() -> None:
    asked = parse(film_name("Old Harbour", 2049), film_name("Old Harbour 2049"), film_name("Old Harbour Lights", 2049))
    verdict, questions = await judged(asked, film(7, "Old Harbour 2049", 2017), film(8, "Old Harbour", 1982))
    assert found(verdict) == 7
    assert questions == ["search movie Old Harbour Lights", "search movie Old Harbour"]


async def test_two_titles_in_one_are_asked_for_one_by_one() -> None:
    asked = parse(
        film_name("Night Ferry AKA Die Nachtfähre", 2004),
        film_name("Night Ferry", 2004),
        film_name("Die Nachtfähre", 2004),
    )
    verdict, questions = await judged(asked, film(1, "Night Ferry", 2004))
    assert (verdict.tier, questions) == (Tier.SURE, ["search movie Night Ferry"])


@pytest.mark.parametrize("written", ["Salt and Pepper", "Salt & Pepper"])
async def test_and_is_asked_for_as_it_is_written(written: str) -> None:
    verdict, questions = await judged(parse(film_name(written, 2004)), film(1, "Salt and Pepper", 2004))
    assert (verdict.tier, questions) == (Tier.SURE, [f"search movie {written}"])


async def test_where_words_must_follow_each_other_no_word_is_left_out() -> None:
    """Some search for the words as one; a name that lacks none of them is found there, too."""

    class Phrases(SmallTmdb):
        async def search(self, kind: CandidateType, title: str, year: int | None = None) -> tuple[Title, ...]:
            return tuple(t for t in await super().search(kind, title, year) if normal(title) in normal(t.title))

    tmdb = Phrases(film(1, "The Salt and the Sea", 2004), film(2, "The Lost Pavilion of Varga", 2006))
    for written, year, number in (("The Salt and the Sea", 2004, 1), ("The Lost Pavillion of Varga", 2006, 2)):
        assert found(await Matcher(tmdb, MatchingSettings()).match(parse(film_name(written, year)))) == number


async def test_what_is_not_there_costs_two_questions() -> None:
    verdict, questions = await judged(parse(film_name("Nothing Like This Anywhere", 2004)), film(1, "Kangaroo", 2004))
    assert verdict.tier is Tier.NONE
    assert len(questions) == 2


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Oceans Eleven", "Ocean's Eleven"),
        ("Carvers Mountains 2", "Carver's Mountains 2"),
        ("Salt and Pepper", "Salt & Pepper"),
        ("Die Faehrleute am Fluss", "Die Fährleute am Fluss"),
        ("Charlies Anglers", "Charlie's Anglers"),
        ("The Lost Pavillion of Varga", "The Lost Pavilion of Varga"),
    ],
)
async def test_a_title_that_is_written_otherwise_is_found_by_fewer_words(written: str, title: str) -> None:
    verdict, questions = await judged(parse(film_name(written, 2004)), film(1, title, 2004))
    assert found(verdict) == 1
    assert len(questions) <= 2


async def test_a_misspelt_word_is_the_one_that_no_title_has() -> None:
    tmdb = SmallTmdb(film(1, "The Crossing of Extraordinary Waters", 2004))
    matcher = Matcher(tmdb, MatchingSettings())
    known = " ".join(f"word{number}" for number in range(LARGE))
    tmdb.titles += (film(2, f"Of Extraordinary Waters {known}", 1990), film(3, "Seen Crossing", 1991))
    await matcher.match(parse(film_name("Extraordinary Waters", 1990)))
    verdict = await matcher.match(parse(film_name("The Corssing of Extraordinary Waters", 2004)))
    assert found(verdict) == 1
    assert tmdb.questions[-1] == "search movie extraordinary waters 2004"


async def versed(*titles: Title) -> tuple[Matcher, SmallTmdb]:
    """A matcher that has seen many words, those of the titles among them."""
    words = " ".join(f"word{number}" for number in range(LARGE))
    tmdb = SmallTmdb(*titles, *(film(900 + n, f"{t.title} {words}", 1990) for n, t in enumerate(titles)))
    matcher = Matcher(tmdb, MatchingSettings())
    await matcher.match(parse(film_name(words, 1990)))
    return matcher, tmdb


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("The Lanetrn", "search movie the lantern"),  # nothing beside it: the word put right
        ("Silent Ochard", "search movie silent 2004"),  # the rest is asked for with the year
        ("Harbuor Ghosts", "search movie ghosts 2004"),
    ],
)
async def test_a_slip_is_known_by_the_word_that_was_meant(written: str, last: str) -> None:
    meant = film(1, "The Lantern", 2004), film(2, "Silent Orchard", 2004), film(3, "Harbour Ghosts", 2004)
    matcher, tmdb = await versed(*meant)
    verdict = await matcher.match(parse(film_name(written, 2004)))
    assert found(verdict) in {1, 2, 3}
    assert tmdb.questions[-1] == last


@pytest.mark.parametrize("written", ["Rakkauden Silent Meri", "Lanterns", "Harbours Orchard Zymurgy"])
async def test_what_is_like_no_known_word_is_a_name_and_costs_one_question(written: str) -> None:
    matcher, tmdb = await versed(film(1, "The Lantern", 2004), film(2, "Silent Orchard", 2004))
    before = len(tmdb.questions)
    assert (await matcher.match(parse(film_name(written, 2004)))).tier is Tier.NONE
    assert tmdb.questions[before:] == [f"search movie {written}"]


async def test_what_is_spelt_well_and_not_there_costs_one_question() -> None:
    tmdb = SmallTmdb(film(1, " ".join(f"word{number}" for number in range(LARGE)), 1990), film(2, "Word1", 1991))
    matcher = Matcher(tmdb, MatchingSettings())
    await matcher.match(parse(film_name("Word1")))
    before = len(tmdb.questions)
    assert (await matcher.match(parse(film_name("Word3 Word2 Word4", 2004)))).tier is Tier.NONE
    assert tmdb.questions[before:] == ["search movie Word3 Word2 Word4"]


def test_a_word_with_an_apostrophe_is_not_known_without_it() -> None:
    vocabulary = Vocabulary()
    vocabulary.note([film(1, "The Keeper's Daughter", 2001)])
    assert [vocabulary.holds(word) for word in ("keeper", "keepers", "daughter")] == [True, False, True]


async def test_a_series_costs_two_requests_for_all_its_seasons() -> None:
    tmdb = SmallTmdb(show(20, "Long Winter", 2010, [10, 8, 8]))
    matcher = Matcher(tmdb, MatchingSettings())
    for season in (1, 2, 3):
        verdict = await matcher.match(parse(episode_name("Long Winter", season, 4)))
        assert verdict.tier is Tier.SURE
    assert set(tmdb.questions) == {"search tv Long Winter", "series 20"}


async def test_a_series_known_by_another_title_costs_two_requests_too() -> None:
    tmdb = SmallTmdb(show(20, "Long Winter", 2010, [10, 8, 8], "Langer Winter"))
    verdict = await Matcher(tmdb, MatchingSettings()).match(parse(episode_name("Langer Winter", 2, 4)))
    assert (verdict.tier, set(tmdb.questions)) == (Tier.SURE, {"search tv Langer Winter", "details tv 20"})
    assert set(tmdb.seasons_asked_with[20]) >= {1, 2}


async def test_a_namesake_is_not_looked_at_when_the_name_says_which_series_it_is() -> None:
    depots = show(10, "The Depot", 2001, [6], country="GB"), show(11, "The Depot", 2005, [6], country="US", votes=900)
    named = episode_name("The Depot", 1, 2, year=2001), episode_name("The Depot UK", 1, 2)
    for asked in (*named, episode_name("the depot uk", 1, 2)):
        verdict, questions = await judged(parse(asked), *depots)
        assert found(verdict) == 10
        assert [question.casefold() for question in questions] == ["search tv the depot", "series 10"]


def test_the_seasons_that_names_speak_of_are_asked_for_first() -> None:
    wishes = Wishes()
    assert wishes.of(episode_name("Long Winter", 1, 1)) == (*range(1, 20), 0)
    wishes.note([episode_name("Long Winter", 24, 1), episode_name("Long Winter", 0, 1), episode_name("Other", 31, 1)])
    assert wishes.of(episode_name("long winter", 1, 1)) == (0, 24, *range(1, 19))


# ------------------------------------------------------------------------------------------------ no year


@pytest.mark.parametrize(
    ("asked", "tier"),
    [
        (film_name("Silent Orchard"), Tier.SURE),
        (film_name("Orchard"), Tier.LIKELY),  # a person's own video may be called that
        (film_name("Orchard", screen_size="1080p"), Tier.SURE),
        (film_name("Orchard 1984"), Tier.LIKELY),  # or *Orchard* of 1984, which TMDB lacks
        (film_name("The Silent Orchard"), Tier.LIKELY),
    ],
)
async def test_a_title_without_a_year_is_sure_only_where_it_can_mean_one_film(asked: object, tier: Tier) -> None:
    known = film(1, "Silent Orchard", 1970), film(2, "Orchard", 1999, votes=9), film(3, "Orchard 1984", 2001)
    chosen = [title for title in known if title.title.endswith(("Silent Orchard", str(asked.title)))]  # type: ignore[attr-defined]
    verdict, _ = await judged(parse(asked), *chosen)  # type: ignore[arg-type]
    assert verdict.tier is tier


async def test_a_title_without_a_year_is_not_sure_beside_a_film_that_may_bear_it_too() -> None:
    hidden = film(2, "Der stille Garten", 1988, "Silent Orchard")
    verdict, _ = await judged(parse(film_name("Silent Orchard")), film(1, "Silent Orchard", 1970), hidden)
    assert (verdict.tier, found(verdict)) == (Tier.LIKELY, 1)


async def test_a_title_without_a_year_is_not_sure_when_there_may_be_more_of_it() -> None:
    crowd = [film(n, f"Silent Orchard {n}", 1950 + n) for n in range(2, 40)]
    verdict, _ = await judged(parse(film_name("Silent Orchard")), film(1, "Silent Orchard", 1970), *crowd)
    assert verdict.tier is Tier.LIKELY


# ------------------------------------------------------------------------------------------------ the whole name


async def test_a_part_belongs_to_the_film_where_there_is_one_of_that_part() -> None:
    parts = film(1, "Silent Orchard", 1970), film(2, "Silent Orchard: Part II", 1974)
    asked = film_name("Silent Orchard", part=2, path="Silent Orchard Part2.mkv")
    verdict, _ = await judged(parse(asked), *parts)
    assert found(verdict) == 2


async def test_a_title_that_was_read_in_part_is_seen_in_the_name() -> None:
    asked = replace(episode_name("Needles", 2, 2), path="54 Needles/Season 2/S02E02.mkv")
    verdict, _ = await judged(parse(asked), show(20, "54 Needles", 2003, [8, 8]))
    assert found(verdict) == 20
    assert any("54 Needles" in reason for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("path", "other", "tier"),
    [
        ("Silent Orchard - Night Watch (1970).mkv", "Night Watch", Tier.LIKELY),
        ("Silent Orchard - Der stille Garten (1970).mkv", "Der stille Garten", Tier.SURE),
        ("Silent.Orchard.1970.Diamond.Edition.mkv", "Diamond Edition", Tier.SURE),
    ],
)
async def test_a_second_title_in_the_name_has_to_be_the_films_too(path: str, other: str, tier: Tier) -> None:
    asked = replace(film_name("Silent Orchard", 1970, alternative_title=other), path=path)
    verdict, _ = await judged(parse(asked), film(1, "Silent Orchard", 1970, "Der stille Garten"))
    assert verdict.tier is tier


async def test_a_part_of_the_title_that_the_name_was_read_as_is_not_sure() -> None:
    asked = parse(film_name("Into the Harbour", 2004), film_name("The Harbour", 2004))
    verdict, _ = await judged(asked, film(1, "The Harbour", 2004))
    assert (verdict.tier, found(verdict)) == (Tier.LIKELY, 1)
    assert "the name also says “into”" in verdict.reasons


async def test_a_year_that_was_first_read_into_the_title_is_not_left_unread() -> None:
    asked = parse(episode_name("Harbour 2004", 1, 2), episode_name("Harbour", 1, 2, year=2004))
    verdict, _ = await judged(asked, show(1, "Harbour", 2004, [6]))
    assert verdict.tier is Tier.SURE


async def test_a_film_that_fits_is_not_sure_beside_one_of_its_year_with_titles_unseen() -> None:
    seen = film(1, "Night Garden", 1980, original="Der stille Garten")
    unseen = film(2, "The Quiet Wood", 1980, "Der stille Garten")
    verdict, _ = await judged(parse(film_name("Der stille Garten", 1980)), seen, unseen)
    assert (verdict.tier, found(verdict)) == (Tier.LIKELY, 1)


async def test_a_film_of_another_year_does_not_keep_the_titles_of_a_hidden_one_unseen() -> None:
    other = film(1, "Night Garden", 2008, original="Der stille Garten")
    meant = film(2, "The Quiet Wood", 1980, "Der stille Garten")
    verdict, questions = await judged(parse(film_name("Der stille Garten", 1980)), other, meant)
    assert (verdict.tier, found(verdict)) == (Tier.SURE, 2)
    assert questions == ["search movie Der stille Garten", "details movie 2"]


@pytest.mark.parametrize(("date", "tier"), [("2000-06-01", Tier.SURE), ("2010-08-09", Tier.LIKELY)])
async def test_a_date_on_which_nothing_aired_does_not_hide_the_number(date: str, tier: Tier) -> None:
    asked = replace(episode_name("Long Winter", 1, 9), date=date)
    verdict, _ = await judged(parse(asked), show(20, "Long Winter", 2010, [10, 8]))
    assert verdict.tier is tier
    assert verdict.match is not None
    assert [(e.season, e.number) for e in verdict.match.episodes] == [(1, 9)]


async def test_words_behind_the_year_are_not_asked_for_with_the_title() -> None:
    asked = parse(film_name("Silent Orchard", 1970), film_name("Silent Orchard - KITE", 1970))
    paths = (replace(h, parsed=replace(h.parsed, path="Silent Orchard - 1970 - KITE.mkv")) for h in asked.hypotheses)
    verdict, questions = await judged(replace(asked, hypotheses=tuple(paths)), film(1, "Silent Orchard", 1970))
    assert (verdict.tier, questions) == (Tier.SURE, ["search movie Silent Orchard"])


async def test_a_year_at_the_end_of_a_series_title_is_not_asked_for() -> None:
    asked = parse(episode_name("Harbour 2004", 1, 2), episode_name("Harbour", 1, 2, year=2004))
    verdict, questions = await judged(asked, show(1, "Harbour", 2004, [6]), show(2, "Harbour", 1978, [6]))
    assert (verdict.tier, found(verdict), questions) == (Tier.SURE, 1, ["search tv Harbour", "series 1"])


async def test_the_title_of_another_episode_in_the_name_is_said_in_a_sentence() -> None:
    tmdb = SmallTmdb(show(20, "Long Winter", 2010, [8]))
    tmdb.named |= {(20, 1, 2): "The Thaw", (20, 1, 3): "First Snow"}
    asked = replace(episode_name("Long Winter", 1, 2), episode_title="First Snow")
    verdict = await Matcher(tmdb, MatchingSettings()).match(parse(asked))
    said = "episode exists: s01e02 “The Thaw”; or else the title in the name is that of s01e03 “First Snow”"
    assert (verdict.tier, verdict.reasons[-1]) == (Tier.LIKELY, said)
