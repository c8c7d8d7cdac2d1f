"""What the pages of the rules say with: amounts, groups of ranks, tables that restack on a phone, worked figures.

The functions here are for templates, as those of `words` are, and `functions` lists them. None knows a number of the
law: a number is read from the spec, and what is computed from it is computed while the site is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from calculators import Rules, answer
from calculators.dates.days import add_months, iso, parse
from calculators.law.evidence import weakest
from calculators.law.readings import default
from calculators.law.rules import Json, alternatives, scope
from calculators.quota.limits import ROUND
from calculators.telling import groups
from calculators.telling.html import render
from calculators.telling.say import verdict
from calculators.telling.words import Words
from generator.pages import examples
from generator.pages.parts import PARTS, TODAY

REGIME, LADDER = "parallel-2019", "general"
NARROW = 3  # so many columns fit on a phone
POSTS = 48  # how many positions the made-up organ of the worked quotas has; no number of the law

UNITS = {
    "year": ("{}年", "{} year", "{} years"),
    "month": ("{}个月", "{} month", "{} months"),
    "day": ("{}日", "{} day", "{} days"),
    "working-day": ("{}个工作日", "{} working day", "{} working days"),
    "level": ("{}级", "level {}", "level {}"),
    "levels": ("{}个级别", "{} level", "{} levels"),
    "age": ("{}周岁", "{}", "{}"),
    "percent": ("{}%", "{}%", "{}%"),
}


def functions(rules: Rules, words: Words, page: Callable[[str], str], root: str) -> dict[str, Any]:
    """Everything here that a template may call, for one page.

    `page` gives the link to another page, as Markdown wants it; `root` the address of the language's home.
    """
    return {
        "amount": partial(amount, words),
        "number": number,
        "values": values,
        "branch_years": branch_years,
        "alternatives": alternatives,
        "level_range": partial(level_range, words),
        "sentence": lambda text: text[:1].upper() + text[1:],
        "total_years": total_years(rules),
        "group": partial(group, words),
        "organs": partial(organs, words),
        "strength": partial(strength, rules),
        "common": common,
        "sure": lambda entries: [entry for entry in entries if strength(rules, entry) != "unverified"],
        "unsure": lambda entries: [entry for entry in entries if strength(rules, entry) == "unverified"],
        "questions": partial(questions, words, page),
        "counting_readings": counting_readings(rules),
        "where_read": partial(where_read, words),
        "solved": partial(solved, words, root),
        "boundary": partial(examples.boundary, rules, words),
        "reached": partial(reached, words),
        "quota_groups": lambda: quota_groups(rules),
        "quota_lines": partial(quota_lines, words),
        "no_quota": lambda: [id_ for id_ in _organs(rules) if not _limits(rules, id_)],
        "level_steps": lambda: level_steps(rules),
        "months_later": lambda day, months: iso(add_months(parse(day).first, months)),
        "days_later": lambda day, days: iso(parse(day).first + days),
        "example_since": examples.SINCE,
        "example_seen": examples.SEEN,
        "example_posts": POSTS,
    }


# -- amounts and their evidence --------------------------------------------------------------------------------------


def amount(words: Words, entry: Any, unit: str) -> str:
    """A value of the law with its unit; of one that changes on a day, that of the pages' day and the others with days.

    >>> amount(Words.sample("en"), 4, "year"), amount(Words.sample("zh"), {"value": 6, "cite": "a/1"}, "month")
    ('4 years', '6个月')
    >>> amount(Words.sample("zh"), [{"from": "2019-06-01", "value": 2}, {"from": "2100-01-01", "value": 3}], "year")
    '2年（2100年1月1日起3年）'
    """
    if isinstance(entry, list):
        own = amount(words, at_present(entry), unit)
        others = ("，" if words.chinese else ", ").join(_others(words, entry, unit))
        return ("{}（{}）" if words.chinese else "{} ({})").format(own, others) if others else own
    value = entry["value"] if isinstance(entry, dict) else entry
    chinese, one, many = UNITS[unit]
    return (chinese if words.chinese else one if value == 1 else many).format(value)


def _others(words: Words, entry: list[Json], unit: str) -> Iterator[str]:
    """The other values before and after that of the pages' day, each with the day on which it ends or begins.

    One that follows by another provision and is the same is no other.
    """
    until, since = ("{}前{}", "{}起{}") if words.chinese else ("{1} before {0}", "{1} from {0}")
    for old, new in pairwise(entry):
        if old["value"] == new["value"]:
            continue
        value, form = (old, until) if _begun(new) else (new, since)
        yield form.format(words.date(new["from"]), amount(words, value, unit))


def number(entry: Any) -> Any:
    """The value by the law of the pages' day, without its provision.

    >>> number([{"from": "2019-06-01", "value": 4, "cite": "a/1"}, {"from": "2100-01-01", "value": 3, "cite": "b/1"}])
    4
    """
    entry = at_present(entry)
    return entry["value"] if isinstance(entry, dict) else entry


def at_present(entry: Any) -> Any:
    """Of a value that has changed, the one that holds on the pages' day, or the first if none has begun."""
    if not isinstance(entry, list):
        return entry
    begun = [one for one in entry if _begun(one)]
    return begun[-1] if begun else entry[0]


