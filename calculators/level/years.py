"""A level for years of good assessment: one for so many of them, counted since the level was last set.

    level 18 since 2020-01-01, 2020 to 2024 competent, one level for five years: 17 from 2025-01-01

Never beyond the range of the rank or post. While a period bars, the years go on and the level is not gained.
"""

from __future__ import annotations

from itertools import count, islice

from ..asking.facts import Grade
from ..counting.plain import ALWAYS, NEVER, OPEN, leaf
from ..counting.year_grades import YearGrades
from ..dates.days import BEGINNING, END, Span, year_of, year_start
from ..dates.timeline import Timeline, certain
from ..law.rules import Json
from .run import Run


def by_years(run: Run, own: list[Json]) -> None:
    """One level for so many years of good assessment, counted since the level was last set, inside the range."""
    rule, day = run.data["by_years"], run.request.as_of
    if not run.dated:
        _ask_since(run, rule)
        return
    years = range(year_of(run.dated.start.last), year_of(day) + 1)
    grades = run.grades()
    graded = {year: grade for year in years if (grade := grades.known.get(year))}
    good = [year for year, one in graded.items() if one.grade in rule["grades"] and one.known.last <= day]
    over = [year for year in years if year not in run.request.person.grades and year_start(year + 1) <= day]
    open_ = [year for year in over if _may_count(rule, grades, year)]
    raises, possible, without = (
        count // rule["years"] * rule["raise"] for count in (len(good), len(good) + len(open_), len(good) + len(over))
    )
    if without != possible:
        run.lose(grades, [year for year in over if year not in open_])
    _raise(run, own, raises, possible, open_, {"years": rule["years"], "count": len(good)}, _full(rule, graded, good))


def until_years(run: Run, own: list[Json]) -> None:
    """While a period bars: where the years are not there either, from when they will be, if the years to come are good.

    None where the top of the range is reached. Otherwise the day on which the period ends would be given for a level
    that is not gained then.
    """
    rule, level = run.data["by_years"], run.level or 0
    if not run.dated:
        _ask_since(run, rule)
        return
    grades, this_year = run.grades(), year_of(run.request.as_of)
    past = range(year_of(run.dated.start.last), this_year)
    good = [year for year in past if year in grades.known and grades.known[year].grade in rule["grades"]]
    open_ = [year for year in past if year not in grades.known and _may_count(rule, grades, year)]
    values = {"years": rule["years"], "count": len(good), "from": level, "to": level, "cap": own[0]["levels"][1]}
    if all(level <= row["levels"][1] for row in own):
        run.findings.append(leaf("level", "by-years-none", NEVER, run.rules, [rule["cite"]], values=values))
        return
    if len(good) >= rule["years"]:
        return
    ahead = list(
        islice((year for year in count(this_year) if _may_count(rule, grades, year)), rule["years"] - len(good))
    )
    known = [year_start(year + 1) for year in ahead]
    best = [year_start(this_year), *known][max(len(known) - len(open_), 0)]
    run.lose(grades, [year for year in range(past.start, ahead[-1]) if not _may_count(rule, grades, year)])
    paths = tuple(f"/person/grades/{year}" for year in open_)
    line = certain([(best, END)], [(known[-1], END)])
    cites = [rule["cite"], *run.lost_by]
    run.findings.append(leaf("level", "by-years-none", line, run.rules, cites, values=values, open=paths))


def _may_count(rule: Json, grades: YearGrades, year: int) -> bool:
    """Whether the grade of a year that is not stated may be one of those that count."""
    return grades.all_are(year, lambda grade: grade in rule["grades"]) is not False


def _full(rule: Json, graded: dict[int, Grade], good: list[int]) -> Timeline:
    """From when the years of the last raise are there: the day on which the grade of the last of them exists."""
    last = len(good) // rule["years"] * rule["years"]
    known = sorted(graded[year].known for year in good)[last - 1] if last else Span(BEGINNING, BEGINNING)
    return certain([(known.first, END)], [(known.last, END)])


def _ask_since(run: Run, rule: Json) -> None:
    """Since when the level is held must be known for its years; beside a promotion it is not asked for."""
    if not run.request.target:
        values = {"years": rule["years"]}
        open_ = ("/person/levels",)
        run.findings.append(leaf("level", "since-not-said", OPEN, run.rules, [rule["cite"]], values=values, open=open_))


def _raise(
    run: Run, own: list[Json], raises: int, possible: int, open_: list[int], values: Json, line: Timeline
) -> None:
    """So many levels up, or as many as the range allows; open where the years that were not given would matter."""
    cite, level = run.data["by_years"]["cite"], run.level or 0
    made = [(row, _raised(level, raises, row)) for row in own]
    step = run.one(made, run.held or "")
    if step is None:
        return
    cap, to = own[0]["levels"][1], step["to"]
    values |= {"from": level, "to": to, "cap": cap}
    could = [_raised(level, possible, row)["to"] for row in own]
    if any(to != one for one in could):
        paths = tuple(f"/person/grades/{year}" for year in open_)
        paths += ("/person/organ/kind",) if len(set(could)) > 1 else ()
        run.findings.append(leaf("level", "by-years-open", OPEN, run.rules, [cite], values=values, open=paths))
    elif raises and to == level - raises:
        run.take({"from": level, "to": to, "because": "years", "cite": cite}, "by-years", line, run.lost_by, **values)
    elif raises:
        step = {"from": level, "to": to, "because": "limit", "cite": own[0]["cite"]}
        run.take(step, "by-years-limit", line, run.lost_by, **values)
    else:
        run.findings.append(leaf("level", "by-years-none", ALWAYS, run.rules, [cite, *run.lost_by], values=values))


def _raised(level: int, raises: int, row: Json) -> Json:
    """The level after so many raises, inside the range of a row."""
    return {"to": max(level - raises, min(row["levels"][1], level))}
