"""What stops another naming: the kinds of limits, each a timeline that is met while it does not stop.

To add a kind: write the function, enter it in ``KINDS``, describe it in the schema, give it its sentences.
"""

from __future__ import annotations

from collections.abc import Callable

from ..asking.facts import Held
from ..counting.case import Judgement
from ..counting.findings import Finding
from ..dates.days import END, Span, add_months, between, written
from ..dates.timeline import ALWAYS, MET, OPEN, UNKNOWN, WORDS, Timeline, all_of, barred
from ..law.evidence import RANK
from ..law.rules import Json
from .run import Run
from .terms import chains, inexact, unclear
from .turns import first_stop

Limited = tuple[Timeline, tuple[str, ...], Json]


def stops(run: Run) -> Finding:
    """Everything that stops, as one finding."""
    run.raised.clear()
    if run.request.person.held is None:
        cite = run.rules.regimes[run.regime]["cite"]
        return Finding("limit", "term.not-said", OPEN, (cite,), run.rules.evidence(cite), {}, ("/person/held",))
    if run.target is None:
        cite = run.rules.regimes[run.regime]["cite"]
        return Finding("limit", "term.no-post", OPEN, (cite,), run.rules.evidence(cite), {}, ("/target",))
    parts = [_limit(run, one) for one in run.data["limits"]]
    return Finding("all", "all", all_of([part.timeline for part in parts]), children=tuple(parts))


def _limit(run: Run, rule: Json) -> Finding:
    """What one limit says: met while it does not stop."""
    line, open_, values = KINDS[rule["kind"]](run, rule)
    cites = [rule["cite"]]
    if rule["kind"] == "terms" and run.choose(run.data["part"]) == "over-three-years":
        cites.append(run.data["over"]["cite"])
    code = f"term.{rule['kind']}.{WORDS[line.at(run.request.as_of)]}"
    if run.choose(rule.get("stops", "stops")) == "weighed":
        if line.at(run.request.as_of) != MET:
            run.raised.append(Judgement(rule["id"], rule["cite"]))
        line, code, open_ = ALWAYS, f"{code}-weighed" if line.at(run.request.as_of) != MET else code, ()
    weakest = min((run.rules.evidence(cite) for cite in cites), key=RANK.__getitem__)
    values = {"id": rule["id"], "of": rule["of"], "target": run.target} | values
    return Finding("limit", code, line, tuple(cites), weakest, values, open_)


def _terms(run: Run, rule: Json) -> Limited:
    """So many successive terms in one post."""
    most = int(run.number("most", rule, rule["cite"]).value)
    line, open_ = _either(run, rule, lambda held: _terms_line(run, held, most))
    return line, open_, {"most": most, "reached": first_stop(line, by_day=run.by_day)}


def _terms_line(run: Run, held: list[Held], most: int) -> Timeline:
    lines = [ALWAYS]
    for chain in chains(held, alike=True):
        days = [run.counts_on(term) for term in run.of_chain(chain)]
        possible, sure = (sorted(day[place] for day in days)[most - 1 : most] for place in (0, 1))
        lines.append(barred([(day, END) for day in possible if day < END], [(day, END) for day in sure if day < END]))
    return all_of(lines)


def _years(run: Run, rule: Json) -> Limited:
    """So many cumulative years in one post, at one layer, or at one layer in one area."""
    most = int(run.number("most", rule, rule["cite"]).value)
    line, open_ = _either(run, rule, lambda held: _years_line(held, 12 * most))
    return line, open_, {"most": most, "reached": first_stop(line, by_day=run.by_day)}


def _years_line(held: list[Held], months: int) -> Timeline:
    early = reached([(item.start.first, item.end.last) for item in held], months)
    late = reached([(item.start.last, item.end.first) for item in held], months)
    return barred([(early, END)] if early < END else [], [(late, END)] if late < END else [])


def reached(stretches: list[tuple[int, int]], months: int) -> int:
    """The day on which half-open stretches, the union of them, come to so many months; ``END`` if they never do.

    >>> from calculators.dates.days import iso, parse
    >>> first, left, back = (parse(day).first for day in ("2003-03-01", "2008-03-01", "2014-03-01"))
    >>> iso(reached([(first, left), (back, END)], months=72))
    '2015-03-01'
    """
    days = 0
    for start, end in merged(stretches):
        due = add_months(start, months) - days
        if due <= end:
            return max(due, start)
        served = between(start, end)
        months, days = months - served[0], days + served[1]
    return END


def merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of half-open stretches, in time."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(one for one in stretches if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _running(run: Run, rule: Json) -> Limited:
    """A term in any post still runs."""
    possible = [(term.start.first, term.end.last) for term in run.terms]
    sure = [(term.start.last, term.end.first) for term in run.terms if term.start.last < term.end.first]
    line = barred(possible, sure) if possible else ALWAYS
    now = [term for term in run.terms if term.start.first <= run.request.as_of < term.end.last]
    values = {"due": written(Span(now[-1].due.first - 1, now[-1].due.last - 1))} if now else {}
    return line, tuple(unclear(run.terms)), values


KINDS = {"terms": _terms, "years": _years, "running": _running}


def _either(run: Run, rule: Json, line_of: Callable[[list[Held]], Timeline]) -> tuple[Timeline, tuple[str, ...]]:
    """A limit over the entries that concern the target; unknown where only entries that may concern it stop."""
    own, groups, unsaid = run.groups(rule["of"])
    sure = line_of(own)
    possible = all_of([line_of(group) for group in groups])
    line = _between(sure, possible)
    dates = [path for item in run.held if item.thing == run.target for path in inexact(item)]
    return line, (
        *(unsaid if possible != sure else ()),
        *(dates if UNKNOWN in (*sure.values, *possible.values) else ()),
    )


def _between(sure: Timeline, possible: Timeline) -> Timeline:
    """As ``sure`` says where it stops; unknown where only ``possible`` does."""
    days = sorted({*sure.starts, *possible.starts})
    pairs = ((day, sure.at(day), possible.at(day)) for day in days)
    return Timeline.of(*((day, one if one != MET else min(MET, max(other, UNKNOWN))) for day, one, other in pairs))
