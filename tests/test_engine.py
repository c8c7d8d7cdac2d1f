"""The parts of the engine: days, timelines, names; what its findings promise; that it stays pure and starts quickly."""

import ast
import calendar
import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import Rules, answer
from calculators.counting.verdict import verdict
from calculators.dates import days
from calculators.dates.days import BEGINNING, END, BadDate, Span, iso
from calculators.dates.timeline import (
    ALWAYS,
    MET,
    NEVER,
    OPEN,
    UNKNOWN,
    UNMET,
    Timeline,
    all_of,
    any_of,
    barred,
    certain,
    optimist,
    pessimist,
)
from calculators.law.names import Names
from calculators.telling import events, html, say
from calculators.telling.words import Words
from tests.support import ROOT, Json, Row, ask, at, every_row, rules

law = settings(
    derandomize=True, deadline=None, database=None, max_examples=200, suppress_health_check=list(HealthCheck)
)

FOLDER = ROOT / "calculators"
ENGINE = sorted(FOLDER.rglob("*.py"))


def place(path: Path) -> str:
    """A module of the engine by its place: `career/answer.py`."""
    return path.relative_to(FOLDER).as_posix()


# -- days ------------------------------------------------------------------------------------------------------------

any_day = st.dates(date(1950, 1, 1), date(2150, 12, 31)).map(date.toordinal)


def slowly_later(day: int, months: int) -> int:
    """The same day of the month some months on, found by looking at the calendar."""
    start = date.fromordinal(day)
    year, month = start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1
    length = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, length)).toordinal() + (start.day > length)


@law
@given(any_day, st.integers(-240, 600))
def test_months_are_added_on_the_calendar(day: int, months: int) -> None:
    assert days.add_months(day, months) == slowly_later(day, months)


@law
@given(any_day, any_day, st.integers(0, 600))
def test_a_later_day_stays_later(one: int, other: int, months: int) -> None:
    first, last = sorted((one, other))
    assert days.add_months(first, months) <= days.add_months(last, months)


@law
@given(any_day, st.integers(0, 9000))
def test_what_lies_between_leads_from_one_to_the_other(start: int, length: int) -> None:
    months, rest = days.between(start, start + length)
    assert days.add_months(start, months) + rest == start + length
    assert rest >= 0
    assert days.add_months(start, months + 1) > start + length, "not one month more"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-02-29", 12, "2021-03-01"),
        ("2020-02-29", 24, "2022-03-01"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2020-02-29", -12, "2019-03-01"),
        ("2023-01-31", 1, "2023-03-01"),
        ("2024-01-31", 1, "2024-03-01"),
        ("2024-01-30", 1, "2024-03-01"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2023-08-31", 18, "2025-03-01"),
        ("2023-03-31", 6, "2023-10-01"),
        ("2023-12-31", 2, "2024-03-01"),
        ("2023-12-31", 12, "2024-12-31"),
        ("2100-02-28", 12, "2101-02-28"),
    ],
)
def test_days_that_do_not_exist(start: str, months: int, end: str) -> None:
    assert days.iso(days.add_months(days.parse(start).first, months)) == end


@law
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_way_to_write_a_day_means_the_same(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    ways = [
        day.isoformat(), f"{year}.{month}.{number}", f"{year}/{month}/{number}", f"{year}{month:02}{number:02}",
        f"{year}年{month}月{number}日", f"{year}年{month}月{number}号", f" {year} 年 {month:02} 月 {number:02} 日 ",
        f"{year}.{month:02}.{number:02}", f"{year}－{month}－{number}",
        f"{number} {days.MONTHS[month - 1]} {year}", f"{number:02}-{days.MONTHS[month - 1][:3]}-{year}",
        f"{days.MONTHS[month - 1].upper()} {number}, {year}", f"{days.MONTHS[month - 1][:3]}. {number} {year}",
    ]  # fmt: skip
    assert {days.parse(way) for way in ways} == {Span(day.toordinal(), day.toordinal())}


@law
@given(st.integers(1900, 2200), st.integers(1, 12))
def test_every_way_to_write_a_month_is_all_of_its_days(year: int, month: int) -> None:
    ways = [f"{year}-{month:02}", f"{year}-{month}", f"{year}.{month}", f"{year}/{month}", f"{year}{month:02}"]
    first = date(year, month, 1).toordinal()
    whole = Span(first, first + calendar.monthrange(year, month)[1] - 1)
    assert {days.parse(way) for way in [*ways, f"{year}年{month}月", f"{year}年{month}月份"]} == {whole}
    in_words = [
        f"{days.MONTHS[month - 1]} {year}",
        f"{days.MONTHS[month - 1][:3]}. {year}",
        f"{days.MONTHS[month - 1]}, {year}",
    ]
    assert {days.parse(way) for way in in_words} == {whole}
    assert days.written(whole) == f"{year}-{month:02}"


@law
@given(st.text("0123456789-./年月日 ", max_size=12))
def test_what_is_no_date_is_refused_and_never_breaks(text: str) -> None:
    span = parsed(text)
    assert span in ("not-a-date", "no-such-day") or (isinstance(span, Span) and 0 <= span.last - span.first <= 30)


def parsed(text: str) -> Span | str:
    """The span, or the code of what is wrong."""
    try:
        return days.parse(text)
    except BadDate as bad:
        return bad.code


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "20260",
        "2026-1-1-1",
        "2026-",
        "-2026",
        "2026-01.05",
        "2026年",
        "2026年1",
        "1.5",
        "2026-01-01 - 2026-02-01",
        "二〇二六年一月",
        "June",
        "1 June",
        "Juno 2026",
        "1 June 2 2026",
        "June 12026",
        "June2 2026 1",
    ],
)
def test_what_is_not_a_date(text: str) -> None:
    with pytest.raises(BadDate) as caught:
        days.parse(text)
    assert caught.value.code == "not-a-date"


# -- timelines -------------------------------------------------------------------------------------------------------

