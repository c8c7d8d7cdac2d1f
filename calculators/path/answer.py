"""A career as one timeline: each step judged by the law of its own day, the next one by that of the day asked about.

    1998 Clerk                      the beginning
    2001 Staff Member               a promotion: three years under the rules then in force
    2019 Second-class Principal …   a conversion, with the time in the old post carried over as the reading says
    2021 First-class Principal …    a promotion: two years under the Provisions, reached with that time
    2023 Head at section level      no promotion: the rank held is of the layer of that post

A step is a promotion only where it reaches something above what was held directly before. One that does not (an equal
rank, the lowest rank of the post held, a post of the same layer) is not judged; and where it cannot be told whether a
step was a promotion, the conditions of one that are not fulfilled show nothing, so that the step is unknown.

Some systems reached certain organs only. Where the organ of an entry (or of the person) is given, the step is also held
against the reach of its system on that day; where it is not, the step stands on the premise that it was reached, and
``premises`` says what would have to be known.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..asking.facts import Held, Request
from ..counting.assessment import of_person
from ..counting.regimes import fitting
from ..counting.service import holds_on
from ..dates.days import iso, parse
from ..dates.timeline import MET, UNKNOWN, WORDS
from ..law.evidence import weakest
from ..law.rules import Json, Rules
from ..promotion import answer as promotion
from ..record import replace
from ..telling.phrases import lapses
from .finding import as_finding, cites_of
from .step import step_of

WEIGHS = ("held", "grades", "effects")


def answer(request: Request, rules: Rules) -> Json:
    """The answer: one entry of ``path`` for each step, ``next`` for what follows on ``as_of``."""
    steps = [step_of(request, rules, item) for item in _career(request, rules)]
    judged = [step for step in steps if step["status"]]
    status = _status(request, judged)
    following = _next(request, rules)
    later = _once({"inputs": one["inputs"], "step": step["path"]} for step in steps for one in _later(step))
    left = _once(bar for step in steps for bar in step.pop("unasked").get("bars", ()))
    return ({"unasked": {"bars": left}} if left else {}) | ({"later": later} if later else {}) | {
        "api": 1, "calculator": "path", "as_of": iso(request.as_of), "regime": None, "target": None,
        "status": status, "settled": all(step["settled"] for step in judged),
        "earliest": (judged or steps)[-1]["from"] if steps and status == WORDS[MET] else None, "range": _range(judged),
        "evidence": weakest([step["evidence"] for step in steps]),
        "findings": {"kind": "all", "code": "path", "status": status, "turns": None,
                     "children": [as_finding(step) for step in steps]},
        "path": steps, "next": following, "regimes": _bands(steps, rules),
        "premises": [{"step": step["path"], **one} for step in steps for one in step.pop("premises")],
        "missing": _missing(request, steps),
        "judgements": _once([*of_person(request, rules), *(one for step in steps for one in step.pop("judgements"))]),
        "what_if": [],
        "conflicts": _once(entry for one in following for entry in one["conflicts"]),
        "unused": list(request.unused), "spec": rules.stamp,
    }  # fmt: skip


def _status(request: Request, judged: list[Json]) -> str:
    """The weakest status of the steps; a career that was not given is not known."""
    if request.person.held is None:
        return WORDS[UNKNOWN]
    return WORDS[min((WORDS.index(step["status"]) for step in judged), default=MET)]


def _range(judged: list[Json]) -> Json:
    """The weakest status of the steps at either extreme of the readings, and the readings that move a step."""
    ranges = [step["range"] for step in judged if "range" in step]
    body: Json = {}
    for end in ("strict", "generous"):
        found = [one[end]["status"] for one in ranges] + [one["status"] for one in judged if "range" not in one]
        body[end] = {"status": WORDS[min(map(WORDS.index, found), default=MET)], "earliest": None}
    return body | {"moved_by": list(dict.fromkeys(id_ for one in ranges for id_ in one["moved_by"]))}


def _career(request: Request, rules: Rules) -> list[Held]:
    """The entries in time, with those that a conversion made and the request left out."""
    held = list(request.person.held or ())
    found = [*held, *(entry for item in held if (entry := _turned(item, held, rules, request.as_of)))]
    return sorted(found, key=lambda item: (item.start, item.thing.startswith("post/")))


def _turned(item: Held, held: list[Held], rules: Rules, as_of: int) -> Held | None:
    """The rank that an old post became where the request lets the post go on past its conversion."""
    for regime in rules.regimes.values():
        for row in regime.get("conversions", ()):
            on = parse(row["on"])
            goes_on = row["from"] == item.thing and item.start.last < on.first < item.end.first and on.first <= as_of
            if goes_on and not holds_on(held, row["to"].partition("/")[0], on.first):
                return Held(row["to"], on, item.end, item.path)
    return None


def _next(request: Request, rules: Rules) -> list[Json]:
    """The next steps on ``as_of``, each as the calculator of promotions answers it."""
    if not request.person.held:
        return []
    found = fitting(replace(request, target=None, regime=None), rules)
    bodies = [promotion.answer(replace(request, target=None, regime=id_), rules) for id_ in found]
    keys = (
        "target",
        "regime",
        "status",
        "settled",
        "earliest",
        "range",
        "evidence",
        "missing",
        "conflicts",
        "findings",
    )
    return [
        {key: one[key] for key in keys}
        | {key: one[key] for key in ("set", "later", "regime_to") if key in one}
        | {"cite": cites_of(one["findings"])}
        | ({"lapses": day} if (day := lapses(one)) else {})
        for body in bodies
        for one in body.get("targets", [body])
    ]


def _bands(steps: list[Json], rules: Rules) -> list[Json]:
    """The regimes under which the steps were judged, with the days between which they were in force."""
    used = dict.fromkeys(step["regime"] for step in steps if step["regime"])
    entries = [(id_, rules.regimes[id_]) for id_ in used]
    return [
        {"id": id_, "from": one.get("from") or one.get("in_force_by"), "to": one.get("to"), "cite": one["cite"]}
        for id_, one in entries
    ]


def _missing(request: Request, steps: list[Json]) -> list[Json]:
    """What would settle the steps that are open: of a level that of its time."""
    if request.person.held is None:
        return [{"inputs": ["/person/held"], "settles": "status"}]
    found = []
    for step in steps:
        for one in step.pop("missing"):
            if step["status"] == WORDS[UNKNOWN]:
                inputs = ["/person/levels" if path == "/person/level" else path for path in one["inputs"]]
                found.append({"inputs": inputs, "settles": "status", "step": step["path"]})
    return _once(found)


def _later(step: Json) -> list[Json]:
    """What a step that is open hangs on and was set only after its day."""
    later: list[Json] = step.pop("later")
    return later if step["status"] == WORDS[UNKNOWN] else []


def _once(entries: Iterable[Json]) -> list[Json]:
    found: list[Json] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found
