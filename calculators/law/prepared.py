"""What follows from the rules alone is worked out once, when it is first asked for.

    @prepared
    def lowest(rules: Rules, regime: str) -> dict[str, Json]: ...

    lowest(rules, "parallel-2019")      worked out
    lowest(rules, "parallel-2019")      looked up

The rules hold the results (``prepared``), so they are gone with them. The arguments are the key: what a function gives
depends on nothing else, and nobody changes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Holder(Protocol):
    """What holds the results: the rules."""

    prepared: defaultdict[Callable[..., Any], dict[tuple[Any, ...], Any]]


H = TypeVar("H", bound=Holder)
P = ParamSpec("P")
T = TypeVar("T")


def prepared(work_out: Callable[Concatenate[H, P], T]) -> Callable[Concatenate[H, P], T]:
    """Look up what a function of the rules, and of hashable arguments given by their place, has given before."""

    def looked_up(rules: H, /, *args: P.args, **none: P.kwargs) -> T:
        known = rules.prepared[work_out]
        try:
            found: T = known[args]
        except KeyError:
            found = known[args] = work_out(rules, *args, **none)
        return found

    looked_up.__doc__ = work_out.__doc__
    return looked_up
