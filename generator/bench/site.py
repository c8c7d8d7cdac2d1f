"""Generating and building the site, against mkdocs alone on the same Markdown."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median

from generator.bench.report import FOLDER, Line, Part, quietly, table
from generator.build import add_rules, build, build_html, write_docs
from generator.csp import fill_policies
from generator.runtime import make_runtime

BUILDS = 3
BUILD_GOAL = 1.5


def site_build(builds: int = BUILDS) -> Part:
    """Generating and building everything, against mkdocs alone on the same Markdown."""
    docs = FOLDER / "docs"
    navigation = write_docs(docs)
    whole, mkdocs = [], []
    for _ in range(builds):
        whole.append(quietly(lambda: build(FOLDER / "built")))
        mkdocs.append(quietly(lambda: build_html(docs, fresh(FOLDER / "html"), navigation)))
    own, alone = median(whole), median(mkdocs)
    line = Line(
        "generating and building the site, the runtime folder made",
        f"{own:.2f} s",
        f"{alone:.2f} s for mkdocs alone on the same Markdown",
        own / alone,
        f"at most {BUILD_GOAL}",
        own / alone <= BUILD_GOAL,
    )
    html = FOLDER / "html"
    steps = {
        "writing the Markdown from the rules": lambda: write_docs(docs),
        "laying out the runtime folder (beside mkdocs)": lambda: make_runtime(fresh(FOLDER / "runtime")),
        "adding the rules": lambda: add_rules(html),
        "filling in the policies": lambda: fill_policies(html),
    }
    rows = [[name, f"{(spent := quietly(step)):.2f} s", f"{spent / alone:.2f}"] for name, step in steps.items()]
    return Part("The site", [line], [table(["Where the time goes beside mkdocs", "time", "of mkdocs alone"], rows)])


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
