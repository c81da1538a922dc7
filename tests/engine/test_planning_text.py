"""A plan as text: what is written can be read back, edits mean what they say, and each mistake is named by its line."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizer.errors import UsageError
from organizer.model import Action, FileIdentity, Library, Operation, OperationStatus, Plan, Tier
from organizer.planning import PlanTextError, plan_text, read_plan, read_text_plan
from organizer.planning.text import _parted, _quoted


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Two films, one with a subtitle, and a third whose place is taken; all on a real disk."""
    source, media = tmp_path / "in", tmp_path / "media"
    names = ("Paper.Kite.1999.mkv", "Paper.Kite.1999.en.srt", "high tide.avi", "The Quiet Harbour.mkv")
    for name in names:
        path = source / "films" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 10)
    (media / "Movies").mkdir(parents=True)
    taken = media / "Movies" / "The Quiet Harbour (2018)" / "The Quiet Harbour (2018).mkv"
    taken.parent.mkdir()
    taken.write_bytes(b"was here before")
    library = Library(str(media / "Movies"), str(media / "TV Shows"))
    targets = (
        "Paper Kite (1999)/Paper Kite (1999).mkv",
        "Paper Kite (1999)/Paper Kite (1999).en.srt",
        "High Tide (2007)/High Tide (2007).avi",
        "The Quiet Harbour (2018)/The Quiet Harbour (2018).mkv",
    )
    operations = [
        Operation(
            str(source / "films" / name), os.path.join(library.movies, target), Action.MOVE, OperationStatus.READY,
            max(0, number - 1), identity(source / "films" / name), tier=Tier.SURE, confidence=0.9,
        )
        for number, (name, target) in enumerate(zip(names, targets, strict=True))
    ]  # fmt: skip
    operations[1] = replace(operations[1], companion_of=operations[0].source)
    operations[3] = replace(operations[3], status=OperationStatus.CONFLICT, reason="there is a file of that name")
    return Plan(tuple(operations), library, Action.MOVE, (str(source),))


def identity(path: Path) -> FileIdentity:
    status = path.lstat()
    return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_nlink)


def ready(plan: Plan) -> dict[str, str]:
    """Names of what would be done, old and new."""
    return {os.path.basename(op.source): os.path.basename(op.target or "") for op in plan.ready}


def test_a_line_is_a_file_below_the_folders_that_everybody_knows(plan: Plan) -> None:
    lines = plan_text(plan).splitlines()
    kite = lines.index("films/Paper.Kite.1999.mkv -> Movies/Paper Kite (1999)/Paper Kite (1999).mkv")
    assert lines[kite + 1] == "    films/Paper.Kite.1999.en.srt -> Movies/Paper Kite (1999)/Paper Kite (1999).en.srt"
    assert f"from: {plan.source_roots[0]}" in lines
    assert "#     there is a file of that name" in lines
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("known", [True, False], ids=["with its plan", "by itself"])
def test_what_is_written_is_read_back(plan: Plan, known: bool) -> None:
    text = plan_text(plan).splitlines(keepends=True)
    again = read_text_plan(text, original=plan) if known else read_plan(text)
    assert ready(again) == ready(plan)
    assert (again.library, again.action, again.source_roots) == (plan.library, plan.action, plan.source_roots)
    assert {op.source: op.companion_of for op in again.ready} == {op.source: op.companion_of for op in plan.ready}
    groups = {op.source: op.group for op in again.ready}
    assert groups[plan.operations[0].source] == groups[plan.operations[1].source]
    assert len(set(groups.values())) == 2
    conflicts = [op.reason for op in again.operations if op.status is OperationStatus.CONFLICT]
    assert conflicts == (["there is a file of that name"] if known else [])


def test_json_lines_are_still_read_by_the_same_door(plan: Plan) -> None:
    import json

    from organizer.planning import plan_summary

    lines = [json.dumps(op.to_json()) for op in plan.operations] + [json.dumps(plan_summary(plan))]
    assert ready(read_plan(["", *lines])) == ready(plan)


def test_a_line_taken_away_is_a_file_that_stays(plan: Plan) -> None:
    text = [line for line in plan_text(plan).splitlines() if "high tide" not in line]
    again = read_text_plan(text, original=plan)
    assert set(ready(again)) == {"Paper.Kite.1999.mkv", "Paper.Kite.1999.en.srt"}
    skipped = [op for op in again.operations if op.status is OperationStatus.SKIPPED]
    assert [(os.path.basename(op.source), op.reason) for op in skipped] == [
        ("high tide.avi", "taken out of the plan by hand")
    ]


