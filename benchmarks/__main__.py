"""``python -m benchmarks``: which benchmarks there are."""

from __future__ import annotations

import ast
import os

_PARTS = {
    "__init__",
    "__main__",
    "report",
    "names",
    "planted",
    "stand_in",
    "processes",
    "terminal",
    "engine",
    "identity",
    "judged",
}


def names() -> list[str]:
    """The modules that measure something."""
    folder = os.path.dirname(os.path.abspath(__file__))
    return sorted({name[:-3] for name in os.listdir(folder) if name.endswith(".py")} - _PARTS)


def main() -> None:
    folder = os.path.dirname(os.path.abspath(__file__))
    print("python -m benchmarks.NAME [--json]\n")
    for name in names():
        with open(os.path.join(folder, f"{name}.py"), encoding="utf-8") as file:
            doc = ast.get_docstring(ast.parse(file.read())) or ""
        print(f"  {name:<12} {doc.splitlines()[0]}")


if __name__ == "__main__":
    main()
