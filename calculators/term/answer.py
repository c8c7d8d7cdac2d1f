"""The term calculator: which terms a person has served, when the present one ends, and what stops another naming.

A post is held in *terms* of so many years. A term ends on the day on which the body's own term ends, where the request
states that; at the time at which all terms end, where the regime sets one; else so many years after it began:

    head of a county from 2011-08-01, terms of five years
    first term  2011-08-01 to 2016-07-31
    second term 2016-08-01 to 2021-07-31
    from 2016-08-01 on the post is held for the second of two successive terms: not to be named for a third

What stops is a list of *limits* in the regime: so many successive terms in one post, so many years in one post, at one
layer or at one layer in one area, or a term that still runs. Each limit is a timeline, and together they say on which
days nothing that can be computed stands in the way. Whether two entries are the same post is told by their ``body``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..asking.facts import Held, Request
from ..counting.case import Judgement, Profile, profile
from ..counting.findings import Finding, evidence_of, open_inputs, open_leaves, write
from ..counting.regimes import may_be_asked
from ..counting.spread import Found, spread
from ..counting.verdict import verdict
from ..dates.days import BEGINNING, END, Span, add_months, between, iso, parse, written
from ..dates.timeline import ALWAYS, MET, OPEN, UNKNOWN, UNMET, WORDS, Timeline, all_of, barred, optimist, pessimist
from ..law.evidence import RANK
from ..law.rules import Json, Rules, Value, in_force

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"body", "area"})
MOST_TERMS = 12  # more than anybody serves in one post


class Asked(NamedTuple):
    """The body and area of the post that is asked about, and the entry that holds it where it is the present one."""

    body: str | None
    area: str | None
    own: Held | None = None


class Term(NamedTuple):
    """One term in one post: half-open, ``due`` the first day after it; ``whole`` if served from its first day."""

    held: Held
    number: int
    start: Span
    end: Span
    due: Span
    whole: bool


def read(reader: Reader, body: Json) -> Asked:
    """The fields that only this calculator has."""
    return Asked(reader.text(body.get("body"), "/body"), reader.text(body.get("area"), "/area"))


def answer(request: Request, rules: Rules) -> Json:
    """The answer to a request about terms."""
    found = _fitting(request, rules)
    if len(found) != 1 or "terms" not in rules.regimes[found[0]]:
        return _said(request, rules, *_no_regime(request, rules, found))
    regime = found[0]
    target, asked = _target(request, rules, regime)
    if target and _post(target) not in rules.regimes[regime]["terms"]["posts"]:
        return _said(request, rules, regime, "term.other-post", {"target": target, "regimes": [regime]})
    options = profile(rules, regime, request.pinned)
    run = Run(request, rules, regime, options, target, asked)
    root = run.root()
    default = _bound(root, request.as_of)
    readings = spread(run.under, (default, run.consulted), rules, regime, request.pinned)
    return _head(request, regime, target) | {
        "status": default["status"],
        "settled": len({bound["status"] for bound in (default, readings.strict, readings.generous)}) == 1,
        **{key: default[key] for key in ("earliest", "stops_on")},
        "range": readings._asdict(),
        "terms": [_as_json(term, request.as_of) for term in run.terms],
        "may_be_named": _may_be_named(root, default, request.as_of),
        "evidence": evidence_of(root, request.as_of),
        "timeline": _stretches(root.timeline),
        "findings": write(root, request.as_of),
        "missing": _missing(root, request.as_of),
        "judgements": run.listed(),
        "what_if": [],
        "conflicts": [],
        "unused": list(request.unused),
        "spec": rules.stamp,
    }


class Run:
    """One evaluation under one profile of readings."""

    def __init__(
        self, request: Request, rules: Rules, regime: str, options: Profile, target: str | None, asked: Asked
    ) -> None:
        self.request, self.rules, self.regime, self.options = request, rules, regime, options
        self.target, self.asked = target, asked
        self.data: Json = rules.regimes[regime]["terms"]
        self.consulted: set[str] = set()
        self.raised: list[Judgement] = []
        posts = {f"post/{post}" for post in self.data["posts"]}
        self.held = [item for item in request.person.held or () if item.thing in posts]
        terms = [term for chain in chains(self.held) for term in self.of_chain(chain)]
        self.terms = [term for term in terms if term.start.first <= request.as_of]  # those that have begun

    def under(self, options: Profile) -> Found:
        """What another profile makes of the same question, and the readings that it consulted."""
        other = Run(self.request, self.rules, self.regime, options, self.target, self.asked)
        return _bound(other.root(), self.request.as_of), other.consulted

    def root(self) -> Finding:
        """Everything that stops, as one finding."""
        self.raised.clear()
        if self.request.person.held is None:
            cite = self.rules.regimes[self.regime]["cite"]
            return Finding("limit", "term.not-said", OPEN, (cite,), self.rules.evidence(cite), {}, ("/person/held",))
        if self.target is None:
            cite = self.rules.regimes[self.regime]["cite"]
            return Finding("limit", "term.no-post", OPEN, (cite,), self.rules.evidence(cite), {}, ("/target",))
        parts = [self.limit(one) for one in self.data["limits"]]
        return Finding("all", "all", all_of([part.timeline for part in parts]), children=tuple(parts))

    def choose(self, entry: Any) -> Any:
        """A parameter, by a reading where it depends on one."""
        if not isinstance(entry, dict):
            return entry
        self.consulted.add(entry["reading"])
        return entry.get(self.options[entry["reading"]], self.options[entry["reading"]])

    def number(self, key: str, entry: Json, cite: str) -> Value:
        """A number of the law on the day that is asked about."""
        return self.rules.value(entry[key], cite, self.request.as_of)

    # -- terms -------------------------------------------------------------------------------------------------------

    def of_chain(self, chain: list[Held]) -> list[Term]:
        """The terms of one unbroken time in a post; one that is still held goes on, if nothing else happens."""
        start, end = chain[0].start, chain[-1].end
        stated = sorted(day for item in chain for day in item.term_ends)
        found: list[Term] = []
        while start.first < end.last and len(found) < MOST_TERMS:
            due, whole = self.due(start, stated, bool(found))
            item = next((one for one in reversed(chain) if one.start.first <= start.first), chain[0])
            found.append(Term(item, len(found) + 1, start, min(end, due), due, whole))
            start = due
        return found

    def due(self, start: Span, stated: list[Span], follows: bool) -> tuple[Span, bool]:
        """The first day after a term, and whether the term was served from its beginning."""
        months = 12 * int(self.number("years", self.data, self.rules.regimes[self.regime]["cite"]).value)
        own = Span(*(add_months(day, months) for day in start))
        later = [Span(day.first + 1, day.last + 1) for day in stated if day.first >= start.last]
        if not later and "ends" not in self.data:
            return own, True
        due = later[0] if later else self.common_end(start, months)
        begun = any(day.last + 1 >= start.first for day in stated if day.first < start.last)
        return due, follows or begun or own.last <= due.first

    def common_end(self, start: Span, months: int) -> Span:
        """The first day after the term in which ``start`` lies, where terms end for everybody at one time."""
        end = add_months(parse(self.data["ends"]["first"]).first, 1)
        while end <= start.first:
            end = add_months(end, months)
        return Span(end, end)

    def counts_on(self, term: Term) -> tuple[int, int]:
        """The day from which a term counts as one: the first possible, and the first certain one (or never).

        A full term counts from its first day, and one that runs is taken to be served to its end: who is in the second
        of two terms is not to be named for a third. Only of a part of a term is it open whether it counts.
        """
        option = self.choose(self.data["part"])
        full = term.whole and term.end.first >= term.due.first
        if full or option == "any":
            return term.start.first, term.start.last
        over = 12 * int(self.number("over", self.data, self.rules.regimes[self.regime]["cite"]).value)
        possible = option == "over-three-years" and add_months(term.start.first, over) < term.end.last
        sure = option == "over-three-years" and add_months(term.start.last, over) < term.end.first
        return term.start.first if possible else END, term.start.last if sure else END

    # -- limits ------------------------------------------------------------------------------------------------------

    def limit(self, rule: Json) -> Finding:
        """What one limit says: met while it does not stop."""
        line, open_, values = KINDS[rule["kind"]](self, rule)
        cites = [rule["cite"]]
        if rule["kind"] == "terms" and self.choose(self.data["part"]) == "over-three-years":
            cites.append(self.data["over"]["cite"])
        code = f"term.{rule['kind']}.{WORDS[line.at(self.request.as_of)]}"
        if self.choose(rule.get("stops", "stops")) == "weighed":
            if line.at(self.request.as_of) != MET:
                self.raised.append(Judgement(rule["id"], rule["cite"]))
            line, code, open_ = ALWAYS, f"{code}-weighed" if line.at(self.request.as_of) != MET else code, ()
        weakest = min((self.rules.evidence(cite) for cite in cites), key=RANK.__getitem__)
        values = {"id": rule["id"], "of": rule["of"], "target": self.target} | values
        return Finding("limit", code, line, tuple(cites), weakest, values, open_)

    def groups(self, of: str) -> tuple[list[Held], list[list[Held]], tuple[str, ...]]:
        """The entries that surely concern what is asked about, the groups that may, and the inputs that would tell."""
        layer = [item for item in self.held if item.thing == self.target]
        if of == "layer":
            return layer, [layer], ()
        key = "body" if of == "post" else "area"
        wanted = getattr(self.asked, key)
        own = [item for item in layer if item is self.asked.own or getattr(item, key) == (wanted or "")]
        unsaid = tuple(f"{item.path}/{key}" for item in layer if getattr(item, key) is None)
        if wanted is not None or self.asked.own:
            return own, [[item for item in layer if item in own or getattr(item, key) in (wanted, None)]], unsaid
        names = {getattr(item, key) for item in layer if getattr(item, key) is not None} or {None}
        groups = [[item for item in layer if getattr(item, key) in (name, None)] for name in names]
        return own, groups, (f"/{key}", *unsaid)

    def listed(self) -> list[Json]:
        """What people must decide: the regime's list, and what this case raises."""
        raised = [{"id": one.id, "cite": one.cite} for one in dict.fromkeys(self.raised)]
        always = [one for one in self.rules.regimes[self.regime].get("judgements", ()) if not one.get("raised")]
        return raised + [{"id": one["id"], "cite": one["cite"]} for one in always]


