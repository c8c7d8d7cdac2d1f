"""The report: lines that compare two sides, parts that say where the time goes, and the machine it ran on."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from io import StringIO
from typing import NamedTuple

from generator.layout import BUILD

REPORT = BUILD / "bench.md"
FOLDER = BUILD / "bench"


class Line(NamedTuple):
    """One line of the report: two sides, their ratio, and the goal for it."""

    what: str
    own: str
    compared: str
    ratio: float
    goal: str
    reached: bool

    def __str__(self) -> str:
        reached = "yes" if self.reached else "**no**"
        return f"| {self.what} | {self.own} | {self.compared} | **{self.ratio:.2f}** | {self.goal} | {reached} |"


class Part(NamedTuple):
    """One part of the report: its lines, and paragraphs or tables that say where the time goes."""

    title: str
    lines: list[Line]
    details: list[str]


def as_markdown(part: Part) -> str:
    head = "| what | this project | compared with | ratio | goal | reached |\n|---|---|---|---|---|---|"
    return "\n".join([f"## {part.title}\n", head, *map(str, part.lines), "", *(f"{one}\n" for one in part.details)])


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A small Markdown table, the first column to the left and numbers to the right."""
    heads = list(heads)
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What it ran on. A load above the number of processors means that other work was measured along."""
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    load_average, processors = os.getloadavg()[0], os.cpu_count() or 1
    busy = "; **other work was running: mind the ratios only**" if load_average > processors else ""
    return (
        f"{processors} processors, load {load_average:.1f}, CPython {platform.python_version()}, Node {node[1:]}{busy}."
    )


def quietly(action: Callable[[], object]) -> float:
    """Run something that talks; the seconds that it took."""
    with redirect_stdout(StringIO()):
        return timed(action)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
