"""What the grade of each year can be: stated, set by an effect, limited by one, or open.

    2023 stated                    as stated, whatever an effect says
    2024 a demerit                 set: no grade, known from 2025-01-01
    2025 a warning                 limited: anything but excellent
    2026 nothing                   open

A grade that an effect sets is one like any other, for every condition that looks at grades and every count of years.
One that is only limited is counted in the best and in the worst way among the grades that are lawful. A provision that
is only unverified sets and limits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..asking.facts import Grade, exists_from
from ..law.rules import Json, Rules
from .case import Case
from .effect_grades import SetGrade, set_grades
from .memo import remember


class YearGrades(NamedTuple):
    """The grades of a case by year, and what its effects say of the years without a stated one.

    ``known`` are those stated and those set; ``by`` tells which grades an effect leaves a year: one where it is set.
    """

    known: dict[int, Grade]
    by: dict[int, SetGrade] = {}  # noqa: RUF012 - never changed

    def can_be(self, year: int) -> tuple[str, ...]:
        """The grades that a year can have; none where nothing is known of it, and it can have any."""
        if year in self.known:
            return (self.known[year].grade,)
        return self.by[year].lawful if year in self.by else ()

    def allows(self, year: int, grade: str) -> bool:
        """Whether effects let a year have a grade."""
        return year not in self.by or grade in self.by[year].lawful

    def all_are(self, year: int, good: Callable[[str], bool]) -> bool | None:
        """Whether every grade that a year can have is one of some, or none is; None where it can have both kinds."""
        found = {good(grade) for grade in self.can_be(year)}
        return found.pop() if len(found) == 1 else None

    def cites(self, years: Iterable[int]) -> tuple[str, ...]:
        """The provisions by which effects set or limit the grades of some years."""
        return tuple(dict.fromkeys(self.by[year].rule["cite"] for year in years if year in self.by))

    def told(self, year: int) -> Json:
        """Of a year whose grade an effect sets: the grade, the effect and the provision."""
        by = self.by[year]
        return {"year": year, "grade": self.known[year].grade, "because": by.effect.kind, "cite": by.rule["cite"]}

    @property
    def set(self) -> list[int]:
        """The years whose grade an effect sets."""
        return [year for year, one in self.by.items() if len(one.lawful) == 1] if self.by else []


def year_grades(case: Case) -> YearGrades:
    """What the grade of each year can be."""
    if not case.person.effects:
        return YearGrades(case.grades)
    return remember(case, "year-grades", lambda: _by_effects(case), graded=True)


def _by_effects(case: Case) -> YearGrades:
    stated, order = case.grades, list(case.rules.grades)
    said = {year: one for year, one in sure_grades(case).items() if year not in stated}
    if not said:
        return YearGrades(stated)
    by = {
        year: one._replace(lawful=tuple(grade for grade in order if one.allows(grade, order)))
        for year, one in said.items()
    }
    return YearGrades(stated | {year: _set(year, *one.lawful) for year, one in by.items() if len(one.lawful) == 1}, by)


def _set(year: int, grade: str) -> Grade:
    """A grade that an effect sets; like any other, it exists from the first day of the next year."""
    return Grade(year, grade, exists_from(year), f"/person/grades/{year}")


def usual(rules: Rules) -> str:
    """The grade that a year is taken to have where nothing speaks for another."""
    return next(id_ for id_, one in rules.grades.items() if one.get("usual"))


def sure_grades(case: Case) -> dict[int, SetGrade]:
    """What effects say of the grade of a year, where a provision says so that is more than unverified."""
    found = set_grades(case)
    doubted = {year for year, one in found.items() if case.rules.evidence(one.rule["cite"]) == "unverified"}
    case.unverified |= {found[year].rule["cite"] for year in doubted}
    return found if case.trust else {year: one for year, one in found.items() if year not in doubted}
