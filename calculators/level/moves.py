"""The step that a promotion makes, and the moves that are none: not above what is held, or more than one step above it.

    Third-class Consultant to Second-class Consultant      one step up: a level by the promotion
    Third-class Consultant to First-class Consultant       two steps: no level
    to the equal rank on another ladder                    no level

What the level then is, ``promoted`` tells.
"""

from __future__ import annotations

from ..counting.plain import NEVER, OPEN, leaf
from ..counting.standing import Standing, no_promotion, standing, steps_up
from ..dates.days import Span
from ..law.rules import Json
from .promoted import promoted
from .run import Run


def promote(run: Run, target: str, found: list[Json]) -> None:
    """The step of the promotion itself."""
    rule = run.data["on_promotion"]
    made = [(row, promoted(run.rules, rule, run.level or 0, target, row["levels"])) for row in found]
    if step := run.one(made, target):
        run.take(step, f"on-promotion-{step['because']}", target=target, lowest_level=found[0]["levels"][0])


def known_ranges(run: Run, target: str) -> list[Json]:
    """The ranges that a promotion may lead into; none where no source gives one, which leaves the level open."""
    found = run.ranges(target)
    if not found:
        run.findings.append(leaf("level", "no-number", OPEN, run.rules, [run.data["on_promotion"]["cite"]]))
    return found if found and run.sure(found[0]) else []


def not_above(run: Run, target: str) -> bool:
    """Whether the target is no promotion at all, or one of more than one step: then it brings no level."""
    rules, day = run.rules, run.request.as_of
    found = [standing(rules, Span(day, day), target, held) for held in run.all_held]
    if least := no_promotion(found, target):
        cites = [run.data["on_promotion"]["cite"], *least.cites]
        values = {"now": least.old, "target": target}
        run.findings.append(leaf("level", _aside(least), NEVER, rules, cites, values=values))
        return True
    return not target.startswith("post/") and _far(run, target, found)


def _far(run: Run, target: str, found: list[Standing]) -> bool:
    """Whether a rank stands more than one step above everything held, where ranks are gained one step at a time."""
    rule = next((one for one in run.rules.regimes[run.regime]["conditions"] if one["kind"] == "step"), None)
    steps = [(up, one) for one in found if (up := steps_up(run.rules, run.request.as_of, target, one.old)) is not None]
    if not rule or not steps or min(up for up, _ in steps) <= 1:
        return False
    _, nearest = min(steps, key=lambda step: step[0])
    values = {"now": nearest.old, "target": target}
    run.findings.append(leaf("level", "far", NEVER, run.rules, [rule["cite"], *nearest.cites], values=values))
    return True


def _aside(least: Standing) -> str:
    """The sentence that says why a move is no promotion."""
    same = least.by_ladder and least.relation == "equal"
    return "not-above" if same else f"not-above-{least.relation}"
