"""The days on which something begins to stop another naming, as they are written: a month where only that is known."""

from __future__ import annotations

from ..counting.findings import Finding
from ..counting.verdict import verdict
from ..dates.days import BEGINNING, iso
from ..dates.timeline import UNKNOWN, UNMET, Timeline
from ..law.rules import Json


def bound(root: Finding, day: int, *, by_day: bool) -> Json:
    """The status, since or from when nothing stops, and the day from which something does; months as in ``verdict``."""
    found = verdict(root.timeline, day, by_day=by_day)
    return found.as_json() | {"stops_on": stops_on(root.timeline, day, by_day=by_day)}


def stops_on(line: Timeline, day: int, *, by_day: bool) -> str | None:
    """The day on which a stop begins or began; a month where only that is known."""
    if line.at(day) == UNMET:
        return _written(line, line.since(day), by_day=by_day)
    later = (start for start, value in zip(line.starts, line.values, strict=True) if start > day and value == UNMET)
    first = next(later, None)
    return _written(line, first, by_day=by_day) if first else None


def first_stop(line: Timeline, *, by_day: bool) -> str | None:
    """The day on which a limit is reached for the first time, whenever that is."""
    first = next((day for day, value in zip(line.starts, line.values, strict=True) if value == UNMET), None)
    return _written(line, first, by_day=by_day) if first else None


def _written(line: Timeline, day: int, *, by_day: bool) -> str | None:
    if day <= BEGINNING:
        return None
    before = line.since(day - 1)
    within = line.at(day - 1) == UNKNOWN and before > BEGINNING and _month(before) == _month(day)
    return _month(day) if within and not by_day else iso(day)


def _month(day: int) -> str:
    return iso(day).rpartition("-")[0]
