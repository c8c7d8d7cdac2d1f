"""What the checks have in common: a problem and its place, the list of the checks, and ways through the rules."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from generator.fmt import SPEC, Place

RULES, SCHEMA = SPEC / "rules.json", SPEC / "rules.schema.json"


Json = dict[str, Any]


class Problem(NamedTuple):
    """Something that is wrong, and where."""

    path: Place
    zh: str
    en: str

    @property
    def message(self) -> str:
        """What is wrong, in both languages."""
        return f"{self.zh} / {self.en}"

    @property
    def where(self) -> str:
        """The place, as one would write it down: `provisions["gd2019/18.3"].evidence`."""
        return "".join(_step(key) for key in self.path).removeprefix(".") or "$"


def _step(key: str | int) -> str:
    if isinstance(key, str) and re.fullmatch(r"[\w-]+", key):
        return f".{key}"
    return f"[{json.dumps(key, ensure_ascii=False)}]"


class Check(NamedTuple):
    """A named check; `check` yields the problems of some rules."""

    name: str
    description: str
    check: Callable[[Json], Iterator[Problem]]


CHECKS: dict[str, Check] = {}


def a_check(name: str) -> Callable[[Callable[[Json], Iterator[Problem]]], Callable[[Json], Iterator[Problem]]]:
    """Enter a function in the registry; its docstring describes it."""

    def enter(function: Callable[[Json], Iterator[Problem]]) -> Callable[[Json], Iterator[Problem]]:
        CHECKS[name] = Check(name, (function.__doc__ or "").strip(), function)
        return function

    return enter


def walk(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value with its place, the outer ones first."""
    yield path, value
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, member in members:
        yield from walk(member, (*path, key))


def under(rules: Json, *keys: str) -> Iterator[tuple[Place, Any]]:
    """What stands under any of these keys, anywhere."""
    return ((path, value) for path, value in walk(rules) if path and path[-1] in keys)


def regimes(rules: Json) -> Iterator[tuple[Place, Json]]:
    """The regimes with their places."""
    return ((("regimes", id_), regime) for id_, regime in rules["regimes"].items())


def listed(parent: Json, path: Place, key: str) -> Iterator[tuple[Place, Any]]:
    """The entries of a list that may be absent."""
    return (((*path, key, place), entry) for place, entry in enumerate(parent.get(key, ())))


def things(rules: Json) -> set[str]:
    """Every rank and post, with its ladder."""
    return {f"{id_}/{rank}" for id_, ladder in rules["ladders"].items() for rank in ladder["ranks"]}


def missing(path: Place, what: Any, known: Iterable[str], zh: str, en: str) -> Iterator[Problem]:
    """A problem for each id that is not known."""
    names = [what] if isinstance(what, str) else what
    for place, name in enumerate(names):
        if name not in known:
            here = path if isinstance(what, str) else (*path, place)
            yield Problem(here, f"没有这一{zh}：{name}", f"there is no such {en}: {name}")


def levels_of(regime: Json) -> Json:
    """The rules of a regime itself on levels; empty where it names another regime, or has none."""
    own = regime.get("levels", {})
    return own if isinstance(own, dict) else {}


def day_exists(text: str) -> bool:
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def scope_of(regime: Json, rank: str) -> tuple[str, str]:
    """The ladder and the rank that a name in a regime means."""
    ladder, _, name = rank.rpartition("/")
    return ladder or regime["ladder"], name
