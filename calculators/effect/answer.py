"""The effect calculator: on which days promotion is barred, until when, and which grades the effects set.

It evaluates the bars of a regime, and nothing else of it: the same conditions of the same code that the promotion
calculator asks, so that the two cannot disagree. Without a regime it takes the one of the day that says how periods
meet.

    demerit from 2024-03-15 (12 months), Party warning from 2024-06-01 (12 months)
    barred from 2024-03-15 to 2025-05-31, free from 2025-06-01; no grade for 2024
"""

from __future__ import annotations

from ..asking.facts import Request
from ..counting import assessment, bars
from ..counting.bars import Bar
from ..counting.case import Case, Judgement
from ..counting.conflicts import conflicts
from ..counting.effect_grades import left_open, not_told, set_grades
from ..counting.evaluation import Evaluation
from ..counting.findings import evidence_of, write
from ..counting.memo import Memo
from ..counting.missing import missing
from ..counting.parts import judgements, regime_to, stretches, would_be
from ..counting.regimes import may_be_asked
from ..counting.spread import named, spread
from ..counting.unasked import running
from ..dates.days import END, Span, iso, written
from ..dates.timeline import WORDS
from ..law.readings import GENEROUS, STRICT, Profile, profile
from ..law.rules import Json, Rules, in_force

WEIGHS = ("effects",)

BARS = ("free", "after-grade")  # the kinds of conditions that bar for a time


def answer(request: Request, rules: Rules) -> Json:
    """The answer to a question about effect periods."""
    regime = request.regime or _of_the_day(request, rules)
    head: Json = {"api": 1, "calculator": "effect", "as_of": iso(request.as_of), "regime": regime}
    if not may_be_asked(rules.regimes[regime], request.as_of):
        return head | _said(request, rules, "scope.not-in-force", regime)
    run = Effects(request, rules, regime)
    if not run.conditions:
        return head | _said(request, rules, "effect.not-asked", regime)
    return head | _answer(run, profile(rules, regime, request.pinned))


def _of_the_day(request: Request, rules: Rules) -> str:
    """The regime that says how periods meet and was in force on the day; the first of them if none was."""
    found = [id_ for id_, data in rules.regimes.items() if data.get("overlap")]
    return next((id_ for id_ in found if in_force(rules.regimes[id_], request.as_of)), found[0])


class Effects(Evaluation):
    """Evaluates the bars of a regime under any profile and any change of the facts."""

    def __init__(self, request: Request, rules: Rules, regime: str) -> None:
        self.request, self.rules, self.regime = request, rules, regime
        self.data = rules.regimes[regime]
        self.ladder = self.data.get("ladder", "")
        self.memo = Memo()
        self.runs = []
        self._given = None
        self.rule: Json = {}
        self.conditions = [rule for rule in self.data.get("conditions", ()) if rule["kind"] in BARS]

    @property
    def families(self) -> list[str]:
        """The families of effects that bar under the regime."""
        return [family for rule in self.conditions for family in rule.get("of", ())]

    def bars(self, case: Case) -> list[Bar]:
        """Every bar, of whatever kind."""
        of_grades = [rule for rule in self.conditions if rule["kind"] == "after-grade"]
        return bars.bars(case, self.families) + [bar for rule in of_grades for bar in assessment.grade_bars(rule, case)]


def _answer(run: Effects, options: Profile) -> Json:
    root, case = run.run(options)
    default = run.note(root.timeline, case)
    grades = grades_of(case)
    found = spread(run.under, (default, case.consulted), run.rules, run.regime, run.request.pinned)
    strict, generous, moved = found.strict, found.generous, found.moved_by + _moves(run, options)
    _raise_judgements(case, run.families)
    asked, later = missing(run, root, options)
    body: Json = {
        "target": run.request.target,
        "status": WORDS[default.status],
        "settled": len({default.status, strict.status, generous.status}) == 1,
        "barred": merged([bar for bar in run.bars(case) if bar.evidence != "unverified"]),
        "until": default.earliest,
        "earliest": default.earliest,
        "grades": grades,
        "brings": list(assessment.brings(case)),
        "range": {"strict": strict.as_json(), "generous": generous.as_json()} | named(moved, found.hangs_on),
        "timeline": stretches(root.timeline),
        "evidence": evidence_of(root, run.request.as_of),
        "findings": write(root, run.request.as_of, by_day=run.by_day),
        "missing": asked,
        "judgements": judgements(case),
        "what_if": [],
        "unused": list(run.request.unused),
        "conflicts": conflicts(case),
        "spec": run.rules.stamp,
    }
    if later:
        body["later"] = later
    if left := running(case, run.families):
        body["unasked"] = left
    body |= regime_to(run.data, body)
    if case.unverified:
        body |= would_be(case, default, run.trusting(options))
    return body


