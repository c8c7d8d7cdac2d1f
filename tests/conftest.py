"""What the tests share: the built site on a server, a browser, and pages that must not complain."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from generator.build import build
from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.layout import BUILD
from generator.locked import locked
from generator.serve import make_server

# A test starts Python for a few answers: compiling it fast pays, compiling it for fast running does not.
OPTIONS = [*CHROMIUM_OPTIONS, "--js-flags=--liftoff-only"]

# A request that the policy stops is logged too, though it never leaves the browser; its failure reads so.
BLOCKED_BY_POLICY = "csp"


PATIENCE = 20_000  # ms; a page that is right is fast, and one on a busy machine is not yet wrong
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """The site, built once for the whole run, however many processes share it."""
    folder = BUILD / "test-site"
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    with locked(BUILD / "test-site.lock"):
        built_by = BUILD / "test-site.run"
        if not (folder.is_dir() and built_by.is_file() and built_by.read_text(encoding="utf-8") == run):
            build(folder)
            built_by.write_text(run, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the built site, ending in a slash."""
    with served(site_folder) as address:
        yield address


@contextmanager
def served(folder: Path, port: int = 0, keep: bool = False) -> Iterator[str]:
    """A folder on a server of its own, on any free port; `keep` lets the browser keep the site."""
    server = make_server(folder, port=port, keep=keep)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts browsers, once for a whole run."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """One browser for a whole run. That none is installed is a failure and no reason to skip."""
    browser = chromium.launch(executable_path=find_chromium(), args=OPTIONS)
    yield browser
    browser.close()


Profile = Callable[[Path], AbstractContextManager[BrowserContext]]


@pytest.fixture(scope="session")
def profile(chromium: BrowserType) -> Profile:
    """Browsers of their own, each with a profile that outlives it: the same folder again is that browser restarted."""

    @contextmanager
    def start(folder: Path) -> Iterator[BrowserContext]:
        context = chromium.launch_persistent_context(
            folder, executable_path=find_chromium(), args=OPTIONS, locale="zh-CN"
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()

    return start


@dataclass
class Watch:
    """What a page complained of and whom it called."""

    errors: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let a complaint pass that this test provokes."""
        self.expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [error for error in self.errors if not any(known.search(error) for known in self.expected)]

    def foreign(self, own: str) -> list[str]:
        """The requests that went to anything but the site itself (blob: and data: stay in the browser)."""
        urls = [request.url for request in self.requests if request.failure != BLOCKED_BY_POLICY]
        return [url for url in urls if not url.startswith((own, "blob:", "data:"))]

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.type}: {message.text}")

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.errors.append(f"exception: {error.error}"))
        context.on("request", lambda request: self.requests.append(request))
        context.on("page", lambda page: page.on("worker", lambda worker: worker.on("console", self.on_console)))


@pytest.fixture
def watch() -> Watch:
    """Ask for this one, beside `page`, to expect complaints or to look at the requests."""
    return Watch()


@pytest.fixture
def still_page(page: Page) -> Page:
    """A page for tests that look at the layout of many: Python, which takes long, is not started meanwhile."""
    page.add_init_script("window.requestIdleCallback = () => 0")
    return page


@pytest.fixture
def page(browser: Browser, watch: Watch, site: str) -> Iterator[Page]:
    """An empty page. At the end the test fails if any page complained, or asked anyone but this machine."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    watch.attach(context)
    yield context.new_page()
    context.close()
    assert not watch.unexpected(), "the page complained"
    assert not watch.foreign("http://127.0.0.1:"), "the page asked somebody else"
