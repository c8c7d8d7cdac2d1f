"""What is missing: the smallest sets of inputs that would settle an answer, and what they could make of it.

An input that is open is counted in the best and in the worst way. Not every open input matters, though: if the status
hangs on one of two ungraded years only, that one is asked for. A set *settles* the status if, whatever its inputs turn
out to be, nothing is left unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations, product
from typing import NamedTuple

from ..dates.days import parse
from ..dates.timeline import UNKNOWN, optimist, pessimist
from ..law.readings import Profile
from ..law.rules import Json
from .evaluation import Evaluation
from .findings import Finding, if_all_given, open_inputs, open_leaves, outcomes
from .verdict import Verdict, verdict
from .whatif import with_grade

GRADES = "/person/grades/"
LATER = "9999"  # than every day of a verdict
MOST = 4  # ungraded years for which every combination is tried; with more, all of them are asked for


class Bounds(NamedTuple):
    """A set of inputs, with the best and the worst that it could make of the answer."""

    inputs: list[str]
    best: Verdict
    worst: Verdict


def missing(run: Evaluation, root: Finding, options: Profile) -> list[Json]:
    """The smallest sets of inputs that would settle the status or, where it stands, the date.

    Each with the best and the worst that it could make of the answer. Where something is unknown for another
    reason too, such as a number that no source gives, a set may settle only a ``part``.
    """
    leaves = sorted(set(open_leaves(root)))
    if not leaves:
        return []
    every = _given(run, root, leaves)
    if every.best == every.worst:
        return []
    day = run.request.as_of
    open_ = open_inputs(root, day)
    sets = _smallest(run, root, options, sorted(open_), every) if open_ else [_dating(run, root, every)]
    settles = "date" if not open_ else "part" if UNKNOWN in outcomes(root, day) else "status"
    return [
        {"inputs": one.inputs, "settles": settles, "best": one.best.as_json(), "worst": one.worst.as_json()}
        for one in sets
        if one.inputs
    ]


def _given(run: Evaluation, root: Finding, inputs: Collection[str]) -> Bounds:
    """What some inputs could make of the answer, by what is open in the findings that they settle."""
    lines = (if_all_given(root, settle, inputs) for settle in (optimist, pessimist))
    best, worst = (verdict(line, run.request.as_of, by_day=run.by_day) for line in lines)
    return Bounds(list(inputs), best, worst)


def _dating(run: Evaluation, root: Finding, every: Bounds) -> Bounds:
    """The inputs that the date hangs on: those that are open on the first day that it may be, or else all of them."""
    found = open_inputs(root, parse(every.best.earliest).first) if every.best.earliest else None
    one = _given(run, root, sorted(found)) if found else every
    return one if one.best == every.best else every


def _smallest(run: Evaluation, root: Finding, options: Profile, inputs: list[str], every: Bounds) -> list[Bounds]:
    """The parts of a set of ungraded years that settle the status and contain no other such part; else the set."""
    years = [int(path[-4:]) for path in inputs if path.startswith(GRADES) and path[-4:].isdigit()]
    whole = every if inputs == every.inputs else _given(run, root, inputs)
    if len(years) < len(inputs) or not 1 < len(years) <= MOST:
        return [whole]
    found: list[tuple[int, ...]] = []
    bounds: list[Bounds] = []
    for size in range(1, len(years)):
        for some in combinations(years, size):
            if not any(set(one) <= set(some) for one in found) and (one := _settled(run, options, some)):
                found.append(some)
                bounds.append(one)
    return bounds or [whole]


def _settled(run: Evaluation, options: Profile, years: Sequence[int]) -> Bounds | None:
    """What these years could make of the answer; None where one way to grade them leaves it unknown."""
    found: list[Verdict] = []
    for choice in product(*(_lawful(run, options, year) for year in years)):
        request = run.request
        for year, grade in zip(years, choice, strict=True):
            request = with_grade(request, year, grade)
        found.append(run.verdict(options, request))
        if found[-1].status == UNKNOWN:
            return None
    found.sort(key=lambda one: (-one.status, one.earliest or LATER))
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
