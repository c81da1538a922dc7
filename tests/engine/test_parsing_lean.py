"""The languages of a worker: the same answers as babelfish's own, in a process that loads less."""

from __future__ import annotations

import subprocess
import sys

import babelfish
import pytest
from babelfish.converters.name import NameConverter
from hypothesis import given
from hypothesis import strategies as st

from organizer.parsing.engine import parse_names
from organizer.parsing.lean import LanguageNames
from organizer.parsing.tasks import Batch
from organizer.parsing.workers import Workers

TABLE = sorted((row.alpha3, row.name) for row in babelfish.LANGUAGE_MATRIX)
OURS = LanguageNames([code for code, _ in TABLE], [name for _, name in TABLE])
THEIRS = NameConverter()


def test_each_name_and_each_code_means_what_it_means_to_babelfish() -> None:
    assert THEIRS.codes == OURS.codes
    for row in babelfish.LANGUAGE_MATRIX:
        assert OURS.convert(row.alpha3) == THEIRS.convert(row.alpha3)
        for name in (row.name, row.name.lower(), row.name.upper()):
            assert OURS.reverse(name) == THEIRS.reverse(name)


@given(st.text())
def test_what_is_no_language_is_refused(text: str) -> None:
    if text.lower() in {name.lower() for name in ("", *THEIRS.codes)}:
        return
    with pytest.raises(babelfish.LanguageReverseError):
        OURS.reverse(text)
    with pytest.raises(babelfish.LanguageConvertError):
        OURS.convert(f"{text}!")


def test_a_worker_reads_the_words_of_all_kinds_of_languages_as_this_process_does() -> None:
    words = """
    English eng en French FRENCH fre fra fr German ger deu de Deutsch pt-BR pob Portuguese por zh-TW Chinese chi
    Japanese jpn ja Korean ita ITA Italian spa Spanish cast Latino swe Svenska nordic multi mul und Klingon tlh
    Catalan dutch nl-BE flemish Hebrew heb rus Russian Ukrainian ukr vostfr dubbed subbed Ghotuo aaa scc mne
    """.split()  # noqa: SIM905 - reads better
    paths = [f"{stem}.{word}.mkv" for word in words for stem in ("Film.2001.1080p", "Show.S01E02.Name")]
    workers = Workers()
    workers.start()
    there = workers.submit(Batch(tuple(paths))).result()
    workers.close()
    assert there == parse_names(paths)


def test_a_worker_loads_neither_the_metadata_of_packages_nor_what_that_needs() -> None:
    code = (
        "import sys; from organizer.parsing.lean import load_languages; load_languages();"
        "import babelfish; print(len(babelfish.LANGUAGES), babelfish.Language.fromname('GHOTUO').alpha3);"
        "from organizer.parsing.guess import guess; guess('Warm.Up.S01E01.French.mkv');"
        "print(sorted({'importlib.metadata', 'email', 'babelfish.converters.name'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == [f"{len(babelfish.LANGUAGES)} aaa", "[]"]
