"""What every answer has, for the calculators whose answer is a thing or a number and not a date.

    body = plain(request, rules, "conversion", regime, root) | {"equivalents": [...]}

Status, evidence and findings are read off the tree of findings; a calculator adds its own fields, and the range where
readings move them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..asking.facts import Request
from ..dates.days import iso
from ..dates.timeline import ALWAYS, NEVER, OPEN, WORDS, Timeline, all_of
from ..law.rules import Json, Rules
from .findings import Finding, evidence_of, open_inputs, write
from .verdict import verdict


def plain(
    request: Request, rules: Rules, name: str, regime: str | None, root: Finding, *, by_day: bool = False
) -> Json:
    """The common fields of an answer; its date is the one on which the tree turns, if it does (see ``verdict``)."""
    found = verdict(root.timeline, request.as_of, by_day=by_day).as_json()
    open_ = open_inputs(root, request.as_of).difference(request.unused)
    return {
        "api": 1, "calculator": name, "as_of": iso(request.as_of), "regime": regime, "target": request.target,
        **found,
        "settled": True,
        "range": {"strict": found, "generous": found, "moved_by": []},
        "timeline": [],
        "evidence": evidence_of(root, request.as_of),
        "findings": write(root, request.as_of, by_day=by_day),
        "missing": [{"inputs": sorted(open_), "settles": "status", "best": None, "worst": None}] if open_ else [],
        "judgements": [], "what_if": [], "unused": list(request.unused), "conflicts": [],
        "spec": rules.stamp,
    }  # fmt: skip


def leaf(kind: str, code: str, line: Timeline, rules: Rules, cites: Iterable[str | None] = (), **more: Any) -> Finding:
    """A finding whose sentence is ``kind.code``, with the weakest evidence of its provisions."""
    named = tuple(dict.fromkeys(cite for cite in cites if cite))
    return Finding(kind, f"{kind}.{code}", line, named, rules.evidence(*named), more.get("values", {}),
                   more.get("open", ()))  # fmt: skip


def every(*parts: Finding) -> Finding:
    """Several findings, all of which must be met."""
    return Finding("all", "all", all_of([part.timeline for part in parts]), children=parts)


def scope_answer(request: Request, rules: Rules, name: str, code: str, regimes: list[str], **values: Any) -> Json:
    """An answer that one sentence gives: no regime fits, or it has no such rule."""
    regime = regimes[0] if len(regimes) == 1 else None
    values = {"as_of": iso(request.as_of), "regimes": regimes, **values}
    return plain(request, rules, name, regime, Finding("scope", code, OPEN, values=values))


__all__ = ["ALWAYS", "NEVER", "OPEN", "WORDS", "every", "leaf", "plain", "scope_answer"]
