"""The calculator as a person uses it: fill in, read the answer, share it, make mistakes, lose the network."""

import base64
import json
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, Route, expect

from calculators import answer, load
from calculators.telling.say import tell
from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.layout import RULES, WORKDAYS
from generator.pages.tools import tools
from tests.conftest import Watch

pytestmark = pytest.mark.browser

CALCULATOR = {"zh": "calculator/", "en": "en/calculator/"}

DESIGN: dict[str, Any] = {
    "api": 1,
    "calculator": "promotion",
    "as_of": "2026-11-21",
    "target": "一级调研员",
    "person": {
        "held": [
            {"post": "县处级副职", "from": "2015-06", "to": "2019-05-31"},
            {"rank": "二级调研员", "from": "2022-03-01"},
        ],
        "grades": {"2022": "优秀", "2023": "称职", "2024": "基本称职", "2025": "称职"},
        "effects": [{"kind": "诫勉", "from": "2024-03-15", "to": "2024-09-14"}],
    },
}


def headline(request: dict[str, Any], lang: str = "zh") -> str:
    """The first sentence that the command line gives."""
    rules = load(RULES.read_text(encoding="utf-8"), WORKDAYS.read_text(encoding="utf-8"))
    return str(tell(answer(request, rules), rules, lang)["headline"])


def open_calculator(page: Page, lang: str = "zh", fragment: str = "") -> None:
    page.goto(CALCULATOR[lang] + fragment)


def shown(page: Page) -> str:
    """The first sentence on the page, without its badge."""
    text = page.locator("#zj-answer .zj-headline").first
    badge = text.locator(".zj-badge").inner_text()
    return text.inner_text().removeprefix(badge).strip()


def settle(page: Page) -> None:
    """Wait until Python runs and has answered what the form says."""
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")


