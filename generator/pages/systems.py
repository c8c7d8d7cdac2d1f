"""The map of all systems and their comparison: the same points of every regime, read off the spec.

A regime says what it has; a point that it does not have stays empty, and the page says so. Drafts are kept apart from
law by their own word and colour, here as everywhere.
"""

from __future__ import annotations

from html import escape
from typing import Any

from calculators import Rules
from calculators.days import parse
from calculators.rules import Json, alternatives, scope
from calculators.words import Words

STATES = {
    "in-force": ("现行", "in force"),
    "superseded": ("已被替代", "superseded"),
    "pilot-ended": ("试点已结束", "pilot, ended"),
    "local-practice": ("地方做法", "local practice"),
    "draft": ("方案文本，不是法律", "plan text, not law"),
}
TODAY = parse("2026-11-21").first  # the law of this day is printed in the pages
SHOWN_FIRST = ("posts-2006", "county-2015", "pilot-2016", "parallel-2019")


def state(words: Words, regime: Json) -> str:
    """The state of a regime in words."""
    return STATES[regime["status"]][0 if words.chinese else 1]


def period(words: Words, regime: Json) -> str:
    """From when to when a regime was in force, as far as a source says."""
    start, end = regime.get("from"), regime.get("to")
    if not start and not end and regime.get("in_force_by"):
        day = words.date(regime["in_force_by"])
        return f"不晚于{day}" if words.chinese else f"by {day} at the latest"
    if not start and not end:
        return "—"
    began = words.date(start) if start else "?"
    if not end:
        return f"{began}起" if words.chinese else f"since {began}"
    return f"{began}至{words.date(end)}" if words.chinese else f"{began} to {words.date(end)}"


def rows(rules: Rules, words: Words) -> list[Json]:
    """One row for each regime: law in force first, drafts last."""
    order = list(STATES)
    found = sorted(rules.regimes.items(), key=lambda pair: order.index(pair[1]["status"]))
    return [
        {
            "id": id_,
            "name": regime[words.lang],
            "status": regime["status"],
            "state": state(words, regime),
            "period": period(words, regime),
            "computed": computed(words, regime),
        }
        for id_, regime in found
    ]


COMPUTED = (
    ("terms", "任期", "terms"),
    ("entry", "任职定级", "rank on entry"),
    ("overlap", "影响期", "effect periods"),
    ("scope", "适用", "scope"),
)


def computed(words: Words, regime: Json) -> str:
    """What a calculator can compute of a regime; empty where the source gives no number."""
    found = [(zh, en) for key, zh, en in COMPUTED if key in regime]
    if any(_has_number(rule) for rule in regime.get("promotions", ())):
        found.insert(0, ("晋升", "promotion"))
    return words.join([zh if words.chinese else en for zh, en in found])


def _has_number(rule: Json) -> bool:
    keys = ("years", "service_years", "max_age")
    return any(part.get(key) is not None for part in alternatives(rule) for key in keys)


def comparison(rules: Rules, words: Words) -> list[Json]:
    """The regimes side by side: for each its points, in one order; the first few are shown at once."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "state": row["state"],
            "status": row["status"],
            "shown": row["id"] in SHOWN_FIRST,
            "points": [point(rules, words, row["id"]) or "—" for _, point in POINTS],
        }
        for row in sorted(rows(rules, words), key=_shown_first)
    ]


def _shown_first(row: Json) -> int:
    return SHOWN_FIRST.index(row["id"]) if row["id"] in SHOWN_FIRST else len(SHOWN_FIRST)


def heads(words: Words) -> list[str]:
    """The names of the points."""
    return [names[0 if words.chinese else 1] for names, _ in POINTS]


def _period(rules: Rules, words: Words, id_: str) -> str:
    return period(words, rules.regimes[id_])


def _ladder(rules: Rules, words: Words, id_: str) -> str:
    ladder = rules.regimes[id_].get("ladder")
    ranks = rules.spec["ladders"].get(ladder, {}).get("ranks", {})
    return words.join([one[words.lang] for one in ranks.values()])


def _years(rules: Rules, words: Words, id_: str) -> str:
    regime = rules.regimes[id_]
    parts = []
    for rule in regime.get("promotions", ()):
        said = asked(rules, words, rule, _last_day(regime))
        name = words.name(scope(regime.get("ladder", ""), rule["to"]))
        parts.append(f"{name}：{said}" if words.chinese else f"{name}: {said}")
    return ("；" if words.chinese else "; ").join(parts)


def held(rules: Rules, words: Words, regime: Json, rule: Json) -> str:
    """What one promotion asks to have been held, its branches joined by "or"."""
    ladder = regime.get("ladder", "")
    parts = []
    for part in alternatives(rule):
        ids = (
            part.get("in") or [f"post/{part['post']}" if "post" in part else part["rank"]] if part.keys() & KEYS else []
        )
        parts.append(words.names([scope(ladder, id_) for id_ in ids]))
    return words.join([part for part in parts if part], either=True) or "—"


KEYS = {"in", "post", "rank"}


def also(rules: Rules, words: Words, rule: Json) -> str:
    """What a promotion asks besides years: a level, an age."""
    day, said = TODAY, []
    for key, zh, en in (("level", "级别达到{}级", "level {}"), ("max_age", "不超过{}周岁", "not older than {}")):
        if key in rule:
            by_organ = isinstance(rule[key], dict) and "by_organ" in rule[key]
            rows = [row["at"] for row in rule[key]["by_organ"]] if by_organ else [rule[key]]
            numbers = sorted({rules.value(row, rule["cite"], day).value for row in rows})
            said.append((zh if words.chinese else en).format(words.join([str(one) for one in numbers], either=True)))
    return words.join(said) or "—"


def asked(rules: Rules, words: Words, rule: Json, day: int = TODAY) -> str:
    """The years of one promotion, and the level where one is asked."""
    entry = rule.get("years", rule.get("service_years"))
    years = rules.value(entry, rule["cite"], day).value if entry is not None else None
    if years is None:
        said = "资料未载" if words.chinese else "not stated"
    else:
        said = f"{years}年" if words.chinese else f"{years} years"
    if "level" in rule:
        level = rules.value(rule["level"], rule["cite"], day).value
        said += f"、{level}级" if words.chinese else f" and level {level}"
    return said


def _last_day(regime: Json) -> int:
    """The last day on which a regime's values are read: its own last day, or today."""
    return min(TODAY, parse(regime["to"]).last) if regime.get("to") else TODAY


