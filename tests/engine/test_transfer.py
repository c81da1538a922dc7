"""Apply and undo on real folders: what is promised of files, groups, conflicts, folders and cancelling."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.errors import UsageError
from organizer.model import Action, Operation, OperationStatus, Outcome, Plan, Result, RunState, SymlinkForm
from organizer.transfer.apply import carry_out
from organizer.transfer.disk import Disk
from organizer.transfer.recover import recover
from organizer.transfer.undo import check_undo, undo
from tests.engine.transfer_support import (
    OLD,
    BadDisk,
    Quirks,
    Stage,
    age,
    apply,
    by_result,
    contents,
    furnish,
    is_private,
    new_stage,
    snapshot,
    write,
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with new_stage() as found:
        yield found


def take_back(stage: Stage, run: str | None = None, disk: Disk | None = None) -> list[Outcome]:
    with stage.journal() as journal:
        return list(undo(journal, run, CancelToken(), disk=disk))


def one_film(stage: Stage, content: bytes = b"film") -> list[tuple[str, str, int]]:
    write(stage.source("loon", "loon.mkv"), content)
    age(stage.tree)
    return [(stage.source("loon", "loon.mkv"), stage.target("Movies", "Loon (1999)", "Loon (1999).mkv"), 1)]


# ------------------------------------------------------------------------------------------- there and back

QUIRKS = {
    "one disk": {},
    "two disks": {"two": True},
    "a disk without NOREPLACE": {"no_noreplace": True},
    "a disk without NOREPLACE and links": {"no_noreplace": True, "no_links": True},
}


@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY, Action.HARDLINK, Action.SYMLINK], ids=lambda a: a.value)
@pytest.mark.parametrize("kind", QUIRKS)
def test_undo_gives_the_very_tree_back(stage: Stage, kind: str, action: Action) -> None:
    ways = furnish(stage, links=action is Action.MOVE)
    options = dict(QUIRKS[kind])
    quirks = Quirks(stage.source() if options.pop("two", False) else "", **options)
    before = snapshot(stage.tree)
    outcomes = apply(stage, stage.plan(ways, action), BadDisk(quirks))
    done = [outcome for outcome in outcomes if outcome.result is Result.DONE]
    if action is Action.HARDLINK and (quirks.two_devices or quirks.no_links):
        assert not done
        assert snapshot(stage.tree) == before
        return
    assert len(outcomes) - len(done) == 2, "only the group with the conflict stays"
    assert snapshot(stage.tree) != before
    assert all(outcome.result is Result.DONE for outcome in take_back(stage, disk=BadDisk(quirks)))
    assert snapshot(stage.tree) == before


def test_a_moved_file_is_at_its_target_with_time_mode_and_bytes(stage: Stage) -> None:
    ways = one_film(stage)
    old = os.lstat(ways[0][0])
    apply(stage, stage.plan(ways), BadDisk(Quirks(stage.source())))
    new = os.lstat(ways[0][1])
    assert Path(ways[0][1]).read_bytes() == b"film"
    assert (new.st_mode, new.st_mtime_ns) == (old.st_mode, old.st_mtime_ns)
    assert not os.path.lexists(ways[0][0])


def test_a_date_that_does_not_fit_keeps_nothing_from_moving_and_coming_back(stage: Stage) -> None:
    ways = one_film(stage)
    for path in (ways[0][0], os.path.dirname(ways[0][0])):
        os.utime(path, (10_413_792_000, 10_413_792_000))  # the year 2300: some disks keep it, eight bytes do not
    before = snapshot(stage.tree).keys()
    plan = stage.plan(ways)
    assert [outcome.result for outcome in apply(stage, plan, BadDisk(Quirks(stage.source())))] == [Result.DONE]
    assert [outcome.result for outcome in take_back(stage)] == [Result.DONE]
    assert snapshot(stage.tree).keys() == before


def test_names_that_are_no_text_keep_their_bytes(stage: Stage) -> None:
    name = os.fsdecode(b"\xff\xfe \xe9.mkv")
    write(stage.source(name), b"x")
    target = stage.target("Movies", os.fsdecode(b"\xe9"), name)
    apply(stage, stage.plan([(stage.source(name), target, 1)]))
    assert os.listdir(os.fsencode(os.path.dirname(target))) == [b"\xff\xfe \xe9.mkv"]
    with stage.journal(write=False) as journal:
        assert journal.entries(1)[0].target == target


def test_hard_linked_twins_stay_one_file_on_the_other_disk(stage: Stage) -> None:
    write(stage.source("a.mkv"), b"twin")
    os.link(stage.source("a.mkv"), stage.source("b.mkv"))
    ways = [(stage.source(f"{n}.mkv"), stage.target("Movies", n, f"{n}.mkv"), i) for i, n in enumerate("ab")]
    apply(stage, stage.plan(ways), BadDisk(Quirks(stage.source())))
    assert os.path.samefile(ways[0][1], ways[1][1])


def test_a_sparse_file_is_copied_sparse(stage: Stage) -> None:
    path = stage.source("sparse.mkv")
    with open(path, "wb") as file:
        file.seek(40 * 1024 * 1024)
        file.write(b"end")
    target = stage.target("Movies", "sparse.mkv")
    apply(stage, stage.plan([(path, target, 1)], Action.COPY))
    assert Path(target).read_bytes() == Path(path).read_bytes()
    assert os.lstat(target).st_blocks * 512 < 10 * 1024 * 1024


def test_extended_attributes_go_along(stage: Stage) -> None:
    ways = one_film(stage)
    try:
        os.setxattr(ways[0][0], "user.origin", b"somewhere")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    apply(stage, stage.plan(ways, Action.COPY))
    assert os.getxattr(ways[0][1], "user.origin") == b"somewhere"


# ------------------------------------------------------------------------------------------- refusals


def test_an_existing_target_is_never_touched(stage: Stage) -> None:
    ways = one_film(stage)
    plan = stage.plan(ways)
    write(ways[0][1], b"somebody else's")
    (outcome,) = apply(stage, plan)
    assert outcome.result is Result.FAILED
    assert "exists" in (outcome.error or "")
    assert Path(ways[0][1]).read_bytes() == b"somebody else's"
    assert Path(ways[0][0]).read_bytes() == b"film"


def _edit(path: str) -> None:
    with open(path, "ab") as file:
        file.write(b"more")


def _replace(path: str) -> None:
    os.rename(path, path + ".old")
    write(path, b"film")


@pytest.mark.parametrize("change", [_edit, _replace, os.unlink], ids=["edited", "replaced", "deleted"])
def test_a_source_that_is_not_the_planned_one_any_more_is_left_alone(stage: Stage, change) -> None:  # type: ignore[no-untyped-def]
    ways = one_film(stage)
    plan = stage.plan(ways)
    change(ways[0][0])
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, plan)
    assert outcome.result is Result.FAILED
    assert snapshot(stage.tree) == before


@pytest.mark.parametrize("place", ["outside", "through a link", "dots"])
def test_no_target_leads_out_of_the_library(stage: Stage, place: str) -> None:
    ways = one_film(stage)
    os.makedirs(os.path.join(stage.tree, "elsewhere"))
    os.symlink(os.path.join(stage.tree, "elsewhere"), stage.target("Movies", "link"))
    target = {
        "outside": os.path.join(stage.tree, "elsewhere", "x.mkv"),
        "through a link": stage.target("Movies", "link", "x.mkv"),
        "dots": stage.target("Movies") + "/../../elsewhere/x.mkv",
    }[place]
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, stage.plan([(ways[0][0], target, 1)]))
    assert outcome.result is Result.FAILED
    assert snapshot(stage.tree) == before


def test_an_unmounted_library_is_not_made(stage: Stage) -> None:
    ways = one_film(stage)
    plan = stage.plan(ways)
    os.rmdir(stage.target("Movies"))
    os.rmdir(stage.target())
    (outcome,) = apply(stage, plan)
    assert outcome.result is Result.FAILED
    assert "mounted" in (outcome.error or "")
    assert not os.path.lexists(stage.target())


@pytest.mark.parametrize("side", ["in", "lib"])
def test_a_folder_that_may_not_be_changed_is_said_before_anything_is_copied(stage: Stage, side: str) -> None:
    class Guarded(BadDisk):
        def may_change(self, path: str) -> bool:
            return not path.startswith(os.path.join(stage.tree, side))

        def create(self, path: str) -> int:
            raise AssertionError("a copy was begun")

    ways = one_film(stage)
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, stage.plan(ways), Guarded(Quirks(stage.source())))
    assert outcome.result is Result.FAILED
    assert "no permission to change the folder" in (outcome.error or "")
    assert snapshot(stage.tree) == before


def test_two_files_never_share_a_target(stage: Stage) -> None:
    write(stage.source("cd1.mkv"), b"one")
    write(stage.source("cd2.mkv"), b"two")
    target = stage.target("Movies", "x.mkv")
    outcomes = apply(stage, stage.plan([(stage.source("cd1.mkv"), target, 1), (stage.source("cd2.mkv"), target, 2)]))
    assert [outcome.result for outcome in outcomes] == [Result.DONE, Result.FAILED]
    assert Path(target).read_bytes() == b"one"
    assert Path(stage.source("cd2.mkv")).read_bytes() == b"two"


@pytest.mark.parametrize("action", [Action.HARDLINK, Action.REFLINK])
def test_what_the_disk_cannot_do_is_refused_before_anything_changes(stage: Stage, action: Action) -> None:
    class Poor(BadDisk):
        def clone(self, target: int, source: int) -> None:
            raise OSError(95, "not supported")

    ways = one_film(stage)
    before = snapshot(stage.tree)
    (outcome,) = apply(stage, stage.plan(ways, action), Poor(Quirks(stage.source())))
    assert outcome.result is Result.FAILED
    assert "choose another action" in (outcome.error or "")
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- groups


def test_a_group_stays_when_one_of_it_cannot_go(stage: Stage) -> None:
    outcomes = apply(stage, stage.plan([way for way in furnish(stage) if way[2] == 6]))
    assert by_result(outcomes) == {"skipped": ["clash.srt"], "failed": ["clash.mkv"]}
    assert os.path.lexists(stage.source("clash", "clash.srt"))


def test_a_group_comes_back_when_its_last_file_fails_on_the_way(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] == 1]

    class Stubborn(BadDisk):
        def rename_noreplace(self, source: str, target: str) -> None:
            if source.endswith(".idx"):
                raise PermissionError(13, "no")
            super().rename_noreplace(source, target)

    before = snapshot(stage.tree)
    outcomes = apply(stage, stage.plan(ways), Stubborn())
    assert by_result(outcomes) == {"skipped": ["heron.mkv", "heron.en.srt"], "failed": ["heron.idx"]}
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- a change of case


class CaseBlindDisk(BadDisk):
    """Takes names that differ in case for the same, as exFAT and SMB do."""

    def _real(self, path: str) -> str:
        folder, name = os.path.split(path)
        entries = os.listdir(folder) if os.path.isdir(folder) else []
        return os.path.join(folder, next((entry for entry in entries if entry.lower() == name.lower()), name))

    def lstat(self, path: str) -> os.stat_result:
        return super().lstat(self._real(path))

    def rename_noreplace(self, source: str, target: str) -> None:
        if os.path.lexists(self._real(target)):
            raise FileExistsError(17, "exists")
        super().rename_noreplace(self._real(source), target)


@pytest.mark.parametrize("no_inodes", [False, True])
def test_a_change_of_case_alone_works_on_a_disk_that_ignores_case(stage: Stage, no_inodes: bool) -> None:
    write(stage.target("Movies", "loon (1999).mkv"), b"film")
    age(stage.tree)
    before = snapshot(stage.tree)
    way = (stage.target("Movies", "loon (1999).mkv"), stage.target("Movies", "Loon (1999).mkv"), 1)
    (outcome,) = apply(stage, stage.plan([way]), CaseBlindDisk(Quirks(no_inodes=no_inodes)))
    assert outcome.result is Result.DONE
    assert os.listdir(stage.target("Movies")) == ["Loon (1999).mkv"]
    take_back(stage, disk=CaseBlindDisk(Quirks(no_inodes=no_inodes)))
    assert snapshot(stage.tree) == before


def test_a_name_that_another_file_has_in_other_case_is_taken(stage: Stage) -> None:
    ways = one_film(stage)
    write(stage.target("Movies", "Loon (1999)", "LOON (1999).mkv"), b"another")
    (outcome,) = apply(stage, stage.plan(ways), CaseBlindDisk())
    assert outcome.result is Result.FAILED
    assert Path(stage.target("Movies", "Loon (1999)", "LOON (1999).mkv")).read_bytes() == b"another"


class PulledDisk(BadDisk):
    """Once it is ``gone``, another disk shows the folders of the library."""

    gone = ""

    def lstat(self, path: str) -> os.stat_result:
        status = super().lstat(path)
        if not self.gone or not path.startswith(self.gone):
            return status
        return os.stat_result((*status[:2], status.st_dev + 1, *status[3:]), {"st_mtime_ns": status.st_mtime_ns})


def test_nothing_is_written_where_a_disk_was_unmounted(stage: Stage) -> None:
    names = ("one", "two", "three")
    for name in names:
        write(stage.source(name, f"{name}.mkv"), name.encode())
    age(stage.tree)
    before = snapshot(stage.tree)
    plan = stage.plan(
        [(stage.source(n, f"{n}.mkv"), stage.target("Movies", n, f"{n}.mkv"), i) for i, n in enumerate(names)]
    )
    disk = PulledDisk()
    results = []
    with stage.journal() as journal:
        for outcome in carry_out(plan, journal, CancelToken(), disk=disk):
            results.append((outcome.result, outcome.error or ""))
            disk.gone = stage.target()
    assert [result for result, _ in results] == [Result.DONE, Result.FAILED, Result.SKIPPED]
    assert "is not there any more: mount it again" in results[1][1]
    assert not os.path.lexists(stage.target("Movies", "two"))
    take_back(stage)
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- cancelling


def test_cancelling_between_files_leaves_the_rest_where_it_is(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] in {2, 3, 4}]
    token = CancelToken()
    with stage.journal() as journal:
        outcomes = []
        for outcome in carry_out(stage.plan(ways), journal, token):
            outcomes.append(outcome)
            token.cancel()
        assert [outcome.result for outcome in outcomes] == [Result.DONE, Result.SKIPPED, Result.SKIPPED]
        assert journal.runs()[0].state is RunState.INTERRUPTED
        assert not journal.unfinished()


def test_cancelling_within_a_copy_leaves_no_litter(stage: Stage) -> None:
    ways = one_film(stage, os.urandom(9 * 1024 * 1024))
    before = snapshot(stage.tree)
    token = CancelToken()

    class Watcher:
        def advance(self, count: int) -> None:
            token.cancel()

        def current(self, operation: Operation) -> None:
            assert operation.source == ways[0][0]

    with stage.journal() as journal:
        execution = carry_out(stage.plan(ways), journal, token, Watcher(), disk=BadDisk(Quirks(stage.source())))
        (outcome,) = execution
    assert outcome.result is Result.SKIPPED
    assert snapshot(stage.tree) == before


def test_an_abandoned_run_can_be_undone_as_far_as_it_came(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] in {2, 3, 4}]
    before = snapshot(stage.tree)
    with stage.journal() as journal:
        execution = carry_out(stage.plan(ways), journal, CancelToken())
        next(iter(execution))
        execution.outcomes.close()
        assert recover(journal).nothing
    assert len(take_back(stage)) == 1
    assert snapshot(stage.tree) == before


# ------------------------------------------------------------------------------------------- folders


def test_emptied_folders_go_and_others_stay(stage: Stage) -> None:
    write(stage.source("a", "b", "film.mkv"), b"x")
    write(stage.source("c", "film.mkv"), b"y")
    write(stage.source("c", "readme.txt"), b"z")
    os.makedirs(stage.source("empty before"))
    ways = [(stage.source("a", "b", "film.mkv"), stage.target("Movies", "a.mkv"), 1)]
    ways.append((stage.source("c", "film.mkv"), stage.target("Movies", "c.mkv"), 2))
    apply(stage, stage.plan(ways))
    assert sorted(os.listdir(stage.source())) == ["c", "empty before"]


def test_the_source_root_stays_even_when_it_is_empty(stage: Stage) -> None:
    write(stage.source("film.mkv"), b"x")
    apply(stage, stage.plan([(stage.source("film.mkv"), stage.target("Movies", "film.mkv"), 1)]))
    assert os.listdir(stage.source()) == []


def test_emptied_folders_stay_when_that_is_wished(stage: Stage) -> None:
    ways = one_film(stage)
    with stage.journal() as journal:
        list(carry_out(stage.plan(ways), journal, CancelToken(), remove_empty_folders=False))
    assert os.listdir(stage.source()) == ["loon"]


def test_a_made_folder_that_somebody_uses_stays_on_undo(stage: Stage) -> None:
    ways = one_film(stage)
    apply(stage, stage.plan(ways))
    write(stage.target("Movies", "Loon (1999)", "poster.jpg"), b"of the server")
    take_back(stage)
    assert os.listdir(stage.target("Movies", "Loon (1999)")) == ["poster.jpg"]


def test_a_folder_that_somebody_changed_since_keeps_its_time(stage: Stage) -> None:
    ways = one_film(stage)
    apply(stage, stage.plan(ways))
    write(stage.target("Movies", "note.txt"), b"mine")
    os.utime(stage.target("Movies"), ns=(OLD * 1, OLD + 7))
    take_back(stage)
    assert os.lstat(stage.target("Movies")).st_mtime_ns == OLD + 7


def test_a_folder_whose_time_we_may_not_set_does_not_keep_the_undo_open(stage: Stage) -> None:
    class Foreign(BadDisk):
        def set_times(self, path: int | str, accessed_ns: int, modified_ns: int) -> None:
            raise PermissionError(1, "not the owner")

    apply(stage, stage.plan(one_film(stage)))
    take_back(stage, disk=Foreign())
    with stage.journal() as journal:
        assert journal.runs()[0].state is RunState.UNDONE
        assert recover(journal).nothing


# ------------------------------------------------------------------------------------------- undo


def test_the_second_undo_says_there_is_nothing_to_undo(stage: Stage) -> None:
    apply(stage, stage.plan(one_film(stage)))
    take_back(stage)
    with stage.journal() as journal:
        assert journal.runs()[0].state is RunState.UNDONE
        for run in (None, "1"):
            with pytest.raises(UsageError, match="There is nothing to undo"):
                undo(journal, run, CancelToken())


@pytest.mark.parametrize("name", ["7", "0", "-1", "latest", "9" * 30, ""])
def test_an_unknown_run_is_named(stage: Stage, name: str) -> None:
    with stage.journal() as journal, pytest.raises(UsageError, match="no run"):
        undo(journal, name, CancelToken())


def test_the_last_run_is_undone_first(stage: Stage) -> None:
    write(stage.source("1.mkv"), b"1")
    apply(stage, stage.plan([(stage.source("1.mkv"), stage.target("Movies", "1.mkv"), 1)]))
    middle = contents(stage.tree)
    apply(stage, stage.plan([(stage.target("Movies", "1.mkv"), stage.target("Movies", "2.mkv"), 1)]))
    take_back(stage)
    assert contents(stage.tree) == middle
    take_back(stage)
    assert contents(stage.tree) == {"in/1.mkv": b"1"}


def _take_old_name(old: str, new: str) -> None:
    write(old, b"newcomer")


@pytest.mark.parametrize(
    ("action", "change", "words"),
    [
        (Action.MOVE, lambda old, new: _edit(new), "was changed since"),
        (Action.MOVE, lambda old, new: os.unlink(new), "not there any more"),
        (Action.MOVE, _take_old_name, "is taken"),
        (Action.COPY, lambda old, new: os.unlink(old), "last copy"),
        (Action.COPY, lambda old, new: _edit(old), "was changed since"),
        (Action.COPY, lambda old, new: _edit(new), "was changed since"),
        (Action.HARDLINK, lambda old, new: os.unlink(old), "last copy"),
    ],
)
def test_undo_refuses_what_is_not_as_the_run_left_it(stage: Stage, action, change, words) -> None:  # type: ignore[no-untyped-def]
    ways = one_film(stage)
    apply(stage, stage.plan(ways, action))
    change(*ways[0][:2])
    before = snapshot(stage.tree)
    with stage.journal(write=False) as journal:
        (check,) = check_undo(journal)
    assert not check.possible
    assert words in (check.reason or "")
    (outcome,) = take_back(stage)
    assert (outcome.result, outcome.error) == (Result.FAILED, check.reason)
    assert contents(stage.tree) == {name: seen.content for name, seen in before.items() if name in contents(stage.tree)}
    assert set(snapshot(stage.tree)) >= {name for name in before if not is_private(name)}


def test_check_says_that_all_can_be_undone(stage: Stage) -> None:
    ways = furnish(stage)
    apply(stage, stage.plan(ways))
    with stage.journal(write=False) as journal:
        assert all(check.possible for check in check_undo(journal))


def test_the_rest_is_undone_when_one_file_was_edited(stage: Stage) -> None:
    ways = [way for way in furnish(stage) if way[2] in {2, 3}]
    apply(stage, stage.plan(ways))
    _edit(ways[0][1])
    outcomes = take_back(stage)
    assert sorted(outcome.result for outcome in outcomes) == [Result.DONE, Result.FAILED]
    with stage.journal(write=False) as journal:
        assert journal.runs()[0].state is RunState.PARTIAL
        assert (journal.runs()[0].done, journal.runs()[0].undone) == (1, 1)


# ------------------------------------------------------------------------------------------- shape of a run


def test_only_ready_operations_are_carried_out(stage: Stage) -> None:
    ways = one_film(stage)
    ready = stage.plan(ways)
    conflict = Operation(ways[0][0], ways[0][1], Action.MOVE, OperationStatus.CONFLICT, 1, reason="no")
    plan = Plan((conflict,), ready.library, Action.MOVE, ready.source_roots)
    assert apply(stage, plan) == []
    assert os.path.lexists(ways[0][0])


def test_the_run_is_in_the_history_before_the_first_file_is_touched(stage: Stage) -> None:
    ways = one_film(stage)
    with stage.journal() as journal:
        execution = carry_out(stage.plan(ways), journal, CancelToken())
        with stage.journal(write=False) as reader:
            assert [run.id for run in reader.runs()] == [execution.run_id]
            assert len(reader.entries(1)) == 1
        assert os.path.lexists(ways[0][0])
        list(execution)
        assert journal.runs()[0].state is RunState.COMPLETE


# ------------------------------------------------------------------------------------------- symbolic links


@pytest.mark.parametrize("replacing", [False, True])
def test_a_relative_link_leads_to_its_file_through_linked_folders_too(stage: Stage, replacing: bool) -> None:
    write(os.path.join(stage.tree, "disk", "deep", "keep.txt"), b"")
    os.symlink(os.path.join(stage.tree, "disk", "deep"), stage.target("TV Shows"))  # what ".." means there is not names
    write(stage.source("loon.mkv"), b"film")
    if replacing:
        write(stage.target("TV Shows", "Loon", "loon.mkv"), b"an older one")
    age(stage.tree)
    before = snapshot(stage.tree)
    ways = [(stage.source("loon.mkv"), stage.target("TV Shows", "Loon", "loon.mkv"), 1)]
    plan = stage.plan(ways, Action.SYMLINK, replacing=replacing)
    with stage.journal() as journal:
        (outcome,) = carry_out(plan, journal, CancelToken(), symlinks=SymlinkForm.RELATIVE)
    assert outcome.result is Result.DONE
    assert not os.path.isabs(os.readlink(ways[0][1]))
    assert os.path.samefile(ways[0][1], ways[0][0])
    take_back(stage)
    assert snapshot(stage.tree) == before
