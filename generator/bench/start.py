"""From touching the form to the first answer, against a bare loadPyodide() of the npm files in a worker."""

from __future__ import annotations

import shutil
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from generator.bench.answers import PERSONS
from generator.bench.browser import new_profile, serving
from generator.bench.report import FOLDER, Line, Part, table
from generator.layout import NODE_MODULES, SITE

PROFILES = 4  # new browser profiles for each side
WARM_LOADS = 2  # further loads in each of them
START_GOAL = 0.6

# From a change in the form to the answer in the page, which is when the page notes its status.
TOUCH = """() => new Promise((resolve) => {
    const app = document.getElementById("zj-app");
    const start = performance.now();
    new MutationObserver(() => resolve(performance.now() - start)).observe(app, { attributeFilter: ["data-status"] });
    app.querySelector("[name=as_of]").dispatchEvent(new Event("input", { bubbles: true }));
})"""

# Pyodide as npm ships it, in a worker, until it has run a line.
STOCK = """([folder]) => new Promise((resolve, reject) => {
    const source = `
        import { loadPyodide } from "${folder}pyodide.mjs";
        const python = await loadPyodide({ indexURL: "${folder}" });
        postMessage(python.runPython("1 + 1"));`;
    const start = performance.now();
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    worker.onmessage = () => resolve(performance.now() - start);
    worker.onerror = (event) => reject(event.message);
})"""

BLANK = '<!doctype html><title>blank</title><link rel="icon" href="data:,">'

# The stages of our own start, through the page's bridge: when each was over.
STAGES = """async ([root, request]) => {
    const { startPython } = await import(new URL("assets/script/python.mjs", root).href);
    const start = performance.now();
    const over = {};
    const note = (name) => { over[name] ??= performance.now() - start; };
    const python = await startPython({ root, onProgress: ({ stage }) => {
        note("the worker runs, and knows what to load");
        if (stage !== "runtime") note("Pyodide runs, with the engine unpacked");
    } });
    note("the engine is imported, the rules are read");
    await python.ask(request, { lang: "zh", root: "../" });
    note("the first answer is there");
    python.stop();
    return over;
}"""

# Served under a name of this form, the npm files may be kept by the browser, as ours may.
STOCK_FOLDER = "runtime/core-0000000000000000/"


def start_up(profiles: int = PROFILES, warm_loads: int = WARM_LOADS) -> Part:
    """Both sides by turns, each time in a new browser profile and then again in the same."""
    site = FOLDER / "site"
    shutil.copytree(SITE, site)
    shutil.copytree(NODE_MODULES / "pyodide", site / STOCK_FOLDER)
    (site / "blank.html").write_text(BLANK, encoding="utf-8")
    times: dict[tuple[str, str], list[Any]] = {}
    with serving(site) as root, sync_playwright() as playwright:
        sides: tuple[tuple[str, str, str, list[Any]], ...] = (
            ("own", "calculator/", TOUCH, []),
            ("stock", "blank.html", STOCK, [root + STOCK_FOLDER]),
            ("stages", "blank.html", STAGES, [root, PERSONS["met"]]),
            ("stages in the page", "calculator/", STAGES, [root, PERSONS["met"]]),
        )
        for _ in range(profiles):
            for side, address, script, values in sides:
                with new_profile(playwright) as page:
                    for number in range(1 + warm_loads):
                        page.goto(root + address)
                        found = page.evaluate(script, values)
                        times.setdefault((side, "warm" if number else "cold"), []).append(found)
    lines = []
    for state, meaning in (("cold", "new browser profile"), ("warm", "again in the same profile")):
        own, stock = median(times["own", state]), median(times["stock", state])
        lines.append(
            Line(
                f"{state}: {meaning}",
                f"{own:.0f} ms",
                f"{stock:.0f} ms for a bare loadPyodide() of the npm files in a worker",
                own / stock,
                f"at most {START_GOAL}",
                own / stock <= START_GOAL,
            )
        )
    return Part("From touching the form to the first answer", lines, [stage_table(times)])


def stage_table(times: dict[tuple[str, str], list[Any]]) -> str:
    """How long each stage of the start takes on an empty page, and what the real page adds; by medians."""
    steps: dict[str, dict[str, float]] = {}
    for state in ("cold", "warm"):
        empty, page = (ends(times[side, state]) for side in ("stages", "stages in the page"))
        whole = list(empty.values())[-1]
        for (name, end), begin in zip(empty.items(), [0.0, *empty.values()], strict=False):
            steps.setdefault(name, {})[state] = end - begin
        in_page = list(page.values())[-1]
        steps.setdefault("what the page itself does meanwhile (theme, search)", {})[state] = in_page - whole
        shown = median(times["own", state])
        steps.setdefault("the pause after typing, and showing the answer", {})[state] = shown - in_page
    stock = {state: median(times["stock", state]) for state in ("cold", "warm")}
    rows = [
        [name, *(text for state, ms in by_state.items() for text in (f"{ms:.0f} ms", f"{ms / stock[state]:.2f}"))]
        for name, by_state in steps.items()
    ]
    return table(["Where the time goes", "cold", "of the bare start", "warm", "of the bare start"], rows)


def ends(runs: list[dict[str, float]]) -> dict[str, float]:
    """When each stage was over, the median of some runs."""
    return {name: median(run[name] for run in runs) for name in runs[0]}
