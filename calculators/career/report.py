"""The report of a career: the first and the last day in one sentence, the steps with their reasons, what moves them.

No sentence says that anybody may be promoted: the days are those on which what can be computed would be fulfilled.
``events`` gives the same days for a calendar file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..dates.days import iso, parse
from ..law.rules import Json
from ..telling.phrases import (
    Item,
    bearing,
    cite_item,
    finding_item,
    hangs_on,
    leaves,
    missing_phrase,
    place,
    reason,
    set_by_effects,
    told,
)
from ..telling.plain_report import scope_report
from ..telling.sections import sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one career."""
    scope = scope_report(answer, words)
    if scope:
        return scope | {"sections": list(sections([("missing", _missing(answer, words))], answer, words))}
    return told(answer, headline(answer, words), _lines(answer, words), _sections(answer, words))


def events(answer: Json, words: Words) -> list[Json]:
    """The steps that have a date, for a calendar: ``{date, end?, title, text}``; a month runs from its first day."""
    return [
        _event(step, words) for step in answer["path"] if step["earliest"] and not step["by"].get("entry")
    ]  # the first rank of a recruit is no promotion


def _event(step: Json, words: Words) -> Json:
    days = parse(step["earliest"])
    title = words.text("career.event", rank=words.name(step["rank"]))
    span = {"date": iso(days.first)} | ({} if days.exact else {"end": iso(days.last)})
    return span | {"title": title, "text": words.text("career.event.text")}


