"""Pictures that belong to the rules and not to an answer: the ladder."""

from __future__ import annotations

from html import escape
from typing import Any

from calculators import Rules
from calculators.law.rules import alternatives
from calculators.telling.draw import LEFT, LINE, SIZE, WIDTH
from calculators.telling.words import Words
from generator.pages.charts import letters, lines
from generator.pages.law import amount, number

ROW, NOTE, GAP = 26, 14, 19  # a rank, the post below its name, the years up to the next rank
INSET = 10


def ladder(rules: Rules, words: Words, regime: str) -> str:
    """The ranks from high to low, the years between them, and below its lowest rank each leading post.

    It is drawn as wide as a phone: what stands beside the ranks could not be read there.
    """
    data = rules.regimes[regime]
    ranks = rules.spec["ladders"][data["ladder"]]["ranks"]
    lowest = {row["rank"]: row["post"] for row in data["lowest"]}
    steps = {rule["to"]: rule for rule in data["promotions"]}
    body, y = "", 2
    for rank, named in ranks.items():
        high = ROW + (NOTE if rank in lowest else 0)
        body += _rank(y, high, rank, named[words.lang], lowest.get(rank), words)
        y += high
        if rank in steps:
            said = lines(f"↑ {_years(steps[rank], words)}", WIDTH - 2 * LEFT - INSET)
            body += letters(LEFT + INSET, y + 14, said, "text")
            y += GAP + LINE * (len(said) - 1)
    name = escape("综合管理类职级序列图" if words.chinese else "The ladder of ranks")
    return (
        '<figure class="zj-figure zj-ladder" data-search-exclude>'
        f'<svg viewBox="0 0 {WIDTH} {y + 2}" role="group" '
        f'aria-label="{name}" font-size="{SIZE}" font-family="sans-serif">{body}</svg></figure>'
    )


def _rank(y: int, high: int, rank: str, label: str, post: str | None, words: Words) -> str:
    lines = f'<tspan font-size="13">{escape(label)}</tspan>'
    if post:
        held = words.name("post/" + post)
        note = f"{held}的最低职级" if words.chinese else f"the lowest rank of: {held}"
        lines += f'<tspan x="{LEFT + INSET}" dy="{NOTE}">{escape(note)}</tspan>'
    return (
        f'<a href="../rank/{rank}/"><rect x="{LEFT}" y="{y}" width="{WIDTH - 2 * LEFT}" height="{high}" rx="4" '
        f'class="zj-fill-box" fill="#e8eef7"/><text x="{LEFT + INSET}" y="{y + 18}" class="zj-fill-boxtext" '
        f'fill="#123a6b">{lines}</text></a>'
    )


def _years(rule: dict[str, Any], words: Words) -> str:
    """The years of a promotion; a leading post that will do as well comes last."""
    ways = [(part.get("post"), amount(words, number(part["years"]), "year")) for part in alternatives(rule)]
    also = [(words.name(f"post/{held}"), years) for held, years in ways if held]
    said = "".join(f"，或者任{held}{years}" if words.chinese else f", or {years} as {held}" for held, years in also)
    return f"{ways[-1][1]}{said}"
