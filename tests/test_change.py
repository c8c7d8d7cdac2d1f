"""A change of the rules changes the pages and the answers, and fails the cases that pin it; and no slip goes unseen."""

import copy
import json
import re
from collections.abc import Callable
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from calculators import Rules, browser, load
from generator.fmt import format_json
from generator.layout import LANGUAGES, RULES, WORKDAYS
from generator.pages import write_pages
from tests.mutants import Mutant, at, fails, killer, pointer, replaced, slips, swaps, words
from tests.support import Json, Row, ask, every_row, rules
from tests.test_cases import consulted_readings

REGIME = ("regimes", "parallel-2019")
PROMOTIONS = (*REGIME, "promotions")
LADDER = "general"

# Values that the promotion calculator does not use, by patterns of their places: for people to read, or for others.
NOT_USED = {
    "/effects/*/lowers": "says that a rank is lost; the lower rank itself is entered as what is held",
    "/effects/*/grade_while/*": "the grade of a year under investigation is not compared with the one entered",
    "/effects/*/grade_rules/*/from": "rules of years before the regime",
    "/effects/*/grade_rules/*/to": "rules of years before the regime",
    "/effects/dang-yanzhong-jinggao/grade_rules/0/*": "a rule of years before the regime",
}


# -- one number, from the spec to the page ---------------------------------------------------------------------------


# The promotions whose years have not changed yet: one number, on one line.
STEADY = [rule["to"] for rule in at(rules().spec, PROMOTIONS) if not isinstance(rule["years"], list)]


def text_with(rank: str, years: Callable[[int], int]) -> str:
    """The text of `rules.json` with other years for the promotion to a rank, in every period if they have changed."""
    spec = copy.deepcopy(rules().spec)
    rule = next(rule for rule in at(spec, PROMOTIONS) if rule["to"] == rank)
    dated = isinstance(rule["years"], list)
    rule["years"] = [one | {"value": years(one["value"])} for one in rule["years"]] if dated else years(rule["years"])
    return format_json(spec)


def changed_lines(text: str) -> list[tuple[str, str]]:
    before, after = RULES.read_text(encoding="utf-8").splitlines(), text.splitlines()
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


