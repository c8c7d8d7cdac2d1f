"""The timeline of the law: what was issued, what began, ended and took the place of what, by date, and a picture of it.

Everything is read off the dates of instruments and regimes. A date that is known only to the year stands before the
others of its year; what has no date at all is listed apart. Practices and plan texts are no law and have no place here,
but for a practice that is a system of its own.

    2019  June 1   Civil Servant Law (2018 revision) takes effect
          June 1   begins: the parallel system, in the place of the former non-leading posts
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from calculators import Rules
from calculators.dates.days import parse, year_of
from calculators.law.rules import Json
from calculators.telling.draw import LEFT, LINE, RIGHT, SIZE, WIDTH, wide
from calculators.telling.words import Words
from generator.pages.charts import letters, lines
from generator.pages.systems import STATES

NO_LAW = ("practice", "draft")
MADE, ISSUED, EFFECT, STOPPED, CONVERTED = "made", "issued", "effect", "stopped", "converted"
BEGAN, BEGAN_BY, ENDED = "began", "began-by", "ended"


class Event(NamedTuple):
    """Something that happened to an instrument or a regime on a day (a month, a year)."""

    date: str
    kind: str
    id: str
    entry: Json

    @property
    def of_regime(self) -> bool:
        """Whether a regime is meant, which has a page of its own."""
        return self.kind in (BEGAN, BEGAN_BY, ENDED, CONVERTED)


def functions(rules: Rules, words: Words) -> dict[str, Any]:
    """Everything here that a template may call."""
    return {
        "law_years": lambda: by_year(rules),
        "law_undated": lambda: undated(rules),
        "law_picture": lambda root: picture(rules, words, root) + key(rules, words),
        "instrument_replaces": lambda id_: [
            rules.spec["instruments"][one] for one in rules.spec["instruments"][id_].get("replaces", ())
        ],
        "replaced_by": lambda id_: replaced_by(rules, id_),
        "day_of_year": lambda date: day_of_year(words, date),
    }


# -- events ----------------------------------------------------------------------------------------------------------


def events(rules: Rules) -> list[Event]:
    """Every dated event, the earliest first; on one day instruments before the regimes that rest on them."""
    found = [*_of_instruments(rules), *_of_regimes(rules)]
    return sorted(found, key=lambda event: (event.date.ljust(10, "-"), event.of_regime, event.kind == BEGAN))


def _of_instruments(rules: Rules) -> Iterator[Event]:
    for id_, entry in rules.spec["instruments"].items():
        if entry["rank"] in NO_LAW:
            continue
        dates = {"made": MADE, "issued": ISSUED, "from": EFFECT, "to": STOPPED}
        for key, kind in dates.items():
            same = key == "from" and entry.get("issued") == entry.get("from")
            if entry.get(key) and not same:
                yield Event(entry[key], kind, id_, entry)


def _of_regimes(rules: Rules) -> Iterator[Event]:
    for id_, entry in rules.regimes.items():
        if entry["status"] == "draft":
            continue
        if entry.get("from"):
            yield Event(entry["from"], BEGAN, id_, entry)
        elif entry.get("in_force_by"):
            yield Event(entry["in_force_by"], BEGAN_BY, id_, entry)
        for day in dict.fromkeys(line["on"] for line in entry.get("conversions", ())):
            yield Event(day, CONVERTED, id_, entry)
        if entry.get("to"):
            yield Event(entry["to"], ENDED, id_, entry)


def by_year(rules: Rules) -> list[tuple[str, list[Event]]]:
    """The events of each year."""
    years: dict[str, list[Event]] = {}
    for event in events(rules):
        years.setdefault(event.date[:4], []).append(event)
    return list(years.items())


def undated(rules: Rules) -> tuple[list[tuple[str, Json]], list[tuple[str, Json]]]:
    """The instruments and the regimes of which no date was seen; practices and plan texts left out."""
    dated = {(event.of_regime, event.id) for event in events(rules)}
    instruments = [
        (id_, entry)
        for id_, entry in rules.spec["instruments"].items()
        if entry["rank"] not in NO_LAW and (False, id_) not in dated
    ]
    regimes = [
        (id_, entry) for id_, entry in rules.regimes.items() if entry["status"] != "draft" and (True, id_) not in dated
    ]
    return instruments, regimes


def replaced_by(rules: Rules, id_: str) -> list[tuple[str, Json, Json]]:
    """The regimes that took the place of one, each with the line that says so."""
    return [
        (other, entry, line)
        for other, entry in rules.regimes.items()
        for line in entry.get("replaces", ())
        if line["regime"] == id_
    ]


def day_of_year(words: Words, date: str) -> str:
    """A date without its year: ``6月1日``, ``1 June``, ``June``; nothing where only the year is known."""
    if len(date) == len("2019"):
        return ""
    said = words.date(date)
    return said.partition("年")[2] if words.chinese else said.rpartition(" ")[0]


# -- the picture -----------------------------------------------------------------------------------------------------

ROW, TOP, BAR = 27, 18, 8
STUB = 12  # how far the dashed beginning of a system reaches back whose first day was not seen
SHADES = {"in-force": "counts", "superseded": "drops", "pilot-ended": "running", "local-practice": "not-stated"}
COLOURS = {"counts": "#3466a8", "drops": "#c4c9cf", "running": "#9cbbe3", "not-stated": "#e6bf7a"}


def picture(rules: Rules, words: Words, root: str) -> str:
    """The systems of law on one axis; dashed is what was not seen: a first day, or a last one. `root` leads home."""
    rows = sorted(_drawn(rules), key=lambda row: _first(row[1]))
    last = parse(f"{max(int(event.date[:4]) for event in events(rules)) + 4}-01-01").first
    label = escape("各项制度的施行时间" if words.chinese else "When each system was in force")
    scale = _Scale(_first(rows[0][1]), last)
    bands, y = "", TOP
    for id_, regime in rows:
        name = lines(regime[words.lang], WIDTH - LEFT - RIGHT)
        bands += _band(y, id_, regime, name, scale, root)
        y += ROW + LINE * (len(name) - 1)
    height = y + 4
    grid = "".join(_year(year, scale, height) for year in range(1995, year_of(last) + 1, 5))
    return (
        f'<figure class="zj-figure zj-systems" data-search-exclude><svg viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="{label}" font-size="{SIZE}" font-family="sans-serif">{grid}{bands}</svg></figure>'
    )


def _drawn(rules: Rules) -> list[tuple[str, Json]]:
    """The systems that are drawn: law and pilots, as far as a first day, or a latest one, was seen."""
    rows = rules.regimes.items()
    return [row for row in rows if row[1]["status"] != "draft" and (row[1].get("from") or row[1].get("in_force_by"))]


class _Scale(NamedTuple):
    first: int
    last: int

    def x(self, day: int) -> float:
        part = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return round(LEFT + STUB + part * (WIDTH - LEFT - RIGHT - STUB), 1)


def _first(regime: Json) -> int:
    return parse(regime.get("from") or regime["in_force_by"]).first


def _band(y: int, id_: str, regime: Json, name: list[str], scale: _Scale, root: str) -> str:
    """The name of a system, on a ground that no year's line crosses, and its bar, as one link to its page."""
    left = scale.x(_first(regime))
    right = scale.x(parse(regime["to"]).last + 1) if regime.get("to") else scale.x(scale.last)
    shade, bar, long = SHADES[regime["status"]], y + 13 + LINE * (len(name) - 1), max(map(wide, name))
    at, anchor = (left, "start") if left + long < WIDTH - RIGHT else (WIDTH - RIGHT, "end")
    start = left if anchor == "start" else WIDTH - RIGHT - long
    open_end = regime["status"] == "superseded" and not regime.get("to")
    drawn = _dashed(left, bar, right - left) if open_end else _solid(left, bar, right - left, shade)
    stub = "" if regime.get("from") else _dashed(left - STUB, bar, STUB)
    ground = (
        f'<rect x="{start:.1f}" y="{y}" width="{long:.1f}" height="{bar - y - 1}" class="zj-fill-page" fill="#fff"/>'
    )
    return f'<a href="{root}regime/{id_}/">{ground}{letters(at, y + 9, name, "text", anchor)}{stub}{drawn}</a>'


