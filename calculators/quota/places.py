"""The free places of an organ, and the two ways to fill one.

Somebody from the rank directly below leaves one rank for the other: that takes a place only in the groups that do not
count the rank below as well. Whoever comes otherwise (from a leading post, by transfer) takes a place in every group.
After either, every group that counts the rank holds no more than it may.

    city organ, 20 posts, at most 4 Consultants, all of the fourth class
    to Third-class Consultant: 4 of the fourth class could be promoted, nobody could come otherwise
"""

from __future__ import annotations

from typing import NamedTuple

from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS
from ..law.rules import Json
from .limits import Group, Limits


class Bounds(NamedTuple):
    """A number that is known only within bounds; ``most`` None: there may be any number."""

    least: int
    most: int | None

    @property
    def exact(self) -> int | None:
        """The number, where it is known."""
        return self.least if self.least == self.most else None


def least_of(parts: list[Bounds]) -> Bounds:
    """The least of some numbers within bounds; without any, there may be any number."""
    upper = [part.most for part in parts if part.most is not None]
    return Bounds(min((part.least for part in parts), default=0), min(upper, default=None))


def free(group: Group) -> Bounds:
    """The free places of a group, never fewer than none; without a limit that decides there may be any number."""
    if group.room is None:
        return Bounds(0, None)
    room = max(group.room, 0)
    return Bounds(0 if group.unsaid else room, room)


def split(limits: Limits, rank: str, below: str) -> tuple[list[Group], list[Group]]:
    """The groups in which a promotion takes a place, and those that count the rank below too."""
    groups = limits.limiting(rank)
    return [one for one in groups if below not in one.ranks], [one for one in groups if below in one.ranks]


def entering(limits: Limits, rank: str) -> Bounds:
    """How many more may come to hold a rank otherwise than from the rank below."""
    return least_of([free(group) for group in limits.limiting(rank)])


def promoting(limits: Limits, rank: str, below: str) -> Bounds:
    """How many of those who hold the rank below may come to hold this one."""
    taken, same = split(limits, rank, below)
    barring = [Bounds(0, 0 if group.fits == UNMET else None) for group in same if group.fits != MET]
    return least_of([holders(limits, below), *barring, *map(free, taken)])


def holders(limits: Limits, rank: str) -> Bounds:
    """How many hold a rank: as said, or at most as many as its groups leave room for."""
    held = limits.asked.occupied or {}
    if rank in held:
        return Bounds(held[rank], held[rank])
    return Bounds(0, least_of([free(group) for group in limits.limiting(rank)]).most)


def place(limits: Limits, rank: str) -> Json:
    """What an answer tells of the places of one rank."""
    below, held = limits.below(rank), limits.asked.occupied or {}
    body: Json = {
        "rank": rank, "status": WORDS[UNKNOWN], "limited": rank not in limits.free, "most": None,
        "now": held.get(rank), "over": None, "below": below, "holders": held.get(below or ""),
        "promoting": None, "entering": None, "then": None,
    }  # fmt: skip
    if limits.asked.kind is None:
        return body
    if rank not in limits.set_up:
        return body | {"status": WORDS[UNMET], "most": 0}
    if rank in limits.free:
        return body | {"status": WORDS[MET]}
    return body | _limited(limits, rank, below)


def _limited(limits: Limits, rank: str, below: str | None) -> Json:
    """The places of a rank that some group limits."""
    ways = {"entering": entering(limits, rank)}
    if below:
        ways["promoting"] = promoting(limits, rank, below)
    body: Json = {"status": WORDS[_status(*ways.values())], "most": _most(limits, rank), "over": _over(limits, rank)}
    for key, bounds in ways.items():
        body[key] = bounds.exact
        if bounds.exact is None:
            body[f"{key}_at_most"] = bounds.most
    if below and ways["promoting"].least:
        body["then"] = _after_promotion(limits, rank, below)
    return body


def _status(*ways: Bounds) -> int:
    if any(way.least for way in ways):
        return MET
    return UNMET if all(way.most == 0 for way in ways) else UNKNOWN


def _most(limits: Limits, rank: str) -> int | None:
    """The most that may hold a rank, if nobody holds another one of its groups; None if a limit is not known."""
    found = [group.most for group in limits.limiting(rank)]
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def _over(limits: Limits, rank: str) -> int | None:
    """By how many the groups of a rank are surely over their limits, the worst of them."""
    return max(
        (-group.room for group in limits.limiting(rank) if group.room is not None and group.room < 0), default=None
    )


def _after_promotion(limits: Limits, rank: str, below: str) -> Json:
    """The rank below after one promotion from it: how many could then be promoted into it, or come otherwise."""
    steps = {rank: 1, below: -1}
    held = {one: number + steps.get(one, 0) for one, number in (limits.asked.occupied or {}).items()}
    later, lower = Limits(limits.case, limits.asked._replace(occupied=held)), limits.below(below)
    body: Json = {"rank": below, "limited": below not in limits.free, "below": lower, "holders": held.get(lower or "")}
    if below in limits.free:
        return body | {"entering": None, "promoting": None}
    into = promoting(later, below, lower).exact if lower else None
    return body | {"entering": entering(later, below).exact, "promoting": into}
