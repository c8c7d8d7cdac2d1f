"""A verdict: the status of a timeline on a day, and the date that goes with it."""

from __future__ import annotations

from typing import NamedTuple

from ..dates.days import BEGINNING, iso
from ..dates.timeline import UNKNOWN, WORDS, Timeline
from ..law.rules import Json

SHORTEST = 28  # days of the shortest month


class Verdict(NamedTuple):
    """What one evaluation says of one day."""

    status: int
    earliest: str | None

    def as_json(self) -> Json:
        """As the answer carries it."""
        return {"status": WORDS[self.status], "earliest": self.earliest}


def verdict(line: Timeline, day: int) -> Verdict:
    """The status on a day and its date; a date that is open through one month, and only there, is given as that month.

    What is known to the month leaves it open for at least as long as the shortest month lasts. A shorter stretch comes
    from days.
    """
    status, place = line.at(day), line.turning(day)
    if not place:  # never, or always: neither has a date
        return Verdict(status, None)
    turns, before = line.starts[place], line.starts[place - 1]
    date, open_ = iso(turns), line.values[place - 1] == UNKNOWN and before > BEGINNING
    within = open_ and turns - before >= SHORTEST - 1 and iso(before)[:7] == date[:7]
    return Verdict(status, date[:7] if within else date)
