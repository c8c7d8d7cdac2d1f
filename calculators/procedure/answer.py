"""The procedure calculator: the steps of a decision, each with the earliest day on which it can begin and be over.

    begun 2025-09-22, the public notice posted on that day
    notice of 5 working days: 23, 24, 25, 26 and 28 September (a Sunday that was worked); approval from the 29th

Only a period that the law gives has a length. A step without one may be over on the day it begins, and the next may
begin on that day; after a period the next step begins on the day after its last. Whoever plans can say when a step
begins and how many working days it takes; neither ever makes a date earlier than the law allows.

For a day of which nobody has said whether it is worked there is no date. ``would_be`` says what it would be if only
weekends were free.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..asking.errors import pointer, short
from ..asking.facts import Request
from ..counting.case import Case
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, OPEN, every, plain, scope_answer
from ..counting.regimes import ladders, may_be_asked
from ..dates.days import END, iso
from ..dates.timeline import MET, UNMET, WORDS, Timeline
from ..dates.workdays import Calendar, Counted, Kind, Weekends, count, next_worked
from ..law.evidence import weakest
from ..law.readings import GENEROUS, STRICT, Profile, profile
from ..law.rules import Json, Rules, in_force, scope

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"start", "organ", "begins", "lasts"})
LONGEST = 250  # working days of one step: about a year
SAME_DAY = "same-day"


class Asked(NamedTuple):
    """When the procedure begins, in which kind of organ, and what was planned for single steps."""

    start: int | None
    kind: str | None
    begins: dict[str, int]
    lasts: dict[str, int]


class Step(NamedTuple):
    """One step under one calendar: None where a day cannot be told.

    ``over`` is the first day on which the next step can begin; ``end`` the last day of this one.
    """

    rule: Json
    begin: int | None
    end: int | None
    over: int | None
    number: int | None = None
    counted: Counted | None = None


# -- reading ---------------------------------------------------------------------------------------------------------


def read(reader: Reader, body: Json) -> Asked:
    """The fields ``start``, ``organ``, ``begins`` and ``lasts``."""
    raw = body.get("organ")
    organ = reader.object({} if raw is None else raw, "/organ", {"kind"})
    kind = reader.named(organ.get("kind"), "/organ/kind", reader.rules.organ_names)
    begins = dict(_by_step(reader, body.get("begins"), "begins", _day))
    lasts = dict(_by_step(reader, body.get("lasts"), "lasts", _number))
    return Asked(_day(reader, body, "start", ""), kind, begins, lasts)


def _by_step(reader: Reader, raw: Any, field: str, read_one: Any) -> Iterator[tuple[str, Any]]:
    """What was said of single steps, by their ids."""
    body = reader.object({} if raw is None else raw, f"/{field}", None)
    for key in body:
        path = f"/{field}/{pointer(key)}"
        step, value = reader.named(key, path, reader.rules.step_names), read_one(reader, body, key, f"/{field}")
        if step and value is not None:
            yield step, value


def _day(reader: Reader, body: Json, key: str, path: str) -> int | None:
    """A day, or None if absent; a month is too little to count working days from."""
    span = reader.date(body, key, path) if body.get(key) is not None else None
    if span and not span.exact:
        reader.wrong(f"{path}/{pointer(key)}", "needs-day", given=short(body[key]))
    return span.first if span else None


def _number(reader: Reader, body: Json, key: str, path: str) -> int | None:
    """A number of working days, or None if absent."""
    return reader.whole(body[key], f"{path}/{pointer(key)}", 1, LONGEST)


# -- the answer ------------------------------------------------------------------------------------------------------


def answer(request: Request, rules: Rules) -> Json:
    """The steps of the procedure that applies, with their dates."""
    found, named = _fitting(request, rules), [request.regime] if request.regime else []
    organ = {"kind": request.extra.kind}
    own: Json = {"start": _iso(request.extra.start), "organ": organ, "steps": [], "simplified": None}
    if len(found) != 1:
        code = "scope.several" if found else "scope.not-in-force" if named else "procedure.no-rule"
        return scope_answer(request, rules, "procedure", code, found or named) | own
    if "procedure" not in rules.regimes[found[0]]:
        return scope_answer(request, rules, "procedure", "procedure.no-rule", found) | own
    return own | _answer(request, rules, found[0])


def _fitting(request: Request, rules: Rules) -> list[str]:
    """The regime that is named, or those of the day that have a procedure for the target, or for anybody."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = {id_: one for id_, one in rules.regimes.items() if "procedure" in one and in_force(one, request.as_of)}
    if request.target:
        ladder = request.target.partition("/")[0]
        return [id_ for id_, one in known.items() if "promotions" in one and ladder in ladders(one)]
    return [id_ for id_, one in known.items() if not one.get("asked")]


