"""One evaluation: a request under one profile of readings, and what was consulted on the way.

A *profile* fixes an option for every reading. The same request is evaluated under the default profile, under the
strict and the generous extreme, and under single changes; ``Case`` notes which readings were asked for, so that only
those are tried.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from ..asking.facts import Person, Request
from ..dates.days import Span, parse
from ..law.prepared import prepared
from ..law.readings import Profile, chosen
from ..law.rules import Rules, Value
from ..record import record
from .memo import Grades, Memo


class Judgement(NamedTuple):
    """A condition that only people can decide, with the provision that leaves it to them."""

    id: str
    cite: str | None
    path: str | None = None


@record
class GradeRule:
    """What a grade does in a regime on a day: months added to those asked, and whether its year drops out."""

    months: Any  # a number, perhaps by a reading
    drops: Any  # a yes or no, perhaps by a reading
    cite: str | None
    plain: bool  # whether its year simply counts
    unverified: frozenset[str]  # the provision of its months, where they are and decide nothing; else empty
    spares: bool = False  # whether the months are not added to the year of a recruit's probation


class Ground(NamedTuple):
    """What a regime brings to every evaluation on a day."""

    regime: dict[str, Any]
    counting: dict[str, Any]  # how it counts tenure: its own way, or that of another regime
    begins: int  # the day on which that way of counting began
    floor: Span  # the days before which no tenure is reached
    grades: dict[str, GradeRule]


@prepared
def _ground(rules: Rules, regime: str, day: int, trust: bool) -> Ground:
    counting = rules.counting(regime)
    grades = {one: _grade_rule(rules, rule, day, trust=trust) for one, rule in counting.get("grades", {}).items()}
    return Ground(rules.regimes[regime], counting, *_first_days(rules, regime), grades)


def _grade_rule(rules: Rules, rule: dict[str, Any], day: int, *, trust: bool) -> GradeRule:
    cite = rule.get("cite")
    months = rules.value(rule.get("months", 0), cite, day)
    unverified = months.evidence == "unverified" and bool(months.value)
    decides = (months.value or 0) if trust or not unverified else 0
    plain = not (decides or unverified or rule.get("drops") or rule.get("judgement"))
    doubted = frozenset({months.cite or ""}) if unverified else frozenset[str]()
    return GradeRule(decides, rule.get("drops", False), cite, plain, doubted, "spares" in rule)


def _first_days(rules: Rules, regime: str) -> tuple[int, Span]:
    """The day on which the way of counting began, and the floor: the days before which no tenure is reached.

    A regime that counts as another one does may be younger than that. The floor is a month where no source gives the
    day.
    """
    data, counting = rules.regimes[regime], rules.counting(regime)
    begins = parse(counting["begins"]) if "begins" in counting else Span(0, 0)
    if not data.get("from") or not isinstance(data.get("counting"), str):
        return begins.first, begins
    own = parse(data["from"])
    return begins.first, Span(max(begins.first, own.first), max(begins.last, own.last))


class Case:
    """The state of one evaluation.

    ``ladder`` is the one that is climbed, the regime's own if none is named; ``promotion`` is the line that is asked
    about, which may count otherwise than its regime; ``trust`` lets unverified values count, for ``would_be`` only.
    ``memo`` remembers from one evaluation of a promotion to the next. ``grades`` are the person's, or others that are
    tried (``with_grades``).
    """

    def __init__(
        self,
        rules: Rules,
        regime: str,
        request: Request,
        options: Profile,
        *,
        ladder: str | None = None,
        promotion: dict[str, Any] | None = None,
        explain: bool = True,
        trust: bool = False,
        memo: Memo | None = None,
    ) -> None:
        self.rules = rules
        self.known = memo.tables(trust=trust) if memo else None
        self.promotion = promotion
        self.regime_id = regime
        self.regime, self.counting, self.begins, self.floor, self.grade_rules = _ground(
            rules, regime, request.as_of, trust
        )
        if promotion and "counting" in promotion:
            self.counting = self.counting | promotion["counting"]
        self.ladder: str = ladder or self.regime.get("ladder", "")
        self.request = request
        self.person: Person = request.person
        self.grades: Grades = request.person.grades
        self.as_of = request.as_of
        self.options = options
        self.explain = explain
        self.trust = trust
        self.consulted: Profile = {}  # the readings that were asked for, each with its option
        self.unverified: frozenset[str] = frozenset()  # the provisions of values that would decide, were they verified
        self.judgements: list[Judgement] = []
        self.unchanged: Case | None = None  # the one of which this is a change
        self.changed: Collection[int] = ()  # the years that have other grades than there

    def with_grades(self, grades: Grades) -> Case:
        """The same case if some years had other grades; what no grade changes is taken from this one."""
        other = Case(
            self.rules,
            self.regime_id,
            self.request,
            self.options,
            ladder=self.ladder,
            promotion=self.promotion,
            explain=False,
            trust=self.trust,
        )
        other.grades = self.grades | grades
        other.known = (self.known[0], {}) if self.known else None
        other.unchanged, other.changed = self, grades.keys()
        return other

    def choose(self, entry: Any) -> Any:
        """A parameter that may depend on a reading: ``{"reading": id}`` or ``{"reading": id, option: value, …}``."""
        if not isinstance(entry, dict) or "reading" not in entry:
            return entry
        reading = entry["reading"]
        self.consulted[reading] = self.options[reading]
        return chosen(entry, self.options)

    def equals(self, things: frozenset[str]) -> frozenset[str]:
        """What counts as one of ``things``: also what the regime equates with them, where it says so."""
        if not self.counting.get("equivalents"):
            return things
        rows = [row["ranks"] for row in self.regime.get("equivalences", ()) if row["relation"] == "equal"]
        return things.union(*(ranks for ranks in rows if things.intersection(ranks)))

    def param(self, name: str) -> Any:
        """A parameter of how the regime counts tenure."""
        return self.choose(self.counting.get(name))

    @property
    def grades_count(self) -> bool:
        """Whether any grade changes what a year counts."""
        return self.rules.grades_count(self.regime_id)

    def value(self, entry: Any, cite: str | None, day: int | None = None) -> Value:
        """A value of the law on a day (``as_of``); one that is only unverified decides nothing and comes as None."""
        found = self.rules.value(entry, cite, self.as_of if day is None else day)
        if found.evidence == "unverified" and found.value is not None:
            self.unverified |= {found.cite or ""}
            if not self.trust:
                return found._replace(value=None)
        return found
