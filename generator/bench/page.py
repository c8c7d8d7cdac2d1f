"""How fast the page follows the fingers, and whether it grows: a part of ``make bench``.

Two things that a person feels and no engine alone can tell: the time from a keystroke to the answer on the screen, and
what the page's process has taken after a thousand answers.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page

# From an input event to the next frame after the answer was put into the page, for each of some values by turns.
KEYSTROKES = """async ([name, values, count]) => {
    const field = document.querySelector(name);
    const shown = document.getElementById("zj-answer");
    const times = [];
    for (let number = 0; number < count; number++) {
        const there = new Promise((resolve) => {
            const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
            watch.observe(shown, { childList: true });
        });
        const start = performance.now();
        field.value = values[number % values.length];
        field.dispatchEvent(new Event("input", { bubbles: true }));
        await there;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push(performance.now() - start);
    }
    return times;
}"""

READY = "#zj-app[data-python=ready]:not([data-busy])"
FIELD, DAYS = "[data-rows=held] [data-key=from]", ("2024-02-01", "2024-03-01", "2024-04-01")


def begin(page: Page, address: str) -> None:
    """Open a page and give it a day of one's own: from the first change on no example is taken away any more."""
    page.goto(address)
    page.focus(FIELD)
    page.wait_for_selector(READY)
    page.fill(FIELD, DAYS[-1])
    page.wait_for_selector("#zj-answer .zj-answer")
    page.wait_for_selector(READY)


def keystrokes(page: Page, address: str, count: int) -> dict[str, float]:
    """The milliseconds from a keystroke to the answer on the screen: the median and the slowest tenth."""
    begin(page, address)
    times: list[float] = page.evaluate(KEYSTROKES, [FIELD, DAYS, count])
    return {"median": median(times), "slow": quantiles(times, n=10)[-1]}


def growth(browser: Browser, page: Page, address: str, answers: int) -> dict[str, float]:
    """What the page's process holds after a hundred answers and after so many more, in bytes."""
    begin(page, address)
    page.evaluate(KEYSTROKES, [FIELD, DAYS, min(100, answers)])  # what is made once is made
    before = held(browser, page)
    page.evaluate(KEYSTROKES, [FIELD, DAYS, answers])
    return {"before": before, "after": held(browser, page)}


def held(browser: Browser, page: Page) -> float:
    """The resident memory of the largest page process, its worker and WebAssembly included, after a collection."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    processes: list[dict[str, Any]] = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return max(_resident(int(one["id"])) for one in processes if one["type"] == "renderer")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return float(line.split()[1]) * 1024
