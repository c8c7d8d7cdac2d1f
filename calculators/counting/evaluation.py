"""The evaluations of one promotion: under any profile of readings, and with any change of the facts.

run = Evaluation(request, rules, "parallel-2019", "general/diaoyanyuan-1")
root, case = run.run(options)            the tree of findings, and what it consulted on the way
run.under(other)                         the verdict under another profile, known already or worked out
run.if_graded(options, {2026: "excellent"})     the timeline if a grade were another one
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ..asking.facts import Grade, Request, exists_from
from ..dates.days import parse
from ..dates.timeline import Timeline
from ..law.readings import Profile
from ..law.rules import Json, Rules
from .case import Case
from .conditions import evaluate, timeline
from .findings import Finding
from .memo import Memo
from .verdict import Verdict, verdict
from .year_grades import YearGrades, year_grades


class Evaluation:
    """Evaluates one promotion under any profile and any change of the facts."""

    def __init__(self, request: Request, rules: Rules, regime: str, target: str) -> None:
        self.request, self.rules, self.regime = request, rules, regime
        self.data = rules.regimes[regime]
        self.ladder = target.partition("/")[0]
        self.memo = Memo()
        self.runs: list[tuple[Profile, Verdict]] = []
        self._given: Case | None = None
        self.conditions: list[Json] = self.data["conditions"]
        self.rule = rules.promotions(regime)[target]

    @cached_property
    def by_day(self) -> bool:
        """Whether every date that an answer hangs on is known to the day."""
        return self.request.person.by_day and begins_by_day(self.rules, self.regime)

    def run(self, options: Profile, *, explain: bool = True, trust: bool = False) -> tuple[Finding, Case]:
        """One evaluation: the tree and the case with what it consulted."""
        case = self._case(options, explain=explain, trust=trust)
        return evaluate({"kind": "all", "of": self.conditions}, case, self.rule), case

    def _case(self, options: Profile, *, explain: bool = False, trust: bool = False) -> Case:
        return Case(
            self.rules,
            self.regime,
            self.request,
            options,
            ladder=self.ladder,
            promotion=self.rule,
            memo=self.memo,
            explain=explain,
            trust=trust,
        )

    def as_given(self, options: Profile) -> Case:
        """The case without reasons, of which changed facts are a change: the same one for the same options."""
        if self._given is None or self._given.options is not options:
            self._given = self._case(options)
        return self._given

    def grades(self, options: Profile) -> YearGrades:
        """What the grade of each year can be."""
        if not self.request.person.effects:
            return YearGrades(self.request.person.grades)
        return year_grades(self.as_given(options))

    def trusting(self, options: Profile) -> Verdict:
        """The verdict if the values that are only unverified were true."""
        return self.read(self._line(self._case(options, trust=True)))

    def if_graded(self, options: Profile, grades: Mapping[int, str]) -> Timeline:
        """The timeline, without its reasons, if some years had these grades, each known from the next year on."""
        stated = {
            year: Grade(year, grade, exists_from(year), f"/person/grades/{year}") for year, grade in grades.items()
        }
        return self._line(self.as_given(options).with_grades(stated))

    def _line(self, case: Case) -> Timeline:
        return timeline(self.conditions, case, self.rule)

    def read(self, line: Timeline) -> Verdict:
        """What a timeline says of the day."""
        return verdict(line, self.request.as_of, by_day=self.by_day)

    def under(self, options: Profile) -> tuple[Verdict, set[str]]:
        """The verdict under another profile, and the readings that it consulted.

        A profile that agrees with an earlier run on every reading that the run consulted would take the same way
        through the rules; its verdict is then known.
        """
        for consulted, known in self.runs:
            if consulted.items() <= options.items():
                return known, set(consulted)
        case = self._case(options)
        return self.note(self._line(case), case), set(case.consulted)

    def note(self, line: Timeline, case: Case) -> Verdict:
        """Remember a run by the readings that it consulted; gives its verdict."""
        found = self.read(line)
        self.runs.append((case.consulted, found))
        return found


def begins_by_day(rules: Rules, regime: str) -> bool:
    """Whether the day is known from which a regime counts, so that no date is a month because of the law."""
    begins = rules.counting(regime).get("begins")
    return begins is None or parse(begins).exact
