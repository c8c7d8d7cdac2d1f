"""What would move the date: a few changes of the facts, each tried alone."""

from __future__ import annotations

from itertools import count, islice
from typing import Any

from ..dates.days import year_of
from ..dates.timeline import MET
from ..law.readings import Profile
from .evaluation import Evaluation
from .verdict import Verdict

MOST = 3


def what_if(run: Evaluation, options: Profile, default: Verdict) -> list[dict[str, Any]]:
    """At most three single changes that move the date, the running year's grade first."""
    found: list[dict[str, Any]] = []
    if default.status == MET:  # a grade that does not exist yet cannot move a date that has been reached
        return found
    for year, grade in candidates(run, options):
        if default.earliest and default.earliest < str(year + 1):
            continue  # reached before the grade exists
        changed = run.read(run.if_graded(options, {year: grade}))
        if changed.earliest != default.earliest:
            value = run.rules.grades[grade]["zh"]
            found.append({"path": f"person.grades.{year}", "value": value, "earliest": changed.earliest})
    return found[:MOST]


def candidates(run: Evaluation, options: Profile) -> list[tuple[int, str]]:
    """The running year graded in the best and in the worst counted way, the next one in the best; if not given.

    Years whose grade an effect sets are passed over, and no year gets a grade that an effect rules out.
    """
    best, worst = run.rules.counting(run.regime)["unstated"]
    grades, year = run.grades(options), year_of(run.request.as_of)
    set_ = grades.set
    year, following = islice((one for one in count(year) if one not in set_), 2) if set_ else (year, year + 1)
    changes = (year, best), (year, worst), (following, best)
    return [(year, grade) for year, grade in changes if year not in grades.known and grades.allows(year, grade)]
