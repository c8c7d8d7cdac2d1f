"""The report of a tenure: the credit, and the ledger year by year."""

from __future__ import annotations

from collections.abc import Iterator

from ..law.rules import Json
from ..telling import plain_report
from ..telling.phrases import Item, ledger_line_item, set_by_effects
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one tenure."""
    said = plain_report.scope_report(answer, words)
    if said:
        return said
    own = [("ledger", [_line(line, answer, words) for line in answer["ledger"]])]
    return plain_report.report(answer, words, headline(answer, words), _lines(answer, words), own)


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the credit, exact or at least."""
    thing, as_of = words.name(answer["thing"]), words.date(answer["as_of"])
    if answer["credit"] is None:
        return words.text("headline.credit.unknown", thing=thing, why=plain_report.asked(answer, words))
    if answer["status"] == "unmet":
        return words.text("headline.credit.unmet", thing=thing, as_of=as_of)
    credit, best = words.credit(answer["credit"]), words.credit(answer["at_best"])
    code = "open" if answer["status"] == "unknown" else "met"
    said = words.text(f"headline.credit.{code}", thing=thing, as_of=as_of, credit=credit, best=best,
                      why=plain_report.asked(answer, words))  # fmt: skip
    lost = [line for line in answer["ledger"] if "is" in line.get("by", {}) and not line["counts"]]
    set_ = set_by_effects([line | {key: line["by"][key] for key in ("because", "cite")} for line in lost], words)
    return ("" if words.chinese else " ").join([said.rstrip(), *set_])


def _lines(answer: Json, words: Words) -> Iterator[str]:
    strict, generous = answer["range"]["strict"]["credit"], answer["range"]["generous"]["at_best"]
    if answer["range"]["moved_by"] and (strict, generous) != (answer["credit"], answer["at_best"]):
        yield words.text("credit.range", strict=words.credit(strict), generous=words.credit(generous))
    if answer.get("unasked", {}).get("grades"):
        yield words.text("unasked.grades")


def _line(line: Json, answer: Json, words: Words) -> Item:
    """One year of the ledger as a sentence: it reads the same on a page, in print and on a terminal."""
    told = ledger_line_item(line, answer, words)
    grade = told["grade"] or words.text("ledger.no-grade")
    text = words.text("ledger.line", grade=grade, effect=told["text"], **{"from": told["from"], "to": told["to"]})
    return {"text": text, "cites": []}
