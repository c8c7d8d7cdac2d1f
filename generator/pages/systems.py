"""The map of all systems and their comparison: the same points of every regime, read off the spec.

A regime says what it has; a point that it does not have stays empty, and the page says so. Drafts are kept apart from
law by their own word and colour, here as everywhere.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from calculators import Rules
from calculators.dates.days import parse
from calculators.law.readings import chosen, profile
from calculators.law.rules import Json, alternatives, scope
from calculators.telling.words import Words
from generator.pages.law import amount, group, number, strength
from generator.pages.parts import TODAY

STATES = {
    "in-force": ("现行", "in force"),
    "superseded": ("已被替代", "superseded"),
    "pilot-ended": ("试点已结束", "pilot, ended"),
    "local-practice": ("地方做法", "local practice"),
    "draft": ("方案文本，不是法律", "plan text, not law"),
}
SHOWN_FIRST = ("posts-2006", "county-2015", "pilot-2016", "parallel-2019")


def state(words: Words, regime: Json) -> str:
    """The state of a regime in words."""
    return STATES[regime["status"]][0 if words.chinese else 1]


def period(words: Words, regime: Json) -> str:
    """From when to when a regime was in force, as far as a source says."""
    start, end = regime.get("from"), regime.get("to")
    first = str(start or regime.get("in_force_by") or "")
    if not first:
        return "施行时间没有见到" if words.chinese else "dates not seen"
    day = words.date(first)
    began = day if start else f"至迟{day}" if words.chinese else f"{day} at the latest"
    if end:
        return f"{began}至{words.date(end)}" if words.chinese else f"{began} to {words.date(end)}"
    return f"{began}起" if words.chinese else f"since {began}"


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
            "who": regime["who"][words.lang],
            "computed": computed(rules, words, regime),
        }
        for id_, regime in found
    ]


COMPUTED = (
    ("terms", "任期", "terms"),
    ("entry", "任职定级", "rank on entry"),
    ("overlap", "影响期", "effect periods"),
    ("assessment", "考核的后果", "what grades bring"),
    ("equivalences", "对应", "what corresponds"),
    ("scope", "适用", "scope"),
)


def other_ladders(rules: Rules) -> list[tuple[str, Json]]:
    """The regimes in force that promote on ladders other than the general one and that of leading posts."""
    found = [pair for pair in rules.regimes.items() if pair[1]["status"] == "in-force" and "promotions" in pair[1]]
    return [(id_, regime) for id_, regime in found if regime["ladder"] not in ("general", "post")]


def computed(rules: Rules, words: Words, regime: Json) -> str:
    """What a calculator can compute of a regime; empty where the source gives no number."""
    found = [(zh, en) for key, zh, en in COMPUTED if key in regime]
    numbers = [rule for rule in regime.get("promotions", ()) if _has_number(rule)]
    if numbers:
        sure = any(strength(rules, rule) != "unverified" for rule in numbers)
        name = ("调任年龄", "age for a transfer") if regime.get("say") == "transfer-in" else ("晋升", "promotion")
        found.insert(0, name if sure else ("晋升（年限未经核实）", "promotion (years not verified)"))
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
    regime = rules.regimes[id_]
    if not regime.get("ladder"):
        return ""
    ids = [regime["ladder"], *(scope(regime["ladder"], rule["to"]) for rule in regime.get("promotions", ()))]
    ladders = [rules.spec["ladders"][ladder] for ladder in dict.fromkeys(id_.partition("/")[0] for id_ in ids)]
    named = [(one, words.join([rank[words.lang] for rank in one["ranks"].values()])) for one in ladders]
    colon, stop = ("：", "；") if words.chinese else (": ", "; ")
    return stop.join(f"{one[words.lang]}{colon}{ranks}" if len(named) > 1 else ranks for one, ranks in named)


YEARS = ("years", "service_years")


def _years(rules: Rules, words: Words, id_: str) -> str:
    regime = rules.regimes[id_]
    asks = [rule for rule in regime.get("promotions", ()) if _entry(rule, YEARS) is not None]
    if not asks and any(key in part for rule in regime.get("promotions", ()) for part in _parts(rule) for key in YEARS):
        return "资料没有给出数字" if words.chinese else "the sources give no number"
    colon, stop = ("：", "；") if words.chinese else (": ", "; ")
    names = [words.name(scope(regime["ladder"], rule["to"])) for rule in asks]
    said = stop.join(name + colon + _told(words, _entry(rule, YEARS)) for name, rule in zip(names, asks, strict=True))
    weak = asks and all(strength(rules, rule) == "unverified" for rule in asks)
    return words.evidence("unverified") + colon + said if weak else said


def _told(words: Words, entry: Any) -> str:
    """A number of years; of one that changed, each with its first day. A text that repeats it changes nothing.

    >>> dated = [{"from": "1996-12-31", "value": 4}, {"from": "2001-01-01", "value": 4}]
    >>> _told(Words.sample("en"), dated), _told(Words.sample("en"), [*dated, {"from": "2008-12-31", "value": 5}])
    ('4 years', '4 years from 31 December 1996, 5 years from 31 December 2008')
    """
    if isinstance(entry, list):
        runs = [next(run) for _, run in groupby(entry, key=itemgetter("value"))]
        if len(runs) == 1:
            return _told(words, runs[0]["value"])
        since = "自{1}起{0}" if words.chinese else "{} from {}"
        told = [since.format(_told(words, one["value"]), words.date(one["from"])) for one in runs]
        return ("，" if words.chinese else ", ").join(told)
    if entry is None:
        return "资料没有给出" if words.chinese else "not given"
    return amount(words, entry, "year")


def _entry(rule: Json, keys: tuple[str, ...]) -> Any:
    """What a promotion asks under one of some keys, in its first branch that names it."""
    return next((part[key] for part in _parts(rule) for key in keys if part.get(key) is not None), None)


def _parts(rule: Json) -> list[Json]:
    return [rule, *alternatives(rule)]


def _level(rules: Rules, words: Words, id_: str) -> str:
    """What a system has to do with pay levels: what it asks, what promotion and years do, what recruits get."""
    regime = rules.regimes[id_]
    asked = [(rule, number(rule["level"])) for rule in regime.get("promotions", ()) if "level" in rule]
    said = [
        f"{words.name(scope(regime['ladder'], rule['to']))}须达到{level}级"
        if words.chinese
        else f"{words.name(scope(regime['ladder'], rule['to']))} asks for level {level}"
        for rule, level in asked
    ]
    if "levels" in regime:
        levels = rules.levels(id_)
        step, years = number(levels["on_promotion"]["raise"]), number(levels["by_years"]["years"])
        kept = group(words, levels["on_promotion"]["except"])
        inside = (
            "晋升时已在新职级范围内的，升{}个级别（晋升{}不升）",
            "promotion inside the new range raises by {}, not to {}",
        )
        steady = "称职以上每满{}年升一级", "one level for each {} years graded competent or better"
        lang = 0 if words.chinese else 1
        said += [inside[lang].format(step, kept), steady[lang].format(years)]
    colon = "：" if words.chinese else ": "
    rows = [row for row in regime.get("entry", {}).get("by_education", ()) if "level" in row]
    said += [row[words.lang] + colon + amount(words, row["level"], "level") for row in rows]
    return ("；" if words.chinese else "; ").join(said)


def _grades(rules: Rules, words: Words, id_: str) -> str:
    counting = rules.counting(id_)
    parts = []
    for grade, rule in counting.get("grades", {}).items():
        found = rules.value(rule.get("months", 0), rule.get("cite"), parse(TODAY).first)
        months = chosen(found.value or 0, profile(rules, id_, {}))
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
    (("级别", "Level"), _level),
    (("程序", "Procedure"), _procedure),
    (("职数", "Quota"), _quota),
)
