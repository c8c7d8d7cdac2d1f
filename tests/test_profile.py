"""The profile of an office: chosen once, carried by every answer, the same on the command line and in the pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from calculators import __main__ as command
from calculators import answer_text
from calculators.asking import profiles
from calculators.law.rules import Rules
from calculators.registry import CALCULATORS
from calculators.telling import moves
from calculators.telling.html import render
from calculators.telling.say import as_text, tell
from calculators.telling.words import Words
from generator.layout import RULES
from generator.pages import profile as office_page
from generator.pages.tools import request, tools
from tests.axe import violations
from tests.support import Json, ask, every_row, rules
from tests.test_page import settle, shown
from tests.test_page_cases import fragment

OFFICE = {"name": "甲市", "readings": {"tenure-unit": "month", "surplus": "restart"}}
PERSON: Json = {
    "held": [{"rank": "二级主任科员", "from": "2024-11-25"}],
    "grades": {"2024": "称职", "2025": "称职"},
    "effects": [],
}
ASKED: Json = {"as_of": "2026-11-21", "target": "一级主任科员", "person": PERSON}


def as_file(**change: Any) -> str:
    """The file of a profile, with something changed."""
    stamp = {"version": rules().stamp["version"], "digest": rules().stamp["digest"]}
    return json.dumps({"format": "zhiji-profile", "version": 1, **OFFICE, "spec": stamp} | change, ensure_ascii=False)


def line(asked: Json, lang: str = "zh") -> str:
    """What the report says of the profile."""
    found = str(tell(ask(asked), rules(), lang)["profile"])
    return str(found)


# -- the engine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", tools(), ids=lambda one: one.id)
def test_every_calculator_carries_the_profile(tool: Any) -> None:
    asked = request(tool)
    plain, named = ask(asked), ask(asked | {"profile": "甲市", "readings": OFFICE["readings"]})
    assert plain["profile"] == {"name": None, "readings": {}}
    assert named["profile"] == OFFICE
    assert "口径：甲市" in as_text(named, rules(), "zh")
    assert "Readings: the defaults" in as_text(plain, rules(), "en")
    assert render(named, rules(), "en").count("Readings: 甲市") == 1


def test_every_calculator_has_a_page_or_is_named_here() -> None:
    assert set(CALCULATORS) - {tool.id for tool in tools()} <= {"quota", "career", "procedure"}


def test_the_line_names_only_what_differs_from_the_default_of_the_regime() -> None:
    month = {"readings": {"tenure-unit": "month"}}
    assert line(ASKED) == "口径：默认口径"
    assert line(ASKED | {"profile": "甲市", **month}) == (
        "口径：甲市（与默认不同的：年限从日还是从月起算，取“从任职当月起算”）"
    )
    assert line(ASKED | month, "en") == (
        "Readings: chosen for this answer (other than by default: years from the day or from the month, "
        "read as “from the month”)"
    )
    assert line(ASKED | {"profile": "甲市", "readings": {"tenure-unit": "day"}}) == "口径：甲市（均与默认口径相同）"
    county = {
        "as_of": "2017-05-01",
        "regime": "county-2015",
        "target": "正科级职级",
        "person": {"held": [{"post": "乡科级副职", "from": "2004-05-01"}], "effects": []},
    }
    assert "（均与默认口径相同）" in line(county | month), "a regime whose default it is"


def test_a_name_is_one_line_and_is_never_markup() -> None:
    body = ask(ASKED | {"profile": " <b>甲\n市</b>　", "readings": {}})
    assert body["profile"]["name"] == "<b>甲 市</b>"
    assert "口径：&lt;b&gt;甲 市&lt;/b&gt;" in render(body, rules(), "zh")
    assert ask(ASKED | {"profile": "  "})["profile"]["name"] is None


# -- the command line ------------------------------------------------------------------------------------------------


def decide(tmp_path: Path, asked: Any, profile: str, *options: str) -> int:
    """Runs the command with a request and a profile in files."""
    (tmp_path / "request.json").write_text(json.dumps(asked), encoding="utf-8")
    (tmp_path / "profile.json").write_text(profile, encoding="utf-8")
    return command.main(
        ["decide", str(tmp_path / "request.json"), "--profile", str(tmp_path / "profile.json"), *options]
    )


def test_a_profile_is_used_for_every_request_without_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = [ASKED | {"readings": {}}, ASKED | {"profile": "乙市"}, ASKED | {"readings": {"tenure-unit": "day"}}]
    assert decide(tmp_path, [ASKED, *own, 7], as_file()) == 2, "the last one is no request, and is told so"
    answers = json.loads(capsys.readouterr().out)
    assert [one["profile"]["name"] for one in answers[:4]] == ["甲市", None, "乙市", None]
    assert [one["earliest"] for one in answers[:4]] == ["2026-11-01", "2026-11-25", "2026-11-25", "2026-11-25"]
    assert answers[0] == ask(ASKED | {"profile": "甲市", "readings": OFFICE["readings"]})


def test_what_the_rules_no_longer_have_is_said_and_the_rest_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = as_file(readings={"tenure-unit": "month", "moon": "full", "surplus": "twice"})
    assert decide(tmp_path, ASKED, old, "--lang", "en") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["profile"]["readings"] == {"tenure-unit": "month"}
    assert "“moon”" in captured.err
    assert "“twice”" in captured.err
    assert len(captured.err.splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "甲市",
        "[" * 100_000,
        "[]",
        json.dumps(ASKED),
        as_file(format="zhiji"),
        as_file(version=2),
        as_file(version=True),
        as_file(name=""),
        as_file(name=7),
        as_file(name="甲" * 61),
        as_file(readings=[]),
        as_file(readings={"tenure-unit": 1}),
    ],
    ids=range(12),
)
def test_what_is_no_profile_is_refused(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(tmp_path, ASKED, text) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "not-a-profile"
    assert "profile.json: 这不是口径文件" in captured.err


@pytest.mark.parametrize("write", [as_text, render])
def test_the_answers_for_several_ranks_end_with_one_foot(write: Callable[[Json, Rules, str], str]) -> None:
    body = ask({"regime": "transfer-in", "as_of": "2026-11-21", "person": {"born": "1978-06-15"}})
    assert len(body["targets"]) > 1
    lines = write(body, rules(), "zh").replace("<", "\n<").splitlines()
    feet = [line for line in lines if "规则版本" in line or "口径：默认口径" in line]
    assert [("口径" in line, "规则版本" in line) for line in feet] == [(True, False), (False, True)]


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["decide", "-", "--profile", "no/such.json"]) == 2
    assert "no/such.json" in capsys.readouterr().err


def test_a_request_that_will_be_refused_is_not_mended_by_a_profile() -> None:
    twice = f'{{"as_of": "2026-11-21", "as_of": "2026-11-22", "person": {json.dumps(PERSON)}}}'
    body = answer_text(twice, rules(), profiles.read(as_file(), rules()))
    assert isinstance(body, dict)
    assert body["error"]["code"] == "twice"


# -- what each option moves ------------------------------------------------------------------------------------------


def test_each_option_is_told_against_the_default() -> None:
    told = moves.moves(ASKED, rules(), "zh")
    assert told["moved"] == {"tenure-unit": {"day": "自2026年11月25日起才具备", "month": "提前到2026年11月1日"}}
    assert told["together"] == ""
    chosen = moves.moves(ASKED | {"readings": {"tenure-unit": "month"}}, rules(), "en")
    assert chosen["together"] == "earlier: 1 November 2026"
    assert chosen["moved"]["tenure-unit"] == {
        "day": "not fulfilled until 25 November 2026",
        "month": "earlier: 1 November 2026",
    }
    assert "error" in moves.moves(ASKED | {"target": "一级主任课员"}, rules(), "zh")


def test_what_is_not_tried_would_move_nothing() -> None:
    """Only the readings that an answer names as moving it are tried: no other one moves it.

    Those of a career or a path speak of its steps, and not of the other branches or of what comes next, which are also
    told; nor do they speak of what would be if an unverified number were true.
    """
    words = Words(rules(), "zh")
    for one in every_row()[::199]:
        told = moves.moves(one.request, rules(), "zh")
        if told.get("calculator") in (None, "career", "path") or "would_be" in ask(one.request):
            continue
        every = {id_: moves.row(one.request, rules(), words, id_) for id_ in rules().readings}
        assert told["moved"] == {id_: found for id_, found in every.items() if found}, one.id


def test_every_reading_is_shown_by_a_worked_case_in_both_languages() -> None:
    for lang in ("zh", "en"):
        page = office_page.values(rules(), Words(rules(), lang))
        assert sorted(id_ for _, _, ids in page["groups"] for id_ in ids) == sorted(rules().readings)
        for id_ in rules().readings:
            for case in page["worked"][id_]:
                assert list(case["shown"]) == list(rules().readings[id_]["options"])
                assert len(set(case["shown"].values())) > 1
            assert page["worked"][id_], id_


# -- the pages -------------------------------------------------------------------------------------------------------

OFFICE_READY = "#zj-office[data-python=ready]:not([data-busy])"


def profile_line(page: Page) -> str:
    """What the answer on a calculator's page says of the profile."""
    return page.locator("#zj-answer .zj-profile").inner_text()


