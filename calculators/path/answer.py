"""A career as one timeline: each step judged by the law of its own day, the next one by that of the day asked about.

    1998 Clerk                      the beginning
    2001 Staff Member               a promotion: three years under the rules then in force
    2019 Second-class Principal …   a conversion, with the time in the old post carried over as the reading says
    2021 First-class Principal …    a promotion: two years under the Provisions, reached with that time
    2023 Head at section level      no promotion: the rank held is of the layer of that post

A step is a promotion only where it reaches something above what was held directly before. One that does not (an equal
rank, the lowest rank of the post held, a post of the same layer) is not judged; and where it cannot be told whether a
step was a promotion, the conditions of one that are not fulfilled show nothing, so that the step is unknown.

A promotion is judged as if asked on its own day, of what was known on that day: earlier entries, the grades that
existed, the effect periods that had begun. The rank below, which ended because of the promotion, counts as still held.

Some systems reached certain organs only. Where the organ of an entry (or of the person) is given, the step is also held
against the reach of its system on that day; where it is not, the step stands on the premise that it was reached, and
``premises`` says what would have to be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..asking.facts import STILL, Held, Person, Request
from ..asking.organ import Organ
from ..counting.case import profile
from ..counting.regimes import fitting
from ..counting.service import holds_on
from ..counting.standing import Standing, no_promotion, standing
from ..dates.days import END, Span, iso, parse, written
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS
from ..law.evidence import weakest
from ..law.rules import Json, Rules, in_force
from ..promotion import answer as promotion
from ..scope.answer import Reach, as_finding, concerned, reaches
from ..telling.phrases import leaves

CARRY = "conversion-carry"
WEIGHS = ("held", "grades", "effects")


class Doubt(NamedTuple):
    """Why conditions that are not fulfilled show nothing of a step; what was held, by what; or what was not given."""

    code: str
    now: str | None = None
    cites: tuple[str, ...] = ()
    gap: Json | None = None
    asked: tuple[str, ...] = ()


class Turn(NamedTuple):
    """A conversion that falls on the first day of an entry: its regime, its row, and the old entry."""

    regime: str
    row: Json
    old: Held


def answer(request: Request, rules: Rules) -> Json:
    """The answer: one entry of ``path`` for each step, ``next`` for what follows on ``as_of``."""
    steps = [_step(request, rules, item) for item in _career(request, rules)]
    judged = [step for step in steps if step["status"]]
    status = _status(request, judged)
    following = _next(request, rules)
    left = _once(bar for step in steps for bar in step.pop("unasked").get("bars", ()))
    return ({"unasked": {"bars": left}} if left else {}) | {
        "api": 1, "calculator": "path", "as_of": iso(request.as_of), "regime": None, "target": None,
        "status": status, "settled": all(step["settled"] for step in judged),
        "earliest": (judged or steps)[-1]["from"] if steps and status == WORDS[MET] else None, "range": _range(judged),
        "evidence": weakest([step["evidence"] for step in steps]),
        "findings": {"kind": "all", "code": "path", "status": status, "turns": None,
                     "children": [_finding(step) for step in steps]},
        "path": steps, "next": following, "regimes": _bands(steps, rules),
        "premises": [{"step": step["path"], **one} for step in steps for one in step.pop("premises")],
        "missing": _missing(request, steps),
        "judgements": _once(entry for step in steps for entry in step.pop("judgements")),
        "what_if": [],
        "conflicts": _once(entry for one in following for entry in one["conflicts"]),
        "unused": list(request.unused), "spec": rules.stamp,
    }  # fmt: skip


def _status(request: Request, judged: list[Json]) -> str:
    """The weakest status of the steps; a career that was not given is not known."""
    if request.person.held is None:
        return WORDS[UNKNOWN]
    return WORDS[min((WORDS.index(step["status"]) for step in judged), default=MET)]


def _range(judged: list[Json]) -> Json:
    """The weakest status of the steps at either extreme of the readings, and the readings that move a step."""
    ranges = [step["range"] for step in judged if "range" in step]
    body: Json = {}
    for end in ("strict", "generous"):
        found = [one[end]["status"] for one in ranges] + [one["status"] for one in judged if "range" not in one]
        body[end] = {"status": WORDS[min(map(WORDS.index, found), default=MET)], "earliest": None}
    return body | {"moved_by": list(dict.fromkeys(id_ for one in ranges for id_ in one["moved_by"]))}


def _career(request: Request, rules: Rules) -> list[Held]:
    """The entries in time, with those that a conversion made and the request left out."""
    held = list(request.person.held or ())
    found = [*held, *(entry for item in held if (entry := _turned(item, held, rules, request.as_of)))]
    return sorted(found, key=lambda item: (item.start, item.thing.startswith("post/")))


def _turned(item: Held, held: list[Held], rules: Rules, as_of: int) -> Held | None:
    """The rank that an old post became where the request lets the post go on past its conversion."""
    for regime in rules.regimes.values():
        for row in regime.get("conversions", ()):
            on = parse(row["on"])
            goes_on = row["from"] == item.thing and item.start.last < on.first < item.end.first and on.first <= as_of
            if goes_on and not holds_on(held, row["to"].partition("/")[0], on.first):
                return Held(row["to"], on, item.end, item.path)
    return None


# -- one step --------------------------------------------------------------------------------------------------------


def _step(request: Request, rules: Rules, item: Held) -> Json:
    earlier = [other for other in request.person.held or () if other.start < item.start]
    before = [other for other in earlier if other.end.last >= item.start.first]
    turns = list(_turns(item, before, rules))
    own = [turn for turn in turns if turn.row["to"] == item.thing]
    body = _plain(item)
    if own:
        return body | _conversion(request, rules, item, own[0])
    if not earlier:
        return body | {"by": "entry"}
    turned = [turn.old for turn in turns]
    beside = [other for other in [*before, *_posts_of_the_day(request, item)] if other not in turned]
    found = [standing(rules, item.start, item.thing, other.thing) for other in beside]
    first = _first_rank(rules, item, earlier, beside)
    if least := no_promotion(found, item.thing):
        return body | _no_promotion(rules, item, least, first)
    doubt = _doubt(rules, item, found, first)
    if turns:
        return body | _conversion(request, rules, item, turns[0], doubt if beside else None)
    judged = _judged(request, rules, item, doubt)
    if judged["regime"] is None and item.thing.startswith("post/"):
        return body | {"by": "post"}
    return body | judged | _within_reach(request, rules, item, judged)


def _posts_of_the_day(request: Request, item: Held) -> list[Held]:
    """The posts that were taken together with a rank: it may be the lowest one of theirs."""
    if item.thing.startswith("post/"):
        return []
    return [one for one in request.person.held or () if one.start == item.start and one.thing.startswith("post/")]


def _no_promotion(rules: Rules, item: Held, least: Standing, first: Json | None) -> Json:
    """A step that reaches nothing above what was held: it goes on, goes down, or goes aside."""
    if least.by_ladder:
        return {"by": "continued" if least.relation == "equal" else "lowering"}
    if least.relation == "below":
        return {"by": "lowering", "cite": list(least.cites), "evidence": rules.evidence(*least.cites)}
    cites = list(dict.fromkeys([*least.cites, *_says(rules, item, least.relation)]))
    own = {"gap": rules.spec["gaps"][first["gap"]]} if first and least.relation == "lowest" else {}
    return {"by": "lateral", "relation": least.relation, "before": least.old, "cite": cites,
            "evidence": rules.evidence(*cites)} | own  # fmt: skip


def _says(rules: Rules, item: Held, relation: str) -> list[str]:
    """The provisions of the day on moves of this kind."""
    data = [one for one in rules.regimes.values() if in_force(one, item.start.first)]
    return [row["cite"] for one in data for row in one.get("moves", ()) if row["id"] == relation]


def _first_rank(rules: Rules, item: Held, earlier: list[Held], beside: list[Held]) -> Json | None:
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


def _doubt(rules: Rules, item: Held, found: list[Standing], first: Json | None) -> Doubt | None:
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


def _plain(item: Held) -> Json:
    last = None if item.end.first >= END else written(Span(item.end.first - 1, item.end.last - 1))
    return {
        "thing": item.thing, "from": written(item.start), "to": last, "path": item.path, "by": "", "regime": None,
        "status": None, "settled": True, "earliest": None, "cite": [], "evidence": "official", "carried": None,
        "before": None, "missing": [], "judgements": [], "findings": None, "reach": None, "premises": [],
        "relation": None, "doubt": None, "gap": None, "unasked": {},
    }  # fmt: skip


def _turns(item: Held, before: list[Held], rules: Rules) -> Iterator[Turn]:
    """The conversions of the first day of an entry, onto its ladder, from what was held until then."""
    for id_, regime in rules.regimes.items():
        for row in regime.get("conversions", ()):
            on = parse(row["on"]).first
            old = next((other for other in before if other.thing == row["from"]), None)
            same = row["to"].partition("/")[0] == item.thing.partition("/")[0]
            if old and same and item.start.first <= on <= item.start.last:
                yield Turn(id_, row, old)


def _conversion(request: Request, rules: Rules, item: Held, turn: Turn, doubt: Doubt | None = None) -> Json:
    """A conversion: met where the rank is the one that the old post became."""
    right = turn.row["to"] == item.thing
    option = profile(rules, turn.regime, request.pinned)[CARRY]
    carries = right and rules.counting(turn.regime).get("conversion_carry") and option != "none"
    carried = {"since": written(turn.old.start), "reading": CARRY, "option": option, "cite": turn.row["cite"]}
    body = {
        "by": "conversion", "regime": turn.regime, "status": WORDS[MET if right else UNMET],
        "cite": [turn.row["cite"]], "evidence": rules.evidence(turn.row["cite"]), "before": turn.old.thing,
        "earliest": turn.row["on"] if right else None, "became": turn.row["to"],
        "implied": item not in (request.person.held or ()),
        "carried": carried if carries else None,
    }  # fmt: skip
    return body if right or not doubt else body | _open(rules, doubt)


def _open(rules: Rules, doubt: Doubt) -> Json:
    """What is said of a step that may have been no promotion, in the place of conditions that are not fulfilled."""
    body: Json = {
        "by": "promotion", "status": WORDS[UNKNOWN], "doubt": doubt.code, "before": doubt.now, "earliest": None,
        "gap": doubt.gap, "missing": [{"inputs": list(doubt.asked)}] if doubt.asked else [], "findings": None,
        "carried": None,
    }  # fmt: skip
    return body | ({"cite": list(doubt.cites), "evidence": rules.evidence(*doubt.cites)} if doubt.cites else {})


def _judged(request: Request, rules: Rules, item: Held, doubt: Doubt | None) -> Json:
    """A promotion as it is answered for its day; where only the month is known, for both ends of the month."""
    days = [item.start.first] if item.start.exact else [item.start.first, min(item.start.last, request.as_of)]
    bodies = [promotion.answer(_asked(request, item, day), rules) for day in days]
    body = bodies[-1]
    sure = len({one["status"] for one in bodies}) == 1
    leaf = next((one for one in leaves(body["findings"]) if _carried(one, rules, body["regime"])), None)
    found = {
        "by": "promotion", "regime": body["regime"], "status": body["status"] if sure else WORDS[UNKNOWN],
        "settled": all(one["settled"] for one in bodies), "earliest": body["earliest"], "range": body["range"],
        "cite": _cites(body["findings"]), "evidence": body["evidence"], "judgements": body["judgements"],
        "missing": body["missing"] if sure else [*body["missing"], {"inputs": [f"{item.path}/from"]}],
        "findings": body["findings"], "too_late": "regime_to" in body, "unasked": body.get("unasked", {}),
        "carried": {"since": leaf["values"]["since"], "reading": CARRY, "cite": leaf["cite"][-1]} if leaf else None,
    }  # fmt: skip
    if not doubt or found["status"] != WORDS[UNMET]:
        return found
    ends = {end: _no_worse(found["range"][end]) for end in ("strict", "generous")}
    settled = all(one["status"] == WORDS[UNKNOWN] for one in ends.values())
    return found | _open(rules, doubt) | {"range": found["range"] | ends, "settled": settled}


def _no_worse(bound: Json) -> Json:
    """A bound at which conditions that are not fulfilled show nothing."""
    return {"status": WORDS[UNKNOWN], "earliest": None} if bound["status"] == WORDS[UNMET] else bound


def _within_reach(request: Request, rules: Rules, item: Held, step: Json) -> Json:
    """Whether the system of a promotion reached the organ: what this changes of the step."""
    organ = item.organ or request.person.workplace
    regime = step["regime"]
    if regime is None or "scope" not in rules.regimes[regime]:
        return _in_pilot(rules, item, organ) if regime is None and organ else {}
    found = _reached(rules, regime, organ or Organ(), item)
    if found.status == MET:
        return {"reach": as_finding(regime, found, rules)} if organ else {}
    base = f"{item.path}/organ" if item.organ or not organ else "/person/organ"
    inputs = [base + path.removeprefix("/organ") for path in found.open]
    if organ is None:
        return {"premises": [{"regime": regime, "inputs": inputs, "cite": _cite_of(found, rules, regime)}]}
    other = _in_pilot(rules, item, organ) if found.status == UNMET else {}
    if other:
        return other
    status = min(WORDS.index(step["status"]), found.status)
    missing = [*step["missing"], {"inputs": inputs}] if inputs else step["missing"]
    reach = as_finding(regime, found, rules)
    return {"status": WORDS[status], "reach": reach, "missing": missing, "earliest": None,
            "evidence": weakest([step["evidence"], reach["evidence"]]),
            "range": _all_as(step["range"], found.status)}  # fmt: skip


def _reached(rules: Rules, regime: str, organ: Organ, item: Held) -> Reach:
    """The reach of a system on the day of an entry; where only the month is known, on both of its ends."""
    first, last = (reaches(rules, regime, organ, day) for day in (item.start.first, item.start.last))
    return first if first.status == last.status else first._replace(status=UNKNOWN)


def _in_pilot(rules: Rules, item: Held, organ: Organ | None) -> Json:
    """A step in an organ that another system reached, one without numbers: it cannot be checked, and why."""
    for id_, regime in rules.regimes.items():
        named = organ is not None and "why" in regime and concerned(regime, item.start.first)
        if organ and named and (found := _reached(rules, id_, organ, item)).status == MET:
            cites = list(dict.fromkeys(row["cite"] for row in found.rows))
            return {
                "regime": id_, "status": WORDS[UNKNOWN], "settled": True, "earliest": None, "findings": None,
                "cite": cites, "evidence": rules.evidence(*cites), "reach": as_finding(id_, found, rules),
                "why": regime["why"], "missing": [], "judgements": [], "carried": None,
                "range": {end: {"status": WORDS[UNKNOWN], "earliest": None} for end in ("strict", "generous")}
                | {"moved_by": []},
            }  # fmt: skip
    return {}


def _cite_of(found: Reach, rules: Rules, regime: str) -> str:
    return str(found.rows[0]["cite"] if found.rows else rules.regimes[regime]["cite"])


def _all_as(range_: Json, most: int) -> Json:
    """A range whose statuses are no better than that of the reach."""
    ends = {end: {"status": WORDS[min(WORDS.index(range_[end]["status"]), most)], "earliest": None}
            for end in ("strict", "generous")}  # fmt: skip
    return range_ | ends


def _asked(request: Request, item: Held, day: int) -> Request:
    """The request as it would have been on the day of a promotion."""
    return Request("promotion", day, None, item.thing, _as_it_stood(request, item, day), request.pinned)


def _as_it_stood(request: Request, item: Held, day: int) -> Person:
    person = request.person
    held = [
        other._replace(end=STILL) if other.end.last >= item.start.first else other
        for other in person.held or ()
        if other.start < item.start
    ]
    return person._replace(
        held=tuple(held),
        grades={year: grade for year, grade in person.grades.items() if grade.known.first <= day},
        effects=None if person.effects is None else tuple(one for one in person.effects if one.start.first <= day),
        levels=tuple(one for one in person.levels if one.start.first <= day),
        level=person.level if day == request.as_of else None,  # the present level says nothing of an earlier day
    )


def _carried(leaf: Json, rules: Rules, regime: str | None) -> bool:
    """Whether a tenure rests on time from before a conversion."""
    cites = {row["cite"] for row in rules.regimes[regime].get("conversions", ())} if regime else set()
    cited = leaf.get("cite", [])
    return leaf.get("code") == "tenure.met" and isinstance(cited, list) and bool(cites.intersection(cited))


def _cites(finding: Json) -> list[str]:
    """The provisions of the tenure that a promotion asks for, else those of the first finding with one."""
    found = [leaf for leaf in leaves(finding) if leaf.get("cite")]
    best = next((leaf for leaf in found if leaf["kind"] == "tenure" and leaf["status"] == finding["status"]), None)
    cite = (best or found[0])["cite"] if found else []
    return [cite] if isinstance(cite, str) else list(cite)


# -- the whole -------------------------------------------------------------------------------------------------------


def _finding(step: Json) -> Json:
    """A step as a node of the tree of reasons."""
    values: Json = {"rank": step["thing"], "date": step["from"]}
    if step["regime"]:
        values["regimes"] = [step["regime"]]
    if why := step.get("why") or step["gap"]:
        values["why"] = why
    if step["before"]:
        values["now"] = step["before"]
    if step.get("became"):
        values["target"] = step["became"]
    if step["earliest"]:
        values["since"] = step["earliest"]
    body: Json = {
        "kind": "all" if _has_parts(step) else "path",
        "code": _code(step),
        "status": step["status"] or WORDS[MET],
        "turns": step["earliest"],
    }
    body |= {"cite": step["cite"], "evidence": step["evidence"]} if step["cite"] else {}
    return body | {"values": values} | ({"children": _parts_of(step)} if _has_parts(step) else {})


def _has_parts(step: Json) -> bool:
    """Whether the reasons of the promotion give the status of the step: not so where a month leaves it open."""
    parts = _parts_of(step)
    return bool(parts) and min((part["status"] for part in parts), key=WORDS.index) == step["status"]


def _parts_of(step: Json) -> list[Json]:
    """The reasons of the promotion, and whether its system reached the organ."""
    tree = step["findings"] or {}
    return [*tree.get("children", []), *([step["reach"]] if step["reach"] else [])]


def _code(step: Json) -> str:
    if step["by"] == "promotion" and step["regime"] is None:
        return "path.promotion.none"
    if step.get("why"):
        return "path.promotion.why"
    if step["reach"] and step["reach"]["status"] == WORDS[UNMET]:
        return "path.promotion.outside"
    if step["doubt"]:
        return f"path.promotion.{step['doubt']}"
    if step["by"] == "promotion":
        dated = step["earliest"] and not step["too_late"]  # a day after the end of the system says nothing
        return f"path.promotion.{step['status']}" + ("" if dated else "-undated")
    if step["by"] == "conversion":
        return "path.conversion." + ("implied" if step["implied"] else str(step["status"]))
    if step["by"] == "lateral":
        return "path.lateral." + ("first" if step["gap"] else str(step["relation"]))
    return f"path.{step['by']}"


def _next(request: Request, rules: Rules) -> list[Json]:
    """The next steps on ``as_of``, each as the calculator of promotions answers it."""
    if not request.person.held:
        return []
    found = fitting(request._replace(target=None, regime=None), rules)
    bodies = [promotion.answer(request._replace(target=None, regime=id_), rules) for id_ in found]
    keys = (
        "target",
        "regime",
        "status",
        "settled",
        "earliest",
        "range",
        "evidence",
        "missing",
        "conflicts",
        "findings",
    )
    return [
        {key: one[key] for key in keys} | {"cite": _cites(one["findings"])}
        for body in bodies
        for one in body.get("targets", [body])
    ]


def _bands(steps: list[Json], rules: Rules) -> list[Json]:
    """The regimes under which the steps were judged, with the days between which they were in force."""
    used = dict.fromkeys(step["regime"] for step in steps if step["regime"])
    entries = [(id_, rules.regimes[id_]) for id_ in used]
    return [
        {"id": id_, "from": one.get("from") or one.get("in_force_by"), "to": one.get("to"), "cite": one["cite"]}
        for id_, one in entries
    ]


def _missing(request: Request, steps: list[Json]) -> list[Json]:
    """What would settle the steps that are open: of a level that of its time."""
    if request.person.held is None:
        return [{"inputs": ["/person/held"], "settles": "status"}]
    found = []
    for step in steps:
        for one in step.pop("missing"):
            if step["status"] == WORDS[UNKNOWN]:
                inputs = ["/person/levels" if path == "/person/level" else path for path in one["inputs"]]
                found.append({"inputs": inputs, "settles": "status", "step": step["path"]})
    return _once(found)


def _once(entries: Any) -> list[Json]:
    found: list[Json] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found
