"""The spec: its form, its schema, and the checks, each of which must catch a rule that somebody broke."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator import check, fmt
from generator.check import CHECKS, Problem, walk
from generator.fmt import Place, format_json, line_of, read_json

SPEC_FILES = sorted(fmt.SPEC.rglob("*.json"))
TEXT = check.RULES.read_text(encoding="utf-8")
LINES = dict(fmt.starts(TEXT))
RULES = json.loads(TEXT)
SCHEMA = json.loads(check.SCHEMA.read_text(encoding="utf-8"))
Json = dict[str, Any]

REGIME = ("regimes", "parallel-2019")
PROMOTIONS = (*REGIME, "promotions")
FIGURES = ("regimes", "district-terms-2004", "competition")

# -- the form --------------------------------------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text('a职"\\\n'),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text("ab级", max_size=9), inner, max_size=6),
    max_leaves=40,
)


@pytest.mark.parametrize("path", SPEC_FILES, ids=lambda path: path.name)
def test_every_file_is_in_the_canonical_form(path: Path) -> None:
    text, wanted = fmt.canonical(path)
    assert text == wanted, f"run `zhiji fmt`; the first line that differs is {fmt.first_difference(text, wanted)}"


@given(values)
def test_the_form_keeps_the_data_and_is_its_own_form(data: Any) -> None:
    text = format_json(data)
    assert read_json(text) == data
    assert format_json(read_json(text)) == text


@given(values)
def test_the_form_keeps_the_order_of_keys(data: Any) -> None:
    assert json.dumps(read_json(format_json(data))) == json.dumps(data)


def test_a_line_is_at_most_120_columns_wide_unless_it_is_one_value() -> None:
    for line in fmt.lines(RULES):
        whole = re.fullmatch(r'\s*("[^"]*": )?("(\\.|[^"\\])*"|[\w.-]+),?', line)
        assert whole or fmt._columns(line) <= fmt.WIDTH, line


def test_wide_characters_take_two_columns() -> None:
    fits = {"section": {"key": {"zh": "级" * 43, "en": "x"}}}
    assert len(format_json(fits).splitlines()) == 5
    fits["section"]["key"]["zh"] += "级"
    assert len(format_json(fits).splitlines()) == 8


def test_a_section_is_expanded_and_its_members_decide_for_themselves() -> None:
    data = {"a": {}, "b": [], "c": [1, [2, 3]], "d": {"e": {"f": 1}}, "g": "职"}
    assert format_json(data).splitlines() == [
        "{",
        '  "a": {},',
        '  "b": [],',
        '  "c": [',
        "    1,",
        "    [2, 3]",
        "  ],",
        '  "d": {',
        '    "e": {"f": 1}',
        "  },",
        '  "g": "职"',
        "}",
    ]


def numbers_of_the_law() -> list[Place]:
    regime = RULES["regimes"]["parallel-2019"]
    parts = {part: regime[part] for part in ("promotions", "quotas", "levels", "counting", "procedure")}
    return [(*REGIME, *path) for path, value in walk(parts) if isinstance(value, int) and value > 1]


def test_a_change_of_one_number_is_a_change_of_one_line() -> None:
    before = TEXT.splitlines()
    for place in numbers_of_the_law()[::5]:
        after = format_json(changed(RULES, place, at(RULES, place) - 1)).splitlines()
        assert len(before) == len(after)
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1, place


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(fmt.DuplicateKey, match="gd2019/7"):
        read_json('{"gd2019/7": 1, "x": {"gd2019/7": 2}, "gd2019/7": 3}')


@pytest.mark.parametrize("wide", [None, 2])
def test_a_key_that_stands_twice_is_told_on_its_line_with_the_first_one(wide: int | None) -> None:
    row = json.dumps(RULES["provisions"]["gd2019/7"], ensure_ascii=False, indent=wide)
    text = TEXT.replace('  "provisions": {\n', '  "provisions": {\n    "gd2019/7": ' + row + ",\n", 1)
    first, second = [line for line, said in enumerate(text.splitlines(), 1) if said.startswith('    "gd2019/7": ')]
    ((line, problem),) = check.problems(text)
    assert line == second
    assert f"前一处在第{first}行" in problem.zh
    assert f"first on line {first}" in problem.en


def test_a_place_is_found_on_its_line() -> None:
    lines = TEXT.splitlines()
    assert '"to": "keyuan-1", "rank"' in lines[line_of((*PROMOTIONS, 10, "to"), LINES) - 1]
    assert lines[line_of(("version",), LINES) - 1].startswith('  "version": ')
    assert line_of((), LINES) == 1


@given(values, st.sampled_from([None, 0, 3]))
def test_every_value_of_a_file_in_any_form_is_found_on_its_line(data: Any, wide: int | None) -> None:
    text = "\n\n" + json.dumps(data, ensure_ascii=False, indent=wide)
    found = dict(fmt.starts(text))
    assert set(found) == {path for path, _ in walk(data)}
    lines = text.split("\n")
    for path, value in walk(data):
        begins = json.dumps(value, ensure_ascii=False)[:1] if isinstance(value, dict | list | str) else str(value)[:0]
        assert begins in lines[found[path] - 1]
        if path and isinstance(path[-1], str):
            assert json.dumps(path[-1], ensure_ascii=False) + ":" in lines[found[path] - 1]


def test_a_problem_is_told_on_the_line_of_the_file_as_it_is() -> None:
    wrong = changed(RULES, (*PROMOTIONS, 10, "cite"), "gd2019/99")
    text = json.dumps(wrong, ensure_ascii=False, indent=4)
    (line, problem), (first, form) = check.problems(text)
    assert "gd2019/99" in text.splitlines()[line - 1]
    assert problem.zh.startswith("没有这一条款")
    assert first == 2, "where it first differs from the canonical form"
    assert form.zh.startswith("自此行起格式不规范")


def test_fmt_formats_a_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rules.json"
    path.write_text('{"b": {"one": 1},\n"a": []}', encoding="utf-8")
    assert fmt.main(["--check", str(path)]) == 1
    assert f"{path}:1: 格式不规范" in capsys.readouterr().err
    assert fmt.main([str(path)]) == 0
    assert path.read_text(encoding="utf-8") == '{\n  "b": {\n    "one": 1\n  },\n  "a": []\n}\n'
    assert fmt.main(["--check", str(path)]) == 0


def test_fmt_leaves_a_file_alone_that_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    for text in ('{"a": 1, "a": 2}', "{"):
        path.write_text(text, encoding="utf-8")
        assert fmt.main([str(path)]) == 2
        assert path.read_text(encoding="utf-8") == text


# -- the schema ------------------------------------------------------------------------------------------------------


def schemas(value: Any = SCHEMA, path: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every property and every definition of the schema."""
    for place, entry in walk(value, path):
        if isinstance(entry, dict) and len(place) > 1 and place[-2] in ("properties", "$defs"):
            yield place, entry


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_property_is_described_in_words_for_both() -> None:
    for place, entry in schemas():
        assert entry.get("description"), f"{place} has no description"
        assert re.search(r"[\u4e00-\u9fff]", entry.get("title", "")) or place[-2] == "$defs", f"{place} has no title"


