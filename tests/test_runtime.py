"""Python in the browser: it starts, says what is wrong when it does not, and reaches its own site only."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.layout import RULES, WORKDAYS
from tests.conftest import Watch, served
from tests.probe import fail_python, make_probe_site, run_python, start_python

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def probe_folder(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probe") / "site"
    make_probe_site(site_folder, folder)
    without_policy(folder / "index.html", folder / "open.html")
    return folder


@pytest.fixture(scope="module")
def probe(probe_folder: Path) -> Iterator[str]:
    with served(probe_folder) as address:
        yield address


@pytest.fixture(scope="module")
def started(browser: Browser, probe: str) -> Iterator[Page]:
    """A page on which Python runs, for what leaves it running."""
    watch = Watch()
    context = browser.new_context()
    watch.attach(context)
    page = context.new_page()
    page.goto(probe)
    assert start_python(page, probe) is None
    yield page
    context.close()
    assert not watch.unexpected()


@pytest.fixture
def neighbour() -> Iterator["Neighbour"]:
    with Neighbour() as neighbour:
        yield neighbour


def without_policy(page: Path, copy: Path) -> None:
    html, removed = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    assert removed == 1
    copy.write_text(html, encoding="utf-8")


class Neighbour:
    """Another origin on this machine, which would answer anybody and remembers who asked."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_that_fills(self.seen))
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> "Neighbour":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def handler_that_fills(seen: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"export default 1;")

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


# Every way out of a worker that Python has. Each notes what came of it in `outcome`, at once or later.
ATTEMPTS = """
import js
from pyodide.code import run_js
from pyodide.ffi import to_js
from pyodide.http import open_url

host = message["host"]
outcome = {}

def later(name, promise):
    promise.then(
        lambda response: outcome.__setitem__(name, "reached"),
        lambda error: outcome.__setitem__(name, "refused"),
    )

def now(name, attempt):
    try:
        attempt()
        outcome[name] = "reached"
    except Exception as error:
        outcome[name] = "refused"

def xhr():
    request = js.XMLHttpRequest.new()
    request.open("GET", f"http://{host}/xhr", False)
    request.send()

def worker(name, source):
    blob = js.Blob.new(to_js([source]))
    inner = js.Worker.new(js.URL.createObjectURL(blob))
    inner.onmessage = lambda event: outcome.__setitem__(name, event.data)

later("fetch", js.fetch(f"http://{host}/fetch"))
later("post", js.fetch(f"http://{host}/post", method="POST", mode="no-cors", body="secret"))
now("xhr", xhr)
now("open_url", lambda: open_url(f"http://{host}/open_url"))
now("eval", lambda: later("import", run_js(f"import('http://{host}/import')")))
worker("worker", f'''
    fetch("http://{host}/worker").then(() => postMessage("reached"), () => postMessage("refused"))
''')
js.WebSocket.new(f"ws://{host}/socket")
js.EventSource.new(f"http://{host}/events")
"""

# What the browser says of each attempt that its policy stops.
REFUSALS = r"Content Security Policy|violates the following|Failed to load|net::ERR|Refused to|Fetch API cannot"


def outcome_of(page: Page) -> dict[str, str]:
    outcome: dict[str, str] = run_python(page, "result = outcome")
    return outcome


def wait_until(page: Page, holds: Callable[[], bool], seconds: float = 20) -> None:
    """Look again and again: how long a worker takes depends on what else the machine is doing."""
    for _ in range(int(seconds * 10)):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"it did not come true within {seconds} s", pytrace=True)


def test_python_starts_and_answers_in_order(started: Page) -> None:
    assert run_python(started, "import sys; result = list(sys.version_info[:2])") == [3, 14]
    assert run_python(started, "result = message['lang']", lang="zh") == "zh"
    assert run_python(started, "result = rules") == json.loads(RULES.read_text(encoding="utf-8"))
    assert run_python(started, "result = workdays") == json.loads(WORKDAYS.read_text(encoding="utf-8"))
    asked = "() => Promise.all([1, 2, 3].map(n => python.ask({ code: `seen = [*seen, ${n}]; result = seen` })))"
    run_python(started, "seen = []")
    assert started.evaluate(asked) == [[1], [1, 2], [1, 2, 3]]


def test_progress_is_told_in_bytes(started: Page) -> None:
    steps: list[dict[str, Any]] = started.evaluate("() => progress")
    assert [step["stage"] for step in steps] == sorted(
        (step["stage"] for step in steps), key=["runtime", "engine", "ready"].index
    )
    assert steps[0] == {"stage": "runtime", "loaded": 0, "total": steps[0]["total"]}
    assert steps[-1] == {"stage": "ready", "loaded": steps[-1]["total"], "total": steps[0]["total"]}
    loaded = [step["loaded"] for step in steps]
    assert loaded == sorted(loaded)
    assert len(set(loaded)) > 3
    assert steps[0]["total"] > 10_000_000


