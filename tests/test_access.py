"""Every kind of page, and every state of the calculator, can be used by everybody: axe finds nothing to say."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import violations
from tests.test_page import DESIGN, enter, open_calculator, settle

pytestmark = pytest.mark.browser

KINDS = (  # the calculators are looked at where they answer, in test_tools.py
    "en/calculator/",
    "rank/diaoyanyuan-1/",
    "en/rank/keyuan-2/",
    "regime/parallel-2019/",
    "ladder/",
    "readings/",
    "reading/tenure-unit/",
    "sources/",
    "gaps/",
    "glossary/",
    "guide/counting-tenure/",
    "en/guide/reading-an-answer/",
)


@pytest.mark.parametrize("path", KINDS)
def test_each_kind_of_page(still_page: Page, path: str) -> None:
    page = still_page
    page.goto(path)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []


def test_each_rule_page(still_page: Page, site_folder: Path) -> None:
    page = still_page
    paths = sorted(path.parent.name for path in site_folder.glob("rule/*/index.html"))
    assert paths
    for name in paths:
        page.goto(f"rule/{name}/")
        assert violations(page, within="article") == [], name


def test_each_state_of_the_calculator(page: Page) -> None:
    open_calculator(page)
    enter(page, DESIGN)
    page.check("[name=effects][value=open]")
    settle(page)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    unknown = violations(page)
    page.fill("[data-rows=held] .zj-row:nth-child(2) [data-key=rank]", "四调研")
    settle(page)
    wrong = violations(page)
    page.click("[data-act=reset]")
    settle(page)
    empty = violations(page)
    assert [unknown, wrong, empty] == [[], [], []]


# What is cut out of a ground: a browser with colours of its own takes every ground away.
MARKS = """() => [...document.querySelectorAll('article *, .md-nav *')].flatMap((node) =>
  ['::before', '::after'].filter((part) => {
    const { maskImage, content, display, visibility, forcedColorAdjust } = getComputedStyle(node, part);
    const shown = content !== 'none' && display !== 'none' && visibility !== 'hidden';
    return shown && maskImage !== 'none' && forcedColorAdjust !== 'none';
  }).map((part) => `${node.tagName} ${node.className} ${part}`))"""


@pytest.mark.parametrize("path", ["calculator/", "en/regime/discipline-2007/", "readings/profile/", "rule/procedure/"])
def test_marks_are_seen_in_colours_of_the_reader(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, forced_colors="active", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(path)
    assert page.evaluate(MARKS) == []
    context.close()


@pytest.mark.parametrize(
    ("path", "said"), [("calculator/", "测算需要脚本"), ("en/calculator/career/", "needs scripts")]
)
def test_without_scripts_a_calculator_says_so_first_and_shows_its_example(
    browser: Browser, site: str, path: str, said: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(path)
    note = page.get_by_text(said).first
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box
    assert box["y"] + box["height"] < 800, "seen without scrolling"
    expect(page.locator(".zj-form")).to_be_hidden()
    expect(page.locator(".zj-given")).to_be_visible()
    expect(page.locator(".zj-headline").first).to_be_visible()
    context.close()


def test_without_scripts_the_page_of_an_office_says_so_first(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("readings/profile/")
    note = page.get_by_text("选定、固定口径需要脚本")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box
    assert box["y"] + box["height"] < 800, "seen without scrolling"
    context.close()


@pytest.mark.parametrize(("path", "said"), [("calculator/", "跳到正文"), ("en/calculator/", "Skip to the text")])
def test_the_first_link_leads_to_the_text(still_page: Page, path: str, said: str) -> None:
    still_page.goto(path)
    still_page.keyboard.press("Tab")
    expect(still_page.locator(":focus")).to_have_text(said)