Limited = tuple[Timeline, tuple[str, ...], Json]


def _terms(run: Run, rule: Json) -> Limited:
    """So many successive terms in one post."""
    most = int(run.number("most", rule, rule["cite"]).value)
    line, open_ = _either(run, rule, lambda held: _terms_line(run, held, most))
    return line, open_, {"most": most, "reached": _turn(line)}


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
    return line, open_, {"most": most, "reached": _turn(line)}


def _years_line(held: list[Held], months: int) -> Timeline:
    early = reached([(item.start.first, item.end.last) for item in held], months)
    late = reached([(item.start.last, item.end.first) for item in held], months)
    return barred([(early, END)] if early < END else [], [(late, END)] if late < END else [])


def reached(stretches: list[tuple[int, int]], months: int) -> int:
    """The day on which half-open stretches, the union of them, come to so many months; ``END`` if they never do.

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
    return line, tuple(_unclear(run.terms)), values


KINDS = {"terms": _terms, "years": _years, "running": _running}


def _either(run: Run, rule: Json, line_of: Any) -> tuple[Timeline, tuple[str, ...]]:
    """A limit over the entries that concern the target; unknown where only entries that may concern it stop."""
    own, groups, unsaid = run.groups(rule["of"])
    sure = line_of(own)
    possible = all_of([line_of(group) for group in groups])
    line = _between(sure, possible)
    dates = [path for item in run.held if item.thing == run.target for path in _inexact(item)]
    return line, (
        *(unsaid if possible != sure else ()),
        *(dates if UNKNOWN in (*sure.values, *possible.values) else ()),
    )


def _between(sure: Timeline, possible: Timeline) -> Timeline:
    """As ``sure`` says where it stops; unknown where only ``possible`` does."""
    days = sorted({*sure.starts, *possible.starts})
    pairs = ((day, sure.at(day), possible.at(day)) for day in days)
    return Timeline.of(*((day, one if one != MET else min(MET, max(other, UNKNOWN))) for day, one, other in pairs))


def chains(held: list[Held], *, alike: bool = False) -> list[list[Held]]:
    """Entries of one post that follow each other without a gap; ``alike``: they are taken to be one post."""
    found: list[list[Held]] = []
    for item in sorted(held, key=lambda one: one.start):
        before = next((chain for chain in found if (alike or _same(chain[-1], item)) and _joins(chain, item)), None)
        if before is None:
            found.append([item])
        else:
            before.append(item)
    return found


def _same(one: Held, other: Held) -> bool:
    return one.thing == other.thing and one.body is not None and one.body == other.body


def _joins(chain: list[Held], item: Held) -> bool:
    return item.start.first <= max(one.end.last for one in chain)


def _inexact(item: Held) -> list[str]:
    pairs = ((item.start, "from"), (item.end, "to"))
    return [f"{item.path}/{key}" for span, key in pairs if not span.exact]


def _unclear(terms: list[Term]) -> list[str]:
    return list(dict.fromkeys(path for term in terms for path in _inexact(term.held)))


# -- what is asked about ---------------------------------------------------------------------------------------------


def _fitting(request: Request, rules: Rules) -> list[str]:
    """The regimes with terms that could answer; one that is a local practice or a draft only by its name."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = [
        id_
        for id_, regime in rules.regimes.items()
        if "terms" in regime and regime.get("asked") != "by-name" and regime["status"] != "draft"
    ]
    known = [id_ for id_ in known if in_force(rules.regimes[id_], request.as_of)]
    fitting = [id_ for id_ in known if _post(request.target) in rules.regimes[id_]["terms"]["posts"]]
    return fitting or known


