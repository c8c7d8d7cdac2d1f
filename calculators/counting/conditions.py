"""The kinds of conditions: a registry of small functions, one for each kind, all with one signature.

A condition takes its rule (a line of the spec) and the case, and returns a finding with a timeline. To add a kind:
write the function, enter it in ``KINDS``, describe it in the schema, give it its sentences. Keep the set small; say the
rest by combining.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..dates.days import BEGINNING, Span, parse
from ..dates.timeline import ALWAYS, MET, NEVER, OPEN, UNKNOWN, Timeline, all_of, any_of, barred, certain
from ..law.evidence import weakest
from ..law.rules import asked_on, scope
from . import assessment, bars, ledger, personal, posts
from .case import Case, Judgement
from .findings import Finding
from .memo import remember
from .tenure import Branch, Tenure, branches, ever_held, tenure

Rule = dict[str, Any]
Condition = Callable[[Rule, Case, Rule], Finding]


def evaluate(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The finding of one condition; ``promotion`` is the line that is asked about."""
    kind = rule["kind"]
    if kind in LOOKS_AT_GRADES:
        graded = LOOKS_AT_GRADES[kind]
        found = remember(case, id(rule), lambda: KINDS[kind](rule, case, promotion), graded=graded)
    else:
        found = KINDS[kind](rule, case, promotion)
    if "from" not in rule:
        return found
    not_yet = certain([(BEGINNING, parse(rule["from"]).first)], [(BEGINNING, parse(rule["from"]).first)])
    return found._replace(timeline=any_of([not_yet, found.timeline]))


