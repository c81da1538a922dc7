"""What a benchmark found, as a table for people or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. ``goal`` is what it is to be at most (``at_least``: at least), or None."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def options(doc: str | None) -> argparse.ArgumentParser:
    """The command line of a benchmark: its first line, and ``--json``."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser


def show(title: str, figures: Sequence[Figure], *, as_json: bool, notes: Sequence[str] = ()) -> None:
    """Print the figures."""
    if as_json:
        rows = [
            {"name": f.name, "value": round(f.value, 4), "unit": f.unit, "goal": f.goal, "met": f.met} for f in figures
        ]
        print(json.dumps({"benchmark": title, "machine": machine(), "figures": rows, "notes": list(notes)}))
        return
    width = max(len(figure.name) for figure in figures)
    print(f"{title}  ({machine()})")
    for figure in figures:
        print(f"  {figure.name:{width}}  {_number(figure.value):>10} {figure.unit:<12}{_goal(figure)}".rstrip())
    for note in notes:
        print(f"  {note}")


def machine() -> str:
    """Cores, Python and how busy the machine is: what a figure is worth."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{cores} cores, Python {platform.python_version()}{busy}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    word = "at least" if figure.at_least else "at most"
    return f"{word} {_number(figure.goal)}: {'met' if figure.met else 'MISSED'}"
