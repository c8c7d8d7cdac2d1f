"""Where things lie in a checkout: what is read, and what is built.

Everything built is below `build/`, which git ignores; nothing is ever written into `spec/` or `site/`.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

RULES = ROOT / "spec" / "rules.json"
WORKDAYS = ROOT / "spec" / "workdays.json"
SPEC_CASES = ROOT / "spec" / "cases"
ENGINE = ROOT / "calculators"
SITE_SOURCE = ROOT / "site"
NODE_MODULES = ROOT / "node_modules"

BUILD = ROOT / "build"
DOCS = BUILD / "docs"  # the Markdown that mkdocs reads, one folder for each language
SITE = BUILD / "site"  # the finished site

LANGUAGES = ("zh", "en")
