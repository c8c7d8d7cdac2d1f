"""Looks for what keeps people from using a page, with axe-core: WCAG 2.2 A and AA, in both colour schemes."""

from typing import Any, Literal

from playwright.sync_api import Page

from generator.layout import NODE_MODULES

Scheme = Literal["light", "dark"]

# What to look for in each scheme: of all that axe can tell, only the contrast depends on the colours.
LOOKED_FOR: dict[Scheme, Any] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
RUN = """([within, only]) => axe.run(within, { runOnly: only, resultTypes: ["violations"] })
    .then((found) => found.violations)"""

# Colours that are still on their way from one to the other would be measured somewhere between.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe finds on the page as it is now, in both schemes, a line for each element; empty is good.

    ``within`` is a part of the page: what frames one page frames them all.
    """
    return [line for scheme, only in LOOKED_FOR.items() for line in _found(page, within, scheme, only)]


def _found(page: Page, within: str, scheme: Scheme, only: Any) -> list[str]:
    show_scheme(page, scheme)
    if page.evaluate("() => typeof axe") == "undefined":
        # evaluate() and no script element: the page's policy would rightly refuse that.
        page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN, [within, only])
    return [
        f"{scheme}: {rule['id']}: {node['html'][:200]} ({_reason(node)})" for rule in found for node in rule["nodes"]
    ]


def show_scheme(page: Page, scheme: Scheme) -> None:
    """Show the page as a reader sees it whose system is set to this scheme."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    wanted = {"light": "default", "dark": "slate"}[scheme]
    page.wait_for_function("wanted => document.body.dataset.mdColorScheme === wanted", arg=wanted)
    page.evaluate(
        """rules => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules);
            document.adoptedStyleSheets = [sheet];
        }""",
        STILL,
    )


def _reason(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks)
