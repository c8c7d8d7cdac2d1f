"""The page on which an office chooses its readings: every reading, its options, and what each makes of worked cases.

The cases are those of ``spec/cases`` that pin the reading; what they show is computed while the site is built, by the
engine. What the options make of the person at hand, the page asks in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from calculators import Rules
from calculators.law.readings import default
from calculators.law.rules import Json
from calculators.telling import moves
from calculators.telling.inputs import inputs
from calculators.telling.words import Words
from generator.layout import SPEC_CASES
from generator.pages import examples, law
from generator.pages.tools import TOOLS

REGIME = "parallel-2019"
EXAMPLE: Json = {  # of somebody whom several readings move, as long as nobody is entered in a calculator
    "api": 1,
    "calculator": "promotion",
    "as_of": examples.SEEN,
    "target": "general/zhurenkeyuan-1",
    "person": {
        "held": [
            {"post": "post/ke-zheng", "from": "2023-05-10", "to": "2025-02-19"},
            {"rank": "general/zhurenkeyuan-2", "from": "2025-02-20"},
        ],
        "grades": {"2023": "competent", "2024": "competent", "2025": "excellent"},
        "effects": [],
    },
}
MOST = 2  # cases of one reading: enough to see it, few enough to read


def values(rules: Rules, words: Words) -> Json:
    """What the template of the page is given."""
    return {
        "groups": groups(rules, words),
        "example": moves.moves(EXAMPLE, rules, words.lang) | {"facts": facts(EXAMPLE, words)},
        "worked": {id_: worked(rules, words, id_) for id_ in rules.readings},
        "data": {
            "spec": rules.stamp,
            "readings": {id_: _vocabulary(id_, rules, words) for id_ in rules.readings},
            "example": EXAMPLE,
            "names": {tool.id: tool.title[0 if words.chinese else 1] for tool in TOOLS},
            "pages": {tool.id: f"../../{tool.path}/" for tool in TOOLS},
            "office": _texts(words, "profile.") | _texts(words, "office."),
            "page": _texts(words, "page."),
        },
    }


def _texts(words: Words, prefix: str) -> dict[str, str]:
    found = words.sentences.items()
    return {code.removeprefix(prefix): entry[words.lang] for code, entry in found if code.startswith(prefix)}


def _vocabulary(id_: str, rules: Rules, words: Words) -> Json:
    options = {option: words.option(id_, option) for option in rules.readings[id_]["options"]}
    return {"name": words.reading_name(id_), "options": options, "default": default(rules.readings[id_], REGIME)}


def groups(rules: Rules, words: Words) -> list[tuple[str, str, list[str]]]:
    """The readings by the subject on which they bear first: its name, its page, its readings."""
    found: dict[tuple[str, str], list[str]] = {}
    for id_ in rules.readings:
        places = law.where_read(words, id_)
        found.setdefault(places[0] if places else ("", ""), []).append(id_)
    return [(name, path, ids) for (name, path), ids in found.items()]


# -- worked cases ----------------------------------------------------------------------------------------------------


def worked(rules: Rules, words: Words, id_: str) -> list[Json]:
    """Cases that a reading moves: the title, the facts, and what each option makes of them."""
    found: dict[str, Json] = {}
    for case, asked in _pinning(id_):
        if len(found) == MOST:
            break
        told = facts(asked, words)
        seen = [one["facts"] for one in found.values()]
        if case["id"] not in found and told not in seen and (shown := moves.row(asked, rules, words, id_)):
            found[case["id"]] = {"facts": told, "shown": shown}
    return list(found.values())


@cache
def _cases() -> list[Json]:
    """Every case, first those that are about a reading and of the regime in force."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SPEC_CASES.glob("*.json"))]
    cases = [case for file in sorted(files, key=lambda file: file["regime"] != REGIME) for case in file["cases"]]
    return sorted(cases, key=lambda case: not case["id"].startswith("reading-"))


def _pinning(id_: str) -> Iterator[tuple[Json, Json]]:
    """The requests of cases that pin a reading, without that pin."""
    own = [
        case
        for case in _cases()
        if id_ in case["request"].get("readings", {}) or {"/readings", f"/readings/{id_}"} & {*case.get("columns", ())}
    ]
    for case in own:
        for asked in _requests(case):
            if id_ in asked.get("readings", {}):
                readings = {key: option for key, option in asked["readings"].items() if key != id_}
                yield case, asked | {"readings": readings}


def _requests(case: Json) -> Iterator[Json]:
    """The request of a case; of a table one for each row."""
    for row in case.get("rows", [[]]):
        asked = json.loads(json.dumps(case["request"]))
        for column, value in zip(case.get("columns", []), row, strict=True):
            if column.startswith("/"):
                _put(asked, column[1:].split("/"), value)
        yield asked


def _put(data: Any, way: list[str], value: Any) -> None:
    *steps, last = way
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    if isinstance(data, list):
        data[int(last)] = value
    elif value is None:
        data.pop(last, None)
    else:
        data[last] = value


# -- facts in words --------------------------------------------------------------------------------------------------


def facts(asked: Json, words: Words) -> list[str]:
    """The request of a case, a line for each thing that is given: as a print of an answer tells it."""
    return [
        words.text("given.pair", label=one["label"], value=words.join_clauses(one["values"]))
        for one in inputs(asked, words.rules, words.lang)
        if one["key"] != "readings"  # the page shows what each of them makes of the case
    ]
