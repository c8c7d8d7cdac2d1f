"""The report of a career: whether the rules of their day covered its steps, each step with its reasons, the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..law.rules import Json
from ..telling.phrases import (
    Item,
    after_the_end,
    cite_item,
    event,
    finding_item,
    later_phrase,
    open_phrases,
    past_the_end,
    place,
    reason,
    set_by_effects,
    told,
    verdict,
)
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one career."""
    return told(answer, _headline(answer, words), _lines(answer, words), _sections(answer, words))


def events(answer: Json, words: Words) -> list[Json]:
    """For each next step the day from which its conditions are fulfilled, while it lies ahead."""
    ahead = [one for one in answer["next"] if one["status"] == "unmet" and one["earliest"] and not past_the_end(one)]
    return [event(one["earliest"], words.text("event.promotion", target=words.name(one["target"])), words)
            for one in ahead]  # fmt: skip


def _headline(answer: Json, words: Words) -> str:
    judged = [step for step in answer["path"] if step["status"]]
    if not answer["path"]:
        return words.text("path.headline.empty")
    if not judged:
        return words.text("path.headline.none", steps=len(answer["path"]))
    status = answer["status"]
    stuck = [words.name(step["thing"]) for step in judged if step["status"] == status]
    code = status if answer["settled"] else "unsettled"
    names = words.join(list(dict.fromkeys(stuck)))
    return words.text(f"path.headline.{code}", steps=len(answer["path"]), judged=len(judged), names=names)


def _lines(answer: Json, words: Words) -> Iterator[str]:
    for one in answer["next"]:
        if one["findings"]["kind"] != "scope":
            yield _next_said(one, words)
    if any(step["cite"] for step in answer["path"]):
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _sections(answer: Json, words: Words) -> Iterable[Json]:
    steps = zip(answer["path"], answer["findings"]["children"], strict=True)
    parts: list[Part] = [
        ("path", [_step(step, finding, answer, words) for step, finding in steps]),
        ("next", [_next(one, answer, words) for one in answer["next"]]),
        ("missing", [{"text": _missing(one, words)} for one in answer["missing"]] + _later(answer, words)),
        ("premises", [_premise(one, answer, words) for one in answer["premises"]]),
        "conflicts",
        "judgements",
        "unused",
    ]
    return sections(parts, answer, words)


def _step(step: Json, finding: Json, answer: Json, words: Words) -> Item:
    """One step: how it came about, what was carried over, and the reasons as they stood on its day."""
    then = answer | {"as_of": step["from"]}
    item = finding_item(finding, then, words)
    if not step["status"]:
        del item["status"]
    if step["carried"]:
        item["text"] += words.text("path.carried", since=words.date(step["carried"]["since"]))
        item["text"] += _option(step["carried"], words)
    return item


def _option(carried: Json, words: Words) -> str:
    if "option" not in carried:
        return ""
    name, option = words.reading_name(carried["reading"]), words.option(carried["reading"], carried["option"])
    return words.text("path.option", reading=name, option=option)


def _next(one: Json, answer: Json, words: Words) -> Item:
    finding = one["findings"]
    text = reason(finding, answer, words) if finding["kind"] == "scope" else _next_said(one, words)
    children = [finding_item(child, answer, words) for child in finding.get("children", ())]
    children += open_phrases(one, words)
    cites = [cite_item(id_, words) for id_ in one["cite"]]
    return {"text": text, "status": one["status"], "cites": cites, "children": children}


def _next_said(one: Json, words: Words) -> str:
    """The next step with its verdict, and with those at the ends of the readings where they differ."""
    said = [words.text("path.next", target=words.name(one["target"]), verdict=verdict(one, words))]
    said += set_by_effects(one.get("set", ()), words)
    ends = [verdict(one["range"][end], words) for end in ("strict", "generous")]
    if ends[0] != ends[1]:
        said.append(words.text("range.moves-verdicts", strict=ends[0], generous=ends[1]))
    said += after_the_end(one, words)
    if one.get("lapses"):
        said.append(words.text("but.lapses", date=words.date(one["lapses"])))
    return ("" if words.chinese else " ").join(said)


def _premise(one: Json, answer: Json, words: Words) -> Item:
    """That a step stands on its system having reached the organ, and what would have to be known to tell."""
    step = next(step for step in answer["path"] if step["path"] == one["step"])
    inputs = words.join([place(path, words) for path in one["inputs"]])
    text = words.text(
        "path.premise", date=words.date(step["from"]), rank=words.name(step["thing"]),
        regimes=words.name(one["regime"]), inputs=inputs,
    )  # fmt: skip
    return {"text": text, "cites": [cite_item(one["cite"], words)]}


def _missing(one: Json, words: Words) -> str:
    return words.text("missing.brief", inputs=words.join([place(path, words) for path in one["inputs"]]))


def _later(answer: Json, words: Words) -> list[Item]:
    """The grades that were set only after the day of the step that hangs on them."""
    return [{"text": later_phrase(one, words)} for one in answer.get("later", ())]
