"""Whether the system of a promotion reached the organ of a step, and what this changes of it.

Some systems reached certain organs only, on certain days (``scope``). Where the organ is given, the step is held
against that reach; where it is not, the step stands on a premise, which says what would have to be known.
"""

from __future__ import annotations

from ..asking.facts import Held, Request
from ..asking.organ import Organ
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS
from ..law.evidence import weakest
from ..law.rules import Json, Rules
from ..scope.answer import Reach, concerned, reaches
from ..scope.answer import as_finding as reach_finding


def within_reach(request: Request, rules: Rules, item: Held, step: Json) -> Json:
    """Whether the system of a promotion reached the organ: what this changes of the step."""
    organ = item.organ or request.person.workplace
    regime = step["regime"]
    if regime is None or "scope" not in rules.regimes[regime]:
        return _in_pilot(rules, item, organ) if regime is None and organ else {}
    found = _reached(rules, regime, organ or Organ(), item)
    if found.status == MET:
        return {"reach": reach_finding(regime, found, rules)} if organ else {}
    base = f"{item.path}/organ" if item.organ or not organ else "/person/organ"
    inputs = [base + path.removeprefix("/organ") for path in found.open]
    if organ is None:
        return {"premises": [{"regime": regime, "inputs": inputs, "cite": _cite_of(found, rules, regime)}]}
    other = _in_pilot(rules, item, organ) if found.status == UNMET else {}
    if other:
        return other
    status = min(WORDS.index(step["status"]), found.status)
    missing = [*step["missing"], {"inputs": inputs}] if inputs else step["missing"]
    reach = reach_finding(regime, found, rules)
    return {"status": WORDS[status], "reach": reach, "missing": missing, "earliest": None,
            "evidence": weakest([step["evidence"], reach["evidence"]]),
            "range": _all_as(step["range"], found.status)}  # fmt: skip


def _reached(rules: Rules, regime: str, organ: Organ, item: Held) -> Reach:
    """The reach of a system on the day of an entry; where only the month is known, on both of its ends."""
    first, last = (reaches(rules, regime, organ, day) for day in (item.start.first, item.start.last))
    return first if first.status == last.status else first._replace(status=UNKNOWN)


def _in_pilot(rules: Rules, item: Held, organ: Organ | None) -> Json:
    """A step in an organ that another system reached, one without numbers: it cannot be checked, and why."""
    for id_, regime in rules.regimes.items():
        named = organ is not None and "why" in regime and concerned(regime, item.start.first)
        if organ and named and (found := _reached(rules, id_, organ, item)).status == MET:
            cites = list(dict.fromkeys(row["cite"] for row in found.rows))
            return {
                "regime": id_, "status": WORDS[UNKNOWN], "settled": True, "earliest": None, "findings": None,
                "cite": cites, "evidence": rules.evidence(*cites), "reach": reach_finding(id_, found, rules),
                "why": regime["why"], "missing": [], "judgements": [], "carried": None,
                "range": {end: {"status": WORDS[UNKNOWN], "earliest": None} for end in ("strict", "generous")}
                | {"moved_by": []},
            }  # fmt: skip
    return {}


def _cite_of(found: Reach, rules: Rules, regime: str) -> str:
    return str(found.rows[0]["cite"] if found.rows else rules.regimes[regime]["cite"])


def _all_as(range_: Json, most: int) -> Json:
    """A range whose statuses are no better than that of the reach."""
    ends = {end: {"status": WORDS[min(WORDS.index(range_[end]["status"]), most)], "earliest": None}
            for end in ("strict", "generous")}  # fmt: skip
    return range_ | ends