def _post(target: str | None) -> str:
    """The layer of a post by its own name; empty for anything else."""
    ladder, _, post = (target or "").partition("/")
    return post if ladder == "post" else ""


def _target(request: Request, rules: Rules, regime: str) -> tuple[str | None, Asked]:
    """The post asked about; if left out, the one held now (or else last), with its body and area."""
    asked: Asked = request.extra
    if request.target:
        return request.target, asked
    posts = {f"post/{post}" for post in rules.regimes[regime]["terms"]["posts"]}
    held = [item for item in request.person.held or () if item.thing in posts]
    if not held:
        return None, asked
    last = max(held, key=lambda item: (item.end.last, item.start))
    return last.thing, Asked(asked.body or last.body, asked.area or last.area, None if asked.body else last)


# -- the answer ------------------------------------------------------------------------------------------------------


def _head(request: Request, regime: str | None, target: str | None) -> Json:
    return {"api": 1, "calculator": "term", "as_of": iso(request.as_of), "regime": regime, "target": target}


def _bound(root: Finding, day: int) -> Json:
    """The status, since or from when nothing stops, and the day from which something does."""
    found = verdict(root.timeline, day)
    return found.as_json() | {"stops_on": _stops_on(root.timeline, day)}


def _stops_on(line: Timeline, day: int) -> str | None:
    """The day on which a stop begins or began; a month where only that is known."""
    if line.at(day) == UNMET:
        return _written(line, line.since(day))
    later = (start for start, value in zip(line.starts, line.values, strict=True) if start > day and value == UNMET)
    first = next(later, None)
    return _written(line, first) if first else None


