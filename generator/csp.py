"""Fills in the Content-Security-Policy of every built page.

The theme writes a few scripts into each page, and a policy without `unsafe-inline` allows such a script only
by the hash of its text. The text differs from page to page (it holds the relative path to the root), so the
hashes cannot be written down beforehand: the template leaves a placeholder, and after the build each page
gets exactly the hashes of its own scripts. A script that somebody smuggles into a page later has no hash and
does not run.
"""

import base64
import hashlib
import re
from pathlib import Path

PLACEHOLDER = "inline-script-hashes"

# Other types (application/json ...) are data: a browser does not run them, so no policy covers them.
SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript"}

# A browser reads a script up to the first end tag, whatever stands between, so a pattern finds what a parser would.
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


class PolicyError(Exception):
    """A page that would be served without a complete policy."""


def fill_policies(site: Path) -> None:
    """Replace the placeholder in every HTML page below `site`."""
    for page in sorted(site.rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        if html.count(PLACEHOLDER) != 1:
            raise PolicyError(f"{page}: expected one '{PLACEHOLDER}', found {html.count(PLACEHOLDER)}")
        page.write_text(html.replace(PLACEHOLDER, " ".join(script_hashes(html))), encoding="utf-8")


def script_hashes(html: str) -> list[str]:
    """The CSP sources that allow the inline scripts of a page, in a fixed order."""
    return sorted({_source(body) for attributes, body in SCRIPT.findall(html) if _runs_from_the_page(attributes)})


def _runs_from_the_page(attributes: str) -> bool:
    given = {name.lower(): value.strip("\"'").lower() for name, value in ATTRIBUTE.findall(attributes)}
    return "src" not in given and given.get("type", "") in SCRIPT_TYPES


def _source(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
