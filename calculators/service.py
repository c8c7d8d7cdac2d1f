"""Service in a rank or post: which stretches of a career one tenure is made of.

A *chain* is a list of pieces, in time; the time in all of them counts toward the tenure at the end of the last one.
Three things make a chain longer than one entry of the request: time in the post from which a rank was converted,
several stretches that a reading adds, and years that a promotion left over.
"""

from __future__ import annotations

from typing import NamedTuple

from .case import Case
from .days import Span, month_start
from .facts import Held
from .rules import scope


class Piece(NamedTuple):
    """An unbroken stretch of service; half-open, each end known to the day or to the month."""

    start: Span
    end: Span
    paths: tuple[str, ...]
    cites: tuple[str, ...] = ()  # what lets another post's time count here


def chains(case: Case, things: frozenset[str]) -> list[list[Piece]]:
    """A chain for each unbroken stretch in one of ``things``: that stretch, after the earlier ones that add to it."""
    pieces = [_from_unit(case, piece) for piece in _merged(case, things)]
    found: list[list[Piece]] = []
    for piece in pieces:
        joined = found and case.param(_gap(case, found[-1][-1], piece)) in ("sum", "add")
        found.append([*found[-1], piece] if joined else [piece])
    return found


def _merged(case: Case, things: frozenset[str]) -> list[Piece]:
    """The stretches in ``things``, adjacent ones made one, with the time before a conversion put in front."""
    pieces: list[Piece] = []
    for item in case.person.held or ():
        cite = _carried_in(case, item, things)
        if item.thing in things or cite:
            start, cites = _after_probation(case, item), (cite,) if cite else ()
            if pieces and start.first <= pieces[-1].end.last:
                last = pieces.pop()
                end = max(last.end, item.end)
                pieces.append(Piece(last.start, end, (*last.paths, item.path), (*last.cites, *cites)))
            else:
                pieces.append(Piece(start, item.end, (item.path,), cites))
    return pieces


def _carried_in(case: Case, item: Held, things: frozenset[str]) -> str | None:
    """The provision by which time in an old post counts for the rank that it became; None if it does not count."""
    for rule in case.regime.get("conversions", ()):
        if rule["from"] == item.thing and scope(case.ladder, rule["to"]) in things:
            return str(rule["cite"]) if case.param("conversion_carry") != "none" else None
    return None


def _after_probation(case: Case, item: Held) -> Span:
    """A recruit's probation is no service in a rank; a post is not touched by it."""
    first = case.person.service_from
    if item.thing.startswith("post/") or not first:
        return item.start
    return Span(max(item.start.first, first), max(item.start.last, first))


def _from_unit(case: Case, piece: Piece) -> Piece:
    """The start moved to the first of its month where years are counted from the month of appointment."""
    if month_start(piece.start.first) == piece.start.last or case.param("unit") != "month":
        return piece
    return piece._replace(start=Span(month_start(piece.start.first), month_start(piece.start.last)))


def _gap(case: Case, before: Piece, after: Piece) -> str:
    """Which parameter governs a gap: another rank of the ladder held in between means that a rank was lowered."""
    lowered = any(
        item.thing.startswith(case.ladder + "/")
        and before.end.first <= item.start.last
        and item.start.first < after.start.last
        for item in case.person.held or ()
    )
    return "after_demotion" if lowered else "interrupted"
