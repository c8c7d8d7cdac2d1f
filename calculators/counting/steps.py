"""Conditions on the place on the ladder: one step at a time, and within the range of the post that is held.

A career gives places: by rank, by the lowest rank of a post, by the rank that an old post became.

    deputy head at division level, whose lowest rank is Fourth-class Consultant      place 5 (0 is the highest)
    promotion to Third-class Consultant                                              place 4: one step up
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from ..dates.days import Span, parse
from ..dates.timeline import ALWAYS, MET, NEVER, OPEN, UNKNOWN, Timeline, all_of, barred, certain
from ..law.prepared import prepared
from ..law.rules import Rules, scope
from .case import Case
from .ended import ended
from .findings import Finding
from .service import Piece, open_ends, piece_of, unbroken, while_served

Rule = dict[str, Any]


def step(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """One step at a time: the rank directly below is held (or the post whose lowest rank it is), and none above it."""
    cites, target = (rule["cite"],), scope(case.ladder, promotion["to"])
    if case.person.held is None:
        evidence = case.rules.evidence(rule["cite"])
        return Finding("step", "step.not-said", OPEN, cites, evidence, {"target": target}, ("/person/held",))
    place = case.rules.order[target]
    rungs = [*held_rungs(case), *_layer_rungs(case), *_ended_rungs(case, place)]
    below = [rung for rung in rungs if rung.place == place + 1]
    above = [rung for rung in rungs if rung.place <= place]
    under, over = _pieces(below), _pieces(above)
    line = all_of([_while_held(below, under, certain, NEVER), _while_held(above, over, barred, ALWAYS)])
    now = [rung for rung in rungs if rung.start.first <= case.as_of < rung.end.last]
    top = min((rung.place for rung in now), default=None)
    there = min((rung for rung in now if rung.place == top), key=lambda rung: rung.cite or "", default=None)
    post = there.post if there else None
    values: Rule = {"target": target, "now": post or (rank_at(case, top) if top is not None else None)}
    if there and there.cite:
        cites = tuple(dict.fromkeys([*cites, there.cite]))
    open_ = tuple(open_ends(case.person.held, [*under, *over]))
    evidence = case.rules.evidence(*cites)
    value = line.at(case.as_of)
    code = "step.layer" if post and value == UNKNOWN else _step_code(value, top, place)
    if there and there.lowest and code in HOLDS:  # the rank goes with the post, and was not said to be held
        code, values = f"{code}-lowest", values | {"post": there.lowest}
    return Finding("step", code, line, cites, evidence, values, open_)


HOLDS = ("step.met", "step.held", "step.above", "step.far")  # the sentences that name what is held


def _step_code(value: int, now: int | None, place: int) -> str:
    if value == MET:
        return "step.met"
    if value == UNKNOWN:
        return "step.unknown"
    if now is None:
        return "step.none"
    return "step.held" if now == place else "step.above" if now < place else "step.far"


def rank_at(case: Case, place: int) -> str:
    """The rank at a place of the ladder that is climbed."""
    ranks: Rule = case.rules.spec["ladders"][case.ladder]["ranks"]
    return f"{case.ladder}/{list(ranks)[place]}"


class Rung(NamedTuple):
    """A place on the ladder (0 is the highest) while something is held, and the provision that gives it.

    With ``post`` it may be the place: of that post only the layer is known, and the ranks at it. With ``lowest`` it is
    the place of that post by its lowest rank, which need not be held itself.
    """

    place: int
    start: Span
    end: Span
    path: str
    cite: str | None = None
    post: str | None = None
    lowest: str | None = None


def held_rungs(case: Case) -> list[Rung]:
    """The places that a career gives: by rank, by the lowest rank of a post, by the rank that an old post became."""
    found: list[Rung] = []
    lowest, turned = _given(case.rules, case.regime_id, case.ladder)
    for item in case.person.held or ():
        if item.thing.startswith(case.ladder + "/"):
            found.append(Rung(case.rules.order[item.thing], item.start, item.end, item.path))
        elif item.thing in lowest:
            row = lowest[item.thing]
            rank = scope(case.regime["ladder"], row["rank"])
            rung = Rung(case.rules.order[rank], item.start, item.end, item.path, row["cite"], lowest=item.thing)
            found.append(rung)
        elif item.thing in turned:
            row = turned[item.thing]
            on, rank = parse(row["on"]).first, scope(case.ladder, row["to"])
            if item.end.last > on:
                began = Span(max(item.start.first, on), max(item.start.last, on))
                found.append(Rung(case.rules.order[rank], began, item.end, item.path, row["cite"]))
    return found


def _layer_rungs(case: Case) -> list[Rung]:
    """The places that a post may have on a ladder where only its layer is known.

    None while a rank of the ladder is held that is not below the whole layer: then the place is known.
    """
    posts = [item for item in case.person.held or () if item.thing.startswith("post/")]
    rows = [row for row in case.regime.get("equivalences", ()) if row["relation"] == "layer"] if posts else []
    if not rows:
        return []
    now = (item for item in case.person.held or () if item.start.first <= case.as_of < item.end.last)
    held = [case.rules.order[item.thing] for item in now if item.thing.startswith(case.ladder + "/")]
    layers = [[rank for rank in row["ranks"] if rank.startswith(case.ladder + "/")] for row in rows]
    return [
        Rung(case.rules.order[rank], item.start, item.end, item.path, row["cite"], item.thing)
        for row, layer in zip(rows, layers, strict=True)
        for item in posts
        if item.thing in row["ranks"] and all(case.rules.order[rank] < place for rank in layer for place in held)
        for rank in layer
    ]


def _ended_rungs(case: Case, place: int) -> list[Rung]:
    """The places that an old rank may have whose conversion was not seen: below the one asked about, or there."""
    return [
        Rung(there, one.start, one.item.end, one.item.path, one.cite, one.item.thing)
        for one in ended(case)
        for there in (place + 1, place)
    ]


@prepared
def _given(rules: Rules, regime: str, ladder: str) -> tuple[dict[str, Rule], dict[str, Rule]]:
    """By post: the row that gives its lowest rank, and the one that converts it into a rank of the ladder."""
    data = rules.regimes[regime]
    lowest = {f"post/{row['post']}": row for row in data.get("lowest", ()) if _is_on(ladder, data, row["rank"])}
    turned = {row["from"]: row for row in data.get("conversions", ()) if _is_on(ladder, data, row["to"])}
    return lowest, turned


def _is_on(ladder: str, regime: Rule, rank: str) -> bool:
    """Whether a rank that a line of a regime names stands on a ladder."""
    return scope(regime["ladder"], rank).startswith(ladder + "/")


def _pieces(rungs: list[Rung]) -> list[Piece]:
    """The stretches on which one of some places is held."""
    return unbroken([Piece(rung.start, rung.end, (rung.path,)) for rung in sorted(rungs, key=attrgetter("start"))])


def _while_held(rungs: list[Rung], pieces: list[Piece], shape: Callable[..., Timeline], none: Timeline) -> Timeline:
    if not rungs:
        return none
    possible, sure = while_served(pieces)
    if any(rung.post for rung in rungs):
        _, sure = while_served(_pieces([rung for rung in rungs if not rung.post]))
    return shape(possible, sure)


def within(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The rank lies within the range of the post that is held (``bounds``); without such a post it cannot be told."""
    cites, evidence = (rule["cite"],), case.rules.evidence(rule["cite"])
    target = scope(case.regime["ladder"], promotion["to"])
    bounds = {row["post"]: row for row in case.regime["bounds"] if row.get("ladder", case.ladder) == case.ladder}
    held = [item for item in case.person.held or () if item.thing in bounds]
    values: Rule = {"target": target}
    if not held:
        asked = "/person/held/-/post" if case.person.held else "/person/held"  # "-" is one more entry of a list
        return Finding("within", "within.not-said", OPEN, cites, evidence, values, (asked,))
    inside = [item for item in held if _in_bounds(case, target, bounds[item.thing])]
    pieces = unbroken([piece_of(item) for item in inside])
    line = certain(*while_served(pieces))
    now = [item.thing for item in held if item.start.first <= case.as_of < item.end.last]
    code = f"within.{('unmet', 'unknown', 'met')[line.at(case.as_of)]}" if now else "within.none"
    open_ = tuple(open_ends(held, pieces))
    return Finding("within", code, line, cites, evidence, values | ({"post": now[-1]} if now else {}), open_)


def _in_bounds(case: Case, target: str, row: Rule) -> bool:
    """Whether a rank stands between the highest and the lowest one of a post."""
    ladder, order = target.partition("/")[0], case.rules.order
    return order[scope(ladder, row["highest"])] <= order[target] <= order[scope(ladder, row["lowest"])]
