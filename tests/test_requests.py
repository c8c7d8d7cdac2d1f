"""Requests that cannot be read: each gets a sentence in both languages that says where and what; the rest go on."""

import copy
import json
import math
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calculators import answer_text
from calculators.__main__ import main
from calculators.registry import CALCULATORS
from calculators.telling import events, html, record, say
from calculators.telling.words import Words
from generator.pages import tools
from tests.support import ROOT, Json, ask, put, rules

GOOD: Json = {
    "api": 1,
    "ref": "7",
    "calculator": "promotion",
    "as_of": "2026-11-21",
    "regime": "parallel-2019",
    "target": "一级调研员",
    "person": {
        "name": "某人",
        "held": [
            {"post": "县处级副职", "from": "2015-06", "to": "2019-05-31", "note": "挂职"},
            {"rank": "二级调研员", "from": "2022-03-01", "to": "2026-11-30"},
        ],
        "grades": {
            "2022": "优秀",
            "2023": "称职",
            "2024": "基本称职",
            "2025": {"grade": "称职", "known_from": "2026-02"},
        },
        "effects": [{"kind": "诫勉", "from": "2024-03-15", "to": "2024-09-14"}],
        "level": 17,
        "born": "1978-05",
        "education": "本科",
        "probation_end": "2001-07-31",
        "organ": {"kind": "province"},
    },
    "readings": {"tenure-unit": "day"},
    "profile": "甲市",
}
AHEAD: Json = {"calculator": "career", "as_of": "2026-11-21", "until": "2033-12-31"}
BARE: Json = {"as_of": "2026-11-21", "person": {"held": [], "effects": []}}


def places(data: Any, path: str = "") -> list[str]:
    """The pointers of everything inside some data."""
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in members for place in (f"{path}/{key}", *places(value, f"{path}/{key}"))]


def broken(pointer: str, value: Any, request: Json = GOOD) -> Json:
    """The good request with one place filled wrongly; None is written there as null."""
    request = copy.deepcopy(request)
    *way, last = pointer.removeprefix("/").split("/")
    place: Any = request
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return request


def check_error(error: Json) -> None:
    """An error says where, by which code, and a sentence in each language that a clerk can read."""
    assert set(error) <= {"path", "code", "text", "also"}
    assert error["path"] == "" or error["path"].startswith("/")
    assert len(error["path"]) < 200
    for lang in ("zh", "en"):
        text = error["text"][lang]
        assert 4 < len(text) < 500
        assert not re.search(r"\{\w*\}|<|>|\bNone\b|\bTrue\b|Error|'(?!s )", text), text
    assert any("一" <= letter <= "鿿" for letter in error["text"]["zh"])
    for other in error.get("also", ()):
        check_error(other)


def error_of(request: Any) -> Json:
    body = ask(request)
    assert "error" in body, body.get("status")
    error: Json = body["error"]
    check_error(error)
    json.dumps(body, allow_nan=False)
    return error


def test_the_good_request_is_good() -> None:
    body = ask(GOOD)
    assert body["status"] == "met"
    assert body["ref"] == "7"


# -- one thing wrong at a time ---------------------------------------------------------------------------------------