VALUES = (UNMET, UNKNOWN, MET)
SPACE = range(-1, 31)  # days looked at one by one


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    turns = sorted(draw(st.sets(st.integers(1, 28), max_size=5)))
    return Timeline.of(
        (BEGINNING, draw(st.sampled_from(VALUES))), *((turn, draw(st.sampled_from(VALUES))) for turn in turns)
    )


stretches = st.lists(
    st.tuples(st.integers(0, 28), st.one_of(st.integers(0, 28), st.just(END))).filter(lambda one: one[0] < one[1]),
    max_size=4,
)


def looks(line: Timeline) -> list[int]:
    """The values day by day."""
    return [line.at(day) for day in SPACE if day >= 0]


def is_well_formed(line: Timeline) -> bool:
    changes = list(zip(line.values, line.values[1:], strict=False))
    return (
        line.starts[0] == BEGINNING
        and list(line.starts) == sorted(set(line.starts))
        and len(line.starts) == len(line.values)
        and all(one != other for one, other in changes)
        and set(line.values) <= set(VALUES)
    )


@law
@given(st.lists(timelines(), max_size=4))
def test_all_and_any_combine_day_by_day(lines: list[Timeline]) -> None:
    every, some = all_of(lines), any_of(lines)
    assert looks(every) == [min((line.at(day) for line in lines), default=MET) for day in SPACE if day >= 0]
    assert looks(some) == [max((line.at(day) for line in lines), default=UNMET) for day in SPACE if day >= 0]
    assert is_well_formed(every)
    assert is_well_formed(some)


@law
@given(timelines(), timelines(), timelines())
def test_the_algebra_of_timelines(one: Timeline, other: Timeline, third: Timeline) -> None:
    assert all_of([one, other]) == all_of([other, one])
    assert any_of([one, other]) == any_of([other, one])
    assert all_of([one, all_of([other, third])]) == all_of([all_of([one, other]), third])
    assert all_of([one, one]) == any_of([one, one]) == one
    assert all_of([one, any_of([one, other])]) == any_of([one, all_of([one, other])]) == one
    assert all_of([one, any_of([other, third])]) == any_of([all_of([one, other]), all_of([one, third])])
    assert all_of([one, ALWAYS]) == any_of([one, NEVER]) == one
    assert all_of([one, NEVER]) == NEVER
    assert any_of([one, ALWAYS]) == ALWAYS


@law
@given(timelines())
def test_what_is_unknown_may_be_settled_either_way(line: Timeline) -> None:
    assert looks(optimist(line)) == [MET if value == UNKNOWN else value for value in looks(line)]
    assert looks(pessimist(line)) == [UNMET if value == UNKNOWN else value for value in looks(line)]
    assert is_well_formed(optimist(line))
    assert is_well_formed(pessimist(line))
    assert (optimist(OPEN), pessimist(OPEN)) == (ALWAYS, NEVER)


@law
@given(timelines(), st.integers(0, 30))
def test_since_when_and_from_when(line: Timeline, day: int) -> None:
    since = line.since(day)
    assert all(line.at(other) == line.at(day) for other in range(since, day + 1))
    assert since == BEGINNING or line.at(since - 1) != line.at(day)
    later = [other for other in range(day + 1, 40) if line.at(other) == MET and line.at(other - 1) != MET]
    assert line.next_met(day) == (later[0] if later else None)
    assert line.met_from(day) == (day if line.at(day) == MET else line.next_met(day))
    turns = since if line.at(day) == MET else line.next_met(day)
    assert verdict(line, day, by_day=True) == (line.at(day), iso(turns) if turns else None)


@law
@given(stretches, stretches)
def test_stretches_become_timelines(possible: list[tuple[int, int]], sure: list[tuple[int, int]]) -> None:
    def expected(day: int) -> int:
        if any(start <= day < end for start, end in sure):
            return MET
        return UNKNOWN if any(start <= day < end for start, end in possible) else UNMET

    for line, turned in ((certain(possible, sure), False), (barred(possible, sure), True)):
        assert looks(line) == [MET - expected(day) if turned else expected(day) for day in SPACE if day >= 0]
        assert is_well_formed(line)


# -- names -----------------------------------------------------------------------------------------------------------

TABLES = {
    "things": rules().thing_names,
    "grades": rules().grade_names,
    "effects": rules().effect_names,
    "regimes": rules().regime_names,
}


def entries(table: str) -> Iterator[tuple[str, Json]]:
    yield from getattr(rules(), table).items()


@pytest.mark.parametrize("table", TABLES)
def test_every_name_is_found_however_it_is_written(table: str) -> None:
    for id_, entry in entries(table):
        for name in (id_, entry["zh"], entry["en"], *entry.get("short", ())):
            ways = {name, name.upper(), f" {name} ", " ".join(name), name.translate({ord(" "): "\u3000"})}
            assert all(id_ in TABLES[table].find(way) for way in ways), name


@pytest.mark.parametrize("table", TABLES)
def test_full_names_mean_one_thing(table: str) -> None:
    for id_, entry in entries(table):
        for name in (id_, entry["zh"], entry["en"]):
            found = TABLES[table].find(name)  # a ladder that has ended may share its names with one of today
            assert id_ in found
            assert all(one == id_ or _ended(id_) or _ended(one) for one in found), name


def _ended(id_: str) -> bool:
    return "to" in rules().spec["ladders"][id_.partition("/")[0]]


def test_no_rank_of_the_ladder_shares_a_short_form() -> None:
    for id_ in (id_ for id_ in rules().things if id_.startswith(("general/", "post/"))):
        for short in rules().things[id_].get("short", ()):
            found = rules().thing_names.find(short)
            assert [one for one in found if not _ended(one)] == [id_], short


@law
@given(st.text(max_size=30))
def test_any_text_has_near_names_or_none(text: str) -> None:
    near = rules().thing_names.near(text)
    assert len(near) == len(set(near)) <= 3
    assert all(rules().thing_names.find(name) for name in near)


def test_a_name_of_two_things_finds_both() -> None:
    names = Names()
    names.add("old/one", "一级警长")
    names.add("new/one", "一级警长")
    assert names.find("一级警长") == ["old/one", "new/one"]


