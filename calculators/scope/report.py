"""The report of a scope: which systems apply to the organ on the day, which do not, and why."""

from __future__ import annotations

from ..law.rules import Json
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one scope."""
    applies = [one["id"] for one in answer["regimes"] if one["status"] == "met"]
    open_ = [one["id"] for one in answer["regimes"] if one["status"] == "unknown"]
    code = "met" if applies else "none"
    day = words.date(answer["as_of"])
    lines = [words.text("reach.unclear", names=words.names(open_))] if open_ else []
    if answer["findings"]["children"]:  # nothing is known of an answer that rests on nothing
        lines.append(words.text("evidence.line", evidence=words.evidence(answer["evidence"])))
    parts: list[Part] = ["reasons", ("missing", [{"text": _missing(one, words)} for one in answer["missing"]])]
    return {
        "status": answer["status"],
        "headline": words.text(f"reach.headline.{code}", as_of=day, names=words.names(applies)),
        "lines": lines,
        "sections": list(sections(parts, answer, words)),
    }


def _missing(one: Json, words: Words) -> str:
    names = [words.text("input.organ-" + path.rpartition("/")[2]) for path in one["inputs"]]
    return words.text("missing.brief", inputs=words.join(names))
