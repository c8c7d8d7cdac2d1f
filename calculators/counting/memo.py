"""What need not be worked out twice.

One answer evaluates the same promotion many times: under other readings, with other grades. A part of it (a condition,
the stretches of service, the count of one of them) looks at a few facts of the person and asks for a few readings;
where those are the same as before, so is its result:

    default     tenure of 三级调研员: asks for "surplus", "interrupted"          worked out
    strict      another option of "effect-end", which it did not ask for      remembered
    generous    another option of "surplus"                                   worked out again

What is remembered belongs to one promotion of one request and is gone with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from .case import Case, Judgement

T = TypeVar("T")


class Known(NamedTuple):
    """A result with what it rests on. ``facts`` are kept, so that their ids stay theirs."""

    options: dict[str, str]
    facts: tuple[Any, ...]
    result: Any
    judgements: list[Judgement]
    unverified: frozenset[str]


class Memo:
    """The results of one promotion so far, by what they are, the facts they look at and the readings they consulted."""

    def __init__(self) -> None:
        self._known: dict[Any, list[Known]] = {}

    def remember(self, what: Any, facts: tuple[Any, ...], case: Case, work_out: Callable[[], T]) -> T:
        """A result: an earlier one that rests on the same, or else worked out now.

        ``what`` tells it from all others of the promotion, the ``facts`` aside.
        """
        key = what, case.trust, *map(id, facts)
        options = case.options.items()
        for known in self._known.get(key, ()):
            if known.options.items() <= options:
                break
        else:
            known = _first_time(facts, case, work_out)
            self._known.setdefault(key, []).append(known)
        case.consulted.update(known.options)
        if known.judgements:
            case.judgements += known.judgements
        case.unverified |= known.unverified
        result: T = known.result
        return result


def _first_time(facts: tuple[Any, ...], case: Case, work_out: Callable[[], Any]) -> Known:
    """Work a result out, and note apart what it consults, raises and finds unverified."""
    before = case.consulted, case.judgements, case.unverified
    case.consulted, case.judgements, case.unverified = {}, [], frozenset()
    result = work_out()
    new = Known(case.consulted, facts, result, case.judgements, case.unverified)
    case.consulted, case.judgements, case.unverified = before
    return new
