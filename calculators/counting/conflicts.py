"""Statements of a request that contradict each other: shown, never overridden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..asking.facts import Request
from ..dates.days import parse, written
from ..law.prepared import prepared
from ..law.rules import Rules, scope
from ..law.set_up import set_up
from .case import Case
from .effect_ends import effect_ends
from .effect_grades import set_grades
from .service import holds_on
from .steps import held_rungs, rank_at

Conflict = dict[str, Any]


def conflicts(case: Case, target: str | None = None) -> list[Conflict]:
    """Every contradiction found, in the order of the request; also with the rank that is asked about."""
    held = [*_reported(case), *_before_regime(case), *_below_lowest(case), *_level(case), *level_twice(case.request)]
    turned = [*_converted(case), *_late(case)]
    return [*held, *turned, *_grades(case), *effect_ends(case), *_not_set_up(case, target)]


def _reported(case: Case) -> Iterator[Conflict]:
    """A day of reporting that gives no probation: a rank was held before it, or no text of that day tells how long."""
    reported = case.person.dates.get("reported")
    if not reported or case.person.service_from:
        return
    ranks = [item for item in case.person.held or () if not item.thing.startswith("post/")]
    code = "reported-late" if any(item.start.last < reported.first for item in ranks) else "reported-unknown"
    cite = next(one["entry"]["probation"]["cite"] for one in case.rules.regimes.values()
                if "probation" in one.get("entry", {}))  # fmt: skip
    yield {"code": code, "path": "/person/reported", "cite": cite, "values": {"date": written(reported)}}


def _before_regime(case: Case) -> Iterator[Conflict]:
    """A rank held from a day on which there was no such rank yet; nothing is said where the first day is not known."""
    first = _first_regime(case.rules, case.ladder)
    for item in (case.person.held or ()) if first else ():
        if item.thing.startswith(case.ladder + "/") and item.start.last < parse(first["from"]).first:
            values = {"rank": item.thing, "date": first["from"]}
            yield {"code": "before-regime", "path": f"{item.path}/from", "cite": first["cite"], "values": values}


@prepared
def _first_regime(rules: Rules, ladder: str) -> Any:
    """The first regime of a ladder, whose ranks may be older than the regime that answers.

    None where the first day of one of them is not known.
    """
    own = [one for one in rules.regimes.values() if one.get("ladder") == ladder and one.get("promotions")]
    own = [one for one in own if one.get("asked") != "by-name"]  # which is about moves in, and no ladder of its own
    dated = all(one.get("from") and parse(one["from"]).exact for one in own)
    return min(own, key=lambda one: str(one["from"])) if own and dated else None


def _below_lowest(case: Case) -> Iterator[Conflict]:
    """A rank below the lowest one of a post that is held at the same time, where the regime gives posts one."""
    held = (case.person.held or ()) if "lowest" in case.regime else ()
    now = [item for item in held if item.start.last <= case.as_of < item.end.first]
    rungs = {rung.path: rung for rung in held_rungs(case)} if len(now) > 1 else {}
    for post in (item for item in now if item.thing.startswith("post/") and item.path in rungs):
        lowest = rungs[post.path]  # on this ladder: a regime of two has a row for each
        for rank in (item for item in now if item.thing.startswith(case.ladder + "/")):
            if rungs[rank.path].place > lowest.place:
                values = {"rank": rank.thing, "post": post.thing, "lowest": rank_at(case, lowest.place)}
                yield {"code": "below-lowest", "path": rank.path, "cite": lowest.cite, "values": values}


def _level(case: Case) -> Iterator[Conflict]:
    """A level outside the range of the rank that is held."""
    level, path = case.person.level_on(case.as_of) or (None, "")
    for item in case.person.held or () if level else ():
        held = item.thing.startswith(case.ladder + "/") and item.start.last <= case.as_of < item.end.first
        lowest, highest = case.rules.things[item.thing].get("levels", (level, level))
        if held and level and not highest <= level <= lowest:
            yield {
                "code": "level-out-of-range",
                "path": path,
                "cite": case.rules.things[item.thing]["cite"],
                "values": {"rank": item.thing, "level": level, "lowest_level": lowest, "highest_level": highest},
            }


def level_twice(request: Request) -> Iterator[Conflict]:
    """A level of the day that is none of those which, by their dates, may be held on it: the latter count."""
    level, dated = request.person.level, request.person.level_by_date(request.as_of)
    if level is not None and dated and dated.level != level:
        values = {"level": level, "by_date": dated.level, "since": written(dated.start)}
        yield {"code": "level-twice", "path": "/person/level", "values": values}


def _converted(case: Case) -> Iterator[Conflict]:
    """An old post stated to be held after the day of conversion: it is read as the rank that it became.

    One that begins only after that day is one that nobody could take up any more: perhaps another rank is meant.
    """
    turned = _turned(case.rules, case.regime_id)
    held = case.person.held or ()
    for item in held:
        row = turned.get(item.thing)
        on = parse(row["on"]).first if row else 0
        if row and item.end.first > on and not holds_on(held, scope(case.ladder, row["to"]).partition("/")[0], on):
            yield {
                "code": "converted-before" if item.start.first > on else "converted",
                "path": item.path,
                "cite": row["cite"],
                "values": {"post": item.thing, "rank": scope(case.ladder, row["to"]), "date": row["on"]},
            }


@prepared
def _turned(rules: Rules, regime: str) -> dict[str, Any]:
    """By old post the row that made it a rank of the regime."""
    return {row["from"]: row for row in rules.regimes[regime].get("conversions", ())}


def _late(case: Case) -> Iterator[Conflict]:
    """The rank that an old post became, dated later than the day on which all were converted."""
    turned = _turned(case.rules, case.regime_id)
    held = case.person.held or ()
    for item in held:
        row = turned.get(item.thing)
        if not row or not item.end.first <= parse(row["on"]).first <= item.end.last:
            continue
        rank, on = scope(case.ladder, row["to"]), parse(row["on"]).first
        first = next((one for one in held if one.end.last > on and one.thing.partition("/")[0] == case.ladder), None)
        if first and first.thing == rank and first.start.first > on:
            values = {"post": item.thing, "rank": rank, "date": row["on"]}
            yield {"code": "converted-late", "path": f"{first.path}/from", "cite": row["cite"], "values": values}


def _grades(case: Case) -> Iterator[Conflict]:
    """A stated grade that an effect does not allow for that year."""
    order = list(case.rules.grades)
    for year, one in set_grades(case).items():
        stated = case.grades.get(year)
        if stated and not one.allows(stated.grade, order):
            yield {
                "code": "grade-and-effect",
                "path": stated.path,
                "cite": one.rule["cite"],
                "values": {"year": year, "grade": stated.grade, "effect": one.effect.kind},
            }


def _not_set_up(case: Case, target: str | None) -> Iterator[Conflict]:
    """A rank that the kind of organ in which the person works does not have."""
    kind = case.person.organ
    found = set_up(case.rules, case.regime, kind) if kind else None
    if target and found and target not in found.ranks and target.startswith(f"{case.regime['ladder']}/"):
        values = {"rank": target, "organ": kind}
        yield {"code": "not-set-up-here", "path": "/person/organ/kind", "cite": found.cite, "values": values}
