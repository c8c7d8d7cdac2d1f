"""Pictures of the rules: the years of the ladder, its levels, quotas, where ranks may be set up, effect periods.

As the pictures of an answer (`calculators/telling/draw.py`) they are as wide as a phone shows them, so that their
letters can be read there, and every shape has a colour of its own and a class: the style sheet decides light or dark.
Every number is the spec's. What a picture shows stands on its page in words too, so it is one image to a screen reader,
with a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple

from calculators import Rules
from calculators.telling.draw import LEFT, LINE, RIGHT, SIZE, WIDTH, wide
from calculators.telling.words import Words
from generator.pages.law import branch_years, group, number, strength, total_years

COLOURS = {
    "text": "#24292f", "quiet": "#57606a", "line": "#8a929b", "grid": "#8a929b", "faint": "#dfe3e8",
    "tier-1": "#143a6b", "tier-2": "#3466a8", "tier-3": "#9cbbe3", "tier-4": "#dfe6ee",
    "on-tier-1": "#ffffff", "on-tier-2": "#ffffff", "on-tier-3": "#1a1a1a", "on-tier-4": "#1a1a1a",
    "bar": "#b3261e", "unknown": "#8a5200",
}  # fmt: skip


# -- years ---------------------------------------------------------------------------------------------------------


def years(rules: Rules, words: Words, regime: str) -> str:
    """The least years of each promotion, set one after the other: a staircase from the lowest rank to the highest."""
    data = rules.regimes[regime]
    ranks = list(rules.spec["ladders"][data["ladder"]]["ranks"])
    steps = [(rule["to"], number(branch_years(rule))) for rule in data["promotions"]]
    steps.sort(key=lambda step: -ranks.index(step[0]))
    unit, sofar = (WIDTH - LEFT - RIGHT) / total_years(rules), 0
    stairs = []
    for rank, least in steps:
        stairs.append((words.name(f"{data['ladder']}/{rank}"), LEFT + sofar * unit, least * unit))
        sofar += least
    above = any(wide(name) > _beyond(x, width) for name, x, width in stairs)
    row, bar = (34, 12) if above else (24, 0)
    height, body = row * len(steps) + 4, []
    for place, ((rank, least), (name, x, width)) in enumerate(zip(steps, stairs, strict=True)):
        y, tier = height - row * (place + 1) - 2, _tier(data["ladder"] + "/" + rank, rules)
        body.append(_box(x, y + bar, width - 1, 18, f"tier-{tier}"))
        body.append(letters(x + width / 2, y + bar + 13, str(least), f"on-tier-{tier}", "middle"))
        body.append(_above(name, x, y + 9) if above else _next_to(name, x, y + 13, width))
    label = "各次晋升的最低年限" if words.chinese else "The least years of each promotion"
    return _picture(label, height, "".join(body))


# -- effect periods ------------------------------------------------------------------------------------------------


def periods(rules: Rules, words: Words, regime: str) -> str:
    """How long each kind of effect bars promotion; what is not verified is drawn as an outline."""
    shown = [(id_, entry, *_months(entry)) for id_, entry in rules.effects.items() if _months(entry)[0]]
    longest = max(months for _, _, months, _ in shown)
    unit, row, top = (WIDTH - LEFT - RIGHT - 56) / longest, 30, 4
    body = []
    for place, (id_, entry, months, least) in enumerate(shown):
        y, width = top + row * place, months * unit
        weak = isinstance(entry["months"], dict | list) and strength(rules, entry["months"]) == "unverified"
        body.append(letters(LEFT, y + 9, words.name(id_), "text"))
        body.append(_outline(LEFT, y + 12, width, 12) if weak else _box(LEFT, y + 12, width, 12, "bar"))
        said = f"{months}个月" if words.chinese else f"{months} months"
        if least:
            said = f"至少{said}" if words.chinese else f"at least {said}"
        if weak:
            said += f"（{words.evidence('unverified')}）" if words.chinese else f" ({words.evidence('unverified')})"
        inside = LEFT + width + wide(said) + 6 > WIDTH
        x = LEFT + width - 4 if inside else LEFT + width + 4
        colour = ("text" if weak else "on-bar") if inside else "text"
        body.append(letters(x, y + 21.5, said, colour, "end" if inside else "start"))
    label = "各种影响期的长短" if words.chinese else "How long each effect period is"
    return _picture(label, top + row * len(shown), "".join(body))


def _months(entry: dict[str, Any]) -> tuple[int, bool]:
    """The months of an effect, and whether they are only the least; none if it is open or nothing is known."""
    if entry.get("months") is not None:
        return number(entry["months"]), False
    return (number(entry["at_least"]), True) if "at_least" in entry else (0, False)


# -- quotas --------------------------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """A share of an organ's positions, as its bar and its line of the legend show it."""

    tier: int
    pale: bool
    weak: bool
    text: str

    def mark(self, x: float, y: float, width: float, height: float) -> str:
        """Its colour, or an outline where nothing rests on it."""
        if self.weak:
            return _outline(x, y, width, height)
        return _box(x, y, width, height, f"tier-{self.tier}", pale=self.pale)


