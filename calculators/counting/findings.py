"""Findings: the tree of reasons. Every condition, met or not, with its values, its article and the day it turns.

A finding keeps its timeline; what is shown for a day is read off it when the answer is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS, Timeline, all_of, any_of, optimist, pessimist
from ..law.evidence import strongest, weakest
from ..record import field, record
from .verdict import verdict


@record
class Finding:
    """One node of the tree.

    ``code`` names the sentence, ``values`` fill it. ``open`` are the inputs that could change it. A judgement decides
    nothing and has no place here.
    """

    kind: str
    code: str
    timeline: Timeline
    cites: tuple[str, ...] = ()
    evidence: str = "official"
    values: dict[str, Any] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    children: tuple[Finding, ...] = ()


def write(finding: Finding, day: int, *, by_day: bool = False) -> dict[str, Any]:
    """A finding as the answer carries it, for one day."""
    status, turns = verdict(finding.timeline, day, by_day=by_day)
    body: dict[str, Any] = {"kind": finding.kind, "status": WORDS[status], "turns": turns}
    if finding.code != finding.kind:
        body["code"] = finding.code
    if cites := finding.cites:
        body["cite"] = cites[0] if len(cites) == 1 else list(cites)
        body["evidence"] = finding.evidence
    if finding.values:
        body["values"] = dict(finding.values)
    if finding.open:
        body["open"] = list(finding.open)
    if finding.children:
        body["children"] = [write(child, day, by_day=by_day) for child in finding.children]
    return body


def evidence_of(finding: Finding, day: int) -> str:
    """The weakest evidence that the value on ``day`` rests on.

    What is met by ``all`` rests on every part, what is met by ``any`` on the best known branch; unmet, the other way.
    """
    if not finding.children:
        return finding.evidence
    value = finding.timeline.at(day)
    bearing = [evidence_of(child, day) for child in finding.children if child.timeline.at(day) == value]
    every = (finding.kind == "all") == (value == MET)
    return (weakest if every or value == UNKNOWN else strongest)(bearing)


def open_inputs(finding: Finding, day: int) -> frozenset[str]:
    """The inputs that together settle an unknown value on ``day``: those of every part that is unknown.

    Of an "or" too: whatever one branch turns out to be, unmet may be among it, and then the other one decides.
    """
    if finding.timeline.at(day) != UNKNOWN:
        return frozenset()
    if not finding.children:
        return frozenset(finding.open)
    return frozenset().union(*(open_inputs(child, day) for child in finding.children))


def open_leaves(finding: Finding) -> Iterator[str]:
    """Every input that is open anywhere in the tree, where that leaves some day unknown."""
    if UNKNOWN in finding.timeline.values:
        yield from finding.open
    for child in finding.children:
        yield from open_leaves(child)


def if_all_given(finding: Finding, settle: Callable[[Timeline], Timeline], inputs: Collection[str]) -> Timeline:
    """The timeline if some inputs turned out best (``optimist``) or worst (``pessimist``).

    What is unknown though nothing is open, as a number that no source gives, or what hangs on other inputs too, stays
    unknown.
    """
    line = finding.timeline
    if UNKNOWN not in line.values:
        return line
    if children := finding.children:
        combine = all_of if finding.kind == "all" else any_of
        return combine([if_all_given(child, settle, inputs) for child in children])
    given = finding.open and all(path in inputs for path in finding.open)
    return settle(line) if given else line


def outcomes(finding: Finding, day: int) -> set[int]:
    """The values that a finding may have on ``day`` once what is open is given, each finding taken by itself."""
    value = finding.timeline.at(day)
    if finding.children and value == UNKNOWN:
        choose = min if finding.kind == "all" else max
        found = {MET if finding.kind == "all" else UNMET}
        for child in finding.children:
            found = {choose(one, other) for one in found for other in outcomes(child, day)}
        return found
    return {UNMET, MET} if value == UNKNOWN and finding.open else {value}


def if_given(finding: Finding, by: str) -> Timeline:
    """The timeline if every input that somebody could give (below the path ``by``) turned out best.

    What is unknown for another reason, as a number that nobody has verified, stays so, and counts as unmet.
    """
    if finding.children:
        combine = all_of if finding.kind == "all" else any_of
        return combine([if_given(child, by) for child in finding.children])
    could = any(path.startswith(by) for path in finding.open)
    return optimist(finding.timeline) if could else pessimist(finding.timeline)
