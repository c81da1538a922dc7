"""Subtitles that would get one name: the whole one is plain, described sounds are sdh, the rest is numbered."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from organizer.model import Preset
from organizer.naming import NameStyle
from organizer.planning import make_plan
from tests.engine.planning_support import House, film

STEM = "Movies/Quiet Pier (1999)/Quiet Pier (1999)"
TALK = "".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\nWe sail at dawn, they said.\n\n" for n in range(1, 50))
SOUNDS = TALK.replace("We sail", "[gulls crying]\nWe sail")
SIGNS = "1\n00:00:01,000 --> 00:00:02,000\nHARBOUR OFFICE\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, lambda _: (film("Quiet Pier", 4711), {}))


@pytest.fixture
def named(house: House) -> Callable[[dict[str, str]], dict[str, str]]:
    """What subtitles with these contents are called: what follows the stem."""

    def named(content: dict[str, str]) -> dict[str, str]:
        names = [f"Pier/{name}" for name in content]
        house.fill("Pier/pier.mkv", *names, content={f"Pier/{name}": text for name, text in content.items()})
        plan = house.plan()
        told = house.told(plan)
        assert set(told) == {"Pier/pier.mkv", *names}
        return {name: told[f"Pier/{name}"].removeprefix(STEM) for name in content}

    return named


@pytest.mark.parametrize(
    "content",
    [
        {"Subs/2_English.srt": (TALK, ".en.srt"), "Subs/3_English.srt": (SOUNDS, ".en.sdh.srt")},
        {"Subs/2_English.srt": (SOUNDS, ".en.sdh.srt"), "Subs/3_English.srt": (TALK, ".en.srt")},
        {"Subs/2_English.srt": (SIGNS, ".2.en.srt"), "Subs/3_English.srt": (TALK, ".en.srt")},
        {"Subs/2_English.srt": (TALK, ".2.en.srt"), "Subs/3_English.srt": (TALK * 2, ".en.srt")},
        {"Subs/2_English.srt": (SOUNDS, ".2.en.srt"), "Subs/3_English.srt": (SOUNDS * 2, ".en.srt")},  # no difference
        {"pier.en.srt": (SOUNDS, ".en.srt"), "pier.de.srt": (TALK, ".de.srt")},  # nothing to tell apart
        {"pier.en.srt": (TALK, ".en.srt"), "pier.en.ass": (SOUNDS, ".en.ass")},
        {"pier.srt": (TALK, ".srt"), "pier.en.srt": (TALK, ".en.srt")},
        {"pier.en.forced.srt": (SIGNS, ".en.forced.srt"), "pier.en.srt": (TALK, ".en.srt")},
        {"Subs/2_English.idx": ("x", ".en.idx"), "Subs/2_English.SUB": ("xx", ".en.sub"),
         "Subs/3_English.idx": ("x", ".2.en.idx"), "Subs/3_English.sub": ("x", ".2.en.sub")},
    ],
)  # fmt: skip
def test_none_is_lost_and_each_says_what_it_is(
    named: Callable[[dict[str, str]], dict[str, str]], content: dict[str, tuple[str, str]]
) -> None:
    texts = {name: text for name, (text, _) in content.items()}
    assert named(texts) == {name: expected for name, (_, expected) in content.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_text_is_read_in_the_usual_encodings(house: House, encoding: str) -> None:
    house.fill("Pier/pier.mkv", "Pier/Subs/2_English.srt", content={"Pier/Subs/2_English.srt": TALK})
    Path(house.source, "Pier/Subs/3_English.srt").write_bytes(SOUNDS.replace("they", "th\xe9y").encode(encoding))
    assert house.told(house.plan())["Pier/Subs/3_English.srt"] == f"{STEM}.en.sdh.srt"


@pytest.mark.parametrize("preset", Preset)
def test_what_a_run_has_told_apart_stays_so(house: House, preset: Preset) -> None:
    house.preset = preset
    texts = {"2_English": TALK, "3_English": SOUNDS, "4_English": SIGNS, "5_German": TALK, "6_German": TALK + "\n"}
    content = {f"Pier/Subs/{name}.srt": text for name, text in texts.items()}
    house.fill("Pier/pier.mkv", *content, content=content)
    with house.journal() as journal:
        house.apply(house.plan(), journal)
    again = house.plan(f"{house.top}/lib")
    assert [op.source for op in again.operations if op.status != "unchanged"] == []
    assert len(again.operations) == 6


@pytest.mark.parametrize(("language", "expected"), [("", ".srt"), ("de", ".de.srt"), ("pt-BR", ".pt-BR.srt")])
def test_a_name_that_says_no_language_gets_the_one_that_is_set(house: House, language: str, expected: str) -> None:
    house.fill("Pier/pier.mkv", "Pier/pier.srt", "Pier/vob.idx", "Pier/vob.sub")
    files, _ = house.found(house.source)
    plan = make_plan(
        house.rows(files),
        house.library,
        action=house.plan().action,
        style=NameStyle(Preset.PLEX, ids=False, subtitle_language=language),
        approved=lambda _: True,
        source_roots=[house.source],
    )
    endings = {os.path.basename(op.source): (op.target or "").split("(1999)")[-1] for op in plan.ready}
    assert endings == {"pier.mkv": ".mkv", "pier.srt": expected, "vob.idx": ".idx", "vob.sub": ".sub"}
