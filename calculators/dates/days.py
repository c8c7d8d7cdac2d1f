"""Calendar days, and dates that are known only to the month.

A day is an ordinal (``date.toordinal``), so that comparing is cheap. A date as people write it is a
``Span``: all the days that it may mean. ``2024-05-06`` is a span of one day, ``2024-05`` of thirty-one.

Months are added on the calendar, never as 30 days; a day that does not exist becomes the next day:

>>> day = parse("2020-02-29").first
>>> iso(add_months(day, 12))
'2021-03-01'
>>> parse("2015年6月")
Span(first=735750, last=735779)
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1900, 2200  # of the dates in a request; what follows from them may lie later
BEGINNING, END = 0, 10**9  # before and after every day that can be written

_WRITTEN = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|\.(\d{1,2})(?:\.(\d{1,2}))?|/(\d{1,2})(?:/(\d{1,2}))?"
    r"|年(\d{1,2})月(?:份|(\d{1,2})[日号])?|(\d{2})(\d{2})?)"
)

# 1 June 2019, June 1, 2019, 1st Jun. 2019, June 2019
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?)?([a-z]{3,9})\.?[ -]?"
    r"(?:(?<=[ -])(\d{1,2})(?:st|nd|rd|th)?(?:, ?| ))?,? ?(\d{4})"
)
_MONTHS = {name.casefold()[:length]: place for place, name in enumerate(MONTHS, 1) for length in (3, 4, 9)}


class Span(NamedTuple):
    """The days that a written date may mean, both ends included."""

    first: int
    last: int

    @property
    def exact(self) -> bool:
        """Whether the date names one day."""
        first, last = self
        return first == last


class BadDate(ValueError):
    """A text that is no date; ``code`` says why: ``not-a-date`` or ``no-such-day``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=4096)
def parse(text: str) -> Span:
    """Read ``2015-06-30``, ``2015.06``, ``2015/6/30``, ``201506``, ``20150630``, ``2015年6月30日`` or ``30 June 2015``.

    Raises:
        BadDate: the text is no date, or names a day that the calendar does not have.
    """
    match = _WRITTEN.fullmatch("".join(normalize("NFKC", text).split()))
    year, month, *rest = (int(part) for part in match.groups() if part is not None) if match else _in_words(text)
    if not (FIRST_YEAR <= year < MAXYEAR and 1 <= month <= 12):
        raise BadDate("no-such-day")
    if not rest:
        return Span(ordinal(year, month), add_months(ordinal(year, month), 1) - 1)
    try:
        day = date(year, month, rest[0]).toordinal()
    except ValueError:
        raise BadDate("no-such-day") from None
    return Span(day, day)


def _in_words(text: str) -> list[int]:
    """Year, month and perhaps day of a date with the name of its month in English."""
    match = _IN_WORDS.fullmatch(" ".join(normalize("NFKC", text).casefold().split()))
    if match:
        first, month, second, year = match.groups()
        if month in _MONTHS and not (first and second):
            return [int(year), _MONTHS[month], *(int(day) for day in (first or second,) if day)]
    raise BadDate("not-a-date")


def ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """The ordinal of a day that exists."""
    return date(year, month, day).toordinal()


@lru_cache(maxsize=512)
def year_start(year: int) -> int:
    """The first day of a year."""
    return date(year, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def year_of(day: int) -> int:
    """The calendar year in which a day lies."""
    return date.fromordinal(day).year


@lru_cache(maxsize=4096)
def add_months(day: int, months: int) -> int:
    """The same day of the month, ``months`` later (or earlier); the next day where that one does not exist."""
    start = date.fromordinal(day)
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if years > 9998:
        return END
    if years < 1:
        return BEGINNING
    try:
        return date(years, month + 1, start.day).toordinal()
    except ValueError:
        return add_months(ordinal(years, month + 1), 1)


@lru_cache(maxsize=4096)
def month_start(day: int) -> int:
    """The first day of the month in which a day lies."""
    return date.fromordinal(day).replace(day=1).toordinal()


@lru_cache(maxsize=4096)
def between(start: int, end: int) -> tuple[int, int]:
    """Whole calendar months from ``start`` to ``end`` (``start`` in, ``end`` out), and the days over."""
    first, last = date.fromordinal(start), date.fromordinal(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    while months > 0 and add_months(start, months) > end:
        months -= 1
    return months, end - add_months(start, months)


@lru_cache(maxsize=4096)
def iso(day: int) -> str:
    """A day as ``2026-03-01``."""
    return date.fromordinal(day).isoformat()


def written(span: Span) -> str:
    """A span as it would be written: a day, or its month where all of it lies in one."""
    return iso(span.first) if span.exact else iso(span.first)[:7]
