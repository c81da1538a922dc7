"""What a library of any size costs: time and memory of a first scan in the app, from 1,000 files on.

    python -m benchmarks growth [--counts 1000 10000 30000] [--workers 2] [--json]

As ``memory`` does it, once for each size. The last lines say what a further file costs. ``--counts 1000 10000 100000``
shows the whole range; it takes a quarter of an hour.
"""

from __future__ import annotations

import os
import tempfile
from itertools import pairwise

from benchmarks.memory import scan
from benchmarks.names import library_paths, write_library
from benchmarks.processes import stand_in
from benchmarks.report import Figure, options, show


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10_000, 30_000], help="files")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    figures, costs = [], {}
    with tempfile.TemporaryDirectory() as folder, stand_in(rate=0, delay=5) as address:
        for place, count in enumerate(sorted(args.counts)):
            library = os.path.join(folder, f"library{count}")
            write_library(library, library_paths(count))
            if not place:  # the first scan of all compiles the modules, and takes 6 MB more for it
                scan(library, os.path.join(folder, "home"), address, args.workers, count, seconds=3.0)
            home = os.path.join(folder, f"home{count}")
            most, _, seconds = costs[count] = scan(library, home, address, args.workers, count)
            figures.append(Figure(f"{count:,} files: the scan", seconds, "s"))
            figures.append(Figure(f"{count:,} files: a second", count / seconds, "files/s"))
            figures.append(Figure(f"{count:,} files: memory of all processes", most, "MB"))
    for (few, (less, _, sooner)), (many, (more, _, later)) in pairwise(costs.items()):
        name = f"a further file, {few:,} to {many:,}"
        figures.append(Figure(f"{name}: time", 1000 * (later - sooner) / (many - few), "ms"))
        figures.append(Figure(f"{name}: memory", 1024 * (more - less) / (many - few), "kB"))
        if few >= 10_000 and many >= 100_000:
            figures.append(Figure(f"{many:,} files more than {few:,}: memory", more - less, "MB", 35.0))
    show("growth", figures, as_json=args.json)


if __name__ == "__main__":
    main()
