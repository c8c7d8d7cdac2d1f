"""The career calculator: from a day to a later one, the earliest way up the ladder, step by step.

    Second-class Principal Staff Member from 2025-03-01, seen on 2026-11-21, until 2036-12-31
    2027-03-01, 2029-03-01, 2031-03-01, 2033-03-01, 2036-03-01: the first days on which the computable conditions of
    the next five ranks would be fulfilled, if nothing else happens and each promotion is decided on that very day

A day is no promise: the organisation decides, and quotas are not looked at. What is assumed of the years to come is
part of the request (``assume``) and of the answer (``assumed``). Beside the days stand those under the strict and the
generous readings, what the other branch of an "or" would give, and what a few changes would do to each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..asking.facts import STILL, Grade, Held, Request
from ..counting.case import GENEROUS, STRICT, Case, Profile, profile
from ..counting.conflicts import conflicts
from ..counting.findings import Finding, evidence_of, open_inputs, open_leaves, write
from ..counting.plain import scope_answer
from ..counting.regimes import fitting
from ..counting.spread import moving
from ..counting.unasked import unasked
from ..dates.days import Span, iso, parse, written, year_of
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS, Timeline, all_of, optimist, pessimist
from ..entry import answer as entry
from ..law.evidence import weakest
from ..law.rules import Json, Rules, scope
from ..promotion import answer as promotion
from .climb import PERSON, Assumed, Climb, Found, Path, Step, Way, begins, first_met
from .scenarios import scenarios

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"until", "assume"})
WEIGHS = ("held", "grades", "effects")
ASSUME_KEYS = {"grade", "grades", "effect"}
GIVEN = {"level", "title"}  # kinds of conditions on what a person may gain later, and no rule of a climb says when
AT = {"unmet": UNMET, "unknown": UNKNOWN, "met": MET}


class Asked(NamedTuple):
    """What only this calculator takes: the last day, what is assumed, the kind of effect that is tried."""

    until: Span
    grade: str
    grades: dict[int, Grade]
    effect: str | None


# -- reading ---------------------------------------------------------------------------------------------------------


def read(reader: Reader, body: Json) -> Asked:
    """The last day, and what is assumed of the years to come."""
    until = reader.date(body, "until", "") if reader.required(body, "until", "") is not None else None
    if until and until.last < reader.as_of:
        reader.wrong("/until", "until-past", given=str(body["until"]))
    raw = reader.object({} if body.get("assume") is None else body["assume"], "/assume", ASSUME_KEYS)
    grade = reader.named(raw.get("grade"), "/assume/grade", reader.rules.grade_names)
    effect = reader.named(raw.get("effect"), "/assume/effect", reader.rules.effect_names)
    return Asked(until or Span(0, 0), grade or usual(reader.rules), _assumed(reader, body, raw), effect)


def usual(rules: Rules) -> str:
    """The grade that a year to come is taken to have where nothing is said."""
    return next(id_ for id_, one in rules.grades.items() if one.get("usual"))


def _assumed(reader: Reader, body: Json, raw: Json) -> dict[int, Grade]:
    """Single years that are assumed to be graded otherwise; only years that have no grade yet can be assumed."""
    person = body.get("person")
    grades = person.get("grades") if isinstance(person, dict) else None
    stated = grades if isinstance(grades, dict) else {}
    found: dict[int, Grade] = {}
    for key, value in reader.object(raw.get("grades", {}), "/assume/grades", None).items():
        grade = reader.grade(key, value, "/assume/grades")
        if grade and reader.as_of and (grade.year < year_of(reader.as_of) or key in stated):
            reader.wrong(grade.path, "assumed-known", year=key)
        elif grade:
            found[grade.year] = grade
    return found


# -- the answer ------------------------------------------------------------------------------------------------------


def answer(request: Request, rules: Rules) -> Json:
    """The earliest way up, or why there is none."""
    request, entered = _entered(request, rules)
    found = fitting(request, rules)
    data = rules.regimes[found[0]] if len(found) == 1 else {}
    if not data.get("promotions") or data.get("asked") == "by-name":
        code, values = promotion.why_none(request, rules, found)
        return scope_answer(
            request, rules, "career", code, **{k: v for k, v in values.items() if v is not None}
        ) | _nothing(request)
    run = Run(request, rules, found[0], entered)
    return run.answer() if request.person.held else _not_said(run)


def _entered(request: Request, rules: Rules) -> tuple[Request, Json | None]:
    """Of a recruit without a rank: the rank that comes after probation, as the calculator of entry gives it."""
    person = request.person
    if person.held or person.education is None:
        return request, None
    found = entry.answer(request._replace(regime=None), rules)
    if not (found["rank"] and found["from"]):
        return request, found
    start = parse(found["from"])
    held = (Held(found["rank"], start, STILL, f"{PERSON}/education"),)
    return request._replace(person=person._replace(held=held)), found


def _nothing(request: Request) -> Json:
    """The fields of an answer without a path."""
    return {"until": iso(request.extra.until.last), "assumed": None, "path": [], "ends": None, "changes": []}


def _not_said(run: Run) -> Json:
    """No rank and no post was given, or of a recruit too little: what is missing is said."""
    reasons = [one.get("code") for one in (run.entered or {"findings": {}})["findings"].get("children", ())]
    experienced = "entry.experienced" in reasons  # education alone gives no rank then: the real one is asked for
    code = "career.experienced" if experienced else "career.no-rank"
    body = scope_answer(run.request, run.rules, "career", code, [run.regime])
    entered = None if experienced else run.entered
    asked = [one["inputs"] for one in entered["missing"]] if entered else [[f"{PERSON}/held"]]
    missing = [{"inputs": inputs, "settles": "status", "best": None, "worst": None} for inputs in asked]
    return body | _nothing(run.request) | {"missing": missing}


class Run:
    """One answer: the facts, the climb under the default readings, and what is compared with it."""

    def __init__(self, request: Request, rules: Rules, regime: str, entered: Json | None) -> None:
        self.request, self.rules, self.regime, self.entered = request, rules, regime, entered
        self.asked: Asked = request.extra
        self.until = self.asked.until.last
        self.options = profile(rules, regime, request.pinned)
        self.top = top_ranks(request, rules, regime)
        self.way = Way(self.until, self.top and self.top[0], {})
        self.begin = begins(request.person, request.as_of)
        self.climb = self.climber(request, Assumed(self.asked.grade, self.asked.grades))
        self.path = self.climb.path(self.begin, self.options)
        self.assumed = self._assumed()
        self.raised: list[Json] = []  # the judgements of the steps that were explained

    def climber(self, request: Request, assumed: Assumed) -> Climb:
        """A climb from other facts."""
        return Climb(request, self.rules, self.regime, assumed, self.way)

    def under(self, options: Profile) -> Path:
        """The path under another profile, with as many steps as the default one, so that they can be compared."""
        return self.climb.path(self.begin, options, len(self.path.steps))

    def verdict(self, found: Found | None) -> Json:
        """Whether a step is reached by the last day, and its date; where no day is sure, the one at best."""
        if found is None or found.best is None:
            return {"status": WORDS[UNMET], "earliest": None}
        if found.stuck:
            return {"status": WORDS[UNKNOWN], "earliest": None}
        last = min(self.until, self.climb.ends)
        sure = found.worst is not None and found.worst <= last
        status = UNMET if found.best > last else MET if sure else UNKNOWN
        body = {"status": WORDS[status], "earliest": dated(found.best, found.worst)}
        return body | {"at_best": iso(found.best)} if found.worst is None else body

    def answer(self) -> Json:
        """The whole answer."""
        steps = [self._step(step) for step in self.path.steps]
        ends, last = self._ends()
        range_, per_step = self._range()
        for step, one in zip([*steps, *([ends] if self.path.beyond else [])], per_step, strict=False):
            step["range"] = one
        default = self.verdict(self.path.found(0))
        findings = [step.pop("findings") for step in steps] + [last]
        entered = [self._entry()] if self.entered else []
        return {
            "api": 1, "calculator": "career", "as_of": iso(self.request.as_of), "regime": self.regime,
            "target": self.request.target, "until": iso(self.until), "assumed": self.assumed,
            "organ": self.request.person.organ if self.climb.data.get("setup") else "",
            **default,
            "settled": len({default["status"], range_["strict"]["status"], range_["generous"]["status"]}) == 1,
            "range": range_,
            "evidence": weakest([step["evidence"] for step in entered + (steps or [ends])]),
            "findings": {"kind": "any", "code": "career", "status": _best(findings), "turns": default["earliest"],
                         "children": findings},
            "held": self._held(), "path": entered + steps, "ends": ends,
            "missing": list(self._missing()),
            "judgements": self._judgements(),
            "what_if": [], "changes": scenarios(self),
            "conflicts": conflicts(self._case()),
            "unused": list(self.request.unused), "spec": self.rules.stamp,
        } | self._unasked()  # fmt: skip

    def _unasked(self) -> Json:
        found = unasked(self._case())
        return {"unasked": found} if found else {}

    def _case(self) -> Case:
        ladder = self.path.steps[0].target.partition("/")[0] if self.path.steps else None
        return Case(self.rules, self.regime, self.request, self.options, ladder=ladder)

    # -- the steps -------------------------------------------------------------------------------------------------

    def _step(self, step: Step) -> Json:
        """One step as the answer carries it, with its reasons as they would stand on its day."""
        best, worst = step.found.best, step.found.worst
        day = best if worst is None else min(worst, self.until) if best and best <= self.until else worst
        assert day is not None
        root, case = self.climb.explain(step, day, self.options)
        self.raised += promotion.judgements(case)
        by, others = _branches(root, step, self.rules)
        earliest = dated(best, worst)
        body: Json = {
            "rank": step.target, "earliest": earliest, "status": self.verdict(step.found)["status"],
            "by": by, "alternatives": others, "evidence": self._evidence(root, day),
            "findings": self._finding(step, root, day, earliest),
        }  # fmt: skip
        if best is not None and best != worst and (worst is None or not _one_month(best, worst)):
            body["at_best"] = iso(best)
        if step.found.met_since:
            body["since"] = iso(step.found.met_since)
        return body

    def _finding(self, step: Step, root: Finding, day: int, earliest: str | None) -> Json:
        """The reasons of a step as they stand ``on`` a day, under the sentence of the step."""
        tree = write(root, day)
        code = "since" if step.found.met_since else "dated" if earliest else "open"
        values: Json = {"rank": step.target, "date": earliest or iso(day), "on": iso(day)}
        if step.found.met_since:
            values["since"] = iso(step.found.met_since)
        return {"kind": "all", "code": f"career.step.{code}", "status": tree["status"], "turns": earliest,
                "values": values, "children": tree.get("children", [])}  # fmt: skip

    def _evidence(self, root: Finding, day: int) -> str:
        """The weakest evidence of a step: of its conditions, and of the grades that effects set for years before it."""
        cites = [one["cite"] for one in self.assumed["set"] if one["year"] < year_of(day)]
        return weakest([evidence_of(root, day), self.rules.evidence(*cites)])

    def _entry(self) -> Json:
        """The first rank of a recruit, before the steps."""
        assert self.entered
        return {
            "rank": self.entered["rank"], "earliest": self.entered["from"], "status": "met",
            "by": {"entry": True, "cite": _cited(self.entered["findings"])}, "alternatives": [],
            "evidence": self.entered["evidence"],
        }  # fmt: skip

    def _ends(self) -> tuple[Json, Json]:
        """How the path ends, and the finding that says why."""
        path, beyond = self.path, self.path.beyond
        body: Json = {"because": path.because, "rank": beyond.target if beyond else None, "earliest": None,
                      "evidence": "official"}  # fmt: skip
        values: Json = {"until": iso(self.until)}
        if path.because == "not-set-up" and self.top:
            body |= {"rank": self.climb.next_rank(path.state, None), "cite": self.top[1]}
        if path.because == "regime-ends":
            body["cite"], values["date"] = self.climb.data["cite"], self.climb.data["to"]
        if "cite" in body:
            body["evidence"] = self.rules.evidence(body["cite"])
        if beyond is None or path.because == "regime-ends":
            return body, self._end_leaf(body, values)
        body |= {key: one for key, one in self.verdict(beyond.found).items() if key != "status"}
        day = max(self.until, beyond.state.day)  # a last step that is sure only after the end is taken to be made
        root, case = self.climb.explain(beyond, day, self.options)
        self.raised += promotion.judgements(case)
        body["evidence"] = self._evidence(root, day)
        if path.because == "never" and (fixed := self._but_for(beyond, root)):
            body["but_for"] = fixed
        if beyond.found.unverified and path.because == "unknown" and (would := self._would_be(beyond)):
            body |= {"would_be": self._bound(would), "unverified": sorted(beyond.found.unverified)}
        return body, self._end_tree(body, values, root, day)

    def _but_for(self, step: Step, root: Finding) -> Json | None:
        """What stands as it was given and is all that holds a step up, and the day of the other conditions."""
        after = step.state.since.last + (not step.state.first)
        never = [part for part in root.children if first_met(optimist(part.timeline), after) is None]
        if not never or any(part.kind not in GIVEN for part in never):
            return None
        day = first_met(pessimist(all_of([part.timeline for part in root.children if part not in never])), after)
        in_time = day is not None and day <= min(self.until, self.climb.ends)
        return {"kinds": [part.kind for part in never], "earliest": iso(day) if day and in_time else None}

    def _would_be(self, step: Step) -> int | None:
        """The day that it would be if the unverified number were true."""
        root, _ = self.climb.explain(step, step.state.day, self.options, trust=True)
        return first_met(optimist(root.timeline), step.state.since.last + (not step.state.first))

    def _end_leaf(self, body: Json, values: Json) -> Json:
        """The finding of an end that is no condition of a step: the top of the ladder, of the organ, of the regime."""
        cites = {"cite": body["cite"], "evidence": body["evidence"]} if "cite" in body else {}
        named = {"rank": body["rank"]} if body["rank"] else {}
        return {"kind": "career", "code": f"career.end.{body['because']}", "status": WORDS[UNMET], "turns": None,
                **cites, "values": values | named}  # fmt: skip

    def _end_tree(self, body: Json, values: Json, root: Finding, day: int) -> Json:
        """The finding of a step that is not reached: its conditions on the last day (``on``)."""
        tree = write(root, day)
        date = body["earliest"] or body.get("at_best")
        values |= {"rank": body["rank"], "on": iso(day)} | ({"date": date} if date else {})
        code = body["because"] + ("-undated" if body["because"] == "until" and not body["earliest"] else "")
        return {"kind": "all", "code": f"career.end.{code}", "status": tree["status"], "turns": body["earliest"],
                "values": values, "children": tree.get("children", [])}  # fmt: skip

    # -- beside the steps ------------------------------------------------------------------------------------------

    def _range(self) -> tuple[Json, list[Json]]:
        """The days under the two extremes of the readings, for the whole and for each step; and what moves them."""
        pinned = self.request.pinned
        ends = [self.under(profile(self.rules, self.regime, pinned, end)) for end in (STRICT, GENEROUS)]
        count = len(self.path.steps) + (self.path.beyond is not None)
        days = [self._verdicts(path, max(count, 1)) for path in (self.path, *ends)]
        asked = self.path.consulted.union(*(one.consulted for one in ends)) - pinned.keys()
        default, strict, generous = days
        moved = moving(self.rules, self.regime, pinned, asked, lambda options: self._moves(options, default))
        rows = [{"strict": one, "generous": other} for one, other in zip(strict, generous, strict=True)]
        return rows[0] | {"moved_by": moved}, rows

    def _verdicts(self, path: Path, count: int) -> list[Json]:
        return [self.verdict(path.found(place)) for place in range(count)]

    def _moves(self, options: Profile, default: list[Json]) -> bool:
        """Whether a step moves under other options."""
        return self._verdicts(self.under(options), len(default)) != default

    def _missing(self) -> Iterator[Json]:
        """What would settle the steps: for each step what it is the first to miss."""
        asked: set[str] = set()
        for step in self.path.every:
            found = step.found
            if found.best == found.worst or found.stuck:
                continue
            settles = "date" if found.worst is not None and found.worst <= self.until else "status"
            hang = open_inputs(found.root, found.best or step.state.day) or set(open_leaves(found.root))
            inputs = sorted(path for path in hang if path.startswith(PERSON))
            if inputs and not asked.issuperset(inputs):
                yield {"inputs": inputs, "settles": settles, "best": self._bound(found.best),
                       "worst": self._bound(found.worst), "rank": step.target}  # fmt: skip
            asked.update(inputs)

    def _bound(self, day: int | None) -> Json:
        """One exact day as a verdict."""
        reached = day is not None and day <= self.until
        return {"status": WORDS[MET if reached else UNMET], "earliest": iso(day) if day else None}

    def _judgements(self) -> list[Json]:
        """What people must decide at the steps, each once."""
        listed = promotion.judgements(self._case())
        found: list[Json] = []
        for one in [*self.raised, *listed]:
            if one not in found and not str(one.get("path", PERSON)).startswith("/assume"):
                found.append(one)
        return found

    def _held(self) -> list[Json]:
        """What is held on the day asked about."""
        held, day = self.request.person.held or (), self.request.as_of
        now = [item for item in held if item.start.first <= day < item.end.last]
        return [{"thing": item.thing, "from": written(item.start)} for item in now]

    def _assumed(self) -> Json:
        """What the days rest on: the grade of the years to come, and the years that differ from it, and why."""
        limits = self.climb.limits(self.options)[0]
        years = {str(year): one.grade for year, one in sorted(self.asked.grades.items())}
        set_ = [{"year": year, "grade": self.climb.grade(year, self.options), "because": one.effect.kind,
                 "cite": one.rule["cite"]} for year, one in limits.items()
                if self.climb.grade(year, self.options) != years.get(str(year), self.asked.grade)]  # fmt: skip
        return {"grade": self.asked.grade, "from": self.climb.start, "grades": years, "set": set_}


# -- parts -----------------------------------------------------------------------------------------------------------


def top_ranks(request: Request, rules: Rules, regime: str) -> tuple[frozenset[str], str] | None:
    """The ranks that the organ of a person may have, and the provision; None where the kind of organ is not given."""
    kind, ladder = request.person.organ, rules.regimes[regime].get("ladder", "")
    row = next((row for row in rules.regimes[regime].get("setup", ()) if kind in row["organ"]), None)
    if row is None:
        return None
    ranks = [scope(ladder, rank) for rank in rules.spec["ladders"][ladder]["ranks"]]
    if "top" in row:
        ranks = ranks[ranks.index(scope(ladder, row["top"])) :]
    else:
        ranks = [scope(ladder, rank) for rank in row["ranks"]]
    return frozenset(ranks), row["cite"]


def dated(best: int | None, worst: int | None) -> str | None:
    """The first sure day as it is written; the month where it is open within one."""
    if worst is None or best is None:
        return None
    return iso(worst)[:7] if best != worst and _one_month(best, worst) else iso(worst)


def _one_month(first: int, last: int) -> bool:
    return iso(first)[:7] == iso(last)[:7]


def _branches(root: Finding, step: Step, rules: Rules) -> tuple[Json, list[Json]]:
    """The branch by which a step is reached first, and the others of an "or" with their own days."""
    found = [_branch(leaf, root, step) for leaf in _tenures(root)]
    if not found:
        return {"in": [], "years": None, "cite": []}, []
    best = min(found, key=lambda one: (not one["held"], one["earliest"] is None, one["earliest"] or ""))
    return {key: best[key] for key in ("in", "years", "cite")}, [one for one in found if one is not best]


def _tenures(finding: Finding) -> Iterable[Finding]:
    if finding.kind == "tenure":
        yield finding
    for child in finding.children:
        yield from _tenures(child)


def _branch(leaf: Finding, root: Finding, step: Step) -> Json:
    """One branch: what must be held for how long, and the day on which all would be fulfilled by it alone."""
    line = pessimist(_alone(root, leaf)) if step.state.sure else optimist(_alone(root, leaf))
    day = first_met(line, step.state.since.last + (not step.state.first))
    return {"in": leaf.values["in"], "years": leaf.values["years"], "cite": list(leaf.cites),
            "earliest": iso(day) if day else None, "held": leaf.code != "tenure.never"}  # fmt: skip


def _alone(root: Finding, leaf: Finding) -> Timeline:
    """The timeline of a tree in which only one branch of the tenure counts."""
    parts = [leaf.timeline if leaf in (part, *part.children) else part.timeline for part in root.children]
    return all_of(parts)


def _best(findings: list[Json]) -> str:
    return WORDS[max(AT[one["status"]] for one in findings)]


def _cited(finding: Json) -> list[str]:
    """The provisions of a tree."""
    own = finding.get("cite", [])
    cites = [own] if isinstance(own, str) else list(own)
    return list(dict.fromkeys(cites + [one for child in finding.get("children", ()) for one in _cited(child)]))
