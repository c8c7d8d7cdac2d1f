"""The report of a conversion: the counterparts, each with its relation and its article."""

from __future__ import annotations

from ..law.rules import Json
from ..telling import plain_report
from ..telling.phrases import Item, cite_item
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one conversion."""
    said = plain_report.scope_report(answer, words)
    if said:
        return said
    items = [_item(one, words) for one in answer["equivalents"]]
    return plain_report.report(answer, words, headline(answer, words), (), [("equivalents", items)])


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the counterparts, or that there is none, or that no text tells."""
    rank = words.name(answer["from"])
    rows = [one for one in answer["equivalents"] if one["relation"] != "layer"] or answer["equivalents"]
    if rows:
        code = "layer" if rows[0]["relation"] == "layer" else "met"
        found = list(dict.fromkeys(one["rank"] for one in rows))
        return words.text(f"headline.conversion.{code}", rank=rank, found=_with_ladders(found, words))
    return words.text(f"headline.conversion.{answer['status']}", rank=rank)


def _with_ladders(found: list[str], words: Words) -> str:
    """Names, each ladder's behind one another."""
    return words.join([words.name(id_) for id_ in found])


def _item(one: Json, words: Words) -> Item:
    ladder = words.rules.spec["ladders"][one["ladder"]][words.lang]
    text = words.text(f"relation.{one['relation']}", rank=words.name(one["rank"]), ladder=ladder,
                      on=words.date(one["on"]) if "on" in one else "")  # fmt: skip
    return {"text": text, "cites": [cite_item(one["cite"], words)]}
