"""The plan as a tree, as a list, and in the person's editor."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from organizer.errors import UsageError
from organizer.model import LeftOut, LeftOutReason
from organizer.planning import read_plan
from tests.tui.test_files_by_keys import Hand, desk, hand, plan_shown, taken, tree
from tui.app import OrganizerApp
from tui.desk import Desk
from tui.editor import editor_of
from tui.screens.apply import ApplyScreen
from tui.screens.confirm import Confirm
from tui.screens.plan import PlanScreen
from tui.widgets.plan_list import PlanList

__all__ = ["desk"]  # a fixture


def shown(lines: PlanList) -> list[str]:
    """The lines that are not folded away."""
    return ["".join(text for text, _ in lines.draw(index, 100)).strip() for index in range(lines.line_count())]


async def test_folders_fold_and_unfold_by_keys(desk: Desk) -> None:
    async with hand(desk) as it:
        lines = await plan_shown(it)
        everything = shown(lines)
        await it.press("minus")
        assert [line.split("/")[0][-8:].strip(" ▸▾") for line in shown(lines)] == ["Movies", "TV Shows"]
        await it.press("G", "l", "j", "l")
        assert any("Season 01/" in line for line in shown(lines))
        await it.press("h", "h", "enter", "enter")
        await it.press("equals_sign")
        assert shown(lines) == everything


async def test_the_cursor_stays_on_its_file_when_the_view_changes(desk: Desk) -> None:
    async with hand(desk) as it:
        lines = await plan_shown(it)
        await it.press("G")
        before = lines.current
        await it.press("t")
        assert lines.current is not None
        assert before is not None
        assert lines.current.operation == before.operation
        assert "TV Shows/Lantern Village (2016) {tmdb-501}/Season 01" in lines.current.text
        await it.press("t")
        assert lines.current == before


async def test_the_next_conflict_is_unfolded(desk: Desk, tmp_path: Path) -> None:
    taken(tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}" / "Paper Kite (1999) {tmdb-603}.mkv")
    async with hand(desk) as it:
        lines = await plan_shown(it)
        await it.press("minus", "G", "right_square_bracket")
        assert lines.current is not None
        assert lines.current.text == "Paper.Kite.1999.mkv"


def junk_beside(desk: Desk, tmp_path: Path) -> Path:
    """A link to a site lies beside the files, as discovery saw it."""
    junk = tmp_path / "downloads" / "visit.url"
    junk.write_text("x")
    desk.store.add([], [LeftOut(str(junk), LeftOutReason.NOT_MEDIA)])
    return junk


async def test_junk_goes_to_the_trash_by_a_key_and_stays_by_it(desk: Desk, tmp_path: Path) -> None:
    junk = junk_beside(desk, tmp_path)
    async with hand(desk) as it:
        lines = await plan_shown(it)
        assert any("Also stays in the source folders (1 junk; x to the trash)" in line for line in shown(lines))
        await it.press("x")
        await it.until(lambda: "1 of these is junk" in it.status("#plan-status"))
        assert any(".pmo-trash" in line for line in shown(lines))
        assert not any("another disk" in line or "Also stays" in line for line in shown(lines))
        await it.press("x")
        await it.until(lambda: "Nothing has been touched" in it.status("#plan-status"))
        await it.press("x")
        await it.until(lambda: "1 of these is junk" in it.status("#plan-status"))
        await it.press("y")
        await it.see(Confirm)
        await it.press("y")
        await it.see(ApplyScreen)
        await it.until(lambda: "done" in it.status("#apply-status"))
    assert not junk.exists()
    assert (tmp_path / "downloads" / ".pmo-trash" / "junk-1" / "visit.url").exists()


async def test_without_junk_its_key_says_so(desk: Desk) -> None:
    async with hand(desk) as it:
        await plan_shown(it)
        await it.press("x")
        assert "no junk" in it.status("#plan-status")


async def test_what_stays_is_told_whole_below_the_list(desk: Desk, tmp_path: Path) -> None:
    junk_beside(desk, tmp_path)
    taken(tmp_path / "media" / "Movies" / "Paper Kite (1999) {tmdb-603}" / "Paper Kite (1999) {tmdb-603}.mkv")
    async with hand(desk) as it:
        await plan_shown(it)
        await it.press("right_square_bracket")
        assert "another file is there" in str(it.app.screen.query_one("#plan-why", Static).content)
        await it.press("G", "l", "j")
        assert "visit.url" in str(it.app.screen.query_one("#plan-old", Static).content)
        assert "junk; not a media file" in str(it.app.screen.query_one("#plan-why", Static).content)


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


async def test_the_plan_is_written_for_later(desk: Desk, tmp_path: Path) -> None:
    async with hand(desk) as it:
        await plan_shown(it)
        await it.press("w")
        assert "pmo apply --plan" in it.status("#plan-status")
    file = only_file(tmp_path / "state" / "data" / "plans")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(read_plan(file.read_text().splitlines()).ready) == 3


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that runs this program on the text; the terminal is not left, since a test has none."""
    program = tmp_path / "state" / "edit.py"
    program.parent.mkdir(exist_ok=True)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    monkeypatch.delenv("VISUAL", raising=False)

    @contextmanager
    def suspend(_app: OrganizerApp) -> Iterator[None]:
        yield

    monkeypatch.setattr(OrganizerApp, "suspend", suspend)
    return program


