"""`make bench`: how fast, as ratios of two things measured in the same run. A report and no test.

A ratio says the same on a slow machine as on a fast one; a number of seconds does not. Both sides are measured by
turns, so that what else the machine is doing falls on both, and the median is given.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from generator.build import build, build_html, write_docs
from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.layout import BUILD, NODE_MODULES, ROOT, RULES, SITE
from generator.serve import make_server

PROFILES = 5  # new browser profiles for each side
WARM_LOADS = 3  # further loads in each of them
BUILDS = 5
SPEED_SCRIPT = ROOT / "generator" / "bench.mjs"
FOLDER = BUILD / "bench"

# A person with ten years of grades, and a promotion with two ways to it.
PERSON = {
    "as_of": "2026-11-21",
    "target": "一级调研员",
    "person": {
        "held": [
            {"post": "县处级副职", "from": "2012-06-01", "to": "2019-05-31"},
            {"rank": "二级调研员", "from": "2019-06-01"},
        ],
        "grades": dict(zip(map(str, range(2016, 2026)), islice(cycle(["称职", "优秀", "基本称职"]), 10), strict=True)),
        "effects": [{"kind": "诫勉", "from": "2024-03-15", "to": "2024-09-14"}],
    },
}

# Runs in both Pythons. Half a second to get warm, then two seconds of answers.
SPEED = """
import json, time
from calculators import answer, load

def speed(rules_text, person_text):
    rules, person = load(rules_text), json.loads(person_text)
    assert "error" not in answer(person, rules)
    def run(seconds):
        count, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds:
            answer(person, rules)
            count += 1
        return count / spent
    run(0.5)
    return run(2)
