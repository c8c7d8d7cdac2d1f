"""Ranks and posts in time: what comes first where only a month is known, and what cannot be held at once.

one rank until 2019-06-14, the next one of its ladder from 2019-06      that from 2019-06-15
one rank from 2019-06 on, another of its ladder from 2019-07-01 on      they overlap: the first one has no end
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..dates.days import Span
from ..record import replace
from .facts import Held


def in_order(held: Iterable[Held]) -> list[Held]:
    """The entries by the day on which they begin.

    A rank that is dated by the month in which another of its ladder ended begins on the day after that: two of one
    ladder cannot be held on the same day, and a stated last day is a statement too.
    """
    return sorted(_after_each_other(sorted(held, key=_latest)), key=lambda item: item.start)


def _latest(item: Held) -> tuple[int, Span]:
    """The latest day on which an entry may begin: by it entries of one ladder, of which one ends before the next, sort.

    A rank from 10 to 20 May goes before one from May on, and after one from May to 9 May.
    """
    return min(item.start.last, item.end.first - 1), item.start


def _after_each_other(held: Iterable[Held]) -> Iterator[Held]:
    ends: dict[str, int] = {}
    for item in held:
        ladder = item.thing.partition("/")[0]
        free = ends.get(ladder, 0)
        if ladder != "post" and item.start.first < free <= item.start.last and free < item.end.first:
            item = replace(item, start=Span(free, item.start.last))
        ends[ladder] = item.end.first if item.end.exact else item.start.first + item.start.exact
        yield item


def overlapping(held: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """The pairs of ranks of one ladder that would be held on the same day; posts may be."""
    latest: dict[str, Held] = {}
    for item in held:
        ladder = item.thing.partition("/")[0]
        before = latest.get(ladder)
        if ladder != "post" and before and item.start.last < before.end.first:
            yield before, item
        latest[ladder] = item
