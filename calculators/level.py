"""The pay level after a promotion: at least the lowest of the new range, else so many steps up as the rule says.

Levels are counted downwards: 27 is the lowest. A range ``[18, 12]`` begins at its lowest level.
"""

from __future__ import annotations

from .case import Case
from .rules import Json


def after_promotion(case: Case, target: str) -> Json | None:
    """The level that goes with the promotion to ``target``, and why; None where no level was given or no rule is."""
    level, rule = case.person.level, case.rules.levels(case.regime_id).get("on_promotion")
    if level is None or not rule:
        return None
    lowest, highest = case.rules.things[target]["levels"]
    kept = target.partition("/")[2] in rule["except"]
    if level > lowest:
        to, because = lowest, "below"
    elif kept or level <= highest:
        to, because = level, "kept" if kept else "top"
    else:
        to, because = max(level - case.value(rule["raise"], rule["cite"]).value, highest), "raised"
    return {"from": level, "to": to, "because": because, "cite": rule["cite"]}
