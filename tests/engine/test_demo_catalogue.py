"""The embedded catalogue: large enough, whole, and loaded only when it is used."""

from __future__ import annotations

import subprocess
import sys

from organizer.demo.catalogue import catalogue


def test_the_catalogue_is_as_large_as_the_demo_promises() -> None:
    assert len(catalogue().films) >= 80
    assert len(catalogue().series) >= 12


def test_every_work_has_what_a_person_needs_to_choose() -> None:
    for work in catalogue().works():
        assert work.overview_in("en-US").endswith("."), work.id
        assert work.popularity > 0
        assert work.genres


def test_imdb_ids_and_the_ids_of_episodes_are_unique() -> None:
    imdb = [work.imdb_id for work in catalogue().works() if work.imdb_id]
    episodes = [episode.id for work in catalogue().works() for episode in work.episodes()]
    assert len(set(imdb)) == len(imdb)
    assert len(set(episodes)) == len(episodes)


def test_the_orders_of_a_group_name_episodes_that_exist_once() -> None:
    for work in catalogue().works():
        known = {(episode.season, episode.number) for episode in work.episodes()}
        for group in work.groups:
            named = [pair for _name, pairs in group.groups for pair in pairs]
            assert len(named) == len(set(named))
            assert set(named) <= known


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys; import organizer.demo.tmdb as d; from organizer.demo.catalogue import catalogue; "
        "assert 'httpx' not in sys.modules; assert catalogue.cache_info().misses == 0; "
        "d.DemoTransport(); assert 'httpx' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
