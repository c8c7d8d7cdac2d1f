"""The entry calculator: the rank and the level with which a recruit begins, and from which day service counts.

    education 本科, reported for work on 2025-07-01, so probation until 2026-06-30, seen on 2026-11-21
    First-class Staff Member, level 25, from 2026-07-01

Education decides, for those without work experience; service in the rank starts on the day after probation, where the
regime says so. The regime is the one named, or the general one of the day; police and fire services have entries of
their own and are asked by name. Where sources differ on a rank, a reading decides, and the range shows the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..asking.errors import short
from ..asking.facts import Request
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, OPEN, every, leaf, plain, scope_answer
from ..counting.regimes import may_be_asked
from ..dates.days import Span, add_months, written
from ..dates.timeline import MET, UNKNOWN, UNMET, Timeline
from ..law.evidence import weakest
from ..law.names import Names
from ..law.readings import GENEROUS, STRICT, Profile, profile
from ..law.rules import Json, Rules, in_force, scope

if TYPE_CHECKING:
    from ..asking.request import Reader

BEGINS_BEFORE_TIME = 0


def read(reader: Reader, body: Json) -> None:
    """Education must be one that some regime knows."""
    person = body.get("person")
    if isinstance(person, dict) and isinstance(person.get("education"), str):
        text, names = person["education"], reader.rules.education_names
        if len(text) <= reader.LONGEST_TEXT and not names.find(text):  # a longer one has been refused
            reader.wrong("/person/education", "unknown-name", given=short(text), **names.instead(text))


def answer(request: Request, rules: Rules) -> Json:
    """The first rank of a recruit."""
    found = _fitting(request, rules)
    own: Json = {"rank": None, "level": None, "from": None, "others": []}
    if len(found) != 1:
        return scope_answer(request, rules, "entry", _code(request, found), found or _named(request)) | own
    if "entry" not in rules.regimes[found[0]]:
        return scope_answer(request, rules, "entry", "entry.no-rule", found) | own
    return _answer(request, rules, found[0])


def _named(request: Request) -> list[str]:
    return [request.regime] if request.regime else []


def _code(request: Request, found: list[str]) -> str:
    if found:
        return "scope.several"
    return "scope.not-in-force" if request.regime else "entry.none"


def _fitting(request: Request, rules: Rules) -> list[str]:
    """The regime that is named, or the ones of the day that any recruit may be asked about."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    open_ = {id_: regime for id_, regime in rules.regimes.items() if "entry" in regime and not regime.get("asked")}
    return [id_ for id_, regime in open_.items() if regime["status"] != "draft" and in_force(regime, request.as_of)]


def _answer(request: Request, rules: Rules, regime: str) -> Json:
    data = rules.regimes[regime]
    end = _probation_end(request, rules, data["entry"])
    experience = _experience(request, rules, data["entry"], end)
    row = None if experience else _row(request.person.education, data["entry"])
    options = [profile(rules, regime, request.pinned, extreme) for extreme in (None, STRICT, GENEROUS)]
    ranks = [_rank(row, data["ladder"], option) for option in options]
    parts = [experience or _education(request, rules, data, row, ranks[0])]
    if "service_from" in data["entry"]:
        parts += [*_probation(request, rules, data["entry"], end), _start(request, rules, data["entry"], end)]
    body = plain(request, rules, "entry", regime, every(*parts), by_day=request.person.by_day)
    body["evidence"] = weakest(part.evidence for part in parts)  # the rank and its day, whichever gives the status
    for bound, rank in zip(("strict", "generous"), ranks[1:], strict=True):
        body["range"][bound] = body["range"][bound] | {"rank": rank}
    if ranks[1] != ranks[2] and row:
        body["range"]["moved_by"] = [row["rank"]["reading"]]
    start = _service_from(end) if "service_from" in data["entry"] else None
    if start and not start.exact and not body["missing"]:
        body["missing"] = [{"inputs": ["/person/probation_end"], "settles": "date", "best": None, "worst": None}]
    return body | {
        "rank": ranks[0],
        "level": row.get("level") if row else None,
        "from": written(start) if start and start.exact else None,
        "counted": "service_from" in data["entry"],
        "assessed_by": _assessed_by(data["entry"], end),
        "others": list(row.get("ranks", ())) if row else [],
        "judgements": [{"id": one["id"], "cite": one["cite"]} for one in data.get("judgements", ())],
    }  # fmt: skip


