"""What people take away from an answer: the inputs in words, a text, a print, a file, dates for their calendar."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from calculators.asking.request import EFFECT_KEYS, HELD_KEYS, LEVEL_KEYS, PERSON_KEYS, REQUEST_KEYS
from calculators.registry import CALCULATORS
from calculators.telling import events, record
from calculators.telling.html import picture, render
from calculators.telling.inputs import inputs
from calculators.telling.say import as_text, tell
from calculators.telling.words import Words
from generator.pages import tools
from tests.axe import violations
from tests.support import ask, every_row, rules
from tests.test_page import settle

Json = dict[str, Any]
LANGUAGES = ("zh", "en")


def example(name: str, **changed: Any) -> Json:
    """The example of a calculator's page, with some fields changed."""
    tool = next(tool for tool in tools.tools() if tool.id == name)
    return tools.request(tool) | changed


def lines(request: Json, lang: str = "zh") -> dict[str, list[str]]:
    return {one["label"]: one["values"] for one in inputs(request, rules(), lang)}


# -- the inputs in words ---------------------------------------------------------------------------------------------


def test_inputs_are_told_by_whole_names_and_dates_however_they_were_written() -> None:
    request = {
        "as_of": "2026-11-21",
        "target": "一主",
        "person": {
            "held": [{"post": "副科", "from": "2019.5", "to": "20250228"}, {"rank": "二主", "from": "2025年3月1日"}],
            "grades": {"2023": "称职", "2024": "称职", "2025": {"grade": "优秀", "known_from": "2026-02-10"}},
            "effects": [],
        },
        "readings": {"tenure-unit": "month"},
    }
    assert lines(request) == {
        "测算日期": ["2026年11月21日"],
        "任职经历": ["乡科级副职，2019年5月至2025年2月28日", "二级主任科员，自2025年3月1日起"],
        "年度考核": ["2023年至2024年称职；2025年优秀（确定日期：2026年2月10日）"],
        "影响期和审查调查": ["没有"],
        "拟任的职级或者职务": ["一级主任科员"],
        "指定的口径": [f"{Words(rules(), 'zh').reading('tenure-unit')}从任职当月起算。"],
    }
    english = lines(request, "en")
    assert english["Ranks and posts held"][1] == "Second-class Principal Staff Member, from 1 March 2025"
    assert english["Effect periods and reviews"] == ["none"]


def test_silence_is_told_where_it_matters_and_only_there() -> None:
    person = {"held": [{"rank": "二主", "from": "2025-03-01"}]}
    said = lines({"as_of": "2026-11-21", "person": person})
    assert said["影响期和审查调查"] == said["年度考核"] == ["未说明"]
    term = example("term")
    assert "影响期和审查调查" not in lines(term)
    (post,) = lines(term)["任职经历"]
    assert post.endswith("（单位：甲县人民政府；班子届满日：2021年7月31日、2026年7月31日）")


def test_ranks_that_nobody_holds_are_told_in_one_line() -> None:
    ranks = [id_ for id_ in rules().things if id_.startswith("general/")]
    occupied = dict.fromkeys(ranks, 0) | {"general/diaoyanyuan-4": 3}
    assert lines(example("quota", occupied=occupied))["各职级现任人数"] == ["四级调研员3人", "其余各职级没有人"]
    some = {"一调": 1, "二调": 0, "四调": 0}
    assert lines(example("quota", occupied=some))["各职级现任人数"] == [
        "一级调研员1人",
        "没有人任职：二级调研员、四级调研员",
    ]
    assert lines(example("quota", occupied={"二调": 0}))["各职级现任人数"] == ["二级调研员0人"]


def test_every_key_of_a_request_has_a_label_and_every_case_can_be_told() -> None:
    keys = REQUEST_KEYS | PERSON_KEYS | HELD_KEYS | EFFECT_KEYS | LEVEL_KEYS
    keys |= {key for calculator in CALCULATORS.values() for key in calculator.keys}
    words = Words(rules(), "zh")
    for key in keys - {"api", "ref", "calculator", "person", "profile"}:
        assert words.has(f"given.{key}") or words.has(f"given.{key}-label"), key
    ids = re.compile(r"[a-z]+(-[a-z0-9]+)*/[a-z0-9-]+")  # an id of a rank is no word of a language
    for row in every_row():
        if row.expected.get("error") or any(key.startswith("error") for key in row.expected):
            continue
        for lang in LANGUAGES:
            told = inputs(row.request, rules(), lang)
            assert told, row.id
            assert not ids.search(json.dumps(told)), row.id


