"""The site without a network: kept on the device after one visit, one version at a time, and gone when told to go."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from generator.serve import SiteHandler
from generator.worker import NAME, kept_files, write_worker
from tests.axe import violations
from tests.conftest import Profile, Watch, served
from tests.test_page import DESIGN, enter, headline, settle, shown
from tests.test_runtime import wait_until

HOW_MUCH = """async () => {
    const late = new Promise((_, reject) => setTimeout(reject, 30_000, new Error("no worker answers")));
    const { active } = await Promise.race([navigator.serviceWorker.ready, late]);
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    active.postMessage("how much", [port2]);
    return Promise.race([answered, late]);
}"""


INSTALLING = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.installing)"


def until(page: Page, script: str) -> None:
    """Wait until a script comes to a true value; wait_for_function would take the promise itself for one."""
    wait_until(page, lambda: bool(page.evaluate(script)), 40)


def how_much(page: Page) -> dict[str, int]:
    """What the device keeps of the site, once the worker has taken over: files, all files, bytes."""
    told: dict[str, int] = page.evaluate(HOW_MUCH)
    return told


@contextmanager
def below_a_path(folder: Path, at: Path, port: int = 0) -> Iterator[str]:
    """The site served for browsers to keep, and not at the root of its host."""
    (at / "some" / "path").parent.mkdir(parents=True, exist_ok=True)
    if not (at / "some" / "path").exists():
        (at / "some" / "path").symlink_to(folder, target_is_directory=True)
    with served(at, port, keep=True) as host:
        yield f"{host}some/path/"


def small_copy(site: Path, to: Path) -> Path:
    """A part of the site that is quickly kept: three pages and what they need."""
    for name in ("assets", "gaps", "search", "guide/offline"):
        shutil.copytree(site / name, to / name)
    for name in ("index.html", "404.html", "rules.json", "zhiji.webmanifest"):
        shutil.copyfile(site / name, to / name)
    write_worker(to)
    return to


# -- the list --------------------------------------------------------------------------------------------------------


def listed(site: Path) -> dict[str, str]:
    text = (site / NAME).read_text(encoding="utf-8")
    found = re.match(r"const FILES = (\{.*?\});", text, re.DOTALL)
    assert found
    files: dict[str, str] = json.loads(found[1])
    return files


def test_every_page_of_both_languages_is_kept_and_what_it_needs(site_folder: Path) -> None:
    files = set(listed(site_folder))
    pages = {path.parent.relative_to(site_folder).as_posix() + "/" for path in site_folder.rglob("index.html")}
    assert pages - {"./"} <= files
    assert {"", "rules.json", "search/search_index.json", "en/search/search_index.json"} <= files
    runtime = {path.relative_to(site_folder).as_posix() for path in (site_folder / "runtime").rglob("*.*")}
    assert runtime - {"runtime"} <= files | {path for path in runtime if (site_folder / path).is_dir()}
    for page in site_folder.rglob("index.html"):
        folder = page.parent.relative_to(site_folder).as_posix()
        for address in re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^":]+)"', page.read_text(encoding="utf-8")):
            path = (site_folder / folder / address).resolve().relative_to(site_folder.resolve()).as_posix()
            assert path in files or f"{path}/" in files or path == "." or path == "en", f"{page}: {address}"


def test_the_site_weighs_what_the_guides_say(site_folder: Path) -> None:
    """About 40 MB: site/guides/*/offline.md and privacy.md."""
    assert 35e6 < sum(path.stat().st_size for path in kept_files(site_folder).values()) < 45e6


def test_the_list_changes_with_any_content_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "guide" / "index.html").write_text("guide", encoding="utf-8")
    (tmp_path / "main.css.map").write_text("{}", encoding="utf-8")
    write_worker(tmp_path)
    first = (tmp_path / NAME).read_bytes()
    write_worker(tmp_path)
    assert (tmp_path / NAME).read_bytes() == first
    assert list(kept_files(tmp_path)) == ["guide/", ""]
    before = listed(tmp_path)
    (tmp_path / "guide" / "index.html").write_text("Guide", encoding="utf-8")
    write_worker(tmp_path)
    changed = {path for path, hash_ in listed(tmp_path).items() if before[path] != hash_}
    assert changed == {"guide/"}


def test_who_reads_the_worker_while_it_is_replaced_reads_the_whole_one_before(tmp_path: Path) -> None:
    """Once a browser read it in that very moment, and took an empty file for a worker."""
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    write_worker(tmp_path)
    first = (tmp_path / NAME).read_bytes()
    (tmp_path / "index.html").write_text("Home", encoding="utf-8")
    with (tmp_path / NAME).open("rb") as reading:
        write_worker(tmp_path)
        assert reading.read() == first
    assert (tmp_path / NAME).read_bytes() != first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", NAME]


# -- in the browser --------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_after_one_visit_everything_works_without_the_network_and_after_a_restart(
    site_folder: Path, tmp_path: Path, profile: Profile
) -> None:
    watch = Watch()
    with below_a_path(site_folder, tmp_path) as address, profile(tmp_path / "profile") as context:
        watch.attach(context)
        page = context.new_page()
        page.goto(address)
        told = how_much(page)
        assert told["kept"] == told["all"] == len(listed(site_folder))
    assert not watch.errors
    assert not watch.foreign(address)

    # The server is gone, and the browser starts again.
    watch = Watch(expected=[re.compile("404"), re.compile("ERR_CONNECTION_REFUSED")])  # the missing page looks upwards
    with profile(tmp_path / "profile") as context:
        watch.attach(context)
        page = context.new_page()
        for lang, path in (("zh", "calculator/"), ("en", "en/calculator/")):  # neither was ever visited
            page.goto(address + path)
            enter(page, DESIGN) if lang == "zh" else page.click("[data-act=example]")
            settle(page)
            if lang == "zh":
                assert shown(page) == headline(DESIGN)
        page.goto(f"{address}rank/diaoyanyuan-1")  # as somebody types it
        expect(page).to_have_url(f"{address}rank/diaoyanyuan-1/")
        expect(page.locator("h1")).to_contain_text("一级调研员")
        page.goto(f"{address}en/index.html?q=rank")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        missing = page.goto(f"{address}no/such/page/")
        assert missing
        assert missing.status == 404
        expect(page.get_by_role("heading", level=1)).to_contain_text("404")
        home = page.get_by_role("link", name="home page")
        expect(home).to_have_attribute("href", re.compile(f"^{re.escape(urlsplit(address).path)}en/$"))
    assert not watch.unexpected()


@pytest.mark.browser
def test_a_new_version_is_offered_and_never_forced(
    site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: Profile
) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(SiteHandler, "log_request", lambda self, *_: fetched.append(urlsplit(self.path).path))
    site = small_copy(site_folder, tmp_path / "site")
    with below_a_path(site, tmp_path) as address, profile(tmp_path / "profile") as context:
        page, other = context.new_page(), context.new_page()
        page.goto(f"{address}gaps/")
        everything = how_much(page)["kept"]
        other.goto(address)

        for name in ("gaps/index.html", "index.html"):
            html = (site / name).read_text(encoding="utf-8")
            (site / name).write_text(html.replace("</h1>", " 二</h1>", 1), encoding="utf-8")
        write_worker(site)
        fetched.clear()
        page.reload()
        expect(page.get_by_role("status").filter(has_text="新版本")).to_be_visible()
        changed = ["/some/path/", "/some/path/gaps/"]
        assert sorted(path for path in fetched if not path.endswith(NAME)) == changed  # and nothing else again
        assert violations(page) == []

        # Nothing happens by itself in the middle of typing, nor after it was put off.
        page.fill("input[name=query]", "职级")
        page.click("#zj-update [data-act=later]")
        assert page.input_value("input[name=query]") == "职级"
        page.reload()
        expect(page.locator("h1")).not_to_contain_text("二")
        expect(page.locator("#zj-update")).to_be_empty()

        again = context.new_page()
        again.goto(f"{address}gaps/")
        expect(again.locator("h1")).not_to_contain_text("二")  # still the version before
        again.locator("#zj-update [data-act=update]").focus()
        again.keyboard.press("Enter")
        expect(again.locator("h1")).to_contain_text("二")
        assert how_much(again)["kept"] == everything  # what the version before had for itself is gone

        # The other tabs are told, and not touched.
        expect(other.locator("h1")).not_to_contain_text("二")
        other.locator("#zj-update [data-act=update]").click()
        expect(other.locator("h1")).to_contain_text("二")


@pytest.mark.browser
def test_who_saves_data_keeps_what_is_read(site_folder: Path, tmp_path: Path, profile: Profile) -> None:
    site = small_copy(site_folder, tmp_path / "site")
    worker = (site / NAME).read_text(encoding="utf-8")
    saving = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });\n"
    (site / NAME).write_text(saving + worker, encoding="utf-8")
    with below_a_path(site, tmp_path) as address, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(address)
        assert how_much(page)["kept"] == 0
        page.goto(f"{address}gaps/")
        page.wait_for_load_state("networkidle")
        few = how_much(page)
        assert 5 < few["kept"] < few["all"]
    with profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(f"{address}gaps/")
        expect(page.locator("h1")).to_contain_text("缺口")


@pytest.mark.browser
def test_a_site_that_is_just_being_replaced_gives_no_mixture(
    site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: Profile
) -> None:
    """What is not what the list says is not kept; the next visit takes up where it broke off."""
    fetched: list[str] = []
    monkeypatch.setattr(SiteHandler, "log_request", lambda self, *_: fetched.append(self.path))
    site = small_copy(site_folder, tmp_path / "site")
    (site / "gaps" / "index.html").write_text("half a page", encoding="utf-8")
    with below_a_path(site, tmp_path) as address, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(address)
        wait_until(page, lambda: "/some/path/gaps/" in fetched and not page.evaluate(INSTALLING))
        page.reload()
        assert page.evaluate("navigator.serviceWorker.controller") is None
        write_worker(site)  # the upload is complete
        page.reload()
        assert how_much(page)["kept"] == len(listed(site))


@pytest.mark.browser
def test_what_is_kept_is_told_and_removed_when_told_to(site_folder: Path, tmp_path: Path, profile: Profile) -> None:
    site = small_copy(site_folder, tmp_path / "site")
    nothing = "async () => !(await navigator.serviceWorker.getRegistration()) && !(await caches.keys()).length"
    with below_a_path(site, tmp_path) as address, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(f"{address}guide/offline/")
        state = page.locator("#zj-kept p:visible")
        expect(state).to_contain_text("本机已存有整个网站")
        assert violations(page) == []
        state.get_by_role("button").click()
        expect(state).to_contain_text("已经删除")
        until(page, nothing)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.goto(f"{address}guide/offline/")
        expect(state).to_contain_text("已经删除")  # and it stays so
        assert page.evaluate(nothing)
        state.get_by_role("button").click()
        expect(state).to_contain_text("本机已存有整个网站")


@pytest.mark.browser
def test_the_development_server_clears_up(site_folder: Path, tmp_path: Path, profile: Profile) -> None:
    site = small_copy(site_folder, tmp_path / "site")
    with served(site, keep=True) as address, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(address)
        how_much(page)
        port = urlsplit(address).port or 0
    with served(site, port) as address, profile(tmp_path / "profile") as context:
        page = context.new_page()
        page.goto(address)
        gone = "async () => !(await navigator.serviceWorker.getRegistration()) && !(await caches.keys()).length"
        until(page, gone)