def _turn(line: Timeline) -> str | None:
    """The day on which a limit is reached for the first time, whenever that is."""
    first = next((day for day, value in zip(line.starts, line.values, strict=True) if value == UNMET), None)
    return _written(line, first) if first else None


def _written(line: Timeline, day: int) -> str | None:
    if day <= BEGINNING:
        return None
    before = line.since(day - 1)
    within = line.at(day - 1) == UNKNOWN and before > BEGINNING and _month(before) == _month(day)
    return _month(day) if within else iso(day)


def _month(day: int) -> str:
    return iso(day).rpartition("-")[0]


def _may_be_named(root: Finding, bound: Json, day: int) -> Json:
    """The status in short, with the limits that stop it on the day, or next."""
    when = day if bound["status"] != "met" or not bound["stops_on"] else parse(bound["stops_on"]).last
    wanted = {UNMET} if bound["status"] != "unknown" else {UNKNOWN}
    parts = [part for part in root.children if part.timeline.at(when) in wanted]
    by = [{"id": part.values["id"], "cite": part.cites[0]} for part in parts]
    return {"status": bound["status"], "stops_on": bound["stops_on"], "by": by}


def _missing(root: Finding, day: int) -> list[Json]:
    """The inputs that would settle the status, or the day, with the best and the worst that they could make of it."""
    best, worst = (_bound(root._replace(timeline=one(root.timeline)), day) for one in (optimist, pessimist))
    if best == worst:
        return []
    open_ = open_inputs(root, day)
    settles = "status" if open_ else "date"
    inputs = sorted(open_ or set(open_leaves(root)))
    return [{"inputs": inputs, "settles": settles, "best": best, "worst": worst}] if inputs else []