def test_another_target_is_another_name(plan: Plan) -> None:
    text = plan_text(plan).replace("High Tide (2007).avi", "High Tide at Noon.avi")
    assert ready(read_text_plan(text.splitlines(), original=plan))["high tide.avi"] == "High Tide at Noon.avi"


def test_a_conflict_with_another_target_can_be_carried_out(plan: Plan) -> None:
    name = "# films/The Quiet Harbour.mkv -> Movies/The Quiet Harbour (2018)/The Quiet Harbour (2018)"
    text = plan_text(plan).replace(name, name[2:] + " - 2")
    again = read_text_plan(text.splitlines(), original=plan)
    assert ready(again)["The Quiet Harbour.mkv"] == "The Quiet Harbour (2018) - 2.mkv"


def test_a_file_that_changed_since_is_still_noticed(plan: Plan) -> None:
    Path(plan.operations[2].source).write_bytes(b"something else")
    again = read_text_plan(plan_text(plan).splitlines(), original=plan)
    assert "high tide.avi" not in ready(again)


def test_a_replacement_is_told_by_its_arrow(plan: Plan) -> None:
    harbour = plan.operations[3]
    taken = replace(harbour, status=OperationStatus.READY, reason=None, replaces=identity(Path(harbour.target or "")))
    text = plan_text(replace(plan, operations=(*plan.operations[:3], taken)))
    assert "films/The Quiet Harbour.mkv => Movies" in text
    again = read_plan(text.splitlines())
    assert next(op for op in again.ready if op.source == harbour.source).replaces == taken.replaces
    plain = read_plan(text.replace("=> Movies", "-> Movies").splitlines())
    assert harbour.source not in {op.source for op in plain.ready}


@pytest.mark.parametrize(
    ("change", "to", "line", "said"),
    [
        ("high tide.avi -> Movies", "high tide.avi - Movies", 10, 'has no "->"'),
        ("Movies/High Tide (2007)/", "../High Tide/", 10, "without its whole path"),
        ("-> Movies/High Tide (2007)/", "-> /etc/", 10, "leaves the library: /etc/High Tide (2007).avi"),
        ("(2007).avi", "(2007).mkv", 10, 'from ".avi" to ".mkv"'),
        ("films/high tide.avi ->", "films/low tide.avi ->", 10, "a file that this plan does not have"),
        ("    films/Paper", "    films/../Paper", 12, "without its whole path"),
        ("films/Paper.Kite.1999.mkv -> Movies/Paper Kite (1999)", "", 11, "has no"),
        (
            "High Tide (2007)/High Tide (2007).avi",
            "x.avi\nfilms/high tide.avi -> Movies/y.avi",
            11,
            "source as line 10",
        ),
        ("films/high tide.avi", '"films/high tide.avi', 10, "has no"),
        ("action: move", "action: burn", 4, "the action burn"),
    ],
)
def test_each_mistake_is_named_by_its_line(plan: Plan, change: str, to: str, line: int, said: str) -> None:
    text = plan_text(plan)
    assert change in text
    with pytest.raises(PlanTextError) as caught:
        read_text_plan(text.replace(change, to, 1).splitlines(), original=plan)
    assert [mistake.line for mistake in caught.value.mistakes] == [line]
    assert said in caught.value.mistakes[0].sentence()
    assert caught.value.exit_status == 2


def test_all_mistakes_are_told_at_once(plan: Plan) -> None:
    text = plan_text(plan).replace(" -> ", " - ")
    with pytest.raises(PlanTextError) as caught:
        read_text_plan(text.splitlines())
    assert len(caught.value.mistakes) == 3
    assert caught.value.sentence().startswith("Line 10 of the plan has no")


def test_a_subtitle_without_its_film_is_named(plan: Plan, tmp_path: Path) -> None:
    text = plan_text(plan).replace("films/Paper.Kite.1999.mkv -> ", "# ").replace("films/high", "# films/high")
    with pytest.raises(PlanTextError, match="goes with no line above"):
        read_text_plan(text.splitlines(), original=plan)


def test_without_a_library_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_plan([f"{tmp_path}/a.mkv -> {tmp_path}/b.mkv"])


ODD = "\udcff\udc80\n\r\t\x1b\u202e\"#'->= \\"
NAMES = st.text(st.characters(codec="utf-8") | st.sampled_from(ODD), min_size=1)


@given(NAMES, NAMES, st.sampled_from(["->", "=>"]))
def test_any_name_survives_a_line(source: str, target: str, arrow: str) -> None:
    line = f"{_quoted(source)} {arrow} {_quoted(target)}"
    assert line.isprintable() or "\n" not in line
    assert len(line.splitlines()) == 1
    assert _parted(line.strip()) == (source, arrow, target)
