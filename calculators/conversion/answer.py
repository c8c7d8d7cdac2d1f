"""The conversion calculator: what a rank or post corresponds to elsewhere, by which relation, and who says so.

Four kinds of rows of all regimes are read, in both directions:

    conversions    an old post became a rank            converted / converted-from
    equivalences   ranks that correspond                equal / layer (the same layer of posts only)
    lowest         the lowest rank of a leading post    lowest / lowest-of

Where a table links two ladders but gives a rank no counterpart, that is an answer too (``conversion.none``: 二级科员
among technical ranks); where no text links them, it is not known (``conversion.not-told``). Nothing is chained: that
one rank equals a second and the second a third is two statements, and no text makes them one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..asking.facts import Request
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, NEVER, OPEN, leaf, plain, scope_answer
from ..counting.regimes import may_be_asked
from ..dates.days import parse
from ..dates.timeline import any_of
from ..law.evidence import weakest
from ..law.names import Names
from ..law.rules import Json, Rules, in_force, scope
from ..record import replace

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"from", "to"})
WHOLE = (
    "equal",
    "lowest",
    "lowest-of",
)  # tables that go through a ladder from end to end: what is not in them has no counterpart
BACK = {"converted": "converted-from", "lowest": "lowest-of", "equal": "equal", "layer": "layer"}


class Asked(NamedTuple):
    """What is converted, and to which ladder or regime (None: all)."""

    thing: str | None
    ladder: str | None
    regime: str | None


class Row(NamedTuple):
    """One statement: ``thing`` stands in a relation to ``other``."""

    thing: str
    other: str
    relation: str
    regime: str
    line: Json


def read(reader: Reader, body: Json) -> Asked:
    """The fields ``from`` and ``to``."""
    thing = reader.thing(reader.required(body, "from", ""), "/from", None)
    regime_or_ladder = reader.named(body.get("to"), "/to", _places(reader.rules))
    kind, _, id_ = (regime_or_ladder or "").partition(":")
    return Asked(thing, id_ if kind == "ladder" else None, id_ if kind == "regime" else None)


def _places(rules: Rules) -> Names:
    """Ladders and regimes by their names; a ladder comes before a regime of the same name."""
    names = Names()
    for ladder, data in rules.spec["ladders"].items():
        names.add(f"ladder:{ladder}", data["zh"], data["en"], ladder, *data.get("short", ()))
    for regime, data in rules.regimes.items():
        if regime not in rules.spec["ladders"]:
            names.add(f"regime:{regime}", data["zh"], data["en"], regime)
    return names


def answer(request: Request, rules: Rules) -> Json:
    """The counterparts of a rank or post."""
    asked: Asked = request.extra
    thing = asked.thing or ""
    only = asked.regime or request.regime
    if only and not may_be_asked(rules.regimes[only], request.as_of):
        return scope_answer(request, rules, "conversion", "scope.not-in-force", [only]) | {"equivalents": []}
    rows = [row for row in every_row(rules, request.as_of, only) if asked.ladder in (None, _ladder(row.other))]
    own = [row for row in rows if row.thing == thing]
    root = _findings(rules, thing, own, rows, asked)
    body = plain(request, rules, "conversion", only, root)
    if own:  # the list rests on every line of it
        body["evidence"] = weakest(evidence(rules, row.line) for row in own)
    return body | {"from": thing, "to": asked.ladder or asked.regime, "equivalents": _equivalents(rules, own)}


def every_row(rules: Rules, day: int, only: str | None = None) -> Iterator[Row]:
    """Every statement of the regimes that apply on a day (or of one that is named), in both directions."""
    for id_, regime in rules.regimes.items():
        if id_ == only or (only is None and regime["status"] != "draft" and in_force(regime, day)):
            for row in _rows(id_, regime, day):
                if _ladder(row.thing) != _ladder(
                    row.other
                ):  # ranks of one ladder that share a layer are no counterparts
                    yield row
                    yield Row(row.other, row.thing, BACK[row.relation], id_, row.line)


def _rows(id_: str, regime: Json, day: int) -> Iterator[Row]:
    for line in regime.get("conversions", ()):
        if parse(line["on"]).first <= day:
            yield Row(line["from"], line["to"], "converted", id_, line)
    for line in regime.get("equivalences", ()):
        ranks = line["ranks"]
        for place, rank in enumerate(ranks):
            yield from (Row(rank, other, line["relation"], id_, line) for other in ranks[place + 1 :])
    for line in regime.get("lowest", ()):
        yield Row(f"post/{line['post']}", scope(regime["ladder"], line["rank"]), "lowest", id_, line)


def _ladder(thing: str) -> str:
    return thing.partition("/")[0]


def _equivalents(rules: Rules, own: list[Row]) -> list[Json]:
    """The counterparts, ladder by ladder, highest first; the same statement of two texts stands twice."""
    ladders = list(rules.spec["ladders"])
    own = sorted(own, key=lambda row: (ladders.index(_ladder(row.other)), rules.order[row.other]))
    return [
        {"ladder": _ladder(row.other), "rank": row.other, "relation": row.relation, "regime": row.regime}
        | ({"on": row.line["on"]} if "on" in row.line else {})
        | {"cite": row.line["cite"], "evidence": evidence(rules, row.line)}
        for row in own
    ]


def evidence(rules: Rules, line: Json) -> str:
    """The evidence of one line: that of its provision, or a lower one of its own."""
    return weakest([rules.evidence(line["cite"]), line.get("evidence", "official")])


def _findings(rules: Rules, thing: str, own: list[Row], rows: list[Row], asked: Asked) -> Finding:
    """A finding for each ladder that some text links to this one; one that it is not told, where none does."""
    linked = [row for row in rows if row.relation in WHOLE and _ladder(row.thing) == _ladder(thing)]
    linked = [row for row in linked if _ladder(row.other) != _ladder(thing)]
    ladders = dict.fromkeys(_ladder(row.other) for row in [*own, *linked])
    parts = [_finding(rules, thing, ladder, own, linked) for ladder in ladders]
    if not parts:
        values = {"rank": thing, "ladder": asked.ladder, "regimes": [asked.regime] if asked.regime else []}
        code = "not-told-to" if asked.ladder else "not-told"
        return leaf("conversion", code, OPEN, rules, values=values)
    return Finding("any", "any", any_of([part.timeline for part in parts]), children=tuple(parts))


def _finding(rules: Rules, thing: str, ladder: str, own: list[Row], linked: list[Row]) -> Finding:
    """What is said of one ladder: the counterparts, or that the table leaves this rank without one."""
    found = [row for row in own if _ladder(row.other) == ladder]
    values: dict[str, Any] = {"rank": thing, "ladder": ladder}
    if not found:
        tables = [row for row in linked if _ladder(row.other) == ladder]
        equal = [row for row in tables if row.relation == "equal"] or tables
        return leaf("conversion", "none", NEVER, rules, [equal[0].line["cite"]], values=values)
    sure = [row for row in found if evidence(rules, row.line) != "unverified"]
    relations = {row.relation for row in found}
    values |= {"in": list(dict.fromkeys(row.other for row in found))}
    code = relations.pop() if len(relations) == 1 else "several"
    cites = [row.line["cite"] for row in found]
    finding = leaf("conversion", code, ALWAYS if sure else OPEN, rules, cites, values=values)
    return replace(finding, evidence=weakest(evidence(rules, row.line) for row in found))
