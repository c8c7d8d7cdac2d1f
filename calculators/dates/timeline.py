"""Three-valued timelines: on which days a condition is met, unmet or unknown.

A condition does not answer "yes" or "no"; it answers for every day at once. ``all`` and ``any`` combine
timelines point by point, and everything that people ask is read off the result: the status on a day, since
when, from when, until when.

>>> service = Timeline.of((0, UNMET), (100, MET))
>>> barred = Timeline.of((0, MET), (90, UNMET), (120, MET))
>>> both = all_of([service, barred])
>>> both.at(110) == UNMET, both.next_met(110)
(True, 120)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ..record import record
from .days import BEGINNING, END

UNMET, UNKNOWN, MET = 0, 1, 2
WORDS = ("unmet", "unknown", "met")
AFTER_ALL = 2 * END  # after every change, also one counted from the end


@record
class Timeline:
    """Half-open stretches: ``values[i]`` holds from ``starts[i]`` up to ``starts[i + 1]``, the last one for ever."""

    starts: tuple[int, ...]
    values: tuple[int, ...]

    @classmethod
    def of(cls, *changes: tuple[int, int]) -> Timeline:
        """A timeline from its changes ``(day, value)``, in order; a change to the same value is dropped."""
        starts: list[int] = []
        values: list[int] = []
        for start, value in changes:
            if starts and starts[-1] >= start:
                starts.pop()
                values.pop()
            if not values or values[-1] != value:
                starts.append(start)
                values.append(value)
        return cls(tuple(starts), tuple(values))

    def at(self, day: int) -> int:
        """The value on a day."""
        return self.values[bisect_right(self.starts, day) - 1]

    def since(self, day: int) -> int:
        """The first day of the unbroken stretch, of one value, that reaches ``day``."""
        return self.starts[bisect_right(self.starts, day) - 1]

    def next_met(self, day: int) -> int | None:
        """The first day after ``day`` on which the value turns to met, or None."""
        for start, value in zip(self.starts, self.values, strict=True):
            if start > day and value == MET:
                return start
        return None

    def met_from(self, day: int) -> int | None:
        """The day itself if it is met on it, or else the next one on which it turns to met; None if none."""
        return day if self.at(day) == MET else self.next_met(day)


ALWAYS = Timeline((BEGINNING,), (MET,))
NEVER = Timeline((BEGINNING,), (UNMET,))
OPEN = Timeline((BEGINNING,), (UNKNOWN,))


def all_of(parts: Sequence[Timeline]) -> Timeline:
    """Met where every part is met, unmet where one is unmet, else unknown."""
    return _combine(parts, min, ALWAYS, NEVER)


def any_of(parts: Sequence[Timeline]) -> Timeline:
    """Met where one part is met, unmet where every part is unmet, else unknown."""
    return _combine(parts, max, NEVER, ALWAYS)


def optimist(line: Timeline) -> Timeline:
    """The timeline if everything unknown were met."""
    return _settle(line, MET)


def pessimist(line: Timeline) -> Timeline:
    """The timeline if everything unknown were unmet."""
    return _settle(line, UNMET)


def _settle(line: Timeline, value: int) -> Timeline:
    if UNKNOWN not in line.values:
        return line
    starts: list[int] = []
    values: list[int] = []
    for start, held in zip(line.starts, line.values, strict=True):
        now = value if held == UNKNOWN else held
        if not values or values[-1] != now:
            starts.append(start)
            values.append(now)
    return Timeline(tuple(starts), tuple(values))


def _combine(
    parts: Sequence[Timeline], choose: Callable[[int, int], int], neutral: Timeline, decisive: Timeline
) -> Timeline:
    """The parts made one: what is ``neutral`` for ever changes nothing, what is ``decisive`` for ever is the answer."""
    if len(parts) == 1:
        return parts[0]
    found, never, always = neutral, decisive.values, neutral.values
    for part in parts:
        values = part.values
        if values == never:
            return decisive
        if values == always:
            continue
        if found is neutral or _decides(part, found, neutral, decisive):
            found = part
        elif not _decides(found, part, neutral, decisive):
            found = _merge(found, part, choose)
    return found


def _decides(one: Timeline, other: Timeline, neutral: Timeline, decisive: Timeline) -> bool:
    """Whether the one decides alone: it is decisive up to a day from which the other changes nothing any more.

    So it is with a tenure that was begun when the rank was reached.
    """
    if one.values[:1] != decisive.values or other.values[-1:] != neutral.values:
        return False
    return len(one.starts) == 1 or other.starts[-1] <= one.starts[1]


def _merge(one: Timeline, other: Timeline, choose: Callable[[int, int], int]) -> Timeline:
    """Two timelines made one, from change to change."""
    days, other_days = (*one.starts, AFTER_ALL), (*other.starts, AFTER_ALL)
    place = other_place = 0
    now = then = value = -1
    starts: list[int] = []
    values: list[int] = []
    while True:
        day, other_day = days[place], other_days[other_place]
        if day <= other_day:
            if day == AFTER_ALL:
                return Timeline(tuple(starts), tuple(values))
            now, place = one.values[place], place + 1
        if other_day <= day:
            then, other_place = other.values[other_place], other_place + 1
        if value != (value := choose(now, then)):
            starts.append(min(day, other_day))
            values.append(value)


def certain(possible: list[tuple[int, int]], sure: list[tuple[int, int]]) -> Timeline:
    """Met on the ``sure`` stretches, unknown on the rest of the ``possible`` ones, unmet elsewhere."""
    if possible == sure:
        return _stretches(sure, MET)
    if len(possible) == len(sure) == 1:
        (first, end), (surely, last) = possible[0], sure[0]
        if first <= surely < last <= end:
            return _around(first, surely, last, end)
    return any_of([_stretches(possible, UNKNOWN), _stretches(sure, MET)])


def _around(first: int, surely: int, last: int, end: int) -> Timeline:
    """Unknown from ``first`` to ``end``, but met from ``surely`` to ``last``; unmet elsewhere."""
    if BEGINNING < first < surely and last == end == END:  # as of what is held still
        return Timeline((BEGINNING, first, surely), (UNMET, UNKNOWN, MET))
    starts, values = [BEGINNING], [UNMET]
    for day, value in ((first, UNKNOWN), (surely, MET), (last, UNKNOWN), (end, UNMET)):
        if day == starts[-1]:
            values[-1] = value
        elif day < END:
            starts.append(day)
            values.append(value)
    return Timeline(tuple(starts), tuple(values))


def barred(possible: list[tuple[int, int]], sure: list[tuple[int, int]]) -> Timeline:
    """Unmet on the ``sure`` stretches, unknown on the rest of the ``possible`` ones, met elsewhere."""
    flipped = certain(possible, sure)
    return Timeline(flipped.starts, tuple([MET - value for value in flipped.values]))


def _stretches(stretches: list[tuple[int, int]], value: int) -> Timeline:
    """``value`` on the union of half-open stretches, unmet elsewhere; one that ends before it begins is none."""
    starts, values = [BEGINNING], [UNMET]
    reached = BEGINNING
    for start, end in sorted(stretches):
        if end <= max(reached, start):
            continue
        if start > reached or reached == BEGINNING:
            if reached > BEGINNING:
                starts.append(reached)
                values.append(UNMET)
            if start > BEGINNING:
                starts.append(start)
                values.append(value)
            else:
                values[0] = value
        reached = end
    if BEGINNING < reached < END:
        starts.append(reached)
        values.append(UNMET)
    return Timeline(tuple(starts), tuple(values))
