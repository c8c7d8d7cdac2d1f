"""The pages: Markdown for both languages, written from the spec by templates, and the hand-written guides.

A *kind* of page is a template in `site/templates/` and a function here that says for which things it is written and
what the template needs. A guide is a Markdown file in `site/guides/` that passes through the same templates' words.
Everything is plain Markdown with a little HTML, so that another engine can build the same folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calculators import Rules
from generator.layout import LANGUAGES
from generator.pages.kinds import pages
from generator.pages.navigation import navigation
from generator.pages.words import render


def write_pages(docs: Path, rules: Rules) -> dict[str, Any]:
    """Write every page of both languages below `docs`; give the navigation of each language."""
    found: dict[str, Any] = {}
    for lang in LANGUAGES:
        written = pages(rules, lang)
        for page in written:
            path = docs / lang / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render(page, rules, lang), encoding="utf-8")
        found[lang] = navigation(written, lang)
    return found
