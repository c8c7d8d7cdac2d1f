"""What a request about a career asks: until when, and what is assumed of the years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..asking.facts import Grade
from ..counting.year_grades import usual
from ..dates.days import Span, year_of
from ..law.rules import Json

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"until", "assume"})
ASSUME_KEYS = {"grade", "grades", "effect"}


class Asked(NamedTuple):
    """What only this calculator takes: the last day, what is assumed, the kind of effect that is tried."""

    until: Span
    grade: str
    grades: dict[int, Grade]
    effect: str | None


def read(reader: Reader, body: Json) -> Asked:
    """The last day, and what is assumed of the years to come."""
    until = reader.date(body, "until", "") if reader.required(body, "until", "") is not None else None
    if until and until.last < reader.as_of:
        reader.wrong("/until", "until-past", given=str(body["until"]))
    raw = reader.object({} if body.get("assume") is None else body["assume"], "/assume", ASSUME_KEYS)
    grade = reader.named(raw.get("grade"), "/assume/grade", reader.rules.grade_names)
    effect = reader.named(raw.get("effect"), "/assume/effect", reader.rules.effect_names)
    return Asked(until or Span(0, 0), grade or usual(reader.rules), _assumed(reader, body, raw), effect)


def _assumed(reader: Reader, body: Json, raw: Json) -> dict[int, Grade]:
    """Single years that are assumed to be graded otherwise; only years that have no grade yet can be assumed."""
    person = body.get("person")
    grades = person.get("grades") if isinstance(person, dict) else None
    stated = grades if isinstance(grades, dict) else {}
    found: dict[int, Grade] = {}
    for key, value in reader.object(raw.get("grades", {}), "/assume/grades", None).items():
        grade = reader.grade(key, value, "/assume/grades")
        if grade and reader.as_of and (grade.year < year_of(reader.as_of) or key in stated):
            reader.wrong(grade.path, "assumed-known", year=key)
        elif grade:
            found[grade.year] = grade
    return found
