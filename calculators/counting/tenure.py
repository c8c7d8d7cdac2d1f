"""Counting tenure: on which days the credited time in a rank or post reaches the months asked.

Credit on a day is the calendar time served up to it, less what drops out, plus what shortens. It is solved, not
stepped through: months are netted first and added once, from the start. What is known of the yearly grades changes on
a few days only (a grade exists from 1 January of the next year), so the answer is worked out once for each *epoch*
between two such days:

    served from 2022-03-01, 36 months asked; 2023 competent, 2024 drops out
    epoch up to 2024-12-31:  due 2025-03-01, not reached in this epoch
    epoch from 2025-01-01:   36 + 12 months, due 2026-03-01, reached

What is open (a grade not given, a date known to the month) is counted twice, in the worst and in the best way; between
the two results the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..asking.facts import Held
from ..dates.days import BEGINNING, END, Span
from ..dates.timeline import NEVER, UNKNOWN, Timeline, certain
from ..law.prepared import prepared
from ..law.rules import Rules, scope
from .branches import alternatives_of, branches, ever_held
from .case import Case
from .course import Course, Stretch, course_of
from .marks import changed_marks, grade_marks
from .memo import remember
from .service import Chain, Piece, chains, conversions_of, meets, open_ends
from .tally import Mark, reached


class Tenure(NamedTuple):
    """The result: when the months are reached, and what the explanation and the missing inputs need."""

    timeline: Timeline
    chain: Chain
    marks: list[Mark]
    open: tuple[str, ...]


class Count(NamedTuple):
    """The count of one chain: the stretches on which the months are reached surely and at best, with its marks."""

    sure: list[Stretch]
    possible: list[Stretch]
    worst: list[Mark]
    best: list[Mark]


Credit = Callable[[Chain, list[Mark]], tuple[int, ...]]  # what of a chain is greater where more is credited


def tenure(
    case: Case, things: frozenset[str], months: int, *, floor: Span | None = None, most: Credit | None = None
) -> Tenure:
    """When service in ``things`` reaches ``months``; never before ``floor`` (the day the regime began).

    Of several chains the one that reaches them first is told; with ``most``, of those that end last the one with most.
    """
    courses, counts = _counts(case, things, months, floor or case.floor)
    if not courses:
        return Tenure(NEVER, (), [], ())
    line, found = certain(*_together(counts)), [course.chain for course in courses]
    unclear = [(count, _unclear(case, chain, count)) for chain, count in zip(found, counts, strict=True)]
    if UNKNOWN in line.values and len(counts) > 1:
        unclear = [(count, paths) for count, paths in unclear if paths and _leaves_open(count, line)]
    opened = dict.fromkeys(path for _, paths in unclear for path in paths)
    told = _told(case, found, counts, most) if len(found) > 1 else 0
    return Tenure(line, found[told], counts[told].worst, tuple(opened))


def reach(case: Case, things: frozenset[str], months: int) -> Timeline:
    """Only when service in ``things`` reaches ``months``, as ``tenure`` gives it with its reasons."""
    return certain(*_together(_counts(case, things, months, case.floor)[1]))


def _counts(case: Case, things: frozenset[str], months: int, floor: Span) -> tuple[list[Course], list[Count]]:
    """The courses of service in ``things``, and the count of each."""
    found = courses_of(case, case.equals(things))
    return found, [_counted(case, course, months, floor) for course in found]


def _told(case: Case, found: list[Chain], counts: list[Count], most: Credit | None) -> int:
    """The place of the chain that is told; of several alike, the last."""
    places = range(len(found))
    if most:
        last = [place for place in places if found[place][-1].end == found[-1][-1].end]
        return max(last, key=lambda place: (most(found[place], counts[place].worst), place))
    first = [min((start for start, end in one.sure if end > case.as_of), default=END) for one in counts]
    return max(places, key=lambda place: (-first[place], place))


def _leaves_open(count: Count, line: Timeline) -> bool:
    """Whether what is open in a count leaves the whole open: not where another count is surely reached."""
    alone = certain(count.possible, count.sure)
    return any(alone.at(day) == line.at(day) == UNKNOWN for day in (*alone.starts, *line.starts))


def _together(counts: list[Count]) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches on which one of some counts is reached: at best, and surely."""
    if len(counts) == 1:
        return counts[0].possible, counts[0].sure
    possible = [stretch for count in counts for stretch in count.possible]
    return possible, [stretch for count in counts for stretch in count.sure]


