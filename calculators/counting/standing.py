"""How two ranks or posts stand to each other on a day: above, below, equal, of one layer, or not told.

    new                          old
    Fourth-class Principal …     Deputy head at section level    lowest   the lowest rank of that post
    Third-class Principal …      Deputy head at section level    above    a rank above its lowest one is gained
    Deputy head at section level Third-class Principal …         layer    the rank is of the layer of that post
    Third-class Principal …      Third-class Police Inspector    equal    a table makes them equal

Two things are compared on the ladder of one of them: there the one has its place, and a row of the law (equal ranks,
lowest ranks of posts, layers) gives the place of the other. Only equal ranks are chained over a third ladder. What no
row tells may still be known from a promotion: what it asks for stands below what it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..dates.days import Span, parse
from ..law.rules import Json, Rules, alternatives, in_force, scope

SIDEWAYS = ("equal", "lowest", "layer")
ABOVE = -1  # the place of a post that is higher than those of every rank of a ladder


class Standing(NamedTuple):
    """How one thing stands to ``old``, and the provisions that say so; the relation is empty where none does."""

    old: str
    relation: str
    cites: tuple[str, ...] = ()

    @property
    def no_promotion(self) -> bool:
        """Whether who held the old thing gains nothing higher."""
        return self.relation in (*SIDEWAYS, "below")

    @property
    def by_ladder(self) -> bool:
        """Whether the order of their common ladder says so, for which no row is needed."""
        return bool(self.relation) and not self.cites


class Place(NamedTuple):
    """Where a thing stands on a ladder, from its highest to its lowest place (0 is the top), by which kind of row."""

    top: int
    bottom: int
    kind: str
    cites: tuple[str, ...] = ()


def standing(rules: Rules, when: Span, new: str, old: str) -> Standing:
    """How ``new`` stands to ``old``; where only the month is known, what holds on its first and on its last day."""
    first, last = (_on(rules, day, new, old) for day in (when.first, when.last))
    return first if first == last else Standing(old, "")


def no_promotion(found: list[Standing], new: str) -> Standing | None:
    """Why reaching ``new`` is no promotion: something held directly before is not below it.

    The order of the ladder comes first, and of a leading post it decides alone: a deputy head of a high rank who
    becomes head gains a post.
    """
    own = [one for one in found if one.by_ladder]
    others = [] if own and new.startswith("post/") else [one for one in found if not one.by_ladder]
    others.sort(key=lambda one: one.relation != "below")  # what is below one thing and equal to another is below
    return next((one for one in [*own, *others] if one.no_promotion), None)


def steps_up(rules: Rules, day: int, new: str, old: str) -> int | None:
    """How many steps a rank stands above what is held, by the lowest rank of a post; None where that is not told."""
    places = _places(rules, day, _became(rules, day, old), _ladder(new))
    return next((place.bottom - rules.order[new] for place in places), None)


def _on(rules: Rules, day: int, new: str, old: str) -> Standing:
    now = _became(rules, day, old)
    for one, other in _on_one_ladder(rules, day, new, now):
        if relation := _compared(one, other):
            return Standing(old, relation, tuple(dict.fromkeys([*one.cites, *other.cites])))
    cite = _led_to(rules, day, new, now)
    return Standing(old, "above", (cite,)) if cite else Standing(old, "")


def _on_one_ladder(rules: Rules, day: int, new: str, old: str) -> list[tuple[Place, Place]]:
    """The places of both on the ladder of the new thing; on that of the old one, where no row leads to the first."""
    for ladder in (_ladder(new), _ladder(old)):
        others = list(_places(rules, day, old, ladder))
        if pairs := [(one, other) for one in _places(rules, day, new, ladder) for other in others]:
            return pairs
    return []


def _compared(new: Place, old: Place) -> str:
    """The relation of two places on one ladder; of a layer with several ranks it is told of the lowest one only."""
    if new.bottom < old.top or new.top > old.bottom:
        return "above" if new.bottom < old.top else "below"
    wide, was_wide = (place.kind in ("lowest", "layer") for place in (new, old))
    if wide or not was_wide:
        return "layer" if wide else "equal"
    if new.top == old.bottom:
        return old.kind
    return "above" if old.kind == "lowest" else ""


def _places(rules: Rules, day: int, thing: str, ladder: str) -> Iterator[Place]:
    """The places of a thing on a ladder: its own one, else those that rows of the day give."""
    if _ladder(thing) == ladder:
        yield Place(rules.order[thing], rules.order[thing], "own")
        return
    equal = {rules.order[one]: cites for one, cites in rules.equals(thing, day).items() if _ladder(one) == ladder}
    if equal:
        cites = tuple(dict.fromkeys(cite for some in equal.values() for cite in some))
        yield Place(min(equal), max(equal), "equal", cites)
    for regime in _of_the_day(rules, day):
        yield from _by_rows(rules, regime, thing, ladder)


def _by_rows(rules: Rules, regime: Json, thing: str, ladder: str) -> Iterator[Place]:
    order = rules.order
    for row in regime.get("equivalences", ()):
        there = [order[rank] for rank in row["ranks"] if _ladder(rank) == ladder]
        if row["relation"] == "layer" and thing in row["ranks"] and there and row.get("evidence") != "unverified":
            yield Place(min(there), max(there), "layer", (row["cite"],))
    rows = [(f"post/{row['post']}", scope(regime["ladder"], row["rank"]), row["cite"])
            for row in regime.get("lowest", ())]  # fmt: skip
    lowest = {post: (order[rank], cite) for post, rank, cite in rows if _ladder(rank) == ladder}
    if thing in lowest:
        bottom, cite = lowest[thing]
        top = max((place + 1 for place, _ in lowest.values() if place < bottom), default=0)
        yield Place(top, bottom, "lowest", (cite,))
    elif lowest and thing.startswith("post/") and order[thing] < min(map(order.__getitem__, lowest)):
        yield Place(ABOVE, ABOVE, "lowest", tuple(dict.fromkeys(cite for _, cite in lowest.values())))


def _became(rules: Rules, day: int, thing: str) -> str:
    """The rank that an old post has become by the day; anything else is what it is."""
    rows = (row for one in _of_the_day(rules, day) for row in one.get("conversions", ()))
    return next((row["to"] for row in rows if row["from"] == thing and parse(row["on"]).first <= day), thing)


def _led_to(rules: Rules, day: int, new: str, old: str) -> str | None:
    """The provision of a promotion, up to ``new`` on its ladder, that asks for ``old``."""
    for regime in _of_the_day(rules, day):
        for rule in regime.get("promotions", ()):
            target = scope(regime["ladder"], rule["to"])
            reached = _ladder(target) == _ladder(new) and rules.order[target] >= rules.order[new]
            if reached and old in _asked(regime, rule):
                return str(rule["cite"])
    return None


def _asked(regime: Json, rule: Json) -> Iterable[str]:
    """What the branches of a promotion ask to have been held."""
    for one in alternatives(rule):
        if "post" in one:
            yield f"post/{one['post']}"
        ranks = [*one.get("in", ()), *([one["rank"]] if "rank" in one else [])]
        yield from (scope(regime["ladder"], rank) for rank in ranks)


def _of_the_day(rules: Rules, day: int) -> list[Json]:
    return [one for one in rules.regimes.values() if one["status"] != "draft" and in_force(one, day)]


def _ladder(thing: str) -> str:
    return thing.partition("/")[0]
