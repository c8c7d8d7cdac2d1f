"""The term calculator: which terms a person has served, when the present one ends, and what stops another naming.

A post is held in *terms* of so many years. A term ends on the day on which the body's own term ends, where the request
states that; at the time at which all terms end, where the regime sets one; else so many years after it began:

    head of a county from 2011-08-01, terms of five years
    first term  2011-08-01 to 2016-07-31
    second term 2016-08-01 to 2021-07-31
    from 2016-08-01 on the post is held for the second of two successive terms: not to be named for a third

What stops is a list of *limits* in the regime: so many successive terms in one post, so many years in one post, at one
layer or at one layer in one area, or a term that still runs. Each limit is a timeline, and together they say on which
days nothing that can be computed stands in the way. Whether two entries are the same post is told by their ``body``.
"""

from __future__ import annotations

from ..asking.facts import Request
from ..counting.findings import Finding, evidence_of, open_inputs, open_leaves, write
from ..counting.parts import stretches
from ..counting.spread import Found, spread
from ..dates.days import iso, parse
from ..dates.timeline import UNKNOWN, UNMET, optimist, pessimist
from ..law.readings import Profile, profile
from ..law.rules import Json, Rules
from ..record import replace
from .asked import KEYS, fitting, no_regime, post_of, read, target_of
from .limits import stops
from .run import Run
from .terms import as_json
from .turns import bound

__all__ = ["KEYS", "answer", "read"]


def answer(request: Request, rules: Rules) -> Json:
    """The answer to a request about terms."""
    found = fitting(request, rules)
    if len(found) != 1 or "terms" not in rules.regimes[found[0]]:
        return _said(request, rules, *no_regime(request, rules, found))
    regime = found[0]
    target, asked = target_of(request, rules, regime)
    if target and post_of(target) not in rules.regimes[regime]["terms"]["posts"]:
        return _said(request, rules, regime, "term.other-post", {"target": target, "regimes": [regime]})
    options = profile(rules, regime, request.pinned)

    def under(options: Profile) -> Found:
        """What another profile makes of the same question, and the readings that it consulted."""
        other = Run(request, rules, regime, options, target, asked)
        return bound(stops(other), request.as_of, by_day=other.by_day), other.consulted

    run = Run(request, rules, regime, options, target, asked)
    root = stops(run)
    default = bound(root, request.as_of, by_day=run.by_day)
    readings = spread(under, (default, run.consulted), rules, regime, request.pinned)
    return _head(request, regime, target) | {
        "status": default["status"],
        "settled": len({one["status"] for one in (default, readings.strict, readings.generous)}) == 1,
        **{key: default[key] for key in ("earliest", "stops_on")},
        "range": {"strict": readings.strict, "generous": readings.generous} | readings.named(),
        "terms": [as_json(term, request.as_of) for term in run.terms],
        "may_be_named": _may_be_named(root, default, request.as_of),
        "evidence": evidence_of(root, request.as_of),
        "timeline": stretches(root.timeline),
        "findings": write(root, request.as_of, by_day=run.by_day),
        "missing": _missing(root, request.as_of, by_day=run.by_day),
        "judgements": run.listed(),
        "what_if": [],
        "conflicts": [],
        "unused": list(request.unused),
        "spec": rules.stamp,
    }


def _head(request: Request, regime: str | None, target: str | None) -> Json:
    return {"api": 1, "calculator": "term", "as_of": iso(request.as_of), "regime": regime, "target": target}


def _may_be_named(root: Finding, found: Json, day: int) -> Json:
    """The status in short, with the limits that stop it on the day, or next."""
    when = day if found["status"] != "met" or not found["stops_on"] else parse(found["stops_on"]).last
    wanted = {UNMET} if found["status"] != "unknown" else {UNKNOWN}
    parts = [part for part in root.children if part.timeline.at(when) in wanted]
    by = [{"id": part.values["id"], "cite": part.cites[0]} for part in parts]
    return {"status": found["status"], "stops_on": found["stops_on"], "by": by}


def _missing(root: Finding, day: int, *, by_day: bool) -> list[Json]:
    """The inputs that would settle the status, or the day, with the best and the worst that they could make of it."""
    lines = (one(root.timeline) for one in (optimist, pessimist))
    best, worst = (bound(replace(root, timeline=line), day, by_day=by_day) for line in lines)
    if best == worst:
        return []
    open_ = open_inputs(root, day)
    settles = "status" if open_ else "date"
    inputs = sorted(open_ or set(open_leaves(root)))
    return [{"inputs": inputs, "settles": settles, "best": best, "worst": worst}] if inputs else []


def _said(request: Request, rules: Rules, regime: str | None, code: str, values: Json) -> Json:
    """An answer that one sentence gives."""
    bound: Json = {"status": "unknown", "earliest": None, "stops_on": None}
    finding = {"kind": "scope", "code": code, "status": "unknown", "turns": None, "values": values}
    return _head(request, regime, request.target) | bound | {
        "settled": True, "range": {"strict": bound, "generous": bound, "moved_by": []}, "terms": [],
        "may_be_named": {"status": "unknown", "stops_on": None, "by": []}, "evidence": "official", "timeline": [],
        "findings": finding, "missing": [], "judgements": [], "what_if": [], "conflicts": [],
        "unused": list(request.unused), "spec": rules.stamp,
    }  # fmt: skip