def _begun(item: Json) -> bool:
    """Whether a value with its first day holds on the pages' day, or did before."""
    return parse(item["from"]).first <= parse(TODAY).first


def values(entry: Any) -> list[Any]:
    """All that a value of the law has been and will be, the oldest first."""
    return entry if isinstance(entry, list) else [entry]


def level_range(words: Words, levels: list[int]) -> str:
    """A range of levels, lowest first, that no line break divides: ``17级至11级``."""
    low, high = levels
    text = f"{low}级" if low == high else f"{low}级至{high}级"
    if not words.chinese:
        text = str(low) if low == high else f"{low} to {high}"
    return f'<span class="zj-nowrap">{text}</span>'


def branch_years(rule: Json, part: Json | None = None) -> Any:
    """The years that a branch of a promotion asks for: its own, or those of the whole rule."""
    return (part or alternatives(rule)[0]).get("years")


def total_years(rules: Rules) -> int:
    """The least years of all promotions together, from the lowest rank to the highest."""
    return sum(number(branch_years(rule)) for rule in rules.regimes[REGIME]["promotions"])


def strength(rules: Rules, entry: Any) -> str:
    """How well an entry with a citation is known: as its provision, or less if it says so itself.

    Of one that has changed, how well the value of the pages' day is known.
    """
    entry = at_present(entry)
    found = rules.provisions[entry["cite"]]["evidence"] if entry.get("cite") else "official"
    return weakest([found, entry.get("evidence", "official")])


# -- names ---------------------------------------------------------------------------------------------------------


def group(words: Words, ids: Iterable[str]) -> str:
    """Ranks of one kind drawn together: ``一级至四级调研员``, ``First- to Fourth-class Consultant``."""
    return groups.group(words, [scope(LADDER, id_) for id_ in ids])


def organs(words: Words, ids: list[str]) -> str:
    """Kinds of organs by name; where more than half of all are meant, by those that are left out."""
    every = _organs(words.rules)
    bodies = any(every[id_].get("body") for id_ in ids)
    like = [id_ for id_ in every if bodies or not every[id_].get("body")]
    rest = [id_ for id_ in like if id_ not in ids]
    if len(ids) > len(like) / 2:
        if not rest:
            return "各级机关" if words.chinese else "Organs of every kind"
        return f"{organs(words, rest)}以外的机关" if words.chinese else f"All organs but these: {organs(words, rest)}"
    kinds = [_kind(every[id_][words.lang]) for id_ in every]
    names = []
    for id_ in ids:
        name = every[id_][words.lang]
        kind = _kind(name)
        whole = kinds.count(kind) > 1 and kinds.count(kind) == sum(_kind(every[one][words.lang]) == kind for one in ids)
        names.append(kind if whole else name)
    return ("、" if words.chinese else "; ").join(dict.fromkeys(names))


def _organs(rules: Rules) -> dict[str, Json]:
    """The kinds of organs that the regime speaks of, in the order of the rules."""
    spoken = {id_ for row in rules.regimes[REGIME]["setup"] for id_ in row["organ"]}
    return {id_: entry for id_, entry in rules.spec["organs"].items() if id_ in spoken}


def _kind(name: str) -> str:
    """A name without what stands in brackets at its end."""
    return re.sub(r"（[^）]*）$| \([^)]*\)$", "", name)


# -- tables --------------------------------------------------------------------------------------------------------