"""

# From a change in the form to the answer in the page, which is when the page notes its status.
TOUCH = """() => new Promise((resolve) => {
    const app = document.getElementById("zj-app");
    const start = performance.now();
    new MutationObserver(() => resolve(performance.now() - start)).observe(app, { attributeFilter: ["data-status"] });
    app.querySelector("[name=as_of]").dispatchEvent(new Event("input", { bubbles: true }));
})"""

BLANK = '<!doctype html><title>blank</title><link rel="icon" href="data:,">'

# Named so that the server lets the browser keep it, as it does with our own.
STOCK_FOLDER = f"runtime/core-{0:016x}"

# Pyodide as npm ships it, in a worker, until it has run a line.
STOCK = """() => new Promise((resolve, reject) => {
    const source = `
        import { loadPyodide } from "${location.origin}/STOCK/pyodide.mjs";
        const python = await loadPyodide({ indexURL: "${location.origin}/STOCK/" });
        postMessage(python.runPython("1 + 1"));`;
    const start = performance.now();
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    worker.onmessage = () => resolve(performance.now() - start);
    worker.onerror = (event) => reject(event.message);
})""".replace("STOCK", STOCK_FOLDER)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    build()
    print("# Benchmark\n\n| what | this project | compared with | ratio | goal |\n|---|---|---|---|---|", flush=True)
    for part in (start_up, answers, site_build, page_weight):
        for line in part():
            print(line, flush=True)
    shutil.rmtree(FOLDER)
    return 0


# -- from touching the form to the first answer ----------------------------------------------------------------------


def start_up() -> Iterator[str]:
    site = FOLDER / "site"
    shutil.copytree(SITE, site)
    shutil.copytree(NODE_MODULES / "pyodide", site / STOCK_FOLDER)
    (site / "blank.html").write_text(BLANK, encoding="utf-8")
    times: dict[tuple[str, str], list[float]] = {}
    with serving(site) as root, sync_playwright() as playwright:
        for _ in range(PROFILES):
            for side, address, script in (("own", "calculator/", TOUCH), ("stock", "blank.html", STOCK)):
                with new_profile(playwright) as page:
                    for load in range(1 + WARM_LOADS):
                        page.goto(root + address)
                        spent = page.evaluate(script)
                        times.setdefault((side, "warm" if load else "cold"), []).append(spent)
    for state, meaning in (("cold", "new browser profile"), ("warm", "again in the same profile")):
        own, stock = median(times["own", state]), median(times["stock", state])
        yield row(
            f"touching the form to the first answer, {state} ({meaning})",
            f"{own:.0f} ms",
            f"{stock:.0f} ms for a bare loadPyodide() of the npm files in a worker",
            own / stock,
            "at most 0.6",
        )


@contextmanager
def new_profile(playwright: Playwright) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=CHROMIUM_OPTIONS
        )
        # The page starts Python when it is idle; here it is to wait for the touch.
        context.add_init_script("window.requestIdleCallback = () => 0")
        yield context.new_page()
        context.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with make_server(folder) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.address
        server.shutdown()


# -- answers a second ------------------------------------------------------------------------------------------------


def answers() -> Iterator[str]:
    rules, person = RULES.read_text(encoding="utf-8"), json.dumps(PERSON)
    (FOLDER / "speed.json").write_text(json.dumps([SPEED, rules, person]), encoding="utf-8")
    command = ["node", str(SPEED_SCRIPT), str(SITE / "runtime"), str(FOLDER / "speed.json")]
    names: dict[str, Any] = {}
    exec(SPEED, names)
    here, there = [], []
    for _ in range(3):
        here.append(names["speed"](rules, person))
        there.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    cpython, pyodide = median(here), median(there)
    version = ".".join(map(str, sys.version_info[:3]))
    yield row(
        "answers a second, with explanation and range, one core",
        f"{cpython:,.0f} in CPython {version}",
        "2,000, the goal",
        cpython / 2000,
        "at least 1",
    )
    yield row(
        "the same in Pyodide on Node",
        f"{pyodide:,.0f}",
        f"{cpython:,.0f} in CPython",
        pyodide / cpython,
        "at least 0.4",
    )


# -- building the site -----------------------------------------------------------------------------------------------


def site_build() -> Iterator[str]:
    """Generating and building everything, against mkdocs alone on the same Markdown."""
    docs = FOLDER / "docs"
    navigation = write_docs(docs)
    whole, mkdocs = [], []
    for _ in range(BUILDS):
        whole.append(timed(lambda: build(FOLDER / "built")))
        mkdocs.append(timed(lambda: build_html(docs, fresh(FOLDER / "html"), navigation)))
    own, alone = median(whole), median(mkdocs)
    yield row(
        "generating and building the site, runtime folder made",
        f"{own:.2f} s",
        f"{alone:.2f} s for mkdocs alone",
        own / alone,
        "at most 1.5",
    )


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


# -- what a page weighs ----------------------------------------------------------------------------------------------


def page_weight() -> Iterator[str]:
    """The heaviest page of ranks: it, its style sheets and pictures, and then its scripts; compressed with gzip."""
    for scripts, meaning in ((False, "before any script runs"), (True, "with its scripts")):
        weights = {page: weight(page, scripts) for page in sorted(SITE.glob("rank/*/index.html"))}
        page = max(weights, key=lambda page: weights[page])
        own = weights[page] / 1000
        yield row(
            f"the heaviest rank page, {meaning}, compressed",
            f"{own:.0f} kB ({page.parent.name})",
            "150 kB, the goal" if not scripts else "150 kB",
            own / 150,
            "at most 1" if not scripts else "none",
        )


def weight(page: Path, scripts: bool) -> int:
    html = page.read_text(encoding="utf-8")
    used = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', html) + re.findall(
        r'<img[^>]* src="([^"]+)"', html
    )
    if scripts:
        used += re.findall(r'<script[^>]* src="([^"]+)"', html)
    files = [page, *(page.parent / name.partition("?")[0] for name in used if not name.startswith("data:"))]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def row(what: str, own: str, compared: str, ratio: float, goal: str) -> str:
    return f"| {what} | {own} | {compared} | **{ratio:.2f}** | {goal} |"


if __name__ == "__main__":
    sys.exit(main())
