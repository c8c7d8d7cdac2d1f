"""The report of a level: the level, and the step that each rule made."""

from __future__ import annotations

from collections.abc import Iterator

from ..law.rules import Json
from ..telling import plain_report
from ..telling.phrases import hangs_on, leaves, set_by_effects
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one level."""
    said = plain_report.scope_report(answer, words)
    return said or plain_report.report(answer, words, headline(answer, words), _lines(answer, words), [])


def headline(answer: Json, words: Words) -> str:
    """The first sentence: the level, or what is still needed for it; first of all, whether a reading decides it."""
    if not answer["settled"]:
        ends = {end: _bound(answer["range"][end], words) for end in ("strict", "generous")}
        reading = hangs_on(answer, words)
        return words.text("headline.level.unsettled", reading=reading, default=_bound(answer, words), **ends)
    if answer["level"] is None:
        return words.text("headline.level.unknown", why=plain_report.asked(answer, words))
    if answer["status"] == "unmet":
        return _unmet(answer, words)
    if answer["target"]:
        return words.text("headline.level.target", level=answer["level"], target=words.name(answer["target"]))
    return words.text("headline.level", level=answer["level"], as_of=words.date(answer["as_of"]))


def _unmet(answer: Json, words: Words) -> str:
    """Why there is no level to gain: the move is no promotion, or one of more than one step, or a period runs."""
    codes = [str(one.get("code")) for one in leaves(answer["findings"])]
    target = words.name(answer["target"]) if answer["target"] else ""
    if any(code.startswith("level.not-above") for code in codes):
        return words.text("headline.level.no-promotion", level=answer["level"], target=target)
    if "level.far" in codes:
        return words.text("headline.level.far", level=answer["level"], target=target)
    return words.text("headline.level.unmet", level=answer["level"])


def _bound(bound: Json, words: Words) -> str:
    """The level by one way to read the law, as a part of a sentence."""
    return words.text(f"level.bound.{bound['status']}", level=bound["level"])


def _lines(answer: Json, words: Words) -> Iterator[str]:
    yield from set_by_effects(answer.get("set", ()), words)
    if answer.get("would_be"):
        yield words.text("level.would-be", level=answer["would_be"]["level"])