def stacked(text: str) -> str:
    """A Markdown table (of a `{% filter stacked %}` block) whose rows become cards on a phone.

    Every cell but the first of its row is given the heading of its column, which the style sheet shows there.

    >>> print(stacked("| A | B |\\n|---|---|\\n| 1 | 2 |"))
    <div class="zj-stack" markdown="1">
    <BLANKLINE>
    | A | B |
    |---|---|
    | 1 | <span>2</span> { data-label="B" } |
    <BLANKLINE>
    </div>
    """
    head, rule, *rows = [line for line in text.strip().splitlines() if line.strip()]
    labels = _cells(head)
    body = [
        "| " + " | ".join(_labelled(cell, label, place) for place, (cell, label) in enumerate(pairs)) + " |"
        for pairs in ([*zip(_cells(row), labels, strict=True)] for row in rows)
    ]
    return "\n".join(['<div class="zj-stack" markdown="1">', "", head, rule, *body, "", "</div>"])


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _labelled(cell: str, label: str, place: int) -> str:
    return f'<span>{cell or "—"}</span> {{ data-label="{label}" }}' if place and label else cell


def compact(text: str) -> str:
    """A small Markdown table (of a `{% filter compact %}` block) that stays a table on a phone."""
    return f'<div class="zj-compact" markdown="1">\n\n{text.strip()}\n\n</div>'


def narrow(text: str) -> str:
    """A Markdown table that stays a table on a phone if it has few columns; else its rows become cards there."""
    head = text.strip().splitlines()[0]
    return compact(text) if len(_cells(head)) <= NARROW else stacked(text)


def common(entries: Iterable[Json]) -> Json | None:
    """The entry that may speak for all, if all of them have one provision: then a table needs no column for it."""
    found = list(entries)
    cites = {(entry.get("cite"), entry.get("evidence")) for entry in found}
    return found[0] if len(cites) == 1 else None


# -- readings and gaps ---------------------------------------------------------------------------------------------


def questions(words: Words, page: Callable[[str], str], readings: Iterable[str] = (), gaps: Iterable[str] = ()) -> str:
    """The readings and the gaps that touch a page, as a Markdown list; what the spec no longer has is left out."""
    rules = words.rules
    lines = []
    for id_ in readings:
        if id_ in rules.readings:
            chosen = words.option(id_, default(rules.readings[id_], REGIME))
            said = f"（默认：{chosen}）" if words.chinese else f" By default: {chosen}."
            link = f"[{words.reading(id_)}]({page('reading/' + id_)})"
            lines.append(f"- {'口径：' if words.chinese else 'Reading: '}{link}{said}")
    for id_ in gaps:
        if id_ in rules.spec["gaps"]:
            text = rules.spec["gaps"][id_][words.lang]
            lines.append(f"- {'缺口：' if words.chinese else 'Gap: '}[{text}]({page('gaps#gap-' + id_)})")
    return "\n".join(lines)


def counting_readings(rules: Rules) -> list[str]:
    """The readings that decide how tenure is counted, in the order of the rules."""
    counting = rules.regimes[REGIME]["counting"]
    found = [entry["reading"] for entry in counting.values() if isinstance(entry, dict) and "reading" in entry]
    for rule in counting["grades"].values():
        found += [entry["reading"] for entry in rule.values() if isinstance(entry, dict) and "reading" in entry]
    return [id_ for id_ in dict.fromkeys(found) if id_ != counting["effect_end"]["reading"]]


PLACES = {"counting": "rule/counting", "rounding": "rule/quotas", "overlap": "rule/bars", "effect_end": "rule/bars",
          "procedure": "rule/procedure"}  # fmt: skip


def where_read(words: Words, id_: str) -> list[tuple[str, str]]:
    """The pages on whose subject a reading bears, each as its name and its path."""
    found: dict[str, str] = {}
    titles = {f"rule/{name}": zh if words.chinese else en for name, zh, en in PARTS}
    for regime, data in words.rules.regimes.items():
        for key in _keys_of(data, id_):
            path = PLACES.get(key)
            if path is None or (regime != REGIME and key != "overlap"):
                path = f"regime/{regime}"
            found.setdefault(path, titles.get(path) or data[words.lang])
    return [(name, path) for path, name in found.items()]


def _keys_of(data: Json, id_: str) -> list[str]:
    """Under which parts of a regime a reading is named; the last day of an effect period is a part of its own."""
    parts = {key: value for key, value in data.items() if isinstance(value, (dict, list))}
    counting = parts.get("counting", {})
    if isinstance(counting, dict) and "effect_end" in counting:
        parts = parts | {"counting": {**counting, "effect_end": None}, "effect_end": counting["effect_end"]}
    return [key for key, value in parts.items() if _names(value, id_)]


