"""The menus: the pages in their order, put under a few headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.pages.kinds import Page

SECTIONS = (
    ("tool", "测算", "Calculators"),
    ("guide", "阅读指南", "Guides"),
    ("rules", "规则", "The rules"),
    ("systems", "各项制度", "All systems"),
    ("rank", "各职级", "Each rank"),
    ("reading", "各项口径", "Each reading"),
    ("reference", "依据与术语", "Sources and terms"),
)


def navigation(pages: list[Page], lang: str) -> list[Any]:
    """The navigation of one language, as mkdocs takes it: pages without a section first."""
    top: list[Any] = [{page.title: page.path} for page in pages if not page.section]
    for id_, zh, en in SECTIONS:
        inside = [{page.title: page.path} for page in pages if page.section == id_]
        if inside:
            top.append({zh if lang == "zh" else en: inside})
    return top
