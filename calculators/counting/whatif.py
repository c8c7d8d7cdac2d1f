"""What would move the date: a few changes of the facts, each tried alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..asking.facts import Grade, Request
from ..dates.days import Span, year_of, year_start
from ..dates.timeline import MET

if TYPE_CHECKING:
    from ..promotion.answer import Evaluation
    from .case import Profile
    from .verdict import Verdict

MOST = 3


def what_if(run: Evaluation, options: Profile, default: Verdict) -> list[dict[str, Any]]:
    """At most three single changes that move the date, the running year's grade first."""
    found: list[dict[str, Any]] = []
    if default.status == MET:  # a grade that does not exist yet cannot move a date that has been reached
        return found
    for year, path, value, request in candidates(run):
        if default.earliest and default.earliest < str(year + 1):
            continue  # reached before the grade exists
        changed = run.verdict(options, request)
        if changed.earliest != default.earliest:
            found.append({"path": path, "value": value, "earliest": changed.earliest})
    return found[:MOST]


def candidates(run: Evaluation) -> list[tuple[int, str, Any, Request]]:
    """The running year graded in the best and in the worst counted way; the grades not given, set to the best."""
    request, names = run.request, run.rules.grades
    unstated = run.rules.counting(run.regime)["unstated"]
    year = year_of(request.as_of)
    changes = [(year, grade) for grade in (unstated[0], unstated[1])]
    changes += [(year + 1, unstated[0])]
    return [
        (when, f"person.grades.{when}", names[grade]["zh"], with_grade(request, when, grade))
        for when, grade in changes
        if when not in request.person.grades
    ]


def with_grade(request: Request, year: int, grade: str) -> Request:
    """The request with one more grade, known from the first day of the next year."""
    known = year_start(year + 1)
    grades = request.person.grades | {year: Grade(year, grade, Span(known, known), f"/person/grades/{year}")}
    return request._replace(person=request.person._replace(grades=grades))
