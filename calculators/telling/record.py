"""An answer to keep: what was entered, what came out, and what a paper needs beside it.

On a print the answer stands between two blocks that a screen does not show: above it lines for a name and a day, to be
filled in by hand since no name is typed here, and what was entered; below it the readings that were used, the version
of the rules, lines for signatures, and that none of this is official.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..law.readings import default
from ..law.rules import Json, Rules
from .inputs import inputs
from .say import as_text, stamp
from .words import Words


def text(request: Json, body: Json, rules: Rules, lang: str) -> str:
    """What was entered, and the answer, as plain text."""
    words = Words(rules, lang)
    if "error" in body:
        return as_text(body, rules, lang)
    lines = [words.text("given.title")]
    for one in inputs(request, rules, lang):
        first, *others = one["values"]
        lines.append("- " + words.text("given.pair", label=one["label"], value=first))
        lines += [f"  {other}" for other in others]
    return "\n".join([*lines, "", as_text(body, rules, lang)])


def paper(request: Json, body: Json, rules: Rules, lang: str) -> dict[str, str]:
    """The two blocks of a print as HTML: ``above`` and ``below`` the answer; empty for an error."""
    if "error" in body:
        return {"above": "", "below": ""}
    words = Words(rules, lang)
    rows = "".join(
        f'<tr><th scope="row">{escape(one["label"])}</th><td>{"<br>".join(map(escape, one["values"]))}</td></tr>'
        for one in inputs(request, rules, lang)
        if one["key"] != "readings"  # they stand below, with those that are by default
    )
    used = "".join(f"<li>{escape(line)}</li>" for line in readings(request, body, words))
    day = words.text("paper.day")
    whom = _lines(words, ("name" if request.get("person") else "unit", ""), ("made", day))
    signatures = _lines(words, ("prepared", ""), ("checked", ""), ("date", day))
    return {
        "above": f'<p class="zj-whom">{whom}</p><h2>{escape(words.text("given.title"))}</h2>'
        f'<table class="zj-given"><tbody>{rows}</tbody></table>',
        "below": f'<h2>{escape(words.text("paper.readings"))}</h2><ul class="zj-used">{used}</ul>'
        f'<p class="zj-paper-stamp">{escape(stamp(body["spec"], words))}</p>'
        f'<p class="zj-signatures">{signatures}</p><p class="zj-signed">{escape(words.text("paper.signed"))}</p>',
    }


def _lines(words: Words, *lines: tuple[str, str]) -> str:
    """Lines to be filled in by hand, each with what it is for and what stands at its end."""
    return "".join(
        f"<span><b>{escape(words.text(f'paper.{code}'))}</b><i>{escape(end)}</i></span>" for code, end in lines
    )


def readings(request: Json, body: Json, words: Words) -> Iterator[str]:
    """The readings that an answer was given under: those that were chosen, and those that move it, as by default."""
    chosen = request.get("readings") or {}
    for id_, option in chosen.items():
        yield words.text("given.reading", question=words.reading(id_), option=words.option(id_, option))
    moving = dict.fromkeys(
        (id_, answer.get("regime")) for answer in body.get("targets", [body]) for id_ in answer["range"]["moved_by"]
    )
    for id_, regime in moving:
        if id_ not in chosen:
            option = words.option(id_, default(words.rules.readings[id_], regime or ""))
            yield words.text("paper.default", question=words.reading(id_), option=option)
    yield words.text("paper.other-readings" if chosen or moving else "paper.no-readings")
