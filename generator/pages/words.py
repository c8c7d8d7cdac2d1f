"""The words of a template: what every page may call to name, date, cite and link.

    {{ name('general/diaoyanyuan-1') }}   {{ cite('gd2019/19') }}   {{ page('ladder') }}   {{ t('级别', 'Level') }}

`cite` gives a Markdown link to the provision on the page of sources, with its evidence where that is weak; `page` gives
a link relative to the page that is being written, so that the site works under any address.
"""

from __future__ import annotations

import posixpath
from functools import partial
from typing import Any

import jinja2

from calculators import Rules
from calculators.case import default
from calculators.days import parse
from calculators.html import WEAK, anchor
from calculators.rules import scope
from calculators.words import Words
from generator.layout import SITE_SOURCE
from generator.pages import systems

TODAY = "2026-11-21"  # the law of this day is printed in the pages
REGIME, LADDER = "parallel-2019", "general"
HOMES = {"index": "index.md"}


def environment(rules: Rules, lang: str, path: str) -> jinja2.Environment:
    """The templates' surroundings for one page; an unknown name stops the build."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SITE_SOURCE / "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["selectattr_part"] = lambda items, part: [one for one in items if one.get("part") == part]
    words = Words(rules, lang)
    made.globals |= {
        "rules": rules.spec,
        "lang": lang,
        "words": words,
        "t": lambda zh, en: zh if lang == "zh" else en,
        "w": lambda entry: entry[lang],
        "name": words.name,
        "date": words.date,
        "page": partial(page, path),
        "cite": partial(cite, words, path),
        "cites": lambda *ids: " ".join(cite(words, path, id_) for id_ in ids if id_),
        "evidence": words.evidence,
        "anchor": anchor,
        "years": partial(years, rules),
        "evidence_counts": evidence_counts(words),
        "gap_count": len(rules.spec["gaps"]),
        "families": lambda ids: words.join([words.text(f"family.{id_}") for id_ in ids], either=True),
        "names": lambda ids: words.names([scope(LADDER, id_) for id_ in ids]),
        "share": partial(share, words),
        "default": lambda entry: default(entry, REGIME),
        "given": partial(given, words),
        "grade_name": lambda text: words.name(rules.grade_names.find(text)[0]),
        "target_name": lambda text: words.name(rules.thing_names.find(text)[0]),
        "thing": lambda regime, id_: words.name(scope(regime.get("ladder", ""), id_)),
        "held": partial(systems.held, rules, words),
        "asked": partial(systems.asked, rules, words),
        "also": partial(systems.also, rules, words),
        "provisions_of": lambda key: [item for item in rules.provisions.items() if item[0].partition("/")[0] == key],
        "dated": lambda text: words.date(text) if "-" in text else text,
        "where": lambda text: f"<{text}>" if text and text.startswith("http") else text or "—",
        "root": posixpath.relpath(".", posixpath.dirname(url(path))) + "/" if path != "index.md" else "",
    }
    return made


def page(here: str, there: str) -> str:
    """A relative Markdown link target from one page to another; both are paths without `.md`."""
    name, _, fragment = there.partition("#")
    target = HOMES.get(name, f"{name}.md")
    link = posixpath.relpath(target, posixpath.dirname(here) or ".")
    return f"{link}#{fragment}" if fragment else link


def url(path: str) -> str:
    """The address that mkdocs gives a page: `rank/x.md` becomes `rank/x/`."""
    return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def cite(words: Words, here: str, id_: str) -> str:
    """A provision as a Markdown link, with its evidence where that is weak."""
    link = f"[{words.cite(id_)}]({page(here, 'sources#' + anchor(id_))})"
    grade = words.rules.provisions[id_]["evidence"]
    return (
        f"{link}（{words.evidence(grade)}）"
        if grade in WEAK and words.chinese
        else (f"{link} ({words.evidence(grade)})" if grade in WEAK else link)
    )


def years(rules: Rules, rank: str) -> Any:
    """The years that the promotion to a rank asks for, in the regime that is in force."""
    promotions = rules.regimes["parallel-2019"]["promotions"]
    rule = next(rule for rule in promotions if rule["to"] == rank.rpartition("/")[2])
    entry = rule.get("any", [rule])[0].get("years", rule.get("years"))
    return rules.value(entry, rule["cite"], parse(TODAY).first).value


def share(words: Words, row: dict[str, Any]) -> str:
    """A quota's share in words: ``一级巡视员、二级巡视员总数的40%``."""
    if row["of"] == "posts":
        whole = "综合管理类职位数量" if words.chinese else "the posts of the general category"
    else:
        whole = words.names([scope(LADDER, rank) for rank in row["of"]]) + ("总数" if words.chinese else " together")
    percent = row["percent"] if not isinstance(row["percent"], dict) else row["percent"]["value"]
    return f"{whole}的{percent}%" if words.chinese else f"{percent}% of {whole}"


def given(words: Words, item: dict[str, str]) -> str:
    """One entry of a made-up career in words."""
    thing = words.name(words.rules.thing_names.find(item.get("rank") or item["post"])[0])
    start, end = words.date(item["from"]), words.date(item["to"]) if "to" in item else ""
    if words.chinese:
        return f"{thing}，自{start}" + (f"至{end}" if end else "起")
    return f"{thing}, {start} to {end}" if end else f"{thing}, since {start}"


def evidence_counts(words: Words) -> str:
    """How many provisions rest on which evidence, as a Markdown table."""
    found = [entry["evidence"] for entry in words.rules.provisions.values()]
    heads = ("依据等级", "条款数", "含义") if words.chinese else ("Evidence", "Provisions", "Meaning")
    rows = [
        f"| {entry[words.lang]} | {found.count(id_)} | {entry['means'][words.lang]} |"
        for id_, entry in words.rules.spec["evidence"].items()
    ]
    return "\n".join([f"| {' | '.join(heads)} |", "|---|---:|---|", *rows])
