"""The command `zhiji bench`: every part by turns, and the report."""

from __future__ import annotations

import shutil

from generator.bench.answers import answers
from generator.bench.fingers import fingers
from generator.bench.report import FOLDER, REPORT, as_markdown, machine, quietly
from generator.bench.site import site_build
from generator.bench.start import start_up
from generator.bench.weight import page_weight
from generator.build import build
from generator.layout import ROOT


def main() -> int:
    """Measure everything, print it part by part and keep the report; gives the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    quietly(build)
    text = [f"# Benchmark\n\n{machine()}\n"]
    print(text[0], flush=True)
    try:
        for measure in (start_up, fingers, answers, site_build, page_weight):
            text.append(as_markdown(measure()))
            print(text[-1], flush=True)
    finally:
        shutil.rmtree(FOLDER)
    REPORT.write_text("\n".join(text), encoding="utf-8")
    print(f"bench: this report is in {REPORT.relative_to(ROOT)}")
    return 0
