"""Service in a rank or post: which stretches of a career one tenure is made of.

A *chain* is a list of pieces, in time; the time in all of them counts toward the tenure at the end of the last one.
Four things make a chain longer than one entry of the request: time in the post from which a rank was converted or in
an equal rank of another ladder, several stretches that a reading adds, and years that a promotion left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..asking.facts import Held
from ..dates.days import Span, month_start, parse
from ..law.prepared import prepared
from ..law.rules import Rules, scope
from .case import Case
from .memo import remember
from .standing import standing


class Piece(NamedTuple):
    """An unbroken stretch of service; half-open, each end known to the day or to the month."""

    start: Span
    end: Span
    paths: tuple[str, ...]
    cites: tuple[str, ...] = ()  # what lets another post's time count here
    hangs: tuple[str, ...] = ()  # the inputs on which a start hangs that was moved before the first entry

    @property
    def exact(self) -> bool:
        """Whether both ends are known to the day."""
        (first, start), (end, last) = self.start, self.end
        return first == start and end == last


Chain = tuple[Piece, ...]
Also = dict[str, tuple[str, ...]]  # by id, what counts besides, with the provisions by which it does


def chains(case: Case, things: frozenset[str]) -> list[Chain]:
    """The chains of service in ``things``, in time; worked out once under the same readings."""
    return remember(case, ("chains", things), lambda: _chains(case, things), graded=False)


def _chains(case: Case, things: frozenset[str]) -> list[Chain]:
    """The chains without and with what a reading adds.

    Where a reading lets other time count too (an earlier stretch, the post from which a rank was converted, an equal
    rank of another ladder), the chain with that time stands beside the one without it: what a reading adds can help,
    and never hurts.
    """
    found, also = _served(case, things, {}), Also()
    for name, wider in WIDER.items():
        more = wider(case, things.union(also)) if name in case.counting else None
        if more and case.param(name) == "add":
            also |= more
            found += _served(case, things, also)
    return found


def _served(case: Case, things: frozenset[str], also: Also) -> list[Chain]:
    """The chains of service in ``things``, and in what counts ``also``."""
    pieces = _merged(case, things, also, carried=False)
    found = _joined(case, pieces)
    converted = conversions_of(case)
    if any(item.thing in converted for item in case.person.held or ()):
        carried = _merged(case, things, also, carried=True)
        if carried != pieces:
            found += _joined(case, carried)
    return found


def equal_ranks(case: Case, things: frozenset[str]) -> Also:
    """The ranks of other ladders that are equal on the day to one of ``things``, with the provisions that say so.

    None where the regime does not ask whether time in them counts.
    """
    return _equal_to(case.rules, things, case.rules.equating(case.as_of)) if "equal_rank" in case.counting else {}


@prepared
def _equal_to(rules: Rules, things: frozenset[str], begun: int) -> Also:
    """What the first texts that equate, so many of them, equate with one of ``things``."""
    equal = [pair for thing in things for pair in rules.equals_by(thing, begun).items()]
    equal.sort(key=lambda pair: len(pair[1]), reverse=True)  # the provision that names both goes before a chain
    return {thing: cites for thing, cites in equal if thing not in things}


def _equal(case: Case, things: frozenset[str]) -> Also:
    """What was held of the ranks of other ladders that are equal to one of ``things``."""
    equal = equal_ranks(case, things)
    return {item.thing: equal[item.thing] for item in case.person.held or () if item.thing in equal}


def _risen(case: Case, things: frozenset[str]) -> Also:
    """The ranks to which somebody rose from one of ``things``, on any ladder, with what places one above the other."""
    ranks = [item for item in case.person.held or () if not item.thing.startswith("post/")]
    steps = [
        (item, standing(case.rules, item.start, item.thing, one.thing))
        for item in ranks
        for one in ranks
        if one.thing in things and item.thing not in things and one.start.first < item.start.first
    ]
    return {item.thing: step.cites for item, step in steps if step.relation == "above"}


# What may count besides: by the parameter that says whether it is added.
WIDER: dict[str, Callable[[Case, frozenset[str]], Also]] = {"equal_rank": _equal, "higher_rank": _risen}


def conversions_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The lines by which each old post became a rank: of the regime, or of the one whose conversions it counts by.

    With ``presumed`` where no text of the conversion was seen, and a reading only says that it was like the others.
    """
    return _conversions(case.rules, case.counting.get("conversions", case.regime_id))


