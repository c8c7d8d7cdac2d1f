"""An answer as HTML: the same in the live page, in the static worked examples and in a saved file.

Only markup and classes; colours and sizes are the style sheet's. Every text is escaped. Links go to the pages of the
site below ``root``, the relative address of the language's home.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from ..career.draw import career
from ..law.rules import Json, Rules
from ..path.draw import path
from ..procedure.draw import procedure
from ..quota.draw import quota
from .draw import timeline
from .say import no_next, profile_line, stamp, tell
from .words import Words

Item = dict[str, Any]
PICTURES = {"path": path, "career": career, "quota": quota, "procedure": procedure}


def render(body: Json, rules: Rules, lang: str, root: str = "") -> str:
    """The HTML of an answer, of the answers for each next step, or of an error."""
    words = Words(rules, lang)
    if "error" in body:
        return errors([body["error"], *body["error"].get("also", [])], words)
    foot = _profile(profile_line(body, words)) + _stamp(body, words)
    answers = body.get("targets", [body])
    if len(answers) == 1:
        return _article(answers[0], rules, words, root, foot)
    parts = [_article(one, rules, words, root) for one in answers]
    parts = parts or [f'<p class="zj-empty">{escape(one)}</p>' for one in no_next(body, words)]
    return "".join([*parts, foot])


def _article(answer: Json, rules: Rules, words: Words, root: str, foot: str = "") -> str:
    """One answer; the foot of several is that of them all."""
    report = tell(answer, rules, words.lang)
    draft = " zj-of-draft" if report["regime_state"] == "draft" else ""
    return (
        f'<article class="zj-answer zj-{report["status"]}{draft}">'
        + "".join(_warning(one, words, root) for one in report["warnings"])
        + _headline(report, answer["calculator"], words)
        + "".join(f'<p class="zj-line">{escape(line)}</p>' for line in report["lines"])
        + picture(answer, rules, words.lang)
        + "".join(_section(section, answer["calculator"], words, root) for section in report["sections"])
        + f"{foot}</article>"
    )


def _profile(line: str) -> str:
    return f'<p class="zj-profile">{escape(line)}</p>' if line else ""


def _stamp(body: Json, words: Words) -> str:
    return f'<p class="zj-stamp">{escape(stamp(body["spec"], words))}</p>'


def picture(answer: Json, rules: Rules, lang: str) -> str:
    """The picture that goes with an answer; empty where there is nothing to draw."""
    return PICTURES.get(answer["calculator"], timeline)(answer, rules, lang)


def anchor(id_: str) -> str:
    """The anchor of a provision on the page of sources."""
    return id_.replace("/", "-").replace(".", "-")


def errors(found: list[Json], words: Words) -> str:
    """What is wrong with the request: each message leads to its field."""
    items = "".join(
        f'<li data-path="{escape(one["path"])}">'
        f'<a href="#" class="zj-to-field">{escape(one["text"][words.lang])}</a></li>'
        for one in found
    )
    return f'<div class="zj-errors" role="alert"><p>{escape(words.text("errors.title"))}</p><ul>{items}</ul></div>'


def _warning(one: Item, words: Words, root: str) -> str:
    """A band above the answer: it rests on less than law whose wording was seen."""
    cites = _cites(one["cites"], words, root, graded=one.get("graded", False))
    return f'<p class="zj-warning zj-warning-{one["kind"]}">{escape(one["text"])}{cites}</p>'


def _headline(report: Json, calculator: str, words: Words) -> str:
    label = _word("badge", calculator, report["status"], words)
    return (
        f'<p class="zj-headline"><span class="zj-badge zj-badge-{report["status"]}">{escape(label)}</span> '
        f'<span class="zj-sentence">{escape(report["headline"])}</span></p>'
    )


def _word(part: str, calculator: str, status: str, words: Words) -> str:
    """The word for a status: a calculator may have its own, as 适用 for what others call 具备."""
    own = f"{part}.{calculator}.{status}"
    return words.text(own if words.has(own) else f"status.{status}")


def _section(section: Json, calculator: str, words: Words, root: str) -> str:
    body = "".join(_item(item, calculator, words, root) for item in section["items"])
    items = f'<ul class="zj-items">{body}</ul>' if body else ""
    return (
        f'<section class="zj-section zj-section-{section["id"]}"><h3>{escape(section["title"])}</h3>'
        f"{_table(section)}{items}</section>"
    )


def _table(section: Item) -> str:
    """The table of a section: its first column names the rows; it scrolls where it is wider than the page."""
    table = section.get("table")
    if not table:
        return ""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in table["head"])
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in table["rows"]
    )
    return (
        f'<div class="zj-scroll" tabindex="0" role="region" aria-label="{escape(section["title"])}">'
        f'<table class="zj-table zj-grid"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _item(item: Item, calculator: str, words: Words, root: str) -> str:
    status = item.get("status")
    word = escape(_word("mark", calculator, status, words)) if status else ""
    mark = f'<span class="zj-mark zj-mark-{status}">{word}</span> ' if status else ""
    text = escape(item["text"])
    if "reading" in item:
        text = f'<a href="{escape(root)}reading/{escape(item["reading"])}/">{text}</a>'
    children = "".join(_item(child, calculator, words, root) for child in item.get("children", ()))
    nested = f'<ul class="zj-items">{children}</ul>' if children else ""
    if nested and item.get("folded"):
        nested = (
            f'<details class="zj-folded"><summary>{escape(words.text("section.reasons"))}</summary>{nested}</details>'
        )
    ledger = _ledger(item["ledger"], words) if "ledger" in item else ""
    return f"<li>{mark}{text}{_cites(item.get('cites', ()), words, root)}{ledger}{nested}</li>"


def _cites(cites: Iterable[Item], words: Words, root: str, *, graded: bool = True) -> str:
    links = [
        f'<a class="zj-cite" href="{escape(root)}sources/#{anchor(cite["id"])}">{escape(cite["label"])}</a>'
        + (f"<small>{escape(words.evidence(cite['evidence']))}</small>" if graded and cite["evidence"] in WEAK else "")
        for cite in cites
    ]
    return f' <span class="zj-cites">{" ".join(links)}</span>' if links else ""


WEAK = ("secondary", "unverified")


def _ledger(lines: list[Item], words: Words) -> str:
    """The years of a tenure as a table, folded away until asked for."""
    heads = "".join(f'<th scope="col">{escape(words.text("ledger.head." + key))}</th>' for key in HEADS)
    rows = "".join(
        f'<tr class="zj-{line["because"]}"><th scope="row">{line["year"]}</th><td>{escape(line["from"])}</td>'
        f"<td>{escape(line['to'])}</td><td>{escape(line['grade'])}</td><td>{escape(line['text'])}</td></tr>"
        for line in lines
    )
    return (
        f'<details class="zj-ledger"><summary>{escape(words.text("section.ledger"))}</summary>'
        f'<div class="zj-scroll" tabindex="0" role="region" aria-label="{escape(words.text("section.ledger"))}">'
        f'<table class="zj-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


HEADS = ("year", "from", "to", "grade", "effect")
