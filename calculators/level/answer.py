"""The pay level: after a promotion, after years of good assessment, and never beyond the range of the rank or post.

Levels are counted downwards: 27 is the lowest. A range ``[18, 12]`` begins at its lowest level.

    level 18, Third-class Consultant (19 to 13) to Second-class Consultant (18 to 12): already inside, one up: 17
    level 20, to the same rank: below its range: 18

A move to something that is not above what is held, or more than one step above it, brings no level. In some organs a
leading post has another range; where the organ is not given and it matters, the answer asks for it.

``after_promotion`` is the one place that knows what a promotion does; the promotion calculator uses it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from ..asking.facts import Grade, Request
from ..counting.case import Case
from ..counting.conditions import evaluate
from ..counting.conflicts import level_twice
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, NEVER, OPEN, every, leaf, plain, scope_answer
from ..counting.regimes import may_be_asked
from ..counting.spread import Found, spread
from ..counting.standing import Standing, no_promotion, standing, steps_up
from ..counting.unasked import running
from ..counting.verdict import verdict
from ..counting.year_grades import YearGrades, year_grades
from ..dates.days import BEGINNING, END, Span, year_of, year_start
from ..dates.timeline import MET, Timeline, certain
from ..law.evidence import weakest
from ..law.readings import Profile, profile
from ..law.rules import Json, Rules, in_force

KEYS = frozenset({"from"})
WEIGHS = ("effects",)


def after_promotion(case: Case, target: str) -> Json | None:
    """The level that goes with the promotion to ``target``, and why; None where no level was given or no rule is."""
    held, rule = case.person.level_on(case.as_of), case.rules.levels(case.regime_id).get("on_promotion")
    if held is None or not rule or "levels" not in case.rules.things[target]:
        return None
    return promoted(case.rules, rule, held[0], target, case.rules.things[target]["levels"])


def promoted(rules: Rules, rule: Json, level: int, target: str, levels: list[int]) -> Json:
    """What a promotion to a rank or post with this range of levels does to a level."""
    lowest, highest = levels
    kept = target in _kept(rules, rule)
    if level > lowest:
        to, because = lowest, "below"
    elif kept or level <= highest:
        to, because = level, "kept" if kept else "top"
    else:
        to, because = max(level - rule["raise"], highest), "raised"
    return {"from": level, "to": to, "because": because, "cite": rule["cite"]}


def _kept(rules: Rules, rule: Json) -> set[str]:
    """The ranks whose gain brings no level: those that are named, and the equal ones on other ladders."""
    home = next(id_ for id_, one in rules.regimes.items() if isinstance(one.get("levels"), dict))
    named = {f"{rules.regimes[home]['ladder']}/{rank}" for rank in rule["except"]}
    rows = [set(row["ranks"]) for one in rules.regimes.values() for row in one.get("equivalences", ())
            if row["relation"] == "equal" and one.get("levels")]  # fmt: skip
    return named.union(*(row for row in rows if row & named))


# -- the calculator --------------------------------------------------------------------------------------------------


def read(reader: Any, body: Json) -> str | None:
    """The rank or post that is held, where the request does not tell it by ``person.held``."""
    found: str | None = reader.thing(body.get("from"), "/from", None)
    return found


def answer(request: Request, rules: Rules) -> Json:
    """The level on a day: as given, after the years, and after a promotion where a target is named."""
    held = request.extra or _held_now(request, rules)
    found = _fitting(request, rules, held or request.target or next(iter(_all_held(request)), None))
    own: Json = {"from": held, "level": None, "steps": []}
    if len(found) != 1:
        code = "scope.several" if found else "scope.not-in-force" if request.regime else "level.no-rule"
        return scope_answer(request, rules, "level", code, found or _named(request)) | own
    levels = rules.levels(found[0])
    if not levels:
        return scope_answer(request, rules, "level", "level.no-rule", found) | own
    return _answer(request, rules, found[0], held)


def _named(request: Request) -> list[str]:
    return [request.regime] if request.regime else []


def _all_held(request: Request) -> list[str]:
    """The ranks and posts held on the day."""
    return [item.thing for item in request.person.held or () if item.start.first <= request.as_of < item.end.last]


def _held_now(request: Request, rules: Rules) -> str | None:
    """The rank or post held on the day that has a range of levels, a rank before a post."""
    held = _all_held(request)
    ranked = [thing for thing in held if "levels" in rules.things[thing]]
    posts = [thing for thing in held if thing.startswith("post/")]
    return next(iter([*ranked, *posts]), None)


def _fitting(request: Request, rules: Rules, thing: str | None) -> list[str]:
    """The regime that is named; else the one of the day on whose ladder the rank stands, or the general one."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = {id_: one for id_, one in rules.regimes.items() if one.get("levels") and in_force(one, request.as_of)}
    ladder = (thing or "").partition("/")[0]
    own = [id_ for id_, one in known.items() if ladder in _with_levels(rules, id_)]
    return own or ([id_ for id_, one in known.items() if not one.get("asked")] if ladder in ("", "post") else [])


