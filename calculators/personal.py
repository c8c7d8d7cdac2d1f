"""Conditions on the person and not on a rank: level, age, years of work, the grades of the last years.

Like every condition they give a timeline. A level is known for the day that is asked about only, so it has no date; an
age and years of work turn on a birthday and on an anniversary; the grades of the last years turn with the year.
"""

from __future__ import annotations

from typing import Any

from .case import Case
from .days import BEGINNING, Span, add_months, written, year_of, year_start
from .findings import Finding
from .timeline import ALWAYS, MET, NEVER, OPEN, UNKNOWN, UNMET, Timeline, certain

Rule = dict[str, Any]


def level(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The pay level is at or above the one that the promotion asks for (a lower number is a higher level)."""
    asked = case.value(promotion["level"], promotion.get("cite", rule["cite"]))
    cites, values = (asked.cite or rule["cite"],), {"level": asked.value, "now": case.person.level}
    if asked.value is None:
        return Finding("level", "level-asked.no-number", OPEN, cites, asked.evidence, values)
    if case.person.level is None:
        return Finding("level", "level-asked.not-said", OPEN, cites, asked.evidence, values, ("/person/level",))
    enough = case.person.level <= asked.value
    code = "level-asked.met" if enough else "level-asked.unmet"
    return Finding("level", code, ALWAYS if enough else NEVER, cites, asked.evidence, values)


def since(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """So many years since a date of the person (``fact``), such as the beginning of work."""
    asked = case.value(rule.get("years", promotion.get("service_years")), promotion.get("cite", rule["cite"]))
    start = case.person.dates.get(rule["fact"])
    cites, values = (asked.cite or rule["cite"],), {"fact": rule["fact"], "years": asked.value}
    if asked.value is None:
        return Finding("since", "since.no-number", OPEN, cites, asked.evidence, values)
    if start is None:
        return Finding("since", "since.not-said", OPEN, cites, asked.evidence, values, (f"/person/{rule['fact']}",))
    due = Span(add_months(start.first, 12 * asked.value), add_months(start.last, 12 * asked.value))
    line = _from(due)
    return _dated("since", line, case, cites, asked.evidence, values | {"since": written(start)}, start, rule["fact"])


def age(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Not older than the age asked: until the birthday after it."""
    asked = case.value(promotion.get("max_age", rule.get("max")), promotion.get("cite", rule["cite"]))
    born = case.person.dates.get("born")
    cites, values = (asked.cite or rule["cite"],), {"age": asked.value}
    if asked.value is None:
        return Finding("age", "age.no-number", OPEN, cites, asked.evidence, values)
    if born is None:
        return Finding("age", "age.not-said", OPEN, cites, asked.evidence, values, ("/person/born",))
    over = Span(*(add_months(day, 12 * (asked.value + 1)) for day in born))
    line = certain([(BEGINNING, over.last)], [(BEGINNING, over.first)])
    return _dated("age", line, case, cites, asked.evidence, values | {"since": written(born)}, born, "born")


def grades(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Each of the ``last`` finished years was graded ``at_least`` so; years before the first entry do not matter."""
    last, order = case.value(rule["last"], rule["cite"]).value, list(case.rules.grades)
    worst = order.index(rule["at_least"])
    held = case.person.held or ()
    first = min((year_of(item.start.first) for item in held), default=year_of(case.as_of) - last)
    states: dict[int, int] = {}
    for year in range(first, year_of(case.as_of) + 1):
        stated = case.person.grades.get(year)
        finished = year_start(year + 1) <= case.as_of
        good = stated is not None and order.index(stated.grade) <= worst
        states[year] = (MET if good else UNMET) if stated else UNKNOWN if finished else MET
    days = [(year_start(year), _worst_of(states, year, last)) for year in range(first, year_of(case.as_of) + last + 2)]
    line = Timeline.of((BEGINNING, MET), *days)
    open_ = tuple(f"/person/grades/{year}" for year, state in states.items() if state == UNKNOWN)
    bad = [year for year, state in states.items() if state == UNMET and year >= year_of(case.as_of) - last]
    code = ("grades.unmet", "grades.unknown", "grades.met")[line.at(case.as_of)]
    values = {"last": last, "grade": rule["at_least"], "bad": bad}
    return Finding("grades", code, line, (rule["cite"],), case.rules.evidence(rule["cite"]), values, open_)


def _worst_of(states: dict[int, int], year: int, last: int) -> int:
    return min((states.get(before, MET) for before in range(year - last, year)), default=MET)


def _from(due: Span) -> Timeline:
    return Timeline.of((BEGINNING, UNMET), (due.first, UNKNOWN), (due.last, MET))


def _dated(
    kind: str, line: Timeline, case: Case, cites: tuple[str, ...], evidence: str, values: Rule, fact: Span, name: str
) -> Finding:
    code = f"{kind}.{('unmet', 'unknown', 'met')[line.at(case.as_of)]}"
    return Finding(kind, code, line, cites, evidence, values, () if fact.exact else (f"/person/{name}",))
