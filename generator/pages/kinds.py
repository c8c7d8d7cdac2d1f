"""The kinds of pages: for which things each is written, and what its template is given."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from calculators import Rules
from calculators.law.rules import alternatives
from calculators.telling.words import Words
from generator.contact import contact
from generator.layout import SITE_SOURCE
from generator.pages import examples, figures, home, profile, systems, tools
from generator.pages.parts import PARTS

REGIME = "parallel-2019"


class Page(NamedTuple):
    """One page to be written: its path below the language's folder, its title in menus, its template and values."""

    path: str
    title: str
    section: str
    source: str
    values: dict[str, Any]


def pages(rules: Rules, lang: str) -> list[Page]:
    """Every page of one language, in the order of the menus."""
    words = Words(rules, lang)
    return [page for kind in KINDS for page in kind(rules, words)]


def _template(name: str) -> str:
    return (SITE_SOURCE / "templates" / f"{name}.md.j2").read_text(encoding="utf-8")


def home_page(rules: Rules, words: Words) -> Iterator[Page]:
    """The page that most people arrive at."""
    yield Page("index.md", "首页" if words.chinese else "Home", "", _template("home"), home.values(rules, words))


def guides(rules: Rules, words: Words) -> Iterator[Page]:
    """The hand-written pages."""
    for name, zh, en in GUIDES:
        source = SITE_SOURCE / "guides" / words.lang / f"{name}.md"
        if source.exists():
            values = {"contact": contact()} if name == "propose-a-change" else {}
            title = zh if words.chinese else en
            yield Page(f"guide/{name}.md", title, "guide", source.read_text(encoding="utf-8"), values)


GUIDES = (
    ("reform", "制度的由来", "The idea of the reform"),
    ("counting-tenure", "任职年限怎样计算", "How tenure is counted"),
    ("terms", "任期：何时届满、能否再任", "Terms: when one ends, and what stops another"),
    ("assessment", "年度考核有什么用", "What the yearly assessment is for"),
    ("discipline", "受处分、处理后多久不得晋升", "How long sanctions bar promotion"),
    ("selection", "提拔、晋升之前查什么", "What is checked before a promotion"),
    ("classified", "别的序列怎样晋升", "The other ladders"),
    ("history", "看老档案：当时适用哪一种制度", "Reading an old file: which system applied when"),
    ("reading-an-answer", "怎样看结论", "How to read an answer"),
    ("propose-a-change", "怎样提出修改", "How to propose a change"),
    ("offline", "离线使用", "Using it on a closed network"),
    ("privacy", "填写的内容去了哪里", "What happens to what you type"),
)


def calculators(rules: Rules, words: Words) -> Iterator[Page]:
    """A page for each calculator, its form made from the spec's vocabulary."""
    for tool in tools.tools():
        here = url(f"{tool.path}.md")
        values = tools.values(tool, rules, words, lambda other, here=here: relative(here, url(f"{other.path}.md")))
        yield Page(f"{tool.path}.md", values["title"], "tool", tools.template(), values)


def office(rules: Rules, words: Words) -> Iterator[Page]:
    """The page on which an office chooses its readings."""
    title = "本单位的口径" if words.chinese else "Our office’s readings"
    yield Page("readings/profile.md", title, "tool", _template("profile"), profile.values(rules, words))


def url(path: str) -> str:
    """The address that mkdocs gives a page: `rank/x.md` becomes `rank/x/`."""
    return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def relative(here: str, there: str) -> str:
    """The address of one page as another one has to write it."""
    return posixpath.relpath(there, here) + "/"


def regime(rules: Rules, words: Words) -> Iterator[Page]:
    """The regime as a whole, and its ladder with a picture."""
    entry = rules.regimes[REGIME]
    yield Page(f"regime/{REGIME}.md", entry[words.lang], "rules", _template("regime"), {"regime": entry, "id": REGIME})
    title = "职级序列" if words.chinese else "The ladder"
    picture = figures.ladder(rules, words, REGIME)
    shown = {"regime": entry, "picture": picture, "others": systems.other_ladders(rules)}
    yield Page("ladder.md", title, "rules", _template("ladder"), shown)