def _with_levels(rules: Rules, regime: str) -> set[str]:
    """The ladders of a regime whose ranks have levels."""
    one = rules.regimes[regime]
    named = {one["ladder"], *(rule["to"].rpartition("/")[0] for rule in one.get("promotions", ()))} - {""}
    return {
        ladder for ladder in named if any("levels" in rank for rank in rules.spec["ladders"][ladder]["ranks"].values())
    }


def ranges_of(rules: Rules, regime: str, thing: str, organ: str | None) -> list[Json]:
    """The ranges of levels of a rank or post, each with its provision: of a post in every kind of organ that it may be.

    Where the organ is given there is one; else that of most organs comes first, and ``organ`` names those of another.
    """
    entry = rules.things[thing]
    if "levels" in entry:
        cite = entry.get("cite", rules.spec["ladders"][thing.partition("/")[0]]["cite"])
        return [
            {
                "levels": entry["levels"],
                "cite": cite,
                "evidence": weakest([rules.evidence(cite), entry.get("evidence", "official")]),
            }
        ]
    rows = [row for row in rules.levels(regime)["posts"] if f"post/{row['post']}" == thing]
    rows.sort(key=lambda row: "organ" in row)
    own = [row for row in rows if organ in row.get("organ", ())]
    rows = own or (rows[:1] if organ else rows)
    return [row | {"evidence": rules.evidence(row["cite"])} for row in rows]


class Run:
    """One evaluation: the level as it changes from rule to rule, and the findings on the way."""

    def __init__(
        self, request: Request, rules: Rules, regime: str, held: str | None, options: Profile, *, trust: bool = False
    ) -> None:
        self.request, self.rules, self.regime, self.trust = request, rules, regime, trust
        self.held = held
        self.all_held: list[str] = [request.extra] if request.extra else _all_held(request)
        self.options = options
        self.consulted: set[str] = set()
        self.data = rules.levels(regime)
        self.given = request.person.level_on(request.as_of)
        self.dated = request.person.level_by_date(request.as_of)
        self.level = self.given and self.given[0]
        self.steps: list[Json] = []
        self.findings: list[Finding] = []
        self.set: list[Json] = []  # the years that effects let not count, and their provisions
        self.lost_by: tuple[str, ...] = ()

    def ranges(self, thing: str) -> list[Json]:
        """The ranges of levels that a rank or post may have in the organ, if any."""
        return ranges_of(self.rules, self.regime, thing, self.request.person.organ)

    def grades(self) -> YearGrades:
        """What the grade of each year can be."""
        case = Case(self.rules, self.regime, self.request, self.options)
        found = year_grades(case)
        self.consulted.update(case.consulted)
        return found

    def lose(self, grades: YearGrades, years: list[int]) -> None:
        """Note years that effects let not count, though they would have mattered, and the provisions."""
        self.lost_by += grades.cites(years)
        self.set += [grades.told(year) for year in years if year in grades.set]

    def one(self, found: list[tuple[Json, Json]], thing: str) -> Json | None:
        """The step that every range makes; where they differ it is open, and the organ is asked for."""
        if len({step["to"] for _, step in found}) == 1:
            return found[0][1]
        most, usual = found[0]
        other, special = next(pair for pair in found if pair[1]["to"] != usual["to"])
        names = [self.rules.spec["organs"][id_] for id_ in other["organ"]]
        organs = {"zh": "、".join(one["zh"] for one in names), "en": ", ".join(one["en"] for one in names)}
        values = {"post": thing, "usual": usual["to"], "special": special["to"], "organs": organs}
        cites, asked = [most["cite"], other["cite"]], ("/person/organ/kind",)
        self.findings.append(leaf("level", "organ-open", OPEN, self.rules, cites, values=values, open=asked))
        return None

    def take(self, step: Json, code: str, line: Timeline = ALWAYS, more: Iterable[str] = (), **values: Any) -> None:
        """Enter one step and its finding, met from when the step can be made; ``more`` provisions bear on it."""
        self.level = step["to"]
        self.steps.append(step)
        self.findings.append(
            leaf(
                "level",
                code,
                line,
                self.rules,
                [step["cite"], *more],
                values={"from": step["from"], "to": step["to"], **values},
            )
        )

    def sure(self, found: Json) -> bool:
        """Whether a range may decide; one that is only unverified is shown and decides nothing."""
        if found["evidence"] != "unverified" or self.trust:
            return True
        finding = leaf("level", "no-number", OPEN, self.rules, [found["cite"]])
        self.findings.append(finding._replace(evidence="unverified"))
        return False


