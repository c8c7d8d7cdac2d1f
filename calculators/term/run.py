"""One evaluation of a request about terms, under one profile of readings."""

from __future__ import annotations

from typing import Any

from ..asking.facts import Held, Request
from ..counting.case import Judgement
from ..dates.days import END, Span, add_months, parse
from ..law.readings import Profile
from ..law.rules import Json, Rules, Value
from .asked import Asked
from .terms import MOST_TERMS, Term, chains


class Run:
    """One evaluation under one profile of readings."""

    def __init__(
        self, request: Request, rules: Rules, regime: str, options: Profile, target: str | None, asked: Asked
    ) -> None:
        self.request, self.rules, self.regime, self.options = request, rules, regime, options
        self.target, self.asked = target, asked
        self.data: Json = rules.regimes[regime]["terms"]
        self.by_day = request.person.by_day
        self.consulted: set[str] = set()
        self.raised: list[Judgement] = []
        posts = {f"post/{post}" for post in self.data["posts"]}
        self.held = [item for item in request.person.held or () if item.thing in posts]
        terms = [term for chain in chains(self.held) for term in self.of_chain(chain)]
        self.terms = [term for term in terms if term.start.first <= request.as_of]  # those that have begun

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

    # -- what is asked about -----------------------------------------------------------------------------------------

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
