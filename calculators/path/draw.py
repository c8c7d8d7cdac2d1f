"""The picture of a career so far: the systems of its times as bands, and under them what was held, on one axis.

A block of a rank or post has the colour of its step: whether the rules of its first day covered it. What nothing was
held against (the first entry, a leading post) has the colour of time that simply counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..dates.days import Span, add_months, month_start, parse
from ..law.rules import Json, Rules
from ..telling.draw import Block, Row, Scale, block, svg
from ..telling.words import Words

BAND = "running"


def path(answer: Json, rules: Rules, lang: str) -> str:
    """The systems and the steps of a career on one axis; empty where no career was given."""
    steps = answer["path"]
    if not steps:
        return ""
    words = Words(rules, lang)
    first = month_start(min(parse(step["from"]).first for step in steps))
    scale = Scale(first, max(add_months(parse(answer["as_of"]).first, 6), add_months(first, 12)))
    rows = [Row(words.name(band["id"]), [_band(band, scale, words)]) for band in answer["regimes"]]
    ladders = dict.fromkeys(step["thing"].partition("/")[0] for step in steps)
    rows += [Row(str(rules.spec["ladders"][id_][lang]), list(_steps(steps, id_, scale, words))) for id_ in ladders]
    return svg(rows, answer | {"earliest": None}, scale, words, "picture.path")


def _band(band: Json, scale: Scale, words: Words) -> Block:
    began = parse(band["from"]).first if band["from"] else scale.first
    ended = parse(band["to"]).last + 1 if band["to"] else scale.last
    return block(scale, max(began, scale.first), min(ended, scale.last), BAND, words.name(band["id"]), "")


def _steps(steps: list[Json], ladder: str, scale: Scale, words: Words) -> Iterator[Block]:
    for step in steps:
        if step["thing"].startswith(ladder + "/"):
            began, ended = parse(step["from"]), _end(step, scale)
            name = words.name(step["thing"])
            yield block(scale, began.first, ended.last, step["status"] or "counts", f"{name} {step['from']}", name)


def _end(step: Json, scale: Scale) -> Span:
    """The first day after a step, inside the picture."""
    if step["to"] is None:
        return Span(scale.last, scale.last)
    last = parse(step["to"])
    return Span(last.first + 1, last.last + 1)