def all_systems(rules: Rules, words: Words) -> Iterator[Page]:
    """The map of all systems, the timeline of the law, the comparison, and a page for each system."""
    title = "各项制度" if words.chinese else "All systems"
    yield Page("systems.md", title, "systems", _template("systems"), {"rows": systems.rows(rules, words)})
    title = "制度沿革时间线" if words.chinese else "Timeline of the law"
    yield Page("timeline.md", title, "systems", _template("timeline"), {})
    columns = {"columns": systems.comparison(rules, words), "heads": systems.heads(words)}
    yield Page("compare.md", "并列比较" if words.chinese else "Side by side", "systems", _template("compare"), columns)
    for row in systems.rows(rules, words):
        if row["id"] != REGIME:
            regime = rules.regimes[row["id"]]
            shown = {key: row[key] for key in ("id", "state", "period")} | {"regime": regime}
            template = "district" if "competition" in regime else "system"
            yield Page(f"regime/{row['id']}.md", row["name"], "systems", _template(template), shown)


def ranks(rules: Rules, words: Words) -> Iterator[Page]:
    """A page for each rank, lowest first last, with worked examples that the engine has computed."""
    entry = rules.regimes[REGIME]
    ladder = rules.spec["ladders"][entry["ladder"]]["ranks"]
    order = list(ladder)
    for place, rank in enumerate(order):
        below = order[place + 1] if place + 1 < len(order) else None
        above = order[place - 1] if place else None
        values = {
            "regime": entry,
            "rank": rank,
            "entry": ladder[rank],
            "above": above,
            "below": below,
            "rule": next((rule for rule in entry["promotions"] if rule["to"] == rank), None),
            "quotas": [row for row in entry["quotas"] if rank in row["ranks"]],
            "leads": [rule for rule in entry["promotions"] if _asks(rule, rank)],
            "boundary": examples.boundary(rules, words, rank),
            "worked": examples.worked(rules, words, rank, "../../"),
        }
        yield Page(f"rank/{rank}.md", ladder[rank][words.lang], "rank", _template("rank"), values)


def _asks(rule: dict[str, Any], rank: str) -> bool:
    return any(part.get("rank") == rank for part in alternatives(rule))


def rule_parts(rules: Rules, words: Words) -> Iterator[Page]:
    """A page for each part of the regime: counting, bars, quotas, procedure …"""
    entry = rules.regimes[REGIME]
    for name, zh, en in PARTS:
        if (SITE_SOURCE / "templates" / f"rule-{name}.md.j2").exists():
            title = zh if words.chinese else en
            yield Page(f"rule/{name}.md", title, "rules", _template(f"rule-{name}"), {"regime": entry, "title": title})


def readings(rules: Rules, words: Words) -> Iterator[Page]:
    """The register of readings, and a page for each."""
    title = "口径" if words.chinese else "Readings"
    yield Page("readings.md", title, "rules", _template("readings"), {})
    for id_, entry in rules.readings.items():
        values = {"id": id_, "entry": entry, "effect": examples.reading(rules, words, id_)}
        name = entry[words.lang]  # as it stands in a sentence
        yield Page(f"reading/{id_}.md", name[:1].upper() + name[1:], "reading", _template("reading"), values)


def reference(rules: Rules, words: Words) -> Iterator[Page]:
    """Sources with their evidence, gaps, glossary."""
    for name, zh, en in (("sources", "依据", "Sources"), ("gaps", "缺口", "Gaps"), ("glossary", "术语", "Glossary")):
        yield Page(f"{name}.md", zh if words.chinese else en, "reference", _template(name), {"regime": REGIME})


KINDS: tuple[Callable[[Rules, Words], Iterator[Page]], ...] = (
    home_page,
    guides,
    calculators,
    office,
    regime,
    all_systems,
    ranks,
    rule_parts,
    readings,
    reference,
)
