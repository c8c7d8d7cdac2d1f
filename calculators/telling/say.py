"""Telling an answer in words: the first sentence, then sections of reasons, each with its status and its article.

``tell`` turns an answer into a *report*, the same for every output: page, print, text of the command line.
A report has a headline, warnings, a few lines, and sections of items; an item has a text and perhaps a status,
articles, children. A warning says that the answer rests on less than law whose wording was seen. At the end, in one
place for all, stand the profile of readings that was used and the stamp of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from ..asking import profiles
from ..asking.errors import Problem
from ..law.evidence import GRADES
from ..law.rules import Json, Rules
from ..registry import CALCULATORS
from .phrases import Item, beside, cite_item, conflict_item, turning, value_phrase, verdict
from .words import Words


def tell(answer: Json, rules: Rules, lang: str) -> Json:
    """The report of one answer, by the calculator that gave it."""
    words = Words(rules, lang)
    body = CALCULATORS[answer["calculator"]].report(answer, words)
    body["lines"] = [line for line in body["lines"] if line]
    body["sections"] = [section for section in body["sections"] if section["items"] or section.get("table")]
    state = _state(answer, rules)
    warnings = list(_warnings(answer, body["sections"], words))
    return {"target": answer.get("target"), "regime_state": state, "warnings": warnings, **body,
            "profile": profile_line(answer, words), "stamp": stamp(answer["spec"], words)}  # fmt: skip


def _state(answer: Json, rules: Rules) -> str | None:
    """Whether the answer comes from law or from something less: the state of its regime."""
    regime = rules.regimes.get(answer.get("regime") or "")
    return str(regime["status"]) if regime else None


def _warnings(answer: Json, sections: list[Json], words: Words) -> Iterator[Item]:
    """What must be said first: what the answer leaves aside, that it rests on a plan text, or on weak evidence.

    It is no matter of reading: a text may be read in one way only and yet be known from hearsay.
    """
    yield from (conflict_item(one, words) | {"kind": one["code"]} for one in turning(answer, words))
    if left := answer.get("unasked", {}).get("bars"):
        text = words.text("unasked.bars", bars=value_phrase("bars", left, words))
        yield {"kind": "unasked", "text": text, "cites": []}
    state = _state(answer, words.rules)
    if words.has(f"said.{state}"):
        yield {"kind": state, "text": words.text(f"said.{state}"), "cites": []}
    doubted = answer.get("unverified") or (answer.get("ends") or {}).get("unverified")
    if doubted:
        yield _doubted(doubted, words)
    if words.has(f"warning.{answer['evidence']}") and not (doubted and answer["evidence"] == WEAKEST):
        kind = answer["evidence"]
        items = [item for section in sections for item in _all_items(section["items"])]
        cites = {cite["id"]: cite for item in items for cite in item.get("cites", ()) if cite["evidence"] == kind}
        yield {"kind": kind, "text": words.text(f"warning.{kind}"), "cites": list(cites.values())[:MOST_NAMED]}


def _doubted(ids: list[str], words: Words) -> Item:
    """The provisions whose numbers would decide, were they verified: what each says, and how far it was seen."""
    named = ids[:MOST_NAMED]
    provisions = [words.rules.provisions[id_] for id_ in named]
    parts = [one[part][words.lang] for one in provisions for part in ("gist", "note") if part in one]
    cites = dict.fromkeys([*named, *(id_ for one in provisions for id_ in one.get("seen_in", ()))])
    text = words.text("warning.doubted", said=("" if words.chinese else " ").join(parts))
    return {"kind": "unverified", "text": text, "cites": [cite_item(id_, words) for id_ in cites], "graded": True}


WEAKEST = GRADES[0]
MOST_NAMED = 3  # provisions behind one warning


def _all_items(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all_items(item.get("children", []))


def profile_line(answer: Json, words: Words) -> str:
    """Under which profile of readings the answer is; nothing for a part of an answer, whose whole says it once."""
    return profiles.line(answer, words) if "profile" in answer else ""


def stamp(spec: Json, words: Words) -> str:
    """The version and digest of the rules, and that this is not official."""
    parts = [("stamp", spec), ("stamp.workdays", spec.get("workdays"))]
    return "".join(
        words.text(code, version=part["version"], digest=part["digest"].removeprefix("sha256:")[:12])
        for code, part in parts
        if part
    )


def error(problem: Problem, rules: Rules, lang: str) -> str:
    """The sentence of a problem with a request."""
    words = Words(rules, lang)
    values = {key: _error_value(key, value, words) for key, value in problem.values.items()}
    if "near" in problem.values:
        near, others = problem.values["near"], problem.values.get("all", ())
        names = words.join([_alone(name, words) for name in near or others], either=True)
        values["near"] = words.text("error.near" if near else "error.one-of", names=names) if names else ""
    return words.text(f"error.{problem.code}", **values)


def _alone(one: str | Json, words: Words) -> str:
    """A name of a rank or post that means nothing else, so that it can be taken over; any other name as it is."""
    names, things = words.rules.thing_names, words.rules.things
    id_ = one if isinstance(one, str) else one["id"]
    if id_ not in things:
        return words.name(id_) if isinstance(one, str) else str(one[words.lang])
    if names.find(words.name(id_)) == [id_]:
        return words.name(id_)
    return next((short for short in things[id_].get("short", ()) if names.find(short) == [id_]), id_)


def _error_value(key: str, value: Any, words: Words) -> str:
    if key in ("thing", "other"):
        return words.name(value)
    if key == "layers":
        return words.names(value)
    return words.join([str(part) for part in value]) if isinstance(value, list) else str(value)


# -- plain text ------------------------------------------------------------------------------------------------------

MARKS = {"met": "✓", "unmet": "✗", "unknown": "?"}


def as_text(body: Json, rules: Rules, lang: str) -> str:
    """An answer (or an error, or the answers for each next step) as plain text."""
    words = Words(rules, lang)
    if "error" in body:
        return "\n".join(
            f"{one['path'] or '/'}: {one['text'][lang]}" for one in [body["error"], *body["error"].get("also", [])]
        )
    parts = [_text_of(one, rules, words) for one in body.get("targets", [body])] or no_next(body, words)
    foot = "\n".join(filter(None, [profile_line(body, words), stamp(body["spec"], words)]))
    return "\n\n".join([*parts, foot])


def _text_of(answer: Json, rules: Rules, words: Words) -> str:
    """One answer without its foot, which the answers for several next steps have in common."""
    report = tell(answer, rules, words.lang)
    warned = [f"! {one['text']}{_labels(one, words if one.get('graded') else None)}" for one in report["warnings"]]
    lines = [report["headline"], *warned, *report["lines"]]
    for section in report["sections"]:
        lines += ["", section["title"], *_text_table(section.get("table")), *_text_items(section["items"], 0)]
    return "\n".join(lines)


def no_next(body: Json, words: Words) -> list[str]:
    """What is said where no next step follows: that, and what other systems may lead to."""
    return [words.text("next.none"), *beside(body, words)]


def _text_table(table: Json | None) -> Iterator[str]:
    """A table in columns; a Chinese letter is as wide as two others."""
    rows = [table["head"], *table["rows"]] if table else []
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in WIDE else 1 for letter in text)


WIDE = ("W", "F", "A")


def _text_items(items: list[Item], depth: int) -> Iterator[str]:
    for item in items:
        yield "  " * depth + f"{MARKS.get(item.get('status', ''), '-')} {item['text']}{_labels(item)}"
        yield from _text_items(item.get("children", []), depth + 1)


def _labels(item: Item, words: Words | None = None) -> str:
    """The articles of an item; with ``words``, each with how well it is known."""
    known = {cite["id"]: f" — {words.evidence(cite['evidence'])}" if words else "" for cite in item.get("cites", ())}
    return "".join(f" [{cite['label']}{known[cite['id']]}]" for cite in item.get("cites", ()))


__all__ = ["as_text", "error", "stamp", "tell", "verdict"]
