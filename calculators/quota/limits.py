"""The limits of an organ: which ranks it may have, and how many of each group of ranks.

    city organ, 48 posts        Consultants of all classes: 20 % of 48 is 9.6, so at most 9
                                of these the first two classes: 40 % of 9 is 3.6, so at most 3

A *group* of ranks is limited to a share of the established posts, or of another group. A share of a group is taken of
the most that the group may have, already rounded; how many of it are filled changes no limit.

What was not said is not zero: a group with a rank of unknown number has at least the holders that are known. A share
that is only unverified gives no limit that could decide anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from ..counting.case import Case
from ..dates.timeline import MET, UNKNOWN, UNMET
from ..law.rules import Json, Value, scope
from ..law.set_up import set_up

ROUND: dict[str, Callable[[Fraction], int]] = {
    "down": lambda exact: exact.numerator // exact.denominator,
    "half-up": lambda exact: (2 * exact.numerator + exact.denominator) // (2 * exact.denominator),
}


class Asked(NamedTuple):
    """The organ, and how many hold each rank; ``occupied`` None means that nothing was said of it."""

    kind: str | None
    posts: int | None
    occupied: dict[str, int] | None


class Group(NamedTuple):
    """Ranks that are limited together, and their holders.

    ``outer`` are the ranks of which the limit is a share, None the posts; ``most`` is None where no number may decide;
    ``known`` are the holders, less those of the ranks ``unsaid``; ``gap`` names what no source gives.
    """

    ranks: tuple[str, ...]
    known: int
    unsaid: tuple[str, ...]
    cite: str
    evidence: str
    outer: tuple[str, ...] | None = None
    percent: Any = None
    base: int | None = None
    exact: Fraction | None = None
    most: int | None = None
    gap: str | None = None

    @property
    def room(self) -> int | None:
        """The free places, if the ranks unsaid have no holders; negative where there are too many holders anyway."""
        return None if self.most is None else self.most - self.known

    @property
    def fits(self) -> int:
        """Whether the holders are within the limit; none are within any."""
        if self.room is None:
            return MET if not self.unsaid and self.known == 0 else UNKNOWN
        return UNMET if self.room < 0 else UNKNOWN if self.unsaid else MET


class Limits:
    """What one kind of organ may have, in one evaluation: the ranks, the groups, and the ranks without a limit."""

    def __init__(self, case: Case, asked: Asked) -> None:
        self.case, self.asked = case, asked
        ladder = case.regime["ladder"]
        self.ladder = [f"{ladder}/{rank}" for rank in case.rules.spec["ladders"][ladder]["ranks"]]
        rows = [row for row in case.regime["quotas"] if asked.kind in row["organ"]]
        self.free = {rank: row["cite"] for row in rows if row.get("free") for rank in self._ids(row["ranks"])}
        self.set_up, self.set_up_cite = self._set_up()
        self.groups = list(self._groups([row for row in rows if not row.get("free")]))

    def limiting(self, rank: str) -> list[Group]:
        """The groups that count a rank, the outer ones first."""
        return [group for group in self.groups if rank in group.ranks]

    def below(self, rank: str) -> str | None:
        """The rank directly below, if there is one."""
        return next(iter(self.ladder[self.ladder.index(rank) + 1 :]), None)

    def _ids(self, ranks: Iterable[str]) -> tuple[str, ...]:
        return tuple(scope(self.case.regime["ladder"], rank) for rank in ranks)

    def _set_up(self) -> tuple[list[str], str]:
        """The ranks that this kind of organ may have, and the provision that says so."""
        regime = self.case.regime
        found = set_up(self.case.rules, regime, self.asked.kind)
        return found or ([], regime["quota_rules"]["cite"])

    def _groups(self, rows: list[Json]) -> Iterator[Group]:
        """The groups, an outer one before those inside it; at the end the ranks of which no source says how many."""
        most: dict[tuple[str, ...], int | None] = {}
        rounded = ROUND[self.case.choose(self.case.regime["rounding"])]
        for row in rows:
            ranks, outer = self._ids(row["ranks"]), None if row["of"] == "posts" else self._ids(row["of"])
            told, share = self._share(row)
            base = most.get(outer) if outer else self.asked.posts
            exact = None if base is None or share is None else Fraction(str(share)) * base / 100
            most[ranks] = None if exact is None else rounded(exact)
            yield self._group(ranks, told.cite or row["cite"], told.evidence)._replace(
                outer=outer, percent=told.value, base=base, exact=exact, most=most[ranks]
            )
        yield from self._not_told({rank for ranks in most for rank in ranks} | set(self.free))

    def _share(self, row: Json) -> tuple[Value, Any]:
        """The share of a row as it is told on the day, and the one that may decide: none if it is only unverified."""
        entry = row["percent"]
        if "evidence" in row and not isinstance(entry, (dict, list)):
            entry = {"value": entry, "evidence": row["evidence"]}
        told = self.case.rules.value(entry, row["cite"], self.case.as_of)
        return told, self.case.value(entry, row["cite"]).value

    def _group(self, ranks: tuple[str, ...], cite: str, evidence: str) -> Group:
        """A group with its holders, and without a limit."""
        held = self.asked.occupied or {}
        unsaid = tuple(rank for rank in ranks if rank not in held)
        return Group(ranks, sum(held.get(rank, 0) for rank in ranks), unsaid, cite, evidence)

    def _not_told(self, told: set[str]) -> Iterator[Group]:
        """The ranks that the organ may have, and of which no source says how many."""
        ranks = tuple(rank for rank in self.set_up if rank not in told)
        for row in self.case.regime["quota_rules"]["unknown"]:
            if ranks and self.asked.kind in row["organ"]:
                yield self._group(ranks, row["cite"], self.case.rules.evidence(row["cite"]))._replace(gap=row["gap"])