# -- the first sentence, and the lines under it ----------------------------------------------------------------------


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the first day and the last, or why there is none."""
    steps = [step for step in answer["path"] if not step["by"].get("entry")]
    first = steps[0] if steps else answer["ends"]
    target = words.name(first["rank"]) if first["rank"] else ""
    until = words.date(min(filter(None, (answer["until"], _regime_to(answer, words)))))
    if not answer["settled"]:
        return _unsettled(answer, target, until, words)
    if answer["status"] == "unknown":
        return words.text("career.headline.unknown", target=target, why=_unknown(answer, first, words))
    if answer["status"] == "unmet":
        return words.text("career.headline.unmet", until=until, why=_end(answer, words))
    sure = [step for step in steps if step["status"] == "met"]
    code = "met" if len(sure) > 1 else "met-one"
    text = words.text(
        f"career.headline.{code}", target=target, date=_date(sure[0], words), until=until, steps=len(sure),
        last=words.name(sure[-1]["rank"]), last_date=_date(sure[-1], words),
    )  # fmt: skip
    return ("" if words.chinese else " ").join([text, *_lapses(sure[0], words)])


def _regime_to(answer: Json, words: Words) -> str | None:
    """The last day of the regime, where it has one."""
    to: str | None = words.rules.regimes[answer["regime"]].get("to")
    return to


def _unsettled(answer: Json, target: str, until: str, words: Words) -> str:
    ends = answer["range"]
    reading = hangs_on(answer, words)
    strict, generous, default = (_day(one, words) for one in (ends["strict"], ends["generous"], answer))
    return words.text("career.headline.unsettled", target=target, until=until, reading=reading, strict=strict,
                      generous=generous, default=default)  # fmt: skip


def _unknown(answer: Json, first: Json, words: Words) -> str:
    """What is missing and the day at best; where nothing is, the reason why no source says it."""
    parts = [_needed(one, words) for one in answer["missing"][:1]]
    if not parts:
        parts = [reason(leaf, _on(answer, answer["until"]), words) for leaf in leaves(answer["findings"])
                 if leaf["status"] == "unknown"][:1]  # fmt: skip
    if first.get("at_best"):
        parts.append(words.text("career.at-best-line", date=words.date(first["at_best"])))
    return ("" if words.chinese else " ").join(parts)


def _end(answer: Json, words: Words) -> str:
    """How the path ends, in a sentence; where no day can be computed, also the reason."""
    finding = _as_assumed(answer["findings"]["children"][-1], answer)
    text = reason(finding, answer, words)
    stuck = [leaf for leaf in bearing(finding, "unmet") if leaf["turns"] is None]
    stuck.sort(key=lambda leaf: leaf.get("code") == "tenure.never")  # what was begun says more than what never was
    if answer["ends"]["because"] != "never" or not stuck:
        return text
    parts = [text, reason(stuck[0], _on(answer, finding["values"]["on"]), words), *_but_for(answer, words)]
    return ("" if words.chinese else " ").join(parts)


def _as_assumed(finding: Json, answer: Json) -> Json:
    """A finding at the end of a path without the days that the years supposed after it would move on and on."""
    if answer["ends"]["because"] != "never" or answer["ends"].get("but_for"):
        return finding
    if finding.get("code") == "tenure.unmet" and finding["turns"]:
        return finding | {"code": "tenure.unmet-assumed", "turns": None}
    if "children" not in finding:
        return finding
    return finding | {"children": [_as_assumed(child, answer) for child in finding["children"]]}


def _but_for(answer: Json, words: Words) -> Iterator[str]:
    """That what holds the step up stands as it was given, and when the other conditions would be fulfilled."""
    held_up = answer["ends"].get("but_for")
    if held_up:
        for kind in held_up["kinds"]:
            yield words.text(f"career.given.{kind}", regime=words.name(answer["regime"]))
    if held_up and held_up["earliest"]:
        yield words.text("career.but-for", date=words.date(held_up["earliest"]))


def _on(answer: Json, day: str) -> Json:
    """The answer as its reasons need it: seen on another day."""
    return answer | {"as_of": day}


def _lines(answer: Json, words: Words) -> Iterator[str]:
    yield words.text("career.regime", regime=words.name(answer["regime"]))
    yield _assumed(answer["assumed"], words)
    yield from set_by_effects(answer["assumed"]["set"], words)
    if answer["ends"].get("would_be"):
        yield words.text("career.would-be", date=words.date(answer["ends"]["would_be"]["earliest"]))
    to = _regime_to(answer, words)
    if to and to < answer["until"] and answer["ends"]["because"] != "regime-ends":
        yield words.text("career.end.regime-ends", date=words.date(to))
    if answer["organ"] is None:
        yield words.text("career.not-asked.organ")
    if any("cite" in one for one in leaves(answer["findings"])):
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _assumed(assumed: Json, words: Words) -> str:
    years = [words.text("career.assumed.year", year=year, grade=words.name(grade))
             for year, grade in assumed["grades"].items()]  # fmt: skip
    others = words.text("career.assumed.others", years=words.join(years)) if years else ""
    return words.text("career.assumed", **{"from": assumed["from"]}, grade=words.name(assumed["grade"]), others=others)


# -- the sections ----------------------------------------------------------------------------------------------------


def _sections(answer: Json, words: Words) -> Iterator[Json]:
    *findings, last = answer["findings"]["children"]
    entered = [step for step in answer["path"] if step["by"].get("entry")]
    steps = [step for step in answer["path"] if not step["by"].get("entry")]
    items = [_entry(step, words) for step in entered]
    items += [_step(step, finding, answer, words) for step, finding in zip(steps, findings, strict=True)]
    own = (("missing", _missing(answer, words)), ("career", items), ("career_end", [_end_item(last, answer, words)]))
    yield from sections(own, answer, words)
    (scenarios,) = sections([("scenarios", list(_notes(answer, words)))], answer, words)
    yield scenarios | {"table": _table(answer, words)}
    yield from sections(("conflicts", "range", "judgements", "unused"), answer, words)


def _missing(answer: Json, words: Words) -> list[Item]:
    return [{"text": missing_phrase(one, words) if one["best"] else _needed(one, words)} for one in answer["missing"]]


def _needed(one: Json, words: Words) -> str:
    """What is still needed, where nothing can be said of what it would give."""
    return words.text("missing.brief", inputs=words.join([place(path, words) for path in one["inputs"]]))


def _entry(step: Json, words: Words) -> Item:
    text = words.text("career.step.entry", rank=words.name(step["rank"]), date=words.date(step["earliest"]))
    return {"text": text, "cites": [cite_item(id_, words) for id_ in step["by"]["cite"]]}


def _step(step: Json, finding: Json, answer: Json, words: Words) -> Item:
    """One step: its day, what moves it, by which branch, and the reasons as they would stand on its day."""
    item = finding_item(finding, _on(answer, finding["values"]["on"]), words)
    space = "" if words.chinese else " "
    item["text"] += "".join(_beside(step, words)) + ("。" if words.chinese else ".")
    item["text"] += "".join(space + text for text in (*_lapses(step, words), *_branches(step, words)))
    item["folded"] = True
    item["status"] = step["status"]
    if step["status"] == "met":  # a day to come: the mark of what is fulfilled would mislead
        del item["status"]
    item["cites"] = [cite_item(id_, words) for id_ in step["by"]["cite"]]
    return item


def _beside(step: Json, words: Words) -> Iterator[str]:
    """The day at best, and those under the extremes of the readings, in brackets."""
    if step.get("at_best") and step["earliest"]:
        yield words.text("career.at-best", date=words.date(step["at_best"]))
    strict, generous = step["range"]["strict"], step["range"]["generous"]
    if strict["earliest"] != generous["earliest"]:
        yield words.text("career.ranges", generous=_day(generous, words), strict=_day(strict, words))


def _lapses(step: Json, words: Words) -> Iterator[str]:
    """That the conditions of a step hold for a time only, where that is so."""
    if step.get("lapses"):
        yield words.text("career.lapses", date=words.date(step["lapses"]))


def _branches(step: Json, words: Words) -> Iterator[str]:
    by = step["by"]
    if by["years"] is None:  # no text seen gives the years, of either branch
        return
    if step["alternatives"]:
        yield words.text("career.by-branch", **{"in": words.names(by["in"], either=True)}, years=by["years"])
    for one in step["alternatives"]:
        values = {"in": words.names(one["in"], either=True), "years": one["years"]}
        date = _day(one, words)
        code = ".no-number" if one["years"] is None else "" if one["held"] else ".not-held"
        yield words.text("career.other-branch" + code, **values, date=date)


def _end_item(finding: Json, answer: Json, words: Words) -> Item:
    on = finding["values"].get("on", answer["until"])
    item = finding_item(_as_assumed(finding, answer), _on(answer, on), words) | {"folded": True}
    item["text"] += "".join(("" if words.chinese else " ") + text for text in _but_for(answer, words))
    ends = answer["ends"].get("range")
    if ends and ends["strict"]["earliest"] != ends["generous"]["earliest"]:
        item["text"] += "".join(_beside(answer["ends"], words))
    del item["status"]
    return item


# -- what a change would do ------------------------------------------------------------------------------------------


def _table(answer: Json, words: Words) -> Json | None:
    """The days of each step under each change; None where there is no day in it."""
    changes, base = _dated(answer), _rows(answer)
    if not changes:
        return None
    head = [words.text("career.table.rank"), words.text("career.table.as-assumed")]
    rows = [
        [words.name(one["rank"]), _cell(one, None, words)]
        + [_cell(change["steps"][number], one, words) for change in changes]
        for number, one in enumerate(base)
    ]
    return {"head": head + [change_name(one, words) for one in changes], "rows": rows}


def _rows(answer: Json) -> list[Json]:
    """The steps of which the table tells: those of the path, and the one after it where there is one."""
    steps = [step for step in answer["path"] if not step["by"].get("entry")]
    return steps + ([answer["ends"]] if answer["ends"]["because"] in ("until", "never", "regime-ends") else [])


def _dated(answer: Json) -> list[Json]:
    """The changes under which a step has a day."""
    return [one for one in answer["changes"] if any(_told(step)[0] for step in one["steps"])]


def _told(one: Json) -> tuple[str | None, bool]:
    """The day of a step that is shown, and whether it is sure: the sure one, else the one at best."""
    return one["earliest"] or one.get("at_best"), bool(one["earliest"])


def _cell(one: Json, base: Json | None, words: Words) -> str:
    """The day of a step; one at best is marked as the picture marks it."""
    if base and _told(one) == _told(base):
        return words.text("career.whatif.same")
    day, sure = _told(one)
    if day is None:
        return words.text("career.never")
    return words.brief_date(day) if sure else words.text("picture.at-best", date=words.brief_date(day))


def change_name(one: Json, words: Words) -> str:
    """A change in a few words."""
    year = one["path"].rpartition(".")[2]
    names = words.rules.effect_names if one["id"] == "bar" else words.rules.grade_names
    name = words.name(names.find(one["value"])[0])
    return words.text(f"career.whatif.{one['id']}", year=year, grade=name, effect=name)


def _notes(answer: Json, words: Words) -> Iterator[Item]:
    """What the mark of a day at best means, from which day a bar runs, and the grades that it sets beside."""
    changes = _dated(answer)
    cells = [cell for one in changes for cell in one["steps"]] + (_rows(answer) if changes else [])
    if any(day and not sure for day, sure in map(_told, cells)):
        yield {"text": words.text("career.table.at-best")}
    for one in changes:
        change = change_name(one, words)
        if one["id"] == "bar":
            yield {"text": words.text("career.whatif.from", change=change, date=words.date(answer["as_of"]))}
        for year, grade in one.get("sets", {}).items():
            yield {"text": words.text("career.whatif.sets", change=change, year=year, grade=words.name(grade))}


def _day(bound: Json, words: Words) -> str:
    """The day of a step or branch in a few words; where none is sure, the one at best."""
    if not bound["earliest"] and bound.get("at_best"):
        return words.text("career.only-at-best", date=words.date(bound["at_best"]))
    return words.date(bound["earliest"]) if bound["earliest"] else words.text("career.no-date")


def _date(step: Json, words: Words) -> str:
    """The day of a step; where its conditions were fulfilled before, since when."""
    since: Any = step.get("since")
    return words.date(step["earliest"]) + (words.text("career.already", since=words.date(since)) if since else "")
