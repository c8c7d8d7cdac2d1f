"""Why it cannot be told whether a step of a career was a promotion.

Where it cannot, conditions that are not fulfilled show nothing: who came up aside, over a break or with a first rank
that no source gives may never have needed them. The step is then unknown, and says why:

    break              nothing is known of what was held directly before
    not-told           no row tells how the two ranks stand to each other
    not-told-across    one rank above the equal of what was held on another ladder
    not-told-first     the first rank of somebody who led when the ranks began
    conversion-month   another rank than that of the conversion, dated by the month in which the conversion was
"""

from __future__ import annotations

from typing import NamedTuple

from ..asking.facts import Held
from ..counting.standing import Standing
from ..dates.days import parse
from ..dates.timeline import UNKNOWN, WORDS
from ..law.rules import Json, Rules, in_force


class Doubt(NamedTuple):
    """Why conditions that are not fulfilled show nothing of a step; what was held, by what; or what was not given."""

    code: str
    now: str | None = None
    cites: tuple[str, ...] = ()
    gap: Json | None = None
    asked: tuple[str, ...] = ()


def doubt_of(rules: Rules, item: Held, found: list[Standing], first: Json | None) -> Doubt | None:
    """Why it cannot be told whether a step was a promotion; None where it was one."""
    above = next((one for one in found if one.relation == "above"), None)
    if first and above:
        return Doubt("not-told-first", above.old, (*above.cites, first["cite"]), rules.spec["gaps"][first["gap"]])
    if above:  # years in an equal rank of another ladder are a matter of reading
        across = _one_up_across(rules, item.start.first, above.old, item.thing)
        return Doubt("not-told-across", above.old, above.cites) if across else None
    return Doubt("not-told", found[0].old) if found else Doubt("break", asked=("/person/held",))


def _one_up_across(rules: Rules, day: int, old: str, new: str) -> bool:
    """Whether a step leads from a rank to the one next above its equal on another ladder."""
    ladder, order = new.partition("/")[0], rules.order
    if old.partition("/")[0] == ladder:
        return False
    equal = [one for one in rules.equals(old, day) if one.partition("/")[0] == ladder]
    return any(order[one] == order[new] + 1 for one in equal)


def first_rank(rules: Rules, item: Held, earlier: list[Held], beside: list[Held]) -> Json | None:
    """What no source gives of the first rank of a leader who was one when the ranks began; None for anybody else."""
    ladder = item.thing.partition("/")[0] + "/"
    if any(one.thing.startswith(ladder) for one in earlier):
        return None
    posts = [one for one in beside if one.thing.startswith("post/")]
    for regime in rules.regimes.values():
        row = next((row for row in regime.get("moves", ()) if "gap" in row), None)
        begun = row and regime["ladder"] + "/" == ladder and in_force(regime, item.start.first)
        if begun and any(post.start.first <= parse(regime["from"]).first for post in posts):
            return row
    return None


def as_open(rules: Rules, doubt: Doubt) -> Json:
    """What is said of a step that may have been no promotion, in the place of conditions that are not fulfilled."""
    body: Json = {
        "by": "promotion", "status": WORDS[UNKNOWN], "doubt": doubt.code, "before": doubt.now, "earliest": None,
        "gap": doubt.gap, "missing": [{"inputs": list(doubt.asked)}] if doubt.asked else [], "findings": None,
        "carried": None, "later": [],
    }  # fmt: skip
    return body | ({"cite": list(doubt.cites), "evidence": rules.evidence(*doubt.cites)} if doubt.cites else {})
