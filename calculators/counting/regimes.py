"""Which regime answers a request: the one that is named, or the one in force on the day that knows the target.

Nothing is resolved to the nearest. No regime in force, or two that fit, is an answer of its own. A draft answers only
when it is asked for by name, and so does a regime with ``"asked": "by-name"``; one with ``"asked": "by-target"`` only
when its target is, or when a rank on one of its ladders is held.
"""

from __future__ import annotations

from ..asking.facts import Request
from ..dates.days import parse
from ..law.prepared import prepared
from ..law.readings import profile
from ..law.rules import Json, Rules, in_force, scope
from .branches import branches
from .case import Case
from .service import equal_ranks
from .steps import held_rungs


def fitting(request: Request, rules: Rules) -> list[str]:
    """The regimes that could answer a promotion request, in the order of the spec."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    if request.target:
        return _leading_to(request.target, rules, request.as_of)
    known = [id_ for id_ in rules.regimes if _may_answer(rules.regimes[id_], request.as_of)]
    own = [id_ for id_ in known if _holds_rank(request, rules.regimes[id_])]
    open_ = own or [id_ for id_ in known if rules.regimes[id_].get("asked") != "by-target"]
    return [id_ for id_ in open_ if next_steps(request, rules, id_)] or open_[:1]


def beside(request: Request, rules: Rules, found: list[str]) -> list[str]:
    """What regimes that answer only by their target lead to from what is held: ranks of the counties before 2019."""
    others = [id_ for id_, one in rules.regimes.items() if id_ not in found and one.get("asked") == "by-target"]
    ranks = [
        id_
        for id_ in others
        if rules.regimes[id_]["ladder"] != "post" and _may_answer(rules.regimes[id_], request.as_of)
    ]
    return [target for id_ in ranks for target in next_steps(request, rules, id_)]


def _leading_to(target: str, rules: Rules, day: int) -> list[str]:
    """The regimes of the day that lead to a rank or, if none does, to others of its ladder."""
    for named in _naming(rules, target):
        if found := [id_ for id_ in named if _may_answer(rules.regimes[id_], day)]:
            return found
    return []


@prepared
def _naming(rules: Rules, target: str) -> tuple[list[str], list[str]]:
    """The regimes that lead to a rank, and those that lead to any on its ladder."""
    data, ladder = rules.regimes, target.partition("/")[0]
    promoting = [id_ for id_ in data if data[id_].get("promotions")]
    exactly = [id_ for id_ in promoting if target in targets(data[id_])]
    return exactly, [id_ for id_ in promoting if ladder in ladders(data[id_])]


def may_be_asked(regime: Json, day: int) -> bool:
    """Whether a regime can answer by its name: also where no source says since when it is in force."""
    ended = regime.get("to")
    return in_force(regime, day) or (not regime.get("from") and (ended is None or day <= parse(ended).first))


def _may_answer(regime: Json, day: int) -> bool:
    by_itself = regime["status"] != "draft" and regime.get("asked") != "by-name"
    return by_itself and bool(regime.get("promotions")) and in_force(regime, day)


def targets(regime: Json) -> list[str]:
    """What a regime promotes to."""
    return [scope(regime["ladder"], rule["to"]) for rule in regime["promotions"]]


def ladders(regime: Json) -> list[str]:
    """The ladders on which a regime promotes, its own first."""
    return list(dict.fromkeys(target.partition("/")[0] for target in targets(regime)))


def _holds_rank(request: Request, regime: Json) -> bool:
    """Whether a rank of the regime is held on the day; a post is no rank, and many regimes know it."""
    now = [item.thing for item in request.person.held or () if item.start.first <= request.as_of < item.end.last]
    return any(thing.partition("/")[0] in set(ladders(regime)) - {"post"} for thing in now)


def next_steps(request: Request, rules: Rules, regime: str) -> list[str]:
    """The ranks one step above what is held on ``as_of``; all that a regime leads to, where it is asked by name."""
    if rules.regimes[regime].get("asked") == "by-name":
        return targets(rules.regimes[regime])
    options = profile(rules, regime, request.pinned)
    return [
        target
        for ladder in ladders(rules.regimes[regime])
        for target in _steps_on(Case(rules, regime, request, options, ladder=ladder))
    ]


def _steps_on(case: Case) -> list[str]:
    """The ranks one step above what is held on one ladder."""
    if not any(condition["kind"] == "step" for condition in case.regime.get("conditions", ())):
        return _from_held(case)
    places = [rung.place for rung in held_rungs(case) if rung.start.first <= case.as_of < rung.end.last]
    above = [target for target in targets(case.regime) if target.startswith(case.ladder + "/")]
    return [target for target in above if places and case.rules.order[target] == min(places) - 1]


def _from_held(case: Case) -> list[str]:
    """Where no rule says "one step at a time": what some branch leads to from what is held, above the rank held."""
    order, held = case.rules.order, case.person.held or ()
    now = {item.thing for item in held if item.start.first <= case.as_of < item.end.last}
    top = min((order[thing] for thing in now if thing.startswith(case.ladder + "/")), default=len(order))
    pairs = [(scope(case.regime["ladder"], rule["to"]), rule) for rule in case.regime["promotions"]]
    return [
        target
        for target, rule in pairs
        if target.startswith(case.ladder + "/") and order[target] < top and _leads(case, rule, now, order[target] + 1)
    ]


def _leads(case: Case, rule: Json, now: set[str], below: int) -> bool:
    """Whether a rule leads on from what is held; one that asks for no rank or post does from the rank below."""
    if not {"any", "in", "post", "rank"} & rule.keys():
        return any(thing.startswith(case.ladder + "/") and case.rules.order[thing] == below for thing in now)
    asked = [case.equals(things) for things, _, _ in branches(case, rule)]
    return any(things & now or now & equal_ranks(case, things).keys() for things in asked)