def _answer(request: Request, rules: Rules, regime: str, held: str | None) -> Json:
    def run(options: Profile, *, trust: bool = False) -> Run:
        return _run(Run(request, rules, regime, held, options, trust=trust))

    options = profile(rules, regime, request.pinned)
    own = run(options)
    body = plain(request, rules, "level", regime, every(*own.findings), by_day=request.person.by_day)
    body |= {"from": held, "level": own.level if body["status"] != "unknown" else None, "steps": own.steps}
    found = spread(lambda other: _found(run(other)), _found(own), rules, regime, request.pinned)
    body["settled"] = len({body["status"], found.strict["status"], found.generous["status"]}) == 1
    body["range"] = {"strict": found.strict, "generous": found.generous} | found.named()
    body["conflicts"] = [*_out_of_range(own), *level_twice(request)]
    if left := running(Case(rules, regime, request, options), own.data.get("bars", {}).get("families", ())):
        body["unasked"] = left
    if own.set:
        body["set"] = own.set
    if any(one.evidence == "unverified" for one in own.findings):
        would = run(options, trust=True).level
        body |= {"would_be": {"level": would}} if would != body["level"] else {}
    return body


def _found(run: Run) -> Found:
    """The verdict and the level of one evaluation, and the readings that it consulted."""
    by_day = run.request.person.by_day
    found = verdict(every(*run.findings).timeline, run.request.as_of, by_day=by_day).as_json()
    return found | {"level": run.level if found["status"] != "unknown" else None}, run.consulted


def _run(run: Run) -> Run:
    """The rules in their order: what must be known, what bars, the limits, the years, the promotion."""
    rules = run.rules
    if run.level is None:
        cite = run.data["lowest"]["cite"]
        run.findings.append(leaf("level", "not-said", OPEN, rules, [cite], open=("/person/level",)))
        return run
    target, own = run.request.target, run.ranges(run.held) if run.held else []
    if target is None and not own:
        code, asked = ("no-number", ()) if run.all_held else ("no-rank", ("/person/held",))
        run.findings.append(leaf("level", code, OPEN, rules, [run.data["lowest"]["cite"]], open=asked))
        return run
    barred = _barred(run)
    if own and not (barred and target) and (not run.dated or run.sure(own[0])):  # without dates no range is needed
        _until_years(run, own) if barred else _by_years(run, own)
    if target and not _not_above(run, target):
        found = _known_ranges(run, target)
        if found and not barred:
            _promote(run, target, found)
    return run


def _known_ranges(run: Run, target: str) -> list[Json]:
    """The ranges that a promotion may lead into; none where no source gives one, which leaves the level open."""
    found = run.ranges(target)
    if not found:
        run.findings.append(leaf("level", "no-number", OPEN, run.rules, [run.data["on_promotion"]["cite"]]))
    return found if found and run.sure(found[0]) else []


