"""The inputs of a request in words, for a print, a copied text or a file: whoever reads the answer sees what it is of.

    {"person": {"held": [{"rank": "二主", "from": "2025-03-01"}], "effects": []}}
    任职经历：二级主任科员，自2025年3月1日起
    影响期和审查调查：没有

Every key has a label in the spec (``given.…``) and a way to be told; what was typed in short is told by its whole name.
Nothing is judged here: the request has been read before, and facts that the answer did not use are told too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..asking.parts import has_end
from ..asking.request import DEFAULT, Reader
from ..dates.days import Span, parse, written
from ..law.names import Names
from ..law.rules import Json, Rules
from ..registry import CALCULATORS
from .words import Words

# The order in which a person would tell them; what is not named here follows.
ORDER = (
    "as_of", "name", "organ", "occupied", "held", "rank", "post", "from", "to", "level", "levels", "grades", "effects",
    "born", "work_from", "education", "reported", "probation_end", "title", "target", "body", "area", "start",
    "begins", "lasts", "until", "assume", "regime", "readings",
)  # fmt: skip
UNTOLD = {"api", "ref", "calculator", "profile"}  # the answer itself tells its profile


def inputs(request: Json, rules: Rules, lang: str) -> list[Json]:
    """The inputs of a request that could be read, each ``{"key", "label", "values"}``, in words of one language."""
    return list(Telling(request, Words(rules, lang)).all())


def label(key: str, words: Words) -> str:
    """What a key of a request is called."""
    code = f"given.{key}-label"
    return words.text(code if words.has(code) else f"given.{key}")


class Telling:
    """Tells one request."""

    def __init__(self, request: Json, words: Words) -> None:
        self.request, self.words, self.rules = request, words, words.rules
        self.calculator = CALCULATORS[request.get("calculator") or DEFAULT]
        self.reader = Reader(self.rules, CALCULATORS)  # names mean here what they meant when they were read
        self.reader.as_of = parse(str(request["as_of"])).first
        regime = self.rules.regime_names.find(request.get("regime") or "")
        self.reader.ladder = self.rules.regimes[regime[0]].get("ladder", "") if len(regime) == 1 else ""

    def all(self) -> Iterator[Json]:
        """Every input with its label."""
        person = dict(self.request.get("person") or {})
        for key in self.calculator.weighs:  # silence about these is a statement too
            person.setdefault(key, None)
        given = {key: value for key, value in self.request.items() if key not in {"person", *UNTOLD}} | person
        if "organ" in person and "organ" in self.request:
            given["organ"] = {**(person["organ"] or {}), **(self.request["organ"] or {})}
        if given.get("levels"):
            given.pop("level", None)  # the last of the list is the present one
        for key in sorted(given, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER)):
            values = self.values(key, given[key])
            if values:
                yield {"key": key, "label": self.label(key), "values": values}

    def label(self, key: str) -> str:
        """What a key is called."""
        return label(key, self.words)

    def values(self, key: str, value: Any) -> list[str]:
        """An input in words: one for each entry of a list; none where there is nothing to tell."""
        if key in ROWS:
            if not value:
                code = "given.not-said" if value is None else "given.none"
                return [self.words.text(code)] if value is not None or key in self.calculator.weighs else []
            return [self.row(entry) for entry in value]
        if value is None and key in self.calculator.weighs:
            return [self.words.text("given.not-said")]
        if value in (None, "", [], {}):
            return []
        told = TOLD.get(key, Telling.plain)(self, value)
        return told if isinstance(told, list) else [told]

    # -- rows --------------------------------------------------------------------------------------------------------

    def row(self, entry: Json) -> str:
        """One entry of a list: what it is, its period, and whatever else was said of it in brackets."""
        what, more = self.subject(entry), []
        for key, value in entry.items():
            if key not in SUBJECTS and key not in ("from", "to"):
                more += [self.pair(key, told) for told in self.values(key, value)]
        text = self.words.text("given.row", what=what, period=self.period(entry))
        return text + (self.words.text("given.more", more=self.words.join_clauses(more)) if more else "")

    def subject(self, entry: Json) -> str:
        """The rank, post, kind of effect or level that an entry is about."""
        if "level" in entry:
            return self.level(entry["level"])
        if "kind" in entry:
            return self.named(entry["kind"], self.rules.effect_names)
        key = "rank" if "rank" in entry else "post"
        start, end = parse(str(entry["from"])), parse(str(entry["to"])) if has_end(entry) else None
        days = self.reader.first_and_last(start, end and Span(end.first + 1, end.last + 1))
        return self.thing(entry[key], key, days)

    def period(self, entry: Json) -> str:
        """From when to when, as it was said."""
        values = {key: self.date(entry[key]) for key in ("from", "to") if key == "from" or has_end(entry)}
        return self.words.text("given.period" if "to" in values else "given.still", **values)

    def pair(self, key: str, told: str) -> str:
        """A label with its value, on one line."""
        return self.words.text("given.pair", label=self.label(key), value=told)

    # -- single values -----------------------------------------------------------------------------------------------

    def plain(self, value: Any) -> str:
        """A value that is told as it was given; a list is joined."""
        return self.words.join([str(one) for one in value]) if isinstance(value, list) else str(value)

    def date(self, text: Any) -> str:
        """A date in the habit of the language, however it was written."""
        return self.words.date(written(parse(str(text))))

    def dates(self, value: list[Any]) -> str:
        """Several dates."""
        return self.words.join([self.date(one) for one in value])

    def thing(self, text: str, hint: str | None = None, days: tuple[int, ...] = ()) -> str:
        """The name of a rank or post; as it was written where that means no single one."""
        found = self.reader.thing(text, "", hint, days)
        return self.words.name(found) if found else text

    def ladder_or_thing(self, text: str) -> str:
        """What a correspondence is asked for: a ladder, a system, or a rank."""
        table = self.rules.spec["ladders"] | self.rules.regimes
        return self.named(text, Names.of(table), table) if Names.of(table).find(text) else self.thing(text)

    def named(self, text: str, names: Names, table: Json | None = None) -> str:
        """The name of what a text means in a table; the text itself where it means no single entry."""
        found = names.find(text)
        if len(found) != 1:
            return text
        return str(table[found[0]][self.words.lang]) if table else self.words.name(found[0])

    def level(self, value: int) -> str:
        """A pay level."""
        return self.words.text("given.is-level", level=value)

    def count(self, value: int) -> str:
        """A number of posts."""
        return self.words.text("given.posts-count", count=value)

    def kind(self, text: str) -> str:
        """A kind of organ, or of a unit that was written in its place."""
        organs = self.rules.spec.get("units", {}) | self.rules.spec.get("organs", {})
        return self.named(text, Names.of(organs), organs)

    def unit(self, text: str) -> str:
        """A kind of unit."""
        units = self.rules.spec.get("units", {})
        return self.named(text, Names.of(units), units)

    def layer(self, text: str) -> str:
        """A layer of leading posts."""
        posts = self.rules.spec["ladders"]["post"]["ranks"]
        return self.named(text, Names.of(posts), posts)

    def organ(self, value: Json | str) -> list[str]:
        """An organ: what it is, where, and what it has; in an entry of what was held it is a mere name."""
        if isinstance(value, str):
            return [value]
        told: dict[str, tuple[str, Callable[[Any], str]]] = {
            "level": ("layer", self.layer), "rank": ("layer", self.layer), "kind": ("kind", self.kind),
            "unit": ("unit", self.unit), "posts": ("posts", self.count),
        }  # fmt: skip
        found = []
        for key, item in value.items():
            name, tell = told.get(key, (key, self.plain))
            if item is not None:
                found.append(self.pair(name, tell(item)))
        return found

    def occupied(self, value: Json) -> list[str]:
        """How many hold each rank; of several that nobody holds in one line, by name unless they are all the others."""
        counts = {rank: count for rank, count in value.items() if count is not None}
        empty = [rank for rank, count in counts.items() if count == 0]
        apart = [rank for rank in counts if rank not in empty or len(empty) == 1]
        told = [self.words.text("given.holders", rank=self.thing(rank, "rank"), count=counts[rank]) for rank in apart]
        if len(empty) > 1:
            names = self.words.join([self.thing(rank, "rank") for rank in empty])
            others = bool(apart) and self._whole_ladder(counts)
            told.append(self.words.text("given.no-others" if others else "given.no-holders", ranks=names))
        return told

    def _whole_ladder(self, ranks: Iterable[str]) -> bool:
        """Whether some ranks are all that their ladder has."""
        ids = {self.reader.thing(rank, "", "rank") or rank for rank in ranks}
        ladders = {id_.partition("/")[0] for id_ in ids}
        return ids == {id_ for id_ in self.rules.things if id_.partition("/")[0] in ladders}

    def education(self, text: str) -> str:
        """An education, by the names that any system has for it."""
        return self.named(text, self.rules.education_names, self.rules.educations)

    def special(self, text: str) -> str:
        """A special case of a kind of effect."""
        return self.named(text, Names.of(self.rules.specials), self.rules.specials)

    def left(self, text: str) -> str:
        """Why a term ended early."""
        return self.named(text, self.rules.early_end_names, self.rules.early_ends)

    def grade(self, value: Any) -> str:
        """A grade, with the day on which it was set where that was said."""
        if not isinstance(value, dict):
            return self.named(value, self.rules.grade_names)
        known = [self.pair("known_from", self.date(value["known_from"]))] if value.get("known_from") else []
        more = self.words.text("given.more", more=known[0]) if known else ""
        return self.named(value["grade"], self.rules.grade_names) + more

    def grades(self, value: Json) -> str:
        """The grades of the years; years in a row with the same grade are told at once."""
        runs: list[tuple[int, int, str]] = []
        for year, grade in sorted((int(year), self.grade(one)) for year, one in value.items()):
            if runs and runs[-1][1:] == (year - 1, grade):
                runs[-1] = (runs[-1][0], year, grade)
            else:
                runs.append((year, year, grade))
        return self.words.join_clauses([self.run(*run) for run in runs])

    def run(self, first: int, last: int, grade: str) -> str:
        """One year, or years in a row, with their grade."""
        if first == last:
            return self.words.text("given.grade", year=first, grade=grade)
        return self.words.text("given.grades", first=first, last=last, grade=grade)

    def assume(self, value: Json) -> list[str]:
        """What is assumed of the years to come."""
        return [self.pair(key, told) for key, item in value.items() for told in self.values(key, item)]

    def steps(self, value: Json, tell: Callable[[Any], str]) -> list[str]:
        """Something for each step of a procedure."""
        names, steps = self.rules.step_names, self.rules.steps
        return [self.words.text("given.pair", label=self.named(id_, names, steps), value=tell(item))
                for id_, item in value.items() if item is not None]  # fmt: skip

    def begins(self, value: Json) -> list[str]:
        """Steps that begin on a day of their own."""
        return self.steps(value, self.date)

    def lasts(self, value: Json) -> list[str]:
        """Steps that take a time of their own."""
        return self.steps(value, lambda days: self.words.text("given.days-count", count=days))

    def readings(self, value: Json) -> list[str]:
        """The readings that were chosen, each with its question."""
        return [self.words.text("given.reading", question=self.words.reading(id_), option=self.words.option(id_, one))
                for id_, one in value.items()]  # fmt: skip

    def regime(self, text: str) -> str:
        """A system by name."""
        return self.named(text, self.rules.regime_names)

    def effect(self, text: str) -> str:
        """A kind of effect."""
        return self.named(text, self.rules.effect_names)

    def title(self, text: str) -> str:
        """A professional title."""
        return self.named(text, self.rules.title_names)


ROWS = ("held", "effects", "levels")
SUBJECTS = ("rank", "post", "kind", "level")
TOLD: dict[str, Callable[[Telling, Any], str | list[str]]] = {
    **dict.fromkeys(("as_of", "born", "work_from", "reported", "probation_end"), Telling.date),
    **dict.fromkeys(("start", "until", "acts_to"), Telling.date),
    **dict.fromkeys(("rank", "post", "from", "target"), Telling.thing),
    "term_ends": Telling.dates, "to": Telling.ladder_or_thing, "level": Telling.level, "organ": Telling.organ,
    "occupied": Telling.occupied, "education": Telling.education, "special": Telling.special, "left": Telling.left,
    "grades": Telling.grades, "grade": Telling.grade, "assume": Telling.assume, "effect": Telling.effect,
    "begins": Telling.begins, "lasts": Telling.lasts, "readings": Telling.readings, "regime": Telling.regime,
    "title": Telling.title,
}  # fmt: skip
