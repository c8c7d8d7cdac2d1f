"""What was entered and no condition of the regime looks at: said, so that silence is not taken for a rule.

A law on titles may say nothing of Party sanctions, another nothing of yearly grades. That a text does not name them is
no permission, and the answer must not read as if they had been looked at:

    {"bars": [{"effect": "review", "from": "2025-03-01", "to": null}], "grades": true}
"""

from __future__ import annotations

from ..law.rules import Json
from .bars import as_value, bars, over
from .case import Case

LOOK_AT_GRADES = ("grades", "not-graded", "after-grade")


def unasked(case: Case) -> Json:
    """The effect periods that run on the day and the grades, where no condition asks for them; nothing if all do.

    ``bars`` are periods as a finding on them shows them; ``grades`` is true where a stated grade changes nothing.
    """
    found: Json = {}
    running = [bar for bar in bars(case, _families(case)) if not over(bar, case.as_of)]
    if running:
        found["bars"] = [as_value(bar) for bar in running]
    if case.person.grades and not _asks_for_grades(case):
        found["grades"] = True
    return found


def _families(case: Case) -> list[str]:
    """The families of effects that no condition of the regime names."""
    key = "unasked families", case.regime_id
    if key not in case.rules.prepared:
        named = {family for one in case.regime["conditions"] if one["kind"] == "free" for family in one["of"]}
        every = dict.fromkeys(one["family"] for one in case.rules.effects.values())
        case.rules.prepared[key] = [family for family in every if family not in named]
    found: list[str] = case.rules.prepared[key]
    return found


def _asks_for_grades(case: Case) -> bool:
    asked = any(one["kind"] in LOOK_AT_GRADES for one in case.regime["conditions"])
    return asked or case.grades_count
