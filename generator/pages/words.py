"""The words of a template: what every page may call to name, date, cite and link.

    {{ name('general/diaoyanyuan-1') }}   {{ cite('gd2019/19') }}   {{ page('ladder') }}   {{ t('级别', 'Level') }}

`cite` gives a Markdown link to the provision on the page of sources, with its evidence where that is weak; `page` gives
a link relative to the page that is being written, so that the site works under any address.
"""

from __future__ import annotations

import posixpath
from functools import partial
from typing import Any, ClassVar

import jinja2

from calculators import Rules
from calculators.dates.days import parse
from calculators.law.readings import default
from calculators.law.rules import alternatives, scope
from calculators.telling.html import WEAK, anchor
from calculators.telling.words import Words
from calculators.term import report as term_report
from generator.layout import SITE_SOURCE
from generator.pages import charts, district, law, system, timeline
from generator.pages.kinds import Page, url
from generator.pages.parts import PARTS, TODAY

REGIME, LADDER = "parallel-2019", "general"
HOMES = {"index": "index.md"}


class Compiled(jinja2.BytecodeCache):
    """Templates compiled once and kept in memory: every page has surroundings of its own, but not templates."""

    codes: ClassVar[dict[str, Any]] = {}

    def load_bytecode(self, bucket: Any) -> None:
        """Give a template that was compiled before."""
        bucket.code = self.codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Any) -> None:
        """Keep a template."""
        self.codes[bucket.key + bucket.checksum] = bucket.code


def render(page_: Page, rules: Rules, lang: str) -> str:
    """The Markdown of one page."""
    made = environment(rules, lang, page_.path)
    key = "page:" + page_.source
    if key not in Compiled.codes:
        Compiled.codes[key] = made.compile(page_.source)
    return jinja2.Template.from_code(made, Compiled.codes[key], made.make_globals(None)).render(**page_.values)


def environment(rules: Rules, lang: str, path: str) -> jinja2.Environment:
    """The templates' surroundings for one page; an unknown name stops the build."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SITE_SOURCE / "templates"),
        bytecode_cache=Compiled(),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": False}  # the order of the law; of the names, the full one first
    made.filters["selectattr_part"] = lambda items, part: [one for one in items if one.get("part") == part]
    words = Words(rules, lang)
    root = posixpath.relpath(".", posixpath.dirname(url(path))) + "/" if path != "index.md" else ""
    made.filters |= {"stacked": law.stacked, "compact": law.compact, "narrow": law.narrow, "date": words.date}
    made.globals |= law.functions(rules, words, partial(page, path), root)
    made.globals |= system.functions(rules, words, lambda entry: cited(words, path, entry))
    made.globals |= timeline.functions(rules, words)
    made.globals |= {
        "chart": lambda kind, *args: charts.CHARTS[kind](rules, words, REGIME, *args),
        "parts": [part for part in PARTS if (SITE_SOURCE / "templates" / f"rule-{part[0]}.md.j2").exists()],
        "competition": partial(district.picture, rules, words),
        "limit": lambda id_: term_report.limit(id_, words),
        "by_id": lambda items: {one["id"]: one for one in items},
        "rules": rules.spec,
        "lang": lang,
        "words": words,
        "t": lambda zh, en: zh if lang == "zh" else en,
        "w": lambda entry: entry[lang],
        "name": words.name,
        "date": words.date,
        "page": partial(page, path),
        "cite": partial(cite, words, path),
        "cites": partial(cites, words, path),
        "cited": partial(cited, words, path),
        "cited_years": partial(cited_years, words, path),
        "gist": lambda id_: f"{rules.provisions[id_]['gist'][lang]} {cite(words, path, id_)}",
        "evidence": words.evidence,
        "anchor": anchor,
        "years": partial(years, rules),
        "years_to": partial(years_to, rules),
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
        "things": lambda regime, ids: [words.name(scope(regime.get("ladder", ""), id_)) for id_ in ids],
        "provisions_of": lambda key: [item for item in rules.provisions.items() if item[0].partition("/")[0] == key],
        "dated": lambda text: words.date(text) if "-" in text else text,
        "where": lambda text: f"<{text}>" if text and text.startswith("http") else text or "—",
        "root": root,
    }
    return made


def page(here: str, there: str) -> str:
    """A relative Markdown link target from one page to another; both are paths without `.md`."""
    name, _, fragment = there.partition("#")
    target = HOMES.get(name, f"{name}.md")
    link = posixpath.relpath(target, posixpath.dirname(here) or ".")
    return f"{link}#{fragment}" if fragment else link


def cite(words: Words, here: str, id_: str, evidence: str = "", within: str = "") -> str:
    """A provision as a Markdown link, with its evidence where that is weak.

    `evidence` is that of a value which is known less well than its provision; `within` names an instrument that the
    reader already has before him and that need not be said again.
    """
    bare = within and id_.partition("/")[0] == within
    label = words.rules.provisions[id_][words.lang] if bare else words.cite(id_)
    link = f"[{label}]({page(here, 'sources#' + anchor(id_))}){{ .zj-cite{' .zj-bare' if bare else ''} }}"
    grade = evidence or words.rules.provisions[id_]["evidence"]
    return f'{link} <small class="zj-weak zj-{grade}">{words.evidence(grade)}</small>' if grade in WEAK else link


def cited(words: Words, here: str, entry: dict[str, Any], within: str = "") -> str:
    """The provision of an entry of the spec as a link, with the evidence of the entry where that is weak."""
    return cite(words, here, entry["cite"], law.strength(words.rules, entry), within)


def cited_years(words: Words, here: str, rule: dict[str, Any], within: str = "") -> str:
    """The provisions of a promotion as links: its own, and those of its years, each once, where they have changed."""
    years = [one for part in alternatives(rule) for one in law.values(part.get("years")) if isinstance(one, dict)]
    links = dict.fromkeys(cited(words, here, one, within) for one in [rule, *years])
    return ("、" if words.chinese else ", ").join(links)


def cites(words: Words, here: str, *ids: str | None) -> str:
    """Several provisions as links; an instrument is named once for those of it that follow each other."""
    links, last = [], ""
    for id_ in filter(None, ids):
        links.append(cite(words, here, id_, within=last))
        last = id_.partition("/")[0]
    return ("、" if words.chinese else ", ").join(links)


def years(rules: Rules, rank: str) -> Any:
    """The years that the promotion to a rank asks for, in the regime that is in force."""
    promotions = rules.regimes["parallel-2019"]["promotions"]
    rule = next(rule for rule in promotions if rule["to"] == rank.rpartition("/")[2])
    return rules.value(law.branch_years(rule), rule["cite"], parse(TODAY).first).value


def years_to(rules: Rules, regime: str, rank: str) -> Any:
    """The years that the promotion to a rank asks for in a regime."""
    rule = next(rule for rule in rules.regimes[regime]["promotions"] if rule["to"] == rank)
    return rules.value(law.branch_years(rule), rule["cite"], parse(TODAY).first).value


def share(words: Words, row: dict[str, Any]) -> str:
    """A quota's share in words: ``一级、二级巡视员总数的40%``."""
    if row["of"] == "posts":
        whole = "综合管理类职位数量" if words.chinese else "the positions of the general category"
    else:
        whole = law.group(words, row["of"]) + ("总数" if words.chinese else " together")
    percent = law.amount(words, row["percent"], "percent")
    return f"{whole}的{percent}" if words.chinese else f"{percent} of {whole}"


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
