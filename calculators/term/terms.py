"""The terms served in a post, and which entries make one unbroken time in it.

entry   head of one county, 2011-08-01 to 2021-07-31
chain   that entry, and whatever follows it in the same post without a gap
terms   2011-08-01 to 2016-07-31, 2016-08-01 to 2021-07-31
"""

from __future__ import annotations

from typing import NamedTuple

from ..asking.facts import Held
from ..dates.days import END, Span, written
from ..law.rules import Json

MOST_TERMS = 12  # more than anybody serves in one post


class Term(NamedTuple):
    """One term in one post: half-open, ``due`` the first day after it; ``whole`` if served from its first day."""

    held: Held
    number: int
    start: Span
    end: Span
    due: Span
    whole: bool


def chains(held: list[Held], *, alike: bool = False) -> list[list[Held]]:
    """Entries of one post that follow each other without a gap; ``alike``: they are taken to be one post."""
    found: list[list[Held]] = []
    for item in sorted(held, key=lambda one: one.start):
        before = next((chain for chain in found if (alike or _same(chain[-1], item)) and _joins(chain, item)), None)
        if before is None:
            found.append([item])
        else:
            before.append(item)
    return found


def _same(one: Held, other: Held) -> bool:
    return one.thing == other.thing and one.body is not None and one.body == other.body


def _joins(chain: list[Held], item: Held) -> bool:
    return item.start.first <= max(one.end.last for one in chain)


def inexact(item: Held) -> list[str]:
    pairs = ((item.start, "from"), (item.end, "to"))
    return [f"{item.path}/{key}" for span, key in pairs if not span.exact]


def unclear(terms: list[Term]) -> list[str]:
    return list(dict.fromkeys(path for term in terms for path in inexact(term.held)))


def as_json(term: Term, day: int) -> Json:
    """A term as the answer carries it; all dates are first and last days."""
    running = term.end.last > day
    last = None if term.end.first >= END or (running and term.end == term.due) else term.end
    body: Json = {"post": term.held.thing, "number": term.number, "from": written(term.start)}
    body |= {"to": _last(last) if last else None, "due": _last(term.due), "whole": term.whole and term.end >= term.due}
    body |= {key: value for key in ("body", "area", "left") if (value := getattr(term.held, key))}
    return body | {"path": term.held.path}


def _last(after: Span) -> str:
    return written(Span(after.first - 1, after.last - 1))
