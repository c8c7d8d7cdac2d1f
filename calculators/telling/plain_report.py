"""The report of an answer without a date of its own: the first sentence, and the sections that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..law.rules import Json
from .phrases import Item, finding_item, leaves, place, reason, told, value_phrase
from .sections import sections
from .words import Words


def report(answer: Json, words: Words, headline: str, lines: Iterable[str], own: list[tuple[str, list[Item]]]) -> Json:
    """A report of a headline, lines, the sections of the calculator itself (title and items) and the common ones."""
    shared = ("conflicts", ("reasons", _reasons(answer, words)), "range", "judgements", "unused")
    found = sections([*own, *shared], answer, words)
    return told(answer, headline, [*lines, *_evidence(answer, words)], found)


def scope_report(answer: Json, words: Words) -> Json | None:
    """The report where one sentence is all: None where there is more to say."""
    tree = answer["findings"]
    if tree["kind"] != "scope":
        return None
    values = {key: value_phrase(key, value, words) for key, value in tree["values"].items()}
    return {"status": answer["status"], "headline": words.text(tree["code"], **values), "lines": [], "sections": []}


def asked(answer: Json, words: Words) -> str:
    """What is still needed, in one sentence; where nothing is, the first reason why it cannot be told."""
    sets = answer["missing"]
    if not sets:
        open_ = [one for one in leaves(answer["findings"]) if one["status"] == "unknown"]
        return reason(open_[0], answer, words) if open_ else ""
    return words.text("missing.brief", inputs=words.join([place(path, words) for path in sets[0]["inputs"]]))


def _evidence(answer: Json, words: Words) -> Iterator[str]:
    """How well the answer is known, where it rests on any provision."""
    if any("cite" in one for one in leaves(answer["findings"])):
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _reasons(answer: Json, words: Words) -> list[Item]:
    """The conditions; where there is only one, it."""
    tree = answer["findings"]
    return [finding_item(one, answer, words) for one in tree.get("children", [tree])]
