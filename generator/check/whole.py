"""The law as a whole: ladders without a gap, periods that meet, one text after the other."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from calculators.law.rules import alternatives
from generator.check.base import Json, Problem, a_check, day_exists, listed, missing, regimes, scope_of, under
from generator.check.references import CONVERSIONS
from generator.fmt import Place


@a_check("replaces")
def replaces(rules: Json) -> Iterator[Problem]:
    """What took the place of another is younger, and the regime that gave way has ended; gaps name real regimes."""
    for id_, entry in rules["instruments"].items():
        here: Place = ("instruments", id_, "replaces")
        yield from missing(here, entry.get("replaces", []), rules["instruments"], "文件", "instrument")
        for place, old in enumerate(entry.get("replaces", ())):
            before = rules["instruments"].get(old, {}).get("issued")
            if before and entry["issued"] and before[:4] > entry["issued"][:4]:
                yield Problem((*here, place), f"晚于取代它的文件：{old}", f"younger than what replaces it: {old}")
    for path, regime in regimes(rules):
        for where, line in listed(regime, path, "replaces"):
            yield from missing((*where, "regime"), line["regime"], rules["regimes"], "制度", "regime")
            if rules["regimes"].get(line["regime"], {}).get("status") == "in-force":
                yield Problem(
                    (*where, "regime"), "被取代的制度仍标为现行", "what was replaced is still called in force"
                )
    for id_, gap in rules["gaps"].items():
        yield from missing(("gaps", id_, "regimes"), gap.get("regimes", []), rules["regimes"], "制度", "regime")


@a_check("promotions")
def promotions(rules: Json) -> Iterator[Problem]:
    """One step at a time, the promotions form a ladder without a gap: every rank but the lowest is reached once."""
    for path, regime in regimes(rules):
        if not any(condition["kind"] == "step" for condition in regime.get("conditions", ())):
            continue
        rows = list(listed(regime, path, "promotions"))
        for ladder in dict.fromkeys(scope_of(regime, row["to"])[0] for _, row in rows):
            on_it = [(place, row) for place, row in rows if scope_of(regime, row["to"])[0] == ladder]
            order = list(rules["ladders"].get(ladder, {"ranks": ()})["ranks"])
            yield from _without_gap(order, on_it, (*path, "promotions"), regime)


def _without_gap(order: list[str], rows: list[tuple[Place, Json]], here: Place, regime: Json) -> Iterator[Problem]:
    """The promotions on one ladder."""
    reached = [scope_of(regime, row["to"])[1] for _, row in rows]
    if [rank for rank in order if rank in reached] != reached:
        yield Problem(here, "没有由高到低排列，或者重复", "not in the order of the ladder, or twice")
    for rank in order[:-1]:
        if rank not in reached:
            yield Problem(here, f"没有规定怎样晋升：{rank}", f"no promotion leads to {rank}")
    for place, promotion in rows:
        yield from _from_below(regime, order, promotion, place)


def _from_below(regime: Json, order: list[str], promotion: Json, path: Place) -> Iterator[Problem]:
    """A branch asks for the rank directly below, or for a post whose lowest rank that is."""
    ladder, to = scope_of(regime, promotion["to"])
    scoped = [(row["post"], *scope_of(regime, row["rank"])) for row in regime.get("lowest", ())]
    lowest = {post: rank for post, on, rank in scoped if on == ladder}
    below = (order[order.index(to) + 1 :] if to in order else []) + [""]
    for place, branch in enumerate(alternatives(promotion)):
        rank = scope_of(regime, branch.get("rank", ""))[1] or lowest.get(branch.get("post", ""), below[0])
        if rank != below[0]:
            here = (*path, "any", place) if "any" in promotion else path
            yield Problem(here, f"不是下一职级：{rank}", f"not the rank directly below: {rank}")


@a_check("lowest")
def lowest_ranks(rules: Json) -> Iterator[Problem]:
    """A higher post has a higher lowest rank."""
    for path, regime in regimes(rules):
        rank_order = list(rules["ladders"][regime["ladder"]]["ranks"]) if "lowest" in regime else []
        post_order = list(rules["ladders"]["post"]["ranks"])
        rows = [(place, row) for place, row in listed(regime, path, "lowest") if row["rank"] in rank_order]
        placed = [(post_order.index(row["post"]), rank_order.index(row["rank"]), place) for place, row in rows]
        for (post, rank, _), (next_post, next_rank, place) in pairwise(placed):
            if next_post <= post or next_rank <= rank:
                yield Problem(place, "职务与最低职级的高低不一致", "posts and lowest ranks are not in one order")


@a_check("setup")
def setup(rules: Json) -> Iterator[Problem]:
    """Of every kind of organ it is said once which ranks it may set up."""
    for path, regime in regimes(rules):
        told = [organ for _, row in listed(regime, path, "setup") for organ in row["organ"]]
        for organ in rules["organs"]:
            if "setup" in regime and told.count(organ) != 1:
                here = (*path, "setup")
                yield Problem(here, f"应当规定一次，实为{told.count(organ)}次：{organ}", f"not told once: {organ}")


def may_set_up(regime: Json, order: list[str]) -> dict[str, set[str]]:
    """The ranks that each kind of organ may set up."""
    found: dict[str, set[str]] = {}
    for row in regime.get("setup", ()):
        allowed = row["ranks"] if "ranks" in row else order[order.index(row["top"]) :]
        found |= {organ: set(allowed) for organ in row["organ"]}
    return found


@a_check("quotas")
def quotas(rules: Json) -> Iterator[Problem]:
    """A quota limits ranks that the organ may set up, and a share of ranks is one of more ranks, limited above it."""
    for path, regime in regimes(rules):
        allowed = may_set_up(regime, list(rules["ladders"][regime["ladder"]]["ranks"])) if "quotas" in regime else {}
        above: dict[str, list[list[str]]] = {organ: [] for organ in allowed}
        for place, row in listed(regime, path, "quotas"):
            of = row.get("of")
            if isinstance(of, list) and not set(row["ranks"]) < set(of):
                yield Problem((*place, "of"), "应当包含并多于所限的职级", "must hold the limited ranks and others")
            for organ in row["organ"]:
                if isinstance(of, list) and of not in above.get(organ, [of]):
                    yield Problem((*place, "of"), f"{organ}的这一组没有先行限定", f"{organ} has no limit on it above")
                for rank in sorted(set(row["ranks"]) - allowed.get(organ, set(row["ranks"]))):
                    yield Problem(place, f"{organ}不能设置{rank}", f"{organ} may not set up {rank}")
                above.setdefault(organ, []).append(row["ranks"])
        yield from _not_told(regime, path, allowed, above)


def _not_told(
    regime: Json, path: Place, allowed: dict[str, set[str]], told: dict[str, list[list[str]]]
) -> Iterator[Problem]:
    """A rank that an organ may have, and of which neither a line nor a gap says how many."""
    open_ = {organ for row in regime.get("quota_rules", {}).get("unknown", ()) for organ in row["organ"]}
    for organ, ranks in allowed.items():
        left = sorted(ranks.difference(*told[organ]))
        if left and organ not in open_:
            names = "、".join(left)
            yield Problem((*path, "quotas"), f"{organ}没有规定：{names}", f"{organ}: nothing is told of {left[0]}")


@a_check("gaps")
def gaps(rules: Json) -> Iterator[Problem]:
    """Every gap that a rule names exists."""
    for path, value in under(rules["regimes"], "gap"):
        yield from missing(("regimes", *path), value, rules["gaps"], "缺口", "gap")


@a_check("quotas-once")
def quotas_once(rules: Json) -> Iterator[Problem]:
    """No two lines limit the same ranks of the same organ on the same base."""
    for path, regime in regimes(rules):
        seen: set[str] = set()
        for place, row in listed(regime, path, "quotas"):
            for organ in row["organ"]:
                key = json.dumps([organ, row["ranks"], row.get("of")])
                if key in seen:
                    yield Problem(place, f"重复规定：{organ}", f"told twice: {organ}")
                seen.add(key)


@a_check("conversions")
def conversions(rules: Json) -> Iterator[Problem]:
    """An old post turns into one rank, on the day after its ladder ended."""
    for path, regime in regimes(rules):
        seen: set[str] = set()
        for place, row in (one for part in CONVERSIONS for one in listed(regime, path, part)):
            ended = rules["ladders"].get(row["from"].partition("/")[0], {}).get("to")
            if ended and day_exists(row["on"]) and day_exists(ended) and not _next_day(ended, row["on"]):
                yield Problem((*place, "on"), f"不是{ended}的次日", f"is not the day after {ended}")
            if row["from"] in seen:
                yield Problem((*place, "from"), "重复套转", "is converted twice")
            seen.add(row["from"])


def _next_day(before: str, after: str) -> bool:
    return (date.fromisoformat(after) - date.fromisoformat(before)).days == 1


@a_check("periods")
def periods(rules: Json) -> Iterator[Problem]:
    """Every effect either says how long it bars, or is open; where no number decides it says why."""
    for id_, entry in rules["effects"].items():
        months = entry.get("months")
        if ("months" in entry) == bool(entry.get("open")):
            yield Problem(("effects", id_), "应有月数或者没有期限，二者居一", "needs either months or open")
        weak = isinstance(months, dict) and weakest(rules, months) == "unverified"
        if "months" in entry and (months is None or weak) and "why" not in entry:
            yield Problem(("effects", id_), "没有确定的期限，应说明原因", "has no period that decides, and no reason")


def weakest(rules: Json, value: Json) -> str:
    """The evidence of a value: its own, or that of its provision."""
    provision = rules["provisions"].get(value["cite"], {})
    return str(value.get("evidence") or provision.get("evidence", "unverified"))
