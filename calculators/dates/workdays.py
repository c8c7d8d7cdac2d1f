"""Working days: which days offices work, and when a number of them is over.

The data is handed in (``spec/workdays.json``): holidays on weekdays, and weekends that are worked for them. A day
outside of it is not known; nobody can say before the notice of its year whether it will be worked.

>>> days = Workdays({"from": "2025-01-01", "through": "2025-12-28", "names": {}, "source": {}, "years": {"2025": {
...     "off": {"national-day": ["10-01", "10-02", "10-03"]}, "on": {"national-day": ["09-28"]}}}})
>>> days.kind(parse("2025-09-28").first), days.kind(parse("2025-10-03").first), days.kind(parse("2026-01-02").first)
(Kind(works=True, why='swapped', name='national-day'), Kind(works=False, why='holiday', name='national-day'), None)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from .days import parse

Json = dict[str, Any]
WEEK, FIRST_FREE = 7, 5  # days of a week, counted from Monday; Saturday and Sunday are free


class Kind(NamedTuple):
    """Whether a day is worked, and why: ``weekday``, ``weekend``, ``holiday`` or ``swapped``."""

    works: bool
    why: str
    name: str | None = None


class Calendar(Protocol):
    """What knows of a day whether it is worked; None: not known."""

    def kind(self, day: int) -> Kind | None:
        """The kind of a day."""
        ...


class Weekends:
    """Every weekday worked, every weekend free: what would be, where nothing is known."""

    def kind(self, day: int) -> Kind:
        """The kind of a day by its place in the week."""
        weekend = place_in_week(day) >= FIRST_FREE
        return Kind(not weekend, "weekend" if weekend else "weekday")


def place_in_week(day: int) -> int:
    """0 for a Monday, 6 for a Sunday; day 1 of the count was a Monday."""
    return (day - 1) % WEEK


class Workdays:
    """The days of the years that the data covers."""

    def __init__(self, data: Json) -> None:
        self.data = data
        self.names: dict[str, Json] = data["names"]
        self.first, self.last = parse(data["from"]).first, parse(data["through"]).first

    @cached_property
    def _moved(self) -> dict[int, Kind]:
        """The days that a notice moved."""
        return {day: kind for year, told in self.data["years"].items() for day, kind in _moved(year, told)}

    def kind(self, day: int) -> Kind | None:
        """The kind of a day; None outside the days that are settled."""
        if not self.first <= day <= self.last:
            return None
        return self._moved.get(day) or Weekends().kind(day)

    @cached_property
    def stamp(self) -> Json:
        """Where the data comes from, and its digest."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return {**self.data["source"], "through": self.data["through"],
                "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()}  # fmt: skip


def _moved(year: str, told: Json) -> Iterator[tuple[int, Kind]]:
    for key, works, why in (("off", False, "holiday"), ("on", True, "swapped")):
        for name, days in told[key].items():
            for day in days:
                yield parse(f"{year}-{day}").first, Kind(works, why, name)


class Counted(NamedTuple):
    """A count of working days: the last of them and every day looked at; or the first day that is not known."""

    end: int | None
    days: tuple[tuple[int, Kind], ...]
    unknown: int | None = None


def count(calendar: Calendar, first: int, number: int) -> Counted:
    """So many working days, counted from ``first`` on, which counts too if it is worked."""
    days: list[tuple[int, Kind]] = []
    worked, day = 0, first
    while worked < number:
        kind = calendar.kind(day)
        if kind is None:
            return Counted(None, tuple(days), day)
        days.append((day, kind))
        worked += kind.works
        day += 1
    return Counted(day - 1, tuple(days))


def next_worked(calendar: Calendar, day: int) -> int | None:
    """The first working day from a day on; None where that is not known."""
    return count(calendar, day, 1).end