@pytest.mark.parametrize(("since", "first"), [("2025-03-01", "所查日期"), ("2024-11-05", "2026年11月5日")])
def test_the_label_of_each_day_in_a_picture_stands_at_its_own_line(since: str, first: str) -> None:
    """The earlier day's label to the left of its line, the later one's below it, however near the two days are."""
    held = [{"rank": "二级主任科员", "from": since}]
    person = {"held": held, "grades": {"2024": "称职", "2025": "称职"}, "effects": []}
    drawn = picture(ask({"as_of": "2026-11-21", "target": "一级主任科员", "person": person}), rules(), "zh")
    lines = [float(x) for x in re.findall(r'<line x1="([\d.]+)" x2="\1" y1="4"', drawn)]
    labels = re.findall(r'<text x="([\d.]+)" y="(\d+)" text-anchor="end"[^>]*>([^<]*日[^<]*)<', drawn)
    assert labels[0][2] == first
    assert float(labels[0][0]) < min(lines) < float(labels[1][0]) == max(lines)
    assert int(labels[0][1]) < int(labels[1][1])


# -- text, dates, warnings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", tools.tools(), ids=lambda tool: tool.id)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_of_each_calculator_holds_inputs_answer_warning_and_stamp(tool: tools.Tool, lang: str) -> None:
    request = tools.request(tool)
    body = ask(request)
    report = tell(body, rules(), lang)
    text = record.text(request, body, rules(), lang)
    for one in inputs(request, rules(), lang):
        assert all(value in text for value in one["values"])
    assert report["headline"] in text
    assert report["stamp"] in text
    weak = body["evidence"] in ("secondary", "unverified")
    assert bool(report["warnings"]) == weak
    assert all(one["text"] in text for one in report["warnings"])


def test_a_number_that_is_not_verified_is_told_first_with_its_provision() -> None:
    person = {"effects": [{"kind": "诫勉", "from": "2026-08-10"}]}
    answer = ask({"calculator": "effect", "as_of": "2026-11-21", "person": person})
    report = tell(answer, rules(), "zh")
    assert "2027年2月10日" in report["headline"]
    assert "未经核实" in report["headline"]
    told = report["warnings"][0]
    assert [cite["id"] for cite in told["cites"]] == ["jm2015/period", "local/nanchang"]
    assert "六个月" in told["text"]
    assert "南昌" in told["text"]
    assert "未经核实" in as_text(answer, rules(), "zh").splitlines()[1]
    assert "sources/#jm2015-period" in render(answer, rules(), "zh").partition("zj-sentence")[0]


@pytest.mark.parametrize("calculator", ["tenure", "promotion"])
def test_a_start_known_only_to_the_month_is_said_to_be_counted_from_its_last_day(calculator: str) -> None:
    held = [{"rank": "二级主任科员", "from": "2023-03", "to": "2025-06"}]
    asked = {"rank": "二级主任科员"} if calculator == "tenure" else {"target": "一级主任科员"}
    answer = ask({"calculator": calculator, "as_of": "2026-11-21", "person": {"held": held, "effects": []}} | asked)
    text = as_text(answer, rules(), "zh")
    assert "从2023年3月的最后一天算起" in text
    assert "算到2025年6月的第一天为止" in text
    held[0] |= {"from": "2023-03-31", "to": "2025-06-01"}
    assert "只到月份" not in as_text(ask({"calculator": calculator, "as_of": "2026-11-21",
                                       "person": {"held": held, "effects": []}} | asked), rules(), "zh")  # fmt: skip


def test_a_draft_warns_by_itself_and_what_is_unverified_otherwise_than_what_is_secondary() -> None:
    draft = next(id_ for id_, one in rules().regimes.items() if one["status"] == "draft")
    report = tell(ask(example("promotion", regime=draft, target=None)), rules(), "zh")
    assert next(one["kind"] for one in report["warnings"]) == "draft"
    assert "不是法律" in report["warnings"][0]["text"]
    entry = tell(ask(example("entry")), rules(), "zh")["warnings"]
    assert [one["kind"] for one in entry] == ["secondary"]
    assert "未见条文原文" in entry[0]["text"]
    assert all(cite["evidence"] == "secondary" for one in entry for cite in one["cites"])


