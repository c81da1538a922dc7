"""Why a file has its match: the marks in its name, the costs of the reasons, and the screen of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from organizer.model import EpisodeRef, Match, MediaType, ReviewRow
from organizer.parsing.understood import Part, PartKind
from tests.tui.world import NAMED, episode_parse, filled_store, film_parse, make_app, make_desk, media
from tui.glyphs import ASCII, UNICODE
from tui.screens.why import WhyScreen
from tui.widgets.detail import DetailPane
from tui.widgets.marked_name import MarkedName, marked_path
from tui.widgets.season_lines import season_texts


def text_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for text, _ in pieces)


def test_a_name_is_marked_by_words_that_need_no_colour() -> None:
    file = media("shows/Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv")
    row = ReviewRow(0, file, parse=episode_parse("Lantern Village", 1, 2))
    name = marked_path(row).name
    assert text_of(name.pieces()) == "Lantern.Village.S01E02.720p.HDTV.x264-KETTLE.mkv"
    assert text_of(name.words(UNICODE)) == "title────────── ep──── qual"
    assert text_of(name.words(ASCII)) == "title---------- ep---- qual"


def test_words_stand_below_their_parts_in_wide_letters_too() -> None:
    name = MarkedName("灯台守.1999", (Part(0, 3, PartKind.TITLE), Part(4, 8, PartKind.YEAR)))
    assert text_of(name.words(UNICODE)) == "title─ year"


def test_a_name_that_was_not_read_has_no_marks() -> None:
    assert marked_path(ReviewRow(0, media("films/Paper.Kite.mkv"))).name.words(UNICODE) == []


names = st.text(st.sampled_from("abc S01E02.-灯~…"), min_size=1, max_size=60)


@given(names, st.integers(8, 50), st.data())
def test_a_cut_name_keeps_its_marks_on_the_same_letters(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = MarkedName(text, (Part(start, end, PartKind.TITLE),)).cut(width, UNICODE)
    assert cell_len(cut.text) <= width
    for part in cut.parts:
        assert 0 <= part.start < part.end <= len(cut.text)
        assert cut.text[part.start : part.end] in text[start:end]


def test_seasons_are_summed_up_with_what_is_missing_and_what_is_there_twice() -> None:
    def of(season: int, *numbers: int) -> Match:
        refs = tuple(EpisodeRef(season, number, "") for number in numbers)
        return Match(MediaType.EPISODE, 1, "Lantern Village", "", 2016, season, refs)

    held = [of(1, 1), of(1, 2, 3), of(1, 3), of(1, 5), of(0, 7), of(2, 1)]
    assert season_texts(held) == [
        ("Season 1", "1-3, 5; not here: 4; more than once: 3"),
        ("Season 2", "1"),
        ("Specials", "7"),
    ]


async def test_the_detail_says_what_the_reasons_cost_and_what_is_needed() -> None:
    app = make_app(make_desk(filled_store()))
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.press("j")
        await pilot.pause(0.1)
        shown = app.screen.query_one(DetailPane).text
    assert "the name has no year (-8%)" in shown
    assert "needs" in shown
    assert "the runner-up is as good" in shown


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_w_shows_why_with_everything_and_escape_comes_back(size: tuple[int, int]) -> None:
    app = make_app(make_desk(filled_store()))
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "w")
        assert isinstance(app.screen, WhyScreen)
        pane = app.screen.query_one(DetailPane)
        for words in ("title", "Read as", "by reason", "-8%", "runner-up", "different", "candidates"):
            assert words in pane.text
        assert "The Quiet Harbour (1962)" in pane.text
        await pilot.press("G")
        assert pane.scroll_offset.y > 0
        await pilot.press("escape")
        assert not isinstance(app.screen, WhyScreen)


async def test_where_the_folder_says_it_the_detail_says_so() -> None:
    row = (media("films/Paper Kite (1999)/disc.mkv"), film_parse("Paper Kite", 1999), NAMED[6][2])
    app = make_app(make_desk(filled_store([row])))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("equals_sign", "j")
        await pilot.pause(0.1)
        assert "title and year from the folder" in app.screen.query_one(DetailPane).text
