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

from operator import attrgetter
from typing import Any, NamedTuple

from ..asking.facts import Grade, Held
from ..dates.days import BEGINNING, END, Span, add_months, between, year_of, year_start
from ..dates.timeline import NEVER, Timeline, certain
from ..law.rules import alternatives, scope
from .case import Case
from .memo import remember
from .service import Chain, Piece, chains, in_probation, touched

WORST, BEST = 0, 1
Stretch = tuple[int, int]  # half-open


class Mark(NamedTuple):
    """What the grade of one year does to a piece of service: change the months asked, or drop a stretch out."""

    year: int
    grade: str | None
    known: int
    months: int
    drops: str | None  # None, "overlap" or "whole"
    path: str
    cite: str | None


class Branch(NamedTuple):
    """One alternative of a promotion: what must have been held, for how many years, and the provision."""

    things: frozenset[str]
    years: Any
    cite: str | None


class Tenure(NamedTuple):
    """The result: when the months are reached, and what the explanation and the missing inputs need."""

    timeline: Timeline
    chain: Chain
    marks: list[Mark]
    open: tuple[str, ...]


class Count(NamedTuple):
    """The count of one chain: the stretches on which the months are reached surely and at best; the rest as above."""

    sure: list[Stretch]
    possible: list[Stretch]
    marks: list[Mark]
    open: list[str]


def tenure(case: Case, things: frozenset[str], months: int, *, floor: Span | None = None) -> Tenure:
    """When service in ``things`` reaches ``months``; never before ``floor`` (the day the regime began)."""
    found = chains_with_surplus(case, case.equals(things))
    if not found:
        return Tenure(NEVER, (), [], ())
    counts = [_remembered(case, chain, months, floor or case.floor) for chain in found]
    opened = dict.fromkeys(path for count in counts for path in count.open)
    return Tenure(certain(*_together(counts)), found[-1], counts[-1].marks, tuple(opened))


