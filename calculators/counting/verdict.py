"""A verdict: the status of a timeline on a day, and the date that goes with it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from ..dates.days import BEGINNING, iso
from ..dates.timeline import MET, UNKNOWN, WORDS, Timeline
from ..law.rules import Json


class Verdict(NamedTuple):
    """What one evaluation says of one day."""

    status: int
    earliest: str | None

    def as_json(self) -> Json:
        """As the answer carries it."""
        return {"status": WORDS[self.status], "earliest": self.earliest}


def verdict(line: Timeline, day: int, *, by_day: bool = False) -> Verdict:
    """The status on a day and its date; a date that is open only within one month is given as that month.

    Not with ``by_day``, where every date that it may hang on is known to the day.
    """
    starts, values = line.starts, line.values
    now = bisect_right(starts, day) - 1
    status = values[now]
    place = now if status == MET else values.index(MET, now) if MET in values[now:] else 0
    if not place:  # never, or always: neither has a date
        return Verdict(status, None)
    date, before = iso(starts[place]), starts[place - 1]
    if by_day or values[place - 1] != UNKNOWN or before == BEGINNING:
        return Verdict(status, date)
    return Verdict(status, date[:7] if iso(before)[:7] == date[:7] else date)
