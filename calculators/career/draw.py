"""The picture of a career to come: a staircase, the highest rank on top, each step from its first day to the next one.

A thin line under the beginning of a step goes from the day under the generous readings to the one under the strict. A
pale block before it is the time that an open input may move it. The lines through all rows are the day asked about and
the last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from ..dates.days import add_months, between, iso, month_start, parse
from ..law.rules import Json, Rules
from ..telling.draw import LEFT, LETTERS, RIGHT, SIZE, WIDTH, Flag, Scale, axis, block, fill, flags, on, stroke, wide
from ..telling.words import Words

BACK = 24  # months before the day asked about that are shown at most
ROW, BOLD = 42, 1.08  # the height of a row; how much wider bold letters are
EDGE = WIDTH - RIGHT - 4  # where letters end, before the line of the last day


class Stair(NamedTuple):
    """One row: a rank from its first day to the next one, and how far its first day may move."""

    name: str
    date: str
    first: int
    after: int
    colour: str
    maybe: int  # the first day at best
    generous: int
    strict: int | None


def career(answer: Json, rules: Rules, lang: str) -> str:
    """The steps on one axis; empty where there is none."""
    if not answer["path"]:
        return ""
    words = Words(rules, lang)
    stairs = _stairs(answer, words)
    scale = _scale(answer)
    y = ROW * len(stairs)
    rows = "".join(
        f'<g transform="translate(0 {ROW * place + 4})">{"".join(_row(stair, scale, words))}</g>'
        for place, stair in enumerate(reversed(stairs))
    )
    until = words.text("picture.until", date=words.date(answer["until"]))
    marks = [
        *flags(
            scale,
            y,
            [Flag(parse(answer["as_of"]), words.text("picture.now"), "4 2"), Flag(parse(answer["until"]), until)],
        ),
        *axis(scale, y),
    ]
    told = escape(_told(answer, stairs, words))
    return (
        f'<figure class="zj-figure"><svg viewBox="0 0 {WIDTH} {y + 54}" role="img" aria-label="{told}" '
        f'font-size="{SIZE}" font-family="sans-serif">{"".join(marks)}{rows}</svg></figure>'
    )


def _told(answer: Json, stairs: list[Stair], words: Words) -> str:
    """The picture in words."""
    steps = ("；" if words.chinese else "; ").join(f"{one.name} {one.date}" for one in stairs)
    values = {"as_of": words.date(answer["as_of"]), "until": words.date(answer["until"])}
    return words.text("picture.career", steps=steps, **values)


def _scale(answer: Json) -> Scale:
    """From the present rank, or some time before the day asked about, to the last day."""
    now, until = parse(answer["as_of"]).first, parse(answer["until"]).first
    began = [parse(one["from"]).first for one in answer["held"]]
    first = month_start(max(min([now, *began]), add_months(now, -BACK)))
    return Scale(first, max(until, add_months(first, 12)))


def _stairs(answer: Json, words: Words) -> list[Stair]:
    """What is held now, and each step; a block ends where the next one begins."""
    steps, until = answer["path"], parse(answer["until"]).last
    days = [parse(step["earliest"] or step["at_best"]).last for step in steps]
    found = [_held(one, min(days[0], until), words) for one in answer["held"]]
    for step, day, after in zip(steps, days, [*days[1:], until], strict=True):
        ends = step.get("range")
        found.append(_step(step, day, min(max(day, after), until), ends, words))
    return found


def _held(one: Json, after: int, words: Words) -> Stair:
    day = parse(one["from"]).last
    since = words.text("picture.since", date=words.date(one["from"]))
    return Stair(words.name(one["thing"]), since, day, after, "running", day, day, day)


def _step(step: Json, day: int, after: int, ends: Json | None, words: Words) -> Stair:
    """One step; where no day is sure, it begins at best."""
    shown = step["earliest"] or step["at_best"]
    date = words.date(shown) if step["earliest"] else words.text("picture.at-best", date=words.date(shown))
    best = parse(step.get("at_best") or shown).first
    generous, strict = (_day(ends[end]) if ends else day for end in ("generous", "strict"))
    colour = "met" if step["status"] == "met" else "unknown"
    return Stair(
        words.name(step["rank"]), date, day, after, colour, best, day if generous is None else generous, strict
    )


def _day(bound: Json) -> int | None:
    text = bound["earliest"] or bound.get("at_best")
    return parse(text).last if text else None


def _row(stair: Stair, scale: Scale, words: Words) -> Iterator[str]:
    """The name; under it the block, which begins on the day and says how long it lasts, with the date beside it."""
    x, after = scale.x(stair.first), scale.x(max(stair.first, stair.after))
    title = f"{stair.name} {stair.date}"
    room = EDGE - wide(stair.name) * BOLD
    yield f'<text x="{max(LEFT, min(x, room)):.1f}" y="10" font-weight="600" {LETTERS}>{escape(stair.name)}</text>'
    yield '<g transform="translate(0 15)">'
    if stair.maybe < stair.first:
        yield block(scale, stair.maybe, stair.first, "not-stated", f"{stair.name} {iso(stair.maybe)}", "").shape
    if stair.after > stair.first:
        yield block(scale, stair.first, stair.after, stair.colour, title, "").shape
        yield _inside(_length(stair, words), x, after, stair.colour)
    yield from _whisker(stair, scale, words)
    yield _beside(stair, scale, after)
    yield "</g>"


def _beside(stair: Stair, scale: Scale, after: float) -> str:
    """The date, to the right of the block where there is room, else to the left of it."""
    room, left = wide(stair.date), scale.x(min(stair.first, stair.maybe)) - 5
    x = after + 5 if after + 5 + room <= EDGE else max(LEFT, left - room)
    return f'<text x="{x:.1f}" y="13" {LETTERS}>{escape(stair.date)}</text>'


def _inside(text: str, left: float, right: float, colour: str) -> str:
    """A text in the middle of a block that is wide enough for it."""
    if not text or right - left < wide(text) + 4:
        return ""
    middle = (left + right) / 2
    return f'<text x="{middle:.1f}" y="13" text-anchor="middle" {fill("on-" + colour, on(colour))}>{text}</text>'


def _length(stair: Stair, words: Words) -> str:
    """How long a step lasts, where that is whole years or months."""
    months, days = between(stair.first, stair.after)
    if days or not months:
        return ""
    code = "years-months" if months % 12 and months // 12 else "months" if months % 12 else "years"
    return words.text(f"picture.{code}", years=months // 12, months=months % 12)


def _whisker(stair: Stair, scale: Scale, words: Words) -> Iterator[str]:
    """From the generous to the strict day; open to the right where the strict readings give none."""
    left, right = scale.x(stair.generous), scale.x(scale.last if stair.strict is None else stair.strict)
    if right - left < 1:
        return
    strict = iso(stair.strict) if stair.strict else words.text("career.no-date")
    title = words.text("picture.whisker", generous=iso(stair.generous), strict=strict)
    ends = f"M{left} 19V24M{left} 21.5H{right}" + ("" if stair.strict is None else f"M{right} 19V24")
    yield f'<g><title>{escape(title)}</title><path d="{ends}" fill="none" {stroke("whisker")}/></g>'
