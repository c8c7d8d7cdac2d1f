"""What a few changes would do to every later day of a career: one excellent year, all of them, one year lost, one bar.

    from 2025-03-01:            2027-03-01   2029-03-01   2031-03-01
    2026 excellent:             2027-01-01   2029-01-01   2031-01-01
    2026 basically competent:   2028-03-01   2030-03-01   2032-03-01

Each is climbed alone, under the default readings. A bar brings two things, kept apart: no promotion while it runs, and
the grade that it sets for its year. The kind of bar is the one that the request names, or the shortest one of the
regime whose length is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from typing import NamedTuple

from ..asking.facts import Effect, Grade, exists_from
from ..dates.days import Span, year_of
from ..law.readings import chosen
from ..law.rules import Json
from ..record import replace
from .climb import Assumed, Climb
from .run import Run

PATH = "/what-if"
TRIED = 2  # years without a grade


class Scenario(NamedTuple):
    """One change of the facts: its name, the place in the request and the value, and the climb from the new facts."""

    id: str
    path: str
    value: str
    climb: Climb


def scenarios(run: Run) -> list[Json]:
    """The changes with their days, beside those of the path and of the step after it."""
    targets = [step.target for step in run.path.every]
    return [_answer(run, one, targets) for one in _all(run)] if targets else []


def _answer(run: Run, one: Scenario, targets: list[str]) -> Json:
    path = one.climb.path(run.begin, run.options, len(run.path.steps))
    steps = [{"rank": target} | run.verdict(path.found(place)) for place, target in enumerate(targets)]
    return {"id": one.id, "path": one.path, "value": one.value, "earliest": steps[0]["earliest"],
            "steps": steps} | _sets(run, one.climb)  # fmt: skip


def _sets(run: Run, climb: Climb) -> Json:
    """The grades that a bar sets, where it changes one that is assumed."""
    base, limits = run.climb, climb.limits(run.options)[0]
    found = {str(year): climb.grade(year, run.options) for year in limits
             if climb.grade(year, run.options) != base.grade(year, run.options)}  # fmt: skip
    return {"sets": found} if found else {}


def _all(run: Run) -> Iterator[Scenario]:
    """The changes that this regime knows, in the order in which they are shown."""
    grades = run.rules.counting(run.regime).get("grades", {})
    shortens = next((id_ for id_, one in grades.items() if _months(run, one) < 0), None)
    drops = next((id_ for id_, one in grades.items() if one.get("drops") is True or _months(run, one) > 0), None)
    if shortens:
        yield from _one_year("year-best", run, shortens)
        if shortens != run.asked.grade or run.asked.grades:
            climb = run.climber(run.request, Assumed(shortens))
            yield Scenario("every-best", "assume.grade", run.rules.grades[shortens]["zh"], climb)
    if drops:
        yield from _one_year("year-lost", run, drops)
    yield from _bar(run)


def _months(run: Run, rule: Json) -> int:
    """The months that a grade adds to those asked; nothing where its number may not decide."""
    found = run.rules.value(rule.get("months", 0), rule.get("cite"), run.request.as_of)
    return 0 if found.evidence == "unverified" else int(chosen(found.value or 0, run.options))


def _one_year(id_: str, run: Run, grade: str) -> Iterator[Scenario]:
    """One year graded otherwise than assumed: of this one and the next the first that moves a day.

    Where neither does, it is this one: that it changes nothing is an answer too.
    """
    stated, limits = run.request.person.grades, run.climb.limits(run.options)[0]
    free = (year for year in count(year_of(run.begin.day)) if year not in stated and year not in limits)
    years = [year for year in islice(free, TRIED) if run.climb.grade(year, run.options) != grade]
    found = [_year(id_, run, year, grade) for year in years]
    yield from list(islice((one for one in found if _moves(run, one)), 1)) or found[:1]


def _moves(run: Run, one: Scenario) -> bool:
    path = one.climb.path(run.begin, run.options, len(run.path.steps))
    places = range(len(run.path.every))
    return any(run.verdict(path.found(place)) != run.verdict(run.path.found(place)) for place in places)


def _year(id_: str, run: Run, year: int, grade: str) -> Scenario:
    one = Grade(year, grade, exists_from(year), f"/assume/grades/{year}")
    assumed = Assumed(run.asked.grade, run.asked.grades | {year: one})
    climb = run.climber(run.request, assumed)
    return Scenario(id_, f"assume.grades.{year}", run.rules.grades[grade]["zh"], climb)


def _bar(run: Run) -> Iterator[Scenario]:
    """One effect period from the day asked about; not where nothing was said of effects, for then none is known."""
    person, kind = run.request.person, run.asked.effect or _usual_kind(run)
    if kind is None or person.effects is None:
        return
    day = run.request.as_of
    effect = Effect(kind, Span(day, day), None, PATH)
    request = replace(run.request, person=replace(person, effects=(*person.effects, effect)))
    climb = run.climber(request, Assumed(run.asked.grade, run.asked.grades))
    yield Scenario("bar", "person.effects", run.rules.effects[kind]["zh"], climb)


def _usual_kind(run: Run) -> str | None:
    """The lightest kind of effect that bars under the regime: the shortest one whose length is known."""
    families = {family for one in run.climb.data["conditions"] if one["kind"] == "free" for family in one["of"]}
    kinds = {id_: _length(run, one) for id_, one in run.rules.effects.items() if one["family"] in families}
    return min((id_ for id_, months in kinds.items() if months), key=lambda id_: kinds[id_] or 0, default=None)


def _length(run: Run, kind: Json) -> int | None:
    months = run.rules.value(kind.get("months"), kind["cite"], run.request.as_of)
    return None if months.evidence == "unverified" else months.value
