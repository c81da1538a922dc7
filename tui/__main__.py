"""The entry point. Almost nothing stands here: every process that reads names imports this module again."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line (``sys.argv`` by default); answers the exit status of INTERFACE.md."""
    from tui.commands.dispatch import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