def _grades(rules: Rules, words: Words, id_: str) -> str:
    counting = rules.counting(id_)
    parts = []
    for grade, rule in counting.get("grades", {}).items():
        months = rules.value(rule.get("months", 0), rule.get("cite"), TODAY).value or 0
        said = []
        if months:
            said.append(f"{abs(months)}个月" if words.chinese else f"{abs(months)} months")
            said[-1] = (
                ("缩短" if months < 0 else "延长") + said[-1]
                if words.chinese
                else f"{said[-1]} {'less' if months < 0 else 'more'}"
            )
        if rule.get("drops"):
            said.append("不计算" if words.chinese else "not counted")
        if said:
            joined = words.join(said)
            parts.append(f"{words.name(grade)}{joined}" if words.chinese else f"{words.name(grade)}: {joined}")
    return ("；" if words.chinese else "; ").join(parts)


def _procedure(rules: Rules, words: Words, id_: str) -> str:
    steps = rules.regimes[id_].get("procedure", {}).get("steps", ())
    steps = steps or [one for one in rules.regimes[id_].get("statements", ()) if one.get("part") == "step"]
    return ("；" if words.chinese else "; ").join(step[words.lang] for step in steps)


def _quota(rules: Rules, words: Words, id_: str) -> str:
    quotas = rules.regimes[id_].get("quotas", ())
    limits = [row for row in quotas if not row.get("free")]
    if not limits:
        return ""
    return f"有，{len(limits)}项比例" if words.chinese else f"yes, {len(limits)} shares"


POINTS: tuple[tuple[tuple[str, str], Any], ...] = (
    (("施行时间", "Period"), _period),
    (("职级序列（由高至低）", "Ladder, from high to low"), _ladder),
    (("晋升年限", "Years for promotion"), _years),
    (("考核结果的作用", "What grades do"), _grades),
    (("程序", "Procedure"), _procedure),
    (("职数", "Quota"), _quota),
)


# -- the timeline of the law -----------------------------------------------------------------------------------------

WIDTH, ROW, LEFT, RIGHT = 360, 26, 8, 8


def timeline(rules: Rules, words: Words) -> str:
    """The systems of law on one axis, from the first to the day of the pages; what has no dates is not drawn."""
    dated = [
        (id_, regime) for id_, regime in rules.regimes.items() if regime.get("from") and regime["status"] != "draft"
    ]
    dated.sort(key=lambda pair: parse(pair[1]["from"]).first)
    first = min(parse(regime["from"]).first for _, regime in dated)
    last = parse("2027-06-30").first
    body = "".join(_band(place, id_, regime, first, last, words) for place, (id_, regime) in enumerate(dated))
    height = ROW * len(dated) + 18
    years = "".join(_year(year, first, last, height) for year in range(1995, 2028, 5))
    label = escape("各项制度的施行时间" if words.chinese else "When each system was in force")
    return (
        f'<figure class="zj-figure zj-systems"><svg viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="{label}" font-size="9" font-family="sans-serif">{years}{body}</svg></figure>'
    )


def _x(day: int, first: int, last: int) -> float:
    return round(LEFT + (min(max(day, first), last) - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)


def _band(place: int, id_: str, regime: Json, first: int, last: int, words: Words) -> str:
    start = _x(parse(regime["from"]).first, first, last)
    end = _x(parse(regime["to"]).last + 1 if regime.get("to") else last, first, last)
    y, shade = place * ROW + 2, "counts" if regime["status"] == "in-force" else "unmet"
    name = escape(regime[words.lang])
    late, wide = start > WIDTH * 0.55, max(2, round(end - start, 1))
    at, anchor = (end, "end") if late else (start, "start")
    return (
        f'<a href="../regime/{id_}/"><text x="{at}" y="{y + 9}" text-anchor="{anchor}" class="zj-fill-text" '
        f'fill="#24292f">{name}</text><rect x="{start}" y="{y + 12}" height="8" width="{wide}" '
        f'rx="2" class="zj-fill-{shade}" fill="#3466a8"/></a>'
    )


def _year(year: int, first: int, last: int, height: int) -> str:
    day = parse(f"{year}-01-01").first
    if not first <= day <= last:
        return ""
    x = _x(day, first, last)
    return (
        f'<line x1="{x}" x2="{x}" y1="0" y2="{height - 14}" class="zj-stroke-line" stroke="#6b7480" '
        f'stroke-dasharray="1 3"/><text x="{x}" y="{height - 3}" text-anchor="middle" class="zj-fill-text" '
        f'fill="#24292f">{year}</text>'
    )
