"""Procedures and working days: the file says what the library says, and counting agrees with looking."""

import json
import re
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators import Rules, answer, load
from calculators.dates.workdays import Workdays, count
from calculators.procedure import report as procedure_report
from calculators.telling import html, say
from calculators.telling.words import Words
from generator import workdays
from generator.layout import RULES, WORKDAYS
from tests.support import Json, ask, rules

DATA = json.loads(WORKDAYS.read_text(encoding="utf-8"))
DAYS = Workdays(DATA)
NAMES = chinese_calendar.constants.holidays | chinese_calendar.constants.workdays
FIRST, LAST = (date.fromordinal(day) for day in (DAYS.first, DAYS.last))

law = settings(
    derandomize=True, deadline=None, database=None, max_examples=100, suppress_health_check=list(HealthCheck)
)


def procedure(start: str | None, **more: Any) -> Json:
    request = {"calculator": "procedure", "as_of": "2026-11-21", "person": {}, **more}
    return ask(request | ({"start": start} if start else {}))


# -- the data --------------------------------------------------------------------------------------------------------


def test_the_file_says_of_every_day_what_the_library_says() -> None:
    day, seen = FIRST, 0
    while day <= LAST:
        kind = DAYS.kind(day.toordinal())
        assert kind is not None
        assert kind.works == chinese_calendar.is_workday(day), day
        if kind.name:
            assert DATA["names"][kind.name]["en"] == NAMES[day], day
        seen += 1
        day += timedelta(1)
    assert seen == (LAST - FIRST).days + 1 > 365 * 20


def test_every_year_of_the_library_is_there_but_for_the_days_that_the_next_notice_may_move() -> None:
    last = max(chinese_calendar.constants.holidays).year
    assert [int(year) for year in DATA["years"]] == list(range(min(chinese_calendar.constants.holidays).year, last + 1))
    assert f"{last}-12-01" < DATA["through"] < f"{last}-12-31"
    moved = [
        day for day in [*chinese_calendar.constants.holidays, *chinese_calendar.constants.workdays] if day.month == 12
    ]
    assert min((day.month, day.day) for day in moved) == (12, LAST.day + 1)


def test_the_committed_file_is_the_one_that_the_command_writes(capsys: pytest.CaptureFixture[str]) -> None:
    assert workdays.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    assert DATA["source"]["version"] in (RULES.parent.parent / "requirements.txt").read_text(encoding="utf-8")


def test_the_command_says_where_the_file_differs(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workdays, "WORKDAYS", tmp_path / "workdays.json")
    assert workdays.main(["--check"]) == 1
    assert "zhiji workdays" in capsys.readouterr().out
    assert workdays.main([]) == 0
    assert (tmp_path / "workdays.json").read_bytes() == WORKDAYS.read_bytes()


# -- counting --------------------------------------------------------------------------------------------------------


@law
@given(st.dates(FIRST, LAST - timedelta(60)), st.integers(1, 20))
def test_a_count_ends_on_a_working_day_with_so_many_before_it(start: date, number: int) -> None:
    end = count(DAYS, start.toordinal(), number).end
    assert end is not None
    worked = list(chinese_calendar.get_workdays(start, date.fromordinal(end)))
    assert len(worked) == number
    assert worked[-1].toordinal() == end


@law
@given(st.dates(FIRST, LAST - timedelta(60)))
def test_the_notice_is_as_long_as_the_law_asks_in_both_readings(start: date) -> None:
    for reading, first in (("next-day", start + timedelta(1)), ("same-day", start)):
        body = procedure(start.isoformat(), readings={"notice-first-day": reading})
        notice = next(step for step in body["steps"] if step["id"] == "notice")
        end = date.fromisoformat(notice["earliest_end"])
        assert len(chinese_calendar.get_workdays(first, end)) == notice["working_days"]
        assert chinese_calendar.is_workday(end)
        assert body["steps"][-1]["from"] == (end + timedelta(1)).isoformat()


