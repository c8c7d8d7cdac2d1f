"""The running account of one chain of service: the months asked, and where each piece still begins and ends.

Two corners bound what is open (a date known to the month, a grade not given): the worst way to read it and the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..dates.days import END, add_months, between, year_start
from ..record import record
from .course import Stretch
from .effect_grades import SetGrade

WORST, BEST = 0, 1


@record
class Mark:
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

    served = over = 0  # the months and the days over in all pieces but the last

    def __init__(self, served: Iterable[Stretch], months: int) -> None:
        self.months = months
        self.pieces = list(served)
        if len(self.pieces) > 1:
            self._count_earlier()

    def _count_earlier(self) -> None:
        found = [between(start, end) for start, end in self.pieces[:-1]]
        self.served, self.over = sum(months for months, _ in found), sum(days for _, days in found)

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
        if len(self.pieces) > 1:
            self._count_earlier()


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
        closes = mark.known if mark else END
        if opens >= end and not keeps:
            break  # what becomes known after the service does not matter any more
        if closes > opens:
            begins, still = tally.pieces[-1]
            left = tally.months - tally.served
            due = begins if left <= 0 else max(begins, add_months(begins, left) - tally.over)  # if service goes on
            last = closes if closes < end or (keeps and due <= still) else end
            first = max(due, opens)
            if first < last:
                goes_on = found and found[-1][1] == first
                found.append((found.pop()[0] if goes_on else first, last))
            opens = closes
        if mark:
            tally.take(mark)
    return found