MISTAKES: list[tuple[str, Any, str, str]] = [
    # what is filled in where; the code of the error, and its place
    ("/as_of", None, "required", "/as_of"),
    ("/as_of", "2026-11", "needs-day", "/as_of"),
    ("/as_of", "2026-02-29", "no-such-day", "/as_of"),
    ("/as_of", "2026-04-31", "no-such-day", "/as_of"),
    ("/as_of", "2026-13-01", "no-such-day", "/as_of"),
    ("/as_of", "2026-00-10", "no-such-day", "/as_of"),
    ("/as_of", "0000-01-01", "no-such-day", "/as_of"),
    ("/as_of", "9999-12-31", "no-such-day", "/as_of"),
    ("/as_of", "今天", "not-a-date", "/as_of"),
    ("/as_of", "", "not-a-date", "/as_of"),
    ("/as_of", "21.11.2026", "not-a-date", "/as_of"),
    ("/as_of", "2026-11-21T00:00", "not-a-date", "/as_of"),
    ("/as_of", "26-11-21", "not-a-date", "/as_of"),
    ("/as_of", "2026-11.21", "not-a-date", "/as_of"),
    ("/as_of", -20261121, "not-a-date", "/as_of"),
    ("/as_of", 2026, "not-a-date", "/as_of"),
    ("/as_of", 20261121.0, "not-a-date", "/as_of"),
    ("/as_of", True, "not-a-date", "/as_of"),
    ("/as_of", ["2026-11-21"], "not-a-date", "/as_of"),
    ("/as_of", "2" * 1000, "not-a-date", "/as_of"),
    ("/api", 2, "unknown-api", "/api"),
    ("/api", "1", "unknown-api", "/api"),
    ("/api", True, "unknown-api", "/api"),
    ("/api", 1.0, "unknown-api", "/api"),
    ("/ref", True, "not-a-ref", "/ref"),
    ("/ref", ["7"], "not-a-ref", "/ref"),
    ("/person/levels", [{"level": True, "from": "2020-01-01"}], "not-a-count", "/person/levels/0/level"),
    ("/calculator", "promotoin", "unknown-calculator", "/calculator"),
    ("/calculator", 1, "not-a-text", "/calculator"),
    ("/regime", "parallel-2091", "unknown-name", "/regime"),
    ("/regime", {}, "not-a-text", "/regime"),
    ("/target", "一级调研", "unknown-name", "/target"),
    ("/target", "", "unknown-name", "/target"),
    ("/target", "处长", "title-without-layer", "/target"),
    ("/person/held/0/post", " 科长 ", "title-without-layer", "/person/held/0/post"),
    ("/person/held/0/post", "办公室主任", "title-without-layer", "/person/held/0/post"),
    ("/person/held/1/rank", "人事科科长", "title-without-layer", "/person/held/1/rank"),
    ("/person/held/1/rank", "警务技术主任", "unknown-name", "/person/held/1/rank"),
    ("/target", 1, "not-a-text", "/target"),
    ("/target", "一" * 1000, "not-a-text", "/target"),
    ("/traget", "一级调研员", "unknown-key", "/traget"),
    ("/person", None, "not-an-object", "/person"),
    ("/person", [], "not-an-object", "/person"),
    ("/person", "张三", "not-an-object", "/person"),
    ("/person/hold", [], "unknown-key", "/person/hold"),
    ("/person/held", {}, "not-a-list", "/person/held"),
    ("/person/held", "二级调研员", "not-a-list", "/person/held"),
    ("/person/held/0", "二级调研员", "not-an-object", "/person/held/0"),
    ("/person/held/0", None, "not-an-object", "/person/held/0"),
    ("/person/held/0", {}, "rank-or-post", "/person/held/0"),
    ("/person/held/0", {"from": "2020-01-01"}, "rank-or-post", "/person/held/0"),
    ("/person/held/0/rank", "四级调研员", "rank-or-post", "/person/held/0"),
    ("/person/held/1/rank", None, "required", "/person/held/1/rank"),
    ("/person/held/1/rank", "二级调研圆", "unknown-name", "/person/held/1/rank"),
    ("/person/held/1/rank", 2, "not-a-text", "/person/held/1/rank"),
    ("/person/held/1/from", None, "required", "/person/held/1/from"),
    ("/person/held/1/from", "2022-02-30", "no-such-day", "/person/held/1/from"),
    ("/person/held/1/from", "去年", "not-a-date", "/person/held/1/from"),
    ("/person/held/1/to", "2022-02-28", "reversed", "/person/held/1/to"),
    ("/person/held/1/to", "2022-02", "reversed", "/person/held/1/to"),
    ("/person/held/1/to", "退休", "not-a-date", "/person/held/1/to"),
    ("/person/held/1/to", "31 June 2024", "no-such-day", "/person/held/1/to"),
    ("/person/held/1/to", "Juny 2024", "not-a-date", "/person/held/1/to"),
    ("/person/held/1/to", "1 June 2 2024", "not-a-date", "/person/held/1/to"),
    ("/person/held/1/till", "2026-01-01", "unknown-key", "/person/held/1/till"),
    ("/person/grades", [], "not-an-object", "/person/grades"),
    ("/person/grades", "称职", "not-an-object", "/person/grades"),
    ("/person/grades/25", "称职", "not-a-year", "/person/grades/25"),
    ("/person/grades/2O25", "称职", "not-a-year", "/person/grades/2O25"),
    ("/person/grades/1066", "称职", "not-a-year", "/person/grades/1066"),
    ("/person/grades/２０２５", "称职", "not-a-year", "/person/grades/２０２５"),
    ("/person/grades/2024", "很好", "unknown-name", "/person/grades/2024"),
    ("/person/grades/2024", None, "required", "/person/grades/2024"),
    ("/person/grades/2024", 1, "not-a-text", "/person/grades/2024"),
    ("/person/grades/2024", {"known_from": "2025-01-01"}, "required", "/person/grades/2024/grade"),
    ("/person/grades/2025/known_from", "2026-02-30", "no-such-day", "/person/grades/2025/known_from"),
    ("/person/grades/2025/know_from", "2026-02-20", "unknown-key", "/person/grades/2025/know_from"),
    (
        "/person/grades/2024",
        {"grade": "称职", "known_from": "2023-12"},
        "known-too-early",
        "/person/grades/2024/known_from",
    ),
    ("/person/effects", {}, "not-a-list", "/person/effects"),
    ("/person/effects/0", "诫勉", "not-an-object", "/person/effects/0"),
    ("/person/effects/0/kind", None, "required", "/person/effects/0/kind"),
    ("/person/effects/0/kind", "批评", "unknown-name", "/person/effects/0/kind"),
    ("/person/effects/0/kind", "警告", "ambiguous-name", "/person/effects/0/kind"),
    ("/person/effects/0/kind", "无", "no-effect", "/person/effects/0/kind"),
    ("/person/effects/0/kind", "None", "no-effect", "/person/effects/0/kind"),
    ("/person/effects/0/to", "至今", "still-running", "/person/effects/0/to"),
    ("/person/effects/0/kind", ["诫勉"], "not-a-text", "/person/effects/0/kind"),
    ("/person/effects/0/from", None, "required", "/person/effects/0/from"),
    ("/person/effects/0/to", "2024-03-14", "reversed", "/person/effects/0/to"),
    ("/person/effects/0/type", "诫勉", "unknown-key", "/person/effects/0/type"),
    ("/person/level", "17", "not-a-count", "/person/level"),
    ("/person/level", 1.5, "not-a-count", "/person/level"),
    ("/person/level", {"a": []}, "not-a-count", "/person/level"),
    ("/person/level", 0, "not-a-count", "/person/level"),
    ("/person/level", 28, "not-a-count", "/person/level"),
    ("/person/level", 10**12, "not-a-count", "/person/level"),
    ("/person/level", True, "not-a-count", "/person/level"),
    ("/person/born", "1978-13", "no-such-day", "/person/born"),
    ("/person/born", [], "not-a-date", "/person/born"),
    ("/person/name", 5, "not-a-text", "/person/name"),
    ("/person/education", {}, "not-a-text", "/person/education"),
    ("/person/organ", "省级机关", "not-an-object", "/person/organ"),
    ("/person/probation_end", "2001-07-32", "no-such-day", "/person/probation_end"),
    ("/readings", ["day"], "not-an-object", "/readings"),
    ("/readings/tenure-unit", "week", "unknown-option", "/readings/tenure-unit"),
    ("/readings/tenure-unit", None, "unknown-option", "/readings/tenure-unit"),
    ("/readings/tenure-unit", ["day"], "unknown-option", "/readings/tenure-unit"),
    ("/readings/tenure-unit", {"day": 1}, "unknown-option", "/readings/tenure-unit"),
    ("/readings/tenure-units", "day", "unknown-key", "/readings/tenure-units"),
    ("/profile", 7, "not-a-text", "/profile"),
    ("/profile", {"name": "甲市"}, "not-a-text", "/profile"),
    ("/profile", "甲" * 61, "too-long", "/profile"),
]


