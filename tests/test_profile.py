"""The profile of an office: chosen once, carried by every answer, the same on the command line and in the pages."""

import json
from pathlib import Path
from typing import Any

import pytest

from calculators import __main__ as command
from calculators import answer_text, profiles
from calculators.html import render
from calculators.registry import CALCULATORS
from calculators.say import as_text, tell
from generator.pages.tools import request, tools
from tests.support import Json, ask, rules

OFFICE = {"name": "甲市", "readings": {"tenure-unit": "month", "surplus": "restart"}}
PERSON: Json = {
    "held": [{"rank": "二级主任科员", "from": "2024-11-25"}],
    "grades": {"2024": "称职", "2025": "称职"},
    "effects": [],
}
ASKED: Json = {"as_of": "2026-11-21", "target": "一级主任科员", "person": PERSON}


def as_file(**change: Any) -> str:
    """The file of a profile, with something changed."""
    stamp = {"version": rules().stamp["version"], "digest": rules().stamp["digest"]}
    return json.dumps({"format": "zhiji-profile", "version": 1, **OFFICE, "spec": stamp} | change, ensure_ascii=False)


def line(asked: Json, lang: str = "zh") -> str:
    """What the report says of the profile."""
    (found,) = [one for one in tell(ask(asked), rules(), lang)["lines"] if one.startswith(("口径：", "Readings: "))]
    return str(found)


# -- the engine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", tools(), ids=lambda one: one.id)
def test_every_calculator_carries_the_profile(tool: Any) -> None:
    asked = request(tool)
    plain, named = ask(asked), ask(asked | {"profile": "甲市", "readings": OFFICE["readings"]})
    assert plain["profile"] == {"name": None, "readings": {}}
    assert named["profile"] == OFFICE
    assert "口径：甲市" in as_text(named, rules(), "zh")
    assert "Readings: the defaults" in as_text(plain, rules(), "en")
    assert render(named, rules(), "en").count("Readings: 甲市") == 1


def test_every_calculator_has_a_page_or_is_named_here() -> None:
    assert set(CALCULATORS) - {tool.id for tool in tools()} <= {"quota", "career", "procedure"}


def test_the_line_names_only_what_differs_from_the_default_of_the_regime() -> None:
    month = {"readings": {"tenure-unit": "month"}}
    assert line(ASKED) == "口径：默认口径"
    assert line(ASKED | {"profile": "甲市", **month}) == (
        "口径：甲市（与默认不同的：年限从日还是从月起算，取“从任职当月起算”）"
    )
    assert line(ASKED | month, "en") == (
        "Readings: chosen for this answer (other than by default: years from the day or from the month, "
        "read as “from the month”)"
    )
    assert line(ASKED | {"profile": "甲市", "readings": {"tenure-unit": "day"}}) == "口径：甲市（均与默认口径相同）"
    county = {
        "as_of": "2017-05-01",
        "regime": "county-2015",
        "target": "正科级职级",
        "person": {"held": [{"post": "乡科级副职", "from": "2004-05-01"}], "effects": []},
    }
    assert "（均与默认口径相同）" in line(county | month), "a regime whose default it is"


def test_a_name_is_one_line_and_is_never_markup() -> None:
    body = ask(ASKED | {"profile": " <b>甲\n市</b>　", "readings": {}})
    assert body["profile"]["name"] == "<b>甲 市</b>"
    assert "口径：&lt;b&gt;甲 市&lt;/b&gt;" in render(body, rules(), "zh")
    assert ask(ASKED | {"profile": "  "})["profile"]["name"] is None


# -- the command line ------------------------------------------------------------------------------------------------


def decide(tmp_path: Path, asked: Any, profile: str, *options: str) -> int:
    """Runs the command with a request and a profile in files."""
    (tmp_path / "request.json").write_text(json.dumps(asked), encoding="utf-8")
    (tmp_path / "profile.json").write_text(profile, encoding="utf-8")
    return command.main(
        ["decide", str(tmp_path / "request.json"), "--profile", str(tmp_path / "profile.json"), *options]
    )


def test_a_profile_is_used_for_every_request_without_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = [ASKED | {"readings": {}}, ASKED | {"profile": "乙市"}, ASKED | {"readings": {"tenure-unit": "day"}}]
    assert decide(tmp_path, [ASKED, *own, 7], as_file()) == 2, "the last one is no request, and is told so"
    answers = json.loads(capsys.readouterr().out)
    assert [one["profile"]["name"] for one in answers[:4]] == ["甲市", None, "乙市", None]
    assert [one["earliest"] for one in answers[:4]] == ["2026-11-01", "2026-11-25", "2026-11-25", "2026-11-25"]
    assert answers[0] == ask(ASKED | {"profile": "甲市", "readings": OFFICE["readings"]})


def test_what_the_rules_no_longer_have_is_said_and_the_rest_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = as_file(readings={"tenure-unit": "month", "moon": "full", "surplus": "twice"})
    assert decide(tmp_path, ASKED, old, "--lang", "en") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["profile"]["readings"] == {"tenure-unit": "month"}
    assert "“moon”" in captured.err
    assert "“twice”" in captured.err
    assert len(captured.err.splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "甲市",
        "[" * 100_000,
        "[]",
        json.dumps(ASKED),
        as_file(format="zhiji"),
        as_file(version=2),
        as_file(name=""),
        as_file(name=7),
        as_file(name="甲" * 61),
        as_file(readings=[]),
        as_file(readings={"tenure-unit": 1}),
    ],
    ids=range(11),
)
def test_what_is_no_profile_is_refused(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(tmp_path, ASKED, text) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "not-a-profile"
    assert "profile.json: 这不是口径文件" in captured.err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["decide", "-", "--profile", "no/such.json"]) == 2
    assert "no/such.json" in capsys.readouterr().err


def test_a_request_that_will_be_refused_is_not_mended_by_a_profile() -> None:
    twice = f'{{"as_of": "2026-11-21", "as_of": "2026-11-22", "person": {json.dumps(PERSON)}}}'
    body = answer_text(twice, rules(), profiles.read(as_file(), rules()))
    assert isinstance(body, dict)
    assert body["error"]["code"] == "twice"
