"""The grades that effects set and on which the date hangs: so that the first sentence can say why it is the one it is.

Second-class Principal Staff Member from 2023-03-15, a demerit on 2024-03-10, seen on 2024-05-01
2026-03-15, and not 2025-03-15 as if 2024 simply counted
"""

from __future__ import annotations

from collections.abc import Collection

from ..law.rules import Json
from .case import Case
from .evaluation import Evaluation
from .verdict import Verdict
from .year_grades import usual, year_grades


def moved_by_effects(run: Evaluation, case: Case, default: Verdict) -> list[Json]:
    """The years whose grade an effect sets, if the answer would be another one were they usual years.

    Of several each that moves it alone or, where none does, all of them.
    """
    grades = year_grades(case)
    set_ = grades.set
    if not set_:
        return []

    def moves(years: Collection[int]) -> bool:
        return run.read(run.if_graded(case.options, dict.fromkeys(years, usual(run.rules)))) != default

    found = [year for year in set_ if moves([year])]
    return [grades.told(year) for year in found or (set_ if moves(set_) else ())]
