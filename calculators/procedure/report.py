"""The report of a procedure: when it can be over, then every step with its dates and the days that do not count."""

from __future__ import annotations

from collections.abc import Iterator

from ..dates.days import parse
from ..law.rules import Json
from ..telling import plain_report
from ..telling.phrases import Item, cite_item, leaves, reason
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one procedure."""
    said = plain_report.scope_report(answer, words)
    if said:
        return said
    steps = [_step(step, answer, words) for step in answer["steps"]]
    body = plain_report.report(answer, words, headline(answer, words), _lines(answer, words), [("procedure", steps)])
    body["sections"] = [section for section in body["sections"] if section["id"] != "reasons"]  # the steps are those
    return body


def events(answer: Json, words: Words) -> list[dict[str, str]]:
    """The dated steps for a calendar file: ``date`` and perhaps ``end`` (the last day), ``title`` and ``text``."""
    found = []
    for step in answer["steps"]:
        if step["from"] and step["earliest_end"]:
            end = {"end": step["earliest_end"]} if step["earliest_end"] != step["from"] else {}
            text = _text(step, answer, words) + " " + words.cite(step["cite"])
            found.append({"date": step["from"], "title": _name(step, answer, words), "text": text} | end)
    return found


def headline(answer: Json, words: Words) -> str:
    """The first sentence: from when the last step can be over, and the period that the law gives."""
    if answer["start"] is None:
        return words.text("headline.procedure.no-start", why=plain_report.asked(answer, words))
    start, last = words.date(answer["start"]), _name(answer["steps"][-1], answer, words)
    if answer["status"] == "unknown":
        open_ = next(one for one in leaves(answer["findings"]) if one["status"] == "unknown")
        return words.text("headline.procedure.unknown", start=start, last=last, why=reason(open_, answer, words))
    if not answer["settled"]:
        ends = {key: words.date(answer["range"][key]["earliest"]) for key in ("strict", "generous")}
        reading = words.reading_name(answer["range"]["moved_by"][0])
        return words.text("headline.procedure.unsettled", start=start, last=last, reading=reading, **ends)
    periods = [_text(step, answer, words) for step in answer["steps"] if step["working_days"]]
    return words.text("headline.procedure", start=start, last=last, earliest=words.date(answer["earliest"]),
                      periods="".join(periods) if words.chinese else " ".join(periods)).strip()  # fmt: skip


def _lines(answer: Json, words: Words) -> Iterator[str]:
    ends = answer["range"]
    if answer["settled"] and ends["moved_by"] and ends["strict"]["earliest"] and ends["generous"]["earliest"]:
        dates = {key: words.date(ends[key]["earliest"]) for key in ("strict", "generous")}
        code = "procedure.range-within" if ends["strict"] == ends["generous"] else "procedure.range"
        yield words.text(code, reading=words.reading_name(ends["moved_by"][0]), **dates)
    if answer.get("would_be"):
        yield words.text("procedure.would-be", earliest=words.date(answer["would_be"]["earliest"]))
    last = answer["steps"][-1]
    if last["earliest_end"] and last.get("next_worked", last["from"]) != last["from"]:
        dates = {"earliest": words.date(last["from"]), "date": words.date(last["next_worked"])}
        yield words.text("procedure.no-working-day", **dates)
    if answer["start"] and any(step["working_days"] is None for step in answer["steps"]):
        yield words.text("procedure.no-lengths")
    if answer["simplified"]:
        what = words.rules.regimes[answer["regime"]]["procedure"]["simplified"][words.lang]
        yield words.text(f"procedure.simplified.{answer['simplified']}", what=what)
    source = answer["spec"].get("workdays")
    if source and any(step.get("counted") for step in answer["steps"]):
        through = words.date(source["through"])
        yield words.text("procedure.source", library=source["library"], version=source["version"], through=through)


def _rule(step: Json, answer: Json, words: Words) -> Json:
    steps = words.rules.regimes[answer["regime"]]["procedure"]["steps"]
    return next(rule for rule in steps if rule["id"] == step["id"])


def _name(step: Json, answer: Json, words: Words) -> str:
    return str(_rule(step, answer, words)[words.lang])


def _text(step: Json, answer: Json, words: Words) -> str:
    """A step with its dates in one sentence, as its finding has it."""
    return reason(answer["findings"]["children"][answer["steps"].index(step)], answer, words)


def _step(step: Json, answer: Json, words: Words) -> Item:
    """A step; under it who takes it, how organs differ, and which days count."""
    finding = answer["findings"]["children"][answer["steps"].index(step)]
    children = [{"text": text} for text in _details(step, answer, words)]
    item: Item = {"text": _text(step, answer, words), "cites": [cite_item(step["cite"], words)], "children": children}
    return item | ({"status": "unknown"} if finding["status"] == "unknown" else {})


def _details(step: Json, answer: Json, words: Words) -> Iterator[str]:
    rule = _rule(step, answer, words)
    if "who" in rule:
        yield words.text("procedure.who", who=rule["who"][words.lang])
    for place in step["differs"]:
        way = rule["differs"][place]
        kinds = [] if answer["organ"]["kind"] else way["organ"]
        organs = words.join([str(words.rules.spec["organs"][kind][words.lang]) for kind in kinds])
        yield words.text("procedure.differs", organs=organs, how=way[words.lang]) if organs else way[words.lang]
    if step.get("counted"):
        yield words.text("procedure.counted-days", days=words.days(step["counted"]))
    yield from _special(step, words)
    before = answer["steps"][: answer["steps"].index(step)]
    if step.get("next_worked", step["from"]) != step["from"] and all(one["from"] != step["from"] for one in before):
        yield words.text("procedure.next-worked", date=words.date(step["next_worked"]))
    would_be = step.get("would_be")
    if would_be:
        yield words.text("procedure.step-would-be", days=words.span(would_be["from"], would_be["earliest_end"]))


def _special(step: Json, words: Words) -> Iterator[str]:
    """The days that do not count, holidays by name with the weekends in them, and the weekends that do count."""
    weekends: list[str] = []
    for run in _runs(step.get("free", [])):
        days = [one["date"] for one in run]
        names = [_holiday(name, words) for name in dict.fromkeys(one["name"] for one in run) if name]
        if names:
            yield words.text("procedure.holiday", days=words.days(days), name=words.join(names))
        else:
            weekends += days
    if weekends:
        yield words.text("procedure.weekend", days=words.days(weekends))
    for one in step.get("swapped", ()):
        yield words.text("procedure.swapped", days=words.date(one["date"]), name=_holiday(one["name"], words))


def _runs(free: list[Json]) -> list[list[Json]]:
    """The days off, those that follow each other together."""
    runs: list[list[Json]] = []
    for one in free:
        if runs and parse(one["date"]).first == parse(runs[-1][-1]["date"]).first + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _holiday(name: str | None, words: Words) -> str:
    workdays = words.rules.workdays
    return str(workdays.names[name][words.lang]) if name and workdays else ""
