"""Fills in the Content-Security-Policy of every built page.

The theme writes a few scripts into each page, and a policy without `unsafe-inline` allows such a script only
by the hash of its text. The text differs from page to page (it holds the relative path to the root), so the
hashes cannot be written down beforehand: the template leaves a placeholder, and after the build each page
gets exactly the hashes of its own scripts. A script that somebody smuggles into a page later has no hash and
does not run.
"""

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path

PLACEHOLDER = "inline-script-hashes"

# Other types (application/json ...) are data: a browser does not run them, so no policy covers them.
SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript"}


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
    collector = _InlineScripts()
    collector.feed(html)
    collector.close()
    return sorted({_source(body) for body in collector.bodies})


def _source(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class _InlineScripts(HTMLParser):
    """Collects the text of the scripts that a browser would run from the page itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.bodies: list[str] = []
        self._current: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and (given.get("type") or "") in SCRIPT_TYPES:
            self._current = []

    def handle_data(self, data: str) -> None:
        if self._current is not None:
            self._current.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._current is not None:
            self.bodies.append("".join(self._current))
            self._current = None