@law
@given(st.dates(FIRST, date(2060, 1, 1)))
def test_steps_follow_each_other_and_the_strict_reading_is_never_earlier(start: date) -> None:
    body = procedure(start.isoformat())
    dates = [date for step in body["steps"] for date in (step["from"], step["earliest_end"]) if date]
    assert dates == sorted(dates)
    ends = [body["range"][key]["earliest"] for key in ("strict", "generous")]
    if None not in ends:
        assert ends[0] >= ends[1]
    assert ("would_be" in body) == (body["status"] == "unknown")


def test_without_data_nothing_is_counted_and_the_reason_is_told() -> None:
    request = {"calculator": "procedure", "as_of": "2026-11-21", "start": "2025-06-09", "person": {}}
    bare = load(RULES.read_text(encoding="utf-8"))
    body = answer(request, bare)
    assert (body["status"], body["earliest"], body["would_be"]["earliest"]) == ("unknown", None, "2025-06-17")
    assert "没有载入工作日数据" in say.as_text(body, bare, "zh")
    assert "no data on working days" in say.as_text(body, bare, "en")
    assert body["steps"][2]["earliest_end"] == "2025-06-09"
    assert "workdays" not in body["spec"]
    assert html.picture(body, bare, "zh").startswith("<figure")


def test_an_unverified_length_decides_nothing() -> None:
    spec = json.loads(json.dumps(rules().spec))
    spec["provisions"]["gd2019/20.4"]["evidence"] = "unverified"
    request = {"calculator": "procedure", "as_of": "2026-11-21", "start": "2025-06-09", "person": {}}
    body = answer(request, Rules(spec, DAYS))
    assert (body["status"], body["earliest"]) == ("unknown", None)
    assert body["steps"][3]["earliest_end"] is None


# -- reading the request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"start": "2025-06"}, "/start", "needs-day"),
        ({"start": "2025-06-31"}, "/start", "no-such-day"),
        ({"start": []}, "/start", "not-a-date"),
        ({"begins": {"notice": "2025-06"}}, "/begins/notice", "needs-day"),
        ({"begins": {"posting": "2025-06-09"}}, "/begins/posting", "unknown-name"),
        ({"begins": []}, "/begins", "not-an-object"),
        ({"lasts": {"notice": 0}}, "/lasts/notice", "not-a-count"),
        ({"lasts": {"notice": 10**6}}, "/lasts/notice", "not-a-count"),
        ({"lasts": {"notice": "5"}}, "/lasts/notice", "not-a-count"),
        ({"organ": {"kind": "县里"}}, "/organ/kind", "unknown-name"),
        ({"organ": {"posts": 5}}, "/organ/posts", "unknown-key"),
    ],
)
def test_what_cannot_be_read_is_located(more: Json, path: str, code: str) -> None:
    error = ask({"calculator": "procedure", "as_of": "2026-11-21", "person": {}} | more)["error"]
    assert (error["path"], error["code"]) == (path, code)


def test_steps_may_be_named_as_people_do() -> None:
    by_id, by_name = (procedure("2025-06-09", begins={key: "2025-06-16"}) for key in ("notice", "对拟晋升人选进行公示"))
    assert by_id["steps"] == by_name["steps"]
    assert by_id["steps"][3]["from"] == "2025-06-16"


# -- what is said ----------------------------------------------------------------------------------------------------


def said(body: Json, lang: str) -> str:
    text = say.as_text(body, rules(), lang)
    assert not re.search(r"[{}]|None", text), text
    return text


def test_the_text_names_the_holiday_the_swapped_sunday_and_the_source() -> None:
    text = said(procedure("2025-09-26"), "zh")
    assert "自2025年9月26日开始的，最后一步（审批）最早可以在2025年10月11日办结" in text
    assert "不计：2025年10月1日至8日（国庆节、中秋放假）" in text
    assert "计入：2025年9月28日虽是周末，因国庆节调休上班" in text
    assert f"chinesecalendar {DATA['source']['version']}" in text
    assert f"工作日数据{DATA['source']['version']}，摘要" in text
    english = said(procedure("2025-09-26"), "en")
    assert "not counted: 1 to 8 October 2025 (National Day and Mid-autumn Festival)" in english
    assert "28 to 30 September 2025 and 9 to 10 October 2025" in english


