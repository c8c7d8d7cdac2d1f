"""The pages of the systems: each shows everything that its regime holds, in both languages, and nothing else."""

import re
from functools import cache

import pytest

from calculators.telling.html import anchor
from generator.check import walk
from generator.layout import LANGUAGES
from generator.pages.kinds import Page, pages
from generator.pages.words import render
from tests.support import Json, ask, rules

OTHERS = [id_ for id_ in rules().regimes if id_ != "parallel-2019"]  # whose rules are spread over pages of their own
LAW = [id_ for id_ in rules().regimes if rules().regimes[id_]["status"] != "draft"]
DRAFTS = [id_ for id_ in rules().regimes if id_ not in LAW]


@cache
def all_pages(lang: str) -> dict[str, Page]:
    return {page.path: page for page in pages(rules(), lang)}


@cache
def markdown(path: str, lang: str) -> str:
    return render(all_pages(lang)[path], rules(), lang)


def bare(text: str) -> str:
    """A text as far as it is the same in a sentence of a page: without spaces and without capitals."""
    return "".join(text.split()).lower()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", OTHERS)
def test_a_page_shows_every_text_and_every_provision_of_its_system(id_: str, lang: str) -> None:
    page = markdown(f"regime/{id_}.md", lang)
    said = bare(page)
    for path, value in walk(rules().regimes[id_]):
        place = "/".join(map(str, path))
        if path and path[-1] == "cite":
            assert f"#{anchor(value)})" in page, place
        elif isinstance(value, dict) and {"zh", "en"} <= value.keys() and path != ("who",):
            assert bare(value[lang]) in said, place


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", OTHERS)
def test_nobody_is_sent_to_compute_what_the_page_says_cannot_be_computed(id_: str, lang: str) -> None:
    regime = rules().regimes[id_]
    assert ("calculator.md" in markdown(f"regime/{id_}.md", lang)) == ("promotions" in regime and "why" not in regime)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_has_no_part_that_its_system_does_not_hold(lang: str) -> None:
    page = markdown("regime/transfer-in.md", lang)
    for word in ("资料未载", "没有数字", "年限怎样计算", "not stated", "no number", "How the years are counted"):
        assert word not in page
    titles = markdown("regime/police-titles.md", lang)
    assert {"zh": "该年度", "en": "The year |"}[lang] not in titles  # no grade changes the years of a title


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "乡科级正职：没有数字；二级警长：2年"),
        ("en", "Head at section level: no number; Second-class Police Inspector: 2 years"),
    ],
)
def test_branches_that_ask_for_other_years_are_told_each_with_its_own(lang: str, said: str) -> None:
    assert said in markdown("regime/police-ranks.md", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_of_a_table_is_headed_by_an_empty_cell(lang: str) -> None:
    """On a phone the first cell is the head of a card."""
    lines = [(path, line) for path in all_pages(lang) for line in markdown(path, lang).splitlines()]
    assert [(path, line) for path, line in lines if line.startswith(("| — |", "|  |"))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_reading_names_the_systems_with_another_default(lang: str) -> None:
    page = markdown("reading/equal-rank.md", lang)
    reading = rules().readings["equal-rank"]
    assert "regime/leader-promotion-2019.md" in page.split("|", 1)[0]
    assert reading["note"][lang] in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", DRAFTS)
def test_a_plan_text_says_so_and_says_which_numbers_it_does_not_give(id_: str, lang: str) -> None:
    page = markdown(f"regime/{id_}.md", lang)
    regime: Json = rules().regimes[id_]
    assert "zj-state-draft" in page
    assert {"zh": "方案文本，不是法律", "en": "A plan text, not law"}[lang] in page
    assert regime["lacks"]


@pytest.mark.parametrize("id_", DRAFTS)
def test_no_calculator_finds_a_number_in_a_plan_text(id_: str) -> None:
    for calculator, code in (("term", "term.no-terms"), ("entry", "entry.no-rule"), ("effect", "effect.not-asked")):
        body = ask({"calculator": calculator, "as_of": "2026-11-21", "regime": id_, "person": {"education": "本科"}})
        assert (body["status"], body["findings"]["code"]) == ("unknown", code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_leads_to_every_system_and_to_the_timeline(lang: str) -> None:
    page = markdown("systems.md", lang)
    assert set(re.findall(r"\]\(regime/([\w-]+)\.md\)", page)) == set(rules().regimes)
    assert "(timeline.md)" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_timeline_has_every_system_and_every_text_of_law_and_no_plan_text(lang: str) -> None:
    page = markdown("timeline.md", lang)
    assert set(re.findall(r"\]\(regime/([\w-]+)\.md\)", page)) == set(LAW)
    texts = [entry for entry in rules().spec["instruments"].values() if entry["rank"] not in ("practice", "draft")]
    assert [entry["zh"] for entry in texts if entry[lang] not in page] == []


def test_the_timeline_is_in_order_and_says_what_took_the_place_of_what() -> None:
    page = markdown("timeline.md", "zh")
    years = [int(year) for year in re.findall(r"^(\d{4})$", page, re.M)]
    assert years == sorted(years)
    begins = next(line for line in page.splitlines() if "制度开始" in line and "regime/parallel-2019" in line)
    assert "6月1日" in begins
    assert "取代[原非领导职务制度]" in begins
    ends = next(line for line in page.splitlines() if "制度终止" in line and "regime/technical-2016" in line)
    assert "由[公务员分类管理" in ends
