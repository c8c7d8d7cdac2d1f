"""The picture of a competition's figures: how a whole is made up, and which share of it somebody is.

Everything is read off the figures of the regime; the shares are those that the report prints, and a check of the spec
says whether they follow from the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calculators import Rules
from calculators.telling.draw import LEFT, RIGHT, WIDTH
from calculators.telling.words import Words
from generator.pages.charts import _box, _picture, letters, lines

Json = dict[str, Any]
BAR, STEP, GAP = 14, 15, 10  # heights: of a bar, of a line of text, between one bar and the next


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
            shapes, step = part(height)
            body += shapes
            height += step
        height += GAP
    label = "第一轮竞争的数字" if words.chinese else "The figures of the first round"
    return _picture(label, height, body)


def _sum(one: Json, figures: dict[str, Json], words: Words) -> Iterator[Any]:
    """A whole: its name, a bar of its parts, and a line for each part."""
    whole = figures[one["whole"]]
    yield _line(_said(whole, words))
    yield lambda y: (_bar(y, [figures[part]["value"] for part in one["parts"]], whole["value"]), BAR + 4)
    for place, part in enumerate(one["parts"], 1):
        line = _said(figures[part], words)
        yield lambda y, tier=place, line=line: (
            _box(LEFT, y + 2, 9, 9, f"tier-{tier}") + letters(LEFT + 14, y + 11, line, "text"),
            STEP,
        )


def _share(one: Json, figures: dict[str, Json], words: Words) -> Iterator[Any]:
    """A part: its name with the printed share, and its bar on the bar of the whole."""
    whole = figures[one["of"]]
    of = f"{words.text('figure.of', whole=whole[words.lang], number=whole['value'])}"
    yield _line(_said(one, words) + of)
    width = WIDTH - LEFT - RIGHT
    part = width * one["value"] / whole["value"]
    yield lambda y: (_box(LEFT, y, width, BAR, "tier-4") + _box(LEFT, y, part, BAR, "tier-2"), BAR)


def _line(text: str) -> Any:
    """A text, in as many lines as it needs."""
    said = lines(text, WIDTH - LEFT - RIGHT)
    return lambda y: (letters(LEFT, y + 10, said, "text"), STEP * len(said))


def _bar(y: float, parts: list[float], whole: float) -> str:
    """The parts of a whole, side by side, each with its number where there is room for it."""
    x, body, unit = float(LEFT), "", (WIDTH - LEFT - RIGHT) / whole
    for tier, value in enumerate(parts, 1):
        body += _box(x, y, value * unit - 1, BAR, f"tier-{tier}")
        if value * unit > BAR + 4:
            body += letters(x + value * unit / 2, y + 11, str(value), f"on-tier-{tier}", "middle")
        x += value * unit
    return body


def _said(one: Json, words: Words) -> str:
    """A figure with its name, and the printed share where there is one."""
    share = f"{one['percent']}%" if "percent" in one else ""
    if words.chinese:
        return f"{one['zh']}：{one['value']}" + (f"（{share}）" if share else "")
    name = one["en"][0].upper() + one["en"][1:]
    return f"{name}: {one['value']}" + (f" ({share})" if share else "")
