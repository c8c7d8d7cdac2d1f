"""What a promotion does to a pay level: the one place that knows it; the promotion calculator uses it too.

Levels are counted downwards: 27 is the lowest. A range ``[18, 12]`` begins at its lowest level.

    level 18, Third-class Consultant (19 to 13) to Second-class Consultant (18 to 12): already inside, one up: 17
    level 20, to the same rank: below its range: 18
"""

from __future__ import annotations

from ..counting.case import Case
from ..law.rules import Json, Rules


def after_promotion(case: Case, target: str) -> Json | None:
    """The level that goes with the promotion to ``target``, and why; None where no level was given or no rule is."""
    held, rule = case.person.level_on(case.as_of), case.rules.levels(case.regime_id).get("on_promotion")
    if held is None or not rule or "levels" not in case.rules.things[target]:
        return None
    return promoted(case.rules, rule, held[0], target, case.rules.things[target]["levels"])


def promoted(rules: Rules, rule: Json, level: int, target: str, levels: list[int]) -> Json:
    """What a promotion to a rank or post with this range of levels does to a level."""
    lowest, highest = levels
    kept = target in _kept(rules, rule)
    if level > lowest:
        to, because = lowest, "below"
    elif kept or level <= highest:
        to, because = level, "kept" if kept else "top"
    else:
        to, because = max(level - rule["raise"], highest), "raised"
    return {"from": level, "to": to, "because": because, "cite": rule["cite"]}


def _kept(rules: Rules, rule: Json) -> set[str]:
    """The ranks whose gain brings no level: those that are named, and the equal ones on other ladders."""
    home = next(id_ for id_, one in rules.regimes.items() if isinstance(one.get("levels"), dict))
    named = {f"{rules.regimes[home]['ladder']}/{rank}" for rank in rule["except"]}
    rows = [set(row["ranks"]) for one in rules.regimes.values() for row in one.get("equivalences", ())
            if row["relation"] == "equal" and one.get("levels")]  # fmt: skip
    return named.union(*(row for row in rows if row & named))
