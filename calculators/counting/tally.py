"""The running account of one chain of service: the months asked, and where each piece still begins and ends.

Two corners bound what is open (a date known to the month, a grade not given): the worst way to read it and the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..dates.days import END, add_months, between, year_start
from .course import Stretch
from .effect_grades import SetGrade

WORST, BEST = 0, 1


class Mark(NamedTuple):
    """What the grade of one year does to a piece of service: change the months asked, or drop a stretch out.

    ``grade`` is None where the year has none; ``by`` is what an effect says of a year that is not
    stated, where that decides what it does.
    """

    year: int
    grade: str | None
    known: int
    months: int
    drops: str | None  # None, "overlap" or "whole"
    path: str
    cite: str | None
    by: SetGrade | None = None


class Tally:
    """The running account of one chain: months asked, and where each piece still begins and ends."""

    def __init__(self, served: Iterable[Stretch], months: int) -> None:
        self.months = months
        self.pieces = list(served)

    def take(self, mark: Mark) -> None:
        """Enter what one year does."""
        self.months += mark.months
        if mark.drops:
            self._drop(year_start(mark.year), year_start(mark.year + 1), whole=mark.drops == "whole")

    def _drop(self, first: int, after: int, *, whole: bool) -> None:
        if whole or any(start <= first and after <= end for start, end in self.pieces):
            self.months += 12
            return
        for place, (start, end) in enumerate(self.pieces):
            if first < start < after <= end:
                self.pieces[place] = after, end
            elif start <= first < end:
                self.pieces[place] = start, first
            elif first < start < after:
                self.pieces[place] = start, start

    def due(self) -> int:
        """The day on which the credit reaches the months asked, if service goes on."""
        begins, months, days = self.pieces[-1][0], self.months, 0
        if len(self.pieces) > 1:
            for start, end in self.pieces[:-1]:
                served = between(start, end)
                months, days = months - served[0], days + served[1]
        return begins if months <= 0 else max(begins, add_months(begins, months) - days)

    def end(self) -> int:
        """The end of the last piece, after what dropped out."""
        return self.pieces[-1][1]


def reached(served: Sequence[Stretch], months: int, marks: Iterable[Mark], floor: int, *, keeps: bool) -> list[Stretch]:
    """The stretches on which the credit of what was ``served``, at its last piece, is at least ``months``.

    With ``keeps`` also after its end.
    """
    tally = Tally(served, months)
    start, end = served[-1]
    found: list[Stretch] = []
    opens = max(start, floor)
    for mark in (*marks, None):
        if mark and not (mark.months or mark.drops):
            continue
        if opens >= end and not keeps:
            break  # what becomes known after the service does not matter any more
        closes = mark.known if mark else END
        if closes > opens:
            due = tally.due()
            last = closes if closes < end or (keeps and due <= tally.end()) else end
            first = due if due > opens else opens
            if first < last:
                goes_on = found and found[-1][1] == first
                found.append((found.pop()[0] if goes_on else first, last))
            opens = closes
        if mark:
            tally.take(mark)
    return found