def _names(value: Any, id_: str) -> bool:
    if isinstance(value, dict):
        return value.get("reading") == id_ or any(_names(one, id_) for one in value.values())
    return isinstance(value, list) and any(_names(one, id_) for one in value)


# -- worked examples -----------------------------------------------------------------------------------------------


def solved(words: Words, root: str, target: str, person: Json, **more: Any) -> Json:
    """What the engine answers about a made-up person: the whole answer as HTML, and its verdict in a few words."""
    request = {"as_of": examples.SEEN, "regime": REGIME, "target": target, "person": person} | more
    body = answer(request, words.rules)
    if "error" in body:
        raise ValueError(body["error"]["text"]["en"])
    return {
        "html": f'<div class="zj-static">{render(body, words.rules, words.lang, root)}</div>',
        "verdict": verdict(body, words),
        "earliest": body["earliest"],
    }


def reached(words: Words, rank: str, grades: dict[str, str]) -> str:
    """When somebody who has held what the last branch asks for since the day of the examples may be considered."""
    return verdict(answer(examples.request(words.rules, rank, examples.SEEN, grades), words.rules), words)


# -- quotas --------------------------------------------------------------------------------------------------------


def _limits(rules: Rules, organ: str) -> list[Json]:
    return [row for row in rules.regimes[REGIME]["quotas"] if organ in row["organ"] and not row.get("free")]


def quota_groups(rules: Rules) -> list[list[str]]:
    """Kinds of organs that have the same quotas, together, in the order of the rules."""
    found: dict[tuple[int, ...], list[str]] = {}
    for organ in _organs(rules):
        key = tuple(id(row) for row in _limits(rules, organ))
        if key:
            found.setdefault(key, []).append(organ)
    return list(found.values())


def quota_lines(words: Words, organ: str, posts: int = POSTS) -> list[Json]:
    """The quotas of a kind of organ, each with what it comes to in an organ with so many positions.

    A share of other ranks is taken of their own quota, already rounded. An unverified share is listed and not used.
    """
    rules = words.rules
    quotas: dict[tuple[str, ...], dict[str, int]] = {}
    lines = []
    for row in [row for row in rules.regimes[REGIME]["quotas"] if organ in row["organ"]]:
        line = {"row": row, "inside": row.get("of") not in (None, "posts"), "worked": ""}
        base = dict.fromkeys(ROUND, posts) if row.get("of") == "posts" else quotas.get(tuple(row.get("of", ())))
        if base and not row.get("free") and strength(rules, row) != "unverified":
            share = Fraction(str(number(row["percent"]))) / 100
            exact = {option: share * whole for option, whole in base.items()}
            quotas[tuple(row["ranks"])] = {option: ROUND[option](value) for option, value in exact.items()}
            line["worked"] = _worked(words, exact, quotas[tuple(row["ranks"])])
        lines.append(line)
    return lines


def _worked(words: Words, exact: dict[str, Fraction], counts: dict[str, int]) -> str:
    chosen = default(words.rules.readings["quota-rounding"], REGIME)
    text = f"{_decimal(exact[chosen])} → **{counts[chosen]}**"
    others = [option for option, count in counts.items() if count != counts[chosen]]
    for option in others:
        said = words.option("quota-rounding", option)
        text += f"（{said}：{counts[option]}）" if words.chinese else f" ({said}: {counts[option]})"
    return text


def _decimal(exact: Fraction) -> str:
    return f"{float(exact):.2f}".rstrip("0").rstrip(".")


# -- levels --------------------------------------------------------------------------------------------------------


def level_steps(rules: Rules) -> list[Json]:
    """For each promotion, the level after it from below the new range, and from inside it, as the engine says."""
    order = list(rules.spec["ladders"][LADDER]["ranks"])
    steps = []
    for place, rank in enumerate(order[:-1]):
        lowest = rules.things[scope(LADDER, rank)]["levels"][0]
        below = rules.things[scope(LADDER, order[place + 1])]["levels"][0]
        steps.append(
            {
                "to": rank,
                "below": _level_after(rules, rank, below) if below > lowest else None,
                "inside": _level_after(rules, rank, lowest),
            }
        )
    return steps


def _level_after(rules: Rules, rank: str, level: int) -> Json:
    request = examples.request(rules, rank, examples.SEEN, {})
    found: Json = answer(request | {"person": request["person"] | {"level": level}}, rules)["level"]
    return found