def test_events_are_the_dates_of_the_answer_that_lie_ahead() -> None:
    def of(name: str, **changed: Any) -> list[Json]:
        request = example(name, **changed)
        body = ask(request)
        found = events.events(body, rules(), "zh")
        assert len(found) == events.count(body, rules(), "zh")
        assert all("非官方" in one["title"] and tell(body, rules(), "zh")["stamp"] in one["text"] for one in found)
        return found

    promotion = ask(example("promotion"))
    assert [one["date"] for one in of("promotion")] == [promotion["earliest"]]
    person = example("promotion")["person"]
    whole = person | {"grades": {"2025": "称职", "2026": "称职"}}
    assert of("promotion", as_of="2027-12-01", person=whole) == []  # fulfilled: nothing lies ahead
    assert of("promotion", as_of="2027-12-01") == []  # a grade is missing: no date follows
    effect = ask(example("effect"))
    assert [(one["date"], one.get("end")) for one in of("effect")] == [
        *((one["from"], one["to"]) for one in effect["barred"]),
        (effect["until"], None),
    ]
    assert [one["date"] for one in of("term")] == [ask(example("term"))["terms"][-1]["due"]]
    month = person | {"held": [{"rank": "general/zhurenkeyuan-2", "from": "2025-03"}]}
    (event,) = of("promotion", person=month)
    assert (event["date"], event["end"]) == ("2027-03-01", "2027-03-31")
    assert "2027年3月的某一日" in event["title"]


def test_an_event_keeps_its_name_when_it_is_made_again_and_two_events_never_share_one() -> None:
    again = [events.events(ask(example("effect")), rules(), lang) for lang in ("zh", "zh", "en")]
    names = [[one["uid"] for one in found] for found in again]
    assert names[0] == names[1]
    assert len({name for found in names for name in found}) == 4


def test_each_next_step_has_its_own_event() -> None:
    request = example("promotion", target=None)
    body = ask(request)
    found = events.events(body, rules(), "zh")
    ahead = [one["earliest"] for one in body["targets"] if one["status"] == "unmet" and one["earliest"]]
    assert [one["date"] for one in found] == ahead
    assert ahead


# -- in the page -----------------------------------------------------------------------------------------------------

SHEET = 673  # px: the width of A4 between the margins of the print, at 96 px to the inch


def squeezed(text: str) -> str:
    """A text without spaces and ligatures: a print breaks its lines where it must, and sets them as it likes."""
    return re.sub(r"\s+", "", normalize("NFKC", text))


@pytest.mark.browser
def test_every_page_prints_all_of_it_on_a4_even_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    for number, tool in enumerate(tools.tools()):
        lang = LANGUAGES[number % 2]  # either language has every part in one calculator or the other
        page.goto(f"{'en/' if lang == 'en' else ''}{tool.path}/")
        pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        (width,) = {round(float(one.mediabox.width) / 72 * 25.4) for one in pages}
        assert width == 210
        printed = squeezed("".join(one.extract_text() for one in pages))
        request = tools.request(tool)
        report = tell(ask(request), rules(), lang)
        told = [value for one in inputs(request, rules(), lang) for value in [one["label"], *one["values"]]]
        told += [report["headline"], report["stamp"], *(one["text"] for one in report["warnings"])]
        told += [item["text"] for section in report["sections"][-1:] for item in section["items"]]
        told += [Words(rules(), lang).text(f"paper.{one}") for one in ("prepared", "checked", "date", "signed")]
        assert [text for text in told if squeezed(text) not in printed] == [], tool.id
        notice = squeezed({"zh": "非官方工具，仅供参考", "en": "Not an official tool; for information only"}[lang])
        assert all(notice in squeezed(one.extract_text()) for one in pages), tool.id  # on every sheet
        page.set_viewport_size({"width": SHEET, "height": 1000})
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= SHEET, tool.id
        expect(page.locator(".zj-take")).to_be_hidden()
        expect(page.locator(".zj-form")).to_be_hidden()
        page.emulate_media(media="null")
        expect(page.locator(".zj-take")).to_be_hidden()  # nor on the screen: without script nothing would happen
    context.close()


