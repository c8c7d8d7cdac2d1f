"""Changes of the spec, one value at a time: what a slip of the pen would make of it.

A mutant is the spec with one value changed. The worked cases *kill* it if at least one of them fails under it; one
that survives is a value that nobody would miss if it were wrong.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from calculators import Rules, answer
from tests.support import Json, Row, differences, every_case, rows, rules

Path = tuple[str | int, ...]

DATE = re.compile(r"\d{4}-\d\d-\d\d")
SOME_MONTHS = 12  # in the place of a period that no source gives


class Mutant(NamedTuple):
    """One changed value and its place."""

    path: Path
    value: Any

    def __str__(self) -> str:
        return f"{pointer(self.path)}: {at(rules().spec, self.path)!r} → {self.value!r}"


def pointer(path: Path) -> str:
    """A place as a JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def at(data: Any, path: Path) -> Any:
    """What stands at a place."""
    for step in path:
        data = data[step]
    return data


# -- the slips -------------------------------------------------------------------------------------------------------


def slips(*place: str | int) -> list[Mutant]:
    """Below a place: every number one up and one down, every yes and no turned round, every date a day off.

    Not the day on which a value begins together with its regime: nobody is told anything of the day before.
    """
    leaves = _leaves(at(rules().spec, place), place)
    return [
        Mutant(path, changed) for path, value in leaves if not _begins(path, value) for changed in _slips(path, value)
    ]


def _begins(path: Path, value: Any) -> bool:
    """Whether a date is the first day of the first of several values, and of the regime."""
    return path[-2:] == (0, "from") and value == at(rules().spec, path[:2]).get("from")


def words(keys: tuple[str, ...], vocabulary: tuple[str, ...], *place: str | int) -> list[Mutant]:
    """Below a place: what stands under one of some keys replaced by every other word of a vocabulary."""
    leaves = [(path, value) for path, value in _leaves(at(rules().spec, place), place) if path[-1] in keys]
    return [Mutant(path, word) for path, value in leaves for word in vocabulary if word != value]


def swaps(key: str, *place: str | int) -> list[Mutant]:
    """In a list of rules: what each says under a key replaced by what its neighbour says."""
    entries = at(rules().spec, place)
    pairs = zip(range(len(entries)), entries, [entries[1], *entries], strict=False)
    both = [(at_, one, other) for at_, one, other in pairs if key in one and key in other]
    return [Mutant((*place, at_, key), other[key]) for at_, one, other in both if one[key] != other[key]]


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if not isinstance(value, dict | list):
        yield path, value
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(inner, (*path, key))


def _slips(path: Path, value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, str) and DATE.fullmatch(value):
        return [(date.fromisoformat(value) + timedelta(days)).isoformat() for days in (1, -1)]
    return [SOME_MONTHS] if value is None and path[-1] == "months" else []


# -- what kills them -------------------------------------------------------------------------------------------------


def killer(spec: Json, mutant: Mutant) -> str | None:
    """The id of a case that fails under a mutant; None if it survives. `spec` is a copy of the project's."""
    with replaced(spec, mutant):
        changed = Rules(spec, rules().workdays)
        changed.__dict__["stamp"] = rules().stamp  # to hash the spec anew takes longer than an answer
        return next((row.id for row in _likely_first(mutant) if fails(row, changed)), None)


@contextmanager
def replaced(spec: Json, mutant: Mutant) -> Iterator[None]:
    """The spec with one value changed, for a while."""
    *way, last = mutant.path
    holder = at(spec, tuple(way))
    original, holder[last] = holder[last], mutant.value
    try:
        yield
    finally:
        holder[last] = original


def fails(row: Row, changed: Rules) -> bool:
    """Whether a case fails under other rules; rules that the engine cannot work with fail it too."""
    try:
        return bool(differences(row.expected, answer(row.request, changed)))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return True


def _likely_first(mutant: Mutant) -> list[Row]:
    """Every case; first those that speak of the changed thing, then those that show a provision on which it rests."""
    holders = [at(rules().spec, mutant.path[:depth]) for depth in range(len(mutant.path))]
    entries = [(depth, one) for depth, one in enumerate(holders) if isinstance(one, dict)]
    depths = {one["cite"]: depth for depth, one in entries if "cite" in one}
    names = {str(mutant.path[1]), *(one["zh"] for _, one in entries if isinstance(one.get("zh"), str))}

    def likely(shown: Shown) -> tuple[int, bool]:
        return max(depths.get(cite, 0) for cite in shown.cites), any(name in shown.text for name in names)

    return [shown.row for shown in sorted(_shown(), key=likely, reverse=True)]


class Shown(NamedTuple):
    """A row, the provisions that its case shows, and all of its case as text."""

    row: Row
    cites: frozenset[str]
    text: str


@cache
def _shown() -> list[Shown]:
    texts = [(case, json.dumps(case, ensure_ascii=False)) for case in every_case()]
    return [Shown(row, frozenset(case["shows"]), text) for case, text in texts for row in rows([case])]
