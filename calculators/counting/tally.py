"""The running account of one chain of service: the months asked, and where each piece still begins and ends.

Two corners bound what is open (a date known to the month, a grade not given): the worst way to read it and the best.
"""

from __future__ import annotations

from typing import NamedTuple

from ..dates.days import END, add_months, between, year_start
from .effect_grades import SetGrade
from .service import Chain

WORST, BEST = 0, 1
Stretch = tuple[int, int]  # half-open


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


def stretches(chain: Chain, corner: int) -> list[list[int]]:
    """Where each piece begins and ends, what is open in the worst or in the best way."""
    if corner == BEST:
        return [[piece.start.first, piece.end.last] for piece in chain]
    return [[piece.start.last, max(piece.start.last, piece.end.first)] for piece in chain]


class Tally:
    """The running account of one chain: months asked, and where each piece still begins and ends."""

    def __init__(self, chain: Chain, months: int, corner: int) -> None:
        self.months = months
        self.pieces = stretches(chain, corner)

    def take(self, mark: Mark) -> None:
        """Enter what one year does."""
        self.months += mark.months
        if mark.drops:
            self._drop(year_start(mark.year), year_start(mark.year + 1), whole=mark.drops == "whole")

    def _drop(self, first: int, after: int, *, whole: bool) -> None:
        if whole or any(start <= first and after <= end for start, end in self.pieces):
            self.months += 12
            return
        for piece in self.pieces:
            start, end = piece
            if first < start < after <= end:
                piece[0] = after
            elif start <= first < end:
                piece[1] = first
            elif first < start < after:
                piece[1] = start

    def due(self) -> int:
        """The day on which the credit reaches the months asked, if service goes on."""
        *earlier, (begins, _) = self.pieces
        months, days = self.months, 0
        for start, end in earlier:
            served = between(start, end)
            months, days = months - served[0], days + served[1]
        return begins if months <= 0 else max(begins, add_months(begins, months) - days)

    def end(self) -> int:
        """The end of the last piece, after what dropped out."""
        return self.pieces[-1][1]


def reached(chain: Chain, months: int, marks: list[Mark], corner: int, floor: int, keeps: bool) -> list[Stretch]:
    """The stretches on which the credit of a chain, at its last piece, is at least ``months``."""
    tally = Tally(chain, months, corner)
    start, end = tally.pieces[-1]
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
            first = max(due, opens)
            if first < last:
                goes_on = found and found[-1][1] == first
                found.append((found.pop()[0] if goes_on else first, last))
            opens = closes
        if mark:
            tally.take(mark)
    return found
