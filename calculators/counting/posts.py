"""Conditions on who is put forward for a leading post: what is held already, and the last years' grades.

The last year's grade bars by name: only the grades that the text names, and only finished years. A year without a
grade of that kind (a recruit's, say) does not bar; a year that was not stated leaves the answer open.
"""

from __future__ import annotations

from typing import Any

from ..asking.facts import Held
from ..dates.days import BEGINNING, Span, year_of, year_start
from ..dates.timeline import ALWAYS, MET, OPEN, UNKNOWN, UNMET, Timeline, barred, certain
from ..law.rules import scope
from .case import Case
from .findings import Finding
from .service import conversions_of, open_ends, piece_of, unbroken, while_served
from .standing import standing
from .year_grades import YearGrades, year_grades

Rule = dict[str, Any]


def not_held(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """Neither the target nor anything above it on its ladder is held; what lies directly below need not be."""
    cites, evidence = (rule["cite"],), case.rules.evidence(rule["cite"])
    target = scope(case.ladder, promotion["to"])
    if case.person.held is None:
        return Finding("not-held", "not-held.not-said", OPEN, cites, evidence, {"target": target}, ("/person/held",))
    order, place = case.rules.order, case.rules.order[target]
    there = [item for item in case.person.held if item.thing.startswith(case.ladder + "/")]
    there = [item for item in there if order[item.thing] <= place]
    pieces = unbroken([piece_of(item) for item in there])
    line = barred(*while_served(pieces)) if there else ALWAYS
    now = [item.thing for item in there if item.start.first <= case.as_of < item.end.last]
    held = {UNMET: "held" if target in now else "above", UNKNOWN: "unknown", MET: "met"}[line.at(case.as_of)]
    values = {"target": target, "now": min(now, key=order.__getitem__) if now else None}
    open_ = tuple(open_ends(there, pieces))
    return Finding("not-held", f"not-held.{held}", line, cites, evidence, values, open_)


def outside(cite: str, case: Case, promotion: Rule) -> list[Finding]:
    """What the years asked for do not speak of: a rank of the post's layer or above it, or of a ladder not matched.

    Who holds such a rank may take the post in another way, so it is unknown; nothing where no such rank is held.
    """
    target = scope(case.ladder, promotion["to"])
    now = [item for item in case.person.held or () if item.end.last > case.as_of]
    held = [item for item in now if not item.thing.startswith("post/")]
    found = [item for item in held if _at_layer(case, item.thing, target)]
    if not found and not any(_is_placed(case, item.thing, promotion) for item in now):
        found = held
    if not found:
        return []
    line = certain([(item.start.first, item.end.last) for item in found], [])
    rank = found[-1].thing
    layer = _at_layer(case, rank, target)
    cites, values = (cite, layer) if layer else (cite,), {"target": target, "now": rank}
    code = "outside.layer" if layer else "outside.ladder"
    return [Finding("outside", code, line, cites, case.rules.evidence(*cites), values)]


def regained(cite: str, case: Case, promotion: Rule) -> list[Finding]:
    """A rank that was held before a leading post not below it: no text says that its years are asked for once more.

    So it is unknown while such a post is held; nothing after a lowering, for then the ladder is climbed again.
    """
    target, held = scope(case.ladder, promotion["to"]), case.person.held or ()
    led = [item for item in held if item.thing.startswith("post/")]
    ranks = [item for item in held if not item.thing.startswith("post/")]
    pairs = [(rank, post) for rank in ranks for post in led if rank.end.first <= post.start.last]
    pairs = [(rank, post) for rank, post in pairs if _had(case, target, rank)]
    if not pairs:
        return []
    rank, _ = pairs[-1]
    line = certain([(post.start.first, post.end.last) for _, post in pairs], [])
    values = {"target": target, "rank": rank.thing}
    return [Finding("regained", "regained", line, (cite,), case.rules.evidence(cite), values)]


def _had(case: Case, target: str, rank: Held) -> bool:
    """Whether a rank is the target, equal to it or above it, and nothing below it was held after it."""
    stands = standing(case.rules, Span(case.as_of, case.as_of), target, rank.thing).relation
    return stands in ("equal", "below") and not any(_lowered(case, rank, item) for item in case.person.held or ())


def _lowered(case: Case, before: Held, after: Held) -> bool:
    """Whether an entry follows another one and stands below it."""
    follows = before.start.first < after.start.first
    return follows and standing(case.rules, after.start, after.thing, before.thing).relation == "below"


def _at_layer(case: Case, rank: str, target: str) -> str | None:
    """The provision by which a rank is at the layer of a post or above it; None where none says so."""
    order, layers = case.rules.order, case.rules.layers.get(rank, {})
    return next((cite for post, cite in layers.items() if order[post] <= order[target]), None)


def _is_placed(case: Case, thing: str, promotion: Rule) -> bool:
    """Whether it is known how a thing stands to those that the promotion names.

    It or an equal one is on their ladders, or it is a post: a leading one, or an old one that became a rank.
    """
    own = {"post", *(name.partition("/")[0] for name in promotion["in"])}
    if any("presumed" not in rule for rule in conversions_of(case).get(thing, ())):
        return True
    return any(rank.partition("/")[0] in own for rank in (thing, *case.rules.equals(thing, case.as_of)))


def not_graded(rule: Rule, case: Case, promotion: Rule) -> Finding:
    """None of the ``last`` finished years has one of the grades that the rule names."""
    last = int(case.value(rule["last"], rule["cite"]).value)
    first = min((year_of(item.start.first) for item in case.person.held or ()), default=year_of(case.as_of) - last)
    years = range(min(first, year_of(case.as_of) - last), year_of(case.as_of) + 1)
    grades = year_grades(case)
    states = {year: _state(rule, case, grades, year, first) for year in years}
    changes = [(year_start(year + 1), _worst(states, year, last)) for year in range(years[0], years[-1] + last + 1)]
    line = Timeline.of((BEGINNING, MET), *changes)
    bad = [year for year, state in states.items() if state == UNMET and year >= year_of(case.as_of) - last]
    open_ = tuple(f"/person/grades/{year}" for year, state in states.items() if state == UNKNOWN)
    values = {"last": last, "grades": rule["none_of"], "bad": bad}
    code = f"not-graded.{('unmet', 'unknown', 'met')[line.at(case.as_of)]}"
    cites = (rule["cite"], *grades.cites(bad))
    return Finding("not-graded", code, line, cites, case.rules.evidence(*cites), values, open_)


def _worst(states: dict[int, int], year: int, last: int) -> int:
    return min(states.get(year - back, MET) for back in range(last))


def _state(rule: Rule, case: Case, grades: YearGrades, year: int, first: int) -> int:
    """What one year says; the running one and those before the first entry say nothing."""
    found = grades.all_are(year, lambda grade: grade not in rule["none_of"])
    if found is not None:
        return MET if found else UNMET
    return UNKNOWN if first <= year and year_start(year + 1) <= case.as_of else MET
