"""What the tests of the engine share: the rules, the worked cases as rows, and how an answer is compared with them."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from calculators import Rules, answer, load

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "spec" / "cases"

Json = dict[str, Any]

# What an answer holds as objects and a case names by one word only.
WORDS = {"judgements": "id"}


class Row(NamedTuple):
    """One example: a request and the part of its answer that the case states."""

    id: str
    request: Json
    expected: Json


class Difference(NamedTuple):
    """One place where an answer is not what a case says."""

    key: str
    expected: Any
    got: Any


@cache
def rules() -> Rules:
    """The project's rules, prepared once."""
    return load(*((ROOT / "spec" / name).read_text(encoding="utf-8") for name in ("rules.json", "workdays.json")))


@cache
def case_files() -> dict[str, Json]:
    """The files of cases by the name of their regime."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))}


def every_case() -> list[Json]:
    """The cases of every regime."""
    return [case for file in case_files().values() for case in file["cases"]]


def rows(cases: list[Json]) -> list[Row]:
    """Every request with its expected answer: a case is one, a table one for each of its rows."""
    return [row for case in cases for row in _rows(case)]


def every_row() -> list[Row]:
    """The rows of every regime."""
    return rows(every_case())


def _rows(case: Json) -> list[Row]:
    if "answer" in case:
        return [Row(case["id"], case["request"], case["answer"])]
    return [_row(case, number, cells) for number, cells in enumerate(case["rows"], 1)]


def _row(case: Json, number: int, cells: list[Any]) -> Row:
    request, expected = copy.deepcopy(case["request"]), {}
    for column, value in zip(case["columns"], cells, strict=True):
        if column.startswith("/"):
            put(request, column, value)
        else:
            expected[column] = value
    return Row(f"{case['id']}-{number}", request, expected)


def put(data: Any, pointer: str, value: Any) -> None:
    """Set what a JSON pointer names, making the objects on the way; None takes it away."""
    *way, last = pointer.removeprefix("/").split("/")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    if value is None:
        data.pop(last, None)
    elif isinstance(data, list):
        data[int(last)] = copy.deepcopy(value)
    else:
        data[last] = copy.deepcopy(value)


def differences(expected: Json, got: Json) -> list[Difference]:
    """Where an answer is not what a case says. What the case does not mention may be anything."""
    found = [(key, value, at(got, key)) for key, value in expected.items()]
    return [Difference(*one) for one in found if not _agrees(one[0], one[1], one[2])]


def at(data: Any, path: str) -> Any:
    """The value at a dotted path such as ``range.strict.earliest``; None if there is nothing.

    ``reasons`` are the codes of all findings of the tree.
    """
    if path == "reasons":
        return reasons(data["findings"])
    for step in path.split("."):
        if isinstance(data, list):
            data = data[int(step)] if int(step) < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def reasons(finding: Json) -> list[str]:
    """The codes of a tree of findings."""
    inside = [code for child in finding.get("children", ()) for code in reasons(child)]
    return [str(finding.get("code", finding["kind"])), *inside]


def _agrees(key: str, expected: Any, got: Any) -> bool:
    if key == "reasons":
        return set(expected) <= set(got)
    if key in WORDS:
        return set(expected) <= {entry[WORDS[key]] for entry in got or ()}
    if key == "unused":
        return sorted(expected) == sorted(got or ())
    if key in ("what_if", "changes"):
        return all(any(_holds(one, entry) for entry in got or ()) for one in expected)
    return _holds(expected, got)


def _holds(expected: Any, got: Any) -> bool:
    """Whether all that is expected is there: objects may hold more, lists must match entry by entry."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(_holds(value, got.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        same = isinstance(got, list) and len(got) == len(expected)
        return same and all(_holds(one, other) for one, other in zip(expected, got, strict=True))
    return type(expected) is type(got) and bool(expected == got)


def ask(request: Any) -> Json:
    """The answer to one request, through the public door."""
    return answer(request, rules())


def verdict(request: Json) -> tuple[str, str | None]:
    """The status and the date of an answer."""
    body = ask(request)
    assert "error" not in body, body
    return body["status"], body["earliest"]


def as_json() -> str:
    """Every row as JSON, for the tests that ask the same engine elsewhere."""
    return json.dumps([row._asdict() for row in every_row()], ensure_ascii=False)
