"""Which systems apply to an organ on a day: the calculator ``scope``.

    city organ of Qingdao, 2017-05-01        the pilot of 2016; the rules on non-leading posts are suspended there
    department of a county, 2017-05-01       posts, and the county ranks of 2015 unless the county ranks too high
    a vertically managed unit, 2017-05-01    no source says whether the county scheme covers it

A regime tells its scope in lines; the first line that fits decides. A line that may fit, because something about the
organ was not given, leaves the answer open, unless every line that may decide says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .days import iso, parse
from .evidence import weakest
from .facts import Request
from .names import Names, normal
from .regimes import in_force
from .rules import Json, Rules
from .timeline import MET, UNKNOWN, UNMET, WORDS

if TYPE_CHECKING:
    from .request import Reader

KEYS = frozenset({"organ"})
ORGAN_KEYS = {"place", "kind", "unit", "level"}
THEN = {"in": MET, "out": UNMET, "unknown": UNKNOWN}
NO, MAYBE, YES = UNMET, UNKNOWN, MET


class Organ(NamedTuple):
    """What was said of an organ. ``within`` are the known places around it, the nearest first; ``at`` is its own."""

    place: str | None = None
    at: str | None = None
    within: tuple[str, ...] = ()
    kind: str | None = None
    unit: str | None = None
    level: str | None = None


class Reach(NamedTuple):
    """Whether a regime reaches an organ: the status, the lines that decide, and the inputs that would settle it."""

    status: int
    rows: tuple[Json, ...] = ()
    open: tuple[str, ...] = ()
    extended: bool = False


# -- reading ---------------------------------------------------------------------------------------------------------


def read(reader: Reader, body: Json) -> Organ:
    """The organ of a request."""
    raw = reader.object(body.get("organ") or {}, "/organ", ORGAN_KEYS)
    spec = reader.rules.spec
    place = reader.text(raw.get("place"), "/organ/place")
    at, within = _place(reader, place) if place else (None, ())
    level = reader.named(raw.get("level"), "/organ/level", _index(spec["ladders"]["post"]["ranks"]))
    kind = reader.text(raw.get("kind"), "/organ/kind")
    units = _index(spec.get("units", {}))
    if kind and units.find(kind):  # a kind of unit may be written where a kind of organ is asked for
        return Organ(place, at, within, None, units.find(kind)[0], level)
    kind = reader.named(raw.get("kind"), "/organ/kind", _index(spec["organs"]))
    return Organ(place, at, within, kind, reader.named(raw.get("unit"), "/organ/unit", units), level)


def _index(table: dict[str, Json]) -> Names:
    names = Names()
    for id_, entry in table.items():
        names.add(id_, entry["zh"], entry["en"], *entry.get("short", ()))
    return names


def _place(reader: Reader, text: str) -> tuple[str | None, tuple[str, ...]]:
    """The known place that a text names, and those around it: ``天津和平区`` is a district within 天津市."""
    places, rest = reader.rules.spec.get("places", {}), normal(text)
    found: list[str] = []
    while rest and (step := _begins(places, rest, found[-1] if found else None)):
        found.append(step[0])
        rest = rest[len(step[1]) :]
    if not found:
        for entry in places.values():  # a name that could mean other places too
            if "alone" in entry and normal(text) in map(normal, _written(entry)):
                reader.wrong(
                    "/organ/place", "ambiguous-name", given=text, near=[places[entry["in"]]["zh"] + entry["zh"]]
                )
        return None, ()
    around = _around(places, found[-1])
    return (found[-1], around[1:]) if not rest else (None, around)


def _begins(places: Json, text: str, inside: str | None) -> tuple[str, str] | None:
    """The place with whose name a text begins, and that name; inside another one, or one that can stand alone."""
    fits = [
        (id_, normal(name))
        for id_, entry in places.items()
        if (entry.get("in") == inside if inside else "alone" not in entry)
        for name in _written(entry)
        if text.startswith(normal(name))
    ]
    return max(fits, key=lambda fit: len(fit[1]), default=None)


def _written(entry: Json) -> list[str]:
    return [entry["zh"], entry["en"], *entry["short"]]


def _around(places: Json, id_: str) -> tuple[str, ...]:
    found = [id_]
    while places[found[-1]].get("in"):
        found.append(places[found[-1]]["in"])
    return tuple(found)


# -- the answer ------------------------------------------------------------------------------------------------------


def answer(request: Request, rules: Rules) -> Json:
    """Every regime that tells its scope and was in force on the day, with what follows for the organ."""
    found = {id_: reach(request, rules, id_) for id_ in rules.regimes if _concerned(rules.regimes[id_], request.as_of)}
    lines = [_line(id_, one, rules) for id_, one in found.items()]
    status = WORDS[_overall([one.status for one in found.values()])]
    findings = [_finding(line, found[line["id"]], rules) for line in lines]
    bound = {"status": status, "earliest": None}
    return {
        "api": 1, "calculator": "scope", "as_of": iso(request.as_of), "regime": None, "target": None,
        "status": status, "settled": True, "earliest": _since(lines) if status == WORDS[MET] else None,
        "range": {"strict": bound, "generous": bound, "moved_by": []},
        "evidence": weakest([line["evidence"] for line in lines]),
        "findings": {"kind": "any", "code": "reach", "status": status, "turns": None, "children": findings},
        "regimes": [line for line in lines if line["status"] != WORDS[UNMET]],
        "outside": [line for line in lines if line["status"] == WORDS[UNMET]],
        "missing": [{"inputs": list(one), "settles": "status"} for one in _open(found)],
        "judgements": [], "what_if": [], "conflicts": [], "unused": list(request.unused), "spec": rules.stamp,
    }  # fmt: skip


def _concerned(regime: Json, day: int) -> bool:
    return "scope" in regime and (in_force(regime, day) or _extended(regime, day))


def _extended(regime: Json, day: int) -> bool:
    """Whether the day lies in a prolongation of the regime."""
    return "extension" in regime and parse(regime["to"]).last < day <= parse(regime["extension"]["to"]).first


def _overall(statuses: list[int]) -> int:
    """Whether any system surely applies; which of them do, ``regimes`` says one by one."""
    return max(statuses, default=UNMET)


def reach(request: Request, rules: Rules, id_: str) -> Reach:
    """Whether one regime reaches the organ on the day."""
    regime = rules.regimes[id_]
    organ = request.extra or Organ()
    possible: list[Json] = []
    open_: list[str] = []
    for row in regime["scope"]:
        fit, inputs = _fits(row, organ, request, rules)
        if fit != NO:
            possible.append(row)
            open_ += inputs
        if fit == YES:
            break
    else:
        possible.append({"then": "out", "cite": regime["cite"]})
    statuses = {THEN[row["then"]] for row in possible}
    status = statuses.pop() if len(statuses) == 1 else UNKNOWN
    extended = _extended(regime, request.as_of)
    if extended and status == MET and rules.evidence(regime["extension"]["cite"]) == "unverified":
        return Reach(UNKNOWN, tuple(possible), (), True)
    rows = tuple(possible[-1:] if len(possible) == 1 or status != UNKNOWN else possible)
    return Reach(status, rows, tuple(dict.fromkeys(open_)) if len(possible) > 1 and status == UNKNOWN else (), extended)


def _fits(row: Json, organ: Organ, request: Request, rules: Rules) -> tuple[int, list[str]]:
    """Whether a line fits the organ, and the inputs on which that hangs."""
    parts = list(_parts(row, organ, request, rules))
    fit = min((part[0] for part in parts), default=YES)
    return fit, [path for value, path in parts if value == MAYBE and path] if fit == MAYBE else []


def _parts(row: Json, organ: Organ, request: Request, rules: Rules) -> Iterator[tuple[int, str]]:
    if "unit" in row:  # an organ is no special unit unless it is said to be one
        yield (YES if organ.unit in row["unit"] else NO), ""
    if "organ" in row:
        yield (MAYBE if organ.kind is None else YES if organ.kind in row["organ"] else NO), "/organ/kind"
    if "place" in row:
        named = {organ.at} | (set(organ.within) if row.get("inside") else set())
        yield (MAYBE if organ.place is None else YES if named & set(row["place"]) else NO), "/organ/place"
    if "above" in row:
        order = list(rules.spec["ladders"]["post"]["ranks"])
        higher = organ.level is not None and order.index(organ.level) < order.index(row["above"])
        yield (MAYBE if organ.level is None else YES if higher else NO), "/organ/level"
    if "regime" in row:
        other = rules.regimes[row["regime"]]
        yield (reach(request, rules, row["regime"]).status if _concerned(other, request.as_of) else NO), ""


def _line(id_: str, found: Reach, rules: Rules) -> Json:
    regime = rules.regimes[id_]
    cites = list(dict.fromkeys(row["cite"] for row in found.rows))
    if found.extended:
        cites.append(regime["extension"]["cite"])
    evidence = rules.evidence(*cites)
    return {
        "id": id_, "from": regime.get("from") or regime.get("in_force_by"), "to": regime.get("to"),
        "status": WORDS[found.status], "because": _because(found), "cite": cites, "evidence": evidence,
    }  # fmt: skip


def _because(found: Reach) -> str:
    """Why: the line that decides, or that none does."""
    if found.extended and found.status == UNKNOWN:
        return "extension"
    if found.open:
        return "open"
    return str(_decides(found).get("id", "no-line"))


def _decides(found: Reach) -> Json:
    """The line to be told: the one that fits; where it is open whether one fits, the first of them."""
    return found.rows[0 if found.status == UNKNOWN else -1]


def _finding(line: Json, found: Reach, rules: Rules) -> Json:
    code = {"extension": "extension", "open": "open", "no-line": "no-line"}.get(line["because"], line["status"])
    values: Json = {"regimes": [line["id"]]}
    row = _decides(found)
    if "zh" in row:
        values["why"] = {"zh": row["zh"], "en": row["en"]}
    body = {"kind": "reach", "code": f"reach.{'no-source' if code == 'unknown' else code}", "status": line["status"]}
    return body | {"turns": None, "cite": line["cite"], "evidence": line["evidence"], "values": values}


def _open(found: dict[str, Reach]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(one.open for one in found.values() if one.open))


def _since(lines: list[Json]) -> Any:
    """Since when the same systems have applied: the beginning of the youngest."""
    return max((line["from"] for line in lines if line["status"] == WORDS[MET]), default=None)
