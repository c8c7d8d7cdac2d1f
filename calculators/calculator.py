"""What a calculator is: what it takes beside the common fields of a request, how it answers, how the answer is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .asking.facts import Request
from .law.rules import Json, Rules
from .telling.words import Words

if TYPE_CHECKING:
    from .asking.request import Reader


def nothing(reader: Reader, body: Json) -> Any:
    """Most calculators take no field of their own."""
    return None


def no_dates(answer: Json, words: Words) -> list[Json]:
    """Many answers have no date that belongs into a calendar."""
    return []


class Calculator(NamedTuple):
    """One calculator.

    ``answer`` gives the answer, ``report`` its headline, lines and sections in one language. ``keys`` are the fields of
    a request that only this calculator has; ``read`` makes of them what ``request.extra`` then holds, and notes what is
    wrong with the reader. ``weighs`` are the facts of a person whose absence matters here, so that it is told with the
    inputs; ``events`` are the dates of an answer for a calendar: ``{"date", "end"?, "title", "text"?}``, ``end`` being
    the last day.
    """

    answer: Callable[[Request, Rules], Json]
    report: Callable[[Json, Words], Json]
    keys: frozenset[str] = frozenset()
    read: Callable[[Reader, Json], Any] = nothing
    weighs: tuple[str, ...] = ()
    events: Callable[[Json, Words], list[Json]] = no_dates