@pytest.mark.browser
def test_an_office_chooses_pins_and_passes_on(
    page: Page, browser: Browser, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.goto("calculator/" + fragment(ASKED))
    settle(page)
    assert profile_line(page) == "口径：默认口径"

    # Choose: what each option moves is that of the person in the calculator, as the command line would have it.
    page.goto("readings/profile/")
    page.wait_for_selector(OFFICE_READY)
    told = moves.moves(ASKED, rules(), "zh")["moved"]
    for option, said in told["tenure-unit"].items():
        assert page.inner_text(f"[data-id=tenure-unit] output[data-option={option}]") == said
    assert page.locator("output:not(:empty)").count() == len(told["tenure-unit"])
    page.check("[name=tenure-unit][value=month]")
    page.wait_for_selector(OFFICE_READY)
    assert page.inner_text("#zj-office-together") == "与默认口径相比：提前到2026年11月1日"
    page.click("[data-act=pin]")
    expect(page.locator("#zj-name-wrong")).to_be_visible()
    page.fill("[name=name]", "甲市")
    page.click("[data-act=pin]")
    with page.expect_download() as download:
        page.click("[data-act=file]")
    assert download.value.suggested_filename == "口径-甲市.json"
    saved = download.value.path().read_text(encoding="utf-8")
    assert json.loads(saved) == json.loads(as_file(readings={"tenure-unit": "month"}))
    page.click("[data-act=link]")
    page.wait_for_function("location.hash.startsWith('#p1.')")
    profile_link = page.evaluate("location.href")

    # The calculator follows it, and says what the command line says.
    page.goto("calculator/")
    settle(page)
    decide(tmp_path, ASKED, saved, "--text")
    printed = capsys.readouterr().out.splitlines()
    assert shown(page) == printed[0]
    assert profile_line(page) in printed
    assert "甲市（与默认不同的：" in profile_line(page)
    expect(page.locator("#zj-pinned")).to_contain_text("按已固定的口径：甲市（1项）")
    page.check("[name=link-effects]")
    page.click("[data-act=link]")
    page.wait_for_function("location.hash.startsWith('#1.')")
    answer_link = page.evaluate("location.href")
    page.click("[data-act=aside]")
    settle(page)
    assert profile_line(page) == "口径：默认口径"
    page.click("[data-act=follow]")
    settle(page)
    page.click(".zj-readings summary")
    page.select_option("[data-reading=tenure-unit]", "day")
    settle(page)
    assert profile_line(page) == "口径：自行选定（均与默认口径相同）", "what was changed is no longer theirs"
    expect(page.locator("#zj-pinned")).to_contain_text("本页没有采用")

    # Elsewhere: a link to an answer carries what was used, and pins nothing.
    context = browser.new_context(base_url=site, locale="zh-CN")
    other = context.new_page()
    other.goto(answer_link)
    settle(other)
    assert (shown(other), profile_line(other)) == (printed[0], next(one for one in printed if "口径：甲市" in one))
    expect(other.locator("#zj-pinned")).to_contain_text("链接带来的口径：甲市（1项）")
    assert other.evaluate("localStorage.getItem('zhiji.profile')") is None

    # What is pinned may be older than the rules: the page says so, and uses the rest.
    stale = as_file(readings={"tenure-unit": "month", "moon": "full"})
    other.evaluate("text => localStorage.setItem('zhiji.profile', text)", stale)
    other.goto("calculator/conversion/")
    expect(other.locator("#zj-pinned")).to_contain_text("甲市（1项）")
    expect(other.locator("#zj-pinned")).to_contain_text("现行规则中已经没有、没有采用的：1项")
    other.evaluate("localStorage.removeItem('zhiji.profile')")

    # A link to the profile is compared before it is taken; so is a file, and what the rules no longer have is said.
    other.goto(profile_link)
    expect(other.locator("#zj-incoming")).to_contain_text("与本单位的有1项不同")
    assert other.input_value("[name=name]") == "", "nothing is taken unasked"
    other.click("[data-act=take]")
    other.click("[data-act=pin]")
    assert json.loads(other.evaluate("localStorage.getItem('zhiji.profile')")) == json.loads(saved)
    old = as_file(
        name="乙市", readings={"moon": "full", "surplus": "each"}, spec={"version": "2020.01.01", "digest": "x"}
    )
    (tmp_path / "old.json").write_text(old, encoding="utf-8")
    other.set_input_files("[name=file]", tmp_path / "old.json")
    incoming = other.locator("#zj-incoming")
    expect(incoming).to_contain_text("收到的口径：乙市")
    expect(incoming).to_contain_text("现行规则中已没有口径“moon”")
    expect(incoming).to_contain_text("按规则版本2020.01.01选定")
    expect(incoming.locator(".zj-differs")).to_have_count(2)
    assert violations(other) == []
    other.click("[data-act=take]")
    expect(other.locator("#zj-office-state")).to_contain_text("尚未固定")
    other.click("[data-act=unpin]")
    assert other.evaluate("localStorage.getItem('zhiji.profile')") is None
    other.set_input_files("[name=file]", RULES)
    expect(other.locator("#zj-office-notice")).to_contain_text("没有采用")
    other.goto(site + "readings/profile/#p1.%%%")
    expect(other.locator("#zj-office-notice")).to_contain_text("没有采用")
    context.close()


@pytest.mark.browser
def test_a_link_with_readings_of_its_own_needs_no_profile(page: Page) -> None:
    own = ASKED | {"readings": OFFICE["readings"]}
    page.goto("calculator/" + fragment(own))
    settle(page)
    expect(page.locator("#zj-notice")).to_be_empty()
    expect(page.locator("[data-reading=tenure-unit]")).to_have_value("month")
    assert shown(page) == str(tell(ask(own), rules(), "zh")["headline"])
