"""The dates of an answer for a calendar: what begins or ends on which day, said carefully.

    {"date": "2027-03-01", "title": "晋升一级主任科员：能够计算的条件自此日起具备（测算，非官方）", "text": …, "uid": …}

A calculator gives ``date``, perhaps ``end`` (the last day) and a title; here comes what every entry of a calendar has
to carry: the first sentence of the answer, its warnings and articles, the version of the rules, and that it is
unofficial.
The ``uid`` is made from what the event is, so that a calendar which is given the same event again keeps one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from ..law.rules import Json, Rules
from ..registry import CALCULATORS
from .phrases import leaves
from .say import tell
from .words import Words

MOST_CITED = 6  # articles in one entry


def events(body: Json, rules: Rules, lang: str) -> list[Json]:
    """The events of an answer, or of the answers for each next step; none for an error."""
    words = Words(rules, lang)
    return [_whole(event, answer, words) for answer in _answers(body) for event in _own(answer, words)]


def count(body: Json, rules: Rules, lang: str) -> int:
    """How many events an answer has."""
    words = Words(rules, lang)
    return sum(len(_own(answer, words)) for answer in _answers(body))


def _answers(body: Json) -> list[Json]:
    return [] if "error" in body else body.get("targets", [body])


def _own(answer: Json, words: Words) -> list[Json]:
    return CALCULATORS[answer["calculator"]].events(answer, words) if answer["findings"]["kind"] != "scope" else []


def _whole(event: Json, answer: Json, words: Words) -> Json:
    what = event["title"]
    if not answer["settled"]:
        what = words.text("event.by-default", what=what)
    dates = {key: event[key] for key in ("date", "end") if event.get(key)}
    lines = [event.get("text", ""), *_text(answer, words)]
    name = "|".join([answer["calculator"], *dates.values(), what])
    return {
        **dates,
        "title": words.text("event.title", what=what),
        "text": "\n".join(line for line in lines if line),
        "uid": hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32] + "@zhiji",
    }


def _text(answer: Json, words: Words) -> Iterator[str]:
    report = tell(answer, words.rules, words.lang)
    yield report["headline"]
    yield from (one["text"] for one in report["warnings"])
    yield from report["lines"]
    yield from (
        item["text"] for section in report["sections"] if section["id"] == "missing" for item in section["items"]
    )
    cites = list(dict.fromkeys(words.cite(id_) for id_ in _cites(answer)))[:MOST_CITED]
    if cites:
        yield words.text("event.cites", cites=words.join(cites))
    yield report["stamp"]


def _cites(answer: Json) -> Iterator[str]:
    """The provisions behind an answer, those that give it its status first."""
    found: list[Any] = sorted(leaves(answer["findings"]), key=lambda leaf: bool(leaf["status"] != answer["status"]))
    for leaf in found:
        cites = leaf.get("cite") or []
        yield from [cites] if isinstance(cites, str) else cites