def test_where_the_reading_decides_the_first_sentence_says_so() -> None:
    body = procedure("2026-11-13", as_of="2026-11-19")
    assert (body["status"], body["settled"]) == ("unmet", True)
    body = procedure("2026-11-13", as_of="2026-11-20")
    assert not body["settled"]
    assert "取决于公示的第一日口径：从严的，2026年11月21日；从宽的，2026年11月20日" in said(body, "zh").splitlines()[0]
    assert "depends on a reading (the first day of a notice)" in said(body, "en").splitlines()[0]


@pytest.mark.parametrize(("lang", "words"), [("zh", "公示期较早届满"), ("en", "the notice ends earlier")])
def test_a_reading_that_moves_only_the_notice_is_told(lang: str, words: str) -> None:
    body = procedure("2026-03-02", target="一级主任科员", begins={"approval": "2026-03-20"})
    assert [line for line in say.tell(body, rules(), lang)["lines"] if words in line]


def test_a_year_without_a_notice_says_why_and_what_it_would_be() -> None:
    text = said(procedure("2040-03-01"), "zh")
    assert "2040年3月2日是否上班，收录的放假安排没有规定" in text
    assert "如果只有周六、周日休息，最早2040年3月9日办结；这不是结论" in text
    assert "if only Saturdays and Sundays were free" in said(procedure("2040-03-01"), "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_end_on_a_day_off_says_that_an_office_works_on_working_days_only(lang: str) -> None:
    words = Words(rules(), lang)
    said = words.text("procedure.no-working-day", earliest=words.date("2026-09-25"), date=words.date("2026-09-28"))
    ends = {start: procedure(start) for start in ("2026-09-18", "2026-09-21")}
    assert [one["earliest"] for one in ends.values()] == ["2026-09-25", "2026-09-30"]
    assert [said in procedure_report.report(one, words)["lines"] for one in ends.values()] == [True, False]


def test_a_day_off_is_told_once_with_the_next_working_day() -> None:
    text = said(procedure("2025-10-01"), "zh")
    assert text.count("其后第一个工作日是2025年10月9日") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_events_are_the_dated_steps(lang: str) -> None:
    body, words = procedure("2025-09-22"), Words(rules(), lang)
    found = procedure_report.events(body, words)
    assert [event["date"] for event in found] == [step["from"] for step in body["steps"]]
    assert [event.get("end") for event in found] == [None, None, None, "2025-09-28", None]
    assert all(event["title"] and words.cite(step["cite"]) in event["text"]
               for event, step in zip(found, body["steps"], strict=True))  # fmt: skip
    assert len(procedure_report.events(procedure("2040-03-01"), words)) == 3
    assert procedure_report.events(procedure(None), words) == []


# -- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_shades_the_days_that_are_not_worked(lang: str) -> None:
    drawn = html.picture(procedure("2025-09-26"), rules(), lang)
    assert drawn.count('fill-opacity="0.45"') == 9, "27 September and 1 to 8 October"
    told = re.search(r'aria-label="([^"]*)"', drawn)
    assert told
    assert {"zh": "2025年9月26日至10月10日", "en": "26 September to 10 October 2025"}[lang] in told[1]
    assert "style=" not in drawn
    assert max(float(x) for x in re.findall(r'<rect x="([\d.]+)"', drawn)) < 352


def test_what_is_not_known_is_drawn_in_outline() -> None:
    drawn = html.picture(procedure("2040-03-01"), rules(), "zh")
    assert drawn.count("stroke-dasharray") == 3, "the notice, the approval and the legend"
    assert html.picture(procedure(None), rules(), "zh") == ""
