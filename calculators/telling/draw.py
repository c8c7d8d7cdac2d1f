"""Pictures of an answer, as SVG: the same code draws them in the page, in the browser and in a file.

A picture is not wider than the narrowest phone shows it, so that a letter there is as large as it is here; on a desk it
is only scaled up. Every shape has a colour of its own and a class: the style sheet of the page decides light or dark,
and a file still has colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from ..dates.days import Span, add_months, month_start, ordinal, parse, year_of
from ..law.rules import Json, Rules
from .phrases import leaves, why_counted
from .words import Words

WIDTH, LEFT, RIGHT, ROW = 320, 8, 8, 37
SIZE, LINE = 11, 12  # of letters, and from one line of them to the next
NARROW = frozenset(" fijlrtI.,:;()'-/")  # letters that are about half as wide as the others
DATE_WIDTH = 80  # the room of a date in words, in either language
COLOURS = {
    "met": "#1b7f4b", "unmet": "#8b939c", "unknown": "#b26a00", "counts": "#3b6fb6", "drops": "#c4c9cf",
    "lengthens": "#c4c9cf", "shortens": "#1b7f4b", "running": "#8fb3de", "not-stated": "#e0b264", "bar": "#b3261e",
    "line": "#6b7480", "text": "#24292f", "now": "#24292f", "whisker": "#24292f",
}  # fmt: skip
SHADES = {"until-graded": "running"}  # a year that counts for now is drawn as the running one
LETTERS = f'class="zj-fill-text zj-halo" fill="{COLOURS["text"]}"'  # a line that comes by is interrupted by them


class Scale(NamedTuple):
    """Days to units across the picture."""

    first: int
    last: int

    def x(self, day: int) -> float:
        """Where a day lies, kept inside the picture."""
        share = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def timeline(answer: Json, rules: Rules, lang: str) -> str:
    """The tenure, the effect periods and the verdict on one axis; empty where there is nothing to draw."""
    tenures = [leaf for leaf in leaves(answer["findings"]) if leaf.get("values", {}).get("ledger")]
    if not tenures:
        return ""
    words = Words(rules, lang)
    scale = _scale(answer, tenures)
    rows = [
        Row(words.names(leaf["values"]["in"], either=True), list(_ledger(leaf, answer, scale, words)))
        for leaf in tenures
    ]
    bars = [bar for leaf in leaves(answer["findings"]) for bar in leaf.get("values", {}).get("bars", ())]
    if bars:
        rows.append(Row(words.text("picture.bars"), [_bar(bar, scale, words) for bar in bars]))
    if answer["timeline"]:  # a tenure has no verdict
        rows.append(Row(words.text("picture.verdict"), list(_verdict(answer, scale, words))))
    return svg(rows, answer, scale, words)


class Block(NamedTuple):
    """A stretch of days: its shape, and the letters on it, which stand above the lines that cross the picture."""

    shape: str
    text: str


class Row(NamedTuple):
    """A row of a picture: its label and the stretches in it."""

    label: str
    blocks: list[Block]


def _scale(answer: Json, tenures: list[Json]) -> Scale:
    days = [parse(line["from"]).first for leaf in tenures for line in leaf["values"]["ledger"]]
    now = parse(answer["as_of"]).first
    dates = [now, *(parse(leaf["turns"]).last for leaf in tenures if leaf["turns"])]
    if answer["earliest"]:
        dates.append(parse(answer["earliest"]).last)
    first = month_start(min(days))
    return Scale(first, max(add_months(max(dates), 3), add_months(first, 12)))


def _ledger(leaf: Json, answer: Json, scale: Scale, words: Words) -> Iterator[Block]:
    for line in leaf["values"]["ledger"]:
        first, after = parse(line["from"]).first, parse(line["to"]).first + 1
        grade = words.name(line["grade"]) if line["grade"] else ""
        code = f"ledger.{why_counted(line, answer.get('unused', ()))}"
        title = f"{line['year']} {grade} {words.text(code, months=abs(line['months']))}"
        yield block(scale, first, after, SHADES.get(line["because"], line["because"]), title, _short(line, words))


def _short(line: Json, words: Words) -> str:
    """A grade in a letter or two, for inside a block."""
    if not line["grade"]:
        return "…" if line["because"] == "running" else "?"
    return words.text("grade.short." + line["grade"])


def _bar(bar: Json, scale: Scale, words: Words) -> Block:
    to = bar["to"] or bar.get("at_most")
    after = parse(to).last + 1 if to else scale.last
    return block(scale, parse(bar["from"]).first, after, "bar", words.name(bar["effect"]), "")


def _verdict(answer: Json, scale: Scale, words: Words) -> Iterator[Block]:
    stretches = answer["timeline"]
    for place, stretch in enumerate(stretches):
        first = parse(stretch["from"]).first if stretch["from"] else scale.first
        last = parse(stretches[place + 1]["from"]).first if place + 1 < len(stretches) else scale.last
        if first < scale.last and last > scale.first:
            label = words.text("status." + stretch["status"])
            yield block(scale, first, last, stretch["status"], label, label)


def block(scale: Scale, first: int, after: int, colour: str, title: str, label: str) -> Block:
    """A stretch of days as a rectangle, with its label where there is room for it."""
    x, width = scale.x(first), max(1.5, round(scale.x(after) - scale.x(first), 1))
    text = ""
    if label and width >= wide(label) + 2:
        ink = f'class="zj-fill-on-{colour} zj-halo zj-halo-{colour}" fill="{on(colour)}"'
        text = f'<text x="{x + width / 2:.1f}" y="13" text-anchor="middle" {ink}>{escape(label)}</text>'
    shape = f'<rect x="{x}" width="{width}" height="18" rx="2" {fill(colour)}/>'
    return Block(f"<g><title>{escape(title)}</title>{shape}</g>", text)


def wide(text: str) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return sum(0.38 if letter in NARROW else 0.64 if letter.isascii() else 1.0 for letter in text) * SIZE


def fitting(text: str, room: float = WIDTH - LEFT - RIGHT) -> str:
    """A text, cut where it is wider than the picture."""
    if wide(text) <= room:
        return text
    return next(text[:length] + "…" for length in range(len(text), 0, -1) if wide(text[:length] + "…") <= room)


def on(colour: str) -> str:
    """A letter colour that can be read on a block."""
    return "#1a1a1a" if colour in ("drops", "lengthens", "running", "not-stated") else "#ffffff"


def fill(colour: str, fallback: str = "") -> str:
    """The class and the colour of a shape or a letter."""
    return f'class="zj-fill-{colour}" fill="{fallback or COLOURS[colour]}"'


def svg(rows: list[Row], answer: Json, scale: Scale, words: Words, name: str = "picture.timeline") -> str:
    """A figure of rows over one axis; ``name`` is the sentence that tells what it shows."""
    height = ROW * len(rows) + 54
    shapes = "".join(
        f'<g transform="translate(0 {ROW * place + 18})">{"".join(block.shape for block in row.blocks)}</g>'
        for place, row in enumerate(rows)
    )
    marks = "".join(_marks(answer, scale, ROW * len(rows), words))
    letters = "".join(
        f'<g transform="translate(0 {ROW * place + 3})">'
        f'<text x="{LEFT}" y="9" {LETTERS}>{escape(fitting(row.label))}</text>'
        f'<g transform="translate(0 15)">{"".join(block.text for block in row.blocks)}</g></g>'
        for place, row in enumerate(rows)
    )
    label = escape(words.text(name))
    return (
        f'<figure class="zj-figure"><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}" '
        f'font-size="{SIZE}" font-family="sans-serif">{shapes}{marks}{letters}</svg></figure>'
    )


def _marks(answer: Json, scale: Scale, y: int, words: Words) -> Iterator[str]:
    """The day that is asked about, the date of the answer, and the axis with its years."""
    found = [Flag(parse(answer["as_of"]), words.text("picture.now"), "4 2")]
    if answer["earliest"]:
        found.append(Flag(parse(answer["earliest"]), words.date(answer["earliest"])))
    yield from flags(scale, y, found)
    yield from axis(scale, y)


def axis(scale: Scale, y: int) -> Iterator[str]:
    """The axis under the rows, with its years."""
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y + 6}" y2="{y + 6}" {stroke("line")}/>'
    years = range(year_of(scale.first) + 1, year_of(scale.last) + 1)
    every = max(1, -(-len(years) // 9))
    for year in years:
        x = scale.x(ordinal(year))
        yield f'<line x1="{x}" x2="{x}" y1="{y + 6}" y2="{y + 10}" {stroke("line")}/>'
        if (years[-1] - year) % every == 0 and 2 * LEFT < x < WIDTH - 2 * RIGHT:
            yield f'<text x="{x}" y="{y + 20}" text-anchor="middle" {LETTERS}>{year}</text>'


class Flag(NamedTuple):
    """A day that a picture points out: its label, and how its line is broken."""

    day: Span
    label: str
    dash: str = ""


def flags(scale: Scale, y: int, days: list[Flag]) -> Iterator[str]:
    """Days as lines through all rows, each with its label under the axis, the later one below the earlier one.

    The label of the earlier day stands to the left of its line, where there is room, so that no other line comes by.
    """
    first, *later = sorted(days, key=lambda one: one.day.first)
    x = scale.x(first.day.first)
    beside = bool(later) and x > wide(first.label) + 3
    yield from _flag(first, x, y, y + 23 + LINE * beside, (x - 3 if beside else x, y + 34), "end" if beside else "")
    for line, one in enumerate(later, 1):
        free = beside or scale.x(one.day.first) - x > DATE_WIDTH
        x = scale.x(one.day.first)
        yield from _flag(one, x, y, y + 23 + LINE * line * free, (x, y + 34 + LINE * line), "")


def _flag(flag: Flag, x: float, y: int, end: int, at: tuple[float, int], anchor: str) -> Iterator[str]:
    place = anchor or ("end" if x > WIDTH - 60 else "start" if x < 60 else "middle")
    yield f'<line x1="{x}" x2="{x}" y1="4" y2="{end}" stroke-dasharray="{flag.dash}" {stroke("now")}/>'
    yield f'<text x="{at[0]:.1f}" y="{at[1]}" text-anchor="{place}" {LETTERS}>{escape(flag.label)}</text>'


def legend(entries: Iterable[tuple[str, str]], y: int) -> tuple[str, int]:
    """What the colours mean, each a paint and its words, in as many lines as they need; and where the last line is."""
    body, x = "", LEFT
    for paint, label in entries:
        room = 13 + round(wide(label))
        if x > LEFT and x + room > WIDTH - RIGHT:
            x, y = LEFT, y + LINE + 3
        body += f'<rect x="{x}" y="{y - 8}" width="9" height="9" {paint}/>'
        body += f'<text x="{x + 13}" y="{y}" {fill("text")}>{escape(label)}</text>'
        x += room + 8
    return body, y


def stroke(colour: str) -> str:
    """The class and the colour of a line."""
    return f'class="zj-stroke-{colour}" stroke="{COLOURS[colour]}" stroke-width="1"'