@pytest.mark.parametrize(("pointer", "value", "code", "path"), MISTAKES, ids=lambda value: str(value)[:30] or "empty")
def test_a_mistake_is_located(pointer: str, value: Any, code: str, path: str) -> None:
    error = error_of(broken(pointer, value))
    assert (error["code"], error["path"]) == (code, path)
    assert "also" not in error, "one mistake is one problem"


@pytest.mark.parametrize("still", ["至今", "现在", "Present", " till date ", "now"])
def test_an_end_that_has_not_come_is_none(still: str) -> None:
    open_ = broken("/person/held/1/to", still)
    assert ask(open_) == ask(broken("/person/held/1/to", None))
    told = record.text(open_, ask(open_), rules(), "en")
    assert "Second-class Consultant, from 1 March 2022\n" in told, told


@pytest.mark.parametrize(
    ("pointer", "value", "zh", "en"),
    [
        ("/person/grades/2024", "良好", "可填：优秀、称职、", "it may be: Excellent, Competent, "),
        ("/person/effects/0/kind", "Admonish", "是不是：诫勉", "did you mean: Admonishment"),
        ("/person/organ/kind", "provinc", "省级机关", "Provincial organ"),
        ("/person/held/0/post", "办公室主任", "层次有：", "Head at section level and Deputy head at section level"),
    ],
)
def test_a_suggestion_is_in_the_language_of_the_reader(pointer: str, value: str, zh: str, en: str) -> None:
    said = error_of(broken(pointer, value))["text"]
    assert zh in said["zh"]
    assert en in said["en"]


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({"calculator": "scope", "organ": 0}, "/organ"),
        ({"calculator": "scope", "organ": []}, "/organ"),
        (AHEAD | {"person": {"grades": 1.5}, "assume": {"grades": {"2027": "优秀"}}}, "/person/grades"),
        (AHEAD | {"assume": {"grades": {"a/b": "优秀"}}}, "/assume/grades/a~1b"),
        ({"calculator": "entry", "person": {"education": "本" * 201}}, "/person/education"),
        ({"calculator": "entry", "person": {"education": "本" * 199}}, "/person/education"),
        ({"calculator": "procedure", "begins": {"?" * 90: "2026-02-30"}}, "/begins/" + "?" * 39 + "…"),
        ({"person": {"held": [{"post": "正处", "from": "2027-01", "term_ends": ["?"]}]}}, "/person/held/0/term_ends/0"),
        ({"person": {"held": [{"post": "正处", "from": "2027-01", "left": 0}]}}, "/person/held/0/left"),
        ({"person": {"effects": [{"kind": "诫勉", "from": "2027-01", "acts_to": "?"}]}}, "/person/effects/0/acts_to"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_one_calculator_reads_or_leaves_unused_is_located_too(request_: Json, path: str) -> None:
    error = error_of({"as_of": "2026-11-21"} | request_)
    assert {one["path"] for one in (error, *error.get("also", ()))} == {path}


def test_every_code_of_an_error_is_provoked_somewhere() -> None:
    codes = {key.removeprefix("error.") for key in rules().spec["sentences"] if key.startswith("error.")}
    provoked = {code for _, _, code, _ in MISTAKES} | {
        "overlap",
        "overlap-dates",
        "too-many",
        "near",
        "one-of",
    }  # requests
    provoked |= {"not-a-count", "no-quota-ladder", "same-rank"}  # test_quota
    provoked |= {"not-a-profile"}  # test_profile
    provoked |= {"not-json", "too-large", "too-deep", "twice", "not-utf8", "no-file"}  # texts and files
    provoked |= {"until-past", "assumed-known"}  # a career to come, in its own tests
    assert codes == provoked


@pytest.mark.parametrize(
    "value",
    [
        "待定",
        [[]],
        1.5,
        {"?": 1},
        math.nan,
        math.inf,
        -1,
        10**30,
        pytest.param(10**5000, id="10**5000"),
        "字" * 5000,
        "\ud800",
    ],
    ids=repr,
)
@pytest.mark.parametrize("pointer", places(GOOD))
def test_nonsense_anywhere_is_answered_or_located(pointer: str, value: Any) -> None:
    body = ask(broken(pointer, value))
    if "error" in body:
        check_error(body["error"])
        inside = body["error"]["path"]
        assert pointer.startswith(inside) or inside.startswith(pointer)


@pytest.mark.parametrize("value", [[[]], 1.5, {"?": 1}], ids=repr)
@pytest.mark.parametrize(
    "pointer", [place for place in places(GOOD) if not place.startswith(("/person/organ", "/api", "/ref"))]
)
def test_a_wrong_type_anywhere_is_refused(pointer: str, value: Any) -> None:
    error_of(broken(pointer, value))


@pytest.mark.parametrize("pointer", places(GOOD))
def test_anything_may_be_missing(pointer: str) -> None:
    """A value that is absent is asked for or left open: nothing is guessed, and nothing breaks."""
    request = copy.deepcopy(GOOD)
    if pointer.rpartition("/")[2].isdigit() and "/grades/" not in pointer:
        del request["person"]["held" if "/held" in pointer else "effects"][int(pointer[-1])]
    else:
        put(request, pointer, None)
    body = ask(request)
    if "error" in body:
        check_error(body["error"])
        assert body["error"]["code"] in ("required", "rank-or-post")


# -- every calculator ------------------------------------------------------------------------------------------------


NONSENSE: tuple[Any, ...] = (None, [[]], "待定", "2026-02")


def strange(calculator: str) -> Iterator[Json]:
    """Requests that nobody would think of: any target, any regime, any day, and nonsense anywhere."""
    base = GOOD | {"calculator": calculator}
    bare = {key: value for key, value in base.items() if key not in ("regime", "target")}
    yield base
    yield bare
    yield from (base | {"target": id_} for id_ in rules().things)
    yield from (bare | {"target": id_, "as_of": "2012-02-29"} for id_ in rules().things)
    yield from (bare | {"regime": id_} for id_ in rules().regimes)
    yield from (bare | {"as_of": day} for day in ("1990-01-01", "2006-01-01", "2016-08-31", "2019-05-31", "2200-12-31"))
    yield from (broken(pointer, value, base) for pointer in places(base) for value in NONSENSE)


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_every_calculator_answers_or_says_what_is_wrong(calculator: str) -> None:
    for request in strange(calculator):
        body = ask(request)
        json.dumps(body, allow_nan=False)
        if "error" in body:
            check_error(body["error"])
        for lang in ("zh", "en"):
            assert say.as_text(body, rules(), lang), request


@pytest.mark.parametrize("regime", rules().regimes)
def test_every_calculator_can_be_asked_by_the_name_of_any_system(regime: str) -> None:
    for tool in tools.tools():
        body = ask(tools.request(tool) | {"regime": regime})
        assert "error" in body or say.as_text(body, rules(), "zh"), tool.id


LONE = "\ud800"
HELD = [{"rank": "一主", "from": "2020-11"}]
NEVER_ENDS = [{"kind": "政务开除", "from": "2021-08-17"}, {"kind": "政务警告", "from": "2022-03-01"}]
# Requests that can be read, however strange: no facts, a number that nobody knows, the last day, what never ends.
TOLD: list[Json] = [
    {"target": "一级总监"},
    {"person": {"held": []}},
    {"as_of": "2200-12-31", "person": {"held": [{"rank": "一主", "from": "2200-11"}], "effects": []}},
    {"calculator": "entry", "person": {"education": "本科", "reported": "2200-12-31"}},
    {"calculator": "term", "person": {"held": [{"post": "正处", "body": LONE, "from": "2021-08"}]}},
    *({"calculator": one, "person": {"held": HELD, "effects": NEVER_ENDS}} for one in ("promotion", "effect")),
    AHEAD | {"person": {"held": HELD, "effects": NEVER_ENDS}},
    AHEAD | {"person": {"held": HELD, "effects": NEVER_ENDS[:1]}},
]


@pytest.mark.parametrize("request_", TOLD, ids=lambda one: one.get("calculator", "promotion"))
def test_what_is_answered_can_be_told_in_every_way(request_: Json) -> None:
    asked = {"as_of": "2026-11-21"} | request_
    body = ask(asked)
    assert "error" not in body, body
    for lang in ("zh", "en"):
        stamp = say.stamp(rules().stamp, Words(rules(), lang))
        assert stamp in record.text(asked, body, rules(), lang)
        assert stamp in html.render(body, rules(), lang)
        assert record.paper(asked, body, rules(), lang)["above"]
        assert len(events.events(body, rules(), lang)) == events.count(body, rules(), lang)


def test_a_period_that_began_in_some_month_is_drawn_to_its_latest_end() -> None:
    def drawn(effect: Json) -> str:
        person = {"held": [{"rank": "三主", "from": "2021-01-01"}], "grades": {"2021": "称职"}, "effects": [effect]}
        shown = html.render(ask({"as_of": "2024-07-01", "target": "二主", "person": person}), rules(), "zh")
        (bar,) = re.findall(r'<rect ([^>]*) class="zj-fill-bar"', shown)
        return str(bar)

    month = {"kind": "党内警告", "from": "2022-11"}
    assert drawn(month) == drawn(month | {"to": "2023-11-29"}) != drawn({"kind": "立案审查调查", "from": "2022-11"})


def test_an_entry_of_a_calendar_names_a_few_articles_and_no_more() -> None:
    person = {"held": [{"rank": "二主", "from": "2025-03-01"}], "grades": {"2025": "称职"}, "effects": []}
    for event in events.events(ask(AHEAD | {"until": "2045-06-30", "person": person}), rules(), "zh"):
        *_, cited, _ = event["text"].splitlines()
        assert cited.count("《") == events.MOST_CITED, cited


# -- several things at once ------------------------------------------------------------------------------------------


def test_every_mistake_is_told_at_once_in_the_order_of_the_request() -> None:
    request = broken("/person/held/0/post", "副县级别")
    put(request, "/person/grades/2024", "很好")
    put(request, "/as_of", "2026-11")
    error = error_of(request)
    assert [error["path"], *(other["path"] for other in error["also"])] == [
        "/as_of",
        "/person/held/0/post",
        "/person/grades/2024",
    ]


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ("一级调研", "一级调研员", "First-class Consultant"),
        ("二级调研圆", "二级调研员", "Second-class Consultant"),
        ("正处极", "县处级正职", "Head at division level"),
        ("zhurenkeyuan-5", "级主任科员", "-class Principal Staff Member"),
        ("First-class Consultent", "一级调研员", "First-class Consultant"),
        ("Principal", "主办", "Principal"),
        ("调研", "调研员", "Consultant"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest_in_the_language_of_the_reader(given: str, zh: str, en: str) -> None:
    said = error_of(broken("/target", given))["text"]
    assert zh in said["zh"]
    assert en in said["en"]


def test_an_ambiguous_name_comes_with_what_it_may_mean() -> None:
    error = error_of(broken("/person/effects/0/kind", "警告"))
    assert "政务警告" in error["text"]["zh"]
    assert "党内警告" in error["text"]["zh"]


def test_a_word_for_a_rank_of_another_day_is_not_taken_for_a_post() -> None:
    """Since 2019 正科级 may mean the post, or only its treatment; before, it was a rank of the counties too."""

    def held(**entry: str) -> Json:
        return {"as_of": "2024-01-01", "target": "一级主任科员", "person": {"held": [entry]}}

    error = error_of(held(rank="正科级", **{"from": "2020-01-01"}))
    assert error["path"] == "/person/held/0/rank"
    assert "乡科级正职" in error["text"]["zh"]
    for fine in (
        held(post="正科级", **{"from": "2020-01-01"}),
        held(rank="正科", **{"from": "2020-01-01"}),
        held(rank="正科级", **{"from": "2017-01-01"}),
    ):
        assert "error" not in ask(fine)


def test_a_wrong_option_comes_with_the_right_ones() -> None:
    for text in error_of(broken("/readings/tenure-unit", "week"))["text"].values():
        assert "day" in text
        assert "month" in text


def test_an_unknown_key_comes_with_the_nearest() -> None:
    assert "target" in error_of(broken("/traget", "一级调研员"))["text"]["en"]


def test_a_strange_key_keeps_its_place_readable() -> None:
    """In a JSON pointer a slash and a tilde inside a key are written ~1 and ~0."""
    error = error_of(GOOD | {"a/b~c": 1})
    assert error["path"] == "/a~1b~0c"


@pytest.mark.parametrize("key", ["x" * 100_000, "字" * 100_000])
def test_a_very_long_key_is_told_in_few_words(key: str) -> None:
    error_of(GOOD | {key: 1})
    error_of(broken("/person/grades", {key: "称职"}))
    error_of(broken("/readings", {key: "day"}))


def test_two_ranks_at_once_are_refused() -> None:
    held = [{"rank": "三级主任科员", "from": "2020-01-01"}, {"rank": "二级主任科员", "from": "2022-01-01"}]
    error = error_of(BARE | {"person": {"held": held}})
    assert (error["code"], error["path"]) == ("overlap", "/person/held/0")
    for text in error["text"].values():
        assert "三级主任科员" in text or "Third-class Principal Staff Member" in text


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("to", "since", "fine"),
    [
        ("2021-12-31", "2022-01-01", True),
        ("2022-01-01", "2022-01-01", False),
        ("2021-12", "2021-12", True),
        ("2022-01", "2021-12", False),
        ("2022-02", "2021-12", False),
        ("2022-01-15", "2022-01", True),
        ("2022-01-15", "2022-01-16", True),
        (None, "2022-01-01", False),
    ],
)
def test_a_handover_is_no_overlap(to: str | None, since: str, fine: bool, order: tuple[int, int]) -> None:
    held = [{"rank": "三级主任科员", "from": "2020-01-01", "to": to}, {"rank": "二级主任科员", "from": since}]
    body = ask(BARE | {"person": {"held": [held[place] for place in order], "effects": []}})
    assert ("error" not in body) == fine


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("lower", "higher", "fine"),
    [  # of one month: a rank held for some days of it, and one of which only the month is known
        (("2022-01-10", "2022-01-20"), ("2022-01", None), True),
        (("2022-01-10", "2022-01-20"), ("2022-01", "2022-01-25"), True),
        (("2022-01-10", "2022-01-20"), ("2022-01", "2022-01-20"), False),
        (("2022-01-10", "2022-01-30"), ("2022-01", "2024-06"), True),
        (("2022-01-10", "2022-01-31"), ("2022-01", None), False),
        (("2022-01-10", "2022-01"), ("2022-01", None), True),
        (("2022-01-10", None), ("2022-01", None), False),
        (("2022-01", "2022-01-20"), ("2022-01", None), True),
        (("2022-01", "2022-01-20"), ("2022-01-21", None), True),
        (("2022-01", "2022-01-20"), ("2022-01-20", None), False),
    ],
)
def test_a_handover_within_one_month_is_no_overlap(
    lower: tuple[str, str | None], higher: tuple[str, str | None], fine: bool, order: tuple[int, int]
) -> None:
    ranks = ("三级主任科员", *lower), ("二级主任科员", *higher)
    held = [{"rank": rank, "from": since, "to": to} for rank, since, to in ranks]
    body = ask(BARE | {"person": {"held": [held[place] for place in order], "effects": []}})
    assert ("error" not in body) == fine