# -- what an answer holds --------------------------------------------------------------------------------------------

each_answer = pytest.mark.parametrize("row", every_row()[::3], ids=lambda row: row.id)
ORDER = {"unmet": UNMET, "unknown": UNKNOWN, "met": MET}


def bodies(row: Row) -> list[Json]:
    """The answer to a row, or the answers for each next step."""
    body = ask(row.request)
    assert "error" not in body, body
    found: list[Json] = body.get("targets", [body])
    return found


def every_finding(row: Row) -> Iterator[tuple[Json, Json]]:
    """Each finding of the answers to a row, with its answer."""
    return ((body, finding) for body in bodies(row) for finding in findings(body["findings"]))


def findings(finding: Json) -> Iterator[Json]:
    yield finding
    for child in finding.get("children", ()):
        yield from findings(child)


@each_answer
def test_a_tree_of_findings_adds_up(row: Row) -> None:
    for body in bodies(row):
        check_tree(body)


def check_tree(body: Json) -> None:
    assert body["findings"]["status"] == body["status"]
    for finding in findings(body["findings"]):
        below = [ORDER[child["status"]] for child in finding.get("children", ())]
        if below:
            assert ORDER[finding["status"]] == (min if finding["kind"] == "all" else max)(below)
        for cite in [finding["cite"]] if isinstance(finding.get("cite"), str) else finding.get("cite", ()):
            assert cite in rules().provisions
        if finding["kind"] in ("step", "tenure", "free"):
            assert finding["cite"], "no reason without its article"


@each_answer
def test_a_credit_agrees_with_its_verdict(row: Row) -> None:
    for one, finding in every_finding(row):
        values = finding.get("values", {})
        if finding["kind"] == "tenure" and "credit" in values and finding["status"] != "unknown":
            enough = values["credit"]["years"] >= values["years"]
            assert enough == (finding["status"] == "met") or finding["turns"] is None or one["as_of"] < "2019-06-01"


def test_a_month_leaves_the_month_open_and_asks_only_for_the_day_that_matters() -> None:
    held = [
        {"rank": "二级主任科员", "from": "2021-07", "to": "2023-08"},
        {"rank": "一级主任科员", "from": "2023-09"},
    ]
    grades = {str(year): "称职" for year in range(2021, 2026)}
    asked = {"target": "四级调研员", "person": {"held": held, "grades": grades, "effects": []}}
    body = ask({"as_of": "2026-11-25"} | asked)
    assert body["earliest"] == "2025-09"
    assert [one["inputs"] for one in body["missing"]] == [["/person/held/1/from"]]
    tenure = next(one for one in body["findings"]["children"] if one["kind"] == "tenure")
    assert tenure["turns"] == "2025-09"


@each_answer
def test_a_ledger_has_no_gap(row: Row) -> None:
    for one, finding in every_finding(row):
        lines = finding.get("values", {}).get("ledger", [])
        last = one["until"] if one["calculator"] == "career" else one["as_of"]  # a step to come has its own day
        assert all(line["from"][:10] <= line["to"] <= last for line in lines)
        assert all(line["from"][:4] == line["to"][:4] == str(line["year"]) for line in lines)
        assert lines == sorted(lines, key=lambda line: line["from"])
        for before, after in pairwise(lines):
            whole = date.fromisoformat(before["to"]).toordinal() + 1 == date.fromisoformat(after["from"]).toordinal()
            assert whole or "interrupted" in row.id or "demotion" in row.id or "demoted" in row.id


@each_answer
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_answer_can_be_told(row: Row, lang: str) -> None:
    for body in bodies(row):
        check_told(body, lang)


def check_told(body: Json, lang: str) -> None:
    text = say.as_text(body, rules(), lang)
    assert not set(text) & set("{}"), "a sentence was not filled"
    for word in (
        "None",
        "person/",
        "person.",
        "可以晋升",
        "may be promoted",
        "zhurenkeyuan",
        "diaoyanyuan",
        "  ，",
        "。。",
    ):
        assert word not in text, word
    assert {"zh": "非官方", "en": "Not an official tool"}[lang] in text
    report = say.tell(body, rules(), lang)
    assert not re.search("：[^。；：（）]*：", report["headline"]), "a colon inside what a colon introduces"
    if body["calculator"] == "term" and body["status"] == "unknown":
        assert not re.search("^(起限制作用的规定|The rule that stops)", text, re.MULTILINE), "it may"
    of_things = body["calculator"] in ("conversion", "tenure")  # these say what is, and not what may be done
    if body["status"] == "met" and body["settled"] and not of_things:
        assert {"zh": "由组织决定", "en": "for the organisation to decide"}[lang] in report["headline"]
    if not body["settled"]:
        assert body["range"]["moved_by"], "not settled, and no reading says why"


def test_a_date_that_missing_inputs_could_make_earlier_is_told_as_the_latest() -> None:
    """A start known to its month, and an excellent first year that may cover more than half of it."""
    grades = {"2022": "优秀", "2023": "称职", "2024": "称职"}
    request = {
        "target": "二级主任科员",
        "person": {"held": [{"rank": "三级主任科员", "from": "2022-07"}], "grades": grades, "effects": []},
        "readings": {"appointment-year-excellent": "half-year"},
    }
    for as_of, zh, en in (
        ("2025-11-21", "最迟自2024年7月31日起已经具备", "since 31 July 2024 at the latest"),
        ("2023-11-21", "最迟自2024年7月31日起具备", "from 31 July 2024 at the latest"),
    ):
        body = answer({**request, "as_of": as_of}, rules())
        assert zh in say.tell(body, rules(), "zh")["headline"]
        assert en in say.tell(body, rules(), "en")["headline"]


