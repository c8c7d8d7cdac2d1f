"""What is missing: the smallest sets of inputs that would settle an answer, and what they could make of it.

An input that is open is counted in the best and in the worst way. Not every open input matters, though: if the status
hangs on one of two ungraded years only, that one is asked for. A set *settles* the status if, whatever its inputs turn
out to be, nothing is left unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from ..dates.days import parse
from ..dates.timeline import UNKNOWN, optimist, pessimist
from ..law.rules import Json
from .case import Profile
from .evaluation import Evaluation
from .findings import Finding, if_all_given, open_inputs, open_leaves
from .verdict import Verdict, verdict
from .whatif import with_grade

GRADES = "/person/grades/"
MOST = 4  # ungraded years for which every combination is tried; with more, all of them are asked for


def missing(run: Evaluation, root: Finding, options: Profile) -> list[Json]:
    """The smallest sets of inputs that would settle the status or, where it stands, the date.

    Each with the best and the worst that it could make of the answer.
    """
    if not any(open_leaves(root)):
        return []
    day = run.request.as_of
    best, worst = (verdict(if_all_given(root, settle), day) for settle in (optimist, pessimist))
    if best == worst:
        return []
    open_ = open_inputs(root, day)
    settles = "status" if open_ else "date"
    sets = _smallest(run, options, sorted(open_)) if open_ else [_dating(root, best)]
    return [
        {"inputs": one, "settles": settles, "best": best.as_json(), "worst": worst.as_json()} for one in sets if one
    ]


def _dating(root: Finding, best: Verdict) -> list[str]:
    """The inputs that the date hangs on: those that are open on the first day that it may be."""
    found = open_inputs(root, parse(best.earliest).first) if best.earliest else None
    return sorted(found or set(open_leaves(root)))


def _smallest(run: Evaluation, options: Profile, inputs: list[str]) -> list[list[str]]:
    """The parts of a set of ungraded years that settle the status and contain no other such part; else the set."""
    years = [int(path[-4:]) for path in inputs if path.startswith(GRADES) and path[-4:].isdigit()]
    if len(years) < len(inputs) or not 1 < len(years) <= MOST:
        return [inputs]
    found: list[tuple[int, ...]] = []
    for size in range(1, len(years)):
        untried = (some for some in combinations(years, size) if not any(set(one) <= set(some) for one in found))
        found += [some for some in untried if _settles(run, options, some)]
    return [[f"{GRADES}{year}" for year in some] for some in found or [tuple(years)]]


def _settles(run: Evaluation, options: Profile, years: Sequence[int]) -> bool:
    """Whether every way to grade these years leaves nothing unknown."""
    for choice in product(*(_lawful(run, options, year) for year in years)):
        request = run.request
        for year, grade in zip(years, choice, strict=True):
            request = with_grade(request, year, grade)
        if run.verdict(options, request).status == UNKNOWN:
            return False
    return True


def _lawful(run: Evaluation, options: Profile, year: int) -> list[str]:
    """The grades by which a year is tried: the best, the worst and one that simply counts.

    Of a year of which an effect says more, those of them that it leaves; where none simply counts, all that it leaves.
    """
    lawful, counting = run.grades(options).can_be(year), run.rules.counting(run.regime)
    plain = next(id_ for id_, rule in counting["grades"].items() if len(rule) == 1)
    tried = (*counting["unstated"], plain)
    if lawful and plain not in lawful:
        return list(lawful)
    return [grade for grade in tried if not lawful or grade in lawful]
