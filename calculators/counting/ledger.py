"""The ledger of a tenure: year by year what counted, what dropped out, what shortened, and by which article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ..dates.days import Span, between, iso, month_start, written, year_of, year_start
from .case import Case, GradeRule
from .course import Stretch, course_of
from .service import Chain, Piece, in_probation
from .tally import Mark, Tally
from .tenure import Tenure
from .year_grades import YearGrades, year_grades


class Years(NamedTuple):
    """What is known of single years on the day: their grades, and what these do by now."""

    grades: YearGrades
    rules: dict[str, GradeRule]
    marks: dict[int, Mark]
    ahead: set[int]  # whose grade an effect sets, and which count until it exists

    @classmethod
    def of(cls, case: Case, marks: list[Mark]) -> Years:
        """The years of one chain."""
        grades = year_grades(case)
        known = {mark.year: mark for mark in marks if mark.known <= case.as_of}
        ahead = {mark.year for mark in marks if mark.by and mark.known > case.as_of} if grades.by else set[int]()
        return cls(grades, case.grade_rules, known, ahead)

    def untold(self, year: int) -> bool:
        """Whether nothing is known of what a year counts."""
        grade = self.grades.known.get(year)
        plain = grade is not None and self.rules[grade.grade].plain
        return year not in self.marks and year not in self.ahead and not plain


def explain(case: Case, result: Tenure, things: Collection[str]) -> dict[str, Any]:
    """What a tenure finding in ``things`` shows: since when, the credit on the day, and the ledger.

    The credit is the one that is certain: what is open is counted in the worst way.
    """
    chain = result.chain
    years = Years.of(case, result.marks)
    marks = years.marks
    open_year = years.untold(year_of(case.as_of)) and chain[-1].end.last > case.as_of and case.grades_count
    return (
        {
            "since": written(chain[0].start),
            "credit": account(case, course_of(case, chain).worst, result.marks),
            "excellent": [mark.year for mark in marks.values() if mark.months < 0],
            "dropped": [mark.year for mark in marks.values() if mark.drops and mark.grade],
            "ungraded": [mark.year for mark in marks.values() if not mark.grade and case.grades_count],
            "provisional": [year_of(case.as_of)] if open_year else [],
            "ledger": [line for piece in chain for line in _lines(case, piece, years)],
        }
        | _probation(case, chain)
        | _left_over(case, chain[0])
        | ({"besides": besides} if (besides := _besides(case, chain, things)) else {})
        | ({"joined": joined} if (joined := [day for piece in chain for day in _joined(case, piece)]) else {})
    )


def _probation(case: Case, chain: Chain) -> dict[str, str]:
    """The last day of a probation that was taken off the service in front."""
    begins = case.person.service_from
    if not begins:
        return {}
    first = next((item for item in case.person.held or () if item.path == chain[0].paths[0]), None)
    if not first or not in_probation(case, first):
        return {}
    return {"probation": written(Span(begins.first - 1, begins.last - 1))}


def _besides(case: Case, chain: Chain, things: Collection[str]) -> list[str]:
    """What else was held of which the time counts: the post that a rank was converted from, an equal rank."""
    paths = {path for piece in chain for path in piece.paths}
    held = (item.thing for item in case.person.held or () if item.path in paths)
    return list(dict.fromkeys(thing for thing in held if thing not in things))


def _left_over(case: Case, piece: Piece) -> dict[str, str]:
    """The day of the promotion, where years that it left over count before it."""
    first = next(item for item in case.person.held or () if item.path == piece.paths[0])
    return {"left_over": written(first.start)} if piece.start.first < month_start(first.start.first) else {}


def _joined(case: Case, piece: Piece) -> Iterator[str]:
    """The months in which an entry is taken to follow without a gap, though its exact day could leave one."""
    items = [item for item in case.person.held or () if item.path in piece.paths]
    for before, after in pairwise(items):
        if not after.start.exact and after.start.last > before.end.first:
            yield written(after.start)


def account(case: Case, served: Iterable[Stretch], marks: Iterable[Mark]) -> dict[str, int]:
    """The credit on the day of what was served, by the marks of the same way to read what is open."""
    tally = Tally(served, 0)
    for mark in marks:
        if mark.known <= case.as_of:
            tally.take(mark)
    months, days = credit(tally, case.as_of)
    return {"years": months // 12, "months": months % 12, "days": days}


def credit(tally: Tally, day: int) -> tuple[int, int]:
    """The credited months and days on ``day``: time served, less what drops out, plus what shortens.

    Days over from earlier pieces are counted on at the last one, as they are where the months are reached.
    """
    months, days = -tally.months, 0
    served = [(start, min(end, day)) for start, end in tally.pieces if start < min(end, day)]
    for place, (start, end) in enumerate(served, 1):
        over = days if place == len(served) else 0
        whole, rest = between(start, end + over)
        months, days = months + whole, days - over + rest
    return (months, days) if months >= 0 else (0, 0)


def _lines(case: Case, piece: Piece, years: Years) -> list[dict[str, Any]]:
    start, end = piece.start.last, min(piece.end.first, case.as_of + 1)
    touched = range(year_of(start), year_of(end - 1) + 1) if start < end else ()
    lines = [_line(case, max(start, year_start(year)), min(end, year_start(year + 1)), year, years) for year in touched]
    if lines and not piece.start.exact:  # counted in the worst way: from its last day, and to its first one
        lines[0]["from_month"] = written(piece.start)
    if lines and not piece.end.exact and piece.end.first == end:
        lines[-1]["to_month"] = iso(end - 1)[: len("2024-05")]
    return lines


def _line(case: Case, first: int, after: int, year: int, years: Years) -> dict[str, Any]:
    """One year of a ledger: the grade, whether the time counts, the months that it shortens, and why.

    With ``by`` also what an effect says of the grade of the year, where none is stated.
    """
    mark, known, by = years.marks.get(year), years.grades.known.get(year), years.grades.by.get(year)
    grade = mark.grade if mark else known.grade if known else None
    if year in years.ahead:
        because = "until-graded"
    elif mark is None:
        running = year_start(year + 1) > case.as_of and years.untold(year) and case.grades_count
        because = "running" if running else "counts"
    elif not mark.grade and case.grades_count:
        because = "not-stated"
    elif mark.months > 0:
        because = "lengthens"
    else:
        because = "drops" if mark.drops else "shortens" if mark.months < 0 else "counts"
    rule = case.counting["grades"].get(grade or "", {})
    line = {
        "from": iso(first), "to": iso(after - 1), "year": year, "grade": grade,
        "counts": not (mark and mark.drops), "months": -mark.months if mark else 0,
        "because": because, "cite": rule.get("cite", case.counting["cite"]),
    }  # fmt: skip
    return line | {"by": by.as_json()} if by else line