def _counted(case: Case, course: Course, months: int, floor: Span) -> Count:
    key = ("count", *course[1:], months, floor)  # of the chain nothing else matters
    return remember(case, key, lambda: _count(case, course, months, floor), graded=True)


def _count(case: Case, course: Course, months: int, floor: Span) -> Count:
    """When one chain reaches the months, in the worst way to read what is open and in the best."""
    if case.unchanged:
        before = _counted(case.unchanged, course, months, floor)
        worst, best = changed_marks(case, course, (before.worst, before.best))
    else:
        worst, best = grade_marks(case, course)
    sure = possible = reached(course.worst, months, worst, floor.last, keeps=course.keeps)
    if worst is not best or course.worst is not course.best or not floor.exact:
        possible = reached(course.best, months, best, floor.first, keeps=course.keeps)
    return Count(sure, possible, worst, best)


def _unclear(case: Case, chain: Chain, count: Count) -> list[str]:
    """The inputs that make the worst and the best count differ: grades not given, dates known to the month.

    What a stated grade does may hang on such a date, or on a recruit's probation; the grade itself is not asked for.
    """
    worst, best = count.worst, count.best
    months = open_ends(case.person.held or (), chain, case.person.service_from)
    if worst == best:
        return months
    pairs = {mark.year: mark for mark in best}
    differing = [(mark, pairs[mark.year]) for mark in worst if pairs.get(mark.year, mark) != mark]
    grades = [
        "/person/probation_end" if mark.grade else mark.path
        for mark, other in differing
        if (mark.months, mark.drops) != (other.months, other.drops)
        if not mark.grade or case.grade_rules[mark.grade].spares  # of a grade that is known nothing else is open
    ]
    known = [mark.path + "/known_from" for mark, other in differing if mark.known != other.known]
    return months + grades + known


# -- years left over -------------------------------------------------------------------------------------------------


class Promoted(NamedTuple):
    """A promotion into the rank that a chain begins with, which carries unused years over.

    Where it hangs on inputs that are ``unsure`` whether it does, it does at best.
    """

    item: Held
    rule: dict[str, Any]
    unsure: tuple[str, ...]


def courses_of(case: Case, things: frozenset[str]) -> list[Course]:
    """The chains of service, and each again from an earlier start where a promotion left years over that count."""
    begun, carried = remember(case, ("begun", things), lambda: _begun(case, things), graded=False)
    if not any(carried):
        return begun
    found: list[Course] = []
    for course, into in zip(begun, carried, strict=True):
        found.append(course)
        earlier = _from_earlier(case, course.chain[0], into) if into else None
        if earlier:
            found.append(course_of(case, (earlier, *course.chain[1:])))
    return found


def _begun(case: Case, things: frozenset[str]) -> tuple[list[Course], list[Promoted | None]]:
    """The chains of service, and of each the promotion that carries unused years into it."""
    held = {item.path: item for item in case.person.held or ()}
    begun = [course_of(case, chain) for chain in chains(case, things)]
    return begun, [_carried_into(case, held[course.chain[0].paths[0]]) for course in begun]


def _carried_into(case: Case, item: Held) -> Promoted | None:
    """The promotion into the rank of an entry, where the readings carry unused years over."""
    rule = _promotion_into(case, item)
    if rule is None:
        return None
    across = _across(case)
    ways = [_carries(case, item, across, end) for end in (range(2) if across else range(1))]
    unsure = () if all(ways) else tuple(f"{one.path}/from" for one in across)
    return Promoted(item, rule, unsure) if any(ways) else None


def _promotion_into(case: Case, item: Held) -> dict[str, Any] | None:
    """The promotion by which a rank was reached, there or on the ladder of an equal one.

    None where it was held before, or nothing that could leave years over.
    Then no reading on such years needs to be asked.
    """
    if item.start.last <= case.begins:
        return None
    rules = _promotions(case.rules, case.regime_id)
    equal = (one for one in (item.thing, *case.rules.equals(item.thing, case.as_of)) if one in rules)
    own = next((one for one in equal if one.startswith(case.ladder + "/")), None)
    rule = rules[own] if own else None
    return rule if rule and any(ever_held(case, branch) for branch in alternatives_of(case, rule)[0]) else None


