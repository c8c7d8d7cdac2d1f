"""A course: what the count of one chain of service rests on and no grade changes.

    worst, best     where each piece begins and ends, what is open in the worst and in the best way
    keeps           whether the time still counts when the service has ended
    years           the first and the last year whose grade can matter

Under other grades the same chain is counted again and again; its course is worked out once.
"""

from __future__ import annotations

from typing import NamedTuple

from ..dates.days import END, year_of
from .case import Case
from .memo import remember
from .service import Chain, Piece

Stretch = tuple[int, int]  # half-open


class Course(NamedTuple):
    """One chain with its stretches, which are the same object where every day is known."""

    chain: Chain
    worst: tuple[Stretch, ...]
    best: tuple[Stretch, ...]
    keeps: bool
    first_year: int
    last_year: int | None  # None while the service goes on: then up to the last of which anything is known


def course_of(case: Case, chain: Chain) -> Course:
    """The course of a chain; worked out once under the same readings."""
    return remember(case, ("course", chain), lambda: _course(case, chain), graded=False)


def _course(case: Case, chain: Chain) -> Course:
    best = tuple([(piece.start.first, piece.end.last) for piece in chain])
    worst = tuple([(piece.start.last, max(piece.start.last, piece.end.first)) for piece in chain])
    first, last = year_of(chain[0].start.first), chain[-1].end.last
    if "grades_from" in case.counting:  # earlier results change nothing, and need not be given
        first = max(first, case.value(case.counting["grades_from"], case.counting["cite"]).value)
    ended = year_of(last - 1) if last <= case.as_of else None
    return Course(chain, worst, worst if worst == best else best, _keeps(case, chain[-1]), first, ended)


def _keeps(case: Case, piece: Piece) -> bool:
    """Whether service that has ended still counts: only where a post ended, and only where the reading says so."""
    if piece.end.first >= END:
        return False
    last = [one for one in case.person.held or () if one.path in piece.paths and one.end.last == piece.end.last]
    return any(one.thing.startswith("post/") for one in last) and case.param("former_post") == "yes"
