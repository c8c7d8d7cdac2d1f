"""Stated ends of effect periods that are not those of the rules: pointed out, and counted as stated.

    demerit from 2024-01-10 to 2024-06-30, and the rule says 12 months: until 2025-01-09

A day more or less is how the last day is told. Nothing is said where a special case, that was not asked about, would
give just that end. Where effects of one family meet, other rules move the end; then only that is pointed out which ends
as if it stood alone, though an earlier sanction was still running.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..asking.facts import Effect
from ..dates.days import Span, add_months, iso
from ..law.rules import Value
from .bars import bars, special_period
from .case import Case

Conflict = dict[str, Any]


def effect_ends(case: Case) -> Iterator[Conflict]:
    """Each effect whose stated end no rule gives, with the end or the least length that one does."""
    effects = case.person.effects
    if not effects:
        return
    families = Counter(case.rules.effects[effect.kind]["family"] for effect in effects)
    for effect in effects:
        if effect.end and families[case.rules.effects[effect.kind]["family"]] == 1:
            yield from _compared(case, effect, effect.end)
        elif effect.end:
            yield from _not_added(case, effect, effect.end)


def _compared(case: Case, effect: Effect, end: Span) -> Iterator[Conflict]:
    kind = case.rules.effects[effect.kind]
    months, least = (_known(case, kind.get(key), kind, effect) for key in ("months", "at_least"))
    months = _known(case, special_period(effect, kind), kind, effect) or months
    others = [_known(case, one["months"], kind, effect) for one in kind.get("special", ())]
    if months and not any(_agree(effect.start, end, one) for one in (months, *others) if one):
        code = "effect-end" if effect.start.exact else "effect-end-months"
        until = {"until": iso(add_months(effect.start.first, months.value) - 1)} if effect.start.exact else {}
        yield _conflict(effect, code, months, until)
    elif not months and least and end.last < add_months(effect.start.first, least.value) - 1:
        yield _conflict(effect, "effect-end-least", least, {})


def _not_added(case: Case, effect: Effect, end: Span) -> Iterator[Conflict]:
    """A second sanction that ends as if there had been no first one, where the rule on both adds the periods up."""
    kind = case.rules.effects[effect.kind]
    months = _known(case, kind.get("months"), kind, effect)
    for rule in case.rules.overlap:
        if rule.get("kind") == "second" and kind["family"] in rule.get("families", ()) and months:
            first = [one for one in bars(case, rule["families"]) if one.path != effect.path and one.end]
            meets = any(one.start.last < effect.start.first < one.end.first for one in first if one.end)
            if meets and _agree(effect.start, end, months):
                yield _conflict(effect, "effect-end-second", months._replace(cite=rule["cite"]), {})


def _known(case: Case, entry: Any, kind: dict[str, Any], effect: Effect) -> Value | None:
    """A number of months on the day of the effect; None where there is none, or none that is verified."""
    found = case.rules.value(entry, kind["cite"], effect.start.first)
    return found if found.value is not None and found.evidence != "unverified" else None


def _agree(start: Span, end: Span, months: Value) -> bool:
    """Whether an end may be the one after so many months, give or take a day."""
    first, last = (add_months(day, months.value) for day in start)
    return first - 1 <= end.last and end.first <= last + 1


def _conflict(effect: Effect, code: str, months: Value, more: dict[str, str]) -> Conflict:
    values = {"effect": effect.kind, "months": months.value, **more}
    return {"code": code, "path": f"{effect.path}/to", "cite": months.cite, "values": values}
