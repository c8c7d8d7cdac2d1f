"""Pictures that belong to the rules and not to an answer: the ladder."""

from __future__ import annotations

from html import escape
from typing import Any

from calculators import Rules
from calculators.words import Words

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
        f'<figure class="zj-figure zj-ladder"><svg viewBox="0 0 {WIDE} {STEP * len(order)}" role="img" '
        f'aria-label="{name}" font-size="11" font-family="sans-serif">{body}</svg></figure>'
    )


def _rank(place: int, rank: str, label: str, post: str | None, rule: dict[str, Any] | None, words: Words) -> str:
    y = place * STEP
    parts = [
        f'<a href="../rank/{rank}/"><rect x="{LEFT}" y="{y + 2}" width="196" height="{BOX}" rx="4" '
        f'class="zj-fill-box" fill="#e8eef7"/><text x="{LEFT + 10}" y="{y + 21}" class="zj-fill-boxtext" fill="#123a6b">'
        f"{escape(label)}</text></a>"
    ]
    if post:
        parts.append(
            f'<text x="{LEFT + 206}" y="{y + 15}" class="zj-fill-text" fill="#24292f" font-size="9.5">'
            f'{escape(words.name("post/" + post))}</text><text x="{LEFT + 206}" y="{y + 27}" class="zj-fill-text" '
            f'fill="#24292f" font-size="8.5">{escape("对应的最低职级" if words.chinese else "lowest rank of this post")}</text>'
        )
    if rule:
        years = rule.get("any", [rule])[0]["years"]
        also = [part["post"] for part in rule.get("any", ()) if "post" in part]
        unit = f"{years}年" if words.chinese else f"{years} years"
        via = ("，或任" if words.chinese else ", or as ") + words.name("post/" + also[0]) + unit if also else ""
        parts.append(
            f'<text x="{LEFT + 22}" y="{y + STEP - 3}" class="zj-fill-text" fill="#24292f" font-size="9">'
            f"↑ {escape(unit + via)}</text>"
        )
    return "".join(parts)