def _promote(run: Run, target: str, found: list[Json]) -> None:
    """The step of the promotion itself."""
    rule = run.data["on_promotion"]
    made = [(row, promoted(run.rules, rule, run.level or 0, target, row["levels"])) for row in found]
    if step := run.one(made, target):
        run.take(step, f"on-promotion-{step['because']}", target=target, lowest_level=found[0]["levels"][0])


def _not_above(run: Run, target: str) -> bool:
    """Whether the target is no promotion at all, or one of more than one step: then it brings no level."""
    rules, day = run.rules, run.request.as_of
    found = [standing(rules, Span(day, day), target, held) for held in run.all_held]
    if least := no_promotion(found, target):
        cites = [run.data["on_promotion"]["cite"], *least.cites]
        values = {"now": least.old, "target": target}
        run.findings.append(leaf("level", _aside(least), NEVER, rules, cites, values=values))
        return True
    return not target.startswith("post/") and _far(run, target, found)


def _far(run: Run, target: str, found: list[Standing]) -> bool:
    """Whether a rank stands more than one step above everything held, where ranks are gained one step at a time."""
    rule = next((one for one in run.rules.regimes[run.regime]["conditions"] if one["kind"] == "step"), None)
    steps = [(up, one) for one in found if (up := steps_up(run.rules, run.request.as_of, target, one.old)) is not None]
    if not rule or not steps or min(up for up, _ in steps) <= 1:
        return False
    _, nearest = min(steps, key=lambda step: step[0])
    values = {"now": nearest.old, "target": target}
    run.findings.append(leaf("level", "far", NEVER, run.rules, [rule["cite"], *nearest.cites], values=values))
    return True


def _aside(least: Standing) -> str:
    """The sentence that says why a move is no promotion."""
    same = least.by_ladder and least.relation == "equal"
    return "not-above" if same else f"not-above-{least.relation}"


def _out_of_range(run: Run) -> Iterator[Json]:
    """A level below the range of something held, or above the ranges of all of it, in any organ that it may be."""
    given, held = run.given, {thing: rows for thing in run.all_held if (rows := run.ranges(thing))}
    sure = held and all(row["evidence"] != "unverified" for rows in held.values() for row in rows)
    if given is None or not sure:
        return
    level, path = given
    below = [thing for thing, rows in held.items() if level > max(row["levels"][0] for row in rows)]
    above = level < min(row["levels"][1] for rows in held.values() for row in rows)
    for thing in below[:1] or list(held)[:above]:
        row = held[thing][0]
        lowest, highest = row["levels"]
        values = {"rank": thing, "level": level, "lowest_level": lowest, "highest_level": highest}
        yield {"code": "level-out-of-range", "path": path, "cite": row["cite"], "values": values}


def _barred(run: Run) -> bool:
    """Whether an effect period stands in the way on the day; then the level stays."""
    bars = run.data.get("bars")
    if not bars:
        return False
    case = Case(run.rules, run.regime, run.request, run.options)
    finding = evaluate({"kind": "free", "of": bars["families"], "cite": bars["cite"]}, case, {})
    run.consulted.update(case.consulted)
    run.findings.append(finding)
    return finding.timeline.at(run.request.as_of) != MET


def _by_years(run: Run, own: list[Json]) -> None:
    """One level for so many years of good assessment, counted since the level was last set, inside the range."""
    rule, day = run.data["by_years"], run.request.as_of
    if not run.dated:
        _ask_since(run, rule)
        return
    years = range(year_of(run.dated.start.last), year_of(day) + 1)
    grades = run.grades()
    graded = {year: grade for year in years if (grade := grades.known.get(year))}
    good = [year for year, one in graded.items() if one.grade in rule["grades"] and one.known.last <= day]
    over = [year for year in years if year not in run.request.person.grades and year_start(year + 1) <= day]
    open_ = [year for year in over if _may_count(rule, grades, year)]
    raises, possible, without = (
        count // rule["years"] * rule["raise"] for count in (len(good), len(good) + len(open_), len(good) + len(over))
    )
    if without != possible:
        run.lose(grades, [year for year in over if year not in open_])
    _raise(run, own, raises, possible, open_, {"years": rule["years"], "count": len(good)}, _full(rule, graded, good))


