"""Templates of one's own: what they write, where their mistakes are, and that none leads out of the library."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizer.config.schema import NamingSettings
from organizer.errors import ConfigError, NamingError
from organizer.model import Characters, EpisodeRef, Match, MediaType, MovieIds, NumberCase, ParsedName, Preset
from organizer.naming import NameStyle, TemplateError, check, component, samples, target
from organizer.naming.samples import TEMPLATES
from organizer.naming.templates import compile_template
from organizer.naming.vocabulary import FILTERS, TAGS, TOKENS

HARBOUR = Match(
    MediaType.MOVIE, 4711, "Quiet Harbour: Dusk", "Stiller Hafen", 1995, original_language="de", countries=("DE",)
)
SHOW = Match(
    MediaType.EPISODE, 815, "Tidelands", "Tidelands", 2004, 1, (EpisodeRef(1, 7, "Ebb", "2004-09-22"),),
    countries=("GB",),
)  # fmt: skip
DOUBLE = replace(SHOW, episodes=(*SHOW.episodes, EpisodeRef(1, 8, "Flow", "2004-09-29")))
DAILY = replace(SHOW, date_based=True)
READ = ParsedName(
    "/in/quiet.harbour.1995.1080p.bluray.x264-pier.mkv", screen_size="1080p", source="Blu-ray", video_codec="H.264",
    release_group="PIER", imdb_id="tt0004711", tvdb_id=99, absolute_episode=7,
)  # fmt: skip


def named(
    match: Match, parsed: ParsedName = READ, *, label: str = "", preset: Preset = Preset.PLEX, **set_: str
) -> str:
    style = NameStyle(preset, naming=NamingSettings(**set_))  # type: ignore[arg-type]
    return target(match, parsed, style, label=label).path


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ title }} ({{ year }}) [{{ quality }} {{ source }} {{ codec }}]-{{ group }}",
         "Quiet Harbour - Dusk (1995) [1080p Blu-ray H.264]-PIER"),
        ("{{ original_title }} [{{ localised_title }}]", "Stiller Hafen [Quiet Harbour - Dusk]"),
        ("{{ title }} {{ id_tag }} {{ tmdb_id }} {{ imdb_id }} {{ tvdb_id }}",
         "Quiet Harbour - Dusk {tmdb-4711} 4711 tt0004711 99"),
        ("{{ original_name }} {{ extension }}", "quiet.harbour.1995.1080p.bluray.x264-pier mkv"),
        ("{{ language | upcase }} {{ country }} {{ title | slice: 0 }}", "DE Q"),
        ("{{ title }} [{{ edition }}]-{{ part }}", "Quiet Harbour - Dusk"),
        ("{{ title }} [{{ quality }}]-{{ edition }}", "Quiet Harbour - Dusk [1080p]"),
        ("{{ title }}.{{ extension }}", "Quiet Harbour - Dusk"),
        ("{{ title }}.{{ part }}.{{ quality }}.{{ edition }}-{{ group }}", "Quiet Harbour - Dusk.1080p-PIER"),
        ("{{ title | append: '...' }} {{ quality }}", "Quiet Harbour - Dusk... 1080p"),
        ("{{ title }}.MKV", "Quiet Harbour - Dusk"),
        ("{edition-{{ quality }}} {{ title }}", "{edition-1080p} Quiet Harbour - Dusk"),
        ("{{ title }}{% if edition %} - {{ edition }}{% endif %}{% unless part %}!{% endunless %}",
         "Quiet Harbour - Dusk!"),
        ("{{ title }} ({{ edition }}) [ {{ edition }} {{ quality }}] {{ '{' }}{{ edition }}{{ '}' }} - ",
         "Quiet Harbour - Dusk [1080p]"),
        ("  {{ title }}\n  {{ year }}\n", "Quiet Harbour - Dusk 1995"),
        ("{{ title | replace: ' ', '.' }}: {{ year }}?", "Quiet.Harbour.-.Dusk - 1995"),
        ("{{ title | truncate: 8, '' }} {{ year | plus: 5 }} {{ tvdb_id | pad: 4 }}", "Quiet Ha 2000 0099"),
        ("{% case year %}{% when 1995 %}old{% else %}new{% endcase %} {{ title }}", "old Quiet Harbour - Dusk"),
        ("{{ part | default: 'whole' }}{% comment %} no {% endcomment %}", "whole"),
    ],
)  # fmt: skip
def test_a_template_writes_a_film(template: str, expected: str) -> None:
    assert named(HARBOUR, movie_file=template) == f"Quiet Harbour - Dusk (1995) {{tmdb-4711}}/{expected}.mkv"


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (SHOW, "T/Tidelands/S1/Tidelands 1x07 007 Ebb 2004-09-22 GB.mkv"),
        (DOUBLE, "T/Tidelands/S1/Tidelands 1x07-08 007 Ebb & Flow 2004-09-22 GB.mkv"),
        (DAILY, "T/Tidelands/S1/2004-09-22 Ebb.mkv"),
    ],
)
def test_templates_write_series_in_folders_of_their_own(match: Match, expected: str) -> None:
    made = named(
        match,
        show_folder="{{ title | slice: 0 }}/{{ title }}",
        season_folder="S{{ season }}",
        episode_file="{{ title }} {{ season }}x{{ episode | pad: 2 }}{% if last_episode %}-{{ last_episode | pad }}"
        "{% endif %} {{ absolute | pad: 3 }} {{ episode_title }} {{ air_date }} {{ country }}",
        dated_file="{{ air_date }} {{ episode_title }}",
    )
    assert made == expected


def test_a_template_for_extras_gets_folder_name_and_number() -> None:
    style = NameStyle(
        naming=NamingSettings(extra_folder="Bonus/{{ extra_folder }}", extra_file="{{ extra }} {{ title }}")
    )
    trailer = replace(READ, extra="trailer")
    made = [target(HARBOUR, trailer, style, number=number).path for number in (1, 2)]
    folder = "Quiet Harbour - Dusk (1995) {tmdb-4711}/Bonus/Trailers"
    assert made == [f"{folder}/trailer Quiet Harbour - Dusk.mkv", f"{folder}/trailer Quiet Harbour - Dusk 2.mkv"]
    style = NameStyle(naming=NamingSettings(extra_file="{{ title }}-{{ extra }}"))
    assert target(HARBOUR, trailer, style, number=2).stem == "Quiet Harbour - Dusk-trailer2"


@pytest.mark.parametrize(
    ("preset", "template", "parsed", "label", "expected"),
    [
        (Preset.PLEX, "{{ title }}", {"edition": "Final Cut"}, "", "Quiet Harbour - Dusk {edition-Final Cut}"),
        (Preset.PLEX, "{{ title }} {{ edition }}", {"edition": "Final Cut"}, "", "Quiet Harbour - Dusk Final Cut"),
        (Preset.JELLYFIN, "{{ title }}", {"edition": "Final Cut"}, "", "Quiet Harbour - Dusk - Final Cut"),
        (Preset.PLEX, "{{ title }}", {"part": 2}, "", "Quiet Harbour - Dusk - pt2"),
        (Preset.PLEX, "{{ title }} of {{ part }}", {"part": 2}, "", "Quiet Harbour - Dusk of 2"),
        (Preset.PLEX, "{{ title }}", {}, "2160p", "Quiet Harbour - Dusk - 2160p"),
        (Preset.KODI, "{{ title }}", {"part": 1, "edition": "Cut"}, "720p", "Quiet Harbour - Dusk - Cut 720p-part1"),
    ],
)
def test_what_a_template_does_not_say_still_tells_files_apart(
    preset: Preset, template: str, parsed: dict[str, object], label: str, expected: str
) -> None:
    reading = replace(READ, **parsed)  # type: ignore[arg-type]
    assert (
        os.path.basename(named(HARBOUR, reading, label=label, preset=preset, movie_file=template)) == f"{expected}.mkv"
    )


# ---------------------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("setting", "template", "line", "column", "said"),
    [
        ("movie_file", "{{ titel }}", 1, 4, 'no token "titel": did you mean title?'),
        ("movie_file", "{{ title }}\n {{ yaer }}", 2, 5, "did you mean year?"),
        ("movie_file", "{% if edtion %}x{% endif %}", 1, 7, "did you mean edition?"),
        ("episode_file", "{{ numbers }} {{ title.upper }}", 1, 18, 'no token "title.upper"'),
        ("movie_file", "{{ title.__class__ }}", 1, 4, "no token"),
        ("movie_file", "{{ title | upcas }}", 1, 12, "unknown filter 'upcas': did you mean upcase?"),
        ("movie_file", "{{ title", 1, 1, "expected '}}'"),
        ("movie_file", "{{ title }} {{ }}", 1, 13, "expected"),
        ("movie_file", "{% if title %}x", 1, 16, "expected tag endif"),
        ("movie_file", "{% for n in (1..9999999) %}{{ title }}{% endfor %}", 1, 4, "unexpected tag 'for'"),
        ("movie_file", "{% assign a = title %}", 1, 4, "unexpected tag 'assign'"),
        ("movie_file", "{% include 'x' %}", 1, 4, "unexpected tag 'include'"),
        ("movie_file", "{% iff title %}{% endif %}", 1, 4, "did you mean if?"),
        ("movie_file", "{% if title %}" * 11 + "{% endif %}" * 11, 1, 0, "limit"),
        ("movie_file", "{{ title }}" * 200, 0, 0, "too long"),
        ("movie_file", "../{{ title }}", 1, 1, "a / into the name of a file"),
        ("movie_file", "{{ title }}\n {{ year }}/x", 2, 12, "a / into the name of a file"),
        ("movie_folder", "../{{ title }}", 1, 1, "may be empty or of dots"),
        ("movie_folder", "/{{ title }}", 1, 1, "may be empty or of dots"),
        ("show_folder", "{{ title }}//x", 1, 12, "may be empty or of dots"),
        ("movie_file", "{title} ({year})", 1, 1, "a token stands in two braces: write {{ title }}"),
        ("movie_folder", "Films/{{ title }} ({ year })", 1, 20, "write {{ year }}"),
        ("movie_file", "%t (%y)", 1, 1, "no token in it: tokens are written {{ title }}"),
        ("movie_file", "{{ title | slice }}", 1, 12, "slice cannot be used like this: for example"),
        ("movie_file", "{{ quality }}{% if part %} p{% endif %} {{ title }}", 0, 0, "second part would get"),
        ("dated_file", "{{ title }}", 0, 0, "next day would get the same name as the dated episode"),
        ("season_folder", ". .", 0, 0, "may be empty or of dots"),
        ("episode_file", "{{ title }} {{ episode }}", 0, 0, "the first of several episodes only"),
        ("episode_file", "{{ title }}{% if last_episode %}x{% endif %}", 0, 0, "the same name as the episode"),
    ],
)
def test_a_mistake_is_named_with_its_place(setting: str, template: str, line: int, column: int, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        check(NameStyle(naming=NamingSettings(**{setting: template})))  # type: ignore[arg-type]
    error = caught.value
    assert isinstance(error, ConfigError)
    assert error.exit_status == 2
    assert error.setting == setting
    assert error.line == line
    assert not column or error.column == column
    assert said in error.sentence()
    assert error.sentence().startswith(f"naming.{setting}")


def test_a_filter_cannot_run_away() -> None:
    growing = "{{ title" + " | replace: 'e', original_name" * 40 + " }}"
    many = ParsedName("/in/" + "e" * 200 + ".mkv")
    with pytest.raises(TemplateError, match="too much"):
        named(replace(HARBOUR, title="e" * 200), many, movie_file=growing)


def test_every_word_of_the_vocabulary_is_understood() -> None:
    everything = " ".join(f"{{{{ {token} }}}}" for token in TOKENS) + " ".join((*TAGS.values(), *FILTERS.values()))
    assert compile_template("movie_file", everything).tokens == frozenset(TOKENS)


@pytest.mark.parametrize(
    ("set_", "said"),
    [
        ({"movie_folder": "Films", "movie_file": "{{ source }}"}, "other film would get"),
        ({"movie_folder": "{{ title }}", "movie_file": "{{ title }}{% if edition %} cut{% endif %}"}, "other edition"),
        ({"movie_folder": "Films", "movie_file": "{{ edition }} {{ part }} {{ quality }}"}, "other film would get"),
        ({"show_folder": "Series", "episode_file": "{{ numbers }} {{ episode_title }}"}, "other series would get"),
        ({"season_folder": "All", "episode_file": "{{ title }} {{ episode }} {{ last_episode }}"}, "special would get"),
        (
            {"season_folder": "{% if season %}A{% endif %}", "episode_file": "{{ episode }} {{ last_episode }} x"},
            "would get the same name",
        ),
    ],
)
def test_templates_that_give_different_files_one_name_are_a_mistake(set_: dict[str, str], said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        check(NameStyle(naming=NamingSettings(**set_)))  # type: ignore[arg-type]


def test_an_empty_level_is_a_question_for_that_file_alone() -> None:
    grouped = "{{ group }}/{{ title }}"
    assert named(HARBOUR, movie_folder=grouped).startswith("PIER/Quiet Harbour - Dusk/")
    with pytest.raises(NamingError, match=r"naming\.movie_folder makes"):
        named(HARBOUR, replace(READ, release_group=None), movie_folder=grouped)


def test_a_template_without_room_for_what_must_stay_is_a_question() -> None:
    with pytest.raises(NamingError, match="whatever is cut"):
        named(HARBOUR, movie_file="{{ year }}" + "x" * 250)


def test_the_preset_needs_no_template_engine() -> None:
    code = (
        "import sys; from organizer.naming import NameStyle, samples; samples(NameStyle());"
        "sys.exit('liquid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -------------------------------------------------------------------------------------------------- the other settings


@pytest.mark.parametrize(
    ("place", "folder", "file"),
    [
        (MovieIds.BOTH, "Quiet Harbour - Dusk (1995) {tmdb-4711}", "Quiet Harbour - Dusk (1995) {tmdb-4711}.mkv"),
        (MovieIds.FOLDER, "Quiet Harbour - Dusk (1995) {tmdb-4711}", "Quiet Harbour - Dusk (1995).mkv"),
        (MovieIds.FILE, "Quiet Harbour - Dusk (1995)", "Quiet Harbour - Dusk (1995) {tmdb-4711}.mkv"),
    ],
)
def test_the_id_of_a_film_is_where_it_is_wanted(place: MovieIds, folder: str, file: str) -> None:
    assert target(HARBOUR, READ, NameStyle(naming=NamingSettings(movie_ids=place))).path == f"{folder}/{file}"


@pytest.mark.parametrize(
    ("case", "preset", "expected"),
    [
        (NumberCase.PRESET, Preset.PLEX, "s01e07-e08"),
        (NumberCase.UPPER, Preset.PLEX, "S01E07-E08"),
        (NumberCase.LOWER, Preset.JELLYFIN, "s01e07-e08"),
        (NumberCase.LOWER, Preset.KODI, "s01e07e08"),
    ],
)
def test_numbers_are_in_the_letters_that_are_wanted(case: NumberCase, preset: Preset, expected: str) -> None:
    assert f" - {expected} - " in target(DOUBLE, READ, NameStyle(preset, naming=NamingSettings(numbers=case))).stem


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Characters.PLAIN, "AC-DC - Live 2-22 'x'"),
        (Characters.DASH, "AC-DC- Live 2-22 'x'"),
        (Characters.SPACE_DASH, "AC-DC - Live 2 - 22 'x'"),
        (Characters.DELETE, "ACDC Live 222 x"),
        (Characters.ARR, "AC+DC - Live! 2-22 x"),
    ],
)
def test_each_policy_writes_what_is_not_allowed_in_its_way(policy: Characters, expected: str) -> None:
    match = replace(HARBOUR, title='AC/DC: Live? 2:22 "x"', year=None)
    made = target(match, READ, NameStyle(ids=False, naming=NamingSettings(characters=policy)))
    assert made.stem == expected
    assert target(replace(match, title=expected), READ, NameStyle(ids=False)).stem == expected


def test_a_limit_of_the_settings_counts_when_it_is_lower_than_the_disks() -> None:
    match = replace(HARBOUR, title="Long " * 60)
    short = target(match, READ, NameStyle(naming=NamingSettings(name_limit=143)))
    assert max(len(name.encode()) for name in (*short.folders, short.stem)) <= 143
    assert short == target(match, READ, NameStyle(), limit=143)
    assert "(1995) {tmdb-4711}" in short.stem


# ---------------------------------------------------------------------------------------------------- promises

hostile = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\:*?"<>|. -\x00\x1b\u200d\u202e\u0301é日{}[]()%\udcff')), max_size=300
)
texts = st.one_of(
    hostile, st.sampled_from(["..", ".", "CON", "a" * 300, "日" * 200, "{tmdb-1}", "{{ year }}", "{% if"])
)
titled = st.builds(
    Match,
    type=st.sampled_from(MediaType),
    tmdb_id=st.integers(1, 10**9),
    title=texts,
    original_title=texts,
    year=st.one_of(st.none(), st.integers(1870, 2100)),
    season=st.integers(0, 30),
    episodes=st.builds(lambda n, t: (EpisodeRef(1, n, t, "2012-01-05"),), st.integers(0, 3000), texts),
    original_language=texts,
)
readings = st.builds(
    ParsedName,
    path=st.one_of(st.just("/in/x.mkv"), texts),
    part=st.one_of(st.none(), st.integers(0, 99)),
    edition=st.one_of(st.none(), texts),
    extra=st.sampled_from([None, None, "trailer", "odd"]),
    episode_title=st.one_of(st.none(), texts),
    release_group=st.one_of(st.none(), texts),
    source=st.one_of(st.none(), texts),
)
TRICKY = (
    {
        "movie_folder": "{{ title }} ({{ year }}) {{ id_tag }}",
        "movie_file": "{{ title }} ({{ year }}) {{ tmdb_id }} - {{ original_name }} [{{ source }}]-{{ group }}",
        "show_folder": "{{ title | slice: 0 | default: '#' }}x/{{ title }} {{ tmdb_id }}",
        "season_folder": "{{ season | pad: 3 }}",
        "episode_file": "{{ original_title }} {{ title }} {{ numbers }} {{ episode_title }} {{ language }}",
        "extra_folder": "x{{ extra_folder }}",
        "extra_file": "{{ extra }} {{ episode_title }} {{ title }} {{ tmdb_id }}",
    },
    {"movie_file": ".{{ title }}: {{ year }}.", "episode_file": "..{{ episode_title }} {{ numbers }}?. "},
)


@settings(deadline=None)  # the first template imports the engine
@given(titled, readings, st.sampled_from(TRICKY), st.sampled_from(Preset), st.sampled_from(Characters),
       st.sampled_from([143, 255]))  # fmt: skip
def test_no_template_and_no_title_leaves_the_library_or_exceeds_its_room(
    match: Match, parsed: ParsedName, set_: dict[str, str], preset: Preset, policy: Characters, limit: int
) -> None:
    style = NameStyle(preset, naming=NamingSettings(characters=policy, **set_))  # type: ignore[arg-type]
    try:
        made = target(match, parsed, style, limit=limit)
    except NamingError:
        return  # a question, which names nothing
    path = os.path.normpath(f"/lib/Movies/{made.path}")
    assert path == f"/lib/Movies/{made.path}"
    for name in (*made.folders, made.stem):
        assert component(name, limit) == name
        assert component(name, limit, policy) == name
    assert len(made.stem.encode()) <= limit - 40
    if "tmdb_id" in set_.get("movie_file", "") and match.type is MediaType.MOVIE and not parsed.extra:
        assert str(match.tmdb_id) in made.stem
        assert not match.year or f"({match.year})" in made.stem
    if match.type is MediaType.EPISODE and not parsed.extra:
        assert f"e{match.episodes[0].number:02d}" in made.stem.lower()
    assert "{tmdb-1}" not in made.stem or match.tmdb_id == 1


pieces = st.lists(
    st.sampled_from([
        "{{ title }}", "{{ year }}", "{{ numbers }}", "{{ original_name }}", "{{ titel }}", "{{", "}}", "{%", "%}", "|",
        "{% if year %}", "{% else %}", "{% endif %}", "{% for x in title %}", "{{ title | replace: 'e', title }}",
        "{{ title | slice: 0, 3 }}", "{{ episode | pad: 99 }}",
        "/", "\\", "..", ".", " ", ":", "?", "-", "CON", "\n", "\0",
        "{{ '../' }}", "{{ '/' | append: '..' }}", "{{ title.size }}", "日" * 30, "x" * 90, "{# #}", "\u202e",
    ]),
    max_size=7,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces, st.sampled_from([*TEMPLATES]), st.sampled_from(Preset))
def test_whatever_is_written_into_a_template_is_a_mistake_or_makes_good_names(
    text: str, setting: str, preset: Preset
) -> None:
    style = NameStyle(preset, naming=NamingSettings(**{setting: text}))  # type: ignore[arg-type]
    try:
        found = samples(style)
    except TemplateError:
        return
    for sample in found:
        assert not sample.problem
        names = sample.target.split("/")
        assert [component(name) for name in names] == names
        assert os.path.normpath(sample.target) == sample.target
    assert len({sample.target for sample in found}) == len(found)


@pytest.mark.parametrize("preset", Preset)
def test_the_samples_show_each_kind_of_file(preset: Preset) -> None:
    found = samples(NameStyle(preset))
    assert [sample.kind for sample in found] == [
        "film", "film, an edition", "film, part 1 of 2", "extra", "episode", "next episode", "double episode",
        "special", "dated episode",
    ]  # fmt: skip
    assert not any(sample.problem for sample in found)
    assert len({sample.target for sample in found}) == len(found)
    assert all(sample.target.startswith(("Movies/", "TV Shows/")) for sample in found)
