"""Numbers and dates: within their bounds, existing, and in order."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from generator.check.base import Json, Problem, a_check, day_exists, levels_of, regimes, under, walk


@a_check("levels")
def levels(rules: Json) -> Iterator[Problem]:
    """A range of levels runs from the lowest (largest number) to the highest, inside the limits of its regime."""
    limits = [own for _, regime in regimes(rules) if (own := levels_of(regime))]
    lowest = max((limit["lowest"]["value"] for limit in limits), default=27)
    highest = min((limit["highest"]["value"] for limit in limits), default=1)
    for path, value in under(rules, "levels"):
        if isinstance(value, list) and not lowest >= value[0] >= value[1] >= highest:
            yield Problem(path, f"级别范围不对：{value}", f"not a range of levels, lowest first: {value}")


@a_check("level-order")
def level_order(rules: Json) -> Iterator[Problem]:
    """Down a ladder, the range of levels never rises."""
    for id_, ladder in rules["ladders"].items():
        ranges = [(rank, entry["levels"]) for rank, entry in ladder["ranks"].items() if "levels" in entry]
        for (_, upper), (rank, lower) in pairwise(ranges):
            if upper[0] > lower[0] or upper[1] > lower[1]:
                path = ("ladders", id_, "ranks", rank, "levels")
                yield Problem(path, "级别高于上一职级", "these levels are above those of the rank above")


@a_check("dates")
def dates(rules: Json) -> Iterator[Problem]:
    """Every date is in the calendar."""
    for path, value in under(rules, "from", "to", "on", "made", "issued", "begins", "checked_on"):
        if isinstance(value, str) and value[:1].isdigit() and not day_exists(value):
            yield Problem(path, f"没有这一天：{value}", f"there is no such day: {value}")


@a_check("checked")
def checked(rules: Json) -> Iterator[Problem]:
    """Nobody has seen a text after the day of the rules' version."""
    day = rules["version"][:10].replace(".", "-")
    for path, value in under(rules, "checked_on"):
        if value > day:
            zh = f"晚于规则的版本日期{day}：日期写错，或者 version 没有更新"
            yield Problem(path, zh, f"is after the version of the rules, {day}: correct it, or the version")


@a_check("date-order")
def date_order(rules: Json) -> Iterator[Problem]:
    """What is made, issued, in force and ended happens in this order; dated values follow each other."""
    for part in ("instruments", "regimes"):
        for id_, entry in rules[part].items():
            known = [(key, entry[key]) for key in ("made", "issued", "from", "to") if entry.get(key)]
            for (_, earlier), (key, later) in pairwise(known):
                if later < earlier[: len(later)]:
                    yield Problem((part, id_, key), f"早于{earlier}", f"is before {earlier}")
    for path, value in walk(rules):
        days = [item["from"] for item in value if _is_dated(item)] if isinstance(value, list) else []
        if days != sorted(set(days)):
            yield Problem(path, "历次数值没有按日期排列", "dated values must follow each other in time")


def _is_dated(item: Any) -> bool:
    return isinstance(item, dict) and {"from", "value"} <= set(item)
