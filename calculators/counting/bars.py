"""Effect periods: on which days a promotion is barred. The one place where periods are computed and put together.

An effect that is still open, or whose kind gives no period and whose end was not stated, has no end that is known.
Where two periods of one family meet, the rules on that (``overlap`` in the spec) say what follows:

    demerit (12 months) from 2024-01-10, major demerit (18 months) from 2024-07-10
    added:   12 + 18 months from 2024-01-10, free on 2026-07-10
    united:  the longer of the two ends, free on 2026-01-10

A period whose end the request states is never lengthened: what was decided stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from ..asking.facts import Effect
from ..dates.days import END, Span, add_months, iso, month_start, parse, written
from ..dates.timeline import ALWAYS, Timeline, barred
from ..law.evidence import RANK
from ..law.rules import Value
from .case import Case, Judgement


class Bar(NamedTuple):
    """One effect period as far as it is known; ``end`` (not included) is None where nothing says when it ends."""

    kind: str
    start: Span
    end: Span | None
    path: str
    cite: str | None
    evidence: str
    least: int = 0  # months for which it certainly runs, where ``end`` is None
    months: int | None = None  # how many months run from ``counted``, where the period follows from the rules
    counted: Span | None = None
    by: tuple[str, ...] = ()  # the rules on periods that meet, where they moved the end

    @property
    def cites(self) -> tuple[str, ...]:
        """Every provision that the period rests on."""
        return ((self.cite,) if self.cite else ()) + self.by


def bars(case: Case, families: list[str]) -> list[Bar]:
    """The effect periods of some families, with their ends, in the order of the request."""
    effects = case.person.effects or ()
    found = [_bar(case, effect) for effect in effects if case.rules.effects[effect.kind]["family"] in families]
    for rule in case.rules.overlap if len(found) > 1 else ():
        concerned = [bar for bar in found if case.rules.effects[bar.kind]["family"] in rule.get("families", ())]
        if len(concerned) > 1 and rule.get("kind") in MEETINGS:
            moved = {bar.path: bar for bar in MEETINGS[rule["kind"]](case, rule, concerned)}
            found = [moved.get(bar.path, bar) for bar in found]
    return found


def _bar(case: Case, effect: Effect) -> Bar:
    kind = case.rules.effects[effect.kind]
    if effect.end or kind.get("open"):
        return Bar(effect.kind, effect.start, effect.end or Span(END, END), effect.path, *_ground(case, kind))
    months = _period(case, effect, kind)
    if months.evidence == "unverified" and months.value is not None:
        case.unverified |= {months.cite or kind["cite"]}
    if months.value is None or (months.evidence == "unverified" and not case.trust):
        return _endless(case, effect, kind)
    ends = _after(case, effect.kind, effect.start, months.value)
    bar = Bar(effect.kind, effect.start, ends, effect.path, months.cite, months.evidence)
    return bar._replace(months=months.value, counted=effect.start)


def _ground(case: Case, kind: dict[str, Any]) -> tuple[str | None, str]:
    """The provision by which a kind bars, with its evidence; none where it is younger than the day asked about."""
    cite = kind["cite"]
    return (cite, case.rules.evidence(cite)) if case.rules.begun(cite, case.as_of) else (None, "official")


def by_younger(case: Case, families: list[str]) -> Iterator[tuple[Effect, str]]:
    """The effects whose period follows from a text that is younger than they are; with its provision."""
    for effect in case.person.effects or ():
        kind = case.rules.effects[effect.kind]
        if kind["family"] in families and not effect.end:
            periods = _period(case, effect, kind), _value(case, effect, kind, kind.get("at_least"))
            said = [one.cite for one in periods if one.cite and one.evidence != "unverified"]
            yield from ((effect, cite) for cite in said if not case.rules.begun(cite, effect.start.last))


def _period(case: Case, effect: Effect, kind: dict[str, Any]) -> Value:
    """The months of an effect period, by its kind or a special case of it."""
    return _value(case, effect, kind, special_period(effect, kind) or kind.get("months"))


def _value(case: Case, effect: Effect, kind: dict[str, Any], entry: Any) -> Value:
    """A value of a kind as of the first day of an effect; without a provision where no source gives one."""
    return case.rules.value(entry, None if entry is None else kind["cite"], effect.start.first)


def special_period(effect: Effect, kind: dict[str, Any]) -> dict[str, Any] | None:
    """The special period of a kind: the one that the request names, or the one for acts that were all so early."""
    for one in kind.get("special", ()):
        last_act = (effect.acts or effect.start).last  # what was decided on a day had been done before it
        early = "acts_before" in one and last_act < parse(one["acts_before"]).first
        if early or effect.special == one["id"]:
            return {"value": one["months"], "cite": one["cite"]}
    return None


def _after(case: Case, kind: str, start: Span, months: int) -> Span:
    """The first free day after so many months, under the reading on the last day of a period of this kind."""
    reading = _ends_by(case, case.rules.effects[kind]["family"])
    return Span(*(_first_free(day, add_months(day, months), reading) for day in start))


def _ends_by(case: Case, family: str) -> str | None:
    """The option on the last day; one whose sources speak of some families only names the one for the others."""
    entry, chosen = case.counting.get("effect_end"), case.param("effect_end")
    if not isinstance(entry, dict):  # the regime leaves nothing to a reading
        return str(chosen) if chosen else None
    option = case.rules.readings[entry["reading"]]["options"][chosen]
    return str(chosen if family in option.get("families", [family]) else option["otherwise"])


def _first_free(start: int, end: int, reading: str | None) -> int:
    """The first free day; where ``end`` is no corresponding day, since its month has none, that is read differently."""
    return end + {"same-day": 1, "month-end": -_is_missed(start, end)}.get(reading or "", 0)


def _endless(case: Case, effect: Effect, kind: dict[str, Any]) -> Bar:
    """A bar whose end nothing gives; its kind may say how long it runs at least."""
    least = case.rules.value(kind.get("at_least"), kind["cite"], effect.start.first)
    known = least.value is not None and least.evidence != "unverified"
    cite, evidence = (least.cite, least.evidence) if known else _ground(case, kind)
    return Bar(effect.kind, effect.start, None, effect.path, cite, evidence, least.value if known else 0)


# -- periods that meet -----------------------------------------------------------------------------------------------


def _same_day(case: Case, rule: dict[str, Any], found: list[Bar]) -> Iterator[Bar]:
    """Equal sanctions of one day: between one period and their sum, up to the limit; which, the decision says."""
    alike = sorted((bar for bar in found if bar.months and _applies(rule, bar.start.first)), key=_kind_and_day)
    for _, group in groupby(alike, key=_kind_and_day):
        equal = list(group)
        if len(equal) > 1 and equal[0].months and equal[0].end:
            most = min(equal[0].months * len(equal), rule["max_months"])
            end = Span(equal[0].end.first, _after(case, equal[0].kind, equal[0].start, most).last)
            yield _moved(case, equal[-1], rule, end)._replace(months=None)


def _kind_and_day(bar: Bar) -> tuple[str, Span]:
    return bar.kind, bar.start


def _second(case: Case, rule: dict[str, Any], found: list[Bar]) -> Iterator[Bar]:
    """A new period during an old one: what is left of the old one and then the new one, up to the limit."""
    running: Bar | None = None
    for bar in sorted(found, key=lambda one: one.start):
        moved = _added(case, rule, running, bar) if running else bar
        if moved is not bar:
            yield moved
        if running is None or (moved.end and running.end and moved.end.last >= running.end.last):
            running = moved


def _added(case: Case, rule: dict[str, Any], old: Bar, new: Bar) -> Bar:
    if old.end and old.end.first >= END:  # what never ends leaves no rest to be added
        return new
    meets = bool(old.end) and old.start.first < new.start.last and new.start.first < (old.end or new.start).last
    if not (meets and old.end and new.end and new.months and _applies(rule, new.start.first)):
        return new
    if not case.choose(rule["adds"]):
        return new
    counted, months = (old.counted, old.months + new.months) if old.counted and old.months else (old.end, new.months)
    limit, end = _after(case, new.kind, new.start, rule["max_months"]), _after(case, new.kind, counted, months)
    if end.first > limit.first:
        counted, months, end = new.start, rule["max_months"], limit
    surely = old.start.last < new.start.first and new.start.last < old.end.first
    end = end if surely else Span(new.end.first, end.last)
    return _moved(case, new, rule, end)._replace(months=months, counted=counted)


def _applies(rule: dict[str, Any], day: int) -> bool:
    return "from" not in rule or parse(rule["from"]).first <= day


def _moved(case: Case, bar: Bar, rule: dict[str, Any], end: Span) -> Bar:
    evidence = min(bar.evidence, case.rules.evidence(rule["cite"]), key=RANK.__getitem__)
    return bar._replace(end=end, by=(*bar.by, rule["cite"]), evidence=evidence)


def open_ends_by_law(case: Case) -> Iterator[Judgement]:
    """What no text settles of an end: in a month without its day, and of a third sanction during the second.

    The one while the period runs. The other where sanctions that met run longer than the limit of the rule that adds
    them: it may mean the rest of one and the next, as here, or all of them together.
    """
    if not case.person.effects:
        return
    rules = case.regime.get("conditions", ())
    found = bars(case, [family for rule in rules for family in rule.get("of", ()) if rule["kind"] == "free"])
    for bar in found:
        if not over(bar, case.as_of - 1) and _has_no_day(bar):
            yield Judgement("no-such-day", bar.cite, bar.path)
    for rule in (one for one in case.rules.overlap if one.get("kind") == "second"):
        yield from (Judgement("limit-of-all", rule["cite"], bar.path) for bar in _beyond(found, rule))


def _has_no_day(bar: Bar) -> bool:
    """Whether the month in which a period ends has no day of the number on which it began, where that is known."""
    if not bar.counted or not bar.counted.exact or not bar.months:
        return False
    return _is_missed(bar.counted.first, add_months(bar.counted.first, bar.months))


def _is_missed(start: int, end: int) -> bool:
    return end == month_start(end) and start != month_start(start)


def _beyond(found: list[Bar], rule: dict[str, Any]) -> Iterator[Bar]:
    """The periods that others were added to and that end later than the limit allows from the first of them on."""
    first: Bar | None = None
    for bar in sorted((one for one in found if one.end), key=lambda one: one.start):
        if first is None or rule["cite"] not in bar.by:
            first = bar
        elif bar.end and add_months(first.start.first, rule["max_months"]) < bar.end.first:
            yield bar


MEETINGS = {"same-day": _same_day, "second": _second}


# -- as a timeline, and as an answer shows them ----------------------------------------------------------------------


def over(bar: Bar, day: int) -> bool:
    """Whether a bar has certainly ended by a day."""
    return bar.end is not None and bar.end.last <= day


def certain_end(bar: Bar) -> int:
    """The first day on which a bar may be over, if it began as early as it may have; never before its second day."""
    if bar.end:
        return bar.end.first
    return max(add_months(bar.start.first, bar.least), bar.start.last + 1)


def free_timeline(found: list[Bar]) -> Timeline:
    """Met on the days on which no bar runs."""
    if not found:
        return ALWAYS
    sure = [(bar.start.last, certain_end(bar)) for bar in found]
    possible = [(bar.start.first, bar.end.last if bar.end else END) for bar in found]
    return barred(possible, sure)


def unclear(found: list[Bar], day: int) -> tuple[str, ...]:
    """The inputs that would make the bars exact on a day: an end that is stated, or asked for, hangs on no start."""
    open_: list[str] = []
    for bar in found:
        by_rule = bar.counted is not None
        if not bar.start.exact and (by_rule or day <= bar.start.last):
            open_.append(f"{bar.path}/from")
        if bar.end is None or (not bar.end.exact and (bar.start.exact or not by_rule)):
            open_.append(f"{bar.path}/to")
    return tuple(open_)


def as_value(bar: Bar) -> dict[str, Any]:
    """A bar as a finding shows it: the kind, the first and the last barred day, null where open or not known.

    A last day that lies in either of two months is told by its bounds: six months from January 2024 end from 30 June
    to 30 July.
    """
    body = {"effect": bar.kind, "from": written(bar.start), "to": last_day(bar)}
    if bar.cite:
        body["cite"] = bar.cite
    return body | bounds(bar) | ({"added": True} if bar.by and bar.months else {})


def bounds(bar: Bar) -> dict[str, str]:
    """The first and the last day that may be the last barred one, where they are known and ``last_day`` is not."""
    if bar.end is None or bar.end.last >= END or last_day(bar):
        return {}
    return {"at_least": iso(bar.end.first - 1), "at_most": iso(bar.end.last - 1)}


def last_day(bar: Bar) -> str | None:
    """The last barred day as it would be written; None where it is open, not known, or not within one month."""
    if bar.end is None or bar.end.first >= END:
        return None
    first, last = bar.end.first - 1, bar.end.last - 1
    return written(Span(first, last)) if month_start(first) == month_start(last) else None
