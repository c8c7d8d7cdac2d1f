"""One answer about a career: its steps under the default readings, how it ends, and what is compared with it.

``Run`` holds the facts, and the climb that everything else is compared with: under other readings, from other facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..asking.facts import Request
from ..counting.case import Case
from ..counting.conflicts import conflicts
from ..counting.evaluation import begins_by_day
from ..counting.findings import Finding, evidence_of, open_inputs, open_leaves, write
from ..counting.parts import judgements
from ..counting.spread import hanging, moving, named
from ..counting.unasked import unasked
from ..counting.verdict import verdict
from ..dates.days import iso, written, year_of
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS, all_of, optimist, pessimist
from ..law.evidence import weakest
from ..law.readings import GENEROUS, STRICT, Profile, profile
from ..law.rules import Json, Rules, scope
from .asked import Asked
from .branches import branches
from .climb import PERSON, Assumed, Climb, Found, Path, Step, Way, begins, first_met

GIVEN = {"level", "title"}  # kinds of conditions on what a person may gain later, and no rule of a climb says when
AT = {"unmet": UNMET, "unknown": UNKNOWN, "met": MET}


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
        assumed = all(grade.known.exact for grade in self.asked.grades.values())
        self.by_day = request.person.by_day and assumed and begins_by_day(rules, regime)
        self.raised: list[Json] = []  # the judgements of the steps that were explained

    def climber(self, request: Request, assumed: Assumed) -> Climb:
        """A climb from other facts."""
        return Climb(request, self.rules, self.regime, assumed, self.way)

    def under(self, options: Profile) -> Path:
        """The path under another profile, with as many steps as the default one, so that they can be compared."""
        return self.climb.path(self.begin, options, len(self.path.steps))

    def dated(self, best: int | None, worst: int | None) -> str | None:
        """The first sure day as it is written; the month where only that is known."""
        if worst is None or best is None:
            return None
        return iso(worst)[:7] if self._in_a_month(best, worst) else iso(worst)

    def _in_a_month(self, best: int, worst: int) -> bool:
        """Whether a day is open within one month, because something that was given, or the law, is a month."""
        return best != worst and not self.by_day and iso(best)[:7] == iso(worst)[:7]

    def verdict(self, found: Found | None) -> Json:
        """Whether a step is reached by the last day, and its date; where no day is sure, the one at best.

        No day lies after the end of the system: what is reached then is reached by a later one, or not at all.
        """
        if found is None or found.best is None or (found.best > self.climb.ends and not found.stuck):
            return {"status": WORDS[UNMET], "earliest": None}
        if found.stuck:
            return {"status": WORDS[UNKNOWN], "earliest": None}
        worst = self._sure(found)
        status = UNMET if found.best > self.until else UNKNOWN if worst is None or worst > self.until else MET
        body = {"status": WORDS[status], "earliest": self.dated(found.best, worst)}
        return body | {"at_best": iso(found.best)} if worst is None else body

    def _sure(self, found: Found) -> int | None:
        """The first sure day of a step, if it lies within the system."""
        return found.worst if found.worst is not None and found.worst <= self.climb.ends else None

    def answer(self, changes: list[Json]) -> Json:
        """The whole answer, with what a few changes of the facts would do."""
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
            "findings": {"kind": "any", "code": "career", "status": best_of(findings), "turns": default["earliest"],
                         "children": findings},
            "held": self._held(), "path": entered + steps, "ends": ends,
            "missing": list(self._missing()),
            "judgements": self._judgements(),
            "what_if": [], "changes": changes,
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
        best, worst = step.found.best, self._sure(step.found)
        day = best if worst is None else min(worst, self.until) if best and best <= self.until else worst
        assert day is not None
        root, case = self.climb.explain(step, day, self.options)
        self.raised += judgements(case)
        by, others = branches(root, step)
        earliest = self.dated(best, worst)
        body: Json = {
            "rank": step.target, "earliest": earliest, "status": self.verdict(step.found)["status"],
            "by": by, "alternatives": others, "evidence": self._evidence(root, day),
            "findings": self._finding(step, root, day, earliest),
        }  # fmt: skip
        if best is not None and best != worst and (worst is None or not self._in_a_month(best, worst)):
            body["at_best"] = iso(best)
        if since := self._since(step):
            body["since"] = since
        if lapses := self._lapses(step, root, day):
            body["lapses"] = lapses
        return body

    def _lapses(self, step: Step, root: Finding, day: int) -> str | None:
        """The day from which a step that is open on its day is so no more, where it was not made before.

        The running year counts until its grade exists: the one that an effect sets, or that is supposed.
        """
        line = root.timeline
        if not self.climb.plain_year(year_of(day), self.options):
            line = self.climb.explain(step, day, self.options, graded=True)[0].timeline
        following = next((place for place, start in enumerate(line.starts) if start > day), None)
        lapses = line.at(day) == MET and following is not None and line.values[following] == UNMET
        return iso(line.starts[following]) if lapses and following is not None else None

    def _finding(self, step: Step, root: Finding, day: int, earliest: str | None) -> Json:
        """The reasons of a step as they stand ``on`` a day, under the sentence of the step."""
        tree = write(root, day, by_day=self.by_day)
        since = self._since(step)
        code = "since" if since else "dated" if earliest else "open"
        values: Json = {"rank": step.target, "date": earliest or iso(day), "on": iso(day)}
        if since:
            values["since"] = since
        return {"kind": "all", "code": f"career.step.{code}", "status": tree["status"], "turns": earliest,
                "values": values, "children": tree.get("children", [])}  # fmt: skip

    def _since(self, step: Step) -> str | None:
        """Since when the conditions of a step were fulfilled before the climb began, as a promotion tells it."""
        if not step.found.met_since:
            return None
        return verdict(step.found.root.timeline, step.state.day, by_day=self.by_day).earliest

    def _evidence(self, root: Finding, day: int) -> str:
        """The weakest evidence of a step: of its conditions, and of the grades that effects set for years before it."""
        cites = [one["cite"] for one in self.assumed["set"] if one["year"] < year_of(day)]
        return weakest([evidence_of(root, day), self.rules.evidence(*cites)])

    def _entry(self) -> Json:
        """The first rank of a recruit, before the steps."""
        assert self.entered
        return {
            "rank": self.entered["rank"], "earliest": self.entered["from"], "status": "met",
            "by": {"entry": True, "cite": cited(self.entered["findings"])}, "alternatives": [],
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
        self.raised += judgements(case)
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
        """The day that it would be if the unverified number were true; none after the end of the system."""
        root, _ = self.climb.explain(step, step.state.day, self.options, trust=True)
        day = first_met(optimist(root.timeline), step.state.since.last + (not step.state.first))
        return day if day is not None and day <= self.climb.ends else None

    def _end_leaf(self, body: Json, values: Json) -> Json:
        """The finding of an end that is no condition of a step: the top of the ladder, of the organ, of the regime."""
        cites = {"cite": body["cite"], "evidence": body["evidence"]} if "cite" in body else {}
        named = {"rank": body["rank"]} if body["rank"] else {}
        return {"kind": "career", "code": f"career.end.{body['because']}", "status": WORDS[UNMET], "turns": None,
                **cites, "values": values | named}  # fmt: skip

    def _end_tree(self, body: Json, values: Json, root: Finding, day: int) -> Json:
        """The finding of a step that is not reached: its conditions on the last day (``on``)."""
        tree = write(root, day, by_day=self.by_day)
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
        count = max(len(self.path.steps) + (self.path.beyond is not None), 1)
        days = [self._verdicts(path, count) for path in (self.path, *ends)]
        asked = self.path.consulted.union(*(one.consulted for one in ends)) - pinned.keys()
        default, strict, generous = days
        tried = (self.rules, self.regime, pinned)
        moved = moving(*tried, asked, lambda other: self._days(other, count), default, (strict, generous))
        first = default[0], (strict[0], generous[0])
        hangs = hanging(*tried, moved, lambda other: self._days(other, count)[0], *first)
        rows = [{"strict": one, "generous": other} for one, other in zip(strict, generous, strict=True)]
        return rows[0] | named(moved, hangs), rows

    def _verdicts(self, path: Path, count: int) -> list[Json]:
        return [self.verdict(path.found(place)) for place in range(count)]

    def _days(self, options: Profile, count: int) -> list[Json]:
        """The verdicts of so many steps under other options."""
        return self._verdicts(self.under(options), count)

    def _missing(self) -> Iterator[Json]:
        """What would settle the steps: for each step what it is the first to miss."""
        asked: set[str] = set()
        for step in self.path.every:
            found = step.found
            if found.best == found.worst or found.stuck or (found.best or 0) > self.climb.ends:
                continue
            settles = "date" if found.worst is not None and found.worst <= self.until else "status"
            hang = open_inputs(found.root, found.best or step.state.day) or set(open_leaves(found.root))
            inputs = sorted(path for path in hang if path.startswith(PERSON) and path not in self.request.unused)
            if inputs and not asked.issuperset(inputs):
                yield {"inputs": inputs, "settles": settles, "best": self._bound(found.best),
                       "worst": self._bound(found.worst), "rank": step.target}  # fmt: skip
            asked.update(inputs)

    def _bound(self, day: int | None) -> Json:
        """One exact day as a verdict; none after the end of the system."""
        day = day if day is not None and day <= self.climb.ends else None
        reached = day is not None and day <= self.until
        return {"status": WORDS[MET if reached else UNMET], "earliest": iso(day) if day else None}

    def _judgements(self) -> list[Json]:
        """What people must decide at the steps, each once."""
        listed = judgements(self._case())
        found: list[Json] = []
        for one in [*self.raised, *listed]:
            assumed = any(path.startswith("/assume") for path in (one.get("path", PERSON), *one.get("paths", ())))
            if one not in found and not assumed:
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


def best_of(findings: list[Json]) -> str:
    return WORDS[max(AT[one["status"]] for one in findings)]


def cited(finding: Json) -> list[str]:
    """The provisions of a tree."""
    own = finding.get("cite", [])
    cites = [own] if isinstance(own, str) else list(own)
    return list(dict.fromkeys(cites + [one for child in finding.get("children", ()) for one in cited(child)]))
