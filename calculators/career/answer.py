"""The career calculator: from a day to a later one, the earliest way up the ladder, step by step.

    Second-class Principal Staff Member from 2025-03-01, seen on 2026-11-21, until 2036-12-31
    2027-03-01, 2029-03-01, 2031-03-01, 2033-03-01, 2036-03-01: the first days on which the computable conditions of
    the next five ranks would be fulfilled, if nothing else happens and each promotion is decided on that very day

A day is no promise: the organisation decides, and quotas are not looked at. What is assumed of the years to come is
part of the request (``assume``) and of the answer (``assumed``). Beside the days stand those under the strict and the
generous readings, what the other branch of an "or" would give, and what a few changes would do to each day.
"""

from __future__ import annotations

from ..asking.facts import STILL, Held, Request
from ..counting.plain import scope_answer
from ..counting.regimes import fitting
from ..dates.days import iso, parse
from ..entry import answer as entry
from ..law.rules import Json, Rules
from ..promotion import answer as promotion
from ..record import replace
from .asked import KEYS, read
from .climb import PERSON
from .run import Run
from .scenarios import scenarios

__all__ = ["KEYS", "WEIGHS", "answer", "read"]

WEIGHS = ("held", "grades", "effects")


def answer(request: Request, rules: Rules) -> Json:
    """The earliest way up, or why there is none."""
    request, entered = _entered(request, rules)
    found = fitting(request, rules)
    data = rules.regimes[found[0]] if len(found) == 1 else {}
    if not data.get("promotions") or data.get("asked") == "by-name":
        code, values = promotion.why_none(request, rules, found)
        return scope_answer(
            request, rules, "career", code, **{k: v for k, v in values.items() if v is not None}
        ) | _nothing(request)
    run = Run(request, rules, found[0], entered)
    return run.answer(scenarios(run)) if request.person.held else _not_said(run)


def _entered(request: Request, rules: Rules) -> tuple[Request, Json | None]:
    """Of a recruit without a rank: the rank that comes after probation, as the calculator of entry gives it."""
    person = request.person
    if person.held or person.education is None:
        return request, None
    found = entry.answer(replace(request, regime=None), rules)
    if not (found["rank"] and found["from"]):
        return request, found
    start = parse(found["from"])
    held = (Held(found["rank"], start, STILL, f"{PERSON}/education"),)
    return replace(request, person=replace(person, held=held)), found


def _nothing(request: Request) -> Json:
    """The fields of an answer without a path."""
    return {"until": iso(request.extra.until.last), "assumed": None, "path": [], "ends": None, "changes": []}


def _not_said(run: Run) -> Json:
    """No rank and no post was given, or of a recruit too little: what is missing is said."""
    reasons = [one.get("code") for one in (run.entered or {"findings": {}})["findings"].get("children", ())]
    experienced = "entry.experienced" in reasons  # education alone gives no rank then: the real one is asked for
    code = "career.experienced" if experienced else "career.no-rank"
    body = scope_answer(run.request, run.rules, "career", code, [run.regime])
    entered = None if experienced else run.entered
    asked = [one["inputs"] for one in entered["missing"]] if entered else [[f"{PERSON}/held"]]
    missing = [{"inputs": inputs, "settles": "status", "best": None, "worst": None} for inputs in asked]
    return body | _nothing(run.request) | {"missing": missing}