def quota(rules: Rules, words: Words, regime: str, organ: str) -> str:
    """The positions of an organ as one bar, and how much of it each group of ranks may take."""
    rows = [row for row in rules.regimes[regime]["quotas"] if organ in row["organ"] and not row.get("free")]
    unit, x, body = (WIDTH - LEFT - RIGHT) / 100, float(LEFT), []
    parts: list[_Part] = []
    for row in [row for row in rows if row["of"] == "posts"]:
        width = number(row["percent"]) * unit
        tier = _tier(f"{rules.regimes[regime]['ladder']}/{row['ranks'][0]}", rules)
        pale = bool(parts) and parts[-1].tier == tier and not parts[-1].pale
        parts.append(_Part(tier, pale, strength(rules, row) == "unverified", _share(words, row)))
        body.append(parts[-1].mark(x, 4, width, 20))
        body += [] if parts[-1].weak else _inner(rules, rows, row, (x, 24.0, width), tier)
        x += width
    body.append(f'<rect x="{LEFT}" y="4" width="{WIDTH - LEFT - RIGHT}" height="20" fill="none" {_stroke("line")}/>')
    y = 46
    for part in parts:
        said = lines(part.text, WIDTH - LEFT - RIGHT - 14)
        body += [part.mark(LEFT, y, 9, 9), letters(LEFT + 14, y + 9, said, "text")]
        y += LINE * len(said) + 3
    label = "各类职级在职位总数中的上限" if words.chinese else "The share that each group of ranks may take"
    return _picture(label, y, "".join(body))


def _inner(
    rules: Rules, rows: list[dict[str, Any]], outer: dict[str, Any], place: tuple[float, float, float], tier: int
) -> Iterator[str]:
    """The shares inside a share, each as a line under it and half as thick."""
    x, y, width = place
    for row in [row for row in rows if row["of"] == outer["ranks"] and strength(rules, row) != "unverified"]:
        part = width * number(row["percent"]) / 100
        yield _box(x, y + 2, part, 4, f"tier-{tier}")
        yield from _inner(rules, rows, row, (x, y + 6, part), tier)


def _share(words: Words, row: dict[str, Any]) -> str:
    ranks, percent, weak = group(words, row["ranks"]), f"{number(row['percent'])}%", words.evidence("unverified")
    sure = strength(words.rules, row) != "unverified"
    if words.chinese:
        return f"{ranks}：不超过{percent}" + ("" if sure else f"（{weak}）")
    return f"{ranks}: at most {percent}" + ("" if sure else f" ({weak})")


# -- levels --------------------------------------------------------------------------------------------------------


