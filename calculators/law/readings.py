"""Readings and profiles: what the texts leave open, and one option for each of it.

A *reading* is a question that the texts leave open, with its options from the strictest to the most generous; a
*profile* fixes an option for every reading:

    profile(rules, "parallel-2019", {})                          the default of each, as the regime has it
    profile(rules, "parallel-2019", {}, STRICT)                  the strictest option of each
    profile(rules, "parallel-2019", {"effect-end": "same-day"})  the default of all others
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .prepared import prepared
from .rules import Rules

Profile = dict[str, str]
STRICT, GENEROUS = 0, -1  # the places of the extremes among the options of a reading


def profile(rules: Rules, regime: str, pinned: Profile, extreme: int | None = None) -> Profile:
    """The option of every reading: pinned, else an extreme (0 strict, -1 generous), else the default of the regime."""
    found = _unpinned(rules, regime, extreme)
    return found | pinned if pinned else found


@prepared
def _unpinned(rules: Rules, regime: str, extreme: int | None) -> Profile:
    return {
        id_: default(reading, regime) if extreme is None else list(reading["options"])[extreme]
        for id_, reading in rules.readings.items()
    }


def in_order(rules: Rules, ids: Iterable[str]) -> list[str]:
    """Some readings in the order of the rules."""
    return sorted(ids, key=_places(rules).__getitem__)


@prepared
def _places(rules: Rules) -> dict[str, int]:
    return {id_: place for place, id_ in enumerate(rules.readings)}


def default(reading: dict[str, Any], regime: str) -> str:
    """The default option of a reading, which a regime may set differently."""
    option = reading["default"]
    return str(option if isinstance(option, str) else option.get(regime, option["*"]))


def chosen(entry: Any, options: Profile) -> Any:
    """What stands in an entry for the option of its reading, or the option; what depends on no reading is itself.

    >>> chosen({"reading": "county-undetermined", "both": 12, "counts": 0}, {"county-undetermined": "both"})
    12
    """
    reading = entry.get("reading") if isinstance(entry, dict) else None
    return entry if reading is None else entry.get(options[reading], options[reading])
