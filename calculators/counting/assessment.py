"""What the grades of single years bring: a bar on promotion, and the consequences that a regime lists.

A bar runs from the day on which the grade exists, for the months that the rule of that day asks:

    2024 basically competent, known from 2025-01-01, 12 months: no promotion until 2026-01-01
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from ..asking.facts import Grade, Request
from ..dates.days import Span, add_months, year_of, year_start
from ..dates.timeline import MET, UNKNOWN, Timeline, all_of, barred
from ..law.evidence import RANK
from ..law.prepared import prepared
from ..law.readings import profile
from ..law.rules import Rules
from .bars import Bar, as_value, certain_end, over
from .case import Case
from .findings import Finding
from .year_grades import year_grades

Rule = dict[str, Any]


def after_grade(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """No bar runs that the grade of an earlier year brings; the year before, if it may have it, leaves that open."""
    last, grades = year_of(case.as_of) - 1, year_grades(case)
    may = last not in grades.known and grades.allows(last, rule["grade"])
    open_ = (f"/person/grades/{last}",) if may else ()
    found, past = _bars(rule, case)
    evidence = min([case.rules.evidence(rule["cite"]), *(bar.evidence for bar in found)], key=RANK.__getitem__)
    cites = tuple(dict.fromkeys([rule["cite"], *(cite for bar in found + past for cite in bar.cites)]))
    lines = [_line(bar) for bar in found] + ([_while_open(rule, case, last)] if open_ else [])
    line = all_of(lines)
    free = "over" if found else "doubted" if past else "met"
    code = ("barred", "unknown", free)[line.at(case.as_of)]
    values = {"grade": rule["grade"], "bars": [as_value(bar) for bar in found or past]}
    if code == "unknown" and all(over(bar, case.as_of) for bar in found):  # only the grade that is open leaves it so
        code, values = "not-said", values | {"year": last}
    return Finding("after-grade", f"after-grade.{code}", line, cites, evidence, values, open_)


def grade_bars(rule: Rule, case: Case) -> list[Bar]:
    """The bar of each year with that grade; one whose months are only unverified has no end that is known."""
    return _bars(rule, case)[0]


def _bars(rule: Rule, case: Case) -> tuple[list[Bar], list[Bar]]:
    """The bars, and apart those that decide nothing: not verified, and over on the day even if they are true."""
    found: list[Bar] = []
    past: list[Bar] = []
    for grade in _graded(rule, case):
        bar = _as_written(rule, case, grade)
        if bar and bar.evidence == "unverified" and not case.trust:
            (past if over(bar, case.as_of) else found).append(bar)
        elif bar:
            found.append(bar)
    return [_untrusted(bar, case) for bar in found], past


def _untrusted(bar: Bar, case: Case) -> Bar:
    """A bar that runs without its end, where that is only unverified: no date may rest on it."""
    if bar.evidence != "unverified" or over(bar, case.as_of):
        return bar
    case.unverified |= {bar.cite or ""}
    return bar if case.trust else bar._replace(end=None, months=None)


def _graded(rule: Rule, case: Case) -> list[Grade]:
    """The years with the grade that a rule is about."""
    found = [grade for grade in year_grades(case).known.values() if grade.grade == rule["grade"]]
    return sorted(found, key=attrgetter("year"))


def would_bar(case: Case, regime: str) -> list[Bar]:
    """The bars of the day that the grades would bring by the conditions of another regime, however well it is known."""
    rules = [rule for rule in case.rules.regimes[regime]["conditions"] if rule["kind"] == "after-grade"]
    found = [_as_written(rule, case, one) for rule in rules for one in _graded(rule, case)]
    return [bar for bar in found if bar and bar.start.first <= case.as_of and not over(bar, case.as_of)]


def _as_written(rule: Rule, case: Case, grade: Grade) -> Bar | None:
    months = case.rules.value(rule["months"], rule["cite"], grade.known.first)
    if months.value is None:
        return None
    end = Span(*(add_months(day, months.value) for day in grade.known))
    return Bar(grade.grade, grade.known, end, grade.path, months.cite, months.evidence, months=months.value)


def _line(bar: Bar) -> Timeline:
    """Barred while the bar runs; where its months are unverified, unknown instead, and with no end."""
    if bar.end is None:
        return Timeline.of((0, MET), (bar.start.first, UNKNOWN))
    return barred([(bar.start.first, bar.end.last)], [(bar.start.last, certain_end(bar))])


def _while_open(rule: Rule, case: Case, year: int) -> Timeline:
    """The bar that a year without a stated grade may bring."""
    start = year_start(year + 1)
    months = case.value(rule["months"], rule["cite"], start).value
    end = () if months is None else ((add_months(start, months), MET),)
    return Timeline.of((0, MET), (start, UNKNOWN), *end)


def brings(case: Case) -> Iterator[Rule]:
    """What the stated grades bring, by the regime's list: single years, years in a row, and years added up."""
    order = list(case.rules.grades)
    for entry in case.regime.get("assessment", ()):
        if "count" in entry:
            enough = _at_least(order, entry)
            years = [year for year in sorted(case.grades) if case.grades[year].grade in enough]
            groups = _groups(years, entry["years"], entry["count"]) if "years" in entry else [years] if years else []
            yield from ({"id": entry["id"], "years": one, "cite": entry["cite"]} for one in groups)


def of_person(request: Request, rules: Rules) -> list[Rule]:
    """The judgements of ``in_a_row`` on a person where no one regime is asked: by the readings of their own one."""
    regime = next((id_ for id_, _ in _raising(rules)), None)
    return list(in_a_row(Case(rules, regime, request, profile(rules, regime, request.pinned)))) if regime else []


def in_a_row(case: Case) -> Iterator[Rule]:
    """The judgements that years in a row with a grade raise, whatever regime is asked, with the years' inputs.

    By the law of the day on which the last of their grades exists, and from that day on; a grade that an effect sets
    is one like any other, and one that it only allows is none.
    """
    for _, entry in _raising(case.rules):
        graded = _graded(entry, case)
        if len(graded) < entry["years"]:
            continue
        known = {one.year: one for one in graded if one.known.last <= case.as_of}
        for row in _groups(list(known), entry["years"], "row"):
            day = max(known[year].known.last for year in row)
            raised = case.rules.value(entry["raises"], None, day)
            if raised.value:
                yield {"id": raised.value, "cite": raised.cite, "paths": [known[year].path for year in row]}


@prepared
def _raising(rules: Rules) -> list[tuple[str, Rule]]:
    """The entries on years in a row that raise a judgement, each with its regime."""
    listed = [(id_, one) for id_, data in rules.regimes.items() for one in data.get("assessment", ())]
    return [(id_, one) for id_, one in listed if "raises" in one]


def _at_least(order: list[str], entry: Rule) -> list[str]:
    """The grades that an entry is about: its own, and with ``or_better`` those above it."""
    place = order.index(entry["grade"])
    return order[: place + 1] if entry.get("or_better") else [entry["grade"]]


def _groups(years: list[int], size: int, count: str) -> Iterator[list[int]]:
    """The years in groups of ``size``: as they come (``sum``), or only where they follow each other (``row``)."""
    group: list[int] = []
    for year in years:
        group = [*group, year] if count == "sum" or not group or group[-1] + 1 == year else [year]
        if len(group) == size:
            yield group
            group = []
