"""What the guides and the READMEs say is what the engine answers: examples, outputs, commands, paths."""

import copy
import json
import re
import runpy
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from calculators.__main__ import main
from calculators.telling.words import Words
from generator.__main__ import COMMANDS
from generator.__main__ import main as zhiji
from generator.check import check_all
from generator.contact import contact
from generator.layout import LANGUAGES, ROOT, SITE_SOURCE
from generator.pages.kinds import guides
from generator.pages.words import render
from tests.support import Json, ask, differences, rules

GUIDES = SITE_SOURCE / "guides"
NAMES = sorted(path.name for path in (GUIDES / "zh").glob("*.md"))
READMES = {"zh": ROOT / "README.zh.md", "en": ROOT / "README.md"}
TEXTS = [
    *READMES.values(),
    ROOT / "CONTRIBUTING.md",
    ROOT / "CONTRIBUTING.zh.md",
    *(GUIDES / lang / "propose-a-change.md" for lang in LANGUAGES),
]

# An example of a guide, checked here: {# check {"request": {...}, "answer": {...}} #} before the text that tells it.
EXAMPLE = re.compile(r"\{# check (?P<check>.*?) #\}(?P<told>.*?)(?=\{# check|\n## |\Z)", re.DOTALL)


class Example(NamedTuple):
    """A request of a guide, the part of its answer that the guide tells, and the text that tells it."""

    id: str
    request: Json
    answer: Json
    told: str
    lang: str


def examples(lang: str) -> list[Example]:
    return list(_examples(lang))


def _examples(lang: str) -> Iterator[Example]:
    for name in NAMES:
        for number, found in enumerate(EXAMPLE.finditer((GUIDES / lang / name).read_text(encoding="utf-8")), 1):
            check = json.loads(found["check"])
            id_ = f"{lang}-{name.removesuffix('.md')}-{number}"
            yield Example(id_, check["request"], check["answer"], found["told"], lang)


EVERY = [one for lang in LANGUAGES for one in examples(lang)]


# -- the guides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_an_example_is_what_the_engine_answers(one: Example) -> None:
    assert differences(one.answer, ask(one.request)) == []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_the_text_tells_the_date_of_its_example(one: Example) -> None:
    date = one.answer.get("earliest")
    assert date is None or Words(rules(), one.lang).date(date) in one.told


def test_both_languages_give_the_same_guides_and_examples() -> None:
    assert sorted(path.name for path in (GUIDES / "en").glob("*.md")) == NAMES
    zh, en = ([(one.request, one.answer) for one in examples(lang)] for lang in ("zh", "en"))
    assert zh == en
    assert len(zh) > 10


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("given", ["https://example.org/issues", "a@example.org", "组织部干部科", ""])
def test_the_guide_says_where_proposals_are_taken_by_one_setting(
    lang: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert contact() == "", "the project itself has no address yet"
    monkeypatch.setattr("generator.pages.kinds.contact", lambda: contact(f"extra: {{contact: '{given}'}}"))
    (guide,) = [page for page in guides(rules(), Words(rules(), lang)) if "propose" in page.path]
    said = render(guide, rules(), lang)
    nobody = {"zh": "没有设置接收修改的地址", "en": "names no address"}[lang]
    assert (nobody in said) == (not given)
    assert "\n\n" + {"zh": "一次只改一件事", "en": "One change at a time"}[lang] in said, "a paragraph of its own"
    assert said.count(f"<{given}>" if "example" in given else given or nobody) >= (2 if given else 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_amendment_that_the_guide_shows_passes_the_checks(lang: str) -> None:
    (guide,) = [page for page in guides(rules(), Words(rules(), lang)) if "propose" in page.path]
    line, years = re.findall(r"```json\n(.*?)```", render(guide, rules(), lang), re.DOTALL)
    rule, amended = json.loads(line), json.loads(f"{{{years}}}")
    spec = copy.deepcopy(rules().spec)
    spec["instruments"]["gd2030"] = spec["instruments"]["gd2019"]
    spec["provisions"]["gd2030/18.10"] = spec["provisions"]["gd2019/18.10"]
    promotions = spec["regimes"]["parallel-2019"]["promotions"]
    (place,) = [place for place, one in enumerate(promotions) if one["to"] == rule["to"]]
    assert promotions[place] | {"years": rule["years"]} == rule, "all but years that have changed"
    promotions[place] = rule | amended
    assert list(check_all(spec)) == []
    del spec["instruments"]["gd2030"]
    assert [problem.zh for problem in check_all(spec)] == ["没有这一文件：gd2030"]


# -- the READMEs -----------------------------------------------------------------------------------------------------


def blocks(path: Path, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_output_in_the_readme_is_what_comes_out(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (request, *others), (shown,) = blocks(READMES[lang], "json"), blocks(READMES[lang], "text")
    assert all("error" not in ask(json.loads(other)) for other in others)
    (command,) = [one for one in blocks(READMES[lang], "sh") if "calculators" in one]
    words = command.split()
    file = tmp_path / words[-1]
    file.write_text(request, encoding="utf-8")
    assert main([*words[words.index("decide") : -1], str(file)]) == 0
    stamp = rules().stamp
    digest = stamp["digest"].removeprefix("sha256:")[:12]
    assert capsys.readouterr().out.replace(stamp["version"], "…").replace(digest, "…") == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_python_in_the_readme_runs(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (request, *_), (code,) = blocks(READMES[lang], "json"), blocks(READMES[lang], "python")
    monkeypatch.chdir(ROOT)
    script = tmp_path / "readme.py"
    script.write_text(closing(code), encoding="utf-8")
    names = runpy.run_path(str(script), {"request": json.loads(request)})
    assert names["answer"] == ask(json.loads(request))


def closing(code: str) -> str:
    """The code with the file closed that it opens in passing; a warning is an error here."""
    reading = re.sub(r"open\((\"[^\"]*\"), encoding=\"utf-8\"\)\.read\(\)", r"Path(\1).read_text('utf-8')", code)
    return f"from pathlib import Path\n{reading}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_commands_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^ *|`)make ([a-z]+)", text, re.MULTILINE))
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert targets
    assert targets <= known
    assert set(re.findall(r"\bzhiji ([a-z]+)", text)) <= set(COMMANDS)


def test_a_command_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert zhiji(["chek"]) == 2
    assert "没有这个命令：chek / there is no command chek" in capsys.readouterr().err
    assert zhiji(["--help"]) == 0
    assert not capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_run(command: str) -> None:
    assert callable(import_module(f"generator.{command}").main)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_paths_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:spec|calculators|generator|site|tests|tools)/[\w./-]*)`", text))
    if path.parent == ROOT:
        named |= set(re.findall(r"\]\((?!https?:)([\w./-]+)\)", text))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
