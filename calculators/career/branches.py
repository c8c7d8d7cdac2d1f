"""The branches of an "or" at one step of a career: the one that is reached first, and the days of the others."""

from __future__ import annotations

from collections.abc import Iterable

from ..counting.findings import Finding
from ..dates.days import iso
from ..dates.timeline import Timeline, all_of, optimist, pessimist
from ..law.rules import Json
from .climb import Step, first_met


def branches(root: Finding, step: Step) -> tuple[Json, list[Json]]:
    """The branch by which a step is reached first, and the others of an "or" with their own days, sure or at best."""
    found = [_branch(leaf, root, step) for leaf in _tenures(root)]
    if not found:
        return {"in": [], "years": None, "cite": []}, []
    best = min(found, key=lambda one: (not one["held"], one["earliest"] is None, _told(one) is None, _told(one) or ""))
    return {key: best[key] for key in ("in", "years", "cite")}, [one for one in found if one is not best]


def _tenures(finding: Finding) -> Iterable[Finding]:
    if finding.kind == "tenure":
        yield finding
    for child in finding.children:
        yield from _tenures(child)


def _branch(leaf: Finding, root: Finding, step: Step) -> Json:
    """One branch: what must be held for how long, and the day on which all would be fulfilled by it alone."""
    alone, after = _alone(root, leaf), step.state.since.last + (not step.state.first)
    day = first_met(pessimist(alone), after) if step.state.sure else None
    best = first_met(optimist(alone), after) if day is None else None
    return {"in": leaf.values["in"], "years": leaf.values["years"], "cite": list(leaf.cites),
            "earliest": iso(day) if day else None, "held": leaf.code != "tenure.never",
            } | ({"at_best": iso(best)} if best else {})  # fmt: skip


def _told(branch: Json) -> str | None:
    """The day of a branch: the sure one, else the one at best."""
    found: str | None = branch["earliest"] or branch.get("at_best")
    return found


def _alone(root: Finding, leaf: Finding) -> Timeline:
    """The timeline of a tree in which only one branch of the tenure counts."""
    parts = [leaf.timeline if leaf in (part, *part.children) else part.timeline for part in root.children]
    return all_of(parts)
