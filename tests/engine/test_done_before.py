"""Files that an earlier run has copied or linked are known again, and are not planned a second time."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from organizer.cancellation import CancelToken
from organizer.config.schema import Settings
from organizer.model import (
    Action,
    CarriedOut,
    Companion,
    CompanionKind,
    Decision,
    Library,
    Match,
    MediaFile,
    MediaType,
    OperationStatus,
    Parse,
    ParsedName,
    Plan,
    Tier,
    Verdict,
)
from organizer.naming import NameStyle
from organizer.planning import make_plan
from organizer.store.memory import DecisionMemory
from organizer.store.review import ReviewStore
from organizer.transfer.apply import carry_out
from organizer.transfer.carried import CarriedBefore
from organizer.transfer.journal import Journal
from organizer.transfer.undo import undo
from tests.engine.transfer_support import identity, write

HEAT = Match(MediaType.MOVIE, 949, "Heat", "Heat", 1995)


class World:
    """A source with a film and its subtitle, a library, and a journal."""

    def __init__(self, home: Path) -> None:
        self.home = str(home)
        self.journal = home / "state" / "journal.db"
        self.library = Library(f"{home}/lib/Movies", f"{home}/lib/TV")
        self.film = f"{home}/in/Heat.1995.mkv"
        write(self.film, b"film" * 100)
        write(self.subtitle, b"text")
        os.makedirs(self.library.movies)

    @property
    def subtitle(self) -> str:
        return os.path.splitext(self.film)[0] + ".en.srt"

    def files(self) -> list[MediaFile]:
        """What discovery would find."""
        found = []
        for path in sorted(os.path.join(self.home, "in", name) for name in os.listdir(f"{self.home}/in")):
            if path.endswith(".mkv"):
                stem = os.path.splitext(path)[0]
                names = [n for n in ("en", "de") if os.path.exists(f"{stem}.{n}.srt")]
                beside = tuple(
                    Companion(f"{stem}.{n}.srt", CompanionKind.SUBTITLE, identity(f"{stem}.{n}.srt"), n) for n in names
                )
                found.append(MediaFile(path, f"{self.home}/in", identity(path), beside))
        return found

    def store(self, memory: DecisionMemory | None = None) -> ReviewStore:
        """A fresh scan in which all is matched and sure."""
        store = ReviewStore(memory, before=CarriedBefore(self.journal).of)
        files = self.files()
        store.add(files)
        parsed = ParsedName("Heat.1995.mkv", MediaType.MOVIE, "Heat", 1995)
        store.set_parses((file.path, Parse(replace(parsed, path=file.path))) for file in files)
        store.set_verdicts((file.path, Verdict(Tier.SURE, HEAT, 0.99)) for file in files)
        return store

    def plan(self, store: ReviewStore | None = None, action: Action = Action.COPY) -> Plan:
        return make_plan(
            store or self.store(),
            self.library,
            action=action,
            style=NameStyle.of(Settings()),
            approved=lambda row: True,
            source_roots=(f"{self.home}/in",),
            before=CarriedBefore(self.journal).of,
        )

    def carry(self, action: Action) -> str:
        """Carry all of it out; the run's id."""
        with Journal.open(self.journal, write=True) as journal:
            run = carry_out(self.plan(action=action), journal, CancelToken())
            list(run)
            return run.run_id

    def known(self) -> CarriedOut | None:
        return CarriedBefore(self.journal).of(self.film, identity(self.film))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(
    ("action", "word"), [(Action.COPY, "copied"), (Action.HARDLINK, "hardlinked"), (Action.SYMLINK, "symlinked")]
)
def test_what_was_copied_or_linked_is_done_and_says_when_and_whereto(world: World, action: Action, word: str) -> None:
    assert world.known() is None
    world.carry(action)
    target = f"{world.library.movies}/Heat (1995) {{tmdb-949}}/Heat (1995) {{tmdb-949}}.mkv"
    store = world.store()
    assert [row.decision for row in store] == [Decision.DONE]
    assert not store[0].needs_person
    plan = world.plan(store, action)
    assert [operation.status for operation in plan.operations] == [OperationStatus.UNCHANGED] * 2
    assert plan.operations[0].target == target
    known = world.known()
    assert known
    assert plan.operations[0].reason == f"{word} on {known.when.astimezone():%Y-%m-%d} to {target}"


