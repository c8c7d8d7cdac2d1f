"""The whole site in one HTML file, opened from the disk: pages, links, calculators; and not one request."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.onefile import OneFileError, in_order, write_one_file
from tests.axe import violations
from tests.conftest import Profile, Watch
from tests.test_page import DESIGN, enter, headline, settle, shown
from tests.test_runtime import Neighbour


@pytest.fixture(scope="module")
def one_file(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("一份") / "zhiji.html"
    write_one_file(site_folder, path)
    return path.as_uri()


@pytest.fixture
def context(tmp_path: Path, profile: Profile) -> Iterator[BrowserContext]:
    """A browser that is told of every complaint, and of every request that is for anything but the file itself."""
    watch = Watch()
    with profile(tmp_path / "profile") as context:
        watch.attach(context)
        yield context
    assert not watch.unexpected()
    assert not [url for url in watch.foreign("file:///") if url]
    asked = {unquote(request.url.partition("?")[0]).partition("#")[0] for request in watch.requests}
    assert {url.rpartition("/")[2] for url in asked if url.startswith("file:")} == {"zhiji.html"}


def open_calculator(page: Page, address: str) -> None:
    """Open one, and wait until its script runs, which says so; the text is there a little earlier."""
    page.goto(address)
    expect(page.locator("#zj-state")).not_to_be_empty()


HEAR_PROGRESS = """window.heard = [];
    new MutationObserver(() => heard.push(document.getElementById("zj-state")?.textContent ?? ""))
        .observe(document, { subtree: true, childList: true, characterData: true });"""


@pytest.mark.browser
def test_it_computes_from_the_disk_what_the_command_line_says(context: BrowserContext, one_file: str) -> None:
    page = context.new_page()
    page.add_init_script(HEAR_PROGRESS)
    open_calculator(page, f"{one_file}?calculator/")
    enter(page, DESIGN)
    settle(page)
    assert shown(page) == headline(DESIGN)
    told = re.findall(r"：([\d.]+) / ([\d.]+) MB", "\n".join(page.evaluate("heard")))
    assert max(float(loaded) / float(total) for loaded, total in told) > 0.9, "what it unpacks is told as it goes"
    link = page.locator("#zj-answer a[href]").first
    assert str(link.get_attribute("href")).startswith("?")
    link.click()  # from the answer to the article that it rests on
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("article")).to_contain_text("第十八条")
    page.go_back()
    settle(page)
    assert shown(page) == headline(DESIGN)  # what was typed is still there

    page.locator("a[hreflang=en]").evaluate("one => one.click()")
    settle(page)
    assert shown(page) == headline(DESIGN, "en")
    assert violations(page) == []

    page.evaluate("sessionStorage.clear()")
    open_calculator(page, f"{one_file}?calculator/effect/")
    with page.expect_download() as download:
        page.click("[data-take=calendar]")  # the library that writes it is in the file too
    assert b"BEGIN:VEVENT" in Path(download.value.path()).read_bytes()


@pytest.mark.browser
def test_every_calculator_of_the_site_starts_in_it(context: BrowserContext, one_file: str, site_folder: Path) -> None:
    page = context.new_page()
    names = [path.parent.name for path in sorted((site_folder / "calculator").rglob("index.html"))]
    assert len(names) > 5
    for name in names[:2] + names[-1:]:
        open_calculator(page, f"{one_file}?calculator/" + (f"{name}/" if name != "calculator" else ""))
        before = page.locator("#zj-answer").inner_text()
        page.click("[data-act=example]")
        settle(page)
        assert page.locator("#zj-answer").inner_text() == before, name
        page.evaluate("sessionStorage.clear()")  # or else the next one would begin with this person


@pytest.mark.browser
def test_the_links_of_every_page_lead_to_a_page_or_out_of_the_site(context: BrowserContext, one_file: str) -> None:
    page = context.new_page()
    page.goto(one_file)
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    for path in ("/", "en/", "rank/diaoyanyuan-1/", "en/regime/parallel-2019/", "compare/"):
        page.goto(f"{one_file}?{path}")
        expect(page.locator("article h1")).to_be_visible()
        expect(page.locator(".md-nav__link--active")).to_have_attribute("href", f"?{path}")
        lost = page.evaluate("[...document.querySelectorAll('a:not([href])')].map(one => one.textContent)")
        assert lost == [], path
        hrefs: list[str] = page.evaluate("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
        assert all(href.startswith(("?", "#", "http")) for href in hrefs), path


@pytest.mark.browser
def test_nothing_in_it_reaches_anything(tmp_path: Path, one_file: str, profile: Profile) -> None:
    """Its policy holds for the page and for the worker, in which Python could fetch as it likes."""
    attempt = """async (url) => {
        const reached = (code) => new Promise((resolve) => {
            const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = () => resolve("refused");
        });
        const asking = `fetch("${url}", { mode: "no-cors" }).then(() => "reached", () => "refused")`;
        const here = await fetch(url, { mode: "no-cors" }).then(() => "reached", () => "refused");
        const code = `${asking}.then((outcome) => postMessage(outcome))`;
        return [here, await reached(code)];
    }"""
    with Neighbour() as neighbour, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(f"{one_file}?calculator/")
        assert page.evaluate(attempt, f"http://{neighbour.host}/fetch") == ["refused", "refused"]
        assert neighbour.seen == []


def test_modules_come_after_what_they_import_and_never_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.mjs").write_text('import { b } from "./b.mjs";\nimport { c } from "./c.mjs";', encoding="utf-8")
    (tmp_path / "b.mjs").write_text('import { c } from "./c.mjs";', encoding="utf-8")
    (tmp_path / "c.mjs").write_text("", encoding="utf-8")
    assert in_order(tmp_path, ["a.mjs", "b.mjs"]) == ["c.mjs", "b.mjs", "a.mjs"]
    (tmp_path / "c.mjs").write_text('import "./a.mjs";', encoding="utf-8")
    with pytest.raises(OneFileError, match=r"a.mjs -> b.mjs -> c.mjs -> a.mjs"):
        in_order(tmp_path, ["a.mjs"])
