"""The pay level: after a promotion, after years of good assessment, and never beyond the range of the rank or post.

Levels are counted downwards: 27 is the lowest. A range ``[18, 12]`` begins at its lowest level.

    level 18, Third-class Consultant (19 to 13) to Second-class Consultant (18 to 12): already inside, one up: 17
    level 20, to the same rank: below its range: 18

``after_promotion`` is the one place that knows what a promotion does; the promotion calculator uses it too.
"""

from __future__ import annotations

from typing import Any

from ..asking.facts import Request
from ..counting.case import Case, Profile, profile
from ..counting.conditions import evaluate
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, NEVER, OPEN, every, leaf, plain, scope_answer
from ..counting.regimes import in_force, may_be_asked
from ..counting.spread import Found, spread
from ..counting.verdict import verdict
from ..dates.days import year_of, year_start
from ..dates.timeline import MET
from ..law.evidence import weakest
from ..law.rules import Json, Rules

KEYS = frozenset({"from"})
WEIGHS = ("effects",)


def after_promotion(case: Case, target: str) -> Json | None:
    """The level that goes with the promotion to ``target``, and why; None where no level was given or no rule is."""
    level, rule = case.person.level, case.rules.levels(case.regime_id).get("on_promotion")
    if level is None or not rule or "levels" not in case.rules.things[target]:
        return None
    return promoted(case.rules, rule, level, target, case.rules.things[target]["levels"])


def promoted(rules: Rules, rule: Json, level: int, target: str, levels: list[int]) -> Json:
    """What a promotion to a rank or post with this range of levels does to a level."""
    lowest, highest = levels
    kept = target in _kept(rules, rule)
    if level > lowest:
        to, because = lowest, "below"
    elif kept or level <= highest:
        to, because = level, "kept" if kept else "top"
    else:
        to, because = max(level - rule["raise"], highest), "raised"
    return {"from": level, "to": to, "because": because, "cite": rule["cite"]}


def _kept(rules: Rules, rule: Json) -> set[str]:
    """The ranks whose gain brings no level: those that are named, and the equal ones on other ladders."""
    home = next(id_ for id_, one in rules.regimes.items() if isinstance(one.get("levels"), dict))
    named = {f"{rules.regimes[home]['ladder']}/{rank}" for rank in rule["except"]}
    rows = [set(row["ranks"]) for one in rules.regimes.values() for row in one.get("equivalences", ())
            if row["relation"] == "equal" and one.get("levels")]  # fmt: skip
    return named.union(*(row for row in rows if row & named))


# -- the calculator --------------------------------------------------------------------------------------------------


def read(reader: Any, body: Json) -> str | None:
    """The rank or post that is held, where the request does not tell it by ``person.held``."""
    found: str | None = reader.thing(body.get("from"), "/from", None)
    return found


def answer(request: Request, rules: Rules) -> Json:
    """The level on a day: as given, after the years, and after a promotion where a target is named."""
    held = request.extra or _held_now(request, rules)
    found = _fitting(request, rules, held or request.target)
    own: Json = {"from": held, "level": None, "steps": []}
    if len(found) != 1:
        code = "scope.several" if found else "scope.not-in-force" if request.regime else "level.no-rule"
        return scope_answer(request, rules, "level", code, found or _named(request)) | own
    levels = rules.levels(found[0])
    if not levels:
        return scope_answer(request, rules, "level", "level.no-rule", found) | own
    return _answer(request, rules, found[0], held)


def _named(request: Request) -> list[str]:
    return [request.regime] if request.regime else []


def _held_now(request: Request, rules: Rules) -> str | None:
    """The rank or post held on the day that has a range of levels, a rank before a post."""
    held = [item.thing for item in request.person.held or () if item.start.first <= request.as_of < item.end.last]
    ranked = [thing for thing in held if "levels" in rules.things[thing]]
    posts = [thing for thing in held if thing.startswith("post/")]
    return next(iter([*ranked, *posts]), None)


