"""What the readings make of an answer: at their two extremes, and one by one.

A calculator says how it answers under one profile of readings, and which readings it consulted on the way:

    found = spread(under, default, rules, regime, request.pinned)
    found.strict, found.generous       the answers at the extremes
    found.moved_by                     the readings that move the answer
    found.hangs_on                     those of them on which the status hangs, where the extremes differ in it

Only readings that were consulted are tried, one by one and then, where those that move it alone do not bring the answer
to its end, with as many others as that takes; one that the request pins stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from ..law.readings import GENEROUS, STRICT, Profile, in_order, profile
from ..law.rules import Json, Rules

Found = tuple[Any, Iterable[str]]  # what is answered, and the readings that were consulted


class Spread(NamedTuple):
    """The answer at the two extremes, the readings that move it, and those on which its status hangs."""

    strict: Any
    generous: Any
    moved_by: list[str]
    hangs_on: list[str]

    def named(self) -> Json:
        """The readings as the range of an answer names them."""
        return named(self.moved_by, self.hangs_on)


def named(moved_by: list[str], hangs_on: list[str]) -> Json:
    """The readings as the range of an answer names them; of a settled answer no status hangs on any."""
    return {"moved_by": moved_by} | ({"hangs_on": hangs_on} if hangs_on else {})


def status_of(found: Any) -> Any:
    """The status of what is answered: a verdict, or an object with one; None where it has none."""
    return found.get("status") if isinstance(found, dict) else found.status


def spread(under: Callable[[Profile], Found], default: Found, rules: Rules, regime: str, pinned: Profile) -> Spread:
    """The spread of an answer over the readings; ``default`` is what ``under`` gives for the profile of the request."""
    strict, generous = (under(profile(rules, regime, pinned, extreme)) for extreme in (STRICT, GENEROUS))
    ends = strict[0], generous[0]
    if ends[0] == ends[1] == default[0]:
        return Spread(*ends, [], [])
    asked = {id_ for _, consulted in (default, strict, generous) for id_ in consulted} - pinned.keys()
    moved = moving(rules, regime, pinned, asked, lambda other: under(other)[0], default[0], ends)
    hangs = hanging(rules, regime, pinned, moved, lambda other: under(other)[0], default[0], ends)
    return Spread(*ends, moved, hangs)


def hanging(
    rules: Rules, regime: str, pinned: Profile, moved: list[str], tried: Callable[[Profile], Any], default: Any,
    ends: Iterable[Any],
) -> list[str]:  # fmt: skip
    """The readings, of those that move an answer, on which its status hangs."""
    own, at_ends = status_of(default), [status_of(end) for end in ends]
    if all(end == own for end in at_ends):
        return []
    return moving(rules, regime, pinned, moved, lambda other: status_of(tried(other)), own, at_ends)


def moving(
    rules: Rules, regime: str, pinned: Profile, asked: Collection[str], tried: Callable[[Profile], Any], default: Any,
    ends: Iterable[Any],
) -> list[str]:  # fmt: skip
    """The readings, of those ``asked``, that move an answer from ``default`` towards the ``ends``, strict and generous.

    Each that does alone; and where those together do not bring it to the end, the others that this takes: a year that
    drops out and a year that shortens may each bring nothing and both half a year.
    """
    options, found = profile(rules, regime, pinned), set[str]()
    asked = in_order(rules, asked)
    for extreme, end in zip((STRICT, GENEROUS), ends, strict=True):
        goal = profile(rules, regime, pinned, extreme)
        towards = {id_: goal[id_] for id_ in asked if goal[id_] != options[id_]}
        alone = {id_ for id_, option in towards.items() if tried(options | {id_: option}) != default}
        found |= alone
        if end != default:
            found |= _reaching(towards, alone, lambda some, end=end: tried(options | some) == end)  # type: ignore[misc]
    return [id_ for id_ in asked if id_ in found]


def _reaching(towards: Profile, alone: set[str], reaches: Callable[[Profile], bool]) -> set[str]:
    """The readings that it takes to bring an answer to its end: of those that do not move it alone, none to spare."""
    some = {id_: option for id_, option in towards.items() if id_ in alone}
    if some and reaches(some):
        return alone
    some = towards
    for id_ in [id_ for id_ in towards if id_ not in alone]:
        fewer = {other: option for other, option in some.items() if other != id_}
        some = fewer if reaches(fewer) else some
    return set(some)