def key(rules: Rules, words: Words) -> str:
    """What the colours and the dashes of the picture mean."""
    drawn = {regime["status"] for _, regime in _drawn(rules)}
    shown = [(_solid(1, 1, 22, SHADES[status]), names) for status, names in STATES.items() if status in drawn]
    shown.append((_dashed(1, 1, 22), ("第一日或者最后一日没有见到", "a first or a last day that was not seen")))
    items = [
        f'<li><svg viewBox="0 0 24 {BAR + 2}" aria-hidden="true">{shape}</svg>{names[0 if words.chinese else 1]}</li>'
        for shape, names in shown
    ]
    return f'<ul class="zj-key">{"".join(items)}</ul>'


def _solid(x: float, y: float, width: float, shade: str) -> str:
    shape = f'x="{x}" y="{y}" width="{max(2, round(width, 1))}" height="{BAR}" rx="2"'
    return f'<rect {shape} class="zj-fill-{shade}" fill="{COLOURS[shade]}"/>'


def _dashed(x: float, y: float, width: float) -> str:
    shape = f'x="{round(x, 1)}" y="{y + 0.5}" width="{round(width, 1)}" height="{BAR - 1}" rx="2" fill="none"'
    return f'<rect {shape} class="zj-stroke-line" stroke="#6b7480" stroke-dasharray="2 2"/>'


def _year(year: int, scale: _Scale, height: int) -> str:
    day = parse(f"{year}-01-01").first
    if not scale.first <= day <= scale.last:
        return ""
    x = scale.x(day)
    return (
        f'<line x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{height}" class="zj-stroke-line" stroke="#6b7480" '
        f'stroke-dasharray="1 3"/><text x="{x}" y="10" text-anchor="middle" class="zj-fill-text" '
        f'fill="#24292f">{year}</text>'
    )
