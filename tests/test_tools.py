"""Every calculator has a page, and the page answers what the command line answers.

For each calculator its own worked cases are carried into its form: the form has to have a field for all that they hold,
and the answer on the page has to be that of the command line. Which of them are asked in the browser is found by what
they have (status, fields), so that a new kind of case is tried without anybody listing it.
"""

from functools import cache

import pytest
from playwright.sync_api import Page, expect

from generator.pages.tools import TOOLS, Tool, request, tools
from tests.axe import violations
from tests.conftest import Watch
from tests.support import Json, ask, every_row
from tests.test_page_cases import ENTER, fragment, headlines, told

pytestmark = pytest.mark.browser

MOST = 6  # cases of one calculator asked in the browser

# What cases hold and no form should: the way to write a grade with the day on which it became known.
LEFT_OUT = "known_from"
# What one form need not ask: a system by name, where only one has an answer.
UNASKED = {"quota": "regime"}

DROPPED = """([root, requests]) => import(new URL("assets/script/form.mjs", root).href).then(({ Form }) => {
    const app = document.getElementById("zj-app");
    const data = JSON.parse(document.getElementById("zj-data").textContent);
    const form = new Form(app, data);
    return requests.map((request) => form.write(request));
})"""

READ_BACK = """([root, requests]) => import(new URL("assets/script/form.mjs", root).href).then(({ Form }) => {
    const app = document.getElementById("zj-app");
    const data = JSON.parse(document.getElementById("zj-data").textContent);
    const form = new Form(app, data);
    return requests.map((request) => (form.write(request), form.read()));
})"""


@cache
def cases_of(calculator: str) -> list[Json]:
    """The worked requests of one calculator, each once."""
    found = [row.request for row in every_row() if row.request.get("calculator", "promotion") == calculator]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def chosen(calculator: str) -> list[Json]:
    """A few cases that together have as many statuses and fields as possible."""
    left = {place: _features(one) for place, one in enumerate(cases_of(calculator)) if _typed(one) and _takes(one)}
    found: list[int] = []
    seen: set[str] = set()
    while left and len(found) < MOST:
        best = max(left, key=lambda place: len(left[place] - seen))
        seen |= left.pop(best)
        found.append(best)
    return [cases_of(calculator)[place] for place in found]


def _features(asked: Json) -> set[str]:
    body = ask(asked)
    return {str(body.get("status")), *asked, *asked.get("person", {}), *asked.get("organ", {})}


def _takes(asked: Json) -> bool:
    """Whether the form can ask all that a case asks."""
    return LEFT_OUT not in str(asked) and UNASKED.get(asked.get("calculator", "")) not in asked


def _typed(asked: Json) -> bool:
    """Whether anything is filled in: a form that is empty is told what to fill in and is not answered."""
    return bool(asked.get("person") or set(asked) - {"api", "calculator", "as_of", "person", "regime", "target"})


def fits(asked: Json, dropped: list[str]) -> bool:
    """Whether the form took all that a case holds; it offers no target to which nothing promotes."""
    known = (asked.get("target"), UNASKED.get(asked.get("calculator", "")))
    return not [one for one in dropped if one not in known and LEFT_OUT not in one]


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: str(tool.id))
def test_the_page_of_a_calculator(page: Page, site: str, watch: Watch, tool: Tool) -> None:
    page.goto(f"{tool.path}/")
    assert headlines(page) == told(request(tool), "zh")
    assert page.get_attribute(".zj-tools a[aria-current]", "href") == "./"
    cases = cases_of(tool.id)
    dropped = page.evaluate(DROPPED, [site, cases])
    assert [(one, left) for one, left in zip(cases, dropped, strict=True) if not fits(one, left)] == []

    page.focus("[name=as_of]")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")
    wrong = {}
    for one in chosen(tool.id):
        page.evaluate(ENTER, [site, fragment(one)])
        if headlines(page) != told(one, "zh"):
            wrong[str(one)] = (headlines(page), told(one, "zh"))
    assert wrong == {}
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []


