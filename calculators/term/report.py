"""The report of an answer about terms: what stands in the way of another naming, the terms, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..law.rules import Json
from ..telling.phrases import Item, cite_item, cite_items, event, hangs_on, place, told, value_phrase
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one answer about terms."""
    return told(answer, headline(answer, words), _lines(answer, words), _sections(answer, words))


def events(answer: Json, words: Words) -> list[Json]:
    """The end of each term that runs, and the day from which a limit stops another naming, as far as they lie ahead."""
    found, day = [], answer["as_of"]
    for term in answer["terms"]:
        if not term["to"] and term["due"] and term["due"] >= day:
            what = words.text("event.term", post=_post(term, words), number=term["number"])
            found.append(event(term["due"], what, words))
    sure = answer["status"] != "unknown"
    for key, code in (("stops_on", "event.term-stop"), ("earliest", "event.term-free")):
        if sure and answer[key] and answer[key] > day and answer["target"]:
            found.append(event(answer[key], words.text(code, target=words.name(answer["target"])), words))
    return found


def headline(answer: Json, words: Words) -> str:
    """The first sentence: whether anything that can be computed stops another naming, and since when or from when."""
    finding = answer["findings"]
    if finding["kind"] == "scope":
        values = {key: value_phrase(key, value, words) for key, value in finding["values"].items()}
        return words.text(finding["code"], **values)
    if "children" not in finding:
        return words.text(finding["code"])
    target = words.name(answer["target"])
    if not answer["settled"]:
        ends = answer["range"]
        return words.text(
            "headline.term.unsettled", target=target, default=verdict(answer, answer, words),
            strict=verdict(ends["strict"], answer, words), generous=verdict(ends["generous"], answer, words),
            reading=hangs_on(answer, words),
        )  # fmt: skip
    return words.text("headline.term", target=target, verdict=_verdict(answer, words))


def _verdict(answer: Json, words: Words) -> str:
    """The verdict in the first sentence: a day that could be an earlier one is only the latest; a month says so."""
    stops_on = answer["stops_on"]
    if answer["status"] == "met" and stops_on and answer["missing"] and len(stops_on) > len("2026-08"):
        return words.text("verdict.term.met-until-latest", date=words.date(stops_on))
    return verdict(answer, answer, words)


def verdict(bound: Json, answer: Json, words: Words) -> str:
    """A status with its dates in a few words."""
    if bound["status"] == "unknown":
        return words.text("verdict.unknown")
    code = f"verdict.term.{bound['status']}"
    if bound["status"] == "met":
        return (
            words.text(f"{code}-until", date=words.date(bound["stops_on"])) if bound["stops_on"] else words.text(code)
        )
    if not bound["stops_on"]:
        return words.text(f"{code}-undated")
    dates = {"date": words.date(bound["stops_on"])}
    if bound["earliest"]:
        return words.text(f"{code}-until", **dates, until=words.date(bound["earliest"]))
    return words.text(code, **dates)


# What is said of a rule that stops somebody: it does, it will, or it may.
BY = {"unmet": "term.by", "met": "term.by-then", "unknown": "term.by-perhaps"}


def _lines(answer: Json, words: Words) -> Iterator[str]:
    for one in answer["may_be_named"]["by"]:
        yield words.text(BY[answer["status"]], limit=limit(one["id"], words), cite=words.cite(one["cite"]))
    ends = answer["range"]
    if answer["settled"] and ends["strict"] != ends["generous"]:
        strict, generous = (verdict(ends[key], answer, words) for key in ("strict", "generous"))
        yield words.text("range.moves-verdicts", strict=strict, generous=generous)
    if answer["findings"]["kind"] != "scope":
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _sections(answer: Json, words: Words) -> Iterable[Json]:
    parts: list[Part] = [
        ("missing", [_missing(entry, answer, words) for entry in answer["missing"]]),
        ("terms", [_term(term, words) for term in answer["terms"]]),
        ("reasons", [_reason(finding, words) for finding in answer["findings"].get("children", ())]),
        "range",
        "judgements",
        "unused",
    ]
    return sections(parts, answer, words)


def _missing(entry: Json, answer: Json, words: Words) -> Item:
    inputs = words.join([place(path, words) for path in entry["inputs"]])
    best, worst = (verdict(entry[key], answer, words) for key in ("best", "worst"))
    return {"text": words.text(f"missing.{entry['settles']}", inputs=inputs, best=best, worst=worst)}


def _term(term: Json, words: Words) -> Item:
    """One term: which one it is, when it began, and when it ended or ends."""
    post = _post(term, words)
    dates = {key: words.date(term[key]) for key in ("from", "to", "due") if term[key]}
    text = words.text(_code(term), number=term["number"], post=post, **dates)
    if term.get("left"):
        text += words.text("term.left", ground=words.rules.early_ends[term["left"]][words.lang])
    return {"text": text}


def _code(term: Json) -> str:
    """Whether a term runs, was served from its first day to its last, to its last only, or was left early."""
    if not term["to"]:
        return "term.runs"
    if term["whole"]:
        return "term.served"
    return "term.served-part" if term["to"] == term["due"] else "term.early"


def _post(term: Json, words: Words) -> str:
    """The post of a term, with its body where that was given."""
    post = words.name(term["post"])
    return words.text("term.of-body", post=post, body=term["body"]) if term.get("body") else post


def _reason(finding: Json, words: Words) -> Item:
    """One limit, in the words of its kind."""
    values = finding["values"]
    shown = {
        "limit": limit(values["id"], words),
        "most": values.get("most", ""),
        "reached": words.date(values["reached"]) if values.get("reached") else "",
        "due": words.date(values["due"]) if values.get("due") else "",
    }
    code = finding["code"]
    if code.endswith(".met") and values.get("reached"):
        code += "-until"
    cites = [cite_item(item["id"], words) for item in cite_items(finding, words)]
    return {"status": finding["status"], "text": words.text(code, **shown), "cites": cites}


def limit(id_: str, words: Words) -> str:
    """A limit with its number and what follows: ``同一职位任职满10年，必须交流``."""
    named = [one for regime in words.rules.regimes.values() for one in regime.get("terms", {}).get("limits", ())]
    one = next(one for one in named if one["id"] == id_)
    then = one["then"][words.lang] if "then" in one else ""
    return words.text(f"term.limit.{one['kind']}", name=one[words.lang], most=one.get("most", ""), then=then)
