"""The tenure calculator: how much time is credited in a rank or post on a day, year by year and by which article.

It counts exactly as a promotion does, on the same code, but asks for no number of years:

    Second-class Principal Staff Member from 2025-03-01, 2025 competent, seen on 2026-11-21
    credit 1 year 8 months 20 days; 2025 counts, 2026 counts for now

What is open is counted in the worst way; the best is given beside it. The readings give a range of credits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..asking.facts import Request
from ..counting import ledger
from ..counting.assessment import in_a_row
from ..counting.case import Case
from ..counting.conflicts import conflicts
from ..counting.course import course_of
from ..counting.marks import by_effect, grade_marks
from ..counting.plain import ALWAYS, NEVER, OPEN, leaf, plain, scope_answer
from ..counting.regimes import ladders, may_be_asked
from ..counting.service import Chain
from ..counting.spread import Found, spread
from ..counting.tally import BEST, Mark
from ..counting.tenure import Tenure, tenure
from ..counting.unasked import unasked
from ..law.readings import Profile, profile
from ..law.rules import Json, Rules, in_force

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"rank", "post"})
WEIGHS = ("held", "grades", "effects")
NOTHING = {"years": 0, "months": 0, "days": 0}


def read(reader: Reader, body: Json) -> str | None:
    """The rank or post whose time is counted; None for the one that was entered on last."""
    given = [key for key in ("rank", "post") if body.get(key) is not None]
    if len(given) > 1 or not (given or _held(reader, body)):
        reader.wrong("", "rank-or-post")
    return reader.thing(body[given[0]], f"/{given[0]}", given[0]) if len(given) == 1 else None


def _held(reader: Reader, body: Json) -> bool:
    """Whether anything was entered on by the day that is asked about."""
    person = body.get("person")
    held = person.get("held") if isinstance(person, dict) else None
    later = [path for path in reader.unused if path.startswith("/person/held/")]
    return isinstance(held, list) and len(held) > len(later)


def answer(request: Request, rules: Rules) -> Json:
    """The credit in one rank or post."""
    thing = str(request.extra or _last(request))
    found = _fitting(request, rules, thing)
    own: Json = {"thing": thing, "credit": None, "ledger": []}
    if len(found) != 1:
        code = "scope.several" if found else "scope.not-in-force" if request.regime else "credit.no-rule"
        regimes = found or ([request.regime] if request.regime else [])
        return scope_answer(request, rules, "tenure", code, regimes, rank=thing) | own
    if not (rules.counting(found[0]) and rules.regimes[found[0]].get("promotions")):
        return scope_answer(request, rules, "tenure", "credit.no-counting", found, rank=thing) | own
    return _answer(request, rules, found[0], thing)


def _last(request: Request) -> str:
    """What was entered on last: what is held stands in the order of its days."""
    return (request.person.held or ())[-1].thing


def _fitting(request: Request, rules: Rules, thing: str) -> list[str]:
    """The regime that is named; else the one of the day on whose ladder the rank stands, or which knows the post."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = [id_ for id_, one in rules.regimes.items() if _counts(one, request.as_of)]
    ladder = thing.partition("/")[0]
    if ladder != "post":
        own = [id_ for id_ in known if ladder in _known_ladders(rules.regimes[id_])]
        return [id_ for id_ in own if not rules.regimes[id_].get("asked")] or own
    return [id_ for id_ in known if not rules.regimes[id_].get("asked") and _asks_for(rules.regimes[id_], thing)]


def _counts(regime: Json, day: int) -> bool:
    """Whether a regime promotes by years on a day; one that is only asked by name, as for a transfer, does not."""
    counts = bool(regime.get("promotions")) and bool(regime.get("counting")) and regime.get("asked") != "by-name"
    return counts and regime["status"] != "draft" and in_force(regime, day)


def _known_ladders(regime: Json) -> set[str]:
    """The ladders on which a regime promotes, and those of the old posts that it converted."""
    return {*ladders(regime), *(row["from"].partition("/")[0] for row in regime.get("conversions", ()))}


def _asks_for(regime: Json, thing: str) -> bool:
    return any(f"post/{row['post']}" == thing for row in regime.get("lowest", ()))


def _answer(request: Request, rules: Rules, regime: str, thing: str) -> Json:
    options = profile(rules, regime, request.pinned)
    case, result = count(request, rules, regime, thing, options)
    values: Json = {"in": [thing]}
    known = [mark for mark in result.marks if mark.known <= case.as_of]
    cites = [case.counting["cite"], *by_effect(case, known, sure=not result.open).values()]
    cites += [cite for piece in result.chain for cite in piece.cites]
    if request.person.held is None:
        root = leaf("credit", "not-said", OPEN, rules, cites, values=values, open=("/person/held",))
    elif not result.chain:
        root = leaf("credit", "never", NEVER, rules, cites, values=values)
    else:
        code, line = ("open", OPEN) if result.open else ("known", ALWAYS)
        values |= ledger.explain(case, result, [thing])
        root = leaf("credit", code, line, rules, cites, values=values, open=result.open)
    body = plain(request, rules, "tenure", regime, root) | {"conflicts": conflicts(case)}
    body["range"] = _range(request, rules, regime, thing, body["range"])
    credit = values.get("credit", None if request.person.held is None else NOTHING)
    lines = values.get("ledger", [])
    body["judgements"] = list(in_a_row(case))
    best = _at_best(case, result) if result.open and result.chain else credit
    if unasked(case).get("grades"):
        body["unasked"] = {"grades": True}
    return body | {"thing": thing, "credit": credit, "at_best": best, "ledger": lines}


def _at_best(case: Case, result: Tenure) -> Json:
    """The credit if what is open turns out in the best way."""
    course = course_of(case, result.chain)
    return ledger.account(case, course.best, grade_marks(case, course)[BEST])


def count(request: Request, rules: Rules, regime: str, thing: str, options: Profile) -> tuple[Case, Tenure]:
    """The tenure in one rank or post under one profile of readings."""
    case = Case(rules, regime, request, options, ladder=_ladder(rules, regime, thing))

    def most(chain: Chain, marks: list[Mark]) -> tuple[int, ...]:
        return tuple(ledger.account(case, course_of(case, chain).worst, marks).values())

    return case, tenure(case, frozenset([thing]), 0, most=most)


def _ladder(rules: Rules, regime: str, thing: str) -> str:
    """The ladder that is climbed: the rank's own, where the regime promotes on it."""
    ladder = thing.partition("/")[0]
    return ladder if ladder in ladders(rules.regimes[regime]) else str(rules.regimes[regime]["ladder"])


def _range(request: Request, rules: Rules, regime: str, thing: str, bounds: Json) -> Json:
    """The credits under the strict and the generous extreme, and the readings that move them.

    Each as the answer gives its own: what is open counted in the worst way, and in the best (``at_best``).
    """

    def credit(options: Profile) -> Found:
        case, result = count(request, rules, regime, thing, options)
        if not result.chain:
            return {"credit": NOTHING, "at_best": NOTHING}, case.consulted
        worst = ledger.account(case, course_of(case, result.chain).worst, result.marks)
        return {"credit": worst, "at_best": _at_best(case, result) if result.open else worst}, case.consulted

    default = credit(profile(rules, regime, request.pinned))
    found = spread(credit, default, rules, regime, request.pinned)
    return {
        "strict": bounds["strict"] | found.strict,
        "generous": bounds["generous"] | found.generous,
        "moved_by": found.moved_by,
    }