# A link with more than the form of its page asks, and how that is called.
LEFT: list[tuple[str, Json, dict[str, str]]] = [
    (
        "calculator/",
        {
            "calculator": "promotion",
            "until": "2040-01",
            "occupied": {"一级调研员": 1, "二级调研员": 2},
            "person": {
                "held": [{"rank": "二主", "from": "2024-03-01", "note": "x", "left": "退休"}],
                "grades": {"2024": "称职", "2025": {"grade": "称职", "known_from": "2026-02-10"}},
                "effects": [],
                "nickname": "x",
            },
        },
        {
            "zh": "没有采用：2025年度考核结果的确定日期、备注、提前离任的原因、推算到、各职级现任人数、nickname。",
            "en": "left them out: the day on which the grade for 2025 was set, note, why it ended early, "
            "computed until, holders of each rank, nickname.",
        },
    ),
    (
        "calculator/conversion/",
        {
            "calculator": "conversion",
            "from": "四级调研员",
            "readings": {"tenure-unit": "day"},
            "person": {"organ": {"kind": "county", "level": "ke-zheng"}, "grades": {"2024": "称职", "2025": "称职"}},
        },
        {
            "zh": "没有采用：机关、规格、年度考核。",
            "en": "left them out: organ, layer, yearly assessment.",
        },
    ),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("address", "asked", "said"), LEFT, ids=[one[0].strip("/") for one in LEFT])
def test_what_a_form_has_no_field_for_is_said_in_words(
    page: Page, address: str, asked: Json, said: dict[str, str], lang: str
) -> None:
    whole = fragment({"api": 1, "as_of": "2026-11-21"} | asked)
    page.goto(f"{'' if lang == 'zh' else 'en/'}{address}{whole}")
    expect(page.locator("#zj-notice")).to_contain_text(said[lang])


# What each form knows of and does not offer, as a link may bring it.
UNOFFERED: list[tuple[str, Json, str, str]] = [
    (
        "quota",
        {"organ": {"kind": "county-body", "posts": 9}, "occupied": {}},
        "kind",
        "县（市、区、旗）领导班子",
    ),
    ("quota", {"organ": {"kind": "city", "posts": 48}, "target": "police/jingyuan-1"}, "target", "一级警员"),
    ("procedure", {"start": "2026-09-21", "regime": "police-ranks"}, "regime", "人民警察职级：执法勤务、警务技术"),
    (
        "effect",
        {"regime": "selection-checks", "person": {"effects": [{"kind": "jiguo", "from": "2026-03-10"}]}},
        "regime",
        "提拔前的核查",
    ),
]


@pytest.mark.parametrize(("calculator", "asked", "field", "name"), UNOFFERED, ids=lambda one: str(one)[:20])
def test_what_a_form_knows_of_and_does_not_offer_is_kept_and_said_at_its_field(
    page: Page, site: str, calculator: str, asked: Json, field: str, name: str
) -> None:
    whole = {"api": 1, "calculator": calculator, "as_of": "2026-11-21"} | asked
    page.goto(f"calculator/{calculator}/{fragment(whole)}")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")
    choice = page.locator(f"select[name={field}]")
    expect(choice.locator("option:checked")).to_contain_text(name)
    note = page.locator(f"label:has(select[name={field}]) .zj-unoffered")
    expect(note).to_contain_text(name)
    assert headlines(page) == told(whole, "zh")
    page.reload()  # kept in the tab as well as carried by the link
    expect(choice.locator("option:checked")).to_contain_text(name)
    assert violations(page, f"label:has(select[name={field}])") == []
    choice.select_option("")
    expect(note).to_be_hidden()


def test_what_one_calculator_offers_another_that_does_not_keeps(page: Page) -> None:
    page.goto("calculator/")
    page.fill("[data-rows=held] [data-key=rank]", "三调")
    page.locator(".zj-more summary").click()
    page.select_option("[name=kind]", "county-body")
    page.click(".zj-tools a >> text=履历核对")
    expect(page.locator("[name=kind]")).to_have_value("county-body")
    expect(page.locator(".zj-unoffered")).to_contain_text("县（市、区、旗）领导班子")
    page.fill("[data-rows=held] [data-key=from]", "2024-02")
    page.click(".zj-tools a >> text=晋升")
    expect(page.locator("[name=kind]")).to_have_value("county-body")
    expect(page.locator(".zj-unoffered")).to_have_count(0)


def test_what_one_calculator_has_no_field_for_is_there_again_in_the_one_that_has(page: Page) -> None:
    page.goto("calculator/term/")
    page.click("[data-act=reset]")
    row = "[data-rows=posts]"
    for key, text in {"post": "正处", "body": "甲县人民政府", "from": "2021-08-01", "term_ends": "2026-07-31"}.items():
        page.fill(f"{row} [data-key={key}]", text)
    page.click(".zj-tools a >> text=履历核对")
    page.fill("[data-rows=held] [data-key=from]", "2021-09-01")
    page.click(".zj-tools a >> text=任期")
    expect(page.locator(f"{row} [data-key=from]")).to_have_value("2021-09-01")
    expect(page.locator(f"{row} [data-key=body]")).to_have_value("甲县人民政府")
    expect(page.locator(f"{row} [data-key=term_ends]")).to_have_value("2026-07-31")