def test_every_definition_is_used_and_every_reference_leads_somewhere() -> None:
    named = {value.removeprefix("#/$defs/") for path, value in walk(SCHEMA) if path and path[-1] == "$ref"}
    assert named == set(SCHEMA["$defs"])


def test_no_object_takes_unknown_keys() -> None:
    bases = {"named", "statement"}  # only ever part of another, which closes them
    for path, entry in walk(SCHEMA):
        if isinstance(entry, dict) and entry.get("type") == "object" and path[1:] not in {(base,) for base in bases}:
            closed = {"additionalProperties", "unevaluatedProperties"} & set(entry)
            assert closed, f"{path} is open"
            assert entry[closed.pop()] is not True, f"{path} is open"


# -- the rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECKS)
def test_the_rules_hold(name: str) -> None:
    found = [f"{problem.where}: {problem.message}" for problem in CHECKS[name].check(RULES)]
    assert not found


def researched() -> dict[str, set[str]]:
    """The facts of the research: how well each is known."""
    lines = (Path(__file__).parent / "facts.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {id_: set(words) for id_, *words in rows}


def naming() -> list[tuple[Place, Json]]:
    """Every entry of the spec that names facts."""
    return [(path, entry) for path, entry in walk(RULES) if isinstance(entry, dict) and entry.get("facts")]


def test_no_researched_fact_is_lost_and_none_is_made_up() -> None:
    named = {fact for _, entry in naming() for fact in entry["facts"]}
    assert sorted(set(researched()) - named) == []
    assert sorted(named - set(researched())) == []


def test_evidence_is_what_the_facts_say_or_a_note_says_why_it_is_less() -> None:
    order = list(reversed(RULES["evidence"]))  # the weakest first
    for path, entry in naming():
        words = {word for fact in entry["facts"] for word in researched()[fact]}
        if "evidence" in entry and words:
            assert order.index(entry["evidence"]) <= max(map(order.index, words)), f"{path} claims too much"
            assert entry["evidence"] in words or "note" in entry, f"{path} is lowered without a note"


def test_what_only_memory_or_nothing_tells_is_a_gap_or_is_marked() -> None:
    gaps = {fact for entry in RULES["gaps"].values() for fact in entry["facts"]}
    marked = {fact for _, entry in naming() if entry.get("evidence") == "unverified" for fact in entry["facts"]}
    readings = {fact for entry in RULES["readings"].values() for fact in entry.get("facts", ())}
    for fact, words in researched().items():
        if not words or "unverified" in words:
            noted = any(fact in entry["facts"] for _, entry in naming() if "note" in entry)
            assert fact in gaps | marked | readings or noted, fact


def test_nothing_claims_to_be_official() -> None:
    assert not [key for key, entry in RULES["provisions"].items() if entry["evidence"] == "official"]


# -- the checks catch what they are for ------------------------------------------------------------------------------

GONE = object()


def at(data: Any, place: Place) -> Any:
    for key in place:
        data = data[key]
    return data


def changed(data: Any, place: Place, value: Any) -> Any:
    """A copy in which another value stands at a place, or none."""
    result = copy.deepcopy(data)
    parent = at(result, place[:-1])
    if value is GONE:
        del parent[place[-1]]
    elif isinstance(parent, list) and place[-1] == len(parent):
        parent.append(value)
    else:
        parent[place[-1]] = value
    return result


QUOTAS, LEVELS, COUNTING = (*REGIME, "quotas"), (*REGIME, "levels"), (*REGIME, "counting")
GENERAL = ("ladders", "general", "ranks")
NAMED = {"zh": "甲", "en": "A"}
DATED = [{"from": "2030-01-01", "value": 5, "cite": "gd2019/7"}]  # where no calculator looks for the value of a day

SABOTAGE: list[tuple[str, Place, Any]] = [
    ("schema", ("format",), 2),
    ("schema", (*PROMOTIONS, 1, "yeras"), 2),
    ("schema", (*PROMOTIONS, 1, "years"), "two"),
    *(("schema", (*PROMOTIONS, 1, "years"), number) for number in (2.5, -2, 0, 200, "2", "３")),
    ("schema", (*COUNTING, "interrupted"), "three"),
    ("schema", (*REGIME, "demotion", "steps"), DATED),
    ("schema", (*LEVELS, "by_years", "years"), DATED),
    ("schema", ("regimes", "entry-rank", "entry", "probation", "months"), DATED),
    ("schema", ("regimes", "leader-terms-2006", "terms", "years"), DATED),
    ("schema", ("provisions", "gd2019/7", "gist"), GONE),
    ("schema", ("glossary", "rank", "en"), GONE),
    ("schema", ("effects", "review", "family"), "other"),
    ("schema", ("gaps", "Bad Id"), RULES["gaps"]["no-share"]),
    ("languages", ("glossary", "rank", "en"), " "),
    ("languages", ("grades", "basic", "zh"), GONE),
    ("languages", ("glossary", "rank", "means", "zh"), None),
    ("sentences", ("sentences", "headline.met", "en"), "A sentence without its date, about {target}."),
    ("citations", (*PROMOTIONS, 0, "cite"), "gd2019/99"),
    ("citations", ("glossary", "rank", "see"), "gd2019/99"),
    ("instruments", ("provisions", "gd2018/1"), RULES["provisions"]["gd2019/1"]),
    ("instruments", ("instruments", "gd2018"), RULES["instruments"]["gd2019"]),
    ("sources", ("provisions", "gd2019/7", "sources"), ["S999"]),
    ("sources", ("readings", "tenure-unit", "held_by", "day"), ["S999"]),
    ("sources", ("sources", "S999"), RULES["sources"]["S1"]),
    ("evidence", ("provisions", "gd2019/11.4", "evidence"), "reprint"),
    ("evidence", ("provisions", "gd2019/7", "evidence"), "official"),
    ("evidence", ("provisions", "gd2019/12", "evidence"), "secondary"),
    ("evidence", ("instruments", "fa2019", "evidence"), "reprint"),
    ("practice", ("provisions", "km2021/quota", "evidence"), "reprint"),
    ("lowered", (*REGIME, "conversions", 0, "evidence"), "secondary"),
    ("ladders", (*REGIME, "ladder"), "generl"),
    ("ranks", (*PROMOTIONS, 1, "rank"), "diaoyanyuan-9"),
    ("ranks", (*PROMOTIONS, 0, "any", 0), "post/xunshiyuan-2"),
    ("ranks", (*REGIME, "lowest", 0, "post"), "ting-zheng"),
    ("ranks", ("regimes", "leader-promotion-2019", "promotions", 0, "in", 0), "general/tingju-fu"),
    ("ranks", (*LEVELS, "on_promotion", "except", 0), "diaoyanyuan"),
    ("ranks", (*REGIME, "conversions", 0, "from"), "former/zhang"),
    ("ranks", ("regimes", "entry-rank", "entry", "top", "rank"), "zhurenkeyuan"),
    ("organs", (*REGIME, "setup", 0, "organ", 0), "moon"),
    ("organs", (*QUOTAS, 0, "organ"), ["central"]),
    ("readings", (*COUNTING, "unit", "reading"), "tenure-units"),
    ("readings", (*COUNTING, "grades", "not-assessed", "drops", "sometimes"), True),
    ("readings", ("readings", "tenure-unit", "default"), "week"),
    ("readings", ("readings", "tenure-unit", "held_by", "week"), ["S28"]),
    ("basis", ("readings", "surplus", "basis", "each"), {"by": "strict"}),
    ("basis", ("readings", "tenure-unit", "basis", "month"), GONE),
    ("basis", ("readings", "effect-end", "basis", "day-before", "by"), "strict"),
    ("basis", ("readings", "uncounted-year", "basis", "overlap", "cite"), GONE),
    ("options", (*COUNTING, "grades", "not-assessed", "drops", "counts"), GONE),
    ("options", (*COUNTING, "grades", "not-assessed", "drops", "counts"), "perhaps"),
    ("options", (*COUNTING, "interrupted", "reading"), "conversion-carry"),
    ("options", (*COUNTING, "interrupted"), {"reading": "interrupted", "sum": "all"}),
    ("options", ("regimes", "police-ranks", "entry", "by_education", 2, "rank", "as-told"), GONE),
    ("readings-used", ("readings", "new"), RULES["readings"]["tenure-unit"]),
    ("judgements", (*COUNTING, "grades", "incompetent", "judgement"), "should-be-raised"),
    ("judgements", (*REGIME, "conditions", 0), {"kind": "judgement", "id": "mood"}),
    ("judgements", (*REGIME, "conditions", 4, "while"), "discipline"),
    ("judgements", ("regimes", "assessment-2020", "assessment", 11, "raises", 0, "value"), "mood"),
    ("counting", (*REGIME, "counting"), "moon"),
    ("counting", ("regimes", "leader-promotion-2019", "counting", "conversions"), "county-2015"),
    ("grades", ("effects", "jinggao", "grade_rules", 0, "at_most"), "great"),
    ("grades", (*COUNTING, "grades", "basic"), GONE),
    ("grades", (*COUNTING, "unstated", 0), "great"),
    ("grades", (*LEVELS, "by_years", "grades", 0), "great"),
    ("families", ("effects", "jinggao", "family"), "other"),
    ("families", (*REGIME, "conditions"), RULES["regimes"]["parallel-2019"]["conditions"][:3]),
    ("figures", (*FIGURES, "figures", 1, "value"), 78),
    ("figures", (*FIGURES, "figures", 4, "percent"), 64.6),
    ("figures", (*FIGURES, "figures", 18, "value"), 37),
    ("figures", (*FIGURES, "sums", 1, "parts", 0), "women"),
    ("ids", (*REGIME, "judgements", 1, "id"), "political"),
    ("names", (*GENERAL, "keyuan-2", "short"), ["一科"]),
    ("names", ("organs", "city", "zh"), "省级机关"),
    ("effect-names", ("effects", "jiguo", "zh"), "政务警告"),
    ("effect-names", ("effects", "jiguo", "short"), ["政务警告"]),
    ("levels", (*GENERAL, "keyuan-1", "levels"), [18, 26]),
    ("levels", (*LEVELS, "posts", 0, "levels"), [1, 0]),
    ("level-order", (*GENERAL, "keyuan-2", "levels"), [25, 19]),
    ("dates", ("provisions", "gd2019/7", "checked_on"), "2026-02-30"),
    ("dates", (*COUNTING, "begins"), "2019-06-31"),
    ("dates", ("instruments", "gd2019", "issued"), "2019-13"),
    ("checked", ("provisions", "gd2019/7", "checked_on"), "2035-01-01"),
    ("date-order", ("instruments", "bf2020", "made"), "2021-01-01"),
    ("date-order", (*REGIME, "to"), "2019-05-31"),
    (
        "date-order",
        ("effects", "jinggao", "months"),
        [{"from": day, "value": 6, "cite": "gwyf2018/64"} for day in ("2020-01-01", "2019-01-01")],
    ),
    ("replaces", ("instruments", "bf2020", "replaces", 0), "gl2005"),
    ("replaces", ("instruments", "gl2006", "replaces"), ["bf2020"]),
    ("replaces", (*REGIME, "replaces", 0, "regime"), "posts-2005"),
    ("replaces", (*REGIME, "replaces", 0, "regime"), "discipline"),
    ("replaces", ("gaps", "district-text", "regimes", 0), "moon"),
    ("promotions", (*PROMOTIONS, 3), GONE),
    ("promotions", (*PROMOTIONS, 11), RULES["regimes"]["parallel-2019"]["promotions"][3]),
    ("promotions", (*PROMOTIONS, 1, "rank"), "diaoyanyuan-2"),
    ("promotions", (*PROMOTIONS, 0, "any", 0), "post/chu-zheng"),
    ("lowest", (*REGIME, "lowest", 1, "rank"), "diaoyanyuan-4"),
    ("setup", (*REGIME, "setup", 0, "organ"), ["central-full", "central-deputy"]),
    ("setup", (*REGIME, "setup", 1, "organ"), ["subprovincial-city", "province"]),
    ("quotas", (*QUOTAS, 1, "of"), ["xunshiyuan-1"]),
    ("quotas", (*QUOTAS, 0, "organ"), ["township"]),
    ("quotas", (*QUOTAS, 0, "organ"), ["central-full"]),
    ("quotas", (*QUOTAS, -1, "ranks"), ["keyuan-1"]),
    ("quotas", (*REGIME, "quota_rules", "unknown", 1, "organ"), ["county-body"]),
    ("gaps", (*REGIME, "quota_rules", "unknown", 0, "gap"), "no-such-gap"),
    ("quotas-once", (*QUOTAS, 3, "ranks"), ["xunshiyuan-1", "xunshiyuan-2"]),
    ("conversions", (*REGIME, "conversions", 0, "on"), "2019-06-02"),
    ("conversions", (*REGIME, "conversions", 1, "from"), "former/xunshiyuan"),
    ("periods", ("effects", "jinggao", "months"), GONE),
    ("periods", ("effects", "jiemian", "why"), GONE),
    ("periods", ("effects", "review", "months"), 6),
]


@pytest.mark.parametrize(("name", "place", "value"), SABOTAGE)
def test_a_check_catches(name: str, place: Place, value: Any) -> None:
    found = list(CHECKS[name].check(changed(RULES, place, value)))
    assert found
    for problem in found:
        assert re.search(r"[\u4e00-\u9fff]", problem.zh)
        assert re.match(r"['{\w]", problem.en)
    assert any(problem.path[:1] == place[:1] for problem in found)


def test_every_check_is_sabotaged_and_described() -> None:
    assert {name for name, _, _ in SABOTAGE} == set(CHECKS)
    assert all(one.description.endswith(".") and one.name == name for name, one in CHECKS.items())


def test_only_the_real_mistake_is_told() -> None:
    """A missing English name also makes the Chinese one look unknown to a validator; nobody wants to read that."""
    found = list(check.check_all(changed(RULES, ("glossary", "rank", "en"), GONE)))
    assert [problem.where for problem in found] == ["glossary.rank"]
    assert found[0].message.startswith("缺少：en")


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (2.5, "应当是整数：2.5", "a whole number is needed: 2.5"),
        (200, "太大：200", "200 is greater than the maximum"),
        ("2", '数字不加引号："2"', 'a number is written without quotation marks: "2"'),
        ({"value": "2", "cite": "gd2019/7"}, '数字不加引号："2"', 'a number is written without quotation marks: "2"'),
    ],
)
def test_a_number_that_is_none_is_told_in_both_languages(number: Any, zh: str, en: str) -> None:
    (found,) = check.check_all(changed(RULES, (*PROMOTIONS, 1, "years"), number))
    assert found.zh.startswith(zh)
    assert found.en.startswith(en)


