"""Looks for what keeps people from using a page, with axe-core: WCAG 2.2 A and AA, in both colour schemes."""

from typing import Any, Literal

from playwright.sync_api import Page

from generator.layout import NODE_MODULES

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] }).then(found => found.violations)"

# Colours that are still on their way from one to the other would be measured somewhere between.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"


def violations(page: Page, scheme: Scheme) -> list[str]:
    """What axe finds on the page as it is now, a line for each element; empty is good."""
    show_scheme(page, scheme)
    if page.evaluate("() => typeof axe") == "undefined":
        # evaluate() and no script element: the page's policy would rightly refuse that.
        page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN, RULES)
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