PRINTED = """all => all.map((one) => {
    const { height } = one.getBoundingClientRect();
    const scale = height / one.viewBox.baseVal.height;
    return [scale * Number(one.getAttribute("font-size")) * 0.75, height / 96 * 25.4];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("path", ["systems/", "timeline/", "ladder/", "en/systems/"])
def test_a_figure_is_printed_so_large_that_it_can_be_read(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page(java_script_enabled=False, base_url=site, viewport={"width": SHEET, "height": 1000})
    page.goto(path)
    page.emulate_media(media="print")
    figures = page.locator(".zj-figure > svg").evaluate_all(PRINTED)
    page.close()
    assert figures
    assert min(points for points, _ in figures) >= 8, figures
    assert max(height for _, height in figures) <= 240, figures


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kept", "how", "told"), [(":is(h2, h3)", "breakAfter", "with what it heads"), ("tr", "breakInside", "whole")]
)
def test_a_sheet_ends_after_no_heading_and_within_no_row(
    browser: Browser, site: str, kept: str, how: str, told: str
) -> None:
    page = browser.new_page(java_script_enabled=False, base_url=site)
    page.emulate_media(media="print")
    for path in ("rule/promotion/", "rank/diaoyanyuan-1/", "calculator/career/"):
        page.goto(path)
        breaks = page.locator(f".md-content {kept}").evaluate_all(
            "(all, how) => all.map(e => getComputedStyle(e)[how])", how
        )
        assert set(breaks) == {"avoid"}, f"{path}: it stays {told}"
    page.close()


@pytest.mark.browser
def test_the_answer_that_is_shown_is_saved_copied_put_into_a_calendar_and_printed(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.rstrip("/"))
    page.clock.set_fixed_time("2026-11-25T08:00:00Z")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("calculator/effect/")
    expect(page.locator("[data-take=calendar]")).to_be_visible()  # for the example, before Python is there
    page.locator("[data-key=from]").last.fill("2026-05-06")
    settle(page)
    request, answer = data(page)
    assert request["person"]["effects"][-1]["from"] == "2026-05-06"
    assert answer == ask(request)
    check_text(page, request, answer)
    check_calendar(page, request, answer)
    check_print(page)
    take_nothing_from_a_mistake(page)


def data(page: Page) -> tuple[Json, Json]:
    """The request and the answer in the file of data."""
    with page.expect_download() as download:
        page.click("[data-take=data]")
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert download.value.suggested_filename == f"zhiji-effect-{file['request']['as_of']}.json"
    return file["request"], file["answer"]


def check_text(page: Page, request: Json, answer: Json) -> None:
    """The text is copied; where the browser does not allow that, it is selected in a box."""
    whole = f"影响期测算\n\n{record.text(request, answer, rules(), 'zh')}\n"
    page.click("[data-take=text]")
    expect(page.locator(".zj-took")).to_contain_text("文字已复制")
    assert page.evaluate("navigator.clipboard.readText()") == whole
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    page.focus("[data-take=print]")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".zj-take textarea")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == whole
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # At the foot of the window the first sentence lies over whatever of the form is there.
    page.locator(".zj-take textarea").evaluate("box => box.scrollIntoView({block: 'start'})")
    assert violations(page) == []


def check_calendar(page: Page, request: Json, answer: Json) -> None:
    """A library reads the calendar file, and finds the dates of the answer in it."""
    with page.expect_download() as download:
        page.click("[data-take=calendar]")
    assert download.value.suggested_filename == f"zhiji-effect-{request['as_of']}.ics"
    found = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    expected = [(one["from"], one["to"]) for one in answer["barred"]] + [(answer["until"], answer["until"])]
    assert [(one.decoded("dtstart"), one.decoded("dtend")) for one in found] == [
        (date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)) for first, last in expected
    ]
    for component, event in zip(found, events.events(answer, rules(), "zh"), strict=True):
        assert [str(component[key]) for key in ("summary", "description", "uid")] == [
            event[key] for key in ("title", "text", "uid")
        ]
        assert component.decoded("dtstamp").isoformat() == "2026-11-25T08:00:00+00:00"


def check_print(page: Page) -> None:
    """What only a print shows is of the answer that is shown, and nothing is folded away."""
    expect(page.locator(".zj-paper-above")).to_contain_text("自2026年5月6日起")
    page.evaluate("document.querySelector('#zj-answer').append(document.createElement('details'))")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#zj-answer details[open]")).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#zj-answer details[open]")).to_have_count(0)
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = '' } }")
    page.click("[data-take=print]")
    expect(page.locator("body[data-printed]")).to_have_count(1)


def take_nothing_from_a_mistake(page: Page) -> None:
    page.locator("[data-key=from]").last.fill("2026-02-30")
    settle(page)
    expect(page.locator(".zj-take")).to_be_hidden()
    expect(page.locator(".zj-paper-above")).to_be_empty()
    page.click("[data-act=example]")
    settle(page)
    expect(page.locator(".zj-take")).to_be_visible()


def opened(page: Page, name: str, text: str) -> None:
    page.locator("[name=file]").set_input_files({"name": name, "mimeType": "application/json", "buffer": text.encode()})


@pytest.mark.browser
def test_a_saved_answer_is_opened_again_and_computed_anew(page: Page) -> None:
    page.goto("calculator/")
    page.click("[data-act=reset]")
    page.fill("[data-rows=held] [data-key=rank]", "三调")
    page.fill("[data-rows=held] [data-key=from]", "2024-02")
    page.check("[name=effects][value=none]")
    page.click(".zj-readings > summary")
    page.select_option("[data-reading=tenure-unit]", "month")
    settle(page)
    first = page.locator("#zj-answer .zj-headline").first.inner_text()
    with page.expect_download() as download:
        page.click("[data-take=data]")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    page.click("[data-act=example]")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("二级主任科员")
    opened(page, "x.json", text)
    expect(page.locator("#zj-notice")).to_contain_text("已打开保存的数据")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("三调")
    expect(page.locator("[name=effects][value=none]")).to_be_checked()
    expect(page.locator("[data-reading=tenure-unit]")).to_have_value("month")
    settle(page)
    expect(page.locator("#zj-answer .zj-headline").first).to_have_text(re.compile(re.escape(first[-20:])))

    older = json.loads(text)
    older["answer"]["spec"] = {"version": "2020.01.02", "digest": "sha256:" + "ab" * 32}
    opened(page, "older.json", json.dumps(older))
    expect(page.locator("#zj-notice")).to_contain_text("规则版本2020.01.02（摘要abababababab）")
    expect(page.locator("#zj-notice")).to_contain_text(rules().stamp["version"])

    for wrong in ("no JSON", "[]", '{"format": "zhiji-profile"}', '{"request": [], "answer": {}}', "x" * 1_000_001):
        opened(page, "wrong.json", wrong)
        expect(page.locator("#zj-notice")).to_contain_text("“wrong.json”不是本站“下载数据”保存的文件")
        expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("三调")
    opened(page, "torn.json", json.dumps({"request": {"as_of": "2026-11-21", "person": {"held": 1}}}))
    expect(page.locator("#zj-notice")).to_contain_text("文件的内容有缺损")
    expect(page.locator("[data-rows=held] [data-key=rank]")).to_have_value("三调")


@pytest.mark.browser
def test_a_saved_answer_of_another_calculator_is_opened_on_its_page(page: Page) -> None:
    page.goto("en/calculator/")
    request = example("level", as_of="2026-11-01")
    opened(page, "level.json", json.dumps({"request": request, "answer": ask(request)}))
    page.wait_for_url("**/en/calculator/level/")
    expect(page.locator("#zj-notice")).to_contain_text("The saved answer was opened")
    expect(page.locator("[name=as_of]")).to_have_value("2026-11-01")
    settle(page)
    assert "#" not in page.url, "what was saved stands in no address"
    page.reload()
    expect(page.locator("#zj-notice")).to_have_text("")
    expect(page.locator("[name=as_of]")).to_have_value("2026-11-01")


@pytest.mark.parametrize(("name", "said"), [("promotion", "姓名："), ("quota", "单位：")])
def test_a_print_has_a_line_for_whom_it_is_of_and_for_its_day(name: str, said: str) -> None:
    request = example(name)
    above = record.paper(request, ask(request), rules(), "zh")["above"]
    assert above.startswith(f'<p class="zj-whom"><span><b>{said}</b><i></i></span><span><b>打印日期：</b>')


@pytest.mark.browser
def test_the_warning_and_the_buttons_can_be_used_by_everybody(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("en/calculator/entry/")
    expect(page.locator(".zj-warning")).to_contain_text("secondary sources")
    expect(page.locator("[data-take=calendar]")).to_be_hidden()  # what lies behind belongs into no calendar
    for button in page.locator(".zj-take button:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert violations(page) == []
