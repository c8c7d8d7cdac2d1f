"""Telling an answer in words: the first sentence, then sections of reasons, each with its status and its article.

``tell`` turns an answer into a *report*, the same for every output: page, print, text of the command line.
A report has a headline, a few lines, and sections of items; an item has a text and perhaps a status, articles,
children.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .errors import Problem
from .rules import Json, Rules
from .words import Words

Item = dict[str, Any]


def tell(answer: Json, rules: Rules, lang: str) -> Json:
    """The report of one answer."""
    words = Words(rules, lang)
    return {
        "status": answer["status"] if answer["settled"] else "unsettled",
        "target": answer["target"],
        "headline": headline(answer, words),
        "lines": [line for line in _lines(answer, words) if line],
        "sections": [section for section in _sections(answer, words) if section["items"]],
        "stamp": stamp(answer["spec"], words),
    }


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the verdict with its date, or, where it is not settled, the reading that it hangs on."""
    if answer["findings"]["kind"] == "scope":
        return _scope(answer["findings"], words)
    target = words.name(answer["target"])
    if not answer["settled"]:
        ends = answer["range"]
        return words.text(
            "headline.unsettled", target=target, default=verdict(answer, words),
            strict=verdict(ends["strict"], words), generous=verdict(ends["generous"], words),
            reading=("；" if words.chinese else "; ").join(words.reading_name(id_) for id_ in ends["moved_by"]),
        )  # fmt: skip
    status, earliest = answer["status"], answer["earliest"]
    if status == "unknown":
        return words.text("headline.unknown", target=target, why=_why(answer, words, "unknown"))
    if earliest is None and answer["missing"]:
        return words.text("headline.open", target=target, why=_why(answer, words, "unknown"))
    if earliest is None:
        return words.text("headline.never", target=target, why=_why(answer, words, "unmet"))
    return words.text(f"headline.{status}", target=target, earliest=words.date(earliest))


def verdict(bound: Json, words: Words) -> str:
    """A status and its date in a few words."""
    if bound["status"] == "unknown":
        return words.text("verdict.unknown")
    if bound["earliest"] is None:
        return words.text("status.met" if bound["status"] == "met" else "verdict.never")
    return words.text(f"verdict.{bound['status']}", earliest=words.date(bound["earliest"]))


def stamp(spec: Json, words: Words) -> str:
    """The version and digest of the rules, and that this is not official."""
    return words.text("stamp", version=spec["version"], digest=spec["digest"].removeprefix("sha256:")[:12])


def error(problem: Problem, rules: Rules, lang: str) -> str:
    """The sentence of a problem with a request."""
    words = Words(rules, lang)
    values = {key: _error_value(key, value, words) for key, value in problem.values.items()}
    near = problem.values.get("near")
    if near is not None:
        values["near"] = words.text("error.near", names=words.join([words.name(name) for name in near])) if near else ""
    return words.text(f"error.{problem.code}", **values)


def _error_value(key: str, value: Any, words: Words) -> str:
    if key in ("thing", "other"):
        return words.name(value)
    return words.join([str(part) for part in value]) if isinstance(value, list) else str(value)


# -- the lines under the first sentence ------------------------------------------------------------------------------


def _lines(answer: Json, words: Words) -> Iterator[str]:
    ends = answer["range"]
    if answer["settled"] and ends["strict"] != ends["generous"]:
        same = ends["strict"]["status"] == ends["generous"]["status"]
        dated = same and ends["strict"]["earliest"] and ends["generous"]["earliest"]
        yield (
            words.text(
                "range.moves",
                generous=words.date(ends["generous"]["earliest"]),
                strict=words.date(ends["strict"]["earliest"]),
            )
            if dated
            else words.text(
                "range.moves-verdicts", strict=verdict(ends["strict"], words), generous=verdict(ends["generous"], words)
            )
        )
    for year in sorted(
        {
            year
            for leaf in leaves(answer["findings"])
            if leaf["status"] == answer["status"]
            for year in leaf.get("values", {}).get("provisional", ())
        }
    ):
        yield words.text("mark.provisional", year=year)
    if answer.get("level"):
        level = answer["level"]
        yield words.text(
            f"level.{level['because']}", cite=words.cite(level["cite"]), **{"from": level["from"], "to": level["to"]}
        )
    if answer.get("would_be"):
        yield words.text("would-be", verdict=verdict(answer["would_be"], words))
    if answer["findings"]["kind"] != "scope":
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def leaves(finding: Json) -> Iterator[Json]:
    """The findings without children, in order."""
    if "children" not in finding:
        yield finding
    for child in finding.get("children", ()):
        yield from leaves(child)


