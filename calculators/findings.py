"""Findings: the tree of reasons. Every condition, met or not, with its values, its article and the day it turns.

A finding keeps its timeline; what is shown for a day is read off it when the answer is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from .evidence import strongest, weakest
from .timeline import MET, UNKNOWN, WORDS, Timeline
from .verdict import verdict


class Finding(NamedTuple):
    """One node of the tree.

    ``code`` names the sentence, ``values`` fill it; ``explain`` adds what only a full answer needs. ``open`` are the
    inputs that could change it. A judgement decides nothing and has no place here.
    """

    kind: str
    code: str
    timeline: Timeline
    cites: tuple[str, ...] = ()
    evidence: str = "official"
    values: dict[str, Any] = {}  # noqa: RUF012 - never changed
    open: tuple[str, ...] = ()
    children: tuple[Finding, ...] = ()
    explain: Callable[[], dict[str, Any]] | None = None


def write(finding: Finding, day: int) -> dict[str, Any]:
    """A finding as the answer carries it, for one day."""
    status = finding.timeline.at(day)
    body: dict[str, Any] = {
        "kind": finding.kind,
        "status": WORDS[status],
        "turns": verdict(finding.timeline, day).earliest,
    }
    if finding.code != finding.kind:
        body["code"] = finding.code
    if finding.cites:
        body["cite"] = finding.cites[0] if len(finding.cites) == 1 else list(finding.cites)
        body["evidence"] = finding.evidence
    values = {**finding.values, **(finding.explain() if finding.explain else {})}
    if values:
        body["values"] = values
    if finding.open:
        body["open"] = list(finding.open)
    if finding.children:
        body["children"] = [write(child, day) for child in finding.children]
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


def open_sets(finding: Finding, day: int) -> list[frozenset[str]]:
    """The smallest sets of inputs that could settle an unknown value on ``day``."""
    if finding.timeline.at(day) != UNKNOWN:
        return []
    if not finding.children:
        return [frozenset(finding.open)] if finding.open else []
    parts = [sets for child in finding.children if (sets := open_sets(child, day))]
    if finding.kind == "any":
        return _smallest(one for sets in parts for one in sets)
    joined: list[frozenset[str]] = [frozenset()]
    for sets in parts:
        joined = _smallest(one | other for one in joined for other in sets)
    return [one for one in joined if one]


def open_leaves(finding: Finding) -> Iterator[str]:
    """Every input that is open anywhere in the tree."""
    yield from finding.open
    for child in finding.children:
        yield from open_leaves(child)


def _smallest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that contain no other one, smallest first."""
    kept: list[frozenset[str]] = []
    for one in sorted(set(sets), key=lambda item: (len(item), sorted(item))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept[:4]
