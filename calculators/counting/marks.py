"""What the grade of a year does to a piece of service: it changes the months asked, drops a stretch out, or nothing.

2024 excellent                the months asked are six less from 2025-01-01 on, when the grade exists
2024 basically competent      of the service in 2024 nothing counts
2024 a demerit                the same: the grade that an effect sets is one like any other (see ``year_grades``)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from ..asking.facts import Grade
from ..dates.days import year_of, year_start
from .case import Case
from .course import Course, Stretch
from .effect_grades import SetGrade
from .tally import BEST, WORST, Mark
from .year_grades import YearGrades, year_grades

BY_KNOWN = attrgetter("known", "year")
Marks = tuple[list[Mark], list[Mark]]  # in the order in which they become known, in the worst way and in the best


def grade_marks(case: Case, course: Course) -> Marks:
    """The effect of each finished year on a course; one list for both ways where they are alike.

    A year that was graded and simply counts changes nothing, and has no mark; nor has a year before its grade exists,
    unless an effect says that it cannot simply count.
    """
    grades, last = year_grades(case), course.last_year
    if last is None:
        last = max([year_of(case.as_of), *grades.known, *grades.by])
    return _in_order(*_marks(case, course, grades, range(course.first_year, last + 1)))


def changed_marks(case: Case, course: Course, before: Marks) -> Marks:
    """The same if some years (``changed``) had other grades, from the marks ``before``."""
    changed, first, last = case.changed, course.first_year, course.last_year
    years = [year for year in changed if first <= year and (last is None or year <= last)]
    worst, best = _marks(case, course, year_grades(case), years)
    others = [mark for mark in before[WORST] if mark.year not in changed]
    if before[WORST] is before[BEST]:
        return _in_order(others + worst, others + best)
    return _in_order(others + worst, [mark for mark in before[BEST] if mark.year not in changed] + best)


def _in_order(worst: list[Mark], best: list[Mark]) -> Marks:
    alike = worst == best
    worst.sort(key=BY_KNOWN)
    if alike:
        return worst, worst
    best.sort(key=BY_KNOWN)
    return worst, best


def _marks(case: Case, course: Course, grades: YearGrades, years: Iterable[int]) -> Marks:
    """What some years do, in the worst way and in the best, year by year."""
    rules, (known, by) = case.grade_rules, grades
    exact = course.worst is course.best
    worst: list[Mark] = []
    best: list[Mark] = []
    for year in years:
        grade, said = known.get(year), by.get(year) if by else None
        if rules[grade.grade].plain if grade else year_start(year + 1) > case.as_of and _may_count(case, said):
            continue
        share = _share(course.worst, year)
        most = share if exact else _share(course.best, year)
        mark = _mark(case, year, grade, said, share, WORST)
        closed = share == most and grade and grade.known.exact and not rules[grade.grade].spares
        other = mark if closed else _mark(case, year, grade, said, most, BEST)
        if mark:
            worst.append(mark)
        if other:
            best.append(other)
    return worst, best


def by_effect(case: Case, marks: list[Mark], *, sure: bool) -> dict[int, str]:
    """The years that count otherwise because effects set or limit their grades, with the provisions.

    Where the result is ``sure`` in the worst way already, it says nothing that a year cannot be the best one.
    """
    grades, best = year_grades(case), case.counting["unstated"][0]
    said = {mark.year for mark in marks if mark.by or (not sure and not grades.allows(mark.year, best))}
    return {year: grades.by[year].rule["cite"] for year in sorted(said) if year in grades.by}


def _may_count(case: Case, said: SetGrade | None) -> bool:
    """Whether a year that is not over can still be one that simply counts."""
    return not said or any(case.grade_rules[grade].plain for grade in said.lawful)


def _mark(case: Case, year: int, grade: Grade | None, said: SetGrade | None, share: float, corner: int) -> Mark | None:
    """The effect of one year, of which an effect may have ``said`` what its grade is; None where nothing was served."""
    if not share:
        return None
    if grade:
        rule = case.grade_rules[grade.grade]
    else:
        named = case.counting["unstated"][0 if corner == BEST else 1]
        named, said = _of_lawful(case, named, said, corner) if said else (named, None)
        rule = case.grade_rules[named]
    if rule.unverified:
        case.unverified |= rule.unverified
    drops = None
    if rule.drops and case.choose(rule.drops):
        drops = "whole" if share < 1 and case.param("dropped") == "whole" else "overlap"
    months = case.choose(rule.months)
    if (months < 0 and not _shortens(case, year, share)) or (rule.spares and _recruit(case, year, corner)):
        months = 0
    if not grade:
        return Mark(year, None, year_start(year + 1), months, drops, f"/person/grades/{year}", rule.cite, said)
    known = grade.known.first if (corner == BEST) == (months < 0) else grade.known.last
    return Mark(year, grade.grade, known, months, drops, grade.path, rule.cite, said)


def _of_lawful(case: Case, named: str, said: SetGrade, corner: int) -> tuple[str, SetGrade | None]:
    """Of the grades that an effect leaves a year, the one that counts most or least, and the effect.

    Without the effect where the grade that the regime ``named`` is lawful and counts alike, so that it decides nothing.
    """

    def lost(grade: str) -> tuple[bool, int]:
        rule = case.grade_rules[grade]
        return bool(rule.drops and case.choose(rule.drops)), case.choose(rule.months)

    found = (min if corner == BEST else max)(said.lawful, key=lost)
    return (named, None) if named in said.lawful and lost(named) == lost(found) else (found, said)


def _share(served: Sequence[Stretch], year: int) -> float:
    """How much of a calendar year was served, from 0 to 1."""
    first, after = year_start(year), year_start(year + 1)
    days = 0
    for start, end in served:
        if start <= first and after <= end:
            return 1
        if start < after and first < end:
            days += min(after, end) - max(first, start)
    return days / (after - first)


def _shortens(case: Case, year: int, share: float) -> bool:
    """Whether an excellent year shortens: a whole year does; one covered in part as the reading says."""
    if year_start(year + 1) <= case.begins and case.param("earlier_excellent") == "no":
        return False
    if share >= 1:
        return True
    partial = case.param("partial_excellent")
    return partial == "counts" or (partial == "half-year" and share > 0.5)


def _recruit(case: Case, year: int, corner: int) -> bool:
    """Whether probation lay in a year; where nothing is said of it, at best in that of the first entry."""
    begins = case.person.service_from
    if begins is None:
        return corner == BEST and year == min(year_of(item.start.first) for item in case.person.held or ())
    return year_start(year) < (begins.last if corner == BEST else begins.first)