def _as_json(term: Term, day: int) -> Json:
    """A term as the answer carries it; all dates are first and last days."""
    running = term.end.last > day
    last = None if term.end.first >= END or (running and term.end == term.due) else term.end
    body: Json = {"post": term.held.thing, "number": term.number, "from": written(term.start)}
    body |= {"to": _last(last) if last else None, "due": _last(term.due), "whole": term.whole and term.end >= term.due}
    body |= {key: value for key in ("body", "area", "left") if (value := getattr(term.held, key))}
    return body | {"path": term.held.path}


def _last(after: Span) -> str:
    return written(Span(after.first - 1, after.last - 1))


def _stretches(line: Timeline) -> list[Json]:
    pairs = zip(line.starts, line.values, strict=True)
    return [{"from": iso(start) if start else None, "status": WORDS[value]} for start, value in pairs]


def _no_regime(request: Request, rules: Rules, found: list[str]) -> tuple[str | None, str, Json]:
    """Which regime the question names, and why it is not answered."""
    values: Json = {"as_of": iso(request.as_of), "regimes": found}
    if len(found) > 1:
        return None, "scope.several", values
    if found or request.regime:
        regime = found[0] if found else request.regime or ""
        return regime, "term.no-terms" if found else "scope.not-in-force", values | {"regimes": [regime]}
    return None, "term.none", values


def _said(request: Request, rules: Rules, regime: str | None, code: str, values: Json) -> Json:
    """An answer that one sentence gives."""
    bound: Json = {"status": "unknown", "earliest": None, "stops_on": None}
    finding = {"kind": "scope", "code": code, "status": "unknown", "turns": None, "values": values}
    return _head(request, regime, request.target) | bound | {
        "settled": True, "range": {"strict": bound, "generous": bound, "moved_by": []}, "terms": [],
        "may_be_named": {"status": "unknown", "stops_on": None, "by": []}, "evidence": "official", "timeline": [],
        "findings": finding, "missing": [], "judgements": [], "what_if": [], "conflicts": [],
        "unused": list(request.unused), "spec": rules.stamp,
    }  # fmt: skip
