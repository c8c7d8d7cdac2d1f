"""A verdict: the status of a timeline on a day, and the date that goes with it."""

from __future__ import annotations

from typing import NamedTuple

from ..dates.days import BEGINNING, iso
from ..dates.timeline import UNKNOWN, WORDS, Timeline
from ..law.rules import Json


class Verdict(NamedTuple):
    """What one evaluation says of one day."""

    status: int
    earliest: str | None

    def as_json(self) -> Json:
        """As the answer carries it."""
        return {"status": WORDS[self.status], "earliest": self.earliest}


def verdict(line: Timeline, day: int) -> Verdict:
    """The status on a day and its date; a date that is open only within one month is given as that month."""
    if len(line.values) == 1:
        return Verdict(line.values[0], None)
    turn = line.turn(day)
    if not turn:  # never, or always: neither has a date
        return Verdict(line.at(day), None)
    within = False
    if UNKNOWN in line.values and line.at(turn - 1) == UNKNOWN:
        before = line.since(turn - 1)
        within = before > BEGINNING and iso(before)[:7] == iso(turn)[:7]
    return Verdict(line.at(day), iso(turn)[:7] if within else iso(turn))