def _may_count(rule: Json, grades: YearGrades, year: int) -> bool:
    """Whether the grade of a year that is not stated may be one of those that count."""
    return grades.all_are(year, lambda grade: grade in rule["grades"]) is not False


def _full(rule: Json, graded: dict[int, Grade], good: list[int]) -> Timeline:
    """From when the years of the last raise are there: the day on which the grade of the last of them exists."""
    last = len(good) // rule["years"] * rule["years"]
    known = sorted(graded[year].known for year in good)[last - 1] if last else Span(BEGINNING, BEGINNING)
    return certain([(known.first, END)], [(known.last, END)])


def _until_years(run: Run, own: list[Json]) -> None:
    """While a period bars: where the years are not there either, from when they will be, if the years to come are good.

    None where the top of the range is reached. Otherwise the day on which the period ends would be given for a level
    that is not gained then.
    """
    rule, level = run.data["by_years"], run.level or 0
    if not run.dated:
        _ask_since(run, rule)
        return
    grades, this_year = run.grades(), year_of(run.request.as_of)
    past = range(year_of(run.dated.start.last), this_year)
    good = [year for year in past if year in grades.known and grades.known[year].grade in rule["grades"]]
    open_ = [year for year in past if year not in grades.known and _may_count(rule, grades, year)]
    values = {"years": rule["years"], "count": len(good), "from": level, "to": level, "cap": own[0]["levels"][1]}
    if all(level <= row["levels"][1] for row in own):
        run.findings.append(leaf("level", "by-years-none", NEVER, run.rules, [rule["cite"]], values=values))
        return
    if len(good) >= rule["years"]:
        return
    ahead = list(
        islice((year for year in count(this_year) if _may_count(rule, grades, year)), rule["years"] - len(good))
    )
    known = [year_start(year + 1) for year in ahead]
    best = [year_start(this_year), *known][max(len(known) - len(open_), 0)]
    run.lose(grades, [year for year in range(past.start, ahead[-1]) if not _may_count(rule, grades, year)])
    paths = tuple(f"/person/grades/{year}" for year in open_)
    line = certain([(best, END)], [(known[-1], END)])
    cites = [rule["cite"], *run.lost_by]
    run.findings.append(leaf("level", "by-years-none", line, run.rules, cites, values=values, open=paths))


def _ask_since(run: Run, rule: Json) -> None:
    """Since when the level is held must be known for its years; beside a promotion it is not asked for."""
    if not run.request.target:
        values = {"years": rule["years"]}
        open_ = ("/person/levels",)
        run.findings.append(leaf("level", "since-not-said", OPEN, run.rules, [rule["cite"]], values=values, open=open_))


def _raise(
    run: Run, own: list[Json], raises: int, possible: int, open_: list[int], values: Json, line: Timeline
) -> None:
    """So many levels up, or as many as the range allows; open where the years that were not given would matter."""
    cite, level = run.data["by_years"]["cite"], run.level or 0
    made = [(row, _raised(level, raises, row)) for row in own]
    step = run.one(made, run.held or "")
    if step is None:
        return
    cap, to = own[0]["levels"][1], step["to"]
    values |= {"from": level, "to": to, "cap": cap}
    could = [_raised(level, possible, row)["to"] for row in own]
    if any(to != one for one in could):
        paths = tuple(f"/person/grades/{year}" for year in open_)
        paths += ("/person/organ/kind",) if len(set(could)) > 1 else ()
        run.findings.append(leaf("level", "by-years-open", OPEN, run.rules, [cite], values=values, open=paths))
    elif raises and to == level - raises:
        run.take({"from": level, "to": to, "because": "years", "cite": cite}, "by-years", line, run.lost_by, **values)
    elif raises:
        step = {"from": level, "to": to, "because": "limit", "cite": own[0]["cite"]}
        run.take(step, "by-years-limit", line, run.lost_by, **values)
    else:
        run.findings.append(leaf("level", "by-years-none", ALWAYS, run.rules, [cite, *run.lost_by], values=values))


def _raised(level: int, raises: int, row: Json) -> Json:
    """The level after so many raises, inside the range of a row."""
    return {"to": max(level - raises, min(row["levels"][1], level))}