def test_a_file_that_was_renamed_in_its_source_is_the_same_one(world: World) -> None:
    world.carry(Action.COPY)
    os.rename(world.film, f"{world.home}/in/heat (better name).mkv")
    world.film = f"{world.home}/in/heat (better name).mkv"
    assert world.known()
    assert [row.decision for row in world.store()] == [Decision.DONE]


def test_another_name_of_the_same_file_is_not_taken_for_it(world: World) -> None:
    world.carry(Action.COPY)
    os.link(world.film, f"{world.home}/in/second.mkv")
    assert [row.decision for row in world.store()] == [Decision.DONE, Decision.PENDING]


def test_a_file_that_changed_since_is_a_new_question(world: World) -> None:
    world.carry(Action.COPY)
    write(world.film, b"another film, longer" * 100)
    assert world.known() is None


def test_when_the_target_is_gone_the_file_is_planned_again(world: World) -> None:
    world.carry(Action.COPY)
    known = world.known()
    assert known
    shutil.rmtree(os.path.dirname(known.target))
    assert [row.decision for row in world.store()] == [Decision.PENDING]
    assert world.plan().operations[0].status is OperationStatus.READY


def test_a_link_that_leads_nowhere_does_not_stand(world: World) -> None:
    world.carry(Action.SYMLINK)
    os.rename(world.film, f"{world.home}/in/elsewhere.mkv")
    world.film = f"{world.home}/in/elsewhere.mkv"
    assert world.known() is None


def test_what_was_taken_back_can_be_done_again(world: World) -> None:
    run = world.carry(Action.COPY)
    before = CarriedBefore(world.journal)
    assert before.of(world.film, identity(world.film))
    with Journal.open(world.journal, write=True) as journal:
        list(undo(journal, run, CancelToken()))
    assert before.of(world.film, identity(world.film)) is None  # even where the journal was read before
    assert world.known() is None


def test_the_target_itself_is_not_done_when_the_library_is_scanned(world: World) -> None:
    world.carry(Action.HARDLINK)
    known = world.known()
    assert known
    assert CarriedBefore(world.journal).of(known.target, identity(known.target)) is None


def test_a_new_subtitle_goes_where_its_video_went(world: World) -> None:
    world.carry(Action.COPY)
    write(os.path.splitext(world.film)[0] + ".de.srt", b"neu")
    video, *subtitles = sorted(world.plan().operations, key=lambda one: not one.source.endswith(".mkv"))
    by_name = {os.path.basename(one.source): one for one in subtitles}
    assert video.status is OperationStatus.UNCHANGED
    assert by_name["Heat.1995.en.srt"].status is OperationStatus.UNCHANGED
    fresh = by_name["Heat.1995.de.srt"]
    assert (fresh.status, os.path.dirname(fresh.target or "")) == (
        OperationStatus.READY, os.path.dirname(video.target or ""),
    )  # fmt: skip


def test_a_new_subtitle_stays_where_the_video_would_now_be_called_otherwise(world: World) -> None:
    world.carry(Action.COPY)
    write(os.path.splitext(world.film)[0] + ".de.srt", b"neu")
    store = world.store()
    store.set_verdicts([(world.film, Verdict(Tier.SURE, replace(HEAT, title="Heat Wave"), 0.99))])
    fresh = next(one for one in world.plan(store).operations if one.source.endswith(".de.srt"))
    assert fresh.status is OperationStatus.SKIPPED
    assert (fresh.reason or "").startswith("its video was copied on ")


def test_a_person_may_open_it_again_and_have_it_planned(world: World) -> None:
    world.carry(Action.COPY)
    store = world.store()
    store.decide([0], Decision.PENDING)
    store.decide([0], Decision.APPROVED)
    assert world.plan(store).operations[0].status is OperationStatus.CONFLICT  # it stands there already


def test_what_was_decided_goes_before(world: World, tmp_path: Path) -> None:
    memory = DecisionMemory(tmp_path / "decisions.db")
    store = world.store(memory)
    store.decide([0], Decision.IGNORED)
    world.carry(Action.COPY)
    assert [row.decision for row in world.store(memory)] == [Decision.IGNORED]
    memory.close()


def test_without_a_journal_nothing_is_known_and_none_is_made(world: World) -> None:
    assert world.known() is None
    assert not world.journal.exists()


def test_a_damaged_journal_is_no_reason_to_stop_a_scan(world: World) -> None:
    world.journal.parent.mkdir()
    world.journal.write_bytes(b"no journal" * 500)
    assert world.known() is None
