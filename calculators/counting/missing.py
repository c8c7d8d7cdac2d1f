"""What is missing: the smallest sets of inputs that would settle an answer, and what they could make of it.

An input that is open is counted in the best and in the worst way. Not every open input matters, though: if the status
hangs on one of two ungraded years only, that one is asked for. A set *settles* the status if, whatever its inputs turn
out to be, nothing is left unknown.

A grade that was given as known only after the day is open too, but nobody can give it: it is not asked for, and told
by itself (``later``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import combinations, product
from typing import NamedTuple

from ..dates.days import parse
from ..dates.timeline import UNKNOWN, Timeline, optimist, pessimist
from ..law.readings import Profile
from ..law.rules import Json
from .evaluation import Evaluation
from .findings import Finding, if_all_given, open_inputs, open_leaves, outcomes
from .verdict import Verdict

GRADES = "/person/grades/"
NO_DAY = "9999"  # than every day of a verdict
MOST = 4  # ungraded years for which every combination is tried; with more, all of them are asked for


class Bounds(NamedTuple):
    """A set of inputs, with the best and the worst that it could make of the answer."""

    inputs: list[str]
    best: Verdict
    worst: Verdict

    def as_json(self) -> Json:
        """As the answer carries it."""
        return {"inputs": self.inputs, "best": self.best.as_json(), "worst": self.worst.as_json()}


class Open(NamedTuple):
    """The inputs on which an answer hangs, what giving all of them would settle, and what they could make of it."""

    inputs: list[str]
    settles: str
    all: Bounds


def missing(run: Evaluation, root: Finding, options: Profile) -> tuple[list[Json], list[Json]]:
    """The smallest sets of inputs that would settle the status or, where it stands, the date; and what is known later.

    Each with the best and the worst that it could make of the answer. Where something is unknown for another
    reason too, such as a number that no source gives or a grade known only later, a set may settle only a ``part``.
    """
    open_ = _open(run, root)
    if open_ is None:
        return [], []
    later = [path for path in open_.inputs if path in run.request.unused]
    return _to_give(run, root, options, open_), _bounds(run, root, options, later, open_)


def _to_give(run: Evaluation, root: Finding, options: Profile, open_: Open) -> list[Json]:
    """The sets that somebody could give: without what was given as known only after the day."""
    inputs = [path for path in open_.inputs if path not in run.request.unused]
    settles = "date" if open_.settles == "date" else "status"
    parts = _smallest(run, options, inputs, settles, all_settle=inputs == open_.inputs)
    if parts:
        return [one.as_json() | {"settles": settles} for one in parts]
    partly = open_.settles == "status" and inputs != open_.inputs
    whole = _bounds(run, root, options, inputs, open_)
    return [one | {"settles": "part" if partly else open_.settles} for one in whole]


def _open(run: Evaluation, root: Finding) -> Open | None:
    """What an answer hangs on; None where nothing that is open could change it."""
    leaves = sorted(set(open_leaves(root)))
    if not leaves:
        return None
    every = _given(run, root, leaves)
    if every.best == every.worst:
        return None
    day = run.request.as_of
    if open_ := sorted(open_inputs(root, day)):
        whole = every if open_ == every.inputs else _given(run, root, open_)
        return Open(open_, "part" if UNKNOWN in outcomes(root, day) else "status", whole)
    whole = _dating(run, root, every)
    return Open(whole.inputs, "date", whole)


def _bounds(run: Evaluation, root: Finding, options: Profile, inputs: list[str], open_: Open) -> list[Json]:
    """Some of the inputs with what they could make of the answer; none where they alone change nothing in it."""
    if not inputs:
        return []
    if inputs == open_.inputs:
        return [open_.all.as_json()]
    years = _years(inputs)
    tried = len(years) == len(inputs) and len(years) <= MOST
    one = _tried(run, options, years, SETTLED["part"]) if tried else _given(run, root, inputs)
    return [one.as_json()] if one and one.best != one.worst else []


def _given(run: Evaluation, root: Finding, inputs: Collection[str]) -> Bounds:
    """What some inputs could make of the answer, by what is open in the findings that they settle."""
    lines = (if_all_given(root, settle, inputs) for settle in (optimist, pessimist))
    best, worst = (run.read(line) for line in lines)
    return Bounds(list(inputs), best, worst)


def _dating(run: Evaluation, root: Finding, every: Bounds) -> Bounds:
    """The inputs that the date hangs on: those that are open on the first day that it may be, or else all of them."""
    found = open_inputs(root, parse(every.best.earliest).first) if every.best.earliest else None
    one = _given(run, root, sorted(found)) if found else every
    return one if one.best == every.best else every


def _years(inputs: list[str]) -> list[int]:
    """The years among some inputs whose grades are open."""
    return [int(path[-4:]) for path in inputs if path.startswith(GRADES) and path[-4:].isdigit()]


def _smallest(run: Evaluation, options: Profile, inputs: list[str], settles: str, *, all_settle: bool) -> list[Bounds]:
    """The sets of ungraded years that settle the status or the date, whatever else is open, and contain no other one.

    Not the set of all inputs, where that is known to settle it (``all_settle``).
    """
    years = _years(inputs)
    if not 0 < len(years) <= MOST:
        return []
    most = len(years) - (all_settle and len(years) == len(inputs))
    found: list[Bounds] = []
    for some in (some for size in range(1, most + 1) for some in combinations(years, size)):
        smaller = any(set(_years(one.inputs)) <= set(some) for one in found)
        if not smaller and (one := _tried(run, options, some, SETTLED[settles])):
            found.append(one)
    return found


# Whether what is unknown on a timeline leaves nothing open in what is read off it.
SETTLED: dict[str, Callable[[Evaluation, Timeline], bool]] = {
    "status": lambda run, line: line.at(run.request.as_of) != UNKNOWN,
    "date": lambda run, line: run.read(optimist(line)) == run.read(pessimist(line)),
    "part": lambda run, line: True,
}


def _tried(
    run: Evaluation, options: Profile, years: Sequence[int], settled: Callable[[Evaluation, Timeline], bool]
) -> Bounds | None:
    """What these years could make of the answer; None where one way to grade them leaves it open."""
    found: list[Verdict] = []
    for choice in product(*(_lawful(run, options, year) for year in years)):
        line = run.if_graded(options, dict(zip(years, choice, strict=True)))
        if UNKNOWN in line.values and not settled(run, line):
            return None
        found.append(run.read(line))
    found.sort(key=lambda one: (-one.status, one.earliest or NO_DAY))
    return Bounds([f"{GRADES}{year}" for year in years], found[0], found[-1])


def _lawful(run: Evaluation, options: Profile, year: int) -> list[str]:
    """The grades by which a year is tried: the best, the worst, one that simply counts, and those that bar.

    Of a year of which an effect says more, those of them that it leaves; where none simply counts, all that it leaves.
    """
    lawful, counting = run.grades(options).can_be(year), run.rules.counting(run.regime)
    plain = next(id_ for id_, rule in counting["grades"].items() if len(rule) == 1)
    tried = dict.fromkeys([*counting["unstated"], plain, *_barring(run)])
    if lawful and plain not in lawful:
        return list(lawful)
    return [grade for grade in tried if not lawful or grade in lawful]


def _barring(run: Evaluation) -> list[str]:
    """The grades that bar by themselves, one for each condition that says so."""
    named = [rule["grade"] for rule in run.conditions if rule["kind"] == "after-grade"]
    return named + [rule["none_of"][0] for rule in run.conditions if rule["kind"] == "not-graded"]
