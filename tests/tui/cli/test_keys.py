"""``pmo keys``, and what a wrong ``[keys]`` is told before the app opens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.actions import ACTIONS

from .conftest import Call

Write = Callable[[str], Path]


def test_every_action_is_listed_with_its_id_and_keys(pmo: Call) -> None:
    called = pmo("keys", "--json")
    assert called.status == 0
    assert {row["id"] for row in called.objects} == {action.id for action in ACTIONS}
    approve = next(row for row in called.objects if row["id"] == "review.approve")
    assert (approve["keys"], approve["changed"]) == (["a"], False)
    assert "review.approve" in pmo("keys").out


def test_changed_keys_are_shown_here_and_by_config_show(pmo: Call, config: Write) -> None:
    config('[keys]\n"review.approve" = "y space"\n"review.mark" = "x"\n')
    approve = next(row for row in pmo("keys", "--json").objects if row["id"] == "review.approve")
    assert (approve["keys"], approve["changed"]) == (["y", "space"], True)
    assert "keys.review.approve" in pmo("config").out


@pytest.mark.parametrize("command", [("keys",), ("config", "show"), ("demo",), (".",)])
def test_a_wrong_key_is_one_sentence_and_status_2(pmo: Call, config: Write, command: tuple[str, ...]) -> None:
    config('[tmdb]\napi_key = "k"\n[keys]\n"review.aprove" = "y"\n')
    called = pmo(*command)
    assert called.status == 2
    assert called.err.count("\n") == 1
    assert 'did you mean "review.approve"?' in called.err


def test_a_wrong_key_stops_nothing_that_has_no_keys(pmo: Call, config: Write) -> None:
    config('[keys]\n"review.aprove" = "y"\n')
    assert pmo("history").status == 0


def test_the_list_needs_no_textual() -> None:
    code = "import sys; from tui.__main__ import main; main(['keys', '--quiet']); sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