@pytest.mark.parametrize(
    ("held", "target", "readings", "zh", "en"),
    [
        (
            [
                {"post": "主任科员", "from": "2018-01-01", "to": "2019-05-31"},
                {"rank": "二级主任科员", "from": "2019-06-01"},
            ],
            "一级主任科员",
            {},
            "自2018年1月1日起任职，至2021年9月1日计入3年8个月（含任主任科员的时间）",
            "(with the time as Principal Staff Member (former post))",
        ),
        (
            [{"post": "县处级正职", "from": "2015-01-01"}, {"rank": "一级调研员", "from": "2019-09-01"}],
            "二级巡视员",
            {"surplus": "first"},
            "自2018年1月1日起任职，至2021年9月1日计入3年8个月（2019年9月1日起任本职级，此前是晋升时超出年限的时间）",
            "(the rank itself since 1 September 2019; what lies before it are years that the promotion left over)",
        ),
    ],
)
def test_time_before_the_rank_itself_is_told_as_such(
    held: list[Json], target: str, readings: Json, zh: str, en: str
) -> None:
    grades = {str(year): "称职" for year in range(2015, 2021)}
    request = {"as_of": "2021-09-01", "target": target, "readings": readings}
    body = answer({**request, "person": {"held": held, "grades": grades, "effects": []}}, rules())
    assert zh in say.as_text(body, rules(), "zh")
    assert en in say.as_text(body, rules(), "en")


def test_an_effect_period_that_ends_after_its_system_says_so() -> None:
    person = {"effects": [{"kind": "政务撤职", "from": "2018-07-15"}]}
    for as_of, ended in (("2018-11-12", "2019-05-31"), ("2019-11-12", None)):
        body = answer({"calculator": "effect", "as_of": as_of, "person": person}, rules())
        assert (body["until"], body.get("regime_to")) == ("2020-07-15", ended)
        assert ("推算的日期在此之后" in say.as_text(body, rules(), "zh")) is bool(ended)


@pytest.mark.parametrize(
    ("start", "sanction", "earliest", "code"),
    [  # the day, and which sentence tells of the end of the system, if any
        ("2014-05-01", None, "2017-05-01", None),
        ("2016-05-01", None, "2019-05-01", "regime.after-some"),  # after a lost year, later
        ("2016-05-01", "2018-05-31", "2019-05-31", "regime.after-some"),  # read strictly, the day after
        ("2018-01-01", None, "2021-01-01", "regime.after"),
    ],
)
@pytest.mark.parametrize("calculator", ["promotion", "path", "career"])
def test_a_date_after_the_end_of_its_system_is_told_as_such(
    calculator: str, start: str, sanction: str | None, earliest: str, code: str | None
) -> None:
    """In a career no such day is given at all, and no calendar takes one up."""
    effects = [{"kind": "政务记过", "from": sanction}] if sanction else []
    grades = dict.fromkeys(("2014", "2015", "2016", "2017"), "称职")
    person = {"held": [{"post": "副主任科员", "from": start}], "grades": grades, "effects": effects}
    request = {"calculator": calculator, "as_of": "2018-06-01", "person": person}
    request |= {"target": "主任科员"} if calculator == "promotion" else {}
    body = answer(request | ({"until": "2025-12-31"} if calculator == "career" else {}), rules())
    after = code == "regime.after"
    if calculator == "career":
        assert body["earliest"] == (None if after else max(earliest, "2018-06-01"))
        assert "此后应按后来的制度办理" in say.as_text(body, rules(), "zh")
        return
    one = body["next"][0] if calculator == "path" else body
    assert (one["earliest"], one.get("regime_to")) == (earliest, "2019-05-31" if code else None)
    text, words = say.as_text(body, rules(), "zh"), Words(rules(), "zh")
    for each in ("regime.after", "regime.after-some"):
        assert (words.text(each, to="2019年5月31日") in text) is (each == code)
    assert bool(events.events(body, rules(), "zh")) is (one["status"] == "unmet" and not after)


def test_a_career_asks_for_nothing_that_could_only_bring_a_day_after_its_system() -> None:
    person = {"held": [{"post": "乡科级副职", "from": "2010-01-01"}], "grades": {}, "effects": []}
    request = {"calculator": "career", "as_of": "2018-06-01", "until": "2025-12-31", "regime": "county-2015"}
    assert answer({**request, "person": person}, rules())["missing"] == []


def test_a_rank_without_a_range_of_levels_is_not_asked_for_again() -> None:
    person = {"held": [{"rank": "二级警长", "from": "2021-01-01"}], "level": 20, "effects": []}
    request = {"calculator": "level", "as_of": "2026-11-21", "regime": "parallel-2019"}
    body = answer({**request, "person": person}, rules())
    assert (body["status"], body["level"], body["missing"]) == ("unknown", None, [])
    assert "级别范围没有经核实的数字" in say.as_text(body, rules(), "zh")
    assert answer({**request, "person": {"level": 20}}, rules())["missing"][0]["inputs"] == ["/person/held"]


def test_a_rank_that_was_held_is_not_said_to_be_missing() -> None:
    person = {"held": [{"rank": "三级主任科员", "from": "2020-01-01", "to": "2023-12-31"}], "effects": []}
    body = answer({"as_of": "2024-06-01", "target": "二级主任科员", "person": person}, rules())
    text = say.as_text(body, rules(), "zh")
    assert "没有填写" not in text
    assert "当天没有任这一职级序列中的职级" in text


def test_why_no_date_follows_is_said_also_where_only_a_period_bars_on_the_day() -> None:
    """After the period the years would decide, and no source gives them."""
    held, effects = [{"post": "副调研员", "from": "2004-02-25"}], [{"kind": "政务记过", "from": "2010-01-01"}]
    grades = {str(year): "称职" for year in range(2004, 2010)}
    person = {"held": held, "grades": grades, "effects": effects}
    body = answer({"as_of": "2010-06-01", "target": "former/diaoyanyuan", "person": person}, rules())
    assert (body["status"], body["earliest"], body["missing"]) == ("unmet", None, [])
    for lang, open_, why in (
        ("zh", "具备的日期也还不能确定", "所见资料没有列出"),
        ("en", "the date is still open", "The sources do not list the years"),
    ):
        headline = say.tell(body, rules(), lang)["headline"]
        assert open_ in headline
        assert why in headline


