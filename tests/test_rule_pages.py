"""The pages of the rules: every number is the spec's, what is not verified is marked, tables keep their columns."""

import copy
import re
from functools import cache, reduce
from html import unescape
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from calculators import Rules, load
from calculators.telling.html import anchor
from calculators.telling.words import Words
from generator import check
from generator.layout import LANGUAGES, RULES, SITE_SOURCE, WORKDAYS
from generator.pages import kinds, law
from generator.pages.words import environment, render

REGIME = "parallel-2019"
TEMPLATES = sorted((SITE_SOURCE / "templates").glob("rule-*.md.j2"))
RULES_NOW = load(RULES.read_text(encoding="utf-8"), WORKDAYS.read_text(encoding="utf-8"))

# A day of the calendar is no number of the law: the day that a month lacks, and the first day of a year.
CALENDAR = r"\d+月\d+日|\d+ (?:January|February|March)"
AMOUNT = r"(?<!\d)\d{1,3} ?(?:年|个月|个工作日|级|日内|%(?!})|years?\b|months?\b|levels?\b|working days?\b|days?\b)"


def written(rules: Rules, lang: str, only: str = "") -> dict[str, str]:
    """The Markdown of the pages about the rules, by their paths."""
    makers = [maker for kind, maker in MAKERS.items() if only.startswith(kind)] or MAKERS.values()
    return {
        page.path: environment(rules, lang, page.path).from_string(page.source).render(**page.values)
        for maker in makers
        for page in maker(rules, Words(rules, lang))
        if not only or page.path == only
    }


MAKERS = {
    "regime/": kinds.regime,
    "ladder": kinds.regime,
    "rank/": kinds.ranks,
    "rule/": kinds.rule_parts,
    "reading/": kinds.readings,
    "reference/": kinds.reference,
}


@cache
def now(lang: str) -> dict[str, str]:
    """The pages as they are."""
    return written(RULES_NOW, lang)


def changed(*place: Any, value: Any) -> Rules:
    """The rules with one value changed."""
    spec = copy.deepcopy(RULES_NOW.spec)
    inner = spec
    for key in place[:-1]:
        inner = inner[key]
    assert place[-1] in inner if isinstance(inner, dict) else place[-1] < len(inner)
    inner[place[-1]] = value
    return Rules(spec, RULES_NOW.workdays)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_holds_a_number_of_the_law(template: Path) -> None:
    text = re.sub(CALENDAR, "", template.read_text(encoding="utf-8"))
    assert re.findall(AMOUNT, text) == []


OWN = ("regimes", REGIME)
CHANGES = [
    ("rule/counting.md", (*OWN, "counting", "grades", "excellent", "months"), -7, ("7个月", "7 months")),
    ("rule/promotion.md", (*OWN, "promotions", 1, "years"), 9, ("9年以上", "9 years")),
    ("rank/xunshiyuan-2.md", (*OWN, "promotions", 1, "years"), 9, ("9年以上", "9 years")),
    ("rule/quotas.md", (*OWN, "quotas", 0, "percent"), 13, ("13%", "13%")),
    ("rank/xunshiyuan-1.md", (*OWN, "quotas", 0, "percent"), 13, ("13%", "13%")),
    ("rule/bars.md", ("effects", "jiguo", "months", "value"), 11, ("11个月", "11 months")),
    ("rule/levels.md", (*OWN, "levels", "by_years", "years"), 6, ("6年", "6 years")),
    ("rule/levels.md", ("ladders", "general", "ranks", "keyuan-1", "levels"), [25, 18], ("25级至18级", "25 to 18")),
    ("rule/setup.md", (*OWN, "setup", 0, "top"), "diaoyanyuan-3", ("三级调研员", "Third-class Consultant")),
    ("rule/procedure.md", (*OWN, "procedure", "steps", 3, "working_days"), 8, ("8个工作日", "8 working days")),
    ("rule/conversion.md", (*OWN, "conversions", 0, "on"), "2019-07-02", ("2019年7月2日", "2 July 2019")),
    ("rule/status.md", (*OWN, "demotion", "steps", "value"), 2, ("2个层次", "by 2 layer")),
]


