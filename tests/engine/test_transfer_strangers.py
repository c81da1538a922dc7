"""A stranger creates, edits or replaces files at the very moment of a call: his bytes are never lost, nor are ours."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from organizer.cancellation import CancelToken
from organizer.model import Action
from organizer.transfer.apply import carry_out
from organizer.transfer.recover import recover
from organizer.transfer.undo import undo
from tests.engine.transfer_support import BadDisk, Quirks, Stage, age, contents, is_private, new_stage, write

FILM, WORDS = b"the film itself", b"its subtitles"
EVERY = int(os.environ.get("PMO_STRANGER_EVERY", "7"))  # 1 strikes at every call
Ways = list[tuple[str, str, int]]


def creates_the_target(old: str, new: str) -> bytes:
    if os.path.lexists(new) or not os.path.isdir(os.path.dirname(new)):
        return b""
    write(new, b"a stranger's own")
    return b"a stranger's own"


def edits_the_source(old: str, new: str) -> bytes:
    if not os.path.lexists(old):
        return b""
    with open(old, "ab") as file:
        file.write(b" and more")
    with open(old, "rb") as file:
        return file.read()


def _replace(path: str, content: bytes) -> bytes:
    if not os.path.lexists(path):
        return b""
    write(path + ".new", content)
    os.rename(path + ".new", path)
    return content


def replaces_the_source(old: str, new: str) -> bytes:
    return _replace(old, b"another cut")


def replaces_the_target(old: str, new: str) -> bytes:
    return _replace(new, b"remastered by somebody")


def edits_the_target(old: str, new: str) -> bytes:
    return edits_the_source(new, old)


STRANGERS = (creates_the_target, edits_the_source, replaces_the_source, replaces_the_target, edits_the_target)
Stranger = Callable[[str, str], bytes]


class Visit:
    """One stranger at one call."""

    def __init__(self, stage: Stage, stranger: Stranger, at: int, *, two_disks: bool) -> None:
        write(stage.source("loon", "loon.mkv"), FILM)
        write(stage.source("loon", "loon.srt"), WORDS)
        age(stage.tree)
        name = stage.target("Movies", "Loon (1999)", "Loon (1999)")
        self.ways: Ways = [(stage.source("loon", f"loon.{ending}"), f"{name}.{ending}", 1) for ending in ("mkv", "srt")]
        self.stage = stage
        self.stranger = stranger
        self.left = b""
        self.disk = BadDisk(Quirks(stage.source() if two_disks else ""), at=at, hook=self._act)

    def _act(self, name: str, arguments: tuple[Any, ...]) -> None:
        self.left = self.stranger(*self.ways[0][:2])

    def check(self) -> None:
        with self.stage.journal() as journal:
            recover(journal, disk=BadDisk(self.disk.quirks))
        now = contents(self.stage.tree)
        assert WORDS in now.values()
        if self.left:
            assert self.left in now.values(), f"the stranger's bytes are lost: {now}"
        if self.stranger not in {replaces_the_source, replaces_the_target}:
            assert any(content.startswith(FILM) for content in now.values()), f"the film is lost: {now}"
        final = {content for name, content in now.items() if not is_private(name)}
        assert final <= {FILM, WORDS, self.left, FILM + b" and more"}, "nothing incomplete has a final name"


@pytest.mark.parametrize("two_disks", [False, True], ids=["one disk", "two disks"])
@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY, Action.HARDLINK])
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda stranger: stranger.__name__)
def test_no_byte_is_lost_while_a_stranger(stranger: Stranger, action: Action, two_disks: bool) -> None:
    at, fired = 1, True
    while fired:
        with new_stage() as stage:
            visit = Visit(stage, stranger, at, two_disks=two_disks)
            with stage.journal() as journal:
                list(carry_out(stage.plan(visit.ways, action), journal, CancelToken(), disk=visit.disk))
            visit.check()
            fired = visit.disk.fired
        at += EVERY


@pytest.mark.parametrize("action", [Action.MOVE, Action.COPY])
@pytest.mark.parametrize("two_disks", [False, True], ids=["one disk", "two disks"])
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda stranger: stranger.__name__)
def test_no_byte_is_lost_on_undo_while_a_stranger(stranger: Stranger, two_disks: bool, action: Action) -> None:
    at, fired = 1, True
    while fired:
        with new_stage() as stage:
            visit = Visit(stage, stranger, at, two_disks=two_disks)
            with stage.journal() as journal:
                list(carry_out(stage.plan(visit.ways, action), journal, CancelToken(), disk=BadDisk(visit.disk.quirks)))
                visit.ways = [(new, old, group) for old, new, group in visit.ways]
                list(undo(journal, None, CancelToken(), disk=visit.disk))
            visit.check()
            fired = visit.disk.fired
        at += EVERY
