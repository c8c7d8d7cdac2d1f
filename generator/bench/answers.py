"""Answers a second, in CPython and in Pyodide on Node, for three persons with ten years of grades."""

from __future__ import annotations

import cProfile
import json
import pstats
import subprocess
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from calculators import answer, load
from generator.bench.report import FOLDER, Line, Part, table
from generator.layout import ENGINE, RULES, SITE

SPEED_SCRIPT = Path(__file__).with_name("speed.mjs")
AT_ONCE = 20  # answers between two looks at the clock
ROUNDS = 3  # of answers, in each Python
SECONDS = 1.0  # of processor time for each person and round
SPEED_GOAL, SHARE_GOAL = 2000, 0.4

TEN_YEARS = dict(
    zip(
        map(str, range(2016, 2026)),
        ["称职", "优秀", "称职", "称职", "优秀", "称职", "基本称职", "称职", "优秀", "称职"],
        strict=True,
    )
)

CAREER = [
    {"post": "县处级副职", "from": "2014-06-01", "to": "2019-05-31"},
    {"rank": "四级调研员", "from": "2019-06-01", "to": "2021-06-30"},
    {"rank": "三级调研员", "from": "2021-07-01", "to": "2024-02-29"},
]

# People with ten years of grades, one for each status.
PERSONS: dict[str, dict[str, Any]] = {
    "met": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER[:2], {"rank": "二级调研员", "from": "2021-07-01"}],
            "grades": TEN_YEARS,
            "effects": [{"kind": "诫勉", "from": "2022-03-15", "to": "2022-09-14"}],
        },
    },
    "unmet": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER, {"rank": "二级调研员", "from": "2024-03-01"}],
            "grades": TEN_YEARS,
            "effects": [],
        },
    },
    "unknown": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER[:2], {"rank": "二级调研员", "from": "2023-06"}],
            "grades": {year: grade for year, grade in TEN_YEARS.items() if year != "2024"} | {"2015": "称职"},
            "effects": [],
        },
    },
}

# Runs in both Pythons: so many answers, and whether each is one.
SPEED = """
import json
from calculators import answer, load

rules = None

def prepare(rules_text, person_text):
    global rules, person
    rules = rules or load(rules_text)
    person = json.loads(person_text)
    return answer(person, rules).get("status")

def run(count):
    for _ in range(count):
        answer(person, rules)
"""


def answers(rounds: int = ROUNDS, seconds: float = SECONDS) -> Part:
    """Answers for each second of processor time: other work on the machine does not count."""
    text = RULES.read_text(encoding="utf-8")
    here: dict[str, list[float]] = {name: [] for name in PERSONS}
    there: dict[str, list[float]] = {name: [] for name in PERSONS}
    for _ in range(rounds):
        for name, found in in_cpython(text, seconds).items():
            here[name].append(found)
        for name, found in in_pyodide(text, seconds).items():
            there[name].append(found)
    cpython = {name: median(found) for name, found in here.items()}
    pyodide = {name: median(found) for name, found in there.items()}
    speed, share = median(cpython.values()), median(pyodide[name] / cpython[name] for name in PERSONS)
    lines = [
        Line(
            "answers for a second of processor time, with explanation and range, ten years of grades",
            f"{speed:,.0f}",
            f"{SPEED_GOAL:,}, the goal",
            speed / SPEED_GOAL,
            "at least 1",
            speed >= SPEED_GOAL,
        ),
        Line(
            "the same in Pyodide on Node",
            f"{median(pyodide.values()):,.0f}",
            f"{speed:,.0f} in CPython",
            share,
            f"at least {SHARE_GOAL}",
            share >= SHARE_GOAL,
        ),
    ]
    rows = [
        [name, f"{cpython[name]:,.0f}", f"{pyodide[name]:,.0f}", f"{pyodide[name] / cpython[name]:.2f}"]
        for name in PERSONS
    ]
    return Part("Answers", lines, [table(["Status", "CPython", "Pyodide", "share"], rows), profile(text)])


def in_cpython(rules: str, seconds: float) -> dict[str, float]:
    """Answers a second for each person, in this process."""
    names: dict[str, Any] = {}
    exec(SPEED, names)
    found = {}
    for name, person in PERSONS.items():
        names["prepare"](rules, json.dumps(person))
        names["run"](AT_ONCE)
        count, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds:
            names["run"](AT_ONCE)
            count += AT_ONCE
        found[name] = count / spent
    return found


def in_pyodide(rules: str, seconds: float) -> dict[str, float]:
    """Answers a second for each person, in Pyodide on Node."""
    task = FOLDER / "speed.json"
    persons = {name: json.dumps(person) for name, person in PERSONS.items()}
    content = {"code": SPEED, "rules": rules, "persons": persons, "seconds": seconds, "at_once": AT_ONCE}
    task.write_text(json.dumps(content), encoding="utf-8")
    command = ["node", str(SPEED_SCRIPT), str(SITE / "runtime"), str(task)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(finished.stdout)
    return found


def profile(text: str, count: int = 100) -> str:
    """Where CPython spends its time, by modules, and how often it goes through the rules for one answer."""
    rules = load(text)
    spent: Counter[str] = Counter()
    passes = []
    for name, person in PERSONS.items():
        watch = cProfile.Profile()
        watch.enable()
        for _ in range(count):
            answer(person, rules)
        watch.disable()
        stats: dict[tuple[str, int, str], Any] = vars(pstats.Stats(watch))["stats"]
        for (file, _, function), (_, calls, own, _, _) in stats.items():
            module = Path(file).relative_to(ENGINE).with_suffix("") if ENGINE in Path(file).parents else "Python itself"
            spent[str(module)] += own
            if (str(module), function) == ("counting/case", "__init__"):  # a case is one way through the rules
                passes.append(f"{calls / count:.0f} ({name})")
    total = sum(spent.values())
    shares = ", ".join(f"{name} {own / total:.0%}" for name, own in spent.most_common(8))
    return (
        f"Ways through the rules for one answer, by readings and changed facts: {', '.join(passes)}. "
        f"Where the time goes in CPython, by modules (as the profiler counts): {shares}."
    )
