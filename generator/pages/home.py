"""The home page: what it offers, and what it tells of the rules, all read off the spec while the site is built.

Three doors (`DOORS`) name questions as people ask them and the page that answers each; the questions of the door to
the calculators are a list of their own, `CALCULATORS`. A question is its two wordings and a page:

    Question("我的条件哪天具备？", "When are my conditions fulfilled?", "calculator")

What is new is the instruments of the law by their date, with the systems and effect periods that rest on them; how
sure we are is a count of provisions by their evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from calculators import Rules, answer
from calculators.dates.days import parse
from calculators.law.rules import Json, alternatives
from calculators.telling.say import tell
from calculators.telling.words import Words
from generator.pages import examples, form, tools

REGIME = "parallel-2019"
LAW = ("law", "regulation", "party-regulation", "department-rule", "plan")  # ranks of instruments that bind
NEWEST = 5  # how many instruments are shown as new
GRADE = "competent"  # what the form of two fields takes every finished year to have been
TEXTS = ("page.loading", "page.engine", "page.working", "page.retry", "page.failed.", "home.")


class Question(NamedTuple):
    """A question in people's own words, in both languages, and the page that answers it."""

    zh: str
    en: str
    page: str


class Door(NamedTuple):
    """A way into the site: its name, what is behind it, and questions that lead on."""

    zh: str
    en: str
    says_zh: str
    says_en: str
    questions: tuple[Question, ...]


CALCULATORS = (
    Question("我的条件哪天具备？", "When are my conditions fulfilled?", "calculator"),
    Question("我的影响期到哪天？", "Until when am I barred?", "calculator/effect"),
    Question("本单位能有几个三级调研员？", "How many Third-class Consultants may my bureau have?", "calculator/quota"),
    Question("我这一届任期到哪天？", "When does my term end?", "calculator/term"),
)

DOORS = (
    Door(
        "读规则",
        "Read",
        "每一条都注明条文和依据等级。",
        "Every rule with its article and the evidence for it.",
        (
            Question("升一级最少要几年？", "How many years to the next rank?", "rule/promotion"),
            Question("优秀、基本称职各有什么影响？", "What does each yearly grade do?", "guide/assessment"),
            Question("受了处分，多久不得晋升？", "How long does a sanction bar promotion?", "guide/discipline"),
            Question("转任以后，年限重新算吗？", "Does the clock restart after a move?", "guide/counting-tenure#move"),
            Question("2019年以前的经历怎样看？", "How do I read a career before 2019?", "guide/history"),
        ),
    ),
    Door("算条件", "Compute", "在本机计算，不用登录。", "On your own device, without an account.", CALCULATORS),
    Door(
        "提修改",
        "Contribute",
        "规则都在一个公开的文件里。",
        "The rules are one public file.",
        (
            Question("有个数字不对，怎样改？", "A number is wrong. How do I change it?", "guide/propose-a-change"),
            Question("还缺哪些文件？", "Which texts are still wanted?", "gaps"),
            Question("条文有两种理解，怎么办？", "What if a text can be read in two ways?", "readings"),
            Question("这些数字出自哪里？", "Where do the numbers come from?", "sources"),
        ),
    ),
)


def values(rules: Rules, words: Words) -> dict[str, Any]:
    """All that the template of the home page is given."""
    return {
        "doors": [_door(door, words) for door in DOORS],
        "tools": [(one.short[0 if words.chinese else 1], one.path) for one in tools.tools()],
        "things": things(rules, words),
        "example": example(rules, words),
        "data": {"grade": GRADE, "texts": _texts(words), "readings": form.reading_options(rules)},
        "steps": list(steps(rules)),
        "newest": [_instrument(id_, rules, words) for id_ in newest(rules)],
        "checked": checked(rules, words),
        "graded": graded(rules, words),
    }


def _door(door: Door, words: Words) -> dict[str, Any]:
    name, says = (door.zh, door.says_zh) if words.chinese else (door.en, door.says_en)
    questions = [(one.zh if words.chinese else one.en, one.page) for one in door.questions]
    return {"name": name, "says": says, "questions": questions, "tools": door.questions is CALCULATORS}


def _texts(words: Words) -> dict[str, str]:
    """The sentences that the script shows, by their codes."""
    return {code: entry[words.lang] for code, entry in words.sentences.items() if code.startswith(TEXTS)}


