"""The worked cases: the engine gives the answers that they state, and together they show the whole regime."""

import json
from collections import Counter
from datetime import date
from typing import Any

import jsonschema
import pytest

from calculators.telling.html import render
from calculators.telling.words import Words
from generator.pages import systems
from tests.support import CASES, Json, Row, ask, case_files, differences, every_case, every_row, rows, rules

REGIME = "parallel-2019"
SHOWN = {row.id: case for case in every_case() for row in rows([case])}


def story(row: Row) -> str:
    """What a case that fails says: its title, the row, what was asked."""
    case = SHOWN[row.id]
    request = json.dumps(row.request, ensure_ascii=False)
    return f"\n  {case['title']['zh']} / {case['title']['en']}\n  row: {row.id}\n  request: {request}\n"


@pytest.mark.parametrize("row", every_row(), ids=lambda row: row.id)
def test_case(row: Row) -> None:
    got = ask(row.request)
    if "error" in got and "error" not in row.expected:
        pytest.fail(story(row) + f"  error: {got['error']['path']}: {got['error']['text']['en']}", pytrace=False)
    wrong = differences(row.expected, got)
    if wrong:
        lines = (f"  {one.key}: expected {one.expected!r}, got {one.got!r}" for one in wrong)
        pytest.fail(story(row) + "\n".join(lines), pytrace=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_answer_can_be_told_and_drawn(lang: str) -> None:
    for row in every_row():
        assert render(ask(row.request), rules(), lang), row.id


# -- the cases themselves --------------------------------------------------------------------------------------------


def test_the_files_keep_their_schema() -> None:
    schema = json.loads((CASES.parent / "cases.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in case_files().values():
        jsonschema.validate(file, schema)


def test_every_case_has_an_id_of_its_own() -> None:
    assert [id_ for id_, count in Counter(case["id"] for case in every_case()).items() if count > 1] == []


def test_every_row_has_an_id_of_its_own() -> None:
    assert [id_ for id_, count in Counter(row.id for row in every_row()).items() if count > 1] == []


def test_every_request_is_asked_once() -> None:
    asked = Counter(json.dumps(row.request, ensure_ascii=False, sort_keys=True) for row in every_row())
    assert [request for request, count in asked.items() if count > 1] == []


def test_every_row_states_a_verdict_or_the_next_steps() -> None:
    assert [row.id for row in every_row() if not {"status", "earliest", "targets"} & set(row.expected)] == []


def test_every_row_is_as_wide_as_its_table() -> None:
    for case in every_case():
        assert {len(cells) for cells in case.get("rows", ())} <= {len(case.get("columns", ()))}, case["id"]


def test_texts_are_in_both_languages() -> None:
    for case in every_case():
        for text in (case["title"], case.get("why", {"zh": "字", "en": "word"})):
            assert any("一" <= letter <= "鿿" for letter in text["zh"]), case["id"]
            assert text["en"].strip(), case["id"]


def test_every_provision_shown_exists() -> None:
    unknown = {cite for case in every_case() for cite in case["shows"] if cite not in rules().provisions}
    assert unknown == set()


def test_the_file_is_named_after_its_regime() -> None:
    assert {name: file["regime"] for name, file in case_files().items()} == {name: name for name in case_files()}
    assert set(case_files()) <= set(rules().regimes)


def own_cases() -> list[Json]:
    found: list[Json] = case_files()[REGIME]["cases"]
    return found


def test_every_promotion_is_shown_at_just_before_and_just_after() -> None:
    for promotion in rules().regimes[REGIME]["promotions"]:
        for branch in promotion.get("any") or [promotion["rank"]]:
            named = {branch.rpartition("/")[2]}
            tables = [case for case in own_cases() if promotion["cite"] in case["shows"] and _holds_only(case, named)]
            assert any(_three_days(rows([case])) for case in tables), (promotion["to"], named)


def _holds_only(case: Json, named: set[str]) -> bool:
    held = case["request"]["person"].get("held") or []
    ids = {id_ for item in held for id_ in rules().thing_names.find(item.get("rank") or item.get("post"))}
    return {id_.rpartition("/")[2] for id_ in ids} == named


def _three_days(found: list[Row]) -> bool:
    """Whether a table has the day before the turn, the day of it, and the day after."""
    days = {(row.expected.get("earliest"), row.request.get("as_of")) for row in found}
    turns = {turn for turn, _ in days if turn}
    return any(
        {(turn, _shift(turn, by)) for by in (-1, 0, 1)} <= days for turn in turns if len(turn) == len("2020-01-01")
    )


def _shift(day: str, by: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + by).isoformat()


def test_every_grade_is_shown() -> None:
    given = {id_ for row in every_row() for grade in (row.request["person"].get("grades") or {}).values()
             for id_ in rules().grade_names.find(_grade(grade))}  # fmt: skip
    assert given == set(rules().regimes[REGIME]["counting"]["grades"])


def _grade(grade: Any) -> str:
    return str(grade["grade"] if isinstance(grade, dict) else grade)


def test_every_kind_of_condition_is_shown_at_each_status() -> None:
    found = {(leaf["kind"], leaf["status"]) for row in every_row() for leaf in leaves(ask(row.request))}
    assert found >= {(kind, status) for kind in ("step", "tenure", "free") for status in ("met", "unmet", "unknown")}


def leaves(body: Json) -> list[Json]:
    if "targets" in body:
        return [leaf for one in body["targets"] for leaf in leaves(one)]
    waiting, found = [body["findings"]] if "findings" in body else [], []
    while waiting:
        finding = waiting.pop()
        waiting += finding.get("children", [])
        found.append(finding)
    return found


def consulted_readings() -> set[str]:
    """The readings on which the counting of the regime hangs, wherever they stand in it."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("reading"), str):
                found.add(value["reading"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(rules().regimes[REGIME]["counting"])
    return found


@pytest.mark.parametrize("id_", sorted(rules().regimes))
def test_every_system_is_shown_fulfilled_unfulfilled_and_open_as_far_as_it_has_numbers(id_: str) -> None:
    shown = {row.expected.get("status") for row in rows(case_files()[id_]["cases"])}
    computed = systems.computed(rules(), Words(rules(), "en"), rules().regimes[id_])
    assert shown >= ({"met", "unmet", "unknown"} if computed else {"unknown"})


@pytest.mark.parametrize("reading", sorted(consulted_readings()))
def test_every_reading_is_shown_at_each_option_and_moves_something(reading: str) -> None:
    tables = [[row for row in rows([case]) if row.request.get("readings", {}).get(reading)] for case in own_cases()]
    shown = [(row.request["readings"][reading], row.expected.get("earliest")) for table in tables for row in table]
    assert {option for option, _ in shown} == set(rules().readings[reading]["options"])
    assert any(len({row.expected.get("earliest") for row in table}) > 1 for table in tables), "no case moves"


@pytest.mark.parametrize("kind", sorted({effect["family"] for effect in rules().effects.values()}))
def test_every_family_of_effects_is_shown(kind: str) -> None:
    named = {id_ for row in every_row() for effect in row.request["person"].get("effects") or ()
             for id_ in rules().effect_names.find(effect["kind"])}  # fmt: skip
    assert kind in {rules().effects[id_]["family"] for id_ in named}
