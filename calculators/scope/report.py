"""The report of a scope: which systems apply to the organ on the day, which do not, and why."""

from __future__ import annotations

from ..law.rules import Json
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one scope."""
    applies = [one["id"] for one in answer["regimes"] if one["status"] == "met"]
    open_ = [one["id"] for one in answer["regimes"] if one["status"] == "unknown"]
    code = {(True, True): "met-and-unclear", (True, False): "met", (False, True): "unclear", (False, False): "none"}
    values = {"as_of": words.date(answer["as_of"]), "names": words.names(applies), "unclear": words.names(open_)}
    lines = []
    if answer["findings"]["children"]:  # nothing is known of an answer that rests on nothing
        lines.append(words.text("evidence.line", evidence=words.evidence(answer["evidence"])))
    parts: list[Part] = ["reasons", ("missing", [{"text": _missing(one, words)} for one in answer["missing"]])]
    return {
        "status": answer["status"],
        "headline": words.text(f"reach.headline.{code[bool(applies), bool(open_)]}", **values),
        "lines": lines,
        "sections": list(sections(parts, answer, words)),
    }


def _missing(one: Json, words: Words) -> str:
    names = [words.text("input.organ-" + path.rpartition("/")[2]) for path in one["inputs"]]
    return words.text("missing.brief", inputs=words.join(names))