def _answer(request: Request, rules: Rules, regime: str) -> Json:
    options = [profile(rules, regime, request.pinned, extreme) for extreme in (None, STRICT, GENEROUS)]
    run, strict, generous = (Run(request, rules, regime, one) for one in options)
    body = plain(request, rules, "procedure", regime, run.root())
    ends = {"strict": strict.bound(), "generous": generous.bound()}
    moved = strict.days() != generous.days()  # a notice that ends earlier may still move no later step
    body["range"] = ends | {"moved_by": [run.procedure["first_day"]["reading"]] if moved else []}
    body["settled"] = ends["strict"]["status"] == ends["generous"]["status"]
    body["evidence"] = weakest(run.evidence(step) for step in run.steps)  # the last date rests on every step
    body |= {"steps": [*run.told()], "simplified": run.simplified(), "conflicts": [*run.conflicts()]}
    body["unused"] += run.unused()
    if rules.workdays:
        body["spec"] = rules.stamp | {"workdays": rules.workdays.stamp}
    if run.asked.start is not None and body["status"] == "unknown":
        body["would_be"] = Run(request, rules, regime, options[0], assume=True).bound()
    return body


class Assumed:
    """A calendar that takes a day of which nothing is known for what its place in the week says."""

    def __init__(self, known: Calendar | None) -> None:
        self._known = known

    def kind(self, day: int) -> Kind:
        """The kind of a day."""
        return (self._known.kind(day) if self._known else None) or Weekends().kind(day)


class Nothing:
    """A calendar that knows no day: no working days were handed in."""

    def kind(self, day: int) -> None:
        """Not known."""


