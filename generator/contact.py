"""Where proposals are taken: one setting of mkdocs.yml for whoever keeps a copy of the site.

extra:
  contact: https://example.org/issues      an address, an e-mail address, or words; empty: none is named
"""

from __future__ import annotations

import re

from mkdocs.utils.yaml import yaml_load

from generator.layout import ROOT

ADDRESS = re.compile(r"https?://\S+|[^\s@]+@[^\s@]+")


def contact(text: str = "") -> str:
    """What the setting says as Markdown, an address as a link; empty where there is none."""
    config = yaml_load(text or (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    said = str(config["extra"].get("contact") or "").strip()
    return f"<{said}>" if ADDRESS.fullmatch(said) else said
