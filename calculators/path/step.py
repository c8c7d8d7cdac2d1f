"""One step of a career: an entry, judged by the law of its own day.

A step is a conversion, where an old post became the rank; a promotion, where it reaches something above what was held
directly before; or it goes on, down or aside, which is not judged. A promotion is judged as if asked on its own day, of
what was known on that day: earlier entries, the grades that existed, the effect periods that had begun. The rank below,
which ended because of the promotion, counts as still held.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..asking.facts import STILL, Held, Person, Request
from ..counting.standing import Standing, no_promotion, standing
from ..dates.days import END, Span, parse, written
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS
from ..law.readings import profile
from ..law.rules import Json, Rules, in_force
from ..promotion import answer as promotion
from ..record import replace
from ..telling.phrases import leaves, past_the_end
from .doubt import Doubt, as_open, doubt_of, first_rank
from .finding import cites_of
from .reach import within_reach

CARRY = "conversion-carry"


class Turn(NamedTuple):
    """A conversion that falls on the first day of an entry: its regime, its row, and the old entry."""

    regime: str
    row: Json
    old: Held


def step_of(request: Request, rules: Rules, item: Held) -> Json:
    """One entry of the answer's ``path``: by what the step was made and, where it is judged, how it comes out."""
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
    first = first_rank(rules, item, earlier, beside)
    if least := no_promotion(found, item.thing):
        return body | _no_promotion(rules, item, least, first)
    doubt = doubt_of(rules, item, found, first)
    if turns:
        return body | _conversion(request, rules, item, turns[0], doubt if beside else None)
    judged = _judged(request, rules, item, doubt)
    if judged["regime"] is None and item.thing.startswith("post/"):
        return body | {"by": "post"}
    return body | judged | within_reach(request, rules, item, judged)


def _plain(item: Held) -> Json:
    """A step of which nothing is known but the entry itself."""
    last = None if item.end.first >= END else written(Span(item.end.first - 1, item.end.last - 1))
    return {
        "thing": item.thing, "from": written(item.start), "to": last, "path": item.path, "by": "", "regime": None,
        "status": None, "settled": True, "earliest": None, "cite": [], "evidence": "official", "carried": None,
        "before": None, "missing": [], "later": [], "judgements": [], "findings": None, "reach": None, "premises": [],
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
    """A conversion: met where the rank is the one that the old post became.

    Another rank is none on that very day; of which only the month is known, it may have come after the conversion.
    """
    right = turn.row["to"] == item.thing
    if not right and not item.start.exact:
        doubt = Doubt("conversion-month", turn.old.thing, (turn.row["cite"],), asked=(f"{item.path}/from",))
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
    return body if right or not doubt else body | as_open(rules, doubt)


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


def _posts_of_the_day(request: Request, item: Held) -> list[Held]:
    """The posts that were taken together with a rank: it may be the lowest one of theirs."""
    if item.thing.startswith("post/"):
        return []
    return [one for one in request.person.held or () if one.start == item.start and one.thing.startswith("post/")]


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
        "cite": cites_of(body["findings"]), "evidence": body["evidence"], "judgements": body["judgements"],
        "missing": body["missing"] if sure else [*body["missing"], {"inputs": [f"{item.path}/from"]}],
        "later": body.get("later", []),
        "findings": body["findings"], "too_late": past_the_end(body), "unasked": body.get("unasked", {}),
        "carried": {"since": leaf["values"]["since"], "reading": CARRY, "cite": leaf["cite"][-1]} if leaf else None,
    }  # fmt: skip
    if not doubt or found["status"] != WORDS[UNMET]:
        return found
    ends = {end: _no_worse(found["range"][end]) for end in ("strict", "generous")}
    settled = all(one["status"] == WORDS[UNKNOWN] for one in ends.values())
    return found | as_open(rules, doubt) | {"range": found["range"] | ends, "settled": settled}


def _no_worse(bound: Json) -> Json:
    """A bound at which conditions that are not fulfilled show nothing."""
    return {"status": WORDS[UNKNOWN], "earliest": None} if bound["status"] == WORDS[UNMET] else bound


def _asked(request: Request, item: Held, day: int) -> Request:
    """The request as it would have been on the day of a promotion."""
    person, later = _as_it_stood(request, item, day), _known_later(request, day)
    return Request("promotion", day, None, item.thing, person, request.pinned, unused=later)


def _known_later(request: Request, day: int) -> tuple[str, ...]:
    """The grades that were given, and not known on a day: nobody need be asked for them."""
    return tuple(grade.path for grade in request.person.grades.values() if grade.known.first > day)


def _as_it_stood(request: Request, item: Held, day: int) -> Person:
    person = request.person
    held = [
        replace(other, end=STILL) if other.end.last >= item.start.first else other
        for other in person.held or ()
        if other.start < item.start
    ]
    return replace(
        person,
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