def _why(answer: Json, words: Words, status: str) -> str:
    """Why there is no date: the first leaf of that status that has none; for what is missing, what is missing."""
    if status == "unknown" and answer["missing"]:
        return _missing(answer["missing"][0], words, brief=True)
    stuck = [leaf for leaf in _bearing(answer["findings"], status) if leaf["turns"] is None]
    return reason(stuck[0], answer, words) if stuck else ""


def _bearing(finding: Json, status: str) -> Iterator[Json]:
    """The leaves that give a node its status; of the branches of an "any", those that say most come first."""
    if finding["status"] != status:
        return
    if "children" not in finding:
        yield finding
    children = finding.get("children", ())
    for child in (
        sorted(children, key=lambda one: one.get("code") == "tenure.never") if finding["kind"] == "any" else children
    ):
        yield from _bearing(child, status)


# -- sections --------------------------------------------------------------------------------------------------------


def _sections(answer: Json, words: Words) -> Iterator[Json]:
    tree = answer["findings"]
    parts: list[tuple[str, list[Item]]] = [
        ("missing", [{"text": _missing(entry, words)} for entry in answer["missing"]]),
        ("conflicts", [_conflict(entry, words) for entry in answer["conflicts"]]),
        ("reasons", [_item(child, answer, words) for child in tree.get("children", ())]),
        ("range", [_reading(id_, words) for id_ in answer["range"]["moved_by"]]),
        ("what_if", [{"text": _what_if(entry, words)} for entry in answer["what_if"]]),
        ("judgements", [_judgement(entry, words) for entry in answer["judgements"]]),
        ("unused", [{"text": words.text("unused", path=place(path, words), as_of=words.date(answer["as_of"]))}
                    for path in answer["unused"]]),
    ]  # fmt: skip
    for id_, items in parts:
        yield {"id": id_, "title": words.text(f"section.{id_}"), "items": items}


def _item(finding: Json, answer: Json, words: Words) -> Item:
    """A finding as an item of the list of reasons."""
    body: Item = {"status": finding["status"], "text": reason(finding, answer, words), "cites": _cites(finding, words)}
    if "children" in finding:
        body["children"] = [_item(child, answer, words) for child in finding["children"]]
    if finding.get("values", {}).get("ledger"):
        body["ledger"] = [_ledger_line(line, words) for line in finding["values"]["ledger"]]
    return body


def reason(finding: Json, answer: Json, words: Words) -> str:
    """The sentence of one finding."""
    code = str(finding.get("code") or finding["kind"])
    if code == "tenure.unmet" and finding["turns"] is None:
        code = "tenure.unmet-never"
    values = {key: _value(key, value, words) for key, value in finding.get("values", {}).items() if value is not None}
    if "of" in values:
        values["families"] = values["of"]
    values["marks"] = _marks(finding.get("values", {}).get("ledger", ()), words)
    dates = {"as_of": words.date(answer["as_of"])} | (
        {"turns": words.date(finding["turns"])} if finding["turns"] else {}
    )
    return words.text(code, **(values | dates))


def _marks(ledger: Iterable[Json], words: Words) -> str:
    """What single years did to a credit, in brackets; empty where every year simply counted."""
    codes = {"shortens": "mark.excellent", "drops": "mark.dropped", "not-stated": "mark.not-stated"}
    said = {
        words.text(codes[line["because"]], year=line["year"], months=line["months"]): None
        for line in ledger
        if line["because"] in codes
    }
    return words.text("tenure.marks", marks=("；" if words.chinese else "; ").join(said)) if said else ""


def _value(key: str, value: Any, words: Words) -> str:
    """A value of a finding in words, by what its key means."""
    if key == "in":
        return words.names(value, either=True)
    if key in ("target", "now", "rank", "post", "lowest", "grade", "effect"):
        return words.name(value)
    if key == "of":
        return words.join([words.text(f"family.{family}") for family in value], either=True)
    if key == "bars":
        return ("；" if words.chinese else "; ").join(_bar(bar, words) for bar in value)
    if key in ("since", "date", "as_of"):
        return words.date(value)
    if key == "credit":
        return words.credit(value)
    return words.names(value) if key == "regimes" else str(value)


