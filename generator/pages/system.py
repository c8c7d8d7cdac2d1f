"""The parts of the page of one system, read off its regime: everything that it holds, and nothing that it does not.

A template writes the sentences; what has to be found out first is found out here: which columns a table of promotions
needs, which values a dated number had, which ladders correspond, which readings and gaps touch the system.

    columns(promotions of a transfer in)        age             no years are asked, so there is no column for them
    columns(promotions of titles of police)     held, years
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from calculators import Rules
from calculators.law.readings import chosen, default, profile
from calculators.law.rules import Json, alternatives, scope
from calculators.telling.words import Words
from generator.pages.law import amount, common, number, organs

Cited = Callable[[Json], str]

KEYS = {
    "held": ("in", "post", "rank"),
    "years": ("years",),
    "service": ("service_years",),
    "level": ("level",),
    "title": ("title",),
    "age": ("max_age",),
}
HEADS = {
    "to": ("晋升到", "To"),
    "to-age": ("调任到", "Into"),
    "source": ("依据", "Source"),
    "held": ("须任", "Must have been"),
    "years": ("年限", "Years"),
    "service": ("工作满", "Years of work"),
    "level": ("级别", "Level"),
    "title": ("专业技术职务", "Professional title"),
    "age": ("年龄不超过", "Not older than"),
}
UNIT = {"years": "year", "service": "year", "level": "level", "title": "title", "age": "age"}


class Column(NamedTuple):
    """A column of a table of promotions; a number that changed has one for each of its values, ``since`` when."""

    key: str
    since: str | None = None


class Table(NamedTuple):
    """A table in words: its heads, its rows of cells, and the notes under it."""

    heads: list[str]
    rows: list[list[str]]
    notes: list[str]


def functions(rules: Rules, words: Words, cited: Cited) -> dict[str, Any]:
    """Everything here that a template may call; `cited` makes a link of the provision of an entry."""
    return {
        "promotion_groups": partial(promotion_groups, rules),
        "promotion_table": partial(promotion_table, words, cited),
        "own_ladders": partial(own_ladders, rules),
        "correspondences": partial(correspondences, rules),
        "lowest_table": partial(lowest_table, rules),
        "entry_ranks": partial(entry_ranks, words),
        "grade_rules": grade_rules,
        "grade_effect": partial(grade_effect, rules, words),
        "readings_of": partial(readings_of, rules),
        "gaps_of": partial(gaps_of, rules),
    }


# -- promotions ------------------------------------------------------------------------------------------------------


def promotion_groups(rules: Rules, regime: Json) -> list[tuple[Json, list[Json]]]:
    """The promotions of a regime, ladder by ladder."""
    found: dict[str, list[Json]] = {}
    for rule in regime.get("promotions", ()):
        found.setdefault(scope(regime["ladder"], rule["to"]).partition("/")[0], []).append(rule)
    return [(rules.spec["ladders"][ladder], group) for ladder, group in found.items()]


def promotion_table(words: Words, cited: Cited, regime: Json, promotions: list[Json]) -> Table:
    """The promotions of one ladder: what each asks, with the provisions once where they are the same for all."""
    needed = columns(promotions)
    whole = common(promotions)
    aged = any(column.key == "age" for column in needed)  # an age cites in its cell, and there is no more to cite
    own = not whole and not aged
    heads = [_head(words, column) for column in (Column("to-age" if aged else "to"), *needed)]
    rows = [
        [words.name(scope(regime["ladder"], rule["to"])), *(_cell(words, cited, regime, rule, one) for one in needed)]
        + ([cited(rule)] if own else [])
        for rule in promotions
    ]
    notes = [f"{'依据：' if words.chinese else 'Source: '}{cited(whole)}"] if whole and not aged else []
    if Column("years") not in needed and any("years" in rule for rule in promotions) and not _dated(needed):
        notes.append("年限：所见资料没有给出数字。" if words.chinese else "Years: the sources give no number.")
    notes += [note for column in needed for note in _sources(words, cited, promotions, column)]
    notes += [_why(words, why, names) for why, names in _whys(words, regime, promotions)]
    return Table(heads + ([_head(words, Column("source"))] if own else []), rows, notes)


def _dated(needed: list[Column]) -> bool:
    return any(column.since for column in needed)


def columns(promotions: Iterable[Json]) -> list[Column]:
    """Which columns a table of promotions needs beside what it leads to.

    >>> columns([{"to": "a", "max_age": 50}])
    [Column(key='age', since=None)]
    >>> columns([{"to": "a", "rank": "b", "years": [{"from": "1996-12-31", "value": 3}]}])
    [Column(key='held', since=None), Column(key='years', since='1996-12-31')]
    """
    parts = [part for rule in promotions for part in [rule, *alternatives(rule)]]
    found = []
    for name, keys in KEYS.items():
        entries = [part[key] for part in parts for key in keys if key in part]
        if entries and all(isinstance(entry, list) for entry in entries) and name == "years":
            days = dict.fromkeys(one["from"] for entry in entries for one in entry)
            found += [Column(name, day) for day in days]
        elif any(entry is not None for entry in entries):
            found.append(Column(name))
    return found


def _head(words: Words, column: Column) -> str:
    head = HEADS[column.key][0 if words.chinese else 1]
    if not column.since:
        return head
    day = words.date(column.since)
    return f"{head}（自{day}起）" if words.chinese else f"{head} from {day}"


def _cell(words: Words, cited: Cited, regime: Json, rule: Json, column: Column) -> str:
    """What one promotion asks under one column."""
    if column.key == "held":
        return _held(words, regime, rule)
    if column.key == "age":
        return "<br>".join(_age_lines(words, cited, rule))
    key = KEYS[column.key][0]
    parts = [part for part in alternatives(rule) if key in part] or ([rule] if key in rule else [])
    said = [_said(words, _at(part[key], column.since), UNIT[column.key]) for part in parts]
    if len(set(said)) > 1:  # the branches ask for different ones: each with what has to have been held
        colon = "：" if words.chinese else ": "
        said = [
            _held(words, regime, part | {"to": rule["to"]}) + colon + one for part, one in zip(parts, said, strict=True)
        ]
    return ("；" if words.chinese else "; ").join(dict.fromkeys(said)) or "—"


def _at(entry: Any, since: str | None) -> Any:
    """The value of an entry; of one that changed, the one since a day."""
    if isinstance(entry, list):
        entry = next((one for one in entry if one["from"] == since), {"value": None})
    return entry["value"] if isinstance(entry, dict) else entry


def _held(words: Words, regime: Json, rule: Json) -> str:
    """What has to have been held, the branches joined by "or"."""
    ladder = scope(regime["ladder"], rule["to"]).partition("/")[0]
    ids: list[str] = []
    for part in alternatives(rule):
        ids += part.get("in", [])
        ids += [f"post/{part['post']}"] if "post" in part else [scope(ladder, part["rank"])] if "rank" in part else []
    return words.names(ids, either=True) or "—"


def _said(words: Words, value: Any, unit: str) -> str:
    if value is None:
        return "没有数字" if words.chinese else "no number"
    return words.name(value) if unit == "title" else amount(words, value, unit)


def _age_lines(words: Words, cited: Cited, rule: Json) -> Iterator[str]:
    """The highest age of one promotion: a line for each kind of organ and each value that it had, the present first."""
    entry = rule["max_age"]
    rows = entry["by_organ"] if isinstance(entry, dict) else [{"at": entry}]
    rest = "其他机关" if words.chinese else "Other organs"
    colon, since = ("：", "{}（自{}起）") if words.chinese else (": ", "{} (from {})")
    for row in rows:
        which = (organs(words, row["organ"]) if "organ" in row else rest) + colon if len(rows) > 1 else ""
        for one in reversed(row["at"] if isinstance(row["at"], list) else [row["at"]]):
            said = _said(words, one["value"], "age")
            yield f"{which}{since.format(said, words.date(one['from'])) if 'from' in one else said} {cited(one)}"


def _sources(words: Words, cited: Cited, promotions: list[Json], column: Column) -> Iterator[str]:
    """The provisions of a column whose values have some of their own."""
    if column.key in ("held", "age"):  # an age cites in its cell
        return
    entries = [
        one
        for rule in promotions
        for part in [rule, *alternatives(rule)]
        for one in _values(part.get(KEYS[column.key][0]), column.since)
    ]
    if entries:
        links = dict.fromkeys(cited(one) for one in entries)
        yield f"{_head(words, column)}{'：' if words.chinese else ': '}{('、' if words.chinese else ', ').join(links)}"


def _values(entry: Any, since: str | None) -> Iterator[Json]:
    """The cited objects of an entry, of one day where it changed."""
    for one in entry if isinstance(entry, list) else [entry]:
        if isinstance(one, dict) and "cite" in one and one.get("from") in (since, None):
            yield one


def _whys(words: Words, regime: Json, promotions: Iterable[Json]) -> Iterable[tuple[Json, list[str]]]:
    """Why numbers are missing, and for which promotions."""
    found: dict[str, tuple[Json, list[str]]] = {}
    for rule in promotions:
        if "why" in rule:
            names = found.setdefault(rule["why"]["zh"], (rule["why"], []))[1]
            names.append(words.name(scope(regime["ladder"], rule["to"])))
    return found.values()


def _why(words: Words, why: Json, names: list[str]) -> str:
    return f"{words.join(names)}：{why['zh']}" if words.chinese else f"{words.join(names)}: {why['en']}"


# -- ladders and what corresponds ------------------------------------------------------------------------------------


def own_ladders(rules: Rules, regime: Json) -> list[tuple[str, Json]]:
    """The ladders on which a regime promotes or places, but for posts and the general one, which have other pages."""
    named = [rule["to"] for rule in regime.get("promotions", ())]
    named += [rank for row in regime.get("entry", {}).get("by_education", ()) if isinstance(rank := row["rank"], str)]
    ids = [regime["ladder"]] if "ladder" in regime else []
    ids += [scope(regime["ladder"], rank).partition("/")[0] for rank in named]
    return [(id_, rules.spec["ladders"][id_]) for id_ in dict.fromkeys(ids) if id_ not in ("post", "general")]


def correspondences(rules: Rules, regime: Json) -> list[tuple[str, list[str], list[tuple[dict[str, list[str]], Json]]]]:
    """The equivalences, a table for each relation: the ladders as columns, and for each line its ids by ladder.

    The first column heads the line, on a phone as the head of a card: it is one that is empty nowhere, if there is one.
    """
    tables = []
    for relation in dict.fromkeys(line["relation"] for line in regime.get("equivalences", ())):
        lines = [line for line in regime["equivalences"] if line["relation"] == relation]
        named = {id_.partition("/")[0] for line in lines for id_ in line["ranks"]}
        ladders = [ladder for ladder in rules.spec["ladders"] if ladder in named]
        cells = [({ladder: _on(ladder, line["ranks"]) for ladder in ladders}, line) for line in lines]
        full = [ladder for ladder in ladders if all(row[ladder] for row, _ in cells)]
        ladders = list(dict.fromkeys([*full[:1], *ladders]))
        tables.append((relation, ladders, cells))
    return tables


def _on(ladder: str, ids: list[str]) -> list[str]:
    return [id_ for id_ in ids if id_.startswith(f"{ladder}/")]


def lowest_table(rules: Rules, regime: Json) -> tuple[list[str], list[tuple[str, dict[str, Json]]]]:
    """The lowest rank of each leading post: the ladders, and for each post its rank on each ladder."""
    posts: dict[str, dict[str, Json]] = {}
    for row in regime.get("lowest", ()):
        rank = scope(regime["ladder"], row["rank"])
        posts.setdefault(f"post/{row['post']}", {})[rank.partition("/")[0]] = row | {"rank": rank}
    named = {ladder for ranks in posts.values() for ladder in ranks}
    return [ladder for ladder in rules.spec["ladders"] if ladder in named], list(posts.items())


def entry_ranks(words: Words, regime: Json, row: Json) -> str:
    """The first rank of one education (all that it may be by a reading), and equal ranks of other ladders."""
    rank = row["rank"]
    ids = [rank] if isinstance(rank, str) else [value for key, value in rank.items() if key != "reading"]
    ids = [scope(regime["ladder"], id_) for id_ in ids]
    return words.names([*ids, *row.get("ranks", ())], either=len(ids) > 1)


# -- counting --------------------------------------------------------------------------------------------------------


def grade_rules(counting: Any) -> list[tuple[str, Json]]:
    """What a regime of its own says of each grade; nothing where no grade does anything, or another regime counts."""
    if not isinstance(counting, dict):
        return []
    grades: dict[str, Json] = counting["grades"]
    does = any({"months", "drops", "judgement"} & set(rule) for rule in grades.values())
    return list(grades.items()) if does else []


def grade_effect(rules: Rules, words: Words, id_: str, rule: Json) -> str:
    """What one grade does to the years: whether its year counts, what it takes off or adds, what it raises."""
    drops, said = rule.get("drops"), []
    if isinstance(drops, dict):
        option = default(rules.readings[drops["reading"]], id_)
        reading = words.reading_name(drops["reading"])
        drops = drops[option]
        said.append(f"口径不一（{reading}），默认" if words.chinese else f"unsettled ({reading}); by default it ")
    counts = ("不计算" if drops else "计入") if words.chinese else "does not count" if drops else "counts"
    parts = ["".join([*said, counts])]
    months = number(chosen(rule["months"], profile(rules, id_, {}))) if "months" in rule else 0
    if months:
        parts.append(_months(words, months))
    judgements = rules.regimes[id_].get("judgements", ())
    parts += [one[words.lang] for one in judgements if one["id"] == rule.get("judgement")]
    return ("；" if words.chinese else "; ").join(parts)


def _months(words: Words, months: int) -> str:
    said = amount(words, abs(months), "month")
    if words.chinese:
        return f"所需年限{'缩短' if months < 0 else '延长'}{said}"
    return f"{said} {'off' if months < 0 else 'on'} the years asked"


# -- what is open ----------------------------------------------------------------------------------------------------


def readings_of(rules: Rules, regime: Json) -> list[str]:
    """The readings on which a regime hangs, in the order of the register."""
    named = {value["reading"] for value in _objects(regime) if isinstance(value.get("reading"), str)}
    return [id_ for id_ in rules.readings if id_ in named]


def gaps_of(rules: Rules, id_: str) -> list[str]:
    """The gaps that touch a regime: they name it, or rest on the same facts as a provision that it cites."""
    cites = {value["cite"] for value in _objects(rules.regimes[id_]) if "cite" in value}
    facts = {fact for cite in cites for fact in rules.provisions[cite]["facts"]}
    gaps = rules.spec["gaps"].items()
    return [gap for gap, entry in gaps if facts & set(entry["facts"]) or id_ in entry.get("regimes", ())]


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    inner: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _objects(one)