def test_a_parameter_says_which_words_it_takes() -> None:
    (found,) = check.check_all(changed(RULES, (*COUNTING, "interrupted"), "three"))
    assert found.zh.startswith('不在可选值之内："three"；可选：last、sum')


def test_a_source_that_does_not_exist_is_told_once() -> None:
    found = list(check.check_all(changed(RULES, ("provisions", "gd2019/7", "sources", 0), "S999")))
    assert [problem.zh for problem in found if problem.path[0] == "provisions"] == ["没有这一见证：S999"]


def test_a_source_of_a_practice_that_does_not_exist_is_told_once() -> None:
    entry = {**RULES["provisions"]["km2021/quota"], "sources": ["S999"], "evidence": "reprint"}
    found = list(check.check_all(changed(RULES, ("provisions", "km2021/quota"), entry)))
    assert [problem.zh for problem in found if problem.path[0] == "provisions"] == ["没有这一见证：S999"]


def test_a_file_out_of_form_tells_its_mistakes_first() -> None:
    wrong = json.dumps(changed(RULES, (*PROMOTIONS, 1, "cite"), "gd2019/99"), ensure_ascii=False)
    told = [problem.zh for _, problem in check.problems(wrong)]
    assert told[0].startswith("没有这一条款")
    assert told[-1].startswith("自此行起格式不规范")


