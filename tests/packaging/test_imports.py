"""The program imports nothing that only developers install, wherever in a function the import stands."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"organizer", "tui"}


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """The top-level names of all modules that a file imports, with their lines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0], node.lineno


def plain(requirement: str) -> str:
    """The name of what is required, as package indexes compare it."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def installed_for_users() -> set[str]:
    """What a plain installation brings: the declared dependencies, and theirs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [plain(requirement) for requirement in project["dependencies"]]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            try:
                needed = importlib.metadata.requires(name) or ()
            except importlib.metadata.PackageNotFoundError:  # for another system or Python
                continue
            waiting += [plain(requirement) for requirement in needed if "extra ==" not in requirement]
    return found


@pytest.mark.parametrize("package", sorted(OURS))
def test_all_that_is_imported_is_installed_with_the_program(package: str) -> None:
    brings = importlib.metadata.packages_distributions()
    known = installed_for_users()
    missing = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for name, line in imported(file)
        if name not in sys.stdlib_module_names | OURS
        and known.isdisjoint(plain(distribution) for distribution in brings.get(name, ()))
    ]
    assert not missing
