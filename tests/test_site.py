"""The built site as a reader's browser sees it: policy, languages, search, colours, nothing from elsewhere."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from generator.csp import PLACEHOLDER, script_hashes
from generator.layout import RULES
from tests.axe import violations
from tests.conftest import Watch, served

HOMES = ("", "en/")


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def policy(html: str) -> dict[str, list[str]]:
    content = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert content
    return {words[0]: words[1:] for part in content[1].split(";") if (words := part.split())}


def test_every_page_has_exactly_the_hashes_of_its_scripts(site_folder: Path) -> None:
    for page in pages(site_folder):
        html = page.read_text(encoding="utf-8")
        assert PLACEHOLDER not in html
        allowed = policy(html)
        hashes = [source for source in allowed["script-src"] if source.startswith("'sha256-")]
        assert sorted(hashes) == script_hashes(html), page
        assert allowed["connect-src"] == ["'self'"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {word for words in allowed.values() for word in words}


def test_every_page_names_its_icon(site_folder: Path) -> None:
    # a browser asks the host for /favicon.ico where a page names none; the one without a window does not, so look here
    without = [page for page in pages(site_folder) if '<link rel="icon" href="' not in page.read_text(encoding="utf-8")]
    assert without == []


def test_the_policy_stands_before_anything_that_it_binds(site_folder: Path) -> None:
    for page in pages(site_folder):
        html = page.read_text(encoding="utf-8")
        first = re.search(r"<(?:script|link|style|img)\b", html)
        assert first
        assert html.index("Content-Security-Policy") < first.start(), page


def test_no_page_asks_for_anything_from_elsewhere(site_folder: Path) -> None:
    """Links may lead away; what a page loads by itself may not."""
    loading = re.compile(
        r"<(?:script|img|iframe|link|source|audio|video|object|embed)\b[^>]*?(?:src|href|data)=\"([^\"]+)"
    )
    for page in pages(site_folder):
        found = [url for url in loading.findall(page.read_text(encoding="utf-8")) if re.match(r"(?:\w+:)?//", url)]
        assert not found, page


def test_no_page_has_an_inline_style(site_folder: Path) -> None:
    """The policy refuses them, so one would have no effect but a complaint of the browser."""
    for page in pages(site_folder):
        assert not re.findall(r"<[a-z][^>]*\sstyle=|<style", page.read_text(encoding="utf-8")), page


def test_each_page_has_its_twin_in_the_other_language(site_folder: Path) -> None:
    for page in pages(site_folder):
        if page.name == "404.html":
            continue
        html = page.read_text(encoding="utf-8")
        own = page.relative_to(site_folder).as_posix().removesuffix("index.html")
        twin = own.removeprefix("en/") if own.startswith("en/") else f"en/{own}"
        links = {lang: href for href, lang in re.findall(r'<a href="([^"]*)" hreflang="(\w+)"', html)}
        here = "http://host/some/path/"
        assert urljoin(here + own, links["en"]) == here + (own if own.startswith("en/") else twin), page
        assert urljoin(here + own, links["zh"]) == here + (twin if own.startswith("en/") else own), page
        assert (site_folder / twin / "index.html").is_file(), f"{twin} is missing"


@pytest.mark.browser
@pytest.mark.parametrize("home", HOMES)
def test_the_home_page_can_be_used_by_everybody(page: Page, home: str) -> None:
    page.goto(home)
    assert violations(page) == []


@pytest.mark.browser
def test_the_language_switch_keeps_the_page(page: Page, site: str) -> None:
    page.goto("")
    page.get_by_role("button", name="选择当前语言").hover()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(site + "en/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.browser
def test_the_colour_scheme_can_be_switched(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("")
    body = page.locator("body")
    for scheme in ("default", "slate"):
        page.locator("label[for^=__palette]:visible").click()
        expect(body).to_have_attribute("data-md-color-scheme", scheme)


@pytest.mark.browser
def test_the_search_finds_a_word_inside_a_chinese_sentence(page: Page, watch: Watch) -> None:
    page.goto("", wait_until="networkidle")
    assert not [one.url for one in watch.requests if "search_index" in one.url], "fetched before anybody searched"
    field = page.get_by_role("textbox", name="搜索")
    field.click()
    field.fill("主任科员")
    field.dispatch_event("keyup")  # typing Chinese through an input method ends with one
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.goto("gaps/?q=主任科员")  # an address with words to look for, as the theme makes it for sharing
    expect(page.locator(".md-search-result__item").first).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("gaps/?q=党内警告", "/rule/bars/"),
        ("en/gaps/?q=demerit", "/rule/bars/"),
        ("gaps/?q=职数测算", "/calculator/quota/"),
        ("gaps/?q=处分影响期", "/regime/discipline/"),
        ("gaps/?q=处分期", "/guide/discipline/"),
        ("en/gaps/?q=effect period", "/rule/bars/"),
        ("en/gaps/?q=years for promotion", "/rule/promotion/"),
    ],
)
def test_the_search_leads_to_the_rules_in_force_before_all_else(page: Page, address: str, first: str) -> None:
    page.goto(address)
    link = page.locator(".md-search-result__item > a").first
    expect(link).to_have_attribute("href", re.compile(re.escape(first)))


# What people type, and the page that they mean.
MEANT = {
    "": {
        "四主": "rank/zhurenkeyuan-4/",
        "三调": "rank/diaoyanyuan-3/",
        "一级主任科员": "rank/zhurenkeyuan-1/",
        " 一级 调研员": "rank/diaoyanyuan-1/",
        "副调": "rule/conversion/",
        "副调研员": "rule/conversion/",
        "主任科员": "rule/conversion/",
        "科长": "ladder/",
        "正科": "ladder/",
        "县处级副职": "ladder/",
        "一级警长": "regime/police-ranks/",
        "诫勉": "rule/bars/",
        "第十七条": "rule/promotion/",
        "第十八条": "rule/promotion/",
        "第十九条": "rule/counting/",
        "第19条": "rule/counting/",
        "第二十一条": "rule/bars/",
        "优秀": "rule/assessment/",
        "不定等次": "rule/assessment/",
        "处分": "guide/discipline/",
        "套转": "rule/conversion/",
    },
    "en/": {
        "四主": "rank/zhurenkeyuan-4/",
        "First-class Principal Staff Member": "rank/zhurenkeyuan-1/",
        "article 19": "rule/counting/",
        "excellent": "rule/assessment/",
        "pay level": "calculator/level/",
        "科长": "ladder/",
    },
}


@pytest.mark.browser
def test_the_search_calls_no_word_missing_that_is_there(page: Page) -> None:
    page.goto("gaps/?q=处分影响期")
    first = page.locator(".md-search-result__item").first
    expect(first).to_contain_text("处分")
    expect(first.locator(".md-search-result__terms")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("home", MEANT)
def test_the_search_finds_first_the_page_that_a_name_means(still_page: Page, site: str, home: str) -> None:
    still_page.goto(f"{home}gaps/")
    field = still_page.locator("input[name=query]")
    field.click()
    found = {}
    for typed, page in MEANT[home].items():
        field.fill(typed)
        field.dispatch_event("keyup")
        first = still_page.locator(".md-search-result__item > a").first
        try:
            expect(first).to_have_attribute("href", re.compile(re.escape(f"/{home}{page}")), timeout=4000)
        except AssertionError:
            found[typed] = first.get_attribute("href")
    assert found == {}
    field.fill("科长" if home == "" else "正科")
    field.dispatch_event("keyup")
    layers = still_page.locator(".md-search-result__item").first.locator("a[href*='#']").first
    expect(layers).to_contain_text(
        "先看任职文件写明的层次" if home == "" else "see first which layer"
    )  # asks what is meant


@pytest.mark.parametrize(("home", "lists", "said"), [("", "请选择", "晋升"), ("en/", "choose", "the next rank")])
def test_the_search_does_not_look_into_forms_and_their_examples(
    site_folder: Path, home: str, lists: str, said: str
) -> None:
    index = json.loads((site_folder / home / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {one["location"]: re.sub(r"\u200b", "", one["text"]) for one in index["docs"]}
    tools = {location: text for location, text in texts.items() if re.match(r"calculator/[a-z]*/?$", location)}
    assert [location for location, text in tools.items() if lists in text or "2027" in text] == []
    assert said in tools["calculator/"], "what it is for is still found"
    others = {"": ("晋升路径", "所填情况"), "en/": ("Career ahead", "What was entered")}[home]
    assert [location for location, text in tools.items() for word in others if word in text] == []


def test_a_system_that_is_not_in_force_weighs_less_in_the_search(site_folder: Path) -> None:
    index = json.loads((site_folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    boosts = {one["location"]: one.get("boost", 1) for one in index["docs"]}
    spec = json.loads(RULES.read_text(encoding="utf-8"))
    for id_, one in spec["regimes"].items():
        if f"regime/{id_}/" in boosts:
            assert (boosts[f"regime/{id_}/"] < 1) == (one["status"] != "in-force"), id_


@pytest.mark.browser
def test_a_page_that_does_not_exist_is_told(page: Page, watch: Watch) -> None:
    watch.expect("404")
    response = page.goto("no/such/page/")
    assert response
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_contain_text("404")
    page.wait_for_load_state("networkidle")
    assert len([one for one in watch.errors if "404" in one]) == 1, "nothing fails but the page itself"
    page.get_by_role("link", name="晋升测算").click()
    expect(page.locator("#zj-app")).to_be_visible()


@pytest.mark.browser
def test_a_page_that_does_not_exist_below_a_sub_path_leads_to_the_site(
    page: Page, watch: Watch, site_folder: Path, tmp_path: Path
) -> None:
    watch.expect("404")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "zhiji").symlink_to(site_folder)
    (tmp_path / "404.html").symlink_to(site_folder / "404.html")  # as a host of several sites would show it
    with served(tmp_path) as address:
        page.goto(f"{address}below/zhiji/rank/no-such-rank/")
        page.get_by_role("link", name="home page").click()
        expect(page).to_have_url(f"{address}below/zhiji/en/")
        page.wait_for_load_state("networkidle")  # the server leaves before the page does
