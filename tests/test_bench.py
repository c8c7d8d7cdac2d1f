"""The benchmark measures what it says. How fast anything is stands in its report and is no matter of a test."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.bench import answers, report, start, weight
from generator.bench import page as fingers
from generator.layout import NODE_MODULES, RULES
from tests.conftest import served
from tests.support import ask


@pytest.mark.parametrize("name", answers.PERSONS)
def test_the_persons_are_what_they_are_called(name: str) -> None:
    body = ask(answers.PERSONS[name])
    assert body["status"] == name
    assert len(answers.PERSONS[name]["person"]["grades"]) == 10
    assert bool(body["what_if"]) == (name != "met")
    assert bool(body["missing"]) == (name == "unknown")


@pytest.fixture
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One answer at a time: enough to see that they are counted."""
    monkeypatch.setattr(answers, "AT_ONCE", 1)


@pytest.mark.usefixtures("briefly")
def test_answers_are_counted_in_cpython() -> None:
    found = answers.in_cpython(RULES.read_text(encoding="utf-8"), 0.01)
    assert set(found) == set(answers.PERSONS)
    assert all(speed > 0 for speed in found.values())


@pytest.mark.node
@pytest.mark.usefixtures("briefly")
def test_answers_are_counted_in_pyodide(site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SITE", site_folder)
    monkeypatch.setattr(answers, "FOLDER", tmp_path)
    found = answers.in_pyodide(RULES.read_text(encoding="utf-8"), 0.01)
    assert set(found) == set(answers.PERSONS)
    assert all(speed > 0 for speed in found.values())


def test_the_profile_names_the_ways_through_the_rules() -> None:
    said = answers.profile(RULES.read_text(encoding="utf-8"), 1)
    assert all(f"({name})" in said for name in answers.PERSONS)
    assert "tenure" in said


@pytest.mark.browser
def test_a_page_weighs_what_it_loads_before_any_script(page: Page, tmp_path: Path) -> None:
    files = {
        "index.html": '<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="a.css"><p>text',
        "a.css": "p { color: red } " * 100,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with served(tmp_path) as address:
        found = weight.weight(page, address)
    sizes = [weight.compressed(text.encode()) for text in files.values()]
    assert found == dict(zip(("document", "stylesheet"), sizes, strict=True))
    assert sum(sizes) < sum(map(len, files.values()))


@pytest.mark.browser
def test_both_starts_can_be_measured(page: Page, site_folder: Path, tmp_path: Path) -> None:
    """On the site as it is, with Pyodide's own files beside it."""
    folder = tmp_path / "site"
    folder.mkdir()
    for path in (*site_folder.iterdir(), NODE_MODULES / "pyodide"):
        (folder / path.name).symlink_to(path)
    (folder / "blank.html").write_text(start.BLANK, encoding="utf-8")
    with served(folder) as root:
        page.goto(f"{root}calculator/")
        assert page.evaluate(start.TOUCH) > 0
        page.goto(f"{root}blank.html")
        assert page.evaluate(start.STOCK, [f"{root}pyodide/"]) > 0
        over = page.evaluate(start.STAGES, [root, answers.PERSONS["met"]])
    assert len(over) == 4
    assert list(over.values()) == sorted(over.values())


@pytest.mark.browser
def test_keystrokes_and_growth_can_be_measured(page: Page, browser: Browser, site: str) -> None:
    found = fingers.keystrokes(page, f"{site}calculator/", 12)
    assert 0 < found["median"] <= found["slow"]
    held = fingers.growth(browser, page, f"{site}calculator/", 3)
    assert all(size > 30e6 for size in held.values())  # Python alone is more


def test_the_report_is_markdown() -> None:
    line = report.Line("what", "1 s", "2 s", 0.5, "at most 0.6", reached=True)
    text = report.as_markdown(report.Part("Title", [line, line._replace(reached=False)], [report.table("ab", ["cd"])]))
    assert "| what | 1 s | 2 s | **0.50** | at most 0.6 | yes |" in text
    assert "| **no** |" in text
    widths = {row.count("|") for row in text.splitlines() if row.startswith("|")}
    assert widths == {7, 3}
    assert json.dumps(report.machine())
