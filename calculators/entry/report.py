"""The report of an entry: the first rank and level, and since when service counts."""

from __future__ import annotations

from collections.abc import Iterator

from ..law.rules import Json
from ..telling import plain_report
from ..telling.phrases import event
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one entry."""
    said = plain_report.scope_report(answer, words)
    return said or plain_report.report(answer, words, headline(answer, words), _lines(answer, words), [])


def events(answer: Json, words: Words) -> list[Json]:
    """The day from which service counts, while it lies ahead."""
    if not answer["rank"] or not answer["from"] or answer["from"] <= answer["as_of"]:
        return []
    return [event(answer["from"], words.text("event.entry", rank=words.name(answer["rank"])), words)]


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the rank, with its level and its day as far as they are known."""
    if answer["rank"] is None:
        return words.text("headline.entry.unknown", why=plain_report.asked(answer, words))
    rank = words.name(answer["rank"])
    level = words.text("entry.level", level=answer["level"]) if answer["level"] else ""
    if not answer["counted"]:
        return words.text("headline.entry.plain", rank=rank, level=level)
    if answer["from"] is None:
        return words.text("headline.entry.undated", rank=rank, level=level, why=plain_report.asked(answer, words))
    return words.text("headline.entry", rank=rank, level=level, since=words.date(answer["from"]))


def _lines(answer: Json, words: Words) -> Iterator[str]:
    if answer.get("assessed_by") and answer["rank"]:
        yield words.text("entry.assessed-by", date=words.date(answer["assessed_by"]))
    if answer["others"]:
        yield words.text("entry.others", ranks=words.names(answer["others"]))
    ends = answer["range"]
    if ends["strict"].get("rank") != ends["generous"].get("rank"):
        yield words.text("entry.range", strict=words.name(ends["strict"]["rank"]),
                         generous=words.name(ends["generous"]["rank"]))  # fmt: skip
