"""The picture of quotas: a bar for each limit, what is a share of a group under it and moved in.

All bars have one scale, in people, so that a part can be compared with its whole. Held, free, and too many differ in
colour and are told in numbers over each bar; the end of a limit that is exceeded is marked by a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..law.rules import Json, Rules
from ..telling.draw import LEFT, RIGHT, SIZE, WIDTH, fill, fitting, legend, stroke, wide
from ..telling.groups import group
from ..telling.words import Words
from .report import shown_rows

ROW, BAR, INSET = 36, 14, 10
LEGEND = ("held", "free", "over", "not-known")
PAINT = {"held": "counts", "free": "running", "over": "bar", "not-known": "drops"}


def quota(answer: Json, rules: Rules, lang: str) -> str:
    """The bars of an answer; empty where no limit is known."""
    rows = list(_nested(shown_rows(answer), "posts", 0))
    numbers = [max(row["max"], _held(row)) for row, _ in rows if row["max"] is not None]
    if not numbers:
        return ""
    words = Words(rules, lang)
    unit = (WIDTH - LEFT - RIGHT) / max(1, *numbers)
    body = "".join(
        f'<g transform="translate({LEFT} {ROW * place + 2})">{"".join(_row(row, depth, unit, words))}</g>'
        for place, (row, depth) in enumerate(rows)
    )
    told, bottom = legend(_legend(rows, words), ROW * len(rows) + 12)
    label = escape(_told(rows, words))
    return (
        f'<figure class="zj-figure"><svg viewBox="0 0 {WIDTH} {bottom + 12}" role="img" aria-label="{label}" '
        f'font-size="{SIZE}" font-family="sans-serif">{body}{told}</svg></figure>'
    )


def _nested(rows: list[Json], outer: str | list[str], depth: int) -> Iterator[tuple[Json, int]]:
    """The limits in the order of a tree, each with its depth."""
    for row in [row for row in rows if row["of"] == outer]:
        yield row, depth
        yield from _nested(rows, row["ranks"], depth + 1)


def _held(row: Json) -> int:
    """The holders that are known."""
    known = row["occupied"] if row["occupied"] is not None else row["at_least"]
    return int(known)


def _parts(row: Json) -> Iterator[tuple[str, int]]:
    """The stretches of a bar: what they are and how many people long."""
    held, most = _held(row), row["max"]
    yield "held", min(held, most)
    if held > most:
        yield "over", held - most
    else:
        yield ("free" if row["occupied"] is not None else "not-known"), most - held


def _row(row: Json, depth: int, unit: float, words: Words) -> Iterator[str]:
    x: float = depth * INSET
    text, room = _line(row, words), WIDTH - LEFT - RIGHT - x
    short = fitting(group(words, row["ranks"]), room - wide(_named(row, "", words)))  # never the numbers
    yield f'<text x="{x}" y="10" {fill("text")}>{escape(_named(row, short, words))}</text>'
    if row["max"] is None:
        size = f'x="{x}" y="15" width="{WIDTH - LEFT - RIGHT - x}" height="{BAR}"'
        yield f'<rect {size} fill="none" stroke-dasharray="3 3" {stroke("line")}/>'
        return
    yield f"<g><title>{escape(text)}</title>"
    for what, number in _parts(row):
        width = round(number * unit, 1)
        yield f'<rect x="{x:.1f}" y="15" width="{width}" height="{BAR}" {fill(PAINT[what])}/>'
        x += width
    yield "</g>"
    end = round(depth * INSET + row["max"] * unit, 1)
    yield f'<line x1="{end}" x2="{end}" y1="13" y2="{17 + BAR}" {stroke("now")}/>'


def _line(row: Json, words: Words) -> str:
    """A limit in a few words: ``一级至四级调研员 3/9，空缺6``."""
    return _named(row, group(words, row["ranks"]), words)


def _named(row: Json, name: str, words: Words) -> str:
    if row["max"] is None:
        return words.text("picture.quota.unknown", group=name)
    held = "?" if row["occupied"] is None and not row["at_least"] else str(_held(row))
    held += "+" if row["occupied"] is None and row["at_least"] else ""
    code = "over" if row["over"] else "free" if row["free"] is not None else "open"
    return words.text(
        f"picture.quota.{code}", group=name, held=held, most=row["max"], free=row["free"], over=row["over"]
    )


def _told(rows: list[tuple[Json, int]], words: Words) -> str:
    """The whole picture as text, for those who do not see it."""
    colon = "：" if words.chinese else ": "
    return words.text("picture.quota") + colon + words.join_clauses([_line(row, words) for row, _ in rows])


def _legend(rows: list[tuple[Json, int]], words: Words) -> Iterator[tuple[str, str]]:
    """What the colours mean, of those that are there."""
    used = {what for row, _ in rows if row["max"] is not None for what, number in _parts(row) if number}
    for what in [what for what in LEGEND if what in used]:
        yield fill(PAINT[what]), words.text(f"picture.{what}")
