"""Quotas: what the worked cases do not show. Places are counted again by trying; texts and pictures are read."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.telling import html, say
from tests.support import Json, ask, rules

REGIME = rules().regimes["parallel-2019"]
LADDER = [f"general/{rank}" for rank in rules().spec["ladders"]["general"]["ranks"]]
LIMITED = ("central-full", "central-deputy", "province", "city", "municipality-district", "county", "township")

law = settings(derandomize=True, deadline=None, database=None, max_examples=60, suppress_health_check=list(HealthCheck))


def quota(organ: Json, occupied: Json | None = None, **more: Any) -> Json:
    request = {"calculator": "quota", "as_of": "2026-11-21", "organ": organ, "person": {}, **more}
    return ask(request | ({"occupied": occupied} if occupied is not None else {}))


# -- places, counted by trying ---------------------------------------------------------------------------------------


def fits(body: Json, held: dict[str, int], rank: str) -> bool:
    """Whether every limit on a rank holds, with what the answer says the limits are."""
    limits = [row for row in body["quotas"] if rank in row["ranks"]]
    return all(sum(held[one] for one in row["ranks"]) <= row["max"] for row in limits)


def most_moves(body: Json, held: dict[str, int], rank: str, below: str | None) -> int:
    """How many can be moved to a rank, one after the other, from the rank below or from nowhere."""
    held, moved = dict(held), 0
    while not below or held[below]:
        held[rank] += 1
        if below:
            held[below] -= 1
        if not fits(body, held, rank):
            break
        moved += 1
    return moved


organs = st.tuples(st.sampled_from(LIMITED), st.integers(1, 120))
numbers = st.lists(st.integers(0, 6), min_size=len(LADDER), max_size=len(LADDER))


@law
@given(organs, numbers, st.sampled_from(("down", "half-up")))
def test_the_places_are_those_that_trying_finds(organ: tuple[str, int], numbers: list[int], rounding: str) -> None:
    held = dict(zip(LADDER, numbers, strict=True))
    body = quota({"kind": organ[0], "posts": organ[1]}, held, readings={"quota-rounding": rounding})
    told = [place for place in body["places"] if place["limited"] and place["most"] is not None]
    assert told
    for place in told:
        rank, below = place["rank"], place["below"]
        assert place["entering"] == most_moves(body, held, rank, None), rank
        assert place["promoting"] == most_moves(body, held, rank, below), rank
        assert (place["status"] == "met") == (place["entering"] + place["promoting"] > 0)


@law
@given(organs, numbers, st.sets(st.sampled_from(LADDER), max_size=4))
def test_what_is_not_said_may_be_anything(organ: tuple[str, int], numbers: list[int], unsaid: set[str]) -> None:
    """With ranks left out, no verdict and no number is given that some way to fill them in would make wrong."""
    held = dict(zip(LADDER, numbers, strict=True))
    said = {rank: number for rank, number in held.items() if rank not in unsaid}
    less, full = (quota({"kind": organ[0], "posts": organ[1]}, one) for one in (said, held))
    assert less["feasible"] in ("unknown", full["feasible"])
    for row, whole in zip(less["quotas"], full["quotas"], strict=True):
        assert row["free"] in (None, whole["free"])
        assert row["over"] is None or row["over"] <= whole["over"]
    if full["feasible"] != "met":
        return
    for place, whole in zip(less["places"], full["places"], strict=True):
        for key in ("promoting", "entering"):
            assert place[key] in (None, whole[key])
            at_most = place.get(f"{key}_at_most")
            assert at_most is None or whole[key] is None or at_most >= whole[key]


@law
@given(organs)
def test_a_limit_is_the_largest_number_within_its_share(organ: tuple[str, int]) -> None:
    body = quota({"kind": organ[0], "posts": organ[1]})
    most = {tuple(row["ranks"]): row["max"] for row in body["quotas"]}
    for row in [row for row in body["quotas"] if row["max"] is not None]:
        base = organ[1] if row["of"] == "posts" else most[tuple(row["of"])]
        assert row["base"] == base
        assert row["max"] <= Fraction(row["share"]) * base / 100 < row["max"] + 1


@law
@given(organs, numbers)
def test_the_generous_rounding_never_gives_fewer(organ: tuple[str, int], numbers: list[int]) -> None:
    body = quota({"kind": organ[0], "posts": organ[1]}, dict(zip(LADDER, numbers, strict=True)))
    order = ("unmet", "unknown", "met")
    for row in body["quotas"]:
        ends = row["range"]
        assert ends["strict"] is None or ends["strict"] <= ends["generous"]
    assert order.index(body["range"]["strict"]["status"]) <= order.index(body["range"]["generous"]["status"])


def test_every_kind_of_organ_is_answered() -> None:
    for kind in rules().spec["organs"]:
        body = quota({"kind": kind, "posts": 60})
        assert {rank for row in body["quotas"] for rank in row["ranks"]} <= {one["rank"] for one in body["places"]}
        unlimited = {one["rank"] for one in body["places"] if not one["limited"]}
        limited = {rank for row in body["quotas"] for rank in row["ranks"]}
        assert unlimited | limited == {one["rank"] for one in body["places"]}


# -- reading the request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "occupied", "path", "code"),
    [
        ({"kind": "县里"}, None, "/organ/kind", "unknown-name"),
        ({"kind": "县机关", "posts": 0}, None, "/organ/posts", "not-a-count"),
        ({"kind": "县机关", "posts": 23.5}, None, "/organ/posts", "not-a-count"),
        ({"kind": "县机关", "posts": True}, None, "/organ/posts", "not-a-count"),
        ({"kind": "县机关", "posts": "23"}, None, "/organ/posts", "not-a-count"),
        ({"kind": "县机关", "posts": 10**9}, None, "/organ/posts", "not-a-count"),
        ({"kind": "县机关", "post": 23}, None, "/organ/post", "unknown-key"),
        ([], None, "/organ", "not-an-object"),
        ({"kind": "县机关"}, {"三调": -1}, "/occupied/三调", "not-a-count"),
        ({"kind": "县机关"}, {"三掉": 1}, "/occupied/三掉", "unknown-name"),
        ({"kind": "县机关"}, {"三调": 1, "三级调研员": 1}, "/occupied/三级调研员", "same-rank"),
        ({"kind": "县机关"}, {"一级警长": 1}, "/occupied/一级警长", "no-quota-ladder"),
        ({"kind": "县机关"}, {"general/diaoyanyuan": 1}, "/occupied/general~1diaoyanyuan", "unknown-name"),
        ({"kind": "县机关"}, [], "/occupied", "not-an-object"),
    ],
)
def test_what_cannot_be_read_is_located(organ: Any, occupied: Any, path: str, code: str) -> None:
    body = quota(organ, occupied)
    assert (body["error"]["path"], body["error"]["code"]) == (path, code)
    assert all(body["error"]["text"][lang] for lang in ("zh", "en"))


def test_ranks_are_accepted_as_people_write_them() -> None:
    written = ("三级调研员", "三调", " 三 调 ", "diaoyanyuan-3", "general/diaoyanyuan-3", "Third-class Consultant")
    places = [quota({"kind": "县机关", "posts": 30}, {name: 1}, target="三调")["place"] for name in written]
    assert [place["now"] for place in places] == [1] * len(written)


def test_a_number_of_null_was_not_said() -> None:
    body = quota({"kind": "县机关", "posts": 30}, {"三调": None, "四调": 0}, target="三调")
    assert body["place"]["now"] is None
    assert body["missing"][0]["inputs"] == ["/occupied/diaoyanyuan-3"]


# -- what is said ----------------------------------------------------------------------------------------------------


def said(body: Json, lang: str) -> str:
    text = say.as_text(body, rules(), lang)
    assert not re.search(r"[{}]|None", text), text
    return text


def test_the_first_sentence_answers_how_many_and_how_many_more() -> None:
    held = {"一调": 0, "二调": 1, "三调": 1, "四调": 2}
    body = quota({"kind": "市机关", "posts": 23}, held, target="三级调研员")
    chinese, english = (said(body, lang).splitlines()[0] for lang in ("zh", "en"))
    for part in (
        "编制23个",
        "三级调研员最多4个，现有1个",
        "从四级调研员晋升，职数还容得下2人",
        "没有空缺",
        "由组织决定",
    ):
        assert part in chinese, part
    assert "at most 4, 1 held now; there is room for 2 to be promoted" in english


def test_where_the_rounding_decides_the_first_sentence_says_so() -> None:
    body = quota({"kind": "县机关", "posts": 23}, {"三调": 0, "四调": 1}, target="三调")
    assert not body["settled"]
    assert "取决于职数取整口径" in said(body, "zh").splitlines()[0]
    assert "depends on a reading (rounding of quotas)" in said(body, "en").splitlines()[0]


def test_the_text_says_the_base_and_what_is_left() -> None:
    text = said(quota({"kind": "县机关", "posts": 48}, {"三调": 1, "四调": 2}), "zh")
    assert "三级、四级调研员不超过编制（48个）的10%，即4.8，取4个；现有3个，空缺1个。" in text
    assert "三级调研员不超过三级、四级调研员（4个）的40%，即1.6，取1个；现有1个，没有空缺。" in text
    assert "这一组实际任了多少人，不改变上限" in text


# -- the picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_shows_every_limit_and_tells_it_in_words(lang: str) -> None:
    held = {"二级巡视员": 0, "一调": 2, "二调": 2, "三调": 3, "四调": 4}
    drawn = html.picture(quota({"kind": "市机关", "posts": 48}, held), rules(), lang)
    told = re.search(r'aria-label="([^"]*)"', drawn)
    assert told
    assert ("超出2" if lang == "zh" else "2 too many") in told[1]
    assert drawn.count('stroke-dasharray="3 3"') == 1, "the unverified share has an outline and no colour"
    assert "zj-fill-bar" in drawn
    assert "style=" not in drawn


def test_the_bars_have_one_scale_and_stay_inside() -> None:
    drawn = html.picture(quota({"kind": "县机关", "posts": 400}, {"三调": 60, "四调": 1}), rules(), "zh")
    ends = [float(x) + float(width) for x, width in re.findall(r'<rect x="([\d.]+)" y="15" width="([\d.]+)"', drawn)]
    assert max(ends) <= 352
    assert "60/16，超出44" in drawn


def test_without_a_limit_there_is_no_picture() -> None:
    assert html.picture(quota({"kind": "副省级城市的区机关", "posts": 48}), rules(), "zh") == ""
    assert html.picture(quota({"kind": "县机关"}), rules(), "zh") == ""
