"""The rules, prepared: ``rules.json`` with its indexes built once, its values looked up by date.

Nothing here knows a number of the law. ``Rules`` answers three questions: what is meant by this name, what is
the value on this day, and how well is it known.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from ..dates.days import BEGINNING, Span, add_months, iso, parse
from ..dates.workdays import Workdays
from .evidence import RANK, weakest
from .names import Names, normal
from .prepared import prepared

Json = dict[str, Any]


class Value(NamedTuple):
    """A value of the law on a day, the provision that says it, and the evidence; ``value`` may be None (not known)."""

    value: Any
    cite: str | None
    evidence: str


class Rules:
    """A prepared spec.

    Example:
        >>> rules = Rules({"provisions": {"a/1": {"evidence": "reprint"}}})
        >>> rules.value([{"from": "2019-06-01", "value": 3, "cite": "a/1"}], "a/1", parse("2020-01-01").first)
        Value(value=3, cite='a/1', evidence='reprint')
    """

    def __init__(self, spec: Json, workdays: Workdays | None = None) -> None:
        self.spec = spec
        self.workdays = workdays  # None: which days are worked was not handed in
        self.regimes: dict[str, Json] = spec.get("regimes", {})
        self.readings: dict[str, Json] = spec.get("readings", {})
        self.provisions: dict[str, Json] = spec.get("provisions", {})
        self.grades: dict[str, Json] = spec.get("grades", {})
        self.effects: dict[str, Json] = spec.get("effects", {})
        self.things: dict[str, Json] = {
            f"{ladder}/{rank}": entry
            for ladder, data in spec.get("ladders", {}).items()
            for rank, entry in data["ranks"].items()
        }
        self.order: dict[str, int] = {
            f"{ladder}/{rank}": place
            for ladder, data in spec.get("ladders", {}).items()
            for place, rank in enumerate(data["ranks"])
        }
        # what has been looked up once: by the function that gives it and its arguments
        self.prepared: defaultdict[Callable[..., Any], dict[tuple[Any, ...], Any]] = defaultdict(dict)
        self.thing_names = Names.of(self.things)
        self.grade_names = Names.of(self.grades)
        self.effect_names = Names.of(self.effects)
        self.organ_names = Names.of(spec.get("organs", {}))
        self.regime_names = Names.of(self.regimes)
        self.early_ends: dict[str, Json] = {
            one["id"]: one for data in self.regimes.values() for one in data.get("terms", {}).get("early_ends", ())
        }
        self.early_end_names = Names.of(self.early_ends)
        self.titles: dict[str, Json] = spec.get("titles", {})
        self.title_names = Names.of(self.titles)

    @cached_property
    def post_titles(self) -> frozenset[str]:
        """What people in leading posts are called, which does not tell the layer of the post; as ``normal`` has it."""
        return frozenset(normal(title) for one in self.spec["ladders"].values() for title in one.get("titles", ()))

    @cached_property
    def unit_names(self) -> Names:
        """Every name of a kind of unit."""
        return Names.of(self.spec.get("units", {}))

    @cached_property
    def layer_names(self) -> Names:
        """Every name of a layer of leading posts."""
        return Names.of(self.spec["ladders"]["post"]["ranks"])

    @cached_property
    def overlap(self) -> list[Json]:
        """What happens where effect periods meet: the rules of every regime that has some; they hold in all."""
        return [rule for regime in self.regimes.values() for rule in regime.get("overlap", ())]

    @cached_property
    def educations(self) -> dict[str, Json]:
        """Every education that some regime names for recruits, as the first of them names it."""
        found: dict[str, Json] = {}
        for row in self._rows("entry", "by_education"):
            found.setdefault(row["id"], row)
        return found

    @cached_property
    def education_names(self) -> Names:
        """Every name by which some regime knows an education."""
        return Names.of_rows(self._rows("entry", "by_education"))

    @cached_property
    def specials(self) -> dict[str, Json]:
        """Every special case of a kind of effect."""
        return {one["id"]: one for kind in self.effects.values() for one in kind.get("special", ())}

    @cached_property
    def steps(self) -> dict[str, Json]:
        """Every step of a procedure, as the last regime that has it names it."""
        return {step["id"]: step for step in self._rows("procedure", "steps")}

    @cached_property
    def step_names(self) -> Names:
        """Every name by which some regime knows a step of a procedure."""
        return Names.of_rows(self._rows("procedure", "steps"))

    def equals(self, thing: str, day: int) -> dict[str, tuple[str, ...]]:
        """What the texts of a day equate with a rank or post, each with the provision that does, or a chain of them.

        A text that has begun goes on equating the ranks of its time; one whose beginning is not known always does.
        """
        return self.equals_by(thing, self.equating(day))

    @prepared
    def equals_by(self, thing: str, begun: int) -> dict[str, tuple[str, ...]]:
        """The same by the first texts that equate, so many of them (``equating``)."""
        return _chained(thing, self._equating[1][:begun])

    def equating(self, day: int) -> int:
        """How many rows equate ranks on a day; of the day, ``equals`` depends on nothing else."""
        return bisect(self._equating[0], day)

    @cached_property
    def _equating(self) -> tuple[list[int], list[Json]]:
        """The days from which rows equate ranks, in order, and those rows."""
        rows = [
            (parse(regime["from"]).last if regime.get("from") else BEGINNING, row)
            for regime, row in self._lines("equivalences")
            if row["relation"] == "equal" and regime["status"] != "draft" and row.get("evidence") != "unverified"
        ]
        rows.sort(key=itemgetter(0))
        return [day for day, _ in rows], [row for _, row in rows]

    @cached_property
    def layers(self) -> dict[str, dict[str, str]]:
        """By rank: the leading posts whose layer it is at or above, each with the provision that says so."""
        found: dict[str, dict[str, str]] = {thing: {} for thing in self.things}
        for regime, row in self._lines("lowest"):
            lowest = scope(regime["ladder"], row["rank"])
            for rank in (one for one in self.things if one.partition("/")[0] == lowest.partition("/")[0]):
                if self.order[rank] <= self.order[lowest]:
                    found[rank].setdefault(f"post/{row['post']}", row["cite"])
        for row in (row for _, row in self._lines("equivalences") if row["relation"] == "layer"):
            posts = [thing for thing in row["ranks"] if thing.startswith("post/")]
            for rank in row["ranks"]:
                found[rank] |= dict.fromkeys(posts, row["cite"])
        for regime, row in self._lines("conversions"):
            found[row["from"]] |= found[scope(regime["ladder"], row["to"])]
        return found

    def _lines(self, part: str) -> list[tuple[Json, Json]]:
        """The rows of one list of every regime, each with its regime."""
        return [(one, row) for one in self.regimes.values() for row in one.get(part, ())]

    def _rows(self, part: str, key: str) -> list[Json]:
        """The rows of one table of every regime that has it."""
        return [row for one in self.regimes.values() for row in one.get(part, {}).get(key, ())]

    def probation(self, reported: Span) -> Json | None:
        """How long the probation of a recruit lasts who reported then, by the regime of that day; None without one."""
        for regime in self.regimes.values():
            rule: Json | None = regime.get("entry", {}).get("probation")
            if rule and regime.get("from") and parse(regime["from"]).last <= reported.first:
                return rule
        return None

    def probation_end(self, reported: Span) -> Span | None:
        """The last day of the probation of a recruit who reported then; None where no text gives it."""
        rule = self.probation(reported)
        return Span(*(add_months(day, rule["months"]) - 1 for day in reported)) if rule else None

    @cached_property
    def pay_levels(self) -> tuple[int, int]:
        """The least and the greatest number of a pay level that any regime has; the least is the highest level."""
        found = [one["levels"] for one in self.regimes.values() if isinstance(one.get("levels"), dict)]
        return min(one["highest"]["value"] for one in found), max(one["lowest"]["value"] for one in found)

    @cached_property
    def stamp(self) -> Json:
        """The version and digest of the spec, as every answer carries them."""
        text = json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))
        return {
            "version": self.spec.get("version", ""),
            "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        }

    @prepared
    def evidence(self, *cites: str | None) -> str:
        """The weakest evidence of some provisions."""
        return weakest([self.provisions[cite]["evidence"] for cite in cites if cite])

    def value(self, entry: Any, cite: str | None, day: int) -> Value:
        """A value as it stood on ``day``.

        ``entry`` is a plain value, an object ``{value, cite, evidence?, earlier?}``, or a list of those with ``from``:
        the last one that has begun. Before the first one there is no value. ``earlier`` are the provisions that said
        the same up to a day, the newest first. Evidence is inherited and may only be lowered. What depends on a reading
        stays as it is.
        """
        if isinstance(entry, list):
            begun = [item for item in entry if parse(item["from"]).first <= day]
            entry = begun[-1] if begun else {"value": None}
        if not isinstance(entry, dict) or "reading" in entry:
            return Value(entry, cite, self.evidence(cite))
        said = [entry, *(one for one in entry.get("earlier", ()) if day <= parse(one["to"]).last)][-1]
        cite = said.get("cite", cite)
        evidence = min(self.evidence(cite), said.get("evidence", "official"), key=RANK.__getitem__)
        return Value(entry["value"], cite, evidence)

    def begun(self, cite: str, day: int) -> bool:
        """Whether the instrument of a provision had begun on a day, or, where that is not known, was issued by then."""
        instrument = self.spec["instruments"][cite.partition("/")[0]]
        since = instrument.get("from") or instrument.get("issued")
        return not since or str(since) <= iso(day)[: len(since)]  # some are known to the year only

    def name(self, id_: str, lang: str) -> str:
        """What a person calls the thing, grade, effect, regime, reading or judgement of this id."""
        for table in (self.things, self.grades, self.effects, self.regimes, self.titles):
            if id_ in table:
                return str(table[id_][lang])
        return id_

    @prepared
    def promotions(self, regime: str) -> dict[str, Json]:
        """The promotions of a regime by the rank that they lead to; of several to one rank, the first."""
        data = self.regimes[regime]
        return {scope(data["ladder"], rule["to"]): rule for rule in reversed(data["promotions"])}

    @prepared
    def grades_count(self, regime: str) -> bool:
        """Whether any grade changes what a year counts; the laws on titles leave that to the decision at the end."""
        grades = self.counting(regime).get("grades", {})
        return any("months" in rule or rule.get("drops") for rule in grades.values())

    def counting(self, regime: str) -> Json:
        """How a regime counts tenure: its own way, or that of another regime which it names."""
        return self._part(regime, "counting")

    def levels(self, regime: str) -> Json:
        """The rules on levels of a regime: its own, or those of another regime which it names."""
        return self._part(regime, "levels")

    def _part(self, regime: str, part: str) -> Json:
        own = self.regimes[regime].get(part, {})
        return self._part(own, part) if isinstance(own, str) else own


def _chained(thing: str, rows: list[Json]) -> dict[str, tuple[str, ...]]:
    """What rows equate with a thing, directly or through another thing, each with the fewest provisions that do."""
    found: dict[str, tuple[str, ...]] = {thing: ()}
    reached = [thing]
    for one in reached:  # grows while it is read
        for row in rows:
            new = [other for other in row["ranks"] if other not in found] if one in row["ranks"] else []
            found |= dict.fromkeys(new, tuple(dict.fromkeys([*found[one], row["cite"]])))
            reached += new
    return {other: cites for other, cites in found.items() if other != thing}


def in_force(regime: Json, day: int) -> bool:
    """Whether a regime was in force on a day; a draft, which never was, can be asked about on any."""
    if regime["status"] == "draft":
        return True
    began, ended = regime.get("from") or regime.get("in_force_by"), regime.get("to")
    return began is not None and parse(began).last <= day and (ended is None or day <= parse(ended).first)


def asked_on(condition: Json, day: int) -> bool:
    """Whether a condition is asked on a day: its text may be younger than the regime."""
    return "from" not in condition or parse(condition["from"]).last <= day


def scope(ladder: str, id_: str) -> str:
    """An id with its ladder; an id that names a ladder keeps it."""
    return id_ if "/" in id_ else f"{ladder}/{id_}"


def alternatives(promotion: Json) -> list[Json]:
    """The alternatives of a promotion, each in full: ``post``, ``rank`` or ``in``, the years and the provision.

    An alternative is the id of what must have been held, or an object where it asks for other years than the rest.

    >>> alternatives({"any": ["post/ke-zheng", "zhurenkeyuan-2"], "years": 2, "cite": "gd2019/18.7"})[0]
    {'years': 2, 'cite': 'gd2019/18.7', 'post': 'ke-zheng'}
    """
    if "any" not in promotion:
        return [promotion]
    common = {key: promotion[key] for key in ("years", "cite") if key in promotion}
    return [common | (_held(one) if isinstance(one, str) else one) for one in promotion["any"]]


def _held(id_: str) -> Json:
    ladder, _, own = id_.rpartition("/")
    if ladder == "post":
        return {"post": own}
    return {"in": [id_]} if ladder else {"rank": id_}
