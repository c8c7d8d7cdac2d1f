"""Reading a request: from JSON as people write it to typed facts, or to located problems, all of them at once.

Nothing is guessed: an unknown key, a name that means nothing, a day that does not exist and two ranks at the same
time are each a problem with a place. Facts dated after ``as_of`` are left out and listed in ``unused``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..calculator import Calculator
from ..dates.days import END, FIRST_YEAR, LAST_YEAR, Span, parse, written, year_start
from ..law.names import CLOSE, Names, normal
from ..law.rules import Rules
from . import organ, profiles
from .errors import RequestError, is_whole, pointer, short
from .facts import STILL, Effect, Grade, Held, Level, Person, Request, exists_from
from .order import in_order, overlapping
from .organ import Organ
from .parts import LONGEST, Parts, has_end

DEFAULT = "promotion"
API = 1  # the version of requests and answers
REQUEST_KEYS = {"api", "ref", "calculator", "as_of", "regime", "target", "person", "readings", "profile"}
PERSON_KEYS = {
    "name",
    "held",
    "grades",
    "effects",
    "level",
    "born",
    "organ",
    "education",
    "probation_end",
    "work_from",
    "reported",
    "levels",
    "title",
}
DATES = ("born", "work_from", "reported")
BESIDES = {"organ", "body", "area", "term_ends", "left", "note"}
HELD_KEYS = {"rank", "post", "from", "to", *BESIDES}
GRADE_KEYS = {"grade", "known_from"}
LEVEL_KEYS = {"level", "from"}
NO_EFFECT = frozenset(("无", "没有", "无处分", "无影响期", "none", "no", "nothing", "n/a"))
EFFECT_KEYS = {"kind", "from", "to", "acts_to", "special", "note"}


def read(raw: Any, rules: Rules, calculators: Mapping[str, Calculator]) -> Request:
    """Read one request.

    Raises:
        RequestError: with every problem found.
    """
    reader = Reader(rules, calculators)
    request = reader.request(raw)
    if reader.problems:
        raise RequestError(reader.problems)
    return request


@lru_cache(maxsize=512)
def _year(text: str) -> int | None:
    """A year as the key of a grade has it; None if it is none."""
    if text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return None


@lru_cache(maxsize=512)
def _plain(key: str, grade: str) -> Grade:
    """The grade of a year, of which nothing else is said."""
    return Grade(int(key), grade, exists_from(int(key)), f"/person/grades/{key}")


class Reader(Parts):
    """Reads one request and collects what is wrong with it on the way."""

    def __init__(self, rules: Rules, calculators: Mapping[str, Calculator]) -> None:
        super().__init__(rules)
        self.calculators = calculators
        self.unused: list[str] = []
        self.as_of = 0
        self.ladder = ""  # that of the regime which is asked about by name

    def request(self, raw: Any) -> Request:
        """The whole request; what could not be read is left at its empty value."""
        name = self.calculator(raw)
        body = self.object(raw, "", REQUEST_KEYS | self.calculators[name].keys)
        if not (is_whole(body.get("api", API)) and body.get("api", API) == API):
            self.wrong("/api", "unknown-api", given=short(body["api"]))
        if "ref" in body and not (isinstance(body["ref"], str) or is_whole(body["ref"])):
            self.wrong("/ref", "not-a-ref", given=short(body["ref"]))
        day = self.date(body, "as_of", "") if self.required(body, "as_of", "") is not None else None
        if day and not day.exact:
            self.wrong("/as_of", "needs-day", given=short(body["as_of"]))
        self.as_of = day.first if day else 0
        regime = self.named(body.get("regime"), "/regime", self.rules.regime_names)
        self.ladder = self.rules.regimes[regime].get("ladder", "") if regime else ""
        return Request(
            calculator=name,
            as_of=self.as_of,
            regime=regime,
            target=self.thing(body.get("target"), "/target", None),
            person=self.person(body.get("person", {})),
            pinned=self.readings(body.get("readings", {})),
            extra=self.calculators[name].read(self, body),
            unused=tuple(self.unused),
            profile=self.profile(body.get("profile")),
        )

    def calculator(self, raw: Any) -> str:
        """Which calculator is asked; promotion if none is named."""
        name = self.text(raw.get("calculator"), "/calculator") if isinstance(raw, dict) else None
        if name is None or name in self.calculators:
            return name or DEFAULT
        self.wrong("/calculator", "unknown-calculator", given=short(name), near=list(self.calculators))
        return DEFAULT

    def person(self, raw: Any) -> Person:
        """The person, with facts after ``as_of`` left out."""
        body = self.object(raw, "/person", PERSON_KEYS)
        held = self.entries(body, "held", self.held)
        if held is not None:
            held = self.begun(in_order(held))
            self.refuse_overlaps(held)
        effects = self.entries(body, "effects", self.effect)
        self.check_others(body)
        probation = self.date(body, "probation_end", "/person") if "probation_end" in body else None
        workplace = organ.read(self, body["organ"], "/person/organ") if body.get("organ") is not None else None
        dates = {key: day for key in DATES if body.get(key) is not None and (day := self.date(body, key, "/person"))}
        over = probation or self.probation_of(dates.get("reported"), held or ())
        return Person(
            held=None if held is None else tuple(held),
            grades=self.grades(body.get("grades", {})),
            effects=None if effects is None else tuple(effects),
            dates=dates,
            organ=workplace.kind if workplace else None,
            workplace=workplace,
            level=self.pay_level(body.get("level"), "/person/level"),
            levels=tuple(sorted(self.entries(body, "levels", self.level) or (), key=lambda item: item.start)),
            service_from=Span(over.first + 1, over.last + 1) if over else None,
            probation_end=probation,
            education=body["education"] if isinstance(body.get("education"), str) else None,
            title=self.named(body.get("title"), "/person/title", self.rules.title_names),
        )

    def begun(self, held: list[Held]) -> list[Held]:
        """The entries without those that begin after ``as_of`` once they stand in their order."""
        self.unused += [item.path for item in held if item.start.first > self.as_of]
        return [item for item in held if item.start.first <= self.as_of]

    def refuse_overlaps(self, held: list[Held]) -> None:
        """Two ranks of one ladder cannot be held on the same day."""
        for before, item in overlapping(held):
            self.wrong(
                before.path,
                "overlap" if before.end == STILL else "overlap-dates",
                thing=before.thing,
                other=item.thing,
                other_path=item.path,
                date=written(item.start),
            )

    def probation_of(self, reported: Span | None, held: Iterable[Held]) -> Span | None:
        """The last day of the probation of who reported then; none for who held a rank before: a move, no first day.

        Of a month the days after the first one in a rank are not meant: they would contradict that.
        """
        begun = min((item.start.last for item in held if not item.thing.startswith("post/")), default=END)
        if reported is None or begun < reported.first:
            return None
        return self.rules.probation_end(Span(reported.first, min(reported.last, begun)))

    def check_others(self, body: dict[str, Any]) -> None:
        """What this calculator does not use must be readable all the same."""
        self.texts(body, "/person", "name", "education")

    def held(self, body: dict[str, Any], path: str) -> Held | None:
        """One rank or post; None if it begins after ``as_of`` or cannot be read."""
        self.object(body, path, HELD_KEYS)
        besides = self.besides(body, path) if body.keys() & BESIDES else {}
        if ("rank" in body) == ("post" in body):
            self.wrong(path, "rank-or-post")
            return None
        key = "rank" if "rank" in body else "post"
        start, end = self.period(body, path)
        days = self.first_and_last(start, end) if start else ()
        thing = self.thing(self.required(body, key, path), f"{path}/{key}", key, days)
        if thing is None or start is None:
            return None
        if start.first > self.as_of:  # not used, but readable all the same
            self.unused.append(path)
            return None
        if end and end.first > self.as_of + 1:
            self.unused.append(f"{path}/to")
            end = None
        return Held(thing, start, end or STILL, path, **besides)

    def besides(self, body: dict[str, Any], path: str) -> dict[str, Any]:
        """What is said of an entry besides the rank or post and its days."""
        self.texts(body, path, "note", "body", "area")
        return {
            "body": body.get("body"),
            "area": body.get("area"),
            "term_ends": self.ends(body, path),
            "left": self.named(body.get("left"), f"{path}/left", self.rules.early_end_names),
            "organ": self.where(body.get("organ"), f"{path}/organ"),
        }

    def where(self, raw: Any, path: str) -> Organ | None:
        """The organ of one entry: an object, as of a person; a text, such as its name, says nothing that is used."""
        if raw is None or isinstance(raw, str):
            self.text(raw, path)
            return None
        return organ.read(self, raw, path)

    def ends(self, body: dict[str, Any], path: str) -> tuple[Span, ...]:
        """The last days of a body's terms; one that lies ahead is known beforehand, so it counts."""
        raw = body.get("term_ends")
        if raw is None:
            return ()
        if not isinstance(raw, list) or len(raw) > LONGEST:
            self.wrong(f"{path}/term_ends", "not-a-list", given=short(raw))
            return ()
        days = [self.date({str(place): item}, str(place), f"{path}/term_ends") for place, item in enumerate(raw)]
        return tuple(day for day in days if day)

    def level(self, body: dict[str, Any], path: str) -> Level | None:
        """One pay level and since when it was held; None if it began after ``as_of`` or cannot be read."""
        self.object(body, path, LEVEL_KEYS)
        level = self.pay_level(self.required(body, "level", path), f"{path}/level")
        if level is None:
            return None
        start = self.date(body, "from", path) if self.required(body, "from", path) is not None else None
        if start and start.first > self.as_of:
            self.unused.append(path)
        return Level(level, start, path) if start and start.first <= self.as_of else None

    def effect(self, body: dict[str, Any], path: str) -> Effect | None:
        """One effect period; None if it begins after ``as_of`` or cannot be read."""
        self.object(body, path, EFFECT_KEYS)
        self.texts(body, path, "note")
        kind = self.kind_of_effect(self.required(body, "kind", path), f"{path}/kind")
        if body.get("to") is not None and not has_end(body):  # left out, it ends as its kind says, which is no “still”
            self.wrong(f"{path}/to", "still-running", given=short(body["to"]))
        start, end = self.period(body, path)
        if kind is None or start is None:
            return None
        acts = self.date(body, "acts_to", path) if body.get("acts_to") is not None else None
        special = self.special(body.get("special"), kind, f"{path}/special")
        if start.first > self.as_of:
            self.unused.append(path)
            return None
        return Effect(kind, start, end, path, acts, special)

    def kind_of_effect(self, raw: Any, path: str) -> str | None:
        """A kind of effect; that there is none is said by the list, and not by an entry."""
        names = self.rules.effect_names
        if isinstance(raw, str) and normal(raw) in NO_EFFECT and not names.find(raw):
            self.wrong(path, "no-effect", given=short(raw))
            return None
        return self.named(raw, path, names)

    def special(self, raw: Any, kind: str, path: str) -> str | None:
        """A special case of a kind of effect, by its id."""
        names = Names()
        for one in self.rules.effects[kind].get("special", ()):
            names.add(one["id"], one["zh"], one["en"])
        return self.named(raw, path, names)

    def grades(self, raw: Any) -> dict[int, Grade]:
        """The grades by year; one that does not yet exist on ``as_of`` is left out."""
        found: dict[int, Grade] = {}
        body = self.object(raw, "/person/grades", None)
        if len(body) > LONGEST:
            self.wrong("/person/grades", "too-many", most=LONGEST)
            return found
        words = self.rules.grade_names.words
        for key, value in body.items():
            word = words.get(value) if isinstance(value, str) else None
            grade = _plain(key, word) if word and _year(key) else self.grade(key, value, "/person/grades")
            if grade and grade.known.first > self.as_of:
                self.unused.append(grade.path)
            elif grade:
                found[grade.year] = grade
        return found

    def grade(self, key: str, value: Any, place: str) -> Grade | None:
        """The grade of one year, given as a word or as ``{grade, known_from}``."""
        year = _year(key)
        if year is None:
            self.wrong(f"{place}/{pointer(key)}", "not-a-year", given=short(key))
            return None
        path = f"{place}/{key}"
        body = self.object(value, path, GRADE_KEYS) if isinstance(value, dict) else {}
        grade = self.named(self.required(body, "grade", path) if body else value, path, self.rules.grade_names)
        if value is None:
            self.wrong(path, "required")
        known = self.date(body, "known_from", path) if "known_from" in body else None
        if known and known.last < year_start(year):
            self.wrong(f"{path}/known_from", "known-too-early", given=short(body["known_from"]), year=key)
        return Grade(year, grade, known or exists_from(year), path) if grade else None

    def readings(self, raw: Any) -> dict[str, str]:
        """The readings that the request pins."""
        pinned: dict[str, str] = {}
        for key, option in self.object(raw, "/readings", set(self.rules.readings)).items():
            options = self.rules.readings.get(key, {}).get("options", {})
            if isinstance(option, str) and option in options:
                pinned[key] = option
            elif options:
                self.wrong(f"/readings/{key}", "unknown-option", given=short(option), options=list(options))
        return pinned

    def profile(self, raw: Any) -> str | None:
        """The name of the profile of readings; a blank one is none."""
        name = self.text(raw, "/profile") or ""
        if len(profiles.tidy(name)) > profiles.LONGEST_NAME:
            self.wrong("/profile", "too-long", most=profiles.LONGEST_NAME)
        return profiles.tidy(name) or None

    def thing(self, raw: Any, path: str, hint: str | None, days: tuple[int, ...] = ()) -> str | None:
        """The rank or post that a name means; of several the one of the key it stands under, and of its days.

        ``days`` are the first and the last one of an entry; ``as_of`` if left out. A name that meant one thing on the
        first and means another on the last, such as that of a post of the police and a rank of later, may be either.
        """
        text, names = self.text(raw, path), self.rules.thing_names
        if text is None:
            return None
        ids = names.find(text)
        if not ids and self.is_title(text):
            layers = [id_ for id_ in self.rules.things if id_.startswith("post/")]
            self.wrong(path, "title-without-layer", given=short(text), layers=layers)
            return None
        if len(ids) > 1:
            meant = [id_ for id_ in ids if hint and id_.startswith("post/") == (hint == "post")] or ids
            used = [[id_ for id_ in meant if self.in_use(id_, day)] for day in days or (self.as_of,)]
            always = [id_ for id_ in used[0] if id_ in used[-1]]
            own = [id_ for id_ in always if self.ladder and id_.startswith(self.ladder + "/")]
            # a post under "rank" whose name was once a rank's too: 正科级 from 2020 may be either, or neither
            ids = own or always or list(dict.fromkeys(used[0] + used[-1])) or ids
        return self.chosen(ids, text, path, names)

    def is_title(self, text: str) -> bool:
        """Whether a text is a title, alone or behind the name of a unit (办公室主任), which tells no layer.

        A rank misspelled may end like one: 警务技术主任.
        """
        title, titles = normal(text), self.rules.post_titles
        return title in titles or (title.endswith(tuple(titles)) and not self.rules.thing_names.near(text, 1, CLOSE))

    def first_and_last(self, start: Span, end: Span | None) -> tuple[int, int]:
        """The days of an entry by which its name is understood: none later than ``as_of``, but for what is to come."""
        last = min(end.first - 1, self.as_of) if end else self.as_of
        return start.first, max(start.first, last)

    def in_use(self, id_: str, day: int) -> bool:
        """Whether the ladder of a rank or post was used on a day."""
        ladder = self.rules.spec["ladders"][id_.partition("/")[0]]
        began, ended = ladder.get("from"), ladder.get("to")
        return (not began or parse(began).first <= day) and (not ended or day <= parse(ended).last)
