"""The promotion calculator: are the computable conditions for a rank fulfilled, since or from when, and why.

One evaluation gives a tree of findings under one profile of readings. The answer compares several: the default profile,
the strict and the generous extreme (``range``), consulted readings one by one (``moved_by``), and a few changed facts
(``what_if``).
"""

from __future__ import annotations

from ..asking.facts import Request
from ..counting.conflicts import conflicts
from ..counting.evaluation import Evaluation
from ..counting.findings import Finding, evidence_of, write
from ..counting.missing import missing
from ..counting.moved import moved_by_effects
from ..counting.parts import judgements, regime_to, stretches, would_be
from ..counting.regimes import beside, fitting, ladders, next_steps
from ..counting.spread import spread
from ..counting.unasked import unasked
from ..counting.whatif import what_if
from ..dates.days import iso
from ..dates.timeline import UNMET, WORDS
from ..law.evidence import weakest
from ..law.readings import profile
from ..law.rules import Json, Rules
from ..level.promoted import after_promotion

WEIGHS = ("held", "grades", "effects")


def answer(request: Request, rules: Rules) -> Json:
    """The answer to a promotion request; with no target, an answer for each next step (``targets``)."""
    found = fitting(request, rules)
    head = _head(request, found)
    if len(found) != 1 or not rules.regimes[found[0]].get("promotions"):
        return head | _no_regime(request, rules, found)
    if request.target:
        return head | _one(request, rules, found[0], request.target)
    if also := beside(request, rules, found):
        head["also"] = also
    answers = [head | _one(request, rules, found[0], target) for target in next_steps(request, rules, found[0])]
    return head | {"targets": answers, "unused": list(request.unused), "spec": rules.stamp}


def _one(request: Request, rules: Rules, regime: str, target: str) -> Json:
    if target not in rules.promotions(regime):
        return _no_rule(request, rules, regime, target)
    run = Evaluation(request, rules, regime, target)
    options = profile(rules, regime, request.pinned)
    root, case = run.run(options)
    default = run.note(root.timeline, case)
    found = spread(run.under, (default, case.consulted), rules, regime, request.pinned)
    strict, generous = found.strict, found.generous
    set_ = moved_by_effects(run, case, default)
    asked, later = missing(run, root, options)
    body: Json = {
        "target": target,
        "status": WORDS[default.status],
        "settled": len({default.status, strict.status, generous.status}) == 1,
        "earliest": default.earliest,
        "range": {"strict": strict.as_json(), "generous": generous.as_json(), **found.named()},
        "timeline": stretches(root.timeline),
        "evidence": weakest([evidence_of(root, request.as_of), *(rules.evidence(one["cite"]) for one in set_)]),
        "findings": write(root, request.as_of, by_day=run.by_day),
        "missing": asked,
        "judgements": judgements(case),
        "what_if": what_if(run, options, default),
        "unused": list(request.unused),
        "conflicts": conflicts(case, target),
        "spec": rules.stamp,
    }
    if later:
        body["later"] = later
    if set_:
        body["set"] = set_
    if left_aside := unasked(run.as_given(options)):
        body["unasked"] = left_aside
    level = after_promotion(case, target)
    if level and not _out_of_reach(root, request.as_of):
        body["level"] = level
    body |= regime_to(case.regime, body)
    if case.unverified:
        body |= would_be(case, default, run.trusting(options))
    return body


def _out_of_reach(root: Finding, day: int) -> bool:
    """Whether the rank is held already, passed, or more than one step up: then no promotion to it can follow."""
    return any(part.kind == "step" and part.timeline.at(day) == UNMET for part in root.children)


def _head(request: Request, found: list[str]) -> Json:
    regime = found[0] if len(found) == 1 else None
    return {"api": 1, "calculator": "promotion", "as_of": iso(request.as_of), "regime": regime}


def _said(request: Request, rules: Rules, status: str, code: str, values: Json) -> Json:
    """An answer that one sentence gives: no regime, no such rule."""
    return {
        "target": request.target, "status": status, "settled": True, "earliest": None,
        "range": {"strict": {"status": status, "earliest": None}, "generous": {"status": status, "earliest": None},
                  "moved_by": []},
        "evidence": "official",
        "timeline": [],
        "findings": {"kind": "scope", "code": code, "status": status, "turns": None, "values": values},
        "missing": [], "judgements": [], "what_if": [], "unused": list(request.unused), "conflicts": [],
        "spec": rules.stamp,
    }  # fmt: skip


def _no_regime(request: Request, rules: Rules, found: list[str]) -> Json:
    body = _said(request, rules, "unknown", *why_none(request, rules, found))
    return body | _lacks(body["findings"], rules, found[0]) if len(found) == 1 else body


def why_none(request: Request, rules: Rules, found: list[str]) -> tuple[str, Json]:
    """Why no regime, several, or one without promotions is an answer of its own: the sentence and its values."""
    values: Json = {"as_of": iso(request.as_of), "regimes": found}
    if len(found) > 1:
        return "scope.several", values
    if found or request.regime:
        regime = found[0] if found else request.regime or ""
        values["regimes"], values["why"] = [regime], rules.regimes[regime].get("why")
        code = "scope.not-in-force" if not found else "scope.no-numbers" if values["why"] else "scope.no-promotions"
        return code, values
    return ("scope.not-then", values | {"target": request.target}) if request.target else ("scope.none", values)


def _lacks(finding: Json, rules: Rules, regime: str) -> Json:
    """What a regime without numbers does not give, one by one, and the conditions that it names for people to judge."""
    data = rules.regimes[regime]
    conditions = [one for one in data.get("statements", ()) if one.get("part") == "condition"]
    children = [_lack(one, rules) for one in data.get("lacks", ())]
    return {
        "evidence": rules.evidence(data["cite"]),
        "findings": finding | ({"children": children} if children else {}),
        "judgements": [{"id": one["id"], "cite": one["cite"]} for one in [*data.get("judgements", ()), *conditions]],
    }


def _lack(one: Json, rules: Rules) -> Json:
    """Something that a computation would need and no text gives, as a finding."""
    values = {"id": one["id"], "what": {"zh": one["zh"], "en": one["en"]}}
    evidence = rules.evidence(one["cite"])
    return {"kind": "lack", "code": "lack", "status": "unknown", "turns": None,
            "cite": one["cite"], "evidence": evidence, "values": values}  # fmt: skip


def _no_rule(request: Request, rules: Rules, regime: str, target: str) -> Json:
    """A rank that nobody is promoted to under the regime: the lowest one, or one of another ladder."""
    data = rules.regimes[regime]
    code = "scope.lowest" if target.partition("/")[0] in ladders(data) else "scope.other-ladder"
    if data.get("say"):
        code = f"{data['say']}.not-a-target"
    return _said(request, rules, "unknown", code, {"target": target, "regimes": [regime]})