def test_the_same_rank_twice_at_once_is_refused() -> None:
    held = [{"rank": "二级主任科员", "from": "2020-01-01"}, {"rank": "二级主任科员", "from": "2020-01-01"}]
    assert error_of(BARE | {"person": {"held": held}})["code"] == "overlap"


def test_a_long_rank_that_covers_two_others_is_refused() -> None:
    held = [
        {"rank": "四级主任科员", "from": "2019-06-01", "to": "2026-01-01"},
        {"rank": "三级主任科员", "from": "2020-01-01", "to": "2020-12-31"},
        {"rank": "二级主任科员", "from": "2022-01-01", "to": "2022-12-31"},
    ]
    error = error_of(BARE | {"person": {"held": held}})
    assert error["code"] == "overlap-dates"


def test_several_posts_at_once_are_fine() -> None:
    held = [{"post": "县处级副职", "from": "2020-01-01"}, {"post": "县处级正职", "from": "2022-01-01"}]
    assert "error" not in ask(BARE | {"person": {"held": held, "effects": []}})


# -- sizes -----------------------------------------------------------------------------------------------------------


def quick(text: str, seconds: float = 5) -> Any:
    """The answer to a text, which must not cost the processor much however absurd it is."""
    start = time.process_time()
    body = answer_text(text, rules())
    assert time.process_time() - start < seconds
    return body


