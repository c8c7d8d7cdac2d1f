"""The page under the fingers: from a keystroke to the answer on the screen, and what it holds after many answers."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from generator.bench import page
from generator.bench.browser import serving
from generator.bench.report import Line, Part, table
from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.layout import SITE

KEYSTROKES = 60
ANSWERS = 1000

KEYSTROKE_GOALS = {"calculator/": 50, "calculator/career/": 150}  # ms at the median
GROWTH_GOAL = 1.1


def fingers(keystrokes: int = KEYSTROKES, answers: int = ANSWERS) -> Part:
    """From a keystroke to the answer on the screen, and what the page holds after many answers."""
    lines, rows = [], []
    with serving(SITE) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_OPTIONS)
        for path, goal in KEYSTROKE_GOALS.items():
            found = page.keystrokes(browser.new_page(), root + path, keystrokes)
            own, ratio = f"{found['median']:.0f} ms", found["median"] / goal
            lines.append(
                Line(f"keystroke to answer, {path}", own, f"{goal} ms, the goal", ratio, "at most 1", ratio <= 1)
            )
            rows.append([path, f"{found['median']:.0f} ms", f"{found['slow']:.0f} ms"])
        held = page.growth(browser, browser.new_page(), root + "calculator/", answers)
        browser.close()
    before, after = (f"{held[key] / 1e6:.0f} MB" for key in ("before", "after"))
    ratio = held["after"] / held["before"]
    what = f"memory of the page's process after {answers:,} more answers"
    lines.append(Line(what, after, f"{before} after the first hundred", ratio, "at most 1.1", ratio <= GROWTH_GOAL))
    return Part("The page under the fingers", lines, [table(["Page", "median", "slowest tenth from"], rows)])
