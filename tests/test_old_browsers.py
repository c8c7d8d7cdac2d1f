"""Browsers that lack something: everything can be read, and a plain sentence says why nothing is computed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from generator.layout import ROOT, SITE_SOURCE
from tests.axe import violations
from tests.conftest import Watch
from tests.test_page import CALCULATOR, DESIGN, enter, headline, settle, shown

# The lowest versions that should work. Pyodide is tested by its makers from Chrome 112, Firefox 112 and Safari 16.4
# (its documentation, "Supported browsers"); the worker is one of modules, which Firefox has since 114.
LOWEST = {"Chrome": "112", "Firefox": "114", "Safari": "16.4"}

TOLD_IN = (
    "README.md",
    "README.zh.md",
    "mkdocs.yml",
    "mkdocs.en.yml",
    "generator/onefile.py",
    "site/offline/README.txt",
    "spec/rules.json",
)

# What would need later versions than these, by patterns; with the first Chrome, Firefox and Safari that know it.
TOO_NEW = {
    r"\bObject\.groupBy\b|\bMap\.groupBy\b": "117, 119, 17.4",
    r"\bPromise\.withResolvers\b": "119, 121, 17.4",
    r"\bPromise\.try\b": "128, 134, 18.2",
    r"\bArray\.fromAsync\b": "121, 115, 16.4",
    r"\.(?:toSorted|toReversed|toSpliced)\(|\.with\(\d": "110, 115, 16",
    r"\bURL\.(?:canParse|parse)\b": "120, 115, 17",
    r"\.(?:isSubsetOf|isSupersetOf|intersection|symmetricDifference|union)\(": "122, 127, 17",
    r"\.(?:values|keys|entries)\(\)\.(?:map|filter|some|every|find|toArray|reduce|take|drop)\(": "122, 131, 18.4",
    r"\bwith \{ ?type:": "123, 138, 17.2",
    r"\b(?:using|await using) \w+ =": "134, 141, none",
    r"/[a-z]*v[a-z]*\.(?:test|exec)\(": "112, 116, 17",
    r"\bUint8Array\.fromBase64\b|\.toBase64\(": "140, 133, 18.2",
    r"\bpopover\b|\bshowPopover\b": "114, 125, 17",
    r"\bstartViewTransition\b": "111, 144, 18",
    r"\bscheduler\.": "94, 142, none",
    r"\bRegExp\.escape\b": "136, 134, 18.2",
    r"\bError\.isError\b": "134, 138, none",
}
TOO_NEW_STYLE = {
    r"^\s+&": "nesting: 112, 117, 16.5",
    r"\blight-dark\(": "123, 120, 17.5",
    r"@scope\b": "118, 146, 17.4",
    r"@starting-style\b": "117, 129, 17.5",
    r"\bfield-sizing\b": "123, none, 26.2",
}


def scripts() -> list[Path]:
    return [*sorted((SITE_SOURCE / "script").glob("*.*js")), *sorted((SITE_SOURCE / "offline").glob("*.*js"))]


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_no_script_needs_a_later_browser(path: Path) -> None:
    code = re.sub(r"(?m)^\s*//.*$", "", path.read_text(encoding="utf-8"))
    found = {pattern: since for pattern, since in TOO_NEW.items() if re.search(pattern, code)}
    assert not found, f"{path.name} (Chrome, Firefox, Safari)"


def test_no_style_needs_a_later_browser() -> None:
    for path in sorted((SITE_SOURCE / "style").glob("*.css")):
        found = {pattern for pattern in TOO_NEW_STYLE if re.search(pattern, path.read_text(encoding="utf-8"), re.M)}
        assert not found, path.name


def test_the_script_for_old_browsers_is_read_by_them() -> None:
    code = re.sub(r"(?m)^\s*//.*$", "", (SITE_SOURCE / "script" / "old-browser.js").read_text(encoding="utf-8"))
    assert not re.search(r"=>|\b(?:let|const|class|async|import|export)\b|`|\?\.|\?\?|\.\.\.", code)


@pytest.mark.parametrize("name", [*TOLD_IN, "site/guides/zh/offline.md", "site/guides/en/offline.md"])
def test_every_place_tells_the_same_versions(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    if "guides" in name:  # a table, with a column for each
        assert re.search(r"\| Chrome.Edge \| Firefox \| Safari \|", text.replace(", ", "/").replace("、", "/"))
        assert re.search(r"^\| (?:Calculators|计算器) \| " + r" \| ".join(LOWEST.values()) + r" \|$", text, re.M)
    told = re.findall(r"\b(Chrome|Edge|Firefox|Safari) (\d+(?:\.\d+)?)", text)
    pyodide = {("Firefox", "112")} if "guides" in name else set()
    assert {*told} - pyodide <= {*LOWEST.items(), ("Edge", LOWEST["Chrome"])}
    assert told


# -- in the browser --------------------------------------------------------------------------------------------------

# What a browser may lack, or its owner may have forbidden, without which everything still works.
COMFORTS = """
for (const name of ["localStorage", "sessionStorage"]) {
    const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
    Object.defineProperty(window, name, { configurable: true, get: refuse });
}
delete Navigator.prototype.serviceWorker;
delete Navigator.prototype.clipboard;
delete Navigator.prototype.connection;
delete window.DecompressionStream;
delete window.CompressionStream;
delete window.requestIdleCallback;
delete window.caches;
"""

NO_MODULE_WORKERS = {
    "no WebAssembly": "delete window.WebAssembly",
    "no workers": "delete window.Worker",
    "workers refuse": "window.Worker = class { constructor() { throw new TypeError('no modules'); } }",
    "workers ignore the type": "const W = Worker; window.Worker = class extends W { constructor(url) { super(url); } }",
}


@pytest.mark.browser
def test_without_storage_clipboard_and_service_worker_nothing_breaks(page: Page) -> None:
    page.add_init_script(COMFORTS)
    page.goto(CALCULATOR["zh"])
    enter(page, DESIGN)
    settle(page)
    assert shown(page) == headline(DESIGN)
    page.locator("[name=keep]").click()
    expect(page.locator(".zj-said")).to_contain_text("不允许在本机保留")
    expect(page.locator("[name=keep]")).not_to_be_checked()
    page.click("[data-act=link]")
    expect(page.locator(".zj-said")).to_contain_text("请复制地址栏")  # by hand
    page.emulate_media(color_scheme="light")
    page.locator("label[for^=__palette]:visible").click()
    page.goto("guide/offline/")
    expect(page.locator("#zj-kept p:visible")).to_contain_text("本机没有存")
    page.goto("")
    expect(page.locator("#zj-old")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_workers_of_modules_a_sentence_says_so(page: Page, watch: Watch, lang: str) -> None:
    watch.expect("Worker|WebAssembly|module")
    for what, script in NO_MODULE_WORKERS.items():
        other = page.context.new_page()
        other.add_init_script(script)
        other.goto(CALCULATOR[lang])
        other.focus("[name=as_of]")
        told = other.locator("#zj-state .zj-failed")
        for name, version in LOWEST.items():
            expect(told, what).to_contain_text(f"{name} {version}")
        expect(other.locator("#zj-answer .zj-headline").first).to_be_visible()
        other.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", ["calculator/", "en/"])
def test_a_browser_that_knows_no_modules_shows_pages_and_a_sentence(page: Page, path: str) -> None:
    def as_an_old_browser_reads_it(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('type="module"', 'type="not-known-here"'))

    page.route("**/", as_an_old_browser_reads_it)
    page.add_init_script("delete HTMLScriptElement.prototype.noModule")
    page.goto(path)
    for name, version in LOWEST.items():
        expect(page.locator("#zj-old")).to_contain_text(f"{name} {version}")
    expect(page.locator(".zj-headline").first).to_be_visible()
    assert violations(page) == []