@pytest.mark.parametrize(("path", "place", "value", "said"), CHANGES)
def test_a_change_of_one_number_changes_its_page(
    path: str, place: tuple[Any, ...], value: Any, said: tuple[str, str]
) -> None:
    rules = changed(*place, value=value)
    for lang, words in zip(LANGUAGES, said, strict=True):
        before, after = now(lang)[path], written(rules, lang, path)[path]
        assert after != before
        assert after.count(words) > before.count(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_verified_stands_with_its_mark(lang: str) -> None:
    """Wherever a page cites a provision that is not verified, the mark follows it."""
    mark = RULES_NOW.spec["evidence"]["unverified"][lang]
    weak = [law_id for law_id, one in RULES_NOW.provisions.items() if one["evidence"] == "unverified"]
    anchors = "|".join(re.escape(id_.replace("/", "-").replace(".", "-")) for id_ in weak)
    for path, text in now(lang).items():
        for match in re.finditer(rf"sources\.md#(?:{anchors})\){{[^}}]*}}", text):
            assert mark in text[match.end() : match.end() + 80], path


def test_a_share_that_is_not_verified_is_not_worked_out() -> None:
    words = Words(RULES_NOW, "zh")
    for organs in law.quota_groups(RULES_NOW):
        for line in law.quota_lines(words, organs[0]):
            weak = law.strength(RULES_NOW, line["row"]) == "unverified"
            assert bool(line["worked"]) == (not weak and not line["row"].get("free"))


def test_a_share_inside_a_share_is_taken_of_the_rounded_one() -> None:
    """4.8 of 48 is 4 or 5; 40% of 4 is 1.6, of 5 is 2."""
    lines = law.quota_lines(Words(RULES_NOW, "en"), "county", 48)
    worked = {tuple(line["row"]["ranks"]): line["worked"] for line in lines}
    nearest = RULES_NOW.readings["quota-rounding"]["options"]["half-up"]["en"]
    assert worked["diaoyanyuan-3", "diaoyanyuan-4"] == f"4.8 → **4** ({nearest}: 5)"
    assert worked["diaoyanyuan-3",] == f"1.6 → **1** ({nearest}: 2)"


@pytest.mark.parametrize(
    ("ids", "zh", "en"),
    [
        (["diaoyanyuan-2"], "二级调研员", "Second-class Consultant"),
        (["diaoyanyuan-1", "diaoyanyuan-2"], "一级、二级调研员", "First- and Second-class Consultant"),
        (
            ["diaoyanyuan-1", "diaoyanyuan-2", "diaoyanyuan-3", "keyuan-1"],
            "一级至三级调研员和一级科员",
            "First- to Third-class Consultant and First-class Staff Member",
        ),
        (
            ["diaoyanyuan-1", "diaoyanyuan-2", "diaoyanyuan-4"],
            "一级调研员、二级调研员、四级调研员",
            "First-class Consultant, Second-class Consultant and Fourth-class Consultant",
        ),
    ],
)
def test_ranks_of_one_kind_are_drawn_together(ids: list[str], zh: str, en: str) -> None:
    assert law.group(Words(RULES_NOW, "zh"), ids) == zh
    assert law.group(Words(RULES_NOW, "en"), ids) == en


def test_kinds_of_organs_are_named_shortly() -> None:
    words = Words(RULES_NOW, "zh")
    organs = [id_ for id_, one in RULES_NOW.spec["organs"].items() if not one.get("body")]
    assert law.organs(words, ["central-full", "central-deputy"]) == "中央机关"
    assert law.organs(words, ["central-full"]) == "中央机关（正部级单位）"
    assert law.organs(words, organs) == "各级机关"
    assert law.organs(words, [id_ for id_ in organs if not id_.startswith("central")]) == "中央机关以外的机关"


def test_a_value_that_has_changed_is_told_with_its_dates() -> None:
    dated = [{"from": "2019-06-01", "value": 4, "cite": "gd2019/18.1"}, {"from": "2027-01-01", "value": 3, "cite": "x"}]
    assert law.amount(Words(RULES_NOW, "zh"), dated, "year") == "4年（2027年1月1日起3年）"
    assert law.amount(Words(RULES_NOW, "en"), dated, "year") == "4 years (3 years from 1 January 2027)"
    past = [{"from": "2006-01-01", "value": 5, "cite": "x"}, *dated, {"from": "2028-01-01", "value": 4, "cite": "y"}]
    assert law.amount(Words(RULES_NOW, "en"), past, "year") == (
        "4 years (5 years before 1 June 2019, 3 years from 1 January 2027, 4 years from 1 January 2028)"
    )
    same = [dated[0], {"from": "2025-01-01", "value": 4, "cite": "x"}]
    assert law.amount(Words(RULES_NOW, "en"), same, "year") == "4 years", "by another provision the same"
    assert law.number(dated) == 4, "the law of the pages' day"
    assert law.number(dated[1:]) == 3, "what has not begun is still the only number"


# Numbers that may change with time: a part of the rules, and the key under which they stand in it.
MAY_CHANGE = [
    ((*OWN, "promotions"), "years"),
    ((*OWN, "procedure"), "working_days"),
    (("regimes", "county-2015", "promotions"), "years"),
    (("regimes", "county-2015", "promotions"), "level"),
    (("regimes", "leader-promotion-2019"), "years"),
    (("regimes", "leader-promotion-2019"), "last"),
    (("effects",), "months"),
]
NEW = "gd2030/18.10"


@cache
def amended() -> Rules:
    """The rules with these numbers amended from 2030 on by a new instrument, written as the guide says."""
    spec = copy.deepcopy(RULES_NOW.spec)
    spec["instruments"]["gd2030"] = spec["instruments"]["gd2019"] | {"short": {"zh": "新规定", "en": "New Provisions"}}
    spec["provisions"][NEW] = spec["provisions"]["gd2019/18.10"]
    for part, key in MAY_CHANGE:
        for path, holder in list(check.walk(reduce(getitem, part, spec))):
            value = holder.get(key) if isinstance(holder, dict) and "special" not in path else None
            if isinstance(value, int) or (isinstance(value, dict) and "value" in value):
                old = value if isinstance(value, dict) else {"value": value, "cite": holder.get("cite", NEW)}
                holder[key] = [{"from": "1990-06-01"} | old, {"from": "2030-01-01", "value": 9, "cite": NEW}]
    return Rules(spec, RULES_NOW.workdays)


@cache
def everything(lang: str) -> dict[str, str]:
    """The Markdown of every page by the amended rules."""
    return {page.path: render(page, amended(), lang) for page in kinds.pages(amended(), lang)}


def test_a_number_that_will_change_is_one_that_may() -> None:
    assert list(check.CHECKS["schema"].check(amended().spec)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_prints_the_data_of_a_number_that_will_change(lang: str) -> None:
    assert [path for path, text in everything(lang).items() if "{'" in unescape(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_of_the_ladder_shows_the_numbers_of_today(lang: str) -> None:
    assert everything(lang)["ladder.md"] == written(RULES_NOW, lang, "ladder.md")["ladder.md"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_that_will_change_cites_each_of_its_provisions(lang: str) -> None:
    old, new = (f"sources.md#{anchor(cite)})" for cite in ("gd2019/18.10", NEW))
    assert everything(lang)["rule/promotion.md"].count(new) == len(RULES_NOW.regimes[REGIME]["promotions"])
    for page in ("rank/zhurenkeyuan-4.md", "rank/keyuan-1.md", "rule/promotion.md"):
        (said,) = [line for line in everything(lang)[page].splitlines() if old in line]
        assert said.index(old) < said.index(new)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", RULES_NOW.readings)
def test_a_reading_says_by_what_each_default_was_chosen(id_: str, lang: str) -> None:
    own = {"zh": "是本站从严，自行选定", "en": "The choice is this site’s own"}[lang]
    source = now(lang)[f"reading/{id_}.md"]
    for basis in RULES_NOW.readings[id_]["basis"].values():
        assert (basis["by"] == "strict") <= (own in source)
        assert basis.get(lang, "") in source
        assert basis.get("cite", "").partition("/")[0] in source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ladder_leads_to_every_other_ladder_in_force(lang: str) -> None:
    page = now(lang)["ladder.md"]
    promoting = {id_: one for id_, one in RULES_NOW.regimes.items() if one.get("promotions") and id_ != REGIME}
    linked = {id_ for id_ in promoting if f"](regime/{id_}.md)" in page}
    others = ("classified-2023", "customs-titles", "fire-rescue", "judicial-ladders", "police-ranks", "police-titles")
    assert linked == {*others, "supervisor-grades"}
    assert "guide/classified.md" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_date_after_an_incompetent_year_says_that_the_rank_is_to_be_lowered(lang: str) -> None:
    for rule in RULES_NOW.regimes[REGIME]["promotions"]:
        page = now(lang)[f"rank/{rule['to']}.md"]
        rows = [line for line in page.splitlines() if line.startswith(f"| {RULES_NOW.grades['incompetent'][lang]} |")]
        assert [f"sources.md#{anchor('gd2019/22.2')})" in row for row in rows] == [True]


def test_a_stacked_table_tells_each_cell_its_column() -> None:
    table = law.stacked("| A | B |\n|---|---|\n| 1 | [x](y) |\n| 2 | |")
    assert '| 1 | <span>[x](y)</span> { data-label="B" } |' in table
    assert '| 2 | <span>—</span> { data-label="B" } |' in table
    with pytest.raises(ValueError, match="zip"):
        law.stacked("| A | B |\n|---|---|\n| 1 |")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_is_torn_by_the_templates(lang: str) -> None:
    """A rule of dashes stands below a heading line with as many columns, and a blank line before that."""
    for path, text in now(lang).items():
        lines = text.splitlines()
        for place, line in enumerate(lines):
            if re.fullmatch(r"\|[-:| ]*-[-:| ]*\|", line):
                assert lines[place - 1].count("|") == line.count("|"), path
                assert not lines[place - 2].strip(), (path, lines[place - 2])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_sets_the_look_of_a_paragraph_stands_right_below_it(lang: str) -> None:
    """After a blank line it would be printed."""
    for path, text in now(lang).items():
        lines = text.splitlines()
        for place, line in enumerate(lines):
            if line.startswith("{:"):
                assert lines[place - 1].strip(), path


def test_every_title_in_english_begins_with_a_capital() -> None:
    titles = [page.title for maker in kinds.KINDS for page in maker(RULES_NOW, Words(RULES_NOW, "en"))]
    assert [title for title in titles if title[:1] != title[:1].upper()] == []
