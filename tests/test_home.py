"""The home page as people arrive at it: two fields, three doors, and what there is without script or network."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from calculators.telling.say import tell
from generator.bench.weight import WEIGHT_GOAL, weight
from generator.pages import home
from tests.axe import violations
from tests.conftest import Watch
from tests.support import ask, rules

pytestmark = pytest.mark.browser

HOMES = {"zh": "", "en": "en/"}
TODAY = "2026-11-25"


def command_line(held: dict[str, str], lang: str = "zh", more: dict[str, Any] | None = None) -> list[str]:
    """The first sentences that the command line gives on the next steps, under the assumption of the home page."""
    years = range(int(held["from"][:4]), date.fromisoformat(TODAY).year)
    person = {"held": [held], "grades": dict.fromkeys(map(str, years), home.GRADE), "effects": []}
    body = ask({"api": 1, "calculator": "promotion", "as_of": TODAY, "person": person} | (more or {}))
    return [str(tell(one, rules(), lang)["headline"]) for one in body["targets"]]


def enter(page: Page, rank: str, since: str) -> None:
    """Fill both fields and press Enter, as a person would."""
    page.fill("#zj-quick [name=rank]", rank)
    page.fill("#zj-quick [name=from]", since)
    page.keyboard.press("Enter")
    page.wait_for_selector("#zj-quick[data-python=ready]:not([data-busy])")


def sentences(page: Page) -> list[str]:
    """The first sentences that the home page shows."""
    return page.locator("#zj-quick-answer .zj-sentence").all_inner_texts()


def test_two_fields_give_the_first_sentence_and_lead_to_the_full_page(page: Page, watch: Watch) -> None:
    page.clock.set_fixed_time(f"{TODAY}T08:00:00")
    page.goto("")
    page.wait_for_timeout(300)
    unasked = [one.url for one in watch.requests if "runtime" in one.url or "search_index" in one.url]
    assert not unasked, "fetched before anybody asked"
    enter(page, "二级主任科员", "2024-03-15")
    assert sentences(page) == command_line({"rank": "二级主任科员", "from": "2024-03-15"})
    expect(page.locator(".zj-quick-assumed")).to_contain_text("2024至2025年度考核都是称职，没有影响期")
    enter(page, "副处", "2015.06")
    assert sentences(page) == command_line({"post": "县处级副职", "from": "2015-06"})
    enter(page, "四调", "2024.11")
    expect(page.locator("#zj-quick-answer")).to_contain_text("填到日")
    assert violations(page) == []

    page.click("#zj-quick-full")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")
    assert page.input_value("[data-rows=held] [data-key=rank]") == "四调"
    assert page.input_value("[data-rows=held] [data-key=from]") == "2024.11"
    assert page.input_value("[name=as_of]") == TODAY
    assert (
        page.eval_on_selector_all("[data-rows=grades] select", "all => all.map(one => one.value)") == ["competent"] * 2
    )
    expect(page.locator("[name=effects][value=none]")).to_be_checked()
    expect(page.locator("#zj-notice")).to_contain_text("首页的假定")
    assert page.locator("#zj-answer .zj-sentence").all_inner_texts() == command_line(
        {"rank": "四级调研员", "from": "2024-11"}
    )

    # What was typed is still there, and is read as the office reads that has pinned its readings.
    office: dict[str, Any] = {
        "format": "zhiji-profile",
        "version": 1,
        "name": "甲市",
        "readings": {"tenure-unit": "month"},
    }
    page.evaluate("office => localStorage.setItem('zhiji.profile', JSON.stringify(office))", office)
    page.go_back()
    assert page.input_value("#zj-quick [name=rank]") == "四调"
    expect(page.locator(".zj-quick-assumed").last).to_contain_text("按已固定的口径“甲市”")
    pinned = {"readings": office["readings"]}
    assert sentences(page) == command_line({"rank": "四级调研员", "from": "2024-11"}, more=pinned)


def test_what_goes_wrong_is_said_where_it_is_and_can_be_mended(page: Page, watch: Watch) -> None:
    watch.expect("Failed to load|net::ERR")
    page.clock.set_fixed_time(f"{TODAY}T08:00:00")
    page.route("**/runtime/manifest.json", lambda route: route.abort())
    page.goto("en/")
    example = sentences(page)
    assert len(example) == 1
    page.focus("#zj-quick [name=rank]")
    expect(page.locator("#zj-quick-state .zj-failed")).to_contain_text("network")
    expect(page.locator("#zj-quick-state a")).to_have_attribute("href", "#years")
    failed = violations(page)
    page.fill("#zj-quick [name=rank]", "一主")
    page.fill("#zj-quick [name=from]", "2024-01-01")
    page.wait_for_selector("#zj-quick[data-python=failed]:not([data-busy])")
    page.unroute("**/runtime/manifest.json")
    page.click("#zj-quick-state button")
    page.wait_for_selector("#zj-quick[data-python=ready]:not([data-busy])")
    assert sentences(page) == command_line({"rank": "一级主任科员", "from": "2024-01-01"}, "en")

    enter(page, "科长", "2020-13")
    expect(page.locator("#zj-quick-from-wrong")).to_be_visible()
    expect(page.locator("#zj-quick [name=from]")).to_have_attribute("aria-invalid", "true")
    assert sentences(page) == []
    wrong = violations(page)
    enter(page, "科长", "2020-12")
    expect(page.locator("#zj-quick-rank-wrong")).to_contain_text("正科")
    expect(page.locator("#zj-quick-from-wrong")).to_be_hidden()
    for rank, since, said in (("一级巡视员", "2020-01", "home.top"), ("一主", "2027-01", "home.future")):
        enter(page, rank, since)
        expect(page.locator("#zj-quick-answer")).to_contain_text(rules().spec["sentences"][said]["en"])
    enter(page, "", "2020-12")
    expect(page.locator("#zj-quick-state")).to_contain_text(rules().spec["sentences"]["home.need-rank"]["en"])
    assert sentences(page) == []  # the verdict of the example could be taken for one's own
    expect(page.locator("#zj-quick [name=rank]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#zj-quick [name=rank]")).to_be_focused()
    assert [failed, wrong, violations(page)] == [[], [], []]
    enter(page, "", "")
    assert sentences(page) == example
    assert [failed, wrong] == [[], []]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_does_not_answer_what_is_typed_says_so_and_can_be_read(page: Page, lang: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.route("**/runtime/**/*.wasm", lambda route: None)
    page.goto(HOMES[lang])
    note = page.locator(".zj-quick-stale")
    expect(note).to_be_hidden()
    page.fill("#zj-quick [name=rank]", "一主")
    page.fill("#zj-quick [name=from]", "2024-01-01")
    expect(note).to_have_text(rules().spec["sentences"]["home.stale"][lang])
    faded = page.locator("#zj-quick, .zj-quick-result, #zj-quick-answer, #zj-quick-answer *").evaluate_all(
        "all => all.filter((one) => getComputedStyle(one).opacity !== '1').map((one) => one.outerHTML)"
    )
    assert faded == []
    assert violations(page) == []
    page.fill("#zj-quick [name=from]", "")
    expect(note).to_be_hidden()  # the example stands for nobody again


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_script_there_are_an_example_the_years_and_the_doors(browser: Browser, site: str, lang: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(HOMES[lang])
    expect(page.locator(".zj-quick-form")).to_be_hidden()
    expect(page.locator(".zj-quick-without")).to_be_visible()
    assert len(sentences(page)) == 1
    expect(page.locator("#years")).to_be_visible()
    told = page.locator(".zj-home-steps tbody tr").all_inner_texts()
    assert len(told) == len(rules().regimes[home.REGIME]["promotions"])
    for door in home.DOORS:
        for one in door.questions:
            expect(page.get_by_role("link", name=one.zh if lang == "zh" else one.en, exact=True)).to_be_visible()
    context.close()


def test_the_home_page_is_light(page: Page, site: str) -> None:
    assert sum(weight(page, site).values()) < WEIGHT_GOAL


def test_what_is_new_is_the_latest_law_and_the_counts_are_those_of_the_spec() -> None:
    instruments: dict[str, Any] = rules().spec["instruments"]
    newest = home.newest(rules())
    assert len(newest) == home.NEWEST
    years = [int(home.day(instruments[id_])[:4]) for id_ in newest]
    assert years == sorted(years, reverse=True)
    assert all(instruments[id_]["rank"] in home.LAW for id_ in newest)
    left_out = [home.day(one)[:4] for id_, one in instruments.items() if one["rank"] in home.LAW and id_ not in newest]
    assert max(left_out) <= str(years[-1])