@pytest.mark.parametrize("size", [401, 10_000])
def test_too_many_entries(size: int) -> None:
    for key, entry in (
        ("held", {"post": "县处级副职", "from": "2020-01-01"}),
        ("effects", {"kind": "诫勉", "from": "2020-01-01"}),
    ):
        error = error_of(broken(f"/person/{key}", [entry] * size))
        assert (error["code"], error["path"]) == ("too-many", f"/person/{key}")
    error = error_of(broken("/person/grades", {str(year): "称职" for year in range(size)}))
    assert (error["code"], error["path"]) == ("too-many", "/person/grades")


def test_many_entries_are_answered() -> None:
    posts = [{"post": "县处级副职", "from": f"{1900 + place // 4}-01-01"} for place in range(400)]
    effects = [{"kind": "政务警告", "from": f"20{10 + place % 10}-0{1 + place % 9}-11"} for place in range(400)]
    start = time.process_time()
    assert ask(broken("/person", {"held": posts, "effects": effects, "grades": {}}))["status"] in (
        "met",
        "unmet",
        "unknown",
    )
    assert time.process_time() - start < 5


def test_ten_megabytes_of_text() -> None:
    body = quick('{"as_of": "' + "2" * 10_000_000 + '"}')
    check_error(body["error"])
    assert body["error"]["code"] == "too-large"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3_000_000,
        "[" * 1_000_000 + "]" * 1_000_000,
        '{"a":' * 500_000,
        "1" * 3_000_000,
        '"' + "字" * 3_000_000 + '"',
    ],
)
def test_megabytes_of_nonsense(text: str) -> None:
    check_error(quick(text)["error"])