def _row(education: str | None, entry: Json) -> Json | None:
    """The line of an education, by any of its names."""
    names = Names()
    rows = {row["id"]: row for row in entry["by_education"]}
    for id_, row in rows.items():
        names.add(id_, row["zh"], row["en"], *row.get("short", ()))
    found = names.find(education or "")
    return rows[found[0]] if found else None


def _experience(request: Request, rules: Rules, entry: Json, end: Span | None) -> Finding | None:
    """Work before the recruit reported, for which education alone gives no rank; None where there was none."""
    began, reported = request.person.dates.get("work_from"), _reported(request, entry, end)
    if not began or not reported or began.last >= reported.first or "experienced" not in entry:
        return None
    return leaf("entry", "experienced", OPEN, rules, [entry["experienced"]["cite"]], values={"since": written(began)})


def _reported(request: Request, entry: Json, end: Span | None) -> Span | None:
    """The day of reporting for work: as stated, or so many months before the end of probation."""
    stated = request.person.dates.get("reported")
    if stated or not end or "probation" not in entry:
        return stated
    return Span(*(add_months(day + 1, -entry["probation"]["months"]) for day in end))


def _rank(row: Json | None, ladder: str, options: Profile) -> str | None:
    """The rank of a line, by a reading where it depends on one."""
    if row is None:
        return None
    rank: Any = row["rank"]
    if isinstance(rank, dict):
        rank = rank[options[rank["reading"]]]
    return scope(ladder, rank) if rank else None


def _education(request: Request, rules: Rules, data: Json, row: Json | None, rank: str | None) -> Finding:
    """What education gives."""
    written_ = request.person.education
    if written_ is None:
        return leaf("entry", "not-said", OPEN, rules, [data["entry"]["cite"]], open=("/person/education",))
    if row is None:
        return leaf("entry", "no-number", OPEN, rules, [data["entry"]["cite"]], values={"education": written_})
    values = {"education": {"zh": row["zh"], "en": row["en"]}, "rank": rank, "level": row.get("level")}
    code = "rank-level" if row.get("level") else "rank"
    return leaf("entry", code, ALWAYS, rules, [row["cite"]], values=values)


def _probation_end(request: Request, rules: Rules, entry: Json) -> Span | None:
    """The last day of probation: as stated, or so many months after the day of reporting for work."""
    reported = request.person.dates.get("reported")
    rule = _lasts(request, rules, entry)
    if request.person.probation_end or not reported or not rule:
        return request.person.probation_end
    return Span(*(add_months(day, rule["months"]) - 1 for day in reported))


def _lasts(request: Request, rules: Rules, entry: Json) -> Json | None:
    """How long probation lasts: by the regime itself, or by the general one of the day of reporting."""
    reported = request.person.dates.get("reported")
    own: Json | None = entry.get("probation")
    return own or (rules.probation(reported) if reported else None)


def _probation(request: Request, rules: Rules, entry: Json, end: Span | None) -> list[Finding]:
    """How the end of probation follows from the day of reporting; nothing where the end was stated."""
    rule = _lasts(request, rules, entry)
    if end is None or rule is None or request.person.probation_end:
        return []
    cites = [rule["cite"], *(entry[key]["cite"] for key in ("probation_from",) if key in entry)]
    values = {"since": written(request.person.dates["reported"]), "date": written(end), "months": rule["months"]}
    return [leaf("entry", "probation", ALWAYS, rules, cites, values=values)]


def _assessed_by(entry: Json, end: Span | None) -> str | None:
    """By when the recruit has to be assessed: so many days after probation; None where that is not known."""
    if end is None or not end.exact or "assessed_within" not in entry:
        return None
    day = end.first + int(entry["assessed_within"]["days"])
    return written(Span(day, day))


def _service_from(end: Span | None) -> Span | None:
    return Span(end.first + 1, end.last + 1) if end else None


def _start(request: Request, rules: Rules, entry: Json, end: Span | None) -> Finding:
    """From when service counts: the day after probation."""
    cites = [entry[key]["cite"] for key in ("service_from", "probation") if key in entry]
    start = _service_from(end)
    if start is None:
        return leaf("entry", "start-not-said", OPEN, rules, cites, open=("/person/probation_end",))
    line = Timeline.of((BEGINS_BEFORE_TIME, UNMET), (start.first, UNKNOWN), (start.last, MET))
    code = ("start-unmet", "start-unknown", "start-met")[line.at(request.as_of)] if start.exact else "start-month"
    open_ = () if start.exact else ("/person/probation_end",)
    values = {"since": written(start if start.exact else end or start)}
    return leaf("entry", code, line, rules, cites, values=values, open=open_)