ROW = next(line for line in TEXT.splitlines() if re.search(r'"to": ".*"years": \d.*},$', line))  # any one will do
FOREIGN = next(line for line, text in enumerate(TEXT.splitlines(), 1) if not text.isascii())
BROKEN = [
    (ROW.replace("},", "}"), "末尾至第", "缺少逗号", "a comma is missing"),
    (ROW.replace("},", "}，"), "", "， 是全角字符，应改为半角 ,", "write , in the place of ，"),
    (ROW.replace('"years"', "“years”"), "", '“ 是全角字符，应改为半角 "', 'write " in the place of “'),
    (ROW.replace('"years": ', '"years"：'), "", "： 是全角字符，应改为半角 :", "write : in the place of ："),
    (re.sub(r'"years": \d', '"years": ３', ROW), "", "３ 是全角字符，应改为半角 3", "write 3 in the place of ３"),
    (re.sub(r'"years": \d', '"years": ', ROW), "", "这里应当有一个值", "a value belongs here"),
    (ROW.replace('"years"', "years"), "", "加引号的键", "a key in quotation marks"),
    (ROW.replace('"years"', '"years'), "", "", ""),
]


@pytest.mark.parametrize(("row", "place", "zh", "en"), BROKEN)
def test_a_file_that_is_no_json_is_told_on_its_line_in_both_languages(row: str, place: str, zh: str, en: str) -> None:
    ((line, problem),) = check.problems(TEXT.replace(ROW, row))
    assert line == TEXT.splitlines().index(ROW) + 1
    assert place in problem.zh
    assert zh in problem.zh
    assert en in problem.en
    assert not re.search(r"Expecting|delimiter|column", problem.message)