def test_the_form_reads_back_what_was_written_into_it(page: Page, site: str) -> None:
    page.goto("calculator/")
    held = [one for one in cases_of("promotion") if one.get("person", {}).get("held")]
    cases = [one for one in held if LEFT_OUT not in str(one) and "profile" not in one][::7]  # its name has no field
    dropped = page.evaluate(DROPPED, [site, cases])
    taken = [one for one, left in zip(cases, dropped, strict=True) if one.get("target") not in left]  # offered at all
    assert len(taken) > len(cases) / 2
    for asked, read in zip(taken, page.evaluate(READ_BACK, [site, taken]), strict=True):
        assert ask(read) == ask(asked), (asked, read)


def test_who_was_entered_in_one_calculator_is_there_in_the_next(page: Page) -> None:
    page.goto("calculator/")
    page.fill("[data-rows=held] [data-key=rank]", "三调")
    page.fill("[data-rows=held] [data-key=from]", "2024-02")
    page.click(".zj-tools a >> text=履历核对")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("三调")
    page.click(".zj-tools a >> text=影响期")
    page.select_option("[data-rows=effects] [data-key=kind]", label="诫勉")
    page.fill("[data-rows=effects] [data-key=from]", "2026-10-01")
    page.click(".zj-tools a >> text=晋升")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("三调")
    expect(page.locator("[name=effects][value=some]")).to_be_checked()
    expect(page.locator("[data-rows=effects] [data-key=kind]")).to_have_value("jiemian")


def test_a_special_case_is_asked_only_of_a_kind_that_has_one_and_not_sent_with_another(page: Page) -> None:
    page.goto("calculator/effect/")
    page.click("[data-act=reset]")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")
    special, acts = page.locator("[data-key=special]"), page.locator("[data-key=acts_to]")
    page.select_option("[data-key=kind]", label="政务记过")
    page.fill("[data-key=from]", "2025-03-15")
    expect(special).to_be_hidden()
    expect(acts).to_be_hidden()
    page.select_option("[data-key=kind]", label="党内严重警告")
    special.select_option("no-party-post")
    acts.fill("2015-10-01")
    expect(page.locator("#zj-answer .zj-section-barred")).to_contain_text("2026年3月14日")  # 12 months, for old acts
    acts.fill("2024-10-01")
    expect(page.locator("#zj-answer .zj-section-barred")).to_contain_text("2027年3月14日")  # 24 months
    page.select_option("[data-key=kind]", label="政务记过")  # an error would stand here, were the case still sent
    expect(special).to_be_hidden()
    expect(page.locator("#zj-answer .zj-section-barred")).to_contain_text("2026年3月14日")
    page.select_option("[data-key=kind]", label="党内严重警告")
    expect(acts).to_have_value("2024-10-01")
    expect(page.locator("#zj-answer .zj-section-barred")).to_contain_text("2027年3月14日")


def test_a_new_start_keeps_the_day_to_look_ahead_to_but_not_that_of_the_example(page: Page) -> None:
    page.goto("calculator/career/")
    page.click("[data-act=reset]")
    expect(page.locator("[name=until]")).to_have_value("")
    page.fill("[name=until]", "2041-02")
    page.click("[data-act=reset]")
    expect(page.locator("[name=until]")).to_have_value("2041-02")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("")
    expect(page.locator("#zj-answer")).to_contain_text("请填写任职经历")


def test_a_person_from_another_calculator_is_asked_for_the_day_to_look_ahead_to(page: Page) -> None:
    """It is theirs to give: that of the example would pass for it."""
    page.goto("calculator/")
    page.fill("[data-rows=held] [data-key=rank]", "三调")
    page.fill("[data-rows=held] [data-key=from]", "2024-02")
    page.click(".zj-tools a >> text=晋升路径")
    expect(page.locator("[name=until]")).to_have_value("")
    expect(page.locator("#zj-answer .zj-empty")).to_have_text("请填写：推算到（如退休日期）。")
    expect(page.locator("#zj-answer .zj-errors")).to_have_count(0)
    page.fill("[name=until]", "2045-06")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")
    expect(page.locator("#zj-answer .zj-headline").first).to_be_visible()
    page.click(".zj-tools a >> text=履历核对")
    page.click(".zj-tools a >> text=晋升路径")
    expect(page.locator("[name=until]")).to_have_value("2045-06")  # now it is theirs


def test_every_calculator_has_a_page() -> None:
    assert {tool.id for tool in TOOLS} >= {tool.id for tool in tools()}
    from calculators.registry import CALCULATORS

    assert set(CALCULATORS) == {tool.id for tool in tools()}
