"""What is missing: the smallest sets of inputs that would settle an answer, and what they could make of it.

An input that is open is counted in the best and in the worst way. Not every open input matters, though: if the status
hangs on one of two ungraded years only, that one is asked for. A set *settles* the status if, whatever its inputs turn
out to be, nothing is left unknown.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from .days import parse
from .findings import Finding, open_leaves, open_sets
from .rules import Json
from .timeline import UNKNOWN, optimist, pessimist
from .verdict import Verdict, verdict
from .whatif import with_grade

if TYPE_CHECKING:
    from .case import Profile
    from .promotion import Evaluation

GRADES = "/person/grades/"
MOST = 4  # ungraded years for which every combination is tried; with more, all of them are asked for


def missing(run: Evaluation, root: Finding, options: Profile) -> list[Json]:
    """The smallest sets of inputs that would settle the status or, where it stands, the date.

    Each with the best and the worst that it could make of the answer.
    """
    day = run.request.as_of
    best, worst = verdict(optimist(root.timeline), day), verdict(pessimist(root.timeline), day)
    if best == worst:
        return []
    sets = [_shrink(run, options, one) for one in open_sets(root, day)]
    settles = "status" if sets else "date"
    sets = sets or _dating(root, best) or [frozenset(open_leaves(root))]
    return [
        {"inputs": sorted(one), "settles": settles, "best": best.as_json(), "worst": worst.as_json()}
        for one in dict.fromkeys(sets)
        if one
    ]


def _dating(root: Finding, best: Verdict) -> list[frozenset[str]]:
    """The inputs that the date hangs on: those that are open on the first day that it may be."""
    return open_sets(root, parse(best.earliest).first) if best.earliest else []


def _shrink(run: Evaluation, options: Profile, inputs: frozenset[str]) -> frozenset[str]:
    """The set without the ungraded years that do not matter."""
    years = sorted(int(path.removeprefix(GRADES)) for path in inputs if path.startswith(GRADES) and path[-4:].isdigit())
    if len(years) < len(inputs) or not 1 < len(years) <= MOST:
        return inputs
    for year in list(years):
        rest = [other for other in years if other != year]
        if rest and _settles(run, options, rest):
            years = rest
    return frozenset(f"{GRADES}{year}" for year in years)


def _settles(run: Evaluation, options: Profile, years: list[int]) -> bool:
    """Whether every way to grade these years leaves nothing unknown."""
    counting = run.rules.counting(run.regime)
    grades = [*counting["unstated"], next(id_ for id_, rule in counting["grades"].items() if len(rule) == 1)]
    for choice in product(grades, repeat=len(years)):
        request = run.request
        for year, grade in zip(years, choice, strict=True):
            request = with_grade(request, year, grade)
        if run.verdict(options, request).status == UNKNOWN:
            return False
    return True