@pytest.mark.parametrize(
    ("data", "line", "zh", "en"),
    [
        (TEXT.encode("gbk", "replace"), FOREIGN, "UTF-8", "UTF-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), 1, "不带 BOM 的 UTF-8", "UTF-8 without BOM"),
        (b'{"a": 1}}', 1, "文件已经结束", "after the end"),
        (b"", 1, "这里应当有一个值", "a value belongs here"),
    ],
    ids=["gbk", "bom", "twice", "empty"],
)
def test_both_commands_tell_a_file_that_they_cannot_read(
    data: bytes, line: int, zh: str, en: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.json"
    path.write_bytes(data)
    assert check.main([str(path)]) == 1
    assert fmt.main([str(path)]) == 2
    assert path.read_bytes() == data
    printed = capsys.readouterr()
    for said in (printed.out, printed.err):
        assert f"{path}:{line}: " in said
        assert zh in said.split(" / ")[0]
        assert en in said.split(" / ")[1]


def test_a_problem_says_where_it_is() -> None:
    problem = Problem(("provisions", "gd2019/18.3", "facts", 0), "不对", "wrong")
    assert problem.where == 'provisions["gd2019/18.3"].facts[0]'
    assert Problem((), "不对", "wrong").where == "$"


def test_the_command_names_file_line_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rules.json"
    path.write_text(TEXT.replace('"cite": "gd2019/18.11"', '"cite": "gd2019/18.12"'), encoding="utf-8")
    assert check.main([str(path)]) == 1
    line = line_of((*PROMOTIONS, 10), LINES)
    assert capsys.readouterr().out.startswith(f"{path}:{line}: regimes.parallel-2019.promotions[10].cite: 没有这一条款")


def test_the_command_is_content_with_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 0
    assert check.main(["--list"]) == 0
    assert "citations: Every value cites a provision that exists." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', "[]", '{"format": 1}'])
def test_the_command_survives_a_file_that_is_no_spec(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(text, encoding="utf-8")
    assert check.main([str(path)]) == 1
