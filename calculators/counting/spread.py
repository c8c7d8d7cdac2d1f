"""What the readings make of an answer: at their two extremes, and one by one.

A calculator says how it answers under one profile of readings, and which readings it consulted on the way:

    found = spread(under, default, rules, regime, request.pinned)
    found.strict, found.generous, found.moved_by

Only readings that were consulted are tried, one by one and then, where none alone moves the answer to an end that is
another one, together; one that the request pins stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from ..law.rules import Rules
from .case import GENEROUS, STRICT, Profile, profile

Found = tuple[Any, Iterable[str]]  # what is answered, and the readings that were consulted


class Spread(NamedTuple):
    """The answer at the two extremes, and the readings that move it."""

    strict: Any
    generous: Any
    moved_by: list[str]


def spread(under: Callable[[Profile], Found], default: Found, rules: Rules, regime: str, pinned: Profile) -> Spread:
    """The spread of an answer over the readings; ``default`` is what ``under`` gives for the profile of the request."""
    strict, generous = (under(profile(rules, regime, pinned, extreme)) for extreme in (STRICT, GENEROUS))
    if strict[0] == generous[0] == default[0]:
        return Spread(strict[0], generous[0], [])
    asked = {id_ for _, consulted in (default, strict, generous) for id_ in consulted} - pinned.keys()
    moved = moving(rules, regime, pinned, asked, lambda other: under(other)[0] != default[0])
    return Spread(strict[0], generous[0], moved)


def moving(
    rules: Rules, regime: str, pinned: Profile, asked: Collection[str], moves: Callable[[Profile], bool]
) -> list[str]:
    """The readings, of those ``asked``, that move an answer towards an end: each that does alone, else those together.

    A year that drops out and a year that shortens may each bring nothing and both half a year; then both are named.
    """
    options, found = profile(rules, regime, pinned), set[str]()
    for extreme in (STRICT, GENEROUS):
        end = profile(rules, regime, pinned, extreme)
        towards = {id_: end[id_] for id_ in rules.readings if id_ in asked and end[id_] != options[id_]}
        alone = {id_ for id_, option in towards.items() if moves(options | {id_: option})}
        found |= alone or _together(towards, lambda some: moves(options | some))
    return [id_ for id_ in rules.readings if id_ in found]


def _together(towards: Profile, moves: Callable[[Profile], bool]) -> set[str]:
    """Readings of which none can be spared to move an answer; none where all together do not."""
    if not moves(towards):
        return set()
    for id_ in list(towards):
        fewer = {other: option for other, option in towards.items() if other != id_}
        towards = fewer if moves(fewer) else towards
    return set(towards)
