"""The report of an effect answer: until when promotion is barred, the stretches, the grades that are set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..law.rules import Json
from ..telling.phrases import (
    Item,
    after_the_end,
    cite_item,
    event,
    hangs_on,
    hangs_open,
    leaves,
    open_phrases,
    past_the_end,
    reason,
    told,
    unasked,
    value_phrase,
)
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one effect answer."""
    said = ("" if words.chinese else " ").join([headline(answer, words), *unasked(answer, words)])
    return told(answer, said, _lines(answer, words), _sections(answer, words))


def events(answer: Json, words: Words) -> list[Json]:
    """The stretches that still bar, and the first free day, unless it lies after the system.

    Nothing while it cannot be told whether one bars.
    """
    if answer["status"] != "unmet":
        return []
    found = []
    for one in answer["barred"]:
        if one["to"] and one["to"] >= answer["as_of"]:
            what = words.text("event.barred", because=words.names(one["because"]))
            found.append(event(one["from"], what, words, one["to"]))
    if answer["until"] and not past_the_end(answer):
        found.append(event(answer["until"], words.text("event.free"), words))
    return found


def headline(answer: Json, words: Words) -> str:
    """The first sentence: barred or free, and from which day."""
    tree, values = answer["findings"], {"as_of": words.date(answer["as_of"])}
    if tree["kind"] == "scope":
        return words.text(tree["code"], **{key: value_phrase(key, one, words) for key, one in tree["values"].items()})
    if not answer["settled"]:
        ends = answer["range"]
        return words.text(
            "effect.headline.unsettled", default=_verdict(answer, words), strict=_verdict(ends["strict"], words),
            generous=_verdict(ends["generous"], words),
            reading=hangs_on(answer, words),
        )  # fmt: skip
    code = _code(answer)
    if code == "unknown" and _would_tell(answer):
        values |= {"cites": words.join([words.cite(id_) for id_ in answer["unverified"]])}
        return words.text("effect.headline.doubted", **values, verdict=_verdict(answer["would_be"], words))
    why = _why(answer, words) if code in ("unknown", "open") else ""
    until = words.date(answer["until"]) if answer["until"] else ""
    open_ = answer["missing"] or answer.get("later")
    if code in ("met", "unmet") and open_ and len(answer["until"]) > len("2024-05"):
        code = f"{code}-latest"  # what is missing could make the day an earlier one; a month says so itself
    return words.text(f"effect.headline.{code}", **values, why=why, until=until)


def _would_tell(answer: Json) -> bool:
    """Whether the answer would be known if only the unverified numbers were true."""
    return bool(answer.get("would_be")) and answer["would_be"]["status"] != "unknown"


def _code(answer: Json) -> str:
    if answer["status"] == "unmet" and answer["until"] is None:
        return "open"
    return "none" if answer["status"] == "met" and answer["until"] is None else str(answer["status"])


def _verdict(bound: Json, words: Words) -> str:
    """Free, barred or unknown, with its date, in a few words."""
    if bound["earliest"] is None and bound["status"] != "unknown":
        return words.text("effect.verdict.always" if bound["status"] == "met" else "effect.verdict.never")
    earliest = words.date(bound["earliest"]) if bound["earliest"] else ""
    return words.text(f"effect.verdict.{bound['status']}", earliest=earliest)


def _why(answer: Json, words: Words) -> str:
    """What is missing; or the reason of the first bar that has no end."""
    if said := hangs_open(answer, words):
        return said
    stuck = [leaf for leaf in leaves(answer["findings"]) if leaf["status"] == answer["status"]]
    return reason(stuck[0], answer, words) if stuck else ""


def _lines(answer: Json, words: Words) -> Iterator[str]:
    ends = answer["range"]
    if answer["settled"] and ends["strict"] != ends["generous"]:
        strict, generous = _verdict(ends["strict"], words), _verdict(ends["generous"], words)
        yield words.text("range.moves-verdicts", strict=strict, generous=generous)
    if answer.get("would_be") and answer["status"] != "unknown":
        yield words.text("would-be", verdict=_verdict(answer["would_be"], words))
    yield from after_the_end(answer, words)
    if answer["findings"]["kind"] != "scope":
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _sections(answer: Json, words: Words) -> Iterable[Json]:
    parts: list[Part] = [
        ("missing", open_phrases(answer, words, tell=_verdict)),
        ("barred", [_stretch(one, words) for one in answer["barred"]]),
        ("grades", [_grade(year, one, words) for year, one in answer["grades"].items()]),
        ("brings", [_brought(one, answer, words) for one in answer["brings"]]),
        "conflicts",
        "reasons",
        "range",
        "judgements",
        "unused",
    ]
    return sections(parts, answer, words)


def _stretch(one: Json, words: Words) -> Item:
    values = {"from": words.date(one["from"]), "because": words.names(one["because"])}
    told = [key for key in ("to", "at_most", "at_least") if one.get(key)]
    if told == ["at_least"] and one["at_least"] == one["from"]:  # "from that day to that day at least" says nothing
        told = []
    dates = {key: words.date(one[key]) for key in told}
    code = {"to": "to", "at_most": "between", "at_least": "least"}.get(next(iter(dates), ""), "open")
    return {"text": words.text(f"effect.barred.{code}", **values, **dates), "cites": _cites(one["cite"], words)}


def _grade(year: str, one: Json, words: Words) -> Item:
    code = next(key for key in ("is", "at_most", "one_of") if key in one)
    named = words.names(one[code], either=True) if code == "one_of" else words.name(one[code])
    why = one["why"][words.lang] if "why" in one else ""
    text = words.text(f"effect.grade.{code}", year=year, grade=named, because=words.name(one["because"]), why=why)
    return {"text": text, "cites": _cites([one["cite"]], words)}


def _brought(one: Json, answer: Json, words: Words) -> Item:
    entries = words.rules.regimes[answer["regime"]]["assessment"]
    text = next(entry[words.lang] for entry in entries if entry["id"] == one["id"])
    years = words.join([str(year) for year in one["years"]])
    return {"text": words.text("effect.brings", year=years, text=text), "cites": _cites([one["cite"]], words)}


def _cites(ids: list[str], words: Words) -> list[Item]:
    return [cite_item(id_, words) for id_ in ids]
