"""The languages of a worker: the same answers as babelfish's own, in a process that loads less."""

from __future__ import annotations

import subprocess
import sys

import babelfish
import pytest
from babelfish.converters.name import NameConverter
from hypothesis import given
from hypothesis import strategies as st

from organizer.buffered import Buffered
from organizer.parsing.engine import parse_names
from organizer.parsing.lean import Codes, LanguageNames
from organizer.parsing.tasks import Batch
from organizer.parsing.workers import Workers

TABLE = sorted((row.alpha3, row.name) for row in babelfish.LANGUAGE_MATRIX)
OURS = LanguageNames(Codes(code for code, _ in TABLE), Buffered(name for _, name in TABLE))
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


def in_a_worker(code: str) -> list[str]:
    """What a process prints that has loaded guessit as a worker does."""
    code = f"from organizer.parsing.lean import load_guessit; load_guessit(); import sys; {code}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_worker_loads_nothing_that_no_name_needs() -> None:
    assert in_a_worker(
        "import babelfish; print(len(babelfish.LANGUAGES), babelfish.Language.fromname('GHOTUO').alpha3);"
        "from organizer.parsing.guess import guess; print(guess('Warm.Up.2012.05.14.French.mkv').date);"
        "names = {'importlib.metadata', 'email', 'babelfish.converters.name', 'dateutil.tz.tz', 'zoneinfo', 'ctypes'};"
        "print(sorted(names & set(sys.modules)))"
    ) == [f"{len(babelfish.LANGUAGES)} aaa", "2012-05-14", "[]"]


def test_what_was_put_off_is_loaded_when_it_is_used() -> None:
    assert in_a_worker(
        "import tempfile, zipfile; from dateutil import parser, tz;"
        "print(tempfile.TemporaryFile.__name__, zipfile.ZipFile.__module__, tz.UTC);"
        "print(parser.parse('2012-05-14T10:00:00+02:00').utcoffset())"
    ) == ["TemporaryFile zipfile tzutc()", "2:00:00"]
