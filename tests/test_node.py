"""The engine in the Python of the browser, on Node: the wheel that the site serves answers as CPython does."""

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from calculators import browser
from generator.layout import ROOT, RULES
from tests.support import every_row

pytestmark = pytest.mark.node

SCRIPT = ROOT / "tests" / "node" / "cases.mjs"

Messages = list[dict[str, Any]]

# What no case holds: requests that cannot be read.
UNREADABLE: list[Any] = [
    None,
    [],
    {"api": 99},
    {"api": 1, "as_of": "2021-02-30", "person": {}},
    {"api": 1, "as_of": "2026-11-21", "person": {"held": [{"rank": "二级调查员", "from": "2020-01-01"}]}},
]


def on_node(site_folder: Path, messages: Messages) -> Messages:
    """Ask the engine in Pyodide, from the runtime folder of the built site."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(messages))
        file.flush()
        command = ["node", str(SCRIPT), str(site_folder / "runtime"), str(RULES), file.name]
        finished = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if finished.returncode:
        pytest.fail(f"Python on Node failed:\n{finished.stderr[-3000:]}", pytrace=False)
    answers: Messages = json.loads(finished.stdout)
    return answers


def in_cpython(messages: Messages) -> Messages:
    browser.start(RULES.read_text(encoding="utf-8"))
    return [json.loads(browser.ask(json.dumps(message))) for message in messages]


@cache
def case_messages() -> Messages:
    """Every case, in either language by turns."""
    return [{"request": row.request, "lang": ("zh", "en")[number % 2]} for number, row in enumerate(every_row())]


def test_every_case_is_answered_as_in_cpython(site_folder: Path) -> None:
    there, here = on_node(site_folder, case_messages()), in_cpython(case_messages())
    different = [row.id for row, one, other in zip(every_row(), there, here, strict=True) if one != other]
    assert not different


def test_what_cannot_be_read_is_refused_as_in_cpython(site_folder: Path) -> None:
    messages: Messages = [{"request": request, "lang": lang} for request in UNREADABLE for lang in ("zh", "en")]
    answers = on_node(site_folder, messages)
    assert all("error" in one["answer"] for one in answers)
    assert answers == in_cpython(messages)