@pytest.fixture(scope="module")
def three_years() -> Rules:
    """The rules, with three years in the place of two for the rank that the calculator's example asks about."""
    return load(text_with("zhurenkeyuan-1", lambda years: 3), WORKDAYS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rank", STEADY)
def test_a_change_of_years_is_a_change_of_one_line(rank: str) -> None:
    lines = changed_lines(text_with(rank, lambda years: 9))
    assert len(lines) == 1
    old, new = lines[0]
    assert f'"to": "{rank}"' in old, "one promotion is one line"
    assert re.sub(r'"years": \d+', '"years": 9', old) == new


def test_the_pages_say_the_new_number(tmp_path: Path, three_years: Rules) -> None:
    write_pages(tmp_path / "before", rules())
    write_pages(tmp_path / "after", three_years)
    for lang in LANGUAGES:
        for page, about in SAYING_THE_YEARS:
            before, after = (line(tmp_path / side / lang / page, about) for side in ("before", "after"))
            assert before != after, page
            assert before.replace("2", "3") == after.replace("2", "3"), page
        before, after = (example(tmp_path / side / lang / "calculator.md") for side in ("before", "after"))
        assert years_in(before) == {"2"}
        assert years_in(after) == {"3"}


# On which pages, and in which line of each, the years of the promotion stand.
SAYING_THE_YEARS = (
    ("rank/zhurenkeyuan-1.md", r"\]\(zhurenkeyuan-2\.md\)\*\*|\*\*.*\]\(zhurenkeyuan-2\.md\)"),
    ("rank/zhurenkeyuan-2.md", r"^- \[.*\]\(zhurenkeyuan-1\.md\)"),
    ("regime/parallel-2019.md", r"^\| \[[^]]*\]\([./]*rank/zhurenkeyuan-1\.md\)"),
    ("guide/counting-tenure.md", r"^\*\*(例1。|Example 1\.)\*\*"),
)


def line(page: Path, about: str) -> str:
    """The one line of a page that matches."""
    (found,) = [one for one in page.read_text(encoding="utf-8").splitlines() if re.search(about, one)]
    return found


def example(calculator: Path) -> str:
    """The answer that stands on the calculator's page before anything is typed."""
    return line(calculator, '<div id="zj-answer"')


def years_in(html: str) -> set[str]:
    """The numbers of years that a text speaks of; a year of the calendar is none."""
    return set(re.findall(r"(?<!\d)(\d)(?:年| years\b)(?!\d)", html)) - {"1"}  # 1 year 8 months: what is served


def test_the_answer_to_the_form_changes(tmp_path: Path, three_years: Rules) -> None:
    """The form as it stands on the page, through the door that the page uses."""
    write_pages(tmp_path, rules())
    text = (tmp_path / "zh" / "calculator.md").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="zj-data">(.*?)</script>', text, re.DOTALL)
    assert found
    request = json.loads(found[1])["example"]
    assert in_the_page(rules(), request) == ("2027-03-01", "自2027年3月1日起具备")
    assert in_the_page(three_years, request) == ("2028-03-01", "自2028年3月1日起具备")


def in_the_page(changed: Rules, request: Json) -> tuple[str, str]:
    """The date of an answer, and how the first sentence on the page says it."""
    browser.start(json.dumps(changed.spec))
    message = json.loads(browser.ask(json.dumps({"request": request, "lang": "zh"})))
    said = re.search(r"自[^自]*?日起具备", message["html"].partition("</p>")[0])
    assert said
    return message["answer"]["earliest"], said[0]


# The promotions whose years no other one's cases lean on, neither by a reading nor by what is still open.
@pytest.mark.parametrize("rank", ["diaoyanyuan-2", "zhurenkeyuan-4", "keyuan-1"])
def test_a_change_of_years_fails_exactly_the_cases_that_pin_it(rank: str) -> None:
    asked = {row.id for row in every_row() if asks_for(row, rank) and is_dated(row)}
    assert failing(rank, every_row()) == asked | {row.id for row in every_row() if climbs_to(row, rank)}


@pytest.mark.parametrize("rank", [rule["to"] for rule in at(rules().spec, PROMOTIONS)])
def test_a_change_of_years_fails_no_case_of_the_years_of_another_promotion(rank: str) -> None:
    boundary = [row for row in every_row() if re.match(r"promotion-\d", row.id)]
    assert failing(rank, boundary) == {row.id for row in boundary if asks_for(row, rank)}


def failing(rank: str, asked: list[Row]) -> set[str]:
    """Those of some cases that fail if the promotion to a rank asks for a year more."""
    changed = load(text_with(rank, lambda years: years + 1), WORKDAYS.read_text(encoding="utf-8"))
    return {row.id for row in asked if fails(row, changed)}


@cache
def answered() -> dict[str, Json]:
    """The answer to every case by the rules as they are."""
    return {row.id: ask(row.request) for row in every_row()}


def asks_for(row: Row, rank: str) -> bool:
    body = answered()[row.id]
    return any(one.get("target") == f"{LADDER}/{rank}" for one in [*body.get("targets", [body]), *body.get("next", ())])


def climbs_to(row: Row, rank: str) -> bool:
    """Whether a case of a career to come states the day of the step to a rank, or that of the step after its end."""
    if row.request.get("calculator") != "career":
        return False
    steps = [*row.expected.get("path", ()), *(step for one in row.expected.get("changes", ()) for step in one["steps"])]
    body = answered()[row.id]
    steps += [body["ends"]] if row.expected.get("ends", {}).get("earliest") else []
    entered = [step["rank"] for step in body["path"] if step["by"].get("entry")]  # no promotion led there
    return f"{LADDER}/{rank}" in {step["rank"] for step in steps}.difference(entered)


def is_dated(row: Row) -> bool:
    """Whether a case states a date of its own, of a next step or of what is missing."""
    stated = [row.expected, *row.expected.get("targets", ()), *row.expected.get("next", ())]
    stated += [one[end] for one in row.expected.get("missing", ()) for end in ("best", "worst") if end in one]
    return any(one.get("earliest") for one in stated)


# -- every value of the rules is pinned by a case --------------------------------------------------------------------

GRADES = tuple(rules().grades)
LEADERS = "leader-promotion-2019"
TERMS = ("leader-terms-2006", "district-terms-2004")
TERM_READINGS = ("part-term", "should-be-exchanged")


OTHERS = (
    *("classified-2023", "police-ranks", "police-titles", "customs-titles", "fire-rescue", "judge-grades-1997"),
    *("county-2015", "posts-2006", "transfer-in", "entry-rank", "entry-rank-2008"),
)


def ups(*place: str) -> list[Mutant]:
    """Below a place that may be absent: of the slips of every value only the first, which makes it more or later."""
    parts = slips(*place) if place[-1] in at(rules().spec, place[:-1]) else []
    return list({one.path: one for one in reversed(parts)}.values())


def options(reading: str) -> tuple[str, ...]:
    """The options of a reading."""
    return tuple(rules().readings[reading]["options"])


def other_alternatives() -> list[Mutant]:
    """In the rules with an "or": each alternative replaced by that of another such rule."""
    found = [(place, rule["any"]) for place, rule in enumerate(at(rules().spec, PROMOTIONS)) if "any" in rule]
    pairs = zip(found, [*found[1:], found[0]], strict=True)
    return [
        Mutant((*PROMOTIONS, place, "any", nth), other)
        for (place, _), (_, others) in pairs
        for nth, other in enumerate(others)
    ]


SLIPS = {
    "promotions": [
        *slips(*PROMOTIONS),
        *(one for key in ("to", "rank") for one in swaps(key, *PROMOTIONS)),
        *other_alternatives(),
    ],
    "counting": [*slips(*REGIME, "from"), *slips(*REGIME, "counting")],
    "lowest ranks": swaps("rank", *REGIME, "lowest"),
    "conversions": [*slips(*REGIME, "conversions"), *swaps("to", *REGIME, "conversions")],
    "effects": [*slips("effects"), *words(("is", "at_most"), GRADES, "effects")],
    "levels": [
        *(one for rank in rules().spec["ladders"][LADDER]["ranks"] for one in slips("ladders", LADDER, "ranks", rank)),
        *slips(*REGIME, "levels", "on_promotion"),
    ],
    "leading posts": [
        *slips("regimes", LEADERS, "in_force_by"),
        *(one for part in ("promotions", "conditions", "counting") for one in slips("regimes", LEADERS, part)),
    ],
    "quotas": [
        *slips(*REGIME, "quotas"),
        *words(("default",), options("quota-rounding"), "readings", "quota-rounding"),
        *swaps("top", *REGIME, "setup"),
        *swaps("of", *REGIME, "quotas"),
        *swaps("ranks", *REGIME, "quotas"),
    ],
    "procedure": [
        *(one for regime in (REGIME[1], LEADERS) for one in slips("regimes", regime, "procedure")),
        *words(("default",), options("notice-first-day"), "readings", "notice-first-day"),
    ],
    "terms": [
        *slips("regimes", "leader-terms-2006", "in_force_by"),
        *(one for regime in TERMS for one in slips("regimes", regime, "terms")),
        *(one for id_ in TERM_READINGS for one in words(("default",), options(id_), "readings", id_)),
    ],
    "other systems": [
        *(one for id_ in OTHERS for part in ("promotions", "entry") for one in ups("regimes", id_, part)),
    ],
    "readings": [
        one
        for id_ in sorted(consulted_readings())
        for one in words(("default",), tuple(rules().readings[id_]["options"]), "readings", id_)
    ],
}


@pytest.mark.parametrize("part", SLIPS)
def test_every_slip_fails_a_case(part: str) -> None:
    spec = copy.deepcopy(rules().spec)
    killers = [(mutant, killer(spec, mutant)) for mutant in SLIPS[part] if not is_not_used(mutant)]
    assert spec == rules().spec
    assert killers
    survivors = [str(mutant) for mutant, case in killers if case is None]
    print(f"{part}: {len(killers) - len(survivors)} of {len(killers)} slips fail a case")
    assert survivors == []


def is_not_used(mutant: Mutant) -> bool:
    return any(fnmatch(pointer(mutant.path), pattern) for pattern in NOT_USED)


def test_what_is_not_used_exists() -> None:
    places = {pointer(mutant.path) for mutants in SLIPS.values() for mutant in mutants}
    assert [pattern for pattern in NOT_USED if not any(fnmatch(place, pattern) for place in places)] == []


def test_a_slip_is_undone() -> None:
    spec = copy.deepcopy(rules().spec)
    place = (*PROMOTIONS, 1, "years")
    with replaced(spec, Mutant(place, 9)):
        assert at(spec, place) == 9
    assert spec == rules().spec