def _from_earlier(case: Case, piece: Piece, into: Promoted) -> Piece | None:
    """A piece from the day on which the tenure that the promotion asks for was reached, without a break until then.

    None where that is not before its own start.
    """
    item, rule, unsure = into
    floor = Span(BEGINNING, BEGINNING)
    found = [
        (_up_to(case, course, item.start), months)
        for things, months in remember(case, ("asked", item.path), lambda: _asked(case, rule), graded=False)
        for course in courses_of(case, things)
    ]
    counts = [_counted(case, course, months, floor) for course, months in found]
    possible, sure = _together(counts)
    best, worst = item.start.first - 1, item.start.last - 1  # the last day below: on the next one that rank has ended
    first = _reached_since([*possible, *sure], best, piece.start.first)
    start = Span(first, piece.start.last if unsure else _reached_since(sure, worst, piece.start.last))
    if start == piece.start:
        return None
    if start.exact:
        return Piece(start, piece.end, piece.paths, piece.cites)
    opened = [
        path
        for (course, _), count in zip(found, counts, strict=True)
        if min(_reached_since(count.possible, day, start.last) for day in (best, worst)) < start.last  # else too late
        for path in _unclear(case, course.chain, count)
    ]
    return Piece(start, piece.end, piece.paths, piece.cites, tuple(dict.fromkeys([*unsure, *opened])))


def _asked(case: Case, rule: dict[str, Any]) -> list[tuple[frozenset[str], int]]:
    """What the branches of a promotion ask for, and the months; without a number nothing can be left over."""
    asked = [(case.equals(things), case.value(years, cite).value) for things, years, cite in branches(case, rule)]
    return [(things, 12 * years) for things, years in asked if years is not None]


def _up_to(case: Case, course: Course, start: Span) -> Course:
    """A course that goes on until the promotion, where it meets that in a month."""
    *earlier, last = course.chain
    if last.end.first >= start.last or not meets(last.end, start):
        return course
    return course_of(case, (*earlier, last._replace(end=Span(start.last, start.last))))


def _reached_since(stretches: list[Stretch], day: int, latest: int) -> int:
    """The first day of the unbroken stretch that reaches ``day``, but not after ``latest``, which is also for none."""
    begins = reached = BEGINNING
    for start, end in sorted(stretches):
        if start > day:
            break
        if start > reached:
            begins = start
        reached = max(reached, end)
    return min(begins, latest) if day < reached else latest


@prepared
def _promotions(rules: Rules, regime: str) -> dict[str, dict[str, Any]]:
    """The promotions of a regime that ask for years in a rank or post, by the rank that they lead to."""
    data = rules.regimes[regime]
    lines = [rule for rule in data["promotions"] if "years" in rule or "any" in rule]
    return {scope(data["ladder"], rule["to"]): rule for rule in reversed(lines)}


def _across(case: Case) -> list[Held]:
    """The entries of which only the month is known in which the conversion was, so that they may be older or younger.

    Not one that goes on from the old post of which it is the rank: that is taken to follow without a gap.
    """
    begins, held = case.begins, case.person.held or ()
    across = [item for item in held if item.start.first <= begins < item.start.last]
    return [item for item in across if not any(_turned(case, old, item) for old in held)] if across else []


def _turned(case: Case, old: Held, item: Held) -> bool:
    """Whether an entry is the rank that an old post became, and goes on from it."""
    ranks = {scope(case.ladder, row["to"]) for row in conversions_of(case).get(old.thing, ())}
    return item.thing in ranks and old.start.first < item.start.first and meets(old.end, item.start)


def _carries(case: Case, item: Held, across: list[Held], end: int) -> bool:
    """Whether the promotion into the rank of this entry carried unused years with it.

    Of the entries ``across`` the conversion, one ``end`` (0 or 1) of the days on which each may begin.
    """
    surplus = case.param("surplus")
    if surplus != "each" and not _is_first(case, item, across, end):
        return False
    after = item.start[end if item in across else 0] > case.begins  # else it was held at the conversion
    return after and bool(surplus in ("each", "first") or case.param("conversion_carry") == "two")


def _is_first(case: Case, item: Held, across: list[Held], end: int) -> bool:
    """Whether an entry is the first other rank after the one that somebody had at the conversion.

    Who came later had no conversion, and no first promotion after it; more entries of that rank are no promotion.
    """
    ladder, begins, held = item.thing.partition("/")[0] + "/", case.begins, case.person.held or ()
    starts = [one.start[end if one in across else 0] for one in held]
    had = [one.thing for one, start in zip(held, starts, strict=True) if start <= begins < one.end.last]
    converted = {*had, *(scope(case.ladder, row["to"]) for old in had for row in conversions_of(case).get(old, ()))}
    later = (one for one, start in zip(held, starts, strict=True) if start > begins and one.thing.startswith(ladder))
    first = next((one for one in later if one.thing not in converted), None)
    return bool(converted) and first is not None and item.path == first.path
