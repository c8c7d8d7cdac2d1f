"""What was entered and no condition of the regime looks at: said, so that silence is not taken for a rule.

A law on titles may say nothing of Party sanctions, another nothing of yearly grades. That a text does not name them is
no permission, and the answer must not read as if they had been looked at:

    {"bars": [{"effect": "review", "from": "2025-03-01", "to": null}], "grades": true}
"""

from __future__ import annotations

from collections.abc import Collection

from ..law.prepared import prepared
from ..law.rules import Json, Rules, asked_on
from .bars import as_value, bars, over
from .case import Case

LOOK_AT_GRADES = ("grades", "not-graded", "after-grade")


def unasked(case: Case) -> Json:
    """The effect periods that run on the day and the grades, where no condition asks for them; nothing if all do.

    ``bars`` are periods as a finding on them shows them; ``grades`` is true where a stated grade changes nothing.
    """
    families, grades = _looked_at(case.rules, case.regime_id, case.as_of)
    asks = case.grades_count or grades
    return running(case, families) | ({"grades": True} if case.grades and not asks else {})


@prepared
def _looked_at(rules: Rules, regime: str, day: int) -> tuple[set[str], bool]:
    """The families of effects that the conditions of a regime ask for on a day, and whether they ask for grades."""
    conditions = [one for one in rules.regimes[regime].get("conditions", ()) if asked_on(one, day)]
    families = {family for one in conditions if one["kind"] == "free" for family in one["of"]}
    return families, any(one["kind"] in LOOK_AT_GRADES for one in conditions)


def running(case: Case, named: Collection[str]) -> Json:
    """The effect periods (``bars``) that run on the day and are of none of the families that are named."""
    if not case.person.effects:
        return {}
    families = dict.fromkeys(one["family"] for one in case.rules.effects.values() if one["family"] not in named)
    found = [bar for bar in bars(case, list(families)) if not over(bar, case.as_of)]
    return {"bars": [as_value(bar) for bar in found]} if found else {}
