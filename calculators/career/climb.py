"""Climbing a ladder: each next rank on the first day on which the conditions that can be computed are fulfilled.

Every step is judged as a promotion is, on the person as she would stand: promoted on that very day, the years to come
graded as is assumed, nothing else new.

    Second-class Principal Staff Member from 2025-03-01, seen on 2026-11-21, all years competent
    2027-03-01 First-class Principal Staff Member      two years
    2029-03-01 Fourth-class Consultant                 two years from that day

What is open (a grade not given, a date known to the month) gives each step two days, the best and the worst; where no
later day makes it sure, the climb goes on from the best one and is not ``sure``. One ``Climb`` belongs to one set of
facts and is walked under many profiles of readings; a step that consults none of the readings that differ is known.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..asking.facts import STILL, Grade, Held, Person, Request, exists_from
from ..counting.case import Case
from ..counting.effect_grades import SetGrade
from ..counting.evaluation import Evaluation
from ..counting.findings import Finding, if_given
from ..counting.regimes import next_steps
from ..counting.year_grades import sure_grades
from ..dates.days import END, LAST_YEAR, Span, iso, parse, year_of
from ..dates.timeline import Timeline, optimist, pessimist
from ..law.readings import Profile
from ..law.rules import Json, Rules
from ..record import replace

PERSON = "/person"  # with this begin the inputs that a person can give

# Kinds whose timeline is the same whatever day is asked about; others are asked again on the day that they gave.
LASTING = {"step", "own", "free", "judgement", "since", "in-force"}


class Assumed(NamedTuple):
    """The grades of years to come: one for all, others for single years."""

    grade: str
    grades: dict[int, Grade] = {}  # noqa: RUF012 - never changed


class State(NamedTuple):
    """Where a climb stands: what is held, since which days (best to worst), and whether the worst is sure."""

    held: tuple[Held, ...]
    since: Span
    first: bool = True  # nothing was gained yet: the next step may fall on the very day
    sure: bool = True

    @property
    def day(self) -> int:
        """The day on which the next step is asked about."""
        return self.since.last


class Found(NamedTuple):
    """The days of one step: the first possible and the first sure one, None where there is none; and its tree."""

    best: int | None
    worst: int | None
    root: Finding
    consulted: Profile  # the readings that were asked for, each with its option
    unverified: frozenset[str]
    stuck: bool  # no day is sure, and no input that a person could give would make one so
    met_since: int | None = None  # where the conditions were fulfilled before the climb began


class Step(NamedTuple):
    """One step of a path: the rank, the state before it, and its days."""

    target: str
    state: State
    found: Found


class Path(NamedTuple):
    """The steps under one profile, and how it ends: the reason, the state and the step that was not made."""

    steps: list[Step]
    because: str
    state: State
    beyond: Step | None
    consulted: set[str]  # the readings that were asked for on the way

    @property
    def every(self) -> list[Step]:
        """The steps, and the one that was not made any more."""
        return [*self.steps, *([self.beyond] if self.beyond else [])]

    def found(self, place: int) -> Found | None:
        """The days of the step at a place, also of the one after the end; None where there is none."""
        return self.every[place].found if place < len(self.every) else None


class Way(NamedTuple):
    """What all climbs of one answer share: the last day, the ranks that the organ may have, the next ranks so far."""

    until: int
    top: frozenset[str] | None
    next: dict[Any, str | None]


class Climb:
    """One set of facts, climbed under any profile of readings."""

    def __init__(self, request: Request, rules: Rules, regime: str, assumed: Assumed, way: Way) -> None:
        self.request, self.rules, self.regime, self.assumed, self.way = request, rules, regime, assumed, way
        self.start = year_of(request.as_of)
        self.data: Json = rules.regimes[regime]
        self.ends = parse(self.data["to"]).last if "to" in self.data else END
        counting = rules.counting(regime).get("grades", {})
        self.plain = {id_ for id_, rule in counting.items() if not rule.get("months") and not rule.get("drops")}
        self.lasting = all(one["kind"] in LASTING for one in self.data["conditions"])
        self._asked: dict[Any, Evaluation] = {}
        self._found: dict[Any, list[Found]] = {}
        self._set: list[tuple[Profile, dict[int, SetGrade]]] = []

    # -- the whole way ---------------------------------------------------------------------------------------------

    def path(self, begin: State, options: Profile, least: int = 0) -> Path:
        """The steps up to the last day; ``least`` steps also beyond it, so that two paths can be compared."""
        steps: list[Step] = []
        consulted: set[str] = set()
        state, ladder = begin, None
        while True:
            target, because = self._target(state, ladder)
            if target is None:
                return Path(steps, because, state, None, consulted)
            ladder = target.partition("/")[0]
            found = self.step(state, target, options)
            consulted |= found.consulted.keys()
            step = Step(target, state, found)
            because = self._stops(found, len(steps) >= least)
            if because:
                return Path(steps, because, state, step, consulted)
            steps.append(step)
            state = promoted(state, step)

    def _target(self, state: State, ladder: str | None) -> tuple[str | None, str]:
        """The next rank, or why there is none."""
        target = self.next_rank(state, ladder)
        if target is None:
            return None, "top"
        order, wanted = self.rules.order, self.request.target
        if wanted and wanted.partition("/")[0] == target.partition("/")[0] and order[target] < order[wanted]:
            return None, "target"
        return (target, "") if self.way.top is None or target in self.way.top else (None, "not-set-up")

    def _stops(self, found: Found, enough: bool) -> str:
        """Why a path ends before a step; empty where it goes on."""
        if found.best is None:
            return "never"
        if found.stuck:
            return "unknown"
        if found.best > self.ends:
            return "regime-ends"
        return "until" if enough and found.best > self.way.until else ""

    def next_rank(self, state: State, ladder: str | None) -> str | None:
        """The rank one step above what is held; of several the lowest, on the ladder of what was climbed before."""
        key = (tuple((item.thing, item.end.first >= END) for item in state.held), ladder)
        if key not in self.way.next:
            request = replace(
                self.request, as_of=state.day, target=None, person=replace(self.request.person, held=state.held)
            )
            found = next_steps(request, self.rules, self.regime)
            wanted = ladder or (self.request.target or "").partition("/")[0]
            on_it = [rank for rank in found if rank.partition("/")[0] == wanted] if wanted else found
            mine = [rank for rank in on_it if rank.partition("/")[0] == on_it[0].partition("/")[0]]
            self.way.next[key] = max(mine, key=self.rules.order.__getitem__, default=None)
        return self.way.next[key]

    # -- one step --------------------------------------------------------------------------------------------------

    def step(self, state: State, target: str, options: Profile) -> Found:
        """The days of one step; known where an earlier profile agrees on every reading that was consulted."""
        known = self._found.setdefault((state, target), [])
        for found in known:
            if found.consulted.items() <= options.items():
                return found
        found = self._solve(state, target, options)
        known.append(found)
        return found

    def _solve(self, state: State, target: str, options: Profile) -> Found:
        """Ask on the day of the last step; again with the grades of the years that turn out to matter."""
        day, filled, consulted = state.day, year_of(state.day) - 1, Profile()
        while True:
            root, case = self.run(state, target, day, filled, options)
            consulted |= case.consulted
            best = first_met(optimist(root.timeline), state.since.first + (not state.first))
            surely = first_met(pessimist(root.timeline), state.since.last + (not state.first))
            worst = surely if state.sure else None
            last = year_of(worst or best or day) - 1
            again = self._asked_too_early(day, worst or best)
            if (filled >= last or self._plain(filled + 1, last, options)) and not again:
                break
            filled = max(last, 2 * filled - self.start + 2)
            if filled > LAST_YEAR:
                best = worst = surely = None
                break
            day = again or day
        since = root.timeline.since(state.day) if state.first and worst == state.day else None
        stuck = surely is None and first_met(if_given(root, PERSON), state.since.first + (not state.first)) is None
        return Found(best, worst, root, consulted, case.unverified, stuck, since if since != worst else None)

    def _asked_too_early(self, day: int, found: int | None) -> int | None:
        """The day on which to ask again, where some kind of condition sees no further than the day asked about."""
        return found if found and found > day and not self.lasting else None

    def _plain(self, first: int, last: int, options: Profile) -> bool:
        """Whether the grades of some years change nothing, so that they need not be entered."""
        return all(self.plain_year(year, options) for year in range(first, last + 1))

    def plain_year(self, year: int, options: Profile) -> bool:
        """Whether the grade that a year to come is taken to have changes nothing."""
        return self.grade(year, options) in self.plain

    def run(
        self,
        state: State,
        target: str,
        day: int,
        filled: int,
        options: Profile,
        *,
        explain: bool = False,
        trust: bool = False,
    ) -> tuple[Finding, Case]:
        """One evaluation on a day, with the assumed grades up to a year entered."""
        grades, consulted = self.grades(filled, options)
        key = (state, target, day, explain, tuple([(year, one.grade) for year, one in grades.items()]))
        if key not in self._asked:
            person = replace(self.request.person, held=state.held, grades=self.request.person.grades | grades)
            request = replace(self.request, as_of=day, target=target, person=person)
            self._asked[key] = Evaluation(request, self.rules, self.regime, target)
        root, case = self._asked[key].run(options, explain=explain, trust=trust)
        case.consulted |= consulted
        return root, case

    def explain(
        self, step: Step, day: int, options: Profile, *, trust: bool = False, graded: bool = False
    ) -> tuple[Finding, Case]:
        """The reasons of a step as they would stand on a day, from the worst of the days before it that is sure.

        With ``graded`` the grade that the year of that day will have is entered, too.
        """
        since = step.state.since
        state = step.state if step.state.first else moved(step.state, Span(since.last, since.last))
        filled = year_of(day) - (not graded)
        return self.run(state, step.target, day, filled, options, explain=True, trust=trust)

    # -- the grades of years to come -------------------------------------------------------------------------------

    def grade(self, year: int, options: Profile) -> str:
        """The grade that a year to come is taken to have: the one assumed, or the one that an effect sets."""
        assumed = self.assumed.grades[year].grade if year in self.assumed.grades else self.assumed.grade
        limit = self.limits(options)[0].get(year)
        if limit is None or limit.allows(assumed, list(self.rules.grades)):
            return assumed
        return str(limit.rule.get("is") or limit.rule.get("at_most") or limit.rule["one_of"][0])

    def grades(self, last: int, options: Profile) -> tuple[dict[int, Grade], Profile]:
        """The assumed grades up to a year, for the years that have none yet; and the readings that they rest on."""
        years = [year for year in range(self.start, last + 1) if year not in self.request.person.grades]
        found: dict[int, Grade] = {}
        for year in years:
            stated = self.assumed.grades.get(year)
            when = stated.known if stated else exists_from(year)
            grade = self.grade(year, options)
            set_ = grade != (stated.grade if stated else self.assumed.grade)  # by an effect that was entered
            found[year] = Grade(year, grade, when, f"{PERSON if set_ else '/assume'}/grades/{year}")
        return found, self.limits(options)[1]

    def limits(self, options: Profile) -> tuple[dict[int, SetGrade], Profile]:
        """The grades that effects set for years to come, where a provision says so that is more than unverified."""
        for consulted, known in self._set:
            if consulted.items() <= options.items():
                return known, consulted
        case = Case(self.rules, self.regime, self.request, options)
        counts = case.counting.get("grades", {})
        found = {year: one for year, one in sure_grades(case).items() if year >= self.start and counts}
        self._set.append((case.consulted, found))
        return found, case.consulted


def first_met(line: Timeline, day: int) -> int | None:
    """The first day from ``day`` on which a timeline is met."""
    found = line.met_from(day)
    return found if found is not None and found < END else None


def promoted(state: State, step: Step) -> State:
    """The state after a step: the rank held from its day, the one below until then."""
    best, worst = step.found.best, step.found.worst
    assert best is not None
    since = Span(best, max(worst, best)) if worst is not None else Span(best, best)
    rank = Held(step.target, since, STILL, f"/path/{iso(best)}")
    return moved(State((*state.held, rank), since, first=False, sure=state.sure and worst is not None), since)


def moved(state: State, since: Span) -> State:
    """The state with its last rank held from other days; whatever stood on its ladder before ends then."""
    *before, last = state.held
    ladder = last.thing.partition("/")[0] + "/"
    held = [
        replace(item, end=since)
        if item.thing.startswith(ladder) and (item.end.first >= END or item.end == last.start)
        else item
        for item in before
    ]
    return state._replace(held=(*held, replace(last, start=since)), since=since)


def begins(person: Person, as_of: int) -> State:
    """The state on the day asked about; of a recruit, on the first day of service in a rank if that is later."""
    held = person.held or ()
    first = max([as_of, *(item.start.first for item in held)])
    return State(held, Span(first, first))
