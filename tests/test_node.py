"""The engine in the Python of the browser, on Node: the wheel that the site serves answers as CPython does.

Compared are the very texts that cross between Python and JavaScript: the answer as JSON, with the order of its keys,
and the HTML that the page shows.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from calculators import browser
from generator.layout import LANGUAGES, ROOT, RULES, WORKDAYS
from tests.support import every_row

pytestmark = pytest.mark.node

SCRIPT = ROOT / "tests" / "node" / "cases.mjs"
SHOWN_TWICE = 12  # so many cases are shown in both languages; the others in either by turns

# What no case holds: requests that cannot be read.
UNREADABLE: list[Any] = [
    None,
    [],
    {"api": 99},
    {"api": 1, "as_of": "2021-02-30", "person": {}},
    {"api": 1, "as_of": "2026-11-21", "person": {"held": [{"rank": "二级调查员", "from": "2020-01-01"}]}},
]


class Asked(NamedTuple):
    """A message to the engine, as the text that the page sends."""

    name: str
    text: str


def asked(name: str, request: Any, lang: str) -> Asked:
    message = {"request": request, "lang": lang, "root": "../"}
    return Asked(f"{name} ({lang})", json.dumps(message, ensure_ascii=False))


def every_question() -> list[Asked]:
    """Every case in one language, a dozen of them in both, and what cannot be read in both."""
    cases = [asked(row.id, row.request, LANGUAGES[number % 2]) for number, row in enumerate(every_row())]
    spread = list(enumerate(every_row()))[:: len(cases) // SHOWN_TWICE]
    twice = [asked(row.id, row.request, LANGUAGES[1 - number % 2]) for number, row in spread]
    bad = [asked(f"unreadable {number}", one, lang) for number, one in enumerate(UNREADABLE) for lang in LANGUAGES]
    return [*cases, *twice, *bad]


def on_node(runtime: Path, texts: list[str]) -> list[str]:
    """What the engine answers in Pyodide, from the runtime folder of the built site."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(texts))
        file.flush()
        command = ["node", str(SCRIPT), str(runtime), str(RULES), str(WORKDAYS), file.name]
        finished = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if finished.returncode:
        pytest.fail(f"Python on Node failed:\n{finished.stderr[-3000:]}", pytrace=False)
    answers: list[str] = json.loads(finished.stdout)
    return answers


def in_cpython(texts: list[str]) -> list[str]:
    browser.start(RULES.read_text(encoding="utf-8"), WORKDAYS.read_text(encoding="utf-8"))
    return [browser.ask(text) for text in texts]


def test_pyodide_answers_as_cpython_does_letter_by_letter(site_folder: Path) -> None:
    questions = every_question()
    texts = [question.text for question in questions]
    there, here = on_node(site_folder / "runtime", texts), in_cpython(texts)
    triples = zip(questions, there, here, strict=True)
    assert [question.name for question, one, other in triples if one != other] == []

    answered = [json.loads(text) for text in here]
    refused = [question.name for question, one in zip(questions, answered, strict=True) if "error" in one["answer"]]
    assert set(refused) >= {question.name for question in questions if question.name.startswith("unreadable")}
    assert all(one["html"] for one in answered)