def test_python_in_the_worker_reaches_no_other_origin(
    page: Page, watch: Watch, probe: str, neighbour: Neighbour
) -> None:
    watch.expect(REFUSALS)
    page.goto(probe)
    assert start_python(page, probe) is None
    for host in (neighbour.host, "somewhere.invalid"):
        run_python(page, ATTEMPTS, host=host)
        wait_until(page, lambda: {"fetch", "post", "xhr", "open_url", "eval", "worker"} <= set(outcome_of(page)))
        assert set(outcome_of(page).values()) == {"refused"}
    assert neighbour.seen == []
    assert watch.foreign(probe) == []


def test_without_the_policy_the_same_attempts_reach_it(
    page: Page, watch: Watch, probe: str, neighbour: Neighbour
) -> None:
    """The control: what the test above finds refused is possible, and would be seen."""
    watch.expect(REFUSALS)
    page.goto(probe + "open.html")
    assert start_python(page, probe) is None
    run_python(page, ATTEMPTS, host=neighbour.host)
    paths = {"/fetch", "/xhr", "/open_url", "/import", "/worker", "/socket", "/events"}
    wait_until(page, lambda: paths <= set(neighbour.seen) and {"fetch", "import", "worker"} <= set(outcome_of(page)))
    assert set(outcome_of(page).values()) == {"reached"}
    assert watch.foreign(probe)


def test_the_worker_reaches_its_own_site(started: Page, probe: str) -> None:
    code = "import js; got = []; js.fetch(message['url']).then(lambda response: got.append(response.status))"
    run_python(started, code, url=probe + "rules.json")
    wait_until(started, lambda: run_python(started, "result = got") == [200])


def test_an_exception_in_python_is_told_and_survived(started: Page) -> None:
    error = fail_python(started, "1 / 0")
    assert error["code"] == "python-error"
    assert "ZeroDivisionError" in error["detail"]
    assert run_python(started, "result = 1") == 1


def test_a_stopped_worker_says_so(page: Page, probe: str) -> None:
    page.goto(probe)
    assert start_python(page, probe) is None
    page.evaluate("() => { window.last = python.ask({ code: 'while True: pass' }).catch(e => e.code); python.stop() }")
    assert page.evaluate("() => last") == "stopped"
    assert fail_python(page, "result = 1")["code"] == "stopped"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("**/runtime/manifest.json", "fetch-failed"),
        ("**/runtime/pyodide-lock.json", "fetch-failed"),
        ("**/core-*/pyodide.mjs", "fetch-failed"),
        ("**/core-*/pyodide.asm.mjs", "fetch-failed"),
        ("**/core-*/pyodide.asm.wasm", "fetch-failed"),
        ("**/core-*/python_stdlib.zip", "fetch-failed"),
        ("**/runtime/engine-*/*.whl", "package-missing"),
        ("**/rules.json", "fetch-failed"),
        ("**/workdays.json", "fetch-failed"),
        ("**/python-worker.mjs", "fetch-failed"),
    ],
)
def test_a_missing_file_is_told(page: Page, watch: Watch, probe: str, pattern: str, code: str) -> None:
    watch.expect(".")
    page.route(pattern, lambda route: route.fulfill(status=404))
    page.goto(probe)
    failure = start_python(page, probe)
    assert failure
    assert failure["known"]
    assert failure["code"] == code, failure
    assert pattern.rpartition("/")[2].lstrip("*") in failure["detail"]


def test_a_network_that_is_gone_is_told(page: Page, watch: Watch, probe: str) -> None:
    watch.expect(".")
    page.route("**/core-*/python_stdlib.zip", lambda route: route.abort("internetdisconnected"))
    page.goto(probe)
    failure = start_python(page, probe)
    assert failure
    assert failure["code"] == "fetch-failed", failure
    assert "python_stdlib.zip: no answer" in failure["detail"]


def test_a_wheel_with_the_wrong_hash_is_refused(page: Page, watch: Watch, probe: str) -> None:
    watch.expect(".")
    page.route("**/runtime/engine-*/*.whl", lambda route: route.fulfill(body=b"PK not what the lock says"))
    page.goto(probe)
    failure = start_python(page, probe)
    assert failure
    assert failure["code"] == "package-missing"
    assert "integrity" in failure["detail"].lower() or "fetch" in failure["detail"].lower()


@pytest.mark.parametrize(
    ("crippled", "code"),
    [
        ("delete globalThis.WebAssembly", "no-webassembly"),
        ("globalThis.Worker = class { constructor() { throw new Error('no') } }", "no-module-worker"),
        ("delete globalThis.Worker", "no-module-worker"),
    ],
)
def test_a_browser_that_cannot_is_told(page: Page, probe: str, crippled: str, code: str) -> None:
    page.add_init_script(crippled)
    page.goto(probe)
    failure = start_python(page, probe)
    assert failure
    assert failure["code"] == code
