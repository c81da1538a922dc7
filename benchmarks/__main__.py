"""``python -m benchmarks``: which benchmarks there are; with the name of one, run it; with ``all``, run each."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys

_PARTS = {
    "__init__",
    "__main__",
    "report",
    "names",
    "stand_in",
    "processes",
    "terminal",
    "identity",
    "judged",
    "planted",
}


def names() -> list[str]:
    """The modules that measure something."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return sorted({name[:-3] for name in os.listdir(folder) if name.endswith(".py")} - _PARTS)


def _list() -> None:
    folder = os.path.dirname(os.path.abspath(__file__))
    print("python -m benchmarks NAME [--help] [--json]\n")
    for name in names():
        with open(os.path.join(folder, f"{name}.py"), encoding="utf-8") as file:
            doc = ast.get_docstring(ast.parse(file.read())) or ""
        print(f"  {name:<12} {doc.splitlines()[0]}")
    print(f"  {'all':<12} Each of them in turn, as it is without options.")


def _run_all(arguments: list[str]) -> int:
    """Each in a process of its own; how many failed to run."""
    commands = [[sys.executable, "-m", f"benchmarks.{name}", *arguments] for name in names()]
    return sum(subprocess.run(command, check=False).returncode != 0 for command in commands)


def main() -> int:
    wanted, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if wanted in {"", "-h", "--help"}:
        _list()
    elif wanted == "all":
        return min(1, _run_all(arguments))
    elif wanted in names():
        sys.argv = [f"benchmarks.{wanted}", *arguments]
        runpy.run_module(f"benchmarks.{wanted}", run_name="__main__")
    else:
        print(f"There is no benchmark {wanted!r}: there are {', '.join(names())} and all.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
