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

from ..asking import organ
from ..asking.facts import Request
from ..asking.organ import Organ
from ..dates.days import iso, parse
from ..dates.timeline import MET, UNKNOWN, UNMET, WORDS
from ..law.evidence import weakest
from ..law.rules import Json, Rules, in_force

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"organ"})
THEN = {"in": MET, "out": UNMET, "unknown": UNKNOWN}
NO, MAYBE, YES = UNMET, UNKNOWN, MET


class Reach(NamedTuple):
    """Whether a regime reaches an organ: the status, the lines that decide, and the inputs that would settle it."""

    status: int
    rows: tuple[Json, ...] = ()
    open: tuple[str, ...] = ()
    extended: bool = False


def read(reader: Reader, body: Json) -> Organ:
    """The organ of a request."""
    return organ.read(reader, body.get("organ"), "/organ")


# -- the answer ------------------------------------------------------------------------------------------------------


def answer(request: Request, rules: Rules) -> Json:
    """Every regime that tells its scope and was in force on the day, with what follows for the organ."""
    found = {id_: reach(request, rules, id_) for id_ in rules.regimes if concerned(rules.regimes[id_], request.as_of)}
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


def concerned(regime: Json, day: int) -> bool:
    """Whether a regime tells its scope and applied on a day, or may have been prolonged to it."""
    return "scope" in regime and (in_force(regime, day) or _extended(regime, day))


def _extended(regime: Json, day: int) -> bool:
    """Whether the day lies in a prolongation of the regime."""
    return "extension" in regime and parse(regime["to"]).last < day <= parse(regime["extension"]["to"]).first


def _overall(statuses: list[int]) -> int:
    """Whether any system surely applies; which of them do, ``regimes`` says one by one."""
    return max(statuses, default=UNMET)


def reach(request: Request, rules: Rules, id_: str) -> Reach:
    """Whether one regime reaches the organ of a request on its day."""
    return reaches(rules, id_, request.extra or Organ(), request.as_of)


def reaches(rules: Rules, id_: str, organ: Organ, day: int) -> Reach:
    """Whether a regime reaches an organ on a day; ``open`` names what would settle it (``/organ/kind`` and so on)."""
    regime = rules.regimes[id_]
    possible: list[Json] = []
    open_: list[str] = []
    for row in regime["scope"]:
        fit, inputs = _fits(row, organ, rules, day)
        if fit != NO:
            possible.append(row)
            open_ += inputs
        if fit == YES:
            break
    else:
        possible.append({"then": "out", "cite": regime["cite"]})
    statuses = {THEN[row["then"]] for row in possible}
    status = statuses.pop() if len(statuses) == 1 else UNKNOWN
    extended = _extended(regime, day)
    if extended and status == MET and rules.evidence(regime["extension"]["cite"]) == "unverified":
        return Reach(UNKNOWN, tuple(possible), (), True)
    rows = tuple(possible[-1:] if len(possible) == 1 or status != UNKNOWN else possible)
    return Reach(status, rows, tuple(dict.fromkeys(open_)) if len(possible) > 1 and status == UNKNOWN else (), extended)


def _fits(row: Json, organ: Organ, rules: Rules, day: int) -> tuple[int, list[str]]:
    """Whether a line fits the organ, and the inputs on which that hangs."""
    parts = list(_parts(row, organ, rules, day))
    fit = min((part[0] for part in parts), default=YES)
    return fit, [path for value, paths in parts for path in paths if value == MAYBE] if fit == MAYBE else []


def _parts(row: Json, organ: Organ, rules: Rules, day: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    if "unit" in row:  # an organ is no special unit unless it is said to be one
        yield (YES if organ.unit in row["unit"] else NO), ()
    if "organ" in row:
        yield (MAYBE if organ.kind is None else YES if organ.kind in row["organ"] else NO), ("/organ/kind",)
    if "place" in row:
        named = {organ.at} | (set(organ.within) if row.get("inside") else set())
        yield (MAYBE if organ.place is None else YES if named & set(row["place"]) else NO), ("/organ/place",)
    if "above" in row:
        order = list(rules.spec["ladders"]["post"]["ranks"])
        higher = organ.level is not None and order.index(organ.level) < order.index(row["above"])
        yield (MAYBE if organ.level is None else YES if higher else NO), ("/organ/level",)
    if "regime" in row:
        other = rules.regimes[row["regime"]]
        found = reaches(rules, row["regime"], organ, day) if concerned(other, day) else Reach(NO)
        yield found.status, found.open


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


def as_finding(id_: str, found: Reach, rules: Rules) -> Json:
    """Whether a regime reaches an organ, as a node of a tree of reasons."""
    return _finding(_line(id_, found, rules), found, rules)


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
