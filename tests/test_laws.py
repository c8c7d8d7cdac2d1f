"""Laws that every answer keeps, tried on many careers, and a second opinion on the simple ones."""

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from calculators.law.readings import profile
from calculators.telling import say
from calculators.telling.phrases import leaves
from tests import reference
from tests.support import Json, ask, rules, verdict

law = settings(derandomize=True, deadline=None, database=None, max_examples=60, suppress_health_check=list(HealthCheck))

GRADES = ("优秀", "称职", "基本称职", "不定等次", "不称职")
SPEC = rules().regimes["parallel-2019"]
RANKS = [rules().things[f"general/{id_}"]["zh"] for id_ in rules().spec["ladders"]["general"]["ranks"]]
LOWEST = {rules().things["post/" + row["post"]]["zh"]: rules().things["general/" + row["rank"]]["zh"]
          for row in SPEC["lowest"]}  # fmt: skip
POSTS = list(LOWEST)
OLD = {  # the former posts, and the rank that each became
    rules().things[row["from"]]["zh"]: rules().things["general/" + row["to"].rpartition("/")[2]]["zh"]
    for row in SPEC["conversions"]
    if row["from"].startswith("former/")
}
DEFAULTS = profile(rules(), "parallel-2019", {})
ENDED = ["诫勉", "政务警告", "政务记过", "党内警告", "立案审查调查"]
BETTER = {"unmet": 0, "unknown": 1, "met": 2}

days = st.dates(date(2019, 6, 1), date(2028, 12, 31))
spans = st.integers(0, 900).map(lambda length: timedelta(days=length))


def all_grades(first: int, last: int) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({str(year): st.sampled_from(GRADES) for year in range(first, last + 1)})