def changes(editor: Path, expression: str) -> None:
    """Let the editor make ``expression`` of the text ``t``."""
    editor.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\n"
        f"t = p.read_text()\np.with_name('seen').write_text(t)\np.write_text({expression})\n"
    )


async def edited(it: Hand) -> None:
    await it.press("E")
    await it.until(lambda: bool(it.status("#plan-status")))
    await it.pilot.pause(0.2)


async def test_what_the_editor_says_is_what_is_done(desk: Desk, editor: Path, tmp_path: Path) -> None:
    kept = "'\\n'.join(l for l in t.split('\\n') if 's01e02' not in l)"
    changes(editor, f"{kept}.replace('Paper Kite (1999) {{tmdb-603}}.mkv', 'Kite.mkv')")
    async with hand(desk) as it:
        lines = await plan_shown(it)
        await edited(it)
        await it.until(lambda: "by hand" in str(lines.border_title))
        await it.press("c")
        await it.until(lambda: "edited by hand" in it.status("#plan-status"))
        await it.press("y")
        await it.see(Confirm)
        await it.press("y")
        await it.until(lambda: len(tree(tmp_path) & {"downloads/Paper.Kite.1999.mkv"}) == 0)
    found = tree(tmp_path)
    assert "downloads/Lantern.Village.S01E02.mkv" in found
    assert any(path.endswith("/Kite.mkv") for path in found)


async def test_a_mistake_is_told_with_its_line_and_can_be_corrected(desk: Desk, editor: Path) -> None:
    changes(editor, "t.replace(' - Movies', ' -> Movies') if '#!' in t else t.replace(' -> Movies', ' - Movies')")
    async with hand(desk) as it:
        lines = await plan_shown(it)
        await it.press("E")
        await it.see(Confirm)
        words = " ".join(str(widget.render()) for widget in it.app.screen.query("Static"))
        assert "cannot be understood. Line " in words
        await it.press("e")
        await it.see(PlanScreen)
        await it.until(lambda: "as it was" in it.status("#plan-status"))
        assert str(lines.border_title).startswith("Plan ")


async def test_changes_that_cannot_be_understood_can_be_dropped(desk: Desk, editor: Path) -> None:
    changes(editor, "t.replace(' -> Movies', ' - Movies')")
    async with hand(desk) as it:
        await plan_shown(it)
        await it.press("E")
        await it.see(Confirm)
        first = it.app.screen
        await it.press("e")
        await it.until(lambda: it.app.screen is not first)
        await it.see(Confirm)
        await it.press("d")
        await it.see(PlanScreen)
        assert "as it was" in it.status("#plan-status")


async def test_an_editor_that_fails_changes_nothing(desk: Desk, editor: Path) -> None:
    changes(editor, "sys.exit(3)")
    async with hand(desk) as it:
        await plan_shown(it)
        await edited(it)
        assert "ended with status 3" in it.status("#plan-status")


async def test_a_terminal_that_cannot_be_left_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with hand(desk) as it:
        await plan_shown(it)
        await edited(it)
        assert "cannot be left to an editor" in it.status("#plan-status")


@pytest.mark.parametrize(
    ("environ", "command"),
    [({"VISUAL": "code -w", "EDITOR": "vi"}, ["code", "-w"]), ({"EDITOR": "'my editor' x"}, ["my editor", "x"])],
)
def test_the_editor_is_the_persons_own(environ: dict[str, str], command: list[str]) -> None:
    assert editor_of(environ) == command


def test_quotes_that_are_not_closed_are_no_command() -> None:
    with pytest.raises(UsageError):
        editor_of({"EDITOR": "'vi"})