@pytest.mark.parametrize(
    ("until", "since", "said"),
    [
        ("2024-05-31", "2024-06", True),
        ("2024-05", "2024-06", True),
        ("2024-06", "2024-06", True),
        ("2024-05-31", "2024-06-01", False),
        ("2024-05", "2024-06-01", False),
        ("2024-05-31", "2024-07", False),
    ],
)
def test_two_entries_that_meet_in_a_month_are_said_to_be_counted_as_unbroken(
    until: str, since: str, said: bool
) -> None:
    held = [{"rank": "三级主任科员", "from": "2023-03-01", "to": until}, {"rank": "三级主任科员", "from": since}]
    person = {"held": held, "grades": {"2023": "称职", "2024": "称职", "2025": "称职"}, "effects": []}
    body = answer({"as_of": "2026-11-21", "target": "二级主任科员", "person": person}, rules())
    assert ("2024年6月前后两段按没有间断计算" in say.as_text(body, rules(), "zh")) is said


def test_what_no_condition_looks_at_is_said_first_and_not_called_fulfilled() -> None:
    """The provisions of 1997 on judges ask for years only: they name no grades and no sanctions."""
    request = {
        "as_of": "2015-01-01",
        "target": "一级法官",
        "person": {
            "held": [{"rank": "二级法官", "from": "2010-05-01"}],
            "grades": {"2012": "不称职"},
            "effects": [{"kind": "记大过", "from": "2014-10-01"}, {"kind": "政务警告", "from": "2010-10-01"}],
        },
    }
    told = say.tell(answer(request, rules()), rules(), "zh")
    assert "能够计算的年限条件自2014年5月1日起已经具备" in told["headline"]
    assert "但所填政务记大过没有计入" in told["headline"]
    (warning,) = (one for one in told["warnings"] if one["kind"] == "unasked")
    assert "记大过" in warning["text"]
    assert "警告" not in warning["text"], "a period that is over bars nothing anywhere"
    assert any(line.startswith("所填年度考核结果没有计入") for line in told["lines"])


def test_a_rank_that_the_organ_does_not_have_is_said_before_the_verdict() -> None:
    request = {
        "as_of": "2025-06-01",
        "target": "一级调研员",
        "person": {
            "held": [{"rank": "二级调研员", "from": "2021-01-01"}],
            "grades": {},
            "effects": [],
            "organ": {"kind": "county"},
        },
    }
    told = say.tell(answer(request, rules()), rules(), "zh")
    assert told["warnings"][0]["kind"] == "not-set-up-here"
    assert told["headline"].startswith(
        "县（市、区、旗）机关不设置一级调研员，以下结论没有计入这一点，请先核对。晋升一级调研员"
    )
    english = say.tell(answer(request, rules()), rules(), "en")["headline"]
    assert english.startswith("First-class Consultant is not set up in this kind of organ")


@each_answer
def test_an_answer_has_all_its_parts(row: Row) -> None:
    for body in bodies(row):
        check_parts(body)


@each_answer
def test_a_month_is_written_only_where_one_was_given(row: Row) -> None:
    """Or where the law is known to the month only, as that of the county ranks."""
    if MONTH.search(json.dumps(row.request, ensure_ascii=False)):
        return
    for body in map(json.dumps, bodies(row)):
        if "county-2015" not in body:
            dates = re.findall(r'"(?:turns|earliest|stops_on|until|at_best)": "(.*?)"', body)
            assert not [one for one in dates if len(one) == len("2026-03")]


MONTH = re.compile(r'"\d{4}\W?(?:年\s*)?\d{1,2}月?"')


# What these answer may hold since ever: then there is no day since when.
UNDATED = ("effect", "term", "conversion", "level", "tenure", "quota")


def check_parts(body: Json) -> None:
    parts = {"api", "calculator", "as_of", "regime", "target", "status", "settled", "earliest", "range", "evidence"}
    parts |= {"findings", "missing", "judgements", "what_if", "unused", "conflicts", "spec"}
    assert parts <= set(body)
    assert len(body["what_if"]) <= 3
    assert body["spec"]["digest"].startswith("sha256:")
    never_barred = body["calculator"] in UNDATED and not body["earliest"]
    never_barred |= body["regime"] == "transfer-in"  # an age is not too high from birth on
    never_barred |= body["calculator"] == "entry" and body["from"] is None  # no text says from when service counts
    if body["status"] == "met" and body["findings"]["kind"] != "scope" and not never_barred:
        assert body["earliest"] is not None
        assert body["earliest"] <= (body["until"] if body["calculator"] == "career" else body["as_of"])
    if body["status"] == "unmet" and body["earliest"]:
        assert body["earliest"] > body["as_of"][: len(body["earliest"])] or len(body["earliest"]) == len("2026-03")
    if body["status"] == "unknown" and body["findings"]["kind"] != "scope":
        # No input could settle what no source gives, or what only an unverified one does.
        silent = (
            "no-number",
            "no-source",
            "entry.experienced",
            "not-told",
            "outside.",
            "regained",
            "'ended'",
            "reach.extension",
            "path.promotion.why",
            "'unverified'",
        )
        no_number = any(code in str(body["findings"]) for code in silent)
        assert body["missing"] or body.get("later") or no_number, "unknown, and nothing is asked for"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "最迟自2018年10月1日起不再受此限制"), ("en", "from 1 October 2018 at the latest")]
)
def test_a_last_day_that_is_only_a_bound_is_told_as_the_latest(lang: str, words: str) -> None:
    row = next(row for row in every_row() if row.id.startswith("effect-at-the-latest"))
    assert words in say.tell(ask(row.request), rules(), lang)["headline"]


def test_every_sentence_code_of_a_finding_exists_in_both_languages() -> None:
    told = (finding for row in every_row() for body in bodies(row) for finding in findings(body["findings"]))
    codes = {finding.get("code", finding["kind"]) for finding in told}
    for code in codes - {"judgement"}:
        assert set(rules().spec["sentences"][code]) >= {"zh", "en"}, code


# -- numbers come from the spec --------------------------------------------------------------------------------------