def _bar(bar: Json, words: Words) -> str:
    values = {"effect": words.name(bar["effect"]), "from": words.date(bar["from"])}
    if bar["to"] is None:
        return words.text("bar.open", **values)
    return words.text("bar.to", **values, to=words.date(bar["to"]))


def _cites(finding: Json, words: Words) -> list[Item]:
    cites = finding.get("cite", [])
    return [_cite(id_, words) for id_ in ([cites] if isinstance(cites, str) else cites) if id_]


def _cite(id_: str, words: Words) -> Item:
    return {"id": id_, "label": words.cite(id_), "evidence": words.rules.provisions[id_]["evidence"]}


def _ledger_line(line: Json, words: Words) -> Item:
    return {
        "year": line["year"], "from": words.date(line["from"]), "to": words.date(line["to"]),
        "grade": words.name(line["grade"]) if line["grade"] else "",
        "text": words.text(f"ledger.{line['because']}", months=line["months"]), "because": line["because"],
    }  # fmt: skip


def _missing(entry: Json, words: Words, *, brief: bool = False) -> str:
    """What is still to be given, and what it could make of the answer."""
    inputs = words.join([place(path, words) for path in entry["inputs"]])
    return words.text(
        "missing.brief" if brief else f"missing.{entry['settles']}",
        inputs=inputs,
        best=verdict(entry["best"], words),
        worst=verdict(entry["worst"], words),
    )


def place(path: str, words: Words) -> str:
    """The input that a path names, as a person would call it."""
    parts = path.strip("/").replace("person.", "person/").replace(".", "/").split("/")
    _, kind, key, field, *_ = [*parts, "", "", ""]
    if kind == "grades":
        return words.text("input.known_from" if field else "input.grades", key=key)
    number = str(int(key) + 1) if key.isdigit() else ""
    code = f"input.{kind}-{field}" if field else f"input.{kind}-entry" if key else f"input.{kind}"
    return words.text(code, n=number) if words.has(code) else path


def _conflict(entry: Json, words: Words) -> Item:
    values = {key: _value(key, value, words) for key, value in entry["values"].items()}
    return {"text": words.text("conflict." + entry["code"], **values), "cites": [_cite(entry["cite"], words)]}


def _reading(id_: str, words: Words) -> Item:
    return {"text": words.reading(id_), "reading": id_}


def _what_if(entry: Json, words: Words) -> str:
    *_, year = entry["path"].split(".")
    change = words.text("whatif.grade", year=year, grade=words.name(words.rules.grade_names.find(entry["value"])[0]))
    earliest = entry["earliest"]
    result = words.text("whatif.from", earliest=words.date(earliest)) if earliest else words.text("whatif.never")
    return words.text("whatif", change=change, result=result)


def _judgement(entry: Json, words: Words) -> Item:
    named = {item["id"]: item for regime in words.rules.regimes.values() for item in regime.get("judgements", ())}
    text = named[entry["id"]][words.lang] if entry["id"] in named else entry["id"]
    if entry.get("path"):
        text += f" ({place(entry['path'], words)})"
    return {"text": text, "cites": [_cite(entry["cite"], words)] if entry.get("cite") else []}


def _scope(finding: Json, words: Words) -> str:
    return words.text(finding["code"], **{key: _value(key, value, words) for key, value in finding["values"].items()})


# -- plain text ------------------------------------------------------------------------------------------------------

MARKS = {"met": "✓", "unmet": "✗", "unknown": "?"}


def as_text(body: Json, rules: Rules, lang: str) -> str:
    """An answer (or an error, or the answers for each next step) as plain text."""
    words = Words(rules, lang)
    if "error" in body:
        return "\n".join(
            f"{one['path'] or '/'}: {one['text'][lang]}" for one in [body["error"], *body["error"].get("also", [])]
        )
    if "targets" in body:
        return "\n\n".join(as_text(one, rules, lang) for one in body["targets"]) or words.text("next.none")
    report = tell(body, rules, lang)
    lines = [report["headline"], *report["lines"]]
    for section in report["sections"]:
        lines += ["", section["title"], *_text_items(section["items"], 0)]
    return "\n".join([*lines, "", report["stamp"]])


def _text_items(items: list[Item], depth: int) -> Iterator[str]:
    for item in items:
        cites = "".join(f" [{cite['label']}]" for cite in item.get("cites", ()))
        yield "  " * depth + f"{MARKS.get(item.get('status', ''), '-')} {item['text']}{cites}"
        yield from _text_items(item.get("children", []), depth + 1)
