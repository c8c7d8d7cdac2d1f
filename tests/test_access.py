"""Every kind of page, and every state of the calculator, can be used by everybody: axe finds nothing to say."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

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