@prepared
def _conversions(rules: Rules, regime: str) -> dict[str, list[dict[str, Any]]]:
    by_post: dict[str, list[dict[str, Any]]] = {}
    data = rules.regimes[regime]
    presumed = [rule | {"presumed": True} for rule in data.get("unseen_conversions", ())]
    for rule in (*data.get("conversions", ()), *presumed):
        by_post.setdefault(rule["from"], []).append(rule)
    return by_post


def touched(case: Case, things: frozenset[str]) -> bool:
    """Whether anything that was held may count as service in ``things``; if not, there are no chains."""
    held = [item.thing for item in case.person.held or ()]
    if not things.isdisjoint(held) or not conversions_of(case).keys().isdisjoint(held):
        return True
    return not equal_ranks(case, things).keys().isdisjoint(held)


def _joined(case: Case, pieces: list[Piece]) -> list[Chain]:
    """A chain for each piece, and one for each piece with the earlier ones that a reading adds to it."""
    found: list[Chain] = []
    longest: Chain = ()
    for piece in (_from_unit(case, piece) for piece in pieces):
        found.append((piece,))
        joined = longest and case.param(_gap(case, longest[-1], piece)) in ("sum", "add")
        longest = (*longest, _after(longest[-1], piece)) if joined else (piece,)
        if joined:
            found.append(longest)
    return found


def _after(before: Piece, piece: Piece) -> Piece:
    """A piece that is added to an earlier one: of a month in which both meet no day counts twice."""
    first = max(piece.start.first, before.end.last)
    return piece if first == piece.start.first else piece._replace(start=Span(first, max(piece.start.last, first)))


def _merged(case: Case, things: frozenset[str], also: Also, *, carried: bool) -> list[Piece]:
    """The stretches in ``things`` and in what counts ``also``, adjacent ones made one.

    ``carried``: with the time before a conversion in front.
    """
    pieces: list[Piece] = []
    wanted = things.union(also) if also else things
    for item in case.person.held or ():
        start, cites = _after_probation(case, item), also.get(item.thing, ())
        if item.thing not in wanted:
            if carried and (cite := _carried_in(case, item, wanted)):
                cites = (cite,)
            elif rule := _became(case, item, wanted):
                on = parse(rule["on"]).first
                start, cites = Span(max(start.first, on), max(start.last, on)), (str(rule["cite"]),)
            else:
                continue
        if start.first < item.end.last:  # else all of it was probation
            pieces.append(Piece(start, item.end, (item.path,), cites))
    return unbroken(pieces)


def _became(case: Case, item: Held, things: frozenset[str]) -> dict[str, Any] | None:
    """The conversion by which an old post that is stated to go on after it has been one of ``things`` since.

    None beside a rank of the ladder on that day: then the post became no other one.
    """
    for rule in conversions_of(case).get(item.thing, ()):
        rank, on = scope(case.ladder, rule["to"]), parse(rule["on"]).first
        if rank in things and on < item.end.first and "presumed" not in rule:
            return None if holds_on(case.person.held or (), rank.partition("/")[0], on) else rule
    return None


def unbroken(pieces: list[Piece]) -> list[Piece]:
    """Pieces, in time, made one where one begins before another has ended, on the day after, or in the same month."""
    if len(pieces) == 1:
        return pieces
    found: list[Piece] = []
    for piece in pieces:
        found.append(_with(found.pop(), piece) if found and meets(found[-1].end, piece.start) else piece)
    return found


def meets(end: Span, start: Span) -> bool:
    """Whether what begins goes on from what ends: not later than on its day, or in its month."""
    return start.first <= end.last


def piece_of(item: Held) -> Piece:
    """One entry as it stands."""
    return Piece(item.start, item.end, (item.path,))


def _with(one: Piece, other: Piece) -> Piece:
    """Two pieces made one, from the first of their starts to the last of their ends."""
    start, end = one.start, one.end
    if other.start.last < start.last:
        start = Span(start.first, other.start.last)
    if other.end != end:
        end = Span(max(end.first, other.end.first), max(end.last, other.end.last))
    return Piece(start, end, (*one.paths, *other.paths), (*one.cites, *other.cites))