def test_very_many_unknown_keys() -> None:
    body = quick(json.dumps(BARE | {f"key{place}": place for place in range(100_000)}))
    check_error(body["error"])


def test_very_many_names_that_nobody_knows() -> None:
    held = [{"rank": f"没有的职级{place}", "from": "2020-01-01"} for place in range(400)]
    grades = {str(1900 + place): f"没有的等次{place}" for place in range(300)}
    check_error(quick(json.dumps(broken("/person", {"held": held, "grades": grades})))["error"])


def test_a_list_of_requests_is_answered_each_for_itself() -> None:
    body = quick(json.dumps([GOOD] * 100 + [{}] + [GOOD] * 100), 30)
    assert len(body) == 201
    assert [place for place, one in enumerate(body) if "error" in one] == [100]


@pytest.mark.parametrize("depth", [50, 500, 800, *range(900, 1010, 5), 5_000, 100_000])
@pytest.mark.parametrize(
    "shape",
    [
        '{{"as_of": {}}}',
        '[{{"person": {}}}]',
        '{{"as_of": "2026-11-21", "person": {{"held": [{{"rank": {}}}]}}}}',
        '{{"as_of": "2026-11-21", "ref": {}, "person": {{"organ": {{"kind": {}}}}}}}',
    ],
)
def test_deep_nesting(shape: str, depth: int) -> None:
    for nest in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        body = answer_text(shape.format(nest, nest), rules())
        first = body[0] if isinstance(body, list) else body
        if "error" in first:
            check_error(first["error"])
        json.dumps(body)