def levels(rules: Rules, words: Words, regime: str, what: str = "ranks") -> str:
    """The range of levels of each rank (or of each post), on one axis from the lowest level to the highest.

    A name stands in its bar or beside it; where one of them has no room there, every name stands above its bar.
    """
    data = rules.regimes[regime]
    low, high = number(data["levels"]["lowest"]), number(data["levels"]["highest"])
    if what == "ranks":
        ranks = rules.spec["ladders"][data["ladder"]]["ranks"]
        rows = [(f"{data['ladder']}/{id_}", entry["levels"]) for id_, entry in ranks.items()]
    else:
        rows = [(f"post/{row['post']}", row["levels"]) for row in data["levels"]["posts"] if "organ" not in row]
    unit, top = (WIDTH - LEFT - RIGHT) / (low - high + 1), 4
    names = [words.name(id_) for id_, _ in rows]
    places = [(LEFT + unit * (low - least), unit * (least - most + 1)) for _, (least, most) in rows]
    above = not all(_has_room(name, *place) for name, place in zip(names, places, strict=True))
    row, bar = (29, 12) if above else (19, 0)
    base = top + row * len(rows)
    body = [
        f'<line x1="{LEFT + unit * (low - level + 0.5):.1f}" x2="{LEFT + unit * (low - level + 0.5):.1f}" y1="{top}" '
        f'y2="{base + 3}" {_stroke("faint")}/>'
        + letters(LEFT + unit * (low - level + 0.5), base + 14, str(level), "quiet", "middle")
        for level in range(low, high - 1, -1)
        if level in (low, high) or level % 5 == 0
    ]
    for place, (name, (x, width)) in enumerate(zip(names, places, strict=True)):
        y, tier = top + row * place, _tier(rows[place][0], rules) if what == "ranks" else 2
        body.append(_box(x, y + bar, width, 15, f"tier-{tier}"))
        body.append(_above(name, x, y + 9) if above else _beside(name, x, y + 11.5, width, f"on-tier-{tier}"))
    label = "职级对应的级别范围" if what == "ranks" else "领导职务对应的级别范围"
    english = f"The range of levels of each {'rank' if what == 'ranks' else 'leading post'}"
    return _picture(label if words.chinese else english, base + 18, "".join(body))


# -- where ranks may be set up -------------------------------------------------------------------------------------


def setup(rules: Rules, words: Words, regime: str) -> str:
    """Which ranks each kind of organ may have: a line for each organ, a cell for each rank."""
    data = rules.regimes[regime]
    ranks = list(rules.spec["ladders"][data["ladder"]]["ranks"])
    allowed = {
        organ: set(row.get("ranks") or ranks[ranks.index(row["top"]) :])
        for row in data["setup"]
        for organ in row["organ"]
    }
    tiers = [_tier(f"{data['ladder']}/{rank}", rules) for rank in ranks]
    unit, y = (WIDTH - LEFT - RIGHT) / len(ranks), 34
    body = []
    for tier in dict.fromkeys(tiers):
        members = [place for place, one in enumerate(tiers) if one == tier]
        name = group(words, [ranks[members[0]]])
        kind = name[2:] if words.chinese else name.partition(" ")[2]
        short = kind if wide(kind) < unit * len(members) else kind.split()[0]
        body.append(letters(LEFT + unit * (members[0] + len(members) / 2), 10, short, "text", "middle"))
        for place in members:
            count = str(place - members[0] + 1)
            body.append(letters(LEFT + unit * (place + 0.5), 24, count, "quiet", "middle"))
    for organ, entry in ((id_, one) for id_, one in rules.spec["organs"].items() if id_ in allowed):
        named = lines(entry[words.lang], WIDTH - LEFT - RIGHT)
        body.append(letters(LEFT, y + 8, named, "text"))
        y += LINE * (len(named) - 1)
        for place, rank in enumerate(ranks):
            x = LEFT + unit * place
            if rank in allowed[organ]:
                body.append(_box(x, y + 12, unit - 2, 11, f"tier-{tiers[place]}"))
            else:
                frame = f'x="{x:.1f}" y="{y + 12}" width="{unit - 2:.1f}" height="11" fill="none"'
                body.append(f"<rect {frame} {_stroke('grid')}/>")
        y += 31
    label = "各类机关可以设置的职级" if words.chinese else "Which ranks each kind of organ may have"
    return _picture(label, y, "".join(body))


# -- evidence ------------------------------------------------------------------------------------------------------