def test_a_running_year_is_marked_provisional() -> None:
    body = ask(next(row for row in every_row() if row.id == "running-year-2").request)
    provisional = [
        finding["values"]["provisional"]
        for finding in findings(body["findings"])
        if "provisional" in finding.get("values", {})
    ]
    assert provisional == [[2026]]


def test_an_alternative_may_ask_for_other_years_than_the_rest() -> None:
    """A year less for the post than for the rank; the two are then never added up."""
    spec = copy.deepcopy(rules().spec)
    rule = next(rule for rule in spec["regimes"]["parallel-2019"]["promotions"] if rule["to"] == "diaoyanyuan-3")
    rule["any"] = [{"post": "chu-fu", "years": 1}, "diaoyanyuan-4"]
    held = [{"post": "县处级副职", "from": "2024-03-01"}]
    person = {"held": held, "grades": {"2024": "称职", "2025": "称职"}, "effects": []}
    request = {"as_of": "2026-11-21", "target": "三级调研员", "person": person}
    request["readings"] = {"or-branches": "sum"}
    assert answer(request, Rules(spec))["earliest"] == "2025-03-01"
    held[0] = {"rank": "四级调研员", "from": "2024-03-01"}
    assert answer(request, Rules(spec))["earliest"] == "2026-03-01"


def test_values_of_the_tree_are_reached_by_a_path() -> None:
    body = ask(next(row for row in every_row() if row.id == "full-example").request)
    assert at(body, "range.strict.earliest") == "2026-03-01"
    assert at(body, "findings.children.0.kind") == "step"
    assert at(body, "nothing.at.all") is None


# -- the code itself -------------------------------------------------------------------------------------------------

# No number of the law stands in code. These may, each for what it says; drawing measures its picture in many more.
EVERYWHERE = {
    0: "the first place, nothing",
    1: "the next one",
    2: "the third value of a timeline; two branches",
    12: "months in a year",
}
ALLOWED: dict[str, set[float]] = {
    "__main__.py": set(),
    "api.py": {4_000_000, 300},  # the size of a text, and of a number in it
    "dates/days.py": {
        1900,
        2200,
        10,
        9,
        9998,
        512,
        4096,
        3,
        4,
    },  # years that can be written; the end of time; caches; letters of months
    "asking/errors.py": {40, 1000},  # the length of a value in a message; bits of a number in one
    "telling/events.py": {6},  # how many articles one entry of a calendar names
    "counting/missing.py": {4},  # years tried in all combinations; digits of a year
    "law/names.py": {0.3, 0.7, 0.8, 3, 10, 4096},  # how near a name is, how many are shown; a cache
    "procedure/answer.py": {250},  # the working days of a year
    "dates/workdays.py": {7, 5},  # the days of a week, and of its work
    "quota/answer.py": {1_000_000},  # far more posts than an organ has
    "quota/limits.py": {100},  # percent
    "asking/facts.py": {512},  # the size of a table
    "asking/profiles.py": {60, 40},  # sizes of texts
    "asking/parts.py": {400, 200, 40, 20},  # sizes of lists and texts
    "asking/request.py": {4, 512},  # digits of a year; the size of a table
    "telling/say.py": {3},  # how many provisions one warning names
    "counting/marks.py": {0.5},  # more than half of a year
    "counting/whatif.py": {3},  # how many are shown
}
DRAWING = {"draw.py", "html.py"}


def numbers(path: Path) -> set[float]:
    """The numbers in a module, but for those that cut a text or a list: ``day[:7]``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    cuts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Slice) for part in (node.lower, node.upper)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and id(node) not in cuts
    }


@pytest.mark.parametrize("path", ENGINE, ids=place)
def test_no_number_of_the_law_stands_in_code(path: Path) -> None:
    if path.name not in DRAWING:
        new = numbers(path) - set(EVERYWHERE) - ALLOWED.get(place(path), set())
        assert not new, (
            f"{place(path)}: {sorted(new)}: if it is of the law it belongs in the spec, else it is entered above"
        )


FORBIDDEN_CALLS = {
    "today",
    "now",
    "utcnow",
    "time",
    "open",
    "print",
    "input",
    "exec",
    "eval",
    "system",
    "urlopen",
    "getenv",
}
FORBIDDEN_MODULES = {"os", "socket", "urllib", "http", "random", "time", "subprocess", "pathlib", "sys", "threading"}


@pytest.mark.parametrize("path", [path for path in ENGINE if path.name != "__main__.py"], ids=place)
def test_the_engine_reads_no_clock_and_no_file(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in FORBIDDEN_CALLS, f"line {node.lineno}: {name}()"
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        used = {name.partition(".")[0] for name in names}
        assert not used & FORBIDDEN_MODULES, f"{place(path)} imports {used & FORBIDDEN_MODULES}"
        assert used <= set(sys.stdlib_module_names), f"{place(path)} imports {used}"


NAMED = [entry for table in (rules().things, rules().grades, rules().effects) for entry in table.values()]
LANGUAGE = [entry[lang] for entry in NAMED for lang in ("zh", "en")]


@pytest.mark.parametrize("path", ENGINE, ids=place)
def test_no_name_of_a_rank_a_grade_or_an_effect_stands_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
    ]
    assert [(name, text) for text in texts for name in LANGUAGE if name in text] == []


def test_the_engine_is_imported_quickly() -> None:
    """In a fresh Python, in under 100 ms of the processor's time, however busy the machine is."""
    code = "import time; start = time.process_time(); import calculators; print(time.process_time() - start)"
    runs = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True) for _ in range(5)]
    assert min(float(run.stdout) for run in runs) < 0.1


def test_the_engine_imports_nothing_heavy() -> None:
    """What Pyodide has not loaded by itself anyway: that has dataclasses, and what those need."""
    code = "import sys, calculators; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    heavy = {
        "argparse",
        "asyncio",
        "difflib",
        "http",
        "logging",
        "subprocess",
        "urllib.request",
    }
    assert heavy & set(loaded.split()) == set()