def things(rules: Rules, words: Words) -> list[tuple[str, str]]:
    """What may be held today, as the field offers it: the name, and beside it the short form or the ladder.

    The ranks of the general ladder and the leading posts come first: most people hold one of them.
    """
    groups = form.vocabulary(rules, words, "promotion")["groups"]
    order = {rules.spec["ladders"][id_][words.lang]: place for place, id_ in enumerate(("general", "post"))}
    groups.sort(key=lambda group: order.get(group[0], len(order)))
    ladders = {entry[words.lang]: entry for entry in rules.spec["ladders"].values()}
    return [
        (said, "、".join(ladders[group]["ranks"][id_].get("short", ())) or group)
        for group, options in groups
        for id_, said in options
    ]


def example(rules: Rules, words: Words) -> Json:
    """What stands on the page before anything is typed: the calculator's own example, with its first sentence."""
    request = examples.FRONT
    held = request["person"]["held"][0]
    report = tell(answer(request, rules), rules, words.lang)
    return {
        "rank": words.name(held["rank"]),
        "from": words.date(held["from"]),
        "as_of": words.date(request["as_of"]),
        "years": "、".join(request["person"]["grades"]),
        "status": report["status"],
        "badge": words.text(f"status.{report['status']}"),
        "headline": report["headline"],
    }


def steps(rules: Rules) -> Iterator[dict[str, Any]]:
    """Every promotion of the ladder, lowest first: its rule, its alternatives (the rank first), their years."""
    data = rules.regimes[REGIME]
    order = list(rules.spec["ladders"][data["ladder"]]["ranks"])
    for rule in sorted(data["promotions"], key=lambda rule: -order.index(rule["to"])):
        parts = sorted(alternatives(rule), key=lambda part: "post" in part)
        asked = [part["years"] for part in parts]
        years = [one for place, one in enumerate(asked) if one not in asked[:place]]
        yield {"rule": rule, "parts": parts, "years": years}


# -- what is new -----------------------------------------------------------------------------------------------------


def newest(rules: Rules) -> list[str]:
    """The instruments that bind, newest first: by the day they came into force or, where none was seen, were issued."""
    found = {id_: day(entry) for id_, entry in rules.spec["instruments"].items() if entry["rank"] in LAW and day(entry)}
    return sorted(found, key=lambda id_: (_last(found[id_]), id_), reverse=True)[:NEWEST]


def day(instrument: Json) -> str:
    """When an instrument came into force or, where that was not seen, was issued: a day, a month or only a year."""
    return str(instrument.get("from") or instrument.get("issued") or "")


def _last(date: str) -> int:
    """The last day that a date, perhaps only a year, may mean."""
    return parse(date if "-" in date else f"{date}-12").last


def _instrument(id_: str, rules: Rules, words: Words) -> dict[str, Any]:
    entry = rules.spec["instruments"][id_]
    regimes = [key for key, one in rules.regimes.items() if one["status"] != "draft" and _rests(one, id_)]
    return {
        "id": id_,
        "name": entry[words.lang],
        "day": day(entry),
        "in_force": bool(entry.get("from")),
        "effects": [words.name(key) for key, one in rules.effects.items() if _rests(one, id_)],
        "regimes": regimes,
    }


def _rests(entry: Any, instrument: str) -> bool:
    """Whether anything inside an entry of the spec cites an instrument."""
    if isinstance(entry, list):
        return any(_rests(one, instrument) for one in entry)
    if not isinstance(entry, dict):
        return False
    cites = entry.get("cite") or ()
    if any(cite.startswith(f"{instrument}/") for cite in ([cites] if isinstance(cites, str) else cites)):
        return True
    return any(_rests(one, instrument) for one in entry.values())


def checked(rules: Rules, words: Words) -> str:
    """When the provisions were last compared with their sources: a day, or the first and the last."""
    days = sorted({entry["checked_on"] for entry in rules.provisions.values()})
    between = "至" if words.chinese else " to "
    return between.join(words.date(one) for one in dict.fromkeys((days[0], days[-1])))


# -- how sure we are -------------------------------------------------------------------------------------------------


def graded(rules: Rules, words: Words) -> list[dict[str, Any]]:
    """Each grade of evidence, best first, with how many provisions have it and what it means."""
    found = [entry["evidence"] for entry in rules.provisions.values()]
    return [
        {"id": id_, "name": entry[words.lang], "count": found.count(id_), "means": entry["means"][words.lang]}
        for id_, entry in rules.spec["evidence"].items()
    ]
