"""The grades that effects set: a warning caps the grade of its year, a demerit leaves it without one.

Where two effects set the grade of one year, the heavier decides (or, under a reading, the Party sanction): the order of
weight is the spec's. A review that is still open leaves each year without a grade that ends while it runs:

    review from 2024-05-01, open, seen on 2026-11-21: 2024 and 2025 have no grade; 2026 still runs
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..asking.facts import Effect
from ..dates.days import iso, parse, year_of, year_start
from .case import Case
from .memo import remember

Rule = dict[str, Any]


class SetGrade(NamedTuple):
    """What one effect says of the grade of one year: ``is``, ``one_of`` or ``at_most``, with its provision.

    ``lawful`` are the grades that it leaves, where they were worked out.
    """

    year: int
    rule: Rule
    effect: Effect
    lawful: tuple[str, ...] = ()

    def allows(self, grade: str, order: list[str]) -> bool:
        """Whether a stated grade agrees with it."""
        if "at_most" in self.rule:
            return order.index(grade) >= order.index(self.rule["at_most"])
        return grade in (self.rule.get("one_of") or [self.rule["is"]])

    def as_json(self) -> Rule:
        """As an answer carries it."""
        said = {key: self.rule[key] for key in ("is", "one_of", "at_most", "why") if key in self.rule}
        return said | {"because": self.effect.kind, "cite": self.rule["cite"], "path": self.effect.path}


def set_grades(case: Case) -> dict[int, SetGrade]:
    """The grade that effects set for each year; of several, the one that decides."""
    if not case.person.effects:
        return {}
    return remember(case, "set-grades", lambda: _set_grades(case), graded=False)


def _set_grades(case: Case) -> dict[int, SetGrade]:
    by_year: dict[int, list[SetGrade]] = {}
    for one in sorted(_all(case), key=lambda found: found.year):
        by_year.setdefault(one.year, []).append(one)
    return {year: _deciding(case, found) for year, found in by_year.items()}


def _all(case: Case) -> Iterator[SetGrade]:
    for effect in case.person.effects or ():
        kind, began = case.rules.effects[effect.kind], iso(effect.start.first)
        for rule in kind.get("grade_rules", ()):
            if rule.get("from", began) <= began <= rule.get("to", began):
                yield SetGrade(year_of(effect.start.first) + rule["year"], rule, effect)
        if rule := kind.get("grade_while"):
            yield from (SetGrade(year, rule, effect) for year in _ended_in(case, rule, effect))


def _ended_in(case: Case, rule: Rule, effect: Effect) -> range:
    """The finished years at whose end an open effect still ran."""
    closed = effect.end is not None and effect.end.last <= case.as_of
    return range(0) if closed else range(_first_year(rule, effect), year_of(case.as_of))


def _first_year(rule: Rule, effect: Effect) -> int:
    """The first year of an effect that its rule is about: one that is younger says nothing of the years before it."""
    began = year_of(effect.start.last)
    return max(began, year_of(parse(rule["from"]).first)) if "from" in rule else began


def left_open(case: Case) -> Iterator[tuple[Effect, str]]:
    """The effects that are closed now, but left a year without a grade while they were open; with the provision."""
    for effect in case.person.effects or ():
        rule = case.rules.effects[effect.kind].get("grade_while")
        if rule and effect.end and year_start(_first_year(rule, effect) + 1) < effect.end.first <= case.as_of:
            yield effect, rule["cite"]


def not_told(case: Case) -> Iterator[tuple[Effect, str]]:
    """The effects that set a grade by rules younger than they are: what they did is not known; with the provision."""
    for effect in case.person.effects or ():
        rules, began = case.rules.effects[effect.kind].get("grade_rules", ()), iso(effect.start.first)
        young = [rule for rule in rules if began < rule.get("from", began)]
        if young and not any(rule["year"] == young[0]["year"] for rule in rules if rule not in young):
            yield effect, young[0]["cite"]
        rule, ended = case.rules.effects[effect.kind].get("grade_while"), year_start(year_of(effect.start.last) + 1)
        runs = ended <= case.as_of and (effect.end is None or ended < effect.end.first)
        if rule and runs and year_of(effect.start.last) < _first_year(rule, effect):
            yield effect, rule["cite"]


def _deciding(case: Case, found: list[SetGrade]) -> SetGrade:
    """The one that decides: by weight; or, where a reading follows the Party sanction, that one before a state one."""
    rule = next((one for one in case.rules.overlap if one.get("kind") == "grade"), None)
    if rule is None or len(found) == 1:
        return found[0]
    party = [one for one in found if case.rules.effects[one.effect.kind]["family"] == "party"]
    state = [one for one in found if case.rules.effects[one.effect.kind]["family"] == "sanction"]
    if party and state and case.choose(rule["follows"]) == "party":
        found = [one for one in found if one not in state]
    return min(found, key=lambda one: _weight(one, rule["heaviest_first"], list(case.rules.grades)))


def _weight(one: SetGrade, heaviest_first: list[str], order: list[str]) -> tuple[int, int]:
    """The place of what is set in the order of weight, heaviest first; a limit comes after every grade."""
    if "at_most" in one.rule:
        return len(heaviest_first), -order.index(one.rule["at_most"])
    set_ = one.rule.get("one_of") or [one.rule["is"]]
    return max(heaviest_first.index(grade) if grade in heaviest_first else len(heaviest_first) for grade in set_), 0