def evidence(rules: Rules, words: Words, _regime: str) -> str:
    """The provisions as one bar, best evidence first; what nobody could verify is drawn as an outline."""
    found = [entry["evidence"] for entry in rules.provisions.values()]
    counts = {id_: found.count(id_) for id_ in rules.spec["evidence"]}
    unit, x, body = (WIDTH - LEFT - RIGHT) / len(found), float(LEFT), []
    for place, (id_, count) in enumerate(counts.items()):
        if not count:
            continue
        weak, colour, width = id_ == "unverified", f"tier-{place + 1}", count * unit
        body.append(_outline(x + 1, 4.5, width - 1, 25) if weak else _box(x, 4, width - 1, 26, colour))
        if wide(str(count)) < width - 2:
            body.append(letters(x + width / 2, 21, str(count), "text" if weak else f"on-{colour}", "middle"))
        x += width
    said = words.join([f"{words.evidence(id_)} {count}" for id_, count in counts.items()])
    label = f"各等级依据的条款数：{said}" if words.chinese else f"Provisions by evidence: {said}"
    return _picture(label, 34, "".join(body))


# -- strokes of the pen --------------------------------------------------------------------------------------------


def _picture(name: str, height: float, body: str) -> str:
    return (
        f'<figure class="zj-figure zj-chart" data-search-exclude><svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(name)}" font-size="{SIZE}" font-family="sans-serif">{body}</svg></figure>'
    )


def _box(x: float, y: float, width: float, height: float, colour: str, *, pale: bool = False) -> str:
    more = ' fill-opacity="0.6"' if pale else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{height}" {_fill(colour)}{more}/>'


def _has_room(name: str, x: float, width: float) -> bool:
    """Whether a name fits into its bar or on the side of it that has more room."""
    return wide(name) < max(width - 4, _beyond(x, width))


def _beyond(x: float, width: float) -> float:
    """The room on the side of a bar that has more of it."""
    return max(x - LEFT, WIDTH - RIGHT - x - width) - 6


def _beside(name: str, x: float, y: float, width: float, inside: str) -> str:
    """A name in its bar, or on the side of the bar that has more room."""
    if wide(name) < width - 4:
        return letters(x + width / 2, y, name, inside, "middle")
    return _next_to(name, x, y, width)


def _next_to(name: str, x: float, y: float, width: float) -> str:
    """A name on the side of its bar that has more room."""
    left = x - LEFT > WIDTH - RIGHT - x - width
    return letters(x - 4, y, name, "text", "end") if left else letters(x + width + 4, y, name, "text")


def _above(name: str, x: float, y: float) -> str:
    """A name above its bar, from where the bar begins, or to the edge of the picture."""
    right = x + wide(name) > WIDTH - RIGHT
    return letters(WIDTH - RIGHT, y, name, "text", "end") if right else letters(x, y, name, "text")


def _outline(x: float, y: float, width: float, height: float) -> str:
    """A shape that is only drawn around: for a value that decides nothing."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 2):.1f}" height="{height}" fill="none" '
        f'stroke-dasharray="3 2" {_stroke("unknown")}/>'
    )


def letters(x: float, y: float, said: str | list[str], colour: str, anchor: str = "start") -> str:
    """A line of letters, or several of them."""
    first, *more = [said] if isinstance(said, str) else said
    below = "".join(f'<tspan x="{x:.1f}" dy="{LINE}">{escape(line)}</tspan>' for line in more)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {_fill(colour)}>{escape(first)}{below}</text>'


def lines(text: str, room: float) -> list[str]:
    """A text in as many lines as it needs, broken between words.

    >>> lines("Leading body of a county (city, district, banner)", 260)
    ['Leading body of a county (city, district,', 'banner)']
    """
    found: list[str] = []
    for word in text.split(" "):
        if found and wide(f"{found[-1]} {word}") <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _fill(colour: str) -> str:
    return f'class="zj-fill-{colour}" fill="{COLOURS.get(colour, "#ffffff")}"'


def _stroke(colour: str) -> str:
    return f'class="zj-stroke-{colour}" stroke="{COLOURS[colour]}"'


def _tier(thing: str, rules: Rules) -> int:
    """A number from 1 for each run of ranks that are called alike: Counsel, Consultant …"""
    ladder = thing.partition("/")[0]
    kinds = list(dict.fromkeys(rank.rpartition("-")[0] for rank in rules.spec["ladders"][ladder]["ranks"]))
    return min(kinds.index(thing.partition("/")[2].rpartition("-")[0]) + 1, 4)


CHARTS: dict[str, Callable[..., str]] = {
    "years": years,
    "periods": periods,
    "quota": quota,
    "levels": levels,
    "setup": setup,
    "evidence": evidence,
}
