"""A career to come: what the cases do not say: the laws of its days, its picture, its report, its calendar."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from calculators.career import report as career_report
from calculators.telling import html, say
from calculators.telling.phrases import lapses
from calculators.telling.words import Words
from tests.support import Json, ask, every_row, rules
from tests.test_laws import careers, simple

AHEAD = [row for row in every_row() if row.request.get("calculator") == "career"]
law = settings(derandomize=True, deadline=None, database=None, max_examples=10, suppress_health_check=list(HealthCheck))
PLAIN: Json = {
    "calculator": "career",
    "as_of": "2026-11-21",
    "until": "2045-06-30",
    "person": {
        "held": [{"rank": "二级主任科员", "from": "2025-03-01"}],
        "grades": {"2025": "称职"},
        "effects": [],
    },
}
SWORN = ("可以晋升", "可晋升", "may be promoted", "can be promoted", "will be promoted", "有资格")


def ahead(request: Json, years: int = 15, **more: Any) -> Json:
    """The career to come of somebody who asks about a promotion."""
    until = f"{int(request['as_of'][:4]) + years}-12-31"
    kept = {key: value for key, value in request.items() if key != "target"}
    body = ask({**kept, "calculator": "career", "until": until, **more})
    assert "error" not in body, body
    return body


def days(bounds: list[Json]) -> list[str]:
    """The days of steps, comparable as texts; the last day of a month, and after all others where there is none."""
    return [(one["earliest"] + "-31")[:10] if one["earliest"] else "9999" for one in bounds]


def no_later(first: list[str], second: list[str]) -> bool:
    return all(one <= other for one, other in zip(first, second, strict=True))


# -- laws ------------------------------------------------------------------------------------------------------------


@law
@for_all(careers())
def test_a_step_comes_after_the_one_before_it_and_within_its_readings(request: Json) -> None:
    body = ahead(request)
    found = days(body["path"])
    assert found == sorted(found)
    assert len(set(found)) == len([one for one in found if one != "9999"]) + ("9999" in found)
    for end, others in (("strict", False), ("generous", True)):
        bounds = days([step["range"][end] for step in body["path"]])
        assert no_later(bounds, found) if others else no_later(found, bounds)
    assert all(request["as_of"] <= one <= "9999" for one in found)


@law
@for_all(simple())
def test_a_better_assumed_grade_is_never_later(request: Json) -> None:
    found = [ahead(request, assume={"grade": grade}) for grade in ("优秀", "称职", "基本称职")]
    for better, worse in pairwise(found):
        shared = len(worse["path"])
        assert len(better["path"]) >= shared
        assert no_later(days(better["path"])[:shared], days(worse["path"]))


@law
@for_all(simple())
def test_the_first_step_is_the_one_of_the_promotion(request: Json) -> None:
    """On the day that a promotion gives, or today where that is past; whatever grades the effects set."""
    one = ask({key: value for key, value in request.items() if key != "target"})["targets"][0]
    body = ahead(request, years=60)
    assert body["earliest"] == (max(one["earliest"], request["as_of"]) if one["earliest"] else None)
    if one["status"] == "met" and one["earliest"] < request["as_of"]:
        assert body["path"][0]["since"] == one["earliest"]


SETTING = ["诫勉", "免职", "政务警告", "政务记过", "政务记大过", "政务降级", "党内警告", "党内严重警告", "撤销党内职务",
           "留党察看一年"]  # fmt: skip


@st.composite
def sanctioned(draw: st.DrawFn) -> Json:
    """One rank, and one or two effects of the last years, of which some were graded and some were not."""
    request: Json = draw(simple())
    as_of = date.fromisoformat(request["as_of"])
    person = request["person"]
    person["effects"] = [
        {"kind": kind, "from": (as_of - timedelta(days=draw(st.integers(0, 1200)))).isoformat()}
        for kind in draw(st.lists(st.sampled_from(SETTING), min_size=1, max_size=2, unique=True))
    ]
    told = ask({"calculator": "effect", "as_of": request["as_of"], "person": {"effects": person["effects"]}})["grades"]
    for year in (year for year, one in told.items() if "is" in one and draw(st.booleans())):
        person["grades"].pop(year, None)
    return request


@settings(law, max_examples=120)
@for_all(sanctioned())
def test_the_first_step_is_the_one_of_the_promotion_after_a_sanction_too(request: Json) -> None:
    """The date, what the readings make of it, and where a grade that an effect sets decides, the evidence of it."""
    one = ask({key: value for key, value in request.items() if key != "target"})["targets"][0]
    body = ahead(request, years=60)
    assert body["earliest"] == (max(one["earliest"], request["as_of"]) if one["earliest"] else None)
    for end in ("strict", "generous"):
        date_ = one["range"][end]["earliest"]
        assert body["path"][0]["range"][end]["earliest"] == (max(date_, request["as_of"]) if date_ else None)
    if one.get("set"):
        assert one["evidence"] in ("secondary", "reprint")
    if body["path"] and body["path"][0]["status"] == "met":
        then = ask({**request, "as_of": body["path"][0]["earliest"], "target": body["path"][0]["rank"]})
        known = {body["path"][0].get("lapses"), None}  # none where a year over by then is supposed, and was not given
        assert then["status"] != "met" or lapses(then) in known
        assert one["status"] == "unknown" or one["earliest"] != body["earliest"] or lapses(one) in known


@settings(law, max_examples=60)
@for_all(sanctioned())
def test_a_grade_that_an_effect_sets_is_the_same_entered_or_not(request: Json) -> None:
    """In every calculator that looks at grades; of a year that is over, since another one has no grade to enter.

    What one reading sets and another leaves open is not the same once it is entered, so that reading is pinned.
    """
    request |= {"readings": {"both-kinds-grade": "heavier"}}
    person = request["person"]
    told = ask({"calculator": "effect", "as_of": request["as_of"], "person": {"effects": person["effects"]}})["grades"]
    set_ = {year: one["is"] for year, one in told.items() if "is" in one and year < request["as_of"][:4]}
    names = {year: rules().grades[id_]["zh"] for year, id_ in set_.items()}
    entered = request | {"person": person | {"grades": names | person["grades"]}}
    for calculator in ("promotion", "tenure", "path", "career"):
        kept = {key: value for key, value in request.items() if calculator == "promotion" or key != "target"}
        more = {"calculator": calculator} | ({"until": "2060-12-31"} if calculator == "career" else {})
        one, other = (ask({**kept, **more, "person": asked["person"]}) for asked in (request, entered))
        for key in ("status", "earliest", "range", "credit", "settled"):
            assert one.get(key) == other.get(key), (calculator, key)
        assert [step["earliest"] for step in one.get("path", ())] == [
            step["earliest"] for step in other.get("path", ())
        ]


@law
@for_all(simple())
def test_each_day_comes_true_if_it_is_lived(request: Json) -> None:
    """Promoted on each day, with the grades that were assumed, the next promotion is met on the day that was given."""
    request["person"]["effects"] = []
    body = ahead(request, years=12, assume={"grade": "优秀"})
    assume(body["path"])
    held = list(request["person"]["held"])
    for before, step in pairwise(body["path"]):
        last = {**held[-1], "to": (date.fromisoformat(before["earliest"]) - timedelta(days=1)).isoformat()}
        held = [*held[:-1], last, {"rank": before["rank"], "from": before["earliest"]}]
        years = range(int(request["as_of"][:4]), int(step["earliest"][:4]))
        grades = request["person"]["grades"] | {str(year): "优秀" for year in years}
        lived = {"held": held, "grades": grades, "effects": []}
        asked = {"as_of": step["earliest"], "target": step["rank"], "person": lived}
        assert (ask(asked)["status"], ask(asked)["earliest"]) == ("met", step["earliest"])
        eve = (date.fromisoformat(step["earliest"]) - timedelta(days=1)).isoformat()
        if eve > before["earliest"]:
            assert ask(asked | {"as_of": eve})["status"] == "unmet"


@law
@for_all(careers())
def test_pinning_every_reading_gives_the_ends_of_the_range(request: Json) -> None:
    body = ahead(request)
    for place, end in ((0, "strict"), (-1, "generous")):
        pinned = {id_: list(one["options"])[place] for id_, one in rules().readings.items()}
        alone = ahead(request, readings=pinned)
        shared = min(len(alone["path"]), len(body["path"]))
        expected = [step["range"][end]["earliest"] for step in body["path"][:shared]]
        assert [step["earliest"] for step in alone["path"][:shared]] == expected
        assert alone["range"]["moved_by"] == []


@law
@for_all(careers())
def test_what_is_asked_until_a_later_day_begins_the_same(request: Json) -> None:
    short, long = ahead(request, years=6), ahead(request, years=14)
    shared = [(step["rank"], step["earliest"]) for step in short["path"]]
    assert [(step["rank"], step["earliest"]) for step in long["path"]][: len(shared)] == shared


# -- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", AHEAD, ids=lambda row: row.id)
def test_every_answer_can_be_told_and_promises_nothing(row: Any) -> None:
    body = ask(row.request)
    text = "".join(tell(body, rules(), lang) for tell in (say.as_text, html.render) for lang in ("zh", "en"))
    assert not re.search(r"\{\w*\}|None|/person|/assume|/path", text)
    assert not [word for word in SWORN if word in text]


@pytest.mark.parametrize("row", AHEAD, ids=lambda row: row.id)
def test_the_picture_has_a_stair_for_each_step_and_says_them(row: Any) -> None:
    body = ask(row.request)
    for lang in ("zh", "en"):
        drawn = html.picture(body, rules(), lang)
        assert bool(drawn) == bool(body["path"])
        if drawn:
            figure = ElementTree.fromstring(drawn)
            told = figure[0].attrib["aria-label"]
            texts = [text.text for text in figure.iter("text")]
            names = [rules().name(step["rank"], lang) for step in body["path"]]
            assert all(name in texts and name in told for name in names)


def test_the_table_of_changes_stands_in_the_page_and_in_the_text() -> None:
    body = ask(PLAIN)
    assert '<th scope="col">2026年基本称职</th>' in html.render(body, rules(), "zh")
    assert '<th scope="row">一级主任科员</th><td>2027.3.1</td><td>2027.1.1</td>' in html.render(body, rules(), "zh")
    assert re.search(r"四级调研员 +2029\.3\.1 +2029\.1\.1 +2028\.7\.1", say.as_text(body, rules(), "zh"))


def test_a_step_says_from_when_its_conditions_are_fulfilled_no_more() -> None:
    held, effects = {"rank": "二级主任科员", "from": "2022-09-01"}, [{"kind": "记大过", "from": "2024-01-10"}]
    grades = {"2022": "称职", "2023": "称职", "2024": "不定等次"}
    body = ask(PLAIN | {"as_of": "2025-07-20", "person": {"held": [held], "grades": grades, "effects": effects}})
    for lang, said in (
        ("zh", "但2026年1月1日以前没有晋升的"),
        ("en", "But if the promotion is not made before 1 January 2026"),
    ):
        text, page = say.as_text(body, rules(), lang), html.render(body, rules(), lang)
        headline, *_, step = [line for line in text.splitlines() if said in line]
        assert step.startswith("- 一级主任科员" if lang == "zh" else "- First-class Principal Staff Member")
        assert headline == say.tell(body, rules(), lang)["headline"]
        assert page.count(said) == 2


def test_a_day_at_best_is_marked_in_the_table_of_changes() -> None:
    person = PLAIN["person"] | {"effects": [{"kind": "停职检查", "from": "2026-01-01"}]}
    open_, plain = (say.as_text(ask(PLAIN | {"person": one}), rules(), "zh") for one in (person, PLAIN["person"]))
    assert re.search(r"一级主任科员 +2027\.3\.1？ +2027\.1\.1？", open_)
    assert re.search(r"四级调研员 +2029\.3\.1？", open_)
    assert ("带“？”的为最好情形下的日期" in open_, "？的" in plain) == (True, False)
    assert re.search(r"一级主任科员 +2027\.3\.1 ", plain)


def test_the_other_branch_of_a_step_that_is_open_has_its_day_at_best() -> None:
    held = [{"post": "乡科级正职", "from": "2025-06-01"}, *PLAIN["person"]["held"]]
    effects = [{"kind": "停职检查", "from": "2026-01-01"}]
    first = ask(PLAIN | {"person": PLAIN["person"] | {"held": held, "effects": effects}})["path"][0]
    assert (first["by"]["in"], first["at_best"]) == (["general/zhurenkeyuan-2"], "2027-03-01")
    assert [(one["earliest"], one["at_best"]) for one in first["alternatives"]] == [(None, "2027-06-01")]
    plain = ask(PLAIN | {"person": PLAIN["person"] | {"held": held}})["path"][0]["alternatives"][0]
    assert (plain["earliest"], "at_best" in plain) == ("2027-06-01", False)


def test_where_no_year_moves_a_day_the_running_one_is_tried_and_said_to_change_nothing() -> None:
    grades = dict.fromkeys(("2022", "2023", "2024", "2025"), "称职")
    person = {"held": [{"rank": "二级主任科员", "from": "2022-03-01"}], "grades": grades, "effects": []}
    body = ask(PLAIN | {"target": "一级主任科员", "person": person})
    tried = {one["id"]: one for one in body["changes"]}
    assert [tried[id_]["path"] for id_ in ("year-best", "year-lost")] == ["assume.grades.2026"] * 2
    assert {one["steps"][0]["earliest"] for id_, one in tried.items() if id_ != "bar"} == {body["path"][0]["earliest"]}
    assert re.search(r"一级主任科员 +2026\.11\.21 +不变", say.as_text(body, rules(), "zh"))


def test_the_steps_go_into_a_calendar() -> None:
    body = ask(PLAIN | {"until": "2030-01-01"})
    found = career_report.events(body, Words(rules(), "zh"))
    assert [one["date"] for one in found] == ["2027-03-01", "2029-03-01"]
    assert "一级主任科员" in found[0]["title"]
    assert "组织决定" in found[0]["text"]
    person = PLAIN["person"] | {"held": [{"rank": "二级主任科员", "from": "2025-03"}]}
    month = career_report.events(ask(PLAIN | {"person": person}), Words(rules(), "en"))[0]
    assert (month["date"], month["end"]) == ("2027-03-01", "2027-03-31")


def test_a_grade_that_an_effect_sets_is_told_with_its_article() -> None:
    person = PLAIN["person"] | {"effects": [{"kind": "政务记过", "from": "2026-05-01"}]}
    body = ask(PLAIN | {"person": person})
    text = say.as_text(body, rules(), "zh")
    assert "2026年按不定等次推算" in text
    assert "第二十九条" in text
    assert body["evidence"] == "secondary"


# -- other systems, and what cannot be told --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"regime": "transfer-in"}, "scope.no-promotions"),
        ({"regime": "plan-2023"}, "scope.no-numbers"),
        ({"as_of": "1980-01-01"}, "scope.none"),
        ({"person": {}}, "career.no-rank"),
        (
            {"person": {"education": "本科", "probation_end": "2025-07-14", "work_from": "2010-07-01"}},
            "career.experienced",
        ),
    ],
)
def test_where_no_ladder_is_climbed_it_is_said(more: Json, code: str) -> None:
    body = ask(PLAIN | more)
    assert (body["status"], body["path"], body["findings"]["code"]) == ("unknown", [], code)
    assert say.tell(body, rules(), "zh")["headline"]


def test_a_system_that_ends_ends_the_way() -> None:
    person = {"held": [{"post": "former/banshiyuan", "from": "2017-03-01"}], "effects": []}
    body = ask(PLAIN | {"as_of": "2018-05-01", "person": person | {"grades": {"2017": "称职"}}})
    assert (body["status"], body["ends"]["because"]) == ("unmet", "regime-ends")
    assert "2019年5月31日" in say.tell(body, rules(), "zh")["headline"]


def test_a_level_that_holds_a_step_up_is_said_with_the_day_of_the_other_conditions() -> None:
    grades = dict.fromkeys(map(str, range(2004, 2016)), "称职")
    person = {"held": [{"post": "科员", "from": "2004-07-01"}], "grades": grades, "effects": [], "level": 24}
    body = ask({"calculator": "career", "regime": "county-2015", "as_of": "2016-06-01", "until": "2019-05-31",
                "person": person})  # fmt: skip
    assert (body["status"], body["ends"]["because"]) == ("unmet", "never")
    assert body["ends"]["but_for"] == {"kinds": ["level"], "earliest": "2016-07-01"}
    headline = say.tell(body, rules(), "zh")["headline"]
    assert "级别须达到23级，现为24级" in headline  # not that a branch which nobody needs was never held
    assert "没有见到规定，没有推算" in headline
    assert "2016年7月1日" in headline


@pytest.mark.parametrize("since", ["2019-11", "2019-11-05"])
def test_a_date_known_to_the_month_lifts_no_step_over_a_number_that_nobody_verified(since: str) -> None:
    person = {
        "held": [{"rank": "专业技术员", "from": "2015-03-01"}],
        "grades": {str(year): "称职" for year in range(2016, 2026)},
        "effects": [{"kind": "政务记过", "from": since}],
    }
    body = ask({"calculator": "career", "as_of": "2026-11-21", "until": "2045-06-30", "person": person})
    assert (body["path"], body["missing"], body["ends"]["because"]) == ([], [], "unknown")


def test_a_number_that_is_not_verified_gives_no_day_but_what_it_would_be() -> None:
    person = {"held": [{"rank": "一级主管", "from": "2025-03-01"}], "grades": {"2025": "称职"}, "effects": []}
    body = ask(PLAIN | {"person": person, "until": "2030-01-01"})
    assert (body["status"], body["path"], body["ends"]["because"]) == ("unknown", [], "unknown")
    assert body["ends"]["would_be"]["earliest"] == "2027-03-01"
    assert say.tell(body, rules(), "zh")["warnings"][0]["cites"][0]["id"] == body["ends"]["unverified"][0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_branches_whose_years_are_not_known_are_not_told_by_their_years(lang: str) -> None:
    told = [say.as_text(ask(row.request), rules(), lang) for row in AHEAD]
    assert told
    assert [text for text in told if "None" in text] == []


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"until": None}, "required", "/until"),
        ({"until": "2026-11-20"}, "until-past", "/until"),
        ({"assume": []}, "not-an-object", "/assume"),
        ({"assume": {"grade": "好"}}, "unknown-name", "/assume/grade"),
        ({"assume": {"effect": "批评"}}, "unknown-name", "/assume/effect"),
        ({"assume": {"years": 2}}, "unknown-key", "/assume/years"),
        ({"assume": {"grades": {"2025": "优秀"}}}, "assumed-known", "/assume/grades/2025"),
        ({"assume": {"grades": {"27": "优秀"}}}, "not-a-year", "/assume/grades/27"),
    ],
)
def test_what_is_wrong_with_the_request_is_located(more: Json, code: str, path: str) -> None:
    error = ask(PLAIN | more)["error"]
    assert (error["code"], error["path"], "also" in error) == (code, path, False)


def test_a_last_month_is_taken_to_its_end() -> None:
    assert ask(PLAIN | {"until": "2029-03"})["until"] == "2029-03-31"


def test_years_that_are_lost_are_the_reason_and_not_the_branch_that_nobody_held() -> None:
    """Every year graded basically competent: each drops out, so the second year never comes."""
    person = {"held": [{"rank": "二主", "from": "2024-01-01"}], "grades": {"2024": "称职"}, "effects": []}
    request = {"calculator": "career", "as_of": "2025-01-01", "until": "2030-12", "person": person}
    headline = say.tell(ask(request | {"assume": {"grade": "基本称职"}}), rules(), "zh")["headline"]
    assert "按所作假设不能满2年" in headline
    assert "2031年1月1日" not in headline
    assert "乡科级正职" not in headline


def test_a_step_that_is_sure_only_after_the_last_day_is_told_as_of_that_day() -> None:
    """From some day in February 2024: the third step comes in February 2030, at the latest on 1 March."""
    person = {"held": [{"rank": "二主", "from": "2024-02"}], "grades": {"2024": "称职"}, "effects": []}
    request = {"calculator": "career", "as_of": "2025-03-01", "until": "2030-02-28", "person": person}
    text = say.as_text(ask(request), rules(), "zh")
    assert "? 三级调研员" in text
    assert "现任三级调研员，二级调研员是其上一级" in text
    assert "不能越级晋升" not in text
    assert "至2030年2月28日计入1年11个月27天" in text


@pytest.mark.parametrize("until", ["2025-03-31", "2030-12-31"])
def test_the_reasons_at_the_end_are_of_the_last_day_and_not_of_a_day_that_nobody_verified(until: str) -> None:
    person = {"held": [{"rank": "二级主办", "from": "2024-01-01"}], "grades": {"2024": "称职"}, "effects": []}
    body = ask({"calculator": "career", "as_of": "2025-01-01", "until": until, "person": person})
    assert body["ends"]["would_be"]["earliest"] == "2026-01-01"
    assert body["findings"]["children"][-1]["values"]["on"] == until


def test_a_career_under_a_system_that_ended_says_when() -> None:
    person = {"held": [{"rank": "副主任科员", "from": "2016-01-01"}], "grades": {"2016": "称职", "2017": "称职"}}
    request = {"calculator": "career", "as_of": "2018-06-01", "until": "2025-12", "person": person | {"effects": []}}
    told = say.tell(ask(request), rules(), "zh")
    assert "至2019年5月31日没有再下一步" in told["headline"]
    assert any("施行至2019年5月31日" in line for line in told["lines"])