@st.composite
def bars(draw: st.DrawFn, most: int = 2) -> list[Json]:
    """Effect periods with both ends."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        first = draw(days)
        kind = draw(st.sampled_from(ENDED))
        found.append({"kind": kind, "from": first.isoformat(), "to": (first + draw(spans)).isoformat()})
    return found


@st.composite
def simple(draw: st.DrawFn) -> Json:
    """One rank, held to this day; every grade given."""
    since = draw(
        st.one_of(days, st.sampled_from([date(2020, 2, 29), date(2020, 1, 1), date(2020, 8, 31), date(2021, 12, 31)]))
    )
    as_of = since + timedelta(days=draw(st.integers(0, 2200)))
    rank = draw(st.sampled_from(RANKS[1:]))
    return {
        "as_of": as_of.isoformat(),
        "target": RANKS[RANKS.index(rank) - 1],
        "person": {
            "held": [{"rank": rank, "from": since.isoformat()}],
            "grades": draw(all_grades(since.year, as_of.year - 1)),
            "effects": draw(bars()),
        },
    }


@st.composite
def careers(draw: st.DrawFn) -> Json:
    """A whole career: an old post, ranks up and sometimes down again, gaps, posts beside them, months for days, grades
    not given, effect periods without an end."""
    held: list[Json] = []
    place = draw(st.integers(2, len(RANKS) - 1))
    day = date(2019, 6, 1)
    if draw(st.booleans()):
        old = draw(st.sampled_from(sorted(OLD)))
        place = RANKS.index(OLD[old])
        since = date(2019, 6, 1) - draw(st.integers(100, 2500)) * timedelta(days=1)
        held.append({"post": old, "from": written(draw, since), "to": "2019-05-31"})
    else:
        day = draw(st.dates(date(2019, 6, 1), date(2022, 12, 31)))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        end = day + draw(st.integers(100, 900)) * timedelta(days=1)
        held.append({"rank": RANKS[place], "from": written(draw, day), "to": end.isoformat()})
        day = end + timedelta(days=draw(st.sampled_from([1, 1, 1, 1, 40, 400])))
        place = min(max(place + draw(st.sampled_from([-1, -1, -1, 0, 1])), 0), len(RANKS) - 1)
    held.append({"rank": RANKS[place], "from": written(draw, day)})
    as_of = day + timedelta(days=draw(st.integers(0, 1600)))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        first = draw(st.dates(date(2014, 1, 1), date(2023, 12, 31)))
        near = [row for row in POSTS if abs(RANKS.index(LOWEST[row]) - place) < 2]
        post: Json = {"post": draw(st.sampled_from(near or POSTS)), "from": written(draw, first)}
        if draw(st.booleans()):
            post["to"] = (first + draw(st.integers(100, 2500)) * timedelta(days=1)).isoformat()
        held.append(post)
    effects = draw(bars(1))
    for effect in effects:
        if draw(st.integers(0, 3)) == 0:
            del effect["to"]
    years = st.sampled_from(["称职"] * 6 + ["优秀"] * 3 + ["基本称职", "不定等次", "不称职", "未参加考核", None])
    grades = {str(year): draw(years) for year in range(2012, as_of.year)}
    return {
        "as_of": as_of.isoformat(),
        "target": RANKS[max(place - draw(st.sampled_from([1, 1, 1, 1, 1, 1, 0, 2])), 0)],
        "person": {
            "held": held,
            "grades": {year: grade for year, grade in grades.items() if grade},
            "effects": effects,
        },
    }


def written(draw: st.DrawFn, day: date) -> str:
    """A day, or now and then only its month."""
    return day.isoformat()[:7] if draw(st.integers(0, 5)) == 0 and day.day == 1 else day.isoformat()


def changed(request: Json, *way: Any, value: Any) -> Json:
    """The request with one place changed."""
    request = copy.deepcopy(request)
    place = request
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    return request


def no_worse(first: tuple[str, str | None], second: tuple[str, str | None]) -> bool:
    """Whether the first verdict is as good as the second: the status, then the date."""
    if first[0] != second[0]:
        return BETTER[first[0]] > BETTER[second[0]]
    return earliest_day(first[1]) <= latest_day(second[1])


def earliest_day(text: str | None) -> str:
    return "9999" if text is None else text if len(text) > 7 else text + "-01"


def latest_day(text: str | None) -> str:
    return "9999" if text is None else text if len(text) > 7 else text + "-31"


# -- the second opinion ----------------------------------------------------------------------------------------------

LADDER = list(rules().spec["ladders"]["general"]["ranks"])
BECAME = {row["from"]: f"general/{row['to'].rpartition('/')[2]}" for row in SPEC["conversions"]}
BEYOND_REFERENCE = {"surplus": "restart", "conversion-carry": "first"}  # the furthest that it can follow
ENDLESS = reference.FOREVER


@st.composite
def exact(draw: st.DrawFn) -> Json:
    """A career as above with every date a day, every grade given, every period ended; under readings of all kinds."""
    request: Json = draw(careers())
    person = request["person"]
    for item in person["held"]:
        item["from"] = item["from"] if len(item["from"]) > len("2020-01") else item["from"] + "-01"
    for effect in person["effects"]:
        effect.setdefault("to", max(effect["from"], effect["from"][:4] + "-12-31"))
    for year in range(2005, int(request["as_of"][:4])):
        grade = person["grades"].setdefault(str(year), "称职")
        known = date(year + 1, 1, 1) + timedelta(days=draw(st.sampled_from([0] * 8 + [-12, 3, 40, 150])))
        if known != date(year + 1, 1, 1) and known.isoformat() <= request["as_of"]:
            person["grades"][str(year)] = {"grade": grade, "known_from": known.isoformat()}
    if draw(st.integers(0, 6)) == 0:
        person["probation_end"] = draw(st.dates(date(2019, 1, 1), date(2023, 1, 1))).isoformat()
    if request["target"] == RANKS[-1]:
        request["target"] = RANKS[-2]
    if draw(st.booleans()):
        request["readings"] = dict(DEFAULTS)
    else:
        request["readings"] = {
            id_: draw(st.sampled_from(options[: options.index(BEYOND_REFERENCE.get(id_, options[-1])) + 1]))
            for id_, options in ((id_, list(one["options"])) for id_, one in rules().readings.items())
        }
    return request


def as_reference(request: Json) -> reference.Career:
    """The same career for the reference; facts after the day are left out."""
    person, as_of = request["person"], date.fromisoformat(request["as_of"])
    target = thing(request["target"])
    rule = next(rule for rule in SPEC["promotions"] if f"general/{rule['to']}" == target)
    grades = {int(year): graded(int(year), grade) for year, grade in person["grades"].items()}
    return reference.Career(
        target=LADDER.index(rule["to"]),
        branches=[id_ if "/" in id_ else f"general/{id_}" for id_ in rule.get("any") or [rule["rank"]]],
        years=rules().value(rule["years"], rule["cite"], as_of.toordinal()).value,
        held=[entry(item, as_of) for item in person["held"] if item["from"] <= request["as_of"]],
        became=BECAME,
        grades=set_by_effects(request) | {year: grade for year, grade in grades.items() if grade[1] <= as_of},
        bars=[(date.fromisoformat(bar["from"]), date.fromisoformat(bar["to"])) for bar in used_bars(request)],
        as_of=as_of,
        readings=DEFAULTS | request.get("readings", {}),
        probation=date.fromisoformat(person["probation_end"]) if "probation_end" in person else None,
    )


def set_by_effects(request: Json) -> dict[int, tuple[str, date]]:
    """The grades that effects set, each known from the first day of the next year."""
    years = range(2020, int(request["as_of"][:4]) + 1)
    return {year: ("不定等次", date(year + 1, 1, 1)) for year in years if may_be(request, year) == ("不定等次",)}


def may_be(request: Json, year: int) -> tuple[str, ...]:
    """The best, the usual and the worst grade that a year without one can have, by the effects of the request.

    A demerit leaves its year without a grade, a review that still runs those that ended meanwhile; a year of any other
    period is not excellent. The two state sanctions do so since 2020.
    """
    for bar in used_bars(request):
        own = bar["from"][:4] == str(year)
        if bar["kind"] == "政务记过" and own and year >= 2020:
            return ("不定等次",)
        runs = bar["kind"] == "立案审查调查" and bar["to"] >= request["as_of"]
        if runs and int(bar["from"][:4]) <= year < int(request["as_of"][:4]):
            return ("不定等次",)
    limited = [bar for bar in used_bars(request) if bar["from"][:4] == str(year)]
    limited = [
        bar for bar in limited if bar["kind"] in ("诫勉", "党内警告") or (bar["kind"] == "政务警告" and year >= 2020)
    ]
    return ("称职", "不定等次") if limited else ("优秀", "称职", "不定等次")


def competent(request: Json, until: int) -> dict[str, str]:
    """The grades with those of later years, competent where no effect sets another one."""
    grades = dict(request["person"]["grades"])
    for year in range(int(request["as_of"][:4]), until):
        if "称职" in may_be(request, year):
            grades.setdefault(str(year), "称职")
    return grades


def thing(name: str) -> str:
    (id_,) = rules().thing_names.find(name)
    return id_


def entry(item: Json, as_of: date) -> reference.Held:
    id_ = thing(item.get("rank") or item["post"])
    table, _, own = id_.partition("/")
    lowest: dict[str, str] = {f"post/{row['post']}": row["rank"] for row in SPEC["lowest"]}
    rank = {"general": own, "post": lowest.get(id_, ""), "former": BECAME.get(id_, "").rpartition("/")[2]}[table]
    last = date.fromisoformat(item["to"]) if "to" in item else ENDLESS
    return reference.Held(
        thing=id_,
        place=LADDER.index(rank) if rank else None,
        start=date.fromisoformat(item["from"]),
        end=ENDLESS if last > as_of else last + timedelta(days=1),
        kind={"general": "rank", "post": "post", "former": "old"}[table],
    )


def graded(year: int, grade: Any) -> tuple[str, date]:
    if isinstance(grade, dict):
        return grade["grade"], date.fromisoformat(grade["known_from"])
    return grade, date(year + 1, 1, 1)


def used_bars(request: Json) -> list[Json]:
    """The effect periods that have begun by the day."""
    return [bar for bar in request["person"]["effects"] if bar["from"] <= request["as_of"]]


@settings(law, max_examples=100)
@for_all(simple())
def test_a_second_opinion_agrees_on_one_rank(request: Json) -> None:
    assert verdict(request) == reference.verdict(as_reference(request))


@settings(law, max_examples=120)
@for_all(exact())
def test_a_second_opinion_agrees_on_whole_careers_under_any_readings(request: Json) -> None:
    assert verdict(request) == reference.verdict(as_reference(request))


@settings(law, max_examples=150)
@for_all(exact())
def test_the_credit_that_is_told_agrees_with_the_verdict_on_the_years(request: Json) -> None:
    for leaf in leaves(ask(request)["findings"]):
        if leaf["kind"] == "tenure" and "credit" in leaf["values"]:
            credit, asked = leaf["values"]["credit"], 12 * leaf["values"]["years"]
            enough = 12 * credit["years"] + credit["months"] >= asked
            assert enough or leaf["status"] == "unmet", leaf
            assert not enough or leaf["status"] == "met" or leaf["turns"] is None, leaf


# -- more never hurts ------------------------------------------------------------------------------------------------


@law
@for_all(simple(), st.integers(1, 1500))
def test_more_service_never_hurts(request: Json, longer: int) -> None:
    since = date.fromisoformat(request["person"]["held"][0]["from"])
    earlier = since - timedelta(days=longer)
    more = changed(request, "person", "held", 0, "from", value=earlier.isoformat())
    more["person"]["grades"] |= {str(year): "基本称职" for year in range(earlier.year, since.year)}
    assert no_worse(verdict(more), verdict(request))


@law
@for_all(careers(), st.data())
def test_a_better_grade_never_hurts(request: Json, data: st.DataObject) -> None:
    grades = request["person"]["grades"]
    assume(grades)
    year = data.draw(st.sampled_from(sorted(grades)))
    worse, better = sorted((data.draw(st.sampled_from(GRADES)), data.draw(st.sampled_from(GRADES))), key=worth)
    one, other = (changed(request, "person", "grades", year, value=grade) for grade in (better, worse))
    assert no_worse(verdict(one), verdict(other))


def worth(grade: str) -> int:
    return {"优秀": 2, "称职": 1}.get(grade, 0)


@law
@for_all(careers(), bars(1), st.integers(0, 700))
def test_a_longer_effect_period_never_helps(request: Json, one: list[Json], longer: int) -> None:
    assume(one)
    to = date.fromisoformat(one[0]["to"]) + timedelta(days=longer)
    effects = request["person"]["effects"]
    without = verdict(request)
    short = verdict(changed(request, "person", "effects", value=effects + one))
    long = verdict(changed(request, "person", "effects", value=[*effects, one[0] | {"to": to.isoformat()}]))
    assert no_worse(without, short)
    assert no_worse(short, long)


@law
@for_all(simple(), st.integers(1, 1500))
def test_waiting_never_hurts_who_is_always_competent(request: Json, later: int) -> None:
    request["person"]["effects"] = []
    request["person"]["grades"] = {str(year): "称职" for year in range(2019, 2045)}
    after = date.fromisoformat(request["as_of"]) + timedelta(days=later)
    now, then = verdict(request), verdict(request | {"as_of": after.isoformat()})
    assert BETTER[then[0]] >= BETTER[now[0]]
    assert then[1] == now[1], "the date of those who are always competent does not depend on the day asked about"


# -- the readings ----------------------------------------------------------------------------------------------------


def ends(body: Json) -> tuple[tuple[str, str | None], ...]:
    of = body["range"]
    return (
        (of["strict"]["status"], of["strict"]["earliest"]),
        (body["status"], body["earliest"]),
        (of["generous"]["status"], of["generous"]["earliest"]),
    )


@settings(law, max_examples=200)
@for_all(careers())
def test_strict_is_never_better_than_the_default_nor_that_than_generous(request: Json) -> None:
    body = ask(request)
    assert "error" not in body, body
    strict, default, generous = ends(body)
    assert no_worse(default, strict)
    assert no_worse(generous, default)
    assert body["settled"] == (strict[0] == default[0] == generous[0])
    assert set(body["range"]["moved_by"]) <= set(rules().readings)
    assert bool(body["range"]["moved_by"]) == (not strict == default == generous)


@settings(law, max_examples=200)
@for_all(careers())
def test_the_readings_that_are_named_bring_the_answer_to_its_ends(request: Json) -> None:
    body = ask(request)
    strict, _, generous = ends(body)
    named = body["range"]
    assert ("hangs_on" in named) == (not body["settled"])
    assert set(named.get("hangs_on", ())) <= set(named["moved_by"])
    for place, end in ((0, strict), (-1, generous)):
        options = {id_: list(rules().readings[id_]["options"])[place] for id_ in named["moved_by"]}
        assert verdict(request | {"readings": options}) == end
        turning = {id_: options[id_] for id_ in named.get("hangs_on", ())}
        assert verdict(request | {"readings": turning})[0] == end[0]


def test_a_reading_that_moves_the_day_is_not_named_as_the_one_on_which_the_verdict_hangs() -> None:
    held = [{"post": "乡科级副职", "from": "2013-11", "to": "2020-02"}, {"rank": "三级主任科员", "from": "2020-05"}]
    person = {"held": held, "grades": {str(year): "称职" for year in range(2013, 2021)}, "effects": []}
    body = ask({"as_of": "2021-07-27", "target": "二级主任科员", "person": person})
    assert not body["settled"]
    assert "tenure-unit" in body["range"]["moved_by"]
    assert body["range"]["hangs_on"] == ["former-post", "surplus"]
    told = say.tell(body, rules(), "zh")["headline"]
    assert "超出年限的结转" in told
    assert "从日还是从月" not in told


def test_readings_that_move_the_date_only_together_are_named_together() -> None:
    """The time before brings nothing by itself, nor does its excellent part year where it is not carried over."""
    held = [
        {"rank": "二级主任科员", "from": "2022-07-01", "to": "2024-06-30"},
        {"rank": "一级主任科员", "from": "2024-07-01"},
    ]
    grades = {"2022": "优秀", "2023": "称职", "2024": "称职", "2025": "不称职"}
    request = {"as_of": "2026-02-01", "target": "四级调研员", "person": {"held": held, "grades": grades, "effects": []}}
    moved = ask(request)["range"]["moved_by"]
    assert len(moved) > 1
    generous = {id_: list(rules().readings[id_]["options"])[-1] for id_ in moved}
    assert verdict(request | {"readings": generous}) != verdict(request)
    assert {verdict(request | {"readings": {id_: one}}) for id_, one in generous.items()} == {verdict(request)}
    career = ask({**request, "calculator": "career", "until": "2028-01-01", "target": None})
    assert set(moved) <= set(career["range"]["moved_by"])


@settings(law, max_examples=100)
@for_all(careers(), st.data())
def test_options_stand_from_strict_to_generous_whatever_else_is_pinned(request: Json, data: st.DataObject) -> None:
    pinned = {id_: data.draw(st.sampled_from(list(one["options"]))) for id_, one in rules().readings.items()}
    moved = data.draw(st.sampled_from(sorted(pinned)))
    found = [verdict(request | {"readings": pinned | {moved: option}}) for option in rules().readings[moved]["options"]]
    assert all(no_worse(after, before) for before, after in pairwise(found)), (moved, found)


@law
@for_all(careers())
def test_pinning_what_is_the_default_changes_nothing_but_the_range(request: Json) -> None:
    body = ask(request)
    pinned = ask(request | {"readings": dict(DEFAULTS)})
    for key in ("status", "earliest", "findings", "missing", "judgements", "what_if", "conflicts", "evidence"):
        assert pinned[key] == body[key], key
    assert pinned["settled"]
    assert pinned["range"]["moved_by"] == []
    assert len(set(ends(pinned))) == 1


@law
@for_all(careers())
def test_the_range_is_what_pinning_every_reading_gives(request: Json) -> None:
    strict, _, generous = ends(ask(request))
    for end, place in ((strict, 0), (generous, -1)):
        pinned = {id_: list(one["options"])[place] for id_, one in rules().readings.items()}
        assert verdict(request | {"readings": pinned}) == end


# -- what is asked, and what is not ----------------------------------------------------------------------------------


@law
@for_all(careers(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(request: Json, random: Any) -> None:
    shuffled = copy.deepcopy(request)
    random.shuffle(shuffled["person"]["held"])
    random.shuffle(shuffled["person"]["effects"])
    shuffled["person"]["grades"] = dict(
        random.sample(list(request["person"]["grades"].items()), len(request["person"]["grades"]))
    )
    one, other = ask(request), ask(shuffled)
    for key in ("status", "settled", "earliest", "range", "evidence", "what_if"):
        assert one.get(key) == other.get(key), key
    assert len(one["missing"]) == len(other["missing"])


def cut(request: Json, place: int, at: date, end: str, start: str) -> Json:
    """The request with one entry cut in two that follow each other on a day, the ends written as they are given."""
    item = request["person"]["held"][place]
    held = [*request["person"]["held"]]
    held[place : place + 1] = [item | {"to": end}, item | {"from": start}]
    return changed(request, "person", "held", value=held)


def first_and_last(request: Json, item: Json) -> tuple[date, date]:
    """The days between which an entry may be cut; a month is taken to its end."""
    first = date.fromisoformat(item["from"] if len(item["from"]) > 7 else days_of(item["from"])[-1])
    return first, date.fromisoformat(min(item.get("to", request["as_of"]), request["as_of"]))


def under_some_readings(request: Json, data: st.DataObject) -> Json:
    """The request under its defaults, or with one option of every reading."""
    if data.draw(st.booleans()):
        return request
    return request | {"readings": {id_: data.draw(st.sampled_from(list(one["options"])))
                                   for id_, one in rules().readings.items()}}  # fmt: skip


@settings(law, max_examples=150)
@for_all(careers(), st.data())
def test_two_entries_of_one_rank_are_as_good_as_one(request: Json, data: st.DataObject) -> None:
    """Cut in two on any day; and on the first of a month, with only the month given for what begins there."""
    place = data.draw(st.integers(0, len(request["person"]["held"]) - 1))
    first, last = first_and_last(request, request["person"]["held"][place])
    assume((last - first).days > 1)
    request = under_some_readings(request, data)
    whole = ends(ask(request))
    at = first + timedelta(days=data.draw(st.integers(1, (last - first).days)))
    before = (at - timedelta(days=1)).isoformat()
    assert ends(ask(cut(request, place, at, before, at.isoformat()))) == whole
    at = at.replace(day=1)
    before = (at - timedelta(days=1)).isoformat()
    if at > first.replace(day=28) + timedelta(days=4):
        for end in (before, before[:7]):
            assert ends(ask(cut(request, place, at, end, at.isoformat()[:7]))) == whole


@law
@for_all(careers(), st.data())
def test_facts_after_the_day_change_nothing(request: Json, data: st.DataObject) -> None:
    before = ask(request)
    as_of = date.fromisoformat(request["as_of"])
    after = (as_of + timedelta(days=data.draw(st.integers(1, 800)))).isoformat()
    more = copy.deepcopy(request)
    person = more["person"]
    person["grades"][str(as_of.year)] = data.draw(st.sampled_from(GRADES))
    person["grades"].setdefault(str(as_of.year - 1), {"grade": "优秀", "known_from": after})
    person["effects"].append({"kind": "政务记过", "from": after})
    person["held"].append({"post": "县处级正职", "from": after})
    open_ranks = [
        item
        for item in person["held"]
        if "rank" in item and "to" not in item and item["from"] <= request["as_of"][: len(item["from"])]
    ]
    for item in open_ranks:
        item["to"] = after
        person["held"].append(
            {"rank": "一级巡视员", "from": (date.fromisoformat(after) + timedelta(days=1)).isoformat()}
        )
    got = ask(more)
    assert "error" not in got, got
    for key in before.keys() - {"unused", "missing"}:
        assert got[key] == before[key], key
    assert set(before["unused"]) < set(got["unused"])
    asked = {path for one in got["missing"] for path in one["inputs"]}
    assert asked.isdisjoint(got["unused"])  # what was given is not asked for
    if not got.get("later"):
        assert got["missing"] == before["missing"]


@law
@for_all(careers())
def test_an_answer_is_plain_data_and_the_same_each_time(request: Json) -> None:
    kept = copy.deepcopy(request)
    first = ask(request)
    assert request == kept
    assert json.loads(json.dumps(first, allow_nan=False)) == first
    assert ask(kept) == first


# -- what the answer promises ----------------------------------------------------------------------------------------


@law
@for_all(simple())
def test_the_date_comes_true_if_nothing_else_happens(request: Json) -> None:
    """On the day that was promised, and not on the day before, the later years being competent."""
    request["person"]["effects"] = used_bars(request)
    status, earliest = verdict(request)
    assume(status == "unmet" and earliest)
    day = date.fromisoformat(str(earliest))
    request["person"]["grades"] = competent(request, day.year)
    assert verdict(request | {"as_of": earliest}) == ("met", earliest)
    assert verdict(request | {"as_of": (day - timedelta(days=1)).isoformat()}) == ("unmet", earliest)


@law
@for_all(simple())
def test_what_if_comes_true(request: Json) -> None:
    request["person"]["effects"] = used_bars(request)
    for change in ask(request)["what_if"]:
        year = change["path"].rpartition(".")[2]
        when = change["earliest"]
        if when and when > f"{year}-12-31":
            later = changed(request, "person", "grades", year, value=change["value"])
            later["person"]["grades"] = competent(later, int(when[:4]))
            assert verdict(later | {"as_of": when}) == ("met", when)


@law
@for_all(simple(), st.data())
def test_a_grade_not_given_is_each_of_the_grades_it_may_be(request: Json, data: st.DataObject) -> None:
    """The answer is a verdict where all lawful grades agree on it, and unknown where they do not."""
    grades = request["person"]["grades"]
    assume(grades)
    gone = data.draw(st.lists(st.sampled_from(sorted(grades)), min_size=1, max_size=3, unique=True))
    asked = changed(request, "person", "grades", value={year: one for year, one in grades.items() if year not in gone})
    found = []
    for choice in product(*(may_be(asked, int(year)) for year in gone)):
        filled = changed(request, "person", "grades", value=grades | dict(zip(gone, choice, strict=True)))
        found.append(verdict(filled))
    body = ask(asked)
    statuses = {status for status, _ in found}
    assert body["status"] == (statuses.pop() if len(statuses) == 1 else "unknown")
    for missing in body["missing"]:
        best, worst = ((missing[end]["status"], missing[end]["earliest"]) for end in ("best", "worst"))
        assert best in found
        assert worst in found
        assert all(no_worse(best, one) and no_worse(one, worst) for one in found)


@st.composite
def by_either(draw: st.DrawFn) -> Json:
    """A rank, and beside it the leading post that leads as far; every grade given."""
    request: Json = draw(simple())
    rank = request["person"]["held"][0]
    posts = [post for post in POSTS if LOWEST[post] == rank["rank"]]
    if posts:
        earlier = date.fromisoformat(rank["from"]) - timedelta(days=draw(st.integers(0, 900)))
        first = max(earlier, date(2019, 6, 1))
        request["person"]["held"].insert(0, {"post": posts[0], "from": first.isoformat()})
        request["person"]["grades"] |= draw(all_grades(first.year, int(rank["from"][:4]) - 1))
    return request


@settings(law, max_examples=60)
@for_all(by_either(), st.data())
def test_what_is_said_to_be_missing_settles_it(request: Json, data: st.DataObject) -> None:
    """Whatever is filled in for one of the sets, the status is known, and every part of the set is needed for that."""
    grades = request["person"]["grades"]
    assume(grades)
    gone = data.draw(st.lists(st.sampled_from(sorted(grades)), min_size=1, max_size=3, unique=True))
    asked = changed(request, "person", "grades", value={year: one for year, one in grades.items() if year not in gone})
    body = ask(asked)
    assume(body["status"] == "unknown")
    for missing in body["missing"]:
        years = [path.rpartition("/")[2] for path in missing["inputs"]]
        assert settled(asked, years)
        assert not any(settled(asked, [year for year in years if year != left]) for left in years)


@settings(law, max_examples=150)
@for_all(careers(), st.data())
def test_what_is_missing_brings_what_it_promised(request: Json, data: st.DataObject) -> None:
    """However a set is filled in, the answer lies between its best and its worst, and each of them is reached."""
    held = request["person"]["held"]
    after = {(date.fromisoformat(item["to"]) + timedelta(days=1)).isoformat()[:7] for item in held if "to" in item}
    after |= {"2019-06", request["as_of"][:7]}
    for item in held:  # a month in which it meets another entry or the conversion is that day, and later ones are ahead
        if item["from"][:7] in after:
            item["from"] = f"{item['from']}-01"[:10]
        elif data.draw(st.integers(0, 2)) == 0:
            item["from"] = item["from"][:7]
    request = under_some_readings(request, data)
    body = ask(request)
    for missing in body.get("missing", ()):
        filled = list(every_way(request, missing["inputs"]))
        assume(0 < len(filled) < MOST_WAYS)
        found = [ask(one) for one in filled]
        assume(not any("error" in one for one in found))  # a day that contradicts another entry
        best, worst = ((missing[end]["status"], missing[end]["earliest"]) for end in ("best", "worst"))
        got = [(one["status"], one["earliest"]) for one in found]
        if missing["settles"] == "status":
            assert all(status != "unknown" for status, _ in got), (missing, got)
        assert all(no_worse(best, one) and no_worse(one, worst) for one in got), (missing, got)
        assert any(no_worse(one, best) for one in got), (missing, got)


MOST_WAYS = 100


def every_way(request: Json, inputs: list[str]) -> Iterator[Json]:
    """The request with some inputs given: each grade, and the first or the last day of each month."""
    if not inputs:
        yield request
        return
    path, *others = inputs
    *way, last = [int(part) if part.isdigit() and part != path[-4:] else part for part in path.split("/")[1:]]
    place: Any = request
    for step in way:
        place = place[step] if isinstance(step, int) else place.get(step, {})
    if "grades" in way:
        ways = ["优秀", "称职", "基本称职", "不定等次"] if len(way) == 2 else []
    else:
        month = days_of(place[last]) if len(place.get(last, "")) == len("2020-01") else []
        ways = [*month[:1], *month[-1:]]
    for one in ways:
        yield from every_way(changed(request, *way, last, value=one), others)


def settled(asked: Json, years: list[str]) -> bool:
    """Whether the status is known with these years filled in, whatever is filled in."""
    choices = product(*(may_be(asked, int(year)) for year in years))
    grades = asked["person"]["grades"]
    filled = (grades | dict(zip(years, choice, strict=True)) for choice in choices)
    return all(verdict(changed(asked, "person", "grades", value=one))[0] != "unknown" for one in filled)


@settings(law, max_examples=30)
@for_all(simple(), st.data())
def test_a_month_is_all_of_its_days(request: Json, data: st.DataObject) -> None:
    since = date.fromisoformat(request["person"]["held"][0]["from"])
    turn = earliest_day(verdict(request)[1])
    assume(turn != "9999")
    near = date.fromisoformat(turn) + timedelta(days=data.draw(st.integers(-40, 40)))
    assume(near >= since.replace(day=1) + timedelta(days=31))
    request["as_of"] = near.isoformat()
    request["person"]["grades"] |= {str(year): "称职" for year in range(since.year, near.year)
                                    if str(year) not in request["person"]["grades"]}  # fmt: skip
    month = since.isoformat()[:7]
    each = {verdict(changed(request, "person", "held", 0, "from", value=day))[0] for day in days_of(month)}
    got = verdict(changed(request, "person", "held", 0, "from", value=month))[0]
    assert got == (each.pop() if len(each) == 1 else "unknown")


def days_of(month: str) -> list[str]:
    first = date.fromisoformat(month + "-01")
    found = (first + timedelta(days=by) for by in range(31))
    return [day.isoformat() for day in found if day.month == first.month]
