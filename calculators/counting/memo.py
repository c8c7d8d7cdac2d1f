"""What need not be worked out twice.

One answer evaluates the same promotion many times: under other readings, with other grades. A part of it (a condition,
the stretches of service, the count of one of them) asks for a few readings and looks at the grades or does not; where
those are the same as before, so is its result:

    default     service in 三级调研员: asks for "interrupted"                   worked out
    strict      another option of "effect-end", which it did not ask for      remembered
    generous    another option of "interrupted"                               worked out again

A change of the grades is looked at under one profile. It takes what looks at no grade from the case as it was given,
and works out the rest for itself, once.

Only what is often asked again, or costs much more than to look it up, is remembered: measure before adding to it.

What is remembered belongs to one promotion of one request and is gone with it: between its evaluations nothing changes
but the readings, the grades, and whether unverified values count.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from ..asking.facts import Grade
    from .case import Case, Judgement

T = TypeVar("T")
Grades = dict[int, "Grade"]


class Known(NamedTuple):
    """A result with the readings that it consulted, and what else working it out brought."""

    result: Any
    options: dict[str, str]
    judgements: list[Judgement]
    unverified: frozenset[str]


Table = dict[Hashable, Any]  # lists of what is known or, of a change of the grades, just the results


class Memo:
    """The results of one promotion so far: those that look at no grade, and those that look at the grades as given."""

    def __init__(self) -> None:
        self._tables: dict[bool, tuple[Table, Table]] = {}

    def tables(self, *, trust: bool) -> tuple[Table, Table]:
        """The results that rest on the same as those of one evaluation: without the grades, and with them."""
        return self._tables.setdefault(trust, ({}, {}))


def remember(case: Case, what: Hashable, work_out: Callable[[], T], *, graded: bool) -> T:
    """A result: an earlier one under the same readings, or else worked out now.

    ``what`` tells it from all others of the promotion; ``graded`` says whether it looks at the grades of the person.
    """
    tables = case.known
    if tables is None:
        return work_out()
    table = tables[graded]
    if graded and case.unchanged:
        if what not in table:  # of a change nobody asks what it consulted
            table[what] = work_out()
        changed: T = table[what]
        return changed
    for known in table.get(what, ()):
        if not known.options or known.options.items() <= case.options.items():
            break
    else:  # note apart what it consults, raises and finds unverified
        before = case.consulted, case.judgements, case.unverified
        case.consulted, case.judgements, case.unverified = {}, [], frozenset()
        known = Known(work_out(), case.consulted, case.judgements, case.unverified)
        case.consulted, case.judgements, case.unverified = before
        table.setdefault(what, []).append(known)
    result, consulted, judgements, unverified = known
    if consulted:
        case.consulted.update(consulted)
    if judgements:
        case.judgements += judgements
    if unverified:
        case.unverified |= unverified
    worked_out: T = result
    return worked_out
