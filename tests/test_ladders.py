"""Ladders beside the general one: names by date, first ranks, counterparts; what cannot be a case of a regime."""

import pytest

from calculators.telling.say import as_text, tell
from tests.support import ask, rules

SEEN = "2026-11-21"


@pytest.mark.parametrize(
    ("written", "near"), [("大砖", "大学专科"), ("bachelr", "大学本科"), ("硕士研究", "硕士研究生")]
)
def test_an_education_that_nobody_knows_gets_the_nearest(written: str, near: str) -> None:
    body = ask({"calculator": "entry", "as_of": SEEN, "person": {"education": written, "probation_end": "2026-06-30"}})
    assert body["error"]["path"] == "/person/education"
    assert body["error"]["code"] == "unknown-name"
    assert near in body["error"]["text"]["zh"]


@pytest.mark.parametrize(
    ("written", "rank"),
    [("本科", "keyuan-1"), ("大学本科", "keyuan-1"), ("硕士", "zhurenkeyuan-4"), ("博士研究生", "zhurenkeyuan-2")],
)
def test_an_education_is_known_by_the_names_that_people_write(written: str, rank: str) -> None:
    body = ask({"calculator": "entry", "as_of": SEEN, "person": {"education": written, "probation_end": "2026-06-30"}})
    assert body["rank"] == f"general/{rank}"


@pytest.mark.parametrize(("day", "ladder"), [("2010-01-01", "police-2006"), ("2020-01-01", "police")])
def test_a_name_that_two_ladders_share_means_the_one_of_its_day(day: str, ladder: str) -> None:
    held = {"calculator": "conversion", "as_of": day, "from": "一级警长"}
    assert ask(held)["from"] == f"{ladder}/jingzhang-1"


@pytest.mark.parametrize(
    ("start", "end", "means"),
    [
        ("2019-01-01", "2019-05-31", "police-2006"),
        ("2019-06-01", None, "police"),
        ("2019-01-01", None, None),
        ("2019-01-01", "2019-06-01", None),
        ("2019-05", None, None),
    ],
)
def test_an_entry_that_goes_on_from_one_ladder_into_the_next_is_asked_which_it_means(
    start: str, end: str | None, means: str | None
) -> None:
    held = {"rank": "一级警长", "from": start} | ({"to": end} if end else {})
    read = {"as_of": SEEN, "target": "四级高级警长", "person": {"held": [held], "effects": []}}
    answered = ask(read)
    if means:
        assert "error" not in answered
        return
    problem = answered["error"]
    assert (problem["path"], problem["code"]) == ("/person/held/0/rank", "ambiguous-name")
    assert "一级警长（2006年职务）或者一级警长（职级）" in problem["text"]["zh"]
    for name in ("一级警长（2006年职务）", "一级警长（职级）"):
        assert "error" not in ask(read | {"person": {"held": [held | {"rank": name}], "effects": []}})


def test_what_a_conversion_is_asked_of_must_be_given() -> None:
    body = ask({"calculator": "conversion", "as_of": SEEN, "to": "technical"})
    assert (body["error"]["path"], body["error"]["code"]) == ("/from", "required")


def test_a_tenure_needs_one_rank_or_one_post() -> None:
    both = {"calculator": "tenure", "as_of": SEEN, "rank": "二级主任科员", "post": "乡科级正职", "person": {"held": []}}
    assert ask(both)["error"]["code"] == "rank-or-post"
    assert ask({"calculator": "tenure", "as_of": SEEN, "person": {}})["error"]["code"] == "rank-or-post"


def test_a_tenure_is_that_of_what_was_entered_on_last_unless_another_is_named() -> None:
    held = [
        {"rank": "二级主任科员", "from": "2025-03-01"},
        {"post": "乡科级副职", "from": "2019-05-01", "to": "2025-02-28"},
    ]
    asked = {"calculator": "tenure", "as_of": SEEN, "person": {"held": held, "grades": {"2025": "称职"}, "effects": []}}
    assert ask(asked) == ask(asked | {"rank": "二级主任科员"})
    assert ask(asked | {"post": "乡科级副职"})["thing"] == "post/ke-fu"


def test_every_counterpart_leads_back() -> None:
    for ladder in ("general", "technical", "enforcement", "police"):
        for rank in rules().spec["ladders"][ladder]["ranks"]:
            there = ask({"calculator": "conversion", "as_of": SEEN, "from": f"{ladder}/{rank}"})["equivalents"]
            for one in there:
                back = ask({"calculator": "conversion", "as_of": SEEN, "from": one["rank"], "to": ladder})
                assert f"{ladder}/{rank}" in {other["rank"] for other in back["equivalents"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tenure_is_told_with_its_ledger(lang: str) -> None:
    held = [{"rank": "二级主任科员", "from": "2025-03-01"}]
    person = {"held": held, "grades": {"2025": "称职"}, "effects": []}
    body = ask({"calculator": "tenure", "as_of": SEEN, "rank": "二级主任科员", "person": person})
    sections = {section["id"]: section["items"] for section in tell(body, rules(), lang)["sections"]}
    assert len(sections["ledger"]) == len(body["ledger"])
    assert {"zh": "2025年3月1日至2025年12月31日，称职：计入", "en": "Competent: counts"}[lang] in as_text(
        body, rules(), lang
    )
