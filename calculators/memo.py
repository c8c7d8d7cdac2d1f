"""Conditions that need not be worked out twice.

One answer evaluates the same promotion many times: under other readings, with other grades. A condition looks at a few
facts of the person and asks for a few readings; where those are the same as before, so is its finding. What is
remembered belongs to one promotion of one request and is gone with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .case import Case, Judgement
from .findings import Finding

# What a kind looks at; a kind that is not here is always worked out again.
LOOKS_AT: dict[str, tuple[str, ...]] = {
    "step": ("held",),
    "free": ("effects",),
    "tenure": ("held", "grades"),
    "grades": ("held", "grades"),
    "level": (),
    "judgement": (),
}


class Known(NamedTuple):
    """A finding with what it rests on. ``facts`` are kept, so that their ids stay theirs."""

    options: dict[str, str]
    facts: tuple[Any, ...]
    finding: Finding
    judgements: list[Judgement]
    unverified: bool


class Memo:
    """The findings of one promotion so far, by condition, facts and the readings consulted."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], list[Known]] = {}

    def finding(self, kind: str, key: Any, case: Case, work_out: Callable[[], Finding]) -> Finding:
        """The finding of a condition: an earlier one that rests on the same, or else worked out now.

        ``key`` tells it from the others of its kind.
        """
        if kind not in LOOKS_AT:
            return work_out()
        facts = tuple([getattr(case.person, name) for name in LOOKS_AT[kind]])
        earlier = self._known.setdefault((kind, key, case.trust, *map(id, facts)), [])
        for known in earlier:
            if all(case.options[id_] == option for id_, option in known.options.items()):
                return _again(known, case)
        return _first_time(earlier, facts, case, work_out)


def _again(known: Known, case: Case) -> Finding:
    """Do to the case what working it out would do."""
    case.consulted.update(known.options)
    case.judgements += known.judgements
    case.unverified = case.unverified or known.unverified
    return known.finding


def _first_time(earlier: list[Known], facts: tuple[Any, ...], case: Case, work_out: Callable[[], Finding]) -> Finding:
    """Work a finding out, and note apart what it consults, raises and finds unverified."""
    before = case.consulted, case.judgements, case.unverified
    case.consulted, case.judgements, case.unverified = set(), [], False
    found = work_out()
    options = {id_: case.options[id_] for id_ in case.consulted}
    earlier.append(Known(options, facts, found, case.judgements, case.unverified))
    case.consulted |= before[0]
    case.judgements = before[1] + case.judgements
    case.unverified = case.unverified or before[2]
    return found
