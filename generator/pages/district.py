"""The picture of a competition's figures: how a whole is made up, and which share of it somebody is.

Everything is read off the figures of the regime; the shares are those that the report prints, and a check of the spec
says whether they follow from the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calculators import Rules
from calculators.telling.words import Words
from generator.pages.charts import LEFT, RIGHT, WIDE, _box, _picture, _text

Json = dict[str, Any]
BAR, LINE, GAP = 14, 14, 10  # heights: of a bar, of a line of text, between one bar and the next


def picture(rules: Rules, words: Words, regime: str) -> str:
    """Bars for every sum and for every printed share, one below the other."""
    told = rules.regimes[regime]["competition"]
    figures = {one["id"]: one for one in told["figures"]}
    summed = {part for one in told["sums"] for part in one["parts"]}
    shares = [one for one in told["figures"] if "percent" in one and one["id"] not in summed]
    height, body = 4.0, ""
    for drawn in [
        *(_sum(one, figures, words) for one in told["sums"]),
        *(_share(one, figures, words) for one in shares),
    ]:
        for part in drawn:
            text, step = part(height)
            body += text
            height += step
        height += GAP
    label = "第一轮竞争的数字" if words.chinese else "The figures of the first round"
    return _picture(label, height, body)


def _sum(one: Json, figures: dict[str, Json], words: Words) -> Iterator[Any]:
    """A whole: its name, a bar of its parts, and a line for each part."""
    whole = figures[one["whole"]]
    yield lambda y: (_text(LEFT, y + 10, _said(whole, words), "text", 11), LINE)
    yield lambda y: (_bar(y, [figures[part]["value"] for part in one["parts"]], whole["value"]), BAR + 4)
    for place, part in enumerate(one["parts"], 1):
        line = _said(figures[part], words)
        yield lambda y, tier=place, line=line: (
            _box(LEFT, y + 2, 9, 9, f"tier-{tier}") + _text(LEFT + 14, y + 10, line, "text", 10),
            LINE,
        )


def _share(one: Json, figures: dict[str, Json], words: Words) -> Iterator[Any]:
    """A part: its name with the printed share, and its bar on the bar of the whole."""
    whole = figures[one["of"]]
    of = f"{words.text('figure.of', whole=whole[words.lang], number=whole['value'])}"
    yield lambda y: (_text(LEFT, y + 10, _said(one, words) + of, "text", 11), LINE)
    width = WIDE - LEFT - RIGHT
    part = width * one["value"] / whole["value"]
    yield lambda y: (_box(LEFT, y, width, BAR, "tier-4") + _box(LEFT, y, part, BAR, "tier-2"), BAR)


def _bar(y: float, parts: list[float], whole: float) -> str:
    """The parts of a whole, side by side, each with its number where there is room for it."""
    x, body, unit = float(LEFT), "", (WIDE - LEFT - RIGHT) / whole
    for tier, value in enumerate(parts, 1):
        body += _box(x, y, value * unit - 1, BAR, f"tier-{tier}")
        if value * unit > BAR + 4:
            body += _text(x + value * unit / 2, y + 11, str(value), f"on-tier-{tier}", 10, "middle")
        x += value * unit
    return body


def _said(one: Json, words: Words) -> str:
    """A figure with its name, and the printed share where there is one."""
    share = f"{one['percent']}%" if "percent" in one else ""
    if words.chinese:
        return f"{one['zh']}：{one['value']}" + (f"（{share}）" if share else "")
    name = one["en"][0].upper() + one["en"][1:]
    return f"{name}: {one['value']}" + (f" ({share})" if share else "")
