"""What is stated to be held although its ladder has ended, where no source gives what it became.

    Section rank (county) from 2016-07-01, still held, on a day of 2022:   which rank it became is not known

Where a text gives it, the old post is read as that rank (``held_rungs``).
"""

from __future__ import annotations

from typing import NamedTuple

from ..asking.facts import Held
from ..dates.days import Span, parse
from ..dates.timeline import certain
from ..law.prepared import prepared
from ..law.rules import Json, Rules
from .case import Case
from .findings import Finding


class Ended(NamedTuple):
    """An entry that goes on after its ladder ended, the days from then, and the provision of that ladder."""

    item: Held
    start: Span
    cite: str


def ended(case: Case) -> list[Ended]:
    """The entries of that kind; none where a later rank of the ladder asked about tells what became of them."""
    unseen = _unseen(case.rules)
    found = [
        Ended(item, _after(item, begins), cite)
        for item in case.person.held or ()
        if item.thing in unseen
        for begins, cite in (unseen[item.thing],)
        if begins <= case.as_of and item.end.last > begins
    ]
    if not found:
        return []
    own, held = case.ladder + "/", case.person.held or ()
    return [one for one in found if not any(item.thing.startswith(own) and item.end > one.start for item in held)]


def _after(item: Held, begins: int) -> Span:
    """From when an entry goes on after a day."""
    return Span(max(item.start.first, begins), max(item.start.last, begins))


@prepared
def _unseen(rules: Rules) -> dict[str, tuple[int, str]]:
    """The first day after its ladder, and the provision of that, of each rank whose conversion no regime tells."""
    told = {row["from"] for one in rules.regimes.values() for row in one.get("conversions", ())}
    ladders: Json = rules.spec["ladders"]
    last = {id_: parse(one["to"]).last for id_, one in ladders.items() if "to" in one}
    names = [(id_, f"{id_}/{rank}") for id_ in last for rank in ladders[id_]["ranks"]]
    return {thing: (last[id_] + 1, ladders[id_]["cite"]) for id_, thing in names if thing not in told}


def became_unseen(case: Case) -> list[Finding]:
    """The finding on them: unknown while they are held; nothing where there are none."""
    found = ended(case)
    if not found:
        return []
    line = certain([(one.start.first, one.item.end.last) for one in found], [])
    cites = tuple(dict.fromkeys(one.cite for one in found))
    values = {"now": found[-1].item.thing}
    return [Finding("ended", "ended", line, cites, case.rules.evidence(*cites), values)]
