"""The kinds of conditions: a registry of small functions, one for each kind, all with one signature.

A condition takes its rule (a line of the spec) and the case, and returns a finding with a timeline. To add a kind:
write the function, enter it in ``KINDS``, describe it in the schema, give it its sentences. Keep the set small; say the
rest by combining.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import bars, ledger
from .case import Case, Judgement
from .evidence import RANK
from .findings import Finding
from .rules import scope, scoped
from .tenure import Tenure, branches, tenure
from .timeline import ALWAYS, MET, NEVER, OPEN, UNKNOWN, Timeline, all_of, any_of, barred, certain

Rule = dict[str, Any]
Condition = Callable[[Rule, Case, Rule], Finding]


def evaluate(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """The finding of one condition; ``promotion`` is the line that is asked about."""
    return KINDS[rule["kind"]](rule, case, promotion)


def all_conditions(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Every part must be met."""
    parts = [evaluate(part, case, promotion) for part in rule["of"]]
    return Finding("all", "all", all_of([part.timeline for part in parts]), children=tuple(parts))


def own(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """What the promotion itself asks: the tenure of one of its branches."""
    parts = [_tenure(case, things, years, cite) for things, years, cite in branches(case, promotion)]
    if len(parts) == 1:
        return parts[0]
    return Finding("any", "any", any_of([part.timeline for part in parts]), children=tuple(parts))


def _tenure(case: Case, things: frozenset[str], years: Any, cite: str | None) -> Finding:
    """Years served in a rank or post."""
    asked = case.value(years, cite)
    named = sorted(things, key=lambda id_: (id_.startswith("post/"), case.rules.order[id_]))
    values = {"in": named, "years": asked.value}
    cites = tuple(dict.fromkeys([asked.cite or "", case.counting["cite"]]))
    weakest = min(asked.evidence, case.rules.evidence(case.counting["cite"]), key=RANK.__getitem__)
    if case.person.held is None:
        return Finding("tenure", "tenure.not-said", OPEN, cites, weakest, values, ("/person/held",))
    if asked.value is None:
        return Finding("tenure", "tenure.no-number", OPEN, cites, weakest, values)
    result = tenure(case, things, 12 * asked.value)
    if not result.chain:
        return Finding("tenure", "tenure.never", NEVER, cites, weakest, values)
    _judge_marks(case, result)
    code = ("tenure.unmet", "tenure.unknown", "tenure.met")[result.timeline.at(case.as_of)]
    explain = (lambda: ledger.explain(case, result)) if case.explain else None
    return Finding("tenure", code, result.timeline, cites, weakest, values, result.open, explain=explain)


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
    evidence = min([evidence, *(bar.evidence for bar in found)], key=RANK.__getitem__)
    shown = [bars.as_value(bar) for bar in found]
    code = ("barred", "unknown", "over" if found else "met")[line.at(case.as_of)]
    return Finding(
        "free", f"{say}.{code}", line, cites, evidence, {"of": rule["of"], "bars": shown}, bars.unclear(found)
    )


def step(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """One step at a time: the rank directly below is held (or the post whose lowest rank it is), and none above it."""
    cites, evidence = (rule["cite"],), case.rules.evidence(rule["cite"])
    target = scope(case.ladder, promotion["to"])
    if case.person.held is None:
        return Finding("step", "step.not-said", OPEN, cites, evidence, {"target": target}, ("/person/held",))
    place = case.rules.order[target]
    rungs = held_rungs(case)
    below = [entry for entry in rungs if entry[0] == place + 1]
    above = [entry for entry in rungs if entry[0] <= place]
    line = all_of([_while_held(below, certain, NEVER), _while_held(above, barred, ALWAYS)])
    now = min((rung for rung, start, end, *_ in rungs if start[0] <= case.as_of < end[1]), default=None)
    values: Rule = {"target": target, "now": _rank_at(case, now) if now is not None else None}
    return Finding(
        "step",
        _step_code(line.at(case.as_of), now, place),
        line,
        cites,
        evidence,
        values,
        tuple(entry[3] + "/from" for entry in rungs if entry[1][0] != entry[1][1]),
    )


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


Rung = tuple[int, tuple[int, int], tuple[int, int], str]


def held_rungs(case: Case) -> list[Rung]:
    """The place on the ladder that each entry of the career gives: its rank, the lowest rank of its post, or the rank
    into which its old post was converted."""
    found: list[Rung] = []
    lowest = {"post/" + item["post"]: scoped(case.ladder, item) for item in case.regime.get("lowest", ())}
    turned = {item["from"]: item for item in case.regime.get("conversions", ())}
    for item in case.person.held or ():
        if item.thing in case.rules.order and item.thing.startswith(case.ladder + "/"):
            found.append((case.rules.order[item.thing], item.start, item.end, item.path))
        elif item.thing in lowest:
            found.append((case.rules.order[lowest[item.thing]], item.start, item.end, item.path))
        elif item.thing in turned and item.end.last > case.begins:
            rank = scope(case.ladder, turned[item.thing]["to"])
            began = max(item.start.first, case.begins), max(item.start.last, case.begins)
            found.append((case.rules.order[rank], began, item.end, item.path))
    return found


def _while_held(rungs: list[Rung], shape: Callable[..., Timeline], none: Timeline) -> Timeline:
    if not rungs:
        return none
    possible = [(start[0], end[1]) for _, start, end, _ in rungs]
    sure = [(start[1], end[0]) for _, start, end, _ in rungs]
    return shape(possible, sure)


def judgement(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Left to people: listed, and never part of the status."""
    case.judgements.append(Judgement(rule["id"], rule.get("cite")))
    return Finding("judgement", "judgement", ALWAYS)


KINDS: dict[str, Condition] = {
    "all": all_conditions,
    "own": own,
    "free": free,
    "step": step,
    "judgement": judgement,
}
