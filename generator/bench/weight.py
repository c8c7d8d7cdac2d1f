"""What a page of rules makes the browser load before any script runs, compressed."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, Request, sync_playwright

from generator.bench.browser import new_profile, serving
from generator.bench.report import Line, Part, table
from generator.layout import SITE

WEIGHT_GOAL = 150_000
BEFORE_SCRIPTS = ("document", "stylesheet", "font", "image")


def page_weight() -> Part:
    """What each page of a rule makes the browser load before any script runs, compressed with gzip."""
    addresses = [path.parent.relative_to(SITE).as_posix() + "/" for path in rule_pages(SITE)]
    with serving(SITE) as root, sync_playwright() as playwright, new_profile(playwright, scripts=False) as page:
        weights = {address: weight(page, root + address) for address in addresses}
    totals = {address: sum(found.values()) for address, found in weights.items()}
    heaviest = max(totals, key=lambda address: totals[address])
    line = Line(
        f"the heaviest of {len(totals)} pages of rules, before any script runs, with gzip",
        f"{totals[heaviest] / 1000:.0f} kB ({heaviest})",
        f"{WEIGHT_GOAL / 1000:.0f} kB, the goal",
        totals[heaviest] / WEIGHT_GOAL,
        "at most 1",
        totals[heaviest] <= WEIGHT_GOAL,
    )
    rows = [[kind, f"{weights[heaviest].get(kind, 0) / 1000:.1f} kB"] for kind in BEFORE_SCRIPTS]
    said = f"The median page weighs {median(totals.values()) / 1000:.0f} kB."
    return Part("What a page weighs", [line], [table(["The heaviest page", "with gzip"], rows), said])


def rule_pages(site: Path) -> list[Path]:
    """The pages that show rules, in both languages."""
    kinds = ("rank", "rule", "reading", "regime")
    return sorted(path for kind in kinds for start in ("", "en/") for path in site.glob(f"{start}{kind}/*/index.html"))


def weight(page: Page, address: str) -> dict[str, int]:
    """The bytes that a page loads, by kinds, each file compressed."""
    found: dict[str, str] = {}

    def note(request: Request) -> None:
        if request.resource_type in BEFORE_SCRIPTS and not request.url.startswith("data:"):
            found[request.url] = request.resource_type

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("request", note)
    sizes: Counter[str] = Counter()
    for url, kind in found.items():  # fetched once more: of what the browser has kept it does not tell the bytes
        sizes[kind] += compressed(page.request.get(url).body())
    return sizes


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))
