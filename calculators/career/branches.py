"""The branches of an "or" at one step of a career: the one that is reached first, and the days of the others."""

from __future__ import annotations

from collections.abc import Iterable

from ..counting.findings import Finding
from ..dates.days import iso
from ..dates.timeline import Timeline, all_of, optimist, pessimist
from ..law.rules import Json
from .climb import Step, first_met


def branches(root: Finding, step: Step) -> tuple[Json, list[Json]]:
    """The branch by which a step is reached first, and the others of an "or" with their own days."""
    found = [_branch(leaf, root, step) for leaf in _tenures(root)]
    if not found:
        return {"in": [], "years": None, "cite": []}, []
    best = min(found, key=lambda one: (not one["held"], one["earliest"] is None, one["earliest"] or ""))
    return {key: best[key] for key in ("in", "years", "cite")}, [one for one in found if one is not best]


def _tenures(finding: Finding) -> Iterable[Finding]:
    if finding.kind == "tenure":
        yield finding
    for child in finding.children:
        yield from _tenures(child)


def _branch(leaf: Finding, root: Finding, step: Step) -> Json:
    """One branch: what must be held for how long, and the day on which all would be fulfilled by it alone."""
    line = pessimist(_alone(root, leaf)) if step.state.sure else optimist(_alone(root, leaf))
    day = first_met(line, step.state.since.last + (not step.state.first))
    return {"in": leaf.values["in"], "years": leaf.values["years"], "cite": list(leaf.cites),
            "earliest": iso(day) if day else None, "held": leaf.code != "tenure.never"}  # fmt: skip


def _alone(root: Finding, leaf: Finding) -> Timeline:
    """The timeline of a tree in which only one branch of the tenure counts."""
    parts = [leaf.timeline if leaf in (part, *part.children) else part.timeline for part in root.children]
    return all_of(parts)
