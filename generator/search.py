"""What the search finds first: the page that a name means, in the place of the page that says the name most often.

The theme makes the index of words (`search/search_index.json`). Here the names that have a page are put beside that
page, and `site/search/best-page.js`, which looks them up, in front of the theme's worker:

- a rank of the general category, in full or short (四级主任科员, 四主): its page;
- a former post (副调研员, 副调): the conversion, which says what it became;
- a leading post by its layer (正科), or a title that says no layer (科长): the section that tells the layers apart;
- a rank of another ladder: the page of its system;
- a grade of the yearly assessment: the rule on what each does;
- a sanction or another effect: the rule on bars and effect periods;
- a calculator by its title, in full or short (职数测算): its page;
- an article by its number (第十九条, Article 19): the rule of the parallel system that is drawn from it.

What is named beside a rule weighs less than the rule, by `boost` in its template: a reading, whose title, a whole
question, is full of the words of the rule; a system that is no longer in force, or never was; the lists of sources and
gaps, and the comparison, which name everything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calculators import Rules
from generator.layout import SITE_SOURCE
from generator.pages.parts import PARTS
from generator.pages.tools import tools

Json = dict[str, Any]

REGIME, INSTRUMENT = "parallel-2019", "gd2019"
LAYERS = {"zh": "ladder/#领导职务的层次", "en": "ladder/#layers-of-leading-posts"}

LEAD = re.compile(r'<p class="zj-lead">(.*?)</p>', re.DOTALL)
ARTICLE = re.compile(rf"#{INSTRUMENT}-(\d+)")
DIGITS = "〇一二三四五六七八九"


class SearchError(Exception):
    """The theme's search is not as this module knows it."""


def improve_search(folder: Path, rules: Rules, lang: str) -> None:
    """Put the names into the index of one language, and the look-up in front of the worker of the search.

    Raises:
        SearchError: a page that a name means is not in the index, or there is no one worker.
    """
    path = folder / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    entries = {entry["location"]: entry for entry in index["docs"]}
    for name, location in names(folder, rules, lang).items():
        if location not in entries:
            raise SearchError(f"{path}: there is no {location}, which “{name}” means")
        entries[location].setdefault("names", []).append(name)
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    workers = list(folder.glob("assets/javascripts/workers/search.*.js"))
    if len(workers) != 1:
        raise SearchError(f"{folder}: expected one worker of the search, found {len(workers)}")
    ours = (SITE_SOURCE / "search" / "best-page.js").read_text(encoding="utf-8")
    theirs = workers[0].read_text(encoding="utf-8")
    workers[0].unlink()  # it may be linked to the other language's
    workers[0].write_text(ours + theirs, encoding="utf-8")


def names(folder: Path, rules: Rules, lang: str) -> dict[str, str]:
    """Every name with the place in the index that it means; of two things with one name, the first kind above."""
    found: dict[str, str] = {}
    for name, location in [*_things(rules, lang), *_tools(), *_articles(folder)]:
        found.setdefault(name, location)
    return found


def _things(rules: Rules, lang: str) -> Iterator[tuple[str, str]]:
    ladders = rules.spec["ladders"]
    pages = {"general": "rank/{id}/", "former": "rule/conversion/", "post": LAYERS[lang]}
    for id_, one in rules.regimes.items():
        if one.get("ladder") in ladders and one["status"] == "in-force":
            pages.setdefault(one["ladder"], f"regime/{id_}/")
    for title in ladders["post"]["titles"]:  # the name does not say of which layer
        yield title, LAYERS[lang]
    for ladder in pages:
        for id_, rank in ladders[ladder]["ranks"].items():
            for name in (rank["zh"], rank["en"], *rank.get("short", ())):
                yield name, pages[ladder].format(id=id_)
    for grade in rules.grades.values():
        for name in (grade["zh"], grade["en"]):
            yield name, "rule/assessment/"
    for effect in rules.effects.values():
        for name in (effect["zh"], effect["en"], *effect.get("short", ())):
            yield name, "rule/bars/"


def _tools() -> Iterator[tuple[str, str]]:
    """The calculators by their titles, and by their short names with the word that all of their titles end with."""
    for tool in tools():
        for short, title, ending in zip(tool.short, tool.title, ("测算", " calculator"), strict=True):
            for name in (title, short + ending):
                yield name, f"{tool.path}/"


def _articles(folder: Path) -> Iterator[tuple[str, str]]:
    """The articles of the parallel system that the lead of a rule's page cites, with every usual way to name one."""
    for part, _, _ in PARTS:
        html = (folder / "rule" / part / "index.html").read_text(encoding="utf-8")
        lead = LEAD.search(html)
        for number in ARTICLE.findall(lead[1]) if lead else ():
            for form in ("第{zh}条", "{zh}条", "第{n}条", "{n}条", "Article {n}", "Art. {n}"):
                yield form.format(n=number, zh=_chinese(int(number))), f"rule/{part}/"


def _chinese(number: int) -> str:
    """A number below a hundred as an article is numbered: 十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