def enter(page: Page, request: dict[str, Any]) -> None:
    """Fill the form field by field, as a person would."""
    page.click("[data-act=reset]")
    for place, item in enumerate(request["person"]["held"]):
        if place:
            page.click("[data-add=held]")
        row = page.locator("[data-rows=held] .zj-row").nth(place)
        row.locator("[data-key=rank]").fill(item.get("rank") or item["post"])
        row.locator("[data-key=from]").fill(item["from"])
        row.locator("[data-key=to]").fill(item.get("to", ""))
    for year, grade in request["person"]["grades"].items():
        page.select_option(f"[data-year='{year}']", label=grade)
    effects = request["person"].get("effects")
    page.check(f"[name=effects][value={'open' if effects is None else 'some' if effects else 'none'}]")
    for place, item in enumerate(effects or []):
        row = page.locator("[data-rows=effects] .zj-row").nth(place)
        row.locator("[data-key=kind]").select_option(label=item["kind"])
        row.locator("[data-key=from]").fill(item["from"])
        row.locator("[data-key=to]").fill(item.get("to", ""))
    page.select_option("[name=target]", label=request["target"])
    page.fill("[name=as_of]", request["as_of"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_stands_there_before_python_and_is_what_python_says(
    page: Page, browser: Browser, site: str, lang: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    still = context.new_page()
    still.goto(CALCULATOR[lang])
    without = shown(still)
    context.close()
    open_calculator(page, lang)
    assert shown(page) == without
    page.click("[data-act=example]")
    settle(page)
    assert shown(page) == without


def test_what_is_typed_is_answered_as_the_command_line_does(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    settle(page)
    assert shown(page) == headline(DESIGN)
    expect(page.locator("#zj-answer svg")).to_be_visible()
    expect(page.locator(".zj-section-range a[href*=reading]")).to_have_count(1)
    page.evaluate("location.hash = '#zj-answer'")  # as the sentence at the foot of a phone's screen does
    page.wait_for_timeout(100)
    assert shown(page) == headline(DESIGN)


def test_the_answer_follows_every_change_and_the_rows_follow_the_dates(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    settle(page)
    years = page.locator("[data-rows=grades] select")
    assert years.count() == 2026 - 2015
    page.select_option("[data-year='2024']", label="称职")
    settle(page)
    changed = json.loads(json.dumps(DESIGN))
    changed["person"]["grades"]["2024"] = "称职"
    assert shown(page) == headline(changed)
    page.fill("[data-rows=held] .zj-row:nth-child(1) [data-key=from]", "2019-05")
    assert years.count() == 2026 - 2019
    assert page.input_value("[data-year='2024']") == "competent"


def test_a_link_carries_the_request_but_no_effect_periods_unless_ticked(page: Page, site: str) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    settle(page)
    for ticked in (False, True):
        page.set_checked("[name=link-effects]", ticked)
        page.click("[data-act=link]")
        page.wait_for_timeout(100)
        link = page.evaluate("location.href")
        assert link.startswith(site + "calculator/#1.")
        other = page.context.new_page()
        other.goto(link)
        settle(other)
        expected = json.loads(json.dumps(DESIGN))
        if not ticked:
            del expected["person"]["effects"]
        assert shown(other) == headline(expected)
        if ticked:
            expect(other.locator("#zj-notice")).to_be_empty()
        else:
            expect(other.locator("#zj-notice")).to_contain_text("不带影响期")
        assert other.input_value("[data-rows=held] .zj-row:nth-child(2) [data-key=rank]") == "二级调研员"
        other.close()


@pytest.mark.parametrize("fragment", ["#1.%%%", "#1.bm90IGpzb24", "#9.e30"])
def test_a_damaged_or_newer_link_is_said_and_not_used(page: Page, fragment: str) -> None:
    open_calculator(page, fragment=fragment)
    expect(page.locator("#zj-notice")).to_contain_text("没有采用")


def test_a_mistake_is_shown_at_its_field_and_nothing_is_lost(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    settle(page)
    field = page.locator("[data-rows=held] .zj-row:nth-child(2) [data-key=rank]")
    field.fill("二级调研")
    settle(page)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#zj-answer [role=alert] li")).to_contain_text("任职经历第2行，职级或者职务：")
    expect(page.locator("#zj-answer [role=alert]")).to_contain_text("二级调研员")
    expect(page.locator("[data-rows=held] .zj-row:nth-child(2) .zj-wrong")).to_be_visible()
    page.click(".zj-to-field")
    expect(field).to_be_focused()
    field.fill("二级调研员")
    settle(page)
    assert shown(page) == headline(DESIGN)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_every_wrong_field_of_a_row_has_its_message_beside_its_name(page: Page) -> None:
    open_calculator(page)
    page.click("[data-act=reset]")
    row = page.locator("[data-rows=held] .zj-row").first
    for key, text in {"rank": "办公室主任", "from": "去年", "to": "2024-02-30"}.items():
        row.locator(f"[data-key={key}]").fill(text)
    page.wait_for_selector("#zj-app[data-status=error]")
    lines = row.locator(".zj-wrong > span")
    expect(lines).to_have_count(3)
    said = {text.partition("：")[0]: text for text in lines.all_inner_texts()}
    assert list(said) == ["职级或者职务", "自", "至（现任不填）"]  # as the fields stand there
    assert "层次有：" in said["职级或者职务"]
    for key in ("rank", "from", "to"):
        field = row.locator(f"[data-key={key}]")
        described = field.get_attribute("aria-describedby")
        label = field.evaluate("field => field.labels[0].firstChild.textContent.trim()")
        assert page.locator(f"#{described}").inner_text() == said[label]
    row.locator("[data-key=rank]").fill("正科")
    row.locator("[data-key=to]").fill("至今")
    expect(lines).to_have_count(1)
    assert lines.inner_text().startswith("“去年”")  # alone in its row it needs no name
    row.locator("[data-key=from]").fill("1 June 2022")
    expect(page.locator("[data-year='2022']")).to_have_count(1)
    page.wait_for_selector("#zj-app[data-status]:not([data-status=error])")
    expect(row.locator(".zj-wrong")).to_be_hidden()


def link_of(request: dict[str, Any]) -> str:
    return "#1." + base64.urlsafe_b64encode(json.dumps(request).encode()).decode().rstrip("=")


def test_what_is_wrong_with_a_whole_list_is_said_of_the_list(page: Page) -> None:
    rows = [{"rank": "二级调研员", "from": "2022-03-01"}] * 401
    open_calculator(page, fragment=link_of({**DESIGN, "person": {"held": rows, "effects": []}}))
    settle(page)
    expect(page.locator("#zj-answer .zj-errors li")).to_contain_text(re.compile("^任职经历：.*400"))
    expect(page.locator("#zj-held > .zj-wrong")).to_contain_text("400")
    expect(page.locator("#zj-held .zj-row .zj-wrong:visible")).to_have_count(0)
    expect(page.locator("#zj-held [aria-invalid]")).to_have_count(0)
    page.locator("[data-rows=held] .zj-remove").first.click()
    expect(page.locator("#zj-held > .zj-wrong")).to_be_hidden()


def test_effect_periods_that_are_said_to_be_there_are_to_be_filled_in(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN | {"person": {**DESIGN["person"], "effects": []}})
    settle(page)
    page.check("[name=effects][value=some]")
    expect(page.locator("[data-rows=effects] .zj-wrong")).to_be_visible()
    expect(page.locator("#zj-answer .zj-errors li").first).to_contain_text("必须填写")
    expect(page.locator("#zj-answer")).not_to_contain_text("有无影响期")
    page.reload()
    settle(page)
    expect(page.locator("[name=effects][value=some]")).to_be_checked()
    page.check("[name=effects][value=none]")
    settle(page)
    expect(page.locator("#zj-answer .zj-headline")).to_be_visible()


def test_a_row_without_a_name_is_asked_for_in_the_words_of_the_form(page: Page) -> None:
    open_calculator(page)
    page.fill("[data-rows=held] [data-key=rank]", "")
    page.fill("[data-rows=held] [data-key=from]", "2024-01-01")
    expect(page.locator("#zj-answer .zj-errors li")).to_contain_text("请填写职级或者职务，二者只填其一。")


def test_what_was_typed_stays_in_the_tab_and_on_the_device_only_if_asked(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    settle(page)
    page.reload()
    settle(page)
    assert shown(page) == headline(DESIGN)
    fresh = page.context.new_page()
    fresh.goto(CALCULATOR["zh"])
    assert fresh.input_value("[data-rows=held] [data-key=rank]") == "二级主任科员"
    fresh.close()
    page.check("[name=keep]")
    kept = page.context.new_page()
    kept.goto(CALCULATOR["zh"])
    settle(kept)
    assert shown(kept) == headline(DESIGN)
    page.uncheck("[name=keep]")
    assert page.evaluate("localStorage.length") == 0 or page.evaluate("localStorage.getItem('zhiji.form')") is None


def on_device(page: Page) -> str:
    return str(page.evaluate("localStorage.getItem('zhiji.form')"))


def test_what_is_kept_on_the_device_is_the_same_in_every_tab(still_page: Page, watch: Watch) -> None:
    watch.expect("Failed to load|net::ERR|wasm|Failed to fetch")
    first, second = still_page, still_page.context.new_page()
    second.add_init_script("window.requestIdleCallback = () => 0")
    rank, keep, said = "[data-rows=held] [data-key=rank]", "[name=keep]", ".zj-said"
    for page in (first, second):
        page.route("**/runtime/**/*.wasm", lambda route: route.abort("blockedbyclient"))
        page.goto(CALCULATOR["zh"])
    first.check(keep)
    expect(second.locator(keep)).to_be_checked()
    expect(second.locator(said)).to_be_empty()
    second.uncheck(keep)
    expect(first.locator(keep)).not_to_be_checked()
    first.fill(rank, "三调")
    assert on_device(first) == "None"
    first.reload()
    expect(first.locator(rank)).to_have_value("三调")
    expect(first.locator(keep)).not_to_be_checked()

    # Unticked in a tab that cannot be told of it meanwhile: the store itself is asked before anything is written.
    first.check(keep)
    expect(second.locator(keep)).to_be_checked()
    first.evaluate("localStorage.removeItem('zhiji.form')")  # the own tab gets no event
    first.fill(rank, "四调")
    assert on_device(first) == "None"
    expect(first.locator(keep)).not_to_be_checked()

    # Different entries: the one that changes last is kept, and each tab says so before.
    first.check(keep)
    second.reload()
    second.fill(rank, "一主")
    expect(first.locator(said)).to_contain_text("另一标签页")
    first.reload()
    expect(first.locator(rank)).to_have_value("四调")
    expect(first.locator(said)).to_contain_text("另一标签页")
    assert "一主" in on_device(first)
    first.fill(rank, "二主")
    expect(first.locator(said)).to_be_empty()
    assert "二主" in on_device(first)
    expect(second.locator(said)).to_contain_text("另一标签页")


DENIED = {
    "denied": "Object.defineProperty(window, 'localStorage', { get() { throw Error() }, configurable: true })",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
}


@pytest.mark.parametrize("how", DENIED)
@pytest.mark.parametrize(("lang", "sentence"), [("zh", "不允许在本机保留"), ("en", "does not allow")])
def test_where_nothing_can_be_kept_the_box_does_not_stay_ticked(
    still_page: Page, how: str, lang: str, sentence: str
) -> None:
    still_page.add_init_script(DENIED[how])
    still_page.goto(CALCULATOR[lang])
    still_page.locator("[name=keep]").click()
    expect(still_page.locator(".zj-said")).to_contain_text(sentence)
    expect(still_page.locator("[name=keep]")).not_to_be_checked()


def test_whoever_makes_the_example_theirs_asks_about_today(page: Page) -> None:
    page.clock.set_fixed_time("2031-05-06T08:00:00")
    open_calculator(page)
    assert page.input_value("[name=as_of]") == "2026-11-21"
    expect(page.locator(".zj-made-up")).to_be_visible()
    page.fill("[data-rows=held] [data-key=from]", "2026-03-01")
    assert page.input_value("[name=as_of]") == "2031-05-06"
    expect(page.locator(".zj-made-up")).to_be_hidden()


def test_another_rank_or_day_in_the_example_is_another_person(page: Page) -> None:
    open_calculator(page)
    page.click("[data-rows=held] [data-key=rank]")
    page.keyboard.type("三主")
    settle(page)
    assert page.input_value("[data-rows=held] [data-key=rank]") == "三主", "typed in the place of the example's rank"
    assert (page.input_value("[name=target]"), page.input_value("[data-year='2025']")) == ("", "")
    assert page.is_checked("[name=effects][value=open]")
    expect(page.locator("#zj-answer .zj-sentence")).to_contain_text("晋升二级主任科员")
    page.fill("[data-rows=held] [data-key=from]", "201913")
    page.click("[data-year='2025']")
    settle(page)
    expect(page.locator("#zj-answer .zj-errors li")).to_have_text("自：没有“201913”这个日期。")

    # What somebody entered first is theirs and stays; until it says who they are, it is tried on the example.
    page.click("[data-act=example]")
    page.select_option("[data-year='2025']", "excellent")
    page.fill("[name=as_of]", "2027-02-01")
    expect(page.locator(".zj-made-up")).to_be_visible()
    assert page.is_checked("[name=effects][value=none]")
    page.fill("[data-rows=held] [data-key=from]", "2024-03-01")
    expect(page.locator(".zj-made-up")).to_be_hidden()
    given = page.eval_on_selector_all("[data-rows=grades] select", "all => all.map((one) => one.value)")
    assert given == ["", "excellent", ""]
    assert page.is_checked("[name=effects][value=open]")
    assert page.input_value("[name=as_of]") == "2027-02-01"
    assert page.input_value("[name=target]"), "the step above the rank that still stands there"

    page.goto("calculator/quota/")
    page.fill("[name=posts]", "60")
    assert not any(page.locator("[name=occupied]").evaluate_all("all => all.map((one) => one.value)"))
    page.evaluate("sessionStorage.clear()")  # or the person of the first calculator would be there
    page.goto("calculator/term/")
    page.locator("[data-rows=posts] [data-key=from]").fill("2020-01-01")
    assert page.input_value("[data-rows=posts] [data-key=post]") == "县处级正职"
    assert page.input_value("[data-rows=posts] [data-key=term_ends]") == ""


def test_an_empty_form_says_what_to_do(page: Page) -> None:
    open_calculator(page)
    page.click("[data-act=reset]")
    expect(page.locator("#zj-answer")).to_contain_text("请填写任职经历")


@pytest.mark.parametrize("gone", ["WebAssembly", "Worker"])
def test_a_browser_without_what_it_takes_is_told_so_in_words(page: Page, watch: Watch, gone: str) -> None:
    watch.expect("WebAssembly|Worker")
    page.add_init_script(f"delete globalThis.{gone}; Object.defineProperty(globalThis, '{gone}', {{value: undefined}})")
    open_calculator(page)
    page.focus("[name=as_of]")
    expect(page.locator("#zj-state .zj-failed")).to_contain_text("不能在本页测算")
    expect(page.locator("#zj-answer .zj-headline")).to_be_visible()


def test_a_network_that_fails_can_be_tried_again(page: Page, watch: Watch) -> None:
    watch.expect("Failed to load|net::ERR")
    page.route("**/runtime/manifest.json", lambda route: route.abort())
    open_calculator(page)
    page.focus("[name=as_of]")
    expect(page.locator("#zj-state .zj-failed")).to_contain_text("网络")
    page.unroute("**/runtime/manifest.json")
    page.click("#zj-state .zj-failed button")
    settle(page)
    assert shown(page)


LOST = {"zh": "没有结论", "en": "no answer"}
WAITING = {"zh": "正在准备", "en": "being prepared"}


def no_verdict(page: Page, hint: str) -> None:
    """Nothing that could be taken for an answer, in the pane, at the foot of a phone, or on paper."""
    expect(page.locator("#zj-answer")).to_contain_text(hint)
    expect(page.locator(".zj-brief")).to_contain_text(hint)
    assert page.locator("#zj-answer .zj-headline, #zj-answer svg").count() == 0
    expect(page.locator(".zj-take")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator(".zj-paper").all_inner_texts() == ["", ""]
    page.emulate_media(media="null")


def taken(page: Page, held: list[Route]) -> Route:
    """The request that is held back, as soon as it was made."""
    for _ in range(400):
        if held:
            break
        page.wait_for_timeout(50)
    return held.pop()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_answer_of_the_example_stands_for_what_is_in_the_form(page: Page, watch: Watch, lang: str) -> None:
    watch.expect("Failed to load|net::ERR|wasm|Failed to fetch")
    held: list[Route] = []
    page.set_viewport_size({"width": 360, "height": 740})
    page.route("**/runtime/**/*.wasm", lambda route: held.append(route))
    open_calculator(page, lang, link_of(DESIGN))
    no_verdict(page, WAITING[lang])
    page.click("[data-act=reset]")
    page.fill("[data-rows=held] [data-key=rank]", "二级调研员")
    page.fill("[data-rows=held] [data-key=from]", "2022-03-01")
    no_verdict(page, WAITING[lang])
    taken(page, held).abort()
    expect(page.locator("#zj-state .zj-failed")).to_be_visible()
    no_verdict(page, LOST[lang])
    page.click("#zj-state .zj-failed button")
    no_verdict(page, WAITING[lang])
    taken(page, held).continue_()
    page.unroute_all()
    settle(page)
    assert shown(page)
    expect(page.locator("#zj-state .zj-failed")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_has_its_answer_also_where_python_does_not_start(page: Page, watch: Watch, lang: str) -> None:
    watch.expect("Failed to load|net::ERR")
    page.route("**/runtime/manifest.json", lambda route: route.abort())
    open_calculator(page, lang)
    answer, paper = shown(page), page.locator(".zj-paper").all_inner_texts()
    page.fill("[data-rows=held] [data-key=from]", "2024-01-01")
    expect(page.locator("#zj-state .zj-failed")).to_be_visible()
    no_verdict(page, LOST[lang])
    page.click("[data-act=example]")
    assert shown(page) == answer
    expect(page.locator("#zj-state .zj-failed")).to_be_visible()  # another try, which fails too and says so
    assert shown(page) == answer
    expect(page.locator(".zj-brief")).to_have_text(answer)
    expect(page.locator(".zj-take")).to_be_visible()
    assert page.locator(".zj-paper").all_inner_texts() == paper
    page.fill("[data-rows=held] [data-key=from]", "2024-01-01")
    no_verdict(page, LOST[lang])


HINTS = """() => {
  window.hints = [];
  new MutationObserver(() => {
    const hint = document.querySelector("#zj-answer .zj-empty");
    if (hint) window.hints.push(hint.textContent);
  }).observe(document.getElementById("zj-answer"), { childList: true });
}"""


def test_nothing_is_said_to_be_prepared_that_is_ready(page: Page) -> None:
    open_calculator(page)
    page.focus("[name=as_of]")
    settle(page)
    before = shown(page)
    page.evaluate(HINTS)
    page.fill("[data-rows=held] [data-key=from]", "2024-01-01")
    settle(page)
    assert shown(page) != before
    assert [one for one in page.evaluate("window.hints") if WAITING["zh"] in one] == []  # that it is computing is true


@pytest.mark.parametrize("path", ["calculator/", "en/calculator/career/", "calculator/quota/", "calculator/entry/"])
def test_whatever_is_tried_on_the_example_takes_its_answer_away(page: Page, path: str) -> None:
    page.route("**/runtime/**/*.wasm", lambda route: None)
    page.goto(path)
    lang = "en" if path.startswith("en/") else "zh"
    page.focus("[name=as_of]")
    expect(page.locator("#zj-state")).to_contain_text("MB")
    assert shown(page), "the example has its answer as long as it stands there"
    page.fill("[name=as_of]", "2026-12-01")
    no_verdict(page, WAITING[lang])
    page.reload()
    if "data-own" in page.locator("#zj-app").evaluate("one => one.getAttributeNames()"):
        no_verdict(page, WAITING[lang])


def test_the_form_works_by_keyboard_alone(page: Page) -> None:
    open_calculator(page)
    page.focus("[data-rows=held] [data-key=rank]")
    page.keyboard.press("Control+A")
    page.keyboard.type("一级科员")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("2024-01-01")
    settle(page)
    assert page.evaluate("document.activeElement.dataset.key") == "from"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.zj-remove')")


def test_whoever_removes_a_row_by_keyboard_goes_on_where_it_was(still_page: Page) -> None:
    open_calculator(still_page)
    still_page.click("[data-add=held]")
    removing = still_page.locator("[data-rows=held] .zj-remove")
    removing.nth(1).press("Enter")
    expect(removing).to_have_count(1)
    expect(removing).to_be_focused()
    removing.press("Enter")
    expect(removing).to_have_count(0)
    expect(still_page.locator("[data-add=held]")).to_be_focused()


def test_on_a_phone_the_keyboard_comes_to_nothing_hidden(still_page: Page) -> None:
    page = still_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("ladder/")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_be_in_viewport()
        assert page.evaluate("document.activeElement.closest('.md-search__inner, .md-sidebar--primary')") is None
        reached.append(page.evaluate("document.activeElement.getAttribute('for')"))
    assert {"__search", "__drawer"} <= set(reached)


@pytest.mark.parametrize("key", ["", "Enter", "Space"])
def test_on_a_phone_the_search_and_the_side_bar_open(still_page: Page, key: str) -> None:
    page = still_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("ladder/")
    button = page.locator("[for=__search][role=button]")
    button.click() if key == "" else button.press(key)
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).to_be_hidden()
    button = page.locator("[for=__drawer][role=button]")
    button.click() if key == "" else button.press(key)
    expect(page.locator(".md-sidebar--primary .md-nav__link").first).to_be_in_viewport()


TITLE_LINES = """() => { const title = document.querySelector("h1"), found = [], range = document.createRange();
  let top = null;
  const texts = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (!texts.currentNode.parentElement.closest("a"))
    for (let at = 0; at < texts.currentNode.length; at++) {
      range.setStart(texts.currentNode, at); range.setEnd(texts.currentNode, at + 1);
      const here = range.getBoundingClientRect().top;
      if (top === null || here - top > 5) found.push("");
      found[found.length - 1] += range.toString(); top = here;
    }
  return found; }"""


def test_a_title_is_broken_between_words_on_a_phone(still_page: Page) -> None:
    still_page.set_viewport_size({"width": 390, "height": 844})
    still_page.goto("regime/parallel-2019/")
    first, *others = still_page.evaluate(TITLE_LINES)
    assert others
    assert not first.endswith("职")
    assert first + "".join(others) == "公务员职务与职级并行制度"
    expect(still_page).to_have_title(re.compile("公务员职务与职级并行制度"))


# The widths of pages whose bodies stand, one after the other, in the place of the body of a page of their kind. A table
# is wrapped as the theme wraps it, so that it scrolls by itself.
WIDTHS = """async (paths) => {
  const widths = {};
  for (const path of paths) {
    const text = await (await fetch(path)).text();
    document.body.replaceWith(new DOMParser().parseFromString(text, "text/html").body);
    for (const table of document.querySelectorAll(".md-typeset table:not([class])")) {
      const [inner, outer] = ["md-typeset__table", "md-typeset__scrollwrap"].map((name) => {
        const wrap = document.createElement("div");
        wrap.className = name;
        return wrap;
      });
      table.replaceWith(outer);
      outer.append(inner);
      inner.append(table);
    }
    widths[path] = document.documentElement.scrollWidth;
  }
  return widths;
}"""


def test_no_page_is_wider_than_a_phone(still_page: Page, site: str, site_folder: Path) -> None:
    """Of each kind one page is opened; the rest of the kind, made by the same template, is laid out in its place."""
    still_page.set_viewport_size({"width": 360, "height": 740})
    paths = [path.parent.relative_to(site_folder).as_posix() + "/" for path in sorted(site_folder.rglob("index.html"))]
    wide: dict[str, int] = {}
    for _, alike in groupby(paths, key=lambda path: path if "calculator" in path else path.rsplit("/", 2)[0]):
        first, *rest = alike
        still_page.goto(first, wait_until="domcontentloaded")
        widths = {first: still_page.evaluate("document.documentElement.scrollWidth")}
        widths |= still_page.evaluate(WIDTHS, [site + path for path in rest])
        wide |= {path: width for path, width in widths.items() if width > 360}
    assert wide == {}


# The cells of tables in which nearly every line is a break inside a name, and the heads of cards that use half of them.
SQUEEZED = """() => {
  const inner = (cell) => { const look = getComputedStyle(cell);
    return cell.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight); };
  const cells = [...document.querySelectorAll("article td")].filter((cell) => cell.offsetParent);
  const thin = cells.filter((cell) => inner(cell) < 50 && /[\u4e00-\u9fff]{4}/.test(cell.innerText));
  const heads = cells.filter((cell) => cell.matches(".zj-stack td:first-child"));
  const half = heads.filter((cell) => inner(cell) < 0.9 * inner(cell.parentElement));
  return [...thin, ...half].map((cell) => cell.innerText);
}"""


@pytest.mark.parametrize("path", ["", "ladder/", "gaps/", "rule/conversion/", "regime/classified-2023/"])
def test_no_cell_of_a_table_is_squeezed_on_a_phone(still_page: Page, path: str) -> None:
    still_page.set_viewport_size({"width": 360, "height": 740})
    still_page.goto(path)
    assert still_page.evaluate(SQUEEZED) == []


# Of everything that a page shows, unfolded: the letters that are smaller than 11 px, and in pictures those that stand
# beyond the edge or on one another.
ILLEGIBLE = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    const read = texts.currentNode.data.trim() && one.getClientRects().length && !one.closest("svg");
    if (read && size(one) < 11) found.push(`small: ${one.textContent}`);
  }
  for (const picture of document.querySelectorAll(".zj-figure > svg")) {
    if (!picture.clientWidth) continue;
    const all = [...picture.querySelectorAll("text")].map((one) => [one, one.getBoundingClientRect()]);
    const edge = picture.getBoundingClientRect();
    for (const [place, [one, box]] of all.entries()) {
      if (size(one) * one.getScreenCTM().a < 10.99) found.push(`small: ${one.textContent}`);
      if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push(`beyond: ${one.textContent}`);
      const on = ([, other]) => Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
        && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3;
      if (all.slice(place + 1).some(on)) found.push(`on another: ${one.textContent}`);
    }
  }
  return found;
}"""


def test_every_letter_can_be_read_on_a_phone(still_page: Page, site_folder: Path) -> None:
    """Of each kind one page is opened, and every page with a picture; of the ranks, which are alike, the first."""
    still_page.set_viewport_size({"width": 360, "height": 740})
    folders = sorted(site_folder.rglob("index.html"))
    drawn = {path for path in folders if "zj-figure" in path.read_text(encoding="utf-8") and "rank" not in path.parts}
    kinds = {path.parent.parent: path for path in reversed(folders)}
    wrong = {}
    for path in sorted({*drawn, *kinds.values()}):
        still_page.goto(path.parent.relative_to(site_folder).as_posix() + "/", wait_until="domcontentloaded")
        if found := still_page.evaluate(ILLEGIBLE):
            wrong[path.parent.relative_to(site_folder).as_posix()] = found
    assert wrong == {}


def test_the_years_of_an_answer_show_on_a_phone_what_counts(still_page: Page) -> None:
    still_page.set_viewport_size({"width": 360, "height": 740})
    still_page.goto("calculator/")
    still_page.locator(".zj-ledger > summary").first.click()
    last = still_page.locator(".zj-ledger td:last-child").last
    box = last.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360


LARGE = "--blink-settings=defaultFontSize=32"  # what a reader sets who needs letters of twice the size


def test_with_large_letters_no_page_is_wider_than_a_phone(chromium: BrowserType, site: str) -> None:
    large = chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_OPTIONS, LARGE])
    page = large.new_page(viewport={"width": 360, "height": 740}, base_url=site)
    page.add_init_script("window.requestIdleCallback = () => 0")
    wide = {}
    for path in (
        "",
        "en/",
        "systems/",
        "ladder/",
        "compare/",
        "readings/profile/",
        *(f"{one.path}/" for one in tools()),
    ):
        page.goto(path, wait_until="load")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        search = page.locator(".md-header__button[for=__search]").bounding_box()
        wide[path] = (
            page.evaluate("document.documentElement.scrollWidth"),
            search and search["x"] + search["width"] <= 360,
        )
    large.close()
    assert {path: how for path, how in wide.items() if how != (360, True)} == {}


FILL_STORES = """([keys, text]) => {
  for (const key of keys) [sessionStorage, localStorage].forEach((store) => store.setItem(key, text));
}"""
KEPT = ("zhiji.form", "zhiji.aside", "zhiji.office", "zhiji.home", "zhiji.profile")


def test_what_another_version_kept_stops_no_page(still_page: Page) -> None:
    still_page.goto("sources/")
    for text in ("{", "null", '{"person": {"held": "x"}, "by": {"promotion": {}}}'):
        still_page.evaluate(FILL_STORES, [KEPT, text])
        still_page.goto("calculator/")
        expect(still_page.locator("#zj-state")).not_to_be_empty()  # the last thing that the script does at first
        expect(still_page.locator("[data-rows=held] .zj-row [data-key=rank]").first).not_to_have_value("")
    still_page.evaluate(FILL_STORES, [KEPT, "{"])
    for address in ("readings/profile/", ""):
        still_page.goto(address)


@pytest.mark.parametrize(
    "person",
    [
        {"held": "x"},
        {"held": 1},
        {"held": {"rank": "二主"}},
        {"effects": None},
        {"grades": None},
        {"held": [{"rank": {"toString": 1}}]},
    ],
    ids=str,
)
def test_a_link_of_another_shape_is_refused_and_the_page_goes_on(page: Page, person: Any) -> None:
    text = json.dumps({"person": person})
    open_calculator(page, fragment="#1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
    expect(page.locator("#zj-notice")).to_contain_text("链接")
    expect(page.locator("[data-rows=held] .zj-row")).to_have_count(1)


@pytest.mark.parametrize("path", ["calculator/", "calculator/level/"])
def test_a_value_of_another_shape_is_told_at_its_field(page: Page, path: str) -> None:
    text = json.dumps(DESIGN | {"person": DESIGN["person"] | {"level": {"a": 1}}})
    page.goto(path + "#1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
    settle(page)
    expect(page.locator("input[data-path='/person/level']")).to_have_value('{"a":1}')
    expect(page.locator("label:has(input[data-path='/person/level']) .zj-wrong")).to_contain_text('{"a":1}')
    expect(page.locator("#zj-app")).not_to_contain_text("[object")


def test_a_link_is_text_and_never_markup(page: Page) -> None:
    image = "<img src=x onerror='window.run = 1'>"
    person = {"held": [{"rank": image, "from": "2025"}], image: image, "grades": {image: image}}
    text = json.dumps({"as_of": "2026-11-21", "person": person, "profile": f"$& {image}", "readings": {image: image}})
    open_calculator(page, fragment="#1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
    settle(page)
    expect(page.locator(".zj-errors")).to_contain_text("<img")
    expect(page.locator("#zj-pinned")).to_contain_text(f"$& {image}")
    assert page.locator("#zj-app img").count() == 0
    assert page.evaluate("window.run") is None
