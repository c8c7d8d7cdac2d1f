"""The picture of a procedure: a row for each step over the days, with the days on which nobody works shaded.

A step that may be over on its first day is one cell; of a period every working day that counts is a cell, and the days
between are pale. Where a date is not known, what it would be if only weekends were free is drawn in outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from ..dates.days import iso, parse
from ..dates.workdays import Weekends, place_in_week
from ..law.rules import Json, Rules
from ..telling.draw import LEFT, RIGHT, SIZE, WIDTH, fill, fitting, legend, stroke, wide
from ..telling.words import Words

ROW, TOP, CELL = 32, 30, 14
FEWEST, CROWDED = 10, 16  # days that the picture is wide at least; with more, not every day has a number
LEGEND = {
    "counts": "picture.counted",
    "met": "picture.same-day",
    "open": "picture.weekends",
    "drops": "picture.not-worked",
}
OUTLINE = f'fill="none" stroke-dasharray="3 3" {stroke("line")}'


class Strip(NamedTuple):
    """The days across the picture."""

    first: int
    days: int

    @property
    def unit(self) -> float:
        """How wide a day is."""
        return (WIDTH - LEFT - RIGHT) / self.days

    def cell(self, day: int, y: float, height: float, paint: str, length: int = 1) -> str:
        """So many days from one on, as a rectangle."""
        x, width = LEFT + (day - self.first) * self.unit, self.unit * length
        return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" {paint}/>'


def procedure(answer: Json, rules: Rules, lang: str) -> str:
    """The steps of an answer on their days; empty where no day is known."""
    steps = [step for step in answer["steps"] if _dates(step)]
    if not steps:
        return ""
    words = Words(rules, lang)
    days = [parse(date).first for step in steps for date in _dates(step) or ()]
    strip = Strip(min(days), max(max(days) - min(days) + 1, FEWEST))
    height = TOP + ROW * len(steps)
    body = "".join(
        [*_shade(strip, height - TOP, rules), *_numbers(strip, words)]
        + [one for place, step in enumerate(steps) for one in _row(step, TOP + ROW * place, strip, answer, words)]
    )
    told, bottom = legend(_legend({*map(_kind, steps), "drops"}, words), height + 14)
    label = escape(_told(steps, answer, words))
    return (
        f'<figure class="zj-figure"><svg viewBox="0 0 {WIDTH} {bottom + 8}" role="img" aria-label="{label}" '
        f'font-size="{SIZE}" font-family="sans-serif">{body}{told}</svg></figure>'
    )


def _dates(step: Json) -> tuple[str, str] | None:
    """The first and the last day of a step, or what they would be."""
    told = step if step["earliest_end"] else step.get("would_be")
    return (told["from"], told["earliest_end"]) if told else None


def _kind(step: Json) -> str:
    """How a step is drawn: not known, a count of working days, or one day."""
    return "open" if not step["earliest_end"] else "counts" if "counted" in step else "met"


def _name(step: Json, answer: Json, words: Words) -> str:
    steps = words.rules.regimes[answer["regime"]]["procedure"]["steps"]
    return str(next(rule for rule in steps if rule["id"] == step["id"])[words.lang])


def _shade(strip: Strip, height: float, rules: Rules) -> Iterator[str]:
    """A band for each day that is not worked; of days of which nothing is known, for the weekends."""
    for day in range(strip.first, strip.first + strip.days):
        kind = (rules.workdays.kind(day) if rules.workdays else None) or Weekends().kind(day)
        if not kind.works:
            yield strip.cell(day, TOP - 4, height + 4, fill("drops") + ' fill-opacity="0.45"')


def _numbers(strip: Strip, words: Words) -> Iterator[str]:
    """The number of each day, or of each Monday where there are many; the month where it begins, as far as they fit."""
    free = {"day": 0.0, "month": 0.0}
    for day in range(strip.first, strip.first + strip.days):
        year, month, number = (int(part) for part in iso(day).split("-"))
        x = LEFT + (day - strip.first + 0.5) * strip.unit
        if (strip.days <= CROWDED or place_in_week(day) == 0) and x >= free["day"]:
            yield f'<text x="{x:.1f}" y="23" text-anchor="middle" {fill("text")}>{number}</text>'
            free["day"] = x + wide("30") + 3
        said = words.date(f"{year}-{month:02d}")
        at = min(x - strip.unit / 2, WIDTH - RIGHT - wide(said))
        if (day == strip.first or number == 1) and at >= free["month"]:
            yield f'<text x="{at:.1f}" y="10" {fill("text")}>{escape(said)}</text>'
            free["month"] = at + wide(said) + 3


def _row(step: Json, y: int, strip: Strip, answer: Json, words: Words) -> Iterator[str]:
    name, dates = _name(step, answer, words), _dates(step)
    first, last = (parse(date).first for date in dates or ())
    yield f'<text x="{LEFT}" y="{y + 8}" {fill("text")}>{escape(fitting(name))}</text>'
    yield f"<g><title>{escape(name)}: {escape(words.span(*dates) if dates else '')}</title>"
    if _kind(step) == "open":
        yield strip.cell(first, y + 12, CELL, OUTLINE, last - first + 1)
    elif _kind(step) == "counts":
        yield strip.cell(first, y + 12, CELL, fill("running"), last - first + 1)
        yield from (strip.cell(parse(day).first, y + 12, CELL, fill("counts")) for day in step["counted"])
    else:
        yield strip.cell(first, y + 12, CELL, fill("met"))
    yield "</g>"


def _told(steps: list[Json], answer: Json, words: Words) -> str:
    """The whole picture as text, for those who do not see it."""
    colon = "：" if words.chinese else ": "
    parts = [_name(step, answer, words) + colon + words.span(*dates) for step in steps if (dates := _dates(step))]
    return words.text("picture.procedure") + colon + words.join_clauses(parts)


def _legend(used: set[str], words: Words) -> Iterator[tuple[str, str]]:
    """What the colours mean, of those that are there."""
    for what in [what for what in LEGEND if what in used]:
        yield OUTLINE if what == "open" else fill(what), words.text(LEGEND[what])
