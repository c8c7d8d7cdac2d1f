"""Worked examples: requests made from the rules, answered by the engine while the site is built.

No date here is of the law: a person is made up for each rank from what the rule of that rank asks, so an example
changes with the rule that it shows.
"""

from __future__ import annotations

from typing import Any

from calculators import Rules, answer
from calculators.law.rules import Json, alternatives, scope
from calculators.telling import events, record
from calculators.telling.html import render
from calculators.telling.say import tell, verdict
from calculators.telling.words import Words
from generator.pages.parts import TODAY

REGIME = "parallel-2019"
SEEN = TODAY  # the day of the examples
SINCE = "2023-03-01"  # since when the made-up person holds the rank below

FRONT: Json = {
    "api": 1,
    "calculator": "promotion",
    "as_of": SEEN,
    "target": "general/zhurenkeyuan-1",
    "person": {
        "held": [{"rank": "general/zhurenkeyuan-2", "from": "2025-03-01"}],
        "grades": {"2025": "competent"},
        "effects": [],
    },
}


def front(rules: Rules, words: Words, root: str) -> Json:
    """The example of the promotion calculator, as its page shows it at once."""
    return shown(FRONT, rules, words, root)


def shown(asked: Json, rules: Rules, words: Words, root: str) -> Json:
    """A request, as a form would hold it, with its answer as a page shows it before any script runs."""
    body = answer(asked, rules)
    report = tell(body, rules, words.lang)
    return {
        "request": in_words(asked, words),
        "html": render(body, rules, words.lang, root),
        "paper": record.paper(asked, body, rules, words.lang),
        "events": events.count(body, rules, words.lang),
        "headline": report["headline"],
        "status": report["status"],
    }


def in_words(value: Any, words: Words) -> Any:
    """A request with the names of one language in the place of scoped ids, as a person would have written it."""
    if isinstance(value, dict):
        return {key: in_words(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [in_words(item, words) for item in value]
    return words.name(value) if isinstance(value, str) and value in words.rules.things else value


def rule_of(rules: Rules, rank: str) -> Json | None:
    """The promotion to a rank."""
    return next((rule for rule in rules.regimes[REGIME]["promotions"] if rule["to"] == rank), None)


def request(rules: Rules, rank: str, as_of: str, grades: dict[str, str], part: Json | None = None) -> Json:
    """A request for the promotion to a rank, of somebody who has what one branch asks for."""
    rule = rule_of(rules, rank) or {}
    part = part or alternatives(rule)[-1]
    key = "post" if "post" in part else "rank"
    held = [{key: part[key] if key == "rank" else f"post/{part[key]}", "from": SINCE}]
    if key == "rank":
        held = [{key: scope(rules.regimes[REGIME]["ladder"], part[key]), "from": SINCE}]
    person = {"held": held, "grades": grades, "effects": []}
    return {"as_of": as_of, "regime": REGIME, "target": scope("general", rank), "person": person}


def boundary(rules: Rules, words: Words, rank: str) -> list[dict[str, str]]:
    """What each grade does to the date: a row for each way to grade one year, each with the day and the day before."""
    if not rule_of(rules, rank):
        return []
    plain = {"2023": "competent", "2024": "competent", "2025": "competent"}
    rows = []
    for grade in rules.grades:
        body = answer(request(rules, rank, SEEN, plain | {"2024": grade}), rules)
        rows.append({"id": grade, "grade": words.name(grade), "verdict": verdict(body, words)})
    return rows


def worked(rules: Rules, words: Words, rank: str, root: str) -> list[dict[str, str]]:
    """The full answer for each branch of the promotion to a rank."""
    rule = rule_of(rules, rank)
    if not rule:
        return []
    grades = {"2023": "competent", "2024": "competent", "2025": "competent"}
    found = []
    for part in alternatives(rule):
        asked = request(rules, rank, SEEN, grades, part)
        thing = words.name(next(iter(asked["person"]["held"]))[("post" if "post" in part else "rank")])
        found.append({"thing": thing, "html": render(answer(asked, rules), rules, words.lang, root)})
    return found


def reading(rules: Rules, words: Words, id_: str) -> list[dict[str, str]]:
    """What each option of a reading makes of the cases that show it."""
    from generator.pages.shown import shown as shown_by_cases

    return shown_by_cases(rules, words, id_)


__all__ = ["Any", "boundary", "front", "reading", "shown", "worked"]
