"""A second opinion on the simplest careers: slow, obvious, and written from the articles without the engine.

One rank held from a day to this day, every grade given, every effect period with its end. It walks through the
calendar day by day and asks on each day what the articles ask.
"""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

BEGINNING = date(2019, 6, 1)
DAY = timedelta(days=1)
GIVE_UP = 40  # years after the day asked about


class Career(NamedTuple):
    """All that the reference can look at."""

    since: date
    years: int  # asked by Article 18
    grades: dict[int, tuple[str, date]]  # what the year was graded, and since when that is known
    bars: list[tuple[date, date]]  # first and last day, both barred
    as_of: date


def verdict(career: Career) -> tuple[str, str | None]:
    """The status on the day, and since when, or from when on if nothing else happens."""
    if fulfilled(career, career.as_of):
        day = career.as_of
        while fulfilled(career, day - DAY):
            day -= DAY
        return "met", day.isoformat()
    day = career.as_of
    while day.year < career.as_of.year + GIVE_UP:
        day += DAY
        if fulfilled(career, day):
            return "unmet", day.isoformat()
    return "unmet", None


def fulfilled(career: Career, day: date) -> bool:
    """Whether the rank is held, the years are full and no bar runs on one day."""
    if day < max(career.since, BEGINNING) or any(first <= day <= last for first, last in career.bars):
        return False
    start, months = career.since, 12 * career.years
    for year in range(career.since.year, day.year + 1):
        grade, known = career.grades.get(year, ("称职", date.max))
        if known > day:
            continue  # on that day nobody knows it yet
        whole = career.since <= date(year, 1, 1)
        if grade == "优秀" and whole:
            months -= 6
        if grade not in ("优秀", "称职"):  # the year does not count
            if whole:
                months += 12
            else:
                start = date(year + 1, 1, 1)
    return day >= later(start, months)


def later(day: date, months: int) -> date:
    """The same day of the month some months later; if there is none, the first of the month after it."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if day.day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year, month, calendar.monthrange(year, month)[1]) + DAY
