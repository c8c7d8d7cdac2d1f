"""The facts of one person, as read from a request: typed, dated, half-open, each with its place in the request."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from ..dates.days import END, Span, year_start
from ..record import field, record
from .organ import Organ


@record
class Held:
    """A rank or post held from ``start`` until (not including) ``end``.

    Of a post: the organ or ``body`` and its ``area``, as free text that only tells posts apart; ``term_ends``, the last
    days of the body's terms; ``left``, the ground on which a term ended early. ``organ`` is where that was, if said.
    """

    thing: str
    start: Span
    end: Span
    path: str
    body: str | None = None
    area: str | None = None
    term_ends: tuple[Span, ...] = ()
    left: str | None = None
    organ: Organ | None = None


@record
class Grade:
    """The grade of a year; it exists from the day ``known``."""

    year: int
    grade: str
    known: Span
    path: str


@lru_cache(maxsize=512)
def exists_from(year: int) -> Span:
    """The day from which the grade of a year exists where nothing else is said: the first one of the next year."""
    day = year_start(year + 1)
    return Span(day, day)


class Effect(NamedTuple):
    """An effect period of a kind; ``end`` (not included) is None where the request leaves it to the kind.

    ``acts`` is the last day of the acts behind it, ``special`` a special case of the kind; both may change the period.
    """

    kind: str
    start: Span
    end: Span | None
    path: str
    acts: Span | None = None
    special: str | None = None


class Level(NamedTuple):
    """A pay level held from ``start`` until the next one."""

    level: int
    start: Span
    path: str


@record
class Person:
    """What is known of a person. None means that nothing was said; an empty list, that there is none."""

    held: tuple[Held, ...] | None = None
    grades: dict[int, Grade] = field(default_factory=dict)
    effects: tuple[Effect, ...] | None = None
    organ: str | None = None  # its kind
    level: int | None = None
    levels: tuple[Level, ...] = ()  # by date, earliest first; empty where only the present one is given
    dates: dict[str, Span] = field(default_factory=dict)  # ``born``, ``work_from``
    service_from: Span | None = None  # the day after a recruit's probation; earlier time is no service in a rank
    probation_end: Span | None = None
    education: str | None = None  # as written; which words are known depends on the regime
    title: str | None = None  # the professional title
    workplace: Organ | None = None  # the organ as a whole, of which ``organ`` is the kind

    def level_by_date(self, day: int) -> Level | None:
        """The level held on a day, of those by date: the last one that has begun.

        Where a month leaves open which of two it is, the one that ``level`` says; a month is taken to have begun.
        """
        if not self.levels:
            return None
        ends = [*(one.start.last for one in self.levels[1:]), END]
        now = [one for one, end in zip(self.levels, ends, strict=False) if day < end]
        return next((one for one in now if one.level == self.level), now[-1] if now else None)

    def level_on(self, day: int) -> tuple[int, str] | None:
        """The level of the day asked about and its place in the request; one by date goes before one without."""
        if by_date := self.level_by_date(day):
            return by_date.level, f"{by_date.path}/level"
        return None if self.level is None else (self.level, "/person/level")

    @property
    def by_day(self) -> bool:
        """Whether every date was given to the day; nothing that follows is then known to the month only."""
        spans = [span for item in self.held or () for span in (item.start, item.end, *item.term_ends)]
        spans += [span for one in self.effects or () for span in (one.start, one.end, one.acts) if span]
        spans += [grade.known for grade in self.grades.values()]
        spans += [one.start for one in self.levels]
        spans += [*self.dates.values(), *(span for span in (self.service_from, self.probation_end) if span)]
        return all(first == last for first, last in spans)


STILL = Span(END, END)


@record
class Request:
    """One request: what is asked, of which day, of whom, under which readings."""

    calculator: str
    as_of: int
    regime: str | None
    target: str | None
    person: Person
    pinned: dict[str, str]
    extra: Any = None  # what only this calculator takes
    unused: tuple[str, ...] = ()
    profile: str | None = None  # the name of the profile that ``pinned`` is