@pytest.mark.parametrize(
    ("held", "grades", "effect", "zh", "en"),
    [
        # The year is left without a grade by the sanction, and counts only until that is so on 1 January.
        ({"rank": "二级主任科员", "from": "2023-06-01"}, {"2023": "称职", "2024": "称职", "2025": "不定等次"},
         {"kind": "记大过", "from": "2025-01-10"}, "自2027年1月1日起又不具备", "any more from 1 January 2027"),
        ({"rank": "二级主任科员", "from": "2024-01-01"}, {"2024": "称职", "2025": "称职"},
         {"kind": "记过", "from": "2025-08-15"}, "但2025年度填为称职，与政务记过", "But 2025 is given as Competent"),
        ({"post": "主任科员", "from": "2024-03-01"}, {"2024": "称职", "2025": "称职"},
         None, "但主任科员自2019年6月1日套转后不再任用", "since the conversion on 1 June 2019"),
        # Whether the rank is still held at all is for people to settle first; of two such points the graver is said.
        ({"rank": "二级主任科员", "from": "2022-01-01"},
         {"2022": "称职", "2023": "称职", "2024": "不称职", "2025": "称职"},
         None, "但按所填2024年度考核结果，职级应否已经降低", "settle whether the rank should have been"),
        ({"rank": "二级主任科员", "from": "2021-01-01"},
         {"2021": "称职", "2022": "称职", "2024": "不称职", "2025": "不称职"},
         None, "属于规定予以辞退的情形，请先核对是否已经辞退。", "dismissal from service is prescribed; check"),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_would_turn_it_around(
    held: Json, grades: Json, effect: Json | None, zh: str, en: str
) -> None:
    person = {"held": [held], "grades": grades, "effects": [effect] if effect else []}
    body = ask({"as_of": "2026-11-21", "target": "一级主任科员", "person": person})
    assert body["status"] == "met"
    assert zh in say.tell(body, rules(), "zh")["headline"]
    assert en in say.tell(body, rules(), "en")["headline"]


def test_readings_give_no_last_day_while_grades_are_missing() -> None:
    person = {"held": [{"rank": "二级主任科员", "from": "2023-11-01"}], "grades": {"2024": "称职"}, "effects": []}
    body = ask({"as_of": "2026-11-21", "target": "一级主任科员", "person": person})
    assert (body["status"], body["missing"][0]["best"]["earliest"]) == ("unknown", "2025-11-01")
    assert not any("口径" in line for line in say.tell(body, rules(), "zh")["lines"])


DISMISSAL = "dismissal-prescribed"


@pytest.mark.parametrize(
    ("as_of", "grades", "effects", "cite", "years"),
    [
        ("2024-06-30", {"2022": "不称职", "2023": "不称职"}, [], "gwyf2018/88", [2022, 2023]),
        # Until the second of the two grades exists there is nothing to decide.
        ("2023-12-31", {"2022": "不称职", "2023": "不称职"}, [], None, []),
        ("2024-02-28", {"2022": "不称职", "2023": {"grade": "不称职", "known_from": "2024-03-01"}}, [], None, []),
        ("2024-03-01", {"2022": "不称职", "2023": {"grade": "不称职", "known_from": "2024-03-01"}}, [],
         "gwyf2018/88", [2022, 2023]),
        # Not two years that do not follow each other, whatever lies between, nor a year that may be anything.
        ("2024-06-30", {"2021": "不称职", "2022": "称职", "2023": "不称职"}, [], None, []),
        ("2024-06-30", {"2021": "不称职", "2023": "不称职"}, [], None, []),
        # Three in a row hold one pair and a year more.
        ("2024-06-30", {"2021": "不称职", "2022": "不称职", "2023": "不称职"}, [], "gwyf2018/88", [2021, 2022]),
        # A grade that an effect sets is one; of one that it leaves open, nobody knows.
        ("2024-06-30", {"2022": "不称职"}, [{"kind": "撤销党内职务", "from": "2023-05-10"}],
         "gwyf2018/88", [2022, 2023]),
        ("2015-06-30", {"2013": "不称职"}, [{"kind": "党内严重警告", "from": "2014-05-10"}], None, []),
        # By the law of the day on which the second grade exists; before the trial rule of 2007 none was seen.
        ("2024-06-30", {"2017": "不称职", "2018": "不称职"}, [], "kh2007/19", [2017, 2018]),
        ("2024-06-30", {"2018": "不称职", "2019": "不称职"}, [], "gwyf2018/88", [2018, 2019]),
        ("2024-06-30", {"2005": "不称职", "2006": "不称职"}, [], None, []),
    ],
)  # fmt: skip
def test_years_in_a_row_raise_what_the_law_of_the_last_grade_says(
    as_of: str, grades: Json, effects: list[Json], cite: str | None, years: list[int]
) -> None:
    person = {"held": [{"rank": "二级调研员", "from": "2019-06-01"}], "grades": grades, "effects": effects}
    body = ask(
        {"as_of": as_of, "regime": "parallel-2019", "target": "一级调研员", "person": person}
        if as_of > "2019-06"
        else {
            "as_of": as_of,
            "target": "调研员",
            "person": person | {"held": [{"rank": "副调研员", "from": "2010-01-01"}]},
        }
    )
    raised = [one for one in body["judgements"] if one["id"] == DISMISSAL]
    paths = [f"/person/grades/{year}" for year in years]
    assert raised == ([{"id": DISMISSAL, "cite": cite, "paths": paths}] if cite else [])
    if cite:
        told = json.dumps(say.tell(body, rules(), "zh"), ensure_ascii=False)
        assert f"{years[0]}年度考核结果、{years[1]}年度考核结果" in told


def test_a_year_that_is_only_supposed_raises_nothing() -> None:
    person = {"held": [{"rank": "二级调研员", "from": "2024-01-01"}], "grades": {"2024": "不称职"}, "effects": []}
    body = ask({"calculator": "career", "as_of": "2025-06-30", "until": "2030-12-31", "person": person,
                "assume": {"grades": {"2025": "不称职"}}})  # fmt: skip
    assert DISMISSAL not in [one["id"] for one in body["judgements"]]


def test_a_grade_that_an_effect_sets_for_a_year_to_come_raises_it_in_a_career() -> None:
    effects = [{"kind": "撤销党内职务", "from": "2026-02-01"}]
    person = {"held": [{"rank": "二级调研员", "from": "2024-01-01"}], "grades": {"2025": "不称职"}, "effects": effects}
    body = ask({"calculator": "career", "as_of": "2026-06-30", "until": "2032-12-31", "person": person})
    (raised,) = [one for one in body["judgements"] if one["id"] == DISMISSAL]
    assert raised["paths"] == ["/person/grades/2025", "/person/grades/2026"]
    now = ask({"as_of": "2026-06-30", "target": "一级调研员", "person": person})
    assert DISMISSAL not in [one["id"] for one in now["judgements"]]


@pytest.mark.parametrize(
    ("was", "since", "now", "target", "zh", "en"),
    [
        ({"post": "县处级正职"}, "2015-03-01", "二级调研员", "一级调研员",
         "已满3年；但现已不任该职，这段时间是否计算取决于口径（已不担任的职务），本次按不计算",
         "whether it still counts is a reading (posts no longer held), by which it does not count here"),
        ({"rank": "三级调研员"}, "2020-03-01", "四级调研员", "二级调研员",
         "已满2年；但现已不任该职级，不能据以晋升", "but the rank is no longer held, so no promotion rests on it"),
        # Too few years: that they have ended is the whole reason.
        ({"post": "县处级正职"}, "2024-03-01", "二级调研员", "一级调研员",
         "计入1年；现已不任该职，不再累计", "credited with 1 year by 1 March 2026; it is no longer held"),
    ],
)  # fmt: skip
def test_enough_years_that_do_not_count_say_why(was: Json, since: str, now: str, target: str, zh: str, en: str) -> None:
    held = [{**was, "from": since, "to": "2025-02-28"}, {"rank": now, "from": "2025-03-01"}]
    grades = {str(year): "称职" for year in range(2015, 2026)}
    body = ask({"as_of": "2026-03-01", "target": target, "person": {"held": held, "grades": grades, "effects": []}})
    assert zh in say.as_text(body, rules(), "zh")
    assert en in say.as_text(body, rules(), "en")


@pytest.mark.parametrize(
    ("as_of", "effects", "raised"),
    [
        ("2024-06-01", [("党内警告", "2024-02-29")], ["no-such-day"]),
        ("2025-03-02", [("党内警告", "2024-02-29")], []),  # long over
        ("2024-06-01", [("党内警告", "2024-02-28")], []),
        ("2024-06-01", [("政务警告", "2024-03-31")], ["no-such-day"]),
        ("2024-06-01", [("政务警告", "2024-01-31")], []),  # July has a 31st
        ("2024-06-01", [("政务警告", "2024-03")], []),  # the day is what is open
        ("2024-06-01", [("政务记大过", "2022-01-10"), ("政务降级", "2023-01-10"), ("政务撤职", "2024-03-10")],
         ["limit-of-all"]),
        ("2024-06-01", [("政务记大过", "2023-01-10"), ("政务降级", "2024-01-10")], []),
        # The third one does not meet the second.
        ("2024-06-01", [("政务警告", "2020-01-10"), ("政务降级", "2020-03-10"), ("政务撤职", "2023-03-10")], []),
    ],
)  # fmt: skip
def test_what_no_text_settles_of_an_end_is_said(as_of: str, effects: list[tuple[str, str]], raised: list[str]) -> None:
    person = {"held": [{"rank": "二级调研员", "from": "2020-06-01"}],
              "effects": [{"kind": kind, "from": since} for kind, since in effects]}  # fmt: skip
    for calculator in ("effect", "promotion"):
        body = ask({"calculator": calculator, "as_of": as_of, "person": person}
                   | ({"target": "一级调研员"} if calculator == "promotion" else {}))  # fmt: skip
        assert [one["id"] for one in body["judgements"] if one["id"] in ("no-such-day", "limit-of-all")] == raised


def test_a_grade_known_only_later_is_not_told_as_one_that_was_not_given() -> None:
    grades = {"2024": "称职", "2025": {"grade": "称职", "known_from": "2026-03-01"}}
    person = {"held": [{"rank": "二级主任科员", "from": "2024-06-01"}], "grades": grades, "effects": []}
    for more in ({"target": "一级主任科员"}, {"calculator": "tenure"}):
        request = {"as_of": "2026-01-10", "person": person, **more}
        text, page = say.as_text(ask(request), rules(), "zh"), html.render(ask(request), rules(), "zh")
        assert "2025年度考核结果当日尚未确定，按不计算" in text
        assert "未填考核结果" not in text + page
        assert "grade for 2025 was not known on that day" in say.as_text(ask(request), rules(), "en")


@pytest.mark.parametrize(
    ("as_of", "since", "until"),
    [
        ("2025-07-20", "2022-09-01", "2026-01-01"),  # fulfilled from a day ahead, until the grade exists
        ("2025-09-20", "2022-09-01", "2026-01-01"),  # fulfilled now
        ("2025-07-20", "2021-09-01", None),  # enough years without the one that drops out
        ("2025-07-20", "2023-03-01", None),  # not in that year
    ],
)
def test_what_is_fulfilled_only_until_a_grade_exists_says_so(as_of: str, since: str, until: str | None) -> None:
    grades = {str(year): "称职" for year in range(2021, 2024)} | {"2024": "不定等次"}
    person = {"held": [{"rank": "二级主任科员", "from": since}], "grades": grades,
              "effects": [{"kind": "记大过", "from": "2024-01-10"}]}  # fmt: skip
    body = ask({"as_of": as_of, "target": "一级主任科员", "person": person})
    path = ask({"calculator": "path", "as_of": as_of, "person": person})
    assert [one.get("lapses") for one in path["next"]] == [until]
    texts = [say.tell(body, rules(), "zh")["headline"], say.as_text(path, rules(), "zh")]
    said = f"但按所填情况，自{Words(rules(), 'zh').date(until)}起又不具备。" if until else "又不具备"
    assert [said in text for text in texts] == [bool(until)] * 2