def open_ends(held: Iterable[Held], pieces: Iterable[Piece], begins: Span | None = None) -> list[str]:
    """The inputs on which the first and the last days of some pieces hang, where they are known to the month.

    ``begins`` is the day after a recruit's probation, where that is taken off.
    """
    return [path for piece in pieces if not piece.exact for path in _open_ends(held, piece, begins)]


def _open_ends(held: Iterable[Held], piece: Piece, begins: Span | None) -> Iterator[str]:
    items = [item for item in held if item.path in piece.paths]
    if not piece.start.exact:
        yield from dict.fromkeys([*piece.hangs, *(path for item in items for path in _starts(piece, item, begins))])
    if not piece.end.exact:
        last = [item for item in items if not item.end.exact and item.end.last >= piece.end.first]
        yield from (f"{item.path}/to" for item in last)


def _starts(piece: Piece, item: Held, begins: Span | None) -> Iterator[str]:
    """The inputs on which the start of an entry hangs, if it may be that of the piece: its own, and the probation's."""
    probation = None if item.thing.startswith("post/") else begins
    if max(item.start.first, probation.first if probation else 0) > piece.start.last:
        return
    if not item.start.exact and (probation is None or item.start.last > probation.first):
        yield f"{item.path}/from"
    if probation and not probation.exact and probation.last > item.start.first:
        yield "/person/probation_end"


def while_served(pieces: Iterable[Piece]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The stretches, half-open, on which one of some pieces is served: at best, and surely."""
    ends = [(piece.start, piece.end) for piece in pieces]
    return [(start.first, end.last) for start, end in ends], [(start.last, end.first) for start, end in ends]


def _carried_in(case: Case, item: Held, things: frozenset[str]) -> str | None:
    """The provision by which time in an old post counts for the rank that it became; None if it does not count."""
    for rule in conversions_of(case).get(item.thing, ()):
        if scope(case.ladder, rule["to"]) in things and _reached(case, rule, things):
            return str(rule["cite"]) if _counts_before(case, rule) else None
    return None


def _counts_before(case: Case, rule: dict[str, Any]) -> bool:
    """Whether time before a conversion counts; where its text was not seen, only if it is taken to be like others."""
    if case.param("conversion_carry") == "none":
        return False
    return "presumed" not in rule or case.param("unseen_conversion") == "as-former"


def _reached(case: Case, rule: dict[str, Any], things: frozenset[str]) -> bool:
    """Whether the post, or one of the ``things`` with which its time is added, was held up to the conversion.

    A post that was given up before, for one on another branch, became no rank.
    """
    day, same = parse(rule["on"]).first, things | {rule["from"]}
    return any(item.thing in same and item.start.first < day <= item.end.last for item in case.person.held or ())


def _after_probation(case: Case, item: Held) -> Span:
    """A recruit's probation is no service in a rank; a post is not touched by it."""
    begins = case.person.service_from
    if item.thing.startswith("post/") or not begins:
        return item.start
    return Span(max(item.start.first, begins.first), max(item.start.last, begins.last))


def holds_on(held: Iterable[Held], ladder: str, day: int) -> bool:
    """Whether a rank of a ladder was held on a day: then an old post that went on beside it became no other one."""
    return any(item.thing.startswith(ladder + "/") and item.start.first <= day < item.end.last for item in held)


def in_probation(case: Case, item: Held) -> bool:
    """Whether an entry begins within the probation, so that its service hangs on the end of that."""
    begins = case.person.service_from
    return begins is not None and not item.thing.startswith("post/") and item.start.last < begins.last


def _from_unit(case: Case, piece: Piece) -> Piece:
    """The start moved to the first of its month where years are counted from the month of appointment."""
    if month_start(piece.start.first) == piece.start.last or case.param("unit") != "month":
        return piece
    return piece._replace(start=Span(month_start(piece.start.first), month_start(piece.start.last)))


def _gap(case: Case, before: Piece, after: Piece) -> str:
    """Which parameter governs a gap: another rank of the ladder held in between means that a rank was lowered.

    What begins in the month in which the later piece does was not held before it.
    """
    held = case.person.held or ()
    own = {item.thing.partition("/")[0] for item in held if item.path in before.paths}
    lowered = any(
        item.thing.partition("/")[0] in (own | {case.ladder}) - {"post"}
        and before.end.first <= item.start.last
        and item.start.first < after.start.first
        and item.path not in before.paths
        for item in held
    )
    return "after_demotion" if lowered else "interrupted"
