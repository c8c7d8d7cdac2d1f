"""The pay level on a day: as given, after years of good assessment, and after a promotion where a target is named.

The rules come in their order: what must be known, what bars, the years (``years``), the promotion (``moves``), and
never beyond the range of the rank or post (``ranges``).

    level 18, Third-class Consultant, five good years since it was set: 17; then Second-class Consultant: 16

A move to something that is not above what is held, or more than one step above it, brings no level. In some organs a
leading post has another range; where the organ is not given and it matters, the answer asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..asking.facts import Request
from ..counting.assessment import in_a_row
from ..counting.case import Case
from ..counting.conditions import evaluate
from ..counting.conflicts import level_twice
from ..counting.plain import OPEN, every, leaf, plain, scope_answer
from ..counting.regimes import may_be_asked
from ..counting.spread import Found, spread
from ..counting.unasked import running
from ..counting.verdict import verdict
from ..dates.timeline import MET
from ..law.readings import Profile, profile
from ..law.rules import Json, Rules, in_force
from .moves import known_ranges, not_above, promote
from .run import Run, all_held
from .years import by_years, until_years

KEYS = frozenset({"from"})
WEIGHS = ("effects",)


def read(reader: Any, body: Json) -> str | None:
    """The rank or post that is held, where the request does not tell it by ``person.held``."""
    found: str | None = reader.thing(body.get("from"), "/from", None)
    return found


def answer(request: Request, rules: Rules) -> Json:
    """The level on a day: as given, after the years, and after a promotion where a target is named."""
    held = request.extra or _held_now(request, rules)
    found = _fitting(request, rules, held or request.target or next(iter(all_held(request)), None))
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
    held = all_held(request)
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


def _answer(request: Request, rules: Rules, regime: str, held: str | None) -> Json:
    def run(options: Profile, *, trust: bool = False) -> Run:
        return _run(Run(request, rules, regime, held, options, trust=trust))

    options = profile(rules, regime, request.pinned)
    own = run(options)
    body = plain(request, rules, "level", regime, every(*own.findings), by_day=request.person.by_day)
    body |= {"from": held, "level": own.level if body["status"] != "unknown" else None, "steps": own.steps}
    found = spread(lambda other: _found(run(other)), _found(own), rules, regime, request.pinned)
    body["settled"] = len({body["status"], found.strict["status"], found.generous["status"]}) == 1
    body["range"] = {"strict": found.strict, "generous": found.generous} | found.named()
    body["conflicts"] = [*_out_of_range(own), *level_twice(request)]
    case = Case(rules, regime, request, options)
    body["judgements"] = list(in_a_row(case))
    if left := running(case, own.data.get("bars", {}).get("families", ())):
        body["unasked"] = left
    if own.set:
        body["set"] = own.set
    if any(one.evidence == "unverified" for one in own.findings):
        would = run(options, trust=True).level
        body |= {"would_be": {"level": would}} if would != body["level"] else {}
    return body


def _found(run: Run) -> Found:
    """The verdict and the level of one evaluation, and the readings that it consulted."""
    by_day = run.request.person.by_day
    found = verdict(every(*run.findings).timeline, run.request.as_of, by_day=by_day).as_json()
    return found | {"level": run.level if found["status"] != "unknown" else None}, run.consulted


def _run(run: Run) -> Run:
    """The rules in their order: what must be known, what bars, the limits, the years, the promotion."""
    rules = run.rules
    if run.level is None:
        cite = run.data["lowest"]["cite"]
        run.findings.append(leaf("level", "not-said", OPEN, rules, [cite], open=("/person/level",)))
        return run
    target, own = run.request.target, run.ranges(run.held) if run.held else []
    if target is None and not own:
        code, asked = ("no-number", ()) if run.all_held else ("no-rank", ("/person/held",))
        run.findings.append(leaf("level", code, OPEN, rules, [run.data["lowest"]["cite"]], open=asked))
        return run
    barred = _barred(run)
    if own and not (barred and target) and (not run.dated or run.sure(own[0])):  # without dates no range is needed
        until_years(run, own) if barred else by_years(run, own)
    if target and not not_above(run, target):
        found = known_ranges(run, target)
        if found and not barred:
            promote(run, target, found)
    return run


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


def _out_of_range(run: Run) -> Iterator[Json]:
    """A level below the range of something held, or above the ranges of all of it, in any organ that it may be."""
    given, held = run.given, {thing: rows for thing in run.all_held if (rows := run.ranges(thing))}
    sure = held and all(row["evidence"] != "unverified" for rows in held.values() for row in rows)
    if given is None or not sure:
        return
    level, path = given
    below = [thing for thing, rows in held.items() if level > max(row["levels"][0] for row in rows)]
    above = level < min(row["levels"][1] for rows in held.values() for row in rows)
    for thing in below[:1] or list(held)[:above]:
        row = held[thing][0]
        lowest, highest = row["levels"]
        values = {"rank": thing, "level": level, "lowest_level": lowest, "highest_level": highest}
        yield {"code": "level-out-of-range", "path": path, "cite": row["cite"], "values": values}
