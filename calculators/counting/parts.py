"""Parts that several answers have: the stretches of a timeline, what people must decide, what would be."""

from __future__ import annotations

from ..dates.days import iso
from ..dates.timeline import WORDS, Timeline
from ..law.rules import Json
from .assessment import in_a_row
from .bars import open_ends_by_law
from .case import Case
from .verdict import Verdict


def stretches(line: Timeline) -> list[Json]:
    """The whole timeline, for pictures: from which day (null: from the beginning) which status holds."""
    pairs = zip(line.starts, line.values, strict=True)
    return [{"from": iso(start) if start else None, "status": WORDS[value]} for start, value in pairs]


def judgements(case: Case) -> list[Json]:
    """What people must decide: the regime's list, and what the facts of this case raise (also ``in_a_row``)."""
    listed = [
        {"id": item["id"], "cite": item["cite"]} for item in case.regime.get("judgements", ()) if not item.get("raised")
    ]
    case.judgements += open_ends_by_law(case)
    raised = [{"id": item.id, "cite": item.cite, "path": item.path} for item in dict.fromkeys(case.judgements)]
    return [*in_a_row(case), *({key: value for key, value in item.items() if value} for item in raised), *listed]


def regime_to(regime: Json, body: Json) -> Json:
    """The last day of a system, where a date of an answer lies after it; nothing where none does.

    The date itself, those under other readings, and those that missing inputs or a change could bring.
    """
    ended = regime.get("to")
    given = [end for one in (*body["missing"], *body.get("later", ())) for end in (one["best"], one["worst"])]
    dates = [
        one["earliest"] for one in (body, body["range"]["strict"], body["range"]["generous"], *given, *body["what_if"])
    ]
    return {"regime_to": ended} if ended and any(date and date > ended for date in dates) else {}


def would_be(case: Case, default: Verdict, trusting: Verdict) -> Json:
    """The verdict if the unverified numbers were true, and whose they are; nothing where it would be no other."""
    if trusting == default:
        return {}
    return {"would_be": trusting.as_json(), "unverified": sorted(case.unverified)}