# -- texts -----------------------------------------------------------------------------------------------------------


NO_JSON = [
    *("", " ", "{", "}", "{]", "nul", "'a'", "\x00", "\ufeff{", "NaN x"),
    *('{"as_of": }', '{"as_of" "2026"}', '{"a": 1} x', '{"a": 01}', '{"target": "一主' + "\n" + '"}'),
]


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_no_json_is_told_with_its_line(text: str) -> None:
    body = answer_text(text, rules())
    assert isinstance(body, dict)
    check_error(body["error"])
    assert body["error"]["code"] == "not-json"
    assert any(letter.isdigit() for letter in body["error"]["text"]["en"])


def test_the_line_of_bad_json_is_right() -> None:
    body = answer_text('{\n  "as_of": "2026-11-21",\n  "target": 一主\n}', rules())
    assert isinstance(body, dict)
    assert "3" in body["error"]["text"]["en"]


@pytest.mark.parametrize("text", ["null", "1", '"x"', "true", "1.5", "NaN", "Infinity", "-Infinity", "1e999"])
def test_json_that_is_no_request(text: str) -> None:
    body = answer_text(text, rules())
    assert isinstance(body, dict)
    check_error(body["error"])


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_numbers_that_are_none(word: str) -> None:
    for place in (
        '"as_of": %s, "person": {}',
        '"as_of": "2026-11-21", "person": {"level": %s}',
        '"as_of": "2026-11-21", "api": %s, "person": {}',
    ):
        body = answer_text("{" + place % word + "}", rules())
        assert isinstance(body, dict)
        check_error(body["error"])


def test_a_number_of_very_many_digits_is_located_and_does_not_spoil_the_list(tmp_path: Path) -> None:
    text = f'[{json.dumps(GOOD)}, {{"as_of": "2026-11-21", "person": {{"level": {"9" * 5000}}}}}]'
    answers = answer_text(text, rules())
    assert isinstance(answers, list)
    good, bad = answers
    assert "error" not in good
    assert (bad["error"]["code"], bad["error"]["path"]) == ("not-a-count", "/person/level")
    check_error(bad["error"])
    file = tmp_path / "requests.json"
    file.write_text(text, encoding="utf-8")
    assert main(["decide", "--text", "--inputs", str(file)]) == 2


def test_an_empty_list_has_no_answers() -> None:
    assert answer_text("[]", rules()) == []


def test_an_empty_request_asks_for_the_day() -> None:
    error = error_of({})
    assert (error["code"], error["path"]) == ("required", "/as_of")


@pytest.mark.parametrize("item", [None, 1, "x", [], [GOOD], {}])
def test_one_bad_request_does_not_spoil_the_list(item: Any) -> None:
    body = answer_text(json.dumps([GOOD, item, GOOD]), rules())
    assert isinstance(body, list)
    check_error(body[1]["error"])
    assert body[0]["status"] == body[2]["status"] == "met"


TWINS = '{"as_of": "2026-11-21", "target": "一主", "target": "二主", "person": {"held": [], "effects": []}}'
INNER_TWINS = (
    '{"as_of": "2026-11-21", "person": {"held": [], "effects": [], "grades": {"2024": "优秀", "2024": "称职"}}}'
)


@pytest.mark.parametrize(("text", "path"), [(TWINS, "/target"), (INNER_TWINS, "/person/grades/2024")])
def test_a_key_that_stands_twice_is_refused_and_located(text: str, path: str) -> None:
    body = answer_text(text, rules())
    assert isinstance(body, dict)
    check_error(body["error"])
    assert (body["error"]["code"], body["error"]["path"]) == ("twice", path)


def test_a_key_that_stands_twice_does_not_spoil_the_list() -> None:
    body = answer_text(f"[{json.dumps(GOOD)}, {TWINS}]", rules())
    assert isinstance(body, list)
    assert body[0]["status"] == "met"
    assert body[1]["error"]["code"] == "twice"


@pytest.mark.parametrize("ref", ["a", 17, "汉字"])
def test_a_reference_comes_back_with_answer_and_error(ref: Any) -> None:
    assert ask(GOOD | {"ref": ref})["ref"] == ref
    assert ask({"ref": ref})["ref"] == ref


# -- the command line ------------------------------------------------------------------------------------------------


def command(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "calculators", *words],
        cwd=ROOT,
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )


def decided(path: Path, *words: str) -> tuple[int, Any, str]:
    """Exit status, what stands on standard output as JSON, and standard error."""
    done = command("decide", str(path), *words)
    message = done.stderr.decode()
    assert "Traceback" not in message
    return done.returncode, json.loads(done.stdout), message


def test_a_file_is_answered(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    assert decided(file) == (0, ask(GOOD), "")


def test_an_answer_that_is_unmet_or_unknown_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps([BARE | {"target": "一主"}, {"as_of": "1990-01-01"}]), encoding="utf-8")
    status, body, message = decided(file)
    assert (status, message) == (0, "")
    assert [one["status"] for one in body] == ["unmet", "unknown"]