def _together(counts: list[Count]) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches on which one of some counts is reached: at best, and surely."""
    if len(counts) == 1:
        return counts[0].possible, counts[0].sure
    possible = [stretch for count in counts for stretch in count.possible]
    return possible, [stretch for count in counts for stretch in count.sure]


def _remembered(case: Case, chain: Chain, months: int, floor: Span) -> Count:
    return remember(case, ("count", chain, months, floor), lambda: _count(case, chain, months, floor), graded=True)


def _count(case: Case, chain: Chain, months: int, floor: Span) -> Count:
    """When one chain reaches the months, in the worst way to read what is open and in the best."""
    keeps = _keeps(case, chain[-1])
    worst, best = grade_marks(case, chain)
    sure = _reached(chain, months, worst, WORST, floor.last, keeps)
    unclear = _unclear(case, chain, worst, best)
    moves = unclear or not floor.exact
    possible = _reached(chain, months, best, BEST, floor.first, keeps) if moves else sure
    return Count(sure, possible, worst, unclear)


def chains_with_surplus(case: Case, things: frozenset[str]) -> list[Chain]:
    """The chains of service, and each again from an earlier start where a promotion left years over that count."""
    found = _chains(case, things)
    moved: list[Chain] = []
    for first, *others in found:
        start = _surplus_start(case, first)
        if start and start != first.start:
            moved.append((first._replace(start=start), *others))
    return found + moved


def _chains(case: Case, things: frozenset[str]) -> list[Chain]:
    return remember(case, ("chains", things), lambda: chains(case, things), graded=False)


def branches(case: Case, rule: dict[str, Any]) -> list[Branch]:
    """The alternatives of a promotion.

    Where a reading adds the branches of an "or", the union of them follows as one more alternative; where only one of
    them was ever held there is nothing to add.
    """
    own, union = _alternatives(case, rule)
    return [*own, union] if union and _adds(case, union, own) and case.param("branches") == "sum" else own


def _adds(case: Case, union: Branch, own: list[Branch]) -> bool:
    """Whether the union of the alternatives was served in any other way than one of them alone."""
    if sum(ever_held(case, branch) for branch in own) < 2:
        return False
    served = _chains(case, case.equals(union.things))
    return all(served != _chains(case, case.equals(branch.things)) for branch in own)


def ever_held(case: Case, branch: Branch) -> bool:
    """Whether anything was held that may count for a branch."""
    return touched(case, case.equals(branch.things))


def _alternatives(case: Case, rule: dict[str, Any]) -> tuple[list[Branch], Branch | None]:
    """The alternatives of a promotion, and their union if it may count; looked up once."""
    key = "branches", id(rule), case.ladder
    found: tuple[list[Branch], Branch | None] | None = case.rules.prepared.get(key)
    if found is None:
        found = case.rules.prepared[key] = _branches(rule, case.ladder)
    return found


def _branches(rule: dict[str, Any], ladder: str) -> tuple[list[Branch], Branch | None]:
    """The alternatives, and their union where all ask for the same years."""
    own = [Branch(_things(part, ladder), part["years"], part["cite"]) for part in alternatives(rule)]
    alike = len(own) > 1 and all(branch.years == own[0].years for branch in own)
    union = frozenset().union(*(branch.things for branch in own))
    return own, Branch(union, own[0].years, rule["cite"]) if alike else None


def _things(part: dict[str, Any], ladder: str) -> frozenset[str]:
    if "in" in part:
        return frozenset(id_ if "/" in id_ else f"{ladder}/{id_}" for id_ in part["in"])
    return frozenset(["post/" + part["post"] if "post" in part else f"{ladder}/{part['rank']}"])


# -- what a grade does -----------------------------------------------------------------------------------------------


def grade_marks(case: Case, chain: Chain) -> tuple[list[Mark], list[Mark]]:
    """The effect of each finished year, in the order in which it becomes known; in the worst way and in the best.

    A year that was graded and simply counts changes nothing, and has no mark; nor has a year before its grade exists.
    """
    rules, grades = case.grade_rules, case.person.grades
    served, at_best = _stretches(chain, WORST), _stretches(chain, BEST)
    exact = served == at_best
    worst: list[Mark] = []
    best: list[Mark] = []
    for year in _years(case, chain):
        grade = grades.get(year)
        if rules[grade.grade].plain if grade else year_start(year + 1) > case.as_of:
            continue
        mark = _mark(case, year, grade, served, WORST)
        alike = exact and grade and grade.known.exact and not rules[grade.grade].spares
        other = mark if alike else _mark(case, year, grade, at_best, BEST)
        if mark:
            worst.append(mark)
        if other:
            best.append(other)
    worst.sort(key=attrgetter("known"))
    best.sort(key=attrgetter("known"))
    return worst, best


def _years(case: Case, chain: Chain) -> range:
    """The calendar years that a chain touches, up to the running one or the last with a stated grade."""
    ended = chain[-1].end.last <= case.as_of
    last = year_of(chain[-1].end.last - 1) if ended else max([year_of(case.as_of), *case.person.grades])
    first = year_of(chain[0].start.first)
    if "grades_from" in case.counting:  # earlier results change nothing, and need not be given
        first = max(first, case.value(case.counting["grades_from"], case.counting["cite"]).value)
    return range(first, last + 1)


def _mark(case: Case, year: int, grade: Grade | None, served: list[list[int]], corner: int) -> Mark | None:
    """The effect of one year; None where nothing of it was served."""
    share = _share(served, year)
    if not share:
        return None
    rule = case.grade_rules[grade.grade if grade else case.counting["unstated"][0 if corner == BEST else 1]]
    if rule.unverified:
        case.unverified |= rule.unverified
    drops = None
    if rule.drops and case.choose(rule.drops):
        drops = "whole" if share < 1 and case.param("dropped") == "whole" else "overlap"
    months = case.choose(rule.months)
    if (months < 0 and not _shortens(case, year, share)) or (rule.spares and _recruit(case, year, corner)):
        months = 0
    if not grade:
        return Mark(year, None, year_start(year + 1), months, drops, f"/person/grades/{year}", rule.cite)
    known = grade.known.first if (corner == BEST) == (months < 0) else grade.known.last
    return Mark(year, grade.grade, known, months, drops, grade.path, rule.cite)


def _share(served: list[list[int]], year: int) -> float:
    """How much of a calendar year was served, from 0 to 1."""
    first, after = year_start(year), year_start(year + 1)
    days = 0
    for start, end in served:
        if start <= first and after <= end:
            return 1
        if start < after and first < end:
            days += min(after, end) - max(first, start)
    return days / (after - first)


def _shortens(case: Case, year: int, share: float) -> bool:
    """Whether an excellent year shortens: a whole year does; one covered in part as the reading says."""
    if year_start(year + 1) <= case.begins and case.param("earlier_excellent") == "no":
        return False
    if share >= 1:
        return True
    partial = case.param("partial_excellent")
    return partial == "counts" or (partial == "half-year" and share > 0.5)


def _recruit(case: Case, year: int, corner: int) -> bool:
    """Whether probation lay in a year; where nothing is said of it, at best in that of the first entry."""
    begins = case.person.service_from
    if begins is None:
        return corner == BEST and year == min(year_of(item.start.first) for item in case.person.held or ())
    return year_start(year) < (begins.last if corner == BEST else begins.first)


def _unclear(case: Case, chain: Chain, worst: list[Mark], best: list[Mark]) -> list[str]:
    """The inputs that make the worst and the best count differ: grades not given, dates known to the month."""
    months: list[str] = []
    for piece in chain:
        if not piece.start.exact:
            months.append(_start_of(case, piece))
        if not piece.end.exact:
            months.append(f"{piece.paths[-1]}/to")
    if worst == best:
        return months
    pairs = {mark.year: mark for mark in best}
    differing = [(mark, pairs[mark.year]) for mark in worst if pairs.get(mark.year, mark) != mark]
    grades = [
        "/person/probation_end" if mark.grade and case.grade_rules[mark.grade].spares else mark.path
        for mark, other in differing
        if (mark.months, mark.drops) != (other.months, other.drops)
    ]
    known = [mark.path + "/known_from" for mark, other in differing if mark.known != other.known]
    return months + grades + known


def _start_of(case: Case, piece: Piece) -> str:
    """The input on which the start of a piece hangs: its first day, or the end of the probation."""
    item = next(item for item in case.person.held or () if item.path == piece.paths[0])
    return "/person/probation_end" if in_probation(case, item) else f"{piece.paths[0]}/from"


# -- when the months are reached -------------------------------------------------------------------------------------


def _reached(chain: Chain, months: int, marks: list[Mark], corner: int, floor: int, keeps: bool) -> list[Stretch]:
    """The stretches on which the credit of a chain, at its last piece, is at least ``months``."""
    tally = Tally(chain, months, corner)
    start, end = tally.pieces[-1]
    begins = max(floor, start)
    found: list[Stretch] = []
    opens = BEGINNING
    for mark in [*[mark for mark in marks if mark.months or mark.drops], None]:
        if opens >= end and not keeps:
            break  # what becomes known after the service does not matter any more
        closes = mark.known if mark else END
        if closes > begins and closes > opens:
            due = tally.due()
            last = closes if keeps and due <= tally.end() else min(closes, end)
            first = max(due, opens, begins)
            if first < last:
                goes_on = found and found[-1][1] == first
                found.append((found.pop()[0] if goes_on else first, last))
        opens = max(opens, closes)
        if mark:
            tally.take(mark)
    return found


class Tally:
    """The running account of one chain: months asked, and where each piece still begins and ends."""

    def __init__(self, chain: Chain, months: int, corner: int) -> None:
        self.months = months
        self.pieces = _stretches(chain, corner)

    def take(self, mark: Mark) -> None:
        """Enter what one year does."""
        self.months += mark.months
        if mark.drops:
            self._drop(year_start(mark.year), year_start(mark.year + 1), whole=mark.drops == "whole")

    def _drop(self, first: int, after: int, *, whole: bool) -> None:
        if whole or any(start <= first and after <= end for start, end in self.pieces):
            self.months += 12
            return
        for piece in self.pieces:
            start, end = piece
            if first < start < after <= end:
                piece[0] = after
            elif start <= first < end:
                piece[1] = first
            elif first < start < after:
                piece[1] = start

    def due(self) -> int:
        """The day on which the credit reaches the months asked, if service goes on."""
        months, days = self.months, 0
        for start, end in self.pieces[:-1]:
            served = between(start, end)
            months, days = months - served[0], days + served[1]
        start = self.pieces[-1][0]
        return start if months <= 0 else max(start, add_months(start, months) - days)

    def end(self) -> int:
        """The end of the last piece, after what dropped out."""
        return self.pieces[-1][1]


def _keeps(case: Case, piece: Piece) -> bool:
    """Whether service that has ended still counts: only where a post ended, and only where the reading says so."""
    if piece.end.first >= END:
        return False
    last = [item.thing for item in case.person.held or () if item.path in piece.paths and item.end == piece.end]
    return any(thing.startswith("post/") for thing in last) and case.param("former_post") == "yes"


def _stretches(chain: Chain, corner: int) -> list[list[int]]:
    """Where each piece begins and ends, what is open in the worst or in the best way."""
    if corner == BEST:
        return [[piece.start.first, piece.end.last] for piece in chain]
    return [[piece.start.last, max(piece.start.last, piece.end.first)] for piece in chain]


# -- years left over -------------------------------------------------------------------------------------------------


def _surplus_start(case: Case, piece: Piece) -> Span | None:
    """The earlier start of a rank's clock: the day on which the promotion into it could first have been made.

    Only where the readings ``surplus`` or ``conversion_carry`` carry unused years over; None otherwise.
    """
    item = next(item for item in case.person.held or () if item.path == piece.paths[0])
    rule = _promotion_into(case, item)
    return _earlier_start(case, piece, item, rule) if rule and _carries(case, item) else None


def _promotion_into(case: Case, item: Held) -> dict[str, Any] | None:
    """The promotion by which a rank was reached, there or on the ladder of an equal one.

    None where it was held before, or nothing that could leave years over.
    Then no reading on such years needs to be asked.
    """
    if item.start.first <= case.begins:
        return None
    rules = _promotions(case)
    equal = (one for one in (item.thing, *case.rules.equals(item.thing, case.as_of)) if one in rules)
    own = next((one for one in equal if one.startswith(case.ladder + "/")), None)
    rule = rules[own] if own else None
    return rule if rule and any(ever_held(case, branch) for branch in _alternatives(case, rule)[0]) else None


def _earlier_start(case: Case, piece: Piece, item: Held, rule: dict[str, Any]) -> Span:
    """The day from which the tenure that the promotion asks for was reached without a break until it was made."""
    floor = Span(BEGINNING, BEGINNING)
    counts = [
        _remembered(case, chain, 12 * asked, floor)
        for things, years, cite in branches(case, rule)
        if (asked := case.value(years, cite).value) is not None  # without a number nothing can be left over
        for chain in chains_with_surplus(case, case.equals(things))
    ]
    possible, sure = _together(counts)
    best, worst = item.start.first - 1, item.start.last - 1  # the last day below: on the next one that rank has ended
    first = _reached_since([*possible, *sure], best, piece.start.first)
    return Span(first, _reached_since(sure, worst, piece.start.last))


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


def _promotions(case: Case) -> dict[str, dict[str, Any]]:
    """The promotions of the regime that ask for years in a rank or post, by the rank that they lead to."""
    key = "promotions", case.regime_id
    if key not in case.rules.prepared:
        ladder = case.regime["ladder"]
        lines = [rule for rule in case.regime["promotions"] if "years" in rule or "any" in rule]
        case.rules.prepared[key] = {scope(ladder, rule["to"]): rule for rule in reversed(lines)}
    found: dict[str, dict[str, Any]] = case.rules.prepared[key]
    return found


def _carries(case: Case, item: Held) -> bool:
    """Whether the promotion into the rank of this entry carried unused years with it."""
    surplus = case.param("surplus")
    if surplus == "each":
        return True
    ladder, begins, held = item.thing.partition("/")[0] + "/", case.begins, case.person.held or ()
    first = next(one for one in held if one.start.first > begins and one.thing.startswith(ladder))
    converted = any(one.start.first <= begins < one.end.last for one in held)
    if item.path != first.path or not converted:  # who came later had no conversion, and no first promotion after it
        return False
    return bool(surplus == "first" or case.param("conversion_carry") == "two")