def all_conditions(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Every part must be met."""
    found = [evaluate(part, case, promotion) for part in rule["of"] if _applies(part, case, promotion)]
    parts = [part for part in found if part.kind != "judgement"]  # it decides nothing, and has no place in the tree
    return Finding("all", "all", all_of([part.timeline for part in parts]), children=tuple(parts))


def timeline(conditions: list[Rule], case: Case, promotion: Rule) -> Timeline:
    """The timeline of all conditions without the reasons; those that look at no grade are put together once."""
    steady, others = remember(case, "steady", lambda: _steady(conditions, case, promotion), graded=False)
    return all_of([steady, *[evaluate(part, case, promotion).timeline for part in others]])


def _steady(conditions: list[Rule], case: Case, promotion: Rule) -> tuple[Timeline, list[Rule]]:
    """The timeline of the conditions that look at no grade, and the other ones."""
    asked = [part for part in conditions if part["kind"] != "judgement" and _applies(part, case, promotion)]
    others = [part for part in asked if LOOKS_AT_GRADES.get(part["kind"], True)]
    return all_of([evaluate(part, case, promotion).timeline for part in asked if part not in others]), others


def _applies(rule: Rule, case: Case, promotion: Rule) -> bool:
    """Whether a condition is asked: of this promotion, and already on the day (a text may be younger than all)."""
    if "for" in rule and promotion.get("to") not in rule["for"]:
        return False
    if rule["kind"] == "title" and "title" not in promotion:
        return False
    return asked_on(rule, case.as_of)


def own(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """What the promotion itself asks: the tenure of one of its branches.

    ``outside`` and ``regained`` add what they do not speak of.
    """
    why = promotion.get("why", case.regime.get("why"))
    asked = remember(case, ("own", id(promotion)), lambda: _asked_by(case, promotion), graded=False)
    parts = [one.blank if one.never else _tenure(case, one, why) for one in asked]
    if "outside" in rule:
        parts += posts.outside(rule["outside"]["cite"], case, promotion)
    if "regained" in rule:
        parts += remember(
            case, "regained", lambda: posts.regained(rule["regained"]["cite"], case, promotion), graded=False
        )
    if len(parts) == 1:
        return parts[0]
    return Finding("any", "any", any_of([part.timeline for part in parts]), children=tuple(parts))


class Asked(NamedTuple):
    """What a branch asks for, as the finding of somebody who never held it (``blank``), and whether that is so here."""

    things: frozenset[str]
    blank: Finding
    never: bool


def _asked_by(case: Case, promotion: Rule) -> list[Asked]:
    """What the branches of a promotion ask for."""
    return [_asked(case, branch) for branch in branches(case, promotion)]


def _tenure(case: Case, asked: Asked, why: Rule | None) -> Finding:
    """Years served in the rank or post that one branch asks for."""
    blank = asked.blank
    years = blank.values["years"]
    if years is None and why:
        return blank._replace(code="tenure.no-number-why", timeline=OPEN, values=blank.values | {"why": why})
    if years is None:
        return blank._replace(code="tenure.no-number", timeline=OPEN)
    if case.person.held is None:
        return blank._replace(code="tenure.not-said", timeline=OPEN, open=("/person/held",))
    result = tenure(case, asked.things, 12 * years)
    if not result.chain:
        return blank
    _judge_marks(case, result)
    carried = [cite for piece in result.chain for cite in piece.cites]
    cites = tuple(dict.fromkeys([*blank.cites, *carried])) if carried else blank.cites
    evidence = weakest([blank.evidence, case.rules.evidence(*carried)]) if carried else blank.evidence
    code = ("tenure.unmet", "tenure.unknown", "tenure.met")[result.timeline.at(case.as_of)]
    values = blank.values | ledger.explain(case, result) if case.explain else blank.values
    return Finding("tenure", code, result.timeline, cites, evidence, values, result.open)


def _asked(case: Case, branch: Branch) -> Asked:
    """What one branch asks for."""
    asked, counting = case.value(branch.years, branch.cite), case.counting["cite"]
    named = sorted(branch.things, key=lambda id_: (id_.startswith("post/"), case.rules.order[id_], id_))
    cites = tuple(dict.fromkeys([asked.cite or "", counting]))
    evidence = weakest([asked.evidence, case.rules.evidence(counting)])
    blank = Finding("tenure", "tenure.never", NEVER, cites, evidence, {"in": named, "years": asked.value})
    return Asked(branch.things, blank, case.person.held is not None and not ever_held(case, branch))


def _judge_marks(case: Case, result: Tenure) -> None:
    """A year whose grade calls for a decision (a rank that should have been lowered) raises a judgement."""
    for mark in result.marks:
        rule = case.counting["grades"].get(mark.grade or "", {})
        if rule.get("judgement"):
            case.judgements.append(Judgement(rule["judgement"], rule.get("cite"), mark.path))


def free(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """No effect period of the named families runs; ``say`` names other sentences than those of effect periods."""
    cites = (rule["cite"],)
    evidence = case.rules.evidence(rule["cite"])
    say = rule.get("say", "free")
    if case.person.effects is None:
        return Finding("free", f"{say}.not-said", OPEN, cites, evidence, {"of": rule["of"]}, ("/person/effects",))
    found = bars.bars(case, rule["of"])
    line = bars.free_timeline(found)
    evidence = weakest([evidence, *(bar.evidence for bar in found)])
    if rule.get("over"):  # a period that is over may leave something to decide
        case.judgements += [
            Judgement(rule["over"], rule["cite"], bar.path) for bar in found if bars.over(bar, case.as_of)
        ]
    if rule.get("lowers"):  # a sanction that lowers: the rank should no longer be the one that is stated
        lowering = [bar for bar in found if case.rules.effects[bar.kind].get("lowers")]
        case.judgements += [Judgement(rule["lowers"], bar.cite, bar.path) for bar in lowering]
    shown, open_ = [bars.as_value(bar) for bar in found], bars.unclear(found, case.as_of)
    code = ("barred", "unknown", "over" if found else "met")[line.at(case.as_of)]
    cites = tuple(dict.fromkeys([*cites, *(cite for bar in found for cite in bar.cites)]))
    return Finding("free", f"{say}.{code}", line, cites, evidence, {"of": rule["of"], "bars": shown}, open_)


def step(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """One step at a time: the rank directly below is held (or the post whose lowest rank it is), and none above it."""
    cites, evidence = (rule["cite"],), case.rules.evidence(rule["cite"])
    target = scope(case.ladder, promotion["to"])
    if case.person.held is None:
        return Finding("step", "step.not-said", OPEN, cites, evidence, {"target": target}, ("/person/held",))
    place = case.rules.order[target]
    rungs = [*held_rungs(case), *_layer_rungs(case)]
    below = [rung for rung in rungs if rung.place == place + 1]
    above = [rung for rung in rungs if rung.place <= place]
    line = all_of([_while_held(below, certain, NEVER), _while_held(above, barred, ALWAYS)])
    now = [rung for rung in rungs if rung.start.first <= case.as_of < rung.end.last]
    top = min((rung.place for rung in now), default=None)
    post = next((rung.post for rung in now if rung.place == top), None)
    values: Rule = {"target": target, "now": post or (_rank_at(case, top) if top is not None else None)}
    by = [min((rung.cite or "" for rung in now if rung.place == top), default="")]
    cites = tuple(dict.fromkeys([*cites, *(cite for cite in by if cite)]))
    open_ = tuple(f"{rung.path}/from" for rung in rungs if not rung.start.exact)
    evidence = case.rules.evidence(*cites)
    value = line.at(case.as_of)
    code = "step.layer" if post and value == UNKNOWN else _step_code(value, top, place)
    return Finding("step", code, line, cites, evidence, values, open_)


def _step_code(value: int, now: int | None, place: int) -> str:
    if value == MET:
        return "step.met"
    if value == UNKNOWN:
        return "step.unknown"
    if now is None:
        return "step.none"
    return "step.held" if now == place else "step.above" if now < place else "step.far"


def _rank_at(case: Case, place: int) -> str:
    ranks: Rule = case.rules.spec["ladders"][case.ladder]["ranks"]
    return f"{case.ladder}/{list(ranks)[place]}"


class Rung(NamedTuple):
    """A place on the ladder (0 is the highest) while something is held, and the provision that gives it.

    With ``post`` it may be the place: of that post only the layer is known, and the ranks at it.
    """

    place: int
    start: Span
    end: Span
    path: str
    cite: str | None = None
    post: str | None = None


def on_ladder(case: Case, rank: str) -> bool:
    """Whether a rank that a line of the regime names stands on the ladder that is climbed."""
    return scope(case.regime["ladder"], rank).startswith(case.ladder + "/")


def held_rungs(case: Case) -> list[Rung]:
    """The places that a career gives: by rank, by the lowest rank of a post, by the rank that an old post became."""
    found: list[Rung] = []
    lowest, turned = _given(case)
    for item in case.person.held or ():
        if item.thing.startswith(case.ladder + "/"):
            found.append(Rung(case.rules.order[item.thing], item.start, item.end, item.path))
        elif item.thing in lowest:
            row = lowest[item.thing]
            rank = scope(case.regime["ladder"], row["rank"])
            found.append(Rung(case.rules.order[rank], item.start, item.end, item.path, row["cite"]))
        elif item.thing in turned:
            row = turned[item.thing]
            on, rank = parse(row["on"]).first, scope(case.ladder, row["to"])
            if item.end.last > on:
                began = Span(max(item.start.first, on), max(item.start.last, on))
                found.append(Rung(case.rules.order[rank], began, item.end, item.path, row["cite"]))
    return found


def _layer_rungs(case: Case) -> list[Rung]:
    """The places that a post may have on a ladder where only its layer is known; none while a rank of it is held."""
    posts = [item for item in case.person.held or () if item.thing.startswith("post/")]
    rows = [row for row in case.regime.get("equivalences", ()) if row["relation"] == "layer"] if posts else []
    now = (item for item in case.person.held or () if item.start.first <= case.as_of < item.end.last)
    if not rows or any(item.thing.startswith(case.ladder + "/") for item in now):
        return []
    return [
        Rung(case.rules.order[rank], item.start, item.end, item.path, row["cite"], item.thing)
        for row in rows
        for item in posts
        if item.thing in row["ranks"]
        for rank in row["ranks"]
        if rank.startswith(case.ladder + "/")
    ]


def _given(case: Case) -> tuple[dict[str, Rule], dict[str, Rule]]:
    """By post: the row that gives its lowest rank, and the one that converts it into a rank of the ladder."""
    key = "given", case.regime_id, case.ladder
    if key not in case.rules.prepared:
        lowest = {f"post/{row['post']}": row for row in case.regime.get("lowest", ()) if on_ladder(case, row["rank"])}
        turned = {row["from"]: row for row in case.regime.get("conversions", ()) if on_ladder(case, row["to"])}
        case.rules.prepared[key] = lowest, turned
    rows: tuple[dict[str, Rule], dict[str, Rule]] = case.rules.prepared[key]
    return rows


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
    ends = [((item.start.first, item.end.last), (item.start.last, item.end.first)) for item in inside]
    line = certain([possible for possible, _ in ends], [sure for _, sure in ends])
    now = [item.thing for item in held if item.start.first <= case.as_of < item.end.last]
    code = f"within.{('unmet', 'unknown', 'met')[line.at(case.as_of)]}" if now else "within.none"
    open_ = tuple(f"{item.path}/from" for item in held if not item.start.exact)
    return Finding("within", code, line, cites, evidence, values | ({"post": now[-1]} if now else {}), open_)


def _in_bounds(case: Case, target: str, row: Rule) -> bool:
    """Whether a rank stands between the highest and the lowest one of a post."""
    ladder, order = target.partition("/")[0], case.rules.order
    return order[scope(ladder, row["highest"])] <= order[target] <= order[scope(ladder, row["lowest"])]


def _while_held(rungs: list[Rung], shape: Callable[..., Timeline], none: Timeline) -> Timeline:
    if not rungs:
        return none
    possible = [(rung.start.first, rung.end.last) for rung in rungs]
    sure = [(rung.start.last, rung.end.first) for rung in rungs if not rung.post]
    return shape(possible, sure)


def judgement(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Left to people: listed, and never part of the status.

    With ``while``: only on the days on which a grade would bar by the conditions of the regime that it names.
    """
    if "while" in rule:
        would = assessment.would_bar(case, rule["while"])
        case.judgements += [Judgement(rule["id"], bar.cite, bar.path) for bar in would]
    else:
        case.judgements.append(Judgement(rule["id"], rule.get("cite")))
    return Finding("judgement", "judgement", ALWAYS)


KINDS: dict[str, Condition] = {
    "all": all_conditions,
    "own": own,
    "free": free,
    "step": step,
    "judgement": judgement,
    "after-grade": assessment.after_grade,
    "level": personal.level,
    "since": personal.since,
    "age": personal.age,
    "grades": personal.grades,
    "not-held": posts.not_held,
    "not-graded": posts.not_graded,
    "title": personal.title,
    "within": within,
}

# Whether the finding of a kind looks at the grades. A kind that is not here remembers its parts and not itself.
LOOKS_AT_GRADES = {
    "free": False,
    "step": False,
    "judgement": True,
    "after-grade": True,
    "level": False,
    "since": False,
    "age": False,
    "grades": True,
    "not-held": False,
    "not-graded": True,
    "title": False,
    "within": False,
}
