"""One evaluation of a level: the level as it changes from rule to rule, and the findings on the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..asking.facts import Request
from ..counting.case import Case
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, OPEN, leaf
from ..counting.year_grades import YearGrades, year_grades
from ..dates.timeline import Timeline
from ..law.readings import Profile
from ..law.rules import Json, Rules
from ..record import replace
from .ranges import ranges_of


def all_held(request: Request) -> list[str]:
    """The ranks and posts held on the day."""
    return [item.thing for item in request.person.held or () if item.start.first <= request.as_of < item.end.last]


class Run:
    """One evaluation: the level as it changes from rule to rule, and the findings on the way."""

    def __init__(
        self, request: Request, rules: Rules, regime: str, held: str | None, options: Profile, *, trust: bool = False
    ) -> None:
        self.request, self.rules, self.regime, self.trust = request, rules, regime, trust
        self.held = held
        self.all_held: list[str] = [request.extra] if request.extra else all_held(request)
        self.options = options
        self.consulted: set[str] = set()
        self.data = rules.levels(regime)
        self.given = request.person.level_on(request.as_of)
        self.dated = request.person.level_by_date(request.as_of)
        self.level = self.given and self.given[0]
        self.steps: list[Json] = []
        self.findings: list[Finding] = []
        self.set: list[Json] = []  # the years that effects let not count, and their provisions
        self.lost_by: tuple[str, ...] = ()

    def ranges(self, thing: str) -> list[Json]:
        """The ranges of levels that a rank or post may have in the organ, if any."""
        return ranges_of(self.rules, self.regime, thing, self.request.person.organ)

    def grades(self) -> YearGrades:
        """What the grade of each year can be."""
        case = Case(self.rules, self.regime, self.request, self.options)
        found = year_grades(case)
        self.consulted.update(case.consulted)
        return found

    def lose(self, grades: YearGrades, years: list[int]) -> None:
        """Note years that effects let not count, though they would have mattered, and the provisions."""
        self.lost_by += grades.cites(years)
        self.set += [grades.told(year) for year in years if year in grades.set]

    def one(self, found: list[tuple[Json, Json]], thing: str) -> Json | None:
        """The step that every range makes; where they differ it is open, and the organ is asked for."""
        if len({step["to"] for _, step in found}) == 1:
            return found[0][1]
        most, usual = found[0]
        other, special = next(pair for pair in found if pair[1]["to"] != usual["to"])
        names = [self.rules.spec["organs"][id_] for id_ in other["organ"]]
        organs = {"zh": "、".join(one["zh"] for one in names), "en": ", ".join(one["en"] for one in names)}
        values = {"post": thing, "usual": usual["to"], "special": special["to"], "organs": organs}
        cites, asked = [most["cite"], other["cite"]], ("/person/organ/kind",)
        self.findings.append(leaf("level", "organ-open", OPEN, self.rules, cites, values=values, open=asked))
        return None

    def take(self, step: Json, code: str, line: Timeline = ALWAYS, more: Iterable[str] = (), **values: Any) -> None:
        """Enter one step and its finding, met from when the step can be made; ``more`` provisions bear on it."""
        self.level = step["to"]
        self.steps.append(step)
        self.findings.append(
            leaf(
                "level",
                code,
                line,
                self.rules,
                [step["cite"], *more],
                values={"from": step["from"], "to": step["to"], **values},
            )
        )

    def sure(self, found: Json) -> bool:
        """Whether a range may decide; one that is only unverified is shown and decides nothing."""
        if found["evidence"] != "unverified" or self.trust:
            return True
        finding = leaf("level", "no-number", OPEN, self.rules, [found["cite"]])
        self.findings.append(replace(finding, evidence="unverified"))
        return False