def _fitting(request: Request, rules: Rules, thing: str | None) -> list[str]:
    """The regime that is named; else the one of the day on whose ladder the rank stands, or the general one."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = {id_: one for id_, one in rules.regimes.items() if one.get("levels") and in_force(one, request.as_of)}
    ladder = (thing or "").partition("/")[0]
    own = [id_ for id_, one in known.items() if ladder in _with_levels(rules, id_)]
    return own or ([id_ for id_, one in known.items() if not one.get("asked")] if ladder in ("", "post") else [])


def _with_levels(rules: Rules, regime: str) -> set[str]:
    """The ladders of a regime whose ranks have levels."""
    one = rules.regimes[regime]
    named = {one["ladder"], *(rule["to"].rpartition("/")[0] for rule in one.get("promotions", ()))} - {""}
    return {
        ladder for ladder in named if any("levels" in rank for rank in rules.spec["ladders"][ladder]["ranks"].values())
    }


def range_of(rules: Rules, regime: str, thing: str) -> Json | None:
    """The range of levels of a rank or post, with its provision."""
    entry = rules.things[thing]
    if "levels" in entry:
        cite = entry.get("cite", rules.spec["ladders"][thing.partition("/")[0]]["cite"])
        return {
            "levels": entry["levels"],
            "cite": cite,
            "evidence": weakest([rules.evidence(cite), entry.get("evidence", "official")]),
        }
    rows = [row for row in rules.levels(regime)["posts"] if f"post/{row['post']}" == thing and "organ" not in row]
    return (
        {"levels": rows[0]["levels"], "cite": rows[0]["cite"], "evidence": rules.evidence(rows[0]["cite"])}
        if rows
        else None
    )


class Run:
    """One evaluation: the level as it changes from rule to rule, and the findings on the way."""

    def __init__(
        self, request: Request, rules: Rules, regime: str, held: str | None, options: Profile, *, trust: bool = False
    ) -> None:
        self.request, self.rules, self.held, self.regime, self.trust = request, rules, held, regime, trust
        self.options = options
        self.consulted: set[str] = set()
        self.data = rules.levels(regime)
        self.level = _level(request)
        self.steps: list[Json] = []
        self.findings: list[Finding] = []

    def take(self, step: Json, code: str, **values: Any) -> None:
        """Enter one step and its finding."""
        self.level = step["to"]
        self.steps.append(step)
        self.findings.append(
            leaf(
                "level",
                code,
                ALWAYS,
                self.rules,
                [step["cite"]],
                values={"from": step["from"], "to": step["to"], **values},
            )
        )

    def sure(self, found: Json) -> bool:
        """Whether a range may decide; one that is only unverified is shown and decides nothing."""
        if found["evidence"] != "unverified" or self.trust:
            return True
        finding = leaf("level", "no-number", OPEN, self.rules, [found["cite"]])
        self.findings.append(finding._replace(evidence="unverified"))
        return False


def _level(request: Request) -> int | None:
    """The level that is given; the last one where a list is."""
    levels = request.person.levels
    return levels[-1].level if levels else request.person.level


def _answer(request: Request, rules: Rules, regime: str, held: str | None) -> Json:
    def run(options: Profile, *, trust: bool = False) -> Run:
        return _run(Run(request, rules, regime, held, options, trust=trust))

    options = profile(rules, regime, request.pinned)
    own = run(options)
    body = plain(request, rules, "level", regime, every(*own.findings))
    body |= {"from": held, "level": own.level if body["status"] != "unknown" else None, "steps": own.steps}
    found = spread(lambda other: _found(run(other)), _found(own), rules, regime, request.pinned)
    body["settled"] = len({body["status"], found.strict["status"], found.generous["status"]}) == 1
    body["range"] = found._asdict()
    if any(one.evidence == "unverified" for one in own.findings):
        body["would_be"] = {"level": run(options, trust=True).level}
    return body


def _found(run: Run) -> Found:
    """The verdict and the level of one evaluation, and the readings that it consulted."""
    found = verdict(every(*run.findings).timeline, run.request.as_of).as_json()
    return found | {"level": run.level if found["status"] != "unknown" else None}, run.consulted


def _run(run: Run) -> Run:
    """The rules in their order: what must be known, what bars, the limits, the years, the promotion."""
    rules = run.rules
    if run.level is None:
        cite = run.data["lowest"]["cite"]
        run.findings.append(leaf("level", "not-said", OPEN, rules, [cite], open=("/person/level",)))
        return run
    if run.held is None and run.request.target is None:
        run.findings.append(leaf("level", "no-rank", OPEN, rules, [run.data["lowest"]["cite"]], open=("/person/held",)))
        return run
    if _barred(run) or _not_above(run):
        return run
    own = range_of(rules, run.regime, run.held) if run.held else None
    if own and (not run.request.person.levels or run.sure(own)):  # without dates the range is not needed
        _by_years(run, own)
    if run.request.target:
        _promote(run, run.request.target)
    return run


def _promote(run: Run, target: str) -> None:
    """The step of the promotion itself."""
    found, rule = range_of(run.rules, run.regime, target), run.data["on_promotion"]
    if found is None:
        run.findings.append(leaf("level", "no-number", OPEN, run.rules, [rule["cite"]]))
    elif run.sure(found):
        step = promoted(run.rules, rule, run.level or 0, target, found["levels"])
        run.take(step, f"on-promotion-{step['because']}", target=target, lowest_level=found["levels"][0])


def _not_above(run: Run) -> bool:
    """Whether the target is no promotion at all: on the same ladder and not above what is held."""
    held, target, order = run.held, run.request.target, run.rules.order
    same = held and target and held.partition("/")[0] == target.partition("/")[0]
    if not (held and target and same and order[target] >= order[held]):
        return False
    cite = run.data["on_promotion"]["cite"]
    run.findings.append(leaf("level", "not-above", NEVER, run.rules, [cite], values={"now": held, "target": target}))
    return True


def _barred(run: Run) -> bool:
    """Whether an effect period stands in the way on the day; then the level stays."""
    bars = run.data.get("bars")
    if not bars:
        return False
    case = Case(run.rules, run.regime, run.request, run.options)
    finding = evaluate({"kind": "free", "of": bars["families"], "cite": bars["cite"]}, case, {})
    run.consulted.update(case.consulted)
    run.findings.append(finding)
    return finding.timeline.at(run.request.as_of) != MET


def _by_years(run: Run, own: Json) -> None:
    """One level for so many years of good assessment, counted since the level was last set, inside the range."""
    rule, levels, day = run.data["by_years"], run.request.person.levels, run.request.as_of
    if not levels:
        _ask_since(run, rule)
        return
    years = range(year_of(levels[-1].start.last), year_of(day) + 1)
    stated = {year: grade for year in years if (grade := run.request.person.grades.get(year))}
    good = [year for year, one in stated.items() if one.grade in rule["grades"] and one.known.last <= day]
    open_ = [year for year in years if year not in stated and year_start(year + 1) <= day]
    raises, possible = (count // rule["years"] * rule["raise"] for count in (len(good), len(good) + len(open_)))
    _raise(run, own, raises, possible, open_, {"years": rule["years"], "count": len(good)})


def _ask_since(run: Run, rule: Json) -> None:
    """Since when the level is held must be known for its years; beside a promotion it is not asked for."""
    if not run.request.target:
        values = {"years": rule["years"]}
        open_ = ("/person/levels",)
        run.findings.append(leaf("level", "since-not-said", OPEN, run.rules, [rule["cite"]], values=values, open=open_))


def _raise(run: Run, own: Json, raises: int, possible: int, open_: list[int], values: Json) -> None:
    """So many levels up, or as many as the range allows; open where the years that were not given would matter."""
    cite, level, cap = run.data["by_years"]["cite"], run.level or 0, own["levels"][1]
    to, best = (max(level - up, min(cap, level)) for up in (raises, possible))
    values |= {"from": level, "to": to, "cap": cap}
    if to != best:
        paths = tuple(f"/person/grades/{year}" for year in open_)
        run.findings.append(leaf("level", "by-years-open", OPEN, run.rules, [cite], values=values, open=paths))
    elif raises and to == level - raises:
        run.take({"from": level, "to": to, "because": "years", "cite": cite}, "by-years", **values)
    elif raises:
        run.take({"from": level, "to": to, "because": "limit", "cite": own["cite"]}, "by-years-limit", **values)
    else:
        run.findings.append(leaf("level", "by-years-none", ALWAYS, run.rules, [cite], values=values))