def grades_of(case: Case) -> Json:
    """The grade that is set for each year; nothing where the effects were not given."""
    return {str(year): one.as_json() for year, one in set_grades(case).items()}


def _moves(run: Effects, options: Profile) -> list[str]:
    """The readings that move no date but a grade."""
    case = Case(run.rules, run.regime, run.request, options)
    before = grades_of(case)
    asked = [id_ for id_ in run.rules.readings if id_ in case.consulted.keys() - run.request.pinned.keys()]
    return [id_ for id_ in asked if any(_grades_under(run, options, id_, end) != before for end in (STRICT, GENEROUS))]


def _grades_under(run: Effects, options: Profile, id_: str, end: int) -> Json:
    option = list(run.rules.readings[id_]["options"])[end]
    return grades_of(Case(run.rules, run.regime, run.request, options | {id_: option}))


def _raise_judgements(case: Case, families: list[str]) -> None:
    """What the effects leave to people beside the bars: special periods, later texts, grades that were left open."""
    for effect in case.person.effects or ():
        special = case.rules.effects[effect.kind].get("special", ())
        if special and not (effect.end or effect.special or effect.acts):
            case.judgements.append(Judgement("special-period", special[0]["cite"], effect.path))
    case.judgements += [Judgement("period-then", cite, effect.path) for effect, cite in bars.by_younger(case, families)]
    case.judgements += [Judgement("filled-in-later", cite, effect.path) for effect, cite in left_open(case)]
    case.judgements += [Judgement("grade-then", cite, effect.path) for effect, cite in not_told(case)]


def merged(found: list[Bar]) -> list[Json]:
    """The barred stretches, those that overlap or touch made one; days included, ``to`` null where it is open."""
    groups: list[list[Bar]] = []
    reached = 0
    for bar in sorted(found, key=lambda one: one.start):
        if groups and bar.start.first <= reached:
            groups[-1].append(bar)
        else:
            groups.append([bar])
        reached = max(reached, bar.end.last if bar.end else END)
    return [_stretch(group) for group in groups]


def _stretch(group: list[Bar]) -> Json:
    start = Span(min(bar.start.first for bar in group), min(bar.start.last for bar in group))
    last = max(group, key=lambda bar: (bar.end is None, bar.end or bar.start))
    sure = max(bars.certain_end(bar) for bar in group)
    to = bars.last_day(last)
    body: Json = {
        "from": written(start),
        "to": to,
        "because": list(dict.fromkeys(bar.kind for bar in group)),
        "cite": list(dict.fromkeys(cite for bar in group for cite in bar.cites)),
    }
    return body if to or sure >= END else body | bars.bounds(last) | {"at_least": iso(sure - 1)}


def _said(request: Request, rules: Rules, code: str, regime: str) -> Json:
    """An answer that one sentence gives: the regime is not in force, or sets no periods."""
    bound = {"status": "unknown", "earliest": None}
    values: Json = {"regimes": [regime], "as_of": iso(request.as_of)}
    return {
        "target": request.target, "what_if": [],
        "status": "unknown", "settled": True, "barred": [], "until": None, "earliest": None, "grades": {}, "brings": [],
        "range": {"strict": bound, "generous": bound, "moved_by": []}, "timeline": [], "evidence": "official",
        "findings": {"kind": "scope", "code": code, "status": "unknown", "turns": None, "values": values},
        "missing": [], "judgements": [], "unused": list(request.unused), "conflicts": [], "spec": rules.stamp,
    }  # fmt: skip
