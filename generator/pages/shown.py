"""What the options of a reading make of one made-up career, computed while the site is built.

The careers are chosen so that the reading matters; where none of them moves, the page says so instead of a table.
"""

from __future__ import annotations

from typing import Any

from calculators import Rules, answer
from calculators.law.rules import Json
from calculators.telling.say import verdict
from calculators.telling.words import Words

Career = dict[str, Any]

CAREERS: dict[str, Career] = {
    "tenure-unit": {
        "held": [{"rank": "二级主任科员", "from": "2024-11-25"}],
        "grades": {"2024": "称职", "2025": "称职"},
    },
    "appointment-year-excellent": {
        "held": [{"rank": "二级主任科员", "from": "2024-05-20"}],
        "grades": {"2024": "优秀", "2025": "称职"},
    },
    "uncounted-year": {
        "held": [{"rank": "二级主任科员", "from": "2023-09-01"}],
        "grades": {"2023": "不定等次", "2024": "称职", "2025": "称职"},
    },
    "or-branches": {
        "held": [
            {"rank": "二级主任科员", "from": "2024-03-01", "to": "2025-08-31"},
            {"post": "乡科级正职", "from": "2025-09-01"},
        ],
        "grades": {"2024": "称职", "2025": "称职"},
    },
    "equal-rank": {
        "held": [
            {"rank": "二级主办", "from": "2023-06-01", "to": "2025-08-31"},
            {"rank": "二级主任科员", "from": "2025-09-01"},
        ],
        "grades": {"2023": "称职", "2024": "称职", "2025": "称职"},
    },
    "section-equal-rank": {
        "held": [{"rank": "三级主办", "from": "2024-03-01"}],
        "grades": {"2024": "称职", "2025": "称职"},
    },
    "risen-rank": {
        "held": [
            {"rank": "一级科员", "from": "2023-07-01", "to": "2025-06-30"},
            {"rank": "四级主任科员", "from": "2025-07-01"},
        ],
        "grades": {"2023": "称职", "2024": "称职", "2025": "称职"},
    },
    "former-post": {
        "held": [
            {"post": "乡科级正职", "from": "2022-01-01", "to": "2024-12-31"},
            {"rank": "二级主任科员", "from": "2025-01-01"},
        ],
        "grades": {"2022": "称职", "2023": "称职", "2024": "称职", "2025": "称职"},
    },
    "interrupted": {
        "held": [
            {"rank": "二级主任科员", "from": "2021-01-01", "to": "2022-12-31"},
            {"rank": "二级主任科员", "from": "2025-01-01"},
        ],
        "grades": {"2021": "称职", "2022": "称职", "2025": "称职"},
    },
    "after-demotion": {
        "held": [
            {"rank": "二级主任科员", "from": "2019-06-01", "to": "2020-12-31"},
            {"rank": "一级主任科员", "from": "2021-01-01", "to": "2024-12-31"},
            {"rank": "二级主任科员", "from": "2025-01-01"},
        ],
        "grades": {str(year): "称职" for year in range(2019, 2026)},
    },
    "conversion-carry": {
        "held": [
            {"post": "former/zhurenkeyuan", "from": "2018-01-01", "to": "2019-05-31"},
            {"rank": "二级主任科员", "from": "2019-06-01"},
        ],
        "grades": {"2018": "称职", "2019": "称职"},
    },
    "unseen-conversion": {
        "held": [
            {"rank": "county/zheng-ke", "from": "2018-01-01", "to": "2019-05-31"},
            {"rank": "二级主任科员", "from": "2019-06-01"},
        ],
        "grades": {"2018": "称职", "2019": "称职"},
    },
    "surplus": {
        "held": [
            {"rank": "二级主任科员", "from": "2019-06-01", "to": "2025-05-31"},
            {"rank": "一级主任科员", "from": "2025-06-01"},
        ],
        "grades": {str(year): "称职" for year in range(2019, 2026)},
    },
    "not-assessed": {
        "held": [{"rank": "二级主任科员", "from": "2023-06-01"}],
        "grades": {"2023": "称职", "2024": "未参加考核", "2025": "称职"},
    },
    "excellent-before-regime": {
        "held": [
            {"post": "former/zhurenkeyuan", "from": "2017-03-01", "to": "2019-05-31"},
            {"rank": "二级主任科员", "from": "2019-06-01"},
        ],
        "grades": {"2017": "称职", "2018": "优秀", "2019": "称职"},
    },
}
DAYS = {"conversion-carry": "2019-12-01", "unseen-conversion": "2019-12-01", "excellent-before-regime": "2020-03-01"}
TARGETS = {"surplus": "四级调研员", "section-equal-rank": "乡科级正职", "risen-rank": "乡科级副职"}
REGIMES = dict.fromkeys(("section-equal-rank", "risen-rank"), "leader-promotion-2019")


def shown(rules: Rules, words: Words, id_: str) -> list[Json]:
    """A row for each option: what it says, and the verdict on the career that shows this reading."""
    career = CAREERS.get(id_)
    if not career:
        return []
    asked = {
        "as_of": DAYS.get(id_, "2026-11-21"),
        "regime": REGIMES.get(id_, "parallel-2019"),
        "target": TARGETS.get(id_, "一级主任科员"),
        "person": career | {"effects": []},
    }
    return [
        {
            "option": words.option(id_, option),
            "verdict": verdict(answer(asked | {"readings": {id_: option}}, rules), words),
            "request": asked,
        }
        for option in rules.readings[id_]["options"]
    ]
