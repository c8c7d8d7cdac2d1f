"""A second opinion on the articles: slow, obvious, and written without the engine.

It walks through the calendar day by day and asks on each day what the articles ask. Every date is a day, every
finished year has its grade, every effect period its end. Years left over (the readings ``surplus`` and
``conversion-carry: two``) are beyond it.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

BEGINNING = date(2019, 6, 1)
FOREVER = date(9000, 1, 1)
DAY = timedelta(days=1)
GIVE_UP = 15  # years after the day asked about

Stretch = tuple[date, date]  # half-open


class Held(NamedTuple):
    """A rank or post from a day until, and not including, another."""

    thing: str
    place: int | None  # on the ladder, 0 the highest; for a post the place of its lowest rank
    start: date
    end: date
    kind: str  # "rank", "post" or "old"


class Career(NamedTuple):
    """All that the reference can look at."""

    target: int  # the place of the rank that is asked about
    branches: list[str]  # what must have been held, one thing for each branch
    years: int  # how long
    held: list[Held]
    became: dict[str, str]  # the rank into which each old post was converted
    grades: dict[int, tuple[str, date]]  # what the year was graded, and since when that is known
    bars: list[tuple[date, date]]  # first and last day, both barred
    as_of: date
    readings: dict[str, str]
    probation: date | None = None  # the last day of a recruit's probation


def verdict(career: Career) -> tuple[str, str | None]:
    """The status on the day, and since when, or from when on if nothing else happens."""
    day = career.as_of
    if fulfilled(career, day):
        while fulfilled(career, day - DAY):
            day -= DAY
        return "met", day.isoformat()
    while day.year < career.as_of.year + GIVE_UP:
        day += DAY
        if fulfilled(career, day):
            return "unmet", day.isoformat()
    return "unmet", None


def fulfilled(career: Career, day: date) -> bool:
    """Whether the rank below is held, the years are full and no bar runs on one day."""
    if day < BEGINNING or any(first <= day <= last for first, last in career.bars):
        return False
    places = [place for place in (place_on(career, item, day) for item in career.held) if place is not None]
    if career.target + 1 not in places or any(place <= career.target for place in places):
        return False
    ways = [{thing} for thing in career.branches]
    if career.readings["or-branches"] == "sum":
        ways.append(set(career.branches))
    return any(long_enough(career, things, day) for things in ways)


def place_on(career: Career, item: Held, day: date) -> int | None:
    """The place that an entry gives on a day, if it is held then; an old post is a rank since the conversion."""
    return item.place if item.start <= day < item.end and (item.kind != "old" or day >= BEGINNING) else None


def long_enough(career: Career, things: set[str], day: date) -> bool:
    """Whether the time in some things, up to a day, is as long as the article asks.

    What a reading adds may be left out again: it never hurts.
    """
    kept = {item.end for item in career.held if item.kind == "post" and career.readings["former-post"] == "yes"}
    for old in (False, career.readings["conversion-carry"] != "none"):
        stretches = joined(counted(career, things, old))
        for number, last in enumerate(stretches):
            if last[0] <= day and (day < last[1] or last[1] in kept):
                until = min(day, last[1])
                if any(reached(career, chain, until, day) for chain in chains(career, stretches[: number + 1])):
                    return True
    return False


def counted(career: Career, things: set[str], old: bool) -> Iterator[Stretch]:
    """The time in some things; with ``old`` also in the posts from which they were converted."""
    for item in career.held:
        if item.thing in things or (old and converted(career, item.thing, things)):
            start = item.start
            if career.probation and item.kind != "post":
                start = max(start, career.probation + DAY)
            if start < item.end:
                yield start, item.end


def converted(career: Career, thing: str, things: set[str]) -> bool:
    """Whether an old post became one of some things: it, or what it is added to, was held up to the conversion."""
    same = [item for item in career.held if item.thing in things | {thing}]
    return career.became.get(thing) in things and any(item.start < BEGINNING <= item.end for item in same)


def joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Stretches that touch or overlap made one; from the month, where a reading counts from there."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def chains(career: Career, stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """The last stretch alone, and with as many of the earlier ones as the readings add to it."""
    if career.readings["tenure-unit"] == "month":
        stretches = [(start.replace(day=1), end) for start, end in stretches]
    chain = [stretches[-1]]
    yield list(chain)
    for before in reversed(stretches[:-1]):
        between_them = [
            item for item in career.held
            if item.kind == "rank" and item.start >= before[1] and item.start < chain[0][0]
        ]  # fmt: skip
        if career.readings["after-demotion" if between_them else "interrupted"] in ("restart", "last"):
            return
        chain.insert(0, before)
        yield list(chain)


def reached(career: Career, chain: list[Stretch], until: date, day: date) -> bool:
    """Whether the credit of a chain at a day is enough, by the grades that are known on another."""
    months = 12 * career.years
    pieces = list(chain)
    for year in range(chain[0][0].year, day.year + 1):
        grade, known = career.grades.get(year, ("称职", FOREVER))
        share = days_in(year, chain)
        if known > day or not share:
            continue
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        length = (after - first).days
        if grade == "优秀" and shortens(career, year, share, length):
            months -= 6
        if counts(career, grade):
            continue
        whole = share < length and career.readings["uncounted-year"] == "whole"
        if whole or any(start <= first and end >= after for start, end in pieces):
            months += 12
        else:
            pieces = [piece for start, end in pieces for piece in without(start, end, first, after)]
    until = min(until, pieces[-1][1])
    for start, end in pieces[:-1]:
        served, odd = served_in(start, end)
        months -= served
        until += timedelta(days=odd)
    start = pieces[-1][0]
    if months <= 0:
        return True
    return until >= later(start, months) and day >= start


def counts(career: Career, grade: str) -> bool:
    """Whether a year with this grade counts at all."""
    return grade in ("优秀", "称职") or (grade == "未参加考核" and career.readings["not-assessed"] == "counts")


def days_in(year: int, chain: list[Stretch]) -> int:
    """How many days of a year lie in a chain."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return sum(max(0, (min(end, after) - max(start, first)).days) for start, end in chain)


def shortens(career: Career, year: int, share: int, length: int) -> bool:
    """Whether an excellent year shortens the time."""
    if year < BEGINNING.year and career.readings["excellent-before-regime"] == "no":
        return False
    partial = {"no": False, "half-year": 2 * share > length, "counts": True}
    return share == length or partial[career.readings["appointment-year-excellent"]]


def without(start: date, end: date, first: date, after: date) -> Iterator[Stretch]:
    """A stretch without a year that it covers in part: what is left of it, or an empty one."""
    if end <= first or start >= after:
        yield start, end
    elif start > first:
        yield (after, end) if end >= after else (start, start)
    else:
        yield start, first


def served_in(start: date, end: date) -> tuple[int, int]:
    """Whole months from one day to another, and the days over."""
    months = 0
    while later(start, months + 1) <= end:
        months += 1
    return months, (end - later(start, months)).days


def later(day: date, months: int) -> date:
    """The same day of the month some months later; if there is none, the first of the month after it."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    if day.day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year, month, calendar.monthrange(year, month)[1]) + DAY