class Run:
    """One evaluation of a procedure: its steps under one profile of readings."""

    def __init__(self, request: Request, rules: Rules, regime: str, options: Profile, *, assume: bool = False) -> None:
        self.case = Case(rules, regime, request, options)
        self.rules, self.request, self.asked = rules, request, request.extra
        self.procedure: Json = rules.regimes[regime]["procedure"]
        known = rules.workdays
        self.calendar: Calendar = Assumed(known) if assume else known or Nothing()
        self.same_day = self.case.choose(self.procedure.get("first_day")) == SAME_DAY
        self.steps = list(self._chain())

    def _chain(self) -> Iterator[Step]:
        """Each step begins when the one before it is over, or later where that was planned."""
        day: int | None = self.asked.start
        for rule in self.procedure["steps"]:
            begin = None if day is None else max(day, self.asked.begins.get(rule["id"], day))
            step = self._step(rule, begin)
            yield step
            day = step.over

    def _step(self, rule: Json, begin: int | None) -> Step:
        least = self.case.value(rule["working_days"], rule["cite"]).value if "working_days" in rule else None
        number = max((one for one in (least, self.asked.lasts.get(rule["id"])) if one), default=None)
        if "working_days" in rule and least is None:  # a length that is only unverified decides nothing
            return Step(rule, begin, None, None)
        if begin is None or number is None:
            return Step(rule, begin, begin, begin, number)
        after = 1 if least and not self.same_day else 0  # a planned length without a law counts from its first day
        counted = count(self.calendar, begin + after, number)
        return Step(rule, begin, counted.end, counted.end and counted.end + 1, number, counted)

    # -- reasons -----------------------------------------------------------------------------------------------------

    def root(self) -> Finding:
        """Every step is over. Where the last one has no date the question is another one: whether each has a date."""
        return every(*map(self._finding, self.steps))

    def _finding(self, step: Step) -> Finding:
        rule, cite = step.rule, step.rule["cite"]
        values: Json = {"step": {lang: rule[lang] for lang in ("zh", "en")}}
        values |= {"days": step.number} if step.number else {}
        values |= {key: iso(day) for key, day in (("since", step.begin), ("until", step.end)) if day is not None}
        evidence = self.evidence(step)
        if step.over is not None:
            code = "counted" if step.counted else "no-length"
            line = _from(step.over) if self.steps[-1].over is not None else ALWAYS
            return Finding("procedure", f"procedure.{code}", line, (cite,), evidence, values)
        if self.asked.start is None:
            first = step is self.steps[0]
            code, open_ = ("start-not-said", ("/start",)) if first else ("follows", ())
            return Finding("procedure", f"procedure.{code}", OPEN, (cite,), evidence, values, open_)
        code = "no-source-day" if self.rules.workdays else "no-source-workdays"
        if step.begin is None or step.number is None:
            code = "follows" if step.begin is None else "no-number"
        if code == "no-source-day":
            values["date"] = _iso(step.counted and step.counted.unknown)
        return Finding("procedure", f"procedure.{code}", OPEN, (cite,), evidence, values)

    def evidence(self, step: Step) -> str:
        """How well a step is known, with the working days that it was counted by."""
        days = self.rules.workdays
        counted = [str(days.data["source"]["evidence"])] if step.counted and days else []
        return weakest([self.rules.evidence(step.rule["cite"]), *counted])

    def bound(self) -> Json:
        """The verdict of this evaluation in short."""
        last, day = self.steps[-1].over, self.request.as_of
        status = WORDS[_from(last).at(day)] if last is not None else "unknown"
        return {"status": status, "earliest": _iso(last)}

    def days(self) -> list[tuple[int | None, int | None]]:
        """The first and the last day of every step."""
        return [(step.begin, step.end) for step in self.steps]

    # -- what is told ------------------------------------------------------------------------------------------------

    def told(self) -> Iterator[Json]:
        """The steps as the answer carries them."""
        assumed = [*Run(self.request, self.rules, self.case.regime_id, self.case.options, assume=True).steps]
        for step, other in zip(self.steps, assumed, strict=True):
            body = {"id": step.rule["id"], "from": _iso(step.begin), "earliest_end": _iso(step.end),
                    "working_days": step.number, "cite": step.rule["cite"], "differs": self._differs(step.rule),
                    "evidence": self.evidence(step)}  # fmt: skip
            if step.begin is not None and self.calendar.kind(step.begin) is not None:
                body["next_worked"] = _iso(next_worked(self.calendar, step.begin))
            if step.counted and step.end is not None:
                body |= _days(step.counted)
            if other.begin is not None and (step.begin, step.end) != (other.begin, other.end):
                body["would_be"] = {"from": _iso(other.begin), "earliest_end": _iso(other.end)}
            yield body

    def _differs(self, rule: Json) -> list[int]:
        """Which of the ways in which organs take this step may be meant."""
        ways = rule.get("differs", ())
        return [place for place, way in enumerate(ways) if self._may_be(way)]

    def _may_be(self, way: Json) -> bool:
        ranks = [scope(self.case.regime["ladder"], rank) for rank in way.get("ranks", ())]
        of_rank = not ranks or self.request.target is None or self.request.target in ranks
        return of_rank and self.asked.kind in (None, *way["organ"])

    def simplified(self) -> str | None:
        """Whether the procedure may be simplified for the target, because no share limits it; None if it may not."""
        rows = [row for row in self.case.regime.get("quotas", ()) if row.get("free")]
        ladder, target = self.case.regime.get("ladder", ""), self.request.target
        own = [row for row in rows if target in [scope(ladder, rank) for rank in row["ranks"]]]
        kinds = {kind for row in own for kind in row["organ"]}
        if "simplified" not in self.procedure or not kinds or self.asked.kind not in (None, *kinds):
            return None
        return WORDS[MET] if self.asked.kind else "unknown"

    def conflicts(self) -> Iterator[Json]:
        """A planned day before the step before is over, and a planned length below that of the law."""
        for step in self.steps:
            id_, values = step.rule["id"], {"step": {lang: step.rule[lang] for lang in ("zh", "en")}}
            begins, lasts = self.asked.begins.get(id_), self.asked.lasts.get(id_)
            if begins is not None and step.begin is not None and begins < step.begin:
                dates = {"date": iso(begins), "since": iso(step.begin)}
                yield {"code": "step-too-early", "values": values | dates, "cite": step.rule["cite"]}
            if lasts is not None and step.number is not None and lasts < step.number:
                yield {"code": "step-too-short", "values": values | {"days": step.number}, "cite": step.rule["cite"]}

    def unused(self) -> list[str]:
        """What was planned for steps that this procedure does not have."""
        known = {rule["id"] for rule in self.procedure["steps"]}
        told = [f"/{field}/{id_}" for field in ("begins", "lasts") for id_ in getattr(self.asked, field)]
        return [path for path in told if path.rpartition("/")[2] not in known]


def _days(counted: Counted) -> Json:
    """The days of a count: those that count, and those between that do not, each with its reason."""
    free = [{"date": iso(day), "why": kind.why, "name": kind.name} for day, kind in counted.days if not kind.works]
    swapped = [{"date": iso(day), "name": kind.name} for day, kind in counted.days if kind.why == "swapped"]
    return {"counted": [iso(day) for day, kind in counted.days if kind.works], "free": free, "swapped": swapped}


def _from(day: int) -> Timeline:
    """Met from a day on."""
    return Timeline.of((0, UNMET), (min(day, END), MET))


def _iso(day: int | None) -> str | None:
    return None if day is None else iso(day)