def test_standard_input_is_answered() -> None:
    done = command("decide", "-", given=json.dumps(GOOD, ensure_ascii=False).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == ask(GOOD)


def test_a_bad_request_fails_and_the_others_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([GOOD, broken("/target", "一级调研"), GOOD]), encoding="utf-8")
    status, body, message = decided(file)
    assert status == 2
    assert [one.get("status") for one in body] == ["met", None, "met"]
    assert "/target" in message
    assert "一级调研员" in message
    assert "“一级调研”" in message


def test_messages_come_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(broken("/as_of", "2026-02-30")), encoding="utf-8")
    assert decided(file, "--lang", "en")[2] == "/as_of: “2026-02-30” is not a day of the calendar.\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_readable_text(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([GOOD, {}]), encoding="utf-8")
    done = command("decide", str(file), "--text", "--lang", lang)
    assert done.returncode == 2
    text = done.stdout.decode()
    assert {"zh": "一级调研员", "en": "First-class Consultant"}[lang] in text
    assert {"zh": "必须填写", "en": "required"}[lang] in text
    assert "{" not in text


def test_every_text_and_message_of_a_list_says_which_entry_it_is(tmp_path: Path) -> None:
    wrong = broken("/target", "一级调研") | {"ref": "张三"}
    wrong["as_of"] = "2026-02-30"
    nameless = {key: value for key, value in GOOD.items() if key != "ref"}
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([nameless, wrong]), encoding="utf-8")
    done = command("decide", str(file), "--text")
    text, messages = done.stdout.decode(), done.stderr.decode().splitlines()
    assert [line for line in text.splitlines() if line.startswith("[")] == ["[第1项，共2项]", "[第2项，共2项：张三]"]
    assert sorted(line.split(": ")[0] for line in messages) == [
        "[第2项，共2项：张三] /as_of",
        "[第2项，共2项：张三] /target",
    ]
    alone = command("decide", "-", "--text", given=json.dumps(nameless).encode())
    assert not alone.stdout.decode().startswith("[")


def test_the_text_says_which_option_of_a_reading_was_used() -> None:
    person = {"effects": [{"kind": "党内警告", "from": "2026-03-10"}]}
    barred = {"calculator": "effect", "as_of": "2026-11-25", "person": person}
    text = command("decide", "-", "--text", given=json.dumps(barred).encode()).stdout.decode()
    question, used = text.split("\n口径\n")[1].splitlines()[:2]
    assert question.endswith("？")
    assert used == "  - 本结论采用：前一日期满，当天不再受限制（默认）"


def test_what_is_left_to_people_names_its_entry_in_the_brackets_of_the_language() -> None:
    warned = {
        "calculator": "effect",
        "as_of": "2026-11-25",
        "person": {"effects": [{"kind": "政务警告", "from": "2026-03-10"}]},
    }
    for lang, said in (("zh", "是否仍影响使用（第1条影响期）"), ("en", "(effect period 1)")):
        done = command("decide", "-", "--text", "--lang", lang, given=json.dumps(warned).encode())
        assert said in done.stdout.decode()


CONTENTS = {
    "empty": b"",
    "no-json": b"{]",
    "not-utf8": "一级调研员".encode("gb18030"),
    "utf16": json.dumps(GOOD).encode("utf-16"),
    "surrogate": b'{"as_of": "\\ud800", "\\udfff": 1}',
    "nul": b"\x00\x00",
    "nan": b'{"as_of": NaN}',
    "deep": b"[" * 100_000,
    "huge": b'{"as_of": "' + b"2" * 10_000_000 + b'"}',
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_bytes(CONTENTS[kind])
    for words in ((), ("--text",), ("--lang", "en")):
        done = command("decide", str(file), *words)
        message = done.stderr.decode()
        assert done.returncode == 2
        assert "Traceback" not in message
        assert 4 < len(message) < 400
        if not words:
            check_error(json.loads(done.stdout)["error"])


@pytest.mark.parametrize("kind", ["not-utf8", "surrogate", "empty"])
def test_standard_input_that_cannot_be_read(kind: str) -> None:
    done = command("decide", "-", given=CONTENTS[kind])
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    check_error(json.loads(done.stdout)["error"])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        status, body, message = decided(path)
        assert status == 2
        check_error(body["error"])
        assert message.strip()


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert decided(file)[0] == 0


def test_other_rules_can_be_given(tmp_path: Path) -> None:
    spec = copy.deepcopy(rules().spec)
    (promotion,) = (rule for rule in spec["regimes"]["parallel-2019"]["promotions"] if rule["to"] == "zhurenkeyuan-1")
    put(promotion, "/years" if "years" in promotion else "/any/1/years", 3)
    other = tmp_path / "rules.json"
    other.write_text(json.dumps(spec), encoding="utf-8")
    request: Json = BARE | {
        "target": "一主",
        "person": {"held": [{"rank": "二主", "from": "2026-01-01"}], "effects": []},
    }
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request), encoding="utf-8")
    ours, theirs = decided(file)[1], decided(file, "--rules", str(other))[1]
    assert (ours["earliest"], theirs["earliest"]) == ("2028-01-01", "2029-01-01")
    assert ours["spec"]["digest"] != theirs["spec"]["digest"]


def test_rules_that_are_not_there(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    done = command("decide", str(file), "--rules", str(tmp_path / "none.json"))
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_command_that_does_not_exist() -> None:
    done = command("judge")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
