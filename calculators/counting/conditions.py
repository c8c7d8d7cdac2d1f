"""The kinds of conditions: a registry of small functions, one for each kind, all with one signature.

A condition takes its rule (a line of the spec) and the case, and returns a finding with a timeline. To add a kind:
write the function, enter it in ``KINDS``, describe it in the schema, give it its sentences. Keep the set small; say the
rest by combining.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..dates.days import BEGINNING, parse, year_start
from ..dates.timeline import ALWAYS, MET, NEVER, OPEN, Timeline, all_of, any_of, certain
from ..law.evidence import weakest
from ..law.prepared import prepared
from ..law.rules import Rules, Value, asked_on
from ..record import replace
from . import assessment, bars, ledger, personal, posts, steps
from .branches import Branch, tried
from .case import Case, Judgement
from .ended import became_unseen
from .findings import Finding
from .marks import by_effect
from .memo import remember
from .tenure import Tenure, reach, tenure

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
    return replace(found, timeline=any_of([not_yet, found.timeline]))


def all_conditions(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Every part must be met."""
    found = [evaluate(part, case, promotion) for part in rule["of"] if _applies(part, case, promotion)]
    parts = [part for part in found if part.kind != "judgement"]  # it decides nothing, and has no place in the tree
    return Finding("all", "all", all_of([part.timeline for part in parts]), children=tuple(parts))


def timeline(conditions: list[Rule], case: Case, promotion: Rule) -> Timeline:
    """The timeline of all conditions without the reasons; those that look at no grade are put together once."""
    steady, others = remember(case, "steady", lambda: _steady(conditions, case, promotion), graded=False)
    return all_of([steady, *[_only_line(part, case, promotion) for part in others]])


def _only_line(rule: Rule, case: Case, promotion: Rule) -> Timeline:
    """The timeline of one condition, by itself where its kind can give that (``LINES``)."""
    line = LINES.get(rule["kind"])
    return line(rule, case, promotion) if line else evaluate(rule, case, promotion).timeline


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
    """What the promotion itself asks: the tenure of one of its branches, and what these do not speak of."""
    why = promotion.get("why", case.regime.get("why"))
    asked, besides = _asked_by(rule, case, promotion)
    parts = [one.blank if one.never else _tenure(case, one, why) for one in asked] + besides
    if len(parts) == 1:
        return parts[0]
    return Finding("any", "any", any_of([part.timeline for part in parts]), children=tuple(parts))


def own_line(rule: Rule, case: Case, promotion: Rule) -> Timeline:
    """Only the timeline of what the promotion itself asks."""
    asked, besides = _asked_by(rule, case, promotion)
    return any_of([*[_line(case, one) for one in asked if not one.never], *[one.timeline for one in besides]])


class Asked(NamedTuple):
    """What a branch asks for, as the finding of somebody who never held it (``blank``), and whether that is so here."""

    things: frozenset[str]
    blank: Finding
    never: bool


def _asked_by(rule: Rule, case: Case, promotion: Rule) -> tuple[list[Asked], list[Finding]]:
    """What the branches of a promotion ask for, and the findings on what they do not speak of."""
    return remember(case, ("own", id(promotion)), lambda: _ask(rule, case, promotion), graded=False)


def _ask(rule: Rule, case: Case, promotion: Rule) -> tuple[list[Asked], list[Finding]]:
    """The same, worked out: ``outside`` and ``regained`` name what no branch speaks of, an unseen old rank is more."""
    asked = [_asked(case, branch, held) for branch, held in tried(case, promotion)]
    besides = posts.outside(rule["outside"]["cite"], case, promotion) if "outside" in rule else became_unseen(case)
    if "regained" in rule:
        besides += posts.regained(rule["regained"]["cite"], case, promotion)
    return asked, besides


def _line(case: Case, asked: Asked) -> Timeline:
    """When the years that one branch asks for are served, by somebody who ever held that."""
    years = asked.blank.values["years"]
    return OPEN if years is None or case.person.held is None else reach(case, asked.things, 12 * years)


