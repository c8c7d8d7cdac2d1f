"""What was entered and no condition of the regime looks at: said, so that silence is not taken for a rule.

A law on titles may say nothing of Party sanctions, another nothing of yearly grades. That a text does not name them is
no permission, and the answer must not read as if they had been looked at:

    {"bars": [{"effect": "review", "from": "2025-03-01", "to": null}], "grades": true}
"""

from __future__ import annotations

from collections.abc import Collection

from ..law.rules import Json, asked_on
from .bars import as_value, bars, over
from .case import Case

LOOK_AT_GRADES = ("grades", "not-graded", "after-grade")


def unasked(case: Case) -> Json:
    """The effect periods that run on the day and the grades, where no condition asks for them; nothing if all do.

    ``bars`` are periods as a finding on them shows them; ``grades`` is true where a stated grade changes nothing.
    """
    conditions = [one for one in case.regime.get("conditions", ()) if asked_on(one, case.as_of)]
    found = running(case, {family for one in conditions if one["kind"] == "free" for family in one["of"]})
    asks = case.grades_count or any(one["kind"] in LOOK_AT_GRADES for one in conditions)
    return found | ({"grades": True} if case.person.grades and not asks else {})


def running(case: Case, named: Collection[str]) -> Json:
    """The effect periods (``bars``) that run on the day and are of none of the families that are named."""
    if not case.person.effects:
        return {}
    families = dict.fromkeys(one["family"] for one in case.rules.effects.values() if one["family"] not in named)
    found = [bar for bar in bars(case, list(families)) if not over(bar, case.as_of)]
    return {"bars": [as_value(bar) for bar in found]} if found else {}
