"""Effect periods: on which days a promotion is barred.

An effect that is still open, or whose kind gives no period and whose end was not stated, has no end that is known.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .case import Case
from .days import END, Span, add_months
from .facts import Effect
from .timeline import ALWAYS, Timeline, barred


class Bar(NamedTuple):
    """One effect period as far as it is known; ``end`` (not included) is None where nothing says when it ends."""

    kind: str
    start: Span
    end: Span | None
    path: str
    cite: str | None
    evidence: str
    least: int = 0  # months for which it certainly runs, where ``end`` is None


def bars(case: Case, families: list[str]) -> list[Bar]:
    """The effect periods of some families, with their ends."""
    return [
        _bar(case, effect)
        for effect in case.person.effects or ()
        if case.rules.effects[effect.kind]["family"] in families
    ]


def _bar(case: Case, effect: Effect) -> Bar:
    kind = case.rules.effects[effect.kind]
    if effect.end:
        return Bar(effect.kind, effect.start, effect.end, effect.path, kind["cite"], case.rules.evidence(kind["cite"]))
    if kind.get("open"):
        return Bar(
            effect.kind, effect.start, Span(END, END), effect.path, kind["cite"], case.rules.evidence(kind["cite"])
        )
    months = case.rules.value(kind.get("months"), kind["cite"], effect.start.first)
    if months.evidence == "unverified" and months.value is not None:
        case.unverified = True
    if months.value is None or (months.evidence == "unverified" and not case.trust):
        return _endless(case, effect, kind)
    extra = 1 if case.param("effect_end") == "same-day" else 0
    ends = Span(*(add_months(day, months.value) + extra for day in effect.start))
    return Bar(effect.kind, effect.start, ends, effect.path, months.cite, months.evidence)


def _endless(case: Case, effect: Effect, kind: dict[str, Any]) -> Bar:
    """A bar whose end nothing gives; its kind may say how long it runs at least."""
    least = case.rules.value(kind.get("at_least"), kind["cite"], effect.start.first)
    known = least.value is not None and least.evidence != "unverified"
    cite, evidence = (least.cite, least.evidence) if known else (kind["cite"], case.rules.evidence(kind["cite"]))
    return Bar(effect.kind, effect.start, None, effect.path, cite, evidence, least.value if known else 0)


def over(bar: Bar, day: int) -> bool:
    """Whether a bar has certainly ended by a day."""
    return bar.end is not None and bar.end.last <= day


def _certain_end(bar: Bar) -> int:
    """The first day on which a bar may be over, if it began as early as it may have; never before its second day."""
    if bar.end:
        return bar.end.first
    return max(add_months(bar.start.first, bar.least), bar.start.last + 1)


def free_timeline(found: list[Bar]) -> Timeline:
    """Met on the days on which no bar runs."""
    if not found:
        return ALWAYS
    sure = [(bar.start.last, _certain_end(bar)) for bar in found]
    possible = [(bar.start.first, bar.end.last if bar.end else END) for bar in found]
    return barred(possible, sure)


def unclear(found: list[Bar]) -> tuple[str, ...]:
    """The inputs that would make the bars exact."""
    open_: list[str] = []
    for bar in found:
        if not bar.start.exact:
            open_.append(f"{bar.path}/from")
        if bar.end is None or (not bar.end.exact and bar.start.exact):
            open_.append(f"{bar.path}/to")
    return tuple(open_)


def as_value(bar: Bar) -> dict[str, Any]:
    """A bar as a finding shows it: the kind, the first and the last barred day, null where open or not known."""
    from .days import written

    end = bar.end
    last = None if end is None or end.first >= END else written(Span(end.first - 1, end.last - 1))
    return {"effect": bar.kind, "from": written(bar.start), "to": last, "cite": bar.cite}
