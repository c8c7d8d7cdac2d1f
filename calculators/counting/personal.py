"""Conditions on the person and not on a rank: level, age, years of work, the grades of the last years.

Like every condition they give a timeline. A level is known for the day that is asked about only, so it has no date; an
age and years of work turn on a birthday and on an anniversary; the grades of the last years turn with the year.
"""

from __future__ import annotations

from typing import Any

from ..dates.days import BEGINNING, END, Span, add_months, parse, written, year_of, year_start
from ..dates.timeline import ALWAYS, MET, NEVER, OPEN, UNKNOWN, UNMET, Timeline, certain
from ..law.evidence import RANK
from ..law.rules import Value, alternatives
from ..record import replace
from .case import Case, Judgement
from .findings import Finding
from .year_grades import year_grades

Rule = dict[str, Any]


def level(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The pay level is at or above the one that the promotion asks for (a lower number is a higher level).

    A level alone is that of the day asked about and has no date; a list of levels by date turns when the level rose.
    """
    asked = case.value(promotion["level"], promotion.get("cite", rule["cite"]))
    cites, values = (asked.cite or rule["cite"],), {"level": asked.value, "now": case.person.level}
    if asked.value is None:
        return Finding("level", "level-asked.no-number", OPEN, cites, asked.evidence, values)
    if case.person.levels:
        return _level_since(case, asked, cites, values)
    if case.person.level is None:
        return Finding("level", "level-asked.not-said", OPEN, cites, asked.evidence, values, ("/person/level",))
    enough = case.person.level <= asked.value
    code = "level-asked.met" if enough else "level-asked.unmet"
    return Finding("level", code, ALWAYS if enough else NEVER, cites, asked.evidence, values)


def _level_since(case: Case, asked: Value, cites: tuple[str, ...], values: Rule) -> Finding:
    """The level where the request says since when each one was held; before the first of them it is not known."""
    levels = case.person.levels
    ends = [*(item.start for item in levels[1:]), Span(END, END)]
    good = [(item.start, end) for item, end in zip(levels, ends, strict=True) if item.level <= asked.value]
    possible = [(start.first, end.last) for start, end in good]
    sure = [(start.last, end.first) for start, end in good]
    line = certain([(BEGINNING, levels[0].start.last), *possible], sure)
    held = [item for item in levels if item.start.first <= case.as_of]
    code = ("unmet", "unknown", "met")[line.at(case.as_of)] if held else "not-said"
    open_ = tuple(f"{item.path}/from" for item in levels if not item.start.exact) if held else ("/person/levels",)
    values = values | {"now": held[-1].level if held else None}
    return Finding("level", f"level-asked.{code}", line, cites, asked.evidence, values, open_)


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
    """Not older than the age asked: until the birthday after it or, where a reading says so, until that birthday."""
    low, high = by_organ(case, promotion.get("max_age", rule.get("max")), promotion.get("cite", rule["cite"]))
    born = case.person.dates.get("born")
    ages = list(dict.fromkeys(one.value for one in (low, high)))
    values: Rule = {"age": ages[0] if len(ages) == 1 else ages}
    cites = tuple(dict.fromkeys(one.cite or rule["cite"] for one in (low, high)))
    evidence = min(low.evidence, high.evidence, key=RANK.__getitem__)
    if low.value is None or high.value is None:
        return Finding("age", "age.no-number", OPEN, cites, evidence, values)
    if born is None:
        return Finding("age", "age.not-said", OPEN, cites, evidence, values, ("/person/born",))
    on_birthday = case.choose(rule.get("until")) == "birthday"
    first, last = (_too_old(day, one.value, on_birthday) for day, one in zip(born, (low, high), strict=True))
    line = certain([(BEGINNING, last)], [(BEGINNING, first)])
    if rule.get("over") and line.at(case.as_of) == UNMET:
        case.judgements.append(Judgement(rule["over"], rule["cite"], "/person/born"))
    finding = _dated("age", line, case, cites, evidence, values | {"since": written(born)}, born, "born")
    if len(ages) > 1 and born.exact and finding.code == "age.unknown":
        finding = replace(finding, code="age.by-organ")
    return replace(finding, open=finding.open + (("/person/organ",) if len(ages) > 1 else ()))


def _too_old(born: int, age_: int, on_birthday: bool) -> int:
    """The first day on which somebody is older than an age: the day after that birthday, or the next birthday."""
    return add_months(born, 12 * age_) + 1 if on_birthday else add_months(born, 12 * (age_ + 1))


def by_organ(case: Case, entry: Any, cite: str | None) -> tuple[Value, Value]:
    """A value that may depend on the kind of organ: the lowest and the highest that it can be."""
    if not (isinstance(entry, dict) and "by_organ" in entry):
        found = case.value(entry, cite)
        return found, found
    rows, organ = entry["by_organ"], case.person.organ
    fitting = [row for row in rows if not organ or organ in row.get("organ", (organ,))]
    values = [case.value(row["at"], cite) for row in (fitting[:1] if organ else fitting)]
    known = sorted(values, key=lambda one: (one.value is not None, one.value or 0))
    return known[0], known[-1]


def grades(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Each of the ``last`` finished years was graded ``at_least`` so; years before the first entry do not matter.

    Without ``last`` it is as many years as the promotion itself asks for: all the years of the tenure.
    """
    asked = rule.get("last") or alternatives(promotion)[0].get("years")
    last, order = case.value(asked, rule["cite"]).value, list(case.rules.grades)
    if last is None:
        return Finding("grades", "grades.no-number", OPEN, (rule["cite"],), case.rules.evidence(rule["cite"]))
    worst = order.index(rule["at_least"])
    held = case.person.held or ()
    first = min((year_of(item.start.first) for item in held), default=year_of(case.as_of) - last)
    if case.person.service_from:  # a recruit's probation is commented on, not graded
        first = max(first, year_of(case.person.service_from.last))
    known, states = year_grades(case), dict[int, int]()
    for year in range(first, year_of(case.as_of) + 1):
        good = known.all_are(year, lambda grade: order.index(grade) <= worst)
        finished = year_start(year + 1) <= case.as_of
        states[year] = (UNKNOWN if finished else MET) if good is None else MET if good else UNMET
    days = [(year_start(year), _worst_of(states, year, last)) for year in range(first, year_of(case.as_of) + last + 2)]
    line = Timeline.of((BEGINNING, MET), *days)
    open_ = tuple(f"/person/grades/{year}" for year, state in states.items() if state == UNKNOWN)
    bad = [year for year, state in states.items() if state == UNMET and year >= year_of(case.as_of) - last]
    code = ("grades.unmet", "grades.unknown", "grades.met")[line.at(case.as_of)]
    values = {"last": last, "grade": rule["at_least"], "bad": bad}
    cites = (rule["cite"], *known.cites(bad))
    return Finding("grades", code, line, cites, case.rules.evidence(*cites), values, open_)


def in_force(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Whether the regime is known to be in force: before the day on which a source shows it, it may have been."""
    shown = parse(case.regime["in_force_by"])
    return Finding("in-force", "in-force.shown", certain([(BEGINNING, END)], [(shown.last, END)]), (rule["cite"],),
                   case.rules.evidence(rule["cite"]), {"date": case.regime["in_force_by"]})  # fmt: skip


def title(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The professional title that the promotion asks for, or a higher one; known for the day asked about only."""
    asked = case.value(promotion.get("title"), promotion.get("cite", rule["cite"]))
    cites, values = (asked.cite or rule["cite"],), {"title": asked.value, "held": case.person.title}
    if asked.value is None:
        return Finding("title", "title.no-number", OPEN, cites, asked.evidence, {})
    if case.person.title is None:
        return Finding("title", "title.not-said", OPEN, cites, asked.evidence, values, ("/person/title",))
    order = list(case.rules.titles)
    enough = order.index(case.person.title) <= order.index(asked.value)
    return Finding("title", f"title.{'met' if enough else 'unmet'}", ALWAYS if enough else NEVER, cites,
                   asked.evidence, values)  # fmt: skip


def _worst_of(states: dict[int, int], year: int, last: int) -> int:
    return min((states.get(before, MET) for before in range(year - last, year)), default=MET)


def _from(due: Span) -> Timeline:
    return Timeline.of((BEGINNING, UNMET), (due.first, UNKNOWN), (due.last, MET))


def _dated(
    kind: str, line: Timeline, case: Case, cites: tuple[str, ...], evidence: str, values: Rule, fact: Span, name: str
) -> Finding:
    code = f"{kind}.{('unmet', 'unknown', 'met')[line.at(case.as_of)]}"
    return Finding(kind, code, line, cites, evidence, values, () if fact.exact else (f"/person/{name}",))
