"""What the readings make of an answer: at their two extremes, and one by one.

A calculator says how it answers under one profile of readings, and which readings it consulted on the way:

    found = spread(under, default, rules, regime, request.pinned)
    found.strict, found.generous, found.moved_by

Only readings that were consulted are tried one by one, and one that the request pins stays as it is. (A promotion is
evaluated so often that it remembers its runs; it has a way of its own, ``promotion.answer.bounds``.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..law.rules import Rules
from .case import GENEROUS, STRICT, Profile, profile

Found = tuple[Any, Iterable[str]]  # what is answered, and the readings that were consulted


class Spread(NamedTuple):
    """The answer at the two extremes, and the readings that move it when changed alone."""

    strict: Any
    generous: Any
    moved_by: list[str]


def spread(under: Callable[[Profile], Found], default: Found, rules: Rules, regime: str, pinned: Profile) -> Spread:
    """The spread of an answer over the readings; ``default`` is what ``under`` gives for the profile of the request."""
    options = profile(rules, regime, pinned)
    strict, generous = (under(profile(rules, regime, pinned, extreme)) for extreme in (STRICT, GENEROUS))
    asked = {id_ for _, consulted in (default, strict, generous) for id_ in consulted} - pinned.keys()
    moved = [
        id_
        for id_, reading in rules.readings.items()
        if id_ in asked and any(under(options | {id_: one})[0] != default[0] for one in reading["options"])
    ]
    return Spread(strict[0], generous[0], moved)
