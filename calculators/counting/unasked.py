"""What was entered and no condition of the regime looks at: said, so that silence is not taken for a rule.

A law on titles may say nothing of Party sanctions, another nothing of yearly grades. That a text does not name them is
no permission, and the answer must not read as if they had been looked at:

    {"bars": [{"effect": "review", "from": "2025-03-01", "to": null}], "grades": true}
"""

from __future__ import annotations

from ..law.rules import Json, asked_on
from .bars import as_value, bars, over
from .case import Case

LOOK_AT_GRADES = ("grades", "not-graded", "after-grade")


def unasked(case: Case) -> Json:
    """The effect periods that run on the day and the grades, where no condition asks for them; nothing if all do.

    ``bars`` are periods as a finding on them shows them; ``grades`` is true where a stated grade changes nothing.
    """
    found: Json = {}
    running = [bar for bar in bars(case, _families(case)) if not over(bar, case.as_of)] if case.person.effects else []
    if running:
        found["bars"] = [as_value(bar) for bar in running]
    if case.person.grades and not _asks_for_grades(case):
        found["grades"] = True
    return found


def _families(case: Case) -> list[str]:
    """The families of effects that no condition of the day names."""
    conditions = case.regime.get("conditions", ())
    named = {
        family for one in conditions if one["kind"] == "free" and asked_on(one, case.as_of) for family in one["of"]
    }
    every = dict.fromkeys(one["family"] for one in case.rules.effects.values())
    return [family for family in every if family not in named]


def _asks_for_grades(case: Case) -> bool:
    conditions = case.regime.get("conditions", ())
    asked = any(one["kind"] in LOOK_AT_GRADES and asked_on(one, case.as_of) for one in conditions)
    return asked or case.grades_count
