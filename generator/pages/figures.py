"""Pictures that belong to the rules and not to an answer: the ladder."""

from __future__ import annotations

from html import escape
from typing import Any

from calculators import Rules
from calculators.law.rules import alternatives
from calculators.telling.words import Words
from generator.pages.law import amount, number

STEP, BOX, LEFT, WIDE = 46, 30, 8, 360


def ladder(rules: Rules, words: Words, regime: str) -> str:
    """The ranks from high to low, the years between them, and the leading posts beside their lowest rank."""
    data = rules.regimes[regime]
    ranks = rules.spec["ladders"][data["ladder"]]["ranks"]
    order = list(ranks)
    lowest = {row["rank"]: row["post"] for row in data["lowest"]}
    steps = {rule["to"]: rule for rule in data["promotions"]}
    body = "".join(
        _rank(place, rank, ranks[rank][words.lang], lowest.get(rank), steps.get(rank), words)
        for place, rank in enumerate(order)
    )
    name = escape("综合管理类职级序列图" if words.chinese else "The ladder of ranks")
    return (
        '<figure class="zj-figure zj-ladder" data-search-exclude>'
        f'<svg viewBox="0 0 {WIDE} {STEP * len(order)}" role="group" '
        f'aria-label="{name}" font-size="11" font-family="sans-serif">{body}</svg></figure>'
    )


def _rank(place: int, rank: str, label: str, post: str | None, rule: dict[str, Any] | None, words: Words) -> str:
    y = place * STEP
    parts = [
        f'<a href="../rank/{rank}/"><rect x="{LEFT}" y="{y + 2}" width="212" height="{BOX}" rx="4" '
        f'class="zj-fill-box" fill="#e8eef7"/><text x="{LEFT + 8}" y="{y + 21}" class="zj-fill-boxtext" '
        f'fill="#123a6b">{escape(label)}</text></a>'
    ]
    if post:
        note = "的最低职级" if words.chinese else "lowest rank of this post"
        parts.append(_text(LEFT + 220, y + 15, 9, words.name("post/" + post)))
        parts.append(_text(LEFT + 220, y + 27, 8, note))
    if rule:
        ways = [(part.get("post"), amount(words, number(part["years"]), "year")) for part in alternatives(rule)]
        also = [(words.name(f"post/{held}"), years) for held, years in ways if held]
        said = "".join(f"，或者任{held}{years}" if words.chinese else f", or {years} as {held}" for held, years in also)
        parts.append(_text(LEFT + 22, y + STEP - 3, 9, f"↑ {ways[-1][1]}{said}"))
    return "".join(parts)


def _text(x: int, y: int, size: int, text: str) -> str:
    return f'<text x="{x}" y="{y}" class="zj-fill-text" fill="#24292f" font-size="{size}">{escape(text)}</text>'