def _tenure(case: Case, asked: Asked, why: Rule | None) -> Finding:
    """Years served in the rank or post that one branch asks for."""
    blank = asked.blank
    years = blank.values["years"]
    if years is None and why:
        return replace(blank, code="tenure.no-number-why", timeline=OPEN, values=blank.values | {"why": why})
    if years is None:
        return replace(blank, code="tenure.no-number", timeline=OPEN)
    if case.person.held is None:
        return replace(blank, code="tenure.not-said", timeline=OPEN, open=("/person/held",))
    result = tenure(case, asked.things, 12 * years)
    if not result.chain:
        return blank
    _judge_marks(case, result)
    carried = [cite for piece in result.chain for cite in piece.cites]
    value = result.timeline.at(case.as_of)
    by_effects = by_effect(case, result.marks, sure=value == MET) if case.person.effects else {}
    cites, evidence = blank.cites, blank.evidence
    if carried or by_effects:
        cites = tuple(dict.fromkeys([*cites, *by_effects.values(), *carried]))
        evidence = weakest([evidence, case.rules.evidence(*carried, *_bearing(case, result, by_effects))])
    code = ("tenure.unmet", "tenure.unknown", "tenure.met")[value]
    values = blank.values | ledger.explain(case, result, asked.things) if case.explain else blank.values
    return Finding("tenure", code, result.timeline, cites, evidence, values, result.open)


def _asked(case: Case, branch: Branch, held: bool) -> Asked:
    """What one branch asks for."""
    asked = case.value(branch.years, branch.cite)
    named, cites, evidence = _said(case.rules, branch.things, asked, case.counting["cite"])
    blank = Finding("tenure", "tenure.never", NEVER, cites, evidence, {"in": list(named), "years": asked.value})
    return Asked(branch.things, blank, case.person.held is not None and not held)


@prepared
def _said(
    rules: Rules, things: frozenset[str], asked: Value, counting: str
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """What a branch names, ranks before posts; the provisions of it and of how time is counted; their evidence."""
    named = sorted(things, key=lambda id_: (id_.startswith("post/"), rules.order[id_], id_))
    cites = tuple(dict.fromkeys([asked.cite or "", counting]))
    return tuple(named), cites, weakest([asked.evidence, rules.evidence(counting)])


def _bearing(case: Case, result: Tenure, by_effects: dict[int, str]) -> list[str]:
    """Of such provisions those on grades that are known by the day on which the tenure turns."""
    turns = result.timeline.met_from(case.as_of) or case.as_of
    return [cite for year, cite in by_effects.items() if year_start(year + 1) <= turns]


def _judge_marks(case: Case, result: Tenure) -> None:
    """A year whose grade calls for a decision (a rank that should have been lowered) raises a judgement."""
    for mark in result.marks:
        rule = case.counting["grades"].get(mark.grade or "", {})
        if rule.get("judgement") and (mark.known <= case.as_of or not mark.by):  # not before an effect's grade exists
            case.judgements.append(Judgement(rule["judgement"], rule.get("cite"), mark.path))


def free(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """No effect period of the named families runs; ``say`` names other sentences than those of effect periods."""
    cites = (rule["cite"],)
    evidence = case.rules.evidence(rule["cite"])
    say = rule.get("say", "free")
    if case.person.effects is None:
        return Finding("free", f"{say}.not-said", OPEN, cites, evidence, {"of": rule["of"]}, ("/person/effects",))
    found = bars.bars(case, rule["of"])
    if not found:
        return Finding("free", f"{say}.met", ALWAYS, cites, evidence, {"of": rule["of"], "bars": []})
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
    code = ("barred", "unknown", "over")[line.at(case.as_of)]
    cites = tuple(dict.fromkeys([*cites, *(cite for bar in found for cite in bar.cites)]))
    return Finding("free", f"{say}.{code}", line, cites, evidence, {"of": rule["of"], "bars": shown}, open_)


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
    "step": steps.step,
    "judgement": judgement,
    "after-grade": assessment.after_grade,
    "level": personal.level,
    "since": personal.since,
    "age": personal.age,
    "grades": personal.grades,
    "not-held": posts.not_held,
    "not-graded": posts.not_graded,
    "title": personal.title,
    "in-force": personal.in_force,
    "within": steps.within,
}

# The kinds whose timeline takes much less to work out than the finding with its reasons.
LINES: dict[str, Callable[[Rule, Case, Rule], Timeline]] = {"own": own_line}

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
    "in-force": False,
    "within": False,
}
