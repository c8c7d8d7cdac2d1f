"""A whole career and the reach of the systems: what the cases do not say, the picture, the report, names of places."""

import re
from itertools import product
from typing import Any

import pytest

from calculators.counting.standing import standing
from calculators.dates.days import Span, parse
from calculators.telling import html, say
from tests.support import Json, ask, every_row, rules

CAREERS = [row for row in every_row() if row.request.get("calculator") == "path"]
REACHES = [row for row in every_row() if row.request.get("calculator") == "scope"]
TERMS = [row for row in every_row() if row.request.get("calculator") == "term"]


def judged(body: Json) -> list[Json]:
    return [step for step in body["path"] if step["by"] in ("promotion", "conversion")]


@pytest.mark.parametrize("row", CAREERS, ids=lambda row: row.id)
def test_each_step_that_is_judged_names_its_system_and_its_article(row: Any) -> None:
    for step in judged(ask(row.request)):
        assert step["regime"] in rules().regimes
        assert step["cite"]
        assert set(step["cite"]) <= set(rules().provisions)


@pytest.mark.parametrize("row", CAREERS, ids=lambda row: row.id)
def test_a_step_is_judged_by_a_system_that_was_in_force_on_its_day(row: Any) -> None:
    for step in judged(ask(row.request)):
        regime = rules().regimes[step["regime"]]
        assert (regime.get("from") or regime["in_force_by"])[:7] <= step["from"][:7]
        assert not regime.get("to") or step["from"] <= regime["to"]


@pytest.mark.parametrize("row", CAREERS, ids=lambda row: row.id)
def test_the_verdict_is_that_of_the_weakest_step(row: Any) -> None:
    body = ask(row.request)
    order = ["unmet", "unknown", "met"]
    found = [step["status"] for step in judged(body)]
    if found:
        assert body["status"] == min(found, key=order.index)


def test_a_step_knows_nothing_of_later_days() -> None:
    career = next(row for row in CAREERS if row.id == "path-1998-to-today")
    whole = ask(career.request)["path"]
    for place, step in enumerate(whole[1:], 1):
        then = ask({**career.request, "as_of": step["from"]})["path"]
        assert [(one["thing"], one["status"], one["earliest"]) for one in then] == [
            (one["thing"], one["status"], one["earliest"]) for one in whole[: place + 1]
        ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("row", CAREERS, ids=lambda row: row.id)
def test_the_picture_has_a_block_for_each_step_and_each_system(row: Any, lang: str) -> None:
    body = ask(row.request)
    drawn = html.picture(body, rules(), lang)
    blocks = len(re.findall("<rect ", drawn))
    assert blocks == (len(body["path"]) + len(body["regimes"]) if body["path"] else 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("row", [*CAREERS, *REACHES, *TERMS], ids=lambda row: row.id)
def test_every_answer_can_be_told(row: Any, lang: str) -> None:
    text = say.as_text(ask(row.request), rules(), lang)
    assert "{" not in text
    assert not re.search(r"(?<![\w）])/(person|organ|area|body|target)", text)


# -- places ----------------------------------------------------------------------------------------------------------


def reached(place: str, kind: str = "市级机关") -> list[str]:
    body = ask({"calculator": "scope", "as_of": "2017-05-01", "organ": {"place": place, "kind": kind}})
    return [one["id"] for one in body["regimes"] if one["status"] == "met"]


@pytest.mark.parametrize("place", ["青岛", "青岛市", "山东青岛", "山东省青岛市", " 山东 青岛 ", "Qingdao"])
def test_a_place_is_found_however_it_is_written(place: str) -> None:
    assert reached(place) == ["pilot-2016"]


@pytest.mark.parametrize("place", ["烟台", "山东烟台", "上海", "某市"])
def test_another_place_is_outside(place: str) -> None:
    assert reached(place) == ["posts-2006"]


def test_a_name_that_other_places_have_too_is_refused() -> None:
    body = ask({"calculator": "scope", "as_of": "2017-05-01", "organ": {"place": "和平区", "kind": "县机关"}})
    assert (body["error"]["path"], body["error"]["code"]) == ("/organ/place", "ambiguous-name")
    assert "天津市和平区" in body["error"]["text"]["zh"]


@pytest.mark.parametrize(
    ("key", "value"), [("kind", "月球机关"), ("level", "特级"), ("unit", "公司"), ("colour", "red")]
)
def test_what_is_not_known_of_an_organ_is_refused(key: str, value: str) -> None:
    body = ask({"calculator": "scope", "as_of": "2017-05-01", "organ": {key: value}})
    assert body["error"]["path"] == f"/organ/{key}"


# -- the organ of one entry ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "status", "inputs"),
    [
        ({"kind": "乡镇机关", "level": "县处级正职"}, "met", []),
        ({"kind": "县机关", "level": "厅局级副职"}, "unmet", []),
        ({"kind": "县机关"}, "unknown", ["/person/held/1/organ/level"]),
        ({"kind": "县机关", "unit": "垂直管理机构", "level": "县处级正职"}, "unknown", []),
        ("某县财政局", "met", []),  # a name alone says nothing that is used
    ],
)
def test_the_organ_of_an_entry_goes_before_that_of_the_person(organ: Any, status: str, inputs: list[str]) -> None:
    county = next(row for row in CAREERS if row.id == "path-county-organ-1")
    held = [county.request["person"]["held"][0], {**county.request["person"]["held"][1], "organ": organ}]
    person = {**county.request["person"], "held": held}
    if isinstance(organ, dict):
        person["organ"] = {"kind": "市级机关", "place": "浙江杭州"}
    body = ask({**county.request, "person": person})
    assert body["path"][1]["status"] == status
    assert [path for one in body["missing"] for path in one["inputs"]] == inputs


LADDERS = ("general", "post", "technical", "enforcement", "police", "police-tech")
REVERSE = {  # how the old one stands to the new one; a rank above the lowest one of a post is still of its layer
    "above": {"below", "layer", ""},
    "below": {"above"},
    "equal": {"equal"},
    "lowest": {"layer"},
    "layer": {"above", "layer", "lowest", ""},
    "": {"layer", "above", ""},
}


def test_two_ranks_or_posts_stand_in_one_order() -> None:
    known = [thing for thing in rules().things if thing.partition("/")[0] in LADDERS]
    found = {pair: standing(rules(), parse("2025-01-01"), *pair).relation for pair in product(known, known)}
    wrong = [pair for pair, relation in found.items() if found[pair[::-1]] not in REVERSE[relation]]
    assert wrong == []
    assert {"above", "below", "equal", "lowest", "layer", ""} == set(found.values())
    assert all(relation == "equal" for (new, old), relation in found.items() if new == old)


def test_a_month_across_the_beginning_of_a_table_leaves_the_standing_open() -> None:
    pair = "enforcement/zhuban-3", "general/zhurenkeyuan-3"
    days = ("2023-08-31", "2023-09-01", "2023-09")
    assert [standing(rules(), parse(day), *pair).relation for day in days] == ["", "equal", "equal"]
    assert standing(rules(), Span(parse("2023-08-31").first, parse("2023-09-01").last), *pair).relation == ""


def test_the_first_sentence_says_that_a_stop_may_come_earlier() -> None:
    day, month = (row for row in TERMS if row.id.startswith("term-two-days-of-one-month"))
    assert "最迟自2026年8月21日起受限制" in say.tell(ask(day.request), rules(), "zh")["headline"]
    assert "2026年8月以前" in say.tell(ask(month.request), rules(), "zh")["headline"]
